//! Colours and attributes.
//!
//! Nothing is told by colour alone: letters, stripes, underline styles, bars and weights
//! say the same.
//!
//! Must not know: where the styles are used.

use ratatui::style::{Color, Modifier, Style};

use super::underline::underline_modifier;
use crate::annotation::{Colour, Tag};
use crate::app::ThemeName;

/// The styles of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    name: ThemeName,
    /// The current sentence.
    pub lit: Style,
    /// The selection, where it is not that sentence.
    pub selected: Style,
    /// A match of the search.
    pub matched: Style,
    /// The letters of a hint on a word.
    pub hint: Style,
    /// The letters of a hint that have been typed.
    pub hint_typed: Style,
    /// The bars around the current sentence.
    pub bar: Style,
    /// A symbol that stands for a character that cannot be shown.
    pub substitute: Style,
    /// Words of less importance.
    pub dim: Style,
    /// Words of more importance.
    pub strong: Style,
    /// The frame of a pane without the keys.
    pub border: Style,
    /// The frame of the pane with the keys.
    pub focus: Style,
    /// The title of a pane without the keys.
    pub title: Style,
    /// The name of the program in the first row.
    pub top: Style,
    /// A key in the last row.
    pub key: Style,
    /// The chosen row of a list.
    pub chosen: Style,
    /// Something that went well.
    pub good: Style,
    /// Something that went wrong.
    pub problem: Style,
}

impl Theme {
    /// The theme of that name.
    pub fn new(name: ThemeName) -> Self {
        match name {
            ThemeName::Dark => Self::coloured(name, 255, 237, 222, 110),
            ThemeName::Light => Self::coloured(name, 16, 254, 222, 25),
            ThemeName::Plain => Self::plain(),
        }
    }

    /// Foreground and background are always set together, so that text can be read
    /// whatever the terminal's own colours are.
    fn coloured(name: ThemeName, ink: u8, paper: u8, marker: u8, accent: u8) -> Self {
        let style = Style::new();
        let bold = style.add_modifier(Modifier::BOLD);
        let on = |ink, paper| style.fg(Color::Indexed(ink)).bg(Color::Indexed(paper));
        let shade = |dark, light| match name {
            ThemeName::Light => style.fg(Color::Indexed(light)),
            _ => style.fg(Color::Indexed(dark)),
        };
        let accent = Color::Indexed(accent);
        Self {
            name,
            lit: on(ink, paper),
            selected: on(16, marker),
            matched: on(16, 152),
            hint: on(16, 214).patch(bold),
            hint_typed: on(16, 250),
            // Like the sentence: each change of style costs bytes, and another one here a
            // tenth of what a move sends.
            bar: on(ink, paper),
            substitute: style.add_modifier(Modifier::REVERSED),
            dim: shade(246, 242),
            strong: bold,
            border: shade(240, 250),
            focus: style.fg(accent),
            title: shade(246, 242),
            top: bold.fg(accent),
            key: bold.fg(accent),
            chosen: on(ink, paper),
            good: shade(114, 28),
            problem: shade(210, 160).patch(bold),
        }
    }

    /// Attributes only: for `NO_COLOR` and for terminals without colours.
    fn plain() -> Self {
        let style = Style::new();
        let bold = style.add_modifier(Modifier::BOLD);
        let reversed = style.add_modifier(Modifier::REVERSED);
        Self {
            name: ThemeName::Plain,
            lit: bold,
            selected: reversed,
            matched: reversed.add_modifier(Modifier::DIM),
            hint: reversed.add_modifier(Modifier::BOLD),
            hint_typed: reversed.add_modifier(Modifier::DIM),
            bar: bold,
            substitute: reversed,
            dim: style,
            strong: bold,
            border: style,
            focus: bold,
            title: style,
            top: bold,
            key: bold,
            chosen: reversed,
            good: style,
            problem: bold,
        }
    }

    /// The colour of a tag's letter and stripe.
    pub fn tag(&self, tag: &Tag) -> Style {
        let style = Style::new().add_modifier(Modifier::BOLD);
        match self.tag_colour(tag) {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }

    /// The underline of a tagged passage, with the style and the colour of its tag.
    pub fn underline(&self, tag: &Tag) -> Style {
        let style = Style::new().add_modifier(underline_modifier(tag.underline));
        match self.tag_colour(tag) {
            Some(colour) => style.underline_color(colour),
            None => style,
        }
    }

    fn tag_colour(&self, tag: &Tag) -> Option<Color> {
        if self.name == ThemeName::Plain {
            return None;
        }
        Some(match tag.colour {
            Colour::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
            Colour::Indexed(index) if self.name == ThemeName::Light => {
                Color::Indexed(darker(index))
            }
            Colour::Indexed(index) => Color::Indexed(lighter(index)),
        })
    }
}

/// A shade of a palette colour that is dark enough for a light background.
fn darker(index: u8) -> u8 {
    match index {
        2 | 10 => 28,
        3 | 11 => 130,
        4 | 12 => 25,
        5 | 13 => 90,
        6 | 14 => 30,
        7 | 15 => 240,
        other => other,
    }
}

/// A shade of a palette colour that is light enough for a dark background: in most
/// palettes the blue is not.
fn lighter(index: u8) -> u8 {
    match index {
        2 => 114,
        3 => 221,
        4 => 111,
        5 => 176,
        6 => 80,
        other => other,
    }
}
