//! `/p`: the residents' search as a page, for browsers without the widget's JavaScript, for links and for OpenSearch.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use super::page::{self, Frame};
use super::{Residents, api, links, topic};
use crate::article::dictionary::{Category, Dictionaries};
use crate::http::shown::facts::{self, Fact};
use crate::http::shown::{marked, standing};
use crate::http::state::asking::{Asking, new_query_id};
use crate::http::wire::address::encode;
use crate::http::wire::params::Params;
use crate::http::wire::problem::Problem;
use crate::search::{Hit, SearchRequest, SearchResponse};
use crate::text::say;

/// What the site is, for search engines.
const ABOUT: &str = "Sprawy mieszkańców Krakowa: co zrobić, gdzie, ile kosztuje i kto odpowiada.";

#[derive(Template)]
#[template(path = "public/pages/search.html")]
struct SearchPage {
    frame: Frame,
    query: String,
    count: String,
    confident: bool,
    did_you_mean: Option<String>,
    answers: Vec<Answer>,
    /// Where to start without a question: address of a topic, its name, what belongs there.
    topics: Vec<(String, String, String)>,
    /// The category that the search is narrowed to.
    within: Option<String>,
    /// The part of an address that keeps what the search is narrowed to.
    kept: String,
    earlier: Option<usize>,
    later: Option<usize>,
}

/// One answer, to be read from the top.
struct Answer {
    url: String,
    title: String,
    lead: bool,
    summary: Option<String>,
    /// Escaped, with `<mark>` and `<br>` only.
    passage: Option<String>,
    asked: Option<Fact>,
    unit: Option<String>,
    checked: String,
    verified: bool,
}

pub(super) async fn page(
    Shared(residents): Shared<Residents>,
    params: Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let request = api::question(&residents, &params)?;
    if request.query.is_empty() {
        return start(&residents, request, &headers).await;
    }
    let (request, response, took) = residents.search(request).await?;
    let found = Asking { request, response, took, query_id: new_query_id() };
    residents.note(&found, params.asker());
    let Asking { request, response, .. } = found;
    let mut frame = Frame::new(&residents, &headers, &request.query, "/p");
    frame.query = request.query.clone();
    frame.description = ABOUT.to_owned();
    frame.canonical.clear();
    page::html(&SearchPage::new(frame, request, response, &residents.dictionaries()), &headers)
}

/// Where to begin: topics that have something for residents. Within one that is named, its own page.
async fn start(
    residents: &Residents,
    request: SearchRequest,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    if let Some(code) = &request.category {
        return Ok(Redirect::permanent(&links::topic(code, 1)).into_response());
    }
    let dictionaries = residents.dictionaries();
    let topics = residents.ask({
        let (dictionaries, today) = (Arc::clone(&dictionaries), request.today());
        move |shelf| {
            let topics = topic::with_articles(&shelf, &dictionaries, today).into_iter();
            let entry = |topic: &Category| {
                (links::topic(&topic.code, 1), say::unbroken(&topic.name), say::unbroken(&topic.opis))
            };
            topics.map(entry).collect()
        }
    });
    let topics = topics.await?;
    let frame = Frame { description: ABOUT.to_owned(), ..Frame::new(residents, headers, "", "/p") };
    let page = SearchPage::new(frame, request, SearchResponse::default(), &dictionaries);
    page::html(&SearchPage { topics, ..page }, headers)
}

impl SearchPage {
    fn new(
        frame: Frame,
        request: SearchRequest,
        response: SearchResponse,
        dictionaries: &Dictionaries,
    ) -> Self {
        let narrowed = [("unit", &request.unit), ("category", &request.category), ("area", &request.area)];
        let kept: String = narrowed
            .iter()
            .filter_map(|(key, value)| value.as_ref().map(|value| format!("&{key}={}", encode(value))))
            .collect();
        let last = request.offset + response.hits.len();
        let category = request.category.as_deref().and_then(|code| dictionaries.category(code));
        let lead = response.confident() && request.offset == 0;
        Self {
            frame,
            count: say::count(response.total, say::RESULT),
            confident: response.confident(),
            did_you_mean: response.did_you_mean,
            later: (last < response.total && !response.hits.is_empty()).then_some(last),
            earlier: (request.offset > 0).then(|| request.offset.saturating_sub(request.limit)),
            answers: response
                .hits
                .into_iter()
                .enumerate()
                .map(|(place, hit)| Answer::new(hit, lead && place == 0, dictionaries))
                .collect(),
            topics: Vec::new(),
            within: category.map(|category| say::unbroken(&category.name)),
            kept,
            query: request.query,
        }
    }
}

impl Answer {
    fn new(hit: Hit, lead: bool, dictionaries: &Dictionaries) -> Self {
        let asked =
            hit.answer.fact.and_then(|key| facts::all(&hit.facts).into_iter().find(|fact| fact.key == key));
        // The day asked about, and nothing of now beside it.
        let asked = asked.map(|fact| match fact.key {
            "hours" => Fact { now: facts::state_asked(&hit), ..fact },
            _ => fact,
        });
        let repeats = hit.summary.as_deref() == Some(hit.answer.text.as_str());
        let passage = !repeats && !hit.answer.text.trim().is_empty() && (lead || hit.summary.is_none());
        Self {
            url: links::page(hit.id.as_str()),
            title: say::unbroken(&hit.title),
            lead,
            passage: passage.then(|| marked::for_page(&hit.answer)),
            summary: hit.summary.as_deref().map(say::unbroken),
            asked,
            unit: hit
                .unit
                .as_deref()
                .and_then(|code| dictionaries.unit(code))
                .map(|unit| say::unbroken(&unit.name)),
            checked: standing::checked(hit.verified),
            verified: hit.verified.is_some(),
        }
    }
}
