//! A set of bytes that is looked up without a comparison.
//!
//! Must not know: what the bytes are for.

/// For each byte whether it is one of these.
pub(crate) const fn byte_table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}
