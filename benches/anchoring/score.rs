//! What a result is worth, and tables of that.
//!
//! Overlap is intersection over union of the place that was found and the true one.

use crate::cases::{Kind, Points};

/// In the order of the columns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// Touches the true place, and that is all.
    Near,
    /// Nothing was found, though the passage lives on.
    Orphan,
    /// Another place, or any place for what was deleted.
    False,
}

const VERDICTS: [Verdict; 4] = [
    Verdict::Right,
    Verdict::Near,
    Verdict::Orphan,
    Verdict::False,
];
const KINDS: [Kind; 4] = [Kind::Kept, Kind::Modified, Kind::Moved, Kind::Deleted];

/// The least overlap of what is right.
const SAME_WORDS: f64 = 0.9;
const MODIFIED: f64 = 0.5;

pub fn judge(kind: Kind, truth: Option<&Points>, found: Option<&Points>) -> Verdict {
    let (truth, found) = match (truth, found) {
        (None, None) => return Verdict::Right,
        (None, Some(_)) => return Verdict::False,
        (Some(_), None) => return Verdict::Orphan,
        (Some(truth), Some(found)) => (truth, found),
    };
    let least = if kind == Kind::Modified {
        MODIFIED
    } else {
        SAME_WORDS
    };
    let overlap = overlap(truth, found);
    if overlap >= least {
        Verdict::Right
    } else if overlap > 0.0 {
        Verdict::Near
    } else {
        Verdict::False
    }
}

fn overlap(one: &Points, other: &Points) -> f64 {
    let shared = one.end.min(other.end);
    let shared = shared.saturating_sub(one.start.max(other.start));
    let both = one.len() + other.len() - shared;
    share(shared, both)
}

#[allow(clippy::cast_precision_loss)]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// How often each verdict was given, by kind of case.
#[derive(Default)]
pub struct Tally(Vec<(Kind, Verdict)>);

impl Tally {
    pub fn add(&mut self, kind: Kind, verdict: Verdict) {
        self.0.push((kind, verdict));
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn percent(&self, verdict: Verdict) -> f64 {
        let given = self.0.iter().filter(|(_, given)| *given == verdict).count();
        100.0 * share(given, self.len())
    }

    /// The cells of how much of a kind is right; an empty one where there is none.
    fn right_of(&self, kind: Kind) -> String {
        let of_kind = self.0.iter().filter(|(of, _)| *of == kind);
        let verdicts: Vec<Verdict> = of_kind.map(|(_, given)| *given).collect();
        if verdicts.is_empty() {
            return String::new();
        }
        let right = verdicts.iter().filter(|given| **given == Verdict::Right);
        format!("{:.1}", 100.0 * share(right.count(), verdicts.len()))
    }
}

/// Begins a table with a row a method.
pub fn begin(title: &str) {
    println!(
        "\n| {title}, % | cases | right | near | orphan | false | kept right | modified right \
         | moved right | deleted right |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
}

pub fn row(name: &str, tally: &Tally) {
    let mut cells = vec![name.to_owned(), tally.len().to_string()];
    cells.extend(VERDICTS.map(|verdict| format!("{:.1}", tally.percent(verdict))));
    cells.extend(KINDS.map(|kind| tally.right_of(kind)));
    println!("| {} |", cells.join(" | "));
}
