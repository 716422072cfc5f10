//! Questions as hurried hands type them: without diacritics, with one slip, or not to the end.
//!
//! What is typed depends on the question (and a seed) alone, so two runs, and two versions of the engine, are asked
//! the very same questions. `drogowskaz eval` and the gate of the golden questions measure with these.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::measure::Dice;

/// How the questions of one measurement are typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Typist {
    /// Whether the diacritics are left out.
    pub strip: bool,
    /// Seed of the slips, one a question; none without it.
    pub typos: Option<u64>,
}

impl Typist {
    /// The question as this typist types it; `name` decides which slip is made.
    pub fn typed(self, text: &str, name: &str) -> String {
        let text = if self.strip { strip(text) } else { text.to_owned() };
        match self.typos {
            Some(seed) => misspell(&text, name, seed),
            None => text,
        }
    }
}

/// `Zażółć` → `Zazolc`. Unlike the folding of the index it keeps case and punctuation: this imitates a typist.
///
/// ```
/// assert_eq!(drogowskaz::quality::typing::strip("Gdzie lodówka?"), "Gdzie lodowka?");
/// ```
pub fn strip(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        // The one Polish letter that Unicode does not take apart.
        .map(|c| match c {
            'ł' => 'l',
            'Ł' => 'L',
            c => c,
        })
        .collect()
}

/// Shorter words are rarely mistyped, and a slip in them leaves little to go by.
const SHORTEST: usize = 5;

/// What a finger can hit by mistake.
const LETTERS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";

/// One slip (a letter replaced, left out, added or swapped with the next) in one word of at least `SHORTEST`
/// letters; a question without such a word stays as it is.
///
/// ```
/// use drogowskaz::quality::typing::misspell;
/// let typed = misspell("stara lodówka", "1", 7);
/// assert!(typed != "stara lodówka" && typed == misspell("stara lodówka", "1", 7));
/// ```
pub fn misspell(text: &str, name: &str, seed: u64) -> String {
    let mut dice = Dice::new(seed ^ fingerprint(name));
    let mut letters: Vec<char> = text.nfc().collect();
    let words = words(&letters);
    if words.is_empty() {
        return text.to_owned();
    }
    let word = words[dice.below(words.len())].clone();
    let at = word.start + dice.below(word.len());
    match dice.below(4) {
        0 => letters[at] = other_letter(letters[at], &mut dice),
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, other_letter(letters[at], &mut dice)),
        _ => {
            let swappable = |at: &usize| letters[*at] != letters[*at + 1];
            let places: Vec<usize> = (word.start..word.end - 1).filter(swappable).collect();
            match places.get(dice.below(places.len())) {
                Some(&at) => letters.swap(at, at + 1),
                // A word of one letter repeated cannot be swapped; it can be replaced.
                None => letters[at] = other_letter(letters[at], &mut dice),
            }
        }
    }
    letters.into_iter().collect()
}

/// The question as far as it is typed in the middle of its last long word: three fifths of that word, and nothing
/// behind it.
///
/// ```
/// assert_eq!(drogowskaz::quality::typing::unfinished("gdzie oddać lodówkę?"), "gdzie oddać lodó");
/// ```
pub fn unfinished(text: &str) -> String {
    let letters: Vec<char> = text.nfc().collect();
    match words(&letters).last() {
        Some(word) => letters.into_iter().take(word.start + word.len() * 3 / 5).collect(),
        None => text.to_owned(),
    }
}

/// Runs of letters that are long enough.
fn words(letters: &[char]) -> Vec<std::ops::Range<usize>> {
    let mut words = Vec::new();
    let mut start = 0;
    for at in 0..=letters.len() {
        if letters.get(at).is_some_and(|c| c.is_alphabetic()) {
            continue;
        }
        if at - start >= SHORTEST {
            words.push(start..at);
        }
        start = at + 1;
    }
    words
}

fn other_letter(letter: char, dice: &mut Dice) -> char {
    loop {
        let other = char::from(LETTERS[dice.below(LETTERS.len())]);
        if !letter.to_lowercase().eq([other]) {
            return other;
        }
    }
}

/// FNV-1a: the same on every machine, which std's hasher does not promise.
fn fingerprint(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripping_takes_the_diacritics_and_nothing_else() {
        assert_eq!(strip("Zażółć GĘŚLĄ jaźń, § 3?"), "Zazolc GESLA jazn, § 3?");
        assert_eq!(strip("S\u{301}mieci"), "Smieci", "decomposed as well");
    }

    #[test]
    fn a_typist_does_what_was_asked_for_and_no_more() {
        let typed = |strip, typos| Typist { strip, typos }.typed("Gdzie lodówka", "q1");
        assert_eq!(typed(false, None), "Gdzie lodówka");
        assert_eq!(typed(true, None), "Gdzie lodowka");
        assert_eq!(typed(false, Some(1)), misspell("Gdzie lodówka", "q1", 1));
        assert_eq!(typed(true, Some(1)), misspell("Gdzie lodowka", "q1", 1), "first stripped, then misspelt");
    }

    #[test]
    fn the_same_seed_makes_the_same_slip() {
        let slip = |seed| misspell("gdzie wyrzucić lodówkę", "q1", seed);
        assert_eq!(slip(1), slip(1));
        assert!((2..20).any(|seed| slip(seed) != slip(1)));
    }

    #[test]
    fn exactly_one_slip_is_made_and_only_in_a_long_word() {
        for seed in 0..500 {
            let slip = misspell("ile to lodówka pod blok", "q", seed);
            let word = slip.strip_prefix("ile to ").and_then(|rest| rest.strip_suffix(" pod blok"));
            let word = word.unwrap_or_else(|| panic!("a short word was touched: {slip}"));
            assert_ne!(word, "lodówka", "seed {seed} made no slip");
            assert!(word.chars().count().abs_diff(7) <= 1, "{word}");
        }
    }

    #[test]
    fn a_question_of_short_words_or_of_nothing_stays_as_it_is() {
        for text in ["", "PIT 37 gdy", "§ 3", "12 616 55 55"] {
            assert_eq!(misspell(text, "q", 1), text);
        }
    }

    #[test]
    fn a_word_of_one_letter_repeated_is_misspelt_too() {
        assert!((0..100).all(|seed| misspell("aaaaaa", "q", seed) != "aaaaaa"));
    }

    #[test]
    fn an_unfinished_question_ends_within_its_last_long_word() {
        assert_eq!(unfinished("Zameldować się na stałe?"), "Zameldować się na sta");
        assert_eq!(unfinished("lodówka 12 zł do mnie"), "lodó");
        assert_eq!(unfinished("PIT 37 gdy"), "PIT 37 gdy");
        assert_eq!(unfinished(""), "");
    }
}
