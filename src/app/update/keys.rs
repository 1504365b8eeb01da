//! Keys and pasted text, by the mode.

use crate::annotation::LONGEST_NOTE;
use crate::app::state::hints::Typed;
use crate::app::state::list_query::Known;
use crate::app::state::notice::Notice;
use crate::app::state::places::Jump;
use crate::app::{Command, Env, Key, KeyCode, Letters, Mode, Model, Overlay, Pane};
use crate::text::in_thousands;

use super::commands::{self, choosing, moving, notes, resizing};
use super::editing::in_open_document;
use super::outcome::Outcome;
use super::pickers::HelpExtent;
use super::{drafts, pickers, prompts, tag_matches, waiting};

pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Outcome {
    model.notice = None;
    model.begun = true;
    // Whoever presses a key does not wait for the text to scroll on.
    if let Some(drag) = &mut model.drag {
        drag.held = None;
    }
    let key = meant(model, key);
    let command = model.settings.keymap.get(model.pane, key);
    // Some commands run also while a note is being written.
    if let Some(command) = command.filter(|command| key.ctrl && command.needs().anytime) {
        return commands::run(model, command, env);
    }
    match &mut model.mode {
        Mode::Reading => match command {
            _ if key.code == KeyCode::Enter && waiting::is_resizing(model) => {
                in_open_document(model, env, resizing::finish)
            }
            Some(command) => {
                let before = revision(model);
                let done = commands::run(model, command, env);
                let is_done = revision(model) != before;
                match is_done && is_next_match_elsewhere(model, key) {
                    true => and_how_matches_are_stepped(done, model, command),
                    false => done,
                }
            }
            None => does_nothing(key),
        },
        // Hints are Latin letters.
        Mode::Hints(_) if key.is_of_another_script() => does_nothing(key),
        Mode::Hints(hints) => {
            let (typed, goal) = (hints.type_key(key), hints.goal);
            if typed != Typed::More {
                model.mode = Mode::Reading;
            }
            match typed {
                Typed::Word(word) => moving::to_hint(model, word, goal),
                Typed::More | Typed::Nothing => Outcome::none(),
            }
        }
        Mode::TagMatches(_) => tag_matches::press(model, key, env),
        Mode::ChooseTag(_) => choosing::press(model, key, env),
        Mode::Prompt(_) => prompts::press(model, key, env),
        Mode::Note(editor) => match key {
            _ if key.code == KeyCode::Esc || key == Key::ctrl('s') => notes::save(model, env),
            _ if key == Key::ctrl('g') => notes::cancel(&mut model.mode, &mut model.recovery),
            _ if editor.edit(key) => {
                drafts::changed(editor, &model.documents, &mut model.note_edits).into()
            }
            _ => Outcome::none(),
        },
        Mode::Overlay(Overlay::Help { .. }) => {
            let extent = HelpExtent::on_screen(model);
            pickers::press_in_help(extent, &mut model.mode, key)
        }
        Mode::Overlay(Overlay::Picker(_)) => pickers::press(model, key, env),
    }
}

/// The number of changes of the open document so far.
fn revision(model: &Model) -> Option<u64> {
    Some(model.open_document()?.revision)
}

/// Whether a key was pressed right after a search that would go to its next match in vi and
/// less.
fn is_next_match_elsewhere(model: &Model, key: Key) -> bool {
    key == Key::char('n') && model.places.recent == Some(Jump::Match)
}

/// Says what a tag's key did instead of stepping to the next match, and how that is done.
fn and_how_matches_are_stepped(done: Outcome, model: &Model, command: Command) -> Outcome {
    let Command::Tag(index) = command else {
        return done;
    };
    let name = model.settings.tags.iter().nth(index).map(|tag| &tag.name);
    let said = done.notice.as_ref().map(|notice| notice.words.clone());
    let tagged = || name.map_or_else(String::new, |name| format!("Tagged as {name}"));
    let said = said.unwrap_or_else(tagged);
    let key = |command| model.settings.keymap.shown_key(Pane::Text, command);
    let (next, undo) = (key(Command::NextMatch), key(Command::Undo));
    let words = format!("{said}; {next} is the next match, {undo} undoes");
    done.and(Notice::plain(words))
}

/// What is said to a key that is none. One of another script is mostly meant for the Latin
/// one on the same cap.
fn does_nothing(key: Key) -> Outcome {
    match key.is_of_another_script() {
        true => Outcome::plain(format!("{key} is not a key here: another keyboard layout?")),
        false => Outcome::plain(format!("{key} does nothing here; ? shows the keys")),
    }
}

/// The key that was meant: Enter arrives as a line feed, which is Ctrl-j, where it was
/// pressed before the program had the terminal. Nobody means Ctrl-j where it is not bound.
fn meant(model: &Model, key: Key) -> Key {
    let is_bound = model.settings.keymap.get(model.pane, key).is_some();
    if key == Key::ctrl('j') && !(is_bound && matches!(model.mode, Mode::Reading)) {
        return Key {
            code: KeyCode::Enter,
            ctrl: false,
            ..key
        };
    }
    key
}

/// What is taken into a line at once, in bytes: nobody sees more of it.
const LONGEST_LINE: usize = 16 << 10;

pub fn paste(model: &mut Model, words: &str) -> Outcome {
    let line = &words[..words.floor_char_boundary(LONGEST_LINE)];
    match &mut model.mode {
        Mode::Note(editor) => {
            let lines = words.replace("\r\n", "\n").replace('\r', "\n");
            if editor.note().len() + lines.len() > LONGEST_NOTE {
                let (got, most) = (in_thousands(lines.len()), in_thousands(LONGEST_NOTE));
                return Outcome::problem(format!(
                    "Nothing was pasted: these are {got} bytes, and a note has at most {most}"
                ));
            }
            editor.area.insert_str(lines);
            drafts::changed(editor, &model.documents, &mut model.note_edits).into()
        }
        Mode::Prompt(prompt) => {
            // What is kept must not be cut unseen.
            if line.len() < words.len() && prompts::refuse_paste(prompt, words.len(), LONGEST_LINE)
            {
                return Outcome::none();
            }
            prompt.line.insert(line);
            prompts::line_changed(model)
        }
        Mode::Overlay(Overlay::Picker(picker)) if picker.letters == Letters::Narrow => {
            picker.typed.insert(line);
            picker.narrow(Known {
                documents: &model.documents,
                tags: &model.settings.tags,
            });
            Outcome::none()
        }
        Mode::ChooseTag(_) | Mode::TagMatches(_) => choosing::no_tag_has(model, "What was pasted"),
        _ => Outcome::plain("Nothing to paste into here"),
    }
}
