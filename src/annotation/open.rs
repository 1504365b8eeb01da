//! What is still to be done about an annotation.
//!
//! Must not know: where the annotations are that link to it.

use super::anchoring::{Anchor, AnchorState};
use super::attributes::SUPPORTED;
use super::record::Annotation;
use super::relation::RelationSet;
use super::tag::TagId;

/// Why an annotation is open. In the order of what comes first where there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpenReason {
    /// Two versions of it were kept.
    Conflict,
    /// Its passage is not in the document.
    Lost,
    /// Its words are others now.
    Changed,
    /// Its words stand elsewhere.
    Moved,
    /// Something contradicts it, or it something, and no verdict says which is right.
    Contradicted,
    /// It needs a source, and has none.
    Unsourced,
    /// A claim or fact that rests on nothing.
    NoEvidence,
}

impl OpenReason {
    /// All of them, in their order.
    pub const ALL: [Self; 7] = [
        Self::Conflict,
        Self::Lost,
        Self::Changed,
        Self::Moved,
        Self::Contradicted,
        Self::Unsourced,
        Self::NoEvidence,
    ];

    /// What `postil list --open` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Lost => "lost",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Contradicted => "contradicted",
            Self::Unsourced => "unsourced",
            Self::NoEvidence => "no-evidence",
        }
    }

    /// What is to be done, in a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Conflict => "two sides changed it differently, and both versions were kept",
            Self::Lost => "its words are not found in the document",
            Self::Changed => "its words are others now than those that were marked",
            Self::Moved => "its words stand elsewhere now than where they were marked",
            Self::Contradicted => {
                "another passage says the contrary, and no verdict says which of them is right"
            }
            Self::Unsourced => "it needs a source, and has none",
            Self::NoEvidence => "it rests on nothing: no source, and no passage that supports it",
        }
    }

    /// What people read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unsourced => "no source",
            Self::NoEvidence => "no evidence",
            Self::Conflict | Self::Lost | Self::Changed | Self::Moved | Self::Contradicted => {
                self.name()
            }
        }
    }
}

/// How many versions of an annotation there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Versions {
    /// The usual.
    One,
    /// Two sides changed it differently, and both versions were kept.
    Several,
}

impl Annotation {
    /// Why it is open, in the order of [`OpenReason`]; empty for one that is done with.
    /// `incoming` are the relations of the links that lead to it, from any document.
    pub fn open_reasons(
        &self,
        anchor: Anchor,
        versions: Versions,
        incoming: &[String],
    ) -> Vec<OpenReason> {
        let mut reasons = Vec::new();
        if versions == Versions::Several {
            reasons.push(OpenReason::Conflict);
        }
        match anchor.state() {
            AnchorState::Lost => reasons.push(OpenReason::Lost),
            AnchorState::Changed => reasons.push(OpenReason::Changed),
            AnchorState::Moved if anchor.is_in_question() => reasons.push(OpenReason::Moved),
            AnchorState::Moved | AnchorState::Exact => {}
        }
        if self.is_contradicted(incoming) && self.verdict().is_none() {
            reasons.push(OpenReason::Contradicted);
        }
        if self.is_unsourced() {
            reasons.push(OpenReason::Unsourced);
        }
        if self.lacks_evidence(incoming) {
            reasons.push(OpenReason::NoEvidence);
        }
        reasons
    }

    /// Whether it says that something is so, and rests on nothing: no source, nothing that
    /// supports it or is its source. A verdict that it is refuted, or cannot be judged, is an
    /// end of the search for it; that it is supported needs something that supports it.
    fn lacks_evidence(&self, incoming: &[String]) -> bool {
        let is_asserted = matches!(self.tag.as_str(), TagId::CLAIM | TagId::FACT);
        let rests_on =
            |rel: &String| matches!(rel.as_str(), RelationSet::SUPPORTS | RelationSet::SOURCE_OF);
        let is_ended = self.verdict().is_some_and(|verdict| verdict != SUPPORTED);
        is_asserted && self.sources.is_empty() && !is_ended && !incoming.iter().any(rests_on)
    }

    fn is_contradicted(&self, incoming: &[String]) -> bool {
        let outgoing = self.links.iter().map(|link| &link.rel);
        let mut all = outgoing.chain(incoming);
        all.any(|rel| rel == RelationSet::CONTRADICTS)
    }

    /// Whether it was found to be so.
    pub(super) fn is_supported(&self) -> bool {
        self.verdict() == Some(SUPPORTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::anchoring::Shift;
    use crate::annotation::set::tests::annotation;
    use crate::annotation::{Attributes, Extra, Link, Source};
    use crate::text::TextRange;

    fn nowhere() -> TextRange {
        TextRange::between(0, 0)
    }

    fn tagged(tag: &str) -> Annotation {
        Annotation {
            tag: TagId(tag.to_owned()),
            note: String::new(),
            sources: Vec::new(),
            links: Vec::new(),
            attributes: Attributes::default(),
            ..annotation("a", 0, 3)
        }
    }

    fn names(annotation: &Annotation, incoming: &[&str]) -> String {
        let incoming: Vec<String> = incoming.iter().map(|&rel| rel.to_owned()).collect();
        let reasons = annotation.open_reasons(Anchor::Exact(nowhere()), Versions::One, &incoming);
        let names: Vec<_> = reasons.into_iter().map(OpenReason::name).collect();
        names.join(" ")
    }

    #[test]
    fn what_rests_on_nothing_is_open() {
        for (tag, sourced, verdict, incoming, open) in [
            ("needs-source", false, "", &[][..], "unsourced"),
            ("needs-source", true, "", &[], ""),
            ("claim", false, "", &[], "no-evidence"),
            ("fact", false, "", &[], "no-evidence"),
            ("claim", true, "", &[], ""),
            ("claim", false, "", &["supports"], ""),
            ("claim", false, "", &["source-of"], ""),
            ("claim", false, "", &["repeats"], "no-evidence"),
            ("claim", false, "refuted", &[], ""),
            ("claim", false, "not-enough-evidence", &[], ""),
            ("claim", false, "supported", &[], "no-evidence"),
            ("claim", true, "supported", &[], ""),
            ("claim", true, "", &["contradicts"], "contradicted"),
            ("claim", true, "conflicting", &["contradicts"], ""),
            ("opinion", false, "", &[], ""),
            ("no-claim", false, "", &[], ""),
            ("rumour", false, "", &[], ""),
        ] {
            let mut one = tagged(tag);
            if sourced {
                one.sources = Source::from_words("[3]");
            }
            if !verdict.is_empty() {
                one.attributes = Attributes::from_words([("verdict", verdict)]).unwrap();
            }
            assert_eq!(
                names(&one, incoming),
                open,
                "{tag} {sourced} {verdict} {incoming:?}"
            );
        }
    }

    #[test]
    fn both_ends_of_a_contradiction_are_open() {
        let mut one = tagged("opinion");
        one.links.push(Link {
            to: "b.txt#b".to_owned().into(),
            rel: "contradicts".to_owned(),
            extra: Extra::new(),
        });
        assert_eq!(names(&one, &[]), "contradicted");
    }

    #[test]
    fn what_is_not_where_it_was_is_open_unless_only_its_form_differs() {
        let range = nowhere();
        let moved = |shift| Anchor::Moved {
            range,
            score: 0.9,
            shift,
        };
        let open = |anchor, versions| tagged("opinion").open_reasons(anchor, versions, &[]);
        assert_eq!(open(moved(Shift::Form), Versions::One), []);
        assert_eq!(
            open(moved(Shift::Place), Versions::One),
            [OpenReason::Moved]
        );
        let lost = Anchor::Lost { candidates: 2 };
        let both = [OpenReason::Conflict, OpenReason::Lost];
        assert_eq!(open(lost, Versions::Several), both);
    }
}
