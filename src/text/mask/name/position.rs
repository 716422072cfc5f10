//! Surnames by where they stand: who tells, to whom something happens, at whose place, with whom one gets in touch.
//!
//! Two things are weighed against each other: how much a word looks like a surname ([`likeness`]) and how much its
//! neighbours ask for one. A rare word needs little, a sparrow much: *wróbel na balkonie* stays, *znowu wróblowa* goes.

use super::super::around::{is_patron, is_person, is_said, is_saying, is_title, is_where};
use super::super::first_names::{is_ambiguous, is_first_name};
use super::super::surname::is_listed;
use super::super::token::Tokens;
use super::likeness::{CERTAIN, begins_sentence, is_verb, likeness};
use super::{after_a_place, following, past_second_half};
use crate::text::lexicon::Lexicon;

/// Of likeness and need together so much is asked.
const ENOUGH: u8 = 5;

/// What only a person does, in the dictionary form: to the city, to papers, on the telephone.
#[rustfmt::skip]
const TELLS: &[&str] = &[
    "dzwonic", "zadzwonic", "oddzwonic", "przedzwonic", "telefonowac", "pytac", "zapytac", "dopytywac", "dopytac", "prosic", "poprosic", "zglaszac", "zglosic", "skarzyc", "poskarzyc", "mowic", "powiedziec", "twierdzic",
    "chciec", "zyczyc", "skladac", "zlozyc", "wnosic", "wniesc", "narzekac", "umrzec", "zemrzec", "zgubic", "zapodziac", "otrzymac", "dostac", "placic", "zaplacic", "oplacic", "wplacic", "mieszkac", "zameldowac", "wymeldowac", "kupic", "sprzedac",
    "wynajmowac", "wynajac", "zarejestrowac", "podpisac", "napisac", "pisac", "wyslac", "odpisac", "domagac", "rozwodzic", "rozwiesc", "ozenic", "potrzebowac", "wiedziec", "podac", "podawac", "przekazac", "zapomniec", "dowiadywac", "dowiedziec", "upierac",
    "parkowac", "zaparkowac", "remontowac", "zamawiac", "zamowic", "umawiac", "umowic", "przesylac", "dolaczyc", "odwolac", "reprezentowac", "dziekowac", "informowac", "ubiegac", "pracowac", "zamieszkiwac", "rezygnowac", "zalegac", "zalogowac", "logowac", "awanturowac", "odebrac", "odbierac",
    "interesowac", "rozumiec", "pytala", "wolac", "wolec", "zadac", "oczekiwac", "wypelnic", "przyniesc", "dowozic", "zostawic", "donosic", "kontaktowac", "skontaktowac", "wyprowadzic", "przeprowadzic", "wyjechac", "nadac", "uzyskac", "planowac", "wnioskowac", "zawiadomic", "zalatwic", "dopisac",
];

/// What a person does more often than an animal or a thing.
#[rustfmt::skip]
const DOES: &[&str] = &[
    "halasowac", "imprezowac", "zastawiac", "zastawic", "palic", "krzyczec", "wyzywac", "grozic", "budowac", "stawiac", "moc", "musiec", "miec", "czekac", "pobierac", "prowadzic", "stracic", "oddac", "starac", "zalac", "zalewac", "wyrzucac", "blokowac", "smiecic", "trzymac", "sprawdzac", "przyjsc", "byc", "zajmowac", "bac", "czuc",
];

/// What happens to somebody, behind the dative.
#[rustfmt::skip]
const HAPPENS: &[&str] = &[
    "przyjsc", "odmowic", "nalezec", "zabrac", "dzialac", "przyslugiwac", "brakowac", "zginac", "ukrasc", "przyznac", "wyslac", "dac", "wystawic", "odebrac", "naliczyc", "umrzec", "skonczyc", "wygasnac", "zalac", "zepsuc", "potrzebowac", "odholowac", "zablokowac", "dochodzic", "dojsc", "wydac", "uciec", "cofnac", "wstrzymac", "doreczyc", "oddac", "przekazac", "odpisac", "zalezec", "odciac",
];

/// Before `do` these say that somebody is to be spoken to.
#[rustfmt::skip]
const CONTACTS: &[&str] = &[
    "oddzwonic", "zadzwonic", "dzwonic", "przedzwonic", "telefonowac", "przekazac", "napisac", "odpisac", "pisac", "przelaczyc", "polaczyc", "wyslac", "odezwac", "telefon", "pismo", "list", "zajrzec", "pojechac", "nalezec", "kontakt", "przyjsc", "isc", "awizo", "wezwanie", "mail", "sms", "doreczyc", "podejsc", "wracac", "uwaga", "pretensja", "wezwac",
];

/// Whose they are stands behind them.
#[rustfmt::skip]
const PAPERS: &[&str] = &[
    "wniosek", "sprawa", "skarga", "podanie", "akt", "zgon", "umowa", "podpis", "decyzja", "teczka", "pismo", "dane", "odwolanie", "zgloszenie", "deklaracja", "pelnomocnictwo", "meldunek", "testament", "spadek", "grob", "pogrzeb", "slub", "rozwod", "prosba", "reklamacja", "mieszkanie", "dowod", "paszport", "dom", "ogrodek", "firma", "corka", "syn", "imie", "nazwisko", "rodzina", "mandat", "faktura", "rachunek", "posesja", "dzialka", "garaz", "konto", "numer", "adres",
];

/// Behind these and `na`, `pod`, `z`, `przez` stands who it is written to or owed by.
#[rustfmt::skip]
const WRITTEN: &[&str] = &[
    "zapisac", "zapisany", "przepisac", "przepisany", "zarejestrowac", "zarejestrowany", "wystawic", "wystawiony", "figurowac", "widniec", "zglosic", "zgloszony", "zaplacic", "zaplacony", "skarga", "donos", "umowa", "rachunek", "faktura", "licznik", "upowaznienie", "pelnomocnictwo", "meldunek", "zameldowany", "wpisany", "wpisac", "wplata", "rezerwacja", "zlozony", "zlozyc", "podpisany", "przelac", "przelew", "adresowany", "zaadresowac", "nakaz", "wyrok", "skarzyc", "poskarzyc", "doniesc", "czekac", "zmiana", "zmienic", "wizyta", "umowiony", "karta", "prowadzony",
];

/// With the accusative behind them: whom.
#[rustfmt::skip]
const WHOM: &[&str] = &["wymeldowac", "zameldowac", "dopisac", "skreslic", "eksmitowac", "pozwac", "reprezentowac", "upowaznic", "przelaczyc", "pochowac", "ekshumowac", "ukarac", "zglosic", "odwiedzic", "znac", "poprosic", "prosic", "zapytac", "poinformowac", "zawiadomic", "wezwac"];

fn lemma_is(folded: &str, list: &[&str]) -> bool {
    !folded.is_empty()
        && (list.contains(&folded)
            || Lexicon::polish().lemma(folded).is_some_and(|lemma| list.contains(&&*lemma.key)))
}

/// A surname that its place in the sentence gives away.
pub(super) fn placed(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if tokens.letters(at) == 1 {
        return small_initial(tokens, at);
    }
    // A word that hangs on to another by a hyphen was looked at with it.
    let hangs = at > 1 && tokens.is_mark(at - 1, '-') && tokens.is_word(at - 2);
    if hangs || after_a_place(tokens, at) {
        return None;
    }
    let need = need(tokens, at);
    if need == 0 {
        return None;
    }
    let end = past_second_half(tokens, at);
    let halves = match end > at + 1 {
        true => likeness(tokens, at).max(likeness(tokens, end - 1)),
        false => likeness(tokens, at),
    };
    (halves > 0 && halves + need >= ENOUGH).then(|| (at, past_more(tokens, at, end)))
}

/// Past a second word of the same name.
fn past_more(tokens: &Tokens<'_>, at: usize, end: usize) -> usize {
    let next = tokens.skip_space(end);
    let first = is_first_name(tokens.folded(at)) || is_first_name(tokens.folded(next));
    let like = likeness(tokens, next);
    if next > end && (first && like > 1 || like >= 3) && !after_a_place(tokens, next) {
        return past_second_half(tokens, next);
    }
    end
}

/// `a.wlodarz`, glued as in an address.
fn small_initial(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let next = at + 2;
    let glued = tokens.is_mark(at + 1, '.') && tokens.letters(next) > 3;
    let alone =
        at == 0 || !tokens.is_mark(at - 1, '.') && !tokens.is_word(at - 1) && tokens.digits(at - 1).is_none();
    let title = tokens.folded(at) == "p" || tokens.folded(at) == "m";
    (glued && alone && !title && likeness(tokens, next) + 3 >= ENOUGH && !after_a_place(tokens, at))
        .then(|| (at, past_second_half(tokens, next)))
}

/// How much the words around ask for a surname at `at`.
fn need(tokens: &Tokens<'_>, at: usize) -> u8 {
    let folded = tokens.folded(at);
    let before = tokens.before(at);
    let word = before.map(|before| tokens.folded(before)).unwrap_or_default();
    if is_where(word) && !matches!(word, "na") {
        return 0;
    }
    let end = past_second_half(tokens, at);
    let next = tokens.skip_space(end);
    // A street with its house.
    if tokens.digits(next).is_some() && next > end {
        return 0;
    }
    beside_first_name(tokens, at, word, next)
        .max(behind(tokens, before, word))
        .max(before_verb(tokens, at, word, next))
        .max(behind_preposition(tokens, before, word, folded))
        .max(dative(tokens, folded, next))
        .max(neighbours(tokens, at))
}

fn beside_first_name(tokens: &Tokens<'_>, at: usize, word: &str, next: usize) -> u8 {
    let sure = |folded: &str| is_first_name(folded) && !is_ambiguous(folded);
    let after = tokens.before(at).is_some_and(|before| before + 1 < at) && sure(word);
    let genitive = super::pair::is_genitive(word) || super::pair::is_genitive(tokens.folded(next));
    let before = next > at + 1 && sure(tokens.folded(next)) && following(tokens, at) == Some(next);
    match (after || before, genitive) {
        (true, false) => 4,
        // Streets and schools are in the genitive.
        (true, true) => 2,
        _ => 0,
    }
}

/// Behind a title, a relation, a verb of telling.
fn behind(tokens: &Tokens<'_>, before: Option<usize>, word: &str) -> u8 {
    let Some(before) = before else { return 0 };
    // "brat (Pająk)", "interesant: Klimczyk", "syn – Bąk"
    if tokens.mark(before).is_some_and(|c| "(:-–,\"„".contains(c)) {
        let person = tokens.before(before).map(|person| tokens.folded(person)).unwrap_or_default();
        let comma = tokens.is_mark(before, ',');
        return match (is_person(person) || is_one_who(person)) && !person.is_empty() {
            true if comma => 2,
            true => 3,
            false => 0,
        };
    }
    if is_title(word) && word.len() > 2 || is_so_called(word) {
        return 4;
    }
    if is_person(word) || is_one_who(word) || is_saying(word) || lemma_is(word, TELLS) && !first_person(word)
    {
        return 3;
    }
    if matches!(
        word,
        "znowu"
            | "znow"
            | "ponownie"
            | "zas"
            | "stara"
            | "stary"
            | "mlody"
            | "mloda"
            | "ten"
            | "ta"
            | "tego"
            | "tej"
            | "tym"
    ) && !is_verb(word)
    {
        return match word {
            "znowu" | "znow" | "ponownie" | "zas" => 3,
            _ => 1,
        };
    }
    // "sąsiad z góry Kulig", "lokator spod szóstki Kulig"
    let mut far = tokens.words_before(before, 3);
    let between = lemma_is(
        word,
        &[
            "gora",
            "dol",
            "naprzeciwko",
            "naprzeciwka",
            "blok",
            "klatka",
            "pietro",
            "parter",
            "boku",
            "starszy",
            "mlody",
            "stary",
            "zmarly",
            "byly",
            "chory",
            "niejaki",
            "nasz",
            "moj",
            "tamten",
            "szostki",
            "obok",
        ],
    );
    if between && far.any(|word| is_person(word) || is_title(word)) {
        return 3;
    }
    if lemma_is(word, PAPERS) {
        return 2;
    }
    if lemma_is(word, WHOM) {
        return 2;
    }
    0
}

/// `zgłaszam`, `proszę`: what comes is the matter.
fn first_person(folded: &str) -> bool {
    folded.ends_with('m')
        || matches!(folded, "prosze" | "dzwonie" | "place" | "skladam" | "dziekuje")
        || folded.ends_with('c')
}

fn is_so_called(folded: &str) -> bool {
    matches!(
        folded,
        "niejaki"
            | "niejaka"
            | "niejakiego"
            | "niejakiej"
            | "niejakiemu"
            | "niejakim"
            | "nazwisko"
            | "nazwiskiem"
            | "nazwisku"
            | "nazwiska"
            | "obywatel"
            | "obywatelka"
            | "obywatelowi"
            | "obywatela"
            | "ob"
            | "hromadjanyn"
            | "hromadjanka"
            | "pani"
            | "prizwyszcze"
            | "familija"
    )
}

/// People whom [`is_person`] lacks: as agents write of who is on the line.
fn is_one_who(folded: &str) -> bool {
    lemma_is(
        folded,
        &[
            "mieszkaniec",
            "mieszkanka",
            "rencista",
            "rencistka",
            "senior",
            "seniorka",
            "emeryt",
            "emerytka",
            "podatnik",
            "podatniczka",
            "abonent",
            "abonentka",
            "rodzic",
            "uczestnik",
            "uczestniczka",
            "student",
            "studentka",
            "niepelnosprawny",
            "niewidomy",
            "pracownik",
            "pracownica",
            "pracodawca",
            "przedsiebiorca",
            "wspolnik",
            "wspolwlasciciel",
            "wspolwlascicielka",
            "dzierzawca",
            "uzytkownik",
            "uzytkowniczka",
            "kandydat",
            "kandydatka",
            "rodzenstwo",
            "siostrzeniec",
            "siostrzenica",
            "bratanek",
            "bratanica",
            "stryj",
            "stryjek",
            "wuj",
            "macocha",
            "ojczym",
            "pasierb",
            "pasierbica",
            "swiekra",
            "bratowa",
            "dziewczynka",
            "chlopiec",
            "kobieta",
            "mezczyzna",
            "facet",
            "babka",
            "kolega",
            "rozmowca",
            "rozmowczyni",
            "osoba",
            "gosc",
            "niejaki",
            "poszkodowany",
            "poszkodowana",
            "nieboszczyk",
            "nieboszczka",
            "podopieczny",
            "podopieczna",
            "taksowkarz",
            "dostawca",
            "wykonawca",
            "hydraulik",
            "zleceniodawca",
            "wdowa",
            "wdowiec",
            "adresat",
            "nadawca",
            "platnik",
            "lokatorzy",
            "zainteresowany",
            "uprawniony",
            "zawolany",
            "susid",
            "cholowik",
            "druzyna",
            "dytyna",
            "urzednik",
            "architekt",
            "zarzadca",
            "kurator",
            "komornik",
        ],
    ) && !matches!(folded, "osob" | "osoby")
}

/// Before what only people do.
fn before_verb(tokens: &Tokens<'_>, at: usize, word: &str, next: usize) -> u8 {
    if tokens.mark(next).is_some() {
        return 0;
    }
    let mut verb = next;
    for _ in 0..2 {
        if matches!(
            tokens.folded(verb),
            "nie"
                | "sie"
                | "juz"
                | "znowu"
                | "znow"
                | "ciagle"
                | "wciaz"
                | "stale"
                | "tez"
                | "tylko"
                | "bardzo"
                | "dzis"
                | "wczoraj"
                | "ponownie"
                | "ne"
        ) {
            verb = tokens.skip_space(verb + 1);
        }
    }
    let folded = tokens.folded(at);
    // Kawki hałasują, but no Kawka: one form of a surname that is a word tells.
    let nominative = !super::pair::is_genitive(folded)
        && Lexicon::polish().lemma(folded).is_none_or(|lemma| {
            lemma.key == folded
                || ["ska", "cka", "dzka", "owa", "owie", "scy", "ccy"]
                    .iter()
                    .any(|ending| folded.ends_with(ending))
        });
    let first =
        begins_sentence(tokens, at) || tokens.before(at).is_some_and(|before| tokens.is_mark(before, ','));
    if !nominative || first_person(tokens.folded(verb)) && !matches!(tokens.folded(verb), "prosze") {
        return 0;
    }
    let said = |folded: &str| is_said(folded) || lemma_is(folded, TELLS) || is_said_in_cyrillic(folded);
    match tokens.folded(verb) {
        verb if said(verb) => {
            if first || word.is_empty() {
                3
            } else {
                2
            }
        }
        verb if lemma_is(verb, DOES) => {
            if first {
                2
            } else {
                0
            }
        }
        verb if is_verb(verb) && first => 1,
        _ => 0,
    }
}

fn is_said_in_cyrillic(folded: &str) -> bool {
    matches!(
        folded,
        "pytaje"
            | "dzwonyt"
            | "prosyt"
            | "chocze"
            | "zapytuje"
            | "skarzytsja"
            | "kaze"
            | "mowyt"
            | "zvonyt"
            | "zwonyt"
            | "sprasywajet"
            | "prosyla"
            | "dzwonyla"
            | "dzwonyw"
            | "zahubyla"
            | "zahubyw"
            | "powidomljaje"
            | "zajawljaje"
    )
}

/// Behind `u`, `dla`, `do`, `na`, `pod`.
fn behind_preposition(tokens: &Tokens<'_>, before: Option<usize>, word: &str, folded: &str) -> u8 {
    let Some(before) = before.filter(|before| !tokens.is_word(*before) || !word.is_empty()) else { return 0 };
    let governs = tokens.words_before(before, 2).next().unwrap_or_default();
    let mut far = tokens.words_before(before, 3);
    let street = folded.ends_with("ego") || folded.ends_with("ej") || is_patron(folded);
    match word {
        "u" if folded.ends_with("ow") || folded.ends_with("skich") || folded.ends_with("ckich") => 3,
        "u" | "wobec" | "przeciw" | "przeciwko" | "dla" | "imieniu" | "niejakiego" => 2,
        "do" if lemma_is(governs, CONTACTS) || far.any(|word| lemma_is(word, CONTACTS)) => 3,
        "od" if lemma_is(
            governs,
            &[
                "pismo",
                "mail",
                "telefon",
                "dostac",
                "kupic",
                "wynajac",
                "wynajmowac",
                "wiadomosc",
                "list",
                "odkupic",
                "wynajety",
                "odejsc",
                "skarga",
            ],
        ) =>
        {
            3
        }
        "na" | "pod" | "z" | "przez" if lemma_is(governs, WRITTEN) => {
            if street && word != "z" {
                1
            } else {
                3
            }
        }
        "na" | "pod" | "z" | "przez" if far.any(|word| lemma_is(word, WRITTEN)) => {
            if street {
                0
            } else {
                2
            }
        }
        "po" if lemma_is(
            governs,
            &["spadek", "dlug", "renta", "grob", "mieszkanie", "dzialka", "dziedziczyc"],
        ) =>
        {
            3
        }
        "o" if is_said(governs) || lemma_is(governs, &["chodzic", "pytac"]) => {
            if street {
                0
            } else {
                1
            }
        }
        "od" | "do" | "z" | "ze" | "za" | "po" | "przez" if !street => 1,
        "i" | "oraz" if is_listed(governs) || is_first_name(governs) => 1,
        "strony" if governs == "tej" => 4,
        "imie" | "imieniem" => 2,
        _ => 0,
    }
}

/// `Wojtusiakowi przyszło`, `Kowalskiemu odmówili`: streets have no dative.
fn dative(tokens: &Tokens<'_>, folded: &str, next: usize) -> u8 {
    let is_dative = ["owi", "skiemu", "ckiemu", "dzkiemu"].iter().any(|ending| folded.ends_with(ending))
        && folded.len() > 5;
    let mut verb = next;
    if matches!(tokens.folded(verb), "nie" | "sie" | "juz" | "tez") {
        verb = tokens.skip_space(verb + 1);
    }
    let happens = lemma_is(tokens.folded(verb), HAPPENS);
    match (is_dative, happens) {
        (true, true) => 3,
        (true, false) => 1,
        // ziębie odmówili, Pękali przyszło
        (false, true) if folded.ends_with(['e', 'i']) => 1,
        _ => 0,
    }
}

/// Two that look like names, side by side.
fn neighbours(tokens: &Tokens<'_>, at: usize) -> u8 {
    let Some(next) = following(tokens, at) else { return 0 };
    let apart = tokens.mark(at + 1).is_some_and(|c| matches!(c, ',' | '.'));
    match !apart
        && likeness(tokens, at) >= 3
        && likeness(tokens, next) >= 3
        && !is_patron(tokens.folded(next))
    {
        true if likeness(tokens, at).max(likeness(tokens, next)) >= CERTAIN => 1,
        true => 2,
        false => 0,
    }
}
