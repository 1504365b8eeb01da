//! What is still to be done about an annotation.
//!
//! Must not know: where the annotations are that link to it.

use super::anchoring::{Anchor, AnchorState};
use super::attributes::SUPPORTED;
use super::evidence::Evidence;
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
    /// Its verdict was given on other words than it has.
    StaleVerdict,
    /// Something contradicts it, or it something, and no verdict says which is right.
    Contradicted,
    /// The passages that are its sources are not there, were refuted, or rest on nothing but it.
    BrokenSource,
    /// It needs a source, and has none.
    Unsourced,
    /// A claim or fact that rests on nothing.
    NoEvidence,
}

impl OpenReason {
    /// All of them, in their order.
    pub const ALL: [Self; 9] = [
        Self::Conflict,
        Self::Lost,
        Self::Changed,
        Self::Moved,
        Self::StaleVerdict,
        Self::Contradicted,
        Self::BrokenSource,
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
            Self::StaleVerdict => "stale-verdict",
            Self::Contradicted => "contradicted",
            Self::BrokenSource => "broken-source",
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
            Self::StaleVerdict => "its verdict was given on other words than it has now",
            Self::Contradicted => {
                "another passage says the contrary, and no verdict is given on this one"
            }
            Self::BrokenSource => {
                "the passage that is its source is not there, was refuted, or rests on this one alone"
            }
            Self::Unsourced => "it needs a source, and has none",
            Self::NoEvidence => {
                "it rests on nothing: no source, and no other passage that supports it"
            }
        }
    }

    /// What people read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unsourced => "unsourced",
            Self::NoEvidence => "no evidence",
            Self::StaleVerdict => "stale verdict",
            Self::BrokenSource => "broken source",
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
    pub fn open_reasons(
        &self,
        anchor: Anchor,
        versions: Versions,
        evidence: Evidence,
    ) -> Vec<OpenReason> {
        let (is_displaced, displaced) = match anchor.state() {
            AnchorState::Lost => (true, OpenReason::Lost),
            AnchorState::Changed => (true, OpenReason::Changed),
            AnchorState::Moved | AnchorState::Exact => (anchor.is_in_question(), OpenReason::Moved),
        };
        let links = &self.links;
        let contradicts = links
            .iter()
            .any(|link| link.rel == RelationSet::CONTRADICTS);
        let is_contradicted = contradicts || evidence.contradicted;
        let rests_on_nothing = self.rests_on_nothing(evidence);
        let reasons = [
            (versions == Versions::Several, OpenReason::Conflict),
            (is_displaced, displaced),
            // Of words that nobody has accepted yet, it is told by their state.
            (self.stale_verdict(None).is_some(), OpenReason::StaleVerdict),
            (
                is_contradicted && self.verdict().is_none(),
                OpenReason::Contradicted,
            ),
            (
                rests_on_nothing && evidence.hollow,
                OpenReason::BrokenSource,
            ),
            (
                rests_on_nothing && self.is_unsourced(),
                OpenReason::Unsourced,
            ),
            (
                rests_on_nothing && !evidence.hollow && self.is_assertion(),
                OpenReason::NoEvidence,
            ),
        ];
        let reasons = reasons.into_iter().filter(|(is_so, _)| *is_so);
        reasons.map(|(_, reason)| reason).collect()
    }

    /// Whether it should rest on something, and does not: it has no source that is there, and
    /// nothing leads to it that is one, or supports it. A verdict that an assertion is refuted,
    /// or cannot be judged, is an end of the search for it; that it is supported needs something
    /// that supports it.
    fn rests_on_nothing(&self, evidence: Evidence) -> bool {
        let has_source = self.standing().has_source;
        let has_passage = self.sources.iter().any(|source| source.passage().is_some());
        if has_source || (has_passage && !evidence.hollow) || evidence.sourced {
            return false;
        }
        let is_ended = self.verdict().is_some_and(|verdict| verdict != SUPPORTED);
        match self.tag.as_str() {
            TagId::NEEDS_SOURCE => true,
            _ => self.is_assertion() && !is_ended && !evidence.supported,
        }
    }

    /// Whether it says that something is so.
    fn is_assertion(&self) -> bool {
        matches!(self.tag.as_str(), TagId::CLAIM | TagId::FACT)
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
            tag: TagId(tag.into()),
            note: String::new(),
            sources: Vec::new(),
            links: Vec::new(),
            attributes: Attributes::default(),
            ..annotation("a", 0, 3)
        }
    }

    /// `supported`, `sourced`, `contradicted`, `hollow`: what is known of it from outside.
    fn known(words: &str) -> Evidence {
        Evidence {
            contradicted: words.contains("contradicted"),
            supported: words.contains("supported") || words.contains("sourced"),
            sourced: words.contains("sourced"),
            hollow: words.contains("hollow"),
        }
    }

    fn names(annotation: &Annotation, evidence: &str) -> String {
        let anchor = Anchor::Exact(nowhere());
        let reasons = annotation.open_reasons(anchor, Versions::One, known(evidence));
        let names: Vec<_> = reasons.into_iter().map(OpenReason::name).collect();
        names.join(" ")
    }

    const PASSAGE: &str = "b.txt#01a2031b-9850-745f-a995-f15531002979";

    #[test]
    fn what_rests_on_nothing_is_open() {
        for (tag, sources, verdict, evidence, open) in [
            ("needs-source", &[][..], "", "", "unsourced"),
            ("needs-source", &["[3]"], "", "", ""),
            ("needs-source", &[], "", "supported", "unsourced"),
            ("needs-source", &[], "", "sourced", ""),
            ("needs-source", &[], "refuted", "", "unsourced"),
            ("needs-source", &[PASSAGE], "", "", ""),
            ("needs-source", &[PASSAGE], "", "hollow", "broken-source"),
            ("needs-source", &[PASSAGE], "", "hollow sourced", ""),
            ("needs-source", &[PASSAGE, "[3]"], "", "hollow", ""),
            ("claim", &[], "", "", "no-evidence"),
            ("fact", &[], "", "", "no-evidence"),
            ("claim", &["[3]"], "", "", ""),
            ("claim", &[], "", "supported", ""),
            ("claim", &[], "", "sourced", ""),
            ("claim", &[PASSAGE], "", "", ""),
            ("claim", &[PASSAGE], "", "hollow", "broken-source"),
            ("claim", &[PASSAGE], "", "hollow supported", ""),
            ("claim", &[PASSAGE, "[3]"], "", "hollow", ""),
            ("claim", &[PASSAGE], "refuted", "hollow", ""),
            ("claim", &[], "refuted", "", ""),
            ("claim", &[], "not-enough-evidence", "", ""),
            ("claim", &[], "supported", "", "no-evidence"),
            ("claim", &["[3]"], "supported", "", ""),
            ("claim", &["[3]"], "", "contradicted", "contradicted"),
            ("claim", &["[3]"], "conflicting", "contradicted", ""),
            ("opinion", &[], "", "", ""),
            ("opinion", &[PASSAGE], "", "hollow", ""),
            ("no-claim", &[], "", "", ""),
            ("rumour", &[], "", "", ""),
        ] {
            let mut one = tagged(tag);
            one.sources = sources
                .iter()
                .flat_map(|words| Source::from_words(words))
                .collect();
            if !verdict.is_empty() {
                one.attributes = Attributes::from_words([("verdict", verdict)]).unwrap();
            }
            let case = format!("{tag} {sources:?} {verdict} {evidence}");
            assert_eq!(names(&one, evidence), open, "{case}");
        }
    }

    /// Found in use: new words were accepted, and a fact stayed "supported" for other figures.
    #[test]
    fn a_verdict_on_other_words_is_open() {
        let mut one = tagged("fact");
        one.sources = Source::from_words("[3]");
        one.attributes = Attributes::from_words([("verdict", "supported")]).unwrap();
        one.selector.quote = "It costs $5,500.".to_owned();
        assert_eq!(names(&one, ""), "");
        let text = crate::text::Text::new("It costs $6,500.");
        let now = crate::annotation::Selector::new(&text, text.full_range());
        let accepted = one.put_on(now);
        assert_eq!(names(&accepted, ""), "stale-verdict");
        let again = accepted.with_verdict_on("It costs $6,500.");
        assert_eq!(names(&again, ""), "");
    }

    #[test]
    fn both_ends_of_a_contradiction_are_open() {
        let mut one = tagged("opinion");
        one.links.push(Link {
            to: "b.txt#b".to_owned().into(),
            rel: "contradicts".to_owned(),
            extra: Extra::new(),
        });
        assert_eq!(names(&one, ""), "contradicted");
    }

    #[test]
    fn what_is_not_where_it_was_is_open_unless_only_its_form_differs() {
        let range = nowhere();
        let moved = |shift| Anchor::Moved {
            range,
            score: 0.9,
            shift,
        };
        let open = |anchor, versions| tagged("opinion").open_reasons(anchor, versions, known(""));
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
