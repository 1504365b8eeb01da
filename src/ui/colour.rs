//! The colours of terminals: which of them is near another one, and can be read.
//!
//! Must not know: what is drawn in which colour.

use ratatui::style::Color;

pub(super) use crate::annotation::shade::{
    BLACK, Rgb, SIXTEEN, WHITE, is_legible, legible, xterm_colour,
};

/// The colours of xterm's palette that every terminal shows alike.
pub(super) fn xterm_colours() -> impl Iterator<Item = (u8, Rgb)> {
    (16..=255).map(|index| (index, xterm_colour(index)))
}

/// The index of the nearest of these colours, if there is one.
pub(super) fn nearest(colours: impl Iterator<Item = (u8, Rgb)>, to: Rgb) -> Option<u8> {
    let square = |one: u8, other: u8| u32::from(one.abs_diff(other)).pow(2);
    let distance =
        |(red, green, blue)| square(red, to.0) + square(green, to.1) + square(blue, to.2);
    let nearest = colours.min_by_key(|(_, colour)| distance(*colour));
    nearest.map(|(index, _)| index)
}

/// The names of the sixteen.
pub(super) const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// The colours that a terminal has of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    Eight,
    Sixteen,
}

/// A colour of the terminal's own that can be read, on its background or on one that comes
/// with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OwnColour {
    pub(super) ink: Color,
    pub(super) paper: Option<Color>,
}

/// The hue of a colour, as a number of the sixteen from 1 to 6; none for greys: black and
/// white are what the terminal's words and background are.
pub(super) fn hue((red, green, blue): Rgb) -> Option<u8> {
    let [red, green, blue] = [red, green, blue].map(i32::from);
    let most = red.max(green).max(blue);
    let spread = most - red.min(green).min(blue);
    if spread < 32 {
        return None;
    }
    // By the wheel of colours, in sixths: red, yellow, green, cyan, blue, magenta.
    let of_wheel = |from: i32, difference: i32| {
        let (double, whole) = (2 * difference + spread, 2 * spread);
        (from + double.div_euclid(whole)).rem_euclid(6)
    };
    let sixth = if most == red {
        of_wheel(0, green - blue)
    } else if most == green {
        of_wheel(2, blue - red)
    } else {
        of_wheel(4, red - green)
    };
    Some(match sixth {
        0 => 1,
        1 => 3,
        2 => 2,
        3 => 6,
        4 => 4,
        _ => 5,
    })
}

/// A hue in the colours that a terminal has of its own, so that it can be read whatever of
/// the usual ones these are: on the background, else with one of its own; none where no
/// such colour can be read.
pub(super) fn own_colour(hue: u8, own: Own, grounds: &[Rgb]) -> Option<OwnColour> {
    let (plain, bright) = (usize::from(hue), usize::from(hue) + 8);
    let (black, white) = (0, 7);
    let on_ground = [plain, bright].map(|ink| (ink, None));
    let with_paper = [(black, bright), (black, plain), (white, plain)];
    let with_paper = with_paper.map(|(ink, paper)| (ink, Some(paper)));
    let mut candidates = on_ground.into_iter().chain(with_paper);
    let is_there = |number: usize| own == Own::Sixteen || number < 8;
    let found = candidates.find(|(ink, paper)| {
        let is_read = |table: &[Rgb; 16]| match paper {
            Some(paper) => is_legible(table[*ink], &[table[*paper]]),
            None => is_legible(table[*ink], grounds),
        };
        is_there(*ink) && paper.is_none_or(is_there) && SIXTEEN.iter().all(is_read)
    })?;
    Some(OwnColour {
        ink: NAMED[found.0],
        paper: found.1.map(|paper| NAMED[paper]),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotation::shade::contrast;

    #[test]
    fn contrasts_are_those_of_the_standard() {
        for (one, other, expected) in [
            (BLACK, WHITE, 21.0),
            (WHITE, WHITE, 1.0),
            ((0x76, 0x76, 0x76), WHITE, 4.54),
            ((255, 0, 0), WHITE, 4.0),
            ((0, 0, 255), WHITE, 8.59),
        ] {
            let found = contrast(one, other);
            assert!((found - expected).abs() < 0.01, "{one:?}: {found}");
        }
    }

    #[test]
    fn hues_of_any_colour_are_those_of_the_terminal() {
        for (colour, expected) in [
            ((255, 140, 0), Some(3)),
            ((220, 20, 60), Some(1)),
            ((100, 149, 237), Some(4)),
            ((0, 255, 0), Some(2)),
            ((128, 128, 128), None),
        ] {
            assert_eq!(hue(colour), expected, "{colour:?}");
        }
    }

    #[test]
    fn the_terminals_own_colours_are_taken_where_they_can_be_read() {
        let words = |hue, own, grounds: &[Rgb]| {
            let colour = own_colour(hue, own, grounds);
            colour.map(|OwnColour { ink, paper }| (ink, paper))
        };
        let (dark, light, either) = (&[BLACK][..], &[WHITE][..], &[BLACK, WHITE][..]);
        for (hue, own, grounds, expected) in [
            (2, Own::Eight, dark, Some((Color::Green, None))),
            (3, Own::Eight, dark, None),
            (3, Own::Sixteen, dark, Some((Color::LightYellow, None))),
            (4, Own::Eight, dark, Some((Color::Gray, Some(Color::Blue)))),
            (4, Own::Eight, light, Some((Color::Blue, None))),
            (1, Own::Sixteen, light, Some((Color::Red, None))),
            (
                2,
                Own::Sixteen,
                either,
                Some((Color::Black, Some(Color::LightGreen))),
            ),
            (
                2,
                Own::Eight,
                either,
                Some((Color::Black, Some(Color::Green))),
            ),
            (1, Own::Eight, either, None),
        ] {
            assert_eq!(words(hue, own, grounds), expected, "{hue} {own:?}");
        }
    }

    proptest! {
        #[test]
        fn every_colour_has_a_shade_that_can_be_read(red: u8, green: u8, blue: u8) {
            for grounds in [&[BLACK][..], &[WHITE], &[BLACK, WHITE]] {
                let shade = legible((red, green, blue), grounds);
                prop_assert!(is_legible(shade, grounds));
                prop_assert_eq!(legible(shade, grounds), shade);
            }
        }
    }
}
