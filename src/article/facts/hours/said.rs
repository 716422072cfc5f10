//! Opening hours for reading: `Mo-Fr 07:40-15:30` becomes `pn.–pt. 7:40–15:30`.
//!
//! Whatever an editor wrote that is not understood whole is shown as it stands: a half-understood rule would send a
//! caller to a closed door. Whether a place is open *now* is said in [`crate::article::facts::open`].

use super::{Rule, YearDay, parse};
use crate::text::say::{self, MONTHS, MONTHS_ALONE, NBSP};

const DAYS: [&str; 7] = ["pn.", "wt.", "śr.", "czw.", "pt.", "sob.", "niedz."];
/// `written` in Polish, or unchanged where any part of it is not understood.
pub fn said(written: &str) -> String {
    let rules: Option<Vec<String>> = match parse(written) {
        // Every n-th day of a month is checked and not kept by the parser.
        Ok(hours) if !written.contains('[') => hours.rules.iter().map(|one| rule(one, written)).collect(),
        _ => None,
    };
    match rules {
        Some(rules) if !rules.is_empty() => rules.join(", "),
        _ => say::unbroken(written.trim()),
    }
}

fn rule(rule: &Rule, written: &str) -> Option<String> {
    let days = [dates(rule), days(rule)].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let time = match (rule.closed, rule.spans.as_slice()) {
        (true, _) => "nieczynne".to_owned(),
        (false, []) if written.trim() == "24/7" => {
            return Some(format!("całą dobę, 7{NBSP}dni w{NBSP}tygodniu"));
        }
        // Days without hours: whether all day or unknown, only the editor knows.
        (false, []) => return None,
        (false, spans) => {
            let open_end = written.contains('+');
            let spans: Vec<String> = spans.iter().map(|&span| times(span, open_end)).collect();
            spans.join(&format!(" i{NBSP}"))
        }
    };
    let days = if days.is_empty() { "codziennie".to_owned() } else { days };
    let comment = rule.comment.as_ref().map(|comment| format!(" ({})", say::unbroken(comment)));
    Some(format!("{days}{NBSP}{time}{}", comment.unwrap_or_default()))
}

fn days(rule: &Rule) -> Option<String> {
    let name = |day: u8| DAYS.get(usize::from(day)).copied().unwrap_or_default();
    let mut days: Vec<String> = rule
        .weekdays
        .iter()
        .map(
            |&(from, to)| {
                if from == to { name(from).to_owned() } else { format!("{}–{}", name(from), name(to)) }
            },
        )
        .collect();
    if rule.holidays {
        days.push("święta".to_owned());
    }
    (!days.is_empty()).then(|| days.join(&format!(",{NBSP}")))
}

fn dates(rule: &Rule) -> Option<String> {
    let spans: Vec<String> = rule
        .dates
        .iter()
        .map(|&(from, to)| match (from == to, from.day) {
            (true, _) => year_day(from),
            // 24–26 grudnia: the month is said once.
            (false, Some(day)) if from.month == to.month && from.year == to.year => {
                format!("{day}–{}", year_day(to))
            }
            _ => format!("{}–{}", year_day(from), year_day(to)),
        })
        .collect();
    (!spans.is_empty()).then(|| spans.join(&format!(",{NBSP}")))
}

fn year_day(day: YearDay) -> String {
    let month = usize::from(day.month).saturating_sub(1);
    let text = match day.day {
        Some(number) => format!("{number}{NBSP}{}", MONTHS.get(month).unwrap_or(&"")),
        None => (*MONTHS_ALONE.get(month).unwrap_or(&"")).to_owned(),
    };
    day.year.map_or(text.clone(), |year| format!("{text}{NBSP}{year}"))
}

fn times((from, to): (u16, u16), open_end: bool) -> String {
    if open_end && to == 24 * 60 {
        return format!("od{NBSP}{}", clock(from));
    }
    format!("{}–{}", clock(from), clock(to))
}

/// Minutes from midnight as a clock shows them; past midnight it begins anew.
fn clock(minutes: u16) -> String {
    let hour = if minutes > 24 * 60 { minutes / 60 - 24 } else { minutes / 60 };
    say::clock(hour, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_hours_read_as_a_person_would_say_them() {
        let cases = [
            ("Mo-Fr 07:40-15:30", "pn.–pt.~7:40–15:30"),
            ("Mo-Fr 07:40-15:30; Sa 09:00-13:00", "pn.–pt.~7:40–15:30, sob.~9:00–13:00"),
            ("Mo,We 10:00-18:00", "pn.,~śr.~10:00–18:00"),
            ("Tu-Th 08:00-12:00,13:00-16:00", "wt.–czw.~8:00–12:00 i~13:00–16:00"),
            ("24/7", "całą dobę, 7~dni w~tygodniu"),
            ("Mo-Su 00:00-24:00; PH off", "pn.–niedz.~0:00–24:00, święta~nieczynne"),
            ("10:00-18:00", "codziennie~10:00–18:00"),
            ("Mo-Fr 07:40-15:30 \"po umówieniu\"", "pn.–pt.~7:40–15:30 (po umówieniu)"),
            (
                "Apr-Sep 07:00-20:00; Oct-Mar 07:00-18:00",
                "kwiecień–wrzesień~7:00–20:00, październik–marzec~7:00–18:00",
            ),
            ("Mo-Fr 08:00-16:00; Dec 24-26 off", "pn.–pt.~8:00–16:00, 24–26~grudnia~nieczynne"),
            ("Apr-Sep Sa 09:00-13:00", "kwiecień–wrzesień, sob.~9:00–13:00"),
            ("Mo-Fr 08:00+", "pn.–pt.~od~8:00"),
            ("Fr 22:00-02:00", "pt.~22:00–2:00"),
        ];
        for (written, expected) in cases {
            assert_eq!(said(written).replace(NBSP, "~"), expected, "for {written:?}");
        }
    }

    #[test]
    fn hours_that_are_not_understood_stay_as_the_editor_wrote_them() {
        for written in [
            "poniedziałek od 10 do 18",
            "Mo-Fr",
            "Mo-Fr 07:40",
            "Sa[1] 09:00-13:00",
            "Mo-Fr 27:00-28:00",
            "Mo-Fr 07:4x-15:30",
            "week 1-10 Mo 08:00-12:00",
            "",
        ] {
            assert_eq!(said(written).replace(NBSP, " "), written, "for {written:?}");
        }
    }
}
