//! What each piece of evidence says, as log-odds: two logistic models, fitted by `scripts/fit` and written by it.
//!
//! Fitted to the questions of kb/pytania with the engine as it is; fit them anew when the ranking changes.

/// That the first hit is what the question is about, in the order of `Topic::features`:
/// TOPIC: order lead words about missing own own_lead line line_lead coverage coverage_lead first_lead missing_rare rarest missing_name alien single single_own single_lead lead_own
pub(super) const TOPIC: [f32; 20] = [
    1.034,  // order
    3.865,  // lead
    1.686,  // words
    1.363,  // about
    -5.792, // missing
    0.400,  // own
    1.890,  // own_lead
    0.154,  // line
    -0.114, // line_lead
    -2.965, // coverage
    -4.165, // coverage_lead
    5.381,  // first_lead
    -5.087, // missing_rare
    3.291,  // rarest
    0.634,  // missing_name
    -1.205, // alien
    -0.127, // single
    4.243,  // single_own
    1.930,  // single_lead
    -1.129, // lead_own
];
pub(super) const TOPIC_BIAS: f32 = -1.649;

/// That the article does not hold the fact asked for, in the order of `Holding::features`:
/// GAP: met_same met_neither met_of_entry met_of_question met_differ met_squared value named internal kind no_value key key_bare key_unnamed key_named bare
pub(super) const GAP: [f32; 16] = [
    5.161,  // met_same
    0.985,  // met_neither
    -1.261, // met_of_entry
    2.022,  // met_of_question
    -0.081, // met_differ
    2.581,  // met_squared
    -2.633, // value
    -1.142, // named
    2.436,  // internal
    0.042,  // kind
    0.733,  // no_value
    -0.395, // key
    1.184,  // key_bare
    -0.113, // key_unnamed
    -1.451, // key_named
    0.089,  // bare
];
pub(super) const GAP_BIAS: f32 = -1.740;

/// The sum of `features`, each as much as it weighs.
pub(super) fn log_odds<const N: usize>(
    features: &[(&'static str, f32); N],
    weights: &[f32; N],
    bias: f32,
) -> f32 {
    features.iter().zip(weights).fold(bias, |sum, ((_, value), weight)| sum + value * weight)
}
