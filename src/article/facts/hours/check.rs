//! What can be read as opening hours and cannot be meant: dates that no calendar has, days without hours, rules that
//! later ones replace whole. A guess would send somebody to a closed door, so nothing is computed from such a text.

use super::day::WEEK;
use super::{EXAMPLE, Hours, Kind, Rule, YearDay, parse};
use crate::article::Severity;

/// A finding about opening hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursProblem {
    /// An error computes nothing.
    pub severity: Severity,
    /// The text is no opening hours at all: words for people, perhaps.
    pub unreadable: bool,
    /// What is wrong, in Polish.
    pub message: String,
    /// What to do about it, in Polish.
    pub help: &'static str,
}

/// All that is wrong with `text`.
pub fn problems(text: &str) -> Vec<HoursProblem> {
    match parse(text) {
        Err(error) => vec![HoursProblem {
            severity: Severity::Error,
            unreadable: true,
            message: format!("godzin nie da się odczytać: {error}"),
            help: EXAMPLE,
        }],
        Ok(hours) => found(&hours),
    }
}

/// Whether one of the problems is an error.
pub(super) fn contradicts(hours: &Hours) -> bool {
    found(hours).iter().any(|problem| problem.severity == Severity::Error)
}

fn found(hours: &Hours) -> Vec<HoursProblem> {
    let mut problems = Vec::new();
    let mut say = |severity, message: String, help| {
        problems.push(HoursProblem { severity, unreadable: false, message, help });
    };
    for (at, rule) in hours.rules.iter().enumerate() {
        let nth = at + 1;
        for &(from, to) in &rule.dates {
            if let Some(day) = [from, to].into_iter().find(|day| !exists(*day)) {
                say(
                    Severity::Error,
                    format!("{nth}. reguła: w kalendarzu nie ma dnia {}", written(day)),
                    "popraw datę",
                );
            } else if runs_backwards(from, to) {
                say(
                    Severity::Error,
                    format!("{nth}. reguła: {}–{} kończy się, zanim się zacznie", written(from), written(to)),
                    "popraw zakres dat; przez Nowy Rok: Dec 24-Jan 02",
                );
            }
        }
        match (rule.kind, &rule.comment) {
            (Kind::Silent, Some(comment)) => say(
                Severity::Warning,
                format!("{nth}. reguła to sama uwaga („{comment}”): nie otwiera i nie zamyka"),
                "dopisz godziny przed uwagą albo przenieś ją do treści artykułu",
            ),
            (Kind::Silent, None) => {
                say(
                    Severity::Error,
                    format!("{nth}. reguła podaje dni bez godzin"),
                    "dopisz godziny, na przykład 08:00-16:00, albo off",
                );
            }
            _ => {}
        }
        if let Some(later) = replaced(rule, &hours.rules[at + 1..]) {
            // Whoever ends with „off” closes the place for a time, and leaves its hours for later.
            let closed = later.iter().all(|rule| rule.kind == Kind::Closed);
            let severity =
                if closed && rule.kind == Kind::Open { Severity::Warning } else { Severity::Error };
            say(
                severity,
                format!("{nth}. reguła nic nie znaczy: późniejsza mówi o tych samych dniach i ją zastępuje"),
                "godziny tego samego dnia zapisz po przecinku: Mo-Fr 08:00-12:00,13:00-16:00; wyjątki stoją po regule ogólnej",
            );
        }
    }
    problems
}

/// Whether the calendar has such a day, in the year that is named or in some year.
fn exists(day: YearDay) -> bool {
    let Some(number) = day.day else { return true };
    // Of no year: 29 February is a day.
    let year = day.year.unwrap_or(2024);
    let date = |month: u8, number: u8| {
        jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(number).ok()?).ok()
    };
    date(day.month, number).is_some()
}

/// `Nov 30-20`, or a year after which the range ends.
fn runs_backwards(from: YearDay, to: YearDay) -> bool {
    match (from.year, to.year) {
        (Some(_), Some(_)) => (to.year, to.month, to.day) < (from.year, from.month, from.day),
        _ => from.month == to.month && to.day < from.day,
    }
}

fn written(day: YearDay) -> String {
    let number = day.day.map(|number| format!("{number}.")).unwrap_or_default();
    let year = day.year.map(|year| format!(".{year}")).unwrap_or_default();
    format!("{number}{:02}{year}", day.month)
}

/// The later rules that leave none of `rule`'s days to it; `None` where some is left.
fn replaced<'r>(rule: &Rule, later: &'r [Rule]) -> Option<Vec<&'r Rule>> {
    // A remark replaces nothing, a break in the day (`12:00-13:00 off`) takes only its minutes.
    let replaces = |other: &&Rule| match other.kind {
        Kind::Open | Kind::Unknown => true,
        Kind::Closed => other.spans.is_empty(),
        Kind::Silent => false,
    };
    let later: Vec<&Rule> = later.iter().filter(replaces).collect();
    if later.is_empty() || rule.kind == Kind::Silent {
        return None;
    }
    let is_yearly = |rule: &Rule| rule.dates.iter().all(|(from, _)| from.year.is_none());
    let plain = |rule: &Rule| is_yearly(rule) && rule.weekdays.iter().all(|days| days.nth.is_empty());
    // Rules for one year or the n-th weekday are compared as they are written.
    let same: Vec<&Rule> = later
        .iter()
        .copied()
        .filter(|other| {
            other.dates == rule.dates && other.weekdays == rule.weekdays && other.holidays == rule.holidays
        })
        .collect();
    if !same.is_empty() {
        return Some(same);
    }
    let later: Vec<&Rule> = later.into_iter().filter(|other| plain(other)).collect();
    // `PH off; Mo-Fr 08:00-16:00`: on a holiday in the week the second rule opens again.
    let reopens = |other: &&Rule| other.kind == Kind::Open && !other.holidays && other.dates.is_empty();
    if rule.holidays && rule.weekdays.is_empty() && later.iter().any(reopens) {
        return Some(later);
    }
    let covered = |month: u8, day: u8| {
        let mut weekdays = 0;
        let mut holidays = false;
        for other in &later {
            if other.in_season(None, month, day) {
                let every = other.weekdays.is_empty() && !other.holidays;
                weekdays |= if every { WEEK } else { other.weekday_mask() };
                holidays |= other.holidays || every || other.weekday_mask() == WEEK;
            }
        }
        (weekdays, holidays)
    };
    let wanted = if rule.weekdays.is_empty() && !rule.holidays { WEEK } else { rule.weekday_mask() };
    let year = rule.dates.first().and_then(|(from, _)| from.year);
    let mut any = false;
    for month in 1..=12 {
        for day in 1..=31 {
            if !rule.in_season(year, month, day) {
                continue;
            }
            any = true;
            let (weekdays, holidays) = covered(month, day);
            if wanted & !weekdays != 0 || (rule.holidays && !holidays) {
                return None;
            }
        }
    }
    any.then_some(later)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn severities(text: &str) -> Vec<Severity> {
        problems(text).into_iter().map(|problem| problem.severity).collect()
    }

    #[test]
    fn what_offices_write_has_no_problems() {
        for text in [
            "Mo-Fr 08:00-16:00; Nov 20-30 closed \"remont\"",
            "off \"remont do odwołania\"",
            "Mo-Fr 08:00-16:00; PH off \"święto\"",
            "Mo-Fr 07:40-15:30; Dec 31 07:40-13:00",
            "Jul-Aug Mo-Fr 08:00-15:00; Sep-Jun Mo-Fr 08:00-16:00",
            "Mo-Fr 08:00-16:00; Mo 10:00-18:00",
            "Mo-Fr 08:00-16:00; Mo-Fr 12:00-12:30 off",
            "Mo-Fr 08:00-16:00; Feb 29 off",
            "Apr-Sep 07:00-20:00; Oct-Mar 07:00-18:00",
            "Mo-Su,PH 07:00-20:00; PH 08:00-12:00",
            "Mo-Fr 08:00-16:00; 2026 Dec 31 off; 2027 Dec 31 off",
            "Sa[1] 09:00-13:00; Sa[3] 10:00-12:00",
            "24/7; Dec 24 off",
        ] {
            assert_eq!(severities(text), [], "{text}: {:?}", problems(text));
        }
    }

    #[test]
    fn a_remark_is_no_hours() {
        for text in ["\"po umówieniu\"", "Mo-Fr 08:00-16:00; \"przerwa 12-13\"", "Sa \"po umówieniu\""] {
            assert_eq!(severities(text), [Severity::Warning], "{text}");
        }
    }

    #[test]
    fn impossible_dates_days_without_hours_and_replaced_rules_are_errors() {
        for text in [
            "Mo-Fr 08:00-16:00; Feb 30 off",
            "Jun 31 off",
            "2026 Feb 29 08:00-12:00",
            "Mo-Fr 08:00-16:00; Nov 30-20 off",
            "2027 Dec 24-2026 Jan 02 off",
            "Mo-Fr",
            "Mo-Fr 08:00-16:00; Dec 24",
            "PH",
            "Mo-Fr 08:00-12:00; Mo-Fr 13:00-16:00",
            "08:00-12:00; 13:00-16:00",
            "Mo 10:00-18:00; Mo-Fr 08:00-16:00",
            "Mo-Fr 08:00-16:00; Mo-We 08:00-12:00; Th-Su 08:00-10:00",
            "Dec 24 08:00-12:00; Mo-Su 08:00-16:00",
            "Mo-Fr 08:00-16:00; Dec 24 off; Dec 24 08:00-12:00",
            "Apr-Sep Mo-Fr 08:00-16:00; Mar-Oct 10:00-12:00",
            "PH off; Mo-Fr 08:00-16:00",
            "PH 10:00-12:00; Mo-Su 08:00-16:00",
        ] {
            assert!(severities(text).contains(&Severity::Error), "{text}");
        }
    }

    #[test]
    fn who_closes_for_a_time_may_leave_the_hours() {
        assert_eq!(severities("Mo-Fr 08:00-16:00; off \"remont\""), [Severity::Warning]);
    }
}
