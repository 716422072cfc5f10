//! Numbers that look like flats where nobody lives: polling stations, shops, offices, tyres, pictures, nights.

use super::flat_number::{FLAT, house_before};
use super::street::is_in_a_street;
use crate::text::mask::birth::is_month;
use crate::text::mask::read::token::Tokens;

/// So many tokens before and behind tell what is spoken of.
const NEAR: usize = 14;

fn near(tokens: &Tokens<'_>, at: usize, stems: &[&str]) -> bool {
    (at.saturating_sub(NEAR)..at + NEAR).any(|other| {
        let folded = tokens.folded(other);
        !folded.is_empty() && stems.iter().any(|stem| folded.starts_with(stem))
    })
}

/// `lokal nr 212` where one votes, sells or lets: the number is of no home.
pub(super) fn is_public(tokens: &Tokens<'_>, at: usize) -> bool {
    const VOTING: &[&str] = &[
        "wybor", "komisj", "obwod", "glosow", "glosuj", "referend", "uzytkow", "handlow", "uslugow",
        "przetarg", "wynajem", "licytac",
    ];
    const OFFICE: &[&str] = &["urzed", "urzad", "wydzial", "sekretariat", "gabinet"];
    let number = matches!(tokens.folded(at), "nr" | "numer" | "numerem");
    let word = tokens.before(at).filter(|_| number).unwrap_or(at);
    let folded = tokens.folded(word);
    // "M1": a shopping centre has its offices and its trams.
    let centre = folded == "m"
        && tokens.is_capital(word)
        && tokens.digits(word + 1) == Some("1")
        && near(tokens, at, &["punkt", "centrum", "galeri", "sklep", "przystan", "petl", "metr", "obslug"]);
    // "Długa 5 lokal 7, gdzie głosuję": where one lives all the same.
    let voting = folded.starts_with("lok") && near(tokens, at, VOTING);
    let office = folded == "drzwi" && near(tokens, at, OFFICE);
    // "komisja nr 33 lokal 2": a number, but of no house.
    let in_a_street = || {
        (word.saturating_sub(NEAR)..word).any(|at| tokens.digits(at).is_some() && is_in_a_street(tokens, at))
    };
    centre || (voting || office) && !(house_before(tokens, word) && in_a_street())
}

/// `pod czwórką tramwaj nie jeździ`: lines are called like doors.
pub(super) fn is_of_a_tram(tokens: &Tokens<'_>, at: usize) -> bool {
    near(tokens, at, &["tramwaj", "autobus", "torowisk", "trakcj"])
        && !tokens.words_before(at, 5).any(|word| {
            ["mieszk", "zamiesz", "zameld", "sasia", "lokator"].iter().any(|stem| word.starts_with(stem))
        })
}

/// `2 mieszkania jeden śmietnik`: what is counted is no address.
pub(super) fn is_counted(tokens: &Tokens<'_>, at: usize) -> bool {
    let few = |at: usize| {
        tokens.digits(at).is_some_and(|digits| digits.len() == 1)
            || matches!(tokens.folded(at), "dwa" | "trzy" | "cztery" | "oba" | "kilka")
    };
    FLAT.contains(&tokens.folded(at))
        && tokens.folded(at).ends_with("nia")
        && tokens
            .before(at)
            .is_some_and(|count| few(count) && (count == 0 || !tokens.is_mark(count - 1, ' ')))
}

/// `205/55 R16`, `16/17 maja`, `225/45`: two numbers by a stroke that are of a tyre, a night, a picture.
pub(super) fn is_no_address(tokens: &Tokens<'_>, house: usize, flat: usize) -> bool {
    let (Some(first), Some(second)) = (tokens.digits(house), tokens.digits(flat)) else { return false };
    let behind = tokens.skip_space(flat + 1);
    let rim = tokens.folded(behind) == "r" && tokens.digits(behind + 1).is_some();
    let named =
        tokens.words_before(house, 2).any(|word| word.starts_with("opon") || word.starts_with("felg"));
    let tyre = first.len() == 3 && second.len() == 2 && (rim || named);
    let (Ok(day), Ok(morrow)) = (first.parse::<u32>(), second.parse::<u32>()) else { return false };
    let follows = day < 32 && (morrow == day + 1 || day > 27 && morrow == 1);
    let month = is_month(tokens.folded(behind)) && tokens.folded(behind).len() > 3;
    let night = follows && (month || near(tokens, house, &["noc", "nocn", "sylwest"]));
    tyre || night
}
