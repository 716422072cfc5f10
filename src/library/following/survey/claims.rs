//! Two files that name the same id: one of them is the article, and which one does not depend on chance.
//!
//! The file under which the article stood so far keeps it, however often both are edited; where none did, the first by
//! path has it. The other is refused with both places named, and goes on serving what it was before, if it was anything.

use std::collections::{HashMap, HashSet};

use super::{Outcome, Standing, problem};
use crate::article::Problem;

/// Turns the outcomes of files that claim an id in vain into refusals, and gives the reasons. `kept` are files that were
/// not found and stay.
pub(super) fn settle(
    outcomes: &mut [(&str, Outcome)],
    standing: &Standing,
    kept: &HashSet<String>,
) -> Vec<Problem> {
    let mut claims: HashMap<String, Vec<String>> = HashMap::new();
    for (path, outcome) in outcomes.iter() {
        let id = match outcome {
            Outcome::Changed(parsed) | Outcome::Unpublished(parsed) => Some(parsed.article.id.to_string()),
            Outcome::Unchanged | Outcome::Rejected(_) | Outcome::Vanished => standing.ids.get(*path).cloned(),
        };
        if let Some(id) = id {
            claims.entry(id).or_default().push((*path).to_owned());
        }
    }
    for path in kept {
        if let Some(id) = standing.ids.get(path) {
            claims.entry(id.clone()).or_default().push(path.clone());
        }
    }
    claims.retain(|_, paths| paths.len() > 1);
    let owners: HashMap<String, String> = claims
        .into_iter()
        .filter_map(|(id, mut paths)| {
            paths.sort();
            let stood = standing.places.get(&id).filter(|path| paths.contains(path)).cloned();
            Some((id, stood.or_else(|| paths.into_iter().next())?))
        })
        .collect();
    let mut refusals = Vec::new();
    for (path, outcome) in outcomes.iter_mut() {
        let (Outcome::Changed(parsed) | Outcome::Unpublished(parsed)) = &*outcome else {
            continue;
        };
        let id = parsed.article.id.as_str();
        if let Some(owner) = owners.get(id).filter(|owner| owner.as_str() != *path) {
            let refusal = taken(path, id, owner, &parsed.article.raw);
            refusals.push(refusal.clone());
            *outcome = Outcome::Rejected(refusal);
        }
    }
    refusals
}

fn taken(path: &str, id: &str, owner: &str, raw: &str) -> Problem {
    let line = raw.lines().position(|line| line.trim_start().starts_with("id:")).map_or(1, |at| at + 1);
    let message = format!("identyfikator „{id}” ma już artykuł {owner}; zmień jeden z nich");
    Problem { line, ..problem("E903", path, message) }
}
