//! The look of a cell, and the escape sequences that tell it to the terminal.
//!
//! Must not know: where the cell stands, and what is in it.

use std::fmt::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::terminal::Capabilities;
use crate::annotation::Underline;
use crate::ui::{theme::Palette, underline::underline_of};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pen {
    fg: Color,
    bg: Color,
    underline_colour: Color,
    underline: Option<Underline>,
    /// Without the underline.
    modifier: Modifier,
}

/// The modifiers, each with the parameters that switch it on and off.
const MODIFIERS: [(Modifier, &str, &str); 8] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::SLOW_BLINK, "5", "25"),
    (Modifier::RAPID_BLINK, "6", "25"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::HIDDEN, "8", "28"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

impl Pen {
    /// The pen for a cell, as far as the terminal can show it.
    pub(super) fn of(cell: &Cell, capabilities: Capabilities) -> Self {
        let mut pen = Self {
            fg: cell.fg,
            bg: cell.bg,
            underline_colour: cell.underline_color,
            underline: underline_of(cell.modifier),
            modifier: cell
                .modifier
                .intersection(Modifier::all().difference(Modifier::UNDERLINED)),
        };
        if capabilities.plain_underlines {
            pen.underline = pen.underline.map(|_| Underline::Straight);
        }
        if capabilities.plain_underlines || pen.underline.is_none() {
            pen.underline_colour = Color::Reset;
        }
        if capabilities.palette == Palette::Monochrome {
            (pen.fg, pen.bg, pen.underline_colour) = (Color::Reset, Color::Reset, Color::Reset);
        }
        pen
    }

    /// Appends to `frame` what turns one pen into another ("select graphic rendition");
    /// everything where it is not known which one the terminal has.
    pub(super) fn write_change(self, from: Option<Self>, frame: &mut String) {
        let mut parameters = String::new();
        let mut from = from.unwrap_or_else(|| {
            parameters.push('0');
            Self::default()
        });
        if self == Self::default() {
            frame.push_str("\x1b[m");
            return;
        }
        let mut add = |parameter: &str| {
            if !parameters.is_empty() {
                parameters.push(';');
            }
            parameters.push_str(parameter);
        };
        for (modifier, _, off) in MODIFIERS {
            if from.modifier.contains(modifier) && !self.modifier.contains(modifier) {
                add(off);
                // One code switches bold and dim off, one both kinds of
                // blinking: what is still wanted is switched on again below.
                for (other, _, same) in MODIFIERS {
                    if same == off {
                        from.modifier.remove(other);
                    }
                }
            }
        }
        for (modifier, on, _) in MODIFIERS {
            if self.modifier.contains(modifier) && !from.modifier.contains(modifier) {
                add(on);
            }
        }
        if self.underline != from.underline {
            add(underline_parameter(self.underline));
        }
        if self.fg != from.fg {
            add(&colour_parameter(self.fg, 30));
        }
        if self.bg != from.bg {
            add(&colour_parameter(self.bg, 40));
        }
        if self.underline_colour != from.underline_colour {
            add(&underline_colour_parameter(self.underline_colour));
        }
        let _ = write!(frame, "\x1b[{parameters}m");
    }
}

fn underline_parameter(underline: Option<Underline>) -> &'static str {
    match underline {
        None => "24",
        Some(Underline::Straight) => "4",
        Some(Underline::Double) => "4:2",
        Some(Underline::Curly) => "4:3",
        Some(Underline::Dotted) => "4:4",
        Some(Underline::Dashed) => "4:5",
    }
}

/// The parameter for a foreground (`base` 30) or a background (`base` 40).
fn colour_parameter(colour: Color, base: u8) -> String {
    match colour {
        Color::Reset => (base + 9).to_string(),
        Color::Indexed(index) => format!("{};5;{index}", base + 8),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
        named => match ansi_index(named) {
            index @ 0..=7 => (base + index).to_string(),
            bright => (base + 52 + bright).to_string(),
        },
    }
}

/// Colons, not semicolons: a terminal that does not know underline colours
/// then passes over all of it, and does not take the `5` for blinking.
fn underline_colour_parameter(colour: Color) -> String {
    match colour {
        Color::Reset => "59".to_owned(),
        Color::Rgb(red, green, blue) => format!("58:2::{red}:{green}:{blue}"),
        Color::Indexed(index) => format!("58:5:{index}"),
        named => format!("58:5:{}", ansi_index(named)),
    }
}

pub(super) fn ansi_index(colour: Color) -> u8 {
    match colour {
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        // Black; the others are not named colours.
        _ => 0,
    }
}
