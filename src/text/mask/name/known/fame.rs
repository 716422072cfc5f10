//! Whom a city shows, buries and celebrates: artists, rulers and saints, of whom one speaks without a title.

use crate::text::mask::read::token::Tokens;

/// How the surnames of the famous begin, before the endings of their cases.
#[rustfmt::skip]
const FAMOUS: &[&str] = &[
    "wyspiansk", "malczewsk", "mickiewicz", "matejk", "chopin", "kantor", "leonard", "kopernik", "pilsudsk", "kosciuszk", "stwosz", "slowack", "sienkiewicz", "fredr", "mehoffer", "boznansk", "witkac", "witkiewicz",
    "kossak", "siemiradzk", "rembrandt", "picass", "beksinsk", "mrozk", "mrozek", "lem", "lema", "szymborsk", "milosz", "wajd", "pendereck", "paderewsk", "moniuszk", "szymanowsk", "batory", "batoreg", "jagiell", "sobiesk", "lokiet", "krakus", "krak",
    "wit", "twardowsk", "tischner", "wojtyl", "grechut", "demarczyk", "piwnic", "bach", "mozart", "beethoven", "vivald", "monet", "manet", "goth", "gogh", "klimt", "warhol", "banks", "dali", "gierymsk", "chelmonsk", "falat", "grottger", "stanislawsk",
    "tetmajer", "przybyszewsk", "bal", "conrad", "joyce", "szekspir", "shakespeare", "molier", "czechow", "gombrowicz", "swinarsk", "jarock", "hasior", "nowosielsk", "wroblewsk", "abakanowicz", "michalowsk", "weiss", "wyczolkowsk", "pankiewicz", "dunikowsk", "pugeta", "puget",
    "schindler", "pitagoras", "einstein", "newton", "prandot", "dlugosz", "kollataj", "jadwig", "florian", "stanislaw",
];

/// Pairs that are of one who is long dead or holy, wherever they stand.
const WHOLE: &[[&str; 2]] = &[
    ["jan", "kanty"],
    ["jana", "kantego"],
    ["jan", "pawel"],
    ["leonardo", "da"],
    ["matka", "teresa"],
    ["brat", "albert"],
    ["wincentego", "a"],
    ["wincenty", "a"],
    ["wit", "stwosz"],
    ["stefan", "batory"],
    ["mikolaj", "kopernik"],
    ["adam", "mickiewicz"],
    ["fryderyk", "chopin"],
];

/// What is spoken of where somebody is shown, buried or celebrated.
#[rustfmt::skip]
const SHOWN: &[&str] = &[
    "wystaw", "pomnik", "muze", "obraz", "witraz", "rynk", "rynek", "kopiec", "kopc", "koncert", "festiwal", "galeri", "spektakl", "premier", "teatr", "kwater", "rakowic", "wawel", "sarkofag", "krypt", "popiers", "mural", "kaplic", "cmentarz", "skalk", "sukiennic", "zwiedz",
    "lasiczk", "oltarz", "kosciol", "kosciel", "kolegi", "collegium", "rzezb", "malarz", "malarstw", "figur", "twierdzen", "recital", "muzyk", "biograf", "rocznic", "odslonie", "swiet", "odpust", "procesj", "relikwi", "legend", "parku", "ulica", "ulicy",
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
    let before = tokens.before(start).and_then(|and| tokens.before(and)).map(|name| tokens.folded(name));
    let whole = |pair: &[&str; 2]| {
        tokens.folded(start) == pair[0] && next == pair[1]
            // "Wincentego a Paulo": begun before
            || before == Some(pair[0]) && tokens.before(start).is_some_and(|at| tokens.folded(at) == pair[1])
    };
    const NEAR: usize = 18;
    let shown = || {
        (start.saturating_sub(NEAR)..start).chain(end..end + NEAR).any(|at| {
            let folded = tokens.folded(at);
            !folded.is_empty() && SHOWN.iter().any(|stem| folded.starts_with(stem))
        })
    };
    let famous = (start..end).rev().find(|at| tokens.is_word(*at)).is_some_and(|at| is_famous(tokens.folded(at)));
    WHOLE.iter().any(whole) || famous && shown()
}
