//! The catalog for programs.
