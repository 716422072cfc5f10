//! Days and hours in a question: "jutro po 16", "w Wigilię", "11 listopada", "w przyszły piątek", "między świętami".
//!
//! They are read against the caller's moment and the calendar, also without accents and with a slip, into days and at
//! most one time of day. What stands behind a street word is a name ("ul. 3 Maja"), and so is a date of an act. Such
//! words say when, and not what the question is about, so they weigh little in the ranking.

mod clock;
mod day;
mod named;
mod token;

use jiff::civil::{Date, DateTime};

use super::query::Query;
pub(super) use token::says_no_matter;

/// When the question is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::search) struct When {
    /// The days asked about, in order; none where no day is named.
    pub dates: Vec<Date>,
    /// The time of day, in minutes from midnight.
    pub clock: Option<u16>,
    /// Whether it is asked when a door is open, a line answered, or something charged.
    pub hours: bool,
    /// Places of the words that say so and nothing else.
    pub words: Vec<usize>,
}

/// Days found, and how many tokens say so.
struct Found {
    dates: Vec<Date>,
    tokens: usize,
    /// Words that could as well be what the question is about: "sylwester na rynku".
    is_matter: bool,
}

impl Found {
    fn day(date: Option<Date>, tokens: usize) -> Option<Self> {
        date.map(|date| Self { dates: vec![date], tokens, is_matter: false })
    }

    fn matter(self) -> Self {
        Self { is_matter: true, ..self }
    }
}

/// Days beyond which nobody asks for hours: a year back (a date of birth, an act), two ahead.
const BACK: i32 = 200;
const AHEAD: i32 = 800;
/// Most days of one question: a month.
const MOST: usize = 31;

/// Reads when `query` is about, asked at `now`.
pub(in crate::search) fn read(query: &Query, now: DateTime) -> When {
    let tokens = token::tokens(query);
    let hours = token::asks_for_hours(query);
    let told = token::tells_of_the_past(query) && !hours;
    let today = now.date();
    let mut when = When { hours, ..When::default() };
    let mut vague_clock = None;
    let mut used: Vec<(usize, usize, bool)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let rest = &tokens[at..];
        if let Some(found) = clock::at(&tokens, at, hours) {
            if when.clock.is_none() || vague_clock == when.clock {
                when.clock = Some(found.minute);
                vague_clock = found.vague.then_some(found.minute);
            }
            used.push((at, found.tokens, false));
            at += found.tokens;
        } else if !token::is_name(&tokens, at)
            && let Some(found) = named::at(&tokens, at, today).or_else(|| day::at(rest, today))
        {
            let near = |date: &Date| {
                let days = date.since(today).map_or(i32::MAX, |span| span.get_days());
                (-BACK..=AHEAD).contains(&days)
            };
            if found.dates.iter().all(near) {
                when.dates.extend(&found.dates);
                used.push((at, found.tokens, found.is_matter));
            }
            at += found.tokens.max(1);
        } else {
            at += 1;
        }
    }
    if told {
        return When { hours, ..When::default() };
    }
    // "Hałasuje o 2 w nocy" asks for no door.
    let by_night = tokens.iter().any(|token| token.any(&["nocy", "noca"])) && !hours;
    if by_night && when.dates.is_empty() {
        when.clock = None;
    }
    if when.dates.is_empty()
        && let Some(minute) = when.clock
    {
        // "O 6 rano", asked in the evening, is tomorrow.
        let here = u16::from(now.hour().unsigned_abs()) * 60 + u16::from(now.minute().unsigned_abs());
        let slack = if vague_clock.is_some() { 120 } else { 59 };
        let date = if minute + slack < here { today.tomorrow().unwrap_or(today) } else { today };
        when.dates.push(date);
    }
    when.dates.sort();
    when.dates.dedup();
    when.dates.truncate(MOST);
    for (from, length, is_matter) in used {
        if is_matter && !hours && when.clock.is_none() {
            continue;
        }
        // The preposition before a day belongs to it and is glue anyway.
        when.words.extend(tokens[from..from + length].iter().filter_map(|token| token.word));
    }
    when.words.sort_unstable();
    when.words.dedup();
    when
}

#[cfg(test)]
mod tests;
