//! What the tests on a real terminal stand on. The benchmarks and the picture
//! use it, too.

#![allow(dead_code, reason = "shared by programs that each use a part of it")]

pub mod bytes;
pub mod chance;
pub mod corpus;
pub mod desk;
pub mod hand;
pub mod process;
pub mod pty;
pub mod timed;
pub mod view;
