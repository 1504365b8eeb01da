//! `postil`: a terminal reader that tags passages of documents as fact, claim,
//! opinion or needs-source.
//!
//! The map, from the ground up; arrows point down only (`tests/it/architecture`
//! holds that):
//!
//! | layer | module | its job |
//! |---|---|---|
//! | 7 | [`cli`], [`runtime`] | arguments to calls; the one loop of the reader |
//! | 6 | `corpus` | going through all documents with their annotations |
//! | 5 | [`ui`], [`storage`] | drawing; files |
//! | 4 | [`app`], [`formats`] | what keys do; bytes to and from annotation sets |
//! | 3 | [`session`] | plain data that the application and the files share |
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
pub mod session;
pub mod storage;
pub mod text;
pub mod ui;

/// What checks of bad input reach that nobody else does (`tests/it/properties`).
#[doc(hidden)]
pub use corpus::{ImportRequest, Predictions, imported_tags};
