//! A first name beside a surname, in either order.

use super::known::around::{goes_on, is_no_name, is_patron, is_person, is_said, is_title, is_where};
use super::known::first_names::{is_ambiguous, is_dictionary_form, is_first_name};
use super::known::likeness::{frequency, likeness};
use super::known::surname::{Known, is_listed, is_listed_small, is_plain_noun, is_shaped, known};
use super::neighbours::{is_contact, is_paper, is_somebody};
use super::{after_a_place, following, past_second_half};
use crate::text::lexicon::Lexicon;
use crate::text::mask::home::street::is_house;
use crate::text::mask::read::token::Tokens;

/// A first name and a surname in either order.
pub(super) fn full(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let folded = tokens.folded(at);
    let next = following(tokens, at)?;
    if is_first_name(folded) {
        let mut surname = next;
        // A second first name, where a surname is still to come.
        if is_first_name(tokens.folded(next))
            && let Some(third) = following(tokens, next)
            && is_surname(tokens, at, third)
        {
            surname = third;
        }
        // "Igor B. Suwaj"
        if tokens.letters(next) == 1 && tokens.is_mark(next + 1, '.') {
            surname = tokens.skip_space(next + 2);
        }
        if is_surname(tokens, at, surname)
            && !is_roman(tokens, following(tokens, surname))
            && !is_of_a_place(tokens, at, surname)
        {
            return Some((at, past_second_half(tokens, surname)));
        }
    }
    // Nowak Jan; Kowalski, Jan; Nowak-Wilk Anna
    let next =
        if tokens.is_mark(at + 1, '-') && tokens.letters(at + 2) > 2 && !is_first_name(tokens.folded(at + 2))
        {
            following(tokens, at + 2).unwrap_or(next)
        } else {
            next
        };
    let first = tokens.folded(next);
    if !is_first_name(first)
        || is_no_name(folded)
        || goes_on(folded)
        || is_person(folded)
        || after_a_place(tokens, at)
        || tokens.letters(at) < 3
    {
        return None;
    }
    let both = tokens.is_capital(at) && tokens.is_capital(next);
    let neither = !tokens.is_capital(at) && !tokens.is_capital(next);
    let second = (tokens.is_mark(at + 1, '-') && next > at + 2).then(|| tokens.folded(at + 2));
    let double = both && second.is_some_and(|second| is_listed(second) || is_shaped(second));
    // Hojda Marzena: what somebody does is hardly ever as rare.
    let rare = both && is_dictionary_form(first) && !is_ambiguous(first) && frequency(tokens, at) < -14.0;
    let looks = double
        || rare
        || !is_ambiguous(first)
            && (!is_genitive(first) || is_dictionary_form(first))
            && likeness(tokens, at) > 1
        // "wójcikowi pawłowi": nothing else has two such forms side by side.
        || is_dative(first) && is_dative(folded) && is_listed(folded)
        || if neither && !tokens.is_loud() { is_listed_small(folded) } else { is_listed(folded) }
        || is_shaped(folded) && (known(folded) != Known::Common || both)
        || (both || begins_a_thought(tokens, at))
            && is_plain_noun(folded)
            // "lodówka jan kowalski": the first name has a surname of its own.
            && following(tokens, next).is_none_or(|after| !is_surname(tokens, next, after))
            && is_dictionary_form(first)
            && (!is_ambiguous(first) || both)
        || both && tokens.is_mark(at + 1, ',') && is_dictionary_form(first) && ends_there(tokens, next)
        || both
            && (known(folded) == Known::Unknown && tokens.letters(at) > 3
                || known(folded) == Known::Proper && at > 0 && !is_first_name(folded));
    // In small letters a listed surname is a word as well, and the first name may be one, too.
    let sure = both
        || neither && is_dative(first) && is_dative(folded)
        || neither && (!is_ambiguous(first) || tokens.is_loud())
        || tokens.is_cyrillic(at);
    if !looks || !sure || is_roman(tokens, following(tokens, next)) {
        return None;
    }
    // "Matejki Jana 5"
    (!(is_patron(folded) && is_genitive(first))).then_some((at, next + 1))
}

fn is_dative(folded: &str) -> bool {
    ["owi", "skiemu", "ckiemu"].iter().any(|ending| folded.ends_with(ending))
}

/// Whether nothing but a mark follows.
fn ends_there(tokens: &Tokens<'_>, at: usize) -> bool {
    !tokens.is_word(tokens.skip_space(at + 1))
}

/// Whether the word at `at` can be the surname of the person whose first name stands at `first`.
fn is_surname(tokens: &Tokens<'_>, first: usize, at: usize) -> bool {
    let folded = tokens.folded(at);
    let letters = tokens.letters(at);
    if letters < 2 || is_no_name(folded) || is_title(folded) || goes_on(folded) || is_person(folded) {
        return false;
    }
    if tokens.is_shouted(at) && !tokens.is_shouted(first) && letters < 5 {
        return false; // Anna MOPS
    }
    // "dorota oddzwonić": what is to be done is nobody's name.
    if !tokens.is_capital(at) && is_infinitive(folded) {
        return false;
    }
    let word = known(folded);
    // A full stop ends a sentence, a comma a thought: the surname must be one.
    if tokens.is_mark(first + 1, '.') && tokens.is_space(first + 2) || tokens.is_mark(first + 1, ',') {
        return is_listed(folded) && tokens.is_capital(at) && tokens.is_mark(first + 1, ',');
    }
    if tokens.is_capital(first) && tokens.is_capital(at) {
        return letters > 2 || word == Known::Unknown || tokens.is_mark(at + 1, '-');
    }
    let sure = !is_ambiguous(tokens.folded(first));
    let cases = tokens.is_capital(first) && !tokens.is_capital(at);
    sure && likeness(tokens, at) > u8::from(cases)
        || (is_listed(folded) || is_shaped(folded)) && (sure || word != Known::Common)
        || sure && word == Known::Unknown && letters > 3
        || sure
            && is_dictionary_form(tokens.folded(first))
            && (is_plain_noun(folded)
                || first == 0 && letters > 3 && !is_said(folded) && stands_apart(tokens, at))
}

/// Whether nothing, a mark, a person or a paper stands before `at`: `akt zgonu - wierzch karol`.
fn begins_a_thought(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(before) = tokens.before(at) else { return true };
    let word = tokens.folded(before);
    tokens.mark(before).is_some_and(|c| ":;-–(,/\n".contains(c))
        || is_somebody(word)
        || is_paper(word)
        || is_contact(word)
        || matches!(word, "dla" | "eksmisja" | "status" | "ceidg" | "nazw" | "naz" | "nazwisko")
}

fn is_infinitive(folded: &str) -> bool {
    folded.ends_with('c')
        && Lexicon::polish()
            .lemma(folded)
            .is_some_and(|lemma| lemma.key == folded && lemma.display.ends_with('ć'))
}

/// Whether a sentence ends behind `at`, or goes on with what goes on after a name.
fn stands_apart(tokens: &Tokens<'_>, at: usize) -> bool {
    let next = tokens.folded(tokens.skip_space(at + 1));
    next.is_empty() || is_said(next)
}

/// Whether a first name and a surname name a street, a square, a school.
pub(super) fn is_of_a_place(tokens: &Tokens<'_>, first: usize, surname: usize) -> bool {
    if after_a_place(tokens, first) {
        return true;
    }
    if !is_genitive(tokens.folded(first)) {
        return false;
    }
    // Krzysztofa Sochę, z Adamem Sochą: streets are named in no such form.
    if tokens.text(surname).ends_with(['ę', 'ą']) {
        return false;
    }
    let before = tokens.before(first).map(|before| tokens.folded(before)).unwrap_or_default();
    let end = past_second_half(tokens, surname);
    let house = is_house(tokens, tokens.skip_space(end));
    is_patron(tokens.folded(surname)) || is_patron(tokens.folded(end - 1)) || house || is_where(before)
}

/// Whether a form of a first name is the one that names of streets have: Jana, Marii.
pub(super) fn is_genitive(folded: &str) -> bool {
    let masculine = folded.strip_suffix('a').is_some_and(is_first_name);
    let fleeting = matches!(folded, "pawla" | "marka" | "jacka" | "leszka" | "franka" | "wlodka");
    masculine
        || fleeting
        || folded.ends_with('y') && !is_dictionary_form(folded)
        || folded.ends_with('i') && !folded.ends_with("owi") && !is_dictionary_form(folded)
        || folded.ends_with("ego")
}

/// `Jana Pawła II`
fn is_roman(tokens: &Tokens<'_>, at: Option<usize>) -> bool {
    let word = at.map(|at| tokens.folded(at)).unwrap_or_default();
    !word.is_empty() && word.chars().all(|c| matches!(c, 'i' | 'v' | 'x')) && (word.len() > 1)
}
