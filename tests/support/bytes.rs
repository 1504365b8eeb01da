//! What a terminal takes the bytes for: words, or orders.

/// A piece of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// What is shown.
    Words(String),
    /// A control sequence: what stands between `ESC [` and its last byte, and that.
    Csi(String, char),
    /// Any other sequence, whole: a title, a clipboard, whatever ends with ST.
    Other(String),
    /// A control character by itself.
    Control(char),
}

/// Takes output apart as terminals do (ECMA-48; C1 also as UTF-8).
pub fn pieces(output: &[u8]) -> Vec<Piece> {
    let text = std::str::from_utf8(output).expect("output is UTF-8");
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (piece, length) = match first {
            '\x1b' => sequence(rest),
            _ if first.is_control() => (Piece::Control(first), first.len_utf8()),
            _ => {
                let end = rest.find(char::is_control).unwrap_or(rest.len());
                (Piece::Words(rest[..end].to_owned()), end)
            }
        };
        pieces.push(piece);
        rest = &rest[length..];
    }
    pieces
}

fn sequence(text: &str) -> (Piece, usize) {
    let rest = &text[1..];
    match rest.chars().next() {
        Some('[') => {
            let last = rest[1..].find(|it| matches!(it, '@'..='~'));
            let end = last.map_or(rest.len(), |it| it + 2);
            let last = rest[..end].chars().next_back().unwrap_or('[');
            let parameters = rest.get(1..end - last.len_utf8()).unwrap_or_default();
            (Piece::Csi(parameters.to_owned(), last), 1 + end)
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            let bell = rest.find('\x07').map(|it| it + 1);
            let terminator = rest.find("\x1b\\").map(|it| it + 2);
            let end = bell.into_iter().chain(terminator).min();
            let end = 1 + end.unwrap_or(rest.len());
            (Piece::Other(text[..end].to_owned()), end)
        }
        Some(other) => {
            let end = 1 + other.len_utf8();
            (Piece::Other(text[..end].to_owned()), end)
        }
        None => (Piece::Control('\x1b'), 1),
    }
}

/// The parameters of all "select graphic rendition".
pub fn renditions(output: &[u8]) -> Vec<String> {
    let parameters = pieces(output).into_iter().filter_map(|it| match it {
        Piece::Csi(parameters, 'm') => Some(parameters),
        _ => None,
    });
    parameters
        .flat_map(|it| it.split(';').map(str::to_owned).collect::<Vec<_>>())
        .collect()
}
