//! The links of a row, and the sequences that begin and end one (OSC 8,
//! <https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>).
//!
//! Must not know: where an address comes from.

use std::fmt::Write as _;

use crate::ui::Link;

/// The links of a row.
#[derive(Clone, Copy)]
pub(super) struct RowLinks<'a> {
    pub(super) shown: &'a [Link],
    pub(super) wanted: &'a [Link],
}

impl RowLinks<'_> {
    /// Asked for every cell of a row that changes: nearly all rows have none.
    #[inline]
    pub(super) fn differ_at(self, x: u16) -> bool {
        let are_none = self.shown.is_empty() && self.wanted.is_empty();
        !are_none && address_at(self.shown, x) != address_at(self.wanted, x)
    }
}

pub(super) fn address_at(links: &[Link], x: u16) -> Option<&str> {
    let mut links = links.iter();
    let link = links.find(|link| link.columns.contains(&x))?;
    Some(&link.address)
}

/// The links of a row, of those in the order of the screen.
pub(super) fn links_of(links: &[Link], y: u16) -> &[Link] {
    let from = links.partition_point(|link| link.row < y);
    let to = links.partition_point(|link| link.row <= y);
    &links[from..to]
}

/// Whether an address could do no more than be opened. All were made so before; this is the
/// last line of defence.
fn is_link(address: &str) -> bool {
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    is_web && address.bytes().all(|byte| matches!(byte, b'!'..=b'~'))
}

/// A number for an address, the same in every frame (FNV-1a).
fn identity(address: &str) -> u32 {
    let bytes = address.bytes();
    bytes.fold(0x811c_9dc5, |hash: u32, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// Appends to `frame` what begins the link to an address, or ends one. Its id lets the rows
/// of one address light up together.
pub(super) fn write_change(address: Option<&str>, frame: &mut String) {
    // Writing to a String cannot fail.
    let _ = match address.filter(|address| is_link(address)) {
        Some(address) => {
            let id = identity(address);
            write!(frame, "\x1b]8;id={id:08x};{address}\x1b\\")
        }
        None => write!(frame, "\x1b]8;;\x1b\\"),
    };
}
