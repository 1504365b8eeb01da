//! What is remembered from one start to the next.

use std::collections::BTreeMap;

use serde::de::value::Error;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Deserializer, Serialize};

use super::{CopyForm, Pane, Seen};

/// Where the reader was in a document: bytes of the decoded text as it then was.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingPlace {
    /// The cursor.
    pub cursor: usize,
    /// The first byte on the screen.
    pub top: usize,
    /// The furthest byte that was on the screen. All that earlier versions kept.
    pub furthest: usize,
    /// Which parts were on the screen.
    #[serde(skip_serializing_if = "Seen::is_empty")]
    pub seen: Seen,
}

impl ReadingPlace {
    /// Which parts were on the screen; of a place that an earlier version kept, all up to
    /// the furthest byte.
    pub(crate) fn read(&self) -> Seen {
        match self.seen.is_empty() {
            true => Seen::up_to(self.furthest),
            false => self.seen.clone(),
        }
    }
}

/// What somebody searched for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RememberedSearch {
    /// What was typed.
    pub words: String,
    /// Whether it is a regular expression.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub regex: bool,
}

/// That two documents were side by side: that which was open, and this one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RememberedSplit {
    /// The path of the document in the pane without the cursor.
    pub document: String,
    /// Where the reader was in that pane.
    pub place: ReadingPlace,
    /// The number of the pane with the cursor, 1 or 2.
    pub active: u8,
    /// Whether both were scrolled together.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub together: bool,
}

/// What the next start of a workspace should find again. The state file holds these
/// fields under these names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// The path of the document that was open.
    pub last_document: Option<String>,
    /// The pane with the keys.
    #[serde(deserialize_with = "known")]
    pub pane: Pane,
    /// How passages are copied.
    #[serde(
        deserialize_with = "known",
        skip_serializing_if = "CopyForm::is_default"
    )]
    pub copy: CopyForm,
    /// The paths of the folders that are folded in the sidebar, with a `/` at the end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub folded: Vec<String>,
    /// The places in documents, by path: at the start all that are known; later those
    /// that may have changed.
    pub places: BTreeMap<String, ReadingPlace>,
    /// The document that was beside the open one, where there were two.
    #[serde(deserialize_with = "readable", skip_serializing_if = "Option::is_none")]
    pub split: Option<Box<RememberedSplit>>,
    /// What was searched for, the last one at the end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub searches: Vec<RememberedSearch>,
    /// When this was written: what others do later is new at the next start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visited: Option<String>,
    /// How many tags each document had then, by path; `None` where that is not known.
    #[serde(deserialize_with = "readable", skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, usize>>,
    /// Whether the lines for the first start were seen. It is known by the state folder,
    /// not by the file.
    #[serde(skip)]
    pub welcomed: bool,
}

/// A value as this version has it; the default one where another version has it otherwise.
fn readable<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

/// A value by its name; the default one where there is none, or one that another version
/// knows.
fn known<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'name> Deserialize<'name> + Default,
{
    let name = Option::<String>::deserialize(deserializer)?;
    let value = name.map(|name| T::deserialize(IntoDeserializer::<Error>::into_deserializer(name)));
    Ok(value.and_then(Result::ok).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_file_says_the_same_as_ever() {
        let place = ReadingPlace {
            cursor: 3,
            top: 1,
            furthest: 9,
            seen: Seen::default(),
        };
        let mut remembered = Remembered {
            last_document: Some("a.txt".to_owned()),
            pane: Pane::Annotations,
            copy: CopyForm::default(),
            folded: Vec::new(),
            searches: Vec::new(),
            split: None,
            places: [("a.txt".to_owned(), place)].into(),
            visited: None,
            tags: None,
            welcomed: true,
        };
        let written = serde_json::to_string(&remembered).unwrap();
        assert_eq!(
            written,
            r#"{"last_document":"a.txt","pane":"annotations","places":{"a.txt":{"cursor":3,"top":1,"furthest":9}}}"#
        );
        let mut place = remembered.places["a.txt"].clone();
        assert_eq!(place.read(), Seen::up_to(9), "as an earlier version has it");
        place.seen.add(2, 4);
        place.seen.add(6, 9);
        let seen = serde_json::to_string(&place).unwrap();
        assert_eq!(
            seen,
            r#"{"cursor":3,"top":1,"furthest":9,"seen":[[2,4],[6,9]]}"#
        );
        assert_eq!(serde_json::from_str::<ReadingPlace>(&seen).unwrap(), place);
        remembered.welcomed = false;
        assert_eq!(
            serde_json::from_str::<Remembered>(&written).unwrap(),
            remembered
        );
    }

    #[test]
    fn a_form_of_copies_is_kept_by_its_name() {
        for (state, form) in [
            (r#"{"copy":"markdown"}"#, CopyForm::Markdown),
            (r#"{"copy":"with-reference"}"#, CopyForm::WithReference),
            (r#"{"copy":"as-a-song"}"#, CopyForm::WithReference),
            (r#"{"copy":null}"#, CopyForm::WithReference),
            ("{}", CopyForm::WithReference),
        ] {
            let remembered: Remembered = serde_json::from_str(state).unwrap();
            assert_eq!(remembered.copy, form, "{state}");
        }
        let remembered = Remembered {
            copy: CopyForm::Words,
            ..Remembered::default()
        };
        let written = serde_json::to_string(&remembered).unwrap();
        assert!(written.contains(r#""copy":"words""#), "{written}");
    }

    #[test]
    fn searches_are_written_as_they_were_typed() {
        let search = |words: &str, regex| RememberedSearch {
            words: words.to_owned(),
            regex,
        };
        let remembered = Remembered {
            searches: vec![search("owl", false), search("o.l", true)],
            ..Remembered::default()
        };
        let written = serde_json::to_string(&remembered).unwrap();
        let searches = r#""searches":[{"words":"owl"},{"words":"o.l","regex":true}]"#;
        assert!(written.contains(searches), "{written}");
        assert_eq!(
            serde_json::from_str::<Remembered>(&written).unwrap(),
            remembered
        );
    }

    #[test]
    fn a_pane_that_is_not_known_is_the_text() {
        for state in ["{}", r#"{"pane":null}"#, r#"{"pane":"evidence"}"#] {
            let remembered: Remembered = serde_json::from_str(state).unwrap();
            assert_eq!(remembered.pane, Pane::Text, "{state}");
        }
    }
}
