//! Whom residents call when they find nothing, and when somebody answers.

use super::Residents;
use crate::article::dictionary::Unit;
use crate::http::shown::contact::Contact;

/// The infoline of the settings, if the dictionary knows it.
pub(super) fn infoline(residents: &Residents) -> Option<Contact> {
    let unit = residents.infoline()?;
    let name = name(&unit, &residents.settings().infoline);
    Some(Contact::new(name, &unit.phones, unit.hours.as_deref(), residents.local()))
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
