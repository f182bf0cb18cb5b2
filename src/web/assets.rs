//! Files a page needs, from the binary, under names that hold a hash of what is in them.

/// The style sheets of every page, in order.
pub(crate) fn stylesheets() -> Vec<String> {
    Vec::new()
}

/// The scripts of every page; pages work without them.
pub(crate) fn scripts() -> Vec<String> {
    Vec::new()
}
