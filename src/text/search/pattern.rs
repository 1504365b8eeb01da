//! The patterns of queries.
//!
//! Must not know: how a pattern is compiled.

/// The regular expression for a literal query.
pub(super) fn literal_pattern(typed: &str) -> String {
    let mut pattern = String::with_capacity(typed.len() * 2);
    let mut rest = typed;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = after;
        match c {
            _ if c.is_whitespace() => {
                pattern.push_str(r"\s+");
                rest = after.trim_start();
            }
            '\'' => pattern.push_str("['‘’‚‛ʼ′]"),
            '"' => pattern.push_str("[\"“”„‟«»″]"),
            // U+2010 HYPHEN to U+2015 HORIZONTAL BAR, and U+2212 MINUS SIGN.
            '-' => pattern.push_str(r"[-\u{2010}-\u{2015}\u{2212}]"),
            '.' if after.starts_with("..") => {
                pattern.push_str(r"(?:\.\.\.|…)");
                rest = &after[2..];
            }
            _ => pattern.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    pattern
}

/// Whether a regular expression holds an upper-case letter that is not part of its syntax
/// (`\S`, `\p{Greek}`, `(?P<Name>`, `(?U)`).
pub(super) fn regex_has_upper(pattern: &str) -> bool {
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let Some(escaped) = rest.chars().next() else {
                    return false;
                };
                rest = &rest[escaped.len_utf8()..];
                if matches!(escaped, 'p' | 'P' | 'x' | 'u' | 'U' | 'b') && rest.starts_with('{') {
                    rest = rest.split_once('}').map_or("", |(_, rest)| rest);
                }
            }
            '(' if rest.starts_with('?') => {
                let end = rest.find([')', ':', '>']).unwrap_or(rest.len());
                rest = &rest[end..];
            }
            _ if c.is_uppercase() => return true,
            _ => {}
        }
    }
    false
}
