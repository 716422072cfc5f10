//! Whether a line holds a value of the kind that is asked for: an amount, a time, a telephone, a place.
//!
//! A glance, not a parser: it is asked of the lines of one article while an agent waits, and what it says is evidence
//! that is weighed, never an answer.

use crate::search::question::intent::FactKind;
use crate::text::fold;

/// Whether `line` holds such a value.
pub(super) fn holds(kind: FactKind, line: &str) -> bool {
    let folded = fold(line);
    let words: Vec<&str> = folded.split(|c: char| !is_of_word(c)).filter(|word| !word.is_empty()).collect();
    let begins = |stems: &[&str]| words.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    // A number, and a word behind it, perhaps with another between: `14 dni`, `7 pełnych dni`.
    let counted = |stems: &[&str]| {
        words.iter().enumerate().any(|(at, word)| {
            (is_number(word) || NUMBERS.contains(word))
                && words[at + 1..].iter().take(2).any(|next| stems.iter().any(|stem| next.starts_with(stem)))
        })
    };
    match kind {
        FactKind::Fee => {
            counted(&["zl", "zlot", "gr", "proc", "tys", "pln"])
                || folded.contains('%')
                || begins(&["bezplatn", "darm", "zwolnion", "zwalnia"])
                || folded.contains("nic nie kosztuje")
                || folded.contains("nie placi")
                || folded.contains("bez oplat")
        }
        FactKind::Deadline => {
            counted(TIMES)
                || counted(MONTHS)
                || clock_of_day(&words)
                || words.iter().any(|word| is_date(word))
                || begins(MOMENTS)
        }
        FactKind::Phone => has_phone(&folded),
        FactKind::Documents => begins(PAPERS),
        FactKind::Hours => {
            words.iter().any(|word| is_clock(word))
                || begins(&["calodob", "codzienn"])
                || folded.contains("cala dobe")
        }
        FactKind::Address => begins(&[
            "ul.", "al.", "pl.", "os.", "pok.", "rynek", "ulic", "plac", "alej", "osiedl", "parter", "pietr",
        ]),
        FactKind::Email => words.iter().any(|word| word.contains('@')),
        FactKind::Link => {
            begins(&[
                "http",
                "www.",
                "internet",
                "online",
                "epuap",
                "mobywatel",
                "elektronicz",
                "e-dorecz",
                "bip",
            ]) || words.iter().any(|word| is_host(word))
        }
        FactKind::Account => {
            words.iter().any(|word| word.len() >= 26 && is_number(word)) || has_account(&folded)
        }
        FactKind::Quantity => words.iter().any(|word| is_number(word)) || begins(COUNTED),
    }
}

const NUMBERS: &[&str] = &[
    "jeden",
    "jedna",
    "jedno",
    "dwa",
    "dwie",
    "dwoch",
    "trzy",
    "trzech",
    "cztery",
    "czterech",
    "piec",
    "pieciu",
    "szesc",
    "siedem",
    "dziesiec",
    "dwanascie",
    "pol",
    "kilka",
    "pierwszy",
    "ostatni",
];
const TIMES: &[&str] =
    &["dni", "dzie", "dob", "godz", "min", "tydz", "tygod", "mies", "rok", "lat", "sekund"];
const MONTHS: &[&str] =
    &["stycz", "lut", "marc", "kwie", "maj", "czerw", "lip", "sierp", "wrze", "paz", "listop", "grud"];
const MOMENTS: &[&str] = &[
    "natychmiast",
    "niezwlocznie",
    "miesiac",
    "tydzien",
    "bezterminow",
    "codziennie",
    "kwartal",
    "rocznie",
    "corocznie",
    "poniedzial",
    "wtor",
    "sroda",
    "srode",
    "czwart",
    "piat",
    "sobot",
    "niedziel",
    "przez caly",
];
const PAPERS: &[&str] = &[
    "wniosek",
    "wniosk",
    "zaswiadcz",
    "dowod",
    "dokument",
    "fotograf",
    "zdjec",
    "pelnomocn",
    "kopi",
    "odpis",
    "formularz",
    "druk",
    "paszport",
    "umow",
    "oswiadcz",
    "decyzj",
    "legitymac",
    "potwierdz",
    "akt",
    "orzecz",
    "projekt",
    "mapa",
    "mape",
];
const COUNTED: &[&str] =
    &["jeden", "jedn", "dwa", "dwie", "dwoch", "trzy", "trzech", "cztery", "piec", "bez limit"];

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | ':' | ',' | '@' | '-' | '/' | '%')
}

fn is_number(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.starts_with(|c: char| c.is_ascii_digit()) && !word.contains(':')
}

/// `31.03.2026`, `2026-03-31`.
fn is_date(word: &str) -> bool {
    let parts: Vec<&str> = word.trim_end_matches(['.', ',']).split(['.', '-']).collect();
    (2..=3).contains(&parts.len())
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
        && parts.iter().any(|part| part.len() == 4)
}

/// `7:40`, `7.40`, `7:40-15:30`.
fn is_clock(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_digit());
    word.split('-').any(|time| {
        time.split_once([':', '.']).is_some_and(|(hour, minute)| {
            (1..=2).contains(&hour.len())
                && minute.len() == 2
                && hour.parse::<u8>().is_ok_and(|hour| hour <= 24)
                && minute.parse::<u8>().is_ok_and(|minute| minute < 60)
        })
    })
}

/// `do 21`, `od 6`, `po 16`.
fn clock_of_day(words: &[&str]) -> bool {
    words.windows(2).any(|pair| match pair {
        [before, hour] => {
            matches!(*before, "do" | "od" | "po" | "o")
                && hour.trim_matches(['.', ',']).parse::<u8>().is_ok_and(|hour| (1..=24).contains(&hour))
        }
        _ => false,
    })
}

/// `kontakt.krakow.pl`.
fn is_host(word: &str) -> bool {
    [".pl", ".eu", ".com", ".org"]
        .iter()
        .any(|end| word.trim_end_matches(['.', ',', '/']).ends_with(end) || word.contains(&format!("{end}/")))
}

/// A row of at least seven digits with nothing but spaces and dashes between, or an emergency number.
fn has_phone(folded: &str) -> bool {
    // Of the row that is being read: its digits, and as they are grouped.
    let (mut digits, mut longest) = (String::new(), 0);
    let mut short = false;
    let mut end = |digits: &mut String| {
        longest = longest.max(digits.len());
        short |= match digits.len() {
            3 => digits.starts_with('9') || digits == "112" || digits == "116",
            5 => digits.starts_with("19"),
            _ => false,
        };
        digits.clear();
    };
    for word in folded.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_ascii_digit());
        if !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'/') {
            digits.extend(bare.chars().filter(char::is_ascii_digit));
        } else {
            end(&mut digits);
        }
        if word.ends_with([',', ';', '.']) {
            end(&mut digits);
        }
    }
    end(&mut digits);
    longest >= 7 || short
}

/// A row of twenty digits and more, as an account is written: in groups.
fn has_account(folded: &str) -> bool {
    let mut digits = 0;
    for c in folded.chars() {
        match c {
            '0'..='9' => digits += 1,
            ' ' | '-' | '\u{a0}' => {}
            _ => digits = 0,
        }
        if digits >= 20 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_known_by_how_it_is_written() {
        for (kind, with, without) in [
            (
                FactKind::Fee,
                &["Odpis kosztuje 33 zł.", "Jest bezpłatny", "ulga 50%", "30 tys. zł"][..],
                &["Opłatę pobiera kasa.", "Do 15 dni."][..],
            ),
            (
                FactKind::Deadline,
                &["do 30 dni", "W ciągu 7 pełnych dni", "do 15 lutego", "od 2026-01-01", "niezwłocznie"],
                &["Opłata 17 zł", "pokój 12"],
            ),
            (
                FactKind::Phone,
                &["tel. 12 616 55 55", "zadzwoń: 986", "801-084-084", "19 115"],
                &["pokój 813", "w 2026 r.", "do 15 dni"],
            ),
            (FactKind::Hours, &["czynne 7:40–15:30", "od 8.00", "całodobowo"], &["do 15 dni", "17 zł"]),
            (
                FactKind::Address,
                &["ul. Wielicka 28a", "os. Zgody 2", "Rynek Podgórski 1"],
                &["Wydział Podatków"],
            ),
            (FactKind::Email, &["napisz: uslugi@mpo.krakow.pl"], &["napisz do nas"]),
            (FactKind::Link, &["na biznes.gov.pl", "przez Internet", "https://a.pl/b"], &["w okienku"]),
            (FactKind::Account, &["49 1020 2892 2276 3005 0000 0000"], &["konto w banku", "12 616 55 55"]),
            (FactKind::Quantity, &["do 520 cm", "trzy worki"], &["ile chcesz"]),
            (FactKind::Documents, &["wniosek i zdjęcie"], &["do okienka"]),
        ] {
            for line in with {
                assert!(holds(kind, line), "{kind:?}: {line}");
            }
            for line in without {
                assert!(!holds(kind, line), "{kind:?}: {line}");
            }
        }
    }
}
