//! Numbers of documents, plates and registers: letters and digits in a known order, or whatever code stands behind the
//! name of a document.

use super::run::{Joint, Run, joint};
use super::surname::{Known, known};
use super::token::{Kind, Tokens};
use super::{Found, Label};

/// Marks and blanks within one code.
fn past_marks(tokens: &Tokens<'_>, mut at: usize) -> usize {
    let from = at;
    while at < from + 2 && tokens.mark(at).is_some_and(|c| c.is_whitespace() || "-./_:–*".contains(c)) {
        at += 1;
    }
    at
}

/// The same, and past `, nr`.
fn past_number_word(tokens: &Tokens<'_>, at: usize) -> usize {
    let comma = tokens.skip_space(at + usize::from(tokens.is_mark(at, ',')));
    match tokens.folded(comma) {
        "nr" | "numer" => past_marks(tokens, comma + 1),
        _ => past_marks(tokens, at),
    }
}

/// The letters from `at` on, whole or one by one (`A B A`), and where they end.
fn letters(tokens: &Tokens<'_>, at: usize, wanted: usize) -> Option<(String, usize)> {
    if at > 0 && tokens.is_word(at - 1) {
        return None;
    }
    let mut letters = String::new();
    let mut next = at;
    while letters.len() < wanted {
        let word = Some(tokens.folded(next)).filter(|word| !word.is_empty() && word.is_ascii())?;
        // One by one, or all at once.
        if word.len() != 1 && word.len() != wanted {
            return None;
        }
        letters.push_str(word);
        next += 1;
        if letters.len() < wanted {
            next = past_marks(tokens, next);
        }
    }
    (letters.len() == wanted).then_some((letters, next))
}

/// The digits from `at` on in any groups: where `wanted` of them end.
fn figures(tokens: &Tokens<'_>, at: usize, wanted: usize) -> Option<(String, usize)> {
    let mut figures = String::new();
    let mut next = at;
    loop {
        figures.push_str(tokens.digits(next)?);
        next += 1;
        if figures.len() >= wanted {
            break;
        }
        next = match joint(tokens, next)? {
            (Joint::Loose, _) => return None,
            (_, after) => after,
        };
    }
    let goes_on = tokens.is_word(next) || matches!(joint(tokens, next), Some((Joint::Tight, _)));
    (figures.len() == wanted && !goes_on).then_some((figures, next))
}

/// An identity card (three letters, six digits), a passport or a card of residence (two letters, seven digits).
pub(super) fn series(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    tokens.is_word(at).then_some(())?;
    if let Some((letters, after)) = letters(tokens, at, 3)
        && let Some((digits, end)) = figures(tokens, past_number_word(tokens, after), 6)
    {
        let named =
            tokens.after(at, &["dowod", "dowodu", "dowodem", "dowodzie", "seria", "serii", "numer", "nr"]);
        let spaced = tokens.letters(at) == 1;
        let word = crate::text::lexicon::Lexicon::polish().knows_folded(&letters)
            && !tokens.is_shouted(at)
            && !spaced;
        if named || !word || id_card_checks(&letters, &digits) {
            return Some(Found { start: at, end, label: Label::IdCard });
        }
    }
    let (_, after) = letters(tokens, at, 2)?;
    let glued = after == at + 1 && tokens.digits(after).is_some();
    let (_, end) = figures(tokens, past_marks(tokens, after), 7)?;
    let residence = tokens.after(at, &["pobytu", "pobyt"]);
    let named = residence || tokens.after(at, PAPERS);
    let label = if residence { Label::ResidenceCard } else { Label::Passport };
    (named || glued || tokens.is_shouted(at)).then_some(Found { start: at, end, label })
}

/// Documents, of which any code behind the name is taken out.
const PAPERS: &[&str] = &[
    "dowod",
    "dowodu",
    "dowodem",
    "dowodzie",
    "paszport",
    "paszportu",
    "paszportem",
    "legitymacja",
    "legitymacji",
    "legitymacje",
    "licencja",
    "licencji",
    "wiza",
    "wizy",
    "wize",
    "jazdy",
    "prawka",
    "prawko",
    "pobytu",
    "ksiazeczka",
    "ksiazeczki",
    "seria",
    "serii",
    "polaka",
    "pasport",
    "pasportu",
    "pasporta",
    "poswidczennja",
    "poswidka",
];

/// The code behind the name of a document: `legitymacja nr 2024/1833`, `paszport FE 12345`.
pub(super) fn behind_its_name(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let named = tokens.words_before(at, 4).find(|word| PAPERS.contains(word))?;
    let code = matches!(tokens.kind(at), Some(Kind::Digits)) || tokens.is_word(at) && tokens.letters(at) <= 3;
    if !code || at > 0 && matches!(tokens.kind(at - 1), Some(Kind::Word | Kind::Digits)) || tokens.settled[at]
    {
        return None;
    }
    let mut end = at;
    let mut digits = 0;
    let mut next = at;
    for _ in 0..8 {
        match tokens.kind(next) {
            Some(Kind::Digits) => digits += tokens.digits(next).map_or(0, str::len),
            Some(Kind::Word) if tokens.letters(next) <= 3 => {}
            _ => break,
        }
        end = next + 1;
        next = past_marks(tokens, end);
        let glued = next == end || !tokens.is_space(end);
        if !glued && tokens.digits(next).is_none() {
            break;
        }
    }
    let label = match named {
        "jazdy" | "prawka" | "prawko" => Label::Licence,
        "pobytu" | "polaka" => Label::ResidenceCard,
        "paszport" | "paszportu" | "paszportem" | "pasport" | "pasportu" | "pasporta" => Label::Passport,
        _ => Label::IdCard,
    };
    (digits >= 4).then_some(Found { start: at, end, label })
}

/// A driving licence: `00123/12/1261`.
pub(super) fn licence(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let run = Run::from(tokens, at)?;
    (run.is_shaped(0, &[5, 2, 4]) && run.groups() == 3).then(|| run.found(3, Label::Licence))
}

/// A land register: `KR1P/00012345/6`.
pub(super) fn land_register(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    const REGISTERS: &[&str] = &[
        "kw",
        "ksiega",
        "ksiegi",
        "ksiedze",
        "ksiege",
        "wieczysta",
        "wieczystej",
        "wieczyste",
        "wiecz",
        "hipoteka",
        "hipoteki",
        "hipotece",
    ];
    let named = tokens.after(at, REGISTERS);
    if named && let Some(run) = Run::from(tokens, at) {
        return (run.total(run.close()) >= 4).then(|| run.found(run.close(), Label::LandRegister));
    }
    let word = |at: usize, letters: usize| tokens.is_word(at) && tokens.letters(at) == letters;
    if !word(at, 2) || tokens.digits(at + 1).is_none_or(|digits| digits.len() != 1) || !word(at + 2, 1) {
        return None;
    }
    let run = Run::from(tokens, past_marks(tokens, at + 3))?;
    (run.group(0).len() >= 4)
        .then(|| Found { start: at, ..run.found(run.close().min(2), Label::LandRegister) })
}

/// The number of a taxpayer or a firm; one person's firm is that person.
pub(super) fn taxpayer(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let named = tokens.words_before(at, 4).find(|word| matches!(*word, "nip" | "regon" | "nipu" | "regonu"));
    let run = Run::from(tokens, at)?;
    if let Some(named) = named {
        let count = [10, 14, 9].iter().find_map(|total| run.with_total(*total)).unwrap_or(run.close());
        let label = if named.starts_with("nip") { Label::Nip } else { Label::Regon };
        return (run.total(count) >= 4).then(|| run.found(count, label));
    }
    let shaped = [[3, 3, 2, 2].as_slice(), &[3, 2, 2, 3]].iter().any(|shape| run.is_shaped(0, shape));
    (shaped && run.is_close(4) && !run.goes_on(4)).then(|| run.found(4, Label::Nip))
}

/// Words before the plate of a car.
const CARS: &[&str] = &[
    "auto",
    "auta",
    "autem",
    "samochod",
    "samochodu",
    "samochodem",
    "samochody",
    "pojazd",
    "pojazdu",
    "pojazdem",
    "rejestracja",
    "rejestracji",
    "rejestracje",
    "rejestracyjny",
    "rejestracyjnym",
    "rejestracyjnego",
    "rejestracyjne",
    "rejestracyjnych",
    "rej",
    "tablica",
    "tablicy",
    "tablice",
    "tablicach",
    "tablic",
    "blachy",
    "blachach",
    "motocykl",
    "motor",
    "skuter",
    "furgonetka",
    "bus",
    "przyczepa",
    "woz",
    "parkuje",
    "zaparkowany",
    "zaparkowane",
    "holowany",
    "odholowany",
    "odholowali",
    "numerach",
    "numerami",
    "opel",
    "ford",
    "toyota",
    "skoda",
    "audi",
    "bmw",
    "fiat",
    "renault",
    "kia",
    "volvo",
    "mazda",
    "honda",
    "golf",
    "passat",
    "mercedes",
    "awto",
    "awtomobil",
    "maszyna",
    "maszyny",
    "nissan",
    "hyundai",
    "seat",
    "citroen",
    "dacia",
    "suzuki",
    "parkomat",
    "parkomacie",
    "blach",
    "numerze",
    "peugeot",
    "volkswagen",
];

/// Whether a car stands before `at`.
pub(super) fn is_of_a_car(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.words_before(at, 5).any(|word| CARS.contains(&word))
}

/// The plate of a car: `KR 12345`, `kr5rt67` where a car stands before it.
pub(super) fn plate(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let district = tokens.letters(at);
    if !tokens.is_word(at)
        || district > 3
        || at > 0 && matches!(tokens.kind(at - 1), Some(Kind::Digits | Kind::Word))
    {
        return None;
    }
    let car = is_of_a_car(tokens, at);
    if let Some(end) = ukrainian_plate(tokens, at) {
        return Some(Found { start: at, end, label: Label::Plate });
    }
    // K1 ABCD: one of one's own choice.
    if car && district == 1 && tokens.digits(at + 1).is_some_and(|digits| digits.len() == 1) {
        let own = tokens.skip_space(at + 2);
        if own > at + 2
            && (3..=5).contains(&tokens.letters(own))
            && known(tokens.folded(own)) == Known::Unknown
        {
            return Some(Found { start: at, end: own + 1, label: Label::Plate });
        }
    }
    let mut next = at + 1;
    if tokens.is_space(next) || tokens.is_mark(next, '-') {
        next += 1;
    }
    let (start, mut letters, mut digits) = (next, 0, 0);
    // "KR 5RT 67" with a blank amid, where it is known to be a plate.
    while next < start + 6 {
        match tokens.kind(next) {
            Some(Kind::Digits) => digits += tokens.digits(next).map_or(0, str::len),
            Some(Kind::Word) if tokens.letters(next) <= 2 => letters += tokens.letters(next),
            Some(Kind::Mark(' ' | '-'))
                if car && letters + digits < 4 && tokens.digits(next + 1).is_some() => {}
            _ => break,
        }
        next += 1;
    }
    let long = letters + digits;
    let year = digits == 4
        && letters == 0
        && (tokens.text(start).starts_with("20") || tokens.text(start).starts_with("19"));
    let shouted = (at..next).all(|at| !tokens.is_word(at) || tokens.text(at).chars().all(char::is_uppercase));
    let district_known = "bcdefgklnoprstwzhu".contains(tokens.folded(at).get(..1).unwrap_or("-"));
    let small =
        crate::text::lexicon::Lexicon::polish().knows_folded(tokens.folded(at)) && !shouted && start > at + 1;
    let fits = match car {
        true => {
            (3..=5).contains(&long)
                && (digits >= 2 || shouted && digits == 1)
                && !year
                && !(small && letters == 0)
        }
        // kr 331gt: mixed as no other code is, and the district no word.
        false if letters > 0 && !shouted => {
            let mixed = (start..next).all(|at| tokens.is_word(at) || tokens.digits(at).is_some());
            mixed
                && district > 1
                && long == 7 - district.min(3) + usize::from(district == 3)
                && digits >= 2
                && district_known
                && known(tokens.folded(at)) == Known::Unknown
        }
        false => {
            let exact = match district {
                1 | 2 => long == 5,
                _ => long == 4 || long == 5,
            };
            exact && digits >= 2 && !year && shouted && district_known && (district > 1 || start == at + 1)
        }
    };
    fits.then_some(Found { start: at, end: next, label: Label::Plate })
}

/// `AO 4821 KH`, in either alphabet: as cars of Ukraine have them.
fn ukrainian_plate(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let two = |at: usize| tokens.letters(at) == 2 && tokens.is_shouted(at);
    let digits = past_marks(tokens, at + 1);
    let last = past_marks(tokens, digits + 1);
    let four = tokens.digits(digits).is_some_and(|digits| digits.len() == 4);
    let goes_on = tokens.is_word(last + 1) || tokens.digits(last + 1).is_some();
    (two(at) && four && two(last) && !goes_on).then_some(last + 1)
}

/// Letters count from ten on; the first digit checks the rest.
fn id_card_checks(letters: &str, digits: &str) -> bool {
    const WEIGHTS: [u32; 9] = [7, 3, 1, 9, 7, 3, 1, 7, 3];
    let letters = letters.bytes().map(|byte| u32::from(byte.to_ascii_uppercase().wrapping_sub(b'A')) + 10);
    let digits = digits.bytes().map(|byte| u32::from(byte.wrapping_sub(b'0')));
    letters.chain(digits).zip(WEIGHTS).map(|(value, weight)| value * weight).sum::<u32>() % 10 == 0
}
