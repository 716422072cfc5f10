//! `/p`: the residents' search as a page, for browsers without the widget's JavaScript, for links and for OpenSearch.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::DateTime;

use super::api::AreaQuery;
use super::page::{self, Frame};
use super::{Residents, api, links, topic};
use crate::article::dictionary::{Category, Dictionaries};
use crate::http::peer::asker::Asker;
use crate::http::shown::contact::Contact;
use crate::http::shown::facts::{self, Fact};
use crate::http::shown::verdict::{self, Day, Refer};
use crate::http::shown::{marked, standing};
use crate::http::state::asking::{Asking, SearchQuery, new_query_id};
use crate::http::wire::address::encode;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::params::Params;
use crate::search::{Hit, Part, SearchRequest, SearchResponse, State as Worth};
use crate::text::say;

/// What the site is, for search engines.
const ABOUT: &str = "Sprawy mieszkańców Krakowa: co zrobić, gdzie, ile kosztuje i kto odpowiada.";

#[derive(Template)]
#[template(path = "public/pages/search.html")]
struct SearchPage {
    frame: Frame,
    query: String,
    count: String,
    /// What the answer is worth, as the API spells it.
    state: &'static str,
    /// Who deals with it, where the city does not.
    refer: Option<Refer>,
    /// The matters of a question of two, each with its first answer.
    parts: Vec<Matter>,
    did_you_mean: Option<String>,
    /// The answers, without those that stand in `parts`.
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

/// One of two matters in a question.
struct Matter {
    text: String,
    state: &'static str,
    /// Whether it is who else deals with it that answers.
    refer: bool,
    answer: Option<Answer>,
}

/// One answer, to be read from the top.
struct Answer {
    url: String,
    title: String,
    lead: bool,
    summary: Option<String>,
    /// Escaped, with `<mark>` and `<br>` only.
    passage: Option<String>,
    /// What it does not hold of what was asked, in place of all that it does hold.
    gap: Option<Gap>,
    /// The days asked about.
    days: Vec<Day>,
    asked: Option<Fact>,
    unit: Option<String>,
    checked: String,
    verified: bool,
}

/// A fact that the Baza Wiedzy does not hold.
struct Gap {
    /// What it is called, where it has a name.
    name: Option<String>,
    /// Whom to ask for it; the infoline where nobody is known.
    contact: Option<Contact>,
}

pub(super) async fn page(
    Shared(residents): Shared<Residents>,
    asker: Asker,
    Params(asked): Params<SearchQuery>,
    Params(area): Params<AreaQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let request = api::question(&residents, asked, area);
    if request.query.is_empty() {
        return start(&residents, request, &headers).await;
    }
    let (request, response, took) = residents.search(request).await?;
    let found = Asking { request, response, took, query_id: new_query_id() };
    residents.note(&found, asker);
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
        let first = request.offset == 0;
        let parts = if first { response.parts } else { Vec::new() };
        let mut hits = response.hits;
        let part = |part: &Part| Matter {
            text: part.text.clone(),
            state: part.state.code(),
            refer: part.state == Worth::Elsewhere && response.refer.is_some(),
            answer: part.hits.first().and_then(|id| hits.iter().position(|hit| hit.id == *id)).map(|place| {
                Answer::new(hits.remove(place), part.state, response.asked.fact, dictionaries, request.now)
            }),
        };
        let parts: Vec<Matter> = parts.iter().map(part).collect();
        let whole = if first && parts.is_empty() { response.state } else { Worth::Unsure };
        Self {
            frame,
            count: say::count(response.total, say::RESULT),
            state: response.state.code(),
            refer: response.refer.as_ref().filter(|_| first).map(Refer::from),
            parts,
            did_you_mean: response.did_you_mean,
            later: (last < response.total && last > request.offset).then_some(last),
            earlier: (request.offset > 0).then(|| request.offset.saturating_sub(request.limit)),
            answers: hits
                .into_iter()
                .enumerate()
                .map(|(place, hit)| {
                    let worth = if place == 0 { whole } else { Worth::Unsure };
                    Answer::new(hit, worth, response.asked.fact, dictionaries, request.now)
                })
                .collect(),
            topics: Vec::new(),
            within: category.map(|category| say::unbroken(&category.name)),
            kept,
            query: request.query,
        }
    }
}

impl Answer {
    /// `worth` is what it is worth as the first answer, `fact` what was asked for.
    fn new(
        hit: Hit,
        worth: Worth,
        fact: Option<&'static str>,
        dictionaries: &Dictionaries,
        now: DateTime,
    ) -> Self {
        let lead = matches!(worth, Worth::Answer | Worth::UnknownFact);
        let gap = (worth == Worth::UnknownFact).then(|| Gap {
            name: verdict::name(&hit, fact),
            contact: Contact::of_gap(&hit, fact, dictionaries, now),
        });
        if gap.is_some() {
            // What it does hold is about something else: nobody in a hurry reads it as the answer.
            let bare = Self::new(hit, Worth::Answer, fact, dictionaries, now);
            return Self { passage: None, summary: None, asked: None, days: Vec::new(), gap, ..bare };
        }
        // What only staff could make sure of is not said to residents.
        let mut days = verdict::days(&hit);
        days.retain(|day| day.standing != "unknown");
        let open = hit.open.clone().filter(|_| hit.hours_on.is_empty());
        let asked =
            hit.answer.fact.and_then(|key| facts::all(&hit.facts).into_iter().find(|fact| fact.key == key));
        // The days asked about stand alone, and nothing of now beside them.
        let asked = asked.filter(|fact| fact.key != "hours" || days.is_empty());
        let asked = asked.map(|fact| match fact.key {
            "hours" => Fact { now: open.clone(), ..fact },
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
            days,
            gap: None,
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
