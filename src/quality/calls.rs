//! Callers' questions of seven kinds, and whether the answer knew what it knows: the first hit and its state, the fact that
//! is held or is not, the day asked about, two matters in one sentence, what belongs to others, follow-ups.
//!
//! A folder holds one file for each kind, columns parted by tabs, `#` before what is for people; kinds whose file is not
//! there are not measured. `kb/pytania` has them all, and says in its README what their columns mean.

use std::path::Path;

use jiff::civil::DateTime;
use serde::Serialize;

use super::error::{BadLine, LineFault, QualityError};
use super::sets::read;
use crate::article::ArticleId;
use crate::article::facts::open::{OnDay, Standing};
use crate::library::{Library, View};
use crate::search::{Hit, SearchRequest, SearchResponse, State};
use crate::text::fold;

/// One measure over one kind of questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The kind, as its file is called.
    pub kind: &'static str,
    /// What is counted.
    pub measure: &'static str,
    /// Of so many.
    pub of: usize,
    /// So many.
    pub counted: usize,
    /// The questions that came out wrong, with what came.
    pub missed: Vec<String>,
}

impl Figure {
    fn new(kind: &'static str, measure: &'static str) -> Self {
        Self { kind, measure, of: 0, counted: 0, missed: Vec::new() }
    }

    fn count(&mut self, right: bool, told: impl FnOnce() -> String) {
        self.of += 1;
        if right {
            self.counted += 1;
        } else {
            self.missed.push(told());
        }
    }

    /// What is counted as a share of all.
    pub fn share(&self) -> f64 {
        if self.of == 0 { 0.0 } else { self.counted as f64 / self.of as f64 }
    }
}

/// Who is asked, and when it is for them.
pub struct Caller<'a> {
    /// The Baza Wiedzy.
    pub library: &'a Library,
    /// The moment of all questions that name none.
    pub now: DateTime,
}

/// What the questions of one kind come to.
type Measure = fn(&Caller<'_>, &[Row]) -> Vec<Figure>;

/// The columns of one question.
type Row = Vec<String>;

/// Measures all kinds that `folder` has a file of.
///
/// # Errors
/// A file that cannot be read, or a line of it.
pub fn measure(caller: &Caller<'_>, folder: &Path) -> Result<Vec<Figure>, QualityError> {
    let mut figures = Vec::new();
    let kinds: [(&str, usize, Measure); 7] = [
        ("telefony", 4, topics),
        ("luki", 3, gaps),
        ("fakty", 4, facts),
        ("kiedy", 5, days),
        ("dwie-sprawy", 3, two),
        ("gdzie-indziej", 3, elsewhere),
        ("dopytania", 4, follow_ups),
    ];
    for (kind, columns, measured) in kinds {
        let path = folder.join(format!("{kind}.tsv"));
        if path.is_file() {
            let rows = read(&path, "pytań", |text| rows(text, columns))?;
            figures.extend(measured(caller, &rows));
        }
    }
    Ok(figures)
}

fn rows(text: &str, columns: usize) -> Result<Vec<Row>, BadLine> {
    let lines =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|(at, line)| {
            let row: Row = line.split('\t').map(|field| field.trim().to_owned()).collect();
            if row.len() < columns { Err(LineFault::GoldenColumns.at(at + 1)) } else { Ok(row) }
        })
        .collect()
}

/// A question that somebody has typed to its end.
fn whole(question: &str, now: DateTime) -> SearchRequest {
    SearchRequest { settled: true, ..SearchRequest::new(question, now) }
}

impl Caller<'_> {
    fn ask(&self, question: &str) -> SearchResponse {
        self.library.search(View::Staff, &whole(question, self.now))
    }
}

fn is_one_of(list: &str, name: &str) -> bool {
    list.split(';').any(|one| one.trim() == name)
}

fn is_first(response: &SearchResponse, right: &str) -> bool {
    response.hits.first().is_some_and(|hit| is_one_of(right, hit.id.as_str()))
}

/// What came, for people.
fn told(question: &str, response: &SearchResponse) -> String {
    let first = response.hits.first();
    let unknown = first.and_then(|hit| hit.unknown.as_deref()).map(|entry| format!(" („{entry}”)"));
    format!(
        "{question} → {}, {:?}{}",
        first.map_or("nic", |hit| hit.id.as_str()),
        response.state,
        unknown.unwrap_or_default()
    )
}

/// All kinds of questions, and bare words that one article clearly answers.
fn topics(caller: &Caller<'_>, rows: &[Row]) -> Vec<Figure> {
    let figure = |measure| Figure::new("telefony", measure);
    let (mut first, mut third) = (figure("pierwsza"), figure("w pierwszych trzech"));
    let (mut sure, mut right, mut words) =
        (figure("pewne"), figure("pewne trafne"), figure("pewne pojedyncze słowa"));
    for row in rows {
        let response = caller.ask(&row[0]);
        let is_right = is_first(&response, &row[1]);
        let told = || told(&row[0], &response);
        first.count(is_right, told);
        third.count(response.hits.iter().take(3).any(|hit| is_one_of(&row[1], hit.id.as_str())), told);
        sure.count(response.confident(), told);
        if response.confident() {
            right.count(is_right, told);
        }
        if row[3] == "sure" {
            words.count(is_right && response.confident(), told);
        }
    }
    vec![first, third, sure, right, words]
}

/// Questions about a fact that the article does not hold.
fn gaps(caller: &Caller<'_>, rows: &[Row]) -> Vec<Figure> {
    let (mut silent, mut said) =
        (Figure::new("luki", "bez odpowiedzi"), Figure::new("luki", "powiedziane przy właściwym temacie"));
    for row in rows {
        let response = caller.ask(&row[0]);
        let told = || told(&row[0], &response);
        silent.count(!response.confident(), told);
        said.count(response.state == State::UnknownFact && is_first(&response, &row[1]), told);
    }
    vec![silent, said]
}

/// Questions about a fact that it holds.
fn facts(caller: &Caller<'_>, rows: &[Row]) -> Vec<Figure> {
    let (mut answered, mut shown) =
        (Figure::new("fakty", "odpowiedź"), Figure::new("fakty", "widać wartość"));
    for row in rows {
        let response = caller.ask(&row[0]);
        let told = || told(&row[0], &response);
        let is_answered = response.confident() && is_first(&response, &row[1]);
        answered.count(is_answered, told);
        shown.count(is_answered && response.hits.first().is_some_and(|hit| shows(hit, &row[3])), told);
    }
    vec![answered, shown]
}

/// Whether the value is in what is read of a hit: its passage, its summary, the fact that stands out. Its numbers must be
/// there, or half of its words.
fn shows(hit: &Hit, value: &str) -> bool {
    let fact = hit.answer.fact.map(|key| hit.facts.values(key).join("\n"));
    let read = [Some(hit.answer.text.clone()), Some(hit.answer.heading.clone()), hit.summary.clone(), fact];
    let read = fold(&read.into_iter().flatten().collect::<Vec<_>>().join("\n"));
    let value = fold(value);
    let words = |text: &str, keep: fn(char) -> bool| -> Vec<String> {
        text.split(|c| !keep(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let numbers = words(&value, |c| c.is_ascii_digit());
    if numbers.is_empty() {
        let words: Vec<String> = words(&value, char::is_alphabetic)
            .into_iter()
            .filter(|word| word.chars().count() >= 4)
            .map(|word| word.chars().take(5).collect())
            .collect();
        return words.iter().filter(|word| read.contains(word.as_str())).count() * 2 >= words.len();
    }
    let there = words(&read, |c| c.is_ascii_digit());
    numbers.iter().take(2).all(|number| there.contains(number))
}

/// Questions about a day.
fn days(caller: &Caller<'_>, rows: &[Row]) -> Vec<Figure> {
    let mut right = Figure::new("kiedy", "stan tego dnia");
    for row in rows {
        let now = row[1].parse().unwrap_or(caller.now);
        let response = caller.library.search(View::Staff, &whole(&row[0], now));
        let is_right = response.hits.iter().take(3).any(|hit| {
            let of = is_one_of(&row[2], hit.id.as_str())
                || hit.unit.as_deref().is_some_and(|unit| is_one_of(&row[2], unit));
            of && row[3].split('/').any(|days| {
                days.split(';').all(|day| {
                    hit.hours_on.iter().any(|on| on.date.to_string() == day.trim() && is_so(on, &row[4]))
                })
            })
        });
        right.count(is_right, || {
            let on = response.hits.first().map(|hit| &hit.hours_on);
            format!("{} @ {now}: {:?} {on:?}", told(&row[0], &response), response.asked.dates)
        });
    }
    vec![right]
}

/// `open`, `open 07:40-15:30,16:00-18:00`, `closed`, `unknown`.
fn is_so(on: &OnDay, state: &str) -> bool {
    // Midnight that ends a day is its 24:00.
    let hours = |minutes: u16| if minutes == 24 * 60 { 24 } else { minutes / 60 % 24 };
    let clock = |minutes: u16| format!("{:02}:{:02}", hours(minutes), minutes % 60);
    match state.split_once(' ').unwrap_or((state, "")) {
        ("open", "") => on.standing == Standing::Open,
        ("open", spans) => {
            let here = on.spans.iter().map(|&(from, to)| format!("{}-{}", clock(from), clock(to)));
            on.standing == Standing::Open && here.collect::<Vec<_>>().join(",") == spans
        }
        ("closed", _) => on.standing == Standing::Closed,
        _ => on.standing == Standing::Unknown,
    }
}

/// Two matters in one sentence.
fn two(caller: &Caller<'_>, rows: &[Row]) -> Vec<Figure> {
    let mut right = Figure::new("dwie-sprawy", "obie pierwsze");
    for row in rows {
        let response = caller.ask(&row[0]);
        let first: Vec<&str> =
            response.parts.iter().filter_map(|part| Some(part.hits.first()?.as_str())).collect();
        let is_right = matches!(first[..], [one, other]
            if is_one_of(&row[1], one) && is_one_of(&row[2], other) || is_one_of(&row[2], one) && is_one_of(&row[1], other));
        right.count(is_right, || format!("{}; {first:?}", told(&row[0], &response)));
    }
    vec![right]
}

/// What the city does not deal with.
fn elsewhere(caller: &Caller<'_>, rows: &[Row]) -> Vec<Figure> {
    let (mut referred, mut kept) =
        (Figure::new("gdzie-indziej", "odesłane"), Figure::new("gdzie-indziej", "niezwiedzione"));
    for row in rows {
        let response = caller.ask(&row[0]);
        let refers = response.confident() && is_first(&response, &row[2]);
        let told = || told(&row[0], &response);
        referred.count(refers || response.state == State::Elsewhere, told);
        kept.count(refers || !response.confident(), told);
    }
    vec![referred, kept]
}

/// Questions that are asked of the article that lies open.
fn follow_ups(caller: &Caller<'_>, rows: &[Row]) -> Vec<Figure> {
    let mut right = Figure::new("dopytania", "właściwe miejsce");
    for row in rows {
        let request =
            SearchRequest { context: ArticleId::new(row[1].as_str()), ..whole(&row[2], caller.now) };
        let response = caller.library.search(View::Staff, &request);
        let is_right = response.hits.first().is_some_and(|hit| {
            let place = is_one_of(&row[3], &hit.answer.heading)
                || hit.answer.fact.is_some_and(|fact| is_one_of(&row[3], fact));
            hit.id.as_str() == row[1]
                && (response.confident() && place
                    || response.state == State::UnknownFact && is_one_of(&row[3], "unknown"))
        });
        right.count(is_right, || {
            let place = response.hits.first().map(|hit| (&hit.answer.heading, hit.answer.fact));
            format!("[{}] {}: {place:?}", row[1], told(&row[2], &response))
        });
    }
    vec![right]
}
