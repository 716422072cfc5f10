//! A question put to the Baza Wiedzy: how it is read off a request, asked, counted and written down.

use std::time::{Duration, Instant};

use jiff::civil::DateTime;

use super::State;
use super::scribe::Question;
use crate::article::ArticleId;
use crate::http::wire::kept;
use crate::http::wire::params::Params;
use crate::http::wire::problem::Problem;
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
    pub(in crate::http) fn note(&self, state: &State, view: View, asker: u64) {
        if self.request.offset == 0 && !self.request.query.is_empty() {
            state.note_question(asker, self.question(state, view));
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

/// The question of a query string, asked at a moment.
pub(in crate::http) fn asked(params: &Params, now: DateTime) -> Result<SearchRequest, Problem> {
    Ok(SearchRequest {
        limit: params.number("limit", 10, 1..=MOST_HITS)?,
        offset: params.number("offset", 0, 0..=DEEPEST)?,
        unit: params.code("unit")?,
        category: params.code("category")?,
        in_force: params.flag("in_force")?,
        explain: params.flag("explain")?.unwrap_or(false),
        facets: params.flag("facets")?.unwrap_or(false),
        // What is no id of an article names none: the question is asked as if nothing lay open.
        context: params.code("context")?.and_then(ArticleId::new),
        ..SearchRequest::new(params.question()?, now)
    })
}

/// Puts the question of a query string to the Baza Wiedzy; an empty one finds nothing and costs nothing.
pub(in crate::http) async fn find(state: &State, view: View, params: &Params) -> Result<Asking, Problem> {
    let now = match view {
        // What residents are told is told of their own moment.
        View::Staff => params.moment("at")?.unwrap_or_else(|| state.local()),
        View::Public => state.local(),
    };
    let request = asked(params, now)?;
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
    found.note(state, view, params.asker());
    Ok(found)
}

/// Names a search.
pub(in crate::http) fn new_query_id() -> String {
    format!("{:016x}", random())
}
