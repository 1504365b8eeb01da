#![no_main]
//! See tests/it/properties/bytes.rs: there stands what is held.

#[path = "../../tests/it/properties/bytes.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::input(bytes));
