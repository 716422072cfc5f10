//! `drogowskaz search`: the ranking of the API, on a terminal.
//!
//! Two forms of one answer: [`SearchAnswer`], the API's own, and [`Page`], for people.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use jiff::civil::DateTime;

use crate::article::Facts;
use crate::article::facts::places::Place;
use crate::cli::{Fault, progress};
use crate::config::Config;
use crate::http::SearchAnswer;
use crate::library::understanding::{PATIENCE, Understanding};
use crate::library::{Library, View};
use crate::search::{Flag, Hit, SearchRequest, SearchResponse};
use crate::text::say::{self, ARTICLE};

pub(in crate::cli) fn run(
    query: &str,
    config: &Config,
    now: DateTime,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    if query.trim().is_empty() {
        return Err(Fault::usage(
            "pytanie jest puste",
            "przykład: drogowskaz search \"gdzie oddać lodówkę\"",
        )
        .into());
    }
    let (library, _) = Library::open(&config.folders, &*progress::unobtrusive(), now.date())?;
    if let Some(model) = &config.model {
        let understanding = Understanding::read(model, &config.folders.index, PATIENCE)?;
        library.understand(&understanding, &*progress::unobtrusive());
    }
    let view = if config.public { View::Public } else { View::Staff };
    let request = SearchRequest {
        limit: config.limit,
        explain: config.explain,
        facets: config.json,
        settled: true,
        ..SearchRequest::new(query.trim(), now)
    };
    let started = Instant::now();
    let response = library.search(view, &request);
    let took = started.elapsed();
    if config.json {
        // Names a search for later feedback; a search from a terminal is not remembered.
        let answer = SearchAnswer::new(request, response, took, "cli".to_owned());
        serde_json::to_writer_pretty(&mut *out, &answer)?;
        writeln!(out)?;
    } else {
        write!(out, "{}", Page::for_stdout().render(&response, took))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// How answers are laid out for people.
#[derive(Debug, Clone, Copy)]
struct Page {
    /// Columns to wrap at.
    width: usize,
    /// Whether the reader understands bold type.
    bold: bool,
}

/// Where nothing says how wide the terminal is.
const USUAL_WIDTH: usize = 100;
/// Longer lines are hard to read, however wide the terminal.
const WIDEST: usize = 120;
/// Space to the left of all but titles.
const INDENT: &str = "   ";

impl Page {
    fn for_stdout() -> Self {
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let plain = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            width: columns.unwrap_or(USUAL_WIDTH).clamp(40, WIDEST),
            bold: std::io::stdout().is_terminal() && !plain("NO_COLOR") && !dumb,
        }
    }

    fn render(self, response: &SearchResponse, took: Duration) -> String {
        let mut page = self.heading(response, took);
        for (place, hit) in response.hits.iter().enumerate() {
            page.push('\n');
            self.hit(place + 1, hit, &mut page);
        }
        page
    }

    fn heading(self, response: &SearchResponse, took: Duration) -> String {
        let time = say::duration(took);
        if response.total == 0 {
            let mut heading = format!("Nic nie znaleziono ({time}).");
            self.correction(response, &mut heading);
            return heading + "\n";
        }
        let found = ARTICLE.counted(response.total);
        let trust = if response.confident() {
            "pierwszy odpowiada na pytanie"
        } else {
            "żaden nie odpowiada na pewno, poniżej przypuszczenia"
        };
        let mut heading = format!("{found}; {trust} ({time}).");
        self.correction(response, &mut heading);
        heading + "\n"
    }

    fn correction(self, response: &SearchResponse, heading: &mut String) {
        if let Some(meant) = &response.did_you_mean {
            let _ = write!(heading, " Czy chodziło o: {}?", self.strong(meant));
        }
    }

    fn hit(self, place: usize, hit: &Hit, page: &mut String) {
        let unit = hit.unit.as_deref().map(|unit| format!("  [{}]", printable(unit))).unwrap_or_default();
        let _ = writeln!(page, "{place}. {}{unit}", self.strong(&hit.title));
        let flags: Vec<String> = hit.flags.iter().filter_map(|flag| flag_words(*flag, hit)).collect();
        if !flags.is_empty() {
            let _ = writeln!(page, "{INDENT}! {}", flags.join(", "));
        }
        if !hit.answer.heading.is_empty() && hit.answer.heading != hit.title {
            let whose = if hit.answer.internal { " (tylko dla konsultanta)" } else { "" };
            let _ = writeln!(page, "{INDENT}{}{whose}:", printable(&hit.answer.heading));
        }
        self.passage(&hit.answer.text, &hit.answer.marks, page);
        let asked = hit.answer.fact;
        if let Some((label, value)) = asked.and_then(|key| fact(&hit.facts, key)) {
            let _ = writeln!(page, "{INDENT}{label}: {}", self.strong(&value));
        }
        for day in &hit.hours_on {
            let _ = writeln!(page, "{INDENT}{}", printable(&say::plain(&day.text)));
        }
        if let Some((label, phones)) = fact(&hit.facts, "phone").filter(|_| asked != Some("phone")) {
            let _ = writeln!(page, "{INDENT}{label}: {}", printable(&phones));
        }
        let mut origin = vec![hit.id.to_string()];
        origin.extend(hit.source.as_deref().map(printable));
        origin.extend(hit.verified.map(|day| format!("sprawdzono {day}")));
        let _ = writeln!(page, "{INDENT}{}", origin.join(" · "));
        for line in &hit.explanation {
            let _ = writeln!(page, "{INDENT}  – {}", printable(line));
        }
    }

    /// The passage, wrapped, with its matched words in bold.
    fn passage(self, text: &str, marks: &[(usize, usize)], page: &mut String) {
        let mut start = 0;
        for line in text.split('\n') {
            let mut column = 0;
            for (offset, word) in words_of(line) {
                let length = word.chars().count();
                if column > 0 && INDENT.len() + column + 1 + length > self.width {
                    page.push('\n');
                    column = 0;
                }
                page.push_str(if column == 0 { INDENT } else { " " });
                self.marked(word, start + offset, marks, page);
                column += length + usize::from(column > 0);
            }
            if column > 0 {
                page.push('\n');
            }
            start += line.len() + 1;
        }
    }

    /// One word that stands at byte `at` of the passage; marks may cover a part of it or run beyond it.
    fn marked(self, word: &str, at: usize, marks: &[(usize, usize)], page: &mut String) {
        let mut done = 0;
        for (from, to) in marks {
            let (from, to) = (from.saturating_sub(at).max(done), to.saturating_sub(at).min(word.len()));
            let (Some(before), Some(inside)) = (word.get(done..from), word.get(from..to)) else { continue };
            if inside.is_empty() {
                continue;
            }
            page.push_str(&printable(before));
            page.push_str(&self.strong(inside));
            done = to;
        }
        page.push_str(&printable(&word[done..]));
    }

    fn strong(self, text: &str) -> String {
        let text = printable(text);
        if self.bold { format!("\x1b[1m{text}\x1b[0m") } else { text }
    }
}

/// Text without control characters: an article must not be able to steer the reader's terminal.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// The words of a line with their byte offsets. A no-break space keeps what it joins in one piece.
fn words_of(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let breaks = |c: char| c.is_whitespace() && c != '\u{a0}';
    let mut offset = 0;
    line.split_inclusive(breaks)
        .map(move |piece| {
            let at = offset;
            offset += piece.len();
            (at, piece.trim_end_matches(breaks))
        })
        .filter(|(_, word)| !word.is_empty())
}

fn flag_words(flag: Flag, hit: &Hit) -> Option<String> {
    let words = match flag {
        // "Repealed" says the same and more.
        Flag::NotInForce if hit.flags.contains(&Flag::Repealed) => return None,
        Flag::NotInForce => "nie obowiązuje",
        Flag::Repealed => match &hit.repealed_by {
            Some(act) => return Some(format!("uchylony przez {}", printable(act))),
            None => "uchylony",
        },
        Flag::Stale => "po terminie przeglądu",
        Flag::Unverified => "niepotwierdzony",
        Flag::Ocr => "odczytany maszynowo",
        Flag::Internal => "tylko dla konsultanta",
    };
    Some(words.to_owned())
}

/// A fact by its key, with the word for it.
fn fact(facts: &Facts, key: &str) -> Option<(&'static str, String)> {
    let list = |values: &[String]| (!values.is_empty()).then(|| values.join(", "));
    let (label, value) = match key {
        "phone" => ("Telefon", list(&facts.phone)),
        "email" => ("E-mail", facts.email.clone()),
        "address" => ("Adres", facts.address.clone()),
        "hours" => {
            let own = facts.hours.clone().into_iter();
            let place = |place: &Place| Some(format!("{}: {}", place.name, place.hours.as_deref()?));
            ("Godziny", list(&own.chain(facts.places.iter().filter_map(place)).collect::<Vec<_>>()))
        }
        "fee" => ("Opłata", facts.fee.clone()),
        "deadline" => ("Termin", facts.deadline.clone()),
        "documents" => ("Dokumenty", list(&facts.documents)),
        "link" => ("Więcej", facts.link.clone()),
        _ => return None,
    };
    value.map(|value| (label, value))
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
