//! Times of day: "po 16", "o 19:30", "o siedemnastej", "o 6 rano", "wieczorem".

use super::token::Token;

/// A time of day, and how many tokens say so.
pub(super) struct Clock {
    pub minute: u16,
    pub tokens: usize,
    /// "Rano" is no hour.
    pub vague: bool,
}

const BEFORE: &[&str] = &["o", "po", "przed", "okolo", "ok", "godz", "godzinie", "godziny", "godzina", "g"];
/// Of "do 18" and "od 7" only a question for hours says whether an hour is meant.
const BEFORE_IN_HOURS: &[&str] = &["do", "od"];

/// Behind a number these say that it counts something else.
const UNITS: &[&str] = &[
    "roku",
    "rok",
    "lat",
    "lata",
    "latach",
    "roz",
    "rz",
    "zl",
    "zlotych",
    "zlote",
    "pln",
    "osob",
    "osoby",
    "dni",
    "dniach",
    "dnia",
    "tygodni",
    "tygodniach",
    "miesiecy",
    "miesiacach",
    "minut",
    "minutach",
    "min",
    "km",
    "m",
    "metr",
    "metrow",
    "kg",
    "tony",
    "ton",
    "t",
    "procent",
    "pietro",
    "pietrze",
    "tysiecy",
    "tys",
    "stopni",
    "litrow",
    "l",
    "urodzin",
    "urodzinach",
    "sztuk",
    "dzieci",
    "godzin",
    "godzinach",
    "razy",
    "pokoje",
    "wniosek",
];

const ORDINALS: [&str; 20] = [
    "pierwszej",
    "drugiej",
    "trzeciej",
    "czwartej",
    "piatej",
    "szostej",
    "siodmej",
    "osmej",
    "dziewiatej",
    "dziesiatej",
    "jedenastej",
    "dwunastej",
    "trzynastej",
    "czternastej",
    "pietnastej",
    "szesnastej",
    "siedemnastej",
    "osiemnastej",
    "dziewietnastej",
    "dwudziestej",
];

/// Reads a time that begins at `at`.
pub(super) fn at(tokens: &[Token], at: usize, hours: bool) -> Option<Clock> {
    let rest = &tokens[at..];
    let first = rest.first()?;
    // "17:30" needs no word before it.
    if let Some((minute, length)) = digital(rest, &[":"]) {
        return Some(part_of_day(rest, minute, length));
    }
    let names = first.any(BEFORE) || (hours && first.any(BEFORE_IN_HOURS));
    if names {
        let mut skip = 1;
        while rest.get(skip).is_some_and(|token| token.is(".") || token.any(&["godz", "godzinie", "godziny"]))
        {
            skip += 1;
        }
        let after = &rest[skip..];
        let read = digital(after, &[":", "."]).or_else(|| whole(after)).or_else(|| spoken(after));
        if let Some((minute, length)) = read {
            let unit = after.get(length).is_some_and(|token| token.any(UNITS) || token.is("%"));
            let goes_on = after
                .get(length)
                .is_some_and(|token| token.joined && (token.any(&["/", "+", "-"]) || token.number.is_some()));
            // "Po 3 maja", "od 24 do 26 grudnia" are days.
            let day = super::day::is_of_month(after);
            if unit || goes_on || day {
                return None;
            }
            let clock = part_of_day(after, minute, length);
            return Some(Clock { tokens: clock.tokens + skip, ..clock });
        }
    }
    vague(rest)
}

/// `17:30`, after a word that says so also `17.30`.
fn digital(tokens: &[Token], between: &[&str]) -> Option<(u16, usize)> {
    let [hour, sign, minute, ..] = tokens else { return None };
    let (h, m) = (hour.number?, minute.number?);
    let written =
        sign.joined && minute.joined && between.contains(&sign.text.as_str()) && minute.text.len() == 2;
    let more = tokens.get(3).is_some_and(|next| next.joined && (next.is(".") || next.is(":")))
        && tokens.get(4).is_some_and(|next| next.joined && next.number.is_some());
    (written && !more && h <= 24 && m < 60 && h * 60 + m <= 24 * 60).then(|| (h * 60 + m, 3))
}

fn whole(tokens: &[Token]) -> Option<(u16, usize)> {
    let hour = tokens.first()?.number.filter(|hour| *hour <= 24)?;
    // "17-tej", "17tej".
    let mut length = 1;
    if tokens.get(1).is_some_and(|token| token.joined && token.is("-"))
        && tokens.get(2).is_some_and(|token| token.any(&["tej", "ta", "ej"]))
    {
        length = 3;
    } else if tokens.get(1).is_some_and(|token| token.joined && token.any(&["tej", "ta", "ej", "h"])) {
        length = 2;
    }
    Some((hour * 60, length))
}

fn spoken(tokens: &[Token]) -> Option<(u16, usize)> {
    let place = |token: &Token| ORDINALS.iter().position(|word| token.like(&[word]));
    let first = u16::try_from(place(tokens.first()?)?).ok()? + 1;
    let second = tokens.get(1).and_then(place).and_then(|at| u16::try_from(at).ok()).map(|at| at + 1);
    match second {
        Some(unit) if first == 20 && unit <= 4 => Some(((20 + unit) * 60, 2)),
        _ => Some((first * 60, 1)),
    }
}

/// "7 wieczorem", "3 po południu".
fn part_of_day(tokens: &[Token], minute: u16, length: usize) -> Clock {
    const MORNING: &[&str] = &["rano", "zrana"];
    const EVENING: &[&str] = &["wieczorem", "wieczor"];
    let next = tokens.get(length);
    let noon = 12 * 60;
    if next.is_some_and(|token| token.any(MORNING)) {
        return Clock { minute, tokens: length + 1, vague: false };
    }
    let evening = next.is_some_and(|token| token.any(EVENING));
    let afternoon = next.is_some_and(|token| token.is("po"))
        && tokens.get(length + 1).is_some_and(|token| token.like(&["poludniu"]));
    let tokens = length + usize::from(evening) + 2 * usize::from(afternoon);
    let minute = if (evening || afternoon) && minute < noon { minute + noon } else { minute };
    Clock { minute, tokens, vague: false }
}

fn vague(tokens: &[Token]) -> Option<Clock> {
    let first = tokens.first()?;
    let second = tokens.get(1);
    let clock = |hour: u16, tokens| Some(Clock { minute: hour * 60, tokens, vague: true });
    if first.any(&["rano"]) {
        return clock(8, 1);
    }
    if first.like(&["wieczorem"]) {
        return clock(19, 1);
    }
    if first.is("po") && second.is_some_and(|token| token.like(&["poludniu"])) {
        return clock(16, 2);
    }
    if first.is("w") && second.is_some_and(|token| token.any(&["poludnie"])) {
        return clock(12, 2);
    }
    None
}
