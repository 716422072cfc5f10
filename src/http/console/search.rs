//! `/`: the question and its answers; with `fragment=1` the answers alone, for the page that is open already.

use askama::Template;
use axum::Form;
use axum::extract::State as Shared;
use axum::http::{HeaderValue, header};
use axum::response::Response;

use jiff::civil::DateTime;

use super::card::Card;
use super::{Frame, html};
use crate::article::dictionary::Dictionaries;
use crate::http::State;
use crate::http::shown::beside::Beside;
use crate::http::shown::unit::UnitCard;
use crate::http::state::asking::{Asking, find};
use crate::http::wire::address::encode;
use crate::http::wire::params::Params;
use crate::http::wire::problem::Problem;
use crate::library::View;
use crate::text::mask;
use crate::text::say;

#[derive(Template)]
#[template(path = "console/pages/search.html")]
struct SearchPage {
    frame: Frame,
    results: Results,
}

/// The region under the question.
#[derive(Template)]
#[template(path = "console/pages/results.html")]
struct Results {
    query: String,
    /// The question as it may stand in an address: without personal data.
    kept_query: String,
    /// For a screen reader, once typing has stopped.
    said: String,
    count: String,
    confident: bool,
    did_you_mean: Option<String>,
    /// Names this search in the record of the call.
    query_id: String,
    cards: Vec<Card>,
    /// Where to hand over to when there is no sure answer: a code of `units`.
    nearest: Option<String>,
    /// The units of the hits, each once: at hand when the caller is handed over, also without a connection.
    units: Vec<UnitCard>,
    filters: Vec<Filter>,
    narrowing: Vec<Narrowing>,
    earlier: Option<usize>,
    later: Option<usize>,
    /// The part of an address that keeps the filters: `&unit=MPO`.
    kept: String,
}

/// A filter in force, with the address without it.
struct Filter {
    label: &'static str,
    value: String,
    without: String,
}

/// A way to narrow the results.
struct Narrowing {
    label: &'static str,
    choices: Vec<Choice>,
}

struct Choice {
    name: String,
    count: usize,
    url: String,
}

pub(super) async fn page(Shared(state): Shared<State>, params: Params) -> Result<Response, Problem> {
    let fragment = params.flag("fragment")?.unwrap_or(false);
    let found = find(&state, View::Staff, &params).await?;
    let beside = beside(&state, &found).await?;
    let results = Results::new(&found, beside, &state.dictionaries(), state.local());
    if fragment {
        let tells = results.kept_query != results.query;
        let mut region = html(&results);
        if tells {
            // A cache keeps an answer under its address, and what stands in it.
            region.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        return Ok(region);
    }
    let query = &results.kept_query;
    let mut frame = Frame::new(query, query);
    frame.autofocus = query.is_empty();
    // What a call-centre application calls the call is no reason to refuse an agent the page.
    frame.call = params.code("call").ok().flatten().map(|call| mask(&call).to_string());
    Ok(html(&SearchPage { frame, results }))
}

/// The same for a question that must not stand in an address: its words come in the body.
pub(super) async fn posted(
    state: Shared<State>,
    params: Params,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    page(state, params.with(pairs)).await
}

/// Notes and neighbours of the answer that is to be read out, if one is.
async fn beside(state: &State, found: &Asking) -> Result<Option<Beside>, Problem> {
    let lead = found.response.hits.first();
    let Some(lead) = lead.filter(|_| found.response.confident() && found.request.offset == 0) else {
        return Ok(None);
    };
    let (id, today) = (lead.id.clone(), state.today());
    state
        .ask(move |knowledge| {
            let served = knowledge.get(View::Staff, &id, today);
            Some(served.map(|served| Beside::card(&served.article, knowledge, today)).unwrap_or_default())
        })
        .await
}

impl Results {
    fn new(found: &Asking, mut lead: Option<Beside>, dictionaries: &Dictionaries, now: DateTime) -> Self {
        let (request, response) = (&found.request, &found.response);
        let query = request.query.clone();
        let kept_query = mask(&query).to_string();
        let cards: Vec<Card> = response
            .hits
            .iter()
            // Taken by the first.
            .map(|hit| Card::new(hit, &kept_query, lead.take(), dictionaries, now))
            .collect();
        let mut units: Vec<UnitCard> = Vec::new();
        for code in response.hits.iter().filter_map(|hit| hit.unit.as_deref()) {
            if !units.iter().any(|card| card.unit.code == code) {
                units.push(UnitCard::new(code, dictionaries, now).on(&response.asked.dates, dictionaries));
            }
        }
        let count = say::count(response.total, say::RESULT);
        let said = match (cards.first(), response.confident()) {
            (None, _) => "Nic nie znalazłem.".to_owned(),
            (Some(first), true) => format!("{count}. Pierwszy: {}.", first.title),
            (Some(_), false) => format!("{count}, bez pewnej odpowiedzi."),
        };
        let filters = [("jednostka", "unit", &request.unit), ("kategoria", "category", &request.category)];
        let kept: String = filters
            .iter()
            .filter_map(|(_, key, value)| value.as_ref().map(|value| format!("&{key}={}", encode(value))))
            .collect();
        let last = request.offset + cards.len();
        Self {
            said,
            count: match (request.offset, cards.is_empty()) {
                (0, _) | (_, true) => count,
                (offset, false) => {
                    format!("{}–{last} z\u{a0}{}", offset + 1, say::thousands(response.total))
                }
            },
            confident: response.confident(),
            did_you_mean: response.did_you_mean.as_deref().map(|better| mask(better).to_string()),
            query_id: found.query_id.clone(),
            nearest: nearest(found),
            units,
            filters: filters
                .iter()
                .filter_map(|(label, key, value)| {
                    let value = value.as_ref()?;
                    Some(Filter {
                        label,
                        value: name(dictionaries, key, value),
                        without: address(&kept_query, filters.iter().filter(|(_, other, _)| other != key)),
                    })
                })
                .collect(),
            narrowing: narrowing(found, dictionaries, &kept_query, &kept),
            earlier: (request.offset > 0).then(|| request.offset.saturating_sub(request.limit)),
            later: (last < response.total && !cards.is_empty()).then_some(last),
            kept,
            cards,
            query,
            kept_query,
        }
    }
}

type Chosen<'a> = (&'static str, &'static str, &'a Option<String>);

fn address<'a>(query: &str, filters: impl Iterator<Item = &'a Chosen<'a>>) -> String {
    let kept =
        filters.filter_map(|(_, key, value)| value.as_ref().map(|value| format!("&{key}={}", encode(value))));
    format!("/?q={}{}", encode(query), kept.collect::<String>())
}

fn nearest(found: &Asking) -> Option<String> {
    if found.response.confident() {
        return None;
    }
    found.response.hits.iter().filter(|hit| hit.in_force).find_map(|hit| hit.unit.clone())
}

/// Where there is something to choose: at least two units or categories, the commonest first.
fn narrowing(found: &Asking, dictionaries: &Dictionaries, query: &str, kept: &str) -> Vec<Narrowing> {
    const MOST: usize = 6;
    let groups = [
        ("Jednostka", "unit", &found.response.units, found.request.unit.is_some()),
        ("Kategoria", "category", &found.response.categories, found.request.category.is_some()),
    ];
    groups
        .into_iter()
        .filter(|(_, _, facets, chosen)| !chosen && facets.len() > 1)
        .map(|(label, key, facets, _)| Narrowing {
            label,
            choices: facets
                .iter()
                .take(MOST)
                .map(|facet| Choice {
                    name: name(dictionaries, key, &facet.code),
                    count: facet.count,
                    url: format!("/?q={}{kept}&{key}={}", encode(query), encode(&facet.code)),
                })
                .collect(),
        })
        .collect()
}

/// Units are known by their codes at the desk, categories by their names.
fn name(dictionaries: &Dictionaries, key: &str, code: &str) -> String {
    let category = dictionaries.categories.iter().find(|category| key == "category" && category.code == code);
    category.map_or_else(|| code.to_owned(), |category| category.name.clone())
}
