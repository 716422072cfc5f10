//! What the first stage found: the best few, and how many there are.

use std::cmp::Ordering;
use std::sync::Arc;

use jiff::civil::Date;

use super::filter::Filter;
use super::score::Scored;
use crate::search::hit::{FacetCount, SearchRequest};
use crate::search::index::snapshot::{Lapsed, Snapshot};
use crate::search::question::plan::{BY_ROOT, Plan};
use crate::search::weights::Weights;

/// What the first stage found: the best, and counts of all.
pub(in crate::search) struct Candidates {
    wanted: usize,
    /// See [`Weights::matching`].
    matching: f32,
    /// The best so far, those in force and those not in force each; trimmed now and then.
    in_force: Pile,
    lapsed: Pile,
    pub best: Vec<(Scored, bool)>,
    pub total: usize,
    /// Matches by position in [`Snapshot::codes`].
    pub units: Vec<usize>,
    pub categories: Vec<usize>,
    lapsed_today: Arc<Lapsed>,
    /// Whether articles that share but a root with some word count as matches. Many do share one, and nearly never count.
    roots_match: bool,
    /// Which words were found lately and whether they are enough: articles differ, what they have of a question does
    /// not so much.
    known: [(u64, bool); 8],
    oldest: usize,
}

impl Candidates {
    pub fn new(wanted: usize, plan: &Plan, weights: &Weights, snapshot: &Snapshot, today: Date) -> Self {
        Self {
            wanted,
            matching: weights.matching,
            in_force: Pile::default(),
            lapsed: Pile::default(),
            best: Vec::new(),
            total: 0,
            units: vec![0; snapshot.codes.len()],
            categories: vec![0; snapshot.codes.len()],
            lapsed_today: snapshot.lapsed(today),
            roots_match: plan.carries(BY_ROOT, weights.matching),
            known: [(0, false); 8],
            oldest: 0,
        }
    }

    pub fn take(
        &mut self,
        snapshot: &Snapshot,
        plan: &Plan,
        filter: &Filter,
        request: &SearchRequest,
        scored: Scored,
    ) {
        let in_force = !self.lapsed_today.has(scored.address);
        let pile = if in_force { &self.in_force } else { &self.lapsed };
        if scored.mask == BY_ROOT && scored.score < pile.least && !self.roots_match {
            return;
        }
        if filter.is_set()
            && !snapshot.card(scored.address).is_some_and(|card| filter.admits(scored.address, card))
        {
            return;
        }
        if request.in_force.is_some_and(|wanted| wanted != in_force) {
            return;
        }
        let matches = match self.known.iter().find(|(mask, _)| *mask == scored.mask) {
            Some((_, matches)) => *matches,
            None => {
                let matches = plan.carries(scored.mask, self.matching);
                self.known[self.oldest] = (scored.mask, matches);
                self.oldest = (self.oldest + 1) % self.known.len();
                matches
            }
        };
        if matches {
            self.total += 1;
            if request.facets {
                self.count(snapshot, scored);
            }
        }
        let pile = if in_force { &mut self.in_force } else { &mut self.lapsed };
        pile.take(scored, self.wanted);
    }

    fn count(&mut self, snapshot: &Snapshot, scored: Scored) {
        let (unit, category) = snapshot.facets(scored.address);
        for (counts, code) in [(&mut self.units, unit), (&mut self.categories, category)] {
            if let Some(count) = counts.get_mut(code as usize) {
                *count += 1;
            }
        }
    }

    pub fn settle(&mut self) {
        self.in_force.settle(self.wanted);
        self.lapsed.settle(self.wanted);
        self.best = self
            .in_force
            .best
            .iter()
            .map(|&scored| (scored, true))
            .chain(self.lapsed.best.iter().map(|&scored| (scored, false)))
            .collect();
    }
}

fn by_score(a: &Scored, b: &Scored) -> Ordering {
    b.score.total_cmp(&a.score).then_with(|| a.address.cmp(&b.address))
}

/// The best so far; trimmed now and then.
#[derive(Default)]
struct Pile {
    best: Vec<Scored>,
    /// What is worse than this is not among the best.
    least: f32,
}

impl Pile {
    fn take(&mut self, scored: Scored, wanted: usize) {
        if scored.score < self.least {
            return;
        }
        self.best.push(scored);
        if self.best.len() / 2 >= wanted.max(32) {
            self.trim(wanted);
        }
    }

    /// Keeps the `wanted` best, in no order.
    fn trim(&mut self, wanted: usize) {
        if self.best.len() > wanted && wanted > 0 {
            let (_, worst, _) = self.best.select_nth_unstable_by(wanted - 1, by_score);
            self.least = worst.score;
            self.best.truncate(wanted);
        }
    }

    /// The `wanted` best, best first.
    fn settle(&mut self, wanted: usize) {
        self.trim(wanted);
        self.best.sort_unstable_by(by_score);
    }
}

pub(in crate::search) fn facets(snapshot: &Snapshot, counts: &[usize]) -> Vec<FacetCount> {
    let mut facets: Vec<FacetCount> = snapshot
        .codes
        .iter()
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|(code, &count)| FacetCount { code: code.clone(), count })
        .collect();
    facets.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.code.cmp(&b.code)));
    facets
}

#[cfg(test)]
mod tests {
    use tantivy::DocAddress;

    use super::*;
    use crate::search::testkit::{ask, city, ids};

    fn scored(doc: u32, score: f32) -> Scored {
        Scored { address: DocAddress::new(0, doc), score, mask: 1 }
    }

    #[test]
    fn a_pile_keeps_the_best_in_order_whatever_came_first() {
        let mut pile = Pile::default();
        for at in 0..500 {
            // Every score twice, in no order.
            pile.take(scored(at, ((at * 37) % 250) as f32), 40);
        }
        pile.settle(40);
        let best: Vec<f32> = pile.best.iter().map(|scored| scored.score).collect();
        let expected: Vec<f32> = (0..40).map(|at| (249 - at / 2) as f32).collect();
        assert_eq!(best, expected);
        assert!(
            pile.best.windows(2).all(|pair| by_score(&pair[0], &pair[1]) == Ordering::Less),
            "ties by place"
        );
    }

    #[test]
    fn a_pile_of_fewer_than_wanted_keeps_all() {
        let mut pile = Pile::default();
        (0..10).for_each(|at| pile.take(scored(at, at as f32), usize::MAX));
        pile.settle(usize::MAX);
        assert_eq!(pile.best.len(), 10);
    }

    #[test]
    fn an_article_that_has_little_of_the_question_is_shown_and_not_counted() {
        let response = ask(city(), "rejestracja samochodu");
        assert!(ids(&response).contains(&"gabaryty"), "„części samochodowych”: {:?}", ids(&response));
        assert_eq!(response.total, 1, "one article is about either word");
        let facets: Vec<(&str, usize)> =
            response.units.iter().map(|facet| (facet.code.as_str(), facet.count)).collect();
        assert_eq!(facets, [("KM", 1)]);
    }

    #[test]
    fn counts_stand_with_the_greatest_first_and_by_name_where_they_are_equal() {
        let response = ask(city(), "wniosek");
        let counts: Vec<(&str, usize)> =
            response.units.iter().map(|facet| (facet.code.as_str(), facet.count)).collect();
        assert!(counts.len() > 2, "{counts:?}");
        let mut sorted = counts.clone();
        sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        assert_eq!(counts, sorted);
        assert_eq!(counts.iter().map(|(_, count)| count).sum::<usize>(), response.total);
    }
}
