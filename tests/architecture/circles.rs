//! No circles of modules: whoever reads a file can read all that it rests on
//! before it.
//!
//! An arrow goes from a file to the file that defines a name it uses, through
//! whatever re-exports the name comes. `mod x;` is no arrow, nor is a re-export of
//! what the file itself has no use for: neither ties a parent to its child. Apart
//! from that a `mod.rs` counts like any file: if it calls what is in its folder, that
//! cannot call back. Methods are not seen, since their names do not tell whose they
//! are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fs;
use std::path::Path;

use super::{collect, is_word, without_comments_and_strings, without_tests};

/// The circles that are still there, each with its files. This list may only
/// shrink: a circle that is gone or has become smaller fails the test until its
/// entry says so.
const EXCEPTIONS: &[&[&str]] = &[
    &["annotation/conflict.rs", "annotation/set.rs"],
    &[
        "annotation/tree/differing.rs",
        "annotation/tree/mod.rs",
        "annotation/tree/walk.rs",
    ],
    &[
        "app/document/mod.rs",
        "app/document/places/mod.rs",
        "app/documents/mod.rs",
        "app/documents/tree.rs",
        "app/message/mod.rs",
        "app/message/recovery.rs",
        "app/state/hints.rs",
        "app/state/mod.rs",
        "app/state/picker.rs",
        "app/state/prompt.rs",
        "app/update/commands/drafts.rs",
        "app/update/commands/leaving.rs",
        "app/update/commands/mod.rs",
        "app/update/commands/moving.rs",
        "app/update/commands/program.rs",
        "app/update/commands/prompts.rs",
        "app/update/commands/recovery.rs",
        "app/update/commands/search.rs",
        "app/update/commands/tagging.rs",
        "app/update/conflicts.rs",
        "app/update/deferred.rs",
        "app/update/discovery.rs",
        "app/update/disk/mod.rs",
        "app/update/disk/text.rs",
        "app/update/indexing.rs",
        "app/update/mod.rs",
        "app/update/mouse.rs",
        "app/update/pickers.rs",
        "app/update/reanchoring.rs",
        "app/update/remembering.rs",
        "app/view/cards.rs",
        "app/view/layout.rs",
        "app/view/sidebar.rs",
        "app/view/viewport.rs",
    ],
    &["app/document/selection.rs", "app/document/units.rs"],
    &[
        "formats/csv.rs",
        "formats/jsonl.rs",
        "formats/markdown.rs",
        "formats/piece.rs",
        "formats/table.rs",
    ],
    &["formats/native/lines.rs", "formats/native/read.rs"],
    &["storage/config/mod.rs", "storage/config/tags.rs"],
    &[
        "text/content.rs",
        "text/layout/blocks.rs",
        "text/layout/flow.rs",
        "text/layout/held.rs",
        "text/layout/mod.rs",
        "text/layout/setting.rs",
        "text/layout/wrap.rs",
        "text/paged/index.rs",
        "text/paged/mod.rs",
        "text/paged/section.rs",
        "text/segment/drawn.rs",
        "text/segment/found.rs",
        "text/segment/line.rs",
        "text/segment/mod.rs",
        "text/segment/paragraph.rs",
        "text/segment/parts.rs",
        "text/segment/sentence.rs",
        "text/segment/word.rs",
        "text/whole.rs",
    ],
    &["text/search/mod.rs", "text/search/scan.rs"],
    &["text/segment/rules.rs", "text/segment/stop.rs"],
    &[
        "ui/annotations.rs",
        "ui/documents.rs",
        "ui/marks.rs",
        "ui/mod.rs",
        "ui/note.rs",
        "ui/overlays.rs",
        "ui/status.rs",
        "ui/text.rs",
        "ui/top.rs",
    ],
];

#[test]
fn no_modules_form_a_circle() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&src, &mut paths);
    let sources = paths.iter().map(|path| {
        let name = path.strip_prefix(&src).unwrap().to_string_lossy();
        (name.replace('\\', "/"), fs::read_to_string(path).unwrap())
    });
    let arrows = Modules::read(sources.collect()).arrows();
    assert!(arrows.len() > 100, "only {} files found", arrows.len());
    let broken = judge(&arrows, EXCEPTIONS);
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// For each file those that it rests on, with the names it takes from them.
type Arrows = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// What is wrong with the circles, given those that are excused.
fn judge(arrows: &Arrows, exceptions: &[&[&str]]) -> Vec<String> {
    let circles = circles(arrows);
    let is_excused = |circle: &Vec<String>| exceptions.contains(&&names(circle)[..]);
    let mut broken = Vec::new();
    for circle in circles.iter().filter(|circle| !is_excused(circle)) {
        let entry = exceptions.iter().find(|entry| is_within(circle, entry));
        if let Some(entry) = entry {
            let count = entry.len();
            broken.push(format!(
                "a circle of {count} files is down to these; make its entry\n    &{circle:?},"
            ));
        } else {
            broken.push(told(arrows, circle, exceptions));
        }
    }
    for entry in exceptions {
        if !circles.iter().any(|circle| is_within(circle, entry)) {
            broken.push(format!("no circle any more, take it out: &{entry:?},"));
        }
    }
    broken
}

fn names(circle: &[String]) -> Vec<&str> {
    circle.iter().map(String::as_str).collect()
}

fn is_within(circle: &[String], entry: &[&str]) -> bool {
    circle.iter().all(|file| entry.contains(&file.as_str()))
}

/// The shortest way round through a file that no exception names.
fn told(arrows: &Arrows, circle: &[String], exceptions: &[&[&str]]) -> String {
    let is_new = |file: &&String| {
        !exceptions
            .iter()
            .any(|entry| entry.contains(&file.as_str()))
    };
    let begin = circle.iter().find(is_new).unwrap_or(&circle[0]);
    let mut told = format!("a circle of {} files, {circle:?}:", circle.len());
    for (from, to) in way_round(arrows, begin) {
        let names = Vec::from_iter(&arrows[from][to]);
        let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
        told += &format!("\n    {from} -> {to}: {}", names.join(", "));
    }
    told
}

/// The steps of a shortest way from a file back to itself.
fn way_round<'a>(arrows: &'a Arrows, begin: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut reached_from: HashMap<&str, &str> = HashMap::new();
    let mut waiting = VecDeque::from([begin]);
    while let Some(from) = waiting.pop_front() {
        for to in arrows.get(from).into_iter().flat_map(BTreeMap::keys) {
            if !reached_from.contains_key(to.as_str()) {
                reached_from.insert(to, from);
                waiting.push_back(to);
            }
        }
    }
    let mut steps = Vec::new();
    let mut to = begin;
    while let Some((&to_kept, &from)) = reached_from.get_key_value(to) {
        steps.push((from, to_kept));
        to = from;
        if to == begin {
            break;
        }
    }
    steps.reverse();
    steps
}

/// The files that reach each other, in groups of two and more.
fn circles(arrows: &Arrows) -> Vec<Vec<String>> {
    let reached: BTreeMap<&str, HashSet<&str>> = arrows
        .keys()
        .map(|file| (file.as_str(), reached(arrows, file)))
        .collect();
    let mut circles: Vec<Vec<String>> = Vec::new();
    for (file, others) in &reached {
        if circles.iter().flatten().any(|known| known == file) {
            continue;
        }
        let reaches_back = |other: &&&str| reached.get(**other).is_some_and(|r| r.contains(file));
        let mut circle: Vec<String> = others
            .iter()
            .filter(reaches_back)
            .map(|other| (*other).to_owned())
            .collect();
        circle.sort();
        if circle.len() > 1 {
            circles.push(circle);
        }
    }
    circles
}

fn reached<'a>(arrows: &'a Arrows, from: &str) -> HashSet<&'a str> {
    let mut reached = HashSet::new();
    let mut waiting = vec![from];
    while let Some(file) = waiting.pop() {
        for to in arrows.get(file).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(to.as_str()) {
                waiting.push(to);
            }
        }
    }
    reached
}

/// The modules of the library by their paths: `""`, `"app"`, `"app::view"`.
#[derive(Default)]
struct Modules(BTreeMap<String, Module>);

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
    fn read(sources: Vec<(String, String)>) -> Self {
        let mut all: BTreeMap<String, Module> = BTreeMap::new();
        for (file, source) in sources {
            let code = without_tests(&without_comments_and_strings(&source));
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

    fn arrows(&self) -> Arrows {
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
fn tokens(code: &str) -> Vec<&str> {
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

/// Asserts which circles made-up files form.
#[track_caller]
fn expect(files: &[(&str, &str)], expected: &[&[&str]]) {
    let found = circles(&arrows_of(files));
    assert_eq!(found, expected, "{files:#?}");
}

fn arrows_of(files: &[(&str, &str)]) -> Arrows {
    let owned = files
        .iter()
        .map(|(path, source)| ((*path).to_owned(), (*source).to_owned()));
    Modules::read(owned.collect()).arrows()
}

/// Two modules that name each other, and how the one names the other.
#[track_caller]
fn expect_arrow(named: &str, is_there: bool) {
    let files = [
        ("lib.rs", "mod a; mod other;"),
        ("other.rs", "pub mod b;"),
        ("other/b.rs", "use crate::a::A; pub struct B; pub fn b() {}"),
        ("a.rs", &format!("pub struct A; {named}")),
    ];
    let circle: &[&[&str]] = &[&["a.rs", "other/b.rs"]];
    expect(&files, if is_there { circle } else { &[] });
}

#[test]
fn every_way_to_name_a_module_is_an_arrow() {
    for named in [
        "use crate::other::b::B;",
        "use super::other::b::B;",
        "use crate::{x::y, other::{z, b::{self, B as C}}};",
        "pub use crate::other::b::B as C; fn f(c: C) {}",
        "use crate::other::b; fn f() { b::b() }",
        "use crate::other::b as c; fn f() { c::b() }",
        "use crate::other; fn f(b: &other::b::B) {}",
        "use crate::other::b::*; fn f() { b() }",
        "fn f() -> crate::other::b::B { x }",
        "fn f() { g(postil::other::b::made_by_a_macro!()) }",
        "fn f() { use crate::other::b::B; }",
        "impl<T> X<T> for Vec<crate::other::b::B> {}",
    ] {
        expect_arrow(named, true);
    }
}

#[test]
fn what_only_looks_like_a_name_is_no_arrow() {
    for named in [
        "",
        "use crate::other::b::*;",
        "use crate::other::b; fn f(b: u8) { b + 1 }",
        "pub use crate::other::b::B;",
        "// crate::other::b::B",
        "#[cfg(test)] mod tests { use crate::other::b::B; }",
        "use elsewhere::other::b::B;",
        "use a_crate::a_crate; fn f() { a_crate::other::b::B }",
        "fn f() -> impl Sized + use<'a> { x.b().other::<b>() }",
    ] {
        expect_arrow(named, false);
    }
}

#[test]
fn a_reexport_leads_to_who_defines_the_name() {
    let parent = "mod a; mod b; pub use a::A; pub use b::B;";
    let b = "use super::A; pub struct B;";
    let apart = "pub struct B;";
    // The parent hands on what its children define, and is tied to neither.
    expect(
        &[("lib.rs", parent), ("a.rs", "pub struct A;"), ("b.rs", b)],
        &[],
    );
    let a = "use super::B; pub struct A;";
    expect(
        &[("lib.rs", parent), ("a.rs", a), ("b.rs", b)],
        &[&["a.rs", "b.rs"]],
    );
    // A parent that defines what a child uses, and uses the child, is tied.
    let uses_a = "mod a; mod b; pub use a::A; use b::B; fn f(a: A) {} pub struct C;";
    let a = "use super::C; pub struct A;";
    expect(
        &[("lib.rs", uses_a), ("a.rs", a), ("b.rs", apart)],
        &[&["a.rs", "lib.rs"]],
    );
    // A function of the same name as its module is the function.
    let parent = "mod a; mod b; pub use a::a; pub struct C;";
    let a = "use super::{C, b::B}; pub fn a() {}";
    let b = "use super::a; pub struct B; fn f() { a() }";
    expect(
        &[("lib.rs", parent), ("a.rs", a), ("b.rs", b)],
        &[&["a.rs", "b.rs"]],
    );
}

#[test]
fn modules_of_tests_are_left_out() {
    let tested = "use crate::b::B; pub struct A; #[cfg(test)] mod tests;";
    let tests = "use crate::c::C; pub struct T;";
    let c = "use crate::a::A; pub struct C;";
    let files = [
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", tested),
        ("a/tests.rs", tests),
        ("b.rs", "pub struct B;"),
        ("c.rs", c),
    ];
    expect(&files, &[]);
    assert_eq!(arrows_of(&files).len(), 4, "a/tests.rs has arrows");
}

#[test]
fn long_circles_are_found_and_told_by_their_shortest_way() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod d; mod e; mod f;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::{c::C, d::D}; pub struct B;"),
        ("c.rs", "use crate::d::D; pub struct C;"),
        ("d.rs", "use crate::a::A; pub struct D;"),
        ("e.rs", "use crate::f::F; pub struct E;"),
        ("f.rs", "use crate::{a::A, e::E}; pub struct F;"),
    ];
    let all: [&[&str]; 2] = [&["a.rs", "b.rs", "c.rs", "d.rs"], &["e.rs", "f.rs"]];
    expect(&files, &all);
    let arrows = arrows_of(&files);
    assert!(judge(&arrows, &all).is_empty());

    let told = judge(&arrows, &all[1..]);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("a circle of 4 files, "), "{}", told[0]);
    assert!(
        told[0].ends_with(":\n    a.rs -> b.rs: B\n    b.rs -> d.rs: D\n    d.rs -> a.rs: A"),
        "{}",
        told[0]
    );
}

#[test]
fn the_list_of_exceptions_only_shrinks() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::a::A; pub struct B;"),
        ("c.rs", "use crate::a::A; pub struct C;"),
    ];
    let arrows = arrows_of(&files);
    let found = |exceptions: &[&[&str]]| judge(&arrows, exceptions);
    assert!(found(&[&["a.rs", "b.rs"]]).is_empty());

    let smaller = found(&[&["a.rs", "b.rs", "c.rs"]]);
    assert_eq!(smaller.len(), 1, "{smaller:#?}");
    assert!(
        smaller[0].contains("of 3 files is down to these"),
        "{}",
        smaller[0]
    );
    assert!(
        smaller[0].contains("&[\"a.rs\", \"b.rs\"],"),
        "{}",
        smaller[0]
    );

    let gone = found(&[&["a.rs", "b.rs"], &["c.rs", "lib.rs"]]);
    assert_eq!(gone.len(), 1, "{gone:#?}");
    assert!(
        gone[0].contains("take it out: &[\"c.rs\", \"lib.rs\"]"),
        "{}",
        gone[0]
    );

    // A file more in a circle is a new circle, told from that file.
    let grown = found(&[&["a.rs", "c.rs"]]);
    assert_eq!(grown.len(), 2, "{grown:#?}");
    assert!(
        grown[0].contains("\n    b.rs -> a.rs: A\n    a.rs -> b.rs: B"),
        "{}",
        grown[0]
    );
}
