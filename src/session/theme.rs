//! The colours of the screen, by name.

/// Which colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ThemeName {
    /// For dark terminals.
    #[default]
    Dark,
    /// For light terminals.
    Light,
    /// No colours: attributes only.
    Plain,
}

impl ThemeName {
    /// All themes with the word that the configuration uses for each.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("dark", Self::Dark),
        ("light", Self::Light),
        ("plain", Self::Plain),
    ];
}
