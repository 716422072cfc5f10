//! Whom residents call when they find nothing, and when somebody answers.

use jiff::civil::DateTime;
use serde::Serialize;
use utoipa::ToSchema;

use super::Residents;
use crate::article::dictionary::Unit;
use crate::article::facts::hours;
use crate::article::facts::open;
use crate::http::shown::facts;
use crate::http::wire::facts::Line;

/// The city's infoline.
#[derive(Debug, Serialize, ToSchema)]
pub struct Infoline {
    /// What it is called.
    #[schema(example = "Krakowskie Centrum Kontaktu")]
    pub name: String,
    /// Its numbers.
    pub phones: Vec<Line>,
    /// When it is answered, in Polish.
    #[schema(required, example = "pn.–pt. 7:40–15:30")]
    pub hours: Option<String>,
    /// The same in the OpenStreetMap `opening_hours` syntax, where the editor used it.
    #[schema(required, example = "Mo-Fr 07:40-15:30")]
    pub opening_hours: Option<String>,
    /// Whether it is answered now, in Polish; missing where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Czynne do 15:30")]
    pub now: Option<String>,
    /// The same as yes or no.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub open: Option<bool>,
}

impl Infoline {
    /// The infoline of the settings, if the dictionary knows it.
    pub(in crate::http) fn of(residents: &Residents) -> Option<Self> {
        let unit = residents.infoline()?;
        let now = unit.hours.as_deref().and_then(|hours| open_now(hours, residents.local()));
        Some(Self {
            name: name(&unit, &residents.settings().infoline),
            phones: facts::phones(&unit.phones).into_iter().map(Line::from).collect(),
            hours: unit.hours.as_deref().map(hours::said),
            open: now.as_ref().map(|now| now.standing == open::Standing::Open),
            now: now.map(|now| now.text),
            opening_hours: unit.hours,
        })
    }
}

/// Whether it is answered at this moment. What only staff could make sure of is not said to residents.
fn open_now(hours: &str, now: DateTime) -> Option<open::Now> {
    open::at(hours, now).filter(|now| now.standing != open::Standing::Unknown)
}

/// Residents know the infoline by its name, the city by the unit that keeps it: of the names callers use, the longest
/// that contains no other word for it is the one on posters.
fn name(unit: &Unit, infoline: &str) -> String {
    let full =
        unit.aliases.iter().filter(|alias| abbreviates(infoline, alias)).max_by_key(|alias| alias.len());
    full.unwrap_or(&unit.name).clone()
}

/// Whether `short` is made of the first letters of `full`: KCK, Krakowskie Centrum Kontaktu.
fn abbreviates(short: &str, full: &str) -> bool {
    let letters: String = full.split_whitespace().filter_map(|word| word.chars().next()).collect();
    letters.to_lowercase() == short.to_lowercase() && full.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_infoline_is_called_what_residents_call_it() {
        let unit = Unit {
            name: "Referat Obsługi Infolinii".into(),
            aliases: vec!["KCK".into(), "Krakowskie Centrum Kontaktu".into(), "infolinia".into()],
            ..Unit::default()
        };
        assert_eq!(name(&unit, "KCK"), "Krakowskie Centrum Kontaktu");
        assert_eq!(name(&unit, "DK-02"), "Referat Obsługi Infolinii");
    }
}
