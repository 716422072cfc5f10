//! What each piece of evidence says, as log-odds: four logistic models, fitted by `scripts/fit` and written by it.
//!
//! Fitted to the questions of kb/pytania with the engine as it is; fit them anew when the ranking changes.

/// That the first hit is what the question is about, in the order of `Topic::features`:
/// TOPIC: order lead words about missing own own_lead misses_name unheard profile single lead_own profile_own profile_single
pub(in crate::search) const TOPIC: [f32; 14] = [
    0.304,  // order
    4.011,  // lead
    2.362,  // words
    1.338,  // about
    -1.947, // missing
    0.000,  // own
    1.460,  // own_lead
    -0.720, // misses_name
    -0.040, // unheard
    0.000,  // profile
    0.617,  // single
    -1.655, // lead_own
    5.489,  // profile_own
    2.395,  // profile_single
];
pub(in crate::search) const TOPIC_BIAS: f32 = -6.466;

/// That the article does not hold the fact asked for, in the order of `Holding::features`:
/// GAP: met_same met_neither met_of_entry met_of_question met_squared value named internal kind no_value key key_named bare
pub(in crate::search) const GAP: [f32; 13] = [
    4.927,  // met_same
    1.399,  // met_neither
    0.000,  // met_of_entry
    3.121,  // met_of_question
    0.206,  // met_squared
    -2.470, // value
    -2.229, // named
    -1.251, // internal
    1.201,  // kind
    0.017,  // no_value
    -1.914, // key
    -2.307, // key_named
    1.580,  // bare
];
pub(in crate::search) const GAP_BIAS: f32 = 0.396;

/// That the question is of two matters:
/// TWO: two_cross two_whole two_sure two_known two_about two_own two_profile two_one two_comma two_count
pub(in crate::search) const TWO: [f32; 10] = [
    -0.690, // two_cross
    3.950,  // two_whole
    0.450,  // two_sure
    -3.260, // two_known
    0.500,  // two_about
    4.420,  // two_own
    0.000,  // two_profile
    0.000,  // two_one
    -1.300, // two_comma
    0.800,  // two_count
];
pub(in crate::search) const TWO_BIAS: f32 = -2.09;

/// That another body deals with the question:
/// ELSEWHERE: else_entry else_question else_body else_both else_about else_theirs else_ours else_words else_known else_own else_line else_profile else_topic else_sure else_unknown
pub(in crate::search) const ELSEWHERE: [f32; 15] = [
    2.920,  // else_entry
    3.060,  // else_question
    4.090,  // else_body
    0.000,  // else_both
    0.000,  // else_about
    0.000,  // else_theirs
    0.000,  // else_ours
    1.090,  // else_words
    -1.820, // else_known
    -1.430, // else_own
    -0.710, // else_line
    0.000,  // else_profile
    0.000,  // else_topic
    -2.380, // else_sure
    0.000,  // else_unknown
];
pub(in crate::search) const ELSEWHERE_BIAS: f32 = -3.9;

/// The sum of `features`, each as much as it weighs.
pub(in crate::search) fn log_odds<const N: usize>(
    features: &[(&'static str, f32); N],
    weights: &[f32; N],
    bias: f32,
) -> f32 {
    features.iter().zip(weights).fold(bias, |sum, ((_, value), weight)| sum + value * weight)
}
