//! What one article says to a question that is asked of it: which passage, which fact, or that it does not say.
//!
//! Whoever has an article open asks in few words ("a ile to trwa", "a telefon", "gdzie to zanieść"), so how something is
//! asked for counts beside the words: a section whose heading asks the same is the answer.

use super::values::holds;
use crate::search::index::record::{Passage, PassageKind, Record, text};
use crate::search::question::intent::{FactKind, intent};
use crate::search::question::query::{Query, QueryWord};
use crate::search::ranking::passage::{Matcher, RecordMatch};
use crate::text::{Analyzer, Forms};

/// What an article says to a question.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::search) struct AskedOf {
    /// The passage that comes nearest, by its place in [`Record::passages`].
    pub passage: Option<usize>,
    /// The kind of fact that is asked for.
    pub asked: Option<FactKind>,
    /// Whether the article answers.
    pub known: bool,
    /// The share of what the question names beside the fact that the article has anywhere; `None` where it names nothing.
    pub names: Option<f32>,
}

/// What the words of a question say at least of what may be read out, to be an answer.
const ENOUGH: f32 = 0.3;

/// Asks `record` a question.
pub(in crate::search) fn asked_of(
    record: &Record<'_>,
    matched: &RecordMatch,
    matcher: &Matcher,
    query: &Query,
    analyzer: &mut Analyzer,
) -> AskedOf {
    let facts = record.facts();
    let words: Vec<&Forms> = query.words.iter().map(|word| &*word.forms).collect();
    let asked = kind_in(&words);
    let how = Asking::of(query.words.iter().map(|word| &*word.forms));
    // What the question is about beside the fact and what is done about it.
    let names: Vec<bool> = query.content().map(|(_, word)| !word.filler && !says_how(word)).collect();
    let is_named = |at: usize| names.get(at).copied().unwrap_or(false);
    let telling: Vec<bool> = query.content().map(|(_, word)| !word.filler).collect();
    let tells = |at: usize| telling.get(at).copied().unwrap_or(false);
    let is_read = |passage: &&Passage<'_>| {
        !passage.text.is_empty() && !passage.internal && passage.kind != PassageKind::Unknown
    };
    let all = matcher.found_in(record.passages.iter().flat_map(lines), matched);
    let read = matcher.found_in(record.passages.iter().filter(is_read).flat_map(lines), matched);
    let (in_all, in_read) = (matcher.share(&all, is_named), matcher.share(&read, is_named));
    let names_something = names.contains(&true);

    let mut best: Option<(f32, usize, Heard)> = None;
    for (at, passage) in record.passages.iter().enumerate().filter(|(_, passage)| is_read(passage)) {
        let analysis = analyzer.analyze(text(passage.heading));
        let forms: Vec<&Forms> = analysis.tokens.iter().map(|token| &*token.forms).collect();
        let found = matcher.found_in(lines(passage).into_iter(), matched);
        let heading = matcher.found_in(std::iter::once(passage.heading_tokens), matched);
        let heard = Heard {
            words: matcher.share(&found, tells),
            named: matcher.share(&found, is_named),
            heading: matcher.share(&heading, tells),
            same_fact: asked.is_some() && !forms.is_empty() && kind_in(&forms) == asked,
            same_asking: how.is_some() && Asking::of(forms.iter().copied()) == how,
            holds: asked.is_some_and(|kind| holds(kind, passage.text())),
        };
        if best.as_ref().is_none_or(|(value, _, _)| heard.value() > *value) {
            best = Some((heard.value(), at, heard));
        }
    }
    let Some((value, passage, heard)) = best else { return AskedOf { asked, ..AskedOf::default() } };
    let known = if names_something && in_read < ENOUGH {
        false
    } else if let Some(kind) = asked {
        kind.key().is_some_and(|key| facts.has(key))
            || heard.same_fact
            || (heard.holds && (heard.named >= ENOUGH || heard.same_asking))
    } else {
        heard.words >= ENOUGH || heard.same_asking
    };
    AskedOf {
        passage: (value > 0.0).then_some(passage),
        asked,
        known,
        names: names_something.then_some(in_all),
    }
}

/// The words of a passage and of its heading.
fn lines<'r>(passage: &Passage<'r>) -> [&'r [u8]; 2] {
    [passage.tokens, passage.heading_tokens]
}

/// What of a question is heard in a passage.
#[derive(Debug, Clone, Copy, Default)]
struct Heard {
    /// The share of its words in the passage and its heading.
    words: f32,
    /// The share of those that name something beside the fact.
    named: f32,
    /// The share of its words in the heading alone.
    heading: f32,
    /// The heading asks for the same fact.
    same_fact: bool,
    /// The heading asks as the question does ("gdzie", "kto", "co jeśli").
    same_asking: bool,
    /// It holds a value of the kind that is asked for.
    holds: bool,
}

impl Heard {
    fn value(self) -> f32 {
        let if_so = |is: bool, value: f32| if is { value } else { 0.0 };
        self.words
            + 0.5 * self.heading
            + if_so(self.same_fact, 0.9)
            + if_so(self.same_asking, 0.3)
            + if_so(self.holds, 0.1)
    }
}

/// The kind of fact that a follow-up asks for: what lasts or is brought is asked in fewer words than by somebody who
/// begins.
fn kind_in(words: &[&Forms]) -> Option<FactKind> {
    let lemma = |list: &[&str]| words.iter().any(|word| list.contains(&&*word.lemma));
    let folded = |list: &[&str]| words.iter().any(|word| list.contains(&&*word.folded));
    if lemma(&["trwac", "czekac", "potrwac", "poczekac"]) || folded(&["dlugo"]) {
        Some(FactKind::Deadline)
    } else if folded(&["co", "czego"])
        && lemma(&[
            "miec",
            "wziac",
            "zabrac",
            "przyniesc",
            "przygotowac",
            "potrzebowac",
            "potrzebny",
            "potrzeba",
        ])
    {
        Some(FactKind::Documents)
    } else if lemma(DAYS) {
        Some(FactKind::Hours)
    } else {
        intent(words).kind
    }
}

/// Words for days: of an open article they ask whether it is open then.
const DAYS: &[&str] = &[
    "poniedzialek",
    "wtorek",
    "sroda",
    "czwartek",
    "piatek",
    "sobota",
    "niedziela",
    "weekend",
    "jutro",
    "dzis",
    "dzisiaj",
    "pojutrze",
    "swieto",
    "wigilia",
    "sylwester",
];

/// Whether a word says which fact is asked for, or what is done about it, and names nothing.
fn says_how(word: &QueryWord) -> bool {
    const HOW: &[&str] = &[
        "kosztowac",
        "koszt",
        "cena",
        "oplata",
        "stawka",
        "placic",
        "zaplacic",
        "wynosic",
        "trwac",
        "potrwac",
        "czekac",
        "poczekac",
        "dlugo",
        "termin",
        "czas",
        "dzien",
        "telefon",
        "numer",
        "zadzwonic",
        "dzwonic",
        "dokument",
        "godzina",
        "otwarty",
        "czynny",
        "adres",
        "zaniesc",
        "zlozyc",
        "zalatwic",
        "isc",
        "pojsc",
        "zglosic",
        "wyslac",
        "zrobic",
        "robic",
        "miec",
        "wziac",
        "zabrac",
        "przyniesc",
        "przygotowac",
        "potrzebny",
        "potrzebowac",
        "ktos",
        "on",
        "ona",
        "tam",
        "podac",
        "mail",
        "strona",
        "moc",
        "dostac",
    ];
    HOW.contains(&&*word.forms.lemma)
        || DAYS.contains(&&*word.forms.lemma)
        || HOW.contains(&&*word.forms.folded)
}

/// How something is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asking {
    Where,
    Who,
    When,
    HowMuch,
    WhatIf,
    What,
}

impl Asking {
    fn of<'f>(words: impl Iterator<Item = &'f Forms>) -> Option<Self> {
        let folded: Vec<&str> = words.map(|forms| &*forms.folded).collect();
        let has = |words: &[&str]| folded.iter().any(|word| words.contains(word));
        if has(&["jesli", "jezeli", "gdy", "gdyby"]) || folded.starts_with(&["a", "jak"]) {
            Some(Self::WhatIf)
        } else if has(&["gdzie", "dokad", "skad"]) {
            Some(Self::Where)
        } else if has(&["ile"]) {
            Some(Self::HowMuch)
        } else if has(&["kiedy"]) {
            Some(Self::When)
        } else if has(&["kto", "komu", "kogo"]) {
            Some(Self::Who)
        } else if has(&["co", "jakie", "czego"]) {
            Some(Self::What)
        } else {
            None
        }
    }
}
