//! What the first value of a JSON file is made of, for recognising it: one pass over it that
//! keeps nothing but names, however long its texts are, and as much of a damaged one as there is.
//!
//! Must not know: the formats.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::InputFile;

/// What a value is, as far as anybody asks.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::formats) enum Outline {
    /// There is none.
    #[default]
    Nothing,
    Text,
    /// A number, a truth value, `null`.
    Other,
    /// A list, with its first value.
    List(Box<Self>),
    Object(Vec<(String, Self)>),
}

impl Outline {
    /// That of the first value of a file.
    pub(in crate::formats) fn of(file: &InputFile) -> Self {
        let bytes = &file.bytes[..];
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        let mut outline = Self::Nothing;
        if let Some(b'{' | b'[') = begins {
            let mut json = serde_json::Deserializer::from_slice(bytes);
            let seed = Drawing {
                outline: &mut outline,
                depth: DEPTH,
            };
            // Where it is damaged, what stands before that is known.
            let _ = seed.deserialize(&mut json);
        }
        outline
    }

    /// What a field is.
    pub(in crate::formats) fn field(&self, name: &str) -> &Self {
        let fields = match self {
            Self::Object(fields) => fields.as_slice(),
            _ => &[],
        };
        let mut found = fields.iter().filter(|(field, _)| field == name);
        found.next().map_or(&Self::Nothing, |(_, outline)| outline)
    }

    /// The first value, where it is a list; else the value itself.
    pub(in crate::formats) fn first(&self) -> &Self {
        match self {
            Self::List(first) => first,
            _ => self,
        }
    }

    pub(in crate::formats) fn is_there(&self) -> bool {
        *self != Self::Nothing
    }
}

/// So deep is looked.
const DEPTH: usize = 6;

struct Drawing<'a> {
    outline: &'a mut Outline,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Drawing<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        *self.outline = Outline::Other;
        match self.depth {
            0 => deserializer.deserialize_any(IgnoredAny).map(drop),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Drawing<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        *self.outline = Outline::Text;
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        *self.outline = Outline::List(Box::default());
        let Outline::List(first) = self.outline else {
            return Ok(());
        };
        let seed = Drawing {
            outline: first,
            depth: self.depth - 1,
        };
        values.next_element_seed(seed)?;
        // Of a list of all things, the first one tells what it is.
        if self.depth == DEPTH {
            return Err(Error::custom("no more is asked for"));
        }
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        *self.outline = Outline::Object(Vec::new());
        let Outline::Object(known) = self.outline else {
            return Ok(());
        };
        while let Some(name) = fields.next_key::<String>()? {
            if known.len() == MOST_FIELDS {
                fields.next_value::<IgnoredAny>()?;
                continue;
            }
            known.push((name, Outline::Nothing));
            let Some((_, outline)) = known.last_mut() else {
                continue;
            };
            fields.next_value_seed(Drawing {
                outline,
                depth: self.depth - 1,
            })?;
        }
        Ok(())
    }
}

/// So many fields of an object are kept.
const MOST_FIELDS: usize = 64;

#[cfg(test)]
mod tests {
    use super::super::Input;
    use super::*;

    fn outline(json: &str) -> Outline {
        let input = Input::file("a.json", json.into());
        Outline::of(&input.files[0])
    }

    #[test]
    fn names_are_known_however_long_a_text_is_and_wherever_it_is_cut() {
        let long = "x".repeat(1 << 20);
        let json =
            format!("\u{feff}\n{{\"text\": \"{long}\", \"label\": [[1, 2, \"a\"], 3]}}\n{{}}");
        for cut in [json.len(), json.len() - 9] {
            let outline = outline(&json[..cut]);
            assert_eq!(outline.field("text"), &Outline::Text);
            let first = Outline::List(Box::new(Outline::Other));
            assert_eq!(outline.field("label"), &Outline::List(Box::new(first)));
            assert!(!outline.field("spans").is_there());
        }
        assert_eq!(
            outline("[{\"a\": 1}, {").first().field("a"),
            &Outline::Other
        );
        for nothing in ["", "a", "  ", "\u{feff}"] {
            assert_eq!(outline(nothing), Outline::Nothing);
        }
        assert_eq!(
            outline(&"[".repeat(1000)).first(),
            outline(&"[".repeat(1000)).first()
        );
    }
}
