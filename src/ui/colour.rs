//! Colours as numbers: how far two stand apart, and shades that can be read.
//!
//! The contrast is that of WCAG 2.2, <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
//!
//! Must not know: what is drawn in which colour.

use std::sync::LazyLock;

use ratatui::style::Color;

/// Red, green and blue.
pub(super) type Rgb = (u8, u8, u8);

/// The least contrast of words with what they stand on (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

pub(super) const BLACK: Rgb = (0, 0, 0);
pub(super) const WHITE: Rgb = (255, 255, 255);

/// How bright a colour is, from 0 to 1.
fn luminance((red, green, blue): Rgb) -> f64 {
    // A frame asks for hundreds of them.
    static LINEAR: LazyLock<[f64; 256]> = LazyLock::new(|| std::array::from_fn(linear));
    let linear = |channel: u8| LINEAR[usize::from(channel)];
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[expect(clippy::cast_precision_loss, reason = "a channel is below 256")]
fn linear(channel: usize) -> f64 {
    let part = channel as f64 / 255.0;
    match part <= 0.04045 {
        true => part / 12.92,
        false => ((part + 0.055) / 1.055).powf(2.4),
    }
}

/// The contrast of two colours, from 1 to 21.
pub(super) fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Whether a colour can be read on all of these.
pub(super) fn is_legible(colour: Rgb, grounds: &[Rgb]) -> bool {
    let mut grounds = grounds.iter();
    grounds.all(|ground| contrast(colour, *ground) >= LEAST_CONTRAST)
}

/// The nearest shade of a colour that can be read on all of these: the colour itself where
/// it can, else one that is mixed with as little white or black as does.
pub(super) fn legible(colour: Rgb, grounds: &[Rgb]) -> Rgb {
    let mix = |with: Rgb, part: u16| {
        let channel = |from: u8, to: u8| {
            let mixed = (u16::from(from) * (255 - part) + u16::from(to) * part) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        let (red, green, blue) = colour;
        (
            channel(red, with.0),
            channel(green, with.1),
            channel(blue, with.2),
        )
    };
    let shades = (0..=255).flat_map(|part| [mix(WHITE, part), mix(BLACK, part)]);
    let mut legible = shades.filter(|shade| is_legible(*shade, grounds));
    legible.next().unwrap_or(colour)
}

/// The steps of the cube of colours in the palette of xterm, which begins at 16.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// A colour of xterm's palette by its index, from 16 on; the first sixteen are the
/// terminal's own.
pub(super) fn xterm_colour(index: u8) -> Rgb {
    if let Some(grey) = index.checked_sub(232) {
        let level = 8 + grey * 10;
        return (level, level, level);
    }
    let cube = usize::from(index.saturating_sub(16));
    (STEPS[cube / 36], STEPS[cube / 6 % 6], STEPS[cube % 6])
}

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

/// The sixteen colours of a terminal are its own: what most have, by xterm, and by the VGA,
/// whose colours the console of Linux has, too. What can be read with both is taken for what
/// can be read.
pub(super) const SIXTEEN: [[Rgb; 16]; 2] = [
    [
        BLACK,
        (205, 0, 0),
        (0, 205, 0),
        (205, 205, 0),
        (0, 0, 238),
        (205, 0, 205),
        (0, 205, 205),
        (229, 229, 229),
        (127, 127, 127),
        (255, 0, 0),
        (0, 255, 0),
        (255, 255, 0),
        (92, 92, 255),
        (255, 0, 255),
        (0, 255, 255),
        WHITE,
    ],
    [
        BLACK,
        (170, 0, 0),
        (0, 170, 0),
        (170, 85, 0),
        (0, 0, 170),
        (170, 0, 170),
        (0, 170, 170),
        (170, 170, 170),
        (85, 85, 85),
        (255, 85, 85),
        (85, 255, 85),
        (255, 255, 85),
        (85, 85, 255),
        (255, 85, 255),
        (85, 255, 255),
        WHITE,
    ],
];

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
