//! Surnames by where they stand: who tells, to whom something happens, at whose place, with whom one gets in touch.
//!
//! Two things are weighed against each other: how much a word looks like a surname ([`likeness`]) and how much its
//! neighbours ask for one. A word that nobody knows needs little, a sparrow much: *wróbel na balkonie* stays, *znowu
//! wróblowa* goes.

use super::around::{is_had, is_patron, is_title, is_where};
use super::first_names::{is_ambiguous, is_dictionary_form, is_first_name};
use super::likeness::{begins_sentence, is_verb, likeness};
use super::surname::{Known, is_listed, is_listed_form, is_plain_noun, known};
use crate::text::lexicon::Lexicon;
use crate::text::mask::name::apposition::{
    before_who_it_is, in_apposition, is_headed, is_listed_behind, is_put_right, is_sometime, is_taken_for,
};
use crate::text::mask::name::capitals::{by_its_capital, either, is_at, neighbours, nobody_elses};
use crate::text::mask::name::greeting::of_who_speaks;
use crate::text::mask::name::neighbours::{
    calls, does, happens, is_abbreviated, is_called, is_contact, is_paper, is_particle, is_somebody,
    is_telling, is_where_or_how, is_written, lemma_is, takes_whom, tells,
};
use crate::text::mask::name::pair::is_genitive;
use crate::text::mask::name::preposition::behind_preposition;
use crate::text::mask::name::{after_a_place, following, past_second_half};
use crate::text::mask::read::token::{TokenKind, Tokens};

/// Of likeness and need together so much is asked.
const ENOUGH: u8 = 5;

/// A surname that its place in the sentence gives away.
pub(in crate::text::mask::name) fn placed(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if tokens.letters(at) == 1 {
        return small_initial(tokens, at);
    }
    // A word that hangs on to another by a hyphen was looked at with it.
    let hangs = at > 1 && tokens.is_mark(at - 1, '-') && tokens.is_word(at - 2);
    // What hangs on to a number is a piece of a code or of an address: `%2Fskan`.
    let code = at > 0 && tokens.digits(at - 1).is_some();
    if hangs || code || after_a_place(tokens, at) {
        return None;
    }
    let end = past_second_half(tokens, at);
    let first = likeness(tokens, at);
    let like = if end > at + 1 { first.max(likeness(tokens, end - 1)) } else { first };
    (like > 0 && like + need(tokens, at) >= ENOUGH).then(|| (at, past_more(tokens, at, end)))
}

/// Past a second word of the same name.
fn past_more(tokens: &Tokens<'_>, at: usize, end: usize) -> usize {
    let next = tokens.skip_space(end);
    let first = is_first_name(tokens.folded(at)) || is_first_name(tokens.folded(next));
    let like = likeness(tokens, next);
    if next > end && (first && like > 1 || like >= 3) && !after_a_place(tokens, next) {
        return past_second_half(tokens, next);
    }
    end
}

/// `a.wlodarz`, glued as in an address.
fn small_initial(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let next = at + 2;
    let glued = tokens.is_mark(at + 1, '.') && tokens.letters(next) > 3;
    let alone =
        at == 0 || !tokens.is_mark(at - 1, '.') && !tokens.is_word(at - 1) && tokens.digits(at - 1).is_none();
    let metre = matches!(tokens.folded(at), "p" | "m");
    (glued && alone && !metre && likeness(tokens, next) + 3 >= ENOUGH && !after_a_place(tokens, at))
        .then(|| (at, past_second_half(tokens, next)))
}

/// How much the words around ask for a surname at `at`.
fn need(tokens: &Tokens<'_>, at: usize) -> u8 {
    let folded = tokens.folded(at);
    let before = tokens.before(at);
    let word = before.map(|before| tokens.folded(before)).unwrap_or_default();
    if is_where(word) && word != "na" {
        return 0;
    }
    let end = past_second_half(tokens, at);
    let next = tokens.skip_space(end);
    // A street with its house; "1. Hudyka 2. Patoczka" is a list.
    let list = tokens.is_mark(next + 1, '.') && tokens.is_word(tokens.skip_space(next + 2));
    if tokens.digits(next).is_some() && next > end && !list {
        return 0;
    }
    let (beside, behind) = (beside_first_name(tokens, at, word, next), behind(tokens, at, word));
    // "z podaniem Kosmy Pawła": what alone could be a street's
    if beside > 0 && behind > 1 {
        return 4;
    }
    beside
        .max(behind)
        .max(before_verb(tokens, at, word, next))
        .max(behind_preposition(tokens, at, before, word, folded))
        .max(dative(tokens, at, next))
        .max(by_its_capital(tokens, at, word, next))
        .max(either(tokens, at, next))
        .max(u8::from(nobody_elses(folded) && !is_at(word)))
        .max(neighbours(tokens, at))
        .max(of_who_speaks(tokens, at, next))
        .max(before_who_it_is(tokens, at, next))
}

fn beside_first_name(tokens: &Tokens<'_>, at: usize, word: &str, next: usize) -> u8 {
    let sure = |folded: &str| is_first_name(folded) && !is_ambiguous(folded) && !is_patron(folded);
    let after = tokens.before(at).is_some_and(|before| before + 1 < at) && sure(word);
    let before = next > at + 1 && sure(tokens.folded(next)) && following(tokens, at) == Some(next);
    // "Lenki i Franka Bochnaków": two of one family
    let mut earlier = tokens.words_before(at, 3).skip(1);
    let family = is_first_name(word)
        && earlier.next().is_some_and(|word| matches!(word, "i" | "oraz" | "a"))
        && earlier.next().is_some_and(is_first_name);
    if family {
        return 4;
    }
    match after || before {
        // Streets and schools are in the genitive.
        true if is_genitive(word) || is_genitive(tokens.folded(next)) => 2,
        true => 4,
        false => 0,
    }
}

/// Behind a title, somebody, a verb of telling, or a mark and one of these.
fn behind(tokens: &Tokens<'_>, at: usize, word: &str) -> u8 {
    let Some(before) = tokens.before(at) else { return 0 };
    if let Some(mark) = tokens.mark(before) {
        let earlier = tokens.before(before).map(|earlier| tokens.folded(earlier)).unwrap_or_default();
        return match mark {
            // "ob. Mleczko"
            '.' if is_abbreviated(earlier) => 4,
            // "z d. Rachwał": z domu
            '.' if matches!(earlier, "d" | "m" | "dom")
                && tokens.words_before(before, 2).nth(1) == Some("z") =>
            {
                4
            }
            // "brat (Pająk)", "interesant: Klimczyk", "syn – Bąk"
            ':' | '=' if is_somebody(earlier) => 4,
            '(' | '-' | '–' | '"' | '„' if is_somebody(earlier) => 3,
            ':' | '=' if is_called(earlier) => 4,
            // "doręczyć: Bigos", "lista: Borsuk, Wydra"
            ':' | '=' | '-' | '–' if is_contact(earlier) || is_written(earlier) || is_headed(earlier) => {
                2 + u8::from(tokens.is_capital(at) || mark == ':')
            }
            // "[imię i nazwisko], Wydra": a list of people goes on.
            ',' if tokens.is_capital(at) && is_listed_behind(tokens, at, before) => 3,
            // "ten od psa, Hajduga, chce"
            ',' | '(' | '–' | '-' => in_apposition(tokens, at, before, earlier),
            _ => 0,
        };
    }
    // "[imię i nazwisko] i Mazurek": two of whom the first was found.
    if matches!(word, "i" | "oraz" | "a" | "vel" | "versus" | "kontra")
        && tokens.before(before).is_some_and(|other| tokens.kind(other) == Some(TokenKind::Placeholder))
        && tokens.is_capital(at)
    {
        return 3;
    }
    // "prezes wspólnoty Sroka", "wpisany jako Gawron"
    if is_had(word) && tokens.is_capital(at) && tokens.words_before(before, 2).any(is_somebody) {
        return 3;
    }
    // "wlasciciel psa to kozub"
    let trade =
        !tokens.is_capital(at) && (tokens.folded(at).ends_with("em") || tokens.text(at).ends_with('ą'));
    if matches!(word, "to" | "jest" | "byl" | "byla")
        && !trade
        && tokens.words_before(before, 3).any(is_somebody)
    {
        return 3;
    }
    // "na skrzynce jest Skrzek", "dług ma Plata"
    if matches!(word, "jest" | "ma" | "byl" | "byla" | "mial" | "miala")
        && tokens.is_capital(at)
        && !tokens.is_shouted(at)
        && (is_plain_noun(tokens.folded(at)) || is_listed_form(tokens.folded(at)))
    {
        return 3;
    }
    // "prosi o kontakt Strąk z drugiego"
    if tokens.is_capital(at) && is_contact(word) && is_plain_noun(tokens.folded(at)) {
        return 3;
    }
    // "wcześniej Bąk, teraz Sadowska", "podpis nieczytelny, chyba Mucharski"
    if is_sometime(word) && tokens.is_capital(at) {
        return 3;
    }
    // "kontroler biletów Bigos": whoever has a name, with what they do.
    if tokens.is_capital(at)
        && !is_at(word)
        && !tokens.is_capital(before)
        && tokens.words_before(before, 1).any(|far| is_somebody(far) && !is_title(far))
        && Lexicon::polish().lemma(word).is_some_and(|lemma| lemma.key != word)
    {
        return 2;
    }
    if matches!(word, "jako" | "za") && is_taken_for(tokens, before) {
        return 2 + u8::from(word == "jako") + u8::from(tokens.is_capital(at));
    }
    if is_called(word) || word == "p" && tokens.is_capital(at) {
        return 4;
    }
    if is_somebody(word) || calls(word) {
        // "rodzice bliźniaków", but "rodzina Kuligów"
        let family =
            lemma_is(word, &["rodzina", "malzenstwo", "panstwo", "rodzenstwo", "bracia", "sasiad", "dom"]);
        let plural = tokens.folded(at).ends_with("ow") && !tokens.is_capital(at);
        // "trener Wierzch": a word of every day, with a capital.
        let capital = tokens.is_capital(at) && is_plain_noun(tokens.folded(at)) && !is_at(word);
        return if plural && !family { 1 } else { 3 + u8::from(capital) };
    }
    if is_telling(word) {
        // "tu Wnęk", but "tu wnęka"
        return if word == "tu" && begins_sentence(tokens, before) { 3 } else { 2 };
    }
    let earlier = tokens.words_before(before, 1).next().unwrap_or_default();
    match word {
        "domu" if earlier == "z" && !trade => return 4,
        // "znowu wróblowa", but "znowu korek"
        "znowu" | "znow" | "ponownie" | "zas" | "niby" => {
            let womans =
                ["owa", "ska", "cka", "dzka"].iter().any(|ending| tokens.folded(at).ends_with(ending));
            return 2 + u8::from(womans);
        }
        // "nie Barań, tylko Baran"
        "nie" | "tylko" | "lecz" | "jest" | "zamiast" | "byc" | "blednie" | "napisane" | "wpisane"
            if tokens.is_capital(at) && is_put_right(tokens, at) =>
        {
            return 3;
        }
        "jakis" | "jakas" | "jakiegos" | "jakiejs" | "jakims" | "jakiemus" | "jacys" => {
            return 1 + 2 * u8::from(tokens.is_capital(at));
        }
        "ten" | "ta" | "tego" | "tej" | "tym" | "temu" | "stary" | "stara" | "mlody" | "mloda" | "tamten"
        | "tamta" => {
            let place = matches!(earlier, "na" | "przy" | "w" | "po" | "pod" | "o");
            let again = matches!(earlier, "znow" | "znowu") || is_telling(earlier);
            // Old and young are things as well as people: "stara KANAPA" is no Kanapa.
            let things = matches!(word, "stary" | "stara" | "mlody" | "mloda");
            let capital = !things && tokens.is_capital(at) && !begins_sentence(tokens, at);
            return u8::from(!place) * (1 + u8::from(capital)) + u8::from(again);
        }
        _ => {}
    }
    // "sąsiad z góry Kulig", "lokator spod szóstki Kulig"
    if is_where_or_how(word) && tokens.words_before(before, 3).any(|far| is_called(far) || is_somebody(far)) {
        return 3;
    }
    if is_paper(word) || takes_whom(word) { 2 } else { 0 }
}

/// Before what only people do.
fn before_verb(tokens: &Tokens<'_>, at: usize, word: &str, next: usize) -> u8 {
    let folded = tokens.folded(at);
    // Kawki hałasują, but no Kawka: only the form that tells is somebody's.
    let ends = |ending: &&str| folded.ends_with(*ending);
    let nominative = is_listed_form(folded)
        || is_dictionary_form(folded)
        || !is_genitive(folded)
            && Lexicon::polish().lemma(folded).is_none_or(|lemma| {
                lemma.key == folded
                    || ["ska", "cka", "dzka", "owa", "owie", "scy", "ccy", "cy"].iter().any(ends)
            });
    let before = tokens.before(at);
    let comma = before.is_some_and(|before| tokens.is_mark(before, ','));
    let first = begins_sentence(tokens, at) || comma;
    if !nominative {
        return 0;
    }
    let mut verb = next;
    // "…, Hajduga, chce"
    if comma && tokens.is_mark(verb, ',') {
        verb = tokens.skip_space(verb + 1);
    }
    for _ in 0..2 {
        if is_particle(tokens.folded(verb)) {
            verb = tokens.skip_space(verb + 1);
        }
    }
    match tokens.folded(verb) {
        "" => 0,
        verb if tells(verb) => {
            // "czy Wierzch złożył już deklarację?"
            if !first
                && tokens.is_capital(at)
                && !tokens.is_shouted(at)
                && is_plain_noun(folded)
                && !is_at(word)
            {
                4
            } else if first || word.is_empty() {
                3
            } else {
                2
            }
        }
        verb if does(verb) && first => 2 + u8::from(folded.ends_with("owie")),
        verb if is_verb(verb) && first => 1,
        // "gruszczyna z trzeciego dzwoni"
        "z" | "ze" | "spod" | "od" | "z-" if first && tells_soon(tokens, verb) => 2,
        // "Mazurkowa spod trójki": whose door is told.
        "spod"
            if (first || known(folded) != Known::Common)
                && tokens.is_capital(at)
                && (folded.ends_with("owa") || folded.ends_with("owie") || is_listed_form(folded)) =>
        {
            4
        }
        // "skrzek z góry wali w rury"
        "z" | "ze" | "spod" if first && is_heard_soon(tokens, verb) => 3,
        _ => 0,
    }
}

/// Whether a neighbour is heard: `z góry wali w rury`, `z parteru trzaska drzwiami`.
fn is_heard_soon(tokens: &Tokens<'_>, at: usize) -> bool {
    #[rustfmt::skip]
    const HEARD: &[&str] = &["walic", "stukac", "wiercic", "tupac", "krzyczec", "halasowac", "imprezowac", "trzaskac", "awanturowac", "wyrzucac", "palic"];
    const HOUSE: &[&str] = &[
        "gora",
        "dol",
        "parter",
        "naprzeciwko",
        "naprzeciwka",
        "pietro",
        "klatka",
        "blok",
        "mieszkanie",
        "sasiedztwo",
    ];
    const SOON: usize = 8;
    let soon = || (at + 1..at + SOON).filter(|next| tokens.is_word(*next));
    soon().any(|next| lemma_is(tokens.folded(next), HOUSE))
        && soon().any(|next| lemma_is(tokens.folded(next), HEARD))
}

/// Whether somebody tells something within the next few words.
fn tells_soon(tokens: &Tokens<'_>, at: usize) -> bool {
    const SOON: usize = 8;
    (at + 1..at + SOON)
        .take_while(|next| tokens.is_word(*next) || tokens.is_space(*next) || tokens.digits(*next).is_some())
        .any(|next| tells(tokens.folded(next)))
}

/// `Wojtusiakowi przyszło`, `Kowalskiemu odmówili`: streets have no dative.
fn dative(tokens: &Tokens<'_>, at: usize, next: usize) -> u8 {
    let folded = tokens.folded(at);
    // "kto dał zgodę Sikorom": a family; birds are given no leave.
    if folded.len() > 5 && folded.ends_with("om") && is_listed(folded) {
        let given = tokens.words_before(at, 3).any(happens) || happens(tokens.folded(next));
        return 1 + 2 * u8::from(given);
    }
    let ends = ["owi", "skiemu", "ckiemu", "dzkiemu"].iter().any(|ending| folded.ends_with(ending));
    let mut verb = next;
    for _ in 0..2 {
        if is_particle(tokens.folded(verb)) {
            verb = tokens.skip_space(verb + 1);
        }
    }
    match (ends && folded.len() > 5, happens(tokens.folded(verb))) {
        (true, true) => 3,
        (true, false) => 1,
        // Pękali przyszło, wróblowej nie działa
        (false, true) if folded.ends_with(['e', 'i', 'j']) => 1,
        _ => 0,
    }
}
