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

/// The colours that a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Palette {
    /// None.
    Monochrome,
    /// The eight of ANSI.
    Eight,
    /// The 256 of xterm.
    Indexed,
    /// All of them.
    #[default]
    Rgb,
}

/// The styles of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    name: ThemeName,
    palette: Palette,
    /// The current sentence.
    pub lit: Style,
    /// The selection, where it is not that sentence.
    pub selected: Style,
    /// A match of the search.
    pub matched: Style,
    /// The letters of a hint on a word.
    pub hint: Style,
    /// Those of a hint that touches the one before it.
    pub hint_beside: Style,
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
    /// The theme of that name, as far as a terminal can show it.
    pub fn new(name: ThemeName, palette: Palette) -> Self {
        let theme = match name {
            _ if palette == Palette::Monochrome => Self::plain(),
            ThemeName::Dark | ThemeName::Light if palette == Palette::Eight => Self::eight(name),
            ThemeName::Dark => Self::coloured(name, 255, 237, 222, 110),
            ThemeName::Light => Self::coloured(name, 16, 254, 222, 25),
            ThemeName::Plain => Self::plain(),
        };
        Self { palette, ..theme }
    }

    /// Attributes, which tell most, and a few colours where the terminal's own background
    /// stays.
    fn eight(name: ThemeName) -> Self {
        let plain = Self::plain();
        let ink = |colour| plain.strong.fg(colour);
        let accent = match name {
            ThemeName::Light => Color::Blue,
            _ => Color::Cyan,
        };
        Self {
            name,
            focus: ink(accent),
            top: ink(accent),
            key: ink(accent),
            good: Style::new().fg(Color::Green),
            problem: ink(Color::Red),
            ..plain
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
            palette: Palette::default(),
            lit: on(ink, paper),
            selected: on(16, marker),
            matched: on(16, 152),
            hint: on(16, 214).patch(bold),
            hint_beside: on(16, 117).patch(bold),
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
            palette: Palette::default(),
            lit: bold,
            selected: reversed,
            matched: reversed.add_modifier(Modifier::DIM),
            hint: reversed.add_modifier(Modifier::BOLD),
            hint_beside: reversed.add_modifier(Modifier::UNDERLINED),
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
            colour if self.palette == Palette::Eight => one_of_eight(colour),
            Colour::Rgb(red, green, blue) if self.palette == Palette::Indexed => {
                Color::Indexed(nearest(xterm_colours(), (red, green, blue)))
            }
            Colour::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
            Colour::Indexed(index) if self.name == ThemeName::Light => {
                Color::Indexed(darker(index))
            }
            Colour::Indexed(index) => Color::Indexed(lighter(index)),
        })
    }
}

/// The steps of the cube of colours in the palette of xterm, which begins at 16.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// A colour of xterm's palette by its index, from 16 on; the first sixteen are the
/// terminal's own.
fn xterm_colour(index: u8) -> (u8, u8, u8) {
    if let Some(grey) = index.checked_sub(232) {
        let level = 8 + grey * 10;
        return (level, level, level);
    }
    let cube = usize::from(index.saturating_sub(16));
    (STEPS[cube / 36], STEPS[cube / 6 % 6], STEPS[cube % 6])
}

fn xterm_colours() -> impl Iterator<Item = (u8, (u8, u8, u8))> {
    (16..=255).map(|index| (index, xterm_colour(index)))
}

/// The index of the nearest of these colours.
fn nearest(colours: impl Iterator<Item = (u8, (u8, u8, u8))>, to: (u8, u8, u8)) -> u8 {
    let square = |one: u8, other: u8| u32::from(one.abs_diff(other)).pow(2);
    let distance =
        |(red, green, blue)| square(red, to.0) + square(green, to.1) + square(blue, to.2);
    let nearest = colours.min_by_key(|(_, colour)| distance(*colour));
    nearest.map_or(0, |(index, _)| index)
}

/// A colour of ANSI's eight, but neither black nor white: one of them is the background.
fn one_of_eight(colour: Colour) -> Color {
    const EIGHT: [(Color, (u8, u8, u8)); 6] = [
        (Color::Red, (205, 0, 0)),
        (Color::Green, (0, 205, 0)),
        (Color::Yellow, (205, 205, 0)),
        (Color::Blue, (0, 0, 238)),
        (Color::Magenta, (205, 0, 205)),
        (Color::Cyan, (0, 205, 205)),
    ];
    let rgb = match colour {
        Colour::Rgb(red, green, blue) => (red, green, blue),
        Colour::Indexed(index @ (0..=15)) => {
            return match index % 8 {
                0 | 7 => Color::Reset,
                colour => EIGHT[usize::from(colour) - 1].0,
            };
        }
        Colour::Indexed(index) => xterm_colour(index),
    };
    let colours = (0..).zip(EIGHT.map(|(_, rgb)| rgb));
    EIGHT[usize::from(nearest(colours, rgb))].0
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_becomes_the_nearest_that_the_terminal_has() {
        for (rgb, index) in [
            ((255, 0, 0), 196),
            ((0, 0, 0), 16),
            ((8, 8, 8), 232),
            ((255, 255, 255), 231),
            ((100, 149, 237), 69),
        ] {
            assert_eq!(nearest(xterm_colours(), rgb), index, "{rgb:?}");
        }
        for (colour, expected) in [
            (Colour::Rgb(255, 140, 0), Color::Yellow),
            (Colour::Rgb(220, 20, 60), Color::Red),
            (Colour::Indexed(208), Color::Yellow),
            (Colour::Indexed(27), Color::Blue),
            (Colour::Indexed(10), Color::Green),
            (Colour::Indexed(7), Color::Reset),
        ] {
            assert_eq!(one_of_eight(colour), expected, "{colour:?}");
        }
    }

    #[test]
    fn few_colours_leave_the_background_as_it_is() {
        for name in [ThemeName::Dark, ThemeName::Light] {
            let theme = Theme::new(name, Palette::Eight);
            for style in [
                theme.lit,
                theme.selected,
                theme.hint,
                theme.key,
                theme.problem,
            ] {
                assert_eq!(style.bg, None);
                assert!(!matches!(
                    style.fg,
                    Some(Color::Indexed(_) | Color::Rgb(..))
                ));
            }
        }
        assert_eq!(
            Theme::new(ThemeName::Dark, Palette::Monochrome).key.fg,
            None
        );
    }
}
