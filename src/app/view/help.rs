//! The help of a pane: from the command table, so that it cannot be wrong.

use crate::app::state::picker::{Letters, Overlay};
use crate::app::{COMMANDS, Command, Group, Mode, Model, Pane, wrap};

use super::list_keys::list_keys;
use super::signs::explained;

/// One line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// A heading.
    Title(&'static str),
    /// Keys and what they do.
    Keys(String, String),
    /// Words.
    Words(String),
    /// Nothing.
    Blank,
}

/// The columns of the keys in the help.
pub const HELP_KEY_COLUMNS: u16 = 13;

/// The help of the list that it was asked for in, or of the pane that has the keys, wrapped to
/// this number of columns.
pub fn help_lines(model: &Model, columns: u16) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for line in help_of_list(model).unwrap_or_else(|| help(model)) {
        match line {
            HelpLine::Keys(mut keys, does) => {
                let room = columns.saturating_sub(HELP_KEY_COLUMNS + 3).max(1);
                for words in wrap(&does, room) {
                    lines.push(HelpLine::Keys(std::mem::take(&mut keys), words));
                }
            }
            HelpLine::Words(words) => {
                let room = columns.saturating_sub(3).max(1);
                lines.extend(wrap(&words, room).into_iter().map(HelpLine::Words));
            }
            other => lines.push(other),
        }
    }
    lines
}

/// The keys of the list over which the help stands.
fn help_of_list(model: &Model) -> Option<Vec<HelpLine>> {
    let Mode::Overlay(Overlay::Help { over, .. }) = &model.mode else {
        return None;
    };
    let Letters::Act(acts) = over.as_ref()?.letters else {
        return None;
    };
    let keys = list_keys(acts).iter();
    Some(
        keys.map(|one| HelpLine::Keys(one.key.to_owned(), one.help.to_owned()))
            .collect(),
    )
}

fn help(model: &Model) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for group in Group::ALL {
        let mut entries = Vec::new();
        if group == Group::Tagging && model.pane != Pane::Documents {
            entries.extend(tag_lines(model));
        }
        for info in COMMANDS.iter().filter(|info| info.group == group) {
            let keys = keys_of(model, info.command);
            if !keys.is_empty() {
                entries.push(HelpLine::Keys(keys, info.help.to_owned()));
            }
        }
        if !entries.is_empty() {
            lines.push(HelpLine::Title(group.title()));
            lines.append(&mut entries);
            lines.push(HelpLine::Blank);
        }
    }
    lines.push(HelpLine::Title("Signs in the margin"));
    let signs = explained(model.settings.signs);
    lines.extend(signs.map(|(sign, says)| HelpLine::Keys(sign.to_owned(), says.to_owned())));
    lines.push(HelpLine::Blank);
    lines.push(HelpLine::Title("The mouse"));
    lines.push(HelpLine::Words(
        "click: the sentence there; drag: select; double click: a word; triple: a sentence; \
         wheel: scroll; click on a document or a tag: go there"
            .to_owned(),
    ));
    lines
}

/// The keys of a command in the pane that has the keys, a blank between them.
pub(super) fn keys_of(model: &Model, command: Command) -> String {
    let keys = model.settings.keymap.keys_of(model.pane, command);
    let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
    keys.join(" ")
}

fn tag_lines(model: &Model) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for (index, tag) in model.settings.tags.iter().enumerate() {
        let plain = format!(
            "tag as {}, change to it, or take it off: {}",
            tag.name, tag.guideline
        );
        let on = format!("tag as {} and go on", tag.name);
        for (command, does) in [
            (Command::Tag(index), plain),
            (Command::TagAndGoOn(index), on),
        ] {
            let keys = keys_of(model, command);
            if !keys.is_empty() {
                lines.push(HelpLine::Keys(keys, does));
            }
        }
    }
    lines
}
