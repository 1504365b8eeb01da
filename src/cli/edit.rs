//! `postil edit`: what one tag says is changed.

use anyhow::{Result, anyhow, bail};

use crate::annotation::{
    Annotation, AttributeValue, Attributes, Change, LONGEST_NOTE, PassageRef, Source, TagId,
    VERDICT,
};
use crate::corpus::now;
use crate::text::visible::visible;
use crate::text::{counted, in_thousands};

use super::arguments::{Edit, Global};
use super::ids::{Opened, find};
use super::output::{Output, complain, shortened};
use super::sources::{self, Said};
use super::{exit::Exit, filter::unknown_tag, session::Session};

pub(super) fn run(global: &Global, arguments: &Edit, output: &mut Output) -> Result<Exit> {
    let session = Session::open(global, &arguments.path)?;
    let mut edits = Edits::read(&session, arguments)?;
    let all = session.sources();
    let id = std::slice::from_ref(&arguments.id);
    let found = find(&session, &all, id, output)?;
    let [named] = &found[..] else {
        bail!("there is no tag {}", arguments.id);
    };
    let opened = Opened::read(&session, &all[named.source])?;
    let base = &opened.loaded.file.set;
    let before = base.get(&named.id);
    let before = before.ok_or_else(|| anyhow!("the tag {} is gone", named.id))?;
    let document = session.corpus.name(&all[named.source]);
    sources::refuse_itself(&edits.add, (&document, &named.id))?;
    let mut after = (**before).clone();
    let text = opened.text().map(|(text, _)| text);
    sources::remember(&mut edits.add, text, before.selector.start);
    edits.apply(&mut after, &session.annotator(global))?;
    for name in session.corpus.names(&all[named.source]) {
        let own = PassageRef::new(&name, &named.id);
        if edits.add.iter().any(|one| one.passage() == Some(&own)) {
            bail!("--add-source {own}: a tag is no source of itself");
        }
    }
    if edits.gives_verdict() {
        let now = session.corpus.words_now(&all[named.source], &named.id);
        after = after.with_verdict_on(now.as_deref().unwrap_or(&before.selector.quote));
    }
    let mut said = changes(&session, before, &after);
    if after == **before {
        complain("this is what the tag says already; nothing was changed");
        output.line(named.id.as_str())?;
        return Ok(Exit::Done);
    }
    sources::say_what_is_doubtful(&session, &edits.add, opened.text());
    after.modified = now();
    after.note_edit(before, &session.annotator(global), &after.modified.clone());
    let mut ours = base.clone();
    ours.apply(Change::Replace(after))?;
    let saved = opened.save(&session, base, &ours)?;
    output.line(named.id.as_str())?;
    output.flush()?;
    if !saved.conflicts.is_empty() {
        said.push("somebody else changed it meanwhile: both versions were kept".to_owned());
    }
    let file = opened.loaded.path.display();
    let whose = whose(before, &session.annotator(global));
    complain(&format!("{}{whose}; written to {file}", said.join(", ")));
    Ok(Exit::Done)
}

/// Whose tag was changed, where that is somebody else's: it is still theirs.
fn whose(tag: &Annotation, annotator: &str) -> String {
    match tag.creator.as_str() {
        "" => String::new(),
        own if own == annotator => String::new(),
        other => format!(", of a tag by {}", visible(other)),
    }
}

/// What is to be changed, checked.
struct Edits {
    tag: Option<TagId>,
    note: Option<String>,
    add: Vec<Source>,
    /// The numbers of the sources to remove, from 1.
    remove: Vec<usize>,
    /// The number of the source of which something else is said, from 1.
    change: Option<usize>,
    /// What is said of that one, or of those that are added.
    said: Said,
    /// Optional attributes, each with its new value; without one it is taken away.
    attributes: Vec<(&'static str, Option<AttributeValue<'static>>)>,
}

impl Edits {
    fn read(session: &Session, arguments: &Edit) -> Result<Self> {
        let tag = arguments.tag.as_deref().map(|word| {
            let known = session.config.tags.find(word);
            let known = known.ok_or_else(|| unknown_tag(session, word))?;
            Ok::<_, anyhow::Error>(known.id.clone())
        });
        check_note("--note", arguments.note.as_deref())?;
        let mut edits = Self {
            tag: tag.transpose()?,
            note: arguments.note.clone(),
            add: sources::read(session, "--add-source", &arguments.add_source)?,
            remove: arguments.remove_source.clone(),
            change: arguments.change_source,
            said: Said::read(&arguments.said)?,
            attributes: attributes(arguments)?,
        };
        let is_empty = edits.tag.is_none()
            && edits.note.is_none()
            && edits.add.is_empty()
            && edits.remove.is_empty()
            && edits.change.is_none()
            && edits.said.is_empty()
            && edits.attributes.is_empty();
        if is_empty {
            bail!(
                "say what to change, with --tag, --note, --add-source, --remove-source, \
                 --change-source, --verdict, --speaker, --stated, --confidence or --reason"
            );
        }
        match edits.change {
            Some(number) if edits.said.is_empty() => bail!(
                "--change-source {number}: say what to change of it, with --remark or --accessed"
            ),
            None if !edits.said.is_empty() && edits.add.is_empty() => bail!(
                "{} is said of a source: of the one that --add-source adds, or of that which \
                 --change-source N names, counted from 1",
                edits.said.flags()
            ),
            _ => {}
        }
        for source in &mut edits.add {
            edits.said.say_of(source);
        }
        Ok(edits)
    }

    /// Whether it says what came of checking the passage: of the words as they are now.
    fn gives_verdict(&self) -> bool {
        self.attributes.iter().any(|(name, _)| *name == VERDICT)
    }

    /// Changes a tag, on behalf of somebody.
    fn apply(&self, annotation: &mut Annotation, by: &str) -> Result<()> {
        if let Some(note) = &self.note {
            annotation.note.clone_from(note);
        }
        if let Some(number) = self.change {
            self.said
                .say_of(sources::numbered(annotation, "--change-source", number)?);
        }
        for number in &self.remove {
            sources::numbered(annotation, "--remove-source", *number)?;
        }
        let mut number = 0;
        annotation.sources.retain(|_| {
            number += 1;
            !self.remove.contains(&number)
        });
        sources::put(&mut annotation.sources, self.add.iter().cloned());
        for (name, value) in &self.attributes {
            annotation.attributes.set(name, value.clone());
        }
        // Last: whether it remembers what it was goes by its verdict and sources.
        if let Some(tag) = &self.tag {
            annotation.retag(tag, by, &now());
        }
        if let Some(says) = annotation.unseen_as(&annotation.tag) {
            let tag = &annotation.tag;
            bail!("--tag {tag}: the tag has {says}, which nobody would see; remove that first");
        }
        Ok(())
    }
}

/// The attributes that are given. No words take one away.
fn attributes(arguments: &Edit) -> Result<Vec<(&'static str, Option<AttributeValue<'static>>)>> {
    let given = [
        (VERDICT, &arguments.verdict),
        ("speaker", &arguments.speaker),
        ("stated", &arguments.stated),
        ("confidence", &arguments.confidence),
        ("reason", &arguments.reason),
    ];
    let mut attributes = Vec::new();
    for (name, words) in given {
        let Some(words) = words else {
            continue;
        };
        let value = Attributes::typed(name, words);
        attributes.push((name, value.map_err(|error| anyhow!("--{name}: {error}"))?));
    }
    Ok(attributes)
}

/// Refuses a note that nobody could read.
pub(super) fn check_note(flag: &str, note: Option<&str>) -> Result<()> {
    let note = note.unwrap_or_default();
    if note.len() > LONGEST_NOTE {
        let (is, longest) = (in_thousands(note.len()), in_thousands(LONGEST_NOTE));
        bail!(
            "{flag} has {is} bytes, and a note at most {longest}; keep the words in a document and name that"
        );
    }
    Ok(())
}

/// What differs between a tag before and after, in words.
fn changes(session: &Session, before: &Annotation, after: &Annotation) -> Vec<String> {
    let mut said = Vec::new();
    let name = |tag: &TagId| session.config.tags.look_up(tag).name;
    if before.tag != after.tag {
        said.push(format!("{} → {}", name(&before.tag), name(&after.tag)));
    }
    if before.note != after.note {
        said.push(match after.note.is_empty() {
            true => "note removed".to_owned(),
            false => "note changed".to_owned(),
        });
    }
    // One by one, since two may be the same.
    let mut added = after.sources.clone();
    let mut removed = before.sources.clone();
    removed.retain(|source| match added.iter().position(|one| one == source) {
        Some(kept) => {
            added.remove(kept);
            false
        }
        None => true,
    });
    // One that points to the same has another remark, or was looked at on another day.
    let mut changed = 0;
    removed.retain(|source| {
        let same = added.iter().position(|one| one.target == source.target);
        if let Some(at) = same {
            added.remove(at);
            changed += 1;
        }
        same.is_none()
    });
    let counts = [
        (removed.len(), "removed"),
        (changed, "changed"),
        (added.len(), "added"),
    ];
    for (count, what) in counts {
        if count > 0 {
            said.push(format!("{} {what}", counted(count, "source")));
        }
    }
    for attribute in after.attributes.table().listed() {
        let (was, is) = (before.value(attribute), after.value(attribute));
        let is_anew = attribute.name == VERDICT && before.verdict_quote() != after.verdict_quote();
        if !attribute.is_optional() || (was == is && !is_anew) {
            continue;
        }
        said.push(match is {
            Some(value) if was.as_ref() == Some(&value) => {
                let value = shortened(&value.to_words());
                format!("{}: {value}, on the words as they are now", attribute.name)
            }
            Some(value) => format!("{}: {}", attribute.name, shortened(&value.to_words())),
            None => format!("{} removed", attribute.name),
        });
    }
    said
}
