//! How values are read: functions for `deserialize_with`. All that have nothing in them read as `None`.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::Deserializer;
use serde::de::{Error, Expected, Unexpected, Visitor};

use crate::search::LONGEST_QUESTION;
use crate::text::{Masked, mask, say};

/// What a value may be: for programs, and as the end of the sentence that its name begins.
pub(in crate::http) struct May {
    allowed: Cow<'static, str>,
    says: Cow<'static, str>,
}

impl May {
    pub(in crate::http) fn be(
        allowed: impl Into<Cow<'static, str>>,
        says: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { allowed: allowed.into(), says: says.into() }
    }
}

impl Expected for May {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if f.alternate() { &self.says } else { &self.allowed })
    }
}

/// Reads what is written as text.
pub(in crate::http) fn written<'de, D: Deserializer<'de>, T>(
    from: D,
    may: May,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, D::Error> {
    from.deserialize_any(Written { may, read })
}

struct Written<F> {
    may: May,
    read: F,
}

impl<T, F: FnOnce(&str) -> Option<T>> Visitor<'_> for Written<F> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.may.fmt(f)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        if text.is_empty() {
            return Ok(None);
        }
        let value = (self.read)(text);
        value.map(Some).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self.may))
    }
}

/// A value that must be there.
pub(in crate::http) fn required<T, E: Error>(value: Option<T>) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(""))
}

/// A text no longer than this.
fn bounded<E: Error>(text: Option<String>, longest: usize, may: &May) -> Result<Option<String>, E> {
    let length = text.as_ref().map_or(0, |text| text.chars().count());
    if length > longest { Err(E::invalid_length(length, may)) } else { Ok(text) }
}

// --- in a query string

/// A question in the words of whoever asks; none is an empty one.
pub(in crate::http) fn question<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = written(from, May::be("text", "ma być tekstem"), |text| Some(text.to_owned()))?;
    let allowed = format!("0–{LONGEST_QUESTION} characters");
    let says = format!("może mieć najwyżej {LONGEST_QUESTION}. Skróć je do kilku słów");
    Ok(bounded(text, LONGEST_QUESTION, &May::be(allowed, says))?.unwrap_or_default())
}

/// A text as it stands; for what needs no bounds, because it is checked where it is used.
pub(in crate::http) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    written(from, May::be("text", "ma być tekstem"), |text| Some(text.to_owned()))
}

/// A short text such as a code.
pub(in crate::http) fn code<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let may = May::be("0–100 characters", "jest za długi: kod ma najwyżej 100 znaków");
    written(from, may, |text| (text.chars().count() <= 100).then(|| text.to_owned()))
}

/// A number within bounds.
pub(in crate::http) fn number<'de, D: Deserializer<'de>, const LEAST: usize, const MOST: usize>(
    from: D,
) -> Result<Option<usize>, D::Error> {
    let bounds = format!("{LEAST}–{MOST}");
    let may = May::be(bounds.clone(), format!("musi być liczbą całkowitą z zakresu {bounds}"));
    written(from, may, |text| text.parse().ok().filter(|number| (LEAST..=MOST).contains(number)))
}

/// A yes or no.
pub(in crate::http) fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    written(from, May::be("true, false", "może być tylko „true” albo „false”"), |text| match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    })
}

/// A yes; nothing is a no.
pub(in crate::http) fn yes<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    flag(from).map(|flag| flag == Some(true))
}

/// A day such as `2026-11-20`.
pub(in crate::http) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    let says = "musi być dniem w postaci RRRR-MM-DD, na przykład 2026-11-20";
    // Other ways to write a day than the one that is described would only be read by chance.
    let read = |text: &str| text.parse().ok().filter(|day: &Date| day.to_string() == text);
    written(from, May::be("YYYY-MM-DD", says), read)
}

/// A local moment such as `2026-12-24T10:00`.
pub(in crate::http) fn local<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DateTime>, D::Error> {
    let says = "musi być chwilą w postaci RRRR-MM-DDTGG:MM czasu krakowskiego, na przykład 2026-12-24T10:00";
    written(from, May::be("YYYY-MM-DDThh:mm", says), say::read_local)
}

// --- in a body

/// A text that is no caller's: kept as it was typed.
pub(in crate::http) fn plain<'de, D: Deserializer<'de>, const LONGEST: usize>(
    from: D,
) -> Result<Option<String>, D::Error> {
    let allowed = format!("1–{LONGEST} characters");
    // What a terminal would obey has no place in a report.
    let obeyed = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    let clean = |text: &str| text.replace(obeyed, "").trim().to_owned();
    let text = written(from, May::be(allowed.clone(), "ma być tekstem"), |text| Some(clean(text)))?;
    let text = bounded(text, LONGEST, &May::be(allowed, format!("może mieć najwyżej {LONGEST}")))?;
    Ok(text.filter(|text| !text.is_empty()))
}

/// The same where it must be there.
pub(in crate::http) fn some_plain<'de, D: Deserializer<'de>, const LONGEST: usize>(
    from: D,
) -> Result<String, D::Error> {
    required(plain::<D, LONGEST>(from)?)
}

/// What somebody typed, without personal data.
pub(in crate::http) fn masked<'de, D: Deserializer<'de>, const LONGEST: usize>(
    from: D,
) -> Result<Option<Masked>, D::Error> {
    Ok(plain::<D, LONGEST>(from)?.map(|text| mask(&text)))
}

/// The same where it must be there.
pub(in crate::http) fn some_masked<'de, D: Deserializer<'de>, const LONGEST: usize>(
    from: D,
) -> Result<Masked, D::Error> {
    required(masked::<D, LONGEST>(from)?)
}

/// A moment with its offset from UTC.
pub(in crate::http) fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    let says = "ma być chwilą z przesunięciem od UTC, na przykład 2026-11-20T18:00:00+01:00";
    written(from, May::be("RFC 3339", says), |text| text.trim().parse().ok())
}

/// The same where it must be there.
pub(in crate::http) fn some_moment<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
    required(moment(from)?)
}

/// One of a few words.
pub(in crate::http) fn choice<'de, D: Deserializer<'de>, T: Copy>(
    from: D,
    choices: &[T],
    code: impl Fn(T) -> &'static str,
) -> Result<Option<T>, D::Error> {
    written(from, one_of(choices, &code), |text| choices.iter().copied().find(|choice| code(*choice) == text))
}

/// The same where it must be there.
pub(in crate::http) fn some_choice<'de, D: Deserializer<'de>, T: Copy>(
    from: D,
    choices: &[T],
    code: impl Fn(T) -> &'static str,
) -> Result<T, D::Error> {
    let chosen = choice(from, choices, &code)?;
    chosen.ok_or_else(|| D::Error::invalid_value(Unexpected::Option, &one_of(choices, code)))
}

fn one_of<T: Copy>(choices: &[T], code: impl Fn(T) -> &'static str) -> May {
    let allowed = choices.iter().map(|choice| code(*choice)).collect::<Vec<_>>().join(", ");
    May::be(allowed.clone(), format!("ma być jednym z: {allowed}"))
}

/// A whole number up to a bound, which must be there.
pub(in crate::http) fn whole<'de, D: Deserializer<'de>, const MOST: u32>(from: D) -> Result<u32, D::Error> {
    struct Whole(u32);
    impl Visitor<'_> for Whole {
        type Value = u32;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let most = self.0;
            if f.alternate() {
                write!(f, "ma być liczbą całkowitą od 0 do {most}")
            } else {
                write!(f, "0–{most}")
            }
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<u32, E> {
            let small = u32::try_from(number).ok().filter(|number| *number <= self.0);
            small.ok_or_else(|| E::invalid_value(Unexpected::Unsigned(number), &self))
        }
    }
    from.deserialize_any(Whole(MOST))
}
