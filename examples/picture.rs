//! Draws pictures of the running program: `scripts/picture.sh`.
//!
//! The program runs in pseudo-terminals on a copy of the documents and the annotations of
//! this repository; what their screens then show is written as SVG: one picture for the
//! README, and one for each kind of terminal.

#![allow(
    clippy::unwrap_used,
    reason = "a program for makers that gives up on the first error"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use support::bytes::{Piece, pieces};
use support::desk::Desk;
use support::pty::{END_FRAME, Pty, rfind};
use vt100::{Cell, Color, Parser};

/// The document with the most to see in it, and where in it.
const DOCUMENT: &str = "iom/seeds/000_ee65b8998efc0b3c.txt";

/// A cell, and the window around the screen, in pixels.
const CELL: (f64, f64) = (8.4, 16.5);
const FRAME: f64 = 18.0;
const TITLE: f64 = 40.0;
const FONT_SIZE: f64 = 14.0;

/// A terminal, and what is written in it.
struct Terminal {
    /// The picture, below `docs`.
    file: &'static str,
    size: (u16, u16),
    environment: &'static [(&'static str, &'static str)],
    paper: &'static str,
    ink: &'static str,
    /// The colours that are its own.
    sixteen: [&'static str; 16],
}

/// Soft colours, as many themes of terminals have them.
const SOFT: [&str; 16] = [
    "#2b2f38", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#abb2bf",
    "#5c6370", "#ef7a85", "#a9d389", "#f0d08b", "#71bfff", "#d688ed", "#66c6d2", "#ffffff",
];
/// Those of a VGA card and of the console of Linux.
const VGA: [&str; 16] = [
    "#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa",
    "#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff",
];

const TERMINALS: [Terminal; 5] = [
    Terminal {
        file: "screen.svg",
        size: (120, 34),
        environment: &[("COLORTERM", "truecolor"), ("COLORFGBG", "15;0")],
        paper: "#16181d",
        ink: "#d6d9e0",
        sixteen: SOFT,
    },
    Terminal {
        file: "screens/dark.svg",
        size: (140, 40),
        environment: &[("COLORTERM", "truecolor"), ("COLORFGBG", "15;0")],
        paper: "#000000",
        ink: "#e5e5e5",
        sixteen: SOFT,
    },
    Terminal {
        file: "screens/light.svg",
        size: (140, 40),
        environment: &[("COLORTERM", "truecolor"), ("COLORFGBG", "0;15")],
        paper: "#ffffff",
        ink: "#1b1d22",
        sixteen: SOFT,
    },
    Terminal {
        file: "screens/sixteen.svg",
        size: (140, 40),
        environment: &[("TERM", "xterm-16color"), ("COLORFGBG", "7;0")],
        paper: "#000000",
        ink: "#aaaaaa",
        sixteen: VGA,
    },
    Terminal {
        file: "screens/colourless.svg",
        size: (140, 40),
        environment: &[("NO_COLOR", "1")],
        paper: "#000000",
        ink: "#e5e5e5",
        sixteen: SOFT,
    },
];

fn main() {
    let mut arguments = env::args_os().skip(1);
    let (program, folder) = arguments
        .next()
        .zip(arguments.next())
        .expect("usage: picture PROGRAM FOLDER");
    let program = fs::canonicalize(program).unwrap();
    for terminal in TERMINALS {
        let output = run(program.to_str().unwrap(), &terminal);
        let path = Path::new(&folder).join(terminal.file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, svg(&Picture::new(&output, terminal))).unwrap();
    }
}

/// Runs the program, shows something of it, and answers what it wrote.
fn run(program: &str, terminal: &Terminal) -> Vec<u8> {
    let desk = Desk::with_seeds(program);
    desk.has_been_here();
    let tagged = copy_annotations(&desk.root());
    let mut command = desk.command(program, &[DOCUMENT, "--as", "ana"]);
    for (name, value) in terminal.environment {
        command.env(name, value);
    }
    let mut reader = Pty::spawn(command, terminal.size);
    reader.wait_for("the first screen", |view| {
        view.says_saved() && view.row(0).contains(" tag")
    });
    if tagged {
        // To a tag in the middle, so that there are some around it.
        reader.send("%50\r]");
    } else {
        tag_something(&mut reader);
    }
    // Drawn anew, the screen shows what the keys before have done.
    let from = reader.mark();
    reader.send("\x0c");
    reader.wait_for_bytes("a screen drawn anew", from, |bytes| {
        rfind(bytes, b"\x1b[2J").is_some() && rfind(bytes, b"\x1b[2J") < rfind(bytes, END_FRAME)
    });
    reader.wait_until_saved();
    let output = reader.bytes(0);
    reader.send("q");
    reader.wait_for_exit();
    output
}

/// Copies the annotations of this repository; answers whether there are any of
/// the document.
fn copy_annotations(root: &Path) -> bool {
    let name = Path::new(DOCUMENT).file_name().unwrap().to_str().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("annotations");
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    fs::create_dir_all(root.join("annotations")).unwrap();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(
                &path,
                root.join("annotations").join(path.file_name().unwrap()),
            )
            .unwrap();
        }
    }
    root.join(format!("annotations/{name}.json")).exists()
}

/// Without annotations a few are made.
fn tag_something(reader: &mut Pty) {
    for (words, key) in [("request for comment", "f"), ("bulk of its funding", "c")] {
        reader.send(format!("/{words}\r"));
        reader.wait_for(words, |view| view.status().contains("match "));
        reader.send(format!("s{key}"));
        reader.wait_until_saved();
    }
}

/// What stands on the screen, with what the emulator does not know: which kind
/// of underline, and its colour.
struct Picture {
    terminal: Terminal,
    screen: Parser,
    /// The same screen, on which the background is the kind of underline and
    /// the foreground its colour.
    underlines: Parser,
}

impl Picture {
    fn new(output: &[u8], terminal: Terminal) -> Self {
        let (columns, rows) = terminal.size;
        let parser = || Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
        let (mut screen, mut underlines) = (parser(), parser());
        screen.process(output);
        for piece in pieces(output) {
            let bytes = match piece {
                Piece::Words(words) | Piece::Other(words) => words,
                Piece::Control(control) => control.to_string(),
                Piece::Csi(parameters, 'm') => format!("\x1b[{}m", as_underline(&parameters)),
                Piece::Csi(parameters, last) => format!("\x1b[{parameters}{last}"),
            };
            underlines.process(bytes.as_bytes());
        }
        Self {
            terminal,
            screen,
            underlines,
        }
    }

    fn cell(&self, row: u16, column: u16) -> &Cell {
        self.screen.screen().cell(row, column).unwrap()
    }

    /// The kind of underline of a cell, as SGR counts them, and its colour.
    fn underline(&self, row: u16, column: u16) -> Option<(u8, Color)> {
        let cell = self.underlines.screen().cell(row, column).unwrap();
        match cell.bgcolor() {
            Color::Idx(kind) => Some((kind, cell.fgcolor())),
            _ => None,
        }
    }
}

/// A rendition with only its underline left, said as colours. One that resets
/// says so first.
fn as_underline(parameters: &str) -> String {
    if parameters.is_empty() || parameters == "0" {
        return "0".to_owned();
    }
    let mut kept = Vec::new();
    let mut all = parameters.split(';');
    while let Some(parameter) = all.next() {
        match parameter {
            "0" => kept.push("0".to_owned()),
            "24" => kept.push("49".to_owned()),
            "59" => kept.push("39".to_owned()),
            "4" => kept.push("48;5;1".to_owned()),
            // What follows is the colour of the text or of its background.
            "38" | "48" => {
                let numbers = if all.next() == Some("5") { 1 } else { 3 };
                all.by_ref().take(numbers).for_each(drop);
            }
            _ => {
                if let Some(kind) = parameter.strip_prefix("4:") {
                    kept.push(format!("48;5;{kind}"));
                } else if let Some(colour) = parameter.strip_prefix("58:") {
                    kept.push(format!(
                        "38;{}",
                        colour.replace("::", ":").replace(':', ";")
                    ));
                }
            }
        }
    }
    if kept.is_empty() {
        // Nothing of it is about underlines: a rendition that changes nothing.
        return "29".to_owned();
    }
    kept.join(";")
}

fn svg(picture: &Picture) -> String {
    let Terminal {
        size, paper, ink, ..
    } = picture.terminal;
    let (columns, rows) = (f64::from(size.0), f64::from(size.1));
    let width = columns * CELL.0 + 2.0 * FRAME;
    let height = rows * CELL.1 + TITLE + FRAME;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\" \
         aria-label=\"postil in a terminal\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"10\" fill=\"{paper}\"/>\n\
         <rect x=\"0.5\" y=\"0.5\" width=\"{:.0}\" height=\"{:.0}\" rx=\"9.5\" fill=\"none\" \
         stroke=\"#343842\"/>\n",
        width - 1.0,
        height - 1.0,
    );
    for (index, colour) in ["#ec6a5e", "#f4bf4f", "#61c554"].iter().enumerate() {
        let x = 22 + 20 * index;
        let _ = writeln!(
            svg,
            "<circle cx=\"{x}\" cy=\"20\" r=\"6\" fill=\"{colour}\"/>"
        );
    }
    let _ = writeln!(
        svg,
        "<g font-family=\"'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace\" \
         font-size=\"{FONT_SIZE}\" fill=\"{ink}\" xml:space=\"preserve\">"
    );
    for row in 0..size.1 {
        draw_backgrounds(picture, row, &mut svg);
        draw_words(picture, row, &mut svg);
        draw_underlines(picture, row, &mut svg);
    }
    draw_cursor(picture, &mut svg);
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// The columns of a row in runs of which all cells answer the same.
fn runs<T: PartialEq>(columns: u16, of: impl Fn(u16) -> T) -> Vec<(u16, u16, T)> {
    let mut runs: Vec<(u16, u16, T)> = Vec::new();
    for column in 0..columns {
        let value = of(column);
        match runs.last_mut() {
            Some((_, end, last)) if *last == value => *end = column + 1,
            _ => runs.push((column, column + 1, value)),
        }
    }
    runs
}

fn x_of(column: u16) -> f64 {
    FRAME + f64::from(column) * CELL.0
}

fn y_of(row: u16) -> f64 {
    TITLE + f64::from(row) * CELL.1
}

/// Foreground and background as they are seen.
fn colours(cell: &Cell, terminal: &Terminal) -> (Option<String>, Option<String>) {
    let of = |colour| hex(colour, &terminal.sixteen);
    let (ink, paper) = (of(cell.fgcolor()), of(cell.bgcolor()));
    if cell.inverse() {
        let ink = ink.unwrap_or_else(|| terminal.ink.to_owned());
        let paper = paper.unwrap_or_else(|| terminal.paper.to_owned());
        return (Some(paper), Some(ink));
    }
    (ink, paper)
}

/// The cursor, a thin one at the left of its cell.
fn draw_cursor(picture: &Picture, svg: &mut String) {
    let screen = picture.screen.screen();
    let (row, column) = screen.cursor_position();
    if !screen.hide_cursor() {
        let _ = writeln!(
            svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"1.4\" height=\"{:.1}\" fill=\"{}\"/>",
            x_of(column),
            y_of(row),
            CELL.1,
            picture.terminal.ink,
        );
    }
}

fn draw_backgrounds(picture: &Picture, row: u16, svg: &mut String) {
    let terminal = &picture.terminal;
    let paper_of = |column| colours(picture.cell(row, column), terminal).1;
    for (from, to, paper) in runs(terminal.size.0, paper_of) {
        if let Some(paper) = paper {
            let _ = writeln!(
                svg,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{paper}\"/>",
                x_of(from),
                y_of(row),
                f64::from(to - from) * CELL.0,
                CELL.1,
            );
        }
    }
}

fn draw_words(picture: &Picture, row: u16, svg: &mut String) {
    let style = |column| {
        let cell = picture.cell(row, column);
        let ink = colours(cell, &picture.terminal).0;
        (ink, cell.bold(), cell.italic(), cell.dim())
    };
    for (from, to, (ink, bold, italic, dim)) in runs(picture.terminal.size.0, style) {
        let cells = (from..to).map(|column| picture.cell(row, column));
        let words: String = cells
            .filter(|cell| !cell.is_wide_continuation())
            .map(|cell| {
                if cell.has_contents() {
                    cell.contents()
                } else {
                    " "
                }
            })
            .collect();
        if words.trim().is_empty() {
            continue;
        }
        let mut attributes = String::new();
        if let Some(ink) = ink {
            let _ = write!(attributes, " fill=\"{ink}\"");
        }
        for (wanted, attribute) in [
            (bold, " font-weight=\"bold\""),
            (italic, " font-style=\"italic\""),
            (dim, " opacity=\"0.7\""),
        ] {
            attributes.push_str(if wanted { attribute } else { "" });
        }
        // The length holds the columns together whatever font there is.
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" textLength=\"{:.1}\" \
             lengthAdjust=\"spacingAndGlyphs\"{attributes}>{}</text>",
            x_of(from),
            y_of(row) + CELL.1 * 0.74,
            f64::from(to - from) * CELL.0,
            escape(&words),
        );
    }
}

fn draw_underlines(picture: &Picture, row: u16, svg: &mut String) {
    let Terminal {
        size, ink, sixteen, ..
    } = &picture.terminal;
    // Without a colour of its own, an underline has that of the words.
    let of = |column| {
        let words = colours(picture.cell(row, column), &picture.terminal).0;
        Some((picture.underline(row, column)?, words))
    };
    for (from, to, underline) in runs(size.0, of) {
        let Some(((kind, colour), words)) = underline else {
            continue;
        };
        let colour = hex(colour, sixteen).or(words);
        let colour = colour.unwrap_or_else(|| (*ink).to_owned());
        let (start, end, y) = (x_of(from), x_of(to), y_of(row) + CELL.1 - 2.5);
        let straight = |y: f64| format!("M{start:.1} {y:.1}H{end:.1}");
        let (path, dashes) = match kind {
            2 => (straight(y - 1.0) + &straight(y + 1.5), ""),
            3 => {
                let waves = usize::from(to - from) * 2;
                let wave = " q1.05 -2.4 2.1 0 t2.1 0".repeat(waves);
                (format!("M{start:.1} {y:.1}{wave}"), "")
            }
            4 => (straight(y), " stroke-dasharray=\"1.4 2.8\""),
            5 => (straight(y), " stroke-dasharray=\"5 3.4\""),
            _ => (straight(y), ""),
        };
        let _ = writeln!(
            svg,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.2\"{dashes}/>"
        );
    }
}

fn escape(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A colour as the web writes it; none for the terminal's own.
fn hex(colour: Color, sixteen: &[&str; 16]) -> Option<String> {
    match colour {
        Color::Default => None,
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        Color::Idx(index @ 0..16) => Some(sixteen[usize::from(index)].to_owned()),
        Color::Idx(index @ 16..232) => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let index = index - 16;
            let (red, green, blue) = (index / 36, index / 6 % 6, index % 6);
            Some(format!(
                "#{:02x}{:02x}{:02x}",
                level(red),
                level(green),
                level(blue)
            ))
        }
        Color::Idx(index) => {
            let grey = 8 + 10 * (index - 232);
            Some(format!("#{grey:02x}{grey:02x}{grey:02x}"))
        }
    }
}
