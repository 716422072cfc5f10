//! One search from the question to its hits: plan, score all, look closely at the best.

use std::cell::RefCell;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use tantivy::directory::OwnedBytes;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{InvertedIndexReader, SegmentReader};

use super::card::Card;
use super::confidence::{self, Seen};
use super::expand::{self, Plan};
use super::explain;
use super::filter::Filter;
use super::found::{Found, facets};
use super::hit::{Flag, Hit, SearchRequest, SearchResponse, Suggestion};
use super::passage::{Matcher, RecordMatch};
use super::query::Query;
use super::rank::Weights;
use super::record::Record;
use super::schema::Fields;
use super::score::{self, Form, Scored};
use super::snapshot::Snapshot;
use super::thesaurus::Thesaurus;
use crate::text::Analyzer;

/// So many articles at a time are looked at closely: the best by the first stage, and for whoever pages on the next best,
/// each lot put in order by itself. Were the lot as large as what is asked for, a page would depend on its own size.
const RERANKED: usize = 30;
/// The same where a quoted phrase must stand, which only the closer look can tell.
const RERANKED_FOR_A_PHRASE: usize = 400;
/// How much of the coverage's weight is left for articles that are misread beyond repair.
const MISREAD_COVERAGE: f32 = 0.3;

/// All that one search looks at.
pub(super) struct Searching<'a> {
    pub snapshot: &'a Snapshot,
    pub fields: &'a Fields,
    pub thesaurus: &'a Thesaurus,
    pub weights: &'a Weights,
    pub analyzer: &'a RefCell<Analyzer>,
    /// Whether residents ask: they are told only words that they can read.
    pub residents: bool,
    /// What was looked up already: planning and scoring ask for the same terms.
    pub lookups: Lookups,
}

/// Terms of one search in the dictionaries of all segments, by the number of their form.
#[derive(Default)]
pub(super) struct Lookups([RefCell<HashMap<Box<str>, BySegment>>; Form::ALL.len()]);

/// What the dictionary of each segment says of a term.
type BySegment = Box<[Option<TermInfo>]>;

/// In how many articles of a segment a term stands, as far as it matters: exactly where removed ones could be all of
/// them, otherwise with those that await a merge.
fn living(segment: &SegmentReader, inverted: &InvertedIndexReader, info: &TermInfo) -> tantivy::Result<u64> {
    let (Some(alive), true) = (segment.alive_bitset(), info.doc_freq <= segment.num_deleted_docs()) else {
        return Ok(u64::from(info.doc_freq));
    };
    let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    Ok(u64::from(postings.doc_freq_given_deletes(alive)))
}

/// A candidate looked at closely.
struct Candidate {
    scored: Scored,
    card: Arc<Card>,
    in_force: bool,
    /// In which lot it was looked at.
    lot: usize,
    record: OwnedBytes,
    matched: RecordMatch,
    score: f32,
}

impl Searching<'_> {
    /// In how many articles a term stands.
    ///
    /// A word of removed articles alone stands in none: until a merge clears it away the dictionary still has it, and
    /// a correction or completion must not bring it back.
    pub fn df(&self, form: Form, term: &str) -> tantivy::Result<u64> {
        self.looked_up(form, term, |infos| {
            let mut df = 0;
            for ((segment, inverted), info) in self.snapshot.of_form(form).zip(infos) {
                if let Some(info) = info {
                    df += living(segment, inverted, info)?;
                }
            }
            Ok(df)
        })?
    }

    /// Hands `look` what each segment's dictionary says of a term.
    pub fn looked_up<R>(
        &self,
        form: Form,
        term: &str,
        look: impl FnOnce(&[Option<TermInfo>]) -> R,
    ) -> tantivy::Result<R> {
        let known = &self.lookups.0[form as usize];
        if let Some(infos) = known.borrow().get(term) {
            return Ok(look(infos));
        }
        let infos = self.snapshot.of_form(form).map(|(_, inverted)| inverted.terms().get(term));
        let infos = infos.collect::<std::io::Result<BySegment>>()?;
        let result = look(&infos);
        known.borrow_mut().insert(term.into(), infos);
        Ok(result)
    }

    /// Words of the index that begin with `prefix`, with the number of articles they stand in; at most `limit`,
    /// the commonest of those looked at.
    pub fn starting_with(&self, prefix: &str, limit: usize) -> tantivy::Result<Vec<(String, u64)>> {
        /// Words looked at: a prefix that more begin with says too little to choose by.
        const LOOKED_AT: usize = 2_000;
        let mut found: HashMap<String, u64> = HashMap::new();
        for (segment, inverted) in self.snapshot.of_form(Form::Folded) {
            let mut stream = inverted.terms().range().ge(prefix.as_bytes()).into_stream()?;
            let mut looked = 0;
            while looked < LOOKED_AT && stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                if !term.starts_with(prefix) {
                    break;
                }
                looked += 1;
                let living = living(segment, inverted, stream.value())?;
                if living > 0 {
                    match found.get_mut(term) {
                        Some(df) => *df += living,
                        None => {
                            found.insert(term.to_owned(), living);
                        }
                    }
                }
            }
        }
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(limit);
        Ok(found)
    }

    pub fn search(&self, request: &SearchRequest) -> tantivy::Result<SearchResponse> {
        let query = Query::parse(&request.query, &mut self.analyzer.borrow_mut());
        if query.words.is_empty() && query.codes.is_empty() {
            return Ok(SearchResponse::default());
        }
        let plan = expand::plan(self, &query)?;
        let filter = Filter::new(self, &query, request)?;
        let reranked = if query.phrases.is_empty() { RERANKED } else { RERANKED_FOR_A_PHRASE };
        let wanted = request.offset.saturating_add(request.limit).max(1);
        let wanted = wanted.checked_next_multiple_of(reranked).unwrap_or(wanted);
        let mut found = Found::new(wanted, &plan, self.snapshot, request.today);
        score::score_all(self, &plan.probes, |scored| {
            found.take(self, &plan, &filter, request, scored);
        })?;
        found.settle();
        let matcher = Matcher::new(&query, &plan, self.weights, self.snapshot.docs);
        let mut candidates = self.look_closely(&found, reranked, &matcher, &query)?;
        candidates.sort_by(|a, b| {
            b.in_force
                .cmp(&a.in_force)
                .then_with(|| a.lot.cmp(&b.lot))
                .then_with(|| b.score.total_cmp(&a.score))
                .then_with(|| a.card.id.cmp(&b.card.id))
        });
        let seen = candidates.iter().map(|candidate| Seen {
            score: candidate.score,
            first_stage: candidate.scored.score,
            in_force: candidate.in_force,
            matched: &candidate.matched,
        });
        let confident = confidence::confident(&query, &plan, seen);
        let mut hits = Vec::with_capacity(request.limit);
        for candidate in candidates.iter().skip(request.offset).take(request.limit) {
            hits.push(self.hit(candidate, &matcher, &query, &plan, request)?);
        }
        Ok(SearchResponse {
            interpreted: plan.interpreted,
            did_you_mean: plan.did_you_mean,
            confident,
            total: found.total,
            hits,
            units: facets(self.snapshot, &found.units),
            categories: facets(self.snapshot, &found.categories),
        })
    }

    /// Reads the best candidates' records and scores them again, by what stands together in one line.
    fn look_closely(
        &self,
        found: &Found,
        lot: usize,
        matcher: &Matcher,
        query: &Query,
    ) -> tantivy::Result<Vec<Candidate>> {
        let mut candidates = Vec::with_capacity(found.best.len());
        // What is in force comes first, and both are counted from one.
        let lapsed_from = found.best.partition_point(|(_, in_force)| *in_force);
        for (at, (scored, in_force)) in found.best.iter().copied().enumerate() {
            let Some(card) = self.snapshot.card(scored.address).cloned() else { continue };
            let record = self.snapshot.record(scored.address)?;
            let Some(decoded) = Record::decode(&record) else { continue };
            if !query.phrases.iter().all(|phrase| super::filter::holds_phrase(&decoded, phrase)) {
                continue;
            }
            let matched = matcher.article(&decoded, card.misread);
            let weights = self.weights;
            // What is missing from a page that was misread may stand there all the same.
            let missing_counts = if card.misread { MISREAD_COVERAGE } else { 1.0 };
            let factor = 1.0
                + weights.line * missing_counts * matched.line.coverage
                + weights.order * matched.line.order
                + weights.coverage * missing_counts * matched.coverage
                + weights.own * matched.head.coverage
                + weights.accents * matched.exact;
            candidates.push(Candidate {
                score: (scored.score + matched.pairs)
                    * factor
                    * if card.public { 1.0 } else { weights.internal },
                scored,
                card,
                in_force,
                lot: if in_force { at } else { at - lapsed_from } / lot,
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
        request: &SearchRequest,
    ) -> tantivy::Result<Hit> {
        let card = &candidate.card;
        let repealed_by = self.snapshot.repealed_by(card, request.today).map(str::to_owned);
        let mut flags = Vec::new();
        let mut flag = |flag, on: bool| {
            if on {
                flags.push(flag);
            }
        };
        flag(Flag::NotInForce, !candidate.in_force);
        flag(Flag::Repealed, repealed_by.is_some());
        flag(Flag::Stale, card.review_by.is_some_and(|by| by < request.today));
        flag(Flag::Unverified, card.verified.is_none());
        flag(Flag::Ocr, card.ocr);
        flag(Flag::Internal, !card.public);
        let record = Record::decode(&candidate.record);
        let (summary, facts) =
            record.as_ref().map(|record| (record.summary(), record.facts())).unwrap_or_default();
        let fact = query.fact.filter(|fact| facts.has(fact));
        let answer =
            record.as_ref().and_then(|record| matcher.answer(record, &candidate.matched, &card.title, fact));
        let why = record
            .as_ref()
            .map(|record| matcher.why(record, &candidate.matched, card.ocr))
            .unwrap_or_default();
        let explanation = if request.explain {
            explain::explain(self, plan, &candidate.scored, &candidate.matched, candidate.score)?
        } else {
            Vec::new()
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
            answer: answer.unwrap_or_else(|| super::hit::Answer::empty(&card.title, fact)),
            facts,
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
