//! Who is the same person.
//!
//! A person comes by several ways: with a token, with another token, through a single sign-on proxy that spells names
//! in its own manner. Two names are one person's if they consist of the same letters, whatever their case, accents,
//! order and alphabet (a Cyrillic letter counts as the Latin one it looks like), without what stands in brackets or
//! after a dash that stands free, without numbers, and without the domain of an account: `Anna Nowak`, `Nowak, Anna`,
//! `annanowak`, `ANNA.NOWAK@um.krakow.pl`, `UM\anna.nowak`, `Anna Nowak (laptop)`, `Anna Nowak – telefon` and
//! `Anna Nowak 2` are one. Two people of the same name are taken for one, too: then a third has to approve. A name that
//! changed (by marriage, or a token under initials or a nickname) cannot be known.

use unicode_normalization::UnicodeNormalization;

use crate::text::fold;

/// A person, apart from the spelling of their name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Person(String);

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
        Self(letters.into_iter().collect())
    }
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

fn words(name: &str) -> Vec<String> {
    fold(name)
        .split(|c: char| !c.is_alphanumeric())
        .map(|word| word.trim_end_matches(|c: char| c.is_numeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
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
    fn other_people_are_others() {
        let names = [
            "Anna Nowak",
            "Anna Kowal",
            "Anna",
            "Jan Nowak",
            "plik w kb/",
            "ten komputer",
            "007",
            "(x)",
            "😀",
            "",
        ];
        for (at, one) in names.iter().enumerate() {
            for other in &names[at + 1..] {
                assert_ne!(Person::of(one), Person::of(other), "{one} and {other}");
            }
        }
    }
}
