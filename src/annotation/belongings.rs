//! What a tag carries besides its kind, in words: what goes with it when it is removed.
//!
//! Must not know: why somebody wants to know it.

use crate::text::counted;

use super::{record::Annotation, tag::TagId};

impl Annotation {
    /// What belongs to it, as in `its note and 2 sources`; `None` where nothing does.
    pub(crate) fn belongings(&self) -> Option<String> {
        let attributes = self.attributes.iter();
        let attributes = attributes.filter(|(attribute, _)| attribute.is_listed());
        let note = (!self.note.is_empty()).then(|| "its note".to_owned());
        let counts = [
            (self.sources.len(), "source"),
            (self.links.len(), "link"),
            (attributes.count(), "attribute"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts = counts.map(|(count, what)| counted(count, what));
        let mut all: Vec<String> = note.into_iter().chain(counts).collect();
        let last = all.pop()?;
        Some(match all.is_empty() {
            true => last,
            false => format!("{} and {last}", all.join(", ")),
        })
    }

    /// What belongs to it that nobody would see if it had this tag: a mark of a sentence with
    /// nothing to check is not listed.
    pub(crate) fn unseen_as(&self, tag: &TagId) -> Option<String> {
        self.belongings().filter(|_| tag.is_mark())
    }
}

#[cfg(test)]
mod tests {
    use crate::annotation::set::tests::annotation;
    use crate::annotation::{Attributes, Source};

    #[test]
    fn what_goes_with_a_tag_is_told() {
        let mut one = annotation("a", 0, 3);
        (one.note, one.sources) = (String::new(), Vec::new());
        one.set_version_of(Some("b".into()));
        assert_eq!(one.belongings(), None);
        one.sources.extend(Source::from_words("[3]"));
        assert_eq!(one.belongings().as_deref(), Some("1 source"));
        one.note = "why".to_owned();
        one.sources.extend(Source::from_words("[4]"));
        assert_eq!(one.belongings().as_deref(), Some("its note and 2 sources"));
        one.attributes = Attributes::from_words([("verdict", "refuted")]).unwrap();
        let all = "its note, 2 sources and 1 attribute";
        assert_eq!(one.belongings().as_deref(), Some(all));
    }
}
