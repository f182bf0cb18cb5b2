//! Gårdsbok.
