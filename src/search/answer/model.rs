//! What each piece of evidence says, as log-odds: two logistic models, fitted by `scripts/fit` and written by it.
//!
//! Fitted to the questions of kb/pytania with the engine as it is; fit them anew when the ranking changes.

/// That the first hit is what the question is about, in the order of `Topic::features`:
/// TOPIC: order lead words about missing own own_lead first_lead misses_name called called_too single lead_own profile profile_lead
pub(super) const TOPIC: [f32; 15] = [
    0.776,  // order
    2.536,  // lead
    1.389,  // words
    1.937,  // about
    -1.416, // missing
    0.700,  // own
    1.948,  // own_lead
    0.332,  // first_lead
    -0.152, // misses_name
    0.000,  // called
    -0.699, // called_too
    0.608,  // single
    3.214,  // lead_own
    0.000,  // profile
    0.000,  // profile_lead
];
pub(super) const TOPIC_BIAS: f32 = -4.409;

/// That the article does not hold the fact asked for, in the order of `Holding::features`:
/// GAP: met_same met_neither met_of_entry met_of_question met_squared value named internal kind no_value key key_named bare
pub(super) const GAP: [f32; 13] = [
    5.471,  // met_same
    1.623,  // met_neither
    0.150,  // met_of_entry
    3.309,  // met_of_question
    0.088,  // met_squared
    -2.223, // value
    -2.322, // named
    -1.538, // internal
    0.990,  // kind
    0.000,  // no_value
    -1.649, // key
    -2.695, // key_named
    1.586,  // bare
];
pub(super) const GAP_BIAS: f32 = 0.311;

/// The sum of `features`, each as much as it weighs.
pub(super) fn log_odds<const N: usize>(
    features: &[(&'static str, f32); N],
    weights: &[f32; N],
    bias: f32,
) -> f32 {
    features.iter().zip(weights).fold(bias, |sum, ((_, value), weight)| sum + value * weight)
}
