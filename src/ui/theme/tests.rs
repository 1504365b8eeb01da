//! Whether everything can be read, on black and on white.
//!
//! Must not know: where the styles are used.

use super::super::colour::{NAMED, SIXTEEN};
use super::*;
use crate::annotation::shade::contrast;
use crate::annotation::{TagSet, Underline};

const FEW: [Palette; 2] = [Palette::Eight, Palette::Sixteen];
const MANY: [Palette; 2] = [Palette::Indexed, Palette::Rgb];
const THEMES: [ThemeName; 4] = [
    ThemeName::Dark,
    ThemeName::Light,
    ThemeName::Either,
    ThemeName::Plain,
];

fn tag(colour: Colour) -> Tag {
    let mut tag = TagSet::built_in().look_up(&"fact".into());
    tag.colour = colour;
    tag
}

/// Colours for tags: all that have a number, and of the others some of each kind.
fn configured() -> impl Iterator<Item = Colour> {
    let steps = || (0..=255).step_by(85);
    let mixed = steps().flat_map(move |red| {
        steps().flat_map(move |green| steps().map(move |blue| Colour::Rgb(red, green, blue)))
    });
    (0..=255).map(Colour::Indexed).chain(mixed)
}

#[test]
fn a_colour_that_can_be_read_stays_as_it_was_chosen() {
    for (name, palette, colour, expected) in [
        (
            ThemeName::Dark,
            Palette::Rgb,
            Colour::Indexed(2),
            Color::Indexed(114),
        ),
        (
            ThemeName::Dark,
            Palette::Indexed,
            Colour::Indexed(208),
            Color::Indexed(208),
        ),
        (
            ThemeName::Dark,
            Palette::Rgb,
            Colour::Rgb(250, 140, 10),
            Color::Rgb(250, 140, 10),
        ),
        (
            ThemeName::Light,
            Palette::Rgb,
            Colour::Rgb(0, 0, 128),
            Color::Rgb(0, 0, 128),
        ),
        (
            ThemeName::Dark,
            Palette::Indexed,
            Colour::Rgb(255, 215, 90),
            Color::Indexed(221),
        ),
        // And one that cannot becomes another shade.
        (
            ThemeName::Dark,
            Palette::Rgb,
            Colour::Rgb(0, 0, 128),
            Color::Rgb(146, 146, 200),
        ),
        (
            ThemeName::Light,
            Palette::Rgb,
            Colour::Rgb(250, 140, 10),
            Color::Rgb(161, 90, 6),
        ),
    ] {
        let style = Theme::new(name, palette).tag(&tag(colour));
        assert_eq!(style.fg, Some(expected), "{name:?} {palette:?} {colour:?}");
    }
}

#[test]
fn tags_without_colours_are_told_by_letters_and_underlines() {
    for name in THEMES {
        let theme = Theme::new(name, Palette::Monochrome);
        for built_in in TagSet::built_in().iter() {
            assert_eq!(
                (theme.tag(built_in).fg, theme.tag(built_in).bg),
                (None, None)
            );
            assert_eq!(theme.underline(built_in).underline_color, None);
        }
    }
    let underlines: Vec<Underline> = TagSet::built_in().iter().map(|tag| tag.underline).collect();
    assert_eq!(underlines.len(), 4);
    for (index, underline) in underlines.iter().enumerate() {
        assert!(!underlines[..index].contains(underline));
    }
}

#[test]
fn few_colours_leave_the_background_as_it_is() {
    for name in [ThemeName::Dark, ThemeName::Light, ThemeName::Either] {
        for theme in FEW.map(|palette| Theme::new(name, palette)) {
            let styles = styles(&theme);
            for (what, style) in styles {
                assert_eq!(style.bg, None, "{what}");
                let is_fixed = matches!(style.fg, Some(Color::Indexed(_) | Color::Rgb(..)));
                assert!(!is_fixed, "{what}");
            }
        }
    }
    let theme = Theme::new(ThemeName::Dark, Palette::Monochrome);
    assert_eq!(theme.key.fg, None);
}

/// All styles of a theme. A new one does not compile before it stands here, so that the
/// tests below know it.
fn styles(theme: &Theme) -> Vec<(&'static str, Style)> {
    let Theme {
        name: _,
        palette: _,
        of_tags: _,
        lit,
        selected,
        suggested,
        matched,
        hint,
        hint_beside,
        hint_typed,
        bar,
        substitute,
        dim,
        strong,
        border,
        focus,
        title,
        top,
        key,
        chosen,
        good,
        problem,
    } = theme.clone();
    let styles = [
        ("lit", lit),
        ("selected", selected),
        ("suggested", suggested),
        ("matched", matched),
        ("hint", hint),
        ("hint beside", hint_beside),
        ("hint typed", hint_typed),
        ("bar", bar),
        ("substitute", substitute),
        ("dim", dim),
        ("strong", strong),
        ("border", border),
        ("focus", focus),
        ("title", title),
        ("top", top),
        ("key", key),
        ("chosen", chosen),
        ("good", good),
        ("problem", problem),
    ];
    styles.to_vec()
}

/// All that is drawn: the styles as they are, in the current sentence and in a chosen
/// row, and those of tags.
fn drawn(theme: &Theme) -> Vec<(String, Style)> {
    let mut all = Vec::new();
    let bases = [
        ("", Style::new()),
        ("lit ", theme.lit),
        ("chosen ", theme.chosen),
    ];
    for (base, over) in bases {
        // A frame stands on the terminal's own background only.
        let styles = styles(theme).into_iter();
        for (what, style) in styles.filter(|(what, _)| base.is_empty() || *what != "border") {
            all.push((format!("{base}{what}"), over.patch(style)));
        }
        for colour in configured() {
            let tag = tag(colour);
            all.push((format!("{base}{colour:?}"), over.patch(theme.tag(&tag))));
        }
    }
    all
}

/// The backgrounds of terminals on which a theme has to be read.
fn terminals(name: ThemeName) -> Vec<(Rgb, Rgb)> {
    // Each with what such a terminal usually writes in.
    let on_black = [
        ((229, 229, 229), BLACK),
        ((208, 208, 208), (0x28, 0x28, 0x28)),
    ];
    let on_white = [(BLACK, WHITE), ((0x33, 0x33, 0x33), (0xf2, 0xf2, 0xf2))];
    match name {
        ThemeName::Dark => on_black.to_vec(),
        ThemeName::Light => on_white.to_vec(),
        ThemeName::Either | ThemeName::Plain => vec![on_black[0], on_white[0]],
    }
}

/// The words and what they stand on, as a terminal shows them.
fn shown(style: Style, terminal: (Rgb, Rgb), sixteen: &[Rgb; 16]) -> (Rgb, Rgb) {
    let rgb = |colour: Option<Color>, own: Rgb| match colour {
        None | Some(Color::Reset) => own,
        Some(Color::Rgb(red, green, blue)) => (red, green, blue),
        Some(Color::Indexed(index)) => xterm_colour(index),
        Some(named) => {
            let number = NAMED.iter().position(|colour| *colour == named);
            let number = number.expect("one of the sixteen");
            // As many show a bold one.
            let is_brighter = number < 8 && style.add_modifier.contains(Modifier::BOLD);
            sixteen[number + 8 * usize::from(is_brighter && colour == style.fg)]
        }
    };
    let (ink, paper) = (rgb(style.fg, terminal.0), rgb(style.bg, terminal.1));
    match style.add_modifier.contains(Modifier::REVERSED) {
        true => (paper, ink),
        false => (ink, paper),
    }
}

#[test]
fn everything_can_be_read_on_black_and_on_white() {
    let palettes = [&FEW[..], &MANY, &[Palette::Monochrome]].concat();
    let mut seen = 0;
    for name in THEMES {
        for theme in palettes.iter().map(|palette| Theme::new(name, *palette)) {
            for terminal in terminals(name) {
                for (what, style) in drawn(&theme) {
                    for sixteen in &SIXTEEN {
                        let (ink, paper) = shown(style, terminal, sixteen);
                        let contrast = contrast(ink, paper);
                        // Frames say nothing: what they part is told by the room between.
                        let least = if what.ends_with("border") { 3.0 } else { 4.5 };
                        let palette = theme.palette;
                        assert!(
                            contrast >= least,
                            "{what} of {name:?} with {palette:?}: {contrast:.2} on {terminal:?}"
                        );
                        assert!(!style.add_modifier.contains(Modifier::DIM), "{what}");
                        seen += 1;
                    }
                }
            }
        }
    }
    assert!(seen > 10_000);
}

#[test]
fn underlines_are_seen_on_what_they_are_drawn_on() {
    let contrast_of = |style: Style, terminal| {
        let line = Style {
            fg: style.underline_color.or(style.fg),
            add_modifier: Modifier::empty(),
            ..style
        };
        let shown = SIXTEEN.iter().map(|sixteen| shown(line, terminal, sixteen));
        shown
            .map(|(line, paper)| contrast(line, paper))
            .fold(21.0, f64::min)
    };
    for name in THEMES {
        for theme in [&FEW[..], &MANY]
            .concat()
            .iter()
            .map(|palette| Theme::new(name, *palette))
        {
            for base in [Style::new(), theme.lit, theme.selected, theme.matched] {
                for colour in configured() {
                    let style = theme.underlined(base, theme.underline(&tag(colour)));
                    for terminal in terminals(name) {
                        let contrast = contrast_of(style, terminal);
                        assert!(contrast >= 3.0, "{colour:?} {name:?}: {contrast:.2}");
                    }
                }
            }
        }
    }
}
