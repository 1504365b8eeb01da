//! Colours and attributes.
//!
//! Nothing is told by colour alone: letters, stripes, underline styles, bars and weights
//! say the same. All words have a contrast of at least 4.5 with what they stand on:
//!
//! - Where the background is told to be dark or light, with that, up to a grey that themes
//!   of terminals still have. Where it is not known, with black and with white.
//! - A colour that somebody has chosen for a tag is mixed with as little white or black as
//!   does.
//! - The 8 or 16 colours of a terminal are its own, so no more can be promised than what
//!   holds for the usual ones (`colour.rs`). Where none of them can be read, words keep the
//!   terminal's foreground, and their weight or their inversion tells.
//! - Nothing is dimmed: nobody knows by how much.
//!
//! Must not know: where the styles are used.

use std::cell::RefCell;
use std::collections::HashMap;

use ratatui::style::{Color, Modifier, Style};

use super::colour::{
    BLACK, Own, OwnColour, Rgb, WHITE, hue, is_legible, legible, nearest, own_colour, xterm_colour,
    xterm_colours,
};
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
    /// These, and a bright one of each.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// All of them.
    #[default]
    Rgb,
}

impl Palette {
    /// The colours that are the terminal's own, where it has no others.
    fn own(self) -> Option<Own> {
        match self {
            Self::Eight => Some(Own::Eight),
            Self::Sixteen => Some(Own::Sixteen),
            Self::Monochrome | Self::Indexed | Self::Rgb => None,
        }
    }
}

/// The brightest background of a dark terminal, and that of what is lit on it.
const DARK_PAPER: u8 = 236;
/// The darkest background of a light terminal, and that of what is lit on it.
const LIGHT_PAPER: u8 = 255;

/// The backgrounds on which words in the terminal's own colours have to be read: of dark
/// terminals with so few most are black.
fn grounds_of_own(name: ThemeName) -> [Rgb; 2] {
    match name {
        ThemeName::Dark => [BLACK, (0x28, 0x28, 0x28)],
        _ => grounds(name),
    }
}

/// The backgrounds on which words have to be read.
fn grounds(name: ThemeName) -> [Rgb; 2] {
    match name {
        ThemeName::Dark => [BLACK, xterm_colour(DARK_PAPER)],
        ThemeName::Light => [WHITE, xterm_colour(LIGHT_PAPER)],
        ThemeName::Either | ThemeName::Plain => [BLACK, WHITE],
    }
}

/// What tells suggested words from tagged ones without colour, too: no tag slants them.
const SUGGESTED: Style = Style::new().add_modifier(Modifier::UNDERLINED.union(Modifier::ITALIC));

/// The styles of the screen.
#[derive(Debug, Clone)]
pub struct Theme {
    name: ThemeName,
    palette: Palette,
    /// What has been found of tags: a frame asks for some colours a hundred times, and each
    /// is looked for among all that can be read.
    of_tags: RefCell<HashMap<Colour, Option<OwnColour>>>,
    /// The current sentence.
    pub lit: Style,
    /// The selection, where it is not that sentence.
    pub selected: Style,
    /// The words of what is only suggested.
    pub suggested: Style,
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
        let theme = match (name, palette) {
            (ThemeName::Plain, _) | (_, Palette::Monochrome) => Self::plain(),
            (_, Palette::Eight | Palette::Sixteen) => Self::few(name),
            (ThemeName::Dark, _) => Self::coloured(name, &DARK),
            (ThemeName::Light, _) => Self::coloured(name, &LIGHT),
            (ThemeName::Either, _) => Self::on_either(),
        };
        Self { palette, ..theme }
    }

    /// Attributes, which tell most, and a few colours, where the terminal's own background
    /// stays.
    fn few(name: ThemeName) -> Self {
        let plain = Self::plain();
        let accent = match name {
            ThemeName::Dark => plain.strong.fg(Color::Cyan),
            // A bold blue is a bright one on many terminals.
            _ => plain.strong,
        };
        Self {
            name,
            focus: accent,
            top: accent,
            key: accent,
            ..plain
        }
    }

    /// Where foreground and background are set together, text can be read whatever the
    /// terminal's own colours are.
    fn coloured(name: ThemeName, shades: &Shades) -> Self {
        let style = Style::new();
        let bold = style.add_modifier(Modifier::BOLD);
        let on = |ink, paper| style.fg(Color::Indexed(ink)).bg(Color::Indexed(paper));
        let ink = |ink| style.fg(Color::Indexed(ink));
        let lit = on(shades.ink, shades.paper);
        Self {
            name,
            palette: Palette::default(),
            of_tags: RefCell::default(),
            lit,
            selected: on(16, 222),
            suggested: ink(shades.dim).patch(SUGGESTED),
            matched: on(16, 152),
            hint: on(16, 214).patch(bold),
            hint_beside: on(16, 117).patch(bold),
            hint_typed: on(16, 250),
            // Like the sentence: each change of style costs bytes, and another one here a
            // tenth of what a move sends.
            bar: lit,
            substitute: style.add_modifier(Modifier::REVERSED),
            dim: ink(shades.dim),
            strong: bold,
            border: ink(shades.border),
            focus: ink(shades.accent),
            title: ink(shades.dim),
            top: bold.patch(ink(shades.accent)),
            key: bold.patch(ink(shades.accent)),
            chosen: lit,
            good: ink(shades.good),
            problem: bold.patch(ink(shades.problem)),
        }
    }

    /// Shades in the middle, and no background of our own for what is lit: it would be
    /// glaring on one of the two.
    fn on_either() -> Self {
        let plain = Self::plain();
        Self {
            lit: plain.lit,
            bar: plain.bar,
            chosen: plain.chosen,
            ..Self::coloured(ThemeName::Either, &EITHER)
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
            of_tags: RefCell::default(),
            lit: bold,
            selected: reversed.add_modifier(Modifier::BOLD),
            suggested: style.patch(SUGGESTED),
            // Not bold as the sentence around it: so the match that is selected differs.
            matched: reversed.remove_modifier(Modifier::BOLD),
            hint: reversed.add_modifier(Modifier::BOLD),
            hint_beside: reversed.add_modifier(Modifier::UNDERLINED),
            hint_typed: reversed.remove_modifier(Modifier::BOLD),
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
        let bold = Style::new().add_modifier(Modifier::BOLD);
        match self.tag_colour(tag) {
            None => bold,
            // Many terminals show their own colours brighter where they are bold.
            Some(OwnColour { ink, paper }) if self.palette.own().is_some() => {
                let style = paper.map_or(Style::new(), |paper| Style::new().bg(paper));
                style.fg(ink).remove_modifier(Modifier::BOLD)
            }
            Some(OwnColour { ink, .. }) => bold.fg(ink),
        }
    }

    /// The letter and the stripe of a tag that is only suggested: its colour, slanted and not
    /// bold.
    pub fn suggested_sign(&self, tag: &Tag) -> Style {
        let style = self.tag(tag).remove_modifier(Modifier::BOLD);
        style.add_modifier(Modifier::ITALIC)
    }

    /// The underline of a tagged passage, with the style and the colour of its tag, on what
    /// it is drawn on. On a selection or a match it has the colour of the words, since that
    /// of the tag may not be seen there.
    pub fn underline(&self, tag: &Tag) -> Style {
        let style = Style::new().add_modifier(underline_modifier(tag.underline));
        match self.tag_colour(tag) {
            Some(OwnColour { ink, paper: None }) => style.underline_color(ink),
            _ => style,
        }
    }

    /// A style with an underline. On a selection or a match that has the colour of the
    /// words, since the colour of its tag may not be seen there.
    pub(super) fn underlined(&self, style: Style, underline: Style) -> Style {
        let mut underlined = style.patch(underline);
        if style.bg.is_some() && style.bg != self.lit.bg {
            underlined.underline_color = None;
            underlined.fg = style.fg;
        }
        underlined
    }

    fn tag_colour(&self, tag: &Tag) -> Option<OwnColour> {
        if self.name == ThemeName::Plain {
            return None;
        }
        let mut found = self.of_tags.borrow_mut();
        *found
            .entry(tag.colour)
            .or_insert_with(|| self.find_colour(tag.colour))
    }

    fn find_colour(&self, colour: Colour) -> Option<OwnColour> {
        let wanted = wanted(colour, self.name)?;
        let grounds = grounds(self.name);
        if let Some(own) = self.palette.own() {
            return own_colour(hue(wanted)?, own, &grounds_of_own(self.name));
        }
        let readable = xterm_colours().filter(|(_, colour)| is_legible(*colour, &grounds));
        let nearest = nearest(readable, wanted)?;
        let shade = legible(wanted, &grounds);
        let ink = match self.palette {
            // The shorter form where it says the same.
            Palette::Rgb if shade != xterm_colour(nearest) => Color::Rgb(shade.0, shade.1, shade.2),
            _ => Color::Indexed(nearest),
        };
        Some(OwnColour { ink, paper: None })
    }
}

/// What a coloured theme is made of, in numbers of xterm's palette.
struct Shades {
    ink: u8,
    paper: u8,
    dim: u8,
    border: u8,
    accent: u8,
    good: u8,
    problem: u8,
}

const DARK: Shades = Shades {
    ink: 255,
    paper: DARK_PAPER,
    dim: 247,
    border: 243,
    accent: 110,
    good: 114,
    problem: 210,
};

const LIGHT: Shades = Shades {
    ink: 16,
    paper: LIGHT_PAPER,
    dim: 241,
    border: 244,
    accent: 25,
    good: 22,
    problem: 160,
};

/// Between the two. No terminal is asked which of them it is (OSC 11): what it answers would
/// have to be waited for, or would draw the first screen twice, and may come when the shell has
/// it.
const EITHER: Shades = Shades {
    ink: 16,
    paper: LIGHT_PAPER,
    dim: 243,
    border: 243,
    accent: 63,
    good: 29,
    problem: 131,
};

/// The colour that a tag is meant to have; none for white and black, which are the
/// terminal's own. The names of the terminal's colours are fixed ones here, since nobody
/// knows what it makes of them.
fn wanted(colour: Colour, name: ThemeName) -> Option<Rgb> {
    let index = match colour {
        Colour::Rgb(red, green, blue) => return Some((red, green, blue)),
        Colour::Indexed(index @ 16..) => return Some(xterm_colour(index)),
        Colour::Indexed(index) => index,
    };
    // Black, red, green, yellow, blue, magenta, cyan, white; and once more, brighter.
    const OF_DARK: [u8; 6] = [210, 114, 221, 111, 176, 80];
    const OF_LIGHT: [u8; 6] = [160, 22, 94, 25, 90, 23];
    const OF_EITHER: [Rgb; 6] = [
        (196, 72, 72),
        (0, 135, 95),
        (150, 105, 0),
        (95, 95, 255),
        (190, 50, 170),
        (0, 128, 140),
    ];
    let hue = usize::from(index % 8);
    match (hue, name) {
        (0 | 7, _) if index == 8 => Some(xterm_colour(243)),
        (0 | 7, _) => None,
        (_, ThemeName::Dark) => Some(xterm_colour(OF_DARK[hue - 1])),
        (_, ThemeName::Light) => Some(xterm_colour(OF_LIGHT[hue - 1])),
        (_, ThemeName::Either | ThemeName::Plain) => Some(OF_EITHER[hue - 1]),
    }
}

#[cfg(test)]
mod tests;
