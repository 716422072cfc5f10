//! Numbers that belong to one person: PESEL, telephone, account, card, and whatever else is too long to name a matter.
//!
//! What a number is shows in its digits, in how they are grouped and in the word before it. Days, acts, amounts and
//! codes are [settled](crate::text::mask::read::settled) before and no part of it. What is left with seven digits and more goes, whatever
//! it may be: closed by default.

use crate::text::mask::read::run::Run;
use crate::text::mask::read::token::{TokenKind, Tokens};
use crate::text::mask::{Label, Removal};

/// So many digits name somebody: the city's telephone numbers of old have seven.
const NAMING: usize = 7;

/// `12 1240 4533 1111 0010 1234 5678`, with or without `PL`: 26 digits. With a digit lost or doubled it still says
/// whose it is, and nothing else is as long.
pub(in crate::text::mask) fn account(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    let (start, digits_at) = match tokens.folded(at) {
        "pl" | "iban" => (at, tokens.skip_space(at + 1)),
        _ => (at, at),
    };
    let run = Run::from(tokens, digits_at)?;
    let count = run.with_total(26).or_else(|| (20..=30).rev().find_map(|total| run.with_total(total)))?;
    Some(Removal { start, ..run.found(count, Label::Account) })
}

/// A payment card: 13 to 19 digits with the right check digit.
pub(in crate::text::mask) fn card(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    let run = Run::from(tokens, at)?;
    let named = tokens.after(at, &["karta", "karty", "karte", "visa", "mastercard", "cvv", "cvc"]);
    let count = [16, 15, 19, 14, 13].iter().find_map(|total| {
        let count = run.with_total(*total).filter(|count| !run.goes_on(*count))?;
        (luhn(&run.joined(count)) || named && *total == 16).then_some(count)
    })?;
    Some(run.found(count, Label::Card))
}

/// Eleven digits with a day of birth in them; any number where the word itself stands before.
pub(in crate::text::mask) fn pesel(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    let run = Run::from(tokens, at)?;
    if tokens.after(at, &["pesel", "peselu", "peselem", "pesele"]) {
        let count = [11, 10, 12, 9].iter().find_map(|total| run.with_total(*total)).unwrap_or(run.close());
        return (run.total(count) >= 4).then(|| run.found(count, Label::Pesel));
    }
    let count = run.with_total(11)?;
    let digits = run.joined(count);
    // In one piece, and where nothing but marks stands between, a slip of the finger is forgiven.
    let is_one = is_born(&digits) && (run.is_close(count) || pesel_checks(&digits))
        || count == 1 && pesel_checks(&digits);
    (is_one && !run.goes_on(count) && !is_abroad(&run)).then(|| run.found(count, Label::Pesel))
}

/// `48 501 678 116` has eleven digits, too.
fn is_abroad(run: &Run<'_>) -> bool {
    matches!(run.group(0), "48" | "0048" | "380")
}

/// How people group nine digits.
const PHONES: &[&[usize]] = &[
    &[9],
    &[3, 3, 3],
    &[2, 3, 2, 2],
    &[2, 7],
    &[3, 6],
    &[6, 3],
    &[2, 3, 4],
    &[3, 2, 2, 2],
    &[2, 2, 3, 2],
    &[2, 2, 2, 3],
    &[3, 2, 4],
];

/// Lines and rooms are listed by the three and are no telephones.
const LISTED: &[&str] = &[
    "linia",
    "linie",
    "linii",
    "liniami",
    "liniach",
    "tramwaj",
    "tramwaje",
    "tramwajow",
    "autobus",
    "autobusy",
    "autobusow",
    "pokoj",
    "pokoje",
    "pokoju",
    "pok",
    "sala",
    "sali",
    "druk",
    "paragraf",
    "art",
];

/// Words before a telephone number.
pub(super) const CALLED: &[&str] = &[
    "tel",
    "telefon",
    "telefonu",
    "telefonem",
    "telefony",
    "komorka",
    "komorki",
    "komorke",
    "kom",
    "komorkowy",
    "dzwonic",
    "oddzwonic",
    "oddzwoncie",
    "zadzwonic",
    "numerem",
    "oddzwonienie",
    "kontakt",
    "kontaktowy",
    "wew",
    "wewnetrzny",
    "sms",
    "whatsapp",
];

/// A telephone number, Polish or foreign.
pub(in crate::text::mask) fn phone(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    if tokens.is_mark(at, '+') {
        let run = Run::from(tokens, tokens.skip_space(at + 1 + usize::from(tokens.is_mark(at + 1, '('))))?;
        let polish = run.joined(run.groups()).starts_with("48");
        let count = match polish {
            true => run.with_total(11),
            false => None,
        };
        let count = count.or_else(|| (8..=15).rev().find_map(|total| run.with_total(total)))?;
        return Some(Removal { start: at, ..run.found(count, Label::Phone) });
    }
    let run = Run::from(tokens, at)?;
    let count = local(tokens, at, &run)?;
    let end = run.end(count);
    // "(12) 616 55 55": the bracket goes with its number.
    let opened = at > 0 && tokens.is_mark(at - 1, '(') && (at..end).any(|inside| tokens.is_mark(inside, ')'));
    Some(Removal { start: if opened { at - 1 } else { at }, end, label: Label::Phone })
}

/// How many of the groups are a number without a plus sign.
fn local(tokens: &Tokens<'_>, at: usize, run: &Run<'_>) -> Option<usize> {
    let called = tokens.after(at, CALLED);
    let listed = run.is_shaped(0, &[3, 3]) && tokens.after(at, LISTED);
    // The country's code as a group of its own, or glued to the number.
    let skipped = usize::from(matches!(run.group(0), "48" | "0048" | "0"));
    let fits = |skipped: usize| {
        let shape = PHONES.iter().find(|shape| run.is_shaped(skipped, shape))?;
        let count = skipped + shape.len();
        let whole = (run.is_close(count) || called) && !run.group(skipped).starts_with('0');
        // 501 678 116/117
        let range =
            run.goes_on(count).then(|| count + 1).filter(|more| run.total(*more) - run.total(count) <= 4);
        whole.then_some(range.unwrap_or(count)).filter(|count| !run.goes_on(*count))
    };
    let counted = (skipped > 0).then(|| fits(skipped)).flatten().or_else(|| fits(0)).filter(|_| !listed);
    if counted.is_some() {
        return counted;
    }
    let first = run.group(0);
    let glued = |code: &str, total: usize| first.len() == total && first.starts_with(code);
    if glued("48", 11) || glued("0048", 13) || glued("380", 12) || glued("00380", 14) {
        return Some(1);
    }
    if matches!(first, "380" | "00380" | "38") {
        return [12, 14].iter().find_map(|total| run.with_total(*total));
    }
    // The city's numbers of old, without the code of the area; tyres are measured so, too.
    if tokens.words_before(at, 3).any(|word| word.starts_with("opon")) {
        return None;
    }
    if run.is_shaped(0, &[3, 2, 2]) && !run.goes_on(3) && !first.starts_with('0') {
        return Some(3);
    }
    called.then(|| (7..=12).rev().find_map(|total| run.with_total(total)))?
}

/// Whatever is so long that it names somebody.
pub(in crate::text::mask) fn other(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    let run = Run::from(tokens, at)?;
    let count = run.close();
    let tyre =
        run.is_shaped(0, &[3, 2, 2]) && tokens.words_before(at, 3).any(|word| word.starts_with("opon"));
    let listed = tyre || tokens.after(at, LISTED) && run.sizes().all(|size| size <= 3);
    let small = run.sizes().take(count).all(|size| size <= 2) && run.total(count) < 9;
    // A code of a payment is somebody's while it lasts.
    let payment = run.with_total(6).filter(|_| tokens.after(at, &["blik", "blika", "blikiem"]));
    if let Some(count) = payment {
        return Some(run.found(count, Label::Number));
    }
    if run.total(count) < NAMING || listed || small {
        return None;
    }
    let label = if tokens.after(at, CALLED) { Label::Phone } else { Label::Number };
    Some(run.found(count, label))
}

/// The number of a network address: `89.64.12.7`, `2a02:a311:4163::1`.
pub(in crate::text::mask) fn network(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    if let Some(end) = position(tokens, at) {
        return Some(Removal { start: at, end, label: Label::Address });
    }
    four(tokens, at).or_else(|| six(tokens, at)).map(|end| Removal { start: at, end, label: Label::Network })
}

/// `50.06143, 19.93658`: within a metre of where somebody stands.
fn position(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let degrees = |at: usize| {
        tokens.digits(at).filter(|digits| digits.len() == 2)?;
        let exact = tokens.digits(at + 2).filter(|digits| (4..=8).contains(&digits.len()));
        (tokens.is_mark(at + 1, '.') && exact.is_some()).then_some(at + 3)
    };
    if at > 1 && tokens.is_mark(at - 1, '.') && tokens.digits(at - 2).is_some() {
        return None;
    }
    let mut next = tokens.skip_space(degrees(at)?);
    if matches!(tokens.mark(next), Some(',' | ';' | '/')) {
        next = tokens.skip_space(next + 1);
    }
    degrees(next)
}

fn four(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const NOT: &[&str] = &["pkt", "punkt", "par", "paragraf", "rozdzial", "wersja", "pozycja", "poz"];
    let byte =
        |at: usize| tokens.digits(at).filter(|digits| digits.len() <= 3 && digits.parse::<u8>().is_ok());
    if at > 1 && tokens.is_mark(at - 1, '.') && tokens.digits(at - 2).is_some() {
        return None;
    }
    for place in 0..4 {
        byte(at + 2 * place)?;
        if place < 3 && !tokens.is_mark(at + 2 * place + 1, '.') {
            return None;
        }
    }
    let end = at + 7;
    let goes_on = tokens.is_mark(end, '.') && tokens.digits(end + 1).is_some();
    (!goes_on && !tokens.after(at, NOT)).then_some(end)
}

fn six(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let hex = |at: usize| match tokens.kind(at) {
        Some(TokenKind::Digits) => true,
        Some(TokenKind::Word) => tokens.folded(at).bytes().all(|c| c.is_ascii_hexdigit()),
        _ => false,
    };
    if !hex(at) || at > 0 && (hex(at - 1) || tokens.is_mark(at - 1, ':')) {
        return None;
    }
    // No address is longer than eight groups of four, each in as many pieces.
    let end = (at..at + 48).find(|next| !hex(*next) && !tokens.is_mark(*next, ':'))?;
    let colons = (at..end).filter(|next| tokens.is_mark(*next, ':')).count();
    let doubled = (at..end).any(|next| tokens.is_mark(next, ':') && tokens.is_mark(next + 1, ':'));
    (colons == 7 || doubled && colons >= 3).then_some(end)
}

fn values(digits: &str) -> impl DoubleEndedIterator<Item = u32> + '_ {
    digits.bytes().map(|byte| u32::from(byte.wrapping_sub(b'0')))
}

fn pesel_checks(digits: &str) -> bool {
    const WEIGHTS: [u32; 11] = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1];
    digits.len() == 11
        && values(digits).zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum::<u32>() % 10 == 0
}

/// Whether the number begins with a day: the month carries the century (81–92, 01–12, 21–32, 41–52, 61–72).
pub(in crate::text::mask) fn is_born(digits: &str) -> bool {
    let two = |from: usize| digits.get(from..from + 2).and_then(|two| two.parse::<u32>().ok()).unwrap_or(99);
    let (month, day) = (two(2), two(4));
    month < 93 && (1..=12).contains(&(month % 20)) && (1..=31).contains(&day)
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = values(digits)
        .rev()
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => digit,
            _ => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}
