//! Photos: decoded, turned, made small and written anew, so that nothing but the picture is kept.

/// What every kept photo is.
pub(crate) const MEDIA_TYPE: &str = "image/jpeg";

/// A photo ready to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prepared {
    /// SHA-256 of the bytes.
    pub(crate) id: String,
    pub(crate) base64: String,
}
