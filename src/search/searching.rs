//! One search from the question to its answer: plan, score all, look closely at the best, judge what the first is worth; and
//! whom it is asked of: the article that lies open (`follow`), somebody else (`elsewhere`), two articles (`two`).

mod elsewhere;
mod follow;
pub(super) mod referrals;
mod refine;
mod two;

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::directory::OwnedBytes;

use super::answer::doors::Doors;
use super::answer::state::Verdict;
use super::answer::topic::Seen;
use super::answer::{holding, state, topic};
use super::hit::{Answer, Asked, FacetCount, Flag, Hit, SearchRequest, SearchResponse, State, Suggestion};
use super::index::card::Card;
use super::index::record::{PassageKind, Record};
use super::question::lookup::Lookup;
use super::question::plan;
use super::question::plan::Plan;
use super::question::query::Query;
use super::question::thesaurus::Thesaurus;
use super::question::when::{self, When};
use super::ranking::candidates::{Candidates, facets};
use super::ranking::filter::{Filter, LOOKED_INTO, holds_phrase};
use super::ranking::meaning::Meanings;
use super::ranking::passage::{Matcher, RecordMatch};
use super::ranking::rerank::Lift;
use super::ranking::score::Scored;
use super::ranking::{explain, score};
use super::weights::Weights;
use crate::article::facts::open::Standing;
use referrals::Referrals;
use two::{Half, Halves};

/// Articles that are looked at closely together: the best by the first stage, then those after them, and so on. Each
/// round is put in order by itself, so that what stands on a page depends on no other page.
const ROUND: usize = 30;

/// One search: what it looks things up in, and what it is understood and weighed by.
pub(super) struct Searching<'a> {
    pub lookup: Lookup<'a>,
    pub thesaurus: &'a Thesaurus,
    /// Opening hours of units, by their code in small letters.
    pub unit_hours: &'a HashMap<String, String>,
    pub referrals: &'a Referrals,
    pub weights: &'a Weights,
    /// What a sentence model made of the articles, if there is one.
    pub meanings: Option<&'a Meanings>,
}

/// A candidate looked at closely.
#[derive(Clone)]
struct Candidate {
    scored: Scored,
    card: Arc<Card>,
    in_force: bool,
    record: OwnedBytes,
    matched: RecordMatch,
    lift: Lift,
    score: f32,
}

/// Share of what is asked about that a line with a value must name to be shown instead of the line that names most.
const VALUE_SHOWN: f32 = 0.5;

/// What was judged of the first candidate.
#[derive(Default)]
struct Judged {
    state: State,
    verdict: Option<Verdict>,
    /// The entry of its `unknown` that the question meets.
    unknown: Option<String>,
    /// The passage that holds the value asked for.
    passage: Option<usize>,
    evidence: Vec<(&'static str, f32)>,
}

/// The key of `facts` asked for: `other` for what no key holds.
fn asked_for(query: &Query, state: State) -> Option<&'static str> {
    match query.intent.kind {
        Some(kind) => Some(kind.key().unwrap_or("other")),
        None => (state == State::UnknownFact).then_some("other"),
    }
}

/// Puts candidates, which come as the first stage left them, into their final order: those in force first, each round by
/// what the closer look said. No score is above one of a round before.
fn put_in_order(candidates: &mut [Candidate]) {
    let in_force = candidates.partition_point(|candidate| candidate.in_force);
    let (in_force, lapsed) = candidates.split_at_mut(in_force);
    for pile in [in_force, lapsed] {
        let mut most = f32::INFINITY;
        for round in pile.chunks_mut(ROUND) {
            round.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.card.id.cmp(&b.card.id)));
            for candidate in &mut *round {
                candidate.score = candidate.score.min(most);
            }
            most = round.last().map_or(most, |last| last.score);
        }
    }
}

/// What was found for a question, or for one of its halves, and what the first of it is worth by itself.
struct Found {
    query: Query,
    when: When,
    plan: Plan,
    matcher: Matcher,
    candidates: Vec<Candidate>,
    judged: Judged,
    /// See [`SearchResponse::unrefined`].
    unrefined: bool,
    total: usize,
    units: Vec<FacetCount>,
    categories: Vec<FacetCount>,
}

impl Found {
    /// The share of the question that the title of an article has.
    fn titled(&self, candidate: &Candidate) -> f32 {
        let Some(record) = Record::decode(&candidate.record) else { return 0.0 };
        let title = record.passages.iter().filter(|passage| passage.kind == PassageKind::Title);
        let found = self.matcher.found_in(title.map(|passage| passage.tokens), &candidate.matched);
        self.matcher.share(&found, |_| true)
    }

    /// How surely each word of the question is one by which an article is known.
    fn known(&self, candidate: &Candidate) -> Vec<f32> {
        Record::decode(&candidate.record)
            .map_or_else(Vec::new, |record| self.matcher.known_by(&record, &candidate.matched))
    }

    /// The share of the question by which an article is known.
    fn known_by(&self, candidate: &Candidate) -> f32 {
        self.matcher.share(&self.known(candidate), |_| true)
    }
}

impl Searching<'_> {
    /// Answers a question: of the article that lies open, by whoever else deals with it, or from all articles.
    pub fn search(&self, request: &SearchRequest) -> tantivy::Result<SearchResponse> {
        let Some(mut found) = self.find(&request.query, request)? else {
            return Ok(SearchResponse::default());
        };
        if let Some(open) = self.open(&found, request)?
            && let Some(answer) = self.follow_up(open, &mut found, request)?
        {
            return Ok(answer);
        }
        let referring = self.elsewhere(&found, request);
        let cutting = self.two_matters(&found, request)?;
        if referring.refer.is_none() && cutting.halves.is_none() {
            self.refine(&mut found, request)?;
        }
        if request.explain {
            found.judged.evidence.extend(referring.evidence);
            found.judged.evidence.extend(cutting.evidence);
        }
        match (referring.refer, cutting.halves) {
            // Two matters of the city may have one that somebody else has, too.
            (Some(refer), halves) if halves.is_none() || referring.margin >= cutting.margin => {
                let response = self.respond(&found, None, request)?;
                Ok(SearchResponse { state: State::Elsewhere, refer: Some(refer), ..response })
            }
            (_, halves) => self.respond(&found, halves.as_ref(), request),
        }
    }

    /// Finds articles for `question`, which may be the request's or a half of it; `None` where it has no word.
    fn find(&self, question: &str, request: &SearchRequest) -> tantivy::Result<Option<Found>> {
        let mut query = Query::parse(question, &mut self.lookup.analyzer.borrow_mut());
        let when = when::read(&query, request.now);
        query.set_apart(&when);
        if query.words.is_empty() && query.codes.is_empty() {
            return Ok(None);
        }
        let plan = plan::plan(&self.lookup, self.thesaurus, self.weights, &query)?;
        let filter = Filter::new(&self.lookup, &query, request)?;
        // A quote that too many articles may have is told by the closer look alone.
        let least = if query.demands { LOOKED_INTO } else { ROUND };
        let shown = request.offset.saturating_add(request.limit);
        let wanted = shown.max(least).checked_next_multiple_of(ROUND).unwrap_or(usize::MAX);
        let mut found = Candidates::new(wanted, &plan, self.weights, self.lookup.snapshot, request.today());
        score::score_all(&self.lookup, self.weights, &plan.probes, |scored| {
            found.take(self.lookup.snapshot, &plan, &filter, request, scored);
        })?;
        found.settle();
        let matcher = Matcher::new(&query, &plan, self.weights, self.lookup.snapshot.docs);
        let mut candidates = self.look_closely(&found, &matcher, &query)?;
        put_in_order(&mut candidates);
        let judged = self.judge(&candidates.iter().collect::<Vec<_>>(), &query, &plan, request.explain)?;
        if let (Some(best), Some(first)) = (judged.passage, candidates.first_mut()) {
            first.matched.best = best;
        }
        Ok(Some(Found {
            candidates,
            judged,
            unrefined: false,
            total: found.total,
            units: facets(self.lookup.snapshot, &found.units),
            categories: facets(self.lookup.snapshot, &found.categories),
            query,
            when,
            plan,
            matcher,
        }))
    }

    /// The page that was asked for, of what was found; the articles of both halves come first.
    fn respond(
        &self,
        found: &Found,
        halves: Option<&Halves>,
        request: &SearchRequest,
    ) -> tantivy::Result<SearchResponse> {
        let first: Vec<&Half> = halves.iter().flat_map(|halves| [&halves.left, &halves.right]).collect();
        let leads = first.iter().map(|half| (&half.found, half.candidate()));
        let is_first =
            |candidate: &Candidate| first.iter().any(|half| half.candidate().card.id == candidate.card.id);
        let others = found.candidates.iter().filter(|candidate| !is_first(candidate));
        let all = leads.chain(others.map(|candidate| (found, candidate)));
        let mut hits = Vec::new();
        for (of, candidate) in all.skip(request.offset).take(request.limit) {
            hits.push(self.hit(candidate, &of.matcher, &of.query, &of.plan, &of.when, request)?);
        }
        // Scores of a half are of another question: in one answer they stand as the hits do.
        let most = hits.iter().map(|hit| hit.score).fold(0.0, f32::max);
        let first_shown = first.len().saturating_sub(request.offset);
        hits.iter_mut().take(first_shown).for_each(|hit| hit.score = most);
        let mut state = found.judged.state;
        if let (0, [], Some(hit)) = (request.offset, &*first, hits.first_mut()) {
            let known = hit.hours_on.iter().any(|day| day.standing != Standing::Unknown);
            if let (true, Some(verdict)) =
                (found.when.hours && !hit.hours_on.is_empty(), found.judged.verdict)
            {
                state = verdict.of_hours(known);
            }
            hit.unknown = found.judged.unknown.clone().filter(|_| state == State::UnknownFact);
        }
        let parts = halves.map(Halves::parts).unwrap_or_default();
        if !parts.is_empty() {
            state = two::state(&parts);
        }
        Ok(SearchResponse {
            state,
            asked: Asked { fact: asked_for(&found.query, state), dates: found.when.dates.clone() },
            refer: None,
            parts,
            interpreted: found.plan.interpreted.clone(),
            did_you_mean: found.plan.did_you_mean.clone(),
            total: found.total,
            hits,
            units: found.units.clone(),
            categories: found.categories.clone(),
            unrefined: found.unrefined,
            evidence: found.judged.evidence.clone(),
        })
    }

    /// What the answer is worth.
    fn judge(
        &self,
        candidates: &[&Candidate],
        query: &Query,
        plan: &Plan,
        explain: bool,
    ) -> tantivy::Result<Judged> {
        let seen = candidates.iter().map(|candidate| Seen {
            score: candidate.score,
            first_stage: candidate.scored.score,
            in_force: candidate.in_force,
            matched: &candidate.matched,
        });
        let Some(first) = candidates.first() else { return Ok(Judged::default()) };
        let nothing_sure = Judged { state: State::Unsure, ..Judged::default() };
        let Some(topic) = topic::topic(query, plan, seen) else { return Ok(nothing_sure) };
        let Some(record) = Record::decode(&first.record) else { return Ok(nothing_sure) };
        let holding =
            holding::holding(&self.lookup, query, plan, &first.card.title, &record, &first.matched)?;
        let verdict = state::judge(query, &topic, &holding);
        let entry = holding.entry.filter(|_| verdict.state == State::UnknownFact && holding.is_met());
        Ok(Judged {
            state: verdict.state,
            verdict: Some(verdict),
            unknown: entry.and_then(|at| record.passages.get(at)).map(|entry| entry.text().to_owned()),
            passage: holding.line.filter(|_| query.intent.kind.is_some() && holding.value >= VALUE_SHOWN),
            evidence: match explain {
                true => state::named(&topic, &holding, query.intent.kind, verdict),
                false => Vec::new(),
            },
        })
    }

    /// Reads the best candidates' records and scores them again, by what stands together in one line.
    fn look_closely(
        &self,
        found: &Candidates,
        matcher: &Matcher,
        query: &Query,
    ) -> tantivy::Result<Vec<Candidate>> {
        let mut candidates = Vec::with_capacity(found.best.len());
        for (scored, in_force) in found.best.iter().copied() {
            let Some(card) = self.lookup.snapshot.card(scored.address).cloned() else { continue };
            let record = self.lookup.snapshot.record(scored.address)?;
            let Some(decoded) = Record::decode(&record) else { continue };
            let held = query.phrases.iter().filter(|phrase| holds_phrase(&decoded, phrase)).count();
            if query.demands && held < query.phrases.len() {
                continue;
            }
            let quoted = if query.demands { 0.0 } else { held as f32 / query.phrases.len().max(1) as f32 };
            let matched = matcher.article(&decoded, card.misread);
            let lift = Lift::new(self.weights, &matched, &card, quoted);
            candidates.push(Candidate {
                score: lift.of(scored.score),
                lift,
                scored,
                card,
                in_force,
                record,
                matched,
            });
        }
        Ok(candidates)
    }

    fn hit(
        &self,
        candidate: &Candidate,
        matcher: &Matcher,
        query: &Query,
        plan: &Plan,
        when: &When,
        request: &SearchRequest,
    ) -> tantivy::Result<Hit> {
        let card = &candidate.card;
        let repealed_by = self.lookup.snapshot.repealed_by(card, request.today()).map(str::to_owned);
        let mut flags = Vec::new();
        let mut flag = |flag, on: bool| {
            if on {
                flags.push(flag);
            }
        };
        flag(Flag::NotInForce, !candidate.in_force);
        flag(Flag::Repealed, repealed_by.is_some());
        flag(Flag::Stale, card.review_by.is_some_and(|by| by < request.today()));
        flag(Flag::Unverified, card.verified.is_none());
        flag(Flag::Ocr, card.ocr);
        flag(Flag::Internal, !card.public);
        let record = Record::decode(&candidate.record);
        let (summary, facts) =
            record.as_ref().map(|record| (record.summary(), record.facts())).unwrap_or_default();
        let fact = query.intent.fact().filter(|fact| facts.has(fact));
        let answer =
            record.as_ref().and_then(|record| matcher.answer(record, &candidate.matched, &card.title, fact));
        let why = record
            .as_ref()
            .map(|record| matcher.why(record, &candidate.matched, card.ocr))
            .unwrap_or_default();
        let explanation = if request.explain {
            explain::explain(
                &self.lookup,
                self.weights,
                plan,
                &candidate.scored,
                (&candidate.matched, &candidate.lift),
                candidate.score,
            )?
        } else {
            Vec::new()
        };
        let (open, hours_on) = {
            let unit = card.unit.as_ref().and_then(|code| self.unit_hours.get(&code.to_lowercase()));
            let analyzer = &mut self.lookup.analyzer.borrow_mut();
            let doors = Doors::of(&facts, unit.map(String::as_str), query, analyzer);
            (doors.now(request.now), doors.on(when))
        };
        Ok(Hit {
            id: card.id.clone(),
            title: card.title.clone(),
            summary,
            score: candidate.score,
            unit: card.unit.clone(),
            category: card.category.clone(),
            source: card.source.clone(),
            in_force: candidate.in_force,
            repealed_by,
            flags,
            answer: answer.unwrap_or_else(|| Answer::empty(&card.title, fact)),
            facts,
            open,
            hours_on,
            unknown: None,
            verified: card.verified,
            why,
            explanation,
        })
    }

    pub fn suggest(&self, request: &SearchRequest, limit: usize) -> tantivy::Result<Vec<Suggestion>> {
        let response = self.search(request)?;
        let mut suggestions: Vec<Suggestion> = Vec::with_capacity(limit);
        for hit in response.hits {
            if suggestions.len() == limit {
                break;
            }
            if hit.in_force && !suggestions.iter().any(|known| known.text == hit.title) {
                suggestions.push(Suggestion { text: hit.title.clone(), id: hit.id, title: hit.title });
            }
        }
        Ok(suggestions)
    }
}

#[cfg(test)]
mod tests;
