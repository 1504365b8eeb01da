//! That places answer as a plain search through all of them does.

use std::cmp::Reverse;

use proptest::prelude::*;

use super::placed::LANES;
use super::*;
use crate::annotation::{Attributes, Change, Extra, Selector, Source, Timestamp, resolve};
use crate::app::document::units::Units;
use crate::text::segment::ParagraphMode;

fn annotation(text: &Text, id: &str, tag: &str, (start, len): (usize, usize)) -> Annotation {
    let start = text.floor_char(start);
    let end = text.floor_char(start + len);
    let (tag, creator) = tag.split_once(' ').unwrap_or((tag, "ana"));
    Annotation {
        id: id.into(),
        tag: tag.into(),
        selector: Selector::new(text, text.range(start, end).expect("boundaries")),
        note: String::new(),
        sources: Vec::new(),
        links: Vec::new(),
        attributes: Attributes::default(),
        creator: creator.into(),
        created: Timestamp::default(),
        modified: Timestamp::default(),
        extra: Extra::new(),
    }
}

fn text() -> Text {
    let sentence = |number: usize| format!("Ört {number} sagt, was eins und zwei sind. ");
    let sentences: Vec<String> = (0..24).map(sentence).collect();
    let paragraphs: Vec<String> = sentences.chunks(4).map(<[String]>::concat).collect();
    Text::new(paragraphs.join("\n\n"))
}

/// Where one annotation is, found by itself from the text that some were marked in.
fn anchor(text: &Text, annotation: &Annotation) -> Anchor {
    let selector = &annotation.selector;
    resolve([selector], text, &[self::text()], Budget::Unlimited)[0].anchor_or_lost()
}

/// Every annotation with its place, found one by one: the plain way.
struct Plain {
    placed: Vec<(Arc<Annotation>, TextRange, Anchor)>,
    lost: Vec<AnnotationId>,
}

impl Plain {
    fn of(text: &Text, set: &AnnotationSet) -> Self {
        let (mut placed, mut lost) = (Vec::new(), Vec::new());
        for one in set.iter() {
            let anchor = anchor(text, one);
            match anchor.range() {
                Some(range) => {
                    placed.push((Arc::clone(one), range, anchor));
                }
                None => lost.push(one.id.clone()),
            }
        }
        placed.sort_by_key(|placed| (placed.1.start(), Reverse(placed.1.end())));
        Self { placed, lost }
    }

    /// The lowest column that is free where each begins.
    fn lanes(&self, filter: Option<&AnnotationFilter>) -> Vec<Option<u8>> {
        let mut ends: Vec<usize> = Vec::new();
        let shown = self
            .placed
            .iter()
            .filter(|placed| filter.is_none_or(|filter| filter.takes(&placed.0)));
        shown
            .map(|(_, range, _)| {
                let free = ends.iter().position(|end| *end <= range.start());
                let lane = free.unwrap_or(ends.len());
                if free.is_none() {
                    ends.push(0);
                }
                ends[lane] = range.end();
                u8::try_from(lane)
                    .ok()
                    .filter(|lane| usize::from(*lane) < LANES)
            })
            .collect()
    }

    fn under(&self, selected: TextRange, index: &AnnotationIndex) -> Option<&AnnotationId> {
        let touching = || {
            self.placed
                .iter()
                .filter(|placed| !index.is_hidden(&placed.0) && placed.1.overlaps(selected))
        };
        touching()
            .find(|placed| placed.1 == selected)
            .or_else(|| {
                touching()
                    .filter(|placed| placed.1.covers(selected))
                    .min_by_key(|placed| placed.1.len())
            })
            .or_else(|| touching().next())
            .map(|placed| &placed.0.id)
    }
}

fn check(index: &AnnotationIndex, units: Units<'_>, set: &AnnotationSet, asked: &[TextRange]) {
    let plain = Plain::of(units.text, set);
    let all = index.all();
    let ids =
        |placed: &PlacedAnnotation| (placed.annotation.id.clone(), placed.range, placed.anchor);
    let wanted: Vec<_> = plain
        .placed
        .iter()
        .map(|placed| (placed.0.id.clone(), placed.1, placed.2))
        .collect();
    assert!(all.iter().map(ids).eq(wanted.iter().cloned()));
    let is_open = |placed: &&PlacedAnnotation| {
        let reasons = index.open().reasons_of(&placed.annotation);
        reasons.first().is_some()
    };
    for from in 0..=all.len() {
        let next = all.next_open(from).map(ids);
        assert_eq!(next, all.iter().skip(from).find(is_open).map(ids));
    }
    let lost: Vec<_> = index.lost().map(|lost| lost.id.clone()).collect();
    assert_eq!(lost, plain.lost);
    let displaced = wanted.iter().map(|placed| placed.2);
    let displaced = displaced.fold(Displaced::default(), Displaced::with);
    let lost = plain.lost.len();
    assert_eq!(index.displaced(), Displaced { lost, ..displaced });
    let ranges = || plain.placed.iter().map(|placed| placed.1);
    assert_eq!(
        index.checked(),
        Some(touched(units.structure.sentences(), ranges()))
    );
    assert_eq!(index.conflicts(), &Conflicts::new(set));
    let lanes: Vec<_> = all.iter().map(|placed| placed.lane).collect();
    assert_eq!(lanes, plain.lanes(None));
    let shown: Vec<_> = index.shown().iter().map(|placed| placed.lane).collect();
    assert_eq!(shown, plain.lanes(index.filter()));
    for (number, (id, range, _)) in wanted.iter().enumerate() {
        let place = index.place_of(id).expect("it is placed");
        assert_eq!((place.range, all.number_of(place)), (*range, Some(number)));
        assert!(!index.is_lost(id));
    }
    for &range in asked {
        check_range(index, &plain, range);
    }
}

fn check_range(index: &AnnotationIndex, plain: &Plain, range: TextRange) {
    let all = index.all();
    let overlapping: Vec<_> = plain
        .placed
        .iter()
        .filter(|placed| placed.1.overlaps(range))
        .collect();
    let wanted: Vec<_> = overlapping
        .iter()
        .map(|placed| placed.0.id.clone())
        .collect();
    let numbers = 0..all.len();
    let found = all.overlapping(numbers.clone(), range);
    let found: Vec<_> = found.map(|placed| placed.annotation.id.clone()).collect();
    assert_eq!(found, wanted);
    let back = all.overlapping_backward(numbers.clone(), range);
    let back: Vec<_> = back.map(|placed| placed.annotation.id.clone()).collect();
    assert!(back.iter().rev().eq(&wanted));
    assert_eq!(all.count_overlapping(numbers.clone(), range), wanted.len());
    let half = all.len() / 2;
    let in_half = all.overlapping(0..half, range).count();
    assert_eq!(all.count_overlapping(0..half, range), in_half);
    let mut extents: Vec<_> = overlapping.iter().map(|placed| placed.1).collect();
    extents.dedup();
    let found = all.extents(range, all.len());
    assert!(found.iter().map(|placed| placed.range).eq(extents));
    let with_lanes = all.with_lanes(range).count();
    let plain_lanes = all
        .overlapping(numbers, range)
        .filter(|placed| placed.lane.is_some());
    assert_eq!(with_lanes, plain_lanes.count());
    let under = index.under(range).map(|placed| &placed.annotation.id);
    assert_eq!(under, plain.under(range, index));
    for tag in ["fact", "claim"] {
        let own = plain.placed.iter().find(|placed| {
            placed.1 == range && placed.0.tag.as_str() == tag && placed.0.creator == "ben"
        });
        let found = index.one_of(range, &tag.into(), "ben");
        assert_eq!(
            found.map(|placed| &placed.annotation.id),
            own.map(|placed| &placed.0.id)
        );
    }
}

fn spans(most: usize) -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    // Often the same, often within each other, some empty, some long.
    let start = prop_oneof![4 => (0usize..90).prop_map(|step| step * 10), 1 => 0usize..900];
    let len = prop_oneof![6 => (0usize..6).prop_map(|step| step * 10), 1 => 0usize..600];
    proptest::collection::vec((start, len, 0usize..6), 0..most)
}

const KINDS: [&str; 6] = [
    "fact ana",
    "fact ben",
    "claim ana",
    "claim ben",
    "opinion",
    "needs-source",
];

/// A filter for the tag and the annotator of a kind, or for one of them, as the bits say.
fn filter_for(kind: &str, parts: usize) -> AnnotationFilter {
    let (tag, by) = kind.split_once(' ').unwrap_or((kind, ""));
    AnnotationFilter {
        tags: (parts & 1 > 0).then(|| tag.into()).into_iter().collect(),
        by: (parts & 2 > 0).then(|| by.to_owned()),
        unsourced: parts & 4 > 0,
        verdicts: Vec::new(),
    }
}

/// Another note, and a source or none.
fn said_anew(one: Annotation, number: usize) -> Annotation {
    Annotation {
        note: format!("note {number}"),
        sources: Source::from_words(if number.is_multiple_of(2) { "[3]" } else { "" }),
        ..one
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn places_answer_as_a_plain_search_does(
        begin in spans(120),
        steps in proptest::collection::vec((0usize..4, 0usize..120, spans(2)), 0..24),
        asked in spans(6),
        filter in proptest::option::of((0usize..6, 0usize..8)),
    ) {
        let old = text();
        let new = Text::new(old.slice(old.full_range()).replacen("sagt", "", 1) + " Ende.");
        let structure = Structure::new(&new, ParagraphMode::Auto, "de");
        let units = Units { text: &new, structure: &structure };
        let made = |number: usize, span: (usize, usize, usize)| {
            // Some were marked in the text as it was: they have moved, or are lost.
            let text = if number.is_multiple_of(3) { &old } else { &new };
            annotation(text, &format!("id{number:03}"), KINDS[span.2], (span.0, span.1))
        };
        let annotations = begin.iter().enumerate().map(|(number, span)| made(number, *span));
        let mut set = AnnotationSet::from_annotations(annotations).0;
        let mut index = AnnotationIndex::new(&new, &set, vec![old.clone()]);
        index.count_checked(&structure);
        index.set_filter(filter.map(|(kind, parts)| filter_for(KINDS[kind], parts)));
        let asked: Vec<TextRange> = asked
            .iter()
            .map(|(start, len, _)| (new.floor_char(*start), new.floor_char(start + len)))
            .map(|(start, end)| TextRange::between(start, end))
            .chain(set.iter().take(4).filter_map(|one| anchor(&new, one).range()))
            .collect();
        check(&index, units, &set, &asked);
        for (kind, number, spans) in steps {
            let id = format!("id{number:03}");
            for span in spans {
                let _ = set.apply(match kind {
                    0 => Change::Remove(id.as_str().into()),
                    1 => Change::Insert(made(number, span)),
                    2 => Change::Replace(made(number, span)),
                    // What is said of it, where it stands.
                    _ => match set.get(&id.as_str().into()) {
                        Some(one) => Change::Replace(said_anew((**one).clone(), span.0)),
                        None => continue,
                    },
                });
            }
            index.follow(units, &set);
        }
        check(&index, units, &set, &asked);
    }
}

#[test]
fn what_would_take_too_long_to_find_is_pending_until_it_is_told() {
    let text = text();
    let structure = Structure::new(&text, ParagraphMode::Auto, "de");
    let units = Units {
        text: &text,
        structure: &structure,
    };
    let moved = |id: &str, start| {
        let mut one = annotation(&text, id, "fact", (start, 20));
        one.selector.start.0 += 1;
        one.selector.end.0 += 1;
        one
    };
    let annotations = [moved("a", 40), moved("b", 120)];
    let set = AnnotationSet::from_annotations(annotations).0;
    let selectors = set.iter().map(|one| &one.selector);
    let mut resolutions = resolve(selectors, &text, &[], Budget::Unlimited);
    resolutions[1] = Resolution::Pending;
    let mut index = AnnotationIndex {
        set: set.clone(),
        checked: Some(0),
        ..AnnotationIndex::default()
    };
    for (one, resolution) in set.iter().zip(resolutions) {
        index.insert(units, one, resolution);
    }
    let pending = |index: &AnnotationIndex| {
        index
            .pending()
            .map(|annotation| annotation.id.0.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (pending(&index), index.all().len()),
        (vec!["b".to_owned()], 1)
    );
    assert_eq!(index.checked(), Some(1));
    let found: Vec<FoundAnchor> = set
        .iter()
        .map(|one| (Arc::clone(one), anchor(&text, one)))
        .collect();
    index.place_found(units, &found);
    check(&index, units, &set, &[]);
    assert_eq!(pending(&index), Vec::<String>::new());
    // What is told of one that has gone meanwhile counts for nothing.
    let mut fewer = set.clone();
    assert!(fewer.apply(Change::Remove("b".into())).is_ok());
    index.follow(units, &fewer);
    index.place_found(units, &found);
    check(&index, units, &fewer, &[]);
}

/// What the reader shows of a document is what the command line says of it.
fn agrees_with_the_command_line(text: &Text, set: &AnnotationSet, earlier: &[Text]) {
    let structure = Structure::new(text, ParagraphMode::Auto, "en");
    let units = Units {
        text,
        structure: &structure,
    };
    let annotations = || set.iter().map(AsRef::as_ref);
    let told = resolve_annotations(annotations(), text, earlier, Budget::Unlimited);
    let at_once = AnnotationIndex::of_all(text, set, earlier.to_vec());
    let mut later = AnnotationIndex::by_position(text, set);
    let found = set.iter().zip(&told);
    let found: Vec<FoundAnchor> = found
        .map(|(one, told)| (Arc::clone(one), told.anchor_or_lost()))
        .collect();
    later.place_found(units, &found);
    let counted = told.iter().fold(Displaced::default(), |all, told| {
        let anchor = told.anchor_or_lost();
        Displaced {
            lost: all.lost + usize::from(anchor.range().is_none()),
            ..all.with(anchor)
        }
    });
    for index in [at_once, later] {
        for (one, anchor) in &found {
            assert_eq!(
                index.resolution_of(&one.id),
                Some(Resolution::Settled(*anchor))
            );
        }
        assert_eq!(index.displaced(), counted);
        assert_eq!(index.in_question().count(), counted.moved + counted.changed);
    }
}

proptest! {
    #[test]
    fn the_reader_and_the_command_line_agree_after_any_edit(
        lines in proptest::collection::vec("[abc ]{1,12}[.]?", 2..12),
        (from, to, other) in (0usize..12, 0usize..12, "[abc ]{0,9}"),
        tags in proptest::collection::vec((0usize..90, 1usize..12), 1..12),
        has_other_line_ends: bool,
        is_at_hand: bool,
    ) {
        let old = Text::new(lines.join("\n"));
        let mut new = lines;
        let (from, to) = (from % new.len(), to % new.len());
        new.swap(from, to);
        new[to].insert_str(0, &other);
        let line_end = if has_other_line_ends { "\r\n" } else { "\n" };
        let new = Text::new(new.join(line_end));
        let annotations = tags.into_iter().zip(0..).filter_map(|((start, len), number)| {
            let start = start % old.len().max(1);
            let len = len.min(old.len() - start);
            (len > 0).then(|| annotation(&old, &format!("{number}"), "fact", (start, len)))
        });
        let set = AnnotationSet::from_annotations(annotations).0;
        let earlier = if is_at_hand { vec![old.clone()] } else { Vec::new() };
        agrees_with_the_command_line(&new, &set, &earlier);
    }
}
