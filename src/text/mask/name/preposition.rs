//! How much a preposition and what governs it ask for a surname: `oddzwonić do`, `pismo od`, `spadek po`.

use super::capitals::is_of_a_street;
use super::known::around::is_said;
use super::known::first_names::is_first_name;
use super::known::surname::{Known, is_listed, known};
use super::neighbours::{is_contact, is_somebody, is_written, lemma_is};
use crate::text::mask::read::token::Tokens;

/// Behind `u`, `dla`, `do`, `na`, `pod`.
pub(super) fn behind_preposition(
    tokens: &Tokens<'_>,
    at: usize,
    before: Option<usize>,
    word: &str,
    folded: &str,
) -> u8 {
    let Some(before) = before.filter(|_| !word.is_empty()) else { return 0 };
    let mut far = tokens.words_before(before, 3);
    let governs = tokens.words_before(before, 1).next().unwrap_or_default();
    let street = is_of_a_street(folded);
    let capital = tokens.is_capital(at);
    // "do Wodociągów Miasta Krakowa"
    let followed = tokens.is_capital(tokens.skip_space(at + 1));
    let asked = lemma_is(governs, &["chodzic", "pytac", "sprawdzic", "czekac", "liczyc", "skarzyc"]);
    let accusative = tokens.text(at).ends_with('ę') && asked;
    match word {
        "u" if ["ow", "skich", "ckich", "dzkich"].iter().any(|ending| folded.ends_with(ending)) => 3,
        "u" | "wobec" | "przeciw" | "przeciwko" | "dla" | "imieniu" => 2,
        // "basia od Krupów"
        // "od Bigosów z góry leci woda"
        "od" | "do" if folded.ends_with("ow") && capital && !followed => 3,
        "od" if ["skich", "ckich", "dzkich"].iter().any(|ending| folded.ends_with(ending))
            && capital
            && !followed =>
        {
            3
        }
        // "chodzi o Wydrę z parteru"
        "o" | "na" if capital && accusative => 3,
        "od" | "do" | "z" if folded.ends_with("ow") && (is_first_name(governs) || is_somebody(governs)) => 3,
        "do" if far.any(is_contact) => 3,
        "od" if lemma_is(governs, FROM) => 3,
        // "od Jaworskiego przyszło pismo"
        "od" if capital && brings(tokens, at) => 4,
        // "podatek za Zająca"
        "za" if capital && lemma_is(governs, OWED) && is_listed(folded) => 3,
        // "skarga na hałas" is about noise, "skarga na Hałasa" about a man.
        "na" if is_written(governs)
            && known(folded) == Known::Common
            && !folded.ends_with(['a', 'e', 'o', 'u']) =>
        {
            1
        }
        "na" | "pod" | "z" | "przez" if is_written(governs) => {
            if street && word != "z" {
                1
            } else {
                3
            }
        }
        "na" | "pod" | "z" | "przez" if far.any(is_written) => {
            if street {
                0
            } else {
                2
            }
        }
        "po" if lemma_is(governs, LEFT) => 3,
        "o" if is_said(governs) || lemma_is(governs, &["chodzic", "pytac"]) => u8::from(!street),
        "od" | "do" | "z" | "ze" | "za" | "po" | "przez" if !street => 1,
        "i" | "oraz" if is_listed(governs) || is_first_name(governs) => 1,
        "strony" if governs == "tej" => 4,
        "imie" | "imieniem" => 2,
        _ => 0,
    }
}

/// Whether behind the name at `at` something comes from whoever it is: `przyszło pismo`, `wpłynęła skarga`.
fn brings(tokens: &Tokens<'_>, at: usize) -> bool {
    const SOON: usize = 6;
    const COMES: &[&str] =
        &["przyjsc", "wplynac", "dostac", "otrzymac", "dojsc", "nadejsc", "przyszly", "trafic"];
    let verb = tokens.skip_space(at + 1);
    let comes = ["przysz", "wplyn", "dosta", "otrzym", "nadesz", "trafi"]
        .iter()
        .any(|stem| tokens.folded(verb).starts_with(stem))
        || lemma_is(tokens.folded(verb), COMES);
    comes && (verb + 1..verb + SOON).any(|at| lemma_is(tokens.folded(at), FROM))
}

/// What is paid for somebody.
const OWED: &[&str] =
    &["podatek", "oplata", "zaplacic", "placic", "rachunek", "wplata", "przelew", "skladka"];

/// What one has from somebody.
#[rustfmt::skip]
const FROM: &[&str] = &[
    "pismo", "mail", "telefon", "dostac", "kupic", "wynajac", "wynajmowac", "wiadomosc", "list", "odkupic", "wynajety", "odejsc", "skarga", "zgloszenie", "prosba", "wniosek", "przelew", "wplata", "pytanie", "zapytanie", "paczka", "przesylka", "korespondencja", "upowaznienie", "odpowiedz", "faktura", "umowa", "oferta", "reklamacja",
];

/// What somebody leaves behind.
const LEFT: &[&str] = &[
    "spadek",
    "dlug",
    "renta",
    "grob",
    "mieszkanie",
    "dzialka",
    "dziedziczyc",
    "dom",
    "lokal",
    "garaz",
    "auto",
    "altana",
    "piwnica",
];
