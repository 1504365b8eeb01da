//! The tests, in one program: to link one is faster than to link twenty.
//!
//! They share a process: what a test changes of it (its environment, its working
//! directory, its limits) changes under others. None does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../fixture/mod.rs"]
mod fixture;
#[path = "../support/mod.rs"]
mod support;

mod app;
mod architecture;
mod beside;
mod cases;
mod changing;
mod cli;
mod contrast;
mod copying;
mod counting;
mod edges;
mod elsewhere;
mod finish;
mod formats;
mod hostile;
mod importing;
mod kept;
mod key_counts;
mod keys;
mod late;
mod layout;
mod linking;
mod links;
mod lists;
mod many;
mod margin;
mod matches;
mod messages;
mod open_items;
mod open_list;
mod peek;
mod places;
mod prompts;
mod properties;
mod random;
mod readme;
mod references;
mod reload;
mod renamed;
mod retag;
mod review;
mod scale;
mod screen;
mod screens;
mod searching;
mod sentences;
mod sidebar;
mod small;
mod source_passages;
mod sources;
mod statistics;
mod storage;
mod suggestions;
mod terminal;
mod unicode;
mod verdicts;
