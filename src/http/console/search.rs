//! `/`: the question and its answers; with `fragment=1` the answers alone, for the page that is open already.

use askama::Template;
use axum::Form;
use axum::extract::State as Shared;
use axum::http::{HeaderValue, Uri, header};
use axum::response::Response;

use jiff::civil::DateTime;
use serde::Deserialize;

use super::card::{Card, Rank};
use super::{Context, Frame, html};
use crate::article::ArticleId;
use crate::article::dictionary::Dictionaries;
use crate::http::State;
use crate::http::peer::asker::Asker;
use crate::http::shown::beside::Beside;
use crate::http::shown::unit::UnitCard;
use crate::http::shown::verdict::Refer;
use crate::http::state::asking::{Asking, SearchQuery, find};
use crate::http::wire::address::encode;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::params::{first, pairs};
use crate::http::wire::read::value;
use crate::library::View;
use crate::search::{Hit, Part, State as Worth};
use crate::text::mask;
use crate::text::say;

/// The longest name of a call.
const LONGEST_CALL: usize = 100;

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
    /// What the answer is worth, as the API spells it.
    state: &'static str,
    /// Who deals with it, where the city does not.
    refer: Option<Refer>,
    /// The matters of a question of two, each with its first answer.
    parts: Vec<Matter>,
    did_you_mean: Option<String>,
    /// Names this search in the record of the call.
    query_id: String,
    /// Whether asking once more, now that the question is whole, may put the answers into a better order.
    refines: bool,
    /// The answers, without those that stand in `parts`.
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

/// One of two matters in a question.
struct Matter {
    /// Its words.
    text: String,
    state: &'static str,
    /// Who deals with it, where the city does not.
    refer: bool,
    card: Option<Card>,
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

/// How the answers are shown.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ShownQuery {
    /// The answers alone.
    #[serde(deserialize_with = "value::yes")]
    fragment: bool,
    /// What a call-centre application calls the call.
    #[serde(deserialize_with = "value::text")]
    call: Option<String>,
}

pub(super) async fn page(state: Shared<State>, asker: Asker, uri: Uri) -> Result<Response, Problem> {
    answer(state, asker, &pairs(&uri)).await
}

/// The same for a question that must not stand in an address: its words come in the body, and count before those of the
/// address.
pub(super) async fn posted(
    state: Shared<State>,
    asker: Asker,
    uri: Uri,
    Form(mut sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    sent.append(&mut pairs(&uri));
    answer(state, asker, &sent).await
}

async fn answer(
    Shared(state): Shared<State>,
    asker: Asker,
    asked: &[(String, String)],
) -> Result<Response, Problem> {
    let ShownQuery { fragment, call } = first(asked)?;
    let mut question: SearchQuery = first(asked)?;
    // The page offers ways to narrow what was found.
    question.facets = true;
    // A fragment is asked for with each key.
    question.settled = question.settled.or(Some(!fragment));
    let found = find(&state, question, &first(asked)?, asker).await?;
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
    frame.context = results.context(&found);
    // What a call-centre application calls the call is no reason to refuse an agent the page.
    let call = call.filter(|call| call.chars().count() <= LONGEST_CALL);
    frame.call = call.map(|call| mask(&call).to_string());
    Ok(html(&SearchPage { frame, results }))
}

/// Notes and neighbours of the answers that stand alone at the top, each with its id.
async fn beside(state: &State, found: &Asking) -> Result<Vec<(ArticleId, Beside)>, Problem> {
    let response = &found.response;
    let firsts = response.parts.iter().filter_map(|part| Some((part.state, part.hits.first()?)));
    let whole = response.hits.first().map(|hit| (response.state, &hit.id));
    let leads: Vec<ArticleId> = firsts
        .chain(whole.filter(|_| response.parts.is_empty()))
        .filter(|(worth, _)| found.request.offset == 0 && is_lead(*worth))
        .map(|(_, id)| id.clone())
        .collect();
    if leads.is_empty() {
        return Ok(Vec::new());
    }
    let today = state.today();
    state
        .ask(move |knowledge| {
            let beside = |id: ArticleId| {
                let served = knowledge.get(View::Staff, &id, today);
                (id, served.map(|served| Beside::card(&served.article, knowledge, today)).unwrap_or_default())
            };
            leads.into_iter().map(beside).collect()
        })
        .await
}

/// Whether the first answer stands alone at the top: to be read out, or to say what the Baza Wiedzy does not hold.
fn is_lead(worth: Worth) -> bool {
    matches!(worth, Worth::Answer | Worth::UnknownFact)
}

impl Results {
    fn new(
        found: &Asking,
        mut beside: Vec<(ArticleId, Beside)>,
        dictionaries: &Dictionaries,
        now: DateTime,
    ) -> Self {
        let (request, response) = (&found.request, &found.response);
        let query = request.query.clone();
        let kept_query = mask(&query).to_string();
        let mut card = |hit: &Hit, worth: Option<Worth>| {
            let place = beside.iter().position(|(id, _)| worth.is_some() && *id == hit.id);
            let rank = match (worth, place.map(|place| beside.swap_remove(place).1)) {
                (Some(Worth::Answer), Some(beside)) => Rank::Answer(beside),
                (Some(Worth::UnknownFact), Some(beside)) => Rank::Gap(beside, response.asked.fact),
                _ => Rank::Listed,
            };
            Card::new(hit, &kept_query, rank, dictionaries, now)
        };
        let parts = if request.offset == 0 { response.parts.as_slice() } else { &[] };
        let first_of = |part: &Part| response.hits.iter().find(|hit| Some(&hit.id) == part.hits.first());
        let apart: Vec<&ArticleId> = parts.iter().filter_map(first_of).map(|hit| &hit.id).collect();
        let parts: Vec<Matter> = parts
            .iter()
            .map(|part| Matter {
                text: mask(&part.text).to_string(),
                state: part.state.code(),
                refer: part.state == Worth::Elsewhere && response.refer.is_some(),
                card: first_of(part).map(|hit| card(hit, Some(part.state))),
            })
            .collect();
        let whole = Some(response.state).filter(|_| parts.is_empty() && request.offset == 0);
        let cards: Vec<Card> = response
            .hits
            .iter()
            .filter(|hit| !apart.contains(&&hit.id))
            .enumerate()
            .map(|(place, hit)| card(hit, whole.filter(|_| place == 0)))
            .collect();
        let refer = response.refer.as_ref().filter(|_| request.offset == 0).map(Refer::from);
        let mut units: Vec<UnitCard> = Vec::new();
        for code in response.hits.iter().filter_map(|hit| hit.unit.as_deref()) {
            if !units.iter().any(|card| card.unit.code == code) {
                units.push(UnitCard::new(code, dictionaries, now).on(&response.asked.dates, dictionaries));
            }
        }
        let count = say::count(response.total, say::RESULT);
        let said = said(&count, &parts, refer.as_ref(), &cards);
        let filters = [("jednostka", "unit", &request.unit), ("kategoria", "category", &request.category)];
        let context = request.context.as_ref().map(|id| format!("&context={id}"));
        let kept: String = filters
            .iter()
            .filter_map(|(_, key, value)| value.as_ref().map(|value| format!("&{key}={}", encode(value))))
            .chain(context)
            .collect();
        let last = request.offset + response.hits.len();
        Self {
            said,
            count: match (request.offset, response.hits.is_empty()) {
                (0, _) | (_, true) => count,
                (offset, false) => {
                    format!("{}–{last} z\u{a0}{}", offset + 1, say::thousands(response.total))
                }
            },
            state: response.state.code(),
            refer,
            parts,
            did_you_mean: response.did_you_mean.as_deref().map(|better| mask(better).to_string()),
            query_id: found.query_id.clone(),
            refines: response.unrefined,
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
            later: (last < response.total && !response.hits.is_empty()).then_some(last),
            kept,
            cards,
            query,
            kept_query,
        }
    }

    /// The article of which the question was asked, where it is the one that answers.
    fn context(&self, found: &Asking) -> Option<Context> {
        let first =
            found.response.hits.first().filter(|hit| Some(&hit.id) == found.request.context.as_ref())?;
        let (id, title) = (first.id.to_string(), say::unbroken(&first.title));
        Some(Context { id, title, without: address(&self.kept_query, std::iter::empty()) })
    }
}

/// The state in a sentence, for whoever hears the page.
fn said(count: &str, parts: &[Matter], refer: Option<&Refer>, cards: &[Card]) -> String {
    if let [one, other] = parts {
        return format!("Dwie sprawy: „{}” i\u{a0}„{}”.", one.text, other.text);
    }
    if let Some(refer) = refer {
        return format!("To nie miasto: {}.", refer.name);
    }
    match cards.first() {
        None => "Nic nie znalazłem.".to_owned(),
        Some(Card { gap: Some(gap), title, .. }) => {
            let name = gap.name.as_deref().map(|name| format!(": {name}")).unwrap_or_default();
            format!("Baza tego nie podaje{name}. Temat: {title}.")
        }
        Some(first) if first.lead => format!("{count}. Pierwszy: {}.", first.title),
        Some(_) => format!("{count}, bez pewnej odpowiedzi."),
    }
}

type Chosen<'a> = (&'static str, &'static str, &'a Option<String>);

fn address<'a>(query: &str, filters: impl Iterator<Item = &'a Chosen<'a>>) -> String {
    let kept =
        filters.filter_map(|(_, key, value)| value.as_ref().map(|value| format!("&{key}={}", encode(value))));
    format!("/?q={}{}", encode(query), kept.collect::<String>())
}

fn nearest(found: &Asking) -> Option<String> {
    if found.response.state != Worth::Unsure {
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
