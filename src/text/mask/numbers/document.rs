//! Numbers of documents, plates and registers: letters and digits in a known order, or whatever code stands behind the
//! name of a document.

use crate::text::mask::read::run::{Joint, Run, joint};
use crate::text::mask::read::token::{TokenKind, Tokens};
use crate::text::mask::{Label, Removal};

/// Marks and blanks within one code.
pub(in crate::text::mask) fn past_marks(tokens: &Tokens<'_>, mut at: usize) -> usize {
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
            // "paszport E, L, 90…"
            let comma =
                tokens.is_mark(next, ',') && tokens.letters(next - 1) == 1 && tokens.after(at, PAPERS);
            next = past_marks(tokens, next + usize::from(comma));
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
pub(in crate::text::mask) fn series(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    // "tel 6 0 0 …": three letters, but no card.
    if !tokens.is_word(at) || matches!(tokens.folded(at), "tel" | "kom" | "nip" | "wew" | "fax" | "nr" | "kw")
    {
        return None;
    }
    if let Some((letters, after)) = letters(tokens, at, 3)
        && let number = past_number_word(tokens, after)
        // "uchwała nr LXX/1983/21"
        && !tokens.settled.get(number).is_some_and(|settled| *settled && tokens.is_mark(after, '/'))
        && let Some((digits, end)) = figures(tokens, number, 6)
    {
        let named =
            tokens.after(at, &["dowod", "dowodu", "dowodem", "dowodzie", "seria", "serii", "numer", "nr"]);
        let spaced = tokens.letters(at) == 1;
        let word = crate::text::lexicon::Lexicon::polish().knows_folded(&letters)
            && !tokens.is_shouted(at)
            && !spaced;
        if named || !word || id_card_checks(&letters, &digits) {
            return Some(Removal { start: at, end, label: Label::IdCard });
        }
    }
    let (_, after) = letters(tokens, at, 2)?;
    let spelt = tokens.letters(at) == 1;
    let glued = after == at + 1 && tokens.digits(after).is_some();
    let number = past_marks(tokens, after + usize::from(tokens.is_mark(after, ',') && spelt));
    // "rozporządzenie UE 2016/679"
    if tokens.settled.get(number) == Some(&true) && tokens.is_mark(number + 1, '/') {
        return None;
    }
    let (_, end) = figures(tokens, number, 7)?;
    let residence = tokens.after(at, &["pobytu", "pobyt"]);
    let named = residence || tokens.after(at, PAPERS);
    let label = if residence { Label::ResidenceCard } else { Label::Passport };
    (named || glued || tokens.is_shouted(at)).then_some(Removal { start: at, end, label })
}

/// Documents, of which any code behind the name is taken out.
const PAPERS: &[&str] = &[
    "mdowod",
    "mdowodu",
    "mdowodem",
    "bron",
    "polisa",
    "polisy",
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
pub(in crate::text::mask) fn behind_its_name(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    // "nr ubezpieczenia 591274-K": of an insurance that has a number.
    let insured = |word: &&str| {
        *word == "ubezpieczenia" && tokens.words_before(at, 3).any(|word| matches!(word, "nr" | "numer"))
    };
    let named = tokens.words_before(at, 4).find(|word| PAPERS.contains(word) || insured(word))?;
    let code = matches!(tokens.kind(at), Some(TokenKind::Digits)) || tokens.is_word(at) && tokens.letters(at) <= 3
            // "mDowód CDEF 48291"
            || tokens.is_shouted(at) && tokens.letters(at) == 4;
    if !code
        || at > 0 && matches!(tokens.kind(at - 1), Some(TokenKind::Word | TokenKind::Digits))
        || tokens.settled[at]
    {
        return None;
    }
    // "polisa OC 1000 zł"
    let amount = past_marks(tokens, at + 1);
    let unit = tokens.folded(tokens.skip_space(amount + 1));
    if tokens.is_word(at)
        && tokens.settled.get(amount) == Some(&true)
        && matches!(unit, "zl" | "pln" | "euro")
    {
        return None;
    }
    // "zdjęcie do dowodu 35x45 mm"
    let by = |at: usize| tokens.folded(at) == "x" && tokens.digits(at + 1).is_some_and(|side| side.len() < 4);
    if tokens.digits(at).is_some_and(|side| side.len() < 4) && by(tokens.skip_space(at + 1)) {
        return None;
    }
    let mut end = at;
    let mut digits = 0;
    let mut next = at;
    for _ in 0..8 {
        match tokens.kind(next) {
            Some(TokenKind::Digits) => digits += tokens.digits(next).map_or(0, str::len),
            Some(TokenKind::Word) if tokens.letters(next) <= 3 || next == at => {}
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
    (digits >= 4).then_some(Removal { start: at, end, label })
}

/// `akt urodzenia nr 1261011/00/AU/2019/482910`, `akt małżeństwa 591/2004/US`: what a registry office wrote of somebody.
pub(in crate::text::mask) fn civil_act(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    const LONGEST: usize = 16;
    let about = |word: &str| ["urodzen", "malzenstw", "zgon"].iter().any(|stem| word.starts_with(stem));
    let glued = at > 0
        && (matches!(tokens.kind(at - 1), Some(TokenKind::Word | TokenKind::Digits))
            || tokens.is_mark(at - 1, '/'));
    if glued
        || tokens.digits(at).is_none() && !tokens.is_shouted(at)
        || !tokens.words_before(at, 4).any(about)
    {
        return None;
    }
    let piece = |at: usize| tokens.digits(at).is_some() || tokens.is_shouted(at) && tokens.letters(at) <= 4;
    let (mut digits, mut strokes, mut letters, mut end) = (0, 0, 0, at);
    while end < at + LONGEST && piece(end) {
        digits += tokens.digits(end).map_or(0, str::len);
        let stroke = tokens.mark(end + 1).is_some_and(|c| "/.-".contains(c)) && piece(end + 2);
        strokes += usize::from(stroke && tokens.is_mark(end + 1, '/'));
        letters += usize::from(tokens.is_word(end));
        end += 1;
        if !stroke {
            break;
        }
        end += 1;
    }
    let day = crate::text::mask::read::settled::date(tokens, at).is_some_and(|date| date.end == end);
    // "akt zgonu 2023/2024": from one year to another.
    let years = (at..end).all(|at| tokens.digits(at).is_none_or(|digits| digits.len() == 4)) && letters == 0;
    ((strokes > 0 || letters > 0 && end > at + 4) && digits >= 5 && !day && !years).then_some(Removal {
        start: at,
        end,
        label: Label::Number,
    })
}

/// A driving licence: `00123/12/1261`.
pub(in crate::text::mask) fn licence(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    let run = Run::from(tokens, at)?;
    (run.is_shaped(0, &[5, 2, 4]) && run.groups() == 3).then(|| run.found(3, Label::Licence))
}

/// A land register: `KR1P/00012345/6`.
pub(in crate::text::mask) fn land_register(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
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
        .then(|| Removal { start: at, ..run.found(run.close().min(2), Label::LandRegister) })
}

/// The number of a taxpayer or a firm; one person's firm is that person.
pub(in crate::text::mask) fn taxpayer(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
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

/// Letters count from ten on; the first digit checks the rest.
fn id_card_checks(letters: &str, digits: &str) -> bool {
    const WEIGHTS: [u32; 9] = [7, 3, 1, 9, 7, 3, 1, 7, 3];
    let letters = letters.bytes().map(|byte| u32::from(byte.to_ascii_uppercase().wrapping_sub(b'A')) + 10);
    let digits = digits.bytes().map(|byte| u32::from(byte.wrapping_sub(b'0')));
    letters.chain(digits).zip(WEIGHTS).map(|(value, weight)| value * weight).sum::<u32>() % 10 == 0
}
