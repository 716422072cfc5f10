//! What looks like a name and is none: whom the city shows, where lines go, names that are asked about as such, words of
//! every day that a capital, a title or an announcement makes look like one.

use super::known::around::{is_person, is_place, is_title};
use super::known::fame::is_of_fame;
use super::known::first_names::{is_ambiguous, is_first_name};
use super::known::surname::{Known, is_listed, known};
use super::neighbours::{is_contact, is_paper, is_somebody, is_telling, is_written, lemma_is};
use crate::text::lexicon::Lexicon;
use crate::text::mask::read::token::Tokens;

/// Whether the words from `start` to before `end`, which a rule took for a name, are nobody's.
pub(super) fn is_nobodys(tokens: &Tokens<'_>, start: usize, end: usize) -> bool {
    let before = tokens.before(start).map(|before| tokens.folded(before)).unwrap_or_default();
    let titled = tokens.words_before(start, 2).any(|word| is_title(word) || is_person(word));
    let next = tokens.folded(tokens.skip_space(end));
    let told = is_telling(before) && before != "tu" || is_telling(next);
    let alone = end == start + 1;
    !titled && !told && is_of_fame(tokens, start, end)
        || alone && !told && !titled && is_on_the_way(tokens, start, before)
        || alone && is_a_given_name(tokens, start, before)
        || alone && is_a_word(tokens, start, end, before, next)
        || is_a_thing_with_a_letter(tokens, start, end)
        // "Lasek Wolski"
        || alone && is_a_wood(before, tokens.folded(start))
        // "w Lesie Wolskim"
        || !alone && matches!(before, "w" | "we" | "na" | "przy") && is_place(tokens.folded(start))
}

/// `Lasek Wolski`, `las Łęgowski`.
fn is_a_wood(before: &str, folded: &str) -> bool {
    matches!(before, "las" | "lasek" | "lasu" | "lasku" | "lasem" | "laskiem")
        && ["ski", "cki", "skiego", "ckiego", "skim", "ckim"].iter().any(|ending| folded.ends_with(ending))
}

/// `jedzie przez Kapelankę`, `brama od Prandoty`: where lines and gates lead, streets have no `ul.` before them.
fn is_on_the_way(tokens: &Tokens<'_>, at: usize, before: &str) -> bool {
    const NEAR: usize = 8;
    #[rustfmt::skip]
    const TRAFFIC: &[&str] = &[
        "tramwaj", "autobus", "objazd", "korek", "korki", "brama", "bramy", "brame", "wjazd", "wyjazd", "przystan", "jedzie", "jezdzi", "jada", "dojazd", "przejazd", "skret", "skrec", "rond", "linia", "linii", "jezdni", "buspas", "petl", "kurs", "torowisk", "chodnik",
    ];
    let folded = tokens.folded(at);
    let lead = matches!(before, "przez" | "od" | "do" | "z" | "za");
    // "przystanek, oddzwonić do Nowaka", "tramwaj i pismo od Nowaka"
    let of_people = |word: &str| {
        is_somebody(word) || is_telling(word) || is_contact(word) || is_written(word) || is_paper(word)
    };
    let owned = || tokens.words_before(at, NEAR).any(of_people) || is_first_name(folded);
    let traffic =
        || tokens.words_before(at, NEAR).any(|word| TRAFFIC.iter().any(|stem| word.starts_with(stem)));
    // "brama od Kowalskich": a family, and no street.
    let family = ["skich", "ckich", "dzkich", "ow"].iter().any(|ending| folded.ends_with(ending));
    lead && !family && tokens.is_capital(at) && traffic() && !owned()
}

/// `imię Nikola czy urząd przyjmie`: whether a child may be called so.
fn is_a_given_name(tokens: &Tokens<'_>, at: usize, before: &str) -> bool {
    const FAR: usize = 12;
    let asked = matches!(
        tokens.folded(tokens.skip_space(at + 1)),
        "czy" | "mozna" | "jest" | "dla" | "ile" | "urzad"
    );
    let named =
        before == "imie" && !tokens.words_before(at, 3).any(|word| matches!(word, "na" | "moje" | "mam"));
    let allowed = || {
        (at..at + FAR).any(|at| {
            [
                "przyjm", "dozwol", "mozna", "nada", "zapis", "dopuszcz", "uzna", "pisa", "dziec", "popular",
                "statyst",
            ]
            .iter()
            .any(|stem| tokens.folded(at).starts_with(stem))
        })
    };
    let whether = tokens.words_before(at, 2).nth(1) == Some("czy");
    named && (asked || whether) && is_first_name(tokens.folded(at)) && allowed()
}

/// A word of every day.
fn is_a_word(tokens: &Tokens<'_>, at: usize, end: usize, before: &str, next: &str) -> bool {
    let folded = tokens.folded(at);
    let small = !tokens.is_capital(at) && !tokens.is_loud();
    let common = known(folded) == Known::Common;
    // "Krakowiak czy lajkonik": which of two, and the other is small.
    let second = tokens.skip_space(tokens.skip_space(end) + 1);
    let either = next == "czy"
        && at == 0
        && common
        && lemma_of(tokens.folded(second))
        && !tokens.is_capital(second)
        && tokens.mark(second + 1).is_some_and(|c| ",?".contains(c));
    // "dzwoni budzik sąsiada": whose it is stands behind.
    let owned = small && common && is_person(next) && !is_person(folded) && !lemma_of(next);
    // "pan Hydraulik": who is needed, not who calls.
    let trade = is_title(before)
        && !is_listed(folded)
        && !is_first_name(folded)
        && (is_somebody(folded) || common && is_a_trade(folded));
    // "wójtowi odmówić", "rodziców bliźniaków"
    let office =
        small && !is_title(before) && !is_telling(before) && (lemma_is(folded, &["wojt", "blizniak"]));
    // "nazywa się to chyba karta", "na nazwisko męża trzeba": an adverb is nobody.
    let adverb = small && is_never_a_name(folded);
    // "pan młody obcokrajowiec"
    let wedding = small && is_title(before) && folded.starts_with("mlod");
    // "nazwisko panieńskie powrót po rozwodzie"
    let matter = small
        && (before.starts_with("panien") || before.starts_with("rodow"))
        && ["powrot", "zmian", "zmien", "wroc", "przywr", "zachow", "odzysk", "dopis", "usun", "dodan"]
            .iter()
            .any(|stem| folded.starts_with(stem))
        // "nazwisko panieńskie matki wymagane?"
        || small && ["wymagan", "konieczn", "obowiazk"].iter().any(|stem| folded.starts_with(stem));
    // "mama o kulach"
    let things = small && before == "o" && folded.ends_with("ach");
    // "do lamusowni": where something is kept or made
    let shed = small
        && matches!(before, "do" | "od" | "z" | "w" | "przy" | "dla")
        && folded.len() > 6
        && ["owni", "arni", "alni", "elni"].iter().any(|ending| folded.ends_with(ending));
    // "zgłoszenie śliskiej nawierzchni"
    let surface = small
        && common
        && [
            "ulic",
            "nawierzchn",
            "jezdn",
            "drog",
            "drodz",
            "chodni",
            "schod",
            "podlo",
            "powierzchn",
            "kostk",
        ]
        .iter()
        .any(|stem| next.starts_with(stem));
    // "zabrali z kazimierza"
    let quarter = before == "z" && folded == "kazimierza";
    either || owned || trade || office || adverb || wedding || matter || things || shed || surface || quarter
}

/// Whether a word stands in its dictionary form.
fn lemma_of(folded: &str) -> bool {
    Lexicon::polish().lemma(folded).is_some_and(|lemma| lemma.key == folded)
}

fn is_a_trade(folded: &str) -> bool {
    let ends = ["dziarz", "niarz", "larz", "ista", "sent", "uktor", "olog", "ator", "itor", "omat"]
        .iter()
        .any(|ending| folded.ends_with(ending));
    ends && folded.len() > 6 && !is_ambiguous(folded)
}

/// Behind `nazywam się` and `nazwisko` the sentence goes on with these.
fn is_never_a_name(folded: &str) -> bool {
    matches!(
        folded,
        "trzeba"
            | "mozna"
            | "chyba"
            | "wystarczy"
            | "bedzie"
            | "powinno"
            | "powinien"
            | "powinna"
            | "zawsze"
            | "wtedy"
            | "najpierw"
            | "raczej"
            | "pewnie"
            | "musimy"
            | "musze"
            | "warto"
            | "wolno"
            | "lepiej"
            | "potrzeba"
            | "potrzebny"
            | "potrzebne"
            | "potrzebna"
            | "nadal"
            | "takze"
            | "rowniez"
            | "wlasciwie"
    )
}

/// `sala B`, `hala C`: a room is called by its letter.
fn is_a_thing_with_a_letter(tokens: &Tokens<'_>, start: usize, end: usize) -> bool {
    let letter = tokens.skip_space(start + 1);
    matches!(
        tokens.folded(start),
        "skrzydlo"
            | "segment"
            | "sektor"
            | "sala"
            | "hala"
            | "brama"
            | "klatka"
            | "pokoj"
            | "okienko"
            | "strefa"
    ) && !tokens.is_capital(start)
        && tokens.letters(letter) == 1
        && end <= letter + 2
}
