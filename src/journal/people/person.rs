//! Who is the same person.
//!
//! A person comes by several ways: with a token, with another token, through a single sign-on proxy that spells names
//! in its own manner. Two names are one person's if they consist of the same letters, whatever their case, accents,
//! order and alphabet (a Cyrillic letter counts as the Latin one it looks like), without what stands in brackets or
//! after a dash that stands free, without numbers, and without the domain of an account: `Anna Nowak`, `Nowak, Anna`,
//! `annanowak`, `ANNA.NOWAK@um.krakow.pl`, `UM\anna.nowak`, `Anna Nowak (laptop)`, `Anna Nowak – telefon` and
//! `Anna Nowak 2` are one ([`PartialEq`]). Where one way gives a part of what another gives, they may be one person
//! ([`Person::may_be`]): an initial for a name (`A. Nowak`, `anowak`), one of two surnames (`Anna Nowak-Lis`), one of two
//! first names. Two people of the same or of such a name are taken for one, too: then a third has to approve. A name
//! that changed whole (by marriage, or a token under a nickname) cannot be known.

use unicode_normalization::UnicodeNormalization;

use crate::text::fold;

/// A person, apart from the spelling of their name. Equal where the letters are.
#[derive(Debug, Clone)]
pub struct Person {
    /// The words of the name, folded, each once.
    words: Vec<String>,
    /// All letters of them, in the order of the alphabet.
    letters: String,
}

impl PartialEq for Person {
    fn eq(&self, other: &Self) -> bool {
        self.letters == other.letters
    }
}

impl Eq for Person {}

impl Person {
    /// Whose name this is.
    pub fn of(name: &str) -> Self {
        let plain: String = name.nfkc().filter(|c| !is_unseen(*c)).collect();
        let plain: String = plain.chars().map(latin).collect();
        let account = plain.rsplit('\\').next().unwrap_or(&plain);
        let account = account.split('@').next().unwrap_or(account);
        let outside = outside_brackets(account);
        // `Anna Nowak – telefon`: what follows a dash that stands free says how she comes.
        let dash = [" – ", " — ", " - "].iter().filter_map(|dash| outside.find(dash)).min();
        let mut words = match dash {
            Some(at) if words(&outside[..at]).len() > 1 => words(&outside[..at]),
            _ => words(&outside),
        };
        // A name of nothing else is what it is.
        if words.is_empty() {
            words = vec![fold(plain.trim())];
        }
        words.sort_unstable();
        words.dedup();
        // The letters alone: whoever writes a name as one word, or parts it by what nobody sees, is no other. Two names of
        // the same letters are taken for one person's, which errs on the side of a third.
        let mut letters: Vec<char> = words.concat().chars().collect();
        letters.sort_unstable();
        Self { words, letters: letters.into_iter().collect() }
    }

    /// Whether both may be one person: the one name says a part of what the other says, or says it shorter. Not an
    /// equivalence: `A. Nowak` may be Anna and may be Adam, who are two.
    pub fn may_be(&self, other: &Self) -> bool {
        self == other || is_part(&self.words, &other.words) || is_part(&other.words, &self.words)
    }
}

/// Whether each word of `part` stands in `whole`, or is the initial of one that does, and one at least stands there in
/// full. A single word is a part only where it is an account's name made of the other two (`anowak`, `nowaka`): there
/// are many who are called Anna.
fn is_part(part: &[String], whole: &[String]) -> bool {
    if let [account] = part {
        return is_account(account, whole);
    }
    let mut left: Vec<&String> = whole.iter().collect();
    let mut take = |fits: &dyn Fn(&str) -> bool| {
        let at = left.iter().position(|word| fits(word));
        at.map(|at| left.swap_remove(at)).is_some()
    };
    let full = part.iter().filter(|word| !is_initial(word));
    let initials = part.iter().filter(|word| is_initial(word));
    let found = full.clone().all(|word| take(&|other| other == word))
        && initials.clone().all(|initial| take(&|other| other.starts_with(initial.as_str())));
    found && full.count() > 0
}

/// Whether a name of one word is what systems make of two: the initials of all words but one, and that one in full.
fn is_account(account: &str, whole: &[String]) -> bool {
    whole.len() > 1
        && whole.iter().enumerate().any(|(at, full)| {
            let rest = account.strip_suffix(full.as_str()).or_else(|| account.strip_prefix(full.as_str()));
            let initials = whole.iter().enumerate().filter(|(other, _)| *other != at);
            let initials: Vec<char> = initials.filter_map(|(_, word)| word.chars().next()).collect();
            !is_initial(full)
                && rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| initials.contains(&c)))
        })
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

/// The Latin letter that a Cyrillic one looks like.
fn latin(c: char) -> char {
    match c {
        'А' | 'а' => 'a',
        'В' | 'в' => 'b',
        'Е' | 'е' => 'e',
        'І' | 'і' => 'i',
        'К' | 'к' => 'k',
        'М' | 'м' => 'm',
        'Н' | 'н' => 'h',
        'О' | 'о' => 'o',
        'Р' | 'р' => 'p',
        'С' | 'с' => 'c',
        'Т' | 'т' => 't',
        'У' | 'у' => 'y',
        'Х' | 'х' => 'x',
        'Ѕ' | 'ѕ' => 's',
        'Ј' | 'ј' => 'j',
        other => other,
    }
}

/// The words of a name. A number behind two of them tells one account of a person from another (`Anna Nowak 2`); behind
/// one it tells one person from another (`Redaktor 1`, `k10001`).
fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let bare = |word: &str| word.trim_end_matches(|c: char| c.is_numeric()).to_owned();
    let names: Vec<String> = words.clone().map(bare).filter(|word| !word.is_empty()).collect();
    if names.iter().filter(|name| !is_initial(name)).count() > 1 {
        names
    } else {
        words.map(str::to_owned).collect()
    }
}

fn outside_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    name.chars()
        .filter(|c| match c {
            '(' | '[' | '{' | '<' => {
                depth += 1;
                false
            }
            ')' | ']' | '}' | '>' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// Characters that nobody sees: zero-width spaces and joiners, direction marks, soft hyphens, variation selectors.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::Person;

    #[test]
    fn one_person_is_one_under_every_spelling_of_the_name() {
        let anna = Person::of("Anna Nowak");
        for name in [
            "anna nowak",
            "ANNA  NOWAK",
            " Anna\u{a0}Nowak ",
            "Nowak, Anna",
            "Nowak Anna",
            "anna.nowak",
            "anna.nowak@um.krakow.pl",
            "UM\\anna.nowak",
            "Anna Nowak (laptop)",
            "Anna Nowak – telefon",
            "Аnna Nowаk",
            "Anna\u{200b}Nowak",
            "annanowak",
            "Anna Nowak 2",
            "anna.nowak2",
            "Ánna Nowak",
            "Anna\u{200b} Nowak",
            "Ａｎｎａ Nowak",
        ] {
            assert_eq!(Person::of(name), anna, "{name}");
        }
        assert_eq!(Person::of("Łucja Żak"), Person::of("lucja zak"));
    }

    #[test]
    fn a_shorter_form_of_a_name_may_be_the_same_person() {
        for (one, other) in [
            ("Ewa Lis", "E. Lis"),
            ("Ewa Lis", "Lis E."),
            ("Ewa Lis", "elis"),
            ("Ewa Lis", "lise@um.krakow.pl"),
            ("Ewa Lis", "e.lis"),
            ("Ewa Lis", "Ewa Lis-Nowa"),
            ("Ewa Lis", "Ewa Nowa Lis"),
            ("Ewa Lis", "Ewa Maria Lis"),
            ("E. M. Lis", "Ewa Maria Lis"),
            ("E. Lis", "Ewa Lis-Nowa"),
            ("emlis", "Ewa Maria Lis"),
        ] {
            let (a, b) = (Person::of(one), Person::of(other));
            assert!(a.may_be(&b) && b.may_be(&a), "{one} and {other}");
        }
    }

    #[test]
    fn other_people_are_others() {
        let names = [
            "Anna Nowak",
            "Anna Kowal",
            "A. N.",
            "Anna",
            "Nowak",
            "Jan Nowak",
            "J. Kowal",
            "Redaktor A",
            "Redaktor B",
            "jlis",
            "Redaktor – rano",
            "Redaktor – wieczorem",
            "Redaktor 1",
            "Redaktor 2",
            "k10001",
            "k10002",
            "plik w kb/",
            "ten komputer",
            "007",
            "(x)",
            "😀",
            "",
        ];
        for (at, one) in names.iter().enumerate() {
            for other in &names[at + 1..] {
                assert!(!Person::of(one).may_be(&Person::of(other)), "{one} and {other}");
            }
        }
    }
}
