//! The card of the annotation under the cursor: all that is said of it.
//!
//! Must not know: where the card stands, and how much room it has.

use crate::annotation::{
    Anchor, Annotation, CONFIDENCE, REASON, SPEAKER, STATED, Source, VERDICT, word_differences,
};
use crate::app::view::card::{CardForm, why_lost};
use crate::app::view::card_room::{CardGroup, CardPart, Matters};
use crate::app::view::cited::cited;
use crate::app::view::conflicts;
use crate::app::view::linked::link_parts;
use crate::app::view::sources::{is_unsourced, words_with_detail};
use crate::app::view::suggested::suggested_by_words;
use crate::app::view::words::{day_in_words, on_one_line};
use crate::app::{
    CardLine, CardsEdge, Command, DocumentId, LineKind, Model, OpenDocument, Pane, PlacedAnnotation,
};
use crate::text::plural;
use crate::text::visible::columns;

/// How many references that are cited have rows in a card.
const MOST_CITED: usize = 3;
/// How many of the tags that it had before have rows in a card.
const MOST_PAST: usize = 3;

/// The annotations of a document, to be put into words.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    pub model: &'a Model,
    pub document: Option<DocumentId>,
    /// Where it is open: what is told of the text is not known otherwise.
    pub opened: Option<&'a OpenDocument>,
    pub edge: CardsEdge,
    pub form: CardForm,
}

/// What comes first of what is to be done and what helps with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    Cited,
    Sources,
}

impl<'a> Told<'a> {
    pub(crate) fn place_of(self, annotation: &Annotation) -> Option<&'a PlacedAnnotation> {
        self.opened?.place_of(&annotation.id)
    }

    /// All that its card says, in groups.
    pub(crate) fn groups(
        self,
        annotation: &Annotation,
        quote: Option<CardPart>,
        first: First,
    ) -> Vec<CardGroup> {
        let mut evidence = [
            (Matters::Cited, self.cited(annotation)),
            (Matters::Source, self.sources(annotation)),
        ];
        if first == First::Sources {
            evidence.reverse();
        }
        let [before, after] = evidence;
        let groups = [
            (Matters::Name, self.name(annotation)),
            (Matters::Quote, quote.into_iter().collect()),
            (Matters::Note, self.note(annotation)),
            before,
            after,
            (Matters::Link, self.links(annotation)),
            (Matters::Conflict, self.conflicts(annotation)),
            (Matters::About, self.about(annotation)),
        ];
        groups
            .into_iter()
            .map(|(matters, parts)| CardGroup { matters, parts })
            .collect()
    }

    /// What a list of what it rests on leaves out; nothing, where that is only who made it.
    pub(crate) fn besides(self, annotation: &Annotation) -> Vec<CardLine> {
        let mut parts = self.note(annotation);
        parts.extend(self.sources(annotation));
        parts.extend(self.conflicts(annotation));
        parts.extend(self.about(annotation));
        match parts.len() {
            0 | 1 => Vec::new(),
            _ => parts.into_iter().flat_map(|part| part.lines).collect(),
        }
    }

    fn note(self, annotation: &Annotation) -> Vec<CardPart> {
        match annotation.note.trim().is_empty() {
            true => Vec::new(),
            false => vec![CardPart::new(self.form.rows(
                LineKind::Note,
                "Note",
                &annotation.note,
            ))],
        }
    }

    /// The passage, where it is not in view, in so many rows at most.
    pub(crate) fn quote(self, annotation: &Annotation, most: usize) -> CardPart {
        CardPart::new(self.form.quote_rows(&annotation.selector.quote, most))
    }

    fn conflicts(self, annotation: &Annotation) -> Vec<CardPart> {
        let document = self.document.and_then(|id| self.model.documents.get(id));
        document.map_or_else(Vec::new, |document| {
            conflicts::card_parts(self.model, document, annotation, self.form)
        })
    }

    /// What the rule over a card tells instead of the card: its tag, by whom, and when.
    pub(crate) fn in_the_rule(self, annotation: &Annotation) -> String {
        let name = on_one_line(&self.model.settings.tags.look_up(&annotation.tag).name);
        let said = [name, self.verdict(annotation), self.made(annotation)];
        let said: Vec<_> = said.into_iter().filter(|words| !words.is_empty()).collect();
        said.join(" · ")
    }

    fn name(self, annotation: &Annotation) -> Vec<CardPart> {
        let tags = &self.model.settings.tags;
        let mut lines = Vec::new();
        if self.edge == CardsEdge::Box {
            let name = on_one_line(&tags.look_up(&annotation.tag).name);
            let name = name.replace('-', " ").to_uppercase();
            let verdict = self.verdict(annotation);
            lines.push(CardLine::new(LineKind::Name, 1, name).with_aside(verdict));
        }
        if !tags.knows(&annotation.tag) {
            let name = on_one_line(annotation.tag.as_str());
            let words = format!("{name}: a tag that is not in the configuration");
            lines.extend(self.form.rows(LineKind::About, "", &words));
        }
        vec![CardPart::new(lines)]
    }

    pub(crate) fn verdict(self, annotation: &Annotation) -> String {
        let verdict = self.said(annotation, VERDICT);
        match self.stale_verdict(annotation) {
            Some(_) => format!("{verdict}, stale"),
            None => verdict,
        }
    }

    /// The words that its verdict was given on, where those are others now.
    fn stale_verdict(self, annotation: &Annotation) -> Option<&str> {
        match self.opened {
            Some(opened) => opened.stale_verdict(annotation),
            None => annotation.stale_verdict(None),
        }
    }

    /// What an attribute says, if it is there.
    pub(crate) fn said(self, annotation: &Annotation, name: &str) -> String {
        let attributes = &annotation.attributes;
        let attribute = attributes.table().get(name).zip(attributes.get(name));
        attribute.map_or_else(String::new, |(attribute, value)| attribute.phrase(value))
    }

    /// What the text cites for the passage, by its references.
    fn cited(self, annotation: &Annotation) -> Vec<CardPart> {
        let Some((opened, placed)) = self.opened.zip(self.place_of(annotation)) else {
            return Vec::new();
        };
        let mut all = cited(opened, placed.range);
        let is_source = |label: &str| {
            let mut references = annotation.sources.iter().filter_map(Source::reference);
            references.any(|reference| reference == label)
        };
        all.retain(|cited| !is_source(&cited.label));
        let more = all.len().saturating_sub(MOST_CITED);
        let mut parts = Vec::new();
        for cited in all.iter().take(MOST_CITED) {
            let words = format!("[{}] {}", cited.label, cited.words);
            let rows = self.form.first_rows(LineKind::Source, "Cites", &words);
            parts.push(CardPart::new(rows));
        }
        if more > 0 {
            let words = format!("and {more} more references");
            parts.push(CardPart::of_more(self.form, more, &words));
        }
        // The keys of a list are others.
        let list = self.model.mode.picker();
        let is_listed = list.is_some_and(|list| list.open.is_some());
        let last = parts.last_mut().and_then(|part| part.lines.last_mut());
        if let Some(last) = last.filter(|_| !is_listed) {
            let keymap = &self.model.settings.keymap;
            let key = keymap.shown_key(Pane::Text, Command::Peek);
            let taken = usize::from(last.column) + columns(&last.words) + columns(&key) + 8;
            if !key.is_empty() && taken <= usize::from(self.form.width) {
                last.aside = format!("{key} peek");
            }
        }
        parts
    }

    /// Its links, from here and to here.
    fn links(self, annotation: &Annotation) -> Vec<CardPart> {
        self.document.map_or_else(Vec::new, |document| {
            link_parts(self.model, document, annotation, self.form)
        })
    }

    fn sources(self, annotation: &Annotation) -> Vec<CardPart> {
        let words = |source| {
            let of = (self.document?, annotation);
            Some(words_with_detail(self.model, of, source))
        };
        let sources = annotation.sources.iter().filter_map(words);
        let sources = sources.map(|words| self.form.rows(LineKind::Source, "Source", &words));
        let mut parts: Vec<CardPart> = sources.map(CardPart::new).collect();
        if is_unsourced(self.model, self.document, annotation) {
            let keymap = &self.model.settings.keymap;
            let key = keymap.shown_key(Pane::Text, Command::Source);
            let mut rows = self.form.rows(LineKind::Unsourced, "Source", "unsourced");
            if let [only] = rows.as_mut_slice()
                && !key.is_empty()
            {
                only.aside = format!("{key} add");
            }
            parts.push(CardPart::new(rows));
        }
        parts
    }

    fn about(self, annotation: &Annotation) -> Vec<CardPart> {
        let said = [SPEAKER, STATED, CONFIDENCE, REASON];
        let mut about: Vec<_> = said.map(|name| self.said(annotation, name)).into();
        let place = self.place_of(annotation);
        match place.map(|placed| placed.anchor) {
            Some(Anchor::Moved { .. }) if place.is_some_and(PlacedAnnotation::is_in_question) => {
                about.push("moved: the document has changed".to_owned());
            }
            Some(Anchor::Changed { range, .. }) => {
                let now = self
                    .opened
                    .map_or("".into(), |opened| opened.text.slice(range));
                let (was, is) = word_differences(&annotation.selector.quote, &now);
                about.push(format!("was: {}", on_one_line(&was)));
                about.push(format!("now: {}", on_one_line(&is)));
            }
            _ => {}
        }
        about.extend(self.given_on(annotation, place));
        about.extend(self.past(annotation));
        about.extend(annotation.suggested_by().map(suggested_by_words));
        let is_lost = |opened: &&OpenDocument| opened.annotation_index().is_lost(&annotation.id);
        if let Some(opened) = self.opened.filter(is_lost) {
            about.push(why_lost(opened, &annotation.id));
        }
        if self.edge == CardsEdge::Box {
            about.push(self.made(annotation));
        }
        let about = about.iter().filter(|words| !words.is_empty());
        let rows = about.map(|words| self.form.rows(LineKind::About, "", words));
        rows.map(CardPart::new).collect()
    }

    /// On which words its verdict was given, where those are others now.
    fn given_on(self, annotation: &Annotation, place: Option<&PlacedAnnotation>) -> Option<String> {
        let given = self.stale_verdict(annotation)?;
        let is_told = given == annotation.selector.quote;
        let is_changed =
            place.is_some_and(|placed| matches!(placed.anchor, Anchor::Changed { .. }));
        // Both versions stand above.
        if is_told && is_changed {
            return Some("the verdict was given for the words before".to_owned());
        }
        let now = self.opened.zip(place);
        let now = now.map(|(opened, placed)| opened.text.slice(placed.range));
        let now = now.unwrap_or_else(|| annotation.selector.quote.as_str().into());
        let (given, _) = word_differences(given, &now);
        Some(format!("the verdict was given on: {}", on_one_line(&given)))
    }

    /// What an annotation was before, the latest first: `was a claim until 28 Nov (ana)`.
    fn past(self, annotation: &Annotation) -> Vec<String> {
        let past = annotation.past();
        let told = past.iter().rev().take(MOST_PAST).map(|past| {
            let tag = on_one_line(&self.model.settings.tags.look_up(&past.tag).name);
            let day = day_in_words(&(self.model.settings.local_day)(&past.at));
            let article = match tag.chars().next() {
                Some(first) if "aeiouAEIOU".contains(first) => "an",
                _ => "a",
            };
            format!("was {article} {}", on_one_line(&past.said(&tag, &day)))
        });
        let mut told: Vec<String> = told.collect();
        match past.len().saturating_sub(MOST_PAST) {
            0 => {}
            more => told.push(format!("and {more} earlier {}", plural(more, "change"))),
        }
        told
    }

    /// By whom an annotation was made, and on which day.
    fn made(self, annotation: &Annotation) -> String {
        let day = (self.model.settings.local_day)(&annotation.created);
        format!("{} {}", annotation.creator, day_in_words(&day))
            .trim()
            .to_owned()
    }
}
