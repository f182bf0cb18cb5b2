//! Names of rows. `UUIDv7`, so they sort by age.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

text_id!(
    /// Someone who signs in.
    AccountId
);
text_id!(
    /// A resident, by the key that hours are kept under.
    ResidentId
);
text_id!(EnterpriseId);
text_id!(OfferingId);
text_id!(CustomerId);
text_id!(OrderId);
text_id!(InvoiceId);
text_id!(VoucherId);
text_id!(
    /// An hour entry.
    EntryId
);

/// A new id, later in sorting order than those made before it.
pub(crate) fn fresh_id() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

/// A secret of 128 random bits as 22 letters, for links and cookies.
///
/// # Panics
/// When the operating system has no random bits to give; nothing safe can be done then.
pub(crate) fn random_token() -> String {
    let mut bytes = [0_u8; 16];
    #[expect(clippy::expect_used, reason = "without random bits no secret can be made")]
    getrandom::fill(&mut bytes).expect("the operating system gives random bits");
    URL_SAFE_NO_PAD.encode(bytes)
}

/// SHA-256 of a text, as 64 hexadecimal digits.
pub(crate) fn sha256_hex(text: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(text.as_ref()))
}

/// Bytes as hexadecimal digits, two each.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
