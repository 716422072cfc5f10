//! Opening hours: the part of OpenStreetMap's `opening_hours` that a city office needs, as checked values.
//!
//! Read: `Mo-Fr 07:40-15:30; Sa 10:00-14:00; PH off`, `24/7`, months and days (`Apr-Sep`, `Dec 24`, `2026 Jan 02`),
//! `Sa[1]`, several spans a day, an open end (`08:00+`), `off`/`closed`, comments in quotes. Left out on purpose: weeks
//! of the year, sunrise, school holidays, `||` and rules set apart by commas. Whoever writes those gets a finding from
//! `lint` and the text is shown as it is. What can be read and cannot be meant (`check`) computes nothing either.

mod check;
mod day;
mod said;
mod syntax;

use std::fmt;

pub use check::{HoursProblem, problems};
pub use day::Day;
pub(super) use day::next;
pub use said::said;
pub use syntax::parse;

/// Why a text is not opening hours: the word at fault, and what could stand there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct HoursError {
    /// The part that could not be read.
    pub part: String,
    /// What is wrong with it, in Polish.
    pub reason: &'static str,
}

impl fmt::Display for HoursError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "„{}”: {}", self.part, self.reason)
    }
}

/// Opening hours: a later rule speaks for the days it names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hours {
    /// In the order of the text.
    pub rules: Vec<Rule>,
}

/// Days and the spans for which it is open on them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rule {
    /// Days of the year, each from..=to; empty for every day.
    pub dates: Vec<(YearDay, YearDay)>,
    /// Weekdays; empty for every day.
    pub weekdays: Vec<Weekdays>,
    /// The rule speaks for public holidays (`PH`).
    pub holidays: bool,
    /// In the order of the text.
    pub spans: Vec<Span>,
    /// What it says of the days and spans.
    pub kind: Kind,
    /// Words in quotes, to be read out.
    pub comment: Option<String>,
}

/// What a rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Open in its spans; `open` and `24/7` without spans are all day.
    #[default]
    Open,
    /// `off`, `closed`.
    Closed,
    /// `unknown`: nobody said.
    Unknown,
    /// Nothing: days, or not even these, with words in quotes at most.
    Silent,
}

/// Weekdays from..=to, 0 for Monday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weekdays {
    /// The first.
    pub from: u8,
    /// The last; before `from` for spans over the week's end.
    pub to: u8,
    /// The how manieth of the month, from its end below zero; empty for each.
    pub nth: Vec<i8>,
}

/// Minutes from midnight; an end past 24:00 is on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// When it opens.
    pub from: u16,
    /// When it closes.
    pub to: u16,
    /// Nobody said when it closes; `to` is the day's end.
    pub open_end: bool,
}

/// A day in minutes.
pub const MIDNIGHT: u16 = 24 * 60;

/// A day of the year; without a year, of every year; without a day, the whole month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearDay {
    /// Year, if the rule is for one year.
    pub year: Option<i16>,
    /// Month, 1–12.
    pub month: u8,
    /// Day of the month.
    pub day: Option<u8>,
}

/// What to write instead.
pub const EXAMPLE: &str = "na przykład: Mo-Fr 07:40-15:30; Sa 10:00-14:00";

/// Opening hours that can be computed with: read whole, and without an error of [`problems`].
pub fn computable(text: &str) -> Option<Hours> {
    let hours = parse(text).ok()?;
    (!check::contradicts(&hours)).then_some(hours)
}
