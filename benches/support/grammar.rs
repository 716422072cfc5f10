//! Polish declension, as far as made-up articles need it: nouns from a short specification, adjectives from their
//! dictionary form.
//!
//! Not a grammar of Polish. A noun whose forms do not follow from its class is simply not in the tables.

/// The six cases that prose of an office uses (nobody addresses a form in the vocative).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Nom,
    Gen,
    Dat,
    Acc,
    Ins,
    Loc,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    Sg,
    Pl,
}

/// The genders that agreement tells apart: men have accusatives and plurals of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    Personal,
    Masculine,
    Feminine,
    Neuter,
}

/// A noun with all its forms.
#[derive(Debug, Clone)]
pub struct Noun {
    pub gender: Gender,
    forms: [String; 12],
}

impl Noun {
    pub fn form(&self, case: Case, number: Number) -> &str {
        &self.forms[case as usize + if number == Number::Pl { 6 } else { 0 }]
    }

    /// Reads a specification: a class, then what the class needs.
    ///
    /// | class | fields | example |
    /// |---|---|---|
    /// | `f` feminine, hard | stem, locative, genitive plural | `f opłat opłacie opłat` |
    /// | `fs` feminine, soft | stem, genitive plural | `fs decyzj decyzji` |
    /// | `fi` feminine in -ia with a double i | stem, genitive plural | `fi opini opinii` |
    /// | `fc` feminine in a consonant | nominative, stem in -i | `fc nieruchomość nieruchomości` |
    /// | `m` masculine thing | nominative, stem, -u or -a, locative, plural, genitive plural | `m wniosek wniosk u wniosku wnioski wniosków` |
    /// | `p` man | nominative, stem, locative, plural, genitive plural | `p mieszkaniec mieszkańc mieszkańcu mieszkańcy mieszkańców` |
    /// | `pa` man in -a | stem, locative, plural, genitive plural | `pa kierowc kierowcy kierowcy kierowców` |
    /// | `n` neuter in -e | stem, genitive plural | `n zaświadczeni zaświadczeń` |
    /// | `no` neuter in -o | stem, locative, genitive plural | `no biur biurze biur` |
    ///
    /// # Panics
    /// On a specification that is none: the tables are part of the program.
    pub fn parse(spec: &str) -> Self {
        let fields: Vec<&str> = spec.split_whitespace().collect();
        let (gender, forms) = match fields[..] {
            ["f", stem, loc, gen_pl] => {
                let y = if stem.ends_with(['k', 'g']) { "i" } else { "y" };
                let plural = format!("{stem}{y}");
                (Gender::Feminine, feminine(stem, &plural, loc, &plural, gen_pl))
            }
            ["fs", stem, gen_pl] => {
                let oblique = match stem.chars().last() {
                    Some('i') => stem.to_owned(),
                    Some('j' | 'l') => format!("{stem}i"),
                    _ => format!("{stem}y"),
                };
                (Gender::Feminine, feminine(stem, &oblique, &oblique, &format!("{stem}e"), gen_pl))
            }
            ["fi", stem, gen_pl] => {
                let oblique = format!("{stem}i");
                (Gender::Feminine, feminine(stem, &oblique, &oblique, &format!("{stem}e"), gen_pl))
            }
            ["fc", nom, stem] => (
                Gender::Feminine,
                [
                    nom.to_owned(),
                    stem.to_owned(),
                    stem.to_owned(),
                    nom.to_owned(),
                    format!("{stem}ą"),
                    stem.to_owned(),
                    stem.to_owned(),
                    stem.to_owned(),
                    format!("{stem}om"),
                    stem.to_owned(),
                    format!("{stem}ami"),
                    format!("{stem}ach"),
                ],
            ),
            ["m", nom, stem, gen_sg, loc, pl, gen_pl] => (
                Gender::Masculine,
                masculine(nom, &format!("{stem}{gen_sg}"), nom, stem, loc, pl, gen_pl, pl),
            ),
            ["p", nom, stem, loc, pl, gen_pl] => {
                let gen_sg = format!("{stem}a");
                (Gender::Personal, masculine(nom, &gen_sg, &gen_sg, stem, loc, pl, gen_pl, gen_pl))
            }
            ["pa", stem, loc, pl, gen_pl] => {
                let mut forms = feminine(stem, &format!("{stem}y"), loc, pl, gen_pl);
                forms[Case::Acc as usize + 6] = gen_pl.to_owned();
                (Gender::Personal, forms)
            }
            ["n", stem, gen_pl] => (Gender::Neuter, neuter(stem, "e", &format!("{stem}u"), gen_pl)),
            ["no", stem, loc, gen_pl] => (Gender::Neuter, neuter(stem, "o", loc, gen_pl)),
            _ => panic!("no such noun class: {spec}"),
        };
        Self { gender, forms }
    }

    /// A noun followed by words that never change: `Przedszkole nr 43`.
    pub fn with_tail(mut self, tail: &str) -> Self {
        for form in &mut self.forms {
            form.push(' ');
            form.push_str(tail);
        }
        self
    }

    /// A fixed term of a noun and an adjective after it: `dowód osobisty`.
    pub fn with_adjective(mut self, adjective: &str) -> Self {
        for (at, form) in self.forms.iter_mut().enumerate() {
            let number = if at < 6 { Number::Sg } else { Number::Pl };
            form.push(' ');
            form.push_str(&adjective_form(adjective, self.gender, number, CASES[at % 6]));
        }
        self
    }

    /// The same noun with a capital, for names.
    pub fn capitalised(mut self) -> Self {
        for form in &mut self.forms {
            *form = capital(form);
        }
        self
    }
}

/// All of them, in the order of a paradigm.
pub const CASES: [Case; 6] = [Case::Nom, Case::Gen, Case::Dat, Case::Acc, Case::Ins, Case::Loc];

fn feminine(stem: &str, gen_sg: &str, loc: &str, plural: &str, gen_pl: &str) -> [String; 12] {
    [
        format!("{stem}a"),
        gen_sg.to_owned(),
        loc.to_owned(),
        format!("{stem}ę"),
        format!("{stem}ą"),
        loc.to_owned(),
        plural.to_owned(),
        gen_pl.to_owned(),
        format!("{stem}om"),
        plural.to_owned(),
        format!("{stem}ami"),
        format!("{stem}ach"),
    ]
}

#[expect(clippy::too_many_arguments, reason = "a row of a paradigm, read beside the table above")]
fn masculine(
    nom: &str,
    gen_sg: &str,
    acc: &str,
    stem: &str,
    loc: &str,
    pl: &str,
    gen_pl: &str,
    acc_pl: &str,
) -> [String; 12] {
    [
        nom.to_owned(),
        gen_sg.to_owned(),
        format!("{stem}owi"),
        acc.to_owned(),
        instrumental(stem),
        loc.to_owned(),
        pl.to_owned(),
        gen_pl.to_owned(),
        format!("{stem}om"),
        acc_pl.to_owned(),
        format!("{stem}ami"),
        format!("{stem}ach"),
    ]
}

fn neuter(stem: &str, ending: &str, loc: &str, gen_pl: &str) -> [String; 12] {
    [
        format!("{stem}{ending}"),
        format!("{stem}a"),
        format!("{stem}u"),
        format!("{stem}{ending}"),
        instrumental(stem),
        loc.to_owned(),
        format!("{stem}a"),
        gen_pl.to_owned(),
        format!("{stem}om"),
        format!("{stem}a"),
        format!("{stem}ami"),
        format!("{stem}ach"),
    ]
}

fn instrumental(stem: &str) -> String {
    if stem.ends_with(['k', 'g']) { format!("{stem}iem") } else { format!("{stem}em") }
}

/// The form of an adjective (or participle, or surname in -ski) given in its dictionary form in -y or -i.
pub fn adjective_form(lemma: &str, gender: Gender, number: Number, case: Case) -> String {
    use Case::{Acc, Dat, Gen, Ins, Loc, Nom};
    // -ki and -gi keep the i only before e and m; -ni and -pi are soft and keep it everywhere.
    let hard_k = lemma.ends_with("ki") || lemma.ends_with("gi");
    let soft = lemma.ends_with('i') && !hard_k;
    let stem = if soft { lemma } else { &lemma[..lemma.len() - 1] };
    let i = if hard_k { "i" } else { "" };
    let y = if soft {
        ""
    } else if hard_k {
        "i"
    } else {
        "y"
    };
    match (number, gender, case) {
        (Number::Sg, Gender::Feminine, Nom) => format!("{stem}a"),
        (Number::Sg, Gender::Feminine, Acc | Ins) => format!("{stem}ą"),
        (Number::Sg, Gender::Feminine, Gen | Dat | Loc) => format!("{stem}{i}ej"),
        (Number::Sg, Gender::Neuter, Nom | Acc) => format!("{stem}{i}e"),
        (Number::Sg, Gender::Masculine, Nom | Acc) | (Number::Sg, Gender::Personal, Nom) => lemma.to_owned(),
        (Number::Sg, _, Gen) | (Number::Sg, Gender::Personal, Acc) => format!("{stem}{i}ego"),
        (Number::Sg, _, Dat) => format!("{stem}{i}emu"),
        (Number::Sg, _, Ins | Loc) => format!("{stem}{y}m"),
        (Number::Pl, Gender::Personal, Nom) => men(lemma),
        (Number::Pl, Gender::Personal, Acc) | (Number::Pl, _, Gen | Loc) => format!("{stem}{y}ch"),
        (Number::Pl, _, Nom | Acc) => format!("{stem}{i}e"),
        (Number::Pl, _, Dat) => format!("{stem}{y}m"),
        (Number::Pl, _, Ins) => format!("{stem}{y}mi"),
    }
}

/// Nominative plural of men, whose last consonant changes: `nowy` → `nowi`, `miejski` → `miejscy`.
fn men(lemma: &str) -> String {
    const CHANGES: [(&str, &str); 15] = [
        ("chy", "si"),
        ("sty", "ści"),
        ("ony", "eni"),
        ("ki", "cy"),
        ("gi", "dzy"),
        ("ry", "rzy"),
        ("ty", "ci"),
        ("ły", "li"),
        ("dy", "dzi"),
        ("szy", "si"),
        ("ży", "zi"),
        ("ny", "ni"),
        ("wy", "wi"),
        ("my", "mi"),
        ("py", "pi"),
    ];
    for (from, to) in CHANGES {
        if let Some(stem) = lemma.strip_suffix(from) {
            return format!("{stem}{to}");
        }
    }
    lemma.to_owned()
}

/// The first letter made a capital.
pub fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `w` or `we`, `z` or `ze`, as the next word demands; other prepositions stay.
pub fn preposition(word: &'static str, next: &str) -> &'static str {
    let next = next.to_lowercase();
    let mut letters = next.chars();
    let (first, second) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    let vowel = |c: char| "aąeęioóuy".contains(c);
    match word {
        "w" if "wf".contains(first) && !vowel(second) => "we",
        "z" if "szśźżw".contains(first) && !vowel(second) => "ze",
        other => other,
    }
}
