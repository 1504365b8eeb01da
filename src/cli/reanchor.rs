//! `postil reanchor`: writes down where tags are whose documents have changed.

use anyhow::{Result, anyhow, bail};

use crate::annotation::AnchorState;
use crate::corpus::{
    Acceptance, Completeness, Likeness, ReanchoredDocument, Source, WriteMode, circles, now,
    orphans, reanchor, strays, whereabouts,
};
use crate::text::{counted, visible::visible};

use super::arguments::{Global, Reanchor};
use super::output::{Output, complain};
use super::{exit::Exit, session::Session};

/// How many passages were not where they were marked.
#[derive(Default)]
struct Tally {
    accepted: usize,
    in_question: usize,
    lost: usize,
    /// Those whose document is gone.
    without_document: usize,
    /// Documents in which something was accepted.
    documents: usize,
}

pub(super) fn run(global: &Global, arguments: &Reanchor, output: &mut Output) -> Result<Exit> {
    if let Some(score) = arguments.accept
        && !(0.0..=1.0).contains(&score)
    {
        bail!("--accept {score}: a score is a number from 0 to 1");
    }
    let session = Session::open(global, &arguments.path)?;
    let sources = session.sources();
    let acceptance = Acceptance {
        score: arguments.accept,
        mode: match arguments.dry_run {
            true => WriteMode::DryRun,
            false => WriteMode::Write,
        },
        now: now(),
    };
    let mut tally = Tally::default();
    // What took the name of another document gives way first.
    let is_exchanged = exchange(&session, &sources, &acceptance, output)?;
    let is_taken = take_over(&session, &sources, &acceptance, &mut tally, output)?;
    let sources = match is_exchanged || is_taken {
        // What was renamed has its tags now.
        true => session.corpus.sources(),
        false => sources,
    };
    let completeness = reanchor(
        &session.corpus,
        &sources,
        &acceptance,
        output,
        |document, output| {
            tally.add(&document);
            write_document(&document, acceptance.mode, output)
        },
    )?;
    output.flush()?;
    while let Some(notice) = session.corpus.store.take_notice() {
        complain(&notice);
    }
    complain(&tally.in_words(&acceptance, completeness));
    Ok(completeness.into())
}

/// Gives tags whose document was renamed to that, where that is accepted; answers whether
/// any were given.
fn take_over(
    session: &Session,
    sources: &[Source],
    acceptance: &Acceptance,
    tally: &mut Tally,
    output: &mut Output,
) -> Result<bool> {
    let corpus = &session.corpus;
    let mut is_taken = false;
    for orphan in orphans(corpus, sources, output)? {
        let tags = counted(orphan.tags, "tag");
        let Some(renamed) = orphan.only() else {
            tally.without_document += orphan.tags;
            let several: Vec<&str> = orphan.renamed.iter().map(|one| one.to.as_str()).collect();
            let why = match &several[..] {
                [] => "there is no such document, nor one with its text".to_owned(),
                several => format!(
                    "{} are equally likely to be it; B in the reader gives its tags to one",
                    several.join(" and ")
                ),
            };
            let file = orphan.file.display();
            let line = format!("{}: {why}; its {tags} stay in {file}", orphan.name);
            output.line(&visible(&line))?;
            continue;
        };
        let (to, likeness) = (renamed.to.as_str(), renamed.likeness.words());
        let is_accepted = renamed.likeness.is_accepted_at(acceptance.score);
        let done = match (is_accepted, acceptance.mode) {
            (false, _) if renamed.likeness == Likeness::Occupied => {
                tally.without_document += orphan.tags;
                format!(
                    "its {tags} stay in {}, since {to} has tags that were made on another text",
                    orphan.file.display()
                )
            }
            (false, _) => {
                tally.without_document += orphan.tags;
                format!("--accept takes its {tags}")
            }
            (true, WriteMode::DryRun) => format!("its {tags} would be taken"),
            (true, WriteMode::Write) => {
                let which = (&orphan, &renamed.to);
                let taken = corpus.take_over(sources, which, &acceptance.now);
                taken.map_err(|why| anyhow!("{why}"))?;
                is_taken = true;
                format!(
                    "its {tags} are taken; postil restore {} gives them back",
                    orphan.name
                )
            }
        };
        let line = format!("{to}: {likeness} {}: {done}", orphan.name);
        output.line(&visible(&line))?;
    }
    Ok(is_taken)
}

/// Says which documents have the text that tags of others were made on; gives them these where
/// that is accepted, and each of them has the text of another, or took the name of the next.
/// Answers whether any were given.
fn exchange(
    session: &Session,
    sources: &[Source],
    acceptance: &Acceptance,
    output: &mut Output,
) -> Result<bool> {
    let found = strays(&session.corpus, sources, output)?;
    if found.is_empty() {
        return Ok(false);
    }
    let renamed = orphans(&session.corpus, sources, output)?;
    let renamed = renamed.iter().filter_map(|orphan| {
        let only = orphan
            .only()
            .filter(|one| one.likeness == Likeness::Occupied);
        only.map(|one| one.to.clone())
    });
    let renamed: Vec<_> = renamed.collect();
    let circles = circles(&found, &renamed);
    let is_wanted = acceptance.score.is_some();
    for stray in &found {
        let tags = counted(stray.tags, "tag");
        let is_exchanged = circles.iter().any(|one| one.from == stray.from);
        let done = match (is_exchanged, acceptance.mode) {
            (false, _) => String::new(),
            (true, _) if !is_wanted => format!(": --accept gives it these {tags}"),
            (true, WriteMode::DryRun) => format!(": it would get these {tags}"),
            (true, WriteMode::Write) => format!(": it gets these {tags}"),
        };
        output.line(&visible(&format!("{}{done}", stray.words())))?;
    }
    if is_wanted && acceptance.mode == WriteMode::Write && !circles.is_empty() {
        let exchanged = session.corpus.exchange(sources, &circles, &acceptance.now);
        exchanged.map_err(|why| anyhow!("{why}"))?;
        return Ok(true);
    }
    Ok(false)
}

fn write_document(
    document: &ReanchoredDocument,
    mode: WriteMode,
    output: &mut Output,
) -> Result<()> {
    let Some(text) = &document.text else {
        return Ok(());
    };
    for passage in &document.passages {
        let annotation = &passage.annotation;
        let words = whereabouts(annotation, passage.anchor, text, &document.earlier);
        let done = match (passage.is_accepted, mode) {
            (false, _) => "",
            (true, WriteMode::Write) => "; written",
            (true, WriteMode::DryRun) => "; would be written",
        };
        let line = format!(
            "{}: {}: {}{done}",
            document.document,
            annotation.id,
            words.unwrap_or_default()
        );
        output.line(&visible(&line))?;
    }
    Ok(())
}

impl Tally {
    fn add(&mut self, document: &ReanchoredDocument) {
        let before = self.accepted;
        for passage in &document.passages {
            match (passage.is_accepted, passage.anchor.state()) {
                (true, _) => self.accepted += 1,
                (false, AnchorState::Lost) => self.lost += 1,
                (false, _) => self.in_question += 1,
            }
        }
        self.documents += usize::from(self.accepted > before);
    }

    /// `12 tags in 2 documents written; 3 to be looked at: --accept SCORE writes those with
    /// that score, v in the reader shows them; 1 lost`.
    fn in_words(&self, acceptance: &Acceptance, completeness: Completeness) -> String {
        let tags = counted(self.accepted, "tag");
        let documents = counted(self.documents, "document");
        let mut words = match (self.accepted, acceptance.mode) {
            (0, _) if self.without_document > 0 && self.in_question + self.lost == 0 => {
                "nothing was written".to_owned()
            }
            (0, _) if self.in_question + self.lost == 0 => match completeness {
                Completeness::Complete => "every tag is where it was marked".to_owned(),
                Completeness::Partial => "nothing was written".to_owned(),
            },
            (0, _) => "nothing was written".to_owned(),
            (_, WriteMode::DryRun) => format!("{tags} in {documents} would be written"),
            (_, WriteMode::Write) => format!(
                "{tags} in {documents} written; postil restore DOC undoes it for a document"
            ),
        };
        if self.in_question > 0 {
            words.push_str(&format!(
                "; {} moved or changed: --accept SCORE writes those with that score, and ~ in the reader shows them",
                counted(self.in_question, "tag")
            ));
        }
        if self.without_document > 0 {
            let tags = counted(self.without_document, "tag");
            words.push_str(&format!("; {tags} without a document"));
        }
        if self.lost > 0 {
            words.push_str(&format!("; {} lost", counted(self.lost, "tag")));
        }
        words
    }
}
