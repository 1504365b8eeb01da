//! The colours of tags for what is no terminal.
//!
//! Must not know: the formats.

use crate::annotation::shade::{Rgb, SIXTEEN, xterm_colour};
use crate::annotation::{Colour, Tag};

/// The colour of a tag; of the sixteen that are the terminal's own, what the console of Linux has.
pub(super) fn rgb(tag: &Tag) -> Rgb {
    match tag.colour {
        Colour::Rgb(red, green, blue) => (red, green, blue),
        Colour::Indexed(index) => match SIXTEEN[1].get(usize::from(index)) {
            Some(colour) => *colour,
            None => xterm_colour(index),
        },
    }
}

/// A colour as pages and other programs have it: `#rrggbb`.
pub(super) fn hexadecimal((red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}
