//! What each piece of evidence says, as log-odds: four logistic models, fitted by `scripts/fit` and written by it.
//!
//! Fitted to the questions of kb/pytania with the engine as it is; fit them anew when the ranking changes.

/// That the first hit is what the question is about, in the order of `Topic::features`:
/// TOPIC: order lead words about missing own own_lead misses_name unheard profile single lead_own profile_own profile_single
pub(in crate::search) const TOPIC: [f32; 14] = [
    0.669,  // order
    3.951,  // lead
    2.296,  // words
    1.395,  // about
    -1.521, // missing
    0.000,  // own
    1.764,  // own_lead
    -0.855, // misses_name
    -0.115, // unheard
    0.000,  // profile
    0.979,  // single
    -2.489, // lead_own
    5.774,  // profile_own
    1.214,  // profile_single
];
pub(in crate::search) const TOPIC_BIAS: f32 = -6.544;

/// That the article does not hold the fact asked for, in the order of `Holding::features`:
/// GAP: met_same met_neither met_of_entry met_of_question met_squared value named internal kind no_value key key_named bare
pub(in crate::search) const GAP: [f32; 13] = [
    4.956,  // met_same
    1.686,  // met_neither
    0.000,  // met_of_entry
    2.675,  // met_of_question
    0.430,  // met_squared
    -2.800, // value
    -2.253, // named
    -0.992, // internal
    1.262,  // kind
    0.000,  // no_value
    -1.997, // key
    -1.377, // key_named
    1.638,  // bare
];
pub(in crate::search) const GAP_BIAS: f32 = 0.338;

/// That the question is of two matters:
/// TWO: two_cross two_whole two_sure two_known two_about two_own two_profile two_comma two_count
pub(in crate::search) const TWO: [f32; 9] = [
    -2.757, // two_cross
    4.547,  // two_whole
    0.425,  // two_sure
    -0.650, // two_known
    0.285,  // two_about
    2.296,  // two_own
    6.612,  // two_profile
    -1.705, // two_comma
    5.348,  // two_count
];
pub(in crate::search) const TWO_BIAS: f32 = -4.132;

/// That another body deals with the question:
/// ELSEWHERE: else_entry else_body else_both else_about else_theirs else_ours else_words else_known else_line else_profile else_topic else_sure
pub(in crate::search) const ELSEWHERE: [f32; 12] = [
    0.371,  // else_entry
    2.373,  // else_body
    2.840,  // else_both
    0.403,  // else_about
    2.095,  // else_theirs
    -0.742, // else_ours
    2.523,  // else_words
    -1.170, // else_known
    -1.296, // else_line
    -4.837, // else_profile
    -0.558, // else_topic
    -0.370, // else_sure
];
pub(in crate::search) const ELSEWHERE_BIAS: f32 = -2.574;

/// The sum of `features`, each as much as it weighs.
pub(in crate::search) fn log_odds<const N: usize>(
    features: &[(&'static str, f32); N],
    weights: &[f32; N],
    bias: f32,
) -> f32 {
    features.iter().zip(weights).fold(bias, |sum, ((_, value), weight)| sum + value * weight)
}
