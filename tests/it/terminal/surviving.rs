//! What goes wrong is seen and survived: saves that fail, kills, stops, errors of
//! the program's own.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::{FIRST, FIRST_TITLE, SECOND, SECOND_TITLE, documents, seeds};
use crate::support::desk::{Desk, SIZE};
use crate::support::hand::{CTRL_S, DOWN, ENTER, TEXT};
use crate::support::pty::Pty;

/// Puts a file where the folder of the annotations should be: that also stops a
/// superuser, whom no permission does.
fn take_the_room(desk: &Desk) {
    fs::write(desk.root().join("annotations"), "in the way").expect("a file");
}

fn give_the_room_back(desk: &Desk) {
    fs::remove_file(desk.root().join("annotations")).expect("room");
}

/// Kills it as nothing can be caught.
fn kill(mut reader: Pty) {
    reader.signal("KILL");
    reader.wait_for_exit();
}

/// All files below the state folder whose name ends so.
fn state_files(desk: &Desk, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![desk.folder().join("state")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(end) {
                found.push(path);
            }
        }
    }
    found
}

/// Reads an annotation file and checks every passage against its document.
#[track_caller]
fn check_file(desk: &Desk, file: &PathBuf, document: &str, tags: usize) {
    let bytes = fs::read(file).expect("an annotation file");
    let file: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(file["format"], "postil");
    assert_eq!(file["document"]["path"], format!("seeds/{document}"));
    let annotations = file["annotations"].as_array().expect("annotations");
    assert_eq!(annotations.len(), tags);
    let text: Vec<char> = desk.text(document).chars().collect();
    for annotation in annotations {
        let at = |field: &str| -> usize {
            annotation[field]
                .as_u64()
                .expect("an offset")
                .try_into()
                .expect("small")
        };
        let quote: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(annotation["quote"], quote);
    }
}

#[track_caller]
fn wait_until_failed(reader: &mut Pty) {
    reader.wait_for("why it is not saved", |view| {
        view.shows("NOT SAVED") && view.shows("automatically")
    });
}

#[track_caller]
fn wait_until_offered(reader: &mut Pty, what: &str) {
    reader.wait_for("what was kept", |view| {
        view.shows("Recover unsaved work") && view.shows(what)
    });
}

/// Chooses the first row of what was kept: tags.
#[track_caller]
fn put_back(reader: &mut Pty) {
    reader.send(ENTER);
    reader.wait_for("what was put back, saved", |view| {
        view.shows("Recovered: ") && view.says_saved()
    });
}

/// Writes a note without keeping it, and waits until its draft is kept.
fn half_type_a_note(reader: &mut Pty) {
    reader.change("f", 1);
    reader.send("a");
    reader.wait_for("the note", |view| view.shows("Note on this fact"));
    reader.send("Who says");
    reader.wait_for("the draft to be kept", |view| {
        view.shows("Who says") && view.shows("draft saved")
    });
}

#[test]
fn a_half_typed_note_survives_a_kill() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    half_type_a_note(&mut reader);
    kill(reader);
    let mut reader = desk.read();
    wait_until_offered(&mut reader, "go on with the note “Who says”");
    // Later is possible: it is still there, also for the tag itself.
    reader.escape(|view| !view.shows("Recover unsaved work"));
    reader.send("a");
    reader.wait_for("the note as it was left", |view| {
        view.shows("Saved draft on this fact") && view.shows("Who says")
    });
    reader.send(" so?");
    reader.wait_for("more words", |view| view.shows("Who says so?"));
    reader.escape(|view| !view.status().contains("keep the note"));
    reader.wait_until_saved();
    assert_eq!(desk.annotations(FIRST)[0]["note"], "Who says so?");
    assert_eq!(reader.quit(), 0);
    assert!(state_files(&desk, "note.json").is_empty());
    let mut reader = desk.read();
    reader.wait_until_ready();
    assert!(!reader.view().shows("Recover unsaved work"));
    assert_eq!(reader.quit(), 0);
}

#[test]
fn a_signal_keeps_every_word_of_a_note() {
    for signal in ["TERM", "HUP"] {
        let desk = seeds();
        let mut reader = desk.read();
        reader.wait_until_ready();
        half_type_a_note(&mut reader);
        reader.send(" this and that?");
        reader.wait_for("the words", |view| view.shows("Who says this and that?"));
        reader.signal(signal);
        let (_, restored) = reader.wait_for_exit();
        assert!(restored);
        let mut reader = desk.read();
        wait_until_offered(&mut reader, "Who says this and that?");
        reader.send(ENTER);
        reader.wait_for("the note", |view| view.shows("Saved draft on this"));
        reader.escape(|view| !view.status().contains("keep the note"));
        reader.wait_until_saved();
        assert_eq!(
            desk.annotations(FIRST)[0]["note"],
            "Who says this and that?"
        );
    }
}

#[test]
fn a_note_that_was_changed_meanwhile_is_not_written_over() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    half_type_a_note(&mut reader);
    kill(reader);
    let path = desk.root().join(format!("annotations/{FIRST}.json"));
    let mut file = desk.annotation_file(FIRST);
    file["annotations"][0]["note"] = "A colleague's.".into();
    fs::write(path, file.to_string()).expect("an annotation file");
    let mut reader = desk.read();
    wait_until_offered(&mut reader, "go on with the note “Who says”");
    reader.send(ENTER);
    reader.wait_for("both versions", |view| {
        view.shows("Both notes") && view.shows("Who says")
    });
    reader.escape(|view| !view.status().contains("keep the note"));
    reader.wait_until_saved();
    assert_eq!(
        desk.annotations(FIRST)[0]["note"],
        "A colleague's.\n\nWho says"
    );
}

#[test]
fn what_was_kept_can_be_thrown_away() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    half_type_a_note(&mut reader);
    kill(reader);
    let mut reader = desk.read();
    wait_until_offered(&mut reader, "go on with the note");
    reader.send("discard");
    reader.wait_for("one row", |view| !view.shows("go on with the note"));
    reader.send(ENTER);
    reader.wait_for("a second question", |view| {
        view.shows("This cannot be undone")
    });
    reader.send("discard");
    reader.wait_for("one row", |view| !view.shows("keep"));
    reader.send(ENTER);
    reader.wait_for("a word", |view| view.status().contains("Discarded"));
    assert_eq!(reader.quit(), 0);
    assert!(state_files(&desk, "note.json").is_empty());
    assert_eq!(desk.annotations(FIRST)[0]["note"], Value::Null);
}

#[test]
fn a_save_that_failed_is_tried_again_without_a_key() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    take_the_room(&desk);
    reader.send("f");
    wait_until_failed(&mut reader);
    assert_eq!(state_files(&desk, ".tags.json").len(), 1);
    give_the_room_back(&desk);
    reader.wait_until_saved();
    assert_eq!(desk.tags(FIRST).len(), 1);
    assert!(state_files(&desk, ".tags.json").is_empty());
    assert_eq!(reader.quit(), 0);
}

/// As when a drive is taken away: nothing is made in the place where it was.
#[test]
fn a_folder_that_is_gone_is_waited_for() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    let away = desk.folder().join("away");
    fs::rename(desk.root(), &away).expect("a removed drive");
    reader.send("f");
    wait_until_failed(&mut reader);
    reader.wait_for("the way out", |view| view.shows("connect it again"));
    assert!(!desk.root().exists(), "something was made in its place");
    fs::rename(&away, desk.root()).expect("the drive is back");
    reader.send(CTRL_S);
    reader.wait_until_saved();
    assert_eq!(desk.tags(FIRST).len(), 1);
    assert_eq!(reader.quit(), 0);
}

/// The size of files is limited for the program, as by a quota.
#[test]
fn a_file_that_may_not_grow_is_no_end() {
    let desk = seeds();
    let script = "ulimit -f 0; exec \"$0\" iom --as tester";
    let command = desk.command("sh", &["-c", script, env!("CARGO_BIN_EXE_postil")]);
    let mut reader = Pty::spawn(command, SIZE);
    reader.wait_until_ready();
    reader.send("f");
    wait_until_failed(&mut reader);
    reader.wait_for("why", |view| view.shows("larger than the system allows"));
    // It could not be kept either, and so is not said to be.
    reader.send("q");
    reader.wait_for("the question", |view| view.shows("Not everything is saved"));
    assert!(!reader.view().shows("the next start recovers"));
    reader.send("lose");
    reader.wait_for("one answer", |view| !view.shows("retry saving"));
    reader.send(ENTER);
    let (status, restored) = reader.wait_for_exit();
    assert!(restored && status.success(), "{status:?}");
    assert_eq!(desk.annotation_file(FIRST), Value::Null);
}

/// Goes from the question to the line with the place.
fn ask_for_a_place(reader: &mut Pty) {
    reader.send("q");
    reader.wait_for("the question", |view| view.shows("Not everything is saved"));
    reader.send(DOWN);
    reader.wait_for("the second answer", |view| view.shows("▸  save the tags"));
    reader.send(ENTER);
    reader.wait_for("a line", |view| view.status().contains("Save to"));
}

#[test]
fn quitting_writes_the_tags_to_another_place() {
    let desk = seeds();
    let home = desk.folder().join("home").join(format!("{FIRST}.json"));
    fs::write(&home, "something else").expect("a file");
    let mut reader = desk.read();
    reader.wait_until_ready();
    take_the_room(&desk);
    reader.send("fjc");
    reader.wait_for("two tags", |view| view.row(0).contains("2 tags"));
    wait_until_failed(&mut reader);
    ask_for_a_place(&mut reader);
    reader.send(ENTER);
    reader.wait_for("a question", |view| view.shows("already exists"));
    assert_eq!(fs::read(&home).expect("a file"), b"something else");
    reader.send("over");
    reader.wait_for("one answer", |view| !view.shows("choose another place"));
    reader.send(ENTER);
    let (status, restored) = reader.wait_for_exit();
    assert!(restored && status.success(), "{status:?}");
    let said: String = reader.view().screen().contents().split('\n').collect();
    assert!(
        said.contains("they are in ") && said.contains(".json"),
        "{said}"
    );
    check_file(&desk, &home, FIRST, 2);
    // They are still kept, and can be recover in their place.
    give_the_room_back(&desk);
    let mut reader = desk.read();
    wait_until_offered(&mut reader, "recover 2 changes");
    put_back(&mut reader);
    assert_eq!(desk.tags(FIRST).len(), 2);
}

#[test]
fn the_tags_of_several_documents_are_written_to_a_folder() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    // Both are read while they can be.
    reader.send("J");
    reader.wait_for("the next document, read", |view| {
        view.find(SECOND_TITLE, TEXT).is_some() && view.says_saved()
    });
    take_the_room(&desk);
    reader.send("fjcK");
    reader.wait_for("the first document", |view| {
        view.find(FIRST_TITLE, TEXT).is_some()
    });
    reader.send("f");
    reader.wait_for("three tags", |view| view.row(0).contains("3 tags"));
    wait_until_failed(&mut reader);
    ask_for_a_place(&mut reader);
    reader.send("-later");
    reader.send(ENTER);
    let (status, restored) = reader.wait_for_exit();
    assert!(restored && status.success(), "{status:?}");
    let folder = desk.folder().join("home/iom-tags-later");
    check_file(&desk, &folder.join(format!("{FIRST}.json")), FIRST, 1);
    check_file(&desk, &folder.join(format!("{SECOND}.json")), SECOND, 2);
}

#[test]
fn what_was_not_saved_survives_a_kill_or_a_signal() {
    for signal in ["KILL", "TERM", "HUP"] {
        let desk = seeds();
        let mut reader = desk.read();
        reader.wait_until_ready();
        reader.change("f", 1);
        fs::rename(desk.root().join("annotations"), desk.folder().join("aside")).expect("aside");
        take_the_room(&desk);
        // One comes, one goes.
        reader.send("fjc");
        wait_until_failed(&mut reader);
        reader.wait_for("one tag", |view| view.row(0).contains("1 tag "));
        reader.signal(signal);
        let (_, restored) = reader.wait_for_exit();
        assert!(restored || signal == "KILL");
        if signal == "TERM" {
            let said: String = reader.view().screen().contents().split('\n').collect();
            assert!(said.contains("the next start recovers them"), "{said}");
        }
        give_the_room_back(&desk);
        fs::rename(desk.folder().join("aside"), desk.root().join("annotations")).expect("back");
        let mut reader = desk.read();
        wait_until_offered(&mut reader, "recover 2 changes");
        reader.send(ENTER);
        reader.wait_for("what was put back", |view| {
            view.shows("Recovered: 2 changes")
        });
        reader.wait_until_saved();
        let tags: Vec<String> = desk.tags(FIRST).into_iter().map(|it| it.0).collect();
        assert_eq!(tags, ["claim"], "after SIG{signal}");
        assert_eq!(reader.quit(), 0);
        assert!(state_files(&desk, ".tags.json").is_empty());
    }
}

/// Runs the reader as a job of a shell, which says when it has stopped and then
/// brings it back.
fn as_a_job(desk: &Desk) -> Pty {
    let script = "\"$0\" iom --as tester; echo \"stopped with $?\"; read go; fg >/dev/null; echo \"ended with $?\"";
    let command = desk.command("sh", &["-mc", script, env!("CARGO_BIN_EXE_postil")]);
    Pty::spawn(command, SIZE)
}

/// Checks that the shell has its terminal, and comes back with another size.
#[track_caller]
fn stop_and_go_on(reader: &mut Pty) {
    reader.wait_for("the shell", |view| {
        view.shows("stopped with") && !view.screen().alternate_screen()
    });
    let view = reader.view();
    let screen = view.screen();
    assert!(!screen.hide_cursor() && !screen.bracketed_paste());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    reader.resize((100, 30));
    reader.send(ENTER);
    reader.wait_for("the reader in its new size", |view| {
        view.screen().alternate_screen() && view.says_saved() && view.row(0).contains("1 tag")
    });
}

#[test]
fn it_stops_for_the_shell_and_goes_on() {
    const CTRL_Z: &str = "\x1a";
    let desk = seeds();
    let mut reader = as_a_job(&desk);
    reader.wait_until_ready();
    reader.change("f", 1);
    reader.send(CTRL_Z);
    stop_and_go_on(&mut reader);
    reader.send("q");
    let (status, restored) = reader.wait_for_exit();
    assert!(restored && status.success());
    assert!(reader.view().shows("ended with 0"));
}

#[test]
fn it_stops_and_goes_on_when_told_from_outside() {
    let desk = seeds();
    for signal in ["TSTP", "STOP"] {
        let mut reader = as_a_job(&desk);
        reader.wait_until_ready();
        let job = reader.child_of().expect("the job of the shell");
        let kill = |name: &str| {
            let sent = std::process::Command::new("kill")
                .args(["-s", name, &job])
                .status();
            assert!(sent.is_ok_and(|it| it.success()));
        };
        kill(signal);
        if signal == "TSTP" {
            reader.wait_for("the shell", |view| {
                view.shows("stopped with") && !view.screen().alternate_screen()
            });
        } else {
            reader.wait_for("the shell", |view| view.shows("stopped with"));
        }
        // Stopped without a word, it could not leave raw mode.
        reader.send("\n");
        reader.wait_for("the reader", |view| {
            view.screen().alternate_screen() && view.says_saved() && !view.shows("stopped with")
        });
        // Raw again: a key is heard at once, and not shown.
        reader.send("?");
        reader.wait_for("the help", |view| view.shows("Keys: text"));
        reader.escape(|view| !view.shows("Keys: text"));
        reader.send("q");
        let (_, restored) = reader.wait_for_exit();
        assert!(restored, "after SIG{signal}");
    }
}

/// In a terminal of its own there is no shell that could bring it back.
#[test]
fn without_a_shell_it_does_not_stop() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.send("\x1a");
    reader.wait_for("why not", |view| view.status().contains("No shell"));
    reader.signal("TSTP");
    reader.change("f", 1);
    assert_eq!(reader.quit(), 0);
}

/// The report of an error of the program's own, checked; it may quote a document.
#[track_caller]
fn check_report(desk: &Desk, screen: &str) {
    let reports = state_files(desk, ".txt");
    let [report] = &reports[..] else {
        panic!("reports: {reports:?}");
    };
    let name = report
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    assert!(screen.contains(&name), "{screen}");
    let words = fs::read_to_string(report).expect("a report");
    for wanted in ["provoked in", env!("CARGO_PKG_VERSION"), ".rs:", "thread"] {
        assert!(words.contains(wanted), "{wanted} is not in\n{words}");
    }
    assert!(!words.contains('\x1b'), "{words}");
    assert!(words.lines().count() > 10, "no backtrace:\n{words}");
}

const F12: &str = "\x1b[24~";

/// The places at which a test can provoke an error are in the tests' build only.
#[cfg(debug_assertions)]
#[test]
fn an_error_of_its_own_gives_the_terminal_back_and_loses_nothing() {
    for (place, code) in [("loop", 101), ("keys", 0)] {
        let desk = seeds();
        let mut reader = desk.read_with(&[("POSTIL_TEST_PANIC", place)], SIZE);
        reader.wait_until_ready();
        half_type_a_note(&mut reader);
        reader.send("?");
        reader.wait_for("the words", |view| view.shows("Who says?"));
        reader.send(F12);
        let (status, restored) = reader.wait_for_exit();
        assert_eq!(status.exit_code(), code, "{place}");
        assert!(restored, "{place}");
        let said: String = reader.view().screen().contents().split('\n').collect();
        assert!(said.contains("provoked in"), "{said}");
        check_report(&desk, &said);
        assert_eq!(desk.tags(FIRST).len(), 1);
        let mut reader = desk.read();
        wait_until_offered(&mut reader, "go on with the note “Who says?”");
    }
}

#[cfg(debug_assertions)]
#[test]
fn an_error_of_its_own_while_saving_is_a_save_that_failed() {
    let desk = documents(&[("a.txt", b"One two. Three four.\n"), ("b.txt", b"Five.\n")]);
    let mut reader = desk.read_with(&[("POSTIL_TEST_PANIC", "save")], SIZE);
    reader.wait_until_ready();
    reader.send("f");
    reader.wait_for("a failure", |view| {
        view.shows("NOT SAVED") && view.shows("an error of its own")
    });
    // The reader goes on, and so does the thread.
    reader.send("J");
    reader.wait_for("the other document", |view| view.shows("Five."));
    reader.send("q");
    reader.wait_for("the question", |view| {
        view.shows("the next start recovers them")
    });
    reader.send("recovers them");
    reader.wait_for("one answer", |view| !view.shows("retry saving"));
    reader.send(ENTER);
    let (status, restored) = reader.wait_for_exit();
    assert!(restored && status.success(), "{status:?}");
    let mut reader = desk.read();
    wait_until_offered(&mut reader, "recover 1 change of a.txt");
    put_back(&mut reader);
    assert_eq!(desk.tags("a.txt").len(), 1);
}

#[cfg(debug_assertions)]
#[test]
fn an_error_of_its_own_while_reading_is_told_of_that_document() {
    let desk = documents(&[("a.txt", b"One two.\n"), ("b.txt", b"Five.\n")]);
    let mut reader = desk.read_with(&[("POSTIL_TEST_PANIC", "load")], SIZE);
    reader.wait_until_ready();
    reader.send("J");
    reader.wait_for("why it is not shown", |view| {
        view.shows("an error of its own")
    });
    reader.send("K");
    reader.change("f", 1);
    assert_eq!(reader.quit(), 0);
}
