//! Whether somebody's birth is spoken of beside a date or a year.

use crate::text::mask::name::is_somebody;
use crate::text::mask::plate::is_of_a_car;
use crate::text::mask::read::token::{TokenKind, Tokens};

/// How words of birth begin.
const STEMS: &[&str] = &[
    "urodz", "rodzon", "narodz", "narodyw", "narodyl", "rozden", "porod", "birth", "naissan", "jubilat",
    "roczek", "roczku",
];

/// Words of birth.
const WORDS: &[&str] = &[
    "ur",
    "uro",
    "dob",
    "born",
    "rodzil",
    "rodzila",
    "geb",
    "geboren",
    "geburtsdatum",
    "nee",
    "dataur",
    "urod",
];

/// A date behind one of these is another one.
const OTHER: &[&str] = &[
    "wizyt",
    "termin",
    "waz",
    "wnios",
    "zgon",
    "zmar",
    "umar",
    "slub",
    "odbi",
    "zloz",
    "skladal",
    "wydan",
    "pogrzeb",
    "umow",
    "spotka",
    "dzwoni",
    "zameld",
    "rejestracj",
    "mecz",
    "koncert",
    "miast",
    "posiedz",
    "sesj",
    "rozpraw",
    "przyszl",
    "przyjs",
    "wyjazd",
    "wyjezd",
    "lot",
    "przeprowadz",
    "swiet",
    "park",
    "niedziel",
    "od",
    "do",
];

/// Whether one turns so many years old there: `18 lat kończy 19 grudnia`.
fn is_turning(folded: &str) -> bool {
    ["konczy", "skonczy", "ukonczy", "obchodzi", "swietuj", "osiemnast", "urodzink", "urodzin"]
        .iter()
        .any(|stem| folded.starts_with(stem))
}

fn is_word_of_birth(tokens: &Tokens<'_>, at: usize) -> bool {
    let folded = tokens.folded(at);
    if folded.is_empty() {
        return tokens.kind(at) == Some(TokenKind::Placeholder)
            && tokens.text(at) == crate::text::mask::Label::Born.placeholder();
    }
    let stop = |at: usize| tokens.is_mark(at, '.');
    let one_before = |folded: &str| at > 1 && tokens.folded(at - 2) == folded;
    WORDS.contains(&folded)
        || STEMS.iter().any(|stem| folded.starts_with(stem))
        // przyszła na świat
        || folded == "swiat" && tokens.before(at).is_some_and(|before| tokens.folded(before) == "na")
        // d.u. – data urodzenia; д.н.
        || matches!(folded, "u" | "n") && at > 0 && stop(at - 1) && one_before("d")
}

/// Whether the age is told near `at`: `kończy 18 lat`, `osiemnastkę`.
fn is_turning_there(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    const FAR: usize = 12;
    let near = || (at.saturating_sub(FAR)..at).chain(end..end + FAR);
    let turning = near().any(|at| is_turning(tokens.folded(at)));
    let age = |at: usize| {
        let folded = tokens.folded(at);
        matches!(folded, "lat" | "lata" | "latka" | "rok" | "roczek" | "lecie" | "pelnoletnosc")
            || ["osiemnast", "urodzin", "pelnoletn", "setk"].iter().any(|stem| folded.starts_with(stem))
            || tokens.digits(at) == Some("18")
    };
    turning && near().any(age)
}

/// Whether a birth is spoken of a little before `at` or a little behind `end`.
pub(in crate::text::mask) fn is_born_there(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    const BEFORE: usize = 7;
    const BEHIND: usize = 4;
    let mut words = 0;
    for before in (at.saturating_sub(3 * BEFORE)..at).rev() {
        if is_word_of_birth(tokens, before) {
            return true;
        }
        let folded = tokens.folded(before);
        if tokens.is_mark(before, '\n')
            || words >= BEFORE
            || words > 0 && is_of_another(folded)
            || words == 0 && is_of_another(folded) && folded.len() > 2
        {
            break;
        }
        // What stands behind a number is hardly of it.
        words += usize::from(!folded.is_empty())
            + 2 * usize::from(tokens.digits(before).is_some_and(|digits| digits.len() > 2));
    }
    let mut words = 0;
    for behind in end..end + 3 * BEHIND {
        if is_word_of_birth(tokens, behind) {
            // "12.05.2026 godz. 9, urodzenie dziecka": what is registered, and not when.
            return !matches!(tokens.folded(behind), "urodzenie" | "urodzenia") || words < 3;
        }
        let folded = tokens.folded(behind);
        if tokens.is_mark(behind, '\n') || words >= BEHIND || is_of_another(folded) {
            break;
        }
        words += usize::from(!folded.is_empty());
    }
    is_turning_there(tokens, at, end)
}

fn is_of_another(folded: &str) -> bool {
    !folded.is_empty()
        && OTHER.iter().any(|stem| if stem.len() < 3 { folded == *stem } else { folded.starts_with(stem) })
}

/// Whether a child stands before the date: `chłopczyk z 5 kwietnia 2022`.
pub(in crate::text::mask) fn is_childs(tokens: &Tokens<'_>, at: usize) -> bool {
    const CHILDREN: &[&str] = &[
        "dzieck",
        "dziecia",
        "syn",
        "cork",
        "chlopcz",
        "dziewczyn",
        "wnuk",
        "wnucz",
        "blizni",
        "noworod",
        "niemowl",
        "maluch",
        "coreczk",
        "synek",
        "synk",
    ];
    // "noworodek, 30.08.2025"
    let comma = tokens.before(at).filter(|before| tokens.is_mark(*before, ','));
    let mut words =
        tokens.words_before(comma.unwrap_or(at), 2).filter(|word| !matches!(*word, "z" | "dnia" | "data"));
    let child = |word: &str| CHILDREN.iter().any(|stem| word.starts_with(stem));
    let first = words.next().unwrap_or_default();
    // "pierwsze dziecko z marca, drugie z 22.02.2022"
    let another = ["drug", "trzeci", "mlodsz", "starsz", "czwart"].iter().any(|stem| first.starts_with(stem));
    const FAR: usize = 24;
    child(first) || another && (at.saturating_sub(FAR)..at).any(|at| child(tokens.folded(at)))
}

/// `urodzeni w 2019 roku`: the children of a year, and none of them by name.
pub(in crate::text::mask) fn is_of_all(tokens: &Tokens<'_>, at: usize) -> bool {
    let year = tokens.digits(at).is_some_and(|digits| digits.len() == 4 && digits.starts_with("20"));
    let born = |word: &str| matches!(word, "urodzeni" | "urodzone" | "urodzonych" | "urodzonym");
    // One of whom somebody tells more: "dzieci urodzone w 2019, Anna i Jan".
    let more = tokens.is_mark(at + 1, ',') || tokens.is_mark(at + 1, '.');
    let within = tokens.words_before(at, 1).any(|word| matches!(word, "w" | "roku") || born(word));
    year && within && !more && tokens.words_before(at, 3).any(born)
}

/// Whether the year at `at` is said to be one of birth: `rocznik 54`, `43 rocznik`, `rok ur. 54`.
pub(in crate::text::mask) fn is_year_of_birth(tokens: &Tokens<'_>, at: usize, end: usize, year: u32) -> bool {
    let is_cohort =
        |folded: &str| folded.starts_with("roczni") && folded != "rocznica" && folded != "rocznicy";
    let quote = |at: usize| at - usize::from(at > 0 && matches!(tokens.mark(at - 1), Some('\'' | '’')));
    let at = quote(at);
    let between = |word: &str| matches!(word, "lat" | "od" | "do" | "przed" | "po");
    let before = tokens.words_before(at, 2).any(is_cohort) && !tokens.words_before(at, 1).any(between);
    let behind = is_cohort(tokens.folded(tokens.skip_space(end)));
    if before || behind {
        // A car has a year, and so have the children of a class.
        let class = || {
            (at.saturating_sub(14)..end + 10).any(|at| {
                let folded = tokens.folded(at);
                ["klas", "rekrut", "szkol", "przedszk", "zerowk", "kwalifik", "zlob", "obwod"]
                    .iter()
                    .any(|stem| folded.starts_with(stem))
                    || folded == "dzieci"
            })
        };
        // "wnuczka z rocznika 2016": one child, and no class.
        let one = || {
            tokens.words_before(at, 3).any(|word| {
                is_somebody(word)
                    && crate::text::lexicon::Lexicon::polish()
                        .lemma(word)
                        .is_some_and(|lemma| lemma.key == word)
            })
        };
        return !(is_of_a_car(tokens, at) || year >= 2000 && class() && !one());
    }
    let named = |word: &str| matches!(word, "r" | "rok" | "roku" | "lata" | "roczni");
    // "ur. w 62 roku", "rok urodzenia 54", "dzień urodzenia 3"
    let next = tokens.folded(tokens.skip_space(end));
    let told = named(next) || tokens.words_before(at, 3).any(|word| matches!(word, "rok" | "roku" | "dzien"));
    let bare = tokens.words_before(at, 2).any(|word| matches!(word, "w" | "ur" | "urodzony" | "urodzona"))
        && year > 19;
    let asterisk = year > 1900 && at > 0 && tokens.is_mark(at - 1, '*');
    let bound = tokens.words_before(at, 1).any(|word| matches!(word, "przed" | "po" | "do" | "od"));
    asterisk || !bound && (told || bare && year < 100) && is_born_before(tokens, at)
}

fn is_born_before(tokens: &Tokens<'_>, at: usize) -> bool {
    (at.saturating_sub(14)..at).any(|at| is_word_of_birth(tokens, at))
}

/// Whether a year is somebody's: `mama z 54 roku`, `jestem z 61`, `mój tato '49`.
pub(in crate::text::mask) fn is_somebodys_year(
    tokens: &Tokens<'_>,
    at: usize,
    end: usize,
    year: u32,
) -> bool {
    if !(20..100).contains(&year) && !(1900..=2012).contains(&year) {
        return false;
    }
    let quoted = at > 0 && matches!(tokens.mark(at - 1), Some('\'' | '’'));
    let at = at - usize::from(quoted);
    let mut words = tokens.words_before(at, 3).filter(|word| !matches!(*word, "roku" | "rocznikowo"));
    let first = words.next().unwrap_or_default();
    let who = match first {
        "z" | "ze" | "rok" => words.next().unwrap_or_default(),
        _ if quoted => first,
        // "pani 46 r."
        _ if year < 100 && matches!(tokens.folded(tokens.skip_space(end)), "r" | "roku" | "rocznik") => first,
        _ => return false,
    };
    let next = tokens.skip_space(end);
    let closed = matches!(tokens.folded(next), "r" | "roku" | "rocznik" | "rok" | "ego")
        || quoted
        || first == "rok"
        || tokens.mark(next).is_some_and(|c| ",.;!?)".contains(c))
        || next >= tokens.len();
    // "akt małżeństwa z 1952"
    if who.starts_with("malzenstw") {
        return false;
    }
    let me = matches!(
        who,
        "jestem" | "ja" | "ta" | "ten" | "tej" | "tego" | "pan" | "pani" | "ona" | "on" | "jestesmy"
    );
    let whole = year < 100 || matches!(tokens.folded(next), "r" | "roku");
    closed && whole && (me || is_somebody(who)) && !is_of_a_car(tokens, at)
}
