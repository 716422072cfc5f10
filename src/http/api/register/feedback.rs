//! `POST /api/v1/feedback`: what is missing, what is wrong, what helped.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::known::{self, needed};
use super::once::{number_of, stamp};
use super::submissions::LONGEST_TEXT;
use crate::article::ArticleId;
use crate::http::State;
use crate::http::api::fields;
use crate::http::gate::auth::Agent;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::body::Sent;
use crate::http::wire::read::value;
use crate::http::wire::vocabulary;
use crate::journal::register::feedback::{FeedbackKind, NewFeedback};
use crate::search::LONGEST_QUESTION;
use crate::text::Masked;

/// The longest name of a fact, in characters.
const LONGEST_FACT: usize = 200;

/// Feedback to be written down.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedbackBody {
    /// `missing_article`, `missing_fact`, `error`, `helpful` or `not_helpful`.
    #[schema(schema_with = vocabulary::feedback)]
    #[serde(deserialize_with = "kind")]
    kind: FeedbackKind,
    /// Id of the article; needed for all but `missing_article`.
    #[schema(value_type = Option<String>, max_length = 200, pattern = "^[a-z0-9-]*$")]
    #[serde(default, deserialize_with = "fields::article")]
    article: Option<ArticleId>,
    /// Of `missing_fact`, what the article does not hold: `unknown` of the hit, or else `asked.fact`. Needed unless there
    /// is a `question` or a `text`. Personal data is taken out before it is stored.
    #[schema(value_type = Option<String>, max_length = 200, example = "numer konta")]
    #[serde(default, deserialize_with = "value::masked::<_, LONGEST_FACT>")]
    fact: Option<Masked>,
    /// The question that was asked, at most 1,000 characters; needed for `missing_article` unless there is a `text`.
    /// Personal data is taken out before it is stored.
    #[schema(value_type = Option<String>, max_length = 1000, example = "gdzie zgłosić martwego gołębia")]
    #[serde(default, deserialize_with = "value::masked::<_, LONGEST_QUESTION>")]
    question: Option<Masked>,
    /// In your words, at most 4,000 characters.
    #[schema(value_type = Option<String>, max_length = 4000)]
    #[serde(default, deserialize_with = "value::masked::<_, LONGEST_TEXT>")]
    text: Option<Masked>,
    /// The search that it is about, from its answer.
    #[schema(max_length = 32, pattern = "^[A-Za-z0-9]*$")]
    #[serde(default, deserialize_with = "fields::query_id")]
    query_id: Option<String>,
}

fn kind<'de, D: Deserializer<'de>>(from: D) -> Result<FeedbackKind, D::Error> {
    value::some_choice(from, &FeedbackKind::ALL, FeedbackKind::code)
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
    Sent(body): Sent<FeedbackBody>,
) -> Result<(StatusCode, Json<FeedbackWritten>), Problem> {
    let stamp = stamp(actor.name, state.now(), &headers)?;
    let feedback = NewFeedback {
        kind: body.kind,
        article: known::article(&state, body.article).await?,
        fact: body.fact,
        question: body.question,
        text: body.text,
        query_id: body.query_id,
    };
    match feedback.kind {
        FeedbackKind::MissingArticle => {
            needed(feedback.question.as_ref().or(feedback.text.as_ref()), "question")?;
        }
        FeedbackKind::MissingFact => {
            needed(feedback.article.as_ref(), "article")?;
            let named = feedback.fact.as_ref().or(feedback.question.as_ref()).or(feedback.text.as_ref());
            needed(named, "fact")?;
        }
        FeedbackKind::Error | FeedbackKind::Helpful | FeedbackKind::NotHelpful => {
            needed(feedback.article.as_ref(), "article")?;
        }
    }
    let written = state.journal(move |journal| journal.record_feedback(&feedback, &stamp)).await?;
    Ok((StatusCode::CREATED, Json(FeedbackWritten { id: number_of(written)? })))
}
