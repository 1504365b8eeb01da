//! What a terminal sends, in pieces of any length, and what is taken for keys.

use postil::app::{Message, MouseButton};
use postil::runtime::Input;
use proptest::prelude::*;

/// Messages in words; `click` without how many times, which hangs on the clock.
fn words(messages: &[Message]) -> String {
    let words = messages.iter().map(|message| match message {
        Message::Key(key) => key.to_string(),
        Message::Paste(words) => format!("paste {words:?}"),
        Message::Mouse(mouse) => {
            let what = match mouse.button {
                MouseButton::Press { .. } => "click",
                MouseButton::Drag => "drag",
                MouseButton::Release => "release",
                MouseButton::WheelUp => "wheel up",
                MouseButton::WheelDown => "wheel down",
            };
            format!("{what} at {},{}", mouse.column, mouse.row)
        }
        other => panic!("{other:?}"),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What comes of pieces that follow one another, and of silence at the end.
fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut input = Input::default();
    let mut messages = Vec::new();
    for piece in pieces {
        messages.extend(input.feed(piece));
    }
    while input.patience().is_some() {
        messages.extend(input.lapse());
    }
    words(&messages)
}

/// What terminals send, and what it says.
const SENT: &[(&[u8], &str)] = &[
    (b"j", "j"),
    (b"J", "J"),
    ("é".as_bytes(), "é"),
    ("言".as_bytes(), "言"),
    ("\u{1f600}".as_bytes(), "\u{1f600}"),
    (b"\r", "Enter"),
    (b"\t", "Tab"),
    (b"\x7f", "Backspace"),
    (b"\x08", "Backspace"),
    (b"\x03", "Ctrl-c"),
    (b"\x00", "Ctrl-space"),
    (b"\x1f", "Ctrl-7"),
    (b"\x1b", "Esc"),
    (b"\x1bf", "Alt-f"),
    ("\u{1b}é".as_bytes(), "Alt-é"),
    (b"\x1b\r", "Alt-Enter"),
    (b"\x1b\x7f", "Alt-Backspace"),
    // Arrows and the like, in both forms, with modifiers.
    (b"\x1b[C", "→"),
    (b"\x1bOC", "→"),
    (b"\x1b[1;5C", "Ctrl-→"),
    (b"\x1b[1;2A", "Shift-↑"),
    (b"\x1b[1;3B", "Alt-↓"),
    (b"\x1b[1;129C", "→"),
    (b"\x1b[H", "Home"),
    (b"\x1bOF", "End"),
    (b"\x1b[1~", "Home"),
    (b"\x1b[3~", "Delete"),
    (b"\x1b[3;5~", "Ctrl-Delete"),
    (b"\x1b[5~", "PgUp"),
    (b"\x1b[6~", "PgDn"),
    (b"\x1b[Z", "Shift-Tab"),
    (b"\x1bOP", "F1"),
    (b"\x1b[11~", "F1"),
    (b"\x1b[15~", "F5"),
    (b"\x1b[24~", "F12"),
    (b"\x1b[[A", "F1"),
    (b"\x1b[[E", "F5"),
    // rxvt.
    (b"\x1b[5$", "Shift-PgUp"),
    (b"\x1b[3^", "Ctrl-Delete"),
    (b"\x1b[a", "Shift-↑"),
    (b"\x1bOc", "Ctrl-→"),
    // Alt before a sequence.
    (b"\x1b\x1b[C", "Alt-→"),
    (b"\x1b\x1b[12~", "Alt-F2"),
    (b"\x1b\x1bOA", "Alt-↑"),
    (b"\x1b\x1b", "Esc Esc"),
    // The keypad, and keys as kitty and xterm can send them.
    (b"\x1bOM", "Enter"),
    (b"\x1bOr", "2"),
    (b"\x1b[106u", "j"),
    (b"\x1b[106;2u", "J"),
    (b"\x1b[114;5u", "Ctrl-r"),
    (b"\x1b[27u", "Esc"),
    (b"\x1b[9;2u", "Shift-Tab"),
    (b"\x1b[106;1;106u", "j"),
    (b"\x1b[27;5;114~", "Ctrl-r"),
    (b"\x1b[1;1:1C", "→"),
    (b"\x1b[106;1:3u", ""),
    (b"\x1b[1;1:3C", ""),
    (b"\x1b[106;9u", ""),
    (b"\x1b[57441;2u", ""),
    // The mouse, in three forms.
    (b"\x1b[<0;3;2M", "click at 2,1"),
    (b"\x1b[<0;3;2m", "release at 2,1"),
    (b"\x1b[<32;3;2M", "drag at 2,1"),
    (b"\x1b[<64;50;10M", "wheel up at 49,9"),
    (b"\x1b[<65;50;10M", "wheel down at 49,9"),
    (b"\x1b[<2;3;2M", ""),
    (b"\x1b[M !\"", "click at 0,1"),
    (b"\x1b[Ma!\"", "wheel down at 0,1"),
    (b"\x1b[97;3;2M", "wheel down at 2,1"),
    (b"\x1b[<0;0;0M", ""),
    (b"\x1b[<0;99999;1M", ""),
    (b"\x1b[<0;1M", ""),
    // Pastes.
    (b"\x1b[200~fco\x1b[201~", "paste \"fco\""),
    (b"\x1b[200~a\x1b[Cb\x1b[201~", "paste \"a\\u{1b}[Cb\""),
    (b"\x1b[200~\x1b[20\x1b[201~", "paste \"\\u{1b}[20\""),
    (b"\x1b[200~\x1b[201~", "paste \"\""),
    (b"\x1b[201~", ""),
    // Answers to questions of other programs, and reports that nobody asked for.
    (b"\x1b]10;rgb:fcfc/0c0c/0f0f\x1b\\", ""),
    (b"\x1b]11;rgb:0000/0000/0000\x07", ""),
    (b"\x1b]52;c;Zm8=\x07", ""),
    (b"\x1b]foo\x1b\\", ""),
    (b"\x1bP>|xterm(370)\x1b\\", ""),
    (b"\x1bP1+r636f=38\x1b\\", ""),
    (b"\x1bP!|00000000\x1b\\", ""),
    (b"\x1b_Gi=31;OK\x1b\\", ""),
    (b"\x1b^private\x1b\\", ""),
    (b"\x1bXfoc\x1b\\", ""),
    (b"\x1b[?62;22c", ""),
    (b"\x1b[>1;4000;29c", ""),
    (b"\x1b[?0u", ""),
    (b"\x1b[?2026;2$y", ""),
    (b"\x1b[4;2$y", ""),
    (b"\x1b[4$y", ""),
    (b"\x1b[5$\x1b[C", "Shift-PgUp →"),
    (b"\x1b[?997;1n", ""),
    (b"\x1b[12;40R", ""),
    (b"\x1b[1;5R", ""),
    (b"\x1b[8;24;80t", ""),
    (b"\x1b[48;24;80;480;800t", ""),
    (b"\x1b[I", ""),
    (b"\x1b[O", ""),
    (b"\x1b(B", ""),
    (b"\x1b\\", ""),
    // The forms of one byte, and the same as characters.
    (b"\x9bC", "→"),
    (b"\x9d10;rgb:fc/0c/0f\x1b\\", ""),
    (b"\xc2\x9bC", "→"),
    (b"\xc2\x9d11;foc\x07", ""),
    // Broken text.
    (b"\xff", ""),
    (b"\xc3(", "("),
    (b"\xe8\xa8", ""),
    (b"\xed\xa0\x80", ""),
    // Not whole, and nothing more comes.
    (b"\x1b[", "Alt-["),
    (b"\x1bO", "Alt-O"),
    (b"\x1b[<", ""),
    (b"\x1b[<0;3", ""),
    (b"\x1b[1;5", ""),
    (b"\x1b]10;rgb:fc", ""),
    (b"\x1b[M!", ""),
    (b"\x1b[200~ab", "paste \"ab\""),
    (b"\x1b[200~ab\x1b[20", "paste \"ab\\u{1b}[20\""),
    // Not whole, and something else comes.
    (b"\x1b[<\x03", "Ctrl-c"),
    (b"\x1b[1;\x1b[C", "→"),
    (b"\x1b]10;fo\x1b[C", "→"),
    (b"\x1b]10;fo\x03", "Ctrl-c"),
    (b"\x1b]10;fo\x18", ""),
    (b"\x1bPfo\x1b", "Esc"),
    ("\u{1b}[1é".as_bytes(), "é"),
];

#[test]
fn only_a_whole_known_sequence_is_a_key_wherever_it_is_cut() {
    for (bytes, expected) in SENT {
        assert_eq!(&read([*bytes]), expected, "{:?}", bytes.escape_ascii());
        for at in 1..bytes.len() {
            let (before, after) = bytes.split_at(at);
            let cut = format!("{:?} {:?}", before.escape_ascii(), after.escape_ascii());
            assert_eq!(&read([before, after]), expected, "{cut}");
        }
        assert_eq!(&read(bytes.chunks(1)), expected, "byte by byte");
    }
}

#[test]
fn what_is_unfinished_does_not_swallow_what_comes_after_its_time() {
    for unfinished in [
        &b"\x1b[<"[..],
        b"\x1b[1;5",
        b"\x1b]10;rgb",
        b"\x1bP>|",
        b"\x1b_G",
        b"\x1b[200~pasted",
        b"\x1b[M ",
        b"\xe8\xa8",
        b"\x1b(",
    ] {
        for after in ["q", "\u{3}", "é"] {
            let mut input = Input::default();
            input.feed(unfinished);
            assert!(input.patience().is_some());
            input.lapse();
            assert_eq!(input.patience(), None);
            let key = words(&input.feed(after.as_bytes()));
            let expected = if after == "\u{3}" { "Ctrl-c" } else { after };
            assert_eq!(key, expected, "after {:?}", unfinished.escape_ascii());
        }
    }
}

#[test]
fn the_rest_of_what_was_given_up_is_not_typed() {
    for (unfinished, rest) in [
        (&b"\x1b[1;"[..], &b"5C"[..]),
        (b"\x1b[<65;5", b"0;10M"),
        (b"\x1b]10;rgb:fcfc", b"/0c0c/0f0f\x1b\\"),
        (b"\x1b]10;rgb:fcfc", b"/0c0c/0f0f\x07"),
        (b"\x1bP>|xt", b"erm(370)\x1b\\"),
        (b"\x1b[200~one ", b"two\x1b[201~"),
    ] {
        let mut input = Input::default();
        input.feed(unfinished);
        input.lapse();
        let typed = words(&input.feed(&[rest, b"j"].concat()));
        assert_eq!(typed, "j", "{:?}", rest.escape_ascii());
    }
}

#[test]
fn esc_is_a_key_soon() {
    let mut input = Input::default();
    assert!(input.feed(b"\x1b").is_empty());
    let patience = input.patience().unwrap().as_millis();
    assert!((25..=50).contains(&patience), "{patience} ms");
    assert_eq!(words(&input.lapse()), "Esc");
}

proptest! {
    /// A long stream says the same in whatever pieces it comes.
    #[test]
    fn pieces_do_not_matter(
        sent in prop::collection::vec(prop::sample::select(SENT), 1..40),
        lengths in prop::collection::vec(1usize..9, 1..400),
    ) {
        let stream: Vec<u8> = sent.iter().flat_map(|(bytes, _)| bytes.iter().copied()).collect();
        let whole = read([stream.as_slice()]);
        let mut pieces = Vec::new();
        let mut rest = stream.as_slice();
        for length in lengths.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, after) = rest.split_at((*length).min(rest.len()));
            pieces.push(piece);
            rest = after;
        }
        prop_assert_eq!(read(pieces), whole.clone());
        prop_assert_eq!(read(stream.chunks(1)), whole);
    }

    /// With silence between them, sequences do not touch each other.
    #[test]
    fn each_sequence_says_what_it_says_alone(
        sent in prop::collection::vec(prop::sample::select(SENT), 1..40),
    ) {
        let mut input = Input::default();
        for (bytes, expected) in sent {
            let mut messages = Vec::new();
            for byte in bytes.chunks(1) {
                messages.extend(input.feed(byte));
            }
            messages.extend(input.lapse());
            prop_assert_eq!(words(&messages), expected);
        }
    }

    #[test]
    fn any_bytes_type_no_key_that_was_not_there(
        bytes in prop::collection::vec(prop_oneof![
            4 => prop::sample::select(&b"\x1b\x1b\x1b[]OPX^_;;<?:0129MmCA~u\\\x07\x03\r jqf$ \x9b"[..]),
            1 => any::<u8>(),
        ], 0..200),
    ) {
        crate::properties::bytes::input(&bytes);
    }
}
