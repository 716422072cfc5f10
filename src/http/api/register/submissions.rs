//! `POST /api/v1/submissions`: a problem or an idea of a caller.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::known;
use super::once::{number_of, stamp};
use crate::http::State;
use crate::http::api::fields;
use crate::http::gate::auth::Agent;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::body::Sent;
use crate::http::wire::read::value;
use crate::http::wire::vocabulary;
use crate::journal::register::submissions::{NewSubmission, SubmissionKind};
use crate::text::Masked;

/// The longest text; a page and a half.
pub(in crate::http::api) const LONGEST_TEXT: usize = 4_000;
const LONGEST_PLACE: usize = 200;

/// A submission to be written down.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmissionBody {
    /// `problem` or `idea`.
    #[schema(schema_with = vocabulary::submission)]
    #[serde(deserialize_with = "kind")]
    kind: SubmissionKind,
    /// In the caller's words, at most 4,000 characters. Personal data is taken out before it is stored.
    #[schema(
        value_type = String,
        max_length = 4000,
        pattern = r"[^\s\x00-\x1f\x7f-\x9f]",
        example = "od tygodnia nie świeci latarnia przy przejściu"
    )]
    #[serde(deserialize_with = "value::some_masked::<_, LONGEST_TEXT>")]
    text: Masked,
    /// Code of the category, out of the dictionary.
    #[schema(max_length = 100)]
    #[serde(default, deserialize_with = "value::plain::<_, 100>")]
    category: Option<String>,
    /// Where it is, at most 200 characters; the number of a flat is taken out.
    #[schema(value_type = Option<String>, max_length = 200, example = "ul. Długa 5")]
    #[serde(default, deserialize_with = "value::masked::<_, LONGEST_PLACE>")]
    place: Option<Masked>,
    /// Code of the unit that it is for, out of the dictionary.
    #[schema(max_length = 100, example = "ZDMK")]
    #[serde(default, deserialize_with = "value::plain::<_, 100>")]
    unit: Option<String>,
    /// The call as the call-centre application names it.
    #[schema(value_type = Option<String>, max_length = 100, pattern = "^[A-Za-z0-9_.:/@+ -]*$")]
    #[serde(default, deserialize_with = "fields::foreign_id")]
    call: Option<Masked>,
}

fn kind<'de, D: Deserializer<'de>>(from: D) -> Result<SubmissionKind, D::Error> {
    value::some_choice(from, &SubmissionKind::ALL, SubmissionKind::code)
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
    Sent(body): Sent<SubmissionBody>,
) -> Result<(StatusCode, Json<SubmissionWritten>), Problem> {
    let stamp = stamp(actor.name, state.now(), &headers)?;
    let dictionaries = state.dictionaries();
    let categories = dictionaries.categories.iter().map(|category| category.code.as_str());
    let units = dictionaries.units.iter().map(|unit| unit.code.as_str());
    let submission = NewSubmission {
        kind: body.kind,
        text: body.text,
        category: known::code("category", body.category, categories)?,
        place: body.place,
        unit: known::code("unit", body.unit, units)?,
        call: body.call,
    };
    let text = submission.text.to_string();
    let year = state.today().year();
    let written = state.journal(move |journal| journal.record_submission(&submission, &stamp)).await?;
    let id = number_of(written)?;
    Ok((StatusCode::CREATED, Json(SubmissionWritten { number: format!("{id}/{year}"), id, text })))
}
