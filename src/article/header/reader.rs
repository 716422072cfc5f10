//! Values out of a YAML tree, each of the kind that its key wants, and a finding where it is of another.

use jiff::civil::Date;

use super::yaml::{MapEntry, Node, NodeKind};
use crate::article::body::address::{Leads, leads};
use crate::article::body::slug::slug;
use crate::article::check::codes;
use crate::article::{ArticleId, Code, Problem};

/// Takes values out of the tree and notes what was wrong with them.
pub(super) struct KeyReader<'a> {
    pub(super) path: &'a str,
    pub(super) problems: &'a mut Vec<Problem>,
    /// Keys read so far, groups with their dot, to notice `Title:` beside `title:`.
    pub(super) seen: Vec<&'static str>,
    /// Something that limits who sees the article could not be read.
    pub(super) hide: bool,
}

impl KeyReader<'_> {
    pub(super) fn report(&mut self, code: Code, line: usize, message: String, help: &str) {
        self.problems.push(Problem::new(code, self.path, line, message).help(help));
    }

    /// The key as the contract writes it; `None` and a warning for a key that it does not name.
    pub(super) fn known(
        &mut self,
        group: &str,
        entry: &MapEntry,
        keys: &[&'static str],
    ) -> Option<&'static str> {
        let name = entry.key.trim();
        let lower = name.to_lowercase();
        let found = keys.iter().copied().find(|&key| key == name || key == lower);
        let message = format!("nieznany klucz „{group}{name}”; zostaje w pliku, ale nic nie robi");
        let Some(key) = found else {
            let help = match nearest(&lower, keys) {
                Some(near) => format!("czy chodziło o „{near}”?"),
                None => format!("znane klucze: {}", keys.join(", ")),
            };
            self.report(codes::UNKNOWN_KEY, entry.line, message, &help);
            return None;
        };
        if group.is_empty() {
            if self.seen.contains(&key) {
                self.report(
                    codes::UNKNOWN_KEY,
                    entry.line,
                    message,
                    &format!("„{key}” stoi już wyżej; zostaw jeden"),
                );
                return None;
            }
            self.seen.push(key);
        }
        Some(key)
    }

    /// A key that nobody here reads, by which somebody may have meant to keep the article back.
    pub(super) fn limits(&mut self, entry: &MapEntry) {
        self.hide = true;
        let message =
            format!("klucz „{}” nic tutaj nie znaczy; do poprawki artykuł jest wewnętrzny", entry.key.trim());
        let help = "kto i kiedy widzi artykuł, mówią: audience (public, internal), status (draft, review, published, archived), valid_from, valid_until; usuń ten klucz";
        self.report(codes::FOREIGN_LIMIT, entry.line, message, help);
    }

    pub(super) fn wrong_kind(&mut self, entry: &MapEntry, line: usize, wanted: &str, help: &str) {
        self.report(codes::WRONG_KIND, line, format!("„{}” ma być {wanted}", entry.key), help);
    }

    /// A line of text; a number or a truth value is the text it was written as.
    pub(super) fn text(&mut self, entry: &MapEntry) -> Option<String> {
        match &entry.value.kind {
            NodeKind::Null => None,
            NodeKind::Scalar { text, .. } => line_of(text),
            NodeKind::List(items) => match items.as_slice() {
                [Node { kind: NodeKind::Scalar { text, .. }, .. }] => line_of(text),
                _ => {
                    self.wrong_kind(
                        entry,
                        entry.value.line,
                        "tekstem, a jest listą",
                        "zostaw jedną wartość, bez nawiasów i myślników",
                    );
                    None
                }
            },
            NodeKind::Map(_) => {
                self.wrong_kind(
                    entry,
                    entry.value.line,
                    "tekstem, a jest grupą kluczy",
                    "tekst z dwukropkiem ujmij w cudzysłów \"…\"",
                );
                None
            }
        }
    }

    /// A text that may have been written as a list: `fee: [17 zł, 27 zł]`.
    pub(super) fn joined(&mut self, entry: &MapEntry) -> Option<String> {
        match &entry.value.kind {
            NodeKind::List(items) if items.len() > 1 => {
                let text = self.list(entry).join("; ");
                self.report(
                    codes::RESHAPED,
                    entry.value.line,
                    format!("„{}” to jeden tekst; z listy wychodzi: „{text}”", entry.key),
                    "zapisz wartość jako jeden tekst",
                );
                line_of(&text)
            }
            _ => self.text(entry),
        }
    }

    /// A list of texts; a single text is a list of one, a text of several lines a list of its lines.
    pub(super) fn list(&mut self, entry: &MapEntry) -> Vec<String> {
        match &entry.value.kind {
            NodeKind::Null => Vec::new(),
            NodeKind::Scalar { text, .. } => {
                text.lines().filter_map(|line| line_of(line.trim_start().trim_start_matches("- "))).collect()
            }
            NodeKind::List(items) => items.iter().filter_map(|item| self.item(entry, item)).collect(),
            NodeKind::Map(_) => self.item(entry, &entry.value).into_iter().collect(),
        }
    }

    fn item(&mut self, entry: &MapEntry, item: &Node) -> Option<String> {
        match &item.kind {
            NodeKind::Null => None,
            NodeKind::Scalar { text, .. } => line_of(text),
            // `- proszę pani: gdzie to załatwię` without quotes is a map to YAML and a sentence to its author.
            NodeKind::Map(pairs)
                if pairs
                    .iter()
                    .all(|pair| matches!(pair.value.kind, NodeKind::Scalar { .. } | NodeKind::Null)) =>
            {
                let text = pairs.iter().map(pair_text).collect::<Vec<_>>().join(" ");
                let message =
                    format!("dwukropek w „{}” dzieli tekst na klucz i wartość; czytam: „{text}”", entry.key);
                self.report(codes::RESHAPED, item.line, message, "ujmij całość w cudzysłów \"…\"");
                line_of(&text)
            }
            NodeKind::List(_) | NodeKind::Map(_) => {
                self.wrong_kind(
                    entry,
                    item.line,
                    "listą tekstów",
                    "każda pozycja to jeden tekst: [pierwszy, drugi]",
                );
                None
            }
        }
    }

    /// The keys of a group such as `facts`.
    pub(super) fn group<'n>(&mut self, entry: &'n MapEntry, example: &str) -> &'n [MapEntry] {
        match &entry.value.kind {
            NodeKind::Map(entries) => entries,
            NodeKind::Null => &[],
            _ => {
                let help = format!("zapisz klucze pod spodem, z wcięciem, na przykład: {example}");
                self.wrong_kind(entry, entry.value.line, "grupą kluczy", &help);
                &[]
            }
        }
    }

    /// A slug; what is nearly one is made one, so that the article keeps an address of its own.
    pub(super) fn id(&mut self, entry: &MapEntry) -> Option<ArticleId> {
        let text = self.text(entry)?;
        if let Some(id) = ArticleId::new(text.as_str()) {
            return Some(id);
        }
        let mended = ArticleId::new(slug(&text));
        let used = mended.as_ref().map_or("nazwa pliku".to_owned(), |id| format!("„{id}”"));
        let message =
            format!("id „{text}” może mieć tylko małe litery a-z, cyfry i łączniki; do poprawki: {used}");
        let help = mended
            .as_ref()
            .map_or("na przykład: id: odbior-gabarytow".to_owned(), |id| format!("zapisz: id: {id}"));
        self.report(codes::BAD_ID, entry.value.line, message, &help);
        mended
    }

    /// `Ok(None)` where the key is empty, `Err` where its value could not be read and was reported.
    pub(super) fn date(&mut self, entry: &MapEntry, fallback: &str) -> Result<Option<Date>, ()> {
        let text = match &entry.value.kind {
            NodeKind::Null => return Ok(None),
            NodeKind::Scalar { text, .. } => text.trim(),
            NodeKind::List(_) | NodeKind::Map(_) => {
                self.wrong_kind(entry, entry.value.line, "datą", "jeden dzień, na przykład 2026-01-31");
                return Err(());
            }
        };
        if let Some(date) = iso_date(text) {
            return Ok(Some(date));
        }
        let help = match polish_date(text) {
            Some(date) => format!("zapisz: {}: {date}", entry.key),
            None => "zapisz rok-miesiąc-dzień, na przykład 2026-01-31".to_owned(),
        };
        let message = format!("„{text}” w „{}” nie jest datą{fallback}", entry.key);
        self.report(codes::BAD_DATE, entry.value.line, message, &help);
        Err(())
    }

    /// A day that limits when the article holds. Unread, it would show the article too early or too long.
    pub(super) fn limit(&mut self, entry: &MapEntry) -> Option<Date> {
        let date = self.date(entry, "; do poprawki artykuł jest wewnętrzny");
        self.hide |= date.is_err();
        date.unwrap_or_default()
    }

    /// One of the allowed words, in small letters or not.
    pub(super) fn choice<T: Copy>(
        &mut self,
        entry: &MapEntry,
        allowed: &[(&str, T)],
        fallback: &str,
    ) -> Result<Option<T>, ()> {
        let names: Vec<&str> = allowed.iter().map(|(name, _)| *name).collect();
        let help = format!("dozwolone: {}", names.join(", "));
        let text = match &entry.value.kind {
            NodeKind::Null => return Ok(None),
            NodeKind::Scalar { text, .. } => text.trim().to_lowercase(),
            NodeKind::List(_) | NodeKind::Map(_) => {
                self.wrong_kind(entry, entry.value.line, &format!("jednym słowem{fallback}"), &help);
                return Err(());
            }
        };
        let found = allowed.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
        if found.is_none() {
            let message = format!("„{}” nie może mieć wartości „{text}”{fallback}", entry.key);
            self.report(codes::NOT_ALLOWED, entry.value.line, message, &help);
        }
        found.map(Some).ok_or(())
    }

    pub(super) fn flag(&mut self, entry: &MapEntry) -> Option<bool> {
        let text = self.text(entry)?.to_lowercase();
        match text.as_str() {
            "true" | "yes" | "tak" | "on" | "1" => Some(true),
            "false" | "no" | "nie" | "off" | "0" => Some(false),
            _ => {
                let message = format!("„{}” nie może mieć wartości „{text}”", entry.key);
                self.report(codes::NOT_ALLOWED, entry.value.line, message, "dozwolone: true, false");
                None
            }
        }
    }

    /// The address of a page, by http or https; of a page of ours the whole address, too: it is read out and printed.
    pub(super) fn address(&mut self, entry: &MapEntry) -> Option<String> {
        let text = self.text(entry)?;
        if leads(&text) == Some(Leads::Web) {
            return Some(text);
        }
        let host = text.split(['/', '?', '#']).next().unwrap_or_default();
        let address = format!("https://{text}");
        if host.contains('.') && !host.contains(':') && leads(&address) == Some(Leads::Web) {
            let message = format!("adres „{text}” nie zaczyna się od https://; czytam: „{address}”");
            self.report(
                codes::RESHAPED,
                entry.value.line,
                message,
                &format!("zapisz: {}: {address}", entry.key),
            );
            return Some(address);
        }
        let message = format!("„{text}” w „{}” nie jest adresem strony, więc nikt go nie zobaczy", entry.key);
        let help = "wpisz cały adres strony, na przykład https://www.krakow.pl/sprawa; telefon i e-mail mają własne pola";
        self.report(codes::UNSAFE_LINK, entry.value.line, message, help);
        None
    }
}

/// A text as one line; `None` when nothing is left.
fn line_of(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

fn pair_text(pair: &MapEntry) -> String {
    match &pair.value.kind {
        NodeKind::Scalar { text, .. } => format!("{}: {text}", pair.key),
        _ => format!("{}:", pair.key),
    }
}

/// `2026-01-31`, also with a time after it, as other programs write dates.
fn iso_date(text: &str) -> Option<Date> {
    let (day, rest) = text.split_at_checked(10)?;
    if !rest.is_empty() && !rest.starts_with(['T', ' ']) {
        return None;
    }
    let numbers = day
        .bytes()
        .enumerate()
        .all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    numbers.then(|| day.parse().ok()).flatten()
}

/// `31.01.2026`, `1.2.2026 r.`: what the remedy can spell out.
fn polish_date(text: &str) -> Option<Date> {
    let mut parts = text.trim_end_matches(['r', '.', ' ']).split(['.', '/', '-']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year.trim().parse().ok()?, month.trim().parse().ok()?, day.trim().parse().ok()?).ok()
}

/// The key that `name` was most likely meant to be: at most two letters off, and of short names one.
pub(super) fn nearest<'k>(name: &str, keys: &[&'k str]) -> Option<&'k str> {
    let slips = |key: &str| edits(name, key);
    let best = keys.iter().copied().min_by_key(|key| slips(key))?;
    let allowed = if best.len() > 4 { 2 } else { 1 };
    (slips(best) <= allowed).then_some(best)
}

/// Edit distance, capped where a longer name cannot be a slip of the hand any more.
pub(in crate::article) fn edits(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(40).collect();
    let b: Vec<char> = b.chars().take(40).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
