//! From a share of probability to a certainty that holds: of repairs at 0.9, nine in ten are right to the letter.
//!
//! Shares proved honest where the truth is known (`examples/ocr_eval.rs` prints the bins): of repairs with a
//! share of 0.75 to 0.8, 0.77 were right; of 0.85 to 0.95, 0.88; of more, 0.995. So the share is the certainty, but
//! never quite one: a word that no list has is always possible, and what joins or parts words was seen too rarely.

use super::DamageKind;

/// Certainty of a repair whose word has this `share` among the words that the reading may be.
pub(super) fn of(share: f32, kind: DamageKind) -> f32 {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let most = match kind {
        DamageKind::Accents | DamageKind::Letters => 0.99,
        DamageKind::Lone | DamageKind::Joined | DamageKind::Parted => 0.97,
    };
    share.min(most)
}
