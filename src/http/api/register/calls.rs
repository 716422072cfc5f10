//! `POST /api/v1/calls`: information given, as the agent writes it down.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::known;
use super::once::{number_of, stamp};
use crate::article::ArticleId;
use crate::http::State;
use crate::http::api::fields;
use crate::http::gate::auth::Agent;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::body::Sent;
use crate::http::wire::read::value;
use crate::http::wire::vocabulary;
use crate::journal::register::calls::{NewCall, Outcome};
use crate::search::LONGEST_QUESTION;
use crate::text::Masked;

/// A day: a longer call is a forgotten one.
const LONGEST_CALL: u32 = 24 * 60 * 60;

/// A call to be written down.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallBody {
    /// The call as the call-centre application names it.
    #[schema(value_type = Option<String>, max_length = 100, pattern = "^[A-Za-z0-9_.:/@+ -]*$", example = "2026-11-20/000417")]
    #[serde(default, deserialize_with = "fields::foreign_id")]
    call: Option<Masked>,
    /// Id of the article that was read out; needed where `outcome` is `udzielono`.
    #[schema(value_type = Option<String>, max_length = 200, pattern = "^[a-z0-9-]*$", example = "gabaryty")]
    #[serde(default, deserialize_with = "fields::article")]
    article: Option<ArticleId>,
    /// The question as asked, at most 1,000 characters. Personal data is taken out before it is stored.
    #[schema(
        value_type = String,
        max_length = 1000,
        pattern = r"[^\s\x00-\x1f\x7f-\x9f]",
        example = "kiedy zabiorą starą wersalkę"
    )]
    #[serde(deserialize_with = "value::some_masked::<_, LONGEST_QUESTION>")]
    question: Masked,
    /// Code of the category, out of the dictionary.
    #[schema(max_length = 100, example = "odpady")]
    #[serde(default, deserialize_with = "value::plain::<_, 100>")]
    category: Option<String>,
    /// `udzielono`: told; `przekazano`: put through to a unit; `zgloszono`: a submission was written down; `brak`:
    /// there was no answer; `przerwano`: the line broke.
    #[schema(schema_with = vocabulary::outcome)]
    #[serde(deserialize_with = "outcome")]
    outcome: Outcome,
    /// How long it took.
    #[schema(minimum = 0, maximum = 86_400, example = 74)]
    #[serde(deserialize_with = "value::whole::<_, LONGEST_CALL>")]
    seconds: u32,
    /// The search that found it, from its answer.
    #[schema(max_length = 32, pattern = "^[A-Za-z0-9]*$")]
    #[serde(default, deserialize_with = "fields::query_id")]
    query_id: Option<String>,
}

fn outcome<'de, D: Deserializer<'de>>(from: D) -> Result<Outcome, D::Error> {
    value::some_choice(from, &Outcome::ALL, Outcome::code)
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
    Sent(body): Sent<CallBody>,
) -> Result<(StatusCode, Json<CallWritten>), Problem> {
    let stamp = stamp(actor.name, state.now(), &headers)?;
    let dictionaries = state.dictionaries();
    let categories = dictionaries.categories.iter().map(|category| category.code.as_str());
    let call = NewCall {
        call: body.call,
        article: known::article(&state, body.article).await?,
        question: body.question,
        category: known::code("category", body.category, categories)?,
        outcome: body.outcome,
        seconds: body.seconds,
        query_id: body.query_id,
    };
    if call.outcome == Outcome::Given {
        known::needed(call.article.as_ref(), "article")?;
    }
    let question = call.question.to_string();
    let written = state.journal(move |journal| journal.record_call(&call, &stamp)).await?;
    Ok((StatusCode::CREATED, Json(CallWritten { id: number_of(written)?, question })))
}
