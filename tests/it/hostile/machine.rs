//! A terminal that knows only what the program is meant to send, and minds
//! everything else.
//!
//! What is meant to be sent comes from `src/runtime/{screen,pen,terminal,reader}.rs`
//! and `src/cli/output.rs`: a change there that sends something new is a change
//! here.

/// What was found wrong.
#[derive(Debug, Default)]
pub struct Findings {
    pub violations: Vec<String>,
    /// How often the planted word stood within a control sequence.
    pub nonces: usize,
    pub bytes: usize,
}

/// Who sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// The reader, on a screen of its own. What it says after that, on the screen
    /// of the shell, is lines.
    Reader,
    /// A command, line by line.
    Command,
    /// The same for formats that other programs read: what neither steers nor
    /// hides in a terminal is as it is, such as a tab or a noncharacter.
    Export,
}

impl Findings {
    /// Takes in everything that was sent.
    pub fn add(&mut self, what: &str, sender: Sender, output: &[u8], nonce: &str) {
        self.bytes += output.len();
        let mut machine = Machine {
            what,
            sender,
            nonce,
            findings: self,
            own_screen: false,
            in_link: false,
            is_link: false,
        };
        machine.run(output);
    }
}

struct Machine<'a> {
    what: &'a str,
    sender: Sender,
    nonce: &'a str,
    findings: &'a mut Findings,
    /// Between the switches of the screen.
    own_screen: bool,
    /// Between the beginning and the end of a link.
    in_link: bool,
    /// Whether the last sequence was a link as it has to be.
    is_link: bool,
}

/// Modes that may be set and reset.
const MODES: [&str; 8] = [
    "?7", "?25", "?1000", "?1002", "?1006", "?1049", "?2004", "?2026",
];

/// The most code points in one place: the program shows at most 16 of a cluster.
const MOST_MARKS: usize = 16;

impl Machine<'_> {
    fn mind(&mut self, why: &str) {
        let violation = format!("{}: {why}", self.what);
        self.findings.violations.push(violation);
    }

    fn run(&mut self, output: &[u8]) {
        let mut at = 0;
        while at < output.len() {
            let rest = &output[at..];
            if self.in_link && matches!(rest[0], b'\n') {
                self.mind("a link that goes on in another line");
            }
            at += match rest[0] {
                0x1b => self.sequence(rest),
                b'\r' if self.own_screen || rest.get(1) == Some(&b'\n') => 1,
                b'\n' if !self.own_screen && at > 0 && output[at - 1] == b'\r' => 1,
                b'\t' if self.sender == Sender::Export => 1,
                0..0x20 | 0x7f => {
                    self.mind(&format!("the control character {:#04x}", rest[0]));
                    1
                }
                _ => self.words(rest),
            };
        }
    }

    /// Everything up to the next byte that is no character.
    fn words(&mut self, rest: &[u8]) -> usize {
        let is_control = |it: &u8| *it < 0x20 || *it == 0x7f;
        let end = rest.iter().position(is_control).unwrap_or(rest.len());
        match std::str::from_utf8(&rest[..end]) {
            Ok(words) => self.characters(words),
            Err(error) => self.mind(&format!("bytes that are no UTF-8: {error}")),
        }
        end
    }

    fn characters(&mut self, words: &str) {
        let mut marks = 0;
        let mut before = ' ';
        for character in words.chars() {
            let flag = before == '\u{1f3f4}' || is_tag(before);
            let shapeless = self.sender != Sender::Export && is_shapeless(character);
            if is_hidden(character) || shapeless || (is_tag(character) && !flag) {
                self.mind(&format!("U+{:04X} in {words:?}", character as u32));
                return;
            }
            marks = if is_mark(character) { marks + 1 } else { 0 };
            if marks == MOST_MARKS {
                self.mind("a cluster without end");
                return;
            }
            before = character;
        }
    }

    fn sequence(&mut self, rest: &[u8]) -> usize {
        self.is_link = false;
        let (length, is_known) = match rest.get(1) {
            Some(b'[') => self.csi(rest),
            Some(b']') => self.osc(rest),
            _ => (2.min(rest.len()), false),
        };
        let sequence = String::from_utf8_lossy(&rest[..length]).into_owned();
        if !is_known {
            self.mind(&format!("the sequence {sequence:?}"));
        }
        if sequence.contains(self.nonce) && !self.is_link {
            self.findings.nonces += 1;
        }
        length
    }

    /// The beginning or the end of a link, from behind its `ESC ] 8 ;`.
    fn link(&mut self, link: &[u8]) -> (usize, bool) {
        const BEFORE: usize = 4;
        const ST: &[u8] = b"\x1b\\";
        let Some(end) = link.iter().position(|it| *it < 0x20 || *it > 0x7e) else {
            return (BEFORE + link.len(), false);
        };
        let ends_well = link[end..].starts_with(ST) && self.sender == Sender::Reader;
        let length = BEFORE + end + if ends_well { ST.len() } else { 0 };
        let mut parts = link[..end].splitn(2, |it| *it == b';');
        let (name, address) = (parts.next().unwrap_or(b""), parts.next().unwrap_or(b"?"));
        let known = match name.strip_prefix(b"id=") {
            Some(id) => {
                let is_id = id.len() == 8 && id.iter().all(u8::is_ascii_hexdigit);
                is_id && is_web_address(address)
            }
            None => name.is_empty() && address.is_empty() && self.in_link,
        };
        self.in_link = !address.is_empty();
        // What stands in a document may stand in a link, as far as it is an address.
        self.is_link = known;
        (length, known && ends_well && self.own_screen)
    }

    fn csi(&mut self, rest: &[u8]) -> (usize, bool) {
        let is_final = |it: &u8| (0x40..=0x7e).contains(it);
        let Some(end) = rest[2..].iter().position(is_final) else {
            return (rest.len(), false);
        };
        let (parameters, last) = (&rest[2..2 + end], rest[2 + end]);
        if self.in_link && !matches!(last, b'm' | b'C' | b'H') {
            self.mind("something else within a link");
        }
        let parameters = String::from_utf8_lossy(parameters).into_owned();
        (3 + end, self.is_known(&parameters, last))
    }

    fn is_known(&mut self, parameters: &str, last: u8) -> bool {
        let numbers = |most: usize| {
            let count = parameters.split(';').count();
            let digits = |it: char| it.is_ascii_digit() || it == ';';
            count <= most && parameters.chars().all(digits)
        };
        if last == b'm' {
            return is_rendition(parameters);
        }
        if self.sender != Sender::Reader {
            return false;
        }
        match last {
            b'H' => self.own_screen && numbers(2),
            b'C' => self.own_screen && numbers(1),
            b'J' => self.own_screen && parameters == "2",
            b'K' => self.own_screen && parameters.is_empty(),
            // The shape of the cursor, and that of the terminal's settings.
            b'q' => ["6 ", "0 "].contains(&parameters),
            b'h' | b'l' => {
                if parameters == "?1049" {
                    self.own_screen = last == b'h';
                }
                MODES.contains(&parameters)
            }
            _ => false,
        }
    }

    /// Only the clipboard, in an alphabet in which nothing can be said, and links to the web,
    /// each of which ends before anything else is sent than words and pens.
    fn osc(&mut self, rest: &[u8]) -> (usize, bool) {
        if let Some(link) = rest.strip_prefix(b"\x1b]8;") {
            return self.link(link);
        }
        let Some(end) = rest.iter().position(|it| *it == 0x07) else {
            return (rest.len(), false);
        };
        let base64 = |it: &u8| it.is_ascii_alphanumeric() || b"+/=".contains(it);
        let words = rest[..end].strip_prefix(b"\x1b]52;c;");
        let known = words.is_some_and(|it| it.iter().all(base64));
        (
            end + 1,
            known && self.sender == Sender::Reader && self.own_screen,
        )
    }
}

/// The longest address of a link.
const LONGEST_LINK: usize = 2083;

/// Whether an address of a link is printable, of the web, and names a host without anybody's
/// name before it.
fn is_web_address(address: &[u8]) -> bool {
    let rest = address
        .strip_prefix(b"https://")
        .or(address.strip_prefix(b"http://"));
    let is_plain =
        |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(byte);
    rest.is_some_and(|rest| {
        let end = rest.iter().position(|it| b"/?#".contains(it));
        let host = &rest[..end.unwrap_or(rest.len())];
        let is_host = host.iter().any(u8::is_ascii_alphanumeric) && !host.contains(&b'@');
        is_host && rest.iter().all(is_plain) && address.len() <= LONGEST_LINK
    })
}

/// Colours, underlines, and what else a pen has.
fn is_rendition(parameters: &str) -> bool {
    let mut numbers = parameters.split(';');
    while let Some(number) = numbers.next() {
        let known = match number {
            "38" | "48" => {
                let more = match numbers.next() {
                    Some("5") => 1,
                    Some("2") => 3,
                    _ => return false,
                };
                (0..more).all(|_| numbers.next().is_some_and(|it| it.parse::<u8>().is_ok()))
            }
            "4:2" | "4:3" | "4:4" | "4:5" => true,
            colour if colour.starts_with("58:") => {
                let colour = colour
                    .strip_prefix("58:2::")
                    .or(colour.strip_prefix("58:5:"));
                colour.is_some_and(|it| it.split(':').all(|it| it.parse::<u8>().is_ok()))
            }
            // Without blinking and without hiding.
            plain => plain.is_empty() || plain.parse::<u8>().is_ok_and(is_plain_rendition),
        };
        if !known {
            return false;
        }
    }
    true
}

fn is_plain_rendition(number: u8) -> bool {
    matches!(number, 0..=4 | 7 | 9 | 22..=25 | 27..=29 | 30..=37 | 39..=47 | 49 | 59 | 90..=97 | 100..=107)
}

/// What changes its neighbours, or is not seen where it stands.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
        )
}

/// What takes up room, or may, and shows nothing.
fn is_shapeless(character: char) -> bool {
    let number = character as u32;
    let noncharacter = number & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&number);
    let filler = matches!(character, '\u{3164}' | '\u{ffa0}' | '\u{115f}' | '\u{1160}');
    noncharacter || filler
}

fn is_tag(character: char) -> bool {
    matches!(character, '\u{e0000}'..='\u{e007f}')
}

/// The marks that the hostile texts stack.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{20d0}'..='\u{20f0}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::{Findings, Sender};

    /// What the machine has to mind, so that it can be relied on where it does not.
    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of what it minds")]
    fn the_machine_minds_everything_it_does_not_know() {
        const ENTER: &str = "\x1b[?1049h";
        let minds = |sender, words: &[u8]| {
            let mut findings = Findings::default();
            let output = match sender {
                Sender::Reader => [ENTER.as_bytes(), words].concat(),
                Sender::Command | Sender::Export => words.to_vec(),
            };
            findings.add("", sender, &output, "Zq");
            !findings.violations.is_empty()
        };
        for ours in [
            "\x1b[?2026h\x1b[2J\x1b[3;4Hwords\x1b[Kand\x1b[C\x1b[12Cmore\x1b[?2026l",
            "\x1b[m\x1b[0;1;38;5;12;48;2;1;2;3;4:3;58:2::1:2:3m\x1b[59;24;22m",
            "\x1b]8;id=0123abcd;https://x.org/a%20b?c=d\x1b\\x.org\x1b[m\x1b]8;;\x1b\\",
            "\x1b]52;c;WnE=\x07\rwide 字 and e\u{301} and 👩\u{200d}🚒",
            "\x1b[6 q\x1b[?1049l\x1b[?25h\x1b[0 qpostil: bye\r\n",
        ] {
            assert!(!minds(Sender::Reader, ours.as_bytes()), "{ours:?}");
        }
        for theirs in [
            "\x1b[6n",
            "\x1b[c",
            "\x1b[>c",
            "\x1b[?6n",
            "\x1b[1;2m\x1b[5m",
            "\x1b[8m",
            "\x1b[3J",
            "\x1bc",
            "\x1b]0;t\x07",
            "\x1b]52;c;?\x07",
            "\x1b]52;c;Zq\x1b\\",
            "\x1b]8;;x\x07",
            "\x1b]8;;\x1b\\",
            "\x1b]8;;https://x.org\x1b\\",
            "\x1b]8;id=0123abcd;https://x.org\x07",
            "\x1b]8;id=0123abcd;javascript:x\x1b\\",
            "\x1b]8;id=0123abcd;file:///x\x1b\\",
            "\x1b]8;id=0123abcd;https://a@x.org/\x1b\\",
            "\x1b]8;id=0123abcd;https://é.org\x1b\\",
            "\x1b]8;id=0123abcd;https://x.org/\x1b[31m",
            "\x1b]8;id=Zq;https://x.org/\x1b\\",
            "\x1b]8;id=0123abcd;https://x.org/\x1b\\a\x1b[2J",
            "\x1bPq\x1b\\",
            "\x1b_G\x1b\\",
            "\x1b^\x1b\\",
            "\x1bX\x1b\\",
            "\u{9b}m",
            "\u{85}",
            "\n",
            "\x08",
            "\x07",
            "\0",
            "\x7f",
            "\t",
            "\x0e",
            "\x1b(0",
            "\u{202e}",
            "\u{200b}",
            "\u{2028}",
            "\u{feff}",
            "\u{e0041}",
            "\u{ffff}",
            "\x1b[?47h",
            "\x1b[2;3r",
            "\x1b",
            "\x1b[1;2;3H",
            "\x1b[6q",
            "\x1b[3 q",
            "\x1b[",
            "\x1b]52;c;WnE=",
        ] {
            assert!(minds(Sender::Reader, theirs.as_bytes()), "{theirs:?}");
        }
        assert!(minds(Sender::Reader, b"\x9b31m") && minds(Sender::Reader, b"\xff"));
        let marks = ["a", &"\u{301}".repeat(40)].concat();
        assert!(minds(Sender::Reader, marks.as_bytes()));
        assert!(!minds(Sender::Command, b"a \x1b[38;5;2mcolour\x1b[0m\r\n"));
        for theirs in [
            &b"a\nb"[..],
            b"\x1b[2J",
            b"\x1b]52;c;WnE=\x07",
            b"\ra",
            b"\x1b[?25l",
        ] {
            assert!(minds(Sender::Command, theirs), "{theirs:?}");
        }
        let mut findings = Findings::default();
        findings.add("", Sender::Reader, b"\x1b]0;Zq\x07Zq", "Zq");
        assert_eq!(findings.nonces, 1);
    }
}
