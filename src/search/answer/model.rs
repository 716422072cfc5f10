//! What each piece of evidence says, as log-odds: two logistic models, fitted by `scripts/fit` and written by it.
//!
//! Fitted to the questions of kb/pytania with the engine as it is; fit them anew when the ranking changes.

/// That the first hit is what the question is about, in the order of `Topic::features`:
/// TOPIC: order lead words about missing own own_lead line line_lead coverage coverage_lead first_lead missing_rare rarest missing_name alien single single_own single_lead lead_own
pub(super) const TOPIC: [f32; 20] = [
    0.000, // order
    0.000, // lead
    1.981, // words
    2.481, // about
    -1.380, // missing
    2.030, // own
    0.000, // own_lead
    0.000, // line
    0.000, // line_lead
    0.000, // coverage
    0.000, // coverage_lead
    0.000, // first_lead
    0.000, // missing_rare
    0.000, // rarest
    -0.445, // missing_name
    0.000, // alien
    -0.306, // single
    1.868, // single_own
    0.000, // single_lead
    5.708, // lead_own
];
pub(super) const TOPIC_BIAS: f32 = -6.329;

/// That the article does not hold the fact asked for, in the order of `Holding::features`:
/// GAP: met_same met_neither met_of_entry met_of_question met_differ met_squared value named internal kind no_value no_other_value key key_bare key_unnamed key_named bare
pub(super) const GAP: [f32; 17] = [
    5.261, // met_same
    1.898, // met_neither
    0.000, // met_of_entry
    2.223, // met_of_question
    0.182, // met_differ
    2.698, // met_squared
    -2.178, // value
    -1.205, // named
    1.958, // internal
    0.527, // kind
    1.999, // no_value
    0.813, // no_other_value
    -0.087, // key
    0.000, // key_bare
    0.000, // key_unnamed
    -1.843, // key_named
    0.148, // bare
];
pub(super) const GAP_BIAS: f32 = -2.858;

/// The sum of `features`, each as much as it weighs.
pub(super) fn log_odds<const N: usize>(
    features: &[(&'static str, f32); N],
    weights: &[f32; N],
    bias: f32,
) -> f32 {
    features.iter().zip(weights).fold(bias, |sum, ((_, value), weight)| sum + value * weight)
}
