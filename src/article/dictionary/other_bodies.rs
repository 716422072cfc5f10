//! `inne-podmioty.toml`: who deals with what the city does not.
//!
//! What stands here is read out to callers of the infoline, so it must lead away from it: whoever asks is on that line.

use std::collections::HashMap;

use super::fields::TableReader;
use super::read::Entries;
use super::{OtherBody, Unit};
use crate::article::body::address::{Leads, is_inside, leads};
use crate::article::check::codes;
use crate::text::fold;
use crate::text::say::Phone;

pub(super) fn read(
    reader: &mut TableReader<'_>,
    entries: &Entries<'_, '_>,
    units: &[Unit],
) -> Vec<OtherBody> {
    let line = OwnLine::of(units);
    let mut bodies = Vec::new();
    let mut seen = HashMap::new();
    for (_, entry) in entries {
        let at = entry.span().start;
        let Some(mut fields) = reader.fields(entry) else { continue };
        let (code, name) = (fields.required("code"), fields.required("name"));
        let (matters, sentence) = (fields.required_list("matters"), fields.required("sentence"));
        let mut body = OtherBody {
            aliases: fields.list("aliases"),
            phone: fields.list("phone"),
            link: fields.text("link"),
            source: fields.text("source"),
            note: fields.text("note"),
            matters,
            ..OtherBody::default()
        };
        fields.check_phones("phone", &body.phone);
        if let Some(link) = body.link.take_if(|link| leads(link) != Some(Leads::Web) || is_inside(link)) {
            let message = format!("„{link}” nie jest adresem strony");
            fields.report(codes::UNSAFE_LINK, fields.place("link"), message, "pełny adres od https://");
        }
        let told = sentence.iter().map(|sentence| ("sentence", line.is_named(sentence)));
        let dialled = body.phone.iter().map(|number| ("phone", line.is_dialled(number)));
        let back = told.chain(dialled).find_map(|(key, back)| back.then_some(key));
        if let Some(key) = back {
            fields.report(
                codes::OWN_LINE,
                fields.place(key),
                "wpis odsyła na infolinię miasta, a dzwoniący właśnie na niej jest; pomijam go".to_owned(),
                "podaj numer albo stronę tego podmiotu",
            );
        }
        fields.finish();
        let (Some(code), Some(name), Some(sentence), None) = (code, name, sentence, back) else { continue };
        if body.matters.is_empty() {
            continue;
        }
        (body.code, body.name, body.sentence) = (code, name, sentence);
        if units.iter().any(|unit| unit.code.eq_ignore_ascii_case(&body.code)) {
            let message = format!("kod „{}” ma jednostka miasta", body.code);
            reader.report(codes::DUPLICATE_CODE, at, message, "inny podmiot ma mieć własny kod");
        } else if reader.is_new(&mut seen, &body.code, at) {
            bodies.push(body);
        }
    }
    bodies
}

/// The line that callers are on.
struct OwnLine {
    /// Its numbers, digits alone.
    numbers: Vec<String>,
    /// What it is called, folded; words that any line may be called by are not among them.
    names: Vec<String>,
}

impl OwnLine {
    /// Of the units that callers call the infoline.
    fn of(units: &[Unit]) -> Self {
        let is_line = |unit: &&Unit| unit.aliases.iter().any(|alias| fold(alias) == "infolinia");
        let own = |name: &&String| name.contains(' ') || name.chars().all(char::is_uppercase);
        let (mut numbers, mut names) = (Vec::new(), Vec::new());
        for unit in units.iter().filter(is_line) {
            numbers.extend(unit.phones.iter().filter_map(|number| digits(number)));
            names.extend(unit.aliases.iter().filter(own).map(|name| fold(name)));
        }
        Self { numbers, names }
    }

    /// Whether this is its number.
    fn is_dialled(&self, number: &str) -> bool {
        digits(number).is_some_and(|digits| self.numbers.contains(&digits))
    }

    /// Whether a sentence sends callers to it: by its number, by its name, or by putting them through to "the infoline".
    fn is_named(&self, sentence: &str) -> bool {
        let folded = fold(sentence);
        let all: String = folded.chars().filter(char::is_ascii_digit).collect();
        let words: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let has = |beginning: &str| words.iter().any(|word| word.starts_with(beginning));
        let is_said = |name: &String| {
            let name: Vec<&str> = name.split_whitespace().collect();
            words.windows(name.len()).any(|window| window == name)
        };
        let local = |number: &String| all.contains(number.strip_prefix("12").unwrap_or(number));
        (has("przelacz") && has("infolini"))
            || self.names.iter().any(is_said)
            || self.numbers.iter().any(local)
    }
}

fn digits(number: &str) -> Option<String> {
    Phone::read(number).and_then(|phone| phone.whole().map(str::to_owned))
}
