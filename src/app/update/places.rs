//! Going back to where one has been, over all documents, and forward again.
//!
//! What is pressed and seen: `<` leads to the place before the last jump, and the last row
//! says `Back: 003.txt, sentence 12`; `>` leads forward again. A jump is what leads far away
//! at once: to another document, an end of the text, a percentage, a match, a tag, a row of a
//! list; not `j` and `k`, nor scrolling. Several matches or tags gone through in a row count as
//! one. Places follow the text when it changes on disk; those whose document is gone are
//! skipped.
//!
//! Must not know: keys.

use crate::app::input::command::Direction;
use crate::app::state::notice::Notice;
use crate::app::state::places::{Jump, Place};
use crate::app::state::travel::Arrival;
use crate::app::{Ask, Command, DocumentId, Mode, Model, OnDisk, OpenDocument, Pane, Prompt, Unit};
use crate::text::{TextRange, counted, in_thousands};

use super::outcome::{Next, Outcome};

/// Where the reader is; while a search is typed, where that began.
pub fn here(model: &Model) -> Option<Place> {
    let cursor = match &model.mode {
        Mode::Prompt(Prompt {
            ask: Ask::Search { origin, .. },
            ..
        }) => &origin.0,
        _ => &model.open_document()?.cursor,
    };
    Some(Place {
        document: model.documents.open?,
        selected: cursor.range(),
        unit: cursor.unit(),
    })
}

/// The jump that a command is, if it may be one. That another document is one shows when one
/// comes to it.
pub fn jump_of(command: Command, pane: Pane) -> Option<Jump> {
    match command {
        Command::NextMatch | Command::PreviousMatch => Some(Jump::Match),
        Command::NextTag
        | Command::PreviousTag
        | Command::NextSuggestion
        | Command::PreviousSuggestion => Some(Jump::Tag),
        Command::NextSentence | Command::PreviousSentence if pane == Pane::Annotations => {
            Some(Jump::Tag)
        }
        Command::Start | Command::End | Command::Undo | Command::Redo => Some(Jump::Other),
        _ => None,
    }
}

/// After an input: keeps the place before, if that was left by a jump.
pub fn after_input(model: &mut Model, before: Option<Place>) {
    let moves = model.places.pending == Some(Jump::Place);
    let recent = model.places.recent;
    let pending = model.places.pending;
    let jump = model.places.end_input();
    // Steps in a row go on also where they lead to another document.
    let goes_on = jump.is_none() && pending.is_some() && pending == recent;
    let began = model.places.began.take().filter(|_| goes_on);
    let left = match (goes_on, before) {
        _ if moves => None,
        (true, _) => began,
        (false, before) => before,
    };
    let Some(left) = left else {
        return;
    };
    let is_elsewhere = model.documents.open != Some(left.document);
    let is_jump = goes_on || jump.is_some();
    if is_elsewhere || (is_jump && has_left(model, left)) {
        model.places.leave(left);
    } else if is_jump {
        // The first match may lie in the sentence where one is.
        model.places.began = Some(left);
    }
}

/// After news of a search: what was waited for may have led far away.
pub fn after_news(model: &mut Model, before: Option<Place>) {
    if let Some(before) = before.filter(|before| has_left(model, *before)) {
        model.places.leave(before);
    }
}

/// Whether the reader is in another sentence than a place.
fn has_left(model: &Model, place: Place) -> bool {
    let opened = model.open_document();
    let Some(opened) = opened.filter(|_| model.documents.open == Some(place.document)) else {
        return true;
    };
    let sentence = opened.units().at(Unit::Sentence, place.selected.start());
    opened.cursor.range() != place.selected && opened.cursor.sentence(opened.units()) != sentence
}

/// Goes to the place before the last jump, or forward again.
pub fn go(model: &mut Model, direction: Direction) -> Outcome {
    let mut skipped = 0;
    let place = loop {
        match model.places.take(direction) {
            Some(place) if is_gone(model, place.document) => skipped += 1,
            Some(place) if !has_left(model, place) => {}
            place => break place,
        }
    };
    let gone = match skipped {
        0 => String::new(),
        _ => format!(
            "; skipped {} in missing documents",
            counted(skipped, "place")
        ),
    };
    let Some(place) = place else {
        return Outcome::plain(match direction {
            Direction::Backward => format!("No earlier place{gone}"),
            Direction::Forward => format!("No later place{gone}"),
        });
    };
    if let Some(left) = here(model) {
        model.places.put_behind(direction, left);
    }
    model.places.pending = Some(Jump::Place);
    model.pane = Pane::Text;
    let words = match direction {
        Direction::Backward => "Back",
        Direction::Forward => "Forward",
    };
    let path = &model.documents[place.document].path;
    let words = format!("{words}: {path}");
    let arrival = Arrival::Place {
        selected: place.selected,
        unit: place.unit,
        words: words.clone(),
        gone: gone.clone(),
    };
    let went = Outcome::next(Next::Open(place.document, Some(arrival)));
    went.and(Notice::plain(format!("{words}{gone}")))
}

fn is_gone(model: &Model, document: DocumentId) -> bool {
    let is_open = model.documents.open == Some(document);
    let document = model.documents.get(document);
    !is_open
        && document.is_none_or(|document| {
            let missing = matches!(document.disk, OnDisk::Gone | OnDisk::Unreadable);
            missing || !document.is_readable()
        })
}

/// Where a place is in its document: `, sentence 12`.
pub fn in_document(opened: &OpenDocument, selected: TextRange) -> String {
    match opened.structure.sentence_number(selected.start()) {
        Some(before) => format!(", sentence {}", in_thousands(before + 1)),
        None => {
            let (line, _) = opened.text.line_number(selected.start());
            format!(", line {}", in_thousands(line))
        }
    }
}
