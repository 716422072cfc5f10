//! The long tail: people, streets, estates, firms and trade words that nobody has seen before.
//!
//! Made up from syllables, so that no real person or firm is named; declined like real ones, because a name that
//! stands in six cases is what makes Polish hard to search.

use super::grammar::{Case, Gender, Noun, Number, adjective_form, capital};
use super::rng::Rng;

const ONSETS: [&str; 44] = [
    "b", "br", "c", "ch", "cz", "d", "dr", "f", "g", "gl", "gr", "h", "j", "k", "kr", "kl", "krz", "l", "ł",
    "m", "mł", "n", "p", "pr", "prz", "pl", "r", "rz", "s", "sk", "st", "str", "sz", "szcz", "śl", "św", "t",
    "tr", "w", "wr", "z", "zd", "ż", "żm",
];
const VOWELS: [&str; 8] = ["a", "e", "o", "u", "y", "a", "o", "ó"];
const CODAS: [&str; 32] = [
    "b", "ch", "cz", "d", "g", "k", "l", "łd", "m", "n", "nd", "nk", "p", "r", "rd", "rk", "rn", "rz", "s",
    "st", "sz", "t", "w", "z", "zd", "ż", "lk", "mb", "nt", "rt", "lt", "rg",
];

/// A root that looks Polish; the same number always gives the same root.
pub fn root(number: usize) -> String {
    let mut rng = Rng::new(0x0044_524F_474F_574B, number as u64);
    let mut root = String::new();
    // Common roots are short, the far end of the tail is long: as in any language.
    for _ in 0..if number < 400 { 1 } else { rng.between(1, 2) } {
        root.push_str(rng.pick::<&str>(&ONSETS));
        let vowel = *rng.pick(&VOWELS);
        // k and g do not stand before y, nor j and l: keep the spelling plausible.
        root.push_str(if vowel == "y" && root.ends_with(['k', 'g', 'h', 'j', 'l']) { "e" } else { vowel });
    }
    root.push_str(rng.pick::<&str>(&CODAS));
    root
}

/// How many roots there are to draw from; with their endings and cases far more words than a corpus will use.
const ROOTS: usize = 40_000;

/// A noun of some trade, new to every reader.
pub fn trade_noun(rng: &mut Rng) -> Noun {
    let number = rng.zipf(ROOTS);
    let r = root(number);
    let spec = match number % 6 {
        0 => format!("fs {r}arni {r}arni"),
        1 => format!("m {r}ownik {r}ownik a {r}owniku {r}owniki {r}owników"),
        2 => format!("f {r}ówk {r}ówce {r}ówek"),
        3 => format!("no {r}owisk {r}owisku {r}owisk"),
        4 => format!("fc {r}owość {r}owości"),
        _ => format!("p {r}owiec {r}owc {r}owcu {r}owcy {r}owców"),
    };
    Noun::parse(&spec)
}

/// An adjective from the same roots.
pub fn trade_adjective(rng: &mut Rng) -> String {
    let number = rng.zipf(ROOTS);
    format!("{}{}", root(number), ["owy", "owski", "alny", "liwy"][number % 4])
}

const MEN: &str = "Jan,Jan,Janie Piotr,Piotr,Piotrze Adam,Adam,Adamie Tomasz,Tomasz,Tomaszu Marcin,Marcin,Marcinie \
    Michał,Michał,Michale Krzysztof,Krzysztof,Krzysztofie Andrzej,Andrzej,Andrzeju Stanisław,Stanisław,Stanisławie \
    Józef,Józef,Józefie Jakub,Jakub,Jakubie Grzegorz,Grzegorz,Grzegorzu Rafał,Rafał,Rafale Robert,Robert,Robercie \
    Wojciech,Wojciech,Wojciechu Łukasz,Łukasz,Łukaszu Zbigniew,Zbigniew,Zbigniewie Henryk,Henryk,Henryku \
    Kazimierz,Kazimierz,Kazimierzu";
const WOMEN: &str = "Ann,Annie Ew,Ewie Małgorzat,Małgorzacie Agnieszk,Agnieszce Barbar,Barbarze Katarzyn,Katarzynie \
    Elżbiet,Elżbiecie Magdalen,Magdalenie Joann,Joannie Jadwig,Jadwidze Teres,Teresie Halin,Halinie Iren,Irenie \
    Monik,Monice Dorot,Dorocie Helen,Helenie Wand,Wandzie Beat,Beacie Renat,Renacie Urszul,Urszuli";

/// A made-up person whose first name and surname decline.
#[derive(Debug, Clone)]
pub struct Person {
    pub woman: bool,
    forms: [String; 6],
}

impl Person {
    pub fn new(rng: &mut Rng) -> Self {
        let woman = rng.chance(0.5);
        let first = if woman { woman_name(rng) } else { man_name(rng) };
        let stem = capital(&root(rng.zipf(ROOTS)));
        let kind = rng.below(5);
        let forms = super::grammar::CASES.map(|case| {
            let surname = match (kind, woman) {
                (0..=2, _) => {
                    let ending = ["owski", "ecki", "iński"][kind];
                    let gender = if woman { Gender::Feminine } else { Gender::Personal };
                    adjective_form(&format!("{stem}{ending}"), gender, Number::Sg, case)
                }
                (_, true) => format!("{stem}{}", ["owicz", "czyk"][kind - 3]),
                (3, false) => format!("{stem}owicz{}", ["", "a", "owi", "a", "em", "u"][case as usize]),
                (_, false) => format!("{stem}czyk{}", ["", "a", "owi", "a", "iem", "u"][case as usize]),
            };
            format!("{} {surname}", first.form(case, Number::Sg))
        });
        Self { woman, forms }
    }

    pub fn form(&self, case: Case) -> &str {
        &self.forms[case as usize]
    }
}

fn man_name(rng: &mut Rng) -> Noun {
    let names: Vec<&str> = MEN.split_whitespace().collect();
    let mut parts = rng.pick_zipf(&names).split(',');
    let (nom, stem, loc) =
        (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    Noun::parse(&format!("p {nom} {stem} {loc} {stem}owie {stem}ów"))
}

fn woman_name(rng: &mut Rng) -> Noun {
    let names: Vec<&str> = WOMEN.split_whitespace().collect();
    let (stem, loc) = rng.pick_zipf(&names).split_once(',').unwrap_or(("Ann", "Annie"));
    if stem.ends_with('l') {
        Noun::parse(&format!("fs {stem} {stem}"))
    } else {
        Noun::parse(&format!("f {stem} {loc} {stem}"))
    }
}

const STREETS: &str = "brzozowy lipowy długi polny leśny słoneczny ogrodowy krótki szkolny wierzbowy kwiatowy sosnowy \
    akacjowy spacerowy wiśniowy młyński górny zielony kolejowy klonowy parkowy jasny spokojny świerkowy \
    jarzębinowy wodny łąkowy różany dębowy malinowy widokowy rzeczny strumykowy zamkowy warszawski pogodny tęczowy";

/// A street with its name in the genitive, ready for a preposition: `ulica Lipowa`, `ulica Jana Krzemowskiego`.
pub fn street(rng: &mut Rng) -> Noun {
    let street = Noun::parse("fs ulic ulic");
    if rng.chance(0.35) {
        let person = Person::new(rng);
        return street.with_tail(person.form(Case::Gen));
    }
    let known: Vec<&str> = STREETS.split_whitespace().collect();
    let name = if rng.chance(0.4) {
        rng.pick_zipf(&known).to_string()
    } else {
        let number = rng.zipf(ROOTS);
        format!("{}{}", root(number), ["owski", "owy", "ecki"][number % 3])
    };
    street.with_adjective(&capital(&name))
}

/// An estate: `osiedle Krzewniki`.
pub fn estate(rng: &mut Rng) -> Noun {
    let number = rng.zipf(3_000);
    let ending = ["owice", "niki", "ówka", "owo", "ów", "owa Góra", "ówki"][number % 7];
    Noun::parse("n osiedl osiedli").with_tail(&format!("{}{ending}", capital(&root(number))))
}

/// A firm, school, club or foundation with a name or number of its own.
pub fn organisation(rng: &mut Rng) -> Noun {
    let name = capital(&root(rng.zipf(ROOTS)));
    match rng.below(6) {
        0 => Noun::parse("fs fundacj fundacji").capitalised().with_tail(&format!("„{name}a”")),
        1 => Noun::parse("f spółk spółce spółek").capitalised().with_tail(&format!("{name}pol")),
        2 => Noun::parse("n przedszkol przedszkoli")
            .with_adjective("samorządowy")
            .capitalised()
            .with_tail(&format!("nr {}", rng.between(1, 180))),
        3 => Noun::parse("f szkoł szkole szkół")
            .with_adjective("podstawowy")
            .capitalised()
            .with_tail(&format!("nr {}", rng.between(1, 165))),
        4 => Noun::parse("m klub klub u klubie kluby klubów")
            .with_adjective("sportowy")
            .capitalised()
            .with_tail(&format!("„{name}ia”")),
        _ => Noun::parse("n stowarzyszeni stowarzyszeń").capitalised().with_tail(&format!("„{name}iacy”")),
    }
}
