//! The modules of the library, and which files rest on which: paths and imports,
//! followed through re-exports to the file that defines the name.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::source::{is_word, without_comments_and_strings, without_tests};

/// For each file those that it rests on, with the names it takes from them.
pub type Arrows = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// The modules of the library by their paths: `""`, `"app"`, `"app::view"`.
#[derive(Default)]
pub struct Modules(BTreeMap<String, Module>);

#[derive(Default)]
struct Module {
    file: String,
    /// What stands at the top of the file and is no module.
    items: HashSet<String>,
    children: HashSet<String>,
    uses: Vec<Use>,
    /// Paths outside `use`, split at `::`; single words are paths as well.
    paths: Vec<Vec<String>>,
}

/// One leaf of a `use`.
struct Use {
    /// The name it has here, `*` for all there are.
    name: String,
    path: Vec<String>,
    is_reexport: bool,
}

/// Where a path leads.
enum Found<'a> {
    Item(&'a str, String),
    Module(&'a str),
}

impl Modules {
    /// Reads the sources, given with their paths below `src`, without the modules
    /// that are there for tests.
    pub fn read(sources: &[(String, String)]) -> Self {
        let mut all: BTreeMap<String, Module> = BTreeMap::new();
        for (file, source) in sources {
            let code = without_tests(&without_comments_and_strings(source));
            let mut module = Module::parse(&tokens(&code));
            let path = file.strip_suffix(".rs").expect("a source");
            let path = path.strip_suffix("/mod").unwrap_or(path);
            let path = if path == "lib" { "" } else { path };
            module.file = file.clone();
            all.insert(path.replace('/', "::"), module);
        }
        let is_declared = |path: &str| {
            let (parent, name) = path.rsplit_once("::").unwrap_or(("", path));
            let parent = all.get(parent);
            parent.is_some_and(|parent| parent.children.contains(name))
        };
        let left_out: Vec<String> = all
            .keys()
            .filter(|path| !path.is_empty() && *path != "main" && !is_declared(path))
            .cloned()
            .collect();
        all.retain(|path, _| !left_out.contains(path));
        Self(all)
    }

    pub fn has_file(&self, file: &str) -> bool {
        self.0.values().any(|module| module.file == file)
    }

    pub fn arrows(&self) -> Arrows {
        let mut arrows = Arrows::new();
        for (path, module) in &self.0 {
            let from = arrows.entry(module.file.clone()).or_default();
            let words: HashSet<&String> = module.paths.iter().map(|path| &path[0]).collect();
            let imports = module.uses.iter().filter(|leaf| {
                // What a glob brings is seen where it is used.
                leaf.name != "*" && (!leaf.is_reexport || words.contains(&leaf.name))
            });
            let imports = imports.map(|leaf| &leaf.path);
            for used in imports.chain(&module.paths) {
                if let Some(Found::Item(to, name)) = self.resolve(path, used, 0)
                    && to != module.file
                {
                    from.entry(to.to_owned()).or_default().insert(name);
                }
            }
        }
        arrows
    }

    /// Follows a path from a module, as far as this crate goes.
    fn resolve(&self, from: &str, path: &[String], steps: usize) -> Option<Found<'_>> {
        let (head, rest) = path.split_first()?;
        match head.as_str() {
            "crate" | "postil" => self.descend("", rest, steps),
            "self" => self.descend(from, rest, steps),
            "super" => {
                let parent = from.rsplit_once("::").map_or("", |(parent, _)| parent);
                // What follows may climb on.
                match rest.first().map(String::as_str) {
                    Some("super") => self.resolve(parent, rest, steps),
                    _ => self.descend(parent, rest, steps),
                }
            }
            _ => self.member(from, path, steps),
        }
    }

    fn descend(&self, module: &str, path: &[String], steps: usize) -> Option<Found<'_>> {
        let (module_path, module) = self.0.get_key_value(module)?;
        let Some(name) = path.first() else {
            return Some(Found::Module(module_path));
        };
        // A name that is found nowhere was made by a macro of that module.
        self.member(module_path, path, steps)
            .or_else(|| Some(Found::Item(&module.file, name.clone())))
    }

    /// What a name that a module has leads to.
    fn member(&self, module_path: &str, path: &[String], steps: usize) -> Option<Found<'_>> {
        // An import of what has its own name, as `use regex::regex`.
        if steps > 16 {
            return None;
        }
        let module = self.0.get(module_path)?;
        let (name, rest) = path.split_first()?;
        let child = module.children.contains(name).then(|| match module_path {
            "" => name.clone(),
            parent => format!("{parent}::{name}"),
        });
        // A function may have the name of its module.
        let as_module = child.as_deref().filter(|_| !rest.is_empty());
        if let Some(child) = as_module {
            return self.descend(child, rest, steps);
        }
        if module.items.contains(name) {
            return Some(Found::Item(&module.file, name.clone()));
        }
        let imported = module.uses.iter().find(|leaf| leaf.name == *name);
        if let Some(leaf) = imported {
            let whole = [&leaf.path[..], rest].concat();
            return self.resolve(module_path, &whole, steps + 1);
        }
        if let Some(child) = child {
            return self.descend(&child, rest, steps);
        }
        let globs = module.uses.iter().filter(|leaf| leaf.name == "*");
        for leaf in globs {
            if let Some(Found::Module(all)) = self.resolve(module_path, &leaf.path, steps + 1)
                && let Some(found) = self.member(all, path, steps + 1)
            {
                return Some(found);
            }
        }
        None
    }
}

impl Module {
    fn parse(tokens: &[&str]) -> Self {
        let mut module = Self::default();
        let mut depth = 0;
        let mut at = 0;
        while at < tokens.len() {
            let next = tokens.get(at + 1).copied().unwrap_or("");
            match tokens[at] {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth -= 1,
                // Not the `use<'a>` of a type.
                "use" if next != "<" => {
                    let is_reexport = at > 0 && matches!(tokens[at - 1], "pub" | ")");
                    at = module.add_uses(tokens, at + 1, &[], is_reexport);
                    continue;
                }
                "mod" if depth == 0 && tokens.get(at + 2) == Some(&";") => {
                    module.children.insert(next.to_owned());
                    at += 1;
                }
                "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "union"
                | "mod"
                    // Not the `'static` of a type.
                    if depth == 0 && next.starts_with(is_word) && (at == 0 || tokens[at - 1] != "'") =>
                {
                    module.items.insert(next.to_owned());
                    // In `const fn f` the word that follows is no name yet.
                    at += usize::from(next != "fn");
                }
                word if word.starts_with(is_word) => {
                    let mut path = vec![word.to_owned()];
                    while tokens.get(at + 1) == Some(&"::")
                        && let Some(name) = tokens.get(at + 2)
                        && name.starts_with(is_word)
                    {
                        path.push((*name).to_owned());
                        at += 2;
                    }
                    module.paths.push(path);
                }
                // What follows belongs to a value or to a type.
                "." | "::" => at += 1,
                _ => {}
            }
            at += 1;
        }
        module
    }

    /// Adds the leaves of the tree that begins at a token; answers where it ends.
    fn add_uses(
        &mut self,
        tokens: &[&str],
        mut at: usize,
        above: &[String],
        is_reexport: bool,
    ) -> usize {
        let mut path = above.to_vec();
        let mut name = None;
        while at < tokens.len() {
            match tokens[at] {
                "::" => {}
                "{" => {
                    at += 1;
                    while tokens.get(at).is_some_and(|token| *token != "}") {
                        at = self.add_uses(tokens, at, &path, is_reexport);
                        at += usize::from(tokens.get(at) == Some(&","));
                    }
                    return at + 1;
                }
                "as" => {
                    name = tokens.get(at + 1).map(|name| (*name).to_owned());
                    at += 1;
                }
                "*" => name = Some("*".to_owned()),
                "self" if !path.is_empty() => {}
                "," | "}" | ";" => break,
                word => path.push(word.to_owned()),
            }
            at += 1;
        }
        if let Some(name) = name.or_else(|| path.last().cloned()) {
            self.uses.push(Use {
                name,
                path,
                is_reexport,
            });
        }
        at
    }
}

/// Words, `::`, and single characters.
pub fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(c) = rest.chars().next() {
        let length = if is_word(c) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            c.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}
