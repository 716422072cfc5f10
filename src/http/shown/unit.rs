//! The unit in charge: its name beside an answer, and its card for handing the caller over.

use jiff::civil::{Date, DateTime};

use super::facts::{self, Value};
use crate::article::dictionary::Dictionaries;
use crate::article::facts::hours;
use crate::article::facts::open::{self, Now, Words};
use crate::text::say;

/// Who is in charge.
pub(in crate::http) struct UnitName {
    pub(in crate::http) code: String,
    /// Full name, where the dictionary knows it.
    pub(in crate::http) name: Option<String>,
}

impl UnitName {
    pub(in crate::http) fn named(code: &str, dictionaries: &Dictionaries) -> Self {
        let name = dictionaries.unit(code).map(|unit| say::unbroken(&unit.name));
        Self { code: code.to_owned(), name }
    }
}

/// Whom to hand the caller over to.
pub(in crate::http) struct UnitCard {
    pub(in crate::http) unit: UnitName,
    pub(in crate::http) phones: Vec<Value>,
    pub(in crate::http) email: Option<Value>,
    pub(in crate::http) address: Option<String>,
    pub(in crate::http) hours: Option<String>,
    pub(in crate::http) now: Option<Now>,
    /// What to know before reading any of it out; for the agent alone.
    pub(in crate::http) note: Option<String>,
}

impl UnitCard {
    pub(in crate::http) fn new(code: &str, dictionaries: &Dictionaries, now: DateTime) -> Self {
        let known = dictionaries.unit(code);
        let hours = known.and_then(|unit| unit.hours.as_deref());
        let former = known.filter(|unit| unit.is_former()).map(|unit| match unit.now.as_slice() {
            [] => "Tej jednostki już nie ma.".to_owned(),
            now => format!("Tej jednostki już nie ma. Jej sprawy prowadzi dziś: {}.", now.join(", ")),
        });
        let note = known.and_then(|unit| unit.note.as_deref()).map(say::unbroken);
        Self {
            unit: UnitName::named(code, dictionaries),
            phones: known.map(|unit| facts::phones(&unit.phones)).unwrap_or_default(),
            email: known.and_then(|unit| unit.email.as_deref()).map(facts::email_value),
            address: known.and_then(|unit| unit.address.as_deref()).map(say::unbroken),
            hours: hours.map(hours::said),
            now: hours.and_then(|hours| open::at(hours, now)),
            note: match (former, note) {
                (Some(former), Some(note)) => Some(format!("{former} {note}")),
                (former, note) => former.or(note),
            },
        }
    }

    /// With its state on the days asked about, where any are.
    pub(in crate::http) fn on(self, dates: &[Date], dictionaries: &Dictionaries) -> Self {
        if dates.is_empty() {
            return self;
        }
        let hours = dictionaries.unit(&self.unit.code).and_then(|unit| unit.hours.as_deref());
        let on = |hours| {
            let days = dates.iter().filter_map(|date| open::on(hours, *date, None, Words::default()));
            facts::on_days(&days.collect::<Vec<_>>())
        };
        Self { now: hours.and_then(on), ..self }
    }

    pub(in crate::http) fn standing(&self) -> &'static str {
        facts::standing(self.now.as_ref())
    }
}
