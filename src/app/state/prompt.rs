//! The prompt for a line, and the editor of a note.

use ratatui_textarea::{TextArea, WrapMode};

use crate::annotation::AnnotationId;
use crate::text::equivalence::without_accents;

use crate::app::document::DocumentId;
use crate::app::document::selection::Cursor;
use crate::app::input::key::{Key, KeyCode};
use crate::app::message::recovery::DraftState;

use super::everywhere::Decision;
use super::line::{Edit, Reach, TypedLine};
use super::searched::Recall;
use super::sources::{SourceAsk, SourceDetailAsk};
use super::verdict::AttributeAsk;

/// What a prompt asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    Search {
        regex: bool,
        /// Where the search began: the cursor and the first byte on the screen.
        origin: Box<(Cursor, usize)>,
        error: Option<String>,
    },
    SearchAll {
        regex: bool,
        error: Option<String>,
    },
    Percent {
        error: Option<String>,
    },
    /// The score from which on suggestions are accepted, or below which they are rejected.
    Suggestions {
        decision: Decision,
        error: Option<String>,
    },
    Source(Box<SourceAsk>),
    SourceDetail(Box<SourceDetailAsk>),
    Attribute(Box<AttributeAsk>),
    /// The file for an export in a format.
    ExportTo {
        format: String,
        /// What of the tags that are chosen it does not carry, once that was counted: a
        /// sentence each.
        left_out: Option<Vec<String>>,
        /// Why the last answer was of no use.
        error: Option<String>,
    },
    /// The file or folder that is imported.
    ImportFrom {
        /// Why the last answer was of no use.
        error: Option<String>,
    },
    /// Where to save a copy of annotations that cannot be saved in their own place.
    SaveCopy {
        /// Whether several documents have such annotations, so that a folder is wanted.
        many: bool,
        /// Why the last answer was no place.
        error: Option<String>,
    },
}

/// A prompt with the line that is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    pub ask: Ask,
    pub line: TypedLine,
    /// Where it is among earlier searches.
    pub recall: Recall,
}

impl Prompt {
    pub fn new(ask: Ask, line: &str) -> Self {
        Self {
            ask,
            line: TypedLine::new(line),
            recall: Recall::default(),
        }
    }

    /// One with a line that may be meant, and gives way to what is typed.
    pub fn proposing(ask: Ask, line: &str) -> Self {
        Self {
            line: TypedLine::proposed(line),
            ..Self::new(ask, "")
        }
    }

    /// What is searched for, without its accents; `None` where it has none, or is a regular
    /// expression.
    pub(crate) fn without_accents(&self) -> Option<String> {
        match self.ask {
            Ask::Search { regex: false, .. } | Ask::SearchAll { regex: false, .. } => {
                without_accents(self.line.as_str())
            }
            _ => None,
        }
    }
}

#[derive(Debug, Clone)]
pub struct NoteEditor {
    pub document: DocumentId,
    pub annotation: AnnotationId,
    pub area: TextArea<'static>,
    /// The note as it was before.
    pub before: String,
    pub title: &'static str,
    /// The number of its last edit among those of all notes, if there was one: see
    /// [`Model::note_edits`].
    ///
    /// [`Model::note_edits`]: crate::app::Model::note_edits
    pub edits: Option<u64>,
    /// The number of edits of other notes before it was opened.
    pub opened_at: u64,
    /// Whether what was typed is kept in case the program ends.
    pub draft: DraftState,
    /// The id of the recovered note that is continued, until it is kept anew.
    pub resumed: Option<String>,
}

impl NoteEditor {
    /// Opens a note with the cursor at its end; `opened_at` is the number of edits of other
    /// notes before.
    pub fn new(document: DocumentId, annotation: AnnotationId, note: &str, opened_at: u64) -> Self {
        let mut area = TextArea::from(note.split('\n').map(|line| line.trim_end_matches('\r')));
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.move_cursor(ratatui_textarea::CursorMove::Bottom);
        area.move_cursor(ratatui_textarea::CursorMove::End);
        Self {
            document,
            annotation,
            area,
            before: note.to_owned(),
            title: "Note",
            edits: None,
            opened_at,
            draft: DraftState::default(),
            resumed: None,
        }
    }

    /// The note, without white space at its end.
    pub fn note(&self) -> String {
        self.area.lines().join("\n").trim_end().to_owned()
    }

    /// Edits the note; answers whether it has other words now.
    pub fn edit(&mut self, key: Key) -> bool {
        if let Some(edit) = Edit::of(key) {
            return self.edit_as_a_line(edit);
        }
        // As in a shell; the byte of Ctrl-_ is called Ctrl-7, too.
        if key.ctrl && matches!(key.code, KeyCode::Char('_' | '7' | '/')) {
            return self.area.undo();
        }
        use ratatui_textarea::{Input, Key as Code};
        let code = match key.code {
            KeyCode::Char(character) => Code::Char(character),
            KeyCode::Enter => Code::Enter,
            KeyCode::Esc => Code::Esc,
            KeyCode::Tab | KeyCode::BackTab => Code::Tab,
            KeyCode::Backspace => Code::Backspace,
            KeyCode::Delete => Code::Delete,
            KeyCode::Up => Code::Up,
            KeyCode::Down => Code::Down,
            KeyCode::Left => Code::Left,
            KeyCode::Right => Code::Right,
            KeyCode::Home => Code::Home,
            KeyCode::End => Code::End,
            KeyCode::PageUp => Code::PageUp,
            KeyCode::PageDown => Code::PageDown,
            KeyCode::F(number) => Code::F(number),
        };
        self.area.input(Input {
            key: code,
            ctrl: key.ctrl,
            alt: key.alt,
            shift: key.shift,
        })
    }

    /// Does what a key does in every line.
    fn edit_as_a_line(&mut self, edit: Edit) -> bool {
        use ratatui_textarea::CursorMove;
        let area = &mut self.area;
        match edit {
            Edit::Move(reach) => {
                area.cancel_selection();
                area.move_cursor(match reach {
                    Reach::Back => CursorMove::Back,
                    Reach::Forward => CursorMove::Forward,
                    Reach::WordBack => CursorMove::WordBack,
                    Reach::WordForward => CursorMove::WordEnd,
                    Reach::Start => CursorMove::Head,
                    Reach::End => CursorMove::End,
                });
                false
            }
            Edit::Delete(Reach::Back) => area.delete_char(),
            Edit::Delete(Reach::Forward) => area.delete_next_char(),
            Edit::Delete(Reach::WordBack) => area.delete_word(),
            Edit::Delete(Reach::WordForward) => area.delete_next_word(),
            Edit::Delete(Reach::Start) => area.delete_line_by_head(),
            Edit::Delete(Reach::End) => area.delete_line_by_end(),
        }
    }
}
