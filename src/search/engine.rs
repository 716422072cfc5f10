//! The engine: one index, its dictionaries, and the way from a question to an answer.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::{self, AtomicU64};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::civil::Date;
use tantivy::postings::TermInfo;
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};
use tantivy::schema::{IndexRecordOption, OwnedValue, Value};
use tantivy::{DocAddress, InvertedIndexReader, SegmentReader, TantivyDocument, Term};

use super::card::Card;
use super::confidence;
use super::document::{DocumentBuilder, Prepared};
use super::error::EngineError;
use super::expand::{self, Plan};
use super::explain;
use super::filter::Filter;
use super::hit::{FacetCount, Flag, Hit, SearchRequest, SearchResponse, Suggestion};
use super::index::{Batch, Store};
use super::passage::{Matcher, RecordMatch};
use super::query::Query;
use super::rank::Weights;
use super::record::Record;
use super::schema::Fields;
use super::score::{self, Form, Scored};
use super::snapshot::Snapshot;
use super::thesaurus::Thesaurus;
use crate::article::Article;
use crate::article::dictionary::{Dictionaries, Unit};
use crate::article::validity::State;
use crate::text::{Analyzer, Replacement};

/// Articles that are looked at closely before the best are shown.
const RERANKED: usize = 30;
/// The same where a quoted phrase must stand, which only the closer look can tell.
const RERANKED_FOR_A_PHRASE: usize = 400;
/// How much of the coverage's weight is left for articles that are misread beyond repair.
const MISREAD_COVERAGE: f32 = 0.3;

/// An article and what the index needs to know beside it.
pub struct Source<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its file below `kb/`.
    pub path: &'a str,
    /// Hash of the file's bytes.
    pub hash: [u8; 16],
    /// Hash of what residents are shown of it, where the index is theirs.
    pub shown: [u8; 16],
    /// Its unit, if the dictionary knows it.
    pub unit: Option<&'a Unit>,
    /// Whether a machine read it so that repair mends little: then one misread letter is forgiven in a word.
    pub misread: bool,
    /// What a machine misread in each of the article's texts, seen together; empty for clean text.
    pub repairs: &'a mut dyn FnMut(&[&str]) -> Vec<Vec<Replacement>>,
}

/// An article analysed and ready to be written.
pub struct Indexable(Prepared);

/// Analyses articles for the index; one for each thread.
#[derive(Default)]
pub struct Indexer {
    builder: DocumentBuilder,
}

impl Indexer {
    /// Analyses one article.
    ///
    /// # Errors
    /// [`EngineError::Unusable`] if the article cannot be stored.
    pub fn prepare(&mut self, engine: &Engine, source: Source<'_>) -> Result<Indexable, EngineError> {
        let ocr = source.article.source.as_ref().and_then(|source| source.ocr).unwrap_or(false);
        let mut card = Card::new(source.article, source.path, source.hash, ocr);
        card.misread = source.misread;
        card.shown = source.shown;
        self.builder
            .build(&engine.store.fields, source.article, source.unit, card, source.repairs)
            .map(Indexable)
            .map_err(|error| EngineError::Unusable {
                reason: format!("artykułu nie da się zapisać ({error})"),
            })
    }
}

/// Changes on their way into an engine. Dropped without [`Changes::finish`] they leave no trace.
pub struct Changes<'a> {
    batch: Batch<'a>,
    version: &'a AtomicU64,
}

impl Changes<'_> {
    /// Adds an article that the index does not hold.
    ///
    /// # Errors
    /// [`EngineError::Disk`].
    pub fn add(&self, article: Indexable) -> Result<(), EngineError> {
        self.batch.add(article.0)
    }

    /// Puts an article in place of its earlier version.
    ///
    /// # Errors
    /// [`EngineError::Disk`].
    pub fn upsert(&self, article: Indexable) -> Result<(), EngineError> {
        self.batch.upsert(article.0)
    }

    /// Removes an article.
    pub fn remove(&self, id: &str) {
        self.batch.remove(id);
    }

    /// Commits; when this returns, searches find the new state.
    ///
    /// # Errors
    /// [`EngineError::Disk`]; the index is then as it was before.
    pub fn finish(self) -> Result<(), EngineError> {
        let finished = self.batch.finish();
        // After the new state shows: an answer found before is then never taken for one found after. A commit that
        // failed half-way may show, too.
        self.version.store(next_version(), atomic::Ordering::Release);
        finished
    }
}

/// One index and the dictionaries that its questions are read with.
pub struct Engine {
    store: Store,
    /// See [`Engine::version`].
    version: AtomicU64,
    thesaurus: RwLock<Arc<Thesaurus>>,
    weights: RwLock<Weights>,
}

/// Never the same twice in one process, so that a rebuilt index is not taken for the one before it.
fn next_version() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, atomic::Ordering::Relaxed) + 1
}

thread_local! {
    static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::default());
}

impl Engine {
    /// Opens the index in `dir`.
    ///
    /// # Errors
    /// [`EngineError::Unusable`] if it must be rebuilt first.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        Store::open(dir).map(Self::with)
    }

    /// Creates an empty index in the empty folder `dir`.
    ///
    /// # Errors
    /// [`EngineError::Disk`].
    pub fn create(dir: &Path) -> Result<Self, EngineError> {
        Store::create(dir).map(Self::with)
    }

    /// Creates an empty index in memory: for trying out a text that nobody may find yet.
    ///
    /// # Errors
    /// [`EngineError::Disk`].
    pub fn in_memory() -> Result<Self, EngineError> {
        Store::in_memory().map(Self::with)
    }

    fn with(store: Store) -> Self {
        Self {
            store,
            version: AtomicU64::new(next_version()),
            thesaurus: RwLock::default(),
            weights: RwLock::new(Weights::DEFAULT),
        }
    }

    /// A number that is another one whenever an answer may be another one: what a cache of answers asks.
    pub fn version(&self) -> u64 {
        self.version.load(atomic::Ordering::Acquire)
    }

    /// Reads questions with these dictionaries from now on; no article is touched.
    pub fn set_dictionaries(&self, dictionaries: &Dictionaries) {
        let thesaurus = Arc::new(Thesaurus::new(dictionaries));
        let mut current = self.thesaurus.write().unwrap_or_else(PoisonError::into_inner);
        if *current != thesaurus {
            *current = thesaurus;
            self.version.store(next_version(), atomic::Ordering::Release);
        }
    }

    /// Ranks by other weights from now on: for tuning. Searches under way keep theirs.
    pub fn set_weights(&self, weights: Weights) {
        *self.weights.write().unwrap_or_else(PoisonError::into_inner) = weights;
        self.version.store(next_version(), atomic::Ordering::Release);
    }

    /// Opens a batch of changes.
    ///
    /// # Errors
    /// [`EngineError::Disk`] if the folder cannot be written or another process writes it.
    pub fn changes(&self) -> Result<Changes<'_>, EngineError> {
        Ok(Changes { batch: self.store.batch()?, version: &self.version })
    }

    /// Lets go of what writing needs, until the next change.
    pub fn rest(&self) {
        self.store.rest();
    }

    /// The cards of all articles.
    pub fn cards(&self) -> Vec<Arc<Card>> {
        self.store.snapshot().all().cloned().collect()
    }

    /// The card of one article.
    pub fn card(&self, id: &str) -> Option<Arc<Card>> {
        let snapshot = self.store.snapshot();
        snapshot.card(snapshot.find(id)?).cloned()
    }

    /// The act that repealed `card`'s act by `today`.
    pub fn repealed_by(&self, card: &Card, today: Date) -> Option<String> {
        self.store.snapshot().repealed_by(card, today).map(str::to_owned)
    }

    /// Whether `card`'s article is in force on `today`.
    pub fn in_force(&self, card: &Card, today: Date) -> bool {
        self.store.snapshot().in_force(card, today)
    }

    /// Whether and why `card`'s article is, or is not, in force on `today`.
    pub fn state(&self, card: &Card, today: Date) -> State {
        if let Some(by) = self.repealed_by(card, today) {
            State::Repealed { by }
        } else if card.valid_from.is_some_and(|from| today < from) {
            State::NotYet
        } else if card.valid_until.is_some_and(|until| until < today) {
            State::Expired
        } else {
            State::InForce
        }
    }

    /// The file of an article as it was indexed.
    pub fn raw(&self, id: &str) -> Option<String> {
        let snapshot = self.store.snapshot();
        let document: TantivyDocument = snapshot.searcher.doc(snapshot.find(id)?).ok()?;
        let bytes = document.get_first(self.store.fields.raw)?.as_bytes()?.to_vec();
        String::from_utf8(bytes).ok()
    }

    /// How many articles it holds.
    pub fn len(&self) -> usize {
        self.store.snapshot().docs
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Answers a question. Any text is a question; an index that cannot be read answers with nothing and is logged.
    pub fn search(&self, request: &SearchRequest) -> SearchResponse {
        self.with_searching(|searching| searching.search(request)).unwrap_or_else(|error| {
            tracing::error!(%error, "the index could not be read");
            SearchResponse::default()
        })
    }

    /// Completions of an unfinished question.
    pub fn suggest(&self, query: &str, limit: usize, today: Date) -> Vec<Suggestion> {
        let request = SearchRequest { limit: limit.saturating_mul(2), ..SearchRequest::new(query, today) };
        self.with_searching(|searching| searching.suggest(&request, limit)).unwrap_or_default()
    }

    fn with_searching<T>(
        &self,
        act: impl FnOnce(&Searching<'_>) -> tantivy::Result<T>,
    ) -> tantivy::Result<T> {
        let snapshot = self.store.snapshot();
        let thesaurus = Arc::clone(&self.thesaurus.read().unwrap_or_else(PoisonError::into_inner));
        let weights = *self.weights.read().unwrap_or_else(PoisonError::into_inner);
        ANALYZER.with(|analyzer| {
            act(&Searching {
                snapshot: &snapshot,
                fields: &self.store.fields,
                thesaurus: &thesaurus,
                weights: &weights,
                analyzer,
            })
        })
    }
}

/// All that one search looks at.
pub(super) struct Searching<'a> {
    pub snapshot: &'a Snapshot,
    pub fields: &'a Fields,
    pub thesaurus: &'a Thesaurus,
    pub weights: &'a Weights,
    pub analyzer: &'a RefCell<Analyzer>,
}

/// In how many articles of a segment a term stands, as far as it matters: exactly where removed ones could be all of
/// them, otherwise with those that await a merge.
fn living(segment: &SegmentReader, inverted: &InvertedIndexReader, info: &TermInfo) -> tantivy::Result<u64> {
    let (Some(alive), true) = (segment.alive_bitset(), info.doc_freq <= segment.num_deleted_docs()) else {
        return Ok(u64::from(info.doc_freq));
    };
    let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    Ok(u64::from(postings.doc_freq_given_deletes(alive)))
}

/// The record of a document, without the file stored behind it.
struct FirstStored(Vec<u8>);

impl DocumentDeserialize for FirstStored {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut deserializer: D) -> Result<Self, DeserializeError> {
        // Fields are stored in the schema's order: the record comes before the file.
        let first = deserializer.next_field::<OwnedValue>()?;
        Ok(Self(match first {
            Some((_, OwnedValue::Bytes(bytes))) => bytes,
            _ => Vec::new(),
        }))
    }
}

/// A candidate looked at closely.
struct Candidate {
    scored: Scored,
    card: Arc<Card>,
    in_force: bool,
    record: Vec<u8>,
    matched: RecordMatch,
    score: f32,
}

impl Searching<'_> {
    /// In how many articles a term stands.
    ///
    /// A word of removed articles alone stands in none: until a merge clears it away the dictionary still has it, and
    /// a correction or completion must not bring it back.
    pub fn df(&self, form: Form, term: &str) -> tantivy::Result<u64> {
        let field = form.field(self.fields);
        let term = Term::from_field_text(field, term);
        let mut df = 0;
        for segment in self.snapshot.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            if let Some(info) = inverted.get_term_info(&term)? {
                df += living(segment, &inverted, &info)?;
            }
        }
        Ok(df)
    }

    /// Words of the index that begin with `prefix`, with the number of articles they stand in; at most `limit`,
    /// the commonest of those looked at.
    pub fn starting_with(&self, prefix: &str, limit: usize) -> tantivy::Result<Vec<(String, u64)>> {
        /// Words looked at: a prefix that more begin with says too little to choose by.
        const LOOKED_AT: usize = 2_000;
        let mut found: HashMap<String, u64> = HashMap::new();
        for segment in self.snapshot.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.folded)?;
            let mut stream = inverted.terms().range().ge(prefix.as_bytes()).into_stream()?;
            let mut looked = 0;
            while looked < LOOKED_AT && stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                if !term.starts_with(prefix) {
                    break;
                }
                looked += 1;
                let living = living(segment, &inverted, stream.value())?;
                if living > 0 {
                    *found.entry(term.to_owned()).or_default() += living;
                }
            }
        }
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(limit);
        Ok(found)
    }

    fn search(&self, request: &SearchRequest) -> tantivy::Result<SearchResponse> {
        let query = Query::parse(&request.query, &mut self.analyzer.borrow_mut());
        if query.words.is_empty() && query.codes.is_empty() {
            return Ok(SearchResponse::default());
        }
        let plan = expand::plan(self, &query)?;
        let filter = Filter::new(self, &query, request)?;
        let reranked = if query.phrases.is_empty() { RERANKED } else { RERANKED_FOR_A_PHRASE };
        let wanted = request.offset.saturating_add(request.limit).max(reranked);
        let mut found = Found::new(wanted, self.snapshot, request.today);
        score::score_all(self.snapshot, self.fields, self.weights, &plan.probes, |scored| {
            found.take(self, &plan, &filter, request, scored);
        })?;
        found.settle();
        let matcher = Matcher::new(&query, &plan, self.weights, self.snapshot.docs);
        let mut candidates = self.look_closely(&found, &matcher, &query)?;
        candidates.sort_by(|a, b| {
            b.in_force
                .cmp(&a.in_force)
                .then_with(|| b.score.total_cmp(&a.score))
                .then_with(|| a.card.id.cmp(&b.card.id))
        });
        let confident = confidence::confident(
            &query,
            &plan,
            &candidates.iter().map(|c| (c.score, c.in_force, &c.matched)).collect::<Vec<_>>(),
        );
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
        matcher: &Matcher,
        query: &Query,
    ) -> tantivy::Result<Vec<Candidate>> {
        let mut candidates = Vec::with_capacity(found.best.len());
        for (scored, in_force) in found.best.iter().copied() {
            let Some(card) = self.snapshot.card(scored.address).cloned() else { continue };
            let record = self.record(scored.address)?;
            let Ok(decoded) = Record::decode(&record) else { continue };
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
                record,
                matched,
            });
        }
        Ok(candidates)
    }

    fn record(&self, address: DocAddress) -> tantivy::Result<Vec<u8>> {
        Ok(self.snapshot.searcher.doc::<FirstStored>(address)?.0)
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
        let record = Record::decode(&candidate.record).ok();
        let (summary, facts) = record
            .as_ref()
            .map(|record| (record.summary.map(str::to_owned), record.facts()))
            .unwrap_or_default();
        let fact = query.fact.filter(|fact| facts.has(fact));
        let answer = record
            .as_ref()
            .and_then(|record| record.passages.get(candidate.matched.best))
            .map(|passage| matcher.answer(passage, &card.title, fact));
        let why = record.as_ref().map(|record| matcher.why(record, card.ocr)).unwrap_or_default();
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

    fn suggest(&self, request: &SearchRequest, limit: usize) -> tantivy::Result<Vec<Suggestion>> {
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

/// What the first stage found: the best, and counts of all.
struct Found {
    wanted: usize,
    /// The best so far, those in force and those not in force each; trimmed now and then.
    in_force: Vec<Scored>,
    lapsed: Vec<Scored>,
    best: Vec<(Scored, bool)>,
    total: usize,
    /// Matches by position in [`Snapshot::codes`].
    units: Vec<usize>,
    categories: Vec<usize>,
    lapsed_today: Arc<HashSet<DocAddress>>,
}

/// Share of the question's worth that an article must have to count as matching.
const MATCHING: f32 = 0.3;

impl Found {
    fn new(wanted: usize, snapshot: &Snapshot, today: Date) -> Self {
        Self {
            wanted,
            in_force: Vec::new(),
            lapsed: Vec::new(),
            best: Vec::new(),
            total: 0,
            units: vec![0; snapshot.codes.len()],
            categories: vec![0; snapshot.codes.len()],
            lapsed_today: snapshot.lapsed(today),
        }
    }

    fn take(
        &mut self,
        searching: &Searching<'_>,
        plan: &Plan,
        filter: &Filter,
        request: &SearchRequest,
        scored: Scored,
    ) {
        if filter.is_set()
            && !searching
                .snapshot
                .card(scored.address)
                .is_some_and(|card| filter.admits(scored.address, card))
        {
            return;
        }
        let in_force = self.lapsed_today.is_empty() || !self.lapsed_today.contains(&scored.address);
        if request.in_force.is_some_and(|wanted| wanted != in_force) {
            return;
        }
        if plan.share(scored.mask) >= MATCHING {
            self.total += 1;
            let (unit, category) = searching.snapshot.facets(scored.address);
            for (counts, code) in [(&mut self.units, unit), (&mut self.categories, category)] {
                if let Some(count) = counts.get_mut(code as usize) {
                    *count += 1;
                }
            }
        }
        let pile = if in_force { &mut self.in_force } else { &mut self.lapsed };
        pile.push(scored);
        if pile.len() >= 8 * self.wanted.max(64) {
            trim(pile, self.wanted);
        }
    }

    fn settle(&mut self) {
        trim(&mut self.in_force, self.wanted);
        trim(&mut self.lapsed, self.wanted);
        self.best = self
            .in_force
            .iter()
            .map(|&scored| (scored, true))
            .chain(self.lapsed.iter().map(|&scored| (scored, false)))
            .collect();
    }
}

fn by_score(a: &Scored, b: &Scored) -> Ordering {
    b.score.total_cmp(&a.score).then_with(|| a.address.cmp(&b.address))
}

fn trim(pile: &mut Vec<Scored>, wanted: usize) {
    if pile.len() > wanted && wanted > 0 {
        pile.select_nth_unstable_by(wanted - 1, by_score);
        pile.truncate(wanted);
    }
    pile.sort_by(by_score);
}

fn facets(snapshot: &Snapshot, counts: &[usize]) -> Vec<FacetCount> {
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
