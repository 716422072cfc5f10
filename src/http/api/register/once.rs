//! What is written down once, however often it is sent.

use axum::http::{HeaderMap, HeaderName};

use crate::http::wire::problem::{Problem, ProblemKind};
use crate::journal::Millis;
use crate::journal::register::once::{Key, Stamp, Written};

/// Where the key of something that is to be written down once travels.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Who writes something down, when, and under which key.
pub(super) fn stamp(who: String, at: Millis, headers: &HeaderMap) -> Result<Stamp, Problem> {
    let key = match headers.get(IDEMPOTENCY_KEY) {
        None => None,
        Some(value) => {
            let text = value.to_str().unwrap_or("").trim();
            if text.is_empty() || text.len() > 100 {
                return Err(Problem::invalid(
                    "Idempotency-Key",
                    "1–100 visible ASCII characters",
                    "Nagłówek Idempotency-Key ma mieć od 1 do 100 znaków ASCII.",
                ));
            }
            Some(Key::of(text))
        }
    };
    Ok(Stamp { who, at, key })
}

/// The number under which it stands, now or from the first time.
pub(super) fn number_of(written: Written) -> Result<i64, Problem> {
    match written {
        Written::New(id) | Written::Before(id) => Ok(id),
        Written::OtherContent => Err(Problem::saying(
            ProblemKind::Conflict,
            "Pod tym Idempotency-Key zapisano już inną treść. Nowej treści nadaj nowy klucz.",
        )),
    }
}
