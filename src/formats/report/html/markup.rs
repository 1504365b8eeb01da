//! The only way to write HTML: what is markup stands in the source of this program, all else is
//! escaped.
//!
//! Must not know: what is written.

use crate::text::visible::leaving;

/// HTML under way.
#[derive(Debug, Clone, Default)]
pub(super) struct Markup(String);

impl Markup {
    pub(super) fn into_string(self) -> String {
        self.0
    }

    /// Adds markup, which nobody but the programmer writes.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds words, as words: also where they are the value of an attribute.
    pub(super) fn words(&mut self, words: &str) -> &mut Self {
        let shown = leaving(words).words;
        let mut characters = shown.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                // A parser makes one line end of both.
                '\r' if characters.peek() == Some(&'\n') => {}
                _ if is_no_character(character) => self.0.push(char::REPLACEMENT_CHARACTER),
                _ => self.0.push(character),
            }
        }
        self
    }

    /// Adds something that is written in letters, digits and hyphens: a number.
    pub(super) fn number(&mut self, number: impl std::fmt::Display) -> &mut Self {
        self.words(&number.to_string())
    }

    /// Adds an attribute to the element that is being opened.
    pub(super) fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").words(value).raw("\"")
    }

    /// Adds a style sheet, as the element for that takes it: it has no markup.
    pub(super) fn style_sheet(&mut self, style: &str) -> &mut Self {
        debug_assert!(!style.contains('<'), "a style sheet has no tags");
        self.0.push_str(style);
        self
    }
}

/// Code points that are never characters, and an error in HTML.
fn is_no_character(character: char) -> bool {
    let code = u32::from(character);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_markup() {
        let mut markup = Markup::default();
        markup.raw("<a").attribute("title", "\"> <b onx='1'>&amp;");
        markup
            .raw(">")
            .words("</a>\r\nb\u{1b}\u{202e}\u{fffe}\u{fdd0}")
            .raw("</a>");
        assert_eq!(
            markup.into_string(),
            "<a title=\"&quot;&gt; &lt;b onx=&#39;1&#39;&gt;&amp;amp;\">&lt;/a&gt;\nb␛⟨RLO⟩\u{fffd}\u{fffd}</a>"
        );
    }
}
