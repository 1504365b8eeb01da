//! What of a passage is not in a report, or not as it was.
//!
//! Must not know: what the report is written in.

use crate::annotation::{Annotation, DocumentFacts, Source};
use crate::formats::bundle::{ExportDocument, Placed};
use crate::formats::piece::Tally;
use crate::formats::problem::Problem;
use crate::text::counted;
use crate::text::markdown::lines;
use crate::text::visible::{is_plain, leaving};

/// What of the passages with that tally is not in a report, or not as it was.
pub(in crate::formats) fn dropped(tally: &Tally) -> Vec<Problem> {
    let mut problems = Vec::new();
    if tally.tags > 0 {
        let tags = counted(tally.tags, "tag");
        let message = format!("ids, context and time of change of {tags} are not in a report");
        problems.push(Problem::warning("", message));
    }
    if tally.unknown > 0 {
        let fields = counted(tally.unknown, "unknown field");
        let are = if tally.unknown == 1 { "is" } else { "are" };
        let message = format!("{fields} {are} not in a report");
        problems.push(Problem::warning("", message));
    }
    if tally.replaced > 0 {
        let message = format!(
            "controls in passages and notes that are shown as symbols: {}",
            tally.replaced
        );
        problems.push(Problem::warning("", message));
    }
    problems
}

/// What of some tags of a document is not told, or not as it was.
pub(crate) fn tally(document: &ExportDocument, tags: &[Placed]) -> Tally {
    let mut tally = Tally {
        tags: tags.len(),
        ..Tally::default()
    };
    for tag in tags {
        tally.unknown += unknown(&tag.annotation);
        tally.replaced += replaced_in(&document.passage(tag)) + replaced_in(&tag.annotation.note);
    }
    tally
}

/// The same of what is said of a document as a whole.
pub(crate) fn tally_of_facts(facts: &DocumentFacts) -> Tally {
    let unknown = facts.done().iter().map(|mark| mark.extra.len());
    Tally {
        unknown: unknown.sum(),
        replaced: replaced_in(&facts.note),
        ..Tally::default()
    }
}

fn replaced_in(words: &str) -> usize {
    if is_plain(words) {
        return 0;
    }
    let replaced = |line| leaving(line).replaced;
    lines(&words.replace("\r\n", "\n")).map(replaced).sum()
}

/// How many unknown fields a tag has, with its sources and links.
fn unknown(annotation: &Annotation) -> usize {
    let sources = annotation.sources.iter().map(Source::unknown_fields);
    let links = annotation.links.iter().map(|link| link.extra.len());
    annotation.untold_fields() + sources.sum::<usize>() + links.sum::<usize>()
}
