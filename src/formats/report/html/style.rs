//! How a report looks, on a light and on a dark screen, and on paper.
//!
//! Must not know: what is in it.

use std::fmt::Write as _;

use crate::annotation::shade::{Rgb, WHITE, legible};
use crate::annotation::{Tag, TagSet, Underline};
use crate::formats::colour::{hexadecimal, rgb};

/// What words of a report stand on: the paper, and the marks on it, light and dark.
const LIGHT: [Rgb; 2] = [WHITE, (0xe4, 0xe4, 0xe4)];
const DARK: [Rgb; 2] = [(0x16, 0x18, 0x1b), (0x3c, 0x3e, 0x42)];

const STYLE: &str = include_str!("report.css");

/// The style sheet, with the tags of a label set; `k0` is the first of them.
pub(super) fn style(tags: &TagSet) -> String {
    let mut light = String::new();
    let mut dark = String::new();
    let mut kinds = String::new();
    for (number, tag) in tags.iter().enumerate() {
        let _ = write!(light, "--k{number}:{};", shade(tag, &LIGHT));
        let _ = write!(dark, "--k{number}:{};", shade(tag, &DARK));
        let _ = writeln!(
            kinds,
            ".k{number}{{--k:var(--k{number});--line:{}}}",
            line(tag.underline)
        );
    }
    format!(
        "{STYLE}:root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{kinds}"
    )
}

/// The class of a tag: that of its place in the label set, or of all those that it does not have.
pub(super) fn class(tags: &TagSet, tag: &Tag) -> String {
    let place = tags.iter().position(|known| known.id == tag.id);
    place.map_or_else(|| "kx".to_owned(), |place| format!("k{place}"))
}

fn shade(tag: &Tag, grounds: &[Rgb]) -> String {
    hexadecimal(legible(rgb(tag), grounds))
}

fn line(underline: Underline) -> &'static str {
    match underline {
        Underline::Straight => "solid",
        Underline::Double => "double",
        Underline::Curly => "wavy",
        Underline::Dotted => "dotted",
        Underline::Dashed => "dashed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::shade::is_legible;

    /// The colours of the style sheet that words have, with those that they stand on.
    #[test]
    fn all_words_can_be_read() {
        let value = |within: &str, name: &str| {
            let at = within.find(&format!("{name}:#")).unwrap() + name.len() + 2;
            let part = |from: usize| u8::from_str_radix(&within[from..from + 2], 16).unwrap();
            (part(at), part(at + 2), part(at + 4))
        };
        let (light, dark) = STYLE.split_once("prefers-color-scheme:dark").unwrap();
        for (sheet, grounds) in [(light, LIGHT), (dark, DARK)] {
            assert_eq!(value(sheet, "--paper"), grounds[0]);
            assert_eq!(value(sheet, "--mark"), grounds[1]);
            for name in ["--ink", "--dim", "--link"] {
                assert!(
                    is_legible(value(sheet, name), &grounds),
                    "{name} in {sheet}"
                );
            }
        }
    }
}
