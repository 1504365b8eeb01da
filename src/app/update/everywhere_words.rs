//! What a change of many documents has done so far, in words.
//!
//! Must not know: how it is made.

use crate::annotation::{TagSet, What};
use crate::app::Documents;
use crate::app::input::command::Direction;
use crate::app::state::everywhere::{Decision, Everywhere, Purpose, Tally};
use crate::app::state::notice::Notice;
use crate::text::{counted, in_thousands};

use super::import_step;
use super::linking_elsewhere;

/// What was done, in words: `Tagged 35 matches as claim in 3 documents; 2 were already`.
pub fn done(tags: &TagSet, documents: &Documents, running: &Everywhere) -> String {
    let tally = &running.tally;
    let place = match tally.documents.iter().next() {
        Some(only) if tally.documents.len() == 1 => documents[*only].path.clone(),
        _ => counted(tally.documents.len(), "document"),
    };
    let elsewhere = were(tally.unfit, "changed elsewhere");
    match &running.purpose {
        Purpose::Tag { tag, .. } => tagged_words(&tags.look_up(tag).name, tally, &place),
        Purpose::Retag(retagging) => {
            let tag = |id| tags.look_up(id).name;
            let (from, to) = (tag(&retagging.from), tag(&retagging.to));
            let counts = retagging.counts;
            let count = counted(counts.changed, "tag");
            let joined = were(counts.joined, "joined with one that was there");
            let beside = were(counts.beside, "kept beside one that says something else");
            format!("Changed {count} from {from} to {to} in {place}{joined}{beside}")
        }
        Purpose::Import(step) => {
            format!(
                "{}{}",
                import_step::words(step, tally, &place),
                were(tally.already, "here already")
            )
        }
        Purpose::Link(linking) => linking_elsewhere::words(tags, documents, linking, tally),
        Purpose::Accept(_) => {
            let left = were(tally.unfit, "changed meanwhile and left as before");
            format!("{}{left}", accepted_words(tally.changed, &place))
        }
        Purpose::Suggestions(decision, _) => {
            let done = match decision {
                Decision::Accept => "Accepted",
                Decision::Reject => "Rejected",
            };
            let count = counted(tally.changed, "suggestion");
            format!("{done} {count} in {place}")
        }
        Purpose::Step(direction, what) => {
            let words = step_words(tags, tally, (*direction, what), &place);
            format!("{words}{elsewhere}")
        }
    }
}

fn tagged_words(name: &str, tally: &Tally, place: &str) -> String {
    let changed = match tally.unfit {
        0 => String::new(),
        unfit => format!("; {} no longer there", counted(unfit, "match")),
    };
    let matches = |count| counted(count, "match");
    match (tally.changed, tally.already) {
        (0, 0) => format!("No match was tagged as {name}{changed}"),
        (0, already) => format!("{} already tagged as {name}{changed}", matches(already)),
        (new, already) => format!(
            "Tagged {} as {name} in {place}{}{changed}",
            matches(new),
            were(already, "already")
        ),
    }
}

fn were(count: usize, what: &str) -> String {
    match count {
        0 => String::new(),
        1 => format!("; 1 was {what}"),
        _ => format!("; {} were {what}", in_thousands(count)),
    }
}

fn accepted_words(changed: usize, place: &str) -> String {
    let count = counted(changed, "tag");
    let stand = if changed == 1 { "stands" } else { "stand" };
    format!("Accepted where {count} in {place} {stand} now")
}

/// What was undone or redone: `Undid: 35 tags as claim in 3 documents`.
fn step_words(
    tags: &TagSet,
    tally: &Tally,
    (direction, what): (Direction, &What),
    place: &str,
) -> String {
    let (did, done) = match direction {
        Direction::Backward => ("Undid", "undone"),
        Direction::Forward => ("Redid", "redone"),
    };
    if tally.documents.is_empty() {
        return format!("Nothing was {done}");
    }
    let name = |tag| tags.look_up(tag).name;
    let count = counted(tally.changed, "tag");
    let what = match (what, tally.tag.as_ref()) {
        (What::Retag { from, to }, _) => {
            format!("change of {count} from {} to {}", name(from), name(to))
        }
        (What::Places, _) => format!("accepting where {count} stood"),
        (What::Accepted, _) => {
            format!("accepting {}", counted(tally.changed, "suggestion"))
        }
        (What::Rejected, _) => {
            format!("rejection of {}", counted(tally.changed, "suggestion"))
        }
        (What::Import(file), _) if tally.changed == 0 => format!("import from {file}"),
        (What::Import(file), _) => format!("import of {count} from {file}"),
        (What::Link(relation), _) => return format!("{did}: link ({relation}) in {place}"),
        (What::Tag, Some(tag)) if tally.is_retag => format!("change of {count} to {}", name(tag)),
        (What::Tag, Some(tag)) => format!("{count} as {}", name(tag)),
        (What::Tag, None) => count,
    };
    format!("{did}: {what} in {place}")
}

/// How far it is, and how it is cancelled.
pub fn progress(running: &Everywhere) -> Notice {
    let tally = &running.tally;
    let unfit = tally.unfit + tally.already;
    let so_far = in_thousands(tally.changed + unfit);
    let of = running
        .of
        .map_or_else(String::new, |of| format!(" of {}", in_thousands(of)));
    let doing = match running.purpose {
        Purpose::Tag { .. } => "Tagging matches",
        Purpose::Retag(_) => "Changing tags",
        Purpose::Accept(_) => "Accepting places",
        Purpose::Suggestions(Decision::Accept, _) => "Accepting suggestions",
        Purpose::Suggestions(Decision::Reject, _) => "Rejecting suggestions",
        Purpose::Link(_) => "Linking",
        Purpose::Import(_) => "Importing",
        Purpose::Step(Direction::Backward, _) => "Undoing",
        Purpose::Step(Direction::Forward, _) => "Redoing",
    };
    Notice::plain(format!("{doing}: {so_far}{of} · Esc cancel"))
}
