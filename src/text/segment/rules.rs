//! What a rule is, and the rules that hold in any language.
//!
//! Must not know: how stops are found.

use super::stop::Stop;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Ends,
    GoesOn,
}

impl Verdict {
    pub fn ends_if(condition: bool) -> Self {
        if condition { Self::Ends } else { Self::GoesOn }
    }
}

/// A rule of a table. The first that answers decides, and `sentencex` where none does.
pub(super) type Rule = fn(&Stop<'_>) -> Option<Verdict>;

pub(super) const RULES: &[Rule] = &[address, citation_ends];

/// A web address or a file name is never cut.
fn address(stop: &Stop<'_>) -> Option<Verdict> {
    stop.in_address.then_some(Verdict::GoesOn)
}

/// A citation closes its sentence: `migration.” 2 IOM works`.
fn citation_ends(stop: &Stop<'_>) -> Option<Verdict> {
    (stop.cite > stop.close && !stop.is_glued()).then_some(Verdict::Ends)
}
