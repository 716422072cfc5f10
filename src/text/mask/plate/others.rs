//! Plates in other orders than those of the city's: of one's own choice, of other countries, a part of one.

use super::{is_a_matter, is_before_a_car, is_of_a_car, is_of_cars, piece_goes_on};
use crate::text::lexicon::Lexicon;
use crate::text::mask::name::known::surname::{Known, known};
use crate::text::mask::read::token::{TokenKind, Tokens};

/// `AO 4821 KH`, in either alphabet: as cars of Ukraine have them.
pub(super) fn ukrainian(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let two = |at: usize| tokens.letters(at) == 2 && tokens.is_shouted(at);
    let digits = crate::text::mask::numbers::document::past_marks(tokens, at + 1);
    let last = crate::text::mask::numbers::document::past_marks(tokens, digits + 1);
    let four = tokens.digits(digits).is_some_and(|digits| digits.len() == 4);
    (two(at) && four && two(last) && !piece_goes_on(tokens, last + 1)).then_some(last + 1)
}

/// `K1 ZOSKA`, `K0 ABC1`: one of one's own choice.
pub(super) fn of_ones_own(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const MOST: usize = 5;
    let district = tokens.letters(at) == 1
        && "bcdefgklnoprstwz".contains(tokens.folded(at))
        && tokens.digits(at + 1).is_some_and(|digits| digits.len() == 1);
    let own = tokens.skip_space(at + 2 + usize::from(tokens.is_mark(at + 2, '-')));
    if !district || !tokens.is_word(own) || tokens.letters(own) < 2 {
        return None;
    }
    let more = own + 1 + usize::from(tokens.digits(own + 1).is_some());
    let long = tokens.letters(own) + tokens.digits(own + 1).map_or(0, str::len);
    let capitals = !tokens.is_loud() && tokens.is_shouted(own) && tokens.is_capital(at);
    // No road has a nought.
    let here = (capitals || tokens.is_shouted(own))
        && (tokens.folded(at) == "k" || tokens.digits(at + 1) == Some("0"));
    let beside = || {
        let before = is_of_a_car(tokens, at);
        before || is_before_a_car(tokens, more)
    };
    // "A4 KORKI" is a road, "euro k2 tomek" nothing.
    let chosen = || capitals || !Lexicon::polish().knows_folded(tokens.folded(own)) || own > at + 2;
    let said = ["blach", "tablic", "indywidual", "rejestr"];
    let named = || {
        (at.saturating_sub(8)..more + 8).any(|at| said.iter().any(|stem| tokens.folded(at).starts_with(stem)))
    };
    // "tablice indywidualne K1 cena": a word of every day in small letters goes on with the question.
    let word = tokens.is_space(own - 1)
        && !tokens.is_shouted(own)
        && known(tokens.folded(own)) == Known::Common
        && tokens.digits(own + 1).is_none();
    let is_one = !word
        && (3..=MOST).contains(&long)
        && !piece_goes_on(tokens, more)
        && (here || capitals && beside() || chosen() && named());
    is_one.then_some(more)
}

/// One of another country, in capitals, where a car is spoken of: `M-AB 1234`, `4AB 5678`, `12-AB-34`.
pub(super) fn abroad(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let lead = tokens.letters(at);
    if tokens.is_loud() || lead > 3 || tokens.digits(at).is_some_and(|digits| digits.len() > 4) {
        return None;
    }
    let (mut letters, mut digits, mut groups, mut end, mut next) = (0, 0, 0, at, at);
    let mut last = 0;
    while next < at + 8 {
        if let Some(more) = tokens.digits(next).filter(|more| more.len() <= 6) {
            (digits, last) = (digits + more.len(), more.len());
        } else if tokens.is_word(next)
            && tokens.letters(next) <= 3
            && tokens.text(next).chars().all(char::is_uppercase)
        {
            (letters, last) = (letters + tokens.letters(next), 0);
        } else {
            break;
        }
        (groups, end, next) = (groups + 1, next + 1, next + 1);
        if matches!(tokens.mark(next), Some(' ' | '-')) {
            next += 1;
        }
    }
    let total = letters + digits;
    let year = last == 4 && matches!(tokens.text(end - 1).get(..2), Some("19" | "20"));
    let shaped = groups >= 2
        && letters >= 1
        && digits >= 2
        && (5..=8).contains(&total)
        && (letters >= 2 || digits >= 5);
    if !shaped || year || piece_goes_on(tokens, end) || is_of_cars(tokens.folded(at)) {
        return None;
    }
    const NEAR: usize = 9;
    let strangers = |word: &str| {
        [
            "niemc",
            "niemiec",
            "ukrain",
            "czesk",
            "czech",
            "slowac",
            "slowak",
            "litew",
            "lotew",
            "eston",
            "francus",
            "wlosk",
            "angiel",
            "brytyj",
            "hiszpan",
            "holend",
            "gruz",
            "rumun",
            "bulgar",
            "szwed",
            "szwedz",
            "norwe",
            "wegier",
            "moldaw",
            "bialorus",
            "rosyj",
            "austriac",
            "szwajc",
            "belgij",
            "dunsk",
            "zagranicz",
            "obc",
            "dyplomat",
            "tymczas",
            "wojskow",
            "policyj",
            "profesjonal",
            "ukrainian",
            "german",
            "foreign",
        ]
        .iter()
        .any(|stem| word.starts_with(stem))
    };
    let near = |at: usize| is_of_cars(tokens.folded(at)) || strangers(tokens.folded(at));
    let beside = (at.saturating_sub(NEAR)..at).any(near) || (end..end + NEAR).any(near);
    (beside && !is_a_matter(tokens, at)).then_some(end)
}

/// `nr boczny 1234`, `końcówka rejestracji 4X567`: a part of it, or what stands at the side of a taxi.
pub(super) fn at_its_side(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let digits = tokens.digits(at)?;
    let side = (3..=4).contains(&digits.len())
        && tokens.words_before(at, 3).any(|word| matches!(word, "boczny" | "bocznym" | "bocznego"))
        && !piece_goes_on(tokens, at + 1);
    if side {
        return Some(at + 1);
    }
    let mut end = at;
    let (mut letters, mut count) = (0, 0);
    while end < at + 6 {
        match tokens.kind(end) {
            Some(TokenKind::Digits) => count += tokens.digits(end).map_or(0, str::len),
            Some(TokenKind::Word) if tokens.letters(end) <= 2 => letters += tokens.letters(end),
            _ => break,
        }
        end += 1;
    }
    let plates =
        |at: usize| ["rejestrac", "tablic", "blach"].iter().any(|stem| tokens.folded(at).starts_with(stem));
    let near = || (at.saturating_sub(6)..at).any(plates) || (end..end + 6).any(plates);
    let mixed = (4..=5).contains(&(letters + count)) && letters > 0 && letters < 3 && count > 1;
    // "fiat 125p na żółtych tablicach"
    let model = tokens
        .before(at)
        .is_some_and(|before| is_of_cars(tokens.folded(before)) && !plates(before) && tokens.is_word(before));
    (mixed && !model && near()).then_some(end)
}
