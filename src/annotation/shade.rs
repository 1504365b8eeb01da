//! Colours as numbers: how far two stand apart, and shades that can be read.
//!
//! The contrast is that of WCAG 2.2, <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
//!
//! Must not know: what is drawn in which colour, and where.

use std::sync::LazyLock;

/// Red, green and blue.
pub(crate) type Rgb = (u8, u8, u8);

/// The least contrast of words with what they stand on (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

pub(crate) const BLACK: Rgb = (0, 0, 0);
pub(crate) const WHITE: Rgb = (255, 255, 255);

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
pub(crate) fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Whether a colour can be read on all of these.
pub(crate) fn is_legible(colour: Rgb, grounds: &[Rgb]) -> bool {
    let mut grounds = grounds.iter();
    grounds.all(|ground| contrast(colour, *ground) >= LEAST_CONTRAST)
}

/// The nearest shade of a colour that can be read on all of these: the colour itself where
/// it can, else one that is mixed with as little white or black as does.
pub(crate) fn legible(colour: Rgb, grounds: &[Rgb]) -> Rgb {
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
pub(crate) fn xterm_colour(index: u8) -> Rgb {
    if let Some(grey) = index.checked_sub(232) {
        let level = 8 + grey * 10;
        return (level, level, level);
    }
    let cube = usize::from(index.saturating_sub(16));
    (STEPS[cube / 36], STEPS[cube / 6 % 6], STEPS[cube % 6])
}

/// The sixteen colours of a terminal are its own: what most have, by xterm, and by the VGA,
/// whose colours the console of Linux has, too. What can be read with both is taken for what
/// can be read.
pub(crate) const SIXTEEN: [[Rgb; 16]; 2] = [
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
