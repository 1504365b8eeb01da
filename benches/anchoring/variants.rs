//! The same words in other clothes, with the place of every code point of the text.

use icu_normalizer::DecomposingNormalizerBorrowed;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::cases::Points;

/// Another text of the same words.
pub struct Variant {
    pub text: String,
    /// Where each code point of the text before stands in this one.
    images: Vec<Points>,
}

impl Variant {
    /// Where a passage stands that is not empty.
    pub fn image(&self, passage: &Points) -> Points {
        self.images[passage.start].start..self.images[passage.end - 1].end
    }

    /// What becomes of this one where it is changed once more.
    fn then(&self, make: Make) -> Self {
        let next = make(&self.text);
        Self {
            images: self.images.iter().map(|at| next.image(at)).collect(),
            text: next.text,
        }
    }
}

pub type Make = fn(&str) -> Variant;

/// Which of the two texts is tagged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    There,
    Back,
}

/// The ways to change a text, with the row that each is told in.
pub const VARIANTS: [(&str, Way, Make); 13] = [
    ("LF to CRLF", Way::There, crlf),
    ("CRLF to LF", Way::Back, crlf),
    ("wrapped anew", Way::There, wrapped),
    ("NFC to NFD", Way::There, decomposed),
    ("NFD to NFC", Way::Back, decomposed),
    ("straight to curly quotes", Way::There, curly),
    ("curly to straight quotes", Way::There, straight),
    ("some blanks U+00A0 or doubled", Way::There, blanks),
    ("the same, taken back", Way::Back, blanks),
    ("soft hyphens, zero-width spaces", Way::There, hyphens),
    ("a byte order mark", Way::There, marked),
    ("all of them", Way::There, all),
    ("all of them, taken back", Way::Back, all),
];

/// The measure that texts are wrapped to.
const WIDTH: usize = 60;
/// Every so many blanks and long words are changed.
const EVERY: usize = 3;
/// A word of so many letters gets something into its middle.
const LONG_WORD: usize = 6;

/// A variant while it is written.
#[derive(Default)]
struct Writing {
    text: String,
    /// The code points that were written.
    length: usize,
    images: Vec<Points>,
}

impl Writing {
    /// Writes what so many code points have become.
    fn put(&mut self, code_points: usize, new: &str) {
        let start = self.length;
        self.insert(new);
        for _ in 0..code_points {
            self.images.push(start..self.length);
        }
    }

    fn put_one(&mut self, new: char) {
        self.put(1, new.encode_utf8(&mut [0; 4]));
    }

    /// Writes what comes from no code point of the text.
    fn insert(&mut self, new: &str) {
        self.text.push_str(new);
        self.length += new.chars().count();
    }

    fn finish(self) -> Variant {
        let Self { text, images, .. } = self;
        Variant { text, images }
    }
}

fn crlf(text: &str) -> Variant {
    let mut writing = Writing::default();
    for letter in text.chars() {
        match letter {
            '\n' => writing.put(1, "\r\n"),
            _ => writing.put_one(letter),
        }
    }
    writing.finish()
}

/// Single line ends become blanks, and blanks line ends, at another measure.
///
/// Runs of white space stay: they end paragraphs, and set in code.
fn wrapped(text: &str) -> Variant {
    let letters: Vec<char> = text.chars().collect();
    let is_white = |at: Option<usize>| {
        let letter = at.and_then(|at| letters.get(at));
        letter.is_none_or(|letter| letter.is_whitespace())
    };
    let mut writing = Writing::default();
    let mut column = 0;
    for (at, &letter) in letters.iter().enumerate() {
        let is_single = !is_white(at.checked_sub(1)) && !is_white(Some(at + 1));
        if !is_single || !matches!(letter, ' ' | '\n') {
            column = if letter == '\n' { 0 } else { column + 1 };
            writing.put_one(letter);
            continue;
        }
        let word = letters[at + 1..].iter();
        let word = word.take_while(|letter| !letter.is_whitespace()).count();
        if column + 1 + word > WIDTH {
            column = 0;
            writing.put_one('\n');
        } else {
            column += 1;
            writing.put_one(' ');
        }
    }
    writing.finish()
}

/// In NFD; no canonical form reaches over the end of a grapheme cluster here.
fn decomposed(text: &str) -> Variant {
    let normalizer = DecomposingNormalizerBorrowed::new_nfd();
    let mut writing = Writing::default();
    for grapheme in text.graphemes(true) {
        let new = normalizer.normalize(grapheme);
        if new == grapheme {
            grapheme.chars().for_each(|letter| writing.put_one(letter));
        } else {
            writing.put(grapheme.chars().count(), &new);
        }
    }
    writing.finish()
}

fn curly(text: &str) -> Variant {
    let mut writing = Writing::default();
    let mut before = ' ';
    for letter in text.chars() {
        let opens = before.is_whitespace() || "([{—–-".contains(before);
        writing.put_one(match (letter, opens) {
            ('"', true) => '“',
            ('"', false) => '”',
            ('\'', true) => '‘',
            ('\'', false) => '’',
            _ => letter,
        });
        before = letter;
    }
    writing.finish()
}

fn straight(text: &str) -> Variant {
    let mut writing = Writing::default();
    for letter in text.chars() {
        writing.put_one(match letter {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '‚' => '\'',
            _ => letter,
        });
    }
    writing.finish()
}

fn blanks(text: &str) -> Variant {
    let mut writing = Writing::default();
    let mut count = 0;
    for letter in text.chars() {
        count += usize::from(letter == ' ');
        match (letter, count % (2 * EVERY)) {
            (' ', 0) => writing.put_one('\u{A0}'),
            (' ', EVERY) => writing.put(1, "  "),
            _ => writing.put_one(letter),
        }
    }
    writing.finish()
}

fn hyphens(text: &str) -> Variant {
    let mut writing = Writing::default();
    let mut count = 0;
    for piece in text.split_word_bounds() {
        let letters = piece.chars().count();
        let is_long = letters >= LONG_WORD && piece.chars().all(char::is_alphabetic);
        count += usize::from(is_long);
        let inserted = match count % (2 * EVERY) {
            0 => "\u{AD}",
            EVERY => "\u{200B}",
            _ => "",
        };
        for (at, letter) in piece.chars().enumerate() {
            if is_long && at == letters / 2 {
                writing.insert(inserted);
            }
            writing.put_one(letter);
        }
    }
    writing.finish()
}

fn marked(text: &str) -> Variant {
    let mut writing = Writing::default();
    writing.insert("\u{FEFF}");
    text.chars().for_each(|letter| writing.put_one(letter));
    writing.finish()
}

fn all(text: &str) -> Variant {
    let wrapped = wrapped(text).then(curly).then(blanks);
    wrapped
        .then(hyphens)
        .then(decomposed)
        .then(crlf)
        .then(marked)
}
