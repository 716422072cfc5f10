//! The words by which people say that something is not for residents, and how certainly a phrase says that.
//!
//! All words here are [`bare`](super::bare::bare): small letters without accents.

use super::foreign::{is_foreign, is_foreign_filling, is_foreign_worker};
use super::things::is_term;
use crate::article::body::marks::INTERNAL;
use crate::article::header::edits;
use crate::text::lexicon::Lexicon;

/// How certainly a phrase means the mark, where it stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// It says something else.
    Nothing,
    /// A matter of which one writes: „informacje niejawne”.
    Matter,
    /// A word that is on everybody's lips, too: „konsultant”, „prywatne”.
    Name,
    /// It says of a text that it is hidden or reserved: „ukryte”, „treść zastrzeżona”.
    Hidden,
    /// It says for whom: „dla konsultanta”.
    Address,
    /// It says who alone may have it, of people who work anywhere: „tylko dla pracowników”.
    Limited,
    /// A word that describes windows and roads as well: „wewnętrzne”, „służbowy”.
    Adjective,
    /// `internal`, „do użytku wewnętrznego”, „nie dla mieszkańców”.
    Certain,
}

/// A longer phrase is a sentence.
const LONGEST: usize = 120;
const MOST_WORDS: usize = 9;

/// How certainly `phrase` says that something is not for residents, and nothing beside that.
pub(super) fn weigh(phrase: &str) -> Weight {
    if phrase.len() > LONGEST {
        return Weight::Nothing;
    }
    let words: Vec<&str> = words_of(phrase).collect();
    if is_spread(&words) {
        return Weight::Certain;
    }
    if words.len() > MOST_WORDS {
        return Weight::Nothing;
    }
    let denied = words.iter().any(|word| DENIALS.contains(word));
    let (mut internal, mut adjective, mut name, mut numbered) = (false, false, false, false);
    let (mut staff, mut workers, mut residents, mut shown) = (false, false, false, false);
    let mut hidden = false;
    // „Do wewnątrz”, „int.”: on a door as well as on a note.
    let mut inwards = false;
    // „Nie podawać”: not said to whom.
    let mut untold = false;
    for word in &words {
        match word {
            word if is_internal(word) => internal = true,
            &"interna" if words.len() == 1 => {}
            word if is_adjective(word) => adjective = true,
            word if begins_with(word, &STAFF) => staff = true,
            &"int" => inwards = true,
            &"wewnatrz" if words.contains(&"do") => inwards = true,
            word if begins_with(word, &WORKERS) => workers = true,
            word if is_other_name(word) || is_foreign_worker(word) => {
                name = true;
                hidden |= is_hidden(word, &words);
            }
            word if denied && begins_with(word, &RESIDENTS) => residents = true,
            word if denied && is_showing(word) => shown = true,
            word if word.bytes().all(|byte| byte.is_ascii_digit()) => numbered = true,
            word if denied && TELLING.contains(word) => untold = true,
            word if NOTES.contains(word)
                || FILLING.contains(word)
                || LIMITS.contains(word)
                || DENIALS.contains(word)
                || is_foreign_filling(word) => {}
            _ => return Weight::Nothing,
        }
    }
    let said = |known: &[&str]| words.iter().any(|word| known.contains(word));
    let limited = said(&LIMITS);
    let addressed = said(&["dla", "for"]);
    if is_term(&words) {
        return Weight::Matter;
    }
    // „Zasięg międzynarodowy (intern.)”.
    if words == ["intern"] && phrase.trim_end().ends_with('.') {
        return Weight::Name;
    }
    // „Wewnętrzny 12” is a telephone.
    if numbered && !internal {
        return Weight::Nothing;
    }
    let ours = addressed && limited && words.contains(&"nas");
    if internal || ours || residents || shown || (limited && staff) || (adjective && (limited || said(&USES)))
    {
        Weight::Certain
    } else if adjective
        || (workers && words.contains(&"wiadomosci"))
        || (addressed && staff && (workers || words.iter().any(|word| NOTES.contains(word))))
    {
        Weight::Adjective
    } else if limited && workers {
        let anywhere = words.iter().any(|word| word.starts_with("pracowni"));
        if anywhere { Weight::Limited } else { Weight::Adjective }
    } else if staff && addressed {
        Weight::Address
    } else if hidden || untold {
        Weight::Hidden
    } else if staff || name || inwards || words == ["interna"] {
        Weight::Name
    } else {
        Weight::Nothing
    }
}

/// Whether a word says of what stands below it that nobody shall see it: alone in the form that a label has, or of what
/// names a text. Documents and data are hidden, lost and reserved in many articles of a city.
fn is_hidden(word: &str, words: &[&str]) -> bool {
    const STEMS: [&str; 11] = [
        "ukryt",
        "ukryj",
        "ukryc",
        "zastrz",
        "npub",
        "nonpubl",
        "nopubl",
        "unlisted",
        "private",
        "hidden",
        "unpublish",
    ];
    let label = !word.ends_with(['y', 'a']) || words.iter().any(|word| is_text(word));
    // „Prywatne” alone may be kindergartens.
    let note = begins_with(word, &["prywatn", "pryw"]) && words.iter().any(|word| is_text(word));
    (begins_with(word, &STEMS) || note)
        && label
        && words.iter().all(|word| is_text(word) || !begins_with(word, &["dan", "dokument"]))
}

fn is_text(word: &str) -> bool {
    const TEXTS: [&str; 8] =
        ["tresc", "tresci", "tekst", "sekcja", "fragment", "rozdzial", "akapit", "wersja"];
    TEXTS.contains(&word) || NOTES.contains(&word)
}

pub(super) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether words are one word that somebody pulled apart, or wrote with digits for letters: `i n t e r n a l`, `1nternal`.
fn is_spread(words: &[&str]) -> bool {
    const LONGEST: usize = 14;
    let odd = words.len() > 1 || words.iter().any(|word| word.contains(|c: char| c.is_ascii_digit()));
    if !odd || words.iter().map(|word| word.len()).sum::<usize>() > LONGEST {
        return false;
    }
    // A whole word and a number are a telephone.
    let number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let whole = |word: &&str| is_internal(word) || is_adjective(word);
    if begins_with(words[0], &NEIGHBOURS) || (words.iter().any(whole) && words.iter().any(number)) {
        return false;
    }
    let letters: String = words.concat().chars().map(letter_for).collect();
    let stem = letters.get(..letters.len().min(9)).unwrap_or_default();
    let single = words.iter().all(|word| word.len() == 1);
    (single && letters == "wewn")
        || edits(&letters, INTERNAL) <= 1
        || stem == "wewnetrzn"
        || is_adjective(&letters) && letters.len() > 4
}

fn letter_for(digit: char) -> char {
    match digit {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        other => other,
    }
}

fn begins_with(word: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| word.starts_with(stem))
}

/// Words of the language that happen to be near, by their beginnings.
const NEIGHBOURS: [&str; 14] = [
    "internet",
    "internat",
    "internis",
    "internow",
    "internacj",
    "external",
    "infernal",
    "interia",
    "interwal",
    "interval",
    "interpol",
    "integral",
    "eternal",
    "interreg",
];

/// `internal`, or that misspelt by one slip.
pub(super) fn is_internal(word: &str) -> bool {
    // `m` for `rn`, as machines read it.
    if word == INTERNAL || word == "intemal" {
        return true;
    }
    // A ward of a hospital, in the cases that are met.
    let ward = ["interna", "interny", "internie"].contains(&word);
    if word.len() < 6 || ward || begins_with(word, &NEIGHBOURS) {
        return false;
    }
    word.starts_with("intern") || edits(word, INTERNAL) <= 1 || is_swapped(word, INTERNAL)
}

/// Whether two letters that stand side by side were typed in the wrong order.
fn is_swapped(word: &str, meant: &str) -> bool {
    let (word, meant) = (word.as_bytes(), meant.as_bytes());
    let Some(at) = word.iter().zip(meant).position(|(a, b)| a != b) else { return false };
    word.len() == meant.len()
        && at + 1 < word.len()
        && word[at] == meant[at + 1]
        && word[at + 1] == meant[at]
        && word[at + 2..] == meant[at + 2..]
}

/// Whether a word is the mark misspelt, by more than a slip: for places where nobody writes anything else.
pub(super) fn is_near(word: &str) -> bool {
    if word.len() < 5 || begins_with(word, &NEIGHBOURS) {
        return false;
    }
    word.starts_with("intern") || is_wewnetrzny(word) || edits(word, INTERNAL) <= 2
}

/// „Wewnętrzny” in every form, shortened and misspelt. „Wewnątrz” and „zewnętrzny” are other words.
pub(super) fn is_wewnetrzny(word: &str) -> bool {
    const STEM: &str = "wewnetrzn";
    if begins_with(word, &["wewnatrz", "zewn"]) {
        return false;
    }
    // Two letters for one.
    if let Some(rest) = word.strip_prefix("vv") {
        return rest.starts_with("ewn");
    }
    let stem = word.get(..word.len().min(STEM.len())).unwrap_or_default();
    word == "wew"
        || word.starts_with("wewn")
        // „Wnętrze” is a noun, „wnętrzny” a slip.
        || (word.starts_with("wnetrzn") && !word.starts_with("wnetrznosc"))
        || (word.len() >= STEM.len() - 1 && word.starts_with(['w', 'e', 'v']) && edits(stem, STEM) <= 2)
}

/// Words that say it of what they stand beside. „Poufność” and „tajniki” are what one writes about.
pub(super) fn is_adjective(word: &str) -> bool {
    const STEMS: [&str; 7] = ["poufn", "niejawn", "utajnion", "sluzbow", "tajn", "scisletajn", "utajon"];
    const ENDINGS: [&str; 12] = ["", "y", "a", "e", "i", "o", "ego", "ej", "emu", "ym", "ych", "ymi"];
    const ENGLISH: [&str; 4] = ["confidential", "secret", "restricted", "classified"];
    const FORMS: [&str; 6] = ["poufne", "poufny", "poufna", "poufnych", "sluzbowe", "sluzbowego"];
    const SHORT: [&str; 3] = ["sluzb", "pouf", "niejaw"];
    is_wewnetrzny(word)
        || SHORT.contains(&word)
        || is_foreign(word)
        || ENGLISH.contains(&word)
        || STEMS.iter().any(|stem| word.strip_prefix(stem).is_some_and(|ending| ENDINGS.contains(&ending)))
        || (word.len() >= 5 && FORMS.iter().any(|form| edits(word, form) <= 1 || is_swapped(word, form)))
}

/// Other names that people give to what is not for residents.
pub(super) fn is_other_name(word: &str) -> bool {
    const NAMES: [&str; 12] = [
        "npub",
        "zastrzez",
        "niepubl",
        "nonpubl",
        "nopubl",
        "noprint",
        "unlisted",
        "ukryt",
        "prywatn",
        "private",
        "hidden",
        "unpublish",
    ];
    ["zastrz", "pryw", "ukryj", "ukryc"].contains(&word)
        || begins_with(word, &NAMES)
        || begins_with(word, &STAFF)
        || (is_adjective(word) && !is_wewnetrzny(word))
}

/// Those who work at the infoline.
const STAFF: [&str; 7] = ["konsultant", "konsultanc", "agent", "agenc", "infolini", "staff", "kck"];

/// Those who work anywhere.
const WORKERS: [&str; 9] =
    ["pracowni", "urzedni", "personel", "obslug", "redak", "zespol", "employee", "worker", "admin"];

/// Those whom we serve.
const RESIDENTS: [&str; 12] = [
    "mieszka",
    "dzwoni",
    "klien",
    "peten",
    "interesan",
    "obywatel",
    "publiczn",
    "rozmowc",
    "resident",
    "citizen",
    "customer",
    "public",
];

const LIMITS: [&str; 8] = ["tylko", "wylacznie", "jedynie", "only", "solely", "just", "wiadomosci", "eyes"];
const USES: [&str; 6] = ["uzytku", "uzytek", "use", "celow", "potrzeb", "potrzeby"];
const DENIALS: [&str; 6] = ["nie", "not", "no", "dont", "never", "bez"];

/// Whether a word orders to show something, where it stands behind a „nie”.
fn is_showing(word: &str) -> bool {
    const FORMS: [&str; 18] = [
        "publikowac",
        "publikuj",
        "publikujcie",
        "publikacji",
        "opublikowac",
        "upubliczniac",
        "upubliczniaj",
        "ujawniac",
        "ujawniaj",
        "pokazywac",
        "pokazuj",
        "udostepniac",
        "udostepniaj",
        "rozpowszechniac",
        "publish",
        "show",
        "print",
        "disclose",
    ];
    FORMS.contains(&word)
}

/// What is told or not told to somebody.
const TELLING: [&str; 16] = [
    "czytac",
    "czytaj",
    "odczytywac",
    "odczytuj",
    "mowic",
    "mow",
    "podawac",
    "podawaj",
    "informowac",
    "informuj",
    "przekazywac",
    "przekazuj",
    "wysylac",
    "tell",
    "read",
    "share",
];

/// What agents call their notes.
const NOTES: [&str; 24] = [
    "notes",
    "nota",
    "notatka",
    "notatki",
    "notka",
    "uwaga",
    "uwagi",
    "informacja",
    "informacje",
    "instrukcja",
    "instrukcje",
    "wskazowka",
    "wskazowki",
    "podpowiedz",
    "procedura",
    "procedury",
    "zasady",
    "wytyczne",
    "ustalenia",
    "komentarz",
    "skrypt",
    "sekcja",
    "czesc",
    "dopisek",
];

/// Whether a phrase names a note or an instruction.
pub(super) fn is_note(phrase: &str) -> bool {
    words_of(phrase).any(|word| NOTES.contains(&word))
}

/// Whether what stands in brackets begins by saying that nobody is to be told: „(nie podawać …)”, „(wewnętrznie …)”.
pub(super) fn begins_untold(phrase: &str) -> bool {
    const ORDERS: [&str; 5] = ["podawac", "mowic", "czytac", "odczytywac", "informowac"];
    let mut words = words_of(phrase);
    match (words.next(), words.next()) {
        (Some("nie"), Some(order)) => ORDERS.contains(&order) || is_showing(order),
        (Some(word), _) => word == "wewnetrznie",
        _ => false,
    }
}

/// Whether words say for whom they are: „dla nas”, „dla pracownika”.
pub(super) fn is_addressed(phrase: &str) -> bool {
    let mut words = words_of(phrase);
    words.next().is_some_and(|word| ["dla", "for"].contains(&word))
        && words.any(|word| {
            ["nas", "us"].contains(&word) || begins_with(word, &STAFF) || begins_with(word, &WORKERS)
        })
}

/// Whether a word in braces at a heading is only a word: what says for whom, and what could be a slip of it, is not.
pub(super) fn is_only_a_word(word: &str, is_code: &dyn Fn(&str) -> bool) -> bool {
    let told =
        [&FILLING[..], &LIMITS, &USES, &DENIALS, &TELLING, &NOTES].iter().any(|list| list.contains(&word));
    let people = [&STAFF[..], &WORKERS, &RESIDENTS].iter().any(|stems| begins_with(word, stems));
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    // Of a letter alone the lexicon knows every one.
    let known = digits == word.len()
        || (digits == 0 && word.len() > 1 && Lexicon::polish().knows_folded(word))
        // „DJ-1”: a letter or two, in capitals, and a number.
        || (digits == 0 && word.len() <= 2 && is_code(word) && !["my", "ty"].contains(&word));
    known
        && !told
        && !people
        && !is_near(word)
        && !is_adjective(word)
        && !is_other_name(word)
        && !is_showing(word)
}

/// Words that say nothing by themselves.
const FILLING: [&str; 67] = [
    "dla",
    "do",
    "uzytku",
    "uzytek",
    "use",
    "celow",
    "potrzeb",
    "potrzeby",
    "na",
    "w",
    "z",
    "i",
    "oraz",
    "lub",
    "albo",
    "a",
    "tresc",
    "tresci",
    "tekst",
    "sekcja",
    "fragment",
    "czesc",
    "rozdzial",
    "akapit",
    "notatka",
    "informacja",
    "informacje",
    "material",
    "materialy",
    "dokument",
    "wersja",
    "dane",
    "uwaga",
    "scisle",
    "strictly",
    "start",
    "poczatek",
    "koniec",
    "begin",
    "end",
    "for",
    "to",
    "the",
    "by",
    "true",
    "yes",
    "tak",
    "if",
    "user",
    "is",
    "class",
    "role",
    "type",
    "style",
    "audience",
    "visibility",
    "visible",
    "section",
    "block",
    "note",
    "content",
    "box",
    "hint",
    "naszych",
    "nas",
    "infolinii",
    "miejskiej",
];
