//! Layer 4: how good the answers are: questions whose answers are known, figures, comparisons, better weights.
//!
//! Values and functions over an open [`Library`](crate::library::Library); `cli` prints what they give and says how far
//! they are, the editors' desk shows which golden questions an article answers. Two kinds of questions: judged ones
//! ([`sets`]) with graded articles give nDCG and its kin ([`judged`]), [`golden`] ones say which article or unit must
//! come first, or that nothing may. [`eval`] asks both through the search that everybody else uses, typed as hurried
//! hands type ([`typing`]); [`measure`] is the arithmetic, [`baseline`] compares two measurements, and [`tune`] looks
//! for weights of the ranking that are better than the ones in use.

pub mod baseline;
pub mod calls;
mod error;
pub mod eval;
pub mod golden;
pub mod judged;
pub mod measure;
pub mod sets;
pub mod tune;
pub mod typing;

pub use error::{BadLine, LineFault, QualityError};

/// How deep the measures look, and how many hits are asked for.
pub const DEPTH: usize = 10;
