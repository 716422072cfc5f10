//! A list of rows as JSON for programs, as CSV for programs and spreadsheets, from one description of its columns.
//!
//! `csv` is what RFC 4180 says: commas, CRLF, the JSON names as header, no byte-order mark. `excel` is what a
//! double-click opens rightly on a Polish desk: semicolons, Polish headers, a byte-order mark. In both, a cell that a
//! spreadsheet would take for a formula gets an apostrophe, because what callers say ends up in cells.

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use csv::{QuoteStyle, Terminator, WriterBuilder};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};
use utoipa::IntoParams;

use crate::http::State;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::value;
use crate::http::wire::vocabulary;
use crate::journal::Millis;
use crate::journal::reports::Span;

/// Of which days a table is, and in which form it is sent.
#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(in crate::http::api) struct TableQuery {
    /// First day; thirty days by default.
    #[param(value_type = Option<String>, format = Date, example = "2026-11-01")]
    #[serde(deserialize_with = "value::day")]
    from: Option<Date>,
    /// Last day, inside; today by default.
    #[param(value_type = Option<String>, format = Date, example = "2026-11-20")]
    #[serde(deserialize_with = "value::day")]
    to: Option<Date>,
    /// `json`, `csv` (RFC 4180) or `excel` (semicolons, Polish headings and a byte-order mark, for a double-click).
    #[param(schema_with = vocabulary::table_format)]
    #[serde(deserialize_with = "format")]
    pub(in crate::http::api) format: Format,
}

/// In which form the rows are sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::http::api) enum Format {
    #[default]
    Json,
    Csv,
    Excel,
}

fn format<'de, D: Deserializer<'de>>(from: D) -> Result<Format, D::Error> {
    let code = |format| match format {
        Format::Json => "json",
        Format::Csv => "csv",
        Format::Excel => "excel",
    };
    let chosen = value::choice(from, &[Format::Json, Format::Csv, Format::Excel], code)?;
    Ok(chosen.unwrap_or_default())
}

/// A column: its name in JSON and CSV, and its heading for people.
pub(in crate::http::api) type Column = (&'static str, &'static str);

/// Rows under columns, for a span of days.
pub(in crate::http::api) struct Table {
    /// What it is, as its address names it.
    pub(in crate::http::api) name: &'static str,
    pub(in crate::http::api) days: Days,
    pub(in crate::http::api) columns: &'static [Column],
    /// Each as long as the columns.
    pub(in crate::http::api) rows: Vec<Vec<Value>>,
}

/// From a day to a day, both inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http::api) struct Days {
    pub(in crate::http::api) from: Date,
    pub(in crate::http::api) to: Date,
}

/// Without `from`, so many days up to `to`.
const USUAL: i32 = 30;

impl TableQuery {
    /// The days asked about.
    pub(in crate::http::api) fn days(&self, today: Date) -> Result<Days, Problem> {
        let to = self.to.unwrap_or(today);
        let usual = to.checked_sub(jiff::Span::new().days(USUAL - 1)).unwrap_or(Date::MIN);
        let from = self.from.unwrap_or(usual);
        if from > to {
            let detail = format!("Okres kończy się ({to}) przed początkiem ({from}). Zamień daty.");
            return Err(Problem::invalid("from", format!("≤ {to}"), detail));
        }
        Ok(Days { from, to })
    }
}

impl Days {
    /// The moments from the first midnight to the last, on the city's clocks.
    pub(in crate::http::api) fn span(self, state: &State) -> Span {
        let after = self.to.tomorrow().unwrap_or(Date::MAX);
        Span { from: state.start_of(self.from), until: state.start_of(after) }
    }
}

impl Table {
    /// The table as an answer.
    pub(in crate::http::api) fn send(self, format: Format) -> Response {
        match format {
            Format::Json => Json(self.json()).into_response(),
            Format::Csv => self.file(b"", b',', |(name, _)| name),
            Format::Excel => self.file("\u{feff}".as_bytes(), b';', |(_, heading)| heading),
        }
    }

    fn json(&self) -> Value {
        let object = |row: &Vec<Value>| -> Map<String, Value> {
            let named = self.columns.iter().zip(row);
            named.map(|((name, _), value)| ((*name).to_owned(), value.clone())).collect()
        };
        json!({
            "report": self.name,
            "from": self.days.from.to_string(),
            "to": self.days.to.to_string(),
            "rows": self.rows.iter().map(object).collect::<Vec<_>>(),
        })
    }

    fn file(&self, mark: &[u8], between: u8, heading: impl Fn(Column) -> &'static str) -> Response {
        let mut text = WriterBuilder::new()
            .delimiter(between)
            .terminator(Terminator::CRLF)
            // In quotes a text stays one cell, also in a spreadsheet that splits at other marks than ours.
            .quote_style(QuoteStyle::NonNumeric)
            .from_writer(mark.to_vec());
        let headings = self.columns.iter().map(|column| heading(*column).to_owned()).collect();
        for row in std::iter::once(headings).chain(self.rows.iter().map(|row| row.iter().map(cell).collect()))
        {
            let row: Vec<String> = row;
            if let Err(cause) = text.write_record(row) {
                return Problem::internal(&cause).into_response();
            }
        }
        let name = format!("drogowskaz-{}-{}-{}.csv", self.name, self.days.from, self.days.to);
        let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
            .unwrap_or(HeaderValue::from_static("attachment"));
        let kind = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
        let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)];
        (headers, text.into_inner().unwrap_or_default()).into_response()
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        // A number of ours is a number, also for the spreadsheet.
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::String(text) => harmless(text),
        other => harmless(&other.to_string()),
    }
}

/// A spreadsheet evaluates what begins like a formula, also behind blanks and in full width.
fn harmless(text: &str) -> String {
    let first = text.trim_start().chars().next();
    let formula = matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '|' | '%'));
    let control = text.starts_with(['\t', '\r', '\n']);
    if formula || control { format!("'{text}") } else { text.to_owned() }
}

/// A moment on the city's clocks, with its offset: `2026-11-20T10:30:00+01:00`.
pub(in crate::http::api) fn moment(state: &State, at: Millis) -> Value {
    match Timestamp::from_millisecond(at) {
        Ok(moment) => Value::from(state.written_time(moment)),
        Err(_) => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_shown_instead() {
        for formula in ["=1+1", "+48", "-2", "@SUM(A1)", " =1", "\t=1", "＝1", "|calc"] {
            assert!(harmless(formula).starts_with('\''), "{formula:?}");
        }
        for text in ["kanapa", "1=1", "a@b", "50%", ""] {
            assert_eq!(harmless(text), text);
        }
        assert_eq!(cell(&json!(-3)), "-3", "numbers of ours stay numbers");
    }
}
