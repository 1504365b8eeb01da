//! The question which tag all matches of a search are to have.

use crate::app::document::search_matches::MOST_MATCHES;
use crate::text::{counted, in_thousands};

/// Which of the matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Here,
    Everywhere,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagMatches {
    /// How many there are in the open document.
    pub here: usize,
    /// How many there are in all documents, and in how many of them, where all were searched.
    pub everywhere: Option<(usize, usize)>,
    pub scope: Scope,
}

impl TagMatches {
    /// How many would be tagged.
    pub fn count(&self) -> usize {
        match (self.scope, self.everywhere) {
            (Scope::Everywhere, Some((matches, _))) => matches,
            _ => self.here,
        }
    }

    /// The other choice, where there are two.
    pub fn other(&self) -> Scope {
        match (self.scope, self.everywhere) {
            (Scope::Here, Some(_)) => Scope::Everywhere,
            _ => Scope::Here,
        }
    }

    /// `Tag 37 matches in 3 documents as?`.
    pub fn question(&self) -> String {
        let matches = counted(self.count(), "match");
        format!("Tag {}{matches} in {} as?", self.first(), self.place())
    }

    /// The question where there is little room: `Tag 37 in 3 documents?`.
    pub fn short_question(&self) -> String {
        let matches = in_thousands(self.count());
        format!("Tag {}{matches} in {}?", self.first(), self.place())
    }

    /// Says that there are more matches than are kept, where that may be.
    fn first(&self) -> &'static str {
        match self.count() >= MOST_MATCHES {
            true => "the first ",
            false => "",
        }
    }

    fn place(&self) -> String {
        match (self.scope, self.everywhere) {
            (Scope::Everywhere, Some((_, documents))) => counted(documents, "document"),
            _ => "this document".to_owned(),
        }
    }

    /// What the key for the other choice says, where there is another one.
    pub fn alternative(&self) -> Option<String> {
        let (all, _) = self.everywhere.filter(|_| self.here > 0)?;
        Some(match self.scope {
            Scope::Everywhere => format!("this document only ({})", in_thousands(self.here)),
            Scope::Here => format!("all documents ({})", in_thousands(all)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Found in use: it counted no further, and said that all would be tagged.
    #[test]
    fn of_more_matches_than_are_kept_the_first_are_meant() {
        for (here, question, short) in [
            (
                37,
                "Tag 37 matches in this document as?",
                "Tag 37 in this document?",
            ),
            (
                MOST_MATCHES,
                "Tag the first 10,000 matches in this document as?",
                "Tag the first 10,000 in this document?",
            ),
        ] {
            let asked = TagMatches {
                here,
                everywhere: None,
                scope: Scope::Here,
            };
            assert_eq!(
                (&*asked.question(), &*asked.short_question()),
                (question, short)
            );
        }
    }
}
