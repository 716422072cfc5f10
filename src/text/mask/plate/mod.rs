//! Plates of cars, however they are written or said: `KR 1A234`, `kra-12 ab`, `ka er cztery iks 567`, `K1 ZOSKA`, and
//! those of other countries where a car is spoken of.
//!
//! What stands there is read letter by letter first; then it is asked whether the letters and digits are in an order
//! that plates have. Without a car beside it only what can be nothing else is one.

mod others;
mod reading;

use std::collections::HashSet;
use std::sync::OnceLock;

use super::read::token::{TokenKind, Tokens};
use super::{Label, Removal};
use crate::text::lexicon::Lexicon;
use others::{abroad, at_its_side, of_ones_own, ukrainian};
use reading::{Piece, Reading, Sign, letter_said};

/// Words that stand beside a plate.
const CARS: &str = include_str!("../data/cars.txt");
const DISTRICTS: &str = include_str!("../data/districts.txt");

fn words_of(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// Whether plates of Poland begin so.
fn is_district(folded: &str) -> bool {
    static LIST: OnceLock<HashSet<&'static str>> = OnceLock::new();
    LIST.get_or_init(|| words_of(DISTRICTS).collect()).contains(folded)
}

/// Whether a word is one of cars and what is done to them.
fn is_of_cars(folded: &str) -> bool {
    static STEMS: OnceLock<Vec<&'static str>> = OnceLock::new();
    static WORDS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let stems = STEMS.get_or_init(|| {
        let (stems, _) = CARS.split_once("# --- words").unwrap_or((CARS, ""));
        stems.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
    });
    let words = WORDS
        .get_or_init(|| words_of(CARS.split_once("# --- words").map_or("", |(_, words)| words)).collect());
    words.contains(folded) || folded.len() > 4 && stems.iter().any(|stem| folded.starts_with(stem))
}

/// Whether a car is spoken of a few words before `at`.
pub(super) fn is_of_a_car(tokens: &Tokens<'_>, at: usize) -> bool {
    const FAR: usize = 18;
    (at.saturating_sub(FAR)..at)
        .rev()
        .take_while(|at| !tokens.is_mark(*at, '\n'))
        .any(|at| is_of_cars(tokens.folded(at)))
}

/// The same behind `end`.
fn is_before_a_car(tokens: &Tokens<'_>, end: usize) -> bool {
    const FAR: usize = 12;
    (end..end + FAR).take_while(|at| !tokens.is_mark(*at, '\n')).any(|at| is_of_cars(tokens.folded(at)))
}

/// How sure an order of letters and digits is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Fit {
    /// Only where a car is spoken of at once.
    Beside,
    /// A known district and as many signs as its plates have, digits alone.
    Figures,
    /// The same with letters among them.
    Exact,
}

fn fit(signs: &[Sign]) -> Option<Fit> {
    let lead: Vec<u8> = signs
        .iter()
        .map_while(|sign| match sign {
            Sign::Letter(letter) => Some(*letter),
            _ => None,
        })
        .collect();
    // Of `KRA1B23` the district is KRA, of `KRAB123`, an old or a new one, too.
    let district = (2..=3).rev().find_map(|long| {
        let name = std::str::from_utf8(lead.get(..long)?).ok()?;
        is_district(name).then_some(long)
    });
    let count = |signs: &[Sign]| {
        let digits = signs.iter().filter(|sign| !matches!(sign, Sign::Letter(_))).count();
        (digits, signs.len() - digits)
    };
    let (digits, letters) = count(signs.get(lead.len()..)?);
    if let Some(district) = district {
        let rest = signs.get(district..)?;
        let (digits, letters) = count(rest);
        let own = lead.len() - district;
        if own > 2 || digits == 0 || digits + letters > 5 || letters > 3 {
            return None;
        }
        return match (district, digits + letters) {
            (2, 5) | (3, 4 | 5) if digits >= 2 && letters > 0 => Some(Fit::Exact),
            // A motorcycle.
            (2, 4)
                if lead.first() == Some(&b'k')
                    && own == 0
                    && digits >= 2
                    && letters > 0
                    && rest.get(1) == Some(&Sign::Digit) =>
            {
                Some(Fit::Exact)
            }
            (2, 5) | (3, 4 | 5) if digits >= 4 => Some(Fit::Figures),
            (_, 3..=5) if digits >= 1 => Some(Fit::Beside),
            _ => None,
        };
    }
    let voivodeship = lead.first().is_some_and(|first| b"bcdefgklnoprstwzhu".contains(first));
    let total = digits + letters;
    ((1..=3).contains(&lead.len()) && voivodeship && (3..=5).contains(&total) && digits >= 2)
        .then_some(Fit::Beside)
}

/// The plate of a car: `KR 12345`, `kr5rt67` where a car stands before it.
pub(super) fn plate(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    let piece = |at: usize| matches!(tokens.kind(at), Some(TokenKind::Digits | TokenKind::Word));
    if !piece(at) || at > tokens.taken.get() && piece(at - 1) {
        return None;
    }
    if is_of_a_fleet(tokens, at) {
        return None;
    }
    let found = |end| Some(Removal { start: at, end, label: Label::Plate });
    if let Some(end) =
        ukrainian(tokens, at).or_else(|| of_ones_own(tokens, at)).or_else(|| abroad(tokens, at))
    {
        return found(end);
    }
    if !tokens.is_word(at) || tokens.settled[at] {
        return at_its_side(tokens, at).and_then(found);
    }
    polish(tokens, at).and_then(found)
}

/// `bus DR754`, `tramwaj RY801`: the city's cars have numbers of their own at their sides. `kosz bio 120 l` holds so much.
fn is_of_a_fleet(tokens: &Tokens<'_>, at: usize) -> bool {
    const NEAR: usize = 12;
    let digits = tokens.digits(at + 1);
    let number = tokens.letters(at) == 2 && digits.is_some_and(|digits| digits.len() == 3);
    let fleet = |at: usize| {
        ["tramwaj", "autobus", "kierowc", "motornicz"].iter().any(|stem| tokens.folded(at).starts_with(stem))
            || matches!(tokens.folded(at), "bus" | "busie" | "busa" | "bok" | "mpk")
    };
    let taxi =
        |at: usize| ["taks", "taxi", "uber", "bolt"].iter().any(|stem| tokens.folded(at).starts_with(stem));
    let near = || at.saturating_sub(NEAR)..at + NEAR;
    let amount = tokens.skip_space(at + 1);
    let litres = amount > at + 1
        && tokens.digits(amount).is_some_and(|digits| (2..=4).contains(&digits.len()))
        && tokens.folded(tokens.skip_space(amount + 1)) == "l"
        && !tokens.is_capital(tokens.skip_space(amount + 1));
    // "nr boczny 2014, tramwaj": of a taxi the same number is somebody's.
    let side = tokens.digits(at).is_some_and(|digits| (3..=4).contains(&digits.len()))
        && tokens.words_before(at, 3).any(|word| word.starts_with("boczn"))
        && near().any(|at| ["tramwaj", "autobus"].iter().any(|stem| tokens.folded(at).starts_with(stem)));
    litres || (number || side) && near().any(fleet) && !near().any(taxi)
}

/// `KR 1A234` and the like.
fn polish(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let letters = tokens.letters(at);
    let word = tokens.folded(at);
    if letters > 5 && letter_said(word).is_none() && word != "krakow" || is_of_cars(word) {
        return None;
    }
    // Of what is spelt the first letter was looked at before.
    let spelt =
        |at: usize| letter_said(tokens.folded(at)).is_some() || tokens.letters(at) == 1 && tokens.is_word(at);
    if spelt(at)
        && tokens
            .before(at)
            .is_some_and(|before| before >= tokens.taken.get() && spelt(before) && before + 1 < at)
    {
        return None;
    }
    let reading = Reading::of(tokens, at);
    let mut car = None;
    let mut car =
        |end: usize| *car.get_or_insert_with(|| is_of_a_car(tokens, at) || is_before_a_car(tokens, end));
    let written_apart = tokens.skip_space(at + 1) > at + 1;
    let shouted = tokens.text(at).chars().all(char::is_uppercase);
    // Most words are no plate, and that is soon seen.
    if reading.signs.len() < 4 || reading.signs.iter().all(|sign| matches!(sign, Sign::Letter(_))) {
        return None;
    }
    let common = !shouted && Lexicon::polish().knows_folded(word);
    reading.pieces.iter().rev().find_map(|piece| {
        let Piece { end, said, small, .. } = *piece;
        let signs = reading.signs.get(..piece.signs)?;
        if piece_goes_on(tokens, end) {
            return None;
        }
        let fit = fit(signs)?;
        let lead = signs.iter().take_while(|sign| matches!(sign, Sign::Letter(_))).count();
        let mixed = signs.iter().skip(lead).any(|sign| *sign != Sign::Digit);
        let year = piece.year && !mixed;
        let here = signs.first() == Some(&Sign::Letter(b'k'));
        let local = here && (mixed || !common || letters == 2);
        // "KR 15 000" is a number, and "kr 31000" a postcode.
        let number = piece.groups > 2 && !mixed && !said
            || small
                && ["30", "31"].iter().any(|post| tokens.text(tokens.skip_space(at + 1)).starts_with(post))
                && !mixed;
        let sure = match fit {
            Fit::Exact => said || !small || !written_apart || local || !common && piece.groups < 4,
            Fit::Figures if said => true,
            Fit::Figures => {
                let hyphen = tokens.is_mark(at + 1, '-') && (here || !common);
                !number && !year && (!small || local || hyphen) && !is_a_matter(tokens, at)
            }
            Fit::Beside => false,
        };
        let mut beside = || {
            !(year || common && written_apart && !mixed)
                && !(small && lead < 2 && (written_apart || said))
                && is_at_once(tokens, at, end, fit, &mut car)
        };
        (sure || beside()).then_some(end)
    })
}

/// Whether letters or digits go on without a blank.
fn piece_goes_on(tokens: &Tokens<'_>, end: usize) -> bool {
    let piece = |at: usize| matches!(tokens.kind(at), Some(TokenKind::Digits | TokenKind::Word));
    piece(end)
        || tokens.is_mark(end, '/') && piece(end + 1)
        || tokens.is_mark(end, '-') && tokens.digits(end + 1).is_some()
}

/// Whether a car is near enough for what would not be a plate by itself.
fn is_at_once(
    tokens: &Tokens<'_>,
    at: usize,
    end: usize,
    fit: Fit,
    car: &mut impl FnMut(usize) -> bool,
) -> bool {
    if fit >= Fit::Figures {
        return car(end);
    }
    // A model is no plate: `mercedes w124`, `audi a4 2010`.
    const NEAR: usize = 7;
    let model = tokens.before(at).is_some_and(|before| is_of_cars(tokens.folded(before)))
        && tokens.letters(at) == 1
        && tokens.digits(at + 1).is_some_and(|digits| digits.len() < 4);
    !model
        && ((at.saturating_sub(NEAR)..at).any(|at| is_of_cars(tokens.folded(at)))
            || (end..end + NEAR).any(|at| is_of_cars(tokens.folded(at))) && tokens.letters(at) > 1)
}

/// Whether a code of a matter stands there: `sprawa GK 12345`.
fn is_a_matter(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.words_before(at, 3).any(|word| {
        ["spraw", "znak", "decyz", "pism", "wnios", "druk", "procedur", "kod"]
            .iter()
            .any(|stem| word.starts_with(stem))
    })
}
