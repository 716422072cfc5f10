//! Two files that name the same id: one of them is the article, and which one depends on nothing but the two.
//!
//! The file that is named like the article has it (`gabaryty.md` before `gabaryty-kopia.md`), then the one in the fewest
//! folders, then the first by path: whoever looks at the folder can tell, and a server that ran for a year serves what one
//! serves that has just begun. A file that cannot be read names no id; it goes on serving what it was where no other
//! claims that. The other files are refused with both places named, and serve what else they were, if anything.

use std::collections::{HashMap, HashSet};

use super::{Outcome, Standing, problem};
use crate::article::Problem;

/// The files that have their ids for themselves among several that claim them, by id.
pub(super) type Owners = HashMap<String, String>;

/// Turns the outcomes of files that claim an id in vain into refusals, and gives the reasons, and who has the ids. `kept`
/// are files that were not found and stay, `raw` is what is served under an id.
pub(super) fn settle(
    outcomes: &mut [(&str, Outcome)],
    standing: &Standing,
    kept: &HashSet<String>,
    raw: &dyn Fn(&str) -> Option<String>,
) -> (Vec<Problem>, Owners) {
    // For each id, who claims it, and whether by a text that can be read now.
    let mut claims: HashMap<String, Vec<(bool, String)>> = HashMap::new();
    for (path, outcome) in outcomes.iter() {
        let (readable, id) = match outcome {
            Outcome::Changed(parsed) | Outcome::Unpublished(parsed) => {
                (true, Some(parsed.article.id.to_string()))
            }
            Outcome::Unchanged => (true, standing.ids.get(*path).cloned()),
            Outcome::Rejected(_) | Outcome::Vanished => (false, standing.ids.get(*path).cloned()),
        };
        if let Some(id) = id {
            claims.entry(id).or_default().push((readable, (*path).to_owned()));
        }
    }
    for path in kept {
        if let Some(id) = standing.ids.get(path) {
            claims.entry(id.clone()).or_default().push((true, path.clone()));
        }
    }
    claims.retain(|_, paths| paths.len() > 1);
    let owners: Owners = claims
        .into_iter()
        .filter_map(|(id, paths)| {
            let first = paths.into_iter().min_by_key(|(readable, path)| (!readable, rank(path, &id)))?;
            Some((id, first.1))
        })
        .collect();
    let mut refusals = Vec::new();
    for (path, outcome) in outcomes.iter_mut() {
        let (id, text) = match &*outcome {
            Outcome::Changed(parsed) | Outcome::Unpublished(parsed) => {
                (parsed.article.id.to_string(), parsed.article.raw.clone())
            }
            Outcome::Unchanged => {
                let Some(id) = standing.ids.get(*path) else { continue };
                if !owners.contains_key(id) {
                    continue;
                }
                (id.clone(), raw(id).unwrap_or_default())
            }
            Outcome::Rejected(_) | Outcome::Vanished => continue,
        };
        if let Some(owner) = owners.get(&id).filter(|owner| owner.as_str() != *path) {
            let refusal = taken(path, &id, owner, &text);
            refusals.push(refusal.clone());
            *outcome = Outcome::Rejected(refusal);
        }
    }
    (refusals, owners)
}

/// The file of the lowest rank has the id.
fn rank(path: &str, id: &str) -> (bool, usize, String) {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    (stem != id, path.matches('/').count(), path.to_owned())
}

fn taken(path: &str, id: &str, owner: &str, raw: &str) -> Problem {
    let line = raw.lines().position(|line| line.trim_start().starts_with("id:")).map_or(1, |at| at + 1);
    let message = format!("identyfikator „{id}” ma już artykuł {owner}; zmień jeden z nich");
    Problem { line, ..problem("E903", path, message) }
}
