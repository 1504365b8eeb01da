//! The settings of a session.

use crate::annotation::{RelationSet, TagSet, Timestamp};
use crate::session::{Spacing, ThemeName};
use crate::text::layout::Measure;
use crate::text::segment::{AUTO_LANGUAGE, ParagraphMode};

use crate::app::input::keymap::Keymap;

/// An export format on offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatChoice {
    /// Its name.
    pub name: String,
    /// Its file ending, without the dot.
    pub extension: String,
    /// What it is for.
    pub description: String,
    /// What it cannot carry; empty where it carries all.
    pub cannot_carry: String,
}

/// What the signs in the margin are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignSet {
    /// Whatever says it best.
    #[default]
    Unicode,
    /// What every terminal and every locale has.
    Ascii,
}

/// The settings of a session.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What the workspace is called: the name of its folder.
    pub workspace: String,
    /// The folder that is proposed for exports, with a `/` at its end; empty for that of the
    /// workspace.
    pub exports: String,
    /// The label set.
    pub tags: TagSet,
    /// What links are called.
    pub relations: RelationSet,
    /// The keys.
    pub keymap: Keymap,
    /// The most columns of text in a row.
    pub measure: Measure,
    /// Whether blank rows are put between paragraphs.
    pub spacing: Spacing,
    /// How paragraphs are recognised.
    pub paragraphs: ParagraphMode,
    /// The language of the documents, for the sentence boundaries.
    pub language: String,
    /// The colours.
    pub theme: ThemeName,
    /// What the signs in the margin are made of.
    pub signs: SignSet,
    /// The export formats on offer.
    pub formats: Vec<FormatChoice>,
    /// The day of a time stamp, where the reader is.
    pub local_day: fn(&Timestamp) -> String,
}

impl Default for Settings {
    fn default() -> Self {
        let tags = TagSet::built_in();
        Self {
            workspace: String::new(),
            exports: String::new(),
            keymap: Keymap::new(&tags, &[]).expect("the default keys do not clash: a test"),
            tags,
            relations: RelationSet::built_in(),
            measure: Measure {
                columns: Self::DEFAULT_MEASURE,
                tab: Self::DEFAULT_TAB,
            },
            spacing: Spacing::default(),
            paragraphs: ParagraphMode::Auto,
            language: AUTO_LANGUAGE.to_owned(),
            theme: ThemeName::default(),
            signs: SignSet::default(),
            formats: Vec::new(),
            local_day: |stamp| stamp.day().to_owned(),
        }
    }
}

impl Settings {
    /// The columns of text in a row where nothing else is configured: long
    /// enough for prose, short enough for the eye to find the next row.
    pub const DEFAULT_MEASURE: u16 = 72;
    /// The columns from one tab stop to the next.
    pub const DEFAULT_TAB: u16 = 8;
}
