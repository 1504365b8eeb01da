//! No circles of modules: whoever reads a file can read all that it rests on
//! before it.
//!
//! An arrow goes from a file to the file that defines a name it uses, through
//! whatever re-exports the name comes. `mod x;` is no arrow, nor is a re-export of
//! what the file itself has no use for: neither ties a parent to its child. Apart
//! from that a `mod.rs` counts like any file: if it calls what is in its folder, that
//! cannot call back. Methods are not seen, since their names do not tell whose they
//! are.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::modules::{Arrows, Modules};
use super::source::sources;

/// The circles that are still there, each with its files. This list may only
/// shrink: a circle that is gone or has become smaller fails the test until its
/// entry says so.
const EXCEPTIONS: &[&[&str]] = &[];

/// The rooms that no exception may name any more.
const WITHOUT_EXCEPTIONS: [&str; 3] = ["app", "formats", "runtime"];

/// As many files may be in a circle that is excused.
const MOST_FILES_OF_A_CIRCLE: usize = 3;

#[test]
fn what_is_excused_is_small_and_elsewhere() {
    for entry in EXCEPTIONS {
        assert!(entry.len() <= MOST_FILES_OF_A_CIRCLE, "too long: {entry:?}");
        let room = |file: &&str| file.split('/').next().unwrap_or_default().to_owned();
        for room in entry.iter().map(room) {
            assert!(!WITHOUT_EXCEPTIONS.contains(&room.as_str()), "{entry:?}");
        }
    }
}

#[test]
fn no_modules_form_a_circle() {
    let arrows = Modules::read(&sources("src")).arrows();
    assert!(arrows.len() > 100, "only {} files found", arrows.len());
    let broken = judge(&arrows, EXCEPTIONS);
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

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
    Modules::read(&Vec::from_iter(owned)).arrows()
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
