//! How much a word looks like a surname, wherever it stands: what the lexicon says of it, how rare it is, how it ends.
//!
//! A city is asked about in few words, and all of them are in the lexicon; a word that is not, and is no slip of the
//! finger either, is more often somebody's name than anything else.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::around::{goes_on, is_had, is_no_name, is_patron, is_person, is_title};
use super::first_names::{is_ambiguous, is_first_name};
use super::surname::{Known, dictionary_forms, is_borne, is_listed, is_plain_noun, is_shaped, known};
use crate::text::lexicon::Lexicon;
use crate::text::mask::read::token::Tokens;

/// Nothing but a name.
pub(in crate::text::mask::name) const CERTAIN: u8 = 4;

/// Places that are no surnames of anybody who is spoken of.
const PLACES: &str = include_str!("../../data/places.txt");

/// What is neither Polish nor a name.
#[rustfmt::skip]
const FOREIGN: &[&str] = &[
    "where", "what", "when", "which", "who", "how", "the", "from", "for", "with", "can", "could", "would", "have", "need", "please", "office", "get", "are", "you", "my", "and",
    "city", "register", "want", "does", "hello", "thank", "thanks", "your", "card", "permit", "residence", "driving", "license", "licence", "there", "about", "this", "that", "open", "pay", "tax", "help", "child", "school", "parking", "ticket", "bus", "tram", "wife", "husband", "change", "address", "not", "has", "had", "was", "were", "is", "by", "be", "of", "at", "to", "there", "once", "else", "an", "as", "it", "article", "error", "max", "retry", "authorization", "bearer", "strict",
];

/// Adjectives that end like a surname and say what an office, a road or a matter is.
#[rustfmt::skip]
const ADJECTIVES: &[&str] = &[
    "panienski", "rodowy", "miejski", "krakowski", "polski", "ukrainski", "unijny", "wielkopolski", "malopolski", "malzenski", "rodzicielski", "obywatelski", "mieszkancow", "nowohucki", "podgorski", "starosta", "wojewodzki", "powiatowy", "podatkowy", "rosyjski", "niemiecki", "angielski", "wlascicielski", "uczniowski", "studencki", "harcerski", "wojskowy",
    "autorski", "lekarski", "pielegniarski", "nauczycielski", "dziennikarski", "gorski", "wiejski", "morski", "kolezenski", "chrzescijanski", "katolicki", "zydowski", "francuski", "hiszpanski", "wloski", "europejski", "amerykanski", "chinski", "wietnamski", "bialoruski", "gruzinski", "dunski", "szwedzki", "norweski", "czeski", "slowacki", "wegierski", "litewski", "warszawski", "wroclawski", "slaski", "wielicki", "skawinski", "bochenski", "tarnowski", "zakopianski",
    "olimpijski", "paralimpijski", "seniorski", "juniorski", "kupiecki", "rzemieslniczy", "dzierzawski", "opiekunski", "ojcowski", "macierzynski", "tacierzynski", "babski", "meski", "zenski", "ludzki", "boski", "konski", "niski", "bliski", "waski", "plaski", "sliski", "ciezki", "lekki", "gladki", "rzadki", "slodki", "gorzki", "brzydki", "krotki", "miekki", "mokry", "wielki",
];

/// Whether a word is one that English is made of.
pub(in crate::text::mask::name) fn is_english(folded: &str) -> bool {
    FOREIGN.contains(&folded)
}

/// How common a word is, as the natural logarithm of its share of all words.
pub(in crate::text::mask::name) fn frequency(tokens: &Tokens<'_>, at: usize) -> f32 {
    const NEVER: f32 = -99.0;
    let folded = tokens.folded(at);
    let lower = tokens.text(at).to_lowercase();
    let lexicon = Lexicon::polish();
    let spelled = match lower == folded {
        // Typed without accents: the commonest word that was meant.
        true => lexicon.accented(folded).and_then(|word| lexicon.form(&word)),
        false => lexicon.form(&lower),
    };
    spelled.map_or(NEVER, |form| form.ln_freq)
}

/// Whether a word is a form of a verb, of which one reading is given per form.
pub(in crate::text::mask::name) fn is_verb(folded: &str) -> bool {
    Lexicon::polish().lemma(folded).is_some_and(|lemma| lemma.display.ends_with('ć'))
}

/// Whether the word is a place, or of a country.
pub(in crate::text::mask::name) fn is_known_place(folded: &str) -> bool {
    static LIST: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let list = LIST.get_or_init(|| {
        PLACES.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
    });
    list.contains(folded) || Lexicon::polish().lemma(folded).is_some_and(|lemma| list.contains(&*lemma.key))
}

/// Whether one letter put right makes a word that people use: `zamledować`.
fn is_slip(folded: &str, least: f32) -> bool {
    let lexicon = Lexicon::polish();
    let mut slip = false;
    lexicon.one_edit_away(folded, &mut |near| {
        slip = slip
            || near.len() > 3
                && known(near) == Known::Common
                && lexicon
                    .accented(near)
                    .and_then(|word| lexicon.form(&word))
                    .is_some_and(|form| form.ln_freq >= least);
    });
    slip
}

/// Endings that women's and families' names have, beside those of [`is_shaped`].
fn is_derived(folded: &str) -> bool {
    const ENDINGS: &[&str] =
        &["owna", "owny", "ownie", "owne", "anka", "owie", "owscy", "iakowi", "kowi", "szowi", "czowi"];
    folded.len() > 6 && ENDINGS.iter().any(|ending| folded.ends_with(ending))
}

/// Whether a word is made as adjectives, nouns of doing and verbs are: `zeroemisyjnych`, `mobilizowanie`.
fn is_built(folded: &str) -> bool {
    #[rustfmt::skip]
    const ENDINGS: &[&str] = &[
        "nych", "nego", "nej", "nymi", "nemu", "owych", "owymi", "owego", "osc", "osci", "oscia", "acja", "acji", "acje", "acja", "enie", "enia", "eniu", "eniem", "anie", "ania", "aniu", "aniem", "owac", "owal",
        "owala", "ujacy", "ujaca", "izm", "ologia", "ologii", "iczny", "iczna", "iczne", "iowe", "alne", "alny", "alna", "yjny", "yjna", "yjne", "ymy", "ujemy", "ujesz", "aliscie", "ilismy", "alismy", "bym", "ibym", "abym",
    ];
    folded.len() > 7 && ENDINGS.iter().any(|ending| folded.ends_with(ending))
}

/// Whether a mouth can say it: keys that were hit at random have no vowels.
fn can_be_said(folded: &str) -> bool {
    folded.contains(['a', 'e', 'i', 'o', 'u', 'y'])
        && folded.split(['a', 'e', 'i', 'o', 'u', 'y']).all(|consonants| consonants.len() < 6)
        && !folded.as_bytes().windows(4).any(|four| four.iter().all(|c| *c == four[0]))
}

/// Whether the word begins a sentence, so that its capital says nothing.
pub(in crate::text::mask::name) fn begins_sentence(tokens: &Tokens<'_>, at: usize) -> bool {
    match tokens.before(at) {
        None => true,
        // "1. Hudyka": a list.
        Some(before) if tokens.is_mark(before, '.') => {
            before.checked_sub(1).is_none_or(|number| tokens.digits(number).is_none())
        }
        Some(before) => tokens.mark(before).is_some_and(|c| ".!?\n:;-–(\"„".contains(c)),
    }
}

/// From nothing to [`CERTAIN`].
pub(in crate::text::mask::name) fn likeness(tokens: &Tokens<'_>, at: usize) -> u8 {
    let Some(asked) = tokens.likeness.get(at) else { return 0 };
    asked.get().unwrap_or_else(|| {
        let like = looks(tokens, at);
        asked.set(Some(like));
        like
    })
}

fn looks(tokens: &Tokens<'_>, at: usize) -> u8 {
    let folded = tokens.folded(at);
    let letters = tokens.letters(at);
    if letters < 3
        || tokens.is_shouted(at) && !tokens.is_loud() && letters < 5
        || goes_on(folded)
        || is_no_name(folded)
        || is_title(folded)
        || is_had(folded) && !tokens.is_capital(at)
        || is_person(folded)
        || is_english(folded)
        // MPWiK
        || !tokens.is_shouted(at) && tokens.text(at).chars().filter(|c| c.is_uppercase()).count() > 2
        || !can_be_said(folded)
        || Lexicon::polish().lemma(folded).is_some_and(|lemma| ADJECTIVES.contains(&&*lemma.key))
    {
        return 0;
    }
    // "pani sołtys?"
    if tokens.text(at).chars().all(char::is_lowercase)
        && matches!(folded, "soltys" | "wojt" | "marszalek" | "starosta")
    {
        return 0;
    }
    if is_patron(folded) {
        return 1;
    }
    let listed = is_listed(folded);
    if !listed && is_known_place(folded) {
        return 0;
    }
    if is_foreign(tokens.text(at)) && tokens.is_capital(at) && known(folded) == Known::Unknown {
        return CERTAIN;
    }
    if is_first_name(folded) && !is_ambiguous(folded) {
        return CERTAIN;
    }
    let first = if is_first_name(folded) && frequency(tokens, at) < -11.0 { 2 } else { 0 };
    let capital = u8::from(tokens.is_capital(at) && !begins_sentence(tokens, at));
    if tokens.is_cyrillic(at) {
        return match is_cyrillic_shaped(folded) || listed && letters > 4 {
            true => CERTAIN,
            false => 1 + 2 * capital,
        };
    }
    match known(folded) {
        Known::Unknown if listed || is_shaped(folded) => CERTAIN,
        Known::Unknown if is_built(folded) => 1,
        Known::Unknown if letters < 5 && capital == 0 => 1,
        // Brands, and words that are newer than the dictionary.
        Known::Unknown if frequency(tokens, at) > -17.0 => 1 + capital,
        // A capital amid a sentence is no slip.
        Known::Unknown if is_slip(folded, -13.5) => 1 + 2 * capital,
        Known::Unknown if is_derived(folded) => CERTAIN,
        Known::Unknown if is_slip(folded, -15.5) => 2 + capital,
        Known::Unknown => 3 + capital,
        Known::Proper if listed || is_shaped(folded) => CERTAIN,
        Known::Proper if is_lemma_borne(folded) => CERTAIN,
        // A town that is not listed.
        Known::Proper => 2,
        Known::Common => common(tokens, at, listed, capital).max(first),
    }
}

fn common(tokens: &Tokens<'_>, at: usize, listed: bool, capital: u8) -> u8 {
    let folded = tokens.folded(at);
    let frequency = frequency(tokens, at);
    // A noun with a capital amid a sentence may be anybody's name, however common it is.
    let least = u8::from(capital > 0 && is_plain_noun(folded));
    if frequency >= -10.5 && !listed || frequency >= -9.5 {
        return if frequency < -10.2 { least } else { 0 };
    }
    if is_verb(folded) {
        return match frequency {
            rare if listed && rare < -14.5 => 2 + capital,
            // "za Zająca": a capital amid a sentence is of no verb.
            rare if listed && rare < -12.5 && capital > 0 && is_genitive_of_one(folded) => 2,
            rare if rare < -17.0 && capital > 0 => 2,
            rare if rare < -13.5 && is_misread(folded) => 1 + capital,
            _ => 0,
        };
    }
    if listed {
        return if frequency < -11.5 { 2 + capital } else { 1 + capital };
    }
    if is_shaped(folded) && (frequency < -13.5 || capital > 0) {
        return 2 + capital;
    }
    let lemma = Lexicon::polish().lemma(folded);
    let noun = lemma.is_some_and(|lemma| !lemma.display.ends_with(['y', 'i', 'o', 'e']));
    let womans = ["owa", "owej"].iter().any(|ending| folded.ends_with(ending)) && frequency < -15.5;
    if womans && is_wife(folded) && capital > 0 {
        return CERTAIN;
    }
    if womans || noun && frequency < -17.0 {
        return 2 + capital;
    }
    // "obrokowi" is Obrok's, too, and not only what is made of fodder.
    if !noun && frequency < -14.5 && folded.ends_with("owi") && is_misread(folded) {
        return 2 + capital;
    }
    if !noun || frequency >= -12.5 {
        return least;
    }
    // "pani derkacz": so rare a trade is nobody's but in a name.
    if capital == 0 && is_of_people(folded) {
        return u8::from(frequency < -14.5 && is_plain_noun(folded));
    }
    // "szczeka" is what a dog does, though "szczęka" is somebody.
    let lower = tokens.text(at).to_lowercase();
    let lemma = Lexicon::polish().lemma(folded);
    let another = lemma.is_some_and(|lemma| lemma.key == folded && lemma.display != lower)
        && Lexicon::polish().form(&lower).is_some();
    let one = !another && frequency < -13.5 && is_lemma_borne(folded);
    if one && !is_of_people(folded) { 2 + capital } else { 1 + capital }
}

/// Whether a woman is called so by her husband's name: `Wróblowa`, `Zającowej`.
pub(in crate::text::mask::name) fn is_wife(folded: &str) -> bool {
    ["owa", "owej", "owe"].iter().filter_map(|ending| folded.strip_suffix(ending)).any(|husband| {
        // Wróbel, Wróblowa: the vowel before the last consonant comes and goes.
        let fleeting = husband
            .char_indices()
            .next_back()
            .and_then(|(last, c)| Some(format!("{}e{c}", husband.get(..last)?)));
        husband.len() > 2
            && (is_listed(husband)
                || is_listed(&format!("{husband}a"))
                || fleeting.is_some_and(|husband| is_listed(&husband)))
    })
}

/// Whether a word is written with a letter that Polish lacks and other Latin alphabets have: `Yılmaz`, `Trần`.
fn is_foreign(text: &str) -> bool {
    const POLISH: &str = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ";
    text.chars().any(|c| {
        c.is_alphabetic() && !c.is_ascii() && !POLISH.contains(c) && ('\u{c0}'..'\u{250}').contains(&c)
            || ('\u{1e00}'..'\u{1f00}').contains(&c)
    })
}

/// Whether a listed surname has such a genitive: `Zająca`.
fn is_genitive_of_one(folded: &str) -> bool {
    folded.strip_suffix('a').is_some_and(is_listed)
}

/// Whether a form that the lexicon reads as a verb may be one of a surname: `obłaza` is Obłaz's.
fn is_misread(folded: &str) -> bool {
    let lexicon = Lexicon::polish();
    dictionary_forms(folded)
        .take(6)
        .chain([folded.to_owned()])
        .any(|form| lexicon.accented(&form).is_some_and(|form| is_borne(&form)))
}

/// Whether the word that `folded` is a form of is somebody's surname, too.
fn is_lemma_borne(folded: &str) -> bool {
    Lexicon::polish().lemma(folded).is_some_and(|lemma| is_borne(&lemma.display))
}

/// What people are called who are not called by name: `obcokrajowiec`, `alkoholik`, `niemowlak`.
fn is_of_people(folded: &str) -> bool {
    #[rustfmt::skip]
    const ENDINGS: &[&str] = &["nik", "lik", "owiec", "iec", "ant", "ent", "yk", "tor", "er", "arz", "acz", "log", "ciel", "osc", "izm", "ment", "ing", "lak", "rak", "niak", "at", "et", "graf", "man", "ekt", "us"];
    ENDINGS.iter().any(|ending| folded.ends_with(ending))
}

/// Endings of surnames that are written in Cyrillic, as [`latin`](crate::text::mask::read::script::latin) spells them.
fn is_cyrillic_shaped(folded: &str) -> bool {
    #[rustfmt::skip]
    const ENDINGS: &[&str] = &[
        "enko", "enka", "enku", "enkom", "uk", "juk", "uka", "juka", "ukowi", "czak", "czaka", "iak", "jak", "skyj", "skoho", "skomu", "skym", "ckyj", "ckoho", "skij", "zkyj",
        "ska", "skoji", "skij", "sku", "ckaja", "skaja", "yszyn", "iszyn", "ow", "ew", "owa", "ewa", "jewa", "owoji", "ycz", "wycz", "wicz", "ec", "jec", "ynia", "yna", "ych", "ak", "aka", "yk", "ik", "ha", "cia",
    ];
    folded.len() > 6 && ENDINGS.iter().any(|ending| folded.ends_with(ending)) && !is_cyrillic_word(folded)
}

/// Words of Ukrainian questions that end like a name.
fn is_cyrillic_word(folded: &str) -> bool {
    #[rustfmt::skip]
    const STEMS: &[&str] = &[
        "dowidk", "dokument", "dytyn", "dytjacz", "sadok", "sadk", "zajaw", "propysk", "adres", "doroha", "dorohi", "dopomoh", "szkol", "ukrain", "polszcz", "polsk", "krakiw", "krakow", "pasport", "hromadja", "likar", "budynok", "budynk", "kwartyr", "podatk", "podatok", "prodow", "pytan", "wulyc", "zapys", "rejestr",
        "mozliw", "potribn", "otrym", "kwytok", "rachunok", "paru", "awtobus", "urjad", "uriad", "czolowik", "druzyn", "cholowik", "zinka", "pensij", "roboc", "pracju", "mistsk", "miska", "miscew", "prowest", "naczal", "nowyj", "czolow",
    ];
    STEMS.iter().any(|stem| folded.starts_with(stem))
}
