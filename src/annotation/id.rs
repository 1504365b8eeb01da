//! What an annotation is known by, and what all such names have.

/// The identity of an annotation: a UUID version 7 for those made here, any
/// string for those that came from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct AnnotationId(pub String);

/// Lets a struct around a string be made from text, and be read and shown as text.
macro_rules! text_name {
    ($name:ident) => {
        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

text_name!(AnnotationId);

impl AnnotationId {
    /// What stands for the document itself where an annotation may be named: no annotation
    /// has an empty id.
    pub(crate) fn whole_document() -> Self {
        Self(String::new())
    }

    pub(crate) fn is_whole_document(&self) -> bool {
        self.0.is_empty()
    }
}
pub(super) use text_name;
