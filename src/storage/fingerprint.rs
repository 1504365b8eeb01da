//! Fingerprints of bytes: SHA-256.
//!
//! Must not know: whose bytes they are.

use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes, in hexadecimal.
pub fn fingerprint(bytes: &[u8]) -> String {
    in_hexadecimal(&Sha256::digest(bytes))
}

pub(super) fn in_hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in bytes {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
