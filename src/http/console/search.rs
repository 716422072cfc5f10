//! `/`: the question and its answers; with `fragment=1` the answers alone, for the page that is open already.

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;

use super::card::{Card, Unit};
use super::facts::{self, Value};
use super::{Frame, html};
use crate::article::dictionary::Dictionaries;
use crate::http::api::search::{Found, find};
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::{State, words};
use crate::library::View;

#[derive(Template)]
#[template(path = "console/search.html")]
struct SearchPage {
    frame: Frame,
    results: Results,
}

/// The region under the question.
#[derive(Template)]
#[template(path = "console/results.html")]
struct Results {
    query: String,
    /// For a screen reader, once typing has stopped.
    said: String,
    count: String,
    confident: bool,
    did_you_mean: Option<String>,
    cards: Vec<Card>,
    nearest: Option<Nearest>,
    filters: Vec<Filter>,
    narrowing: Vec<Narrowing>,
    earlier: Option<usize>,
    later: Option<usize>,
    /// The part of an address that keeps the filters: `&unit=MPO`.
    kept: String,
}

/// The unit to hand over to, where there is no sure answer.
struct Nearest {
    unit: Unit,
    phones: Vec<Value>,
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
    let results = Results::new(&found, &state.dictionaries());
    if fragment {
        return Ok(html(&results));
    }
    let query = &found.request.query;
    let mut frame = Frame::new(query, query);
    frame.autofocus = query.is_empty();
    Ok(html(&SearchPage { frame, results }))
}

impl Results {
    fn new(found: &Found, dictionaries: &Dictionaries) -> Self {
        let (request, response) = (&found.request, &found.response);
        let query = request.query.clone();
        let cards: Vec<Card> = response
            .hits
            .iter()
            .enumerate()
            .map(|(place, hit)| {
                let lead = response.confident && place == 0 && request.offset == 0;
                Card::new(hit, &query, lead, dictionaries)
            })
            .collect();
        let count = words::count(response.total, words::RESULT);
        let said = match (cards.first(), response.confident) {
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
                    format!("{}–{last} z\u{a0}{}", offset + 1, words::thousands(response.total))
                }
            },
            confident: response.confident,
            did_you_mean: response.did_you_mean.clone(),
            nearest: nearest(found, dictionaries),
            filters: filters
                .iter()
                .filter_map(|(label, key, value)| {
                    let value = value.as_ref()?;
                    Some(Filter {
                        label,
                        value: name(dictionaries, key, value),
                        without: address(&query, filters.iter().filter(|(_, other, _)| other != key)),
                    })
                })
                .collect(),
            narrowing: narrowing(found, dictionaries, &kept),
            earlier: (request.offset > 0).then(|| request.offset.saturating_sub(request.limit)),
            later: (last < response.total && !cards.is_empty()).then_some(last),
            kept,
            cards,
            query,
        }
    }
}

type Chosen<'a> = (&'static str, &'static str, &'a Option<String>);

fn address<'a>(query: &str, filters: impl Iterator<Item = &'a Chosen<'a>>) -> String {
    let kept =
        filters.filter_map(|(_, key, value)| value.as_ref().map(|value| format!("&{key}={}", encode(value))));
    format!("/?q={}{}", encode(query), kept.collect::<String>())
}

fn nearest(found: &Found, dictionaries: &Dictionaries) -> Option<Nearest> {
    if found.response.confident {
        return None;
    }
    let code = found.response.hits.iter().filter(|hit| hit.in_force).find_map(|hit| hit.unit.as_deref())?;
    let phones = dictionaries.unit(code).map(|unit| facts::phones(&unit.phones)).unwrap_or_default();
    Some(Nearest { unit: Unit::named(code, dictionaries), phones })
}

/// Where there is something to choose: at least two units or categories, the commonest first.
fn narrowing(found: &Found, dictionaries: &Dictionaries, kept: &str) -> Vec<Narrowing> {
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
                    url: format!("/?q={}{kept}&{key}={}", encode(&found.request.query), encode(&facet.code)),
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

/// Text as part of a query string.
pub(in crate::http) fn encode(text: &str) -> String {
    use std::fmt::Write;
    let mut encoded = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            byte => {
                // Writing to a String cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}
