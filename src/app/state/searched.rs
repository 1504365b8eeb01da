//! What was searched for, now and in earlier sessions.
//!
//! Must not know: where it is kept.

use crate::session::RememberedSearch;
use crate::text::search::Query;

/// How many searches are kept.
const MOST: usize = 100;
/// How many bytes of a search are kept: a longer one is not kept at all.
const LONGEST: usize = 1000;

/// What was searched for, the last one at the end, each once.
#[derive(Debug, Clone, Default)]
pub struct Searched(Vec<RememberedSearch>);

/// Where a prompt is among earlier searches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recall {
    /// The number of the search that is shown; `None` where it is what was typed.
    at: Option<usize>,
    /// What was typed before one was shown.
    typed: String,
}

impl Searched {
    pub fn new(remembered: &[RememberedSearch]) -> Self {
        let mut searched = Self::default();
        for search in remembered {
            searched.add(&Query {
                pattern: search.words.clone(),
                regex: search.regex,
            });
        }
        searched
    }

    pub fn add(&mut self, query: &Query) {
        if query.pattern.trim().is_empty() || query.pattern.len() > LONGEST {
            return;
        }
        let search = RememberedSearch {
            words: query.pattern.clone(),
            regex: query.regex,
        };
        self.0.retain(|other| *other != search);
        self.0.push(search);
        let extra = self.0.len().saturating_sub(MOST);
        self.0.drain(..extra);
    }

    pub fn last(&self) -> Option<Query> {
        self.0.last().map(query)
    }

    pub fn remembered(&self) -> Vec<RememberedSearch> {
        self.0.clone()
    }

    /// The search before the one that is shown, among those that begin with what was typed.
    pub fn earlier(&self, recall: &mut Recall, line: &str) -> Option<Query> {
        if recall.at.is_none() {
            line.clone_into(&mut recall.typed);
        }
        let before = recall.at.unwrap_or(self.0.len());
        let fits = |search: &RememberedSearch| search.words.starts_with(&recall.typed);
        let at = self.0[..before].iter().rposition(fits)?;
        recall.at = Some(at);
        Some(query(&self.0[at]))
    }

    /// The search after the one that is shown; after the last one, what was typed, which is
    /// as regular as the line is now.
    pub fn later(&self, recall: &mut Recall, regex: bool) -> Option<Query> {
        let after = recall.at? + 1;
        let fits = |search: &RememberedSearch| search.words.starts_with(&recall.typed);
        let next = self.0[after..].iter().position(fits);
        recall.at = next.map(|next| after + next);
        Some(match recall.at {
            Some(at) => query(&self.0[at]),
            None => Query {
                pattern: std::mem::take(&mut recall.typed),
                regex,
            },
        })
    }
}

fn query(search: &RememberedSearch) -> Query {
    Query {
        pattern: search.words.clone(),
        regex: search.regex,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(words: &str) -> Query {
        Query {
            pattern: words.to_owned(),
            regex: false,
        }
    }

    #[test]
    fn so_many_searches_are_kept_each_once() {
        let mut searched = Searched::default();
        for number in 0..1000 {
            searched.add(&query(&format!("word {number}")));
        }
        searched.add(&query("word 950"));
        searched.add(&query("  "));
        searched.add(&query(&"x".repeat(LONGEST + 1)));
        let kept = searched.remembered();
        assert_eq!(kept.len(), MOST);
        assert_eq!(kept[0].words, "word 900");
        assert_eq!(searched.last(), Some(query("word 950")));
        let other = Searched::new(&kept);
        assert_eq!(other.remembered(), kept);
    }

    #[test]
    fn what_was_typed_narrows_the_earlier_searches_and_comes_back() {
        let mut searched = Searched::default();
        for words in ["owl", "bird", "owls", "fox"] {
            searched.add(&query(words));
        }
        let mut recall = Recall::default();
        assert_eq!(searched.later(&mut recall, false), None);
        let earlier = |recall: &mut Recall| searched.earlier(recall, "ow");
        assert_eq!(earlier(&mut recall), Some(query("owls")));
        assert_eq!(earlier(&mut recall), Some(query("owl")));
        assert_eq!(earlier(&mut recall), None);
        assert_eq!(searched.later(&mut recall, false), Some(query("owls")));
        assert_eq!(searched.later(&mut recall, false), Some(query("ow")));
        assert_eq!(searched.later(&mut recall, false), None);
    }
}
