//! `/public/v1`: what residents may ask without a token.

use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::{Residents, infoline as line, links};
use crate::article::ArticleId;
use crate::http::api::answers::parts::Extent;
use crate::http::api::answers::search::SearchAnswer;
use crate::http::api::answers::suggest::{Completion, Suggestions};
use crate::http::api::content::articles::PublicArticle;
use crate::http::peer::asker::Asker;
use crate::http::shown::contact::Contact;
use crate::http::shown::{facts, standing};
use crate::http::state::asking::{Asking, SearchQuery, new_query_id};
use crate::http::wire::etag::Tagged;
use crate::http::wire::facts::{Flag, Line};
use crate::http::wire::problem::Problem;
use crate::http::wire::read::params::Params;
use crate::http::wire::read::value;
use crate::search::{Hit, SearchRequest, SearchResponse, Suggestion};

const JSON: &str = "application/json";

/// What residents can ask besides.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct AreaQuery {
    /// Only articles of this area of the KPUM portal: `uslugi`, `kck`, `branzowa` or `konto`.
    #[param(max_length = 100, example = "uslugi")]
    #[serde(deserialize_with = "value::code")]
    area: Option<String>,
}

/// What can be completed.
#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct PublicSuggestQuery {
    /// The question so far; its last word may be unfinished.
    #[param(max_length = 1000, example = "wielko")]
    #[serde(deserialize_with = "value::question")]
    q: String,
    /// How many completions to give.
    #[param(minimum = 1, maximum = 20, default = 8)]
    #[serde(deserialize_with = "value::number::<_, 1, 20>")]
    limit: Option<usize>,
    /// Only articles of this unit.
    #[param(max_length = 100)]
    #[serde(deserialize_with = "value::code")]
    unit: Option<String>,
    /// Only articles of this category.
    #[param(max_length = 100)]
    #[serde(deserialize_with = "value::code")]
    category: Option<String>,
    /// Only articles of this area of the KPUM portal.
    #[param(max_length = 100)]
    #[serde(deserialize_with = "value::code")]
    area: Option<String>,
    /// `opensearch`: the form that the address bars of browsers read; else JSON.
    #[param(max_length = 100)]
    #[serde(deserialize_with = "value::code")]
    format: Option<String>,
}

/// Ask a question as a resident
///
/// Public articles in force alone: hits, counts, corrections and facets know of no others, and no explanation is
/// given. The `ETag` names what the answer says, not when or how fast it was found.
#[utoipa::path(get, operation_id = "public_search", path = "/public/v1/search", tag = "public",
    params(SearchQuery, AreaQuery, Extent, ("If-None-Match" = Option<String>, Header, description = "The tag of the answer at hand")),
    responses(
        (status = 200, description = "The answers, best first", body = SearchAnswer, headers(("ETag" = String, description = "Names what the answer says"))),
        (status = 304, description = "The answer at hand is still good", headers(("ETag" = String, description = "Its name"))),
        (status = 400, description = "A parameter is out of bounds"),
        (status = 429, description = "This address asks too much; see `Retry-After`"),
        (status = 503, description = "Ask again in a second"),
    ))]
pub(super) async fn search(
    Shared(residents): Shared<Residents>,
    asker: Asker,
    Params(asked): Params<SearchQuery>,
    Params(area): Params<AreaQuery>,
    Params(extent): Params<Extent>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let request = question(&residents, asked, area);
    let key = key(if extent.html { "search with html" } else { "search" }, &request);
    let stamp = residents.stamp();
    // What is sent in part is made for whoever asks, and not kept.
    let whole = extent.members.is_none();
    if whole && let Some(known) = residents.cache().get(stamp, &key, request.now) {
        residents.note_again(&request, &known, asker);
        return Ok(known.answer(&headers));
    }
    let (mut answer, until) = find(&residents, request, extent, asker).await?;
    let (took, id) = (std::mem::take(&mut answer.took_us), std::mem::take(&mut answer.query_id));
    let steady = json(&answer)?;
    (answer.took_us, answer.query_id) = (took, id);
    let tagged = Tagged::named_by(&steady, json(&answer)?, JSON);
    if whole {
        residents.cache().put(stamp, &key, &tagged, until);
    }
    Ok(tagged.answer(&headers))
}

/// Complete a question of a resident
#[utoipa::path(get, operation_id = "public_suggest", path = "/public/v1/suggest", tag = "public",
    params(PublicSuggestQuery, ("If-None-Match" = Option<String>, Header, description = "The tag of the answer at hand")),
    responses(
        (status = 200, description = "Completions, best first; as OpenSearch has them with `format=opensearch`",
            content((Suggestions = "application/json"), (Vec<serde_json::Value> = "application/x-suggestions+json")),
            headers(("ETag" = String, description = "Names what the answer says"))),
        (status = 304, description = "The answer at hand is still good", headers(("ETag" = String, description = "Its name"))),
        (status = 400, description = "A parameter is out of bounds"),
        (status = 429, description = "This address asks too much; see `Retry-After`"),
    ))]
pub(super) async fn suggest(
    Shared(residents): Shared<Residents>,
    Params(asked): Params<PublicSuggestQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let for_browsers = asked.format.as_deref() == Some("opensearch");
    let request = SearchRequest {
        limit: asked.limit.unwrap_or(8),
        unit: asked.unit,
        category: asked.category,
        area: asked.area,
        ..SearchRequest::new(asked.q, residents.local())
    };
    let key = key(if for_browsers { "opensearch" } else { "suggest" }, &request);
    let stamp = residents.stamp();
    if let Some(known) = residents.cache().get(stamp, &key, request.now) {
        return Ok(known.answer(&headers));
    }
    let query = request.query.clone();
    let suggestions = complete(&residents, request).await?;
    let tagged = if for_browsers {
        let texts: Vec<&str> = suggestions.iter().map(|one| one.text.as_str()).collect();
        Tagged::of(json(&(query, texts))?, "application/x-suggestions+json")
    } else {
        Tagged::of(json(&Suggestions { query, suggestions })?, JSON)
    };
    residents.cache().put(stamp, &key, &tagged, DateTime::MAX);
    Ok(tagged.answer(&headers))
}

/// Read a public article
#[utoipa::path(get, operation_id = "public_article", path = "/public/v1/articles/{id}", tag = "public",
    params(
        ("id" = String, Path, description = "The article's id"),
        ("If-None-Match" = Option<String>, Header, description = "The tag of the version at hand"),
    ),
    responses(
        (status = 200, description = "The article", body = PublicArticle, headers(("ETag" = String, description = "Names what residents may read of this version"))),
        (status = 304, description = "The version at hand is still good", headers(("ETag" = String, description = "Its name"))),
        (status = 404, description = "There is no such public article"),
        (status = 429, description = "This address asks too much; see `Retry-After`"),
    ))]
pub(super) async fn article(
    Shared(residents): Shared<Residents>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = ArticleId::new(id).ok_or_else(Problem::no_article)?;
    let today = residents.today();
    let found = residents
        .ask(move |shelf| {
            let served = shelf.get(&id, today)?;
            let flags = standing::flags(&served, today).into_iter().map(Flag::from);
            let mut article =
                PublicArticle::for_residents(&served, flags.filter(|flag| *flag != Flag::Internal));
            article.url = links::page(&article.id);
            article.html = links::for_residents(&article.html, |id| shelf.has(id, today));
            Some(json(&article))
        })
        .await?;
    let body = found.ok_or_else(Problem::no_article)??;
    Ok(Tagged::of(body, JSON).answer(&headers))
}

/// Whom to call when nothing is found
///
/// The city's infoline, its numbers, and when they are answered.
#[utoipa::path(get, operation_id = "public_infoline", path = "/public/v1/infoline", tag = "public",
    params(("If-None-Match" = Option<String>, Header, description = "The tag of the answer at hand")), responses(
    (status = 200, description = "The infoline", body = Contact, headers(("ETag" = String, description = "Names what the answer says"))),
    (status = 304, description = "The answer at hand is still good", headers(("ETag" = String, description = "Its name"))),
    (status = 404, description = "No unit of the dictionary is the infoline of the settings"),
))]
pub(super) async fn infoline(
    Shared(residents): Shared<Residents>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let infoline = line::infoline(&residents).ok_or_else(Problem::no_article)?;
    Ok(Tagged::of(json(&infoline)?, JSON).answer(&headers))
}

/// The question of a resident.
pub(super) fn question(residents: &Residents, asked: SearchQuery, area: AreaQuery) -> SearchRequest {
    SearchRequest { area: area.area, ..asked.at(residents.local()) }
}

/// The answer, and until when it is true.
async fn find(
    residents: &Residents,
    request: SearchRequest,
    extent: Extent,
    asker: Asker,
) -> Result<(SearchAnswer, DateTime), Problem> {
    let (request, response, took) = residents.search(request).await?;
    let dictionaries = residents.dictionaries();
    let lacking = response.lacking();
    let contact = |hit: &Hit| {
        let lacks = lacking.contains(&&hit.id);
        lacks.then(|| Contact::of_gap(hit, response.asked.fact, &dictionaries, request.now))?
    };
    let told: Vec<(Vec<Line>, Option<Contact>)> =
        response.hits.iter().map(|hit| (asked_for(hit), contact(hit))).collect();
    let until = told.iter().filter_map(|(_, contact)| contact.as_ref()?.until);
    let until = until.fold(true_until(&request, &response), DateTime::min);
    let found = Asking { request, response, took, query_id: new_query_id() };
    residents.note(&found, asker);
    let mut answer = SearchAnswer::of(found, extent);
    for (hit, (asked, contact)) in answer.hits.all.iter_mut().zip(told) {
        (hit.asked, hit.contact) = (asked, contact);
        hit.url = links::page(&hit.id);
        hit.unit_name =
            hit.unit.as_deref().and_then(|code| dictionaries.unit(code)).map(|unit| unit.name.clone());
        hit.flags.retain(|flag| *flag != Flag::Internal);
    }
    Ok((answer, until))
}

/// When the first door of an answer opens or closes. Where the question names a day or an hour, what that means may be
/// another one with the next minute.
fn true_until(request: &SearchRequest, response: &SearchResponse) -> DateTime {
    // What a sentence model was too slow for is refined for whoever asks next.
    if !response.asked.dates.is_empty() || request.settled && response.unrefined {
        return request.now;
    }
    let doors = response.hits.iter().filter_map(|hit| hit.open.as_ref());
    doors.filter_map(|door| door.until.or(door.opens)).min().unwrap_or(DateTime::MAX)
}

/// The fact that the question asks for, as it is read; of hours on a day, those.
fn asked_for(hit: &Hit) -> Vec<Line> {
    if hit.answer.fact == Some("hours") && !hit.hours_on.is_empty() {
        return hit.hours_on.iter().map(|day| Line { text: day.text.clone(), href: None }).collect();
    }
    let known = facts::all(&hit.facts).into_iter();
    let fact = known.filter(|fact| Some(fact.key) == hit.answer.fact);
    fact.flat_map(|fact| fact.values).map(Line::from).collect()
}

/// Completions; within a part of the articles, the titles of what the question finds there so far.
async fn complete(residents: &Residents, request: SearchRequest) -> Result<Vec<Completion>, Problem> {
    if request.query.is_empty() {
        return Ok(Vec::new());
    }
    let everywhere = request.unit.is_none() && request.category.is_none() && request.area.is_none();
    if everywhere {
        let found =
            residents.ask(move |shelf| shelf.suggest(&request.query, request.limit, request.today())).await?;
        let completion =
            |one: Suggestion| Completion { text: one.text, id: one.id.to_string(), title: one.title };
        return Ok(found.into_iter().map(completion).collect());
    }
    let found = residents.ask(move |shelf| shelf.search(&request)).await?;
    let completion =
        |hit: Hit| Completion { text: hit.title.clone(), id: hit.id.to_string(), title: hit.title };
    Ok(found.hits.into_iter().map(completion).collect())
}

/// What makes two questions the same. The words are kept as typed: `interpreted` repeats them.
fn key(kind: &str, request: &SearchRequest) -> String {
    let SearchRequest {
        query,
        limit,
        offset,
        unit,
        category,
        area,
        in_force,
        explain: _,
        facets,
        now: _,
        settled,
        context,
    } = request;
    format!(
        "{kind}\u{1}{limit}\u{1}{offset}\u{1}{unit:?}\u{1}{category:?}\u{1}{area:?}\u{1}{in_force:?}\u{1}{settled}\u{1}{facets}\u{1}{context:?}\u{1}{query}"
    )
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(value).map_err(|cause| Problem::internal(&cause))
}
