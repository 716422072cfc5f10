//! `POST /api/v1/calls`: information given, as the agent writes it down.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::State;
use crate::http::api::fields::{Fields, number_of, required, stamp};
use crate::http::gate::auth::Agent;
use crate::http::wire::problem::Problem;
use crate::http::wire::vocabulary;
use crate::journal::register::calls::{NewCall, Outcome};
use crate::search::LONGEST_QUESTION;

/// A day: a longer call is a forgotten one.
const LONGEST_CALL: u32 = 24 * 60 * 60;

/// A call to be written down.
// Documentation of the body; `Fields` reads it.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
pub struct CallBody {
    /// The call as the call-centre application names it.
    #[schema(max_length = 100, pattern = "^[A-Za-z0-9_.:/@+ -]*$", example = "2026-11-20/000417")]
    call: Option<String>,
    /// Id of the article that was read out; needed where `outcome` is `udzielono`.
    #[schema(max_length = 200, pattern = "^[a-z0-9-]*$", example = "gabaryty")]
    article: Option<String>,
    /// The question as asked, at most 1,000 characters. Personal data is taken out before it is stored.
    #[schema(
        max_length = 1000,
        pattern = r"[^\s\x00-\x1f\x7f-\x9f]",
        example = "kiedy zabiorą starą wersalkę"
    )]
    question: String,
    /// Code of the category, out of the dictionary.
    #[schema(max_length = 100, example = "odpady")]
    category: Option<String>,
    /// `udzielono`: told; `przekazano`: put through to a unit; `zgloszono`: a submission was written down; `brak`:
    /// there was no answer; `przerwano`: the line broke.
    #[schema(schema_with = vocabulary::outcome)]
    outcome: String,
    /// How long it took.
    #[schema(minimum = 0, maximum = 86_400, example = 74)]
    seconds: u32,
    /// The search that found it, from its answer.
    #[schema(max_length = 32, pattern = "^[A-Za-z0-9]*$")]
    query_id: Option<String>,
}

/// A call written down.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallWritten {
    /// Its number.
    pub id: i64,
    /// The question as it was stored: without personal data.
    pub question: String,
}

/// Write down the information given in a call
///
/// Sent again with the same `Idempotency-Key`, it is written down once and answered the same.
#[utoipa::path(post, path = "/api/v1/calls", operation_id = "write_down_call", tag = "calls", request_body = CallBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending it again harmless; remembered for three days")),
    responses(
        (status = 201, description = "Written down", body = CallWritten),
        (status = 400, description = "A field is missing or out of bounds; `parameter` names it"),
        (status = 409, description = "Something else was sent under the same key"),
    ))]
pub(in crate::http::api) async fn write_down(
    Shared(state): Shared<State>,
    Agent(actor): Agent,
    headers: HeaderMap,
    mut fields: Fields,
) -> Result<(StatusCode, Json<CallWritten>), Problem> {
    let stamp = stamp(actor.name, state.now(), &headers)?;
    let dictionaries = state.dictionaries();
    let categories = dictionaries.categories.iter().map(|category| category.code.as_str());
    let call = NewCall {
        call: fields.foreign_id("call")?,
        article: fields.article_of("article", &state).await?,
        question: required(fields.text("question", LONGEST_QUESTION)?, "question")?,
        category: fields.code("category", categories)?,
        outcome: fields.choice("outcome", &Outcome::ALL, Outcome::code)?,
        seconds: fields.number("seconds", LONGEST_CALL)?,
        query_id: fields.query_id()?,
    };
    fields.finish()?;
    if call.outcome == Outcome::Given {
        required(call.article.as_ref(), "article")?;
    }
    let question = call.question.to_string();
    let written = state.journal(move |journal| journal.record_call(&call, &stamp)).await?;
    Ok((StatusCode::CREATED, Json(CallWritten { id: number_of(written)?, question })))
}
