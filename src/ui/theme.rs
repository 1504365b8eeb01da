//! Colours and attributes.
//!
//! Nothing is told by colour alone: letters, stripes, underline styles, bars
//! and weights say the same.

use ratatui::style::{Color, Modifier, Style};

use crate::annotation::{Colour, Tag};
use crate::app::ThemeName;

use super::underline::underline_modifier;

/// The styles of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    name: ThemeName,
    /// The sentence one is in.
    pub lit: Style,
    /// The selection, where it is not that sentence.
    pub selected: Style,
    /// A hit of the search.
    pub hit: Style,
    /// The letters on a word.
    pub hint: Style,
    /// Those of them that have been typed.
    pub hint_typed: Style,
    /// The bars around the current sentence.
    pub bar: Style,
    /// A symbol that stands for a character that cannot be shown.
    pub substitute: Style,
    /// What matters less.
    pub dim: Style,
    /// What matters more.
    pub strong: Style,
    /// A frame.
    pub border: Style,
    /// The frame of the pane with the keys.
    pub focus: Style,
    /// The title of a pane.
    pub title: Style,
    /// The first row.
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

    /// Background and foreground are always set together, so that text can be
    /// read whatever the terminal's own colours are.
    fn coloured(name: ThemeName, ink: u8, paper: u8, marker: u8, accent: u8) -> Self {
        let style = Style::new();
        let accent = Color::Indexed(accent);
        Self {
            name,
            lit: style.fg(Color::Indexed(ink)).bg(Color::Indexed(paper)),
            selected: style.fg(Color::Indexed(16)).bg(Color::Indexed(marker)),
            hit: style.fg(Color::Indexed(16)).bg(Color::Indexed(152)),
            hint: style
                .fg(Color::Indexed(16))
                .bg(Color::Indexed(214))
                .add_modifier(Modifier::BOLD),
            hint_typed: style.fg(Color::Indexed(16)).bg(Color::Indexed(250)),
            // As the sentence: a pen of its own would be a tenth of what a move sends.
            bar: style.fg(Color::Indexed(ink)).bg(Color::Indexed(paper)),
            substitute: style.add_modifier(Modifier::REVERSED),
            dim: style.fg(Color::Indexed(if name == ThemeName::Light {
                242
            } else {
                246
            })),
            strong: style.add_modifier(Modifier::BOLD),
            border: style.fg(Color::Indexed(if name == ThemeName::Light {
                250
            } else {
                240
            })),
            focus: style.fg(accent),
            title: style.fg(Color::Indexed(if name == ThemeName::Light {
                242
            } else {
                246
            })),
            top: style.add_modifier(Modifier::BOLD).fg(accent),
            key: style.fg(accent).add_modifier(Modifier::BOLD),
            chosen: style.fg(Color::Indexed(ink)).bg(Color::Indexed(paper)),
            good: style.fg(Color::Indexed(if name == ThemeName::Light {
                28
            } else {
                114
            })),
            problem: style
                .fg(Color::Indexed(if name == ThemeName::Light {
                    160
                } else {
                    210
                }))
                .add_modifier(Modifier::BOLD),
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
            hit: reversed.add_modifier(Modifier::DIM),
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

    /// The underline of a tagged passage: a style for each tag, and its colour.
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

/// The palette's sixteen, dark enough for a light background.
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

/// The palette's sixteen, light enough for a dark background: most palettes'
/// blue is not.
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
