//! `/artykul/{id}`: the whole article, to be read and printed.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use serde::Deserialize;

use super::{Context, Frame, html};
use crate::article::ArticleId;
use crate::http::State;
use crate::http::gate::auth::Agent;
use crate::http::shown::beside::Beside;
use crate::http::shown::reading::Reading;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::params::Params;
use crate::http::wire::read::value;
use crate::journal::Role;
use crate::library::View;
use crate::text::mask;

#[derive(Template)]
#[template(path = "console/pages/article.html", blocks = ["main"])]
struct ArticlePage {
    frame: Frame,
    reading: Reading,
}

/// How the article is opened.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ArticleQuery {
    /// The question that led to it.
    #[serde(deserialize_with = "value::question")]
    q: String,
    /// The article alone.
    #[serde(deserialize_with = "value::yes")]
    fragment: bool,
}

pub(super) async fn page(
    Shared(state): Shared<State>,
    Agent(reader): Agent,
    Path(id): Path<String>,
    Params(asked): Params<ArticleQuery>,
) -> Result<Response, Problem> {
    let id = ArticleId::new(id).ok_or_else(Problem::no_article)?;
    // It goes into the links of the page.
    let query = mask(&asked.q).to_string();
    let now = state.local();
    let dictionaries = state.dictionaries();
    let editor = reader.role.may(Role::Editor);
    let reading = state
        .ask(move |knowledge| {
            let served = knowledge.get(View::Staff, &id, now.date())?;
            let beside = Beside::page(&served.article, knowledge, now.date());
            // Rendering a long article is work for this thread, too.
            Some(Reading { editor, ..Reading::new(&served, beside, query, now, &dictionaries) })
        })
        .await?;
    let reading = reading.ok_or_else(Problem::no_article)?;
    if asked.fragment {
        return Ok(html(&reading));
    }
    let mut frame = Frame::new(&reading.title, &reading.query);
    // Whoever reads an article asks of it next.
    let without = if reading.back.is_empty() { "/".to_owned() } else { reading.back.clone() };
    frame.context = Some(Context { id: reading.id.clone(), title: reading.title.clone(), without });
    Ok(html(&ArticlePage { frame, reading }))
}
