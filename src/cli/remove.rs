//! `postil remove`: tags are deleted, all that are named or none.

use anyhow::{Context as _, Result, anyhow};

use crate::annotation::{AnnotationSet, Change, PassageRef};
use crate::corpus::{BrokenEnd, Source};
use crate::text::counted;

use super::arguments::{Global, Remove};
use super::ids::{Named, Opened, find};
use super::output::{Output, complain};
use super::{exit::Exit, session::Session};

pub(super) fn run(global: &Global, arguments: &Remove, output: &mut Output) -> Result<Exit> {
    let session = Session::open(global, &arguments.path)?;
    let sources = session.sources();
    let found = find(&session, &sources, &arguments.ids, output)?;
    // Nothing is written before all that can be known is known to be right.
    let removals = removals(&session, &sources, &found)?;
    let broken = broken(&session, &sources, &found);
    for (number, removal) in removals.iter().enumerate() {
        let written = removal.save(&session, Way::There);
        if let Err(error) = written {
            let undone = removals[..number].iter().rev().try_for_each(|removal| {
                let Removal { opened, .. } = removal;
                removal.save(&session, Way::Back).with_context(|| {
                    format!("{} stays without its tags", opened.loaded.path.display())
                })
            });
            return Err(match undone {
                Ok(()) => error.context("nothing was removed"),
                Err(worse) => anyhow!("{error:#}; {worse:#}"),
            });
        }
    }
    for named in &found {
        output.line(named.id.as_str())?;
    }
    output.flush()?;
    for removal in removals {
        removal.said.iter().for_each(|said| complain(said));
        complain(&format!(
            "written to {}",
            removal.opened.loaded.path.display()
        ));
    }
    say_broken(&broken, "is broken now");
    Ok(Exit::Done)
}

/// How many broken ends are named.
const NAMED: usize = 10;

/// The links and sources of tags that stay, and lead to those that go.
fn broken(session: &Session, sources: &[Source], found: &[Named]) -> Vec<BrokenEnd> {
    let gone = found.iter().map(|named| {
        let name = session.corpus.name(&sources[named.source]);
        PassageRef::new(&name, &named.id)
    });
    session.corpus.broken_without(&gone.collect())
}

/// Names the first of them; `becomes` says of each what has become of it, or would.
pub(super) fn say_broken(broken: &[BrokenEnd], becomes: &str) {
    for BrokenEnd { from, what } in broken.iter().take(NAMED) {
        complain(&format!("{from}: its {what} {becomes}"));
    }
    let more = broken.len().saturating_sub(NAMED);
    if more > 0 {
        let more = counted(more, "further broken end");
        complain(&format!("and {more}; postil check names them"));
    }
}

/// The tags of one annotation file that are to go.
struct Removal {
    opened: Opened,
    without: AnnotationSet,
    /// What is said of each, once it is gone.
    said: Vec<String>,
}

#[derive(Clone, Copy)]
enum Way {
    There,
    Back,
}

impl Removal {
    fn save(&self, session: &Session, way: Way) -> Result<()> {
        let (before, after) = (&self.opened.loaded.file.set, &self.without);
        let (base, ours) = match way {
            Way::There => (before, after),
            Way::Back => (after, before),
        };
        self.opened.save(session, base, ours)?;
        Ok(())
    }
}

fn removals(session: &Session, sources: &[Source], found: &[Named]) -> Result<Vec<Removal>> {
    let mut numbers: Vec<usize> = found.iter().map(|named| named.source).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let removal = |number: usize| {
        let opened = Opened::read(session, &sources[number])?;
        let document = session.corpus.name(&sources[number]);
        let mut without = opened.loaded.file.set.clone();
        let mut said = Vec::new();
        for named in found.iter().filter(|named| named.source == number) {
            let annotation = without.get(&named.id);
            let annotation = annotation.ok_or_else(|| anyhow!("the tag {} is gone", named.id))?;
            let name = session.config.tags.look_up(&annotation.tag).name;
            let with = annotation.belongings();
            let with = with.map_or_else(String::new, |all| format!(", with {all}"));
            said.push(format!("removed {name} in {document}{with}"));
            without.apply(Change::Remove(named.id.clone()))?;
        }
        Ok(Removal {
            opened,
            without,
            said,
        })
    };
    numbers.into_iter().map(removal).collect()
}
