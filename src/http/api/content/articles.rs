//! `GET /api/v1/articles/{id}`: an article as staff see it, and as residents may.

use axum::Json;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::article;
use crate::article::force::validity;
use crate::article::{ArticleId, Audience, Status};
use crate::http::State;
use crate::http::shown::standing;
use crate::http::wire::etag;
use crate::http::wire::facts::{Facts, Flag};
use crate::http::wire::problem::Problem;
use crate::http::wire::vocabulary;
use crate::library::{Served, View};

/// An article with everything staff may see.
#[derive(Debug, Serialize, ToSchema)]
pub struct Article {
    /// What residents may see of it, too.
    #[serde(flatten)]
    pub common: PublicArticle,
    /// For whom it is.
    #[schema(schema_with = vocabulary::audience)]
    pub audience: &'static str,
    /// Where it stands in its life.
    #[schema(schema_with = vocabulary::status)]
    pub status: &'static str,
    /// Past this day it is to be checked again.
    #[schema(required, format = Date)]
    pub review_by: Option<String>,
    /// Callers' words for the matter.
    pub keywords: Vec<String>,
    /// Whole questions as callers put them; for editors, not to be shown to callers.
    pub questions: Vec<String>,
    /// Acts that this one repeals.
    pub repeals: Vec<String>,
    /// What callers ask and the Baza Wiedzy does not hold, in their words.
    pub unknown: Vec<String>,
    /// Front-matter keys that the contract does not name, as they were written.
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub other_keys: serde_json::Map<String, serde_json::Value>,
    /// The whole file, to be edited and put back.
    pub markdown: String,
}

/// An article with what residents may see: no internal section, none of the editors' keys.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicArticle {
    /// Its stable name.
    pub id: String,
    /// What the matter is called.
    pub title: String,
    /// The sentence to read out.
    #[schema(required)]
    pub summary: Option<String>,
    /// Code of the unit in charge.
    #[schema(required)]
    pub unit: Option<String>,
    /// Code of the category.
    #[schema(required)]
    pub category: Option<String>,
    /// Area of the KPUM portal.
    #[schema(required)]
    pub kpum_area: Option<String>,
    /// First day in force.
    #[schema(required, format = Date)]
    pub valid_from: Option<String>,
    /// Last day in force.
    #[schema(required, format = Date)]
    pub valid_until: Option<String>,
    /// The day an editor last checked the facts.
    #[schema(required, format = Date)]
    pub verified: Option<String>,
    /// Whether it is in force today.
    pub in_force: bool,
    /// In force or why not.
    pub state: ArticleState,
    /// Number of the act that repealed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub repealed_by: Option<String>,
    /// What to beware of.
    pub flags: Vec<Flag>,
    /// What to read out first.
    pub facts: Facts,
    /// The act or page it comes from.
    #[schema(required)]
    pub source: Option<Source>,
    /// The text in passages.
    pub sections: Vec<Section>,
    /// The whole text as safe HTML, its headings carrying the anchors of `sections`.
    pub html: String,
    /// Its page.
    pub url: String,
}

/// Whether an article is the law today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArticleState {
    /// Yes.
    InForce,
    /// Its first day is yet to come.
    NotYet,
    /// Its last day has passed.
    Expired,
    /// An act in force repealed it.
    Repealed,
}

/// The act or page an article comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Its date.
    #[schema(required, format = Date)]
    pub date: Option<String>,
    /// Its address.
    #[schema(required)]
    pub url: Option<String>,
}

/// A heading with the text under it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Section {
    /// The heading; empty for the text before the first one.
    pub heading: String,
    /// Level 1–6; 0 for the text before the first heading.
    pub level: u8,
    /// Fragment of the article's page, without `#`.
    pub anchor: String,
    /// Plain text.
    pub text: String,
    /// Whether it belongs to agents alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
}

impl PublicArticle {
    /// What residents may read of it.
    pub(in crate::http) fn for_residents(served: &Served, flags: impl Iterator<Item = Flag>) -> Self {
        Self::new(View::Public, served, flags.collect())
    }

    fn new(view: View, served: &Served, flags: Vec<Flag>) -> Self {
        let article = &served.article;
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        Self {
            id: article.id.to_string(),
            title: article.title.clone(),
            summary: article.summary.clone(),
            unit: article.unit.clone(),
            category: article.category.clone(),
            kpum_area: article.kpum_area.clone(),
            valid_from: day(article.valid_from),
            valid_until: day(article.valid_until),
            verified: day(article.verified),
            in_force: served.state.is_in_force(),
            state: match served.state {
                validity::State::InForce => ArticleState::InForce,
                validity::State::NotYet => ArticleState::NotYet,
                validity::State::Expired => ArticleState::Expired,
                validity::State::Repealed { .. } => ArticleState::Repealed,
            },
            repealed_by: match &served.state {
                validity::State::Repealed { by } => Some(by.clone()),
                _ => None,
            },
            flags,
            facts: article.facts.clone().into(),
            source: article.source.as_ref().map(|source| Source {
                title: source.title.clone(),
                date: day(source.date),
                url: source.url.clone(),
            }),
            sections: sections(view, article),
            html: served.html.html.clone(),
            url: format!("/artykul/{}", article.id),
        }
    }
}

/// The library gives residents no internal section; the second look costs nothing.
fn sections(view: View, article: &article::Article) -> Vec<Section> {
    let visible = article.sections.iter().filter(|section| view == View::Staff || !section.internal);
    visible
        .map(|section| Section {
            heading: section.heading.clone(),
            level: section.level,
            anchor: section.anchor.clone(),
            text: section.text.clone(),
            internal: section.internal,
        })
        .collect()
}

impl Article {
    fn new(served: Served, flags: Vec<Flag>) -> Self {
        let common = PublicArticle::new(View::Staff, &served, flags);
        let article = served.article;
        Self {
            common,
            audience: match article.audience {
                Audience::Public => "public",
                Audience::Internal => "internal",
            },
            status: match article.status {
                Status::Draft => "draft",
                Status::Review => "review",
                Status::Published => "published",
                Status::Archived => "archived",
            },
            review_by: article.review_by.map(|day| day.to_string()),
            keywords: article.keywords,
            questions: article.questions,
            repeals: article.repeals,
            unknown: article.unknown,
            other_keys: article.other_keys.into_iter().collect(),
            markdown: article.raw,
        }
    }
}

/// Read an article
///
/// The `ETag` is strong and covers what the answer says, the state of the day included: an article that expires
/// overnight has another one in the morning, though nobody touched its file.
#[utoipa::path(get, path = "/api/v1/articles/{id}", operation_id = "read_article", tag = "articles",
    params(
        ("id" = String, Path, description = "The article's id", example = "elektroodpady"),
        ("If-None-Match" = Option<String>, Header, description = "The tag of the version at hand"),
    ),
    responses(
        (status = 200, description = "The article", body = Article, headers(("ETag" = String, description = "Names this version"))),
        (status = 304, description = "The version at hand is still good", headers(("ETag" = String, description = "Its name"))),
        (status = 404, description = "There is no such article, or it is not yours to see"),
    ))]
pub(in crate::http::api) async fn article(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    read(&state, View::Staff, id, &headers, |served, flags| Json(Article::new(served, flags)).into_response())
        .await
}

async fn read(
    state: &State,
    view: View,
    id: String,
    headers: &HeaderMap,
    respond: impl FnOnce(Served, Vec<Flag>) -> Response + Send + 'static,
) -> Result<Response, Problem> {
    let id = ArticleId::new(id).ok_or_else(Problem::no_article)?;
    let today = state.today();
    let request = headers.clone();
    let response = state
        .ask(move |knowledge| {
            let served = knowledge.get(view, &id, today)?;
            let flags = standing::flags(&served, today);
            let tag = etag::strong(&version(&served, &flags));
            // Rendering a long article is work for this thread, too.
            let body = || respond(served, flags.into_iter().map(Flag::from).collect());
            Some(etag::answer(&request, tag, body))
        })
        .await?;
    response.ok_or_else(Problem::no_article)
}

/// The revision, and after a dot what the day makes of it where that is worth saying.
fn version(served: &Served, flags: &[crate::search::Flag]) -> String {
    use crate::search::Flag::{NotInForce, Stale};
    let letters: String = flags
        .iter()
        .filter_map(|flag| match flag {
            NotInForce => Some('n'),
            Stale => Some('s'),
            _ => None,
        })
        .collect();
    let by = match &served.state {
        validity::State::Repealed { by } => by.as_str(),
        _ => "",
    };
    let safe: String = by.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let dot = if letters.is_empty() { "" } else { "." };
    format!("{}{dot}{letters}{safe}", served.etag)
}
