//! The key map: which key runs which command, pane by pane.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::annotation::{NewTag, TagId, TagSet};
use crate::session::KeyBinding;
use crate::text::nearest;

use crate::app::input::command::{COMMANDS, Command, Pane};
use crate::app::input::key::{Key, KeyCode, KeyError};

/// Keys that a new tag is given where no letter and no digit is free.
const OTHER_KEYS: &str = "0@$^_";

/// The keys of the three panes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: BTreeMap<(Pane, Key), Command>,
}

/// What is wrong with the keys of a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeymapError {
    #[error("there is no command \"{name}\"{}", suggestion(.near))]
    Unknown {
        name: String,
        /// The nearest command's name.
        near: Option<&'static str>,
    },
    #[error("{error} (at \"{command}\")")]
    Key { command: String, error: KeyError },
    #[error(
        "the key {key} is given to both \"{one}\" and \"{other}\"; give one of them another key"
    )]
    Clash {
        key: Key,
        one: String,
        other: String,
    },
}

fn suggestion(near: &Option<&'static str>) -> String {
    near.map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"))
}

impl Keymap {
    /// Makes the key map from the default keys, the overrides of the configuration and the keys
    /// of the label set.
    ///
    /// # Errors
    /// When a name is unknown, a word names no key, or two commands have one key. A default key
    /// gives way to a key that the configuration names.
    pub fn new(tags: &TagSet, overrides: &[KeyBinding]) -> Result<Self, KeymapError> {
        let chosen = read_overrides(overrides)?;
        let mut map = Self {
            bindings: BTreeMap::new(),
        };
        for (command, keys) in &chosen {
            let panes = command.info().map_or(&Pane::ALL[..], |info| info.panes);
            for key in keys {
                map.bind(panes, *key, *command, tags)?;
            }
        }
        map.bind_tags(tags)?;
        map.bind_defaults(&chosen, tags)?;
        map.bind_numbers(tags);
        Ok(map)
    }

    pub(crate) fn get(&self, pane: Pane, key: Key) -> Option<Command> {
        self.bindings.get(&(pane, key)).copied()
    }

    /// The keys of a command in a pane, the one to show first.
    pub fn keys_of(&self, pane: Pane, command: Command) -> Vec<Key> {
        let mut keys: Vec<Key> = self
            .bindings
            .iter()
            .filter(|((of, _), bound)| *of == pane && **bound == command)
            .map(|((_, key), _)| *key)
            .collect();
        let default = |key: &Key| {
            command
                .info()
                .and_then(|info| {
                    info.keys
                        .iter()
                        .position(|word| word.parse().as_ref() == Ok(key))
                })
                .unwrap_or(usize::MAX)
        };
        keys.sort_by_key(|key| (default(key), matches!(key.code, KeyCode::Char('1'..='9'))));
        keys
    }

    /// The key of a command to show, if it has one in that pane: the first of
    /// [`keys_of`](Self::keys_of).
    pub(crate) fn first_key_of(&self, pane: Pane, command: Command) -> Option<Key> {
        // The row of keys is drawn with each frame: nearly always it is a default.
        let defaults = command.info().map_or(&[][..], |info| info.keys);
        let bound = |key: &Key| self.get(pane, *key) == Some(command);
        let default = defaults.iter().flat_map(|word| word.parse()).find(bound);
        default.or_else(|| self.keys_of(pane, command).first().copied())
    }

    /// The key of a command to show, in words; empty where it has none.
    pub(crate) fn shown_key(&self, pane: Pane, command: Command) -> String {
        let key = self.first_key_of(pane, command);
        key.map_or_else(String::new, |key| key.to_string())
    }

    /// The key map with a tag at the end of these, and the key that it was given: one that
    /// nothing else has, a letter of its name where there is one.
    pub(crate) fn with_new_tag(&self, tags: &TagSet, id: &TagId) -> (Self, NewTag) {
        let index = tags.iter().len();
        let name = id.as_str().to_lowercase();
        let digits = ('1'..='9').skip(index).chain('1'..='9');
        let keys = name.chars().filter(char::is_ascii_alphabetic);
        let mut keys = keys
            .chain('a'..='z')
            .chain(digits)
            .chain(OTHER_KEYS.chars());
        let panes = [Pane::Text, Pane::Annotations];
        let is_free = |key: char| {
            let is_unbound = |pane: &Pane| self.get(*pane, Key::char(key)).is_none();
            panes.iter().all(is_unbound)
        };
        let key = keys.find(|key| is_free(*key) && is_free(key.to_ascii_uppercase()));
        let mut map = self.clone();
        for pane in panes {
            let Some(key) = key else { continue };
            let upper = key.to_ascii_uppercase();
            map.bindings
                .insert((pane, Key::char(key)), Command::Tag(index));
            if upper != key {
                let command = Command::TagAndGoOn(index);
                map.bindings.insert((pane, Key::char(upper)), command);
            }
        }
        let new = NewTag {
            id: id.clone(),
            key,
        };
        let mut tags = tags.clone();
        tags.add(&new);
        map.bind_numbers(&tags);
        (map, new)
    }

    fn bind_tags(&mut self, tags: &TagSet) -> Result<(), KeymapError> {
        for (index, tag) in tags.iter().enumerate() {
            let Some(key) = tag.key else { continue };
            let panes = [Pane::Text, Pane::Annotations];
            self.bind(&panes, Key::char(key), Command::Tag(index), tags)?;
            let upper: Vec<char> = key.to_uppercase().collect();
            if let [upper] = upper[..]
                && upper != key
            {
                self.bind(&panes, Key::char(upper), Command::TagAndGoOn(index), tags)?;
            }
        }
        Ok(())
    }

    fn bind_defaults(
        &mut self,
        chosen: &[(Command, Vec<Key>)],
        tags: &TagSet,
    ) -> Result<(), KeymapError> {
        let is_chosen = |command: Command| chosen.iter().any(|(other, _)| *other == command);
        for info in COMMANDS.iter().filter(|info| !is_chosen(info.command)) {
            for word in info.keys {
                let key = word.parse().map_err(|error| KeymapError::Key {
                    command: info.name.to_owned(),
                    error,
                })?;
                for pane in info.panes {
                    match self.bindings.get(&(*pane, key)) {
                        // What the configuration chose goes before a default;
                        // a tag's key does not silently take a command's.
                        Some(taken) if is_chosen(*taken) => {}
                        _ => self.bind(&[*pane], key, info.command, tags)?,
                    }
                }
            }
        }
        Ok(())
    }

    /// The digits tag in the order of the set, where nothing else is on them.
    fn bind_numbers(&mut self, tags: &TagSet) {
        for (index, digit) in ('1'..='9').enumerate().take(tags.iter().len()) {
            for pane in [Pane::Text, Pane::Annotations] {
                let binding = self.bindings.entry((pane, Key::char(digit)));
                binding.or_insert(Command::Tag(index));
            }
        }
    }

    fn bind(
        &mut self,
        panes: &[Pane],
        key: Key,
        command: Command,
        tags: &TagSet,
    ) -> Result<(), KeymapError> {
        for pane in panes {
            if let Some(taken) = self.bindings.insert((*pane, key), command)
                && taken != command
            {
                return Err(KeymapError::Clash {
                    key,
                    one: name_of(taken, tags),
                    other: name_of(command, tags),
                });
            }
        }
        Ok(())
    }
}

fn read_overrides(overrides: &[KeyBinding]) -> Result<Vec<(Command, Vec<Key>)>, KeymapError> {
    let mut chosen = Vec::new();
    for one in overrides {
        let info = COMMANDS
            .iter()
            .find(|info| info.name == one.command)
            .ok_or_else(|| KeymapError::Unknown {
                name: one.command.clone(),
                near: nearest(&one.command, COMMANDS.iter().map(|info| info.name)),
            })?;
        let keys = one
            .keys
            .iter()
            .map(|word| {
                word.parse().map_err(|error| KeymapError::Key {
                    command: one.command.clone(),
                    error,
                })
            })
            .collect::<Result<_, _>>()?;
        chosen.push((info.command, keys));
    }
    Ok(chosen)
}

/// The name of a command in a message.
fn name_of(command: Command, tags: &TagSet) -> String {
    match command {
        Command::Tag(index) | Command::TagAndGoOn(index) => {
            let tag = tags.iter().nth(index);
            let name = tag.map_or("?", |tag| tag.id.as_str());
            if command == Command::Tag(index) {
                format!("tag {name}")
            } else {
                format!("tag {name} and go on")
            }
        }
        other => other.info().map_or("?", |info| info.name).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn change(command: &str, keys: &[&str]) -> KeyBinding {
        KeyBinding {
            command: command.to_owned(),
            keys: keys.iter().map(|&key| key.to_owned()).collect(),
            file: PathBuf::new(),
            line: 0,
        }
    }

    #[test]
    fn the_defaults_do_not_clash() {
        let map = Keymap::new(&TagSet::built_in(), &[]).unwrap();
        assert_eq!(map.get(Pane::Text, Key::char('f')), Some(Command::Tag(0)));
        assert_eq!(
            map.get(Pane::Text, Key::char('N')),
            Some(Command::TagAndGoOn(3))
        );
        assert_eq!(map.get(Pane::Text, Key::char('4')), Some(Command::Tag(3)));
        assert_eq!(map.get(Pane::Text, Key::ctrl('r')), Some(Command::Redo));
    }

    #[test]
    fn the_key_to_show_is_the_first_of_all() {
        let changes = [change("quit", &["d"]), change("undo", &[])];
        for changes in [&changes[..], &[]] {
            let map = Keymap::new(&TagSet::built_in(), changes).unwrap();
            let tags = (0..5).flat_map(|index| [Command::Tag(index), Command::TagAndGoOn(index)]);
            let all = COMMANDS.iter().map(|info| info.command).chain(tags);
            for (command, pane) in all.flat_map(|command| Pane::ALL.map(|each| (command, each))) {
                let keys = map.keys_of(pane, command);
                let first = map.first_key_of(pane, command);
                assert_eq!(first, keys.first().copied(), "{command:?} {pane:?}");
            }
        }
    }

    #[test]
    fn a_chosen_key_takes_a_default_ones_place() {
        let map = Keymap::new(&TagSet::built_in(), &[change("quit", &["d"])]).unwrap();
        assert_eq!(map.get(Pane::Text, Key::char('d')), Some(Command::Quit));
        assert_eq!(map.get(Pane::Text, Key::char('q')), None);
    }

    #[test]
    fn a_clash_is_refused_with_both_names() {
        let tags = TagSet::built_in();
        let error = Keymap::new(&tags, &[change("quit", &["z"]), change("undo", &["z"])]);
        assert_eq!(
            error.unwrap_err().to_string(),
            "the key z is given to both \"quit\" and \"undo\"; give one of them another key"
        );
        let error = Keymap::new(&tags, &[change("quit", &["f"])]).unwrap_err();
        assert!(error.to_string().contains("tag fact"), "{error}");
        let mut tags = tags;
        let mut quote = tags.look_up(&"quote".into());
        quote.key = Some('q');
        tags.put(quote);
        let error = Keymap::new(&tags, &[]).unwrap_err().to_string();
        let is_taken = error.contains("quit") || error.contains("open-items");
        assert!(error.contains("quote") && is_taken, "{error}");
    }

    #[test]
    fn a_new_tag_gets_a_key_that_nothing_has() {
        let mut tags = TagSet::built_in();
        let mut map = Keymap::new(&tags, &[]).unwrap();
        let mut keys = String::new();
        for number in 0..14 {
            let (next, new) = map.with_new_tag(&tags, &TagId(format!("label{number}").into()));
            tags.add(&new);
            keys.extend(new.key);
            map = next;
            // The next start takes it as it is.
            assert_eq!(Keymap::new(&tags, &[]).as_ref(), Ok(&map), "{keys}");
        }
        assert_eq!(keys, "z67890@$^_");
        let map = Keymap::new(&TagSet::built_in(), &[change("delete", &[])]).unwrap();
        let (_, new) = map.with_new_tag(&TagSet::built_in(), &"xerox".into());
        assert_eq!(new.key, Some('x'));
    }

    #[test]
    fn a_misspelt_name_is_answered_with_the_nearest() {
        let error = Keymap::new(&TagSet::built_in(), &[change("next-sentense", &["z"])]);
        assert_eq!(
            error.unwrap_err().to_string(),
            "there is no command \"next-sentense\"; did you mean \"next-sentence\"?"
        );
    }
}
