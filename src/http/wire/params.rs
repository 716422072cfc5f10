//! The query string as typed parameters, each fault named for the person who has to mend it.
//!
//! Unknown parameters are passed over; of a repeated one the first counts. Text is never refused for what it says,
//! only for its length.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::SocketAddr;
use std::ops::RangeInclusive;

use axum::extract::{ConnectInfo, FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use jiff::civil::{Date, DateTime};

use super::problem::Problem;
use crate::search::LONGEST_QUESTION;
use crate::text::say;

/// The pairs of a query string.
pub(in crate::http) struct Params {
    pairs: Vec<(String, String)>,
    asker: u64,
}

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        let pairs = pairs.map(|Query(pairs)| pairs).unwrap_or_default();
        Ok(Self { pairs, asker: asker(parts) })
    }
}

/// A number for whoever asks, by which the keys that somebody types one after another are known to be one question.
/// It is kept in memory for some seconds and written down nowhere.
fn asker(parts: &Parts) -> u64 {
    let mut hasher = DefaultHasher::new();
    for name in [header::AUTHORIZATION, header::COOKIE, header::USER_AGENT] {
        parts.headers.get(name).map(HeaderValue::as_bytes).hash(&mut hasher);
    }
    parts.headers.get("x-forwarded-for").map(HeaderValue::as_bytes).hash(&mut hasher);
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip()).hash(&mut hasher);
    hasher.finish()
}

impl Params {
    fn get(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The same with pairs that came in a body; they count before those of the address.
    pub(in crate::http) fn with(mut self, mut pairs: Vec<(String, String)>) -> Self {
        pairs.append(&mut self.pairs);
        Self { pairs, ..self }
    }

    /// Who asks; see [`asker`].
    pub(in crate::http) fn asker(&self) -> u64 {
        self.asker
    }

    /// A text as it stands; for values that need no bounds, because they are checked where they are used.
    pub(in crate::http) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)
    }

    /// A day such as `2026-11-20`; `None` where it is missing.
    pub(in crate::http) fn day(&self, name: &'static str) -> Result<Option<Date>, Problem> {
        let Some(written) = self.get(name) else { return Ok(None) };
        // Other ways to write a day than the one that is described would only be read by chance.
        match written.parse::<Date>() {
            Ok(day) if day.to_string() == written => Ok(Some(day)),
            _ => {
                let detail =
                    format!("Parametr „{name}” musi być dniem w postaci RRRR-MM-DD, na przykład 2026-11-20.");
                Err(Problem::invalid(name, "YYYY-MM-DD", detail))
            }
        }
    }

    /// A local moment such as `2026-12-24T10:00`; `None` where it is missing.
    pub(in crate::http) fn moment(&self, name: &'static str) -> Result<Option<DateTime>, Problem> {
        let Some(written) = self.get(name) else { return Ok(None) };
        match say::read_local(written) {
            Some(moment) => Ok(Some(moment)),
            None => {
                let detail = format!(
                    "Parametr „{name}” musi być chwilą w postaci RRRR-MM-DDTGG:MM czasu krakowskiego, na przykład 2026-12-24T10:00."
                );
                Err(Problem::invalid(name, "YYYY-MM-DDThh:mm", detail))
            }
        }
    }

    /// The question in `q`; no question is an empty one.
    pub(in crate::http) fn question(&self) -> Result<String, Problem> {
        let question = self.get("q").unwrap_or("");
        let length = question.chars().count();
        if length <= LONGEST_QUESTION {
            return Ok(question.to_owned());
        }
        Err(Problem::invalid(
            "q",
            format!("0–{LONGEST_QUESTION} characters"),
            format!(
                "Pytanie ma {}, a może mieć najwyżej {LONGEST_QUESTION}. Skróć je do kilku słów.",
                say::count(length, say::CHARACTER)
            ),
        ))
    }

    /// A short text such as a code; `None` where it is missing or empty.
    pub(in crate::http) fn code(&self, name: &'static str) -> Result<Option<String>, Problem> {
        match self.get(name) {
            Some(code) if code.chars().count() > 100 => Err(Problem::invalid(
                name,
                "0–100 characters",
                format!("Parametr „{name}” jest za długi: kod ma najwyżej 100 znaków."),
            )),
            code => Ok(code.map(str::to_owned)),
        }
    }

    /// A number within bounds.
    pub(in crate::http) fn number(
        &self,
        name: &'static str,
        default: usize,
        allowed: RangeInclusive<usize>,
    ) -> Result<usize, Problem> {
        let Some(written) = self.get(name) else { return Ok(default) };
        match written.parse() {
            Ok(number) if allowed.contains(&number) => Ok(number),
            _ => {
                let bounds = format!("{}–{}", allowed.start(), allowed.end());
                let detail = format!("Parametr „{name}” musi być liczbą całkowitą z zakresu {bounds}.");
                Err(Problem::invalid(name, bounds, detail))
            }
        }
    }

    /// A yes or no.
    pub(in crate::http) fn flag(&self, name: &'static str) -> Result<Option<bool>, Problem> {
        match self.get(name) {
            None => Ok(None),
            Some("true" | "1") => Ok(Some(true)),
            Some("false" | "0") => Ok(Some(false)),
            Some(_) => Err(Problem::invalid(
                name,
                "true, false",
                format!("Parametr „{name}” może być tylko „true” albo „false”."),
            )),
        }
    }
}
