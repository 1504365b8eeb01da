//! The prompts: what was typed stays until it was of use, or was given up.

use crate::fixture::Reader;
use postil::app::{Effect, FormatChoice, Message, Mode, Settings};

/// A line that is wrong keeps its prompt, with the line and what is wrong with it; it can be
/// corrected there.
#[test]
fn a_wrong_line_stays_to_be_corrected() {
    for (keys, line, problem) in [
        ("%500<Enter>", "500", "\"500\" is not a percentage"),
        ("%-1<Enter>", "-1", "\"-1\" is not a percentage"),
        ("%x<Enter>", "x", "\"x\" is not a percentage"),
        ("/<Ctrl-t>[a<Enter>", "[a", "unclosed character class"),
        ("\\<Ctrl-t>[a<Enter>", "[a", "unclosed character class"),
        (
            "cShtp://a.org<Enter>",
            "htp://a.org",
            "did you mean http://",
        ),
    ] {
        let mut reader = Reader::new(&["One. Two.\n"]);
        reader.press(keys);
        assert_eq!(typed(&reader), line, "after {keys}");
        let screen = reader.screen();
        assert!(screen.contains(problem), "after {keys}:\n{screen}");
        // It is wrong no more while it is being corrected.
        reader.press("<Ctrl-u>1");
        let screen = reader.screen();
        assert!(!screen.contains(problem), "after {keys}:\n{screen}");
        reader.press("<Esc>");
        assert!(matches!(reader.model.mode, Mode::Reading), "after {keys}");
    }
}

#[test]
fn an_export_that_failed_asks_again() {
    let settings = Settings {
        formats: vec![FormatChoice {
            name: "json".to_owned(),
            extension: "json".to_owned(),
            description: String::new(),
            cannot_carry: String::new(),
        }],
        ..Settings::default()
    };
    let mut reader = Reader::with(&["One. Two.\n"], settings, (140, 40));
    reader.press("e<Enter><Ctrl-u>nowhere/a.md<Enter>");
    let exports = reader.effects.iter().rev();
    let request = exports.clone().find_map(|effect| match effect {
        Effect::Export(request) => Some(request.clone()),
        _ => None,
    });
    let request = request.expect("an export was asked for");
    let why = "nowhere is not there".to_owned();
    reader.tell(Message::ExportFailed(request.clone(), why.clone()));
    assert_eq!(typed(&reader), "nowhere/a.md");
    let screen = reader.screen();
    assert!(screen.contains(&why), "{screen}");
    reader.press("<Ctrl-u>a.md<Enter>");
    let last = reader.effects.last();
    assert!(
        matches!(last, Some(Effect::Export(again)) if again.file == "a.md"
            && again.format == request.format),
        "{last:?}"
    );
    // What is being typed meanwhile stays.
    reader.press("/two");
    reader.tell(Message::ExportFailed(request, why.clone()));
    assert_eq!(typed(&reader), "two");
    assert_eq!(reader.notice(), why);
}

/// What a format leaves out was told only once the export was made.
#[test]
fn what_an_export_leaves_out_is_told_before_it_is_made() {
    let settings = Settings {
        formats: vec![FormatChoice {
            name: "brat".to_owned(),
            extension: "zip".to_owned(),
            description: String::new(),
            cannot_carry: "links to other documents".to_owned(),
        }],
        ..Settings::default()
    };
    let mut reader = Reader::with(&["One. Two.\n"], settings, (80, 24));
    reader.press("e<Enter>");
    let asked = reader
        .effects
        .iter()
        .any(|effect| matches!(effect, Effect::CountExport(request) if request.format == "brat"));
    assert!(asked);
    let rows = |reader: &Reader| reader.screen().lines().count();
    let before = rows(&reader);
    let says = |reader: &Reader, words: &str| {
        let screen = reader.screen();
        assert!(screen.contains(words), "{screen}");
    };
    says(&reader, "brat does not carry: links to other documents");
    let left_out = |words: &[&str]| {
        let words = words.iter().map(|&words| words.to_owned()).collect();
        Message::ExportCounted("brat".to_owned(), words)
    };
    reader.tell(left_out(&[
        "links to other documents left out: 3",
        "notes of several lines: 2",
    ]));
    says(
        &reader,
        "brat: links to other documents left out: 3; notes of several lines: 2",
    );
    says(&reader, "Export as brat to: test-tags.zip");
    assert_eq!(rows(&reader), before);
    reader.tell(left_out(&[]));
    says(&reader, "brat carries all of these tags");
    // Of another format, nothing is said of this one.
    reader.tell(Message::ExportCounted(
        "csv".to_owned(),
        vec!["cells".to_owned()],
    ));
    says(&reader, "brat carries all of these tags");
}

fn typed(reader: &Reader) -> &str {
    match &reader.model.mode {
        Mode::Prompt(prompt) => prompt.line.as_str(),
        mode => panic!("no prompt, but {mode:?}: {}", reader.notice()),
    }
}
