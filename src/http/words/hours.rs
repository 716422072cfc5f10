//! Opening hours for reading: `Mo-Fr 07:40-15:30` becomes `pn.–pt. 7:40–15:30`.
//!
//! Understands the part of the OpenStreetMap syntax that opening times of offices use. Whatever else an editor
//! wrote is shown as it stands: a half-understood rule would send a caller to a closed door. Whether a place is
//! open *now* is not decided here.

use super::NBSP;

/// `written` in Polish, or unchanged where any part of it is not understood.
pub fn hours(written: &str) -> String {
    let rules: Option<Vec<String>> =
        written.split(';').map(str::trim).filter(|rule| !rule.is_empty()).map(rule).collect();
    match rules {
        Some(rules) if !rules.is_empty() => rules.join(", "),
        _ => super::glue(written.trim()),
    }
}

fn rule(rule: &str) -> Option<String> {
    if rule == "24/7" {
        return Some(format!("całą dobę, 7{NBSP}dni w{NBSP}tygodniu"));
    }
    // Days and times are the only words; a space after a comma belongs to the list.
    let rule = rule.replace(", ", ",");
    let mut words = rule.split_whitespace();
    let first = words.next()?;
    let (days, time) = match words.next() {
        Some(time) => (Some(days(first)?), times(time)?),
        None => (None, times(first)?),
    };
    if words.next().is_some() {
        return None;
    }
    Some(match days {
        Some(days) => format!("{days}{NBSP}{time}"),
        None => format!("codziennie{NBSP}{time}"),
    })
}

fn days(list: &str) -> Option<String> {
    let days: Option<Vec<String>> = list
        .split(',')
        .map(|part| match part.split_once('-') {
            Some((from, to)) => Some(format!("{}–{}", weekday(from)?, weekday(to)?)),
            None => Some(weekday(part)?.to_owned()),
        })
        .collect();
    days.map(|days| days.join(&format!(",{NBSP}")))
}

fn weekday(code: &str) -> Option<&'static str> {
    Some(match code {
        "Mo" => "pn.",
        "Tu" => "wt.",
        "We" => "śr.",
        "Th" => "czw.",
        "Fr" => "pt.",
        "Sa" => "sob.",
        "Su" => "niedz.",
        "PH" => "święta",
        _ => return None,
    })
}

fn times(list: &str) -> Option<String> {
    if matches!(list, "off" | "closed") {
        return Some("nieczynne".to_owned());
    }
    let ranges: Option<Vec<String>> = list
        .split(',')
        .map(|range| {
            let (from, to) = range.split_once('-')?;
            Some(format!("{}–{}", clock(from)?, clock(to)?))
        })
        .collect();
    ranges.map(|ranges| ranges.join(&format!(" i{NBSP}")))
}

/// `07:40` → `7:40`.
fn clock(time: &str) -> Option<String> {
    let (hour, minute) = time.split_once(':')?;
    let well_formed = (1..=2).contains(&hour.len())
        && minute.len() == 2
        && hour.bytes().chain(minute.bytes()).all(|b| b.is_ascii_digit());
    let (hour, whole): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
    (well_formed && hour <= 24 && whole < 60).then(|| format!("{hour}:{minute}"))
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
        ];
        for (written, expected) in cases {
            assert_eq!(hours(written).replace(NBSP, "~"), expected, "for {written:?}");
        }
    }

    #[test]
    fn hours_that_are_not_understood_stay_as_the_editor_wrote_them() {
        for written in [
            "poniedziałek od 10 do 18",
            "Mo-Fr",
            "Mo-Fr 07:40",
            "Mo-Fr 07:40-15:30 \"po umówieniu\"",
            "Mo-Fr 25:00-26:00",
            "Mo-Fr 07:4x-15:30",
            "week 1-10 Mo 08:00-12:00",
            "",
        ] {
            assert_eq!(hours(written).replace(NBSP, " "), written, "for {written:?}");
        }
    }
}
