//! Tags and the label set of a workspace.

use std::sync::LazyLock;

use compact_str::CompactString;
use unicode_segmentation::UnicodeSegmentation;

use super::id::text_name;
use crate::text::equivalence::{Accents, Case, Rules, same};
use crate::text::visible::columns;

/// The letter of a tag that a file brought along.
const UNKNOWN: &str = "?";

/// The name of a tag as it stands in the annotation file, for example `needs-source`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TagId(pub CompactString);

impl TagId {
    /// The tag of what is so, as far as the annotator can tell.
    pub const FACT: &'static str = "fact";
    /// The tag of what somebody says is so.
    pub const CLAIM: &'static str = "claim";
    /// The tag that counts as unsourced by itself: a passage that needs a source.
    pub const NEEDS_SOURCE: &'static str = "needs-source";
    /// The tag that says that there is nothing to check in a sentence. It is in every
    /// workspace, beside the label set, and no configuration changes it.
    pub const NO_CLAIM: &'static str = "no-claim";

    /// The table of postil.toml that defines a tag of this name.
    pub(crate) fn table_of(name: &str) -> String {
        let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        match !name.is_empty() && name.chars().all(is_bare) {
            true => format!("[tags.{name}]"),
            false => format!("[tags.{}]", quoted(name)),
        }
    }

    /// Whether it only marks a sentence as having nothing to check.
    pub fn is_mark(&self) -> bool {
        self.as_str() == Self::NO_CLAIM
    }
}

/// A string of TOML, by <https://toml.io/en/v1.0.0#string>.
fn quoted(name: &str) -> String {
    let mut out = String::from('"');
    for c in name.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

text_name!(TagId);

/// How a tagged passage is underlined, so that tags differ without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Underline {
    #[default]
    Straight,
    Double,
    Curly,
    Dotted,
    Dashed,
}

impl Underline {
    /// All styles with the word that the configuration uses for each.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("straight", Self::Straight),
        ("double", Self::Double),
        ("curly", Self::Curly),
        ("dotted", Self::Dotted),
        ("dashed", Self::Dashed),
    ];

    /// A style that is not taken, as long as there is one.
    pub(crate) fn free(taken: &[Self]) -> Self {
        let mut styles = Self::NAMES.into_iter().map(|(_, style)| style);
        let free = styles.find(|style| !taken.contains(style));
        free.unwrap_or(Self::Dashed)
    }
}

/// The letters that a tag may be given, most usual ones first.
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#$%&*=~ΓΔΘΛΞΠΣΦΨΩБДЖЛЦЧШЩЭЮЯ";

/// Greek and Cyrillic letters, each before the Latin one that it looks like.
const LOOKALIKES: [(&str, &str); 2] = [
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("АВЕЅІЈКМНОРСТУХ", "ABESIJKMHOPCTYX"),
];

/// What a letter looks like: two of one form cannot be told apart in the margin.
fn form(letter: &str) -> String {
    let latin = |character: char| {
        LOOKALIKES.iter().find_map(|(alike, latin)| {
            let index = alike.chars().position(|other| other == character)?;
            latin.chars().nth(index)
        })
    };
    let latin = |character: char| latin(character).unwrap_or(character);
    letter.chars().map(latin).collect()
}

/// The colour of a tag: one of the terminal's own sixteen, so that it follows
/// the reader's palette, or a fixed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colour {
    Indexed(u8),
    Rgb(u8, u8, u8),
}

impl Colour {
    /// The names the configuration knows, with the palette entry of each.
    pub const NAMES: [(&'static str, u8); 14] = [
        ("red", 1),
        ("green", 2),
        ("yellow", 3),
        ("blue", 4),
        ("magenta", 5),
        ("cyan", 6),
        ("white", 7),
        ("grey", 8),
        ("bright-red", 9),
        ("bright-green", 10),
        ("bright-yellow", 11),
        ("bright-blue", 12),
        ("bright-magenta", 13),
        ("bright-cyan", 14),
    ];

    /// Reads a colour word, `#rrggbb`, or a palette number from 0 to 255.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        if let Some((_, index)) = Self::NAMES.iter().find(|(name, _)| *name == word) {
            return Some(Self::Indexed(*index));
        }
        if let Some(hex) = word.strip_prefix('#') {
            if hex.len() != 6 || !hex.is_ascii() {
                return None;
            }
            let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok();
            return Some(Self::Rgb(part(0)?, part(2)?, part(4)?));
        }
        word.parse().ok().map(Self::Indexed)
    }
}

/// One label of the set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub id: TagId,
    pub name: String,
    /// The key that tags with it; its upper case tags and goes on. A tag that
    /// was only found in a file has none.
    pub key: Option<char>,
    /// The letter in the margin: one grapheme cluster.
    pub letter: String,
    pub colour: Colour,
    pub underline: Underline,
    /// When to use it, one sentence; may be empty.
    pub guideline: String,
}

/// A tag that is added to the label set; all else about it is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTag {
    /// What it is called.
    pub id: TagId,
    /// Its key, where one is free.
    pub key: Option<char>,
}

/// The colours of tags that name none, without those of the four that are built in.
const COLOURS: [u8; 6] = [6, 1, 14, 9, 13, 12];

/// What a sentence with nothing to check is marked with.
static NO_CLAIM: LazyLock<Tag> = LazyLock::new(|| Tag {
    id: TagId::NO_CLAIM.into(),
    name: TagId::NO_CLAIM.to_owned(),
    key: None,
    letter: "·".to_owned(),
    colour: Colour::Indexed(8),
    underline: Underline::Dotted,
    guideline: "Nothing to check in this sentence.".to_owned(),
});

/// Whether two names are one, however they are spelt and whatever the case.
fn is_one_name(one: &str, other: &str) -> bool {
    let rules = Rules {
        case: Case::Ignored,
        accents: Accents::Significant,
    };
    same(one.trim(), other.trim(), rules)
}

impl Tag {
    /// Whether the letters of two tags look the same.
    pub(crate) fn has_letter_of(&self, other: &Self) -> bool {
        form(&self.letter) == form(&other.letter)
    }

    /// Whether a word is what another tag is called, whatever the case.
    pub(crate) fn is_called(&self, word: &str) -> bool {
        is_one_name(&self.name, word) || is_one_name(self.id.as_str(), word)
    }

    /// Whether a word is what the mark of a sentence with nothing to check is called.
    pub(crate) fn is_name_of_mark(word: &str) -> bool {
        NO_CLAIM.is_called(word)
    }
}

/// The ordered label set of a workspace: unique ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagSet(Vec<Tag>);

impl Default for TagSet {
    fn default() -> Self {
        Self::built_in()
    }
}

impl TagSet {
    /// The four tags every workspace has.
    pub fn built_in() -> Self {
        let tag = |id: &str, key: char, colour: u8, underline, guideline: &str| Tag {
            id: id.into(),
            name: id.to_owned(),
            key: Some(key),
            letter: key.to_uppercase().to_string(),
            colour: Colour::Indexed(colour),
            underline,
            guideline: guideline.to_owned(),
        };
        Self(vec![
            tag(
                "fact",
                'f',
                2,
                Underline::Straight,
                "Verifiable, and confirmed by a source you would cite.",
            ),
            tag(
                "claim",
                'c',
                4,
                Underline::Double,
                "Asserted by someone; checkable, not yet checked.",
            ),
            tag(
                "opinion",
                'o',
                5,
                Underline::Dotted,
                "Judgement, feeling or forecast; no source can settle it.",
            ),
            tag(
                TagId::NEEDS_SOURCE,
                'n',
                3,
                Underline::Curly,
                "Stated as fact without a traceable source.",
            ),
        ])
    }

    /// Adds a tag at the end, or puts it in the place of the one with its id.
    pub fn put(&mut self, tag: Tag) {
        match self.0.iter_mut().find(|known| known.id == tag.id) {
            Some(known) => *known = tag,
            None => self.0.push(tag),
        }
    }

    /// Adds a tag at the end, with a letter, a colour and an underline that no other one has as
    /// long as there are any.
    pub fn add(&mut self, new: &NewTag) {
        let mut tag = Tag {
            key: new.key,
            colour: self.next_colour(),
            ..self.look_up(&new.id)
        };
        let taken: Vec<Underline> = self.iter().map(|tag| tag.underline).collect();
        tag.underline = Underline::free(&taken);
        tag.letter = self.free_letter(&tag);
        self.put(tag);
    }

    /// The colour of the next tag that names none.
    pub(crate) fn next_colour(&self) -> Colour {
        Colour::Indexed(COLOURS[self.0.len() % COLOURS.len()])
    }

    /// Whether a tag is one of the set or built in, and not only found in a file.
    pub(crate) fn knows(&self, id: &TagId) -> bool {
        self.get(id).is_some() || id.is_mark()
    }

    /// Whether a tag is one of those that every workspace has.
    pub(crate) fn is_built_in(id: &TagId) -> bool {
        Self::built_in().get(id).is_some()
    }

    /// A letter of the tag that no other one has: of its name, its key, or else any.
    pub(crate) fn free_letter(&self, tag: &Tag) -> String {
        let is_taken = |letter: &str| {
            let others = self.iter().filter(|other| other.id != tag.id);
            let mut forms = others.map(|other| form(&other.letter).to_lowercase());
            forms.any(|taken| taken == form(letter).to_lowercase())
        };
        let key = tag.key.map(String::from).unwrap_or_default();
        let own = [tag.name.as_str(), &key].concat();
        let own = own.graphemes(true).map(str::to_uppercase);
        let own =
            own.filter(|letter| letter.chars().all(char::is_alphanumeric) && columns(letter) == 1);
        let any = LETTERS.chars().map(String::from);
        let mut letters = own.chain(any).filter(|letter| !letter.is_empty());
        let free = letters.find(|letter| !is_taken(letter));
        free.unwrap_or_else(|| UNKNOWN.to_owned())
    }

    /// The tags in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Tag> {
        self.0.iter()
    }

    pub(crate) fn get(&self, id: &TagId) -> Option<&Tag> {
        self.0.iter().find(|tag| tag.id == *id)
    }

    /// The tag with that id, or a stand-in for one that a file brought along
    /// and the set does not know: shown and kept, without a key.
    pub fn look_up(&self, id: &TagId) -> Tag {
        let known = self.get(id).or(id.is_mark().then(|| &*NO_CLAIM));
        known.cloned().unwrap_or_else(|| Tag {
            id: id.clone(),
            name: id.0.to_string(),
            key: None,
            letter: UNKNOWN.to_owned(),
            colour: Colour::Indexed(7),
            underline: Underline::Dashed,
            guideline: String::new(),
        })
    }

    /// Finds a tag by id, by displayed name or by key, whatever the case: what
    /// a person types on the command line. The mark of a sentence with nothing to check is
    /// found, too.
    pub(crate) fn find(&self, word: &str) -> Option<&Tag> {
        let same = |one: &str| is_one_name(one, word);
        let has_key = |tag: &&Tag| tag.key.is_some_and(|key| word == key.to_string());
        let by_id = self.iter().find(|tag| same(tag.id.as_str()));
        let by_name = || self.iter().find(|tag| same(&tag.name));
        let by_key = || self.iter().find(has_key);
        let mark = || Tag::is_name_of_mark(word).then(|| &*NO_CLAIM);
        by_id.or_else(by_name).or_else(by_key).or_else(mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_their_three_forms() {
        assert_eq!(Colour::parse("blue"), Some(Colour::Indexed(4)));
        assert_eq!(Colour::parse("208"), Some(Colour::Indexed(208)));
        assert_eq!(Colour::parse("#ff8000"), Some(Colour::Rgb(255, 128, 0)));
        assert_eq!(Colour::parse("#ff80"), None);
        assert_eq!(Colour::parse("#ééé"), None);
        assert_eq!(Colour::parse("300"), None);
    }

    #[test]
    fn a_tag_is_found_by_what_a_person_types() {
        let tags = TagSet::built_in();
        assert_eq!(
            tags.find("Needs-Source").map(|tag| tag.key),
            Some(Some('n'))
        );
        assert_eq!(tags.find("o").map(|tag| tag.id.as_str()), Some("opinion"));
        assert_eq!(tags.find("lie"), None);
    }

    #[test]
    fn a_tag_outside_the_set_is_shown_and_has_no_key() {
        let tag = TagSet::built_in().look_up(&"rumour".into());
        assert_eq!((tag.name.as_str(), tag.key), ("rumour", None));
    }
}
