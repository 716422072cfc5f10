//! Plots of land, where it is told whose one is: with its number the register names the owner.

use crate::text::mask::read::token::{TokenKind, Tokens};
use crate::text::mask::{Label, Removal};

/// The number of a plot that somebody says is theirs: `moja działka ewid. nr 318/14 obr. 29`.
pub(in crate::text::mask) fn plot(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    tokens.digits(at).filter(|digits| digits.len() <= 4)?;
    let between = |word: &&str| {
        matches!(*word, "nr" | "numer" | "numerze" | "o" | "numery" | "gruntu" | "ew" | "to")
            || word.starts_with("ewid")
    };
    let named = tokens
        .words_before(at, 5)
        .find(|word| !between(word))
        .is_some_and(|word| word == "dz" || ["dzialk", "parcel"].iter().any(|stem| word.starts_with(stem)));
    if !named || !is_owned(tokens, at) {
        return None;
    }
    let mut end = at + 1;
    while tokens.mark(end).is_some_and(|c| "/-".contains(c))
        && tokens.digits(end + 1).is_some()
        && end < at + 6
    {
        end += 2;
    }
    // "30 arów", "5 km": how great it is.
    let unit = tokens.folded(tokens.skip_space(end));
    let counted = ["ar", "ha", "m", "mkw", "metr", "km", "zl", "tys"]
        .iter()
        .any(|stem| unit == *stem || stem.len() > 1 && unit.starts_with(stem));
    // The district of the register goes with its plot.
    let word = tokens.skip_space(end + usize::from(tokens.is_mark(end, ',')));
    if tokens.folded(word).starts_with("obr") {
        let past = tokens.skip_space(word + 1 + usize::from(tokens.is_mark(word + 1, '.')));
        let past =
            if matches!(tokens.folded(past), "nr" | "numer") { tokens.skip_space(past + 1) } else { past };
        if tokens.digits(past).is_some_and(|digits| digits.len() <= 4) {
            end = past + 1;
        }
    }
    (!counted).then_some(Removal { start: at, end, label: Label::Number })
}

/// Whether somebody is said to have it.
fn is_owned(tokens: &Tokens<'_>, at: usize) -> bool {
    const FAR: usize = 24;
    const OWNERS: &[&str] = &[
        "wlascici",
        "wspolwlasc",
        "nalez",
        "odziedzicz",
        "dziedzicz",
        "spadk",
        "kupil",
        "naby",
        "mojej",
        "mojego",
    ];
    (at.saturating_sub(FAR)..at + FAR).any(|other| {
        let folded = tokens.folded(other);
        tokens.kind(other) == Some(TokenKind::Placeholder) && tokens.text(other) == Label::Name.placeholder()
            || matches!(
                folded,
                "moj" | "moja" | "moje" | "moim" | "mam" | "nasz" | "nasza" | "naszej" | "posiadam"
            )
            || OWNERS.iter().any(|stem| folded.starts_with(stem))
    })
}
