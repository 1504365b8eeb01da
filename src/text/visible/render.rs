//! Builds the symbol that is shown for one grapheme cluster.
//!
//! Must not know: the clusters around it.

use std::fmt::Write as _;

use super::characters::{
    ZWJ, control_picture, is_joiner, is_selector, is_tagged_flag, joins, name, shapes_by_joiners,
    tag_letter, width,
};
use crate::text::invisible::{Class, Drawn};

/// What becomes of the characters that are [drawn](Drawn) as nothing, or by their effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unseen {
    /// They are shown by their names: in a name, they could deceive.
    Named,
    /// They are left out: in the text of a document they do their work in silence.
    LeftOut,
}

/// The most code points of one symbol. The longest clusters in use (emoji families,
/// stacked Tibetan) have about ten; terminals have hung on thousands.
pub(super) const MAX_CODE_POINTS: usize = 16;

/// Shows that code points of an over-long cluster were left out.
pub(super) const CAPPED: char = '⋯';

/// The symbol for a cluster, which may be empty where characters are left out, and whether
/// a part of it stands for something that cannot be shown.
pub(super) fn render(cluster: &str, unseen: Unseen) -> (String, bool) {
    if is_tagged_flag(cluster) {
        return (cluster.to_owned(), false);
    }
    let mut renderer = Renderer {
        unseen,
        out: String::new(),
        base: None,
        previous: None,
        tags: String::new(),
        substituted: false,
    };
    // A combining mark without a base takes one more: the dotted circle.
    let circle = usize::from(cluster.chars().next().is_some_and(|c| joins('⟩', c)));
    if cluster.chars().nth(MAX_CODE_POINTS - circle).is_none() {
        renderer.push_all(cluster);
    } else {
        // Leaves room for the circle before and `CAPPED` after.
        let end = cluster
            .char_indices()
            .nth(MAX_CODE_POINTS - 2)
            .map_or(cluster.len(), |(end, _)| end);
        // A joiner at the cut would have nothing left to join.
        let kept = cluster[..end].trim_end_matches(is_joiner);
        renderer.push_all(kept);
        renderer.out.push(CAPPED);
        renderer.substituted = true;
    }
    (renderer.out, renderer.substituted)
}

/// Keeps the characters of a cluster that can be shown, and substitutes the others.
///
/// A kept part never begins with a character that would join on to what stands before
/// it: the visible form has to fall into the same clusters when it is read again.
struct Renderer {
    unseen: Unseen,
    out: String,
    /// The first character since the last substitute, to which combining marks belong.
    base: Option<char>,
    /// The last character, unless it was substituted.
    previous: Option<char>,
    /// Tag characters that have been read and not yet written.
    tags: String,
    substituted: bool,
}

impl Renderer {
    fn push_all(&mut self, cluster: &str) {
        let mut chars = cluster.chars().peekable();
        while let Some(c) = chars.next() {
            if let Some(tag) = tag_letter(c) {
                self.tags.push(tag);
                continue;
            }
            self.flush_tags();
            self.push(c, chars.peek().copied());
        }
        self.flush_tags();
        // A character that joins the one after it, such as U+0600 ARABIC NUMBER SIGN,
        // would join whatever the caller shows next.
        if let Some(last) = self.previous
            && !last.is_ascii()
            && joins(last, 'a')
        {
            self.out.truncate(self.out.len() - last.len_utf8());
            self.substitute_code(last);
        }
    }

    fn push(&mut self, c: char, next: Option<char>) {
        let Some(class) = Class::of(c) else {
            if self.base.is_none() && !c.is_ascii() {
                self.begin(c);
            } else {
                self.keep(c);
            }
            return;
        };
        let has_effect = match class {
            Class::Joiner => self.has_joining_effect(c, next),
            Class::VariationSelector => self.is_allowed_as_selector(c),
            _ => false,
        };
        let drawn = class.treatment().drawn;
        if has_effect {
            self.keep(c);
        } else if drawn == Drawn::Substitute || self.unseen == Unseen::Named {
            self.substitute_named(c);
        }
    }

    /// Keeps a character that has no base to belong to.
    fn begin(&mut self, c: char) {
        let mut buffer = [0; 4];
        let alone = c.encode_utf8(&mut buffer);
        if joins('⟩', c) {
            // A combining mark: shown on a dotted circle, as in code charts.
            self.keep('◌');
            self.substituted = true;
            self.keep(c);
        } else if width(alone) == 0 {
            self.substitute_code(c);
        } else {
            self.keep(c);
        }
    }

    fn keep(&mut self, c: char) {
        self.out.push(c);
        self.base.get_or_insert(c);
        self.previous = Some(c);
    }

    fn substitute(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.out);
        self.substituted = true;
        self.base = None;
        self.previous = None;
    }

    fn substitute_named(&mut self, c: char) {
        if let Some(picture) = control_picture(c) {
            self.substitute(|out| out.push(picture));
        } else if let Some(name) = name(c) {
            self.substitute(|out| {
                out.push('⟨');
                out.push_str(name);
                out.push('⟩');
            });
        } else {
            self.substitute_code(c);
        }
    }

    fn substitute_code(&mut self, c: char) {
        self.substitute(|out| {
            // Writing to a String cannot fail.
            let _ = write!(out, "⟨{:04X}⟩", u32::from(c));
        });
    }

    fn flush_tags(&mut self) {
        if self.tags.is_empty() {
            return;
        }
        let tags = std::mem::take(&mut self.tags);
        self.substitute(|out| {
            out.push_str("⟨TAG ");
            out.push_str(&tags);
            out.push('⟩');
        });
    }

    /// Whether a zero-width joiner or non-joiner has an effect here: between two emoji,
    /// or in a script that shapes its letters by it.
    fn has_joining_effect(&self, c: char, next: Option<char>) -> bool {
        let (Some(base), Some(previous)) = (self.base, self.previous) else {
            return false;
        };
        if is_joiner(previous) {
            return false;
        }
        let script = shapes_by_joiners(base);
        // Within a cluster only emoji follow a joiner after an emoji (GB11).
        let emoji = c == ZWJ
            && !base.is_alphabetic()
            && next.is_some_and(|next| !is_joiner(next) && !joins('⟩', next));
        script || emoji
    }

    /// Whether a variation selector has a base whose shape it may choose.
    fn is_allowed_as_selector(&self, c: char) -> bool {
        let Some(previous) = self.previous else {
            return false;
        };
        match c {
            '\u{fe0e}' | '\u{fe0f}' => {
                !is_selector(previous)
                    && (matches!(previous, '0'..='9' | '#' | '*') || !previous.is_ascii())
            }
            '\u{fe00}'..='\u{fe0d}' => !is_selector(previous) && !previous.is_ascii(),
            '\u{e0100}'..='\u{e01ef}' => {
                matches!(previous, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
            }
            _ => matches!(previous, '\u{1820}'..='\u{18aa}'),
        }
    }
}
