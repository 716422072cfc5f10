//! `GET /api/v1/search`: the question, the ranked answers, and what was made of each word.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::extract::State as Shared;
use serde::Serialize;
use utoipa::ToSchema;

use super::parts::{Extent, Hits};
use super::verdict::{AnswerState, AskedFor, HoursOn, OpenNow, QuestionPart, Referral};
use crate::http::State;
use crate::http::peer::asker::Asker;
use crate::http::shown::contact::Contact;
use crate::http::shown::marked;
use crate::http::state::asking::{Asking, SearchQuery, StaffQuery, find};
use crate::http::wire::facts::{Facts, Flag, Line};
use crate::http::wire::problem::Problem;
use crate::http::wire::read::params::Params;
use crate::http::wire::vocabulary;
use crate::search::{self, SearchRequest, SearchResponse};

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
    /// What the answer is worth.
    pub state: AnswerState,
    /// Whether the first hit deserves to be read out. Where it is false, `hits` may still hold guesses.
    pub confident: bool,
    /// What the question asks for, beside what it is about.
    pub asked: AskedFor,
    /// Who deals with it, where the city does not.
    #[schema(required)]
    pub refer: Option<Referral>,
    /// The matters of a question of two, in order; empty for a question of one.
    pub parts: Vec<QuestionPart>,
    /// Matching articles, before paging.
    pub total: usize,
    /// Time in the engine, in microseconds.
    pub took_us: u64,
    /// Names this search, for feedback on its answers.
    pub query_id: String,
    /// Best first; what is not in force comes last. With `fields`, each has the members that were named.
    #[schema(value_type = Vec<Hit>)]
    pub hits: Hits,
    /// Matching articles by unit and by category, before paging; empty but with `facets=true`.
    pub facets: Facets,
    /// What the state was judged by, by name; only with `explain=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub evidence: Option<BTreeMap<&'static str, f32>>,
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
    /// Whether its place, or that of the unit in charge, is open now.
    #[schema(required)]
    pub open: Option<OpenNow>,
    /// When it is open on the days asked about.
    pub hours_on: Vec<HoursOn>,
    /// The entry of the article's `unknown` that the question meets: what is asked, and not known.
    #[schema(required)]
    pub unknown: Option<String>,
    /// The fact that the question asks for, as it is read; for residents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<Line>,
    /// Whom to ask for what it does not hold; for residents, where that is what the answer says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub contact: Option<Contact>,
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
    /// The same as safe HTML: escaped, matched words in `<mark>`, line ends as `<br>`; only with `html=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub html: Option<String>,
    /// Where `text` matched: pairs of the first byte and the one behind the last, counted in UTF-8, in order and apart.
    #[schema(example = json!([[7, 16]]))]
    pub marks: Vec<[usize; 2]>,
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

impl Hit {
    fn new(hit: search::Hit, html: bool) -> Self {
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
                html: html.then(|| marked::html(&hit.answer)),
                marks: hit.answer.marks.iter().map(|&(start, end)| [start, end]).collect(),
                heading: hit.answer.heading,
                text: hit.answer.text,
                anchor: hit.answer.anchor,
                fact: hit.answer.fact,
                internal: hit.answer.internal,
            },
            facts: hit.facts.into(),
            open: hit.open.map(OpenNow::from),
            hours_on: hit.hours_on.into_iter().map(HoursOn::from).collect(),
            unknown: hit.unknown,
            asked: Vec::new(),
            contact: None,
            verified: hit.verified.map(|day| day.to_string()),
            why: hit.why.into_iter().map(Why::from).collect(),
            explain: None,
        }
    }
}

/// The parts where they stand in the question as it was typed: what is looked for may lack what it tells of a person. A part
/// that stands nowhere in it leaves the question whole.
fn placed(parts: Vec<search::Part>, query: &str) -> Vec<QuestionPart> {
    let mut from = 0;
    let placed: Option<Vec<QuestionPart>> = parts
        .into_iter()
        .map(|part| {
            let start = from + query.get(from..)?.find(&part.text)?;
            from = start + part.text.len();
            Some(search::Part { span: start..from, ..part }.into())
        })
        .collect();
    placed.unwrap_or_default()
}

impl SearchAnswer {
    /// What was asked, what was found and how long that took; `query_id` names the search.
    /// Nothing is left out of it.
    pub fn new(request: SearchRequest, response: SearchResponse, took: Duration, query_id: String) -> Self {
        Self::of(Asking { request, response, took, query_id }, Extent { html: true, members: None })
    }

    /// As much of an answer as is wanted.
    pub(in crate::http) fn of(found: Asking, extent: Extent) -> Self {
        let explain = found.request.explain;
        let confident = found.response.confident();
        let evidence = explain.then(|| found.response.evidence.iter().copied().collect());
        let parts = placed(found.response.parts, &found.request.query);
        let hits = found.response.hits.into_iter().map(|mut hit| {
            let explanation = std::mem::take(&mut hit.explanation);
            Hit { explain: explain.then_some(explanation), ..Hit::new(hit, extent.html) }
        });
        Self {
            query: found.request.query,
            interpreted: found
                .response
                .interpreted
                .into_iter()
                .map(|word| InterpretedWord {
                    text: word.text,
                    looked_up: word.looked_up,
                    why: word.why.into(),
                })
                .collect(),
            did_you_mean: found.response.did_you_mean,
            confident,
            state: found.response.state.into(),
            asked: found.response.asked.into(),
            refer: found.response.refer.map(Referral::from),
            parts,
            total: found.response.total,
            took_us: u64::try_from(found.took.as_micros()).unwrap_or(u64::MAX),
            query_id: found.query_id,
            hits: Hits { all: hits.collect(), members: extent.members },
            evidence,
            facets: Facets {
                unit: found.response.units.into_iter().map(FacetCount::from).collect(),
                category: found.response.categories.into_iter().map(FacetCount::from).collect(),
            },
        }
    }
}

/// Ask a question
#[utoipa::path(get, path = "/api/v1/search", operation_id = "search", tag = "search", params(SearchQuery, StaffQuery, Extent), responses(
    (status = 200, description = "The answers, best first", body = SearchAnswer),
    (status = 400, description = "A parameter is out of bounds; `parameter` names it, `allowed` says what it may be"),
    (status = 503, description = "The index is not open yet, or too many requests at once; see `Retry-After`"),
))]
pub(in crate::http::api) async fn search(
    Shared(state): Shared<State>,
    asker: Asker,
    Params(asked): Params<SearchQuery>,
    Params(staff): Params<StaffQuery>,
    Params(extent): Params<Extent>,
) -> Result<Json<SearchAnswer>, Problem> {
    Ok(Json(SearchAnswer::of(find(&state, asked, &staff, asker).await?, extent)))
}
