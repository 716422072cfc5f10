//! Opening hours for reading: `Mo-Fr 07:40-15:30` becomes `pn.–pt. 7:40–15:30`.
//!
//! Whatever an editor wrote that is not understood whole is shown as it stands: a half-understood rule would send a
//! caller to a closed door. Whether a place is open *now* is said in [`crate::article::facts::open`].

use super::{Kind, MIDNIGHT, Rule, Span, Weekdays, YearDay, computable};
use crate::text::say::{self, MONTHS, MONTHS_ALONE, NBSP};

const DAYS: [&str; 7] = ["pn.", "wt.", "śr.", "czw.", "pt.", "sob.", "niedz."];
/// `written` in Polish, or unchanged where any part of it is not understood.
pub fn said(written: &str) -> String {
    let rules: Option<Vec<String>> =
        computable(written).and_then(|hours| hours.rules.iter().map(|one| rule(one, written)).collect());
    match rules {
        Some(rules) if !rules.is_empty() => rules.join(", "),
        _ => say::unbroken(written.trim()),
    }
}

fn rule(rule: &Rule, written: &str) -> Option<String> {
    let days = [dates(rule), days(rule)?].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let comment = rule.comment.as_ref().map(|comment| say::unbroken(comment));
    let spans: Vec<String> = rule.spans.iter().map(|&span| times(span)).collect();
    let spans = spans.join(&format!(" i{NBSP}"));
    let time = match (rule.kind, rule.spans.is_empty()) {
        (Kind::Closed, true) => "nieczynne".to_owned(),
        (Kind::Closed, false) => format!("nieczynne{NBSP}{spans}"),
        (Kind::Unknown, _) => format!("godzin{NBSP}nie{NBSP}podano"),
        (Kind::Open, true) if written.trim() == "24/7" => {
            return Some(format!("całą dobę, 7{NBSP}dni w{NBSP}tygodniu"));
        }
        (Kind::Open, true) => format!("całą{NBSP}dobę"),
        (Kind::Open, false) => spans,
        (Kind::Silent, _) => {
            let comment = comment?;
            return Some(if days.is_empty() { comment } else { format!("{days}{NBSP}{comment}") });
        }
    };
    let days = if days.is_empty() { "codziennie".to_owned() } else { days };
    let comment = comment.map(|comment| format!(" ({comment})"));
    Some(format!("{days}{NBSP}{time}{}", comment.unwrap_or_default()))
}

/// `None` for what no words were found for, `Some(None)` for every day.
fn days(rule: &Rule) -> Option<Option<String>> {
    let mut days: Vec<String> = rule.weekdays.iter().map(weekdays).collect::<Option<_>>()?;
    if rule.holidays {
        days.push("święta".to_owned());
    }
    Some((!days.is_empty()).then(|| days.join(&format!(",{NBSP}"))))
}

fn weekdays(days: &Weekdays) -> Option<String> {
    let name = |day: u8| DAYS.get(usize::from(day)).copied().unwrap_or_default();
    if days.from != days.to {
        return Some(format!("{}–{}", name(days.from), name(days.to)));
    }
    let nth: Vec<String> = days
        .nth
        .iter()
        .map(|&nth| match nth {
            -1 => Some("ostatnia".to_owned()),
            1.. => Some(format!("{nth}.")),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let day = name(days.from);
    Some(if nth.is_empty() {
        day.to_owned()
    } else {
        format!("{}{NBSP}{day}{NBSP}miesiąca", nth.join(&format!("{NBSP}i{NBSP}")))
    })
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

fn times(span: Span) -> String {
    match span {
        Span { open_end: true, from, .. } => format!("od{NBSP}{}", clock(from)),
        Span { from, to, .. } => format!("{}–{}", clock(from), clock(to)),
    }
}

/// Minutes from midnight as a clock shows them; past midnight it begins anew.
fn clock(minutes: u16) -> String {
    let hour = if minutes > MIDNIGHT { minutes / 60 - 24 } else { minutes / 60 };
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
            ("Mo-Th 08:00-24:00; Fr 08:00+", "pn.–czw.~8:00–24:00, pt.~od~8:00"),
            ("Sa[1,3] 09:00-13:00", "1.~i~3.~sob.~miesiąca~9:00–13:00"),
            ("Mo-Fr 08:00-16:00; Mo 12:00-13:00 off", "pn.–pt.~8:00–16:00, pn.~nieczynne~12:00–13:00"),
            ("\"po umówieniu\"", "po umówieniu"),
            ("Mo-Fr 08:00-16:00; Sa unknown", "pn.–pt.~8:00–16:00, sob.~godzin~nie~podano"),
            ("off \"remont do odwołania\"", "codziennie~nieczynne (remont do odwołania)"),
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
            "Sa[-2] 09:00-13:00",
            "Mo-Fr 08:00-16:00; Feb 30 off",
            "Mo-Fr 27:00-28:00",
            "Mo-Fr 07:4x-15:30",
            "week 1-10 Mo 08:00-12:00",
            "",
        ] {
            assert_eq!(said(written).replace(NBSP, " "), written, "for {written:?}");
        }
    }
}
