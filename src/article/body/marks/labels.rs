//! Labels: words that stand apart from a text and say whose it is, as `(internal)`, „Wewnętrzne: …” and „– tylko dla
//! agentów” do.
//!
//! A text is cut where brackets, colons, dashes and the ends of sentences part it. A piece that says that something is
//! internal, and nothing else, is a label; the same words within a sentence are not („numer wewnętrzny 12”). How
//! certain the words must be depends on what parts them: a window is „wewnętrzne”, too.

use std::cell::OnceCell;

use super::things::{asks_of_a_form, describes, is_describing, is_topic};
use super::words::{Weight, begins_untold, is_note, is_wewnetrzny, weigh, words_of};

/// What kind of text stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::article) enum Place {
    /// A heading, a title, a line in bold letters: it names what follows.
    Title,
    /// A paragraph.
    Paragraph,
    /// An item of a list: of few words, and one of many.
    Piece,
    /// A cell of a table: it names what stands beside and below it.
    Cell,
    /// A value of the header.
    Fact,
    /// Words about something else: what a link's or a picture's title says.
    Aside,
}

/// What parts a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Edge,
    /// A line that goes on below, as texts are wrapped.
    Wrap,
    Stop,
    Colon,
    Dash,
    Comma,
    Open(char),
    Close,
}

struct Cut<'a> {
    before: Sign,
    piece: &'a str,
    after: Sign,
}

/// What labels of a text say about who may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// Nothing.
    Silent,
    /// It could have been meant to.
    Perhaps,
    /// That it is not for residents, in words that describe other things as well.
    Says,
    /// That it is not for residents.
    Certain,
}

/// What the labels of `text`, which is [`bare`](super::bare::bare), say.
pub(super) fn judge(text: &str, place: Place) -> Verdict {
    let cuts = cut(text, place);
    let empty = |cut: &Cut<'_>| !cut.piece.contains(char::is_alphabetic);
    // What nothing but signs and numbers stands before begins the text.
    let first = cuts.iter().position(|cut| !empty(cut)).unwrap_or(cuts.len());
    let last = cuts.iter().rposition(|cut| !empty(cut)).unwrap_or(0);
    let mut verdict = Verdict::Silent;
    // Asked once for all pieces.
    let opposed = OnceCell::new();
    for (at, cut) in cuts.iter().enumerate().skip(first).filter(|(_, cut)| !empty(cut)) {
        let weight = weigh(cut.piece);
        if place == Place::Fact && matches!(cut.before, Sign::Open('(' | '[')) && begins_untold(cut.piece) {
            verdict = verdict.max(Verdict::Says);
        }
        if weight == Weight::Nothing || (weight < Weight::Certain && is_extension(cut.piece, &cuts[at + 1..]))
        {
            continue;
        }
        let bracket = matches!(cut.before, Sign::Open(_));
        let before = if at == first && !bracket { Sign::Edge } else { cut.before };
        let after = if at == last && cut.after != Sign::Colon { Sign::Edge } else { cut.after };
        // What stands outside of a bracket: nothing, a text's end, a sentence's end.
        let outside = || {
            let left = cuts[..at].iter().rev().find(|cut| !cut.piece.trim().is_empty() || ends(cut.before));
            let begins = at <= first || left.is_none_or(|cut| cut.piece.trim().is_empty());
            let right = cuts.get(at + 1);
            let closes = right.is_none_or(|cut| cut.piece.trim().is_empty() && cut.after != Sign::Comma);
            begins || closes
        };
        let standing = Standing { before, after, bracket, closed: cut.after };
        let found = standing.says(weight, cut.piece, place, &outside);
        // „Zewnętrzne i wewnętrzne” are two kinds of one thing.
        let is_kind = |piece: &str| {
            words_of(piece).any(is_wewnetrzny)
                && *opposed.get_or_init(|| words_of(text).any(|word| word.starts_with("zewnetrzn")))
        };
        let described = || {
            let earlier = cuts[..at].iter().rev().find(|cut| !empty(cut)).map_or("", |cut| cut.piece);
            // A sentence that has ended describes nothing behind it.
            let earlier = if matches!(cut.before, Sign::Stop) { "" } else { earlier };
            let later = cuts[at + 1..].iter().find(|cut| !empty(cut)).map_or("", |cut| cut.piece);
            let later = if matches!(cut.after, Sign::Close | Sign::Stop)
                || (weight == Weight::Hidden && after == Sign::Colon)
            {
                ""
            } else {
                later
            };
            (is_describing(weight) && (describes(cut.piece, earlier, later) || is_kind(cut.piece)))
                || cuts.get(at + 1).is_some_and(|behind| is_topic(cut.piece, behind.piece))
                || (after == Sign::Colon && weight == Weight::Certain && asks_of_a_form(later))
                || (cut.piece.trim() == "interna" && is_of_a_ward(text, cuts.get(at + 1)))
        };
        let found = if found >= Verdict::Says && described() { Verdict::Perhaps } else { found };
        verdict = verdict.max(found);
    }
    verdict
}

fn ends(sign: Sign) -> bool {
    matches!(sign, Sign::Edge | Sign::Stop)
}

/// Where a piece stands in its text.
struct Standing {
    before: Sign,
    after: Sign,
    bracket: bool,
    /// What stands behind it, the end of the text or not.
    closed: Sign,
}

impl Standing {
    /// What a piece of the weight `weight` says where it stands like this.
    fn says(&self, weight: Weight, piece: &str, place: Place, outside: &dyn Fn() -> bool) -> Verdict {
        let Self { before, after, bracket, closed } = *self;
        let says = |says: bool, otherwise: Verdict| if says { Verdict::Says } else { otherwise };
        let alone = before == Sign::Edge && after == Sign::Edge;
        let title = matches!(place, Place::Title | Place::Cell);
        let held = bracket
            && match closed {
                Sign::Close | Sign::Edge => title || outside(),
                Sign::Colon | Sign::Dash => true,
                Sign::Comma => title && weight >= Weight::Limited,
                _ => false,
            };
        // What stands apart could be a label. Of callers' words every one stands alone.
        let apart = match (alone && place != Place::Fact) || held || after == Sign::Colon {
            true => Verdict::Perhaps,
            false => Verdict::Silent,
        };
        match weight {
            Weight::Nothing => Verdict::Silent,
            Weight::Matter => apart,
            Weight::Certain if place == Place::Aside && alone => says(piece.trim().contains(' '), apart),
            Weight::Certain => {
                let listed = before == Sign::Comma && !(after == Sign::Edge && place != Place::Paragraph)
                    || (after == Sign::Comma && before != Sign::Edge && !bracket);
                let wrapped = before == Sign::Wrap || (after == Sign::Wrap && before != Sign::Edge);
                match after == Sign::Colon || !(listed || wrapped) {
                    true => Verdict::Certain,
                    false => apart,
                }
            }
            Weight::Name => {
                let short =
                    ["int", "interna"].contains(&piece.trim()) && ends(before) && after == Sign::Colon;
                says(short || (title && bracket && closed == Sign::Close), Verdict::Silent)
            }
            Weight::Hidden => {
                let parted = matches!(
                    (before, after),
                    (Sign::Edge, Sign::Edge | Sign::Dash | Sign::Colon)
                        | (Sign::Dash | Sign::Colon, Sign::Edge)
                );
                let held = title && bracket && closed == Sign::Close;
                // „Zastrzeżone: …” lists what is reserved, „Nie podawać: …” what a caller shall not tell.
                let led = before == Sign::Edge
                    && after == Sign::Colon
                    && matches!(place, Place::Paragraph | Place::Piece)
                    && !words_of(piece).any(|word| word.starts_with("zastrz") || word == "nie");
                says(led || held || (place == Place::Title && parted), apart)
            }
            Weight::Address => {
                let led = matches!(before, Sign::Edge | Sign::Stop | Sign::Comma | Sign::Wrap)
                    && after == Sign::Colon;
                let parted = match (before, after) {
                    (Sign::Dash | Sign::Colon | Sign::Comma, Sign::Edge) => title,
                    (Sign::Edge, Sign::Dash) => true,
                    _ => false,
                };
                says(led || held || parted, apart)
            }
            Weight::Limited | Weight::Adjective => {
                let led = match before {
                    _ if after != Sign::Colon => false,
                    Sign::Edge | Sign::Stop => title || weight == Weight::Adjective,
                    Sign::Comma | Sign::Wrap | Sign::Dash => weight == Weight::Adjective,
                    _ => false,
                };
                let parted = match (before, after) {
                    (Sign::Dash, Sign::Edge) | (Sign::Edge, Sign::Dash) => place != Place::Aside,
                    (Sign::Dash, Sign::Stop) | (Sign::Stop, Sign::Stop | Sign::Edge) => place != Place::Aside,
                    (Sign::Colon, Sign::Edge) => title,
                    (Sign::Comma, Sign::Edge) => !matches!(place, Place::Paragraph | Place::Aside),
                    (Sign::Edge, Sign::Edge) => {
                        !matches!(place, Place::Piece | Place::Fact) || is_note(piece)
                    }
                    (Sign::Edge, Sign::Stop | Sign::Wrap) => place != Place::Aside,
                    (Sign::Edge, Sign::Open(_)) => title,
                    _ => false,
                };
                says(led || held || parted, apart)
            }
        }
    }
}

/// „Interna: ul. Nowa 1” is a ward of a hospital.
fn is_of_a_ward(text: &str, behind: Option<&Cut<'_>>) -> bool {
    const WARDS: [&str; 12] = [
        "oddzial",
        "szpital",
        "lekar",
        "chor",
        "pacjen",
        "lozk",
        "poradni",
        "przychodni",
        "dyzur",
        "izb",
        "tel",
        "ul",
    ];
    words_of(text).any(|word| WARDS.iter().any(|stem| word.starts_with(stem)))
        || behind.is_some_and(|cut| cut.piece.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// „Wewnętrzny: 12”, „wewn. – 3 lub 4” is a telephone.
fn is_extension(piece: &str, rest: &[Cut<'_>]) -> bool {
    let number = |piece: &str| {
        piece.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
            word.bytes().all(|byte| byte.is_ascii_digit()) || ["lub", "albo", "i", "do", "nr"].contains(&word)
        })
    };
    let digits = |cut: &Cut<'_>| cut.piece.contains(|c: char| c.is_ascii_digit());
    piece.trim_start().starts_with("wew")
        && rest.first().is_some_and(digits)
        && rest.iter().all(|cut| number(cut.piece))
}

/// Signs that people write on both sides of a word: `/wewnętrzne/`, `=wewnętrzne=`.
const HUGGING: &str = "/\\|=+^~%!:";

/// Whether a sign that stands behind `previous` is the first of two that hold what stands between them: `rest` begins
/// behind it.
fn hugs(previous: char, rest: &str, sign: char) -> bool {
    const FAR: usize = 60;
    if !previous.is_whitespace() && previous != '\n' || !rest.starts_with(char::is_alphabetic) {
        return false;
    }
    let mut before = ' ';
    let mut chars = rest.chars().take(FAR).peekable();
    while let Some(c) = chars.next() {
        if c == '\n' {
            return false;
        }
        if c == sign {
            return !before.is_whitespace()
                && !chars.peek().is_some_and(|next| next.is_alphanumeric() || *next == sign);
        }
        before = c;
    }
    false
}

/// Cuts `text` at its signs.
fn cut(text: &str, place: Place) -> Vec<Cut<'_>> {
    let mut cuts = Vec::new();
    let (mut from, mut before) = (0, Sign::Edge);
    let mut previous = '\n';
    let mut chars = text.char_indices().peekable();
    let mut quoted = false;
    let mut hugged = None;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or('\n', |(_, next)| *next);
        let spaced = (previous.is_whitespace() || previous == c) && (next.is_whitespace() || next == c);
        let ends = next.is_whitespace() || matches!(next, '"' | '\'' | '*' | '_');
        let sign = match c {
            c if hugged == Some(c) && !(next.is_alphanumeric() || next == c) => {
                hugged = None;
                Some(Sign::Close)
            }
            c if HUGGING.contains(c) && hugged.is_none() && hugs(previous, &text[at + c.len_utf8()..], c) => {
                hugged = Some(c);
                Some(Sign::Open(c))
            }
            '(' | '[' | '{' | '<' => Some(Sign::Open(c)),
            ')' | ']' | '}' | '>' => Some(Sign::Close),
            '"' if place == Place::Title => {
                quoted = !quoted;
                Some(if quoted { Sign::Open(c) } else { Sign::Close })
            }
            ':' if ends || previous.is_whitespace() => Some(Sign::Colon),
            '–' | '—' | '―' | '‒' | '−' | '|' | '→' | '►' | '▶' | '⇒' => Some(Sign::Dash),
            '-' | '/' | '\\' | '=' | '~' | '+' | '•' if spaced => Some(Sign::Dash),
            ',' | ';' => Some(Sign::Comma),
            '!' | '?' | '…' if ends => Some(Sign::Stop),
            '.' if ends && !is_shortened(&text[from..at]) => Some(Sign::Stop),
            '\n' if previous == '\n' => Some(Sign::Stop),
            '\n' => Some(Sign::Wrap),
            _ => None,
        };
        if let Some(after) = sign {
            cuts.push(Cut { before, piece: &text[from..at], after });
            (from, before) = (at + c.len_utf8(), after);
        }
        previous = c;
    }
    cuts.push(Cut { before, piece: &text[from..], after: Sign::Edge });
    cuts
}

/// Whether the full stop behind `text` belongs to its last word, in the middle of what it says.
fn is_shortened(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    ["wew", "wewn", "int", "intern", "nr", "tel", "ul", "np", "tj", "art", "ust", "pkt", "dot", "ds", "godz"]
        .contains(&word)
}

#[cfg(test)]
mod tests;
