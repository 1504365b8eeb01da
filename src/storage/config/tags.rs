//! The label set of a configuration: `[tags.<id>]`.

use std::ops::Range;

use toml::de::DeValue;
use unicode_segmentation::UnicodeSegmentation;

use crate::annotation::{Colour, Tag, TagId, TagSet, Underline};
use crate::session::KeyBinding;
use crate::storage::error::StorageError;
use crate::text::nearest;
use crate::text::visible::{columns, visible};

use super::source::{Field, Name, Source, Table, in_file_order};

const FIELDS: [&str; 6] = ["name", "key", "letter", "colour", "underline", "guideline"];

/// Its meaning is the same in every workspace, since counts and exports go by it.
const MARK_IS_FIXED: &str =
    "no-claim is built in and cannot be changed: it marks a sentence with nothing to check";

/// What the files have said of tags: the rest is chosen when all is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Given {
    letters: Vec<TagId>,
    underlines: Vec<TagId>,
}

/// Where one file says something of a tag.
struct Place {
    id: TagId,
    span: Range<usize>,
}

/// Changes a label set by the tables of `[tags]`; answers where keys were given.
pub(super) fn take(
    tags: &mut TagSet,
    given: &mut Given,
    source: &Source<'_>,
    table: &Table<'_>,
) -> Result<Vec<KeyBinding>, StorageError> {
    let (mut keys, mut letters, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in in_file_order(table) {
        let id = id(source, name)?;
        let DeValue::Table(fields) = value.get_ref() else {
            return Err(source.error(
                value.span(),
                format!("a tag is a table; write [tags.{id}] on a line of its own"),
            ));
        };
        let mut tag = tags.get(&id).cloned().unwrap_or_else(|| Tag {
            letter: String::new(),
            colour: tags.next_colour(),
            ..tags.look_up(&id)
        });
        let mut called = name.span();
        for (field, value) in in_file_order(fields) {
            set(&mut tag, source, field, value)?;
            let (id, span) = (id.clone(), value.span());
            match field.get_ref().as_ref() {
                "key" => keys.push(Place { id, span }),
                "letter" => letters.push(Place { id, span }),
                "underline" => given.underlines.push(id),
                "name" if Tag::is_name_of_mark(&tag.name) => {
                    return Err(source.error(span, MARK_IS_FIXED));
                }
                "name" => called = span,
                _ => {}
            }
        }
        names.push(Place { id, span: called });
        tags.put(tag);
    }
    given
        .letters
        .extend(letters.iter().map(|place| place.id.clone()));
    choose_the_rest(tags, given);
    let bindings = keys.iter().map(|place| KeyBinding {
        command: format!("tag {}", place.id),
        keys: Vec::new(),
        file: source.path.to_owned(),
        line: source.line(place.span.clone()),
    });
    let bindings = bindings.collect();
    check_keys(tags, source, keys)?;
    check_letters(tags, source, letters)?;
    check_names(tags, source, names)?;
    Ok(bindings)
}

fn id(source: &Source<'_>, name: &Name<'_>) -> Result<TagId, StorageError> {
    let id = name.get_ref().trim();
    if id.is_empty() || id != name.get_ref() {
        return Err(source.error(name.span(), "a tag needs a name, as in [tags.rumour]"));
    }
    match Tag::is_name_of_mark(id) {
        true => Err(source.error(name.span(), MARK_IS_FIXED)),
        false => Ok(TagId(id.into())),
    }
}

/// Gives the added tags letters and underlines that no other tag has, where the files do not
/// say which. Those of an earlier file give way to what a later one says.
fn choose_the_rest(tags: &mut TagSet, given: &Given) {
    let is_added = |tag: &&Tag| !TagSet::is_built_in(&tag.id);
    let wants_letter = |tag: &Tag| !given.letters.contains(&tag.id);
    let wants_underline = |tag: &Tag| !given.underlines.contains(&tag.id);
    let added: Vec<Tag> = tags.iter().filter(is_added).cloned().collect();
    let chosen = |tag: &&Tag| is_added(tag) && wants_underline(tag);
    let fixed = tags.iter().filter(|tag| !chosen(tag));
    let mut taken: Vec<Underline> = fixed.map(|tag| tag.underline).collect();
    for tag in added.iter().filter(|tag| wants_letter(tag)) {
        let letter = String::new();
        tags.put(Tag {
            letter,
            ..tag.clone()
        });
    }
    for tag in added {
        let mut tag = tags.look_up(&tag.id);
        if wants_letter(&tag) {
            tag.letter = tags.free_letter(&tag);
        }
        if wants_underline(&tag) {
            tag.underline = Underline::free(&taken);
            taken.push(tag.underline);
        }
        tags.put(tag);
    }
}

fn set(
    tag: &mut Tag,
    source: &Source<'_>,
    field: &Name<'_>,
    value: &Field<'_>,
) -> Result<(), StorageError> {
    match field.get_ref().as_ref() {
        "name" => tag.name = source.words(field, value)?,
        "key" => tag.key = Some(source.key(field, value, "a tag")?),
        "letter" => tag.letter = letter(source, field, value)?,
        "colour" => tag.colour = colour(source, field, value)?,
        "underline" => tag.underline = source.one_of(field, value, &Underline::NAMES)?,
        "guideline" => tag.guideline = source.words(field, value)?,
        "color" => {
            return Err(source.error(
                field.span(),
                "there is no setting \"color\"; write \"colour\"",
            ));
        }
        other => return Err(source.unknown(field, other, &FIELDS)),
    }
    Ok(())
}

/// The letter of a tag, for which the margin has one column.
fn letter(
    source: &Source<'_>,
    field: &Name<'_>,
    value: &Field<'_>,
) -> Result<String, StorageError> {
    let letter = source.words(field, value)?;
    let is_one = letter.graphemes(true).count() == 1;
    if !is_one || visible(&letter) != letter {
        return Err(source.wrong(field, value, "\"R\""));
    }
    match columns(&letter) {
        1 => Ok(letter),
        wide => Err(source.error(
            value.span(),
            format!(
                "the letter {letter} takes {wide} columns, and the margin has one for it; write a narrower one, for example letter = \"R\""
            ),
        )),
    }
}

fn colour(
    source: &Source<'_>,
    field: &Name<'_>,
    value: &Field<'_>,
) -> Result<Colour, StorageError> {
    let word = match value.get_ref() {
        DeValue::String(word) => word.to_string(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        _ => String::new(),
    };
    Colour::parse(&word).ok_or_else(|| {
        let names = Colour::NAMES.map(|(name, _)| name);
        let instead = nearest(&word, names).map_or_else(
            || {
                format!(
                    "write one of {}, \"#rrggbb\", or a number to 255",
                    names.join(", ")
                )
            },
            |near| format!("write \"{near}\"?"),
        );
        source.error(
            value.span(),
            format!("\"{word}\" is no {}; {instead}", field.get_ref()),
        )
    })
}

/// Checks that no two tags share a key, in lower or in upper case: the latter tags and goes
/// on. It comes after all tags are read, so that two of them can swap their keys.
fn check_keys(tags: &TagSet, source: &Source<'_>, given: Vec<Place>) -> Result<(), StorageError> {
    let clashes = |tag: &Tag, other: &Tag| {
        let same = |key: char, other: char| other.to_lowercase().eq(key.to_lowercase());
        let keys = tag.key.zip(other.key);
        keys.is_some_and(|(key, other)| same(key, other))
    };
    let what = |tag: &Tag| format!("the key {}", tag.key.unwrap_or_default());
    check(tags, source, given, clashes, what, "another key")
}

fn check_letters(
    tags: &TagSet,
    source: &Source<'_>,
    given: Vec<Place>,
) -> Result<(), StorageError> {
    let what = |tag: &Tag| format!("the letter {}", tag.letter);
    check(
        tags,
        source,
        given,
        Tag::has_letter_of,
        what,
        "another letter",
    )
}

fn check_names(tags: &TagSet, source: &Source<'_>, given: Vec<Place>) -> Result<(), StorageError> {
    let clashes = |tag: &Tag, other: &Tag| other.is_called(&tag.name);
    let what = |tag: &Tag| format!("the name {}", tag.name);
    check(tags, source, given, clashes, what, "another name")
}

/// Checks that no other tag has the same as those that were given something.
fn check(
    tags: &TagSet,
    source: &Source<'_>,
    given: Vec<Place>,
    clashes: impl Fn(&Tag, &Tag) -> bool,
    what: impl Fn(&Tag) -> String,
    remedy: &str,
) -> Result<(), StorageError> {
    for Place { id, span } in given {
        let Some(tag) = tags.get(&id) else {
            continue;
        };
        let mut others = tags.iter().filter(|other| other.id != id);
        if let Some(other) = others.find(|other| clashes(tag, other)) {
            let message = format!(
                "{} is given to both \"{}\" and \"{id}\"; give one of them {remedy}",
                what(tag),
                other.id
            );
            return Err(source.error(span, message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use crate::annotation::{TagId, TagSet};
    use crate::storage::config::Config;

    fn read(files: &[&str]) -> Result<TagSet, String> {
        let mut config = Config::default();
        for (number, words) in files.iter().enumerate() {
            let path = format!("{number}.toml");
            let read = config.read_bytes(Path::new(&path), words.as_bytes().to_vec());
            read.map_err(|error| error.to_string())?;
        }
        Ok(config.tags)
    }

    /// The letters of the tags in their order.
    fn letters(files: &[&str]) -> String {
        let tags = read(files).unwrap();
        tags.iter().map(|tag| tag.letter.as_str()).collect()
    }

    #[test]
    fn what_marks_a_sentence_with_nothing_to_check_is_no_tag_of_a_workspace() {
        for file in [
            "[tags.no-claim]\nname = \"rumour\"\n",
            "[tags.No-Claim]\nkey = \"r\"\n",
            "[tags.rumour]\nname = \"no-claim\"\n",
        ] {
            let error = read(&[file]).unwrap_err();
            assert!(error.contains("no-claim is built in"), "{error}");
        }
    }

    #[test]
    fn added_tags_have_letters_of_their_own() {
        for (files, wanted) in [
            (&["[tags.context]\n[tags.contradiction]\n"][..], "FCONTR"),
            (&["[tags.rumour]\n[tags.Rumours]\n"], "FCONRU"),
            // What is said goes before what is chosen, also by a later line or file.
            (&["[tags.rumour]\n[tags.x]\nletter = \"R\"\n"], "FCONUR"),
            (&["[tags.rumour]\n", "[tags.x]\nletter = \"R\"\n"], "FCONUR"),
            (&["[tags.fact]\nletter = \"W\"\n[tags.forecast]\n"], "WCONF"),
            (&["[tags.forecast]\n[tags.fact]\nletter = \"W\"\n"], "WCONF"),
            // A letter of two columns, one that looks like another, and none at all.
            (&["[tags.\"一\"]\nkey = \"z\"\n"], "FCONZ"),
            (&["[tags.\"一\"]\n"], "FCONA"),
            (&["[tags.\"Слух\"]\n"], "FCONЛ"),
            (&["[tags.\"->\"]\n[tags.\"=>\"]\n"], "FCONAB"),
            (&["[tags.c]\n[tags.f]\n[tags.o]\n"], "FCONABD"),
        ] {
            assert_eq!(letters(files), wanted, "{files:?}");
        }
        let many: String = (0..50)
            .map(|number| format!("[tags.t{number}]\n"))
            .collect();
        let letters = letters(&[&many]);
        let apart: BTreeSet<char> = letters.chars().collect();
        assert_eq!(apart.len(), 54, "{letters}");
    }

    #[test]
    fn added_tags_have_underlines_of_their_own_as_far_as_there_are() {
        let underlines = |words: &str| -> Vec<String> {
            let tags = read(&[words]).unwrap();
            let styles = tags.iter().map(|tag| format!("{:?}", tag.underline));
            styles.skip(4).collect()
        };
        assert_eq!(underlines("[tags.a]\n[tags.b]\n"), ["Dashed", "Dashed"]);
        let freed = "[tags.a]\n[tags.b]\n[tags.fact]\nunderline = \"double\"\n";
        assert_eq!(underlines(freed), ["Straight", "Dashed"]);
        let taken =
            "[tags.a]\n[tags.b]\nunderline = \"dashed\"\n[tags.fact]\nunderline = \"double\"\n";
        assert_eq!(underlines(taken), ["Straight", "Dashed"]);
    }

    #[test]
    fn tags_that_cannot_be_told_apart_are_refused() {
        for (files, line, says) in [
            (
                &["[tags.x]\nletter = \"C\"\n"][..],
                "0.toml, line 2: ",
                "the letter C is given to both \"claim\" and \"x\"",
            ),
            (
                &["[tags.x]\nletter = \"Q\"\n[tags.y]\nletter = \"Q\"\n"],
                "0.toml, line ",
                "\"x\"",
            ),
            (
                &["[tags.x]\nletter = \"Q\"\n", "\n[tags.y]\nletter = \"Q\"\n"],
                "1.toml, line 3: ",
                "both \"x\" and \"y\"",
            ),
            // Cyrillic, of the form of the Latin letter.
            (&["[tags.x]\nletter = \"С\"\n"], "0.toml, line 2: ", "claim"),
            (
                &["[tags.x]\nname = \"claim\"\n"],
                "0.toml, line 2: ",
                "the name claim is given to both \"claim\" and \"x\"",
            ),
            (
                &["[tags.Fact]\n"],
                "0.toml, line 1: ",
                "\"fact\" and \"Fact\"",
            ),
            (
                &["[tags.x]\nname = \"Rumour\"\n[tags.y]\nname = \"rumour \"\n"],
                "0.toml, line ",
                "the name",
            ),
            (
                &["[tags.x]\nletter = \"一\"\n"],
                "0.toml, line 2: ",
                "takes 2 columns",
            ),
            (
                &["[tags.x]\nletter = \"👍\"\n"],
                "0.toml, line 2: ",
                "takes 2 columns",
            ),
            (
                &["[tags.x]\nletter = \"\u{200b}\"\n"],
                "0.toml, line 2: ",
                "letter = ",
            ),
            (
                &["[tags.x]\nletter = \"RU\"\n"],
                "0.toml, line 2: ",
                "letter = ",
            ),
        ] {
            let words = read(files).unwrap_err();
            assert!(words.contains(line), "{files:?}: {words}");
            assert!(words.contains(says), "{files:?}: {words}");
        }
    }

    #[test]
    fn two_tags_may_swap_their_letters_and_names() {
        let swapped = "[tags.fact]\nletter = \"C\"\n[tags.claim]\nletter = \"F\"\n";
        assert_eq!(letters(&[swapped]), "CFON");
        let narrow = "[tags.x]\nletter = \"e\u{301}\"\n[tags.y]\nletter = \"✓\"\n";
        assert_eq!(letters(&[narrow]), "FCONe\u{301}✓");
        let tags = read(&["[tags.rumour]\nname = \"Hearsay\"\n"]).unwrap();
        assert_eq!(tags.look_up(&TagId("rumour".into())).letter, "H");
    }
}
