//! What each piece of evidence says, as log-odds: two logistic models, fitted by `scripts/fit` and written by it.
//!
//! Fitted to the questions of kb/pytania with the engine as it is; fit them anew when the ranking changes.

/// That the first hit is what the question is about, in the order of `Topic::features`:
/// TOPIC: order lead words about missing own own_lead misses_name unheard covered line profile single lead_own profile_own profile_single
pub(super) const TOPIC: [f32; 16] = [
    0.249,  // order
    3.651,  // lead
    2.390,  // words
    1.608,  // about
    -1.697, // missing
    0.000,  // own
    1.038,  // own_lead
    -0.725, // misses_name
    0.000,  // unheard
    0.000,  // covered
    0.000,  // line
    0.000,  // profile
    0.097,  // single
    -0.405, // lead_own
    4.614,  // profile_own
    3.263,  // profile_single
];
pub(super) const TOPIC_BIAS: f32 = -6.625;

/// That the article does not hold the fact asked for, in the order of `Holding::features`:
/// GAP: met_same met_neither met_of_entry met_of_question met_squared value named internal kind no_value key key_named key_bare bare
pub(super) const GAP: [f32; 14] = [
    4.939,  // met_same
    1.371,  // met_neither
    0.000,  // met_of_entry
    3.135,  // met_of_question
    0.195,  // met_squared
    -2.497, // value
    -2.214, // named
    -1.254, // internal
    1.181,  // kind
    0.023,  // no_value
    -1.927, // key
    -2.280, // key_named
    0.000,  // key_bare
    1.589,  // bare
];
pub(super) const GAP_BIAS: f32 = 0.416;

/// The sum of `features`, each as much as it weighs.
pub(super) fn log_odds<const N: usize>(
    features: &[(&'static str, f32); N],
    weights: &[f32; N],
    bias: f32,
) -> f32 {
    features.iter().zip(weights).fold(bias, |sum, ((_, value), weight)| sum + value * weight)
}
