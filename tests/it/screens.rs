//! The four documents with their tags, at the sizes that people have: what is drawn, and that
//! what matters is on every screen.

use proptest::prelude::*;

use crate::fixture::Reader;
use postil::app::{Layout, Message, Mode, Settings, layout};
use postil::text::TextRange;

const SEEDS: [&str; 4] = [
    include_str!("../../seeds/000_ee65b8998efc0b3c.txt"),
    include_str!("../../seeds/001_9e977106d7cbec04.txt"),
    include_str!("../../seeds/002_1047998fc3285d85.txt"),
    include_str!("../../seeds/003_b5f3d605578c6aa0.txt"),
];

/// A reader of them with tags of all kinds: several in one row, a note, a long one, sources,
/// some unsourced. It ends at a tag that needs a source, in the fourth document.
fn tagged() -> Reader {
    let mut reader = Reader::with(&SEEDS, Settings::default(), (140, 40));
    reader.press("FCOc").press("JFCJCCo");
    reader.press("J/works with its member<Enter>so");
    reader.press("/at least .1.4<Enter><Esc>s&n");
    reader.press("aSame sentence as in the lead. 000: $942 million in 2022 alone.<Esc>");
    reader.press("jn").press("jjc");
    reader.press("aIt is the third time that this is said, with another figure each time: $16 million in one place, and $19 million in another.<Enter><Enter>Ask the press office which of them it is, and for which year.<Esc>");
    reader.press("SUSASpending.gov, Award Profile<Enter>");
    reader.press("Sahttps://www.usaspending.gov/award/ASST_NON_SPRMCO23VC0217_1900/<Enter>");
    reader.press("<Esc>").press("kk");
    reader
}

fn resized(reader: &mut Reader, (columns, rows): (u16, u16)) {
    reader.tell(Message::Resized(columns, rows));
}

/// What is seen at a size: the text, the sidebar, the annotation pane, a small picker, the help,
/// and the editor of a note.
fn seen(size: (u16, u16)) -> String {
    let views = [
        ("text", ""),
        ("the tag with sources", "jj"),
        ("sidebar", "<Shift-Tab>"),
        ("annotations", "<Tab>"),
        ("a small choice", "T"),
        ("help", "?"),
        ("a note", "a"),
    ];
    let views = views.map(|(name, keys)| {
        let mut reader = tagged();
        resized(&mut reader, size);
        reader.press(keys);
        format!("{name}\n{}", reader.screen())
    });
    views.join("\n\n")
}

#[test]
fn the_four_documents_at_200x60() {
    insta::assert_snapshot!(seen((200, 60)));
}

#[test]
fn the_four_documents_at_140x40() {
    insta::assert_snapshot!(seen((140, 40)));
}

#[test]
fn the_four_documents_at_100x30() {
    insta::assert_snapshot!(seen((100, 30)));
}

#[test]
fn the_four_documents_at_80x24() {
    insta::assert_snapshot!(seen((80, 24)));
}

#[test]
fn the_four_documents_at_60x20() {
    insta::assert_snapshot!(seen((60, 20)));
}

#[test]
fn the_four_documents_at_40x10() {
    insta::assert_snapshot!(seen((40, 10)));
}

/// The areas that nothing else is drawn into.
fn areas_of(areas: &Layout) -> Vec<(u16, u16, u16, u16)> {
    let parts = [
        areas.top,
        areas.status,
        areas.welcome,
        areas.documents,
        areas.header,
        Some(areas.margin),
        Some(areas.text),
        areas.annotations,
        areas.note,
        areas.other.map(|other| other.margin),
        areas.other.map(|other| other.text),
        areas.other.and_then(|other| other.header),
        areas.between,
    ];
    let parts = parts.into_iter().flatten();
    let parts = parts.map(|area| (area.x, area.y, area.width, area.height));
    parts
        .filter(|(_, _, width, height)| width * height > 0)
        .collect()
}

#[test]
fn at_any_size_no_two_areas_overlap_and_what_matters_is_on_the_screen() {
    let widths = [
        1, 5, 20, 40, 41, 59, 60, 61, 79, 80, 89, 90, 111, 112, 130, 160, 200, 300,
    ];
    let heights = [1, 2, 3, 5, 6, 8, 9, 12, 15, 16, 17, 24, 40, 60];
    for keys in [
        "",
        "<Tab>",
        "<Shift-Tab>",
        "a",
        "T",
        "?",
        "/with",
        "v",
        "dm",
        "|j",
        "|a",
    ] {
        let mut reader = tagged();
        reader.press(keys);
        for (width, height) in widths
            .into_iter()
            .flat_map(|width| heights.map(|height| (width, height)))
        {
            resized(&mut reader, (width, height));
            let at = format!("{keys:?} at {width}x{height}");
            let areas = areas_of(&layout(&reader.model));
            for (number, one) in areas.iter().enumerate() {
                assert!(
                    one.0 + one.2 <= width && one.1 + one.3 <= height,
                    "{at}: {one:?}"
                );
                for other in &areas[number + 1..] {
                    let apart = one.0 + one.2 <= other.0
                        || other.0 + other.2 <= one.0
                        || one.1 + one.3 <= other.1
                        || other.1 + other.3 <= one.1;
                    assert!(apart, "{at}: {one:?} and {other:?}");
                }
            }
            let screen = reader.screen();
            // On a very low screen, an overlay has all rows but the last.
            let is_over = matches!(reader.model.mode, Mode::Overlay(_));
            if width >= 40 && height >= 2 && !(is_over && height < 6) {
                assert!(screen.contains(" open"), "{at}\n{screen}");
                assert!(screen.contains("saved"), "{at}\n{screen}");
            }
        }
    }
}

/// Where each row of the open document would stand if all of it were on the screen: its step
/// and its bytes.
fn all_rows(seed: &str, columns: u16) -> Vec<(u16, TextRange)> {
    let reader = Reader::with(&[seed], Settings::default(), (columns, 20_000));
    let areas = layout(&reader.model);
    let rows = postil::app::text_rows(&reader.model, &areas);
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row.y - areas.text.y, row.row.whole))
        .collect();
    assert_eq!(rows.last().map(|(_, row)| row.end()), Some(seed.len()));
    rows
}

/// Whether three rows are in view above and below the current sentence, or as many as the pane
/// has room for, the odd one below; fewer only where the document has no more.
fn check_rows_around(reader: &Reader, all: &[(u16, TextRange)], at: &str) {
    let opened = reader.model.open_document().unwrap();
    let areas = layout(&reader.model);
    let sentence = opened.cursor.sentence(opened.units());
    let first = all.iter().position(|(_, row)| row.overlaps(sentence));
    let last = all.iter().rposition(|(_, row)| row.overlaps(sentence));
    let (first, last) = (first.unwrap(), last.unwrap());
    let around = |rows: usize| {
        let (above, below) = (rows / 2, rows - rows / 2);
        first.saturating_sub(above)..=(last + below).min(all.len() - 1)
    };
    let fits = |rows: &std::ops::RangeInclusive<usize>| {
        all[*rows.end()].0 - all[*rows.start()].0 < areas.text.height
    };
    let Some(wanted) = (0..=6).rev().map(around).find(fits) else {
        return;
    };
    let view = postil::app::text_rows(&reader.model, &areas);
    let wanted = all[*wanted.start()].1.union(all[*wanted.end()].1);
    let seen = view[0].row.whole.union(view.last().unwrap().row.whole);
    assert!(seen.covers(wanted), "{at}: {seen:?} of {wanted:?}");
}

fn check_every_sentence(seed: &str, (columns, rows): (u16, u16)) {
    let all = all_rows(seed, columns);
    let mut reader = Reader::with(&[seed], Settings::default(), (columns, rows));
    for key in ["j", "k"] {
        let mut before = String::new();
        for step in 0.. {
            check_rows_around(&reader, &all, &format!("{columns}x{rows} {key} {step}"));
            reader.press(key);
            let here = reader.selected();
            if here == before {
                break;
            }
            before = here;
        }
    }
}

#[test]
fn three_rows_stay_below_the_sentence_on_a_small_screen() {
    for seed in SEEDS {
        for size in [(60, 20), (80, 24), (140, 40)] {
            check_every_sentence(seed, size);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn three_rows_stay_around_every_sentence_at_any_size_with_room_for_them(
        columns in 12..220_u16,
        rows in 2..70_u16,
    ) {
        for seed in SEEDS {
            check_every_sentence(seed, (columns, rows));
        }
    }
}

#[test]
fn a_match_lands_in_the_middle_third() {
    let mut reader = Reader::new(&[SEEDS[3]]);
    reader.press("/funding<Enter>");
    let mut stopped = 0;
    for _ in 0..6 {
        reader.press("<Ctrl-n>");
        let opened = reader.model.open_document().unwrap();
        let areas = layout(&reader.model);
        let rows = postil::app::text_rows(&reader.model, &areas);
        let found = opened.cursor.range().start();
        let row = rows
            .iter()
            .find(|row| row.row.whole.contains(found))
            .unwrap();
        let third = areas.text.height / 3;
        let at_an_end = rows[0].row.whole.start() == 0
            || rows.last().unwrap().row.whole.end() == opened.text.len();
        let step = row.y - areas.text.y;
        assert!(
            at_an_end || (third..areas.text.height - third).contains(&step),
            "{step}"
        );
        stopped += usize::from(!at_an_end);
    }
    assert!(stopped > 1, "{stopped}");
}

#[test]
fn a_blank_row_parts_paragraphs_unless_the_configuration_says_tight() {
    use postil::app::Spacing;
    for (spacing, parted) in [(Spacing::Airy, true), (Spacing::Tight, false)] {
        let settings = Settings {
            spacing,
            ..Settings::default()
        };
        let mut reader = Reader::with(&[SEEDS[0]], settings, (140, 40));
        let rows = postil::app::text_rows(&reader.model, &layout(&reader.model));
        let gaps = rows
            .windows(2)
            .filter(|rows| rows[1].y - rows[0].y == 2)
            .count();
        assert_eq!(gaps > 0, parted);
        // A click on the blank row goes to the paragraph above it; the wheel goes on.
        if let Some(rows) = rows.windows(2).find(|rows| rows[1].y - rows[0].y == 2) {
            let x = layout(&reader.model).text.x;
            reader.mouse(
                postil::app::MouseButton::Press { clicks: 1 },
                x,
                rows[0].y + 1,
            );
            let opened = reader.model.open_document().unwrap();
            assert!(rows[0].row.whole.overlaps(opened.cursor.range()));
        }
        let mut seen = 0;
        for _ in 0..100 {
            let top = reader.model.open_document().unwrap().top;
            assert!(top >= seen);
            seen = top;
            reader.mouse(postil::app::MouseButton::WheelDown, 60, 20);
        }
        let rows = postil::app::text_rows(&reader.model, &layout(&reader.model));
        assert_eq!(rows.last().unwrap().row.whole.end(), SEEDS[0].len());
    }
}

#[test]
fn a_stripe_goes_through_the_blank_row_between_two_paragraphs() {
    let mut reader = Reader::new(&[SEEDS[0]]);
    reader.press("v}}f");
    let areas = layout(&reader.model);
    let screen = reader.screen();
    let rows = postil::app::text_rows(&reader.model, &areas);
    let gap = rows.windows(2).find(|rows| rows[1].y - rows[0].y == 2);
    let y = usize::from(gap.expect("a blank row")[0].y + 1);
    let row = screen.lines().nth(y).unwrap();
    let margin = row.chars().nth(usize::from(areas.margin.x));
    assert_eq!(margin, Some('▌'), "{screen}");
}

#[test]
fn documents_of_one_title_are_told_apart_by_their_names() {
    let same = "The agency is hiring again.\n";
    let reader = Reader::new(&[same, same, "The agency has stopped hiring.\n"]);
    let screen = reader.screen();
    for title in ["▸0: The agency", " 1: The agency", "│ The agency has"] {
        assert!(screen.contains(title), "{title}\n{screen}");
    }
}

#[test]
fn what_is_open_is_summed_up_at_the_foot_of_the_sidebar() {
    let mut reader = Reader::new(&["One two three. Four.\n"]);
    reader.press("Nc");
    let set = reader.model.open_document().unwrap().set().clone();
    reader.texts = vec![postil::text::Text::new("Four.\n")];
    reader.load_with(0, set);
    let screen = reader.screen();
    assert!(screen.contains("2 tags · 2 open"), "{screen}");
    let foot: Vec<String> = screen
        .lines()
        .rev()
        .skip(2)
        .take(3)
        .map(|row| {
            let words = row.chars().take(27).filter(|c| *c != '│');
            words
                .collect::<String>()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    assert_eq!(foot, ["moved 1", "lost 1 , next", "Open 2"]);
}

/// The passage of a card is beside it; only one that is not in view is told, in two rows.
#[test]
fn a_card_repeats_its_passage_only_where_that_is_not_in_view() {
    let mut reader = Reader::new(&[SEEDS[0]]);
    reader.press("c");
    let passage = "“An international";
    assert!(!reader.screen().contains(passage), "{}", reader.screen());
    // On a small screen, the pane has the place of the text.
    reader.tell(Message::Resized(40, 10));
    reader.press("<Tab>");
    assert!(reader.screen().contains(passage), "{}", reader.screen());
}
