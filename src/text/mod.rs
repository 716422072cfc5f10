//! Layer 0, Polish text: pure functions, no I/O, no index, nothing of ours above it.
//!
//! ```text
//! chars    →  segment        →  forms
//! one         words, codes      exact · folded · lemma (lexicon and aspect, else stem)
//! spelling    with offsets
//! ```
//! [`Analyzer`] is the pipeline; [`ocr`] mends what a machine misread before it enters. The [`lexicon`] of Polish is in
//! the binary.

pub mod analyzer;
mod aspect;
pub(crate) mod chars;
mod fold;
pub mod glue;
pub mod lexicon;
mod mask;
pub mod meaning;
pub mod ocr;
pub mod say;
mod segment;
pub mod stem;

pub use analyzer::{Analysis, Analyzer, Forms, Replacement, Token};
pub use fold::fold;
pub use mask::{Label, Masked, mask, without_placeholders};
pub use segment::Code;
