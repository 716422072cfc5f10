//! Layer 0, Polish text.

pub mod lexicon;
pub mod ocr;
pub mod stem;
