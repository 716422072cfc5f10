//! Names that words announce: `nazywam się…`, `pani…`, `sąsiad…`, `dzwoni…`.

use super::known::around::{
    ANNOUNCE, goes_on, is_certain, is_had, is_patron, is_person, is_saying, is_title, is_whose,
};
use super::known::first_names::is_first_name;
use super::known::surname::{Known, is_listed, is_plain_noun, known};
use super::known::words::{Hint, is_from, name};
use super::pair::is_of_a_place;
use super::{after_a_place, following, past};
use crate::text::mask::read::token::{TokenKind, Tokens};

/// `nazywam się…`
pub(super) fn announced(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let (words, after) = ANNOUNCE.iter().find_map(|words| Some((words, past(tokens, at, words)?)))?;
    let mut start = tokens.skip_space(after);
    // "nazwisko panieńskie matki: …"
    if is_person(tokens.folded(start)) {
        start = tokens.skip_space(start + 1);
    }
    let told = matches!(tokens.kind(start), Some(TokenKind::Mark(':' | '-' | '–' | '=' | ',')));
    if told
        || matches!(
            tokens.folded(start),
            "to" | "jest" | "brzmi" | "mam" | "bodajze" | "chyba" | "niby" | "jako" | "podaje"
        )
    {
        start = tokens.skip_space(start + 1);
    }
    let hint = if told || is_certain(words) { Hint::Certain } else { Hint::Likely };
    let start = past_titles(tokens, start);
    // "nazwisko wierzch, imię Karol": a word of every day, where nothing else is told.
    let word = || {
        let end = tokens.skip_space(start + 1);
        let closed = end >= tokens.len()
            || tokens.mark(end).is_some_and(|c| ",;\n".contains(c))
            || tokens.folded(end).starts_with("imi");
        let named = matches!(words, ["nazwisko"] | ["nazw"] | ["naz"]);
        (named && closed && is_plain_noun(tokens.folded(start)) && !is_person(tokens.folded(start)))
            .then_some(start + 1)
    };
    if is_certain(words)
        && let Some(end) = in_pieces(tokens, start)
    {
        let next = tokens.skip_space(end);
        return Some((
            start,
            name(tokens, next, Hint::Likely).filter(|_| tokens.is_capital(next)).unwrap_or(end),
        ));
    }
    let end = name(tokens, start, hint).or_else(word)?;
    Some((start, end))
}

/// The end of `ko wal ski`, `Krzysz tof`: a name that came in pieces, none of which is one.
fn in_pieces(tokens: &Tokens<'_>, start: usize) -> Option<usize> {
    const MOST: usize = 4;
    const LONGEST: usize = 6;
    let mut whole = tokens.folded(start).to_owned();
    if is_first_name(&whole) || is_listed(&whole) {
        return None;
    }
    let mut at = start;
    for _ in 1..MOST {
        let next = tokens.skip_space(at + 1);
        let piece = tokens.folded(next);
        let fits = next > at + 1 && (1..=LONGEST).contains(&piece.len()) && !tokens.is_capital(next);
        if !fits || tokens.letters(at) > LONGEST || goes_on(piece) && piece.len() < 3 {
            return None;
        }
        whole.push_str(piece);
        at = next;
        let strange = known(piece) == Known::Unknown || piece.len() < 4;
        if strange && whole.len() > 5 && (is_first_name(&whole) || is_listed(&whole)) {
            return Some(at + 1);
        }
    }
    None
}

/// Past `pan`, `p.`, `dr inż.` and the like.
fn past_titles(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut next = at;
    for _ in 0..4 {
        let folded = tokens.folded(next);
        let title = is_title(folded) && (folded.len() > 2 || tokens.is_mark(next + 1, '.') || folded == "dr");
        if !title {
            break;
        }
        next = tokens.skip_space(next + 1 + usize::from(tokens.is_mark(next + 1, '.')));
    }
    next
}

/// `pani Nowak`, `sąsiad Wiśniewski`, `dzwoni Nowak`; not `Pani Prezydent`.
pub(super) fn behind(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let folded = tokens.folded(at);
    let (hint, after) = if is_title(folded) {
        let start = past_titles(tokens, at);
        if start == at {
            return None;
        }
        (Hint::Likely, start)
    } else if is_person(folded) && after_a_place(tokens, at) {
        // "kładka Ojca Bernatka"
        return None;
    } else if is_person(folded) {
        (Hint::Likely, at + 1)
    } else if is_saying(folded) {
        (Hint::Said, at + 1)
    } else if is_whose(folded) || is_from(tokens, at) {
        (Hint::Possible, at + 1)
    } else {
        return None;
    };
    let mut start = tokens.skip_space(after);
    // "sąsiad: …", "żona to …", "syn – …", "mama, Krystyna …"
    let told = matches!(tokens.kind(start), Some(TokenKind::Mark(':' | '-' | '–' | ',' | '(')));
    let about = hint == Hint::Possible && matches!(tokens.folded(start), "na" | "po" | "przez");
    if told
        || about
        || matches!(
            tokens.folded(start),
            "to" | "jest" | "o" | "mojego" | "mojej" | "moj" | "moja" | "niejaki" | "niejaka"
        )
    {
        start = tokens.skip_space(start + 1);
    }
    let start = past_titles(tokens, start);
    // "najemca lokalu Nowak"
    let start = match hint == Hint::Likely
        && is_had(tokens.folded(start))
        // "sekretariat dyrektora Zarządu Zieleni"
        && !(tokens.is_capital(start) && tokens.folded(start) == "zarzadu")
        && tokens.is_capital(tokens.skip_space(start + 1))
    {
        true => tokens.skip_space(start + 1),
        false => start,
    };
    // "pani doktor Nowak", "mój sąsiad dyrektor Nowak"
    let start = match is_person(tokens.folded(start)) && hint == Hint::Likely {
        true => tokens.skip_space(start + 1),
        false => start,
    };
    // A comma is more often the end of what was said of somebody.
    let hint = if told && hint == Hint::Likely && !tokens.is_capital(start) { Hint::Possible } else { hint };
    if about
        && (!is_listed(tokens.folded(start)) && !is_first_name(tokens.folded(start))
            || is_patron(tokens.folded(start))
            || !tokens.is_capital(start))
    {
        return None;
    }
    let end = name(tokens, start, hint)?;
    // "ks. Jerzego Popiełuszki 5"
    let place = following(tokens, start).is_some_and(|next| {
        next < end
            && is_first_name(tokens.folded(start))
            && is_of_a_place(tokens, start, next)
            && is_patron(tokens.folded(next))
    });
    (start > at && !place).then_some((start, end))
}
