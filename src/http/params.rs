//! The query string as typed parameters, each fault named for the person who has to mend it.
//!
//! Unknown parameters are passed over; of a repeated one the first counts. Text is never refused for what it says,
//! only for its length.

use std::convert::Infallible;
use std::ops::RangeInclusive;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;

use super::problem::Problem;
use super::words;

/// Longest question taken, in characters. Callers' questions have some sixty; a pasted letter is no question.
pub(super) const LONGEST_QUESTION: usize = 1000;

/// The pairs of a query string.
pub(super) struct Params(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        Ok(Self(pairs.map(|Query(pairs)| pairs).unwrap_or_default()))
    }
}

impl Params {
    fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The question in `q`; no question is an empty one.
    pub(super) fn question(&self) -> Result<String, Problem> {
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
                words::count(length, words::CHARACTER)
            ),
        ))
    }

    /// A short text such as a code; `None` where it is missing or empty.
    pub(super) fn code(&self, name: &'static str) -> Result<Option<String>, Problem> {
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
    pub(super) fn number(
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
    pub(super) fn flag(&self, name: &'static str) -> Result<Option<bool>, Problem> {
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
