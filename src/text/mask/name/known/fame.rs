//! Whom a city shows, buries and celebrates: artists, rulers and saints, of whom one speaks without a title.

use crate::text::mask::read::token::{TokenKind, Tokens};

/// How the surnames of the famous begin, before the endings of their cases.
#[rustfmt::skip]
const FAMOUS: &[&str] = &[
    "wyspiansk", "malczewsk", "mickiewicz", "matejk", "chopin", "kantor", "leonard", "kopernik", "pilsudsk", "kosciuszk", "stwosz", "slowack", "sienkiewicz", "fredr", "mehoffer", "boznansk", "witkac", 
    "kossak", "siemiradzk", "rembrandt", "picass", "beksinsk", "szymborsk", "wajd", "pendereck", "paderewsk", "moniuszk", "batory", "batoreg", "jagiell", 
    "tischner", "wojtyl", "grechut", "demarczyk", "bach", "mozart", "beethoven", "vivald", "monet", "manet", "goth", "gogh", "klimt", "warhol", "chelmonsk", "falat", "grottger", 
    "tetmajer", "conrad", "joyce", "szekspir", "shakespeare", "molier", "czechow", "gombrowicz", "swinarsk", "hasior", "abakanowicz", "wyczolkowsk", "dunikowsk", "pugeta", "puget",
    "modrzejewsk", "gierymsk", "schindler", "pitagoras", "einstein", "newton", "prandot", "dlugosz", "kollataj", 
];

/// Pairs that are of one who is long dead or holy, wherever they stand.
const WHOLE: &[[&str; 2]] = &[
    ["jan", "kanty"],
    ["jana", "kantego"],
    ["leonardo", "da"],
    ["dzwon", "zygmunt"],
    ["kazimierz", "wielki"],
    ["zygmunt", "stary"],
    ["boleslaw", "chrobry"],
    ["matka", "teresa"],
    ["brat", "albert"],
    ["wincentego", "a"],
    ["wincenty", "a"],
    ["wit", "stwosz"],
    ["stefan", "batory"],
    ["mikolaj", "kopernik"],
];

/// What is spoken of where somebody is shown, buried or celebrated.
#[rustfmt::skip]
const SHOWN: &[&str] = &[
    "papies", "szlak", "pielgrzym", "kurtyn", "wystaw", "pomnik", "muze", "obraz", "witraz", "rynk", "rynek", "kopiec", "kopc", "koncert", "festiwal", "galeri", "spektakl", "premier", "teatr", "kwater", "rakowic", "wawel", "sarkofag", "krypt", "popiers", "mural", "kaplic", "cmentarz", "skalk", "sukiennic", "zwiedz",
    "lasiczk", "oltarz", "collegium", "rzezb", "malarstw", "figur", "twierdzen", "recital", "biograf", "rocznic", "odslonie", "odpust", "procesj", "relikwi",
];

fn is_famous(folded: &str) -> bool {
    const ENDING: usize = 5;
    FAMOUS.iter().any(|stem| {
        folded.strip_prefix(stem).is_some_and(|ending| {
            ending.len() <= ENDING && if stem.len() < 5 { ending.len() <= 1 } else { true }
        })
    })
}

/// Whether the name from `start` to before `end` is of somebody whom the city shows, and whom nobody has on the line.
pub(in crate::text::mask::name) fn is_of_fame(tokens: &Tokens<'_>, start: usize, end: usize) -> bool {
    let next = tokens.folded(tokens.skip_space(start + 1));
    let one = tokens.before(start);
    let two = one.and_then(|one| tokens.before(one));
    let word = |at: Option<usize>| at.map(|at| tokens.folded(at)).unwrap_or_default();
    let whole = |[first, second]: &[&str; 2]| {
        tokens.folded(start) == *first && next == *second
            // "Kanty" of "Jan Kanty", "Paulo" of "Wincentego a Paulo"
            || word(one) == *first && tokens.folded(start) == *second
            || word(two) == *first && word(one) == *second
    };
    const NEAR: usize = 18;
    let shown = || {
        (start.saturating_sub(NEAR)..start).chain(end..end + NEAR).any(|at| {
            let folded = tokens.folded(at);
            !folded.is_empty() && SHOWN.iter().any(|stem| folded.starts_with(stem))
        })
    };
    let famous =
        (start..end).rev().find(|at| tokens.is_word(*at)).is_some_and(|at| is_famous(tokens.folded(at)));
    // "Jan Kanty Nowak": somebody who is called after them.
    let pair = WHOLE.iter().any(whole);
    let second = |at: usize| WHOLE.iter().any(|[_, second]| tokens.folded(at) == *second);
    let mut behind = tokens.skip_space(end);
    while tokens.is_word(behind) && second(behind) {
        behind = tokens.skip_space(behind + 1);
    }
    let of_the_pair = |at: usize| {
        matches!(tokens.folded(at), "vinci" | "paulo")
            || WHOLE.iter().any(|pair| pair.contains(&tokens.folded(at)))
    };
    let another =
        (start..=behind).any(|at| tokens.is_capital(at) && tokens.letters(at) > 2 && !of_the_pair(at));
    let taken =
        || (start.saturating_sub(NEAR)..end + NEAR).any(|at| tokens.kind(at) == Some(TokenKind::Placeholder));
    // Not of whoever pays for one: "grób Matejki", and nothing between.
    let grave = || tokens.words_before(start, 1).any(|word| matches!(word, "grob" | "grobu" | "grobem"));
    // Jan Paweł II
    let pope = tokens.folded(behind) == "ii" && tokens.folded(end - 1).starts_with("paw");
    (pope || pair && !another || famous && (shown() || grave())) && !taken()
}
