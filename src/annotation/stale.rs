//! What was said of other words than those that a passage has now.
//!
//! The annotation file keeps the words on which a verdict was given only where they are not
//! those of its passage, so that nothing is said twice.
//!
//! Must not know: where passages are looked for, and who is told.

use std::borrow::Cow;

use crate::text::Text;
use crate::text::equivalence::has_same_words;

use super::anchoring::Anchor;
use super::attributes::VERDICT;
use super::record::Annotation;
use super::selector::Selector;

impl Annotation {
    /// The words on which its verdict was given, where its passage has others now: where a
    /// text has it, or else as they were marked. `None` where there is no verdict, and where
    /// the words differ in form alone. All that speaks of a stale verdict asks here.
    pub(crate) fn stale_verdict(&self, place: Option<(&Text, Anchor)>) -> Option<&str> {
        self.attributes.get(VERDICT)?;
        let given = self.verdict_given_on();
        let now = place.and_then(|(text, anchor)| match anchor {
            Anchor::Exact(_) => None,
            _ => Some(text.slice(anchor.range()?)),
        });
        let now = now.unwrap_or(Cow::Borrowed(&self.selector.quote));
        (!has_same_words(given, &now)).then_some(given)
    }

    /// The same annotation with the words on which its verdict was given, where the passage has
    /// others where a text has it; `None` where it is as it is.
    pub(crate) fn telling_stale_verdict(&self, place: Option<(&Text, Anchor)>) -> Option<Self> {
        let given = self.stale_verdict(place)?;
        let is_told = self.verdict_quote() == Some(given);
        (!is_told).then(|| self.clone().with_verdict_quote(Some(given)))
    }

    fn verdict_given_on(&self) -> &str {
        self.verdict_quote().unwrap_or(&self.selector.quote)
    }

    /// The same annotation, whose verdict was given on these words. One without a verdict
    /// keeps none.
    pub(crate) fn with_verdict_on(self, words: &str) -> Self {
        let has_verdict = self.attributes.get(VERDICT).is_some();
        let is_kept = has_verdict && !has_same_words(words, &self.selector.quote);
        self.with_verdict_quote(is_kept.then_some(words))
    }

    /// The same annotation on another passage, or on the same one as it is now: it is asked
    /// about no more, and its verdict is still one on the words on which it was given.
    pub(crate) fn put_on(mut self, selector: Selector) -> Self {
        let given = self.verdict_given_on().to_owned();
        self.selector = selector;
        self.with_verdict_on(&given)
            .placed(None)
            .with_rejected(None)
    }

    /// The same annotation with another extent, which somebody gave it who sees its words.
    /// That makes no verdict stale, and takes none for looked at again.
    pub(crate) fn resized(mut self, selector: Selector, place: Option<(&Text, Anchor)>) -> Self {
        let given = self.stale_verdict(place).map(str::to_owned);
        self.selector = selector;
        let resized = match given {
            Some(given) => self.with_verdict_on(&given),
            None => self.with_verdict_quote(None),
        };
        resized.placed(None).with_rejected(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Attributes;
    use crate::annotation::set::tests::annotation;
    use crate::text::TextRange;

    fn with_verdict(quote: &str) -> Annotation {
        let mut one = annotation("a", 0, 3);
        one.selector.quote = quote.to_owned();
        one.attributes = Attributes::from_words([(VERDICT, "supported")]).unwrap();
        one
    }

    fn whole(text: &str) -> Selector {
        let text = Text::new(text);
        Selector::new(&text, text.full_range())
    }

    #[test]
    fn a_verdict_is_stale_on_other_words_and_not_on_other_spellings() {
        for (quote, now, is_stale) in [
            ("He denied it.", "He admitted it.", true),
            ("He denied it.", "He\r\ndenied\u{a0}it.", false),
            ("“No”, he said", "\"No\", he said", false),
            ("caf\u{e9}", "cafe\u{301}", false),
            ("May", "may", true),
        ] {
            let text = Text::new(now);
            let range = TextRange::between(0, now.len());
            let anchor = Anchor::Changed { range, score: 0.5 };
            let one = with_verdict(quote);
            let before = one.stale_verdict(Some((&text, anchor)));
            assert_eq!(before, is_stale.then_some(quote), "{now}");
            let put = one.put_on(whole(now));
            let after = put.stale_verdict(Some((&text, Anchor::Exact(range))));
            assert_eq!(after, is_stale.then_some(quote), "{now}");
            assert_eq!(put.verdict_quote(), is_stale.then_some(quote), "{now}");
        }
    }

    #[test]
    fn a_verdict_is_right_again_where_its_words_are_back() {
        let one = with_verdict("He denied it.").put_on(whole("He admitted it."));
        let back = one.clone().put_on(whole("He denied it."));
        assert_eq!(
            (back.stale_verdict(None), back.verdict_quote()),
            (None, None)
        );
        let again = one.put_on(whole("He said it."));
        assert_eq!(again.stale_verdict(None), Some("He denied it."));
        let looked = again.with_verdict_on("He said it.");
        assert_eq!(looked.verdict_quote(), None);
    }

    #[test]
    fn what_has_no_verdict_has_no_stale_one() {
        let mut one = annotation("a", 0, 3);
        one = one.put_on(whole("Something else."));
        assert_eq!((one.stale_verdict(None), one.verdict_quote()), (None, None));
    }
}
