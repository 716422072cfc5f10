//! Whether a hit's door is open: now, and on the days that the question asks about.
//!
//! What the article says of its hours counts, then what the dictionary says of the unit in charge. Of several places
//! the one that the question names comes first; its state is the hit's, and the others are told beside it.

use jiff::civil::{Date, DateTime};

use crate::article::Facts;
use crate::article::facts::hours;
use crate::article::facts::open::{self, Now, OnDay, Standing, Words};
use crate::article::facts::places::Place;
use crate::search::question::query::Query;
use crate::search::question::when::When;
use crate::text::say::NBSP;
use crate::text::{Analyzer, glue};

/// Hours with the name and the words of their place.
struct Door<'a> {
    name: Option<&'a str>,
    hours: &'a str,
    words: Words<'a>,
}

/// The doors of one hit, the one asked about first.
pub(in crate::search) struct Doors<'a>(Vec<Door<'a>>);

impl<'a> Doors<'a> {
    pub fn of(facts: &'a Facts, unit: Option<&'a str>, query: &Query, analyzer: &mut Analyzer) -> Self {
        let own = facts.hours.as_deref();
        let mut doors: Vec<Door<'a>> = facts
            .places
            .iter()
            .filter_map(|place| {
                let hours = place.hours.as_deref()?;
                Some(Door { name: Some(&place.name), hours, words: place.words() })
            })
            .collect();
        let named = named(&facts.places, query, analyzer);
        match named.and_then(|name| doors.iter().position(|door| door.name == Some(name))) {
            Some(at) => doors[..=at].rotate_right(1),
            None => {
                if named.is_some() {
                    // The place asked about is known, and when it is open is not.
                    doors.clear();
                } else if let Some(hours) = own
                    && doors.first().is_none_or(|door| door.hours != hours)
                {
                    doors.insert(0, Door { name: None, hours, words: Words::default() });
                } else if doors.is_empty()
                    && let Some(hours) = unit
                {
                    doors.push(Door { name: None, hours, words: Words::default() });
                }
            }
        }
        Self(doors)
    }

    /// The state at `now`.
    pub fn now(&self, now: DateTime) -> Option<Now> {
        let first = self.0.first()?;
        hours::computable(first.hours).map(|hours| open::now_of(&hours, now, first.words))
    }

    /// The state on each day that the question asks about.
    pub fn on(&self, when: &When) -> Vec<OnDay> {
        when.dates.iter().map(|date| self.on_day(*date, when.clock)).collect()
    }

    fn on_day(&self, date: Date, clock: Option<u16>) -> OnDay {
        let of = |door: &Door<'_>| match open::on(door.hours, date, clock, door.words) {
            Some(day) => day,
            // What cannot be computed is read out as it was written.
            None => OnDay {
                text: format!("{}: {}", open::on_date(date), hours::said(door.hours)),
                ..open::unknown_on(date)
            },
        };
        let Some(first) = self.0.first() else { return open::unknown_on(date) };
        let mut day = of(first);
        if let Some(name) = first.name {
            day.text = format!("{name}: {}", uncapital(&day.text));
        }
        for door in self.0.iter().skip(1) {
            let Some(name) = door.name else { continue };
            let other = of(door);
            let state = match other.standing {
                Standing::Open => open::spans_said(&other.spans),
                Standing::Closed => door.words.closed.to_owned(),
                Standing::Unknown => format!("godzin{NBSP}nie podano"),
            };
            day.text.push_str(&format!("; {name}: {state}"));
        }
        day
    }
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A sentence as it goes on behind a name.
fn uncapital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

/// Words behind which a single letter is a name.
const LETTERED: [&str; 4] = ["stref", "podstref", "sektor", "centrum"];

/// The place that the question names: by the words that tell it from the others, or its telephone.
fn named<'a>(places: &'a [Place], query: &Query, analyzer: &mut Analyzer) -> Option<&'a str> {
    if places.is_empty() {
        return None;
    }
    let mut asked: Vec<&str> = query
        .words
        .iter()
        .filter(|word| !word.asking && !glue::is_filler(&word.forms.folded) && word.forms.folded.len() > 1)
        .map(|word| &*word.forms.lemma)
        .collect();
    asked.extend(query.words.windows(2).filter_map(|pair| {
        let letter = &*pair[1].forms.folded;
        let named = LETTERED.iter().any(|word| pair[0].forms.folded.starts_with(word));
        (letter.len() == 1 && named).then_some(letter)
    }));
    let digits = digits_of(&query.text);
    let mut words_of = |place: &Place| -> Vec<Box<str>> {
        let text = format!("{} {}", place.name, place.address.as_deref().unwrap_or_default());
        let tokens = analyzer.analyze(&text).tokens.into_iter().filter(|token| !token.forms.numeric);
        tokens
            .filter_map(|token| match token.forms.folded.len() {
                1 => text[token.span].chars().all(char::is_uppercase).then(|| token.forms.folded.clone()),
                2 => None,
                _ => Some(token.forms.lemma.clone()),
            })
            .collect()
    };
    let words: Vec<Vec<Box<str>>> = places.iter().map(&mut words_of).collect();
    let score = |at: usize| {
        let telling = |word: &str| {
            asked.contains(&word)
                && (places.len() == 1
                    || words.iter().filter(|other| other.iter().any(|one| **one == *word)).count()
                        < places.len())
        };
        let phones = places[at].phone.iter().map(|phone| digits_of(phone));
        let phone = phones.filter(|phone| phone.len() >= 3 && digits.contains(phone.as_str())).count();
        words[at].iter().filter(|word| telling(word)).count() + 10 * phone
    };
    let best = (0..places.len()).rev().max_by_key(|&at| score(at))?;
    (score(best) > 0).then_some(places[best].name.as_str())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::search::SearchRequest;
    use crate::search::testkit::{engine, request};

    const POOL: &str = r#"---
title: Basen miejski
facts:
  hours: Mo-Fr 08:00-16:00
  places:
    - {name: Kasa, hours: "Mo-Fr 06:00-20:00"}
    - {name: Sauna, hours: "Mo-Su 10:00-22:00"}
---
Basen jest kryty.
"#;

    #[test]
    fn the_place_that_is_named_comes_first_and_without_a_name_the_articles_own_hours() {
        let engine = engine(&[("a.md", POOL)]);
        let said = |question: &str| {
            let now = date(2026, 11, 20).at(10, 0, 0, 0);
            let mut response = engine.search(&SearchRequest { now, ..request(question) });
            response.hits.remove(0).hours_on.remove(0).text
        };
        let (plain, sauna) = (
            said("czy basen jest czynny w poniedziałek"),
            said("czy sauna na basenie jest czynna w poniedziałek"),
        );
        assert!(plain.contains("16") && !plain.starts_with("Kasa") && plain.contains("Sauna"), "{plain}");
        assert!(sauna.starts_with("Sauna: "), "{sauna}");
    }
}
