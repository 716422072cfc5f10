//! Layer 0, Polish text.
