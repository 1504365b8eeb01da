//! How a cell says which style of underline it has.
//!
//! ratatui knows one underline, terminals know five. The style travels in bits of
//! [`Modifier`] that ratatui leaves unused and passes on: the drawing sets them, the
//! screen writer reads them. Should ratatui use one of them, this file does not compile.
//!
//! Must not know: what is underlined.

use ratatui::style::Modifier;

use crate::annotation::Underline;

/// The unused bits, one for each style but the straight line, so that two styles on one
/// cell never look like a third. If several are set, the first in this table is drawn.
const BITS: [(Underline, u16); 4] = [
    (Underline::Double, 1 << 12),
    (Underline::Curly, 1 << 13),
    (Underline::Dotted, 1 << 14),
    (Underline::Dashed, 1 << 15),
];

const STYLE_BITS: u16 = BITS[0].1 | BITS[1].1 | BITS[2].1 | BITS[3].1;

const _: () = assert!(
    Modifier::all().bits() & STYLE_BITS == 0,
    "ratatui uses a modifier bit that carries an underline style here",
);

pub(crate) fn underline_modifier(underline: Underline) -> Modifier {
    let style = BITS
        .iter()
        .find(|(styled, _)| *styled == underline)
        .map_or(0, |(_, bit)| *bit);
    Modifier::from_bits_retain(Modifier::UNDERLINED.bits() | style)
}

pub(crate) fn underline_of(modifier: Modifier) -> Option<Underline> {
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
            let any = Modifier::from_bits_retain(Modifier::UNDERLINED.bits() | STYLE_BITS);
            buffer.set_style(buffer.area, Style::new().remove_modifier(any));
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
