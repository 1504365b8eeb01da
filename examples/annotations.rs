//! Reads an annotation file, and prints the tag and the words of each annotation:
//! `cargo run --example annotations -- annotations/000_ee65b8998efc0b3c.txt.json`.

use std::error::Error;
use std::io::{Write, stderr, stdout};
use std::{env, fs};

use postil::formats::native;

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args_os().nth(1).ok_or("usage: annotations FILE")?;
    let parsed = native::parse(&fs::read(path)?);
    for problem in &parsed.problems {
        writeln!(stderr(), "{problem}")?;
    }
    for annotation in parsed.file.set.iter() {
        let quote = &annotation.selector.quote;
        writeln!(stdout(), "{}: {quote}", annotation.tag)?;
    }
    Ok(())
}
