//! What only shows when articles are laid side by side: the same name or question twice, and facts that disagree.
//!
//! Two articles may well name different fees and numbers; that is what they are for. A finding therefore needs the
//! same unit and the same words around the number, and an article that itself gives several numbers for those words
//! is left alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Page;
use crate::article::body::slug::slug;
use crate::article::check::codes;
use crate::article::dictionary::Dictionaries;
use crate::article::{Problem, Status};
use crate::text::say::{self, Phone};

pub(super) fn check(pages: &[Page<'_>], dictionaries: &Dictionaries, problems: &mut Vec<Problem>) {
    ids(pages, problems);
    questions(pages, problems);
    amounts(pages, problems);
    phones(pages, dictionaries, problems);
}

fn ids(pages: &[Page<'_>], problems: &mut Vec<Problem>) {
    let mut first: HashMap<&str, &Page<'_>> = HashMap::new();
    for page in pages {
        let id = page.article.id.as_str();
        match first.get(id) {
            None => {
                first.insert(id, page);
            }
            Some(other) => {
                let message = format!("id „{id}” ma już artykuł {}:{}", other.path, other.line("id"));
                page.report(
                    problems,
                    codes::DUPLICATE_ID,
                    page.line("id"),
                    message,
                    "nadaj jednemu z nich inne id",
                );
            }
        }
    }
}

fn questions(pages: &[Page<'_>], problems: &mut Vec<Problem>) {
    let mut asked: HashMap<String, (&Page<'_>, usize)> = HashMap::new();
    for page in pages.iter().filter(|page| page.article.status != Status::Archived) {
        for (index, question) in page.article.questions.iter().enumerate() {
            let key = slug(question);
            if key.is_empty() {
                continue;
            }
            match asked.get(&key) {
                None => {
                    asked.insert(key, (page, index));
                }
                Some((other, at)) if other.article.id != page.article.id => {
                    let message = format!(
                        "pytanie „{question}” stoi już w {}:{}",
                        other.path,
                        other.item_line("questions", *at)
                    );
                    let help = "zostaw je tam, gdzie jest odpowiedź, albo dopisz, o co w nim chodzi";
                    page.report(
                        problems,
                        codes::SAME_QUESTION,
                        page.item_line("questions", index),
                        message,
                        help,
                    );
                }
                Some(_) => {}
            }
        }
    }
}

/// Words that stand beside any amount and do not say what it is for.
const GENERIC: &[&str] = &[
    "oplata",
    "oplaty",
    "oplate",
    "oplacie",
    "skarbowa",
    "skarbowej",
    "koszt",
    "kosztuje",
    "kosztuja",
    "cena",
    "kwota",
    "kwote",
    "wynosi",
    "wynosza",
    "wysokosci",
    "zaplacisz",
    "zaplacic",
    "placi",
    "nalezy",
    "trzeba",
    "jest",
    "oraz",
    "albo",
    "lub",
    "tylko",
    "jeszcze",
    "kazdy",
    "kazda",
    "kazde",
    "kazdego",
    "okolo",
    "ponad",
    "razem",
    "lacznie",
    "czyli",
    "przy",
    "jeden",
    "jedna",
    "jedno",
    "plus",
    "dodatkowo",
    "dla",
    "nie",
    "tym",
    "tego",
    "ktory",
    "ktora",
];

/// So many letters of telling words make it likely that two amounts are for the same thing: „kara za spóźnienie”
/// is not enough, „złożenie pełnomocnictwa” is.
const TELLING: usize = 18;

fn amounts(pages: &[Page<'_>], problems: &mut Vec<Problem>) {
    // Unit and words → what each article says about them.
    let mut said: BTreeMap<(String, String), Vec<(&Page<'_>, Amount)>> = BTreeMap::new();
    for page in pages.iter().filter(|page| page.is_live()) {
        let Some(unit) = &page.article.unit else { continue };
        let mut own: BTreeMap<String, Vec<Amount>> = BTreeMap::new();
        for section in &page.article.sections {
            for line in section.text.lines() {
                for (label, text) in amounts_in(line) {
                    own.entry(label).or_default().push(Amount { text, offset: Some(section.span.start) });
                }
            }
        }
        for (label, text) in page.article.facts.fee.iter().flat_map(|fee| amounts_in(fee)) {
            own.entry(label).or_default().push(Amount { text, offset: None });
        }
        for (label, mut amounts) in own {
            if amounts.iter().all(|amount| amount.text == amounts[0].text) {
                said.entry((unit.to_lowercase(), label)).or_default().push((page, amounts.remove(0)));
            }
        }
    }
    for claims in said.values() {
        let Some(((first, amount), others)) = claims.split_first() else { continue };
        for (page, other) in others.iter().filter(|(_, other)| other.text != amount.text) {
            let message = format!(
                "tu „{} zł”, a w {}:{} o tym samym „{} zł”",
                other.text,
                first.path,
                amount.line(first),
                amount.text
            );
            page.report(
                problems,
                codes::AMOUNT_DIFFERS,
                other.line(page),
                message,
                "sprawdź, która kwota jest aktualna",
            );
        }
    }
}

struct Amount {
    text: String,
    /// In the body; `None` in the header.
    offset: Option<usize>,
}

impl Amount {
    /// The line of the amount itself where it can be found below the heading, else of the section.
    fn line(&self, page: &Page<'_>) -> usize {
        let Some(offset) = self.offset else { return page.line("facts.fee") };
        let below = page.article.body.get(offset..).unwrap_or_default();
        let within = below.find(&format!("{} zł", self.text)).unwrap_or(0);
        page.article.line_of(offset + within)
    }
}

/// Amounts in złoty with what they are for: the telling words before them in the sentence and right after.
fn amounts_in(text: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !is_zloty(word) {
            continue;
        }
        let numeric = |word: &&&str| {
            word.bytes().all(|b| b.is_ascii_digit() || b == b',') && word.bytes().any(|b| b.is_ascii_digit())
        };
        let digits = words[..at].iter().rev().take_while(numeric).count();
        if digits == 0 {
            continue;
        }
        let amount = words[at - digits..at].join(" ");
        let same_clause = |word: &&&str| !word.ends_with(['.', ';', ':', '|', '?', '!']) && !is_zloty(word);
        let before = words[..at - digits].iter().rev().take_while(same_clause).take(5);
        let mut label: BTreeSet<String> = before.filter_map(|word| telling(word)).collect();
        if word.ends_with("zł") {
            let after = words[at + 1..].iter().take_while(same_clause).take(4);
            label.extend(after.filter_map(|word| telling(word)));
        }
        let letters: usize = label.iter().map(String::len).sum();
        if label.len() >= 2 && letters >= TELLING {
            found.push((label.into_iter().collect::<Vec<_>>().join(" "), amount));
        }
    }
    found
}

fn is_zloty(word: &str) -> bool {
    word.trim_end_matches(['.', ',', ';', ':', ')']) == "zł"
}

/// A word that says what an amount is for, without accents.
fn telling(word: &str) -> Option<String> {
    let folded = slug(word);
    (folded.len() > 2 && !GENERIC.contains(&folded.as_str())).then_some(folded)
}

/// Numbers that stand together, and the article they stand in; `None` for the dictionary.
type Numbers<'p> = (BTreeSet<String>, Option<&'p Page<'p>>);

/// A number that differs in one digit, or in two swapped ones, from the one that the unit's other articles give, and
/// that nobody else gives: most likely a slip of the hand. Only where it is the article's one number: an office's
/// desks have neighbouring numbers, and whoever lists several has looked them up.
fn phones(pages: &[Page<'_>], dictionaries: &Dictionaries, problems: &mut Vec<Problem>) {
    let digits = |number: &String| Some(Phone::read(number)?.whole()?.to_owned());
    // Lists in which numbers stand together, by unit: an article's, or the dictionary's.
    let mut lists: BTreeMap<String, Vec<Numbers<'_>>> = BTreeMap::new();
    for unit in &dictionaries.units {
        let numbers = unit.phones.iter().filter_map(digits).collect();
        lists.entry(unit.code.to_lowercase()).or_default().push((numbers, None));
    }
    for page in pages.iter().filter(|page| page.is_live()) {
        let Some(unit) = &page.article.unit else { continue };
        let numbers = page.article.facts.phone.iter().filter_map(digits).collect();
        lists.entry(unit.to_lowercase()).or_default().push((numbers, Some(page)));
    }
    let everywhere: Vec<&BTreeSet<String>> = lists.values().flatten().map(|(numbers, _)| numbers).collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    for number in everywhere.iter().flat_map(|numbers| numbers.iter()) {
        *times.entry(number).or_default() += 1;
    }
    for lists in lists.values() {
        for (numbers, page) in lists {
            let Some(page) = page.filter(|_| numbers.len() == 1) else { continue };
            for number in numbers.iter().filter(|number| times.get(number.as_str()) == Some(&1)) {
                let like =
                    lists.iter().flat_map(|(others, owner)| others.iter().map(move |other| (other, owner)));
                let mut like = like.filter(|(other, _)| is_slip(number, other) && !numbers.contains(*other));
                let Some((other, owner)) = like.next() else { continue };
                let known = owner.is_none() || times.get(other.as_str()).is_some_and(|&times| times > 1);
                if !known {
                    continue;
                }
                let shown = |digits: &str| say::plain(&say::phone(digits));
                let place = owner.map_or("slowniki/jednostki.toml", |page| page.path);
                let message = format!(
                    "numer „{}” różni się o włos od „{}” tej samej jednostki w {place}",
                    shown(number),
                    shown(other)
                );
                page.report(
                    problems,
                    codes::PHONE_DIFFERS,
                    page.line("facts.phone"),
                    message,
                    "sprawdź, który jest właściwy",
                );
            }
        }
    }
}

/// One digit off, or two neighbours swapped.
fn is_slip(a: &str, b: &str) -> bool {
    let off: Vec<usize> =
        a.bytes().zip(b.bytes()).enumerate().filter(|(_, (x, y))| x != y).map(|(at, _)| at).collect();
    match off[..] {
        [_] => true,
        [first, second] => {
            let (a, b) = (a.as_bytes(), b.as_bytes());
            second == first + 1 && a[first] == b[second] && a[second] == b[first]
        }
        _ => false,
    }
}
