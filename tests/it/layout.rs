//! The sources that come with the project, set at the widths people read at.

use std::fs;
use std::path::Path;

use postil::text::Text;
use postil::text::layout::{Measure, cells, rows_before, rows_from, rows_of_line};
use postil::text::segment::{ParagraphMode, Structure};

fn documents() -> Vec<(String, Text)> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut documents: Vec<_> = fs::read_dir(seeds)
        .expect("the seeds are there")
        .map(|entry| {
            let path = entry.expect("the seeds can be listed").path();
            let content = fs::read_to_string(&path).expect("a seed is UTF-8");
            (path.display().to_string(), Text::new(content))
        })
        .collect();
    assert!(!documents.is_empty(), "there are no seeds");
    documents.sort_by(|one, other| one.0.cmp(&other.0));
    documents
}

#[test]
fn rows_hold_all_of_a_document_and_fit() {
    for (name, text) in documents() {
        for columns in [1, 20, 72, 300] {
            let measure = Measure { columns, tab: 8 };
            let mut end = 0;
            for line in text.lines() {
                for row in rows_of_line(&text, line.whole.start(), measure) {
                    assert_eq!(row.whole.start(), end, "{name} at {columns}");
                    end = row.whole.end();
                    if let Some(last) = cells(&text, &row, measure).last() {
                        assert!(last.column + last.width <= columns, "{name} at {columns}");
                    }
                }
            }
            assert_eq!(end, text.len(), "{name} at {columns}");
        }
    }
}

#[test]
fn a_screenful_up_and_down_again_is_where_it_was() {
    let measure = Measure {
        columns: 72,
        tab: 8,
    };
    for (name, text) in documents() {
        let first = rows_from(&text, text.len() / 2, 1, measure)[0];
        let before = rows_before(&text, first.whole.start(), 20, measure);
        let again = rows_from(&text, before[0].whole.start(), before.len() + 1, measure);
        assert_eq!(again.last(), Some(&first), "{name}");
    }
}

#[test]
fn words_stay_whole_at_a_readable_measure() {
    let measure = Measure {
        columns: 72,
        tab: 8,
    };
    for (name, text) in documents() {
        for line in text.lines() {
            let rows = rows_of_line(&text, line.whole.start(), measure);
            for pair in rows.windows(2) {
                let ends = text.slice(pair[0].whole).chars().next_back();
                let begins = text.slice(pair[1].whole).chars().next();
                let inside = ends.is_some_and(char::is_alphabetic)
                    && begins.is_some_and(char::is_alphabetic);
                assert!(!inside, "{name}: {}", text.slice(pair[0].whole));
            }
        }
    }
}

#[test]
fn a_document_that_was_wrapped_by_hand_flows() {
    for (name, text) in documents() {
        // Wrapped as a mailer would.
        let mail: String = text
            .lines()
            .flat_map(|line| {
                rows_of_line(
                    &text,
                    line.whole.start(),
                    Measure {
                        columns: 72,
                        tab: 8,
                    },
                )
            })
            .map(|row| text.slice(row.shown).into_owned() + "\n")
            .collect();
        let text = Text::new(mail);
        let structure = Structure::new(&text, ParagraphMode::Auto, "en");
        let soft = structure.soft_line_ends(&text);
        let flowing = text.clone().with_soft_ends(&soft);
        for columns in [1, 30, 54, 72, 200] {
            let measure = Measure { columns, tab: 8 };
            let mut end = 0;
            let rows = rows_from(&flowing, 0, usize::MAX, measure);
            for row in &rows {
                assert_eq!(row.whole.start(), end, "{name} at {columns}");
                end = row.whole.end();
                if let Some(last) = cells(&flowing, row, measure).last() {
                    assert!(last.column + last.width <= columns, "{name} at {columns}");
                }
            }
            assert_eq!(end, text.len(), "{name} at {columns}");
            let hard = rows_from(&text, 0, usize::MAX, measure);
            assert!(rows.len() <= hard.len(), "{name} at {columns}");
        }
        assert_eq!(soft.is_empty(), !structure.is_wrapped(), "{name}");
    }
}
