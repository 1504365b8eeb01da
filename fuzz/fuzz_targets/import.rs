#![no_main]
//! One target for each reader of imports, one for archives and one for telling what something
//! is: `POSTIL_READER` says which. See tests/it/properties/imports.rs: there stands what is held.

use std::sync::LazyLock;

#[path = "../../tests/it/properties/imports.rs"]
mod properties;

static READER: LazyLock<String> =
    LazyLock::new(|| std::env::var("POSTIL_READER").expect("POSTIL_READER names a reader"));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| match READER.as_str() {
    "archive" => properties::archive(bytes),
    "recognition" => properties::recognition(bytes),
    reader => {
        properties::reader(reader, bytes);
    }
});
