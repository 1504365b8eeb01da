//! A workspace of any size: documents of numbered sentences, each with its tag.
//!
//! Must not know: who reads it.

use std::fs;
use std::path::Path;

use postil::storage::fingerprint;
use serde_json::json;

const TAGS: [&str; 4] = ["fact", "claim", "opinion", "needs-source"];

/// Writes that many documents of that many sentences into a folder, every sentence
/// with a tag; `seed` makes other sentences.
pub fn write(folder: &Path, documents: usize, sentences: usize, seed: usize) {
    fs::create_dir_all(folder.join("seeds")).expect("a folder for documents");
    fs::create_dir_all(folder.join("annotations")).expect("a folder for tags");
    for number in 0..documents {
        let name = name(number);
        let (text, tags) = document(&name, number * sentences + seed, sentences);
        fs::write(folder.join("seeds").join(&name), text).expect("a document");
        fs::write(annotation_file(folder, number), tags).expect("its tags");
    }
}

/// What the document of that number is called.
pub fn name(number: usize) -> String {
    format!("d{number:06}.txt")
}

/// Where the tags of the document of that number stand.
pub fn annotation_file(folder: &Path, number: usize) -> std::path::PathBuf {
    let name = format!("{}.json", name(number));
    folder.join("annotations").join(name)
}

/// A document, in ASCII, and its annotation file.
fn document(name: &str, first: usize, sentences: usize) -> (String, String) {
    let mut text = String::new();
    let mut places = Vec::with_capacity(sentences);
    for index in 0..sentences {
        let number = first + index;
        let start = text.len();
        text.push_str(&format!(
            "The sentence of the number {number} says what it says, and no more."
        ));
        places.push((number, start, text.len()));
        text.push_str(if index % 4 == 3 { "\n\n" } else { " " });
    }
    let tags = tags(name, &text, &places);
    (text, tags)
}

/// The annotation file of a document, in ASCII: for each annotation a number of its
/// own, the byte where it starts, and the one where it ends.
pub fn tags(name: &str, text: &str, places: &[(usize, usize, usize)]) -> String {
    let about = json!({
        "path": format!("seeds/{name}"),
        "sha256": fingerprint(text.as_bytes()),
        "length": text.len(),
    });
    let mut tags = format!(
        "{{\n  \"format\": \"postil\",\n  \"version\": 1,\n  \"document\": {about},\n  \"annotations\": ["
    );
    for (index, &(number, start, end)) in places.iter().enumerate() {
        let tag = TAGS[number % TAGS.len()];
        let prefix = &text[start.saturating_sub(32)..start];
        let suffix = &text[end..text.len().min(end + 32)];
        let one = json!({
            "id": format!("019ab000-0000-7000-8000-{number:012x}"),
            "tag": tag,
            "start": start,
            "end": end,
            "quote": &text[start..end],
            "prefix": prefix,
            "suffix": suffix,
            "creator": "ana",
            "created": "2026-11-22T10:00:00Z",
            "modified": "2026-11-22T10:00:00Z",
        });
        tags.push_str(if index == 0 { "\n    " } else { ",\n    " });
        tags.push_str(&one.to_string());
    }
    tags.push_str("\n  ]\n}\n");
    tags
}
