//! `GET /api/v1/search`: the question, the ranked answers, and what was made of each word.

use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::State as Shared;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::facts::{Facts, Line};
use crate::http::State;
use crate::http::kept;
use crate::http::observe::random;
use crate::http::openapi::vocabulary;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::scribe::Question;
use crate::library::View;
use crate::search::{self, SearchRequest, SearchResponse};

/// Most hits in one answer.
pub(in crate::http) const MOST_HITS: usize = 100;
/// How deep one may page; whoever is past it has asked the wrong question.
const DEEPEST: usize = 10_000;

/// What can be asked.
// Documentation of the query string; `Params` reads it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)]
pub(in crate::http) struct SearchQuery {
    /// The question in the caller's words, at most 1,000 characters. There is no query syntax to get wrong: every
    /// word is searched for, "words in quotes" as they stand, and a word after a minus sign is kept out.
    #[param(max_length = 1000, example = "gdzie wywieźć starą lodówkę")]
    q: Option<String>,
    /// How many hits to give.
    #[param(minimum = 1, maximum = 100, default = 10)]
    limit: Option<usize>,
    /// How many of the best hits to pass over.
    #[param(minimum = 0, maximum = 10_000, default = 0)]
    offset: Option<usize>,
    /// Only articles of this unit.
    #[param(max_length = 100, example = "MPO")]
    unit: Option<String>,
    /// Only articles of this category.
    #[param(max_length = 100, example = "odpady")]
    category: Option<String>,
    /// `true`: only what is in force; `false`: only what is not. Without it everything, with what is not in force
    /// last.
    in_force: Option<bool>,
    /// Whether each hit says in words why it stands where it stands.
    #[param(default = false)]
    explain: Option<bool>,
}

/// The answer to a question.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchAnswer {
    /// The question as it was understood to be meant: without the space around it.
    pub query: String,
    /// What was made of each word.
    pub interpreted: Vec<InterpretedWord>,
    /// The question with its misspelt words corrected, where any was; an offer, never forced.
    #[schema(required)]
    pub did_you_mean: Option<String>,
    /// Whether the first hit deserves to be read out. Where it is false, `hits` may still hold guesses.
    pub confident: bool,
    /// Matching articles, before paging.
    pub total: usize,
    /// Time in the engine, in microseconds.
    pub took_us: u64,
    /// Names this search, for feedback on its answers.
    pub query_id: String,
    /// Best first; what is not in force comes last.
    pub hits: Vec<Hit>,
    /// Matching articles by unit and by category, before paging.
    pub facets: Facets,
}

/// What was made of one word, or of words that belong together.
#[derive(Debug, Serialize, ToSchema)]
pub struct InterpretedWord {
    /// As typed.
    pub text: String,
    /// As looked up.
    #[serde(rename = "as")]
    pub looked_up: Vec<String>,
    /// By which means.
    pub why: Why,
}

/// By which means a word was found.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// As typed.
    Exact,
    /// A number, telephone, paragraph or unit code.
    Code,
    /// The same letters without accents.
    Folded,
    /// Another form of the same word.
    Lemma,
    /// The beginning of a word, or a word of the same root.
    Prefix,
    /// The dictionary of synonyms and abbreviations.
    Synonym,
    /// A misspelt word, corrected.
    Typo,
    /// A word of machine-read text.
    Ocr,
}

impl From<search::Why> for Why {
    fn from(why: search::Why) -> Self {
        match why {
            search::Why::Exact => Why::Exact,
            search::Why::Code => Why::Code,
            search::Why::Folded => Why::Folded,
            search::Why::Lemma => Why::Lemma,
            search::Why::Prefix => Why::Prefix,
            search::Why::Synonym => Why::Synonym,
            search::Why::Typo => Why::Typo,
            search::Why::Ocr => Why::Ocr,
        }
    }
}

/// What to beware of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Not in force today.
    NotInForce,
    /// An act that is in force repealed it.
    Repealed,
    /// The day by which it was to be checked again has passed.
    Stale,
    /// No editor ever confirmed its facts.
    Unverified,
    /// Read by a machine from a scan.
    Ocr,
    /// For agents alone.
    Internal,
}

impl From<search::Flag> for Flag {
    fn from(flag: search::Flag) -> Self {
        match flag {
            search::Flag::NotInForce => Flag::NotInForce,
            search::Flag::Repealed => Flag::Repealed,
            search::Flag::Stale => Flag::Stale,
            search::Flag::Unverified => Flag::Unverified,
            search::Flag::Ocr => Flag::Ocr,
            search::Flag::Internal => Flag::Internal,
        }
    }
}

/// One article found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hit {
    /// The article's id.
    pub id: String,
    /// What the matter is called.
    pub title: String,
    /// The sentence to read out.
    #[schema(required)]
    pub summary: Option<String>,
    /// Higher is better; comparable within one answer only.
    pub score: f32,
    /// Code of the unit in charge.
    #[schema(required)]
    pub unit: Option<String>,
    /// Its full name; for residents, who do not know the codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub unit_name: Option<String>,
    /// Code of the category.
    #[schema(required)]
    pub category: Option<String>,
    /// The act or page it comes from.
    #[schema(required)]
    pub source: Option<String>,
    /// Whether it is in force today.
    pub in_force: bool,
    /// Number of the act that repealed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub repealed_by: Option<String>,
    /// What to beware of.
    pub flags: Vec<Flag>,
    /// Its best passage.
    pub answer: Passage,
    /// What to read out first.
    pub facts: Facts,
    /// The fact that the question asks for, as it is read; for residents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<Line>,
    /// The day an editor last checked it, `2026-10-01`.
    #[schema(required, format = Date)]
    pub verified: Option<String>,
    /// The means by which it was found, best first.
    pub why: Vec<Why>,
    /// Its page.
    pub url: String,
    /// Why it stands where it stands, a line each; only with `explain=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub explain: Option<Vec<String>>,
}

/// The best passage of an article.
#[derive(Debug, Serialize, ToSchema)]
pub struct Passage {
    /// Its heading; the title for the text before the first heading.
    pub heading: String,
    /// Plain text, short enough to read.
    pub text: String,
    /// The same as safe HTML: escaped, matched words in `<mark>`, line ends as `<br>`.
    pub html: String,
    /// Where it stands on the article's page: a fragment with `#`, or empty for its beginning.
    pub anchor: String,
    /// The key of `facts` that the question asks for.
    #[schema(required, schema_with = vocabulary::fact_or_null)]
    pub fact: Option<&'static str>,
    /// Whether it belongs to agents alone and must not be read out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
}

/// Counts to narrow a search by.
#[derive(Debug, Serialize, ToSchema)]
pub struct Facets {
    /// By unit, most first.
    pub unit: Vec<FacetCount>,
    /// By category, most first.
    pub category: Vec<FacetCount>,
}

/// How many of the matching articles have a code.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetCount {
    /// Code of the unit or category.
    pub code: String,
    /// Matching articles, before paging.
    pub count: usize,
}

impl From<search::FacetCount> for FacetCount {
    fn from(facet: search::FacetCount) -> Self {
        Self { code: facet.code, count: facet.count }
    }
}

impl From<search::Hit> for Hit {
    fn from(hit: search::Hit) -> Self {
        Self {
            url: format!("/artykul/{}", hit.id),
            id: hit.id.to_string(),
            title: hit.title,
            summary: hit.summary,
            score: hit.score,
            unit: hit.unit,
            unit_name: None,
            category: hit.category,
            source: hit.source,
            in_force: hit.in_force,
            repealed_by: hit.repealed_by,
            flags: hit.flags.into_iter().map(Flag::from).collect(),
            answer: Passage {
                html: hit.answer.html(),
                heading: hit.answer.heading,
                text: hit.answer.text,
                anchor: hit.answer.anchor,
                fact: hit.answer.fact,
                internal: hit.answer.internal,
            },
            facts: hit.facts.into(),
            asked: Vec::new(),
            verified: hit.verified.map(|day| day.to_string()),
            why: hit.why.into_iter().map(Why::from).collect(),
            explain: None,
        }
    }
}

/// A question put, with its answer.
pub(in crate::http) struct Found {
    pub(in crate::http) request: SearchRequest,
    pub(in crate::http) response: SearchResponse,
    pub(in crate::http) took: Duration,
    /// Names this search.
    pub(in crate::http) query_id: String,
}

impl Found {
    /// Has it written down for reports. Who turns to the next page asks nothing new.
    pub(in crate::http) fn note(&self, state: &State, view: View, asker: u64) {
        if self.request.offset == 0 && !self.request.query.is_empty() {
            state.note_question(asker, self.question(state, view));
        }
    }

    /// What reports will know of it.
    fn question(&self, state: &State, view: View) -> Question {
        Question {
            at: state.now(),
            view: named(view),
            text: self.request.query.clone(),
            total: self.response.total,
            confident: self.response.confident,
            top: self.response.hits.first().map(|hit| hit.id.to_string()),
            us: u64::try_from(self.took.as_micros()).unwrap_or(u64::MAX),
            query_id: self.query_id.clone(),
        }
    }

    pub(in crate::http) fn into_wire(self) -> SearchAnswer {
        let explain = self.request.explain;
        let hits = self.response.hits.into_iter().map(|mut hit| {
            let explanation = std::mem::take(&mut hit.explanation);
            Hit { explain: explain.then_some(explanation), ..Hit::from(hit) }
        });
        SearchAnswer {
            query: self.request.query,
            interpreted: self
                .response
                .interpreted
                .into_iter()
                .map(|word| InterpretedWord {
                    text: word.text,
                    looked_up: word.looked_up,
                    why: word.why.into(),
                })
                .collect(),
            did_you_mean: self.response.did_you_mean,
            confident: self.response.confident,
            total: self.response.total,
            took_us: u64::try_from(self.took.as_micros()).unwrap_or(u64::MAX),
            query_id: self.query_id,
            hits: hits.collect(),
            facets: Facets {
                unit: self.response.units.into_iter().map(FacetCount::from).collect(),
                category: self.response.categories.into_iter().map(FacetCount::from).collect(),
            },
        }
    }
}

/// As reports name a view.
pub(in crate::http) fn named(view: View) -> &'static str {
    match view {
        View::Staff => "staff",
        View::Public => "public",
    }
}

/// The question of a query string.
pub(in crate::http) fn asked(params: &Params, today: Date) -> Result<SearchRequest, Problem> {
    Ok(SearchRequest {
        limit: params.number("limit", 10, 1..=MOST_HITS)?,
        offset: params.number("offset", 0, 0..=DEEPEST)?,
        unit: params.code("unit")?,
        category: params.code("category")?,
        in_force: params.flag("in_force")?,
        explain: params.flag("explain")?.unwrap_or(false),
        ..SearchRequest::new(params.question()?, today)
    })
}

/// Puts the question of a query string to the Baza Wiedzy; an empty one finds nothing and costs nothing.
pub(in crate::http) async fn find(state: &State, view: View, params: &Params) -> Result<Found, Problem> {
    let request = asked(params, state.today())?;
    let query_id = new_query_id();
    if request.query.is_empty() {
        return Ok(Found { request, response: SearchResponse::default(), took: Duration::ZERO, query_id });
    }
    let found = state
        .ask(move |knowledge| {
            let started = Instant::now();
            let response = knowledge.search(view, &kept::looked_for(&request));
            Found { response, took: started.elapsed(), request, query_id }
        })
        .await?;
    state.metrics.searched(view, found.took, found.response.total, found.response.confident);
    found.note(state, view, params.asker());
    Ok(found)
}

/// Names a search.
pub(in crate::http) fn new_query_id() -> String {
    format!("{:016x}", random())
}

/// Ask a question
#[utoipa::path(get, path = "/api/v1/search", operation_id = "search", tag = "search", params(SearchQuery), responses(
    (status = 200, description = "The answers, best first", body = SearchAnswer),
    (status = 400, description = "A parameter is out of bounds; `parameter` names it, `allowed` says what it may be"),
    (status = 503, description = "The index is not open yet, or too many requests at once; see `Retry-After`"),
))]
pub(super) async fn search(
    Shared(state): Shared<State>,
    params: Params,
) -> Result<Json<SearchAnswer>, Problem> {
    Ok(Json(find(&state, View::Staff, &params).await?.into_wire()))
}
