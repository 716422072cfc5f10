//! `POST /api/v1/feedback`: what is missing, what is wrong, what helped.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::submissions::LONGEST_TEXT;
use crate::http::State;
use crate::http::api::fields::{Fields, number_of, required, stamp};
use crate::http::gate::auth::Agent;
use crate::http::wire::problem::Problem;
use crate::http::wire::vocabulary;
use crate::journal::register::feedback::{FeedbackKind, NewFeedback};
use crate::search::LONGEST_QUESTION;

/// The longest name of a fact, in characters.
const LONGEST_FACT: usize = 200;

/// Feedback to be written down.
// Documentation of the body; `Fields` reads it.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
pub struct FeedbackBody {
    /// `missing_article`, `missing_fact`, `error`, `helpful` or `not_helpful`.
    #[schema(schema_with = vocabulary::feedback)]
    kind: String,
    /// Id of the article; needed for all but `missing_article`.
    #[schema(max_length = 200, pattern = "^[a-z0-9-]*$")]
    article: Option<String>,
    /// Of `missing_fact`, what the article does not hold: `unknown` of the hit, or else `asked.fact`. Needed unless there
    /// is a `question` or a `text`. Personal data is taken out before it is stored.
    #[schema(max_length = 200, example = "numer konta")]
    fact: Option<String>,
    /// The question that was asked, at most 1,000 characters; needed for `missing_article` unless there is a `text`.
    /// Personal data is taken out before it is stored.
    #[schema(max_length = 1000, example = "gdzie zgłosić martwego gołębia")]
    question: Option<String>,
    /// In your words, at most 4,000 characters.
    #[schema(max_length = 4000)]
    text: Option<String>,
    /// The search that it is about, from its answer.
    #[schema(max_length = 32, pattern = "^[A-Za-z0-9]*$")]
    query_id: Option<String>,
}

/// Feedback written down.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedbackWritten {
    /// Its number.
    pub id: i64,
}

/// Say what is missing, what is wrong, what helped
///
/// Sent again with the same `Idempotency-Key`, it is written down once and answered the same.
#[utoipa::path(post, path = "/api/v1/feedback", operation_id = "write_down_feedback", tag = "calls", request_body = FeedbackBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending it again harmless; remembered for three days")),
    responses(
        (status = 201, description = "Written down", body = FeedbackWritten),
        (status = 400, description = "A field is missing or out of bounds; `parameter` names it"),
        (status = 409, description = "Something else was sent under the same key"),
    ))]
pub(in crate::http::api) async fn write_down(
    Shared(state): Shared<State>,
    Agent(actor): Agent,
    headers: HeaderMap,
    mut fields: Fields,
) -> Result<(StatusCode, Json<FeedbackWritten>), Problem> {
    let stamp = stamp(actor.name, state.now(), &headers)?;
    let feedback = NewFeedback {
        kind: fields.choice("kind", &FeedbackKind::ALL, FeedbackKind::code)?,
        article: fields.article_of("article", &state).await?,
        fact: fields.text("fact", LONGEST_FACT)?,
        question: fields.text("question", LONGEST_QUESTION)?,
        text: fields.text("text", LONGEST_TEXT)?,
        query_id: fields.query_id()?,
    };
    fields.finish()?;
    match feedback.kind {
        FeedbackKind::MissingArticle => {
            required(feedback.question.as_ref().or(feedback.text.as_ref()), "question")?;
        }
        FeedbackKind::MissingFact => {
            required(feedback.article.as_ref(), "article")?;
            let named = feedback.fact.as_ref().or(feedback.question.as_ref()).or(feedback.text.as_ref());
            required(named, "fact")?;
        }
        FeedbackKind::Error | FeedbackKind::Helpful | FeedbackKind::NotHelpful => {
            required(feedback.article.as_ref(), "article")?;
        }
    }
    let written = state.journal(move |journal| journal.record_feedback(&feedback, &stamp)).await?;
    Ok((StatusCode::CREATED, Json(FeedbackWritten { id: number_of(written)? })))
}
