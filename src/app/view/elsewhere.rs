//! The list of what other documents say like a sentence, with the shared words lit.
//!
//! Must not know: how sentences are compared.

use std::ops::Range;

use crate::app::message::background::SimilarSentence;
use crate::app::state::elsewhere::{AskedElsewhere, FoundElsewhere};
use crate::app::state::picker::{Acts, Letters, PickerAction};
use crate::app::view::words::on_one_line;
use crate::app::{Documents, Picker, PickerRow};
use crate::text::visible::visible_text;

/// The list: the best first, each sentence on one row, the whole one below. On the right, how
/// close it is, by which they are sorted, as `postil similar` says it.
pub(crate) fn picker(
    documents: &Documents,
    asked: &AskedElsewhere,
    found: &[SimilarSentence],
) -> Picker {
    let rows = found.iter().map(|one| {
        let (text, lit) = in_one_line(&one.text, &one.shared);
        let target = FoundElsewhere {
            document: one.document,
            range: one.range,
            words: one.text.clone(),
        };
        PickerRow {
            lit,
            detail: format!(
                "{:.0} % · {}",
                f64::from(one.score) * 100.0,
                on_one_line(&documents.title_or_path(one.document))
            ),
            ..PickerRow::new(&text, PickerAction::Elsewhere(Box::new(target)))
        }
    });
    let title = format!("Said elsewhere: “{}”", on_one_line(&asked.words));
    let mut picker = Picker::new(title, rows.collect());
    picker.letters = Letters::Act(Acts::Elsewhere);
    picker
}

/// Words on one line, in their visible form, with the ranges of some of them there.
fn in_one_line(words: &str, marked: &[Range<usize>]) -> (String, Vec<Range<usize>>) {
    let mut line = String::with_capacity(words.len());
    let mut ranges = Vec::with_capacity(marked.len());
    let mut at = 0;
    for range in marked {
        let (Some(before), Some(within)) = (words.get(at..range.start), words.get(range.clone()))
        else {
            continue;
        };
        push_flowing(&mut line, before);
        let start = line.len();
        push_flowing(&mut line, within);
        ranges.push(start..line.len());
        at = range.end;
    }
    push_flowing(&mut line, words.get(at..).unwrap_or_default());
    (line, ranges)
}

/// Adds words, with a blank for each line end and the white space around it.
fn push_flowing(line: &mut String, words: &str) {
    let mut rest = words;
    while let Some(end) = rest.find(['\n', '\r']) {
        line.push_str(&visible_text(rest[..end].trim_end()));
        if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
        rest = rest[end..].trim_start();
    }
    line.push_str(&visible_text(rest));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_words_stay_marked_where_line_ends_become_blanks() {
        for (words, marked, expected) in [
            ("It was founded.", &[(7, 14)][..], "It was «founded»."),
            (
                "It was\n   founded in\r\n1951.",
                &[(10, 17), (22, 26)],
                "It was «founded» in «1951».",
            ),
            ("founded\nin 1951", &[(0, 15)], "«founded in 1951»"),
            ("a\u{1b}b c", &[(4, 5)], "a␛b «c»"),
            ("short", &[(3, 90)], "short"),
        ] {
            let marked: Vec<_> = marked.iter().map(|&(start, end)| start..end).collect();
            let (line, ranges) = in_one_line(words, &marked);
            let mut shown = line.clone();
            for range in ranges.iter().rev() {
                shown.insert(range.end, '»');
                shown.insert(range.start, '«');
            }
            assert_eq!(shown, expected, "{words:?}");
        }
    }
}
