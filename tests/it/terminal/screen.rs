//! What goes to the terminal: at any size, in any colour, and nothing at rest.

use std::time::Duration;

use super::seeds;
use crate::support::bytes::renditions;
use crate::support::desk::SIZE;
use crate::support::hand::TEXT;
use crate::support::pty::{END_FRAME, Pty, rfind};

const SENTENCE: &str = "Geneva, Switzerland";

#[test]
fn any_size_is_lived_with_and_shows_the_current_sentence() {
    let desk = seeds();
    desk.has_been_here();
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.send("JJJ");
    let spot = reader.spot_of(SENTENCE);
    reader.click(spot, 1);
    reader.spot_of(&format!("▌{SENTENCE}"));
    for size in [
        (80, 24),
        (5, 3),
        (140, 40),
        (1, 1),
        (20, 5),
        (300, 100),
        (2, 50),
        (60, 2),
        (40, 10),
        (59, 16),
        (111, 9),
        (1, 40),
        (112, 24),
    ] {
        resize_and_wait(&mut reader, size);
        if size.0 >= 20 && size.1 >= 5 {
            reader.wait_for(&format!("the sentence at {size:?}"), |view| {
                view.shows("▌Geneva")
            });
        }
    }
    // Also while something is open, and with keys in between; Esc as a whole sequence, since
    // a bare one with a key close behind is Alt.
    for keys in [
        "?", "\x1b[27u", "t", "\x1b[27u", ":", "\x1b[27u", "/IOM", "\x1b[27u", "w", "\x1b[27u",
    ] {
        reader.send(keys);
        for size in [(1, 1), (20, 5), (140, 40)] {
            resize_and_wait(&mut reader, size);
        }
    }
    reader.wait_for("the sentence", |view| view.find("▌Geneva", TEXT).is_some());
    assert_eq!(reader.quit(), 0);
}

/// A key and a resize that come at one moment: both are taken in.
#[test]
fn neither_a_key_nor_a_resize_is_lost_to_the_other() {
    let desk = seeds();
    desk.has_been_here();
    let mut reader = desk.read();
    reader.wait_until_ready();
    for (count, size) in [(110, 30), SIZE].into_iter().cycle().take(100).enumerate() {
        let (key, sentence) = [("j", "sentence 2/"), ("k", "sentence 1/")][count % 2];
        let mark = reader.mark();
        if count % 4 < 2 {
            reader.resize(size);
            reader.send(key);
        } else {
            reader.send(key);
            reader.resize(size);
        }
        wait_for_new_size(&mut reader, size, mark);
        reader.wait_for(&format!("{key} at {size:?}"), |view| {
            view.status().contains(sentence)
        });
    }
    assert_eq!(reader.quit(), 0);
}

#[test]
fn a_resize_that_comes_with_the_first_byte_is_seen() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_for_bytes("the first byte", 0, |bytes| !bytes.is_empty());
    reader.resize((100, 30));
    reader.wait_for("a screen of the new size", |view| {
        view.says_saved() && view.row(0).contains("tester")
    });
    assert_eq!(reader.quit(), 0);
}

/// A frame for another size begins with an empty screen.
fn resize_and_wait(reader: &mut Pty, size: (u16, u16)) {
    let mark = reader.mark();
    reader.resize(size);
    wait_for_new_size(reader, size, mark);
}

fn wait_for_new_size(reader: &mut Pty, size: (u16, u16), mark: usize) {
    reader.wait_for_bytes(&format!("a frame of {size:?}"), mark, |bytes| {
        rfind(bytes, b"\x1b[2J") < rfind(bytes, END_FRAME) && rfind(bytes, b"\x1b[2J").is_some()
    });
}

#[test]
fn at_rest_there_is_no_byte_and_no_thread_wakes_up() {
    const SETTLED: Duration = Duration::from_secs(1);
    const REST: Duration = Duration::from_secs(5);
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.change("f", 1);
    reader.wait_until_silent_for(SETTLED);
    let before = wake_ups(reader.id());
    assert!(reader.is_silent_for(REST), "bytes at rest");
    assert_eq!(wake_ups(reader.id()), before, "threads woke up at rest");
    assert_eq!(reader.quit(), 0);
}

/// How often each thread has gone to wait, where the system tells.
fn wake_ups(process: u32) -> Vec<String> {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{process}/task")) else {
        return Vec::new();
    };
    let mut counts: Vec<String> = threads
        .filter_map(|thread| std::fs::read_to_string(thread.ok()?.path().join("status")).ok())
        .map(|status| {
            let lines = status.lines();
            let told = lines
                .filter(|it| it.starts_with("Name:") || it.starts_with("voluntary_ctxt_switches:"));
            told.collect::<Vec<_>>().join(" ")
        })
        .collect();
    counts.sort();
    counts
}

/// What is written while all that has colours is shown.
fn output_with(environment: &[(&str, &str)]) -> Vec<u8> {
    let desk = seeds();
    let mut reader = desk.read_with(environment, SIZE);
    reader.wait_until_ready();
    reader.change("f", 1);
    reader.change("jc", 2);
    reader.change("jo", 3);
    reader.change("jn", 4);
    reader.send("/IOM");
    reader.wait_for("matches", |view| view.status().contains("of 6"));
    reader.escape(|view| !view.status().contains("of 6"));
    reader.send("w");
    reader.wait_for("hints", |view| view.status().contains("Type the letters"));
    reader.escape(|view| !view.status().contains("Type the letters"));
    reader.send("?");
    reader.wait_for("help", |view| view.shows("Keys: text"));
    reader.escape(|view| !view.shows("Keys: text"));
    assert_eq!(reader.quit(), 0);
    reader.bytes(0)
}

fn is_colour(parameter: &str) -> bool {
    let number = parameter.split(':').next().unwrap_or_default();
    let number: u16 = number.parse().unwrap_or(0);
    matches!(number, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107)
}

#[test]
fn a_full_terminal_gets_colours_and_underline_styles() {
    let renditions = renditions(&output_with(&[]));
    assert!(renditions.iter().any(|it| is_colour(it)));
    assert!(renditions.iter().any(|it| it.starts_with("4:")));
}

#[test]
fn no_color_is_honoured() {
    let output = output_with(&[("NO_COLOR", "1")]);
    let colours: Vec<_> = renditions(&output)
        .into_iter()
        .filter(|it| is_colour(it))
        .collect();
    assert!(colours.is_empty(), "{colours:?}");
}

#[test]
fn a_console_gets_no_parameter_it_does_not_know() {
    let renditions = renditions(&output_with(&[("TERM", "linux")]));
    let colons: Vec<_> = renditions.iter().filter(|it| it.contains(':')).collect();
    assert!(colons.is_empty(), "{colons:?}");
}
