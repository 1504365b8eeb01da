//! How a cell says which underline it wants.
//!
//! ratatui knows one underline; terminals know five. The style travels in bits
//! of [`Modifier`] that ratatui leaves unused and passes through untouched: the
//! drawing sets them, the terminal backend reads them.

use ratatui::style::Modifier;

use crate::annotation::Underline;

/// The unused bits, one for each style other than the straight line, so that
/// styles laid over each other never make up a third one. Where several are
/// set, the first of this table is drawn.
const BITS: [(Underline, u16); 4] = [
    (Underline::Double, 1 << 12),
    (Underline::Curly, 1 << 13),
    (Underline::Dotted, 1 << 14),
    (Underline::Dashed, 1 << 15),
];

/// The modifier that draws an underline of that style.
#[must_use]
pub fn underline_modifier(underline: Underline) -> Modifier {
    let style = BITS
        .iter()
        .find(|(of, _)| *of == underline)
        .map_or(0, |(_, bit)| *bit);
    Modifier::from_bits_retain(Modifier::UNDERLINED.bits() | style)
}

/// The modifier that takes an underline of any style away: for
/// [`Style::remove_modifier`](ratatui::style::Style::remove_modifier).
#[must_use]
pub fn any_underline() -> Modifier {
    let styles = BITS.iter().fold(0, |bits, (_, bit)| bits | bit);
    Modifier::from_bits_retain(Modifier::UNDERLINED.bits() | styles)
}

/// The underline that a modifier asks for.
#[must_use]
pub fn underline_of(modifier: Modifier) -> Option<Underline> {
    if !modifier.contains(Modifier::UNDERLINED) {
        return None;
    }
    let styled = BITS.iter().find(|(_, bit)| modifier.bits() & bit != 0);
    Some(styled.map_or(Underline::Straight, |(underline, _)| *underline))
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    const ALL: [Underline; 5] = [
        Underline::Straight,
        Underline::Double,
        Underline::Curly,
        Underline::Dotted,
        Underline::Dashed,
    ];

    #[test]
    fn every_style_survives_a_buffer() {
        for underline in ALL {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 2, 1));
            let style = Style::new().add_modifier(underline_modifier(underline));
            buffer.set_string(0, 0, "ab", style);
            assert_eq!(underline_of(buffer[(0, 0)].modifier), Some(underline));
            buffer.set_style(buffer.area, Style::new().remove_modifier(any_underline()));
            assert_eq!(buffer[(0, 0)].modifier, Modifier::empty());
        }
    }

    #[test]
    fn no_underline_is_none() {
        assert_eq!(underline_of(Modifier::BOLD), None);
        let style_alone = underline_modifier(Underline::Curly).difference(Modifier::UNDERLINED);
        assert_eq!(underline_of(style_alone), None);
    }
}
