//! Whom residents call: the infoline, or the unit that knows what the Baza Wiedzy does not hold.

use jiff::civil::DateTime;
use serde::Serialize;
use utoipa::ToSchema;

use super::facts;
use crate::article::dictionary::Dictionaries;
use crate::article::facts::hours;
use crate::article::facts::open::{self, Standing};
use crate::http::wire::facts::Line;
use crate::search::Hit;
use crate::text::say;

/// Whom to call, and when somebody answers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Contact {
    /// What it is called.
    #[schema(example = "Krakowskie Centrum Kontaktu")]
    pub name: String,
    /// Its numbers.
    pub phones: Vec<Line>,
    /// When they are answered, in Polish.
    #[schema(required, example = "pn.–pt. 7:40–15:30")]
    pub hours: Option<String>,
    /// The same in the OpenStreetMap `opening_hours` syntax, where the editor used it.
    #[schema(required, example = "Mo-Fr 07:40-15:30")]
    pub opening_hours: Option<String>,
    /// Whether they are answered now, in Polish; missing where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Czynne do 15:30")]
    pub now: Option<String>,
    /// The same as yes or no.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub open: Option<bool>,
    /// Until when that is true.
    #[serde(skip)]
    pub(in crate::http) until: Option<DateTime>,
}

impl Contact {
    /// Who has these numbers, answered at these hours. What only staff could make sure of is not said to residents.
    pub(in crate::http) fn new(
        name: String,
        phones: &[String],
        written: Option<&str>,
        now: DateTime,
    ) -> Self {
        let door = written.and_then(|hours| open::at(hours, now));
        let door = door.filter(|door| door.standing != Standing::Unknown);
        Self {
            name,
            phones: facts::phones(phones).into_iter().map(Line::from).collect(),
            hours: written.map(hours::said),
            opening_hours: written.map(str::to_owned),
            open: door.as_ref().map(|door| door.standing == Standing::Open),
            until: door.as_ref().and_then(|door| door.until.or(door.opens)),
            now: door.map(|door| door.text),
        }
    }

    /// Who knows what `hit` does not say, `fact` being what was asked for: the number of the matter, where its article has
    /// one, else the unit's. `None` where no number is known.
    pub(in crate::http) fn of_gap(
        hit: &Hit,
        fact: Option<&str>,
        dictionaries: &Dictionaries,
        now: DateTime,
    ) -> Option<Self> {
        let unit = hit.unit.as_deref().and_then(|code| dictionaries.unit(code));
        let unit = unit.filter(|unit| !unit.is_former())?;
        let name = say::unbroken(&unit.name);
        // A number that the article gives is no answer to the question for another one.
        if !hit.facts.phone.is_empty() && fact != Some("phone") {
            let hours = hit.facts.hours.as_deref().or(unit.hours.as_deref());
            return Some(Self::new(name, &hit.facts.phone, hours, now));
        }
        (!unit.phones.is_empty()).then(|| Self::new(name, &unit.phones, unit.hours.as_deref(), now))
    }

    /// The state of the door as the style sheet names it.
    pub(in crate::http) fn standing(&self) -> &'static str {
        match self.open {
            Some(true) => "open",
            Some(false) => "closed",
            None => "",
        }
    }
}
