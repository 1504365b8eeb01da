//! Whether every cell of the screen can be read, on a black and on a white terminal, with
//! any number of colours.
//!
//! The contrast is that of WCAG 2.2, found anew here; so are the colours of terminals.

use crate::fixture::Reader;
use postil::app::{FormatChoice, Message, Settings, ThemeName};
use postil::ui::theme::{Palette, Theme};
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

const ONE: &str = include_str!("../../seeds/000_ee65b8998efc0b3c.txt");
const TWO: &str = include_str!("../../seeds/001_9e977106d7cbec04.txt");
const HIDDEN: &str = "Hidden \u{202e}marks and\u{200b}spaces. See https://www.iom.int/ now.";

type Rgb = (u8, u8, u8);

/// The sixteen colours as xterm has them, and as a VGA card has.
const XTERM: [u32; 16] = [
    0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5,
    0x7f_7f7f, 0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
];
const VGA: [u32; 16] = [
    0x00_0000, 0xaa_0000, 0x00_aa00, 0xaa_5500, 0x00_00aa, 0xaa_00aa, 0x00_aaaa, 0xaa_aaaa,
    0x55_5555, 0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
];

/// What a terminal writes in and on.
struct Terminal {
    ink: Rgb,
    paper: Rgb,
    sixteen: [u32; 16],
}

fn terminals(theme: ThemeName) -> Vec<Terminal> {
    let all = [
        (ThemeName::Light, (229, 229, 229), (0, 0, 0)),
        (ThemeName::Dark, (0, 0, 0), (255, 255, 255)),
    ];
    let fitting = all.into_iter().filter(|(other, ..)| *other != theme);
    let fitting = fitting.flat_map(|(_, ink, paper)| {
        [XTERM, VGA].map(|sixteen| Terminal {
            ink,
            paper,
            sixteen,
        })
    });
    fitting.collect()
}

fn rgb(number: u32) -> Rgb {
    let [_, red, green, blue] = number.to_be_bytes();
    (red, green, blue)
}

impl Terminal {
    fn colour(&self, colour: Color, own: Rgb) -> Rgb {
        let number = match colour {
            Color::Reset => return own,
            Color::Rgb(red, green, blue) => return (red, green, blue),
            Color::Indexed(index @ 0..16) => index,
            Color::Indexed(index @ 16..232) => {
                let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
                let index = index - 16;
                return (level(index / 36), level(index / 6 % 6), level(index % 6));
            }
            Color::Indexed(index) => {
                let level = 8 + 10 * (index - 232);
                return (level, level, level);
            }
            Color::Black => 0,
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
        };
        rgb(self.sixteen[usize::from(number)])
    }

    fn contrast(&self, cell: &Cell) -> f64 {
        let ink = luminance(self.colour(cell.fg, self.ink));
        let paper = luminance(self.colour(cell.bg, self.paper));
        (ink.max(paper) + 0.05) / (ink.min(paper) + 0.05)
    }
}

fn luminance((red, green, blue): Rgb) -> f64 {
    let linear = |channel: u8| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// A reader with tags of all colours.
fn reader() -> Reader {
    let mut settings = Settings {
        formats: vec![FormatChoice {
            name: "json".to_owned(),
            extension: "json".to_owned(),
            description: "One JSON document.".to_owned(),
            cannot_carry: String::new(),
        }],
        ..Settings::default()
    };
    // As of a file that brings a tag along: in the terminal's own colour.
    let mut tag = settings.tags.look_up(&"rumour".into());
    tag.key = Some('1');
    settings.tags.put(tag);
    settings.keymap = postil::app::Keymap::new(&settings.tags, &[]).unwrap();
    let mut reader = Reader::with(&[ONE, TWO, HIDDEN], settings, (140, 40));
    reader.press("c+o<Esc>jfalooked up<Esc>ln<Esc>j1j");
    reader
}

/// Keys to what the reader can be shown, beginning and ending in the text.
const SCREENS: [(&str, &str); 16] = [
    ("", ""),
    ("kk", "jj"),
    ("vll", "<Esc>"),
    ("w", "<Esc>"),
    ("/the<Enter>", "<Esc>"),
    ("/the<Enter>vl", "<Esc>"),
    ("/nowhere", "<Esc>"),
    ("k<Enter>a note", "<Esc>"),
    ("?", "<Esc>"),
    (":", "<Esc>"),
    ("t", "<Esc>"),
    ("t<Down><Down>", "<Esc>"),
    ("D", "<Esc>"),
    ("<Tab>", "<Esc>"),
    ("<Tab><Tab>", "<Esc>"),
    ("JJ", "KK"),
];

#[test]
fn every_cell_can_be_read_on_black_and_on_white() {
    let mut reader = reader();
    let mut seen = 0;
    for size in [(140, 40), (80, 24)] {
        reader.tell(Message::Resized(size.0, size.1));
        for (keys, back) in SCREENS {
            reader.press(keys);
            for name in [
                ThemeName::Dark,
                ThemeName::Light,
                ThemeName::Either,
                ThemeName::Plain,
            ] {
                for palette in [
                    Palette::Monochrome,
                    Palette::Eight,
                    Palette::Sixteen,
                    Palette::Indexed,
                    Palette::Rgb,
                ] {
                    let buffer = reader.buffer_with(&Theme::new(name, palette));
                    for terminal in terminals(name) {
                        for (number, cell) in buffer.content.iter().enumerate() {
                            if cell.symbol().trim().is_empty() {
                                continue;
                            }
                            seen += 1;
                            // Frames say nothing, and neither does the rest of a bar.
                            let least = match cell.symbol() {
                                "┌" | "┐" | "└" | "┘" | "─" | "│" | "▱" => 3.0,
                                _ => 4.5,
                            };
                            let contrast = terminal.contrast(cell);
                            let at = (number % usize::from(size.0), number / usize::from(size.0));
                            assert!(
                                contrast >= least,
                                "{contrast:.2} of {:?} at {at:?} of {keys:?}, {name:?} with \
                                 {palette:?} on {:?}: {cell:?}",
                                cell.symbol(),
                                terminal.paper,
                            );
                            assert!(!cell.modifier.contains(Modifier::DIM));
                        }
                    }
                }
            }
            reader.press(back);
        }
    }
    assert!(seen > 1_000_000, "{seen}");
}

/// What can be told apart by colour, too, is told apart without.
#[test]
fn the_tags_of_the_program_differ_without_colours() {
    let mut reader = Reader::with(&[ONE], Settings::default(), (140, 40));
    reader.press("fjcjojn");
    let buffer = reader.buffer_with(&Theme::new(ThemeName::Dark, Palette::Monochrome));
    let letters = ["F", "C", "O", "N"];
    let in_margin = |letter: &str| {
        let cells = buffer.content.iter().enumerate();
        let mut cells = cells.filter(|(number, _)| (28..36).contains(&(number % 140)));
        cells.any(|(_, cell)| cell.symbol() == letter)
    };
    assert!(letters.into_iter().all(in_margin));
    let underlines: std::collections::BTreeSet<u16> = buffer
        .content
        .iter()
        .map(|cell| cell.modifier.bits() & (0xf000 | Modifier::UNDERLINED.bits()))
        .collect();
    // None, and one for each tag.
    assert_eq!(underlines.len(), 5);
    assert!(
        buffer
            .content
            .iter()
            .all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset)
    );
}
