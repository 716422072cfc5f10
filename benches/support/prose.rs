//! Sentences: grammatical, about city matters, and meaning nothing.
//!
//! Most are grown from rules over a large vocabulary instead of filled-in templates: templates would put the same
//! fifty words into every article, and postings of that shape exist in no real collection.

use drogowskaz::text::say::MONTHS;
use std::fmt::Write;

use super::grammar::{Case, Gender, Noun, Number, adjective_form, capital, preposition};
use super::names::{self, Person};
use super::rng::Rng;
use super::words::{Verb, Words};

/// What one article is about: words that come back, as the words of a real text do.
pub struct Theme<'w> {
    words: &'w Words,
    nouns: Vec<Noun>,
    adjectives: Vec<String>,
    verbs: Vec<&'w Verb>,
    people: Vec<Person>,
    places: Vec<Noun>,
    organisations: Vec<Noun>,
}

const PREPOSITIONS: [(&str, Case); 22] = [
    ("w", Case::Loc),
    ("na", Case::Loc),
    ("do", Case::Gen),
    ("z", Case::Ins),
    ("dla", Case::Gen),
    ("od", Case::Gen),
    ("o", Case::Loc),
    ("po", Case::Loc),
    ("przy", Case::Loc),
    ("bez", Case::Gen),
    ("przed", Case::Ins),
    ("w sprawie", Case::Gen),
    ("na podstawie", Case::Gen),
    ("w zakresie", Case::Gen),
    ("podczas", Case::Gen),
    ("oprócz", Case::Gen),
    ("zgodnie z", Case::Ins),
    ("w ramach", Case::Gen),
    ("wobec", Case::Gen),
    ("dzięki", Case::Dat),
    ("pod", Case::Ins),
    ("między innymi przez", Case::Acc),
];

const ADVERBS: [&str; 24] = [
    "zwykle",
    "najpierw",
    "następnie",
    "osobiście",
    "bezpłatnie",
    "codziennie",
    "dodatkowo",
    "wyjątkowo",
    "wspólnie",
    "pisemnie",
    "elektronicznie",
    "corocznie",
    "niezwłocznie",
    "stopniowo",
    "zazwyczaj",
    "regularnie",
    "ponownie",
    "wcześniej",
    "obowiązkowo",
    "tymczasowo",
    "samodzielnie",
    "telefonicznie",
    "jednocześnie",
    "okresowo",
];

impl<'w> Theme<'w> {
    pub fn new(words: &'w Words, rng: &mut Rng) -> Self {
        let mut nouns = Vec::with_capacity(24);
        for at in 0..24 {
            nouns.push(match at % 6 {
                5 => names::trade_noun(rng),
                3 => rng.pick_zipf(&words.terms).clone(),
                _ => rng.pick_zipf(&words.nouns).clone(),
            });
        }
        let adjectives = (0..12)
            .map(|at| {
                if at % 6 == 5 {
                    names::trade_adjective(rng)
                } else {
                    rng.pick_zipf(&words.adjectives).clone()
                }
            })
            .collect();
        Self {
            words,
            nouns,
            adjectives,
            verbs: (0..10).map(|_| rng.pick_zipf(&words.verbs)).collect(),
            people: (0..2).map(|_| Person::new(rng)).collect(),
            places: vec![names::street(rng), names::street(rng), names::estate(rng)],
            organisations: vec![names::organisation(rng)],
        }
    }

    /// A noun: mostly the article's own, sometimes any, once in a while one that stands nowhere else.
    fn noun(&self, rng: &mut Rng) -> Noun {
        match rng.below(20) {
            0 => names::trade_noun(rng),
            1..=5 => rng.pick_zipf(&self.words.nouns).clone(),
            _ => rng.pick_zipf(&self.nouns).clone(),
        }
    }

    fn adjective(&self, rng: &mut Rng) -> String {
        match rng.below(20) {
            0 => names::trade_adjective(rng),
            1..=6 => rng.pick_zipf(&self.words.adjectives).clone(),
            _ => rng.pick_zipf(&self.adjectives).clone(),
        }
    }

    fn verb(&self, rng: &mut Rng) -> &'w Verb {
        if rng.chance(0.6) { rng.pick_zipf::<&Verb>(&self.verbs) } else { rng.pick_zipf(&self.words.verbs) }
    }

    pub fn place(&self, rng: &mut Rng) -> Noun {
        if rng.chance(0.7) { rng.pick_zipf(&self.places).clone() } else { names::street(rng) }
    }

    fn person(&self, rng: &mut Rng) -> Person {
        if rng.chance(0.7) { rng.pick(&self.people).clone() } else { Person::new(rng) }
    }

    pub fn organisation(&self, rng: &mut Rng) -> Noun {
        if rng.chance(0.7) { rng.pick(&self.organisations).clone() } else { names::organisation(rng) }
    }

    /// A noun with an adjective and what belongs to it: `nowy wykaz gruntów`. Gives the number and gender too.
    pub fn phrase(&self, rng: &mut Rng, case: Case, depth: usize) -> (String, Number, Gender) {
        let noun = self.noun(rng);
        let number = if rng.chance(0.62) { Number::Sg } else { Number::Pl };
        let mut text = String::new();
        if rng.chance(0.4) {
            text.push_str(&adjective_form(&self.adjective(rng), noun.gender, number, case));
            text.push(' ');
        }
        text.push_str(noun.form(case, number));
        if depth > 0 && rng.chance(0.35) {
            text.push(' ');
            text.push_str(&self.phrase(rng, Case::Gen, depth - 1).0);
        }
        (text, number, noun.gender)
    }

    fn object(&self, rng: &mut Rng, case: Case) -> String {
        self.phrase(rng, case, 1).0
    }

    /// `przy ulicy Lipowej 12`, `w sprawie podatków`.
    pub fn circumstance(&self, rng: &mut Rng) -> String {
        match rng.below(8) {
            0 => format!("przy {} {}", self.place(rng).form(Case::Loc, Number::Sg), rng.between(1, 190)),
            1 => format!("w dniu {}", date(rng)),
            2 => {
                let named = self.organisation(rng);
                format!("z udziałem {}", named.form(Case::Gen, Number::Sg))
            }
            _ => {
                let (word, case) = *rng.pick_zipf(&PREPOSITIONS);
                let rest = self.object(rng, case);
                format!("{} {rest}", preposition(word, &rest))
            }
        }
    }

    /// A clause without its full stop: subject, verb, object, and where or when.
    fn clause(&self, rng: &mut Rng) -> String {
        let verb = self.verb(rng);
        let (subject, number, gender) = self.phrase(rng, Case::Nom, 1);
        let mut text = match rng.below(10) {
            0 | 1 => {
                let was = match (number, gender) {
                    (Number::Sg, Gender::Feminine) => "została",
                    (Number::Sg, Gender::Neuter) => "zostało",
                    (Number::Sg, _) => "został",
                    (Number::Pl, Gender::Personal) => "zostali",
                    (Number::Pl, _) => "zostały",
                };
                let done = adjective_form(&verb.participle, gender, number, Case::Nom);
                format!("{subject} {was} {done} przez {}", self.object(rng, Case::Acc))
            }
            2 => {
                let which = adjective_form("który", gender, number, Case::Nom);
                let (inner, outer) = (self.verb(rng), verb);
                format!(
                    "{subject}, {which} {} {}, {} {}",
                    finite(inner, number),
                    self.object(rng, Case::Acc),
                    finite(outer, number),
                    self.object(rng, Case::Acc)
                )
            }
            _ => {
                let adverb =
                    if rng.chance(0.25) { format!("{} ", rng.pick_zipf(&ADVERBS)) } else { String::new() };
                format!("{subject} {adverb}{} {}", finite(verb, number), self.object(rng, Case::Acc))
            }
        };
        if rng.chance(0.55) {
            let _ = write!(text, " {}", self.circumstance(rng));
        }
        text
    }

    /// A whole sentence.
    pub fn sentence(&self, rng: &mut Rng) -> String {
        let verb = self.verb(rng);
        let text = match rng.below(22) {
            0 => format!(
                "aby {} {}, trzeba {} {}",
                self.verb(rng).infinitive,
                self.object(rng, Case::Acc),
                verb.infinitive,
                self.object(rng, Case::Acc)
            ),
            1 => format!("jeżeli {}, {}", self.clause(rng), self.clause(rng)),
            2 => {
                let person = self.person(rng);
                let signed = if person.woman { "podpisała" } else { "podpisał" };
                format!(
                    "{} {} {signed} {} ({})",
                    date(rng),
                    person.form(Case::Nom),
                    self.object(rng, Case::Acc),
                    code(rng)
                )
            }
            3 => format!(
                "przy {} {} {}, tel. {}",
                self.place(rng).form(Case::Loc, Number::Sg),
                rng.between(1, 190),
                self.clause(rng),
                phone(rng)
            ),
            4 => format!("opłata za {} wynosi {}", self.object(rng, Case::Acc), fee(rng)),
            5 => format!("na {} termin wynosi {} dni", self.object(rng, Case::Acc), rng.between(3, 90)),
            6 => format!(
                "zgodnie z § {} ust. {} zarządzenia nr {} {}",
                rng.between(1, 40),
                rng.between(1, 9),
                act(rng),
                self.clause(rng)
            ),
            7 => {
                let named = self.organisation(rng);
                format!(
                    "{} {} {}",
                    named.form(Case::Nom, Number::Sg),
                    verb.singular,
                    self.object(rng, Case::Acc)
                )
            }
            8 => format!("{} {}", self.circumstance(rng), self.clause(rng)),
            9 => format!(
                "w {} roku na {} {}",
                rng.between(1_920, 2_026),
                self.place(rng).form(Case::Loc, Number::Sg),
                self.clause(rng)
            ),
            10 => format!("{}, a {}", self.clause(rng), self.clause(rng)),
            11 => format!("sprawą zajmuje się {}", self.person(rng).form(Case::Nom)),
            _ => self.clause(rng),
        };
        let mut text = capital(&text);
        text.push('.');
        text
    }

    /// What a caller would ask.
    pub fn question(&self, rng: &mut Rng) -> String {
        let object = self.object(rng, Case::Acc);
        match rng.below(6) {
            0 => format!("gdzie {} {object}?", self.verb(rng).infinitive),
            1 => format!("jak {} {object}", self.verb(rng).infinitive),
            2 => format!("ile kosztuje {}?", self.object(rng, Case::Nom)),
            3 => format!("kto {} {object} {}?", self.verb(rng).singular, self.circumstance(rng)),
            4 => format!("{} {}", self.object(rng, Case::Nom), self.circumstance(rng)),
            _ => format!("czy muszę {} {object}?", self.verb(rng).infinitive),
        }
    }

    /// A title: an action and its thing, often with a place or a person it concerns.
    pub fn title(&self, rng: &mut Rng) -> String {
        let action = rng.pick_zipf(&self.words.gerunds);
        let thing = if rng.chance(0.5) {
            rng.pick_zipf(&self.words.terms).form(Case::Gen, Number::Sg).to_owned()
        } else {
            self.object(rng, Case::Gen)
        };
        let mut title = format!("{} {thing}", action.form(Case::Nom, Number::Sg));
        match rng.below(5) {
            0 => {
                let _ = write!(title, " przy {}", self.place(rng).form(Case::Loc, Number::Sg));
            }
            1 => {
                let _ = write!(title, " – {}", self.object(rng, Case::Nom));
            }
            2 => {
                let _ = write!(title, " dla {}", self.organisation(rng).form(Case::Gen, Number::Sg));
            }
            _ => {}
        }
        capital(&title)
    }

    /// A heading of the article's own, as opposed to `Opłaty`.
    pub fn heading(&self, rng: &mut Rng) -> String {
        // An article's words are few, so chance repeats them; nobody writes "zasady wniosków wniosku".
        let mut heading = self.any_heading(rng);
        for _ in 0..6 {
            if !repeats_itself(&heading) {
                break;
            }
            heading = self.any_heading(rng);
        }
        heading
    }

    fn any_heading(&self, rng: &mut Rng) -> String {
        let verb = self.verb(rng);
        let heading = match rng.below(8) {
            0 => {
                let (subject, number, _) = self.phrase(rng, Case::Nom, 1);
                format!("kiedy {subject} {} {}", finite(verb, number), self.object(rng, Case::Acc))
            }
            1 => format!("jak {} {}", verb.infinitive, self.phrase(rng, Case::Acc, 2).0),
            2 => format!(
                "{} przy {}",
                self.object(rng, Case::Nom),
                self.place(rng).form(Case::Loc, Number::Sg)
            ),
            3 => format!("{} {}", self.object(rng, Case::Nom), self.circumstance(rng)),
            4 => format!("{} i {}", self.object(rng, Case::Nom), self.object(rng, Case::Nom)),
            5 => format!("{} – {}", self.person(rng).form(Case::Nom), self.object(rng, Case::Nom)),
            6 => {
                let action = rng.pick_zipf(&self.words.gerunds).form(Case::Nom, Number::Sg);
                format!("{action} {}", self.phrase(rng, Case::Gen, 2).0)
            }
            _ => format!("zasady {}", self.phrase(rng, Case::Gen, 2).0),
        };
        capital(&heading)
    }

    /// A word or two by which the article is found.
    pub fn keyword(&self, rng: &mut Rng) -> String {
        self.phrase(rng, Case::Nom, 0).0
    }
}

/// Whether two words begin with the same five letters.
fn repeats_itself(text: &str) -> bool {
    let beginnings: Vec<String> = text
        .split_whitespace()
        .filter(|word| word.chars().count() >= 5)
        .map(|word| word.to_lowercase().chars().take(5).collect())
        .collect();
    (1..beginnings.len()).any(|at| beginnings[..at].contains(&beginnings[at]))
}

fn finite(verb: &Verb, number: Number) -> &str {
    if number == Number::Sg { &verb.singular } else { &verb.plural }
}

pub fn date(rng: &mut Rng) -> String {
    format!("{} {} {} r.", rng.between(1, 28), rng.pick(&MONTHS), rng.between(2_012, 2_026))
}

pub fn phone(rng: &mut Rng) -> String {
    format!("12 {} {:02} {:02}", rng.between(200, 699), rng.below(100), rng.below(100))
}

pub fn fee(rng: &mut Rng) -> String {
    if rng.chance(0.6) {
        format!("{} zł", rng.pick(&[5, 10, 17, 22, 30, 39, 50, 58, 82, 100, 150, 200]))
    } else {
        format!("{},{:02} zł", rng.between(1, 900), rng.below(100))
    }
}

/// Number of an act of the Mayor.
pub fn act(rng: &mut Rng) -> String {
    format!("{}/{}", rng.between(1, 3_900), rng.between(2_015, 2_026))
}

/// Sign of a case or of a unit.
fn code(rng: &mut Rng) -> String {
    const UNITS: [&str; 14] =
        ["DK", "GK", "PD", "SO", "EK", "AU", "WS", "GD", "OR", "KS", "SA", "GS", "UC", "IR"];
    let unit = rng.pick(&UNITS);
    if rng.chance(0.5) {
        format!("{unit}-{:02}", rng.between(1, 40))
    } else {
        format!("{unit}.{}.{}.{}", rng.between(100, 9_999), rng.between(1, 400), rng.between(2_015, 2_026))
    }
}
