//! What an answer is worth, as it is sent: its state, what was asked for, who else deals with it, and when it is open.

use serde::Serialize;
use utoipa::ToSchema;

use crate::article::facts::open::{self, Now, OnDay};
use crate::http::wire::vocabulary;
use crate::search;
use crate::text::say;

/// What the answer is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerState {
    /// Read the first hit out; `confident` is true exactly then.
    Answer,
    /// The first hit is the topic, and the base does not hold the fact asked for.
    UnknownFact,
    /// Not the city's matter: `refer` names who deals with it.
    Elsewhere,
    /// There are hits, and none is sure.
    Unsure,
    /// Nothing was found.
    Nothing,
}

impl From<search::State> for AnswerState {
    fn from(state: search::State) -> Self {
        match state {
            search::State::Answer => AnswerState::Answer,
            search::State::UnknownFact => AnswerState::UnknownFact,
            search::State::Elsewhere => AnswerState::Elsewhere,
            search::State::Unsure => AnswerState::Unsure,
            search::State::Nothing => AnswerState::Nothing,
        }
    }
}

/// What the question asks for, beside what it is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedFor {
    /// The key of `facts` asked for, `other` for a fact that no key holds, or null.
    #[schema(required, schema_with = vocabulary::asked_or_null)]
    pub fact: Option<&'static str>,
    /// The days asked about, in order.
    #[schema(example = json!(["2026-12-24"]))]
    pub dates: Vec<String>,
}

impl From<search::Asked> for AskedFor {
    fn from(asked: search::Asked) -> Self {
        Self { fact: asked.fact, dates: asked.dates.iter().map(ToString::to_string).collect() }
    }
}

/// Somebody else who deals with what the city does not.
#[derive(Debug, Serialize, ToSchema)]
pub struct Referral {
    /// Code of the body in the dictionary `inne-podmioty`.
    #[schema(example = "ZUS")]
    pub code: String,
    /// Its name.
    pub name: String,
    /// The sentence to read out.
    pub sentence: String,
    /// Its telephones; none where none was confirmed.
    pub phone: Vec<String>,
    /// Where to read on.
    #[schema(required)]
    pub link: Option<String>,
}

impl From<search::Referral> for Referral {
    fn from(refer: search::Referral) -> Self {
        let search::Referral { code, name, sentence, phone, link } = refer;
        Self { code, name, sentence, phone, link }
    }
}

/// One of two matters in a question.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionPart {
    /// Its words as typed.
    pub text: String,
    /// Where they begin in `query`, in UTF-8 bytes.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// What the answer to it is worth.
    pub state: AnswerState,
    /// Ids of its articles, best first.
    pub hits: Vec<String>,
}

impl From<search::Part> for QuestionPart {
    fn from(part: search::Part) -> Self {
        Self {
            text: part.text,
            start: part.span.start,
            end: part.span.end,
            state: part.state.into(),
            hits: part.hits.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Whether a door is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// It is.
    Open,
    /// It is not.
    Closed,
    /// The hours do not tell.
    Unknown,
}

impl From<open::Standing> for Door {
    fn from(standing: open::Standing) -> Self {
        match standing {
            open::Standing::Open => Door::Open,
            open::Standing::Closed => Door::Closed,
            open::Standing::Unknown => Door::Unknown,
        }
    }
}

/// Whether the place is open at the caller's moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenNow {
    /// Whether it is.
    pub state: Door,
    /// The same in words.
    #[schema(example = "Czynne do 15:30")]
    pub text: String,
    /// When it closes, local time, while it is open and that is known.
    #[schema(required, example = "2026-12-31T13:00")]
    pub until: Option<String>,
    /// When it opens next, local time, while it is closed and that is known.
    #[schema(required, example = "2027-01-04T07:40")]
    pub opens: Option<String>,
}

impl From<Now> for OpenNow {
    fn from(now: Now) -> Self {
        Self {
            state: now.standing.into(),
            text: now.text,
            until: now.until.map(say::local_minute),
            opens: now.opens.map(say::local_minute),
        }
    }
}

/// When the place is open on a day asked about.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoursOn {
    /// The day.
    #[schema(format = Date, example = "2026-12-24")]
    pub date: String,
    /// Whether it is open on it at all.
    pub state: Door,
    /// From when until when, `07:40-15:30`.
    pub spans: Vec<String>,
    /// The same in words.
    #[schema(example = "W czwartek 24 grudnia zamknięte: Wigilia")]
    pub text: String,
}

impl From<OnDay> for HoursOn {
    fn from(day: OnDay) -> Self {
        Self {
            date: day.date.to_string(),
            state: day.standing.into(),
            spans: day.spans.iter().map(|&(from, to)| open::span_written(from, to)).collect(),
            text: day.text,
        }
    }
}
