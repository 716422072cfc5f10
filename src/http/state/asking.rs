//! A question put to the Baza Wiedzy: how it is read off a request, asked, counted and written down.

use std::time::{Duration, Instant};

use jiff::civil::DateTime;
use serde::Deserialize;
use utoipa::IntoParams;

use super::State;
use super::scribe::Question;
use crate::article::ArticleId;
use crate::http::peer::asker::Asker;
use crate::http::wire::kept;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::value;
use crate::http::wire::request_id::random;
use crate::library::View;
use crate::search::{SearchRequest, SearchResponse, State as Worth};

/// Most hits in one answer.
pub(in crate::http) const MOST_HITS: usize = 100;
/// How deep one may page; whoever is past it has asked the wrong question.
const DEEPEST: usize = 10_000;

/// A question put, with its answer.
pub(in crate::http) struct Asking {
    pub(in crate::http) request: SearchRequest,
    pub(in crate::http) response: SearchResponse,
    pub(in crate::http) took: Duration,
    /// Names this search.
    pub(in crate::http) query_id: String,
}

impl Asking {
    /// Has it written down for reports. Who turns to the next page asks nothing new.
    pub(in crate::http) fn note(&self, state: &State, view: View, asker: Asker) {
        if self.request.offset == 0 && !self.request.query.is_empty() {
            state.note_question(asker.0, self.question(state, view));
        }
    }

    /// What reports will know of it.
    fn question(&self, state: &State, view: View) -> Question {
        let first = self.response.hits.first();
        let says_gap = self.response.state == Worth::UnknownFact;
        Question {
            at: state.now(),
            view: view.code(),
            text: self.request.query.clone(),
            total: self.response.total,
            worth: self.response.state,
            gap: first
                .filter(|_| says_gap)
                .and_then(|hit| hit.missing(self.response.asked.fact))
                .map(str::to_owned),
            top: first.map(|hit| hit.id.to_string()),
            us: u64::try_from(self.took.as_micros()).unwrap_or(u64::MAX),
            query_id: self.query_id.clone(),
        }
    }
}

/// What everybody can ask.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(in crate::http) struct SearchQuery {
    /// The question in the words of whoever asks, at most 1,000 characters. There is no query syntax to get wrong: every
    /// word is searched for, "words in quotes" as they stand (within a longer question that asks for something else they only lift what has them), and a word after a minus sign is kept out.
    #[param(max_length = 1000, example = "gdzie wywieźć starą lodówkę")]
    #[serde(deserialize_with = "value::question")]
    pub(in crate::http) q: String,
    /// How many hits to give.
    #[param(minimum = 1, maximum = 100, default = 10)]
    #[serde(deserialize_with = "value::number::<_, 1, MOST_HITS>")]
    limit: Option<usize>,
    /// How many of the best hits to pass over.
    #[param(minimum = 0, maximum = 10_000, default = 0)]
    #[serde(deserialize_with = "value::number::<_, 0, DEEPEST>")]
    offset: Option<usize>,
    /// Only articles of this unit.
    #[param(max_length = 100, example = "MPO")]
    #[serde(deserialize_with = "value::code")]
    unit: Option<String>,
    /// Only articles of this category.
    #[param(max_length = 100, example = "odpady")]
    #[serde(deserialize_with = "value::code")]
    category: Option<String>,
    /// `true`: only what is in force; `false`: only what is not. Without it everything, with what is not in force
    /// last.
    #[serde(deserialize_with = "value::flag")]
    in_force: Option<bool>,
    /// Id of the article that lies open: a follow-up ("a ile to trwa", "a telefon") is asked of it, and it is the first
    /// hit. A question that names another matter leaves it; an id that names no article is passed over.
    #[param(max_length = 100, example = "dowod-osobisty")]
    #[serde(deserialize_with = "value::code")]
    context: Option<String>,
    /// Whether the question is whole. A server that has a sentence model refines the order of what it finds for one, which
    /// takes some tens of milliseconds; whoever asks with each key says `false`.
    #[param(default = true)]
    #[serde(deserialize_with = "value::flag")]
    pub(in crate::http) settled: Option<bool>,
    /// Whether matching articles are counted by unit and category.
    #[param(value_type = Option<bool>, default = false)]
    #[serde(deserialize_with = "value::yes")]
    pub(in crate::http) facets: bool,
}

impl SearchQuery {
    /// The question, asked at a moment.
    pub(in crate::http) fn at(self, now: DateTime) -> SearchRequest {
        SearchRequest {
            limit: self.limit.unwrap_or(10),
            offset: self.offset.unwrap_or(0),
            unit: self.unit,
            category: self.category,
            in_force: self.in_force,
            settled: self.settled.unwrap_or(true),
            facets: self.facets,
            // What is no id of an article names none: the question is asked as if nothing lay open.
            context: self.context.and_then(ArticleId::new),
            ..SearchRequest::new(self.q, now)
        }
    }
}

/// What staff can ask besides.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(in crate::http) struct StaffQuery {
    /// Whether each hit says in words why it stands where it stands.
    #[param(value_type = Option<bool>, default = false)]
    #[serde(deserialize_with = "value::yes")]
    explain: bool,
    /// The local moment that counts as now, without a time zone: what "jutro" and "otwarte" are counted from, and the
    /// day for which "in force" is meant. Without it, the city's clock.
    #[param(value_type = Option<String>, format = DateTime, pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$", example = "2026-12-24T10:00")]
    #[serde(deserialize_with = "value::local")]
    at: Option<DateTime>,
}

/// Puts a question of staff to the Baza Wiedzy; an empty one finds nothing and costs nothing.
pub(in crate::http) async fn find(
    state: &State,
    asked: SearchQuery,
    staff: &StaffQuery,
    asker: Asker,
) -> Result<Asking, Problem> {
    let view = View::Staff;
    let request =
        SearchRequest { explain: staff.explain, ..asked.at(staff.at.unwrap_or_else(|| state.local())) };
    let query_id = new_query_id();
    if request.query.is_empty() {
        return Ok(Asking { request, response: SearchResponse::default(), took: Duration::ZERO, query_id });
    }
    let found = state
        .ask(move |knowledge| {
            let started = Instant::now();
            let response = knowledge.search(view, &kept::looked_for(&request));
            Asking { response, took: started.elapsed(), request, query_id }
        })
        .await?;
    state.metrics.searched(view, found.took, found.response.total, found.response.confident());
    found.note(state, view, asker);
    Ok(found)
}

/// Names a search.
pub(in crate::http) fn new_query_id() -> String {
    format!("{:016x}", random())
}
