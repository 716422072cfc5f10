//! What stands in an answer's place or beside it: that the Baza Wiedzy does not hold it, who else deals with it, and the
//! days asked about.

use jiff::civil::DateTime;

use super::facts::{self, Value};
use super::unit::UnitName;
use crate::article::dictionary::Dictionaries;
use crate::article::facts::open::{self, Now};
use crate::http::wire;
use crate::search::{Hit, Referral};
use crate::text::say;

/// A fact that the Baza Wiedzy does not hold, and whom to ask for it.
pub(in crate::http) struct Gap {
    /// As the journal counts it: that entry, or a key of `facts`.
    pub(in crate::http) fact: Option<String>,
    /// The entry of `unknown` that the question meets, or what the fact is called; `None` where it has no name.
    pub(in crate::http) name: Option<String>,
    pub(in crate::http) unit: Option<UnitName>,
    /// Of the matter, where its article has them, else of the unit.
    pub(in crate::http) phones: Vec<Value>,
    /// Whether somebody answers them.
    pub(in crate::http) now: Option<Now>,
}

impl Gap {
    /// What `hit` does not hold of what was asked, `fact` being the key of `facts` or `other`.
    pub(in crate::http) fn of(
        hit: &Hit,
        fact: Option<&'static str>,
        dictionaries: &Dictionaries,
        now: DateTime,
    ) -> Self {
        let unit = hit.unit.as_deref().and_then(|code| dictionaries.unit(code));
        let of_unit = || unit.map(|unit| facts::phones(&unit.phones)).unwrap_or_default();
        // A number that the article gives is no answer to the question for another one.
        let own = hit.facts.phone.as_slice();
        let phones = if own.is_empty() || fact == Some("phone") { of_unit() } else { facts::phones(own) };
        let hours = unit.and_then(|unit| unit.hours.as_deref());
        Self {
            fact: hit.missing(fact).map(str::to_owned),
            name: name(hit, fact),
            unit: hit.unit.as_deref().map(|code| UnitName::named(code, dictionaries)),
            phones,
            now: hit.open.clone().or_else(|| hours.and_then(|hours| open::at(hours, now))),
        }
    }

    /// The state of the door as the style sheet names it.
    pub(in crate::http) fn standing(&self) -> &'static str {
        facts::standing(self.now.as_ref())
    }
}

/// What is missing, in words.
pub(in crate::http) fn name(hit: &Hit, fact: Option<&str>) -> Option<String> {
    let entry = hit.unknown.as_deref().map(say::unbroken);
    entry.or_else(|| fact.and_then(wire::facts::name).map(str::to_owned))
}

/// Somebody else who deals with the matter.
pub(in crate::http) struct Refer {
    pub(in crate::http) code: String,
    pub(in crate::http) name: String,
    pub(in crate::http) sentence: String,
    pub(in crate::http) phones: Vec<Value>,
    pub(in crate::http) link: Option<Value>,
}

impl From<&Referral> for Refer {
    fn from(refer: &Referral) -> Self {
        Self {
            code: refer.code.clone(),
            name: say::unbroken(&refer.name),
            sentence: say::unbroken(&refer.sentence),
            phones: facts::phones(&refer.phone),
            link: refer.link.as_deref().map(facts::link_value),
        }
    }
}

/// The state on one day that the question asks about.
pub(in crate::http) struct Day {
    /// As the style sheet names it.
    pub(in crate::http) standing: &'static str,
    /// The sentence: `W czwartek 24 grudnia zamknięte: Wigilia`.
    pub(in crate::http) text: String,
    /// Further places, and the state at the hour asked about, a line each.
    pub(in crate::http) more: Vec<String>,
}

/// More days than these nobody reads out.
const DAYS: usize = 7;

/// The days that the question asks about; while there are any, nothing is said of now.
pub(in crate::http) fn days(hit: &Hit) -> Vec<Day> {
    let day = |day: &open::OnDay| {
        let mut lines = day.text.split("; ").map(str::to_owned);
        Day {
            standing: facts::standing_of(day.standing),
            text: lines.next().unwrap_or_default(),
            more: lines.collect(),
        }
    };
    hit.hours_on.iter().take(DAYS).map(day).collect()
}
