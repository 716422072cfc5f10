//! Coordinate search: one weight at a time is moved a step, and stays moved if the objective says so.
//!
//! Knows weights and numbers only; what is measured, on which questions, is the caller's. The steps are coarse on
//! purpose: differences that only a fine grid finds are differences between questions, not between rankings.

use serde_json::{Map, Value};

use crate::search::Weights;

/// What a weight is multiplied by.
const STEPS: [f32; 4] = [0.5, 0.8, 1.25, 2.0];

/// What is tried where a weight is zero, which no factor would move.
const OUT_OF_ZERO: [f32; 2] = [0.05, 0.2];

/// A change that lifts the objective by no more than this is the luck of a question or two.
pub const WORTH_KEEPING: f64 = 0.0002;

/// A weight that was moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// Its name.
    pub weight: String,
    /// What it was.
    pub from: f32,
    /// What it is now.
    pub to: f32,
    /// The objective after the move.
    pub score: f64,
}

/// Where a search ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Summit {
    /// The best weights on the way.
    pub weights: Weights,
    /// The objective at the start.
    pub before: f64,
    /// The objective here.
    pub after: f64,
    /// The way, move by move.
    pub moves: Vec<Move>,
}

/// Moves each weight in turn to the best of its steps, `rounds` times or until a round moves nothing. `moved` hears
/// of every move as it is made.
pub fn climb(
    start: Weights,
    rounds: usize,
    objective: &mut dyn FnMut(&Weights) -> f64,
    moved: &mut dyn FnMut(&Move),
) -> Summit {
    let before = objective(&start);
    let mut summit = Summit { weights: start, before, after: before, moves: Vec::new() };
    for _ in 0..rounds {
        let moves_before = summit.moves.len();
        for (weight, from) in named(&summit.weights) {
            let tried = steps(&weight, from)
                .filter_map(|to| Some((to, with(&summit.weights, &weight, to)?)))
                .map(|(to, weights)| (objective(&weights), to, weights));
            // Of equals the first, so that a run can be repeated.
            let best = tried.reduce(|best, next| if next.0 > best.0 { next } else { best });
            let Some((score, to, weights)) = best.filter(|best| best.0 - summit.after > WORTH_KEEPING) else {
                continue;
            };
            let step = Move { weight, from, to, score };
            moved(&step);
            summit.moves.push(step);
            (summit.weights, summit.after) = (weights, score);
        }
        if summit.moves.len() == moves_before {
            break;
        }
    }
    summit
}

/// The values to try in place of `value`.
fn steps(weight: &str, value: f32) -> impl Iterator<Item = f32> {
    let ceiling = ceiling(weight);
    let (factors, constants): (&[f32], &[f32]) =
        if value == 0.0 { (&[], &OUT_OF_ZERO) } else { (&STEPS, &[]) };
    factors
        .iter()
        .map(move |factor| rounded(value * factor).min(ceiling))
        .chain(constants.iter().copied())
        .filter(move |to| *to != value)
}

/// BM25's `b` is a share; beyond 1, short fields would weigh less than nothing.
fn ceiling(weight: &str) -> f32 {
    if weight == "b" { 1.0 } else { f32::INFINITY }
}

/// To three significant digits: what is found is copied into the source by hand.
fn rounded(value: f32) -> f32 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

/// Every weight by its name.
pub fn named(weights: &Weights) -> Vec<(String, f32)> {
    let value = |value: &Value| value.as_f64().map(|value| value as f32);
    map_of(weights).iter().filter_map(|(name, number)| Some((name.clone(), value(number)?))).collect()
}

/// The weights with one of them changed; `None` if they have none of that name.
fn with(weights: &Weights, name: &str, value: f32) -> Option<Weights> {
    let mut map = map_of(weights);
    *map.get_mut(name)? = Value::from(value);
    serde_json::from_value(Value::Object(map)).ok()
}

fn map_of(weights: &Weights) -> Map<String, Value> {
    match serde_json::to_value(weights) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Highest, with 1.0, where every weight is its `target`; each octave away costs alike.
    fn nearness(target: Weights) -> impl FnMut(&Weights) -> f64 {
        move |weights: &Weights| {
            let away: f64 = named(weights)
                .into_iter()
                .zip(named(&target))
                .map(|((_, value), (_, target))| f64::from((value + 0.001) / (target + 0.001)).log2().powi(2))
                .sum();
            1.0 - away
        }
    }

    fn weight(weights: &Weights, name: &str) -> f32 {
        named(weights).into_iter().find(|(known, _)| known == name).unwrap().1
    }

    #[test]
    fn the_optimum_of_a_smooth_objective_is_found() {
        let start = Weights { own: 0.0, ..Weights::DEFAULT };
        let target = Weights { gram: 2.0 * start.gram, root: start.root / 4.0, own: 0.2, ..Weights::DEFAULT };
        let found = climb(start, 5, &mut nearness(target), &mut |_| {});
        assert_eq!(found.weights, target, "{:?}", found.moves);
        assert!((found.after - 1.0).abs() < 1e-9 && found.before < found.after, "{found:?}");
        let moved: Vec<&str> = found.moves.iter().map(|step| step.weight.as_str()).collect();
        assert_eq!(moved.iter().filter(|weight| **weight == "root").count(), 2, "a step a round: {moved:?}");
    }

    #[test]
    fn a_gain_too_small_to_be_more_than_luck_moves_nothing() {
        let mut objective = |weights: &Weights| f64::from(weights.gram) * 0.0001;
        let found = climb(Weights::DEFAULT, 3, &mut objective, &mut |_| {});
        assert_eq!((found.weights, found.moves.len()), (Weights::DEFAULT, 0));
    }

    #[test]
    fn a_round_that_moves_nothing_is_the_last() {
        let mut asked = 0;
        let mut objective = |_: &Weights| {
            asked += 1;
            0.5
        };
        climb(Weights::DEFAULT, 50, &mut objective, &mut |_| {});
        assert!(asked <= 1 + STEPS.len() * named(&Weights::DEFAULT).len(), "{asked} measurements");
    }

    #[test]
    fn length_normalisation_stays_a_share() {
        let found = climb(Weights::DEFAULT, 9, &mut |weights| f64::from(weights.b), &mut |_| {});
        assert_eq!(weight(&found.weights, "b"), 1.0);
    }

    #[test]
    fn every_weight_can_be_named_and_changed() {
        let names = named(&Weights::DEFAULT);
        assert!(names.len() > 15, "{names:?}");
        for (name, value) in &names {
            let changed = with(&Weights::DEFAULT, name, value + 1.0).unwrap();
            assert_eq!(weight(&changed, name), value + 1.0);
        }
        assert_eq!(with(&Weights::DEFAULT, "kolor", 1.0), None);
    }
}
