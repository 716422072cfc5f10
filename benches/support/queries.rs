//! Questions with known answers: headings of the articles, as they stand and as hurried fingers type them.

use std::collections::BTreeMap;

use super::articles::Generated;
use super::rng::Rng;

/// How a heading is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// As it stands.
    Clean,
    /// Without diacritics.
    Stripped,
    /// One of its longer words misspelt.
    Typo,
    /// The last word not finished.
    Prefix,
}

impl Variant {
    /// All of them, in the order of tables.
    pub const ALL: [Self; 4] = [Self::Clean, Self::Stripped, Self::Typo, Self::Prefix];

    /// Its name in options and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Stripped => "stripped",
            Self::Typo => "typo",
            Self::Prefix => "prefix",
        }
    }

    /// The variant of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|variant| variant.name() == name)
    }

    /// `heading` as it would be typed; `None` where it cannot be typed so (no letter to spoil).
    pub fn apply(self, heading: &str, rng: &mut Rng) -> Option<String> {
        match self {
            Self::Clean => Some(heading.to_owned()),
            Self::Stripped => Some(stripped(heading)),
            Self::Typo => misspelt(heading, rng),
            Self::Prefix => unfinished(heading, rng),
        }
    }
}

/// A question and the articles that answer it.
#[derive(Debug, Clone)]
pub struct Query {
    pub id: String,
    pub text: String,
    pub articles: Vec<String>,
}

/// Shorter headings (`Zasady komisji`) are as good as anybody's.
const WORDS_AT_LEAST: usize = 3;

/// Headings at most this many articles share make questions: one that everybody has asks for nothing in particular.
const SHARED_AT_MOST: usize = 3;

/// Gathers headings while articles are written, so that the articles need not be kept.
#[derive(Debug, Default)]
pub struct Headings {
    articles: BTreeMap<String, Vec<String>>,
}

impl Headings {
    pub fn note(&mut self, article: &Generated) {
        for heading in &article.headings {
            let holders = self.articles.entry(heading.clone()).or_default();
            if !holders.contains(&article.id) {
                holders.push(article.id.clone());
            }
        }
    }

    /// `count` headings spread over the whole corpus, typed in the given way; fewer if there are not as many. The
    /// same seed chooses the same headings for every variant, so that their figures can be laid side by side.
    pub fn queries(&self, count: usize, variant: Variant, seed: u64) -> Vec<Query> {
        let mut usable: Vec<(&String, &Vec<String>)> = self
            .articles
            .iter()
            .filter(|(heading, holders)| {
                heading.split_whitespace().count() >= WORDS_AT_LEAST
                    && holders.len() <= SHARED_AT_MOST
                    && Variant::ALL
                        .iter()
                        .all(|variant| variant.apply(heading, &mut Rng::new(seed, 0)).is_some())
            })
            .collect();
        let mut choice = Rng::new(seed, 1);
        let count = count.min(usable.len());
        for at in 0..count {
            let other = choice.between(at, usable.len() - 1);
            usable.swap(at, other);
        }
        usable
            .into_iter()
            .take(count)
            .enumerate()
            .filter_map(|(number, (heading, holders))| {
                let text = variant.apply(heading, &mut Rng::new(seed, number as u64 + 2))?;
                Some(Query { id: format!("h{number}"), text, articles: holders.clone() })
            })
            .collect()
    }
}

fn stripped(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'ą' => 'a',
            'ć' => 'c',
            'ę' => 'e',
            'ł' => 'l',
            'ń' => 'n',
            'ó' => 'o',
            'ś' => 's',
            'ź' | 'ż' => 'z',
            'Ć' => 'C',
            'Ł' => 'L',
            'Ó' => 'O',
            'Ś' => 'S',
            'Ź' | 'Ż' => 'Z',
            c => c,
        })
        .collect()
}

/// What Polish ears confuse.
const SOUNDS_ALIKE: [(&str, &str); 8] =
    [("rz", "ż"), ("ż", "rz"), ("ch", "h"), ("ó", "u"), ("u", "ó"), ("ą", "on"), ("ę", "en"), ("h", "ch")];

const KEYBOARD: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// One mistake in one word of five letters or more: swapped, missing, doubled or neighbouring letters, or a spelling
/// that sounds the same. First letters are spared: people get them right.
fn misspelt(text: &str, rng: &mut Rng) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let long: Vec<usize> = (0..words.len())
        .filter(|&at| words[at].chars().count() >= 5 && words[at].chars().all(char::is_alphabetic))
        .collect();
    if long.is_empty() {
        return None;
    }
    let at = *rng.pick(&long);
    let wrong = misspell_word(words[at], rng);
    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    words[at] = wrong;
    Some(words.join(" "))
}

fn misspell_word(word: &str, rng: &mut Rng) -> String {
    if rng.chance(0.25) {
        let from = rng.below(SOUNDS_ALIKE.len());
        for step in 0..SOUNDS_ALIKE.len() {
            let (right, wrong) = SOUNDS_ALIKE[(from + step) % SOUNDS_ALIKE.len()];
            if let Some(found) = word.find(right).filter(|&found| found > 0) {
                return format!("{}{wrong}{}", &word[..found], &word[found + right.len()..]);
            }
        }
    }
    let mut letters: Vec<char> = word.chars().collect();
    let at = rng.between(1, letters.len() - 2);
    match rng.below(4) {
        0 if letters[at] != letters[at + 1] => letters.swap(at, at + 1),
        1 => letters.insert(at, letters[at]),
        2 => {
            if let Some(near) = neighbour(letters[at], rng) {
                letters[at] = near;
            } else {
                letters.remove(at);
            }
        }
        _ => {
            letters.remove(at);
        }
    }
    letters.into_iter().collect()
}

fn neighbour(letter: char, rng: &mut Rng) -> Option<char> {
    let row = KEYBOARD.iter().find(|row| row.contains(letter))?;
    let keys: Vec<char> = row.chars().collect();
    let at = keys.iter().position(|&key| key == letter)?;
    let near = if at == 0 || (at + 1 < keys.len() && rng.chance(0.5)) { at + 1 } else { at - 1 };
    keys.get(near).copied()
}

/// The last word cut after half to four fifths of its letters, three at least.
fn unfinished(text: &str, rng: &mut Rng) -> Option<String> {
    let (start, last) = text.rsplit_once(' ')?;
    let letters: Vec<char> = last.chars().collect();
    if letters.len() < 5 || !letters.iter().all(|c| c.is_alphabetic()) {
        return None;
    }
    let keep = rng.between((letters.len() / 2).max(3), (letters.len() * 4 / 5).max(3));
    Some(format!("{start} {}", letters[..keep].iter().collect::<String>()))
}
