//! How annotations are related: what links are called.
//!
//! Must not know: which annotations there are.

/// The keys with which one moves in any list, also in those where a relation's key links.
const OF_LISTS: [char; 4] = ['j', 'k', 'g', 'G'];

/// What a link says of its two ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// What stands in the annotation file: `supports`.
    pub name: String,
    /// What is said of the end that the link leads to: `supported by`.
    pub inverse: String,
    /// The key that chooses it.
    pub key: char,
}

/// The relations of a workspace: those that are built in, and its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationSet(Vec<Relation>);

impl Default for RelationSet {
    fn default() -> Self {
        Self::built_in()
    }
}

impl RelationSet {
    /// One passage is evidence for the other.
    pub const SUPPORTS: &str = "supports";
    /// Both cannot be true.
    pub const CONTRADICTS: &str = "contradicts";
    /// One says what the other says.
    pub const REPEATS: &str = "repeats";
    /// One is where the other comes from.
    pub const SOURCE_OF: &str = "source-of";

    /// The four of the annotation file's format.
    pub fn built_in() -> Self {
        let all = [
            (Self::SUPPORTS, "supported by", 's'),
            (Self::CONTRADICTS, "contradicted by", 'c'),
            (Self::REPEATS, "repeated by", 'r'),
            (Self::SOURCE_OF, "has as its source", 'o'),
        ];
        let all = all.map(|(name, inverse, key)| Relation {
            name: name.to_owned(),
            inverse: inverse.to_owned(),
            key,
        });
        Self(all.into())
    }

    /// All of them, in the order in which they are offered.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Relation> {
        self.0.iter()
    }

    /// The relation of that name.
    pub fn get(&self, name: &str) -> Option<&Relation> {
        self.0.iter().find(|relation| relation.name == name)
    }

    /// The relation that a key chooses.
    pub fn by_key(&self, key: char) -> Option<&Relation> {
        self.0.iter().find(|relation| relation.key == key)
    }

    /// Adds a relation, or puts it in the place of the one with its name.
    pub fn put(&mut self, relation: Relation) {
        match self.0.iter_mut().find(|one| one.name == relation.name) {
            Some(one) => *one = relation,
            None => self.0.push(relation),
        }
    }

    /// A key that no relation has yet: a letter of the name if possible.
    pub fn free_key(&self, name: &str) -> char {
        let of_name = name.chars().filter(|letter| letter.is_alphabetic());
        let any = ('a'..='z').chain('0'..='9');
        let is_free =
            |key: &char| !OF_LISTS.contains(key) && !self.0.iter().any(|one| one.key == *key);
        of_name.chain(any).find(is_free).unwrap_or('?')
    }

    /// Whether it says the same of either end, so that one link is enough: that they contradict
    /// each other, or one of the workspace whose inverse is itself.
    pub fn is_mutual(&self, name: &str) -> bool {
        let is_own_inverse = |relation: &Relation| relation.inverse == name;
        name == Self::CONTRADICTS || self.get(name).is_some_and(is_own_inverse)
    }

    /// What is said of the end that a link leads to. A relation that the workspace does not
    /// know, such as one of a newer version, is named as it is written.
    pub fn inverse(&self, name: &str) -> String {
        let known = self.get(name);
        known.map_or_else(|| format!("← {name}"), |relation| relation.inverse.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_of_the_workspace_gets_a_key_of_its_own() {
        let mut relations = RelationSet::built_in();
        for (name, key) in [
            ("quotes", 'q'),
            ("copies", 'p'),
            ("scores", 'e'),
            ("joking", 'i'),
        ] {
            assert_eq!(relations.free_key(name), key, "{name}");
            relations.put(Relation {
                name: name.to_owned(),
                inverse: format!("{name} back"),
                key,
            });
        }
        assert_eq!(relations.iter().len(), 8);
        assert_eq!(relations.inverse("quotes"), "quotes back");
        assert_eq!(
            relations.inverse("of-a-newer-version"),
            "← of-a-newer-version"
        );
        let again = Relation {
            inverse: "quoted by".to_owned(),
            ..relations.get("quotes").unwrap().clone()
        };
        relations.put(again);
        assert_eq!(relations.iter().len(), 8);
        assert_eq!(relations.inverse("quotes"), "quoted by");
    }
}
