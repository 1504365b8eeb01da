//! What this version does not know of the annotation file.

use std::collections::BTreeMap;

use serde_json::Value;

/// Fields that this version does not know: kept, and written back in the order
/// of their names.
pub type Extra = BTreeMap<String, Value>;
