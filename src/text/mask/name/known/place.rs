//! Places that are named after people, where no word before the name says that it is a place.

use super::around::{is_patron, is_where};
use super::first_names::is_first_name;
use crate::text::mask::name::neighbours::{is_written, lemma_is, takes_whom};
use crate::text::mask::name::pair::is_genitive;
use crate::text::mask::read::token::Tokens;

/// Whether the word at `at` is of `na Heleny Modrzejewskiej`, `na Juliusza Lea`: traffic is spoken of, and nobody is
/// complained of.
pub(in crate::text::mask::name) fn is_in_a_street(tokens: &Tokens<'_>, at: usize) -> bool {
    let beside = |first: usize, surname: usize| {
        let before = tokens.before(first).filter(|before| is_where(tokens.folded(*before)));
        let Some(before) = before else { return false };
        let capitals = tokens.is_capital(first) && tokens.is_capital(surname);
        let (name, folded) = (tokens.folded(first), tokens.folded(surname));
        if !capitals
            || !is_first_name(name)
            || !is_genitive(name)
            || tokens.text(surname).ends_with(['ę', 'ą'])
        {
            return false;
        }
        // A woman is complained of in the accusative, which streets do not have.
        let womans =
            !name.ends_with('a') && ["iej", "ej", "y", "i"].iter().any(|ending| folded.ends_with(ending));
        let somebodys = || tokens.words_before(before, 4).any(|word| is_written(word) || takes_whom(word));
        womans || (is_patron(folded) || folded.ends_with("ego") || folded.ends_with('a')) && !somebodys()
    };
    let next = tokens.skip_space(at + 1);
    let earlier = tokens.before(at).filter(|before| tokens.is_word(*before));
    beside(at, next) || earlier.is_some_and(|first| beside(first, at))
}

/// Whether the word at `at` is of `msza u Piotra i Pawła`, `odpust u Dominikanów`: a church is called by its saints.
pub(in crate::text::mask::name) fn is_at_church(tokens: &Tokens<'_>, at: usize) -> bool {
    const MASSES: &[&str] = &[
        "msza",
        "mszy",
        "msze",
        "odpust",
        "nabozenstwo",
        "pasterka",
        "pasterce",
        "rekolekcje",
        "roraty",
        "spowiedz",
        "procesja",
        "procesji",
        "koncert",
        "majowka",
        "kazanie",
        "swieconka",
    ];
    let saint = is_first_name(tokens.folded(at)) && tokens.letters(tokens.skip_space(at + 1)) < 6;
    let mut before =
        tokens.words_before(at, 4).skip_while(|word| matches!(*word, "i" | "sw") || is_first_name(word));
    saint && before.next() == Some("u") && before.next().is_some_and(|word| MASSES.contains(&word))
}

/// Whether the word at `at` is of `prezydent Miszalski`: who governs the city and the country is asked about as such.
pub(in crate::text::mask::name) fn is_of_a_governor(tokens: &Tokens<'_>, at: usize) -> bool {
    const NEAR: usize = 8;
    const GOVERNORS: &[&str] =
        &["prezydent", "wiceprezydent", "wojewoda", "premier", "minister", "marszalek"];
    // "prezydentem Krakowa Aleksander Miszalski"
    let of_what = |word: &str| matches!(word, "krakowa" | "miasta" | "rp" | "polski" | "wojewodztwa");
    let mut words = tokens
        .words_before(at, 4)
        .skip_while(|word| is_first_name(word) && tokens.is_capital(at) || of_what(word));
    // "dyżur radnego Hawranka": whom one may come to see.
    let sees = |word: &str| {
        lemma_is(word, &["radny", "radna", "posel", "poslanka"])
            && (at.saturating_sub(NEAR)..at + NEAR).any(|at| tokens.folded(at).starts_with("dyzur"))
    };
    let governs = words.next().is_some_and(|word| lemma_is(word, GOVERNORS) || sees(word));
    governs && tokens.is_capital(at) && !tokens.words_before(at, 3).any(|word| word.starts_with("pan"))
}

/// Whether the word at `at` is of `samochód z Czech`: a country that some are called like.
pub(in crate::text::mask::name) fn is_a_country(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.folded(at), "czech" | "wloch" | "wegier" | "niemiec" | "prus")
        && tokens.before(at).is_some_and(|before| matches!(tokens.folded(before), "z" | "ze" | "do"))
}
