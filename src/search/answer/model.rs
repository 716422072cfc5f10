//! What each piece of evidence says, as log-odds: four logistic models, fitted by `scripts/fit` and written by it.
//!
//! Fitted to the questions of kb/pytania with the engine as it is; fit them anew when the ranking changes.

/// That the first hit is what the question is about, in the order of `Topic::features`:
/// TOPIC: order lead words about missing own own_lead misses_name unheard profile single lead_own profile_own profile_single
pub(in crate::search) const TOPIC: [f32; 14] = [
    0.668,  // order
    3.926,  // lead
    2.345,  // words
    1.325,  // about
    -1.592, // missing
    0.000,  // own
    1.568,  // own_lead
    -0.828, // misses_name
    -0.165, // unheard
    0.000,  // profile
    0.969,  // single
    -2.120, // lead_own
    5.728,  // profile_own
    1.363,  // profile_single
];
pub(in crate::search) const TOPIC_BIAS: f32 = -6.541;

/// That the article does not hold the fact asked for, in the order of `Holding::features`:
/// GAP: met_same met_neither met_of_entry met_of_question met_squared value named internal kind no_value key key_named bare
pub(in crate::search) const GAP: [f32; 13] = [
    4.771,  // met_same
    1.692,  // met_neither
    0.000,  // met_of_entry
    2.521,  // met_of_question
    0.408,  // met_squared
    -2.813, // value
    -2.216, // named
    -0.939, // internal
    1.270,  // kind
    0.000,  // no_value
    -2.011, // key
    -1.205, // key_named
    1.651,  // bare
];
pub(in crate::search) const GAP_BIAS: f32 = 0.330;

/// That the question is of two matters:
/// TWO: two_cross two_whole two_sure two_known two_about two_own two_profile two_one two_comma two_count
pub(in crate::search) const TWO: [f32; 10] = [
    -2.449, // two_cross
    4.440,  // two_whole
    0.307,  // two_sure
    -0.526, // two_known
    0.226,  // two_about
    2.176,  // two_own
    7.263,  // two_profile
    0.000,  // two_one
    -1.614, // two_comma
    5.137,  // two_count
];
pub(in crate::search) const TWO_BIAS: f32 = -4.001;

/// That another body deals with the question:
/// ELSEWHERE: else_entry else_question else_body else_both else_about else_theirs else_ours else_words else_known else_own else_line else_profile else_topic else_sure else_unknown
pub(in crate::search) const ELSEWHERE: [f32; 15] = [
    0.000,  // else_entry
    0.124,  // else_question
    2.640,  // else_body
    3.516,  // else_both
    0.120,  // else_about
    2.185,  // else_theirs
    -0.452, // else_ours
    2.641,  // else_words
    -1.027, // else_known
    -0.262, // else_own
    -2.142, // else_line
    -6.088, // else_profile
    -0.521, // else_topic
    -0.425, // else_sure
    0.000,  // else_unknown
];
pub(in crate::search) const ELSEWHERE_BIAS: f32 = -2.454;

/// The sum of `features`, each as much as it weighs.
pub(in crate::search) fn log_odds<const N: usize>(
    features: &[(&'static str, f32); N],
    weights: &[f32; N],
    bias: f32,
) -> f32 {
    features.iter().zip(weights).fold(bias, |sum, ((_, value), weight)| sum + value * weight)
}
