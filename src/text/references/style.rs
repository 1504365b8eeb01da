//! Which forms of call-outs a text uses, told from the text itself, and which of what looks
//! like call-outs therefore are.
//!
//! Must not know: the words around them.

use std::collections::{HashMap, HashSet};

use super::candidate::{Candidate, Form};
use super::context::{Place, Sureness};
use super::label::{number, whole};

/// The forms that a text may have chosen for its numbers.
const CHOICES: [(Form, f64); 5] = [
    // Of two that name the same references, the plainer sign is meant.
    (Form::Brackets, 1.0),
    (Form::Raised, 1.0),
    (Form::Parentheses, 0.9),
    (Form::Closed, 0.8),
    (Form::Bare, 0.8),
];

/// The least share of its references that a text cites in the form that it has chosen.
const LEAST: f64 = 0.15;

/// A list that is not longer is short.
const SHORT: usize = 10;

/// The least share of a short list that a number behind a sentence is: that one of so few is
/// cited is enough.
const OF_SHORT: f64 = 0.2;

/// A number above the next one by more than this is no new reference, unless those that
/// follow it go on from there.
const LEAP: u32 = 3;

/// The highest number in brackets that is a call-out although no list has it: no year.
const BEYOND: u32 = 999;

/// How a text writes its call-outs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// The form of its numbers, where that can be told.
    form: Option<Form>,
    /// Whether it has references at all.
    has_list: bool,
}

/// The labels of the references that a text has.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    pub(super) labels: HashSet<String>,
    pub(super) highest: u32,
}

impl Known {
    pub(super) fn new<'a>(labels: impl Iterator<Item = &'a str>) -> Self {
        let labels: HashSet<_> = labels.map(str::to_owned).collect();
        let highest = labels.iter().filter_map(|label| number(label)).max();
        Self {
            labels,
            highest: highest.unwrap_or_default(),
        }
    }

    /// The highest number that may be meant for a reference of the list.
    fn twice(&self) -> u32 {
        2 * self.highest.max(10)
    }

    fn has(&self, label: &str) -> bool {
        self.labels.contains(label) || self.labels.contains(whole(label))
    }

    fn has_all(&self, candidate: &Candidate) -> bool {
        candidate.labels.iter().all(|label| self.has(label))
    }
}

impl Style {
    /// Tells the style from what looks like call-outs in a text, or in a sample of it.
    pub(super) fn of(candidates: &[Candidate], known: &Known) -> Self {
        let mut best = (None, 0.0);
        for (form, weight) in CHOICES {
            let share = share(candidates, known, form) * weight;
            if share > best.1 {
                best = (Some(form), share);
            }
        }
        let (form, share) = best;
        let is_enough = share >= LEAST;
        Self {
            form: form.filter(|_| is_enough),
            has_list: !known.labels.is_empty(),
        }
    }

    /// Keeps what is a call-out of what looks like one, in the order of the text.
    pub(super) fn keep(
        self,
        candidates: Vec<Candidate>,
        known: &Known,
        sequence: &mut Sequence,
    ) -> Vec<Candidate> {
        let kept = candidates
            .into_iter()
            .filter(|candidate| self.allows(candidate, known));
        match self.form {
            Some(Form::Bare) => sequence.keep(without_names(kept.collect())),
            _ => kept.collect(),
        }
    }

    /// What is kept, with what else of `all` is a call-out in a text that has not kept to one form:
    /// in the order of the text.
    ///
    /// Another form counts where it names a reference that would be cited nowhere else.
    pub(super) fn with_others(
        self,
        mut kept: Vec<Candidate>,
        all: &[Candidate],
        known: &Known,
    ) -> Vec<Candidate> {
        // Where no form was chosen, any that may count has done so.
        let Some(chosen) = self.form.filter(|_| self.has_list) else {
            return kept;
        };
        let starts: HashSet<usize> = kept.iter().map(|candidate| candidate.start).collect();
        let named = kept.iter().flat_map(|candidate| &candidate.labels);
        let named: HashSet<String> = named.map(|label| whole(label).to_owned()).collect();
        let names_new = |candidate: &Candidate| {
            let mut labels = candidate.labels.iter();
            known.has_all(candidate) && labels.all(|label| !named.contains(whole(label)))
        };
        let may_be = |candidate: &&Candidate| {
            candidate.form != chosen
                && candidate.sureness == Sureness::Likely
                && !starts.contains(&candidate.start)
        };
        let mut brackets = all.iter().filter(may_be);
        let has_brackets =
            brackets.any(|candidate| candidate.form == Form::Brackets && names_new(candidate));
        let others = all.iter().filter(may_be).filter(|candidate| {
            let is_of_list = known.has_all(candidate);
            let counts = match candidate.form {
                Form::Brackets => {
                    (has_brackets && is_of_list) || is_beyond(candidate, known, BEYOND)
                }
                // Those that a list has are kept in any text.
                Form::Raised => is_beyond(candidate, known, known.twice()),
                Form::Bare => names_new(candidate),
                _ => false,
            };
            counts && candidate.place == Place::Mark
        });
        let others: Vec<_> = others.cloned().collect();
        if !others.is_empty() {
            kept.extend(others);
            kept.sort_by_key(|candidate| candidate.start);
        }
        kept
    }

    fn allows(self, candidate: &Candidate, known: &Known) -> bool {
        let is_chosen = self.form == Some(candidate.form);
        match candidate.form {
            Form::Footnote => true,
            Form::Brackets | Form::Raised if !self.has_list => {
                candidate.sureness == Sureness::Likely && is_small(candidate, BEYOND)
            }
            Form::Brackets | Form::Raised if self.form.is_none() || is_chosen => {
                let is_sure =
                    candidate.form == Form::Brackets && candidate.sureness == Sureness::Likely;
                let highest = known.twice();
                // A bracket beyond the list is hardly anything else.
                let highest = if is_sure {
                    highest.max(BEYOND)
                } else {
                    highest
                };
                known.has_all(candidate) || is_small(candidate, highest)
            }
            Form::Key | Form::Raised => known.has_all(candidate),
            Form::Bare => {
                is_chosen && known.has_all(candidate) && !is_part_of_word(candidate, known)
            }
            _ => is_chosen && known.has_all(candidate),
        }
    }
}

/// Whether a number belongs to the word before it: a part that no reference has (`probe 2k`), or
/// a digit behind capitals (`OCH 3`).
fn is_part_of_word(candidate: &Candidate, known: &Known) -> bool {
    if candidate.place == Place::Mark {
        return false;
    }
    let is_part = |label: &String| whole(label) != label && !known.labels.contains(label);
    let is_digit = candidate.labels.len() == 1 && candidate.labels[0].len() == 1;
    candidate.labels.iter().any(is_part) || (candidate.is_behind_capitals && is_digit)
}

/// Whether all its numbers are at most `highest`.
fn is_small(candidate: &Candidate, highest: u32) -> bool {
    let mut labels = candidate.labels.iter();
    labels.all(|label| number(label).is_some_and(|number| number <= highest))
}

/// Whether a number is above all that have a reference, but at most `highest`.
fn is_beyond(candidate: &Candidate, known: &Known, highest: u32) -> bool {
    let mut labels = candidate.labels.iter();
    labels.all(|label| {
        number(label).is_some_and(|number| (known.highest + 1..=highest).contains(&number))
    })
}

/// How many of the references a form names, as a share.
fn share(candidates: &[Candidate], known: &Known, form: Form) -> f64 {
    let mut named = HashSet::new();
    for candidate in candidates {
        if candidate.form == form
            && candidate.sureness == Sureness::Likely
            && known.has_all(candidate)
        {
            named.extend(candidate.labels.iter().map(|label| whole(label)));
        }
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "nobody lists that many references"
    )]
    let share = named.len() as f64 / known.labels.len().max(1) as f64;
    let is_of_short = form == Form::Bare && !named.is_empty() && known.labels.len() <= SHORT;
    share.max(if is_of_short { OF_SHORT } else { 0.0 })
}

/// Leaves out the numbers that belong to the word before them, since it has others elsewhere:
/// `peptide 10`, `peptides 11 and 12`.
fn without_names(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut labels: HashMap<u64, HashSet<&str>> = HashMap::new();
    let is_behind_word =
        |candidate: &Candidate| candidate.place == Place::Word && candidate.form == Form::Bare;
    for candidate in candidates
        .iter()
        .filter(|candidate| is_behind_word(candidate))
    {
        let label = candidate.labels.first().map_or("", String::as_str);
        labels.entry(candidate.word).or_default().insert(label);
    }
    let names: HashSet<u64> = labels
        .into_iter()
        .filter(|(_, labels)| labels.len() > 1)
        .map(|(word, _)| word)
        .collect();
    candidates
        .into_iter()
        .filter(|candidate| !is_behind_word(candidate) || !names.contains(&candidate.word))
        .collect()
}

/// How far references have been cited, in the order in which a text first cites them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sequence {
    reached: u32,
}

impl Sequence {
    /// Of a part of a text, of which nobody knows what was cited before it.
    pub(super) fn unknown() -> Self {
        Self { reached: u32::MAX }
    }

    /// Keeps the bare numbers that go with the order.
    fn keep(&mut self, candidates: Vec<Candidate>) -> Vec<Candidate> {
        let first = |candidate: &Candidate| {
            let is_in_order = candidate.form == Form::Bare && candidate.place != Place::Value;
            let label = candidate.labels.first().filter(|_| is_in_order);
            label.and_then(|label| number(label))
        };
        let is_sure = |candidate: &&Candidate| candidate.sureness == Sureness::Likely;
        let sure: Vec<u32> = candidates
            .iter()
            .filter(is_sure)
            .filter_map(first)
            .collect();
        let mut seen = 0;
        let mut kept = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let Some(label) = first(&candidate) else {
                kept.push(candidate);
                continue;
            };
            seen += usize::from(is_sure(&&candidate));
            let is_next = label <= self.reached.saturating_add(LEAP);
            let is_kept = match candidate.sureness {
                Sureness::Perhaps => self.reached.checked_add(1) == Some(label),
                Sureness::Likely => is_next || goes_on(&sure[seen..], self.reached, label),
            };
            if is_kept {
                let highest = candidate
                    .labels
                    .iter()
                    .filter_map(|label| number(label))
                    .max();
                self.reached = self.reached.max(highest.unwrap_or_default());
                kept.push(candidate);
            }
        }
        kept
    }
}

/// Whether the numbers that follow go on from a leap, and not from where it began.
fn goes_on(following: &[u32], reached: u32, label: u32) -> bool {
    let near = following.iter().take(8).copied();
    let new: Vec<_> = near.filter(|number| *number > reached).collect();
    let from_there = new.iter().filter(|number| **number >= label).count();
    2 * from_there >= new.len()
}
