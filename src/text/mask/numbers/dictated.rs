//! Numbers as they are dictated: in pieces with commas and words between (`501 678 i na końcu 116`), or only their
//! beginning or end (`końcówka pesel 359`), which tells who is meant to whoever has the rest.

use super::number::is_born;
use crate::text::mask::read::token::{TokenKind, Tokens};
use crate::text::mask::{Label, Removal};

/// So many tokens at most stand between two pieces: `, a potem na samym końcu `.
const APART: usize = 14;

/// So many pieces at most are dictated.
const PIECES: usize = 12;

/// Between two pieces: what says that the next one comes.
pub(super) const NEXT: &[&str] = &[
    "potem",
    "dalej",
    "nastepnie",
    "pozniej",
    "koncowka",
    "koncowki",
    "koncowke",
    "koncu",
    "koniec",
    "reszta",
    "ostatnie",
    "ostatni",
    "kolejne",
    "kolejny",
    "kreska",
    "myslnik",
    "przerwa",
    "spacja",
    "pauza",
    "plus",
    "jeszcze",
    "srodek",
    "srodku",
    "nastepne",
    "drugie",
    "trzecie",
    "kropka",
    "przecinek",
    "konczy",
    "konczace",
];

/// Between two pieces, too, but also between any two numbers.
pub(super) const AND: &[&str] = &[
    "a", "i", "oraz", "to", "jest", "na", "samym", "sie", "w", "cyfry", "cyfr", "cyfra", "trzy", "dwie",
    "cztery", "piec", "szesc", "jeden", "raz", "no", "tam", "juz", "czesc", "numer", "nr",
];

/// How the pieces hang together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Link {
    /// By marks and blanks alone, as any number.
    Marks,
    /// By a comma, as a list is.
    Comma,
    /// By `i`, `a`, `to`.
    And,
    /// By a word that says that more comes.
    Next,
}

/// The number from `at` on that is dictated in pieces.
pub(in crate::text::mask) fn in_pieces(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    let first = tokens.digits(at).filter(|digits| digits.len() <= 9 && !tokens.settled[at])?;
    let pesel = tokens.words_before(at, 6).any(|word| word.starts_with("pesel"));
    let called = tokens.words_before(at, 6).any(is_telephone);
    let (mut digits, mut end, mut next) = (first.to_owned(), at + 1, at);
    let mut links = Link::Marks;
    let mut best = None;
    for _ in 1..PIECES {
        let Some((link, piece)) = link(tokens, next + 1) else { break };
        let Some(more) = tokens.digits(piece).filter(|more| digits.len() + more.len() <= 11) else { break };
        // A whole number of a telephone, and another one behind the comma.
        let whole = digits.len() == 9 && links == Link::Marks;
        if tokens.settled[piece] || whole && link > Link::Marks {
            break;
        }
        digits.push_str(more);
        if link > links {
            links = link;
        }
        (next, end) = (piece, piece + 1);
        let whole = match digits.len() {
            11 => digits.get(..6).is_some_and(is_born) || pesel,
            9 => (is_mobile(&digits) || called && links > Link::Comma) && !is_listed(tokens, at, end),
            _ => false,
        };
        if whole && links > Link::Marks {
            let label = if digits.len() == 11 { Label::Pesel } else { Label::Phone };
            best = Some(Removal { start: at, end, label });
        }
    }
    // A digit is lost, but the word itself stands before.
    let told = pesel && digits.len() > 7 || called && links == Link::Next && digits.len() > 5;
    let partly = best.is_none() && told && links > Link::Marks && !is_listed(tokens, at, end);
    if partly {
        let label = if pesel { Label::Pesel } else { Label::Phone };
        return Some(Removal { start: at, end, label });
    }
    best
}

/// What links the piece before `from` to the next one, and where that is.
fn link(tokens: &Tokens<'_>, from: usize) -> Option<(Link, usize)> {
    let mut link = Link::Marks;
    for at in from..from + APART {
        let here = match tokens.kind(at)? {
            TokenKind::Digits => return (at > from).then_some((link, at)),
            TokenKind::Word if NEXT.contains(&tokens.folded(at)) => Link::Next,
            TokenKind::Word if AND.contains(&tokens.folded(at)) => Link::And,
            TokenKind::Mark(',' | ';' | '…') => Link::Comma,
            // "501 ... 678 ... 116"
            TokenKind::Mark('.') if tokens.is_mark(at + 1, '.') => Link::Comma,
            TokenKind::Mark(c) if c.is_whitespace() || "-–—.:/()\"".contains(c) => Link::Marks,
            _ => return None,
        };
        if here > link {
            link = here;
        }
    }
    None
}

/// How numbers of mobile telephones begin in Poland.
pub(super) fn is_mobile(digits: &str) -> bool {
    const BEGINNINGS: &[&str] =
        &["45", "50", "51", "53", "57", "60", "66", "69", "72", "73", "78", "79", "88"];
    digits.get(..2).is_some_and(|two| BEGINNINGS.contains(&two))
}

pub(super) fn is_telephone(folded: &str) -> bool {
    ["telefon", "komork"].iter().any(|stem| folded.starts_with(stem))
        || matches!(folded, "tel" | "kom" | "dzwonic" | "oddzwonic" | "zadzwonic" | "sms")
}

/// Lines, rooms and amounts are listed by the three, too.
fn is_listed(tokens: &Tokens<'_>, start: usize, end: usize) -> bool {
    #[rustfmt::skip]
    const STEMS: &[&str] = &[
        "lini", "jad", "jedz", "zatrzym", "tramwaj", "autobus", "pokoj", "pokoi", "sal", "druk", "paragraf", "art", "kurs", "jezdz", "jezdza", "zl", "zlot",
        "pln", "nocn", "aglomerac", "rozklad", "przystan", "dzialk", "os", "osob", "sztuk", "metr", "stanowisk", "okien", "poz",
    ];
    let lists =
        |folded: &str| STEMS.iter().any(|stem| folded.starts_with(stem) && folded.len() < stem.len() + 5);
    tokens.words_before(start, 3).any(lists)
        || (end..end + 4).any(|next| tokens.is_word(next) && lists(tokens.folded(next)))
}

/// `ostatnie cyfry telefonu 116`, `pesel kończy się na 359`, `końcówka 4471`: a part of a number that is somebody's.
pub(in crate::text::mask) fn part(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    let digits = tokens.digits(at).filter(|_| !tokens.settled[at])?;
    let glued = at > 0 && tokens.is_word(at - 1);
    if !(2..=9).contains(&digits.len()) || glued {
        return None;
    }
    // Two digits tell nothing at the beginning.
    let is_part = |word: &str, most: usize| {
        ["koncow", "konczy", "konczac", "ostatni", "cyfr", "poczat", "zaczyna", "pierwsz"]
            .iter()
            .take(most + 1)
            .any(|stem| word.starts_with(stem))
    };
    let whose = |word: &&str| {
        ["pesel", "telefon", "komork", "numer", "dowod", "paszport", "kont", "kart"]
            .iter()
            .any(|stem| word.starts_with(stem))
            || matches!(*word, "tel" | "kom" | "nr")
    };
    let most = if digits.len() > 2 { 7 } else { 4 };
    let asked =
        tokens.words_before(at, 6).any(|word| matches!(word, "ile" | "ilu" | "ma" | "powinien" | "powinno"));
    let part = !asked && tokens.words_before(at, 6).any(|word| is_part(word, most));
    let ends = || {
        let mut before = tokens.words_before(at, 2).filter(|word| !matches!(*word, "na" | "to"));
        before.next().is_some_and(|word| word.starts_with("koncowk") || word.starts_with("poczat"))
    };
    let whose = tokens.words_before(at, 6).find(whose);
    let found = part && whose.is_some() || ends() && digits.len() >= 3;
    // "ostatnie 3 miesiące": what is counted stands behind.
    let counted =
        ["mies", "dn", "lat", "rok", "cyfr", "zl", "proc", "godz", "metr", "znak", "raz", "osob", "os"]
            .iter()
            .any(|stem| tokens.folded(tokens.skip_space(at + 1)).starts_with(stem));
    let mut end = at + 1;
    while let Some((
        crate::text::mask::read::run::Joint::Blank | crate::text::mask::read::run::Joint::Tight,
        next,
    )) = crate::text::mask::read::run::joint(tokens, end)
        && end < at + 12
    {
        end = next + 1;
    }
    let label =
        if whose.is_some_and(|word| word.starts_with("pesel")) { Label::Pesel } else { Label::Number };
    (found && !counted).then_some(Removal { start: at, end, label })
}
