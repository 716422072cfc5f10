//! `/artykul/{id}`: the whole article, to be read and printed.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::Response;

use super::card::Unit;
use super::facts::{self, Fact, Value};
use super::search::encode;
use super::{Frame, html};
use crate::article::ArticleId;
use crate::article::dictionary::Dictionaries;
use crate::article::markdown::TocEntry;
use crate::article::validity;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::{State, body, standing, words};
use crate::library::{Served, View};
use crate::search::Flag;
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "console/article.html", blocks = ["main"])]
struct ArticlePage {
    frame: Frame,
    title: String,
    back: String,
    category: Option<String>,
    warning: Option<String>,
    internal: bool,
    summary: Option<String>,
    facts: Vec<Fact>,
    contents: Vec<Entry>,
    body: String,
    unit: Option<UnitCard>,
    checked: String,
    verified: bool,
    stale: bool,
    ocr: bool,
    in_force: String,
    source: Option<Source>,
}

/// A line of the table of contents.
struct Entry {
    heading: String,
    anchor: String,
    internal: bool,
    /// Below a section of its own.
    deep: bool,
}

/// Whom to hand the caller over to.
struct UnitCard {
    unit: Unit,
    phones: Vec<Value>,
    address: Option<String>,
    hours: Option<String>,
}

struct Source {
    title: String,
    date: Option<String>,
    href: Option<String>,
}

/// The address of an article; the question goes along, so that there is a way back to its results.
pub(super) fn url(id: &str, query: &str, anchor: &str) -> String {
    let question = if query.is_empty() { String::new() } else { format!("?q={}", encode(query)) };
    format!("/artykul/{id}{question}{anchor}")
}

pub(super) async fn page(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    let id = ArticleId::new(id).ok_or_else(Problem::no_article)?;
    let query = params.question()?;
    let today = state.today();
    let dictionaries = state.dictionaries();
    let page = state
        .ask(move |knowledge| {
            let served = knowledge.get(View::Staff, &id, today)?;
            // Rendering a long article is work for this thread, too.
            Some(ArticlePage::new(&served, &query, today, &dictionaries))
        })
        .await?;
    Ok(html(&page.ok_or_else(Problem::no_article)?))
}

/// The article without what stands around it, for whoever shows it inside another page.
pub(in crate::http) fn reading(
    served: &Served,
    today: Date,
    dictionaries: &Dictionaries,
) -> Result<String, Problem> {
    let page = ArticlePage::new(served, "", today, dictionaries);
    page.as_main().render().map_err(|cause| Problem::internal(&cause))
}

impl ArticlePage {
    fn new(served: &Served, query: &str, today: Date, dictionaries: &Dictionaries) -> Self {
        let article = &served.article;
        let text = body::html(article, View::Staff);
        let flags = standing::flags(served, today);
        let repealed_by = match &served.state {
            validity::State::Repealed { by } => Some(by.as_str()),
            _ => None,
        };
        let category = article.category.as_ref().map(|code| {
            let known = dictionaries.categories.iter().find(|category| &category.code == code);
            known.map_or_else(|| code.clone(), |category| category.name.clone())
        });
        Self {
            frame: Frame::new(&article.title, query),
            title: words::glue(&article.title),
            back: if query.is_empty() { String::new() } else { format!("/?q={}", encode(query)) },
            category,
            warning: standing::warning(&flags, repealed_by),
            internal: flags.contains(&Flag::Internal),
            summary: article.summary.as_deref().map(words::glue),
            facts: facts::all(&article.facts),
            contents: contents(&text.toc),
            body: labelled(&text.html),
            unit: article.unit.as_deref().map(|code| UnitCard::new(code, dictionaries)),
            checked: standing::checked(article.verified),
            verified: article.verified.is_some(),
            stale: flags.contains(&Flag::Stale),
            ocr: flags.contains(&Flag::Ocr),
            in_force: in_force(served),
            source: article.source.as_ref().filter(|source| !source.title.is_empty()).map(|source| Source {
                title: words::glue(&source.title),
                date: source.date.map(words::date),
                href: source.url.as_deref().and_then(|url| facts::link_value(url).href),
            }),
        }
    }
}

impl UnitCard {
    fn new(code: &str, dictionaries: &Dictionaries) -> Self {
        let known = dictionaries.unit(code);
        Self {
            unit: Unit::named(code, dictionaries),
            phones: known.map(|unit| facts::phones(&unit.phones)).unwrap_or_default(),
            address: known.and_then(|unit| unit.address.as_deref()).map(words::glue),
            hours: known.and_then(|unit| unit.hours.as_deref()).map(words::hours),
        }
    }
}

/// The table of contents, two levels of it; one heading needs none.
fn contents(toc: &[TocEntry]) -> Vec<Entry> {
    let top = toc.iter().map(|entry| entry.level).min().unwrap_or(1);
    let entries: Vec<Entry> = toc
        .iter()
        .filter(|entry| entry.level <= top + 1 && !entry.anchor.is_empty())
        .map(|entry| Entry {
            heading: words::glue(&entry.text),
            anchor: entry.anchor.clone(),
            internal: entry.internal,
            deep: entry.level > top,
        })
        .collect();
    if entries.len() < 2 { Vec::new() } else { entries }
}

/// The text as it stands on the page: internal sections say so in words, not only by their edge.
fn labelled(html: &str) -> String {
    const INTERNAL: &str = "<section class=\"internal\">";
    words::glue_html(html)
        .replace(INTERNAL, &format!("{INTERNAL}<p class=\"label\">Tylko dla konsultanta</p>"))
}

/// Since when, until when.
fn in_force(served: &Served) -> String {
    let (from, until) =
        (served.article.valid_from.map(words::date), served.article.valid_until.map(words::date));
    match (&served.state, from, until) {
        (validity::State::NotYet, Some(from), _) => format!("Obowiązuje dopiero od {from}"),
        (validity::State::Expired, _, Some(until)) => format!("Obowiązywał do {until}"),
        (validity::State::InForce, Some(from), Some(until)) => format!("Obowiązuje od {from} do {until}"),
        (validity::State::InForce, Some(from), None) => format!("Obowiązuje od {from}"),
        (validity::State::InForce, None, Some(until)) => format!("Obowiązuje do {until}"),
        _ => String::new(),
    }
}
