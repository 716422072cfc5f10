//! `/p/{id}`: a public article as a page of its own, to be found, read, shared and printed.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;

use super::page::{self, Frame};
use super::{Residents, links};
use crate::article::body::markdown::TocEntry;
use crate::article::dictionary::{Dictionaries, Unit};
use crate::article::facts::hours;
use crate::article::{Article, ArticleId};
use crate::http::shown::facts::{self, Fact, Value};
use crate::http::shown::standing;
use crate::http::state::residents::PublicShelf;
use crate::http::wire::problem::Problem;
use crate::text::say;
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "public/pages/article.html")]
struct ArticlePage {
    frame: Frame,
    title: String,
    /// Where its topic's articles are listed, and the topic's name.
    category: Option<(String, String)>,
    summary: Option<String>,
    facts: Vec<Fact>,
    contents: Vec<TocEntry>,
    body: String,
    unit: Option<UnitCard>,
    checked: String,
    verified: bool,
    in_force: Option<String>,
    source: Option<(String, Option<String>)>,
    /// What search engines read; nothing in it can end the element it stands in.
    data: String,
}

struct UnitCard {
    name: String,
    phones: Vec<Value>,
    email: Option<String>,
    address: Option<String>,
    hours: Option<String>,
}

pub(super) async fn page(
    Shared(residents): Shared<Residents>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = ArticleId::new(id).ok_or_else(Problem::no_article)?;
    let today = residents.today();
    let dictionaries = residents.dictionaries();
    let frame = Frame::new(&residents, &headers, "", &links::page(id.as_str()));
    let page = residents.ask(move |shelf| ArticlePage::new(&shelf, &id, today, &dictionaries, frame)).await?;
    page::html(&page.ok_or_else(Problem::no_article)?, &headers)
}

impl ArticlePage {
    fn new(
        shelf: &PublicShelf<'_>,
        id: &ArticleId,
        today: Date,
        dictionaries: &Dictionaries,
        frame: Frame,
    ) -> Option<Self> {
        let served = shelf.get(id, today)?;
        let article = &served.article;
        let text = &served.html;
        let html = links::for_residents(&text.html, |id| shelf.has(id, today));
        let unit = article.unit.as_deref().and_then(|code| dictionaries.unit(code));
        let category = article.category.as_deref().and_then(|code| dictionaries.category(code));
        let frame = Frame {
            title: format!("{} – {}", article.title, frame.title),
            description: article.summary.clone().unwrap_or_default(),
            kind: "article",
            ..frame
        };
        Some(Self {
            data: data(article, unit, &frame.canonical),
            frame,
            title: say::unbroken(&article.title),
            category: category.map(|category| (links::topic(&category.code, 1), category.name.clone())),
            summary: article.summary.as_deref().map(say::unbroken),
            facts: facts::all(&article.facts),
            contents: contents(&text.toc),
            body: say::unbroken_html(&html),
            unit: unit.map(UnitCard::new),
            checked: standing::checked(article.verified),
            verified: article.verified.is_some(),
            in_force: article.valid_until.map(|until| format!("Obowiązuje do {}", say::date(until))),
            source: article.source.as_ref().filter(|source| !source.title.is_empty()).map(|source| {
                let href = source.url.as_deref().and_then(|url| facts::link_value(url).href);
                (say::unbroken(&source.title), href)
            }),
        })
    }
}

impl UnitCard {
    /// Name and ways to reach it. What the dictionary notes for agents stays there.
    fn new(unit: &Unit) -> Self {
        Self {
            name: say::unbroken(&unit.name),
            phones: facts::phones(&unit.phones),
            email: unit.email.clone().filter(|email| email.contains('@')),
            address: unit.address.as_deref().map(say::unbroken),
            hours: unit.hours.as_deref().map(hours::said),
        }
    }
}

/// Headings to jump to; fewer than three are seen at a glance.
fn contents(toc: &[TocEntry]) -> Vec<TocEntry> {
    let top = toc.iter().map(|entry| entry.level).min().unwrap_or(1);
    let entries: Vec<TocEntry> =
        toc.iter().filter(|entry| entry.level == top && !entry.anchor.is_empty()).cloned().collect();
    if entries.len() < 3 { Vec::new() } else { entries }
}

/// The page and the service it is about, in the words of schema.org.
fn data(article: &Article, unit: Option<&Unit>, address: &str) -> String {
    let mut provider = json!({ "@type": "GovernmentOrganization", "name": unit.map_or("Urząd Miasta Krakowa", |unit| &unit.name) });
    if let Some(unit) = unit {
        provider["telephone"] =
            json!(unit.phones.iter().map(|phone| say::plain(&say::phone(phone))).collect::<Vec<_>>());
        provider["email"] = json!(unit.email);
        provider["address"] = json!(unit.address);
        provider["openingHours"] = json!(
            unit.hours.as_deref().filter(|hours| crate::article::facts::hours::computable(hours).is_some())
        );
    }
    let mut page = json!({
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": address,
        "url": address,
        "name": article.title,
        "description": article.summary,
        "inLanguage": "pl",
        "lastReviewed": article.verified.map(|day| day.to_string()),
        "isAccessibleForFree": true,
        "about": {
            "@type": "GovernmentService",
            "name": article.title,
            "description": article.summary,
            "provider": provider,
            "areaServed": { "@type": "City", "name": "Kraków" },
            "serviceUrl": article.facts.link,
        },
    });
    prune(&mut page);
    // No `<` in it: neither an end tag nor a comment can begin. JSON writes it as \u003c just as well.
    page.to_string().replace('<', "\\u003c")
}

/// What is not known is not said.
fn prune(value: &mut serde_json::Value) {
    if let Some(object) = value.as_object_mut() {
        object.values_mut().for_each(prune);
        object.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    }
}
