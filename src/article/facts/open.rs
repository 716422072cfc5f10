//! Whether a place is open now, and when it opens next: what an agent says before a caller sets out.
//!
//! The hours are evaluated by the `opening-hours` crate with Poland's public holidays. Two customs of Polish offices
//! are added to the letter of the syntax: who is closed on Sundays is closed on holidays, and of who works on
//! Sundays nobody knows whether holidays count – so that is what is said.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};
use opening_hours::localization::Country;
use opening_hours::{Context, OpeningHours, RuleKind};

use super::hours;
use crate::text::say::{self, NBSP, date_without_year};

/// Whether a place is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The door is open.
    Open,
    /// It is not.
    Closed,
    /// The hours do not tell.
    Unknown,
}

/// The state of a place at one moment, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Now {
    /// Open, closed, or not known.
    pub standing: Standing,
    /// `Czynne do 15:30`, `Zamknięte, otwarcie jutro o 7:40`.
    pub text: String,
    /// When it closes, while it is open and that is known.
    pub until: Option<DateTime>,
    /// When it opens next, while it is closed and that is known.
    pub opens: Option<DateTime>,
}

/// The state of a place on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDay {
    /// The day.
    pub date: Date,
    /// Whether the door is open on it at all.
    pub standing: Standing,
    /// When it is: minutes from midnight, an end past 24:00 on the next day.
    pub spans: Vec<(u16, u16)>,
    /// `W czwartek 24 grudnia zamknięte: Wigilia`.
    pub text: String,
}

static CONTEXT: LazyLock<Context> =
    LazyLock::new(|| Context::default().with_holidays(Country::PL.holidays()));

/// The state at `now` of a place with these hours; `None` where the hours cannot be computed with.
pub fn at(written: &str, now: DateTime) -> Option<Now> {
    let rules = hours::parse(written).ok()?.rules;
    let all_day = rules.iter().any(|rule| !rule.closed && rule.spans.is_empty() && rule.weekdays.is_empty());
    let names_holidays = rules.iter().any(|rule| rule.holidays);
    let on_sundays = rules.iter().any(|rule| {
        !rule.closed
            && (rule.weekdays.is_empty() || rule.weekdays.iter().any(|&(from, to)| to == 6 || from > to))
    });
    let holiday = is_holiday(now);
    if holiday && !names_holidays && on_sundays && !all_day {
        return Some(Now {
            standing: Standing::Unknown,
            text: format!("Dziś święto – godziny mogą być inne, sprawdź przed{NBSP}podaniem"),
            until: None,
            opens: None,
        });
    }
    let written =
        if names_holidays || on_sundays { written.to_owned() } else { format!("{written}; PH off") };
    let hours = evaluate(&written)?;
    // The crate's moments are of another library; both read and write them the same way.
    let (kind, comment) = hours.state(now.to_string().parse().ok()?);
    let change = hours
        .next_change(now.to_string().parse().ok()?)
        .and_then(|moment| moment.to_string().parse::<DateTime>().ok());
    let comment = if comment.is_empty() { String::new() } else { format!(", {}", say::unbroken(&comment)) };
    Some(match kind {
        RuleKind::Open => Now {
            standing: Standing::Open,
            text: match change {
                None => "Czynne całą dobę".to_owned(),
                Some(end) => format!("Czynne {}{comment}", until(end, now)),
            },
            until: change,
            opens: None,
        },
        RuleKind::Closed => {
            let state = if holiday { format!("Zamknięte w{NBSP}święto") } else { "Zamknięte".to_owned() };
            Now {
                standing: Standing::Closed,
                text: match change {
                    None => format!("{state}{comment}"),
                    Some(start) => format!("{state}, otwarcie {}{comment}", from(start, now)),
                },
                until: None,
                opens: change,
            }
        }
        RuleKind::Unknown => {
            let text = format!("Zadzwoń przed przyjściem{comment}");
            Now { standing: Standing::Unknown, text, until: None, opens: None }
        }
    })
}

fn evaluate(written: &str) -> Option<OpeningHours> {
    let hours: OpeningHours = written.parse().ok()?;
    Some(hours.with_context(CONTEXT.clone()))
}

fn is_holiday(now: DateTime) -> bool {
    let moment = now.to_string().parse().ok();
    evaluate("PH").zip(moment).is_some_and(|(holidays, moment)| holidays.is_open(moment))
}

/// `do 15:30`; `do jutra, do 2:00`.
fn until(end: DateTime, now: DateTime) -> String {
    let days = days_between(now.date(), end.date());
    match (days, end.hour(), end.minute()) {
        (0, ..) => format!("do{NBSP}{}", clock(end)),
        (1, 0, 0) => format!("do{NBSP}północy"),
        (1, ..) => format!("do{NBSP}jutra, do{NBSP}{}", clock(end)),
        // Open through the night, for days: the hour says nothing yet.
        _ => format!("całą dobę, do{NBSP}{}", date_without_year(end.date())),
    }
}

/// `dziś o 7:40`, `jutro o 7:40`, `w poniedziałek o 7:40`, `7 stycznia o 7:40`.
fn from(start: DateTime, now: DateTime) -> String {
    let day = match days_between(now.date(), start.date()) {
        0 => "dziś".to_owned(),
        1 => "jutro".to_owned(),
        2..=6 => on_weekday(start.date()),
        _ => date_without_year(start.date()),
    };
    format!("{day} o{NBSP}{}", clock(start))
}

fn days_between(today: Date, other: Date) -> i64 {
    // Beyond a year it does not matter how far.
    (0..=366).find(|&days| today.checked_add(days.days()).is_ok_and(|day| day >= other)).unwrap_or(366)
}

fn on_weekday(day: Date) -> String {
    match day.weekday() {
        Weekday::Monday => format!("w{NBSP}poniedziałek"),
        Weekday::Tuesday => format!("we{NBSP}wtorek"),
        Weekday::Wednesday => format!("w{NBSP}środę"),
        Weekday::Thursday => format!("w{NBSP}czwartek"),
        Weekday::Friday => format!("w{NBSP}piątek"),
        Weekday::Saturday => format!("w{NBSP}sobotę"),
        Weekday::Sunday => format!("w{NBSP}niedzielę"),
    }
}

fn clock(moment: DateTime) -> String {
    say::clock(moment.hour(), moment.minute())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const OFFICE: &str = "Mo-Fr 07:40-15:30";

    #[track_caller]
    fn says(hours: &str, moment: &str, standing: Standing, text: &str) {
        let now = at(hours, moment.parse().unwrap()).unwrap();
        assert_eq!(
            (now.standing, now.text.replace(NBSP, " ").as_str()),
            (standing, text),
            "{hours} {moment}"
        );
    }

    #[test]
    fn an_open_door_says_until_when() {
        says(OFFICE, "2026-11-20T10:30", Standing::Open, "Czynne do 15:30");
        says("Mo-Fr 08:00-12:00,13:00-16:00", "2026-11-20T09:00", Standing::Open, "Czynne do 12:00");
        says("24/7", "2026-12-25T03:00", Standing::Open, "Czynne całą dobę");
        says("Mo-Su 10:00-24:00", "2026-11-20T22:00", Standing::Open, "Czynne do północy");
        says("Fr 22:00-02:00", "2026-11-20T23:00", Standing::Open, "Czynne do jutra, do 2:00");
    }

    #[test]
    fn a_closed_door_says_when_it_opens() {
        says(OFFICE, "2026-11-19T06:00", Standing::Closed, "Zamknięte, otwarcie dziś o 7:40");
        says(OFFICE, "2026-11-19T15:30", Standing::Closed, "Zamknięte, otwarcie jutro o 7:40");
        says(OFFICE, "2026-11-20T18:00", Standing::Closed, "Zamknięte, otwarcie w poniedziałek o 7:40");
        says("Tu 08:00-12:00", "2026-11-19T10:00", Standing::Closed, "Zamknięte, otwarcie we wtorek o 8:00");
        says(
            "Apr-Sep 07:00-20:00",
            "2026-11-20T10:00",
            Standing::Closed,
            "Zamknięte, otwarcie 1 kwietnia o 7:00",
        );
    }

    #[test]
    fn who_rests_on_sundays_rests_on_holidays() {
        // 11 November 2026 is a Wednesday; Christmas Eve is a holiday since 2025.
        says(OFFICE, "2026-11-11T10:00", Standing::Closed, "Zamknięte w święto, otwarcie jutro o 7:40");
        says(OFFICE, "2026-12-23T16:00", Standing::Closed, "Zamknięte, otwarcie w poniedziałek o 7:40");
        says(
            OFFICE,
            "2026-12-24T09:00",
            Standing::Closed,
            "Zamknięte w święto, otwarcie w poniedziałek o 7:40",
        );
        says("Mo-Fr 08:00-16:00; PH 10:00-12:00", "2026-11-11T10:30", Standing::Open, "Czynne do 12:00");
    }

    #[test]
    fn of_who_works_on_sundays_nothing_is_promised_on_a_holiday() {
        let text = "Dziś święto – godziny mogą być inne, sprawdź przed podaniem";
        says("Mo-Su 06:00-20:00", "2026-11-11T10:00", Standing::Unknown, text);
        says("06:00-20:00", "2026-11-11T10:00", Standing::Unknown, text);
        says(
            "Mo-Su 06:00-20:00; PH off",
            "2026-11-11T10:00",
            Standing::Closed,
            "Zamknięte w święto, otwarcie jutro o 6:00",
        );
    }

    #[test]
    fn a_remark_of_the_editor_is_read_out_too() {
        says(
            "Mo-Fr 08:00-16:00 \"po umówieniu\"",
            "2026-11-20T10:00",
            Standing::Open,
            "Czynne do 16:00, po umówieniu",
        );
    }

    #[test]
    fn hours_that_cannot_be_computed_with_say_nothing_about_now() {
        let now = "2026-11-20T10:00".parse().unwrap();
        for text in ["", "poniedziałek od 10 do 18", "week 1-10 Mo 08:00-12:00", "sunrise-sunset"] {
            assert_eq!(at(text, now), None, "{text}");
        }
    }
}
