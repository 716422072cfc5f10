//! How a question is put: the words that ask, and the fact they ask for.
//!
//! "ile kosztuje odpis aktu" is about an `odpis aktu` and asks for its `fee`. Words that ask weigh nothing in the
//! ranking (measured: +0.008 nDCG@10); other function words are left to BM25, dropping them gains nothing.
//!
//! The same rules read an entry of an article's `unknown`: "opłata za plastikową kartę" is a fee, too, so the two can be
//! compared by what they ask for and by what they are about.

use crate::text::{Forms, glue};

/// The kind of fact that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::search) enum FactKind {
    /// The number of a bank account.
    Account,
    /// What it costs, or is worth: a fee, a fine, a rate.
    Fee,
    /// Until when, since when, or how long.
    Deadline,
    Phone,
    Documents,
    Hours,
    Address,
    Email,
    /// Where to read or file it without going there.
    Link,
    /// How many, how much of it: a limit, an age, a threshold.
    Quantity,
}

impl FactKind {
    /// The key of `facts` that holds such a fact; `None` where none does.
    pub fn key(self) -> Option<&'static str> {
        match self {
            FactKind::Fee => Some("fee"),
            FactKind::Deadline => Some("deadline"),
            FactKind::Phone => Some("phone"),
            FactKind::Documents => Some("documents"),
            FactKind::Hours => Some("hours"),
            FactKind::Address => Some("address"),
            FactKind::Email => Some("email"),
            FactKind::Link => Some("link"),
            FactKind::Account | FactKind::Quantity => None,
        }
    }
}

/// What the words of a text ask for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::search) struct Intent {
    /// The kind of fact, where the words name one.
    pub kind: Option<FactKind>,
    /// Bits of the words that say so: they ask, and are no part of what is asked about.
    pub words: u64,
    /// Whether it is put as a question at all: `jaki`, `czy`, `od ilu`.
    pub asks: bool,
}

impl Intent {
    /// The key of `facts` asked for.
    pub fn fact(self) -> Option<&'static str> {
        self.kind.and_then(FactKind::key)
    }

    /// Whether word number `at` says what is asked for.
    pub fn has(self, at: usize) -> bool {
        self.words & (1 << at.min(63)) != 0
    }
}

/// Words by which a kind of fact is known, each by its dictionary form or its folded letters.
enum Sign {
    /// A word that asks for it and says nothing else.
    Word(&'static [&'static str]),
    /// The same of words that ask only by themselves: not beside a number (`tramwaj numer 52`) and not behind one of the
    /// second list (`pół godziny`).
    Bare(&'static [&'static str], &'static [&'static str]),
    /// Words that ask for it and are themselves something that can be asked about: a `kaucja` is a fee, but not any.
    Telling(&'static [&'static str]),
    /// Two in a row that ask for it, the first as it stands.
    Pair(&'static [&'static str], &'static [&'static str]),
    /// Three in a row, the first two as they stand: `ile się płaci`.
    Three(&'static [&'static str], &'static [&'static str], &'static [&'static str]),
    /// Two in a row, of which the second can be asked about: `jaka kara`.
    Lead(&'static [&'static str], &'static [&'static str]),
    /// Anything after it asks for how much of it there is.
    Before(&'static [&'static str]),
}

/// What a kind of fact is known by; the first that has a sign in the question is asked for.
const SIGNS: &[(FactKind, &[Sign])] = &[
    (
        FactKind::Account,
        &[
            Sign::Word(&["iban"]),
            Sign::Pair(
                &["numer", "nr", "numeru", "jakie", "jaki", "ktore", "na", "a"],
                &["rachunek", "konto"],
            ),
            Sign::Pair(&["konto", "rachunek", "konta", "rachunku"], &["do", "na", "dla", "bankowy", "urzad"]),
        ],
    ),
    (
        FactKind::Fee,
        // Before the time that passes: "ile się czeka".
        &[Sign::Three(
            &["ile"],
            &["sie"],
            &["placic", "placi", "zaplacic", "doplacac", "bulic", "nalezec", "nalezy"],
        )],
    ),
    (
        FactKind::Deadline,
        &[
            Sign::Pair(
                &["ile", "ilu"],
                &[
                    "czas",
                    "dzien",
                    "doba",
                    "trwac",
                    "sie",
                    "czekac",
                    "tydzien",
                    "miesiac",
                    "godzina",
                    "minuta",
                    "dni",
                    "dniach",
                    "tygodni",
                    "tygodniach",
                    "miesiecy",
                    "miesiacach",
                    "latach",
                ],
            ),
            Sign::Lead(&["ile"], &["trzymac", "przechowywac", "obowiazywac", "wazny"]),
            Sign::Pair(&["jak"], &["dlugo", "szybko"]),
            Sign::Pair(&["do", "od", "na", "po"], &["kiedy"]),
            Sign::Word(&["termin"]),
            Sign::Pair(&["ktorego", "jakiego"], &["dzien"]),
            Sign::Pair(&["jakim"], &["czas"]),
            Sign::Pair(&["czas"], &["oczekiwanie", "trwanie"]),
            Sign::Lead(&["czas"], &["rozpatrzenie", "wydanie", "zalatwienie", "naprawa"]),
            Sign::Pair(&["dzien", "data"], &["wyplata"]),
        ],
    ),
    (
        FactKind::Fee,
        &[
            Sign::Word(&["kosztowac", "koszt", "cena", "oplata", "stawka", "taryfa", "cennik", "platny"]),
            Sign::Word(&["zaplace", "zaplacic", "place", "placi"]),
            Sign::Telling(&["kaucja", "odsetki", "znalezne", "oplacic", "rabat"]),
            Sign::Pair(
                &["ile"],
                &[
                    "kosztowac",
                    "placic",
                    "zaplacic",
                    "wynosic",
                    "byc",
                    "bede",
                    "za",
                    "trzeba",
                    "pieniadz",
                    "zloty",
                    "wyjsc",
                ],
            ),
            Sign::Lead(
                &["ile", "jaka", "jaki", "jakie", "wysokosc", "kwota"],
                &[
                    "kara", "mandat", "podatek", "grzywna", "dotacja", "kwota", "doplata", "zasilek",
                    "dodatek", "rata",
                ],
            ),
        ],
    ),
    (
        FactKind::Phone,
        &[
            Sign::Word(&["telefon", "infolinia", "telefoniczny", "tel"]),
            Sign::Bare(&["numer", "nr"], &[]),
            // Who says `dzwonię` does it already.
            Sign::Word(&["zadzwonic", "zadzwonie", "dzwonic"]),
        ],
    ),
    (
        FactKind::Documents,
        &[
            Sign::Word(&["dokument", "zalacznik", "papier", "formularz", "druk"]),
            Sign::Pair(
                &["co"],
                &[
                    "zabrac",
                    "przygotowac",
                    "wziac",
                    "przyniesc",
                    "potrzeba",
                    "potrzebny",
                    "potrzebne",
                    "dolaczyc",
                    "okazac",
                ],
            ),
            Sign::Pair(&["czego"], &["potrzebowac", "potrzebuje", "potrzeba"]),
        ],
    ),
    (
        FactKind::Hours,
        &[
            Sign::Word(&["czynny", "otwarty", "zamkniety", "dyzur", "otwarcie"]),
            Sign::Bare(
                &["godziny", "godzinach", "godzin"],
                &["pol", "ile", "ilu", "co", "kilka", "pare", "za"],
            ),
            Sign::Pair(&["jaka", "ktora", "jakiej", "ktorej"], &["godzina"]),
            Sign::Pair(&["do", "od", "o"], &["ktorej"]),
            Sign::Pair(&["kiedy"], &["czynny", "otwarty", "przyjmowac"]),
        ],
    ),
    (
        FactKind::Address,
        &[
            Sign::Word(&["adres", "siedziba"]),
            // Another case of it says where something is.
            Sign::Bare(&["ulica"], &[]),
            Sign::Pair(&["jaka", "jakiej", "ktorej", "jakich", "ktorych"], &["ulica"]),
            Sign::Pair(
                &["gdzie"],
                &["byc", "jest", "znajdowac", "miescic", "sie", "isc", "pojsc", "jechac", "dojechac"],
            ),
            Sign::Lead(&["gdzie"], &["stac", "lezec"]),
            Sign::Pair(&["ktorym", "ktorego", "jakim"], &["budynek", "pokoj", "miejsce"]),
        ],
    ),
    (FactKind::Email, &[Sign::Word(&["mail", "email", "e-mail", "mejl"])]),
    (FactKind::Link, &[Sign::Word(&["strona", "link", "internet", "online", "elektronicznie"])]),
    // What the kinds above leave over.
    (FactKind::Deadline, &[Sign::Word(&["kiedy"])]),
    (
        FactKind::Quantity,
        &[
            Sign::Word(&["liczba", "ilosc"]),
            Sign::Telling(&["limit", "prog", "kryterium"]),
            Sign::Before(&["ile", "ilu"]),
        ],
    ),
];

impl Sign {
    /// Whether the sign is there, and the bits of those of `words` that do nothing but ask.
    fn found(&self, words: &[&Forms]) -> Option<u64> {
        let bit = |at: usize| 1u64 << at.min(63);
        let is = |list: &[&str], word: &Forms| list.contains(&&*word.lemma) || list.contains(&&*word.folded);
        let all = |mut bits: Box<dyn Iterator<Item = u64> + '_>| {
            bits.next().map(|first| bits.fold(first, |bits, one| bits | one))
        };
        let each = words.iter().enumerate();
        let pairs = words.windows(2).enumerate();
        let paired = |first: &[&str], second: &[&str], pair: &[&Forms]| match pair {
            [one, other] => first.contains(&&*one.folded) && is(second, other),
            _ => false,
        };
        match *self {
            Sign::Word(list) => {
                all(Box::new(each.filter(move |(_, word)| is(list, word)).map(move |(at, _)| bit(at))))
            }
            Sign::Bare(list, after) => {
                let is_number =
                    |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|word| word.numeric);
                let is_after = |at: usize| {
                    let before = at.checked_sub(1).and_then(|before| words.get(before));
                    before.is_some_and(|before| after.contains(&&*before.folded))
                };
                let bare = move |at: usize| {
                    !is_number(at.checked_sub(1)) && !is_number(Some(at + 1)) && !is_after(at)
                };
                let asking = each.filter(move |(at, word)| list.contains(&&*word.folded) && bare(*at));
                all(Box::new(asking.map(move |(at, _)| bit(at))))
            }
            Sign::Telling(list) => words.iter().any(|word| is(list, word)).then_some(0),
            Sign::Pair(first, second) => all(Box::new(
                pairs
                    .filter(move |(_, pair)| paired(first, second, pair))
                    .map(move |(at, _)| bit(at) | bit(at + 1)),
            )),
            Sign::Three(first, second, third) => {
                all(Box::new(words.windows(3).enumerate().filter_map(move |(at, three)| match three {
                    [one, other, last]
                        if first.contains(&&*one.folded)
                            && second.contains(&&*other.folded)
                            && is(third, last) =>
                    {
                        Some(bit(at) | bit(at + 1) | bit(at + 2))
                    }
                    _ => None,
                })))
            }
            Sign::Lead(first, second) => all(Box::new(
                pairs.filter(move |(_, pair)| paired(first, second, pair)).map(move |(at, _)| bit(at)),
            )),
            Sign::Before(list) => all(Box::new(
                each.filter(move |(at, word)| list.contains(&&*word.folded) && at + 1 < words.len())
                    .map(move |(at, _)| bit(at)),
            )),
        }
    }
}

/// What `words` ask for: by the words that name a fact first, by how they ask otherwise.
pub(in crate::search) fn intent(words: &[&Forms]) -> Intent {
    let asks = words.iter().any(|word| glue::is_asking(&word.folded));
    for (kind, signs) in SIGNS {
        let mut found = signs.iter().filter_map(|sign| sign.found(words));
        if let Some(first) = found.next() {
            return Intent { kind: Some(*kind), words: found.fold(first, |bits, one| bits | one), asks };
        }
    }
    Intent { kind: None, words: 0, asks }
}

#[cfg(test)]
mod tests {
    use super::super::query::Query;
    use crate::text::Analyzer;

    fn asked(question: &str) -> Option<&'static str> {
        Query::parse(question, &mut Analyzer::default()).intent.fact()
    }

    #[test]
    fn how_a_question_is_put_names_the_fact_it_asks_for() {
        for (fact, questions) in [
            (
                "fee",
                &[
                    "ile kosztuje odpis",
                    "opłata za parking",
                    "ile zapłacę za wymianę",
                    "ile się płaci za ślub",
                    "a ile się płaci",
                    "jaka jest cena biletu",
                    "ile wynosi stawka",
                    "cennik basenu",
                ][..],
            ),
            (
                "deadline",
                &[
                    "ile trwa wydanie dowodu",
                    "jak długo się czeka",
                    "ile się czeka na dowód",
                    "do kiedy się płaci podatek",
                    "do kiedy złożyć wniosek",
                    "termin płatności",
                    "ile dni na zgłoszenie",
                    "ile trzeba czekac ile czasu",
                ],
            ),
            (
                "phone",
                &["telefon do straży miejskiej", "numer do urzędu", "gdzie zadzwonić", "nr tel wodociągów"],
            ),
            (
                "documents",
                &[
                    "jakie dokumenty do ślubu",
                    "co zabrać do urzędu",
                    "czego potrzeba do rejestracji",
                    "formularz zameldowania",
                ],
            ),
            (
                "hours",
                &[
                    "w jakich godzinach otwarte",
                    "czy basen jest czynny",
                    "do której przyjmują",
                    "godziny urzędu",
                ],
            ),
            ("address", &["adres urzędu", "gdzie jest wydział", "gdzie się mieści biuro", "siedziba rady"]),
            ("email", &["mail do rzecznika", "jaki e-mail ma urząd"]),
            ("link", &["strona o podatkach", "wniosek przez internet", "czy to jest online"]),
        ] {
            for question in questions {
                assert_eq!(asked(question), Some(fact), "{question}");
            }
        }
    }

    #[test]
    fn a_question_about_a_matter_asks_for_no_fact() {
        for question in
            ["stare meble", "zgubiłem dowód", "kto odpowiada za plac zabaw", "ile osób mieszka w gminie", ""]
        {
            assert_eq!(asked(question), None, "{question}");
        }
    }
}
