//! Whether a regular expression says which case it means.
//!
//! Must not know: how it is searched for.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    self, Ast, ClassAsciiKind, ClassSetItem, ClassUnicode, ClassUnicodeKind, Visitor,
};

/// Whether a regular expression names an upper-case letter, or a class of letters by their
/// case (`\p{Lu}`, `\P{Ll}`, `[[:upper:]]`), so that case matters. Its syntax (`\S`,
/// `\p{Greek}`, `(?P<Name>`) does not count. One that is invalid asks for nothing.
pub(super) fn asks_for_case(expression: &str) -> bool {
    let parsed = Parser::new().parse(expression);
    parsed.is_ok_and(|parsed| ast::visit(&parsed, Asked(false)).unwrap_or_default())
}

struct Asked(bool);

impl Visitor for Asked {
    type Output = bool;
    type Err = std::convert::Infallible;

    fn finish(self) -> Result<bool, Self::Err> {
        Ok(self.0)
    }

    fn visit_pre(&mut self, node: &Ast) -> Result<(), Self::Err> {
        self.0 |= match node {
            Ast::Literal(literal) => literal.c.is_uppercase(),
            Ast::ClassUnicode(class) => is_of_case(class),
            _ => false,
        };
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), Self::Err> {
        self.0 |= match item {
            ClassSetItem::Literal(literal) => literal.c.is_uppercase(),
            ClassSetItem::Range(range) => {
                range.start.c.is_uppercase() || range.end.c.is_uppercase()
            }
            ClassSetItem::Ascii(class) => {
                matches!(class.kind, ClassAsciiKind::Upper | ClassAsciiKind::Lower)
            }
            ClassSetItem::Unicode(class) => is_of_case(class),
            _ => false,
        };
        Ok(())
    }
}

/// Whether a class is one of letters by their case, or of all others.
fn is_of_case(class: &ClassUnicode) -> bool {
    const NAMES: [&str; 12] = [
        "lu",
        "ll",
        "lt",
        "upper",
        "lower",
        "uppercase",
        "lowercase",
        "uppercaseletter",
        "lowercaseletter",
        "titlecaseletter",
        "title",
        "titlecase",
    ];
    let name = match &class.kind {
        ClassUnicodeKind::OneLetter(_) => return false,
        ClassUnicodeKind::Named(name) => name,
        ClassUnicodeKind::NamedValue { value, .. } => value,
    };
    // Spaces, hyphens, underscores and case do not count in names (UAX #44, LM3).
    let name = name.chars().filter(char::is_ascii_alphanumeric);
    let name: String = name.map(|c| c.to_ascii_lowercase()).collect();
    NAMES.contains(&name.as_str())
}
