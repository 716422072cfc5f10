//! `drogowskaz hours`: opening hours as the product reads them, for editors and for whoever writes them with a program.

use std::io::Write;
use std::process::ExitCode;

use jiff::ToSpan;
use jiff::civil::DateTime;
use serde::Serialize;

use crate::article::Severity;
use crate::article::facts::hours::{self, Hours};
use crate::article::facts::open::{self, Now, Standing, Words};
use crate::text::say::{self, NBSP};

/// What is told of one text.
#[derive(Debug, Serialize)]
struct Told {
    valid: bool,
    problems: Vec<Finding>,
    state: &'static str,
    until: Option<String>,
    opens: Option<String>,
    text: String,
    week: Vec<DayTold>,
}

#[derive(Debug, Serialize)]
struct Finding {
    severity: Severity,
    message: String,
}

#[derive(Debug, Serialize)]
struct DayTold {
    date: String,
    state: &'static str,
    spans: Vec<String>,
    #[serde(skip)]
    text: String,
}

/// Runs the command; hours from which nothing can be computed end it with 1.
pub(in crate::cli) fn run(
    written: &str,
    now: DateTime,
    json: bool,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let told = Told::of(written, now);
    if json {
        serde_json::to_writer_pretty(&mut *out, &told)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{}", told.for_people(written))?;
    }
    Ok(if told.valid { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Told {
    fn of(written: &str, now: DateTime) -> Self {
        let problems = hours::problems(written).into_iter().map(|problem| Finding {
            severity: problem.severity,
            message: format!("{} ({})", problem.message, problem.help),
        });
        let computable = hours::computable(written);
        let shown = computable.as_ref().map(|hours| open::now_of(hours, now, Words::default()));
        // What cannot be computed is shown as it was written.
        let nothing =
            || Now { standing: Standing::Unknown, text: written.trim().to_owned(), until: None, opens: None };
        let shown = shown.unwrap_or_else(nothing);
        Self {
            valid: computable.is_some(),
            problems: problems.collect(),
            state: code(shown.standing),
            until: shown.until.map(say::local_minute),
            opens: shown.opens.map(say::local_minute),
            text: say::plain(&shown.text),
            week: week(written, computable.as_ref(), now),
        }
    }

    fn for_people(&self, written: &str) -> String {
        let mut lines = vec![say::plain(&hours::said(written))];
        if self.valid {
            lines.push(self.text.clone());
            lines.extend(self.week.iter().map(|day| format!("  {}", day.text)));
        }
        for problem in &self.problems {
            let severity = match problem.severity {
                Severity::Error => "błąd",
                Severity::Warning => "uwaga",
            };
            lines.push(format!("{severity}: {}", problem.message));
        }
        lines.join("\n")
    }
}

/// Seven days from the moment's on.
fn week(written: &str, hours: Option<&Hours>, now: DateTime) -> Vec<DayTold> {
    let dates = (0..7).filter_map(|days| now.date().checked_add(days.days()).ok());
    dates
        .map(|date| {
            let day = hours.and_then(|_| open::on(written, date, None, Words::default()));
            let day = day.unwrap_or_else(|| open::unknown_on(date));
            let span = |&(from, to): &(u16, u16)| say::plain(&open::span_written(from, to));
            DayTold {
                date: date.to_string(),
                state: code(day.standing),
                spans: day.spans.iter().map(span).collect(),
                text: day.text.replace(NBSP, " "),
            }
        })
        .collect()
}

fn code(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Closed => "closed",
        Standing::Unknown => "unknown",
    }
}
