//! Gårdsbok.
fn main() {}
