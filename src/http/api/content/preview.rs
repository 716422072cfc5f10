//! `POST /api/v1/articles/preview`: a text as it would be, before anybody can find it.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::editing::{Finding, of_markdown, text_of, valid};
use crate::article::body::markdown;
use crate::article::body::markdown::{Html, Reader};
use crate::article::force::validity;
use crate::article::header::fields;
use crate::article::header::fields::Fields;
use crate::article::{Article, ArticleId, Status};
use crate::http::State;
use crate::http::gate::auth::Editor;
use crate::http::shown::reading::reading;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::params::Params;
use crate::http::wire::read::value;
use crate::http::wire::vocabulary;
use crate::library::Served;
use crate::library::desk::preview::{Finding as Found, Hidden, Likely as Like, Preview as Looked};
use crate::library::desk::rehearsal::Tried;

/// How a text is to be looked at.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Looking {
    /// The article that the text is a new version of; without it, the text is a new article.
    #[param(max_length = 200, pattern = "^[a-z0-9-]*$")]
    #[serde(default, deserialize_with = "value::text")]
    pub id: Option<String>,
    /// Whether to try the text's own questions, too. Takes longer.
    #[serde(default, deserialize_with = "value::yes")]
    pub questions: bool,
}

/// A text as it would be.
#[derive(Debug, Serialize, ToSchema)]
pub struct Preview {
    /// The id it has, or would get.
    #[schema(required)]
    pub id: Option<String>,
    /// Its title.
    #[schema(required)]
    pub title: Option<String>,
    /// The status that the text itself asks for.
    #[schema(required, schema_with = vocabulary::status_or_null)]
    pub status: Option<&'static str>,
    /// The page that agents would read.
    pub agent: Page,
    /// The page that residents would read.
    pub resident: Page,
    /// All findings, as if the text were published.
    pub problems: Vec<Noted>,
    /// Articles that may say the same already, likeliest first.
    pub duplicates: Vec<Duplicate>,
    /// The text's own questions and what they would find; missing unless asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub questions: Option<Vec<Asked>>,
    /// The header as a form has it, keys of groups named with their group: `facts.phone`. Missing where it cannot be
    /// read.
    #[schema(required, value_type = Option<std::collections::BTreeMap<String, FieldValue>>)]
    pub fields: Option<Fields>,
}

/// What a form has in one field.
// Documentation; `fields::Value` is what is sent.
#[derive(ToSchema)]
#[serde(untagged)]
#[allow(dead_code)]
pub enum FieldValue {
    /// One line.
    Text(String),
    /// A list, an item a line.
    List(Vec<String>),
}

/// A page as a reader would see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page {
    /// Safe HTML; missing where there is nothing to see.
    #[schema(required)]
    pub html: Option<String>,
    /// Why there is nothing to see.
    #[schema(required)]
    pub hidden: Option<&'static str>,
}

/// A finding, and the other article it is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct Noted {
    /// What and where.
    #[serde(flatten)]
    pub finding: Finding,
    /// Whether two articles say different things, or answer the same question.
    pub contradiction: bool,
    /// The other article.
    #[schema(required)]
    pub other: Option<Named>,
}

/// An article by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// An article that may say the same already.
#[derive(Debug, Serialize, ToSchema)]
pub struct Duplicate {
    /// The article.
    #[serde(flatten)]
    pub article: Named,
    /// Its page.
    pub url: String,
    /// Whether its title says the same.
    pub same_title: bool,
    /// How many of the text's own questions it answers first.
    pub answers: usize,
    /// Of how many that were asked.
    pub of: usize,
}

/// One of the text's own questions.
#[derive(Debug, Serialize, ToSchema)]
pub struct Asked {
    /// As it stands in the text.
    pub question: String,
    /// The text's place among the first ten answers, from 1.
    #[schema(required)]
    pub rank: Option<usize>,
    /// What comes first instead.
    #[schema(required)]
    pub first: Option<Named>,
}

/// Look at a text before it is saved
///
/// Renders it as agents and residents would read it, checks it beside the articles it has to do with, and names those
/// that may say the same. Nothing is kept.
#[utoipa::path(post, path = "/api/v1/articles/preview", operation_id = "preview_article", tag = "articles",
    params(Looking), security(("token" = ["editor", "admin"])),
    request_body(content = Option<String>, content_type = "text/markdown"),
    responses(
        (status = 200, description = "The text as it would be", body = Preview),
        (status = 400, description = "No text, or an id that is none"),
    ))]
pub(in crate::http::api) async fn preview(
    Shared(state): Shared<State>,
    Editor(_): Editor,
    Params(looking): Params<Looking>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Preview>, Problem> {
    of_markdown(&headers)?;
    let text = text_of(&body)?;
    let id = looking.id.map(valid).transpose()?;
    let dictionaries = state.dictionaries();
    let answer = state
        .publish(move |publisher, moment| {
            let library = publisher.library();
            let looked = library.preview(id.as_ref(), &text, moment.today);
            let tried = match &looked.article {
                Some(article) if looking.questions => {
                    let path = format!("{}.md", article.id);
                    let tried = library.rehearse(article, &path, moment.today);
                    Some(tried.map_err(|error| Problem::internal(&error))?)
                }
                _ => None,
            };
            let page = |article: Article, html: Html| {
                let (state, etag) = (looked.state.clone(), String::new());
                let stands = library.paths().remove(&article.id);
                let html =
                    library.led(&stands.unwrap_or_else(|| format!("{}.md", article.id)), Arc::new(html));
                let served = Served { article, state, etag, html };
                reading(&served, moment.today, &dictionaries)
            };
            let agent = looked.article.as_ref().map(|article| {
                let html = markdown::render(&article.body, Some(&article.title), Reader::Agent);
                page(article.clone(), html)
            });
            let agent = agent.transpose()?;
            let resident = match &looked.resident {
                Ok(public) => {
                    let (article, html) = public.shown();
                    Page { html: Some(page(article, html.clone())?), hidden: None }
                }
                Err(why) => Page { html: None, hidden: Some(why_hidden(*why, &looked.state)) },
            };
            Ok::<_, Problem>(answer(&text, looked, agent, resident, tried))
        })
        .await?;
    Ok(Json(answer))
}

fn answer(
    text: &str,
    looked: Looked,
    agent: Option<String>,
    resident: Page,
    tried: Option<Vec<Tried>>,
) -> Preview {
    let article = looked.article.as_ref();
    let fields = fields::fields(text).ok();
    let status = fields.as_ref().map(|fields| match fields.get("status") {
        Some(fields::Value::Text(status)) => Status::from_code(status).unwrap_or(Status::Draft).code(),
        _ => Status::Published.code(),
    });
    let hidden = agent.is_none().then_some(UNREADABLE);
    Preview {
        id: article.map(|article| article.id.to_string()),
        title: article.map(|article| article.title.clone()),
        status,
        agent: Page { html: agent, hidden },
        resident,
        problems: looked.problems.iter().map(Noted::from).collect(),
        duplicates: looked.likely.iter().map(Duplicate::from).collect(),
        questions: tried.map(|tried| tried.into_iter().map(Asked::from).collect()),
        fields,
    }
}

const UNREADABLE: &str =
    "Tekstu nie da się odczytać, więc nie ma czego pokazać. Popraw błąd wskazany pod tekstem.";

fn why_hidden(why: Hidden, state: &validity::State) -> &'static str {
    match (why, state) {
        (Hidden::Internal, _) => {
            "Mieszkaniec tego nie zobaczy: artykuł jest wewnętrzny. Aby go udostępnić, wybierz odbiorców: mieszkańcy."
        }
        (Hidden::NotInForce, validity::State::NotYet) => {
            "Mieszkaniec jeszcze tego nie zobaczy: artykuł zacznie obowiązywać w dniu podanym w polu „Obowiązuje od”."
        }
        (Hidden::NotInForce, validity::State::Expired) => {
            "Mieszkaniec tego nie zobaczy: minął dzień podany w polu „Obowiązuje do”."
        }
        (Hidden::NotInForce, _) => "Mieszkaniec tego nie zobaczy: akt, z którego pochodzi artykuł, uchylono.",
        (Hidden::Broken, _) => UNREADABLE,
        (Hidden::Closed, _) => {
            "Mieszkaniec tego nie zobaczy: nie wiadomo, co miało być przed nim ukryte. Popraw błąd wskazany pod tekstem."
        }
    }
}

impl From<&Found> for Noted {
    fn from(found: &Found) -> Self {
        Self {
            finding: Finding::from(&found.problem),
            contradiction: found.is_contradiction(),
            other: found.other.as_ref().map(Named::from),
        }
    }
}

impl From<&(ArticleId, String)> for Named {
    fn from((id, title): &(ArticleId, String)) -> Self {
        Self { id: id.to_string(), title: title.clone() }
    }
}

impl From<&Like> for Duplicate {
    fn from(like: &Like) -> Self {
        Self {
            article: Named { id: like.id.to_string(), title: like.title.clone() },
            url: format!("/artykul/{}", like.id),
            same_title: like.same_title,
            answers: like.answers,
            of: like.of,
        }
    }
}

impl From<Tried> for Asked {
    fn from(tried: Tried) -> Self {
        Self { question: tried.question, rank: tried.rank, first: tried.first.as_ref().map(Named::from) }
    }
}
