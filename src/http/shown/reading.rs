//! An article as it is read: its warning, facts, contents and text, and what stands beside it.

use askama::Template;
use jiff::civil::{Date, DateTime};

use super::beside::{Beside, Link};
use super::facts::{self, Fact};
use super::standing;
use super::unit::UnitCard;
use crate::article::body::markdown::TocEntry;
use crate::article::dictionary::Dictionaries;
use crate::article::force::validity;
use crate::http::wire::address::encode;
use crate::http::wire::problem::Problem;
use crate::library::Served;
use crate::search::Flag;
use crate::text::say;

/// The region under the question; with `fragment=1` it is sent alone, for the page that is open already.
#[derive(Template)]
#[template(path = "shown/pages/reading.html")]
pub(in crate::http) struct Reading {
    pub(in crate::http) id: String,
    pub(in crate::http) query: String,
    pub(in crate::http) title: String,
    pub(in crate::http) back: String,
    pub(in crate::http) category: Option<String>,
    pub(in crate::http) warning: Option<String>,
    pub(in crate::http) internal: bool,
    pub(in crate::http) summary: Option<String>,
    pub(in crate::http) facts: Vec<Fact>,
    pub(in crate::http) contents: Vec<ContentsEntry>,
    pub(in crate::http) body: String,
    pub(in crate::http) unit: Option<UnitCard>,
    pub(in crate::http) checked: String,
    pub(in crate::http) verified: bool,
    pub(in crate::http) stale: bool,
    pub(in crate::http) ocr: bool,
    pub(in crate::http) in_force: String,
    pub(in crate::http) source: Option<ShownSource>,
    pub(in crate::http) related: Vec<Link>,
    pub(in crate::http) category_code: Option<String>,
    /// Whether whoever reads may see who changed what.
    pub(in crate::http) editor: bool,
}

/// A line of the table of contents.
pub(in crate::http) struct ContentsEntry {
    heading: String,
    anchor: String,
    internal: bool,
    /// Below a section of its own.
    deep: bool,
}

pub(in crate::http) struct ShownSource {
    title: String,
    date: Option<String>,
    href: Option<String>,
}

/// The article without what stands around it, for whoever shows it inside another page.
pub(in crate::http) fn reading(
    served: &Served,
    today: Date,
    dictionaries: &Dictionaries,
) -> Result<String, Problem> {
    let noon = today.at(12, 0, 0, 0);
    let reading = Reading::new(served, Beside::default(), String::new(), noon, dictionaries);
    reading.render().map_err(|cause| Problem::internal(&cause))
}

impl Reading {
    pub(in crate::http) fn new(
        served: &Served,
        beside: Beside,
        query: String,
        now: DateTime,
        dictionaries: &Dictionaries,
    ) -> Self {
        let (article, today) = (&served.article, now.date());
        let text = &served.html;
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
            id: article.id.to_string(),
            title: say::unbroken(&article.title),
            back: if query.is_empty() { String::new() } else { format!("/?q={}", encode(&query)) },
            query,
            category,
            category_code: article.category.clone(),
            warning: standing::warning(&flags, repealed_by),
            internal: flags.contains(&Flag::Internal),
            summary: article.summary.as_deref().map(say::unbroken),
            facts: facts::all_now(&article.facts, now),
            contents: contents(&text.toc),
            body: labelled(&anchored(&text.html)),
            unit: article.unit.as_deref().map(|code| UnitCard::new(code, dictionaries, now)),
            checked: standing::checked(article.verified),
            verified: article.verified.is_some(),
            stale: flags.contains(&Flag::Stale),
            ocr: flags.contains(&Flag::Ocr),
            in_force: in_force(served),
            source: article.source.as_ref().filter(|source| !source.title.is_empty()).map(|source| {
                ShownSource {
                    title: say::unbroken(&source.title),
                    date: source.date.map(say::date),
                    href: source.url.as_deref().and_then(|url| facts::link_value(url).href),
                }
            }),
            related: beside.related,
            editor: false,
        }
    }
}

/// The table of contents, two levels of it; one heading needs none.
fn contents(toc: &[TocEntry]) -> Vec<ContentsEntry> {
    let top = toc.iter().map(|entry| entry.level).min().unwrap_or(1);
    let entries: Vec<ContentsEntry> = toc
        .iter()
        .filter(|entry| entry.level <= top + 1 && !entry.anchor.is_empty())
        .map(|entry| ContentsEntry {
            heading: say::unbroken(&entry.text),
            anchor: entry.anchor.clone(),
            internal: entry.internal,
            deep: entry.level > top,
        })
        .collect();
    if entries.len() < 2 { Vec::new() } else { entries }
}

/// Behind each heading a link to itself, to be copied with the mouse; the keyboard has the table of contents.
fn anchored(html: &str) -> String {
    let mut linked = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some(start) = rest.find("<h") {
        let (before, heading) = rest.split_at(start);
        linked.push_str(before);
        let level = heading.get(2..3).unwrap_or_default();
        let close = format!("</h{level}>");
        let id = heading
            .get(3..)
            .and_then(|tag| tag.strip_prefix(" id=\""))
            .and_then(|tag| tag.split_once('"'))
            .map(|(id, _)| id);
        // A rule is no heading and never ends: looked for, it would be looked for to the end of the page.
        match (id, id.and_then(|_| heading.find(&close))) {
            (Some(id), Some(end)) => {
                linked.push_str(&heading[..end]);
                linked.push_str(&format!(
                    " <a class=\"anchor\" href=\"#{id}\" tabindex=\"-1\" aria-hidden=\"true\">#</a>{close}"
                ));
                rest = &heading[end + close.len()..];
            }
            _ => {
                linked.push_str("<h");
                rest = &heading[2..];
            }
        }
    }
    linked + rest
}

/// The text as it stands on the page: internal sections say so in words, not only by their edge.
fn labelled(html: &str) -> String {
    const INTERNAL: &str = "<section class=\"internal\">";
    say::unbroken_html(html)
        .replace(INTERNAL, &format!("{INTERNAL}<p class=\"label\">Tylko dla konsultanta</p>"))
}

/// Since when, until when.
fn in_force(served: &Served) -> String {
    let (from, until) = (served.article.valid_from.map(say::date), served.article.valid_until.map(say::date));
    match (&served.state, from, until) {
        (validity::State::NotYet, Some(from), _) => format!("Obowiązuje dopiero od {from}"),
        (validity::State::Expired, _, Some(until)) => format!("Obowiązywał do {until}"),
        (validity::State::InForce, Some(from), Some(until)) => format!("Obowiązuje od {from} do {until}"),
        (validity::State::InForce, Some(from), None) => format!("Obowiązuje od {from}"),
        (validity::State::InForce, None, Some(until)) => format!("Obowiązuje do {until}"),
        _ => String::new(),
    }
}
