//! The command line as one table: parsing, help, completions and the man page
//! all come from it.
//!
//! Must not know: what the commands do.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::formats::Format;
use crate::text::segment::ParagraphMode;

/// A terminal reader that tags passages as fact, claim, opinion or needs-source.
///
/// Without a subcommand, PATH is opened for reading and tagging. A folder with
/// a folder `seeds` in it keeps its documents there and their tags beside it in
/// `annotations`. A document is never written to.
#[derive(Debug, Parser)]
#[command(
    name = "postil",
    version,
    disable_help_subcommand = true,
    max_term_width = 100
)]
#[command(after_help = "A folder that is called like a subcommand is opened as ./list.")]
pub(super) struct Arguments {
    /// A folder of documents, a document, or - for the text on the standard
    /// input [default: the current folder]
    pub(super) path: Option<PathBuf>,
    /// Read without a drawn screen: what changes is printed line by line, for
    /// screen readers and terminals that cannot place the cursor
    #[arg(long)]
    pub(super) plain: bool,
    /// The flags of every subcommand.
    #[command(flatten)]
    pub(super) global: Global,
    /// The subcommand; none opens the reader.
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// The flags that every subcommand has.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Global {
    /// Keep the tags in this folder
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) annotations: Option<PathBuf>,
    /// The annotator's name [default: postil.toml, the user's configuration,
    /// git's user.name, the login name]
    #[arg(long = "as", value_name = "NAME", global = true)]
    pub(super) annotator: Option<String>,
    /// Read this configuration instead of the user's own
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) config: Option<PathBuf>,
    /// How paragraphs are told: by what the document looks like, one on every
    /// line, or wrapped to the blank line [default: the configuration's, auto]
    #[arg(long, value_name = "HOW", global = true)]
    pub(super) paragraphs: Option<ParagraphMode>,
    /// Take any file for a text, also a binary one
    #[arg(long = "binary", global = true)]
    pub(super) takes_anything: bool,
}

impl ValueEnum for ParagraphMode {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Auto, Self::Lines, Self::Wrapped]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, _) = Self::NAMES.iter().find(|(_, mode)| mode == self)?;
        let help = match self {
            Self::Auto => "By what the document looks like",
            Self::Lines => "Every line is a paragraph",
            Self::Wrapped => {
                "Paragraphs run over line ends to the blank line or the next list item"
            }
        };
        Some(PossibleValue::new(*name).help(help))
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List the tags
    List(List),
    /// Tag a passage, and print the id of the tag
    Tag(Tag),
    /// Change what a tag says, and print its id
    Edit(Edit),
    /// Delete tags, all that are named or none, and print their ids
    Remove(Remove),
    /// Say how one tag is related to another: supports, contradicts, repeats, source-of
    Link(Link),
    /// Write the tags in another format
    Export(Export),
    /// Bring in tags that another program, or postil elsewhere, wrote
    ///
    /// The format is told by the content. Documents are known by their path, name, SHA-256 or
    /// text; passages by their positions, which are checked against the words, or found by these.
    /// What could not be placed is listed with the reason, and the exit code is 1 then, and 2
    /// where no document is here that can be tagged. Importing twice changes nothing, and
    /// --undo takes an import back.
    ///
    /// What a model made comes in as tags, too. With --suggest it comes in as suggestions: they
    /// are shown, never counted or exported, and become tags once somebody accepts them.
    Import(Import),
    /// Check every tag against its document: exit 0, or 1 and what is wrong where
    Check(Check),
    /// Count tags, sentences and annotators
    Stats(Stats),
    /// Mark a document as done
    ///
    /// The mark is about the document as it is now: when its text changes, it no longer
    /// counts.
    Done(Done),
    /// Restore an earlier version of a document's tags
    ///
    /// Each save keeps the annotation file as it found and as it wrote it. Ten stay: the last
    /// four; of the time before, the last one of two spans of ten minutes, of two hours and of
    /// two days; and the newest of the others. What stands there now is kept, too, so that
    /// bringing one back can be undone.
    Restore(Restore),
    /// Change a tag into another one of the label set, over all documents
    ///
    /// To rename a tag, define the new name in postil.toml first.
    ///
    /// Ids, notes, sources and links stay. Where an annotator has both tags on exactly one
    /// passage, the two become one if that loses nothing; else both stay, and it is said.
    /// Each document is saved as any other change is: postil restore restores its earlier
    /// tags.
    Retag(Retag),
    /// Write down where tags are whose documents have changed
    ///
    /// What differs only in form (line ends, blanks, normal form, a byte order mark) is
    /// written; what was moved or changed only with --accept. Each document is saved as any
    /// other change is: postil restore restores its earlier tags.
    Reanchor(Reanchor),
    /// List the numbered references of a document, and where each is cited
    ///
    /// Also: references that nothing cites, call-outs without a reference, and claims and facts
    /// without a source whose sentences cite nothing.
    References(References),
    /// List the sentences of a document as JSON Lines, in code points
    Sentences(Sentences),
    /// Find the sentences of other documents that say something close
    ///
    /// By the stems of words in the language of each document, by the letters of words, and by
    /// words side by side; nothing leaves the machine. Best first, with a score from 0 to 1.
    ///
    /// The index of all sentences is kept in the user's state folder, and only documents that
    /// have changed are read again. Documents of more than 64 MB, and those after the first
    /// 512 MB, are left out, and it is said.
    ///
    /// With --json, each line is an object: {"query", "results": [{"doc", "sentence",
    /// "start", "end", "text", "score"}]}, with start and end in code points.
    Similar(Similar),
    /// Print the completions for a shell
    Completions(Completions),
    /// Print the man page
    Man,
}

/// Which tags.
#[derive(Debug, Clone, Args)]
pub(super) struct Filters {
    /// Only tags of this kind; may be given several times
    #[arg(long, value_name = "TAG")]
    pub(super) tag: Vec<String>,
    /// Only documents whose name matches; may be given several times
    #[arg(long, value_name = "GLOB")]
    pub(super) doc: Vec<String>,
    /// Only tags by this annotator
    #[arg(long, value_name = "NAME")]
    pub(super) by: Option<String>,
    /// Only passages that need a source and have none
    #[arg(long)]
    pub(super) unsourced: bool,
    /// Only tags with this verdict: supported, refuted, not-enough-evidence or conflicting;
    /// none takes those without one; may be given several times
    #[arg(long, value_name = "VERDICT")]
    pub(super) verdict: Vec<String>,
    /// The sentences marked no-claim (nothing to check), and the notes on documents, too
    #[arg(long)]
    pub(super) marks: bool,
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// A folder of documents, or a document
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    #[command(flatten)]
    pub(super) filters: Filters,
    /// Only what is still open, and why: unsourced, no-evidence, broken-source, contradicted,
    /// stale-verdict, conflict, moved, changed, lost
    #[arg(long)]
    pub(super) open: bool,
    /// What models suggest, and nobody has accepted or rejected yet, instead of the tags
    #[arg(long, conflicts_with = "open")]
    pub(super) suggestions: bool,
    /// A table for people, or JSON Lines for programs
    #[arg(long, value_enum, default_value = "table")]
    pub(super) format: ListFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// One aligned row a tag
    Table,
    /// One JSON object a tag
    Jsonl,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("passage").required(true))]
pub(super) struct Tag {
    /// The document: a path, or a name below the documents folder
    #[arg(value_name = "DOC")]
    pub(super) document: PathBuf,
    /// The tag: fact, claim, opinion, needs-source, the workspace's own, or no-claim
    /// (nothing to check in this sentence)
    pub(super) tag: String,
    /// The sentence of that number, counted from 1 as `postil sentences` lists them
    #[arg(long, value_name = "N", group = "passage")]
    pub(super) sentence: Option<usize>,
    /// The passage with exactly these words
    #[arg(
        long,
        value_name = "TEXT",
        group = "passage",
        allow_hyphen_values = true
    )]
    pub(super) quote: Option<String>,
    /// Which of several passages with these words, counted from 1
    #[arg(long, value_name = "N", requires = "quote", conflicts_with_all = ["sentence", "range"])]
    pub(super) nth: Option<usize>,
    /// The passage from START up to and without END, in code points, exactly: with blanks at
    /// its ends, if there are some
    #[arg(long, value_name = "START:END", group = "passage")]
    pub(super) range: Option<String>,
    /// A note on the passage
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(super) note: Option<String>,
    /// A source: a web address, [35] for a reference of the document, DOC#ID for a passage
    /// that is tagged, or a citation in words; may be given several times
    #[arg(long, value_name = "SOURCE")]
    pub(super) source: Vec<String>,
    #[command(flatten)]
    pub(super) said: SaidOfSource,
}

/// What is said of a source.
#[derive(Debug, Clone, Args)]
pub(super) struct SaidOfSource {
    /// A remark on each source that is added
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(super) remark: Option<String>,
    /// The day on which each source that is added was looked at: 2026-11-22
    #[arg(long, value_name = "DATE")]
    pub(super) accessed: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Edit {
    /// The tag: its id, or as many of its last characters as tell it apart
    #[arg(value_name = "ID")]
    pub(super) id: String,
    /// A folder of documents, or the document
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// Make it this tag: fact, claim, opinion, needs-source, or the workspace's own
    #[arg(long, value_name = "TAG")]
    pub(super) tag: Option<String>,
    /// The note as it should be; an empty one removes it
    #[arg(
        long,
        value_name = "TEXT",
        group = "change",
        allow_hyphen_values = true
    )]
    pub(super) note: Option<String>,
    /// Add a source: a web address, with a title if you like, [35] for a reference of the
    /// document, DOC#ID for a passage that is tagged, or a citation in words; may be given
    /// several times
    #[arg(long, value_name = "SOURCE")]
    pub(super) add_source: Vec<String>,
    /// Let --remark and --accessed change the source of that number, counted as for
    /// --remove-source; an empty value removes what it says
    #[arg(long, value_name = "N", conflicts_with = "add_source")]
    pub(super) change_source: Option<usize>,
    #[command(flatten)]
    pub(super) said: SaidOfSource,
    /// Remove the source of that number, counted from 1 before any is added or removed; may
    /// be given several times
    #[arg(long, value_name = "N")]
    pub(super) remove_source: Vec<usize>,
    /// What came of checking: supported, refuted, not-enough-evidence or conflicting; an
    /// empty value removes it, here and below
    #[arg(long, value_name = "VERDICT")]
    pub(super) verdict: Option<String>,
    /// Who says it
    #[arg(long, value_name = "NAME")]
    pub(super) speaker: Option<String>,
    /// When it was said: 2026-11-22, 2026-11 or 2026
    #[arg(long, value_name = "DATE")]
    pub(super) stated: Option<String>,
    /// How sure you are, from 0 to 1
    #[arg(long, value_name = "NUMBER")]
    pub(super) confidence: Option<String>,
    /// Why a source is needed: statistic, quotation, causal, dead-link or other
    #[arg(long, value_name = "REASON")]
    pub(super) reason: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Remove {
    /// The tags: their ids, or of each as many of its last characters as tell it apart
    #[arg(value_name = "ID", required = true)]
    pub(super) ids: Vec<String>,
    /// A folder of documents, or the document
    #[arg(last = true, value_name = "PATH", default_value = ".")]
    pub(super) path: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Link {
    /// The tag from which the link leads: its id, or as many of its last characters as tell
    /// it apart
    #[arg(value_name = "ID")]
    pub(super) from: String,
    /// supports, contradicts, repeats, source-of, or the workspace's own
    #[arg(value_name = "REL")]
    pub(super) relation: String,
    /// The tag to which it leads
    #[arg(value_name = "ID")]
    pub(super) to: String,
    /// A folder of documents, or a document
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// Take that link away
    #[arg(long)]
    pub(super) remove: bool,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// A folder of documents, or a document
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// The format
    #[arg(long, value_name = "FORMAT", ignore_case = true, value_parser = PossibleValuesParser::new(
        Format::written().map(|format| PossibleValue::new(format.name).help(format.description))
    ))]
    pub(super) format: String,
    /// Where to write: a file, a folder, or - for standard output
    #[arg(long, value_name = "FILE|DIR", default_value = "-")]
    pub(super) output: PathBuf,
    #[command(flatten)]
    pub(super) filters: Filters,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// A folder of documents, or a document
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Stats {
    /// A folder of documents, or a document
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// JSON for programs
    #[arg(long)]
    pub(super) json: bool,
    /// Count the sentences marked no-claim (nothing to check) as tags, too
    #[arg(long)]
    pub(super) marks: bool,
}

#[derive(Debug, Args)]
pub(super) struct Done {
    /// The document: a path, or a name below the documents folder
    #[arg(value_name = "DOC")]
    pub(super) document: PathBuf,
    /// Remove the mark
    #[arg(long)]
    pub(super) undo: bool,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The document: a path, or a name below the documents folder
    #[arg(value_name = "DOC")]
    pub(super) document: PathBuf,
    /// List the generations, the newest first, and bring none back
    #[arg(long, conflicts_with_all = ["generation", "dry_run"])]
    pub(super) list: bool,
    /// The generation of that number, as --list counts them [default: the newest
    /// that can be read and is not what stands there now]
    #[arg(long, value_name = "N")]
    pub(super) generation: Option<usize>,
    /// Say what would be brought back, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct Reanchor {
    /// A folder of documents, or a document
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// Write what was moved or changed, too, where its score is this at least: from 0 to 1
    #[arg(long, value_name = "SCORE")]
    pub(super) accept: Option<f64>,
    /// Write nothing; say what would be written
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct Retag {
    /// The tag to change; it may exist only in annotation files
    pub(super) old: String,
    /// The tag it becomes: fact, claim, opinion, needs-source, or the workspace's own
    pub(super) new: String,
    /// A folder of documents, or a document
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// Only in documents whose name matches; may be given several times
    #[arg(long, value_name = "GLOB")]
    pub(super) doc: Vec<String>,
    /// Only tags by this annotator
    #[arg(long, value_name = "NAME")]
    pub(super) by: Option<String>,
    /// Say what would be changed in each document, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// What to import: a file, or a folder with the files of one export
    pub(super) file: PathBuf,
    /// A folder of documents, or a document
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// The format, where it is not told by the content
    #[arg(long, value_name = "FORMAT", ignore_case = true, value_parser = PossibleValuesParser::new(
        Format::readable().map(|format| PossibleValue::new(format.name).help(format.description))
    ))]
    pub(super) format: Option<String>,
    /// Give what they call THEIRS the tag OURS; may be given several times
    #[arg(long, value_name = "THEIRS=OURS")]
    pub(super) map: Vec<String>,
    /// Bring in what a model made as suggestions, to be accepted or rejected in the reader: what
    /// has a score, or all tags of a file in which nothing has one
    #[arg(long)]
    pub(super) suggest: bool,
    /// Leave out what a model made with a lower score: from 0 to 1
    #[arg(long, value_name = "SCORE", value_parser = score)]
    pub(super) at_least: Option<f64>,
    /// Make tags of labels that are none here: they are added to postil.toml
    #[arg(long, conflicts_with = "undo")]
    pub(super) add_labels: bool,
    /// Say what would be imported, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Take an earlier import of the same back, as far as its tags are unchanged; with --suggest
    /// also the suggestions that are still waiting
    #[arg(long)]
    pub(super) undo: bool,
}

#[derive(Debug, Args)]
pub(super) struct References {
    /// The document: a path, or a name below the documents folder
    #[arg(value_name = "DOC")]
    pub(super) document: PathBuf,
    /// JSON for programs, in code points
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Sentences {
    /// The document: a path, or a name below the documents folder
    #[arg(value_name = "DOC")]
    pub(super) document: PathBuf,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("question").required(true).args(["text", "doc", "queries"])))]
pub(super) struct Similar {
    /// A folder of documents, or a document
    pub(super) path: Option<PathBuf>,
    /// A sentence
    #[arg(long, value_name = "TEXT")]
    pub(super) text: Option<String>,
    /// The document of a sentence: a path, or a name below the documents folder. Its own
    /// sentences are left out
    #[arg(long, value_name = "DOC", requires = "sentence")]
    pub(super) doc: Option<PathBuf>,
    /// The sentence of that number, counted from 1 as `postil sentences` lists them
    #[arg(long, value_name = "N", requires = "doc")]
    pub(super) sentence: Option<usize>,
    /// A file with a sentence a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(super) queries: Option<PathBuf>,
    /// How many sentences to find, at most
    #[arg(long, value_name = "K", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) top: u16,
    /// JSON Lines for programs
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

/// A score as it was typed; what is none is said in the words of who asks.
fn score(typed: &str) -> Result<f64, &'static str> {
    typed.parse().map_err(|_| "a score is a number from 0 to 1")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::annotation::FIELDS;

    /// What can be asked for in a list of the reader and on the command line has one name.
    #[test]
    fn filters_have_the_names_of_the_fields() {
        let command = Arguments::command();
        let list = command.find_subcommand("list").unwrap();
        let flags: Vec<&str> = list
            .get_arguments()
            .filter_map(|flag| flag.get_long())
            .collect();
        let shared = FIELDS.iter().map(|field| field.name);
        let shared: Vec<&str> = shared.filter(|name| flags.contains(name)).collect();
        assert_eq!(shared, ["tag", "by", "doc", "verdict", "unsourced"]);
    }
}
