//! Names in what is said of papers: one that is changed for another, one with its initial behind it, a woman's from her
//! husband's.

use super::known::around::{goes_on, is_no_name, is_patron, is_said};
use super::known::first_names::is_first_name;
use super::known::likeness::{is_known_place, is_wife, likeness};
use super::known::surname::{Known, is_listed, is_listed_form, is_shaped, known};
use super::neighbours::{lemma_is, tells};
use super::{after_a_place, past_second_half};
use crate::text::mask::Label;
use crate::text::mask::read::token::{TokenKind, Tokens};

/// `nazwisko z Dziura na Dziurska`, at `z` and at `na`.
pub(super) fn renamed(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let is_surname = |word: &str| word.starts_with("nazwisk");
    let told = match tokens.folded(at) {
        "z" | "ze" => tokens.words_before(at, 3).any(is_surname),
        "na" => {
            let named = tokens.before(at)?;
            let named = match tokens.mark(named.checked_sub(1)?) {
                Some('-') => named.checked_sub(2)?,
                _ => named,
            };
            let from = tokens.before(named)?;
            let changed = tokens.words_before(from, 1).any(|word| {
                lemma_is(word, &["zmiana", "zmienic", "poprawic"]) && likeness(tokens, named) != 0
            });
            matches!(tokens.folded(from), "z" | "ze")
                && (changed || tokens.words_before(from, 3).any(is_surname))
                && (tokens.is_word(named) || tokens.kind(named) == Some(TokenKind::Placeholder))
        }
        _ => false,
    };
    if !told {
        return None;
    }
    let mut start = tokens.skip_space(at + 1);
    if matches!(tokens.folded(start), "samo" | "sam" | "sama" | "pana" | "pani") {
        start = tokens.skip_space(start + 1);
    }
    let folded = tokens.folded(start);
    let no = [
        "maz", "mez", "zon", "panien", "rodow", "dwuczlon", "ojc", "mat", "poprzed", "obec", "now", "star",
        "inn",
    ]
    .iter()
    .any(|stem| folded.starts_with(stem));
    let is_one = tokens.letters(start) > 2
        && !goes_on(folded)
        && !is_no_name(folded)
        && (!no || tokens.is_capital(start))
        && (tokens.is_capital(start) && !is_known_place(folded)
            || likeness(tokens, start) > 1 && !tokens.text(start).ends_with(['ą', 'ę']));
    is_one.then(|| (start, past_second_half(tokens, start)))
}

/// `Maria z Górskich Lis`: of whose family a woman comes, and her surname behind it.
pub(super) fn of_a_family(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let family = tokens.skip_space(at + 1);
    let surname = tokens.skip_space(family + 1);
    let ends = |endings: &[&str]| endings.iter().any(|ending| tokens.folded(family).ends_with(ending));
    let named = tokens.before(at).is_some_and(|before| {
        tokens.text(before) == Label::Name.placeholder()
            || is_first_name(tokens.folded(before)) && tokens.is_capital(before)
    });
    let is_one = matches!(tokens.folded(at), "z" | "ze")
        && named
        && tokens.is_capital(family)
        && ends(&["skich", "ckich", "dzkich", "ow"])
        && !is_known_place(tokens.folded(family));
    let end = if tokens.is_capital(surname) && tokens.letters(surname) > 1 && surname > family + 1 {
        past_second_half(tokens, surname)
    } else {
        family + 1
    };
    is_one.then_some((family, end))
}

/// `Kowalski J`, `zawadzka h. czeka`: the initial behind, in small letters or without its full stop.
pub(super) fn bare_initial(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let folded = tokens.folded(at);
    let initial = tokens.skip_space(at + 1);
    let letter = tokens.letters(initial) == 1 && tokens.is_word(initial) && initial > at + 1;
    if !letter
        || tokens.letters(at) < 3
        || is_patron(folded)
        || is_no_name(folded)
        || after_a_place(tokens, at)
    {
        return None;
    }
    let dot = tokens.is_mark(initial + 1, '.');
    let large = tokens.is_capital(initial) || tokens.is_loud();
    let end = initial + 1 + usize::from(dot);
    let next = tokens.skip_space(end);
    // "bieżanowska m. 5", "zawadzka p. nowak"
    let glued = matches!(tokens.kind(initial + 1), Some(TokenKind::Digits | TokenKind::Word))
        || tokens.digits(next).is_some()
        || matches!(tokens.folded(initial), "p" | "k" | "m" | "d")
            && !large
            && tokens.is_word(next)
            && !says(tokens, next);
    if glued || (!dot && (!large || tokens.is_loud())) {
        return None;
    }
    let own = is_listed_form(folded)
        || is_listed(folded) && is_shaped(folded)
        || is_shaped(folded) && (known(folded) != Known::Common || tokens.is_capital(at) && dot)
        || known(folded) == Known::Unknown && likeness(tokens, at) > 2;
    let street = ["ska", "cka", "dzka", "owa", "na"].iter().any(|ending| folded.ends_with(ending));
    let place = is_known_place(folded) && !is_listed(folded);
    // A word of the language needs more: a capital, the end of what is said, or a verb of telling.
    let word = known(folded) == Known::Common && !is_shaped(folded) && !tokens.is_capital(at);
    let ends = next >= tokens.len()
        || tokens.mark(next).is_some_and(|c| ",;:-–)\n".contains(c))
        || says(tokens, next);
    let sure = if street && !dot || word && at > 0 { ends } else { true };
    (own && !place && sure).then_some((at, end))
}

fn says(tokens: &Tokens<'_>, at: usize) -> bool {
    let verb = match tokens.folded(at) {
        "nie" | "sie" | "juz" => tokens.skip_space(at + 1),
        _ => at,
    };
    let word = tokens.folded(verb);
    is_said(word) || tells(word) || lemma_is(word, &["czekac", "miec", "odebrac", "byc", "przyjsc"])
}

/// `przekazać Wróblowej, że`, `pismo doręczono Sikorze`: what is given goes to somebody.
pub(super) fn wife(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    #[rustfmt::skip]
    const GIVES: &[&str] = &[
        "przekazac", "przekazywac", "powiedziec", "oddac", "wydac", "doreczyc", "wyslac", "odpisac", "zwrocic", "przypomniec", "dac",
        "odpowiedziec", "pomoc", "zaplacic", "wyjasnic", "wreczyc", "zaniesc", "przyznac", "odmowic", "wyplacic", "przelac", "dostarczyc",
    ];
    let folded = tokens.folded(at);
    let before = tokens.before(at).map(|before| tokens.folded(before)).unwrap_or_default();
    let gives = lemma_is(before, GIVES)
        || ["doreczono", "wydano", "przekazano", "oddano", "wyslano", "przyznano", "odmowiono", "zwrocono"]
            .contains(&before);
    if !gives
        || tokens.text(at).ends_with('ę')
        || tokens.letters(at) < 4
        || is_no_name(folded)
        || is_first_name(folded)
    {
        return None;
    }
    let capital = tokens.is_capital(at);
    let dative = ["owej", "skiej", "ckiej", "dzkiej", "owi", "skiemu", "ckiemu", "dzkiemu"]
        .iter()
        .any(|ending| folded.ends_with(ending));
    let is_one = is_wife(folded) && (capital || known(folded) != Known::Common)
        || dative && capital && known(folded) != Known::Common
        || capital && is_listed(folded) && !is_listed_form(folded) && folded.ends_with(['e', 'i', 'u', 'y']);
    is_one.then(|| (at, past_second_half(tokens, at)))
}
