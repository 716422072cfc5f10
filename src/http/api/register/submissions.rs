//! `POST /api/v1/submissions`: a problem or an idea of a caller.

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
use crate::journal::register::submissions::{NewSubmission, SubmissionKind};

/// The longest text; a page and a half.
pub(in crate::http::api) const LONGEST_TEXT: usize = 4_000;
const LONGEST_PLACE: usize = 200;

/// A submission to be written down.
// Documentation of the body; `Fields` reads it.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
pub struct SubmissionBody {
    /// `problem` or `idea`.
    #[schema(schema_with = vocabulary::submission)]
    kind: String,
    /// In the caller's words, at most 4,000 characters. Personal data is taken out before it is stored.
    #[schema(
        max_length = 4000,
        pattern = r"[^\s\x00-\x1f\x7f-\x9f]",
        example = "od tygodnia nie świeci latarnia przy przejściu"
    )]
    text: String,
    /// Code of the category, out of the dictionary.
    #[schema(max_length = 100)]
    category: Option<String>,
    /// Where it is, at most 200 characters; the number of a flat is taken out.
    #[schema(max_length = 200, example = "ul. Długa 5")]
    place: Option<String>,
    /// Code of the unit that it is for, out of the dictionary.
    #[schema(max_length = 100, example = "ZDMK")]
    unit: Option<String>,
    /// The call as the call-centre application names it.
    #[schema(max_length = 100, pattern = "^[A-Za-z0-9_.:/@+ -]*$")]
    call: Option<String>,
}

/// A submission written down.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubmissionWritten {
    /// Its number as it is read out to the caller: `17/2026`.
    #[schema(example = "17/2026")]
    pub number: String,
    /// The same as reports name it.
    pub id: i64,
    /// The text as it was stored: without personal data.
    pub text: String,
}

/// Write down a problem or an idea of a caller
///
/// Sent again with the same `Idempotency-Key`, it is written down once and answered the same.
#[utoipa::path(post, path = "/api/v1/submissions", operation_id = "write_down_submission", tag = "calls", request_body = SubmissionBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending it again harmless; remembered for three days")),
    responses(
        (status = 201, description = "Written down", body = SubmissionWritten),
        (status = 400, description = "A field is missing or out of bounds; `parameter` names it"),
        (status = 409, description = "Something else was sent under the same key"),
    ))]
pub(in crate::http::api) async fn write_down(
    Shared(state): Shared<State>,
    Agent(actor): Agent,
    headers: HeaderMap,
    mut fields: Fields,
) -> Result<(StatusCode, Json<SubmissionWritten>), Problem> {
    let stamp = stamp(actor.name, state.now(), &headers)?;
    let dictionaries = state.dictionaries();
    let submission = NewSubmission {
        kind: fields.choice("kind", &SubmissionKind::ALL, SubmissionKind::code)?,
        text: required(fields.text("text", LONGEST_TEXT)?, "text")?,
        category: fields.code("category", dictionaries.categories.iter().map(|entry| entry.code.as_str()))?,
        place: fields.text("place", LONGEST_PLACE)?,
        unit: fields.code("unit", dictionaries.units.iter().map(|unit| unit.code.as_str()))?,
        call: fields.foreign_id("call")?,
    };
    fields.finish()?;
    let text = submission.text.to_string();
    let year = state.today().year();
    let written = state.journal(move |journal| journal.record_submission(&submission, &stamp)).await?;
    let id = number_of(written)?;
    Ok((StatusCode::CREATED, Json(SubmissionWritten { number: format!("{id}/{year}"), id, text })))
}
