//! Facts as people read them: labelled, formatted, in the order a caller asks for them.

use jiff::civil::DateTime;

use crate::article::Facts;
use crate::article::dictionary::Unit;
use crate::article::facts::hours;
use crate::article::facts::open::{self, Now, OnDay, Standing};
use crate::http::wire::facts::Line;
use crate::text::say::{self, Phone};

/// One fact with its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) struct Fact {
    /// The key in the article's `facts`.
    pub(in crate::http) key: &'static str,
    pub(in crate::http) label: &'static str,
    pub(in crate::http) values: Vec<Value>,
    /// Of hours: whether the door is open.
    pub(in crate::http) now: Option<Now>,
}

impl Fact {
    /// Everything but the fact's own value is known: its name for the style sheet.
    pub(in crate::http) fn standing(&self) -> &'static str {
        standing(self.now.as_ref())
    }
}

/// A state as the style sheet names it.
pub(in crate::http) fn standing(now: Option<&Now>) -> &'static str {
    now.map_or("", |now| standing_of(now.standing))
}

/// The same of a state that is known.
pub(in crate::http) fn standing_of(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Closed => "closed",
        Standing::Unknown => "unknown",
    }
}

/// What is known, and where a click on it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) struct Value {
    pub(in crate::http) text: String,
    pub(in crate::http) href: Option<String>,
}

impl Value {
    /// Too long for the largest type: a list of hours, a condition.
    pub(in crate::http) fn is_long(&self) -> bool {
        self.text.chars().count() > 24
    }
}

impl From<Value> for Line {
    fn from(value: Value) -> Self {
        Self { text: value.text, href: value.href }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self { text, href: None }
    }
}

/// All that is known, in the order of asking.
pub(in crate::http) fn all(facts: &Facts) -> Vec<Fact> {
    let text = |value: &Option<String>| value.iter().map(|text| Value::from(say::unbroken(text))).collect();
    let documents = facts.documents.iter().map(|document| Value::from(say::unbroken(document))).collect();
    // What a place says with its name is not said before without.
    let named = |own: &&String| facts.places.iter().any(|place| place.hours.as_ref() == Some(*own));
    let own = facts.hours.iter().filter(|own| !named(own));
    let mut hours: Vec<Value> = own.map(|hours| Value::from(hours::said(hours))).collect();
    hours.extend(facts.places.iter().filter_map(|place| {
        let address = place.address.as_deref().map(|address| format!(", {}", say::unbroken(address)));
        let said = hours::said(place.hours.as_deref()?);
        Some(Value::from(format!("{}: {said}{}", say::unbroken(&place.name), address.unwrap_or_default())))
    }));
    let all: [(&'static str, &'static str, Vec<Value>); 8] = [
        ("fee", "Opłata", text(&facts.fee)),
        ("deadline", "Termin", text(&facts.deadline)),
        ("phone", "Telefon", phones(&facts.phone)),
        ("hours", "Godziny", hours),
        ("address", "Adres", text(&facts.address)),
        ("documents", "Dokumenty", documents),
        ("email", "E-mail", facts.email.iter().map(|email| email_value(email)).collect()),
        ("link", "Strona", facts.link.iter().map(|link| link_value(link)).collect()),
    ];
    all.into_iter()
        .filter(|(_, _, values)| !values.is_empty())
        .map(|(key, label, values)| Fact { key, label, values, now: None })
        .collect()
}

/// [`all`], and whether the door is open at this moment.
pub(in crate::http) fn all_now(facts: &Facts, now: DateTime) -> Vec<Fact> {
    let mut known = all(facts);
    if let Some(hours) = known.iter_mut().find(|fact| fact.key == "hours") {
        let place = facts.places.first();
        hours.now = match (&facts.hours, place.and_then(|place| place.hours.as_deref())) {
            (Some(written), _) => open::at(written, now),
            (None, Some(written)) => hours::computable(written)
                .zip(place)
                .map(|(hours, place)| open::now_of(&hours, now, place.words())),
            (None, None) => None,
        };
    }
    known
}

/// The state on the days asked about, as one: that of the first, in the words of all. `None` where none was asked for:
/// beside a question about tomorrow nothing is said of now.
pub(in crate::http) fn on_days(days: &[OnDay]) -> Option<Now> {
    const MOST: usize = 4;
    let first = days.first()?;
    let texts: Vec<&str> = days.iter().take(MOST).map(|day| day.text.as_str()).collect();
    Some(Now { standing: first.standing, text: texts.join(". "), until: None, opens: None })
}

/// How to reach the unit where the article itself does not say.
pub(in crate::http) fn of_unit(unit: &Unit, known: &[&'static str], now: DateTime) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !known.contains(&"phone") && !unit.phones.is_empty() {
        let values = phones(&unit.phones);
        facts.push(Fact { key: "phone", label: "Telefon jednostki", values, now: None });
    }
    if let Some(written) = unit.hours.as_ref().filter(|_| !known.contains(&"hours")) {
        let values = vec![Value::from(hours::said(written))];
        let now = open::at(written, now);
        facts.push(Fact { key: "hours", label: "Godziny jednostki", values, now });
    }
    facts
}

/// Telephone numbers, each to be dialled where it is a whole number.
pub(in crate::http) fn phones(phones: &[String]) -> Vec<Value> {
    let link = |number: &String| Phone::read(number).and_then(|phone| phone.link());
    phones.iter().map(|number| Value { text: say::phone(number), href: link(number) }).collect()
}

pub(in crate::http) fn email_value(email: &str) -> Value {
    let plain = email.contains('@') && !email.contains(|c: char| c.is_whitespace() || "<>?&,;".contains(c));
    Value { text: email.to_owned(), href: plain.then(|| format!("mailto:{email}")) }
}

/// A link shows where it leads; anything but http(s) is shown and not followed.
pub(in crate::http) fn link_value(link: &str) -> Value {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).filter(|host| !host.is_empty());
    match host {
        Some(host) => {
            Value { text: host.strip_prefix("www.").unwrap_or(host).to_owned(), href: Some(link.to_owned()) }
        }
        None => Value::from(link.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn now() -> DateTime {
        "2026-11-20T10:30".parse().unwrap()
    }

    #[test]
    fn a_link_that_could_run_script_is_text() {
        assert_eq!(link_value("javascript:alert(1)").href, None);
        assert_eq!(link_value("https:///").href, None);
        let bip = link_value("https://www.bip.krakow.pl/?id=1");
        assert_eq!(bip.text, "bip.krakow.pl");
        assert_eq!(bip.href.as_deref(), Some("https://www.bip.krakow.pl/?id=1"));
    }

    #[test]
    fn facts_that_are_not_known_are_not_shown() {
        assert_eq!(all(&Facts::default()), []);
        let facts = Facts { fee: Some("17 zł".into()), phone: vec!["126165555".into()], ..Facts::default() };
        let keys: Vec<_> = all(&facts).iter().map(|fact| fact.key).collect();
        assert_eq!(keys, ["fee", "phone"]);
    }

    #[test]
    fn hours_say_whether_the_door_is_open_and_stand_beside_the_phone() {
        let facts = Facts {
            phone: vec!["112".into()],
            hours: Some("Mo-Fr 07:40-15:30".into()),
            address: Some("pl. Wszystkich Świętych 3".into()),
            ..Facts::default()
        };
        let facts = all_now(&facts, now());
        let keys: Vec<_> = facts.iter().map(|fact| fact.key).collect();
        assert_eq!(keys, ["phone", "hours", "address"]);
        assert_eq!(facts[1].standing(), "open");
    }

    #[test]
    fn the_unit_answers_for_what_the_article_leaves_out() {
        let unit = Unit { phones: vec!["986".into()], hours: Some("24/7".into()), ..Unit::default() };
        let keys = |known: &[&'static str]| -> Vec<_> {
            of_unit(&unit, known, now()).iter().map(|fact| fact.key).collect()
        };
        assert_eq!(keys(&[]), ["phone", "hours"]);
        assert_eq!(keys(&["phone"]), ["hours"]);
        assert_eq!(keys(&["hours", "phone"]), [""; 0]);
    }
}
