//! Numbers as they are said: `pesel czterdzieści cztery zero pięć…`, `pięćset jeden sześćset siedemdziesiąt osiem…`.

use crate::text::mask::read::token::{TokenKind, Tokens};
use crate::text::mask::{Label, Removal};

/// How many digits a numeral writes: hundreds write three, of which tens and units may take two.
pub(in crate::text::mask) fn weight(word: &str) -> Option<usize> {
    Some(match word {
        "zero" | "zera" | "jeden" | "jedna" | "jedno" | "raz" | "dwa" | "dwie" | "trzy" | "cztery"
        | "piec" | "szesc" | "siedem" | "osiem" | "dziewiec" | "jedynka" | "dwojka" | "trojka"
        | "czworka" | "piatka" | "szostka" | "siodemka" | "osemka" | "dziewiatka" => 1,
        "dziesiec" | "jedenascie" | "dwanascie" | "trzynascie" | "czternascie" | "pietnascie"
        | "szesnascie" | "siedemnascie" | "osiemnascie" | "dziewietnascie" => 2,
        "dwadziescia" | "trzydziesci" | "czterdziesci" | "piecdziesiat" | "szescdziesiat"
        | "siedemdziesiat" | "osiemdziesiat" | "dziewiecdziesiat" => 20,
        "sto" | "dwiescie" | "trzysta" | "czterysta" | "piecset" | "szescset" | "siedemset" | "osiemset"
        | "dziewiecset" => 300,
        _ => return None,
    })
}

/// Whether a word is a numeral.
pub(in crate::text::mask) fn is_numeral(folded: &str) -> bool {
    weight(folded).is_some()
}

/// How many digits the numerals from `at` on write, with the digits among them, and where they end.
pub(in crate::text::mask) fn figures(tokens: &Tokens<'_>, at: usize) -> (usize, usize) {
    const MOST: usize = 12;
    let (mut words, mut digits) = (Vec::new(), 0);
    let (mut end, mut next) = (at, at);
    for _ in 0..MOST {
        if let Some(weight) = weight(tokens.folded(next)) {
            words.push(weight);
        } else if let Some(figures) = tokens.digits(next).filter(|figures| figures.len() <= 6) {
            digits += figures.len();
        } else {
            break;
        }
        end = next + 1;
        next = tokens.skip_space(end);
    }
    (written(&words) + digits, end)
}

/// The letter that a word of a spelling alphabet, or the letter's own name, stands for.
pub(in crate::text::mask) fn is_letter(folded: &str) -> bool {
    #[rustfmt::skip]
    const LETTERS: &[&str] = &[
        "alfa", "alpha", "bravo", "brawo", "charlie", "czarli", "delta", "echo", "foxtrot", "fokstrot", "golf", "hotel", "india", "juliet", "kilo", "lima", "mike", "majk", "november", "oscar", "oskar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "wiktor", "whiskey", "whisky", "xray", "yankee", "zulu",
        "adam", "anna", "barbara", "celina", "cezar", "cezary", "dorota", "dawid", "edward", "ewa", "filip", "franek", "genowefa", "gustaw", "henryk", "halina", "irena", "iwona", "igor", "jan", "jadwiga", "karol", "krystyna", "leon", "ludwik", "maria", "marek", "natalia", "nikodem", "olga", "pawel", "piotr", "roman", "robert", "stefan", "stanislaw", "tadeusz", "tomasz", "urszula", "violetta", "wanda", "waclaw", "xantypa", "ksantypa", "zygmunt", "zenon",
        "ka", "er", "es", "el", "em", "en", "ef", "ha", "gie", "ge", "wu", "zet", "be", "ce", "de", "pe", "te", "jot", "iks", "igrek", "fau",
    ];
    LETTERS.contains(&folded)
}

/// Past `C jak Celina`.
fn spelt_as(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let like = tokens.skip_space(at + 1);
    let word = tokens.skip_space(like + 1);
    let is_one = tokens.is_word(at) && tokens.letters(at) == 1 && matches!(tokens.folded(like), "jak" | "od");
    (is_one && tokens.is_word(word) && tokens.folded(word).starts_with(tokens.folded(at))).then_some(word + 1)
}

/// "dowód ABA trzysta trzydzieści trzy 908"
const PAPERS: [&str; 6] = ["dowod", "dowodu", "dowodem", "seria", "serii", "paszport"];

/// `kilo romeo pięć siedem trzy jeden es`: a code that is spelt, letters first.
pub(in crate::text::mask) fn code(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    const MOST: usize = 4;
    let before = tokens
        .before(at)
        .is_some_and(|before| before >= tokens.taken.get() && is_letter(tokens.folded(before)));
    // "peugeot kk osiem dwa trzy cztery ef"
    let next = tokens.skip_space(at + 1);
    let district = (2..=3).contains(&tokens.letters(at))
        && !is_letter(tokens.folded(at))
        && weight(tokens.folded(at)).is_none()
        && weight(tokens.folded(next)).is_some()
        && (crate::text::mask::plate::is_of_a_car(tokens, at)
            || tokens.letters(at) == 3 && tokens.after(at, &PAPERS));
    let spelt = spelt_as(tokens, at).is_some();
    if !(is_letter(tokens.folded(at)) || district || spelt) || before {
        return None;
    }
    let (mut next, mut letters) = if district { (next, tokens.letters(at)) } else { (at, 0) };
    while letters < MOST && (is_letter(tokens.folded(next)) || spelt_as(tokens, next).is_some()) {
        letters += 1;
        next = tokens.skip_space(spelt_as(tokens, next).unwrap_or(next + 1));
        next = tokens.skip_space(next + usize::from(letters > 0 && tokens.is_mark(next, ',')));
    }
    // "dowód seria ce de ef numer pięć…"
    if letters > 1
        && matches!(tokens.folded(next), "numer" | "nr")
        && tokens.words_before(at, 3).any(|word| PAPERS.contains(&word))
    {
        next = tokens.skip_space(next + 1);
    }
    let (digits, mut end) = figures(tokens, next);
    if letters < 2 || digits < 2 {
        return None;
    }
    // What is left of it: "… jeden es", "… pięć ka el".
    for _ in 0..MOST {
        let more = tokens.skip_space(end);
        let single =
            tokens.letters(more) == 1 && !matches!(tokens.folded(more), "i" | "a" | "w" | "z" | "o" | "u");
        if more > end && (is_letter(tokens.folded(more)) || single || weight(tokens.folded(more)).is_some()) {
            letters += 1;
            end = more + 1;
        } else {
            break;
        }
    }
    let of_a_paper = tokens.words_before(at, 3).any(|word| PAPERS.contains(&word));
    let label = if letters == 3 && (digits == 6 || of_a_paper) {
        crate::text::mask::Label::IdCard
    } else {
        crate::text::mask::Label::Plate
    };
    (letters + digits >= 5).then_some(Removal { start: at, end, label })
}

/// How many digits the numerals write: `pięćset jeden` three, `czterdzieści cztery` two.
pub(super) fn written(words: &[usize]) -> usize {
    // The places that a smaller numeral fills: two after a hundred, one after twenty.
    let (mut open, mut digits) = (0, 0);
    for word in words {
        let (size, opens) = match word {
            300 => (3, 2),
            20 => (2, 1),
            2 => (2, 0),
            _ => (1, 0),
        };
        if open < size {
            digits += size;
        }
        open = opens;
    }
    digits
}

/// A number of seven digits and more that is said; after `pesel` or `telefon` any that is long enough to be one's part.
pub(in crate::text::mask) fn number(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    // "517 882 zero cztery dziewięć": begun in figures, but not with what names a matter.
    let begun = tokens.digits(at).is_some_and(|digits| digits.len() <= 6 && !tokens.settled[at]);
    if weight(tokens.folded(at)).is_none() && !begun {
        return None;
    }
    let before = tokens.before(at);
    if begun && before.is_some_and(|before| before >= tokens.taken.get() && tokens.digits(before).is_some()) {
        return None;
    }
    // Only from its beginning on: otherwise every part would be walked through again.
    if before.is_some_and(|before| before >= tokens.taken.get() && weight(tokens.folded(before)).is_some()) {
        return None;
    }
    let mut words = Vec::new();
    let mut figures = 0;
    let (mut next, mut end) = (at, at);
    for _ in 0..60 {
        if let Some(weight) = weight(tokens.folded(next)) {
            words.push(weight);
        } else if let Some(digits) = tokens.digits(next).filter(|digits| digits.len() <= 6) {
            figures += digits.len();
            words.push(1);
        } else {
            break;
        }
        end = next + 1;
        next = end;
        while matches!(tokens.kind(next), Some(TokenKind::Mark(c)) if c.is_whitespace() || ",.;-–".contains(c))
        {
            next += 1;
        }
        if tokens.folded(next) == "i" {
            next = tokens.skip_space(next + 1);
        }
    }
    let digits = written(&words) + figures;
    let figures_alone = words.len() < 3 || (at..end).all(|at| weight(tokens.folded(at)).is_none());
    if begun && (figures_alone || digits < 10 || !tokens.is_word(end - 1)) {
        return None;
    }
    const CALLED: &[&str] =
        &["telefon", "telefonu", "tel", "numer", "komorka", "komorki", "kom", "dzwonic", "oddzwonic"];
    let pesel = tokens.after(at, &["pesel", "peselu", "peselem"]);
    const REGISTERS: &[&str] = &[
        "kw",
        "ksiega",
        "ksiegi",
        "wieczysta",
        "wieczystej",
        "nip",
        "regon",
        "dowod",
        "dowodu",
        "paszport",
        "paszportu",
    ];
    let registered = tokens.words_before(at, 8).any(|word| REGISTERS.contains(&word));
    // "KR1P zero zero jeden…"
    let court = before.is_some_and(|at| {
        at > 1
            && tokens.letters(at) == 1
            && tokens.digits(at - 1).is_some_and(|digits| digits.len() == 1)
            && tokens.letters(at - 2) == 2
    });
    let called = pesel || registered || court || tokens.after(at, CALLED);
    let label = if pesel || digits == 11 { Label::Pesel } else { Label::Phone };
    (digits >= 7 || called && words.len() >= 4 || pesel && words.len() >= 3).then_some(Removal {
        start: at,
        end,
        label,
    })
}
