//! `postil`: a terminal reader that tags passages of documents as fact, claim,
//! opinion or needs-source.
//!
//! The map, from the ground up; arrows point down only (`tests/it/architecture`
//! holds that):
//!
//! | layer | module | its job |
//! |---|---|---|
//! | 6 | [`cli`], [`runtime`] | arguments to calls; the one loop of the reader |
//! | 5 | `corpus` | going through all documents with their annotations |
//! | 4 | [`ui`], [`storage`] | drawing; files |
//! | 3 | [`app`], [`formats`] | what keys do; bytes to and from annotation sets |
//! | 2 | [`annotation`] | tags, selectors, sets, history, merge |
//! | 1 | [`text`] | content, ranges, segmentation, wrapping, visible form |
//!
//! ARCHITECTURE.md is the tour.

pub mod annotation;
pub mod app;
pub mod cli;
pub(crate) mod corpus;
pub mod formats;
pub mod runtime;
pub mod storage;
pub mod text;
pub mod ui;
