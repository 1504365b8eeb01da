//! Importing tags that other programs wrote.
//!
//! What is pressed and seen: `:import` asks for a file or folder, and it is read while keys go
//! on; `Esc` cancels. Then a list says what would be done, before anything is: how many tags,
//! which documents, which labels are no tags here, what is left out and why. On a label, a
//! tag's key says what it becomes, and `+` makes it a tag; `s` makes suggestions of what a model
//! made. `Enter` imports, as one step over all documents, which `u` takes back; `Esc` imports
//! nothing. The options of the command line may stand before the file: `--format brat a.zip`.
//!
//! Must not know: how a file is read.

use crate::annotation::{NewTag, TagId};
use crate::app::message::import::{ImportAsked, ImportFound, ImportHow, ImportNews};
use crate::app::state::everywhere::{Purpose, Task};
use crate::app::state::importing::{Adding, ImportRow, ImportStep, LeftToImport};
use crate::app::state::last_list::LastList;
use crate::app::state::notice::Notice;
use crate::app::state::picker::PickerAction;
use crate::app::view::import::{end_of, picker};
use crate::app::{Acts, Ask, Effect, Env, Key, KeyCode, Letters, Mode, Model, Picker, Prompt};
use crate::text::{counted, in_thousands};

use super::everywhere;
use super::outcome::Outcome;

/// The key that makes suggestions of what a model made, where no label is meant.
const SUGGEST: char = 's';

/// Asks for a file, or shows what one would do that was read while something else was shown.
pub fn ask(model: &mut Model) -> Outcome {
    if model.everywhere.is_some() {
        return Outcome::problem(everywhere::NOT_DONE_YET);
    }
    if model.importing.found.is_some() {
        return show(model);
    }
    ask_for_file(&mut model.mode, "", None);
    Outcome::none()
}

fn ask_for_file(mode: &mut Mode, line: &str, error: Option<String>) {
    *mode = Mode::Prompt(Prompt::new(Ask::ImportFrom { error }, line));
}

/// Begins to read the file that was typed.
pub fn accept(model: &mut Model, line: &str) -> Outcome {
    let line = line.trim();
    if line.is_empty() {
        return Outcome::plain("Cancelled; nothing was imported");
    }
    let (how, file) = match options(line) {
        Ok(found) => found,
        Err(why) => {
            ask_for_file(&mut model.mode, line, Some(why));
            return Outcome::none();
        }
    };
    let forgotten = forget(model);
    model.importing.file = Some(file.to_owned());
    model.importing.how = how;
    line.clone_into(&mut model.importing.line);
    forgotten.and(read(model))
}

/// What is asked of an import before its file, in the words of the command line, and that file.
///
/// # Errors
/// What is wrong, in a few words.
fn options(line: &str) -> Result<(ImportHow, &str), String> {
    let mut how = ImportHow::default();
    let mut rest = line;
    while let Some((option, after)) = rest.split_once(' ').filter(|_| rest.starts_with("--")) {
        let after = after.trim_start();
        let (value, behind) = after.split_once(' ').unwrap_or((after, ""));
        rest = match option {
            "--suggest" => {
                how.suggest = true;
                after
            }
            "--format" => {
                how.format = Some(value.to_owned());
                behind.trim_start()
            }
            "--at-least" => {
                let score = value.parse().ok();
                let score = score.filter(|score| (0.0..=1.0).contains(score));
                how.at_least = Some(score.ok_or("a score is a number from 0 to 1")?);
                behind.trim_start()
            }
            _ => {
                return Err(format!(
                    "{option} is none of --suggest, --at-least, --format"
                ));
            }
        };
    }
    match rest.is_empty() {
        true => Err("name a file or folder behind it".to_owned()),
        false => Ok((how, rest)),
    }
}

/// Reads the file, with the labels as they are chosen by now.
fn read(model: &mut Model) -> Outcome {
    let importing = &mut model.importing;
    let Some(file) = importing.file.clone() else {
        return Outcome::none();
    };
    importing.count += 1;
    // What was found with other labels is not what would be done.
    let before = importing.found.take();
    let map = importing.map.iter();
    let asked = ImportAsked {
        number: importing.count,
        map: map.map(|(from, to)| (from.clone(), to.clone())).collect(),
        tags: model.settings.tags.clone(),
        annotator: model.annotator.clone().unwrap_or_default(),
        how: importing.how.clone(),
        file,
    };
    let words = reading(&asked.file, None);
    let effects = vec![
        Effect::StopImport(before),
        Effect::ReadImport(Box::new(asked)),
    ];
    Outcome::from(effects).and(words)
}

fn reading(file: &str, of: Option<(usize, usize)>) -> Notice {
    let of = of.map_or_else(String::new, |(done, all)| {
        format!(": {} of {}", in_thousands(done), counted(all, "document"))
    });
    Notice::plain(format!("Reading {}{of} · Esc cancel", end_of(file)))
}

/// Takes in what was found out of a file.
pub fn news(model: &mut Model, number: u64, news: ImportNews) -> Outcome {
    let importing = &mut model.importing;
    let Some(file) = importing.file.clone().filter(|_| importing.count == number) else {
        return match news {
            ImportNews::Found(found) => Effect::StopImport(Some(found)).into(),
            _ => Outcome::none(),
        };
    };
    match news {
        ImportNews::Progress(done, all) => reading(&file, Some((done, all))).into(),
        ImportNews::Failed(why) => {
            importing.file = None;
            close(model);
            if !matches!(model.mode, Mode::Reading) {
                return forget(model).and(Notice::problem(why));
            }
            let line = std::mem::take(&mut model.importing.line);
            ask_for_file(&mut model.mode, &line, Some(why));
            forget(model)
        }
        ImportNews::Found(found) => {
            importing.found = Some(found);
            let is_shown = model.mode.picker().is_some_and(is_import);
            if is_shown || matches!(model.mode, Mode::Reading) {
                model.notice = None;
                return show(model);
            }
            let words = format!("{} is read; :import shows what it would do", end_of(&file));
            Outcome::plain(words)
        }
    }
}

fn is_import(picker: &Picker) -> bool {
    picker.letters == Letters::Act(Acts::Import)
}

/// Shows what the import would do; in the place of what was shown of it, with the same row.
fn show(model: &mut Model) -> Outcome {
    let shown = model.mode.picker().filter(|picker| is_import(picker));
    let chosen = shown.and_then(|picker| Some(picker.chosen_row()?.target.clone()));
    let Some(mut list) = picker(model) else {
        return Outcome::none();
    };
    if let Some(chosen) = chosen {
        list.choose_when_there(chosen);
    }
    model.mode.show_picker(list);
    Outcome::none()
}

/// Closes the list, if it is shown.
fn close(model: &mut Model) {
    if model.mode.picker().is_some_and(is_import)
        && let Some(list) = model.mode.take_picker()
    {
        LastList::put_away(list, &mut model.last_list, &mut model.closed);
    }
}

/// Shows it anew where the screen has another size.
pub fn resized(model: &mut Model) {
    if model.mode.picker().is_some_and(is_import) {
        let _ = show(model);
    }
}

/// Gives an import up that is being read, if one is.
pub fn cancel(model: &mut Model) -> Option<Outcome> {
    model.importing.is_reading().then(|| {
        let words = Notice::plain("Cancelled; nothing was imported");
        forget(model).and(words)
    })
}

/// Forgets the import that was looked at.
fn forget(model: &mut Model) -> Outcome {
    let count = model.importing.count;
    let before = std::mem::take(&mut model.importing);
    model.importing.count = count;
    Effect::StopImport(before.found).into()
}

/// Handles a key in the list of what an import would do.
pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Option<Outcome> {
    let row = model.mode.picker().and_then(Picker::chosen_row);
    let label = match row.map(|row| &row.target) {
        Some(PickerAction::Import(ImportRow::Label(label))) => Some(label.clone()),
        _ => None,
    };
    match key.code {
        KeyCode::Enter => Some(import(model, env)),
        KeyCode::Esc => {
            close(model);
            // Tags that are being added are there, but nothing is imported.
            Some(forget(model).and(Notice::plain("Cancelled; nothing was imported")))
        }
        KeyCode::Backspace => Some(rename(model, label?, None)),
        KeyCode::Char('+') => Some(add(model, label?)),
        KeyCode::Char(letter) if !key.ctrl && !key.alt => {
            let tags = &model.settings.tags;
            let tag = tags.iter().find(|tag| tag.key == Some(letter));
            let tag = tag.map(|tag| tag.id.clone());
            match (label.zip(tag), letter) {
                (Some((label, tag)), _) => Some(rename(model, label, Some(tag))),
                (None, SUGGEST) => Some(suggest(model)),
                (None, _) => None,
            }
        }
        _ => None,
    }
}

/// Brings in what a model made as suggestions, or as tags again.
fn suggest(model: &mut Model) -> Outcome {
    let how = &mut model.importing.how;
    how.suggest = !how.suggest;
    read(model)
}

/// What a row does that is clicked: all but the first one only tell something.
pub fn choose(model: &mut Model, row: &ImportRow, env: &dyn Env) -> Outcome {
    match row {
        ImportRow::Import => import(model, env),
        ImportRow::Suggest => suggest(model),
        ImportRow::Label(_) | ImportRow::Told(_) => show(model),
    }
}

/// Says what a label is called here; `None` is what it was called at first.
fn rename(model: &mut Model, label: String, tag: Option<TagId>) -> Outcome {
    model.importing.added.remove(&label);
    match tag {
        Some(tag) => model.importing.map.insert(label, tag),
        None => model.importing.map.remove(&label),
    };
    read(model)
}

/// Says that a label is to be a tag here; it is made one when the file is imported.
fn add(model: &mut Model, label: String) -> Outcome {
    let importing = &mut model.importing;
    let found = importing.found.as_deref();
    let mut labels = found.iter().flat_map(|found| &found.labels);
    let one = labels.find(|one| one.theirs == label);
    let is_unknown = one.is_some_and(|one| !model.settings.tags.knows(&one.ours));
    let was_chosen = importing.map.remove(&label).is_some();
    importing.added.insert(label);
    match is_unknown && !was_chosen {
        true => show(model),
        // What it was called meanwhile is taken back.
        false => read(model),
    }
}

/// Adds the labels to the tags that are wanted as such, before anything is imported.
fn add_labels(model: &mut Model) -> Option<Outcome> {
    let importing = &mut model.importing;
    let labels = importing.found.iter().flat_map(|found| &found.labels);
    let tags = &model.settings.tags;
    let wanted = labels.filter(|one| importing.added.contains(&one.theirs));
    let wanted = wanted.filter(|one| !tags.knows(&one.ours));
    let mut adding = Adding {
        tags: tags.clone(),
        keymap: model.settings.keymap.clone(),
        new: Vec::new(),
    };
    for label in wanted {
        let (keymap, new) = adding.keymap.with_new_tag(&adding.tags, &label.ours);
        adding.tags.add(&new);
        adding.keymap = keymap;
        adding.new.push(new);
    }
    if adding.new.is_empty() {
        return None;
    }
    let effect = Effect::AddTags(adding.new.clone());
    importing.adding = Some(Box::new(adding));
    Some(Outcome::from(effect).and(Notice::plain("Adding tags to postil.toml")))
}

/// Labels were added to the tags, or why they were not: then nothing is imported.
pub fn tags_added(model: &mut Model, result: Result<(), String>, env: &dyn Env) -> Outcome {
    let Some(adding) = model.importing.adding.take() else {
        return Outcome::none();
    };
    if let Err(why) = result {
        return Outcome::problem(format!("Nothing was imported: {why}"));
    }
    model.settings.tags = adding.tags;
    model.settings.keymap = adding.keymap;
    make(model, adding.new, env)
}

/// Imports what is shown, once the labels are tags that are to be.
pub fn import(model: &mut Model, env: &dyn Env) -> Outcome {
    if model.everywhere.is_some() {
        return Outcome::problem(everywhere::NOT_DONE_YET);
    }
    if model.importing.found.is_none() || model.importing.adding.is_some() {
        // It is read once more, with other labels.
        return Outcome::plain("Not ready yet; Esc cancels");
    }
    let adding = add_labels(model);
    adding.unwrap_or_else(|| make(model, Vec::new(), env))
}

/// Makes the changes, document by document, as one step.
fn make(model: &mut Model, added: Vec<NewTag>, env: &dyn Env) -> Outcome {
    let importing = &mut model.importing;
    let Some((file, found)) = importing.file.clone().zip(importing.found.take()) else {
        return Outcome::none();
    };
    close(model);
    let forgotten = forget(model);
    if found.documents.is_empty() {
        return forgotten.and(Notice::plain("Nothing was imported: nothing of it is new"));
    }
    let suggestions = found.suggestions();
    let ImportFound {
        documents,
        not_imported,
        ..
    } = *found;
    let tasks = documents.iter().map(|one| Task {
        document: one.document,
        passages: [].into(),
    });
    let tasks = tasks.collect();
    let left = documents.into_iter().map(|one| {
        let left = LeftToImport {
            new: one.new.into_iter(),
            suggestions: one.suggestions,
            facts: Some(one.facts),
        };
        (one.document, left)
    });
    let step = ImportStep {
        file: end_of(&file).to_owned(),
        added,
        suggestions,
        not_imported,
        left: left.collect(),
    };
    let begun = everywhere::begin(model, Purpose::Import(Box::new(step)), tasks, env);
    forgotten.and(begun)
}
