//! The rules that hold in English.

use super::rules::Rule;

/// The rules for English, asked after those for any language.
pub(super) const RULES: &[Rule] = &[];
