//! Putting accents back: which word someone means who types without them.

use super::{FormInfo, Lexicon};

/// Words are short; a longer run of letters is no word.
const LONGEST: usize = 40;

impl Lexicon {
    /// The commonest word that folds to `folded`: `zameldowac` gives `zameldować`. `None` if no word does.
    pub fn accented(&self, folded: &str) -> Option<String> {
        if folded.len() > LONGEST {
            return None;
        }
        let letters: Vec<char> = folded.chars().collect();
        let mut best = None;
        self.walk(&letters, String::with_capacity(folded.len() + 4), &mut best);
        best.map(|(word, _)| word)
    }

    /// Follows only spellings that some word begins with: a walk through the map of forms.
    fn walk(&self, letters: &[char], spelled: String, best: &mut Option<(String, f32)>) {
        let Some((letter, rest)) = letters.split_first() else {
            if let Some(value) = self.forms().get(&spelled) {
                let info = FormInfo::from_packed(value);
                if best.as_ref().is_none_or(|(_, frequency)| info.ln_freq > *frequency) {
                    *best = Some((spelled, info.ln_freq));
                }
            }
            return;
        };
        for &spelling in spellings(*letter) {
            let mut longer = spelled.clone();
            longer.push(spelling);
            if self.begins(&longer) {
                self.walk(rest, longer, best);
            }
        }
        if spellings(*letter).is_empty() {
            let mut longer = spelled;
            longer.push(*letter);
            if self.begins(&longer) {
                self.walk(rest, longer, best);
            }
        }
    }

    fn begins(&self, prefix: &str) -> bool {
        let fst = self.forms().as_fst();
        let mut node = fst.root();
        for &byte in prefix.as_bytes() {
            match node.find_input(byte) {
                Some(transition) => node = fst.node(node.transition_addr(transition)),
                None => return false,
            }
        }
        true
    }
}

/// The letters that fold to `letter`, itself first; none for letters that nothing else folds to.
fn spellings(letter: char) -> &'static [char] {
    match letter {
        'a' => &['a', 'ą'],
        'c' => &['c', 'ć'],
        'e' => &['e', 'ę'],
        'l' => &['l', 'ł'],
        'n' => &['n', 'ń'],
        'o' => &['o', 'ó'],
        's' => &['s', 'ś'],
        'z' => &['z', 'ź', 'ż'],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_come_back_as_the_commonest_word_has_them() {
        let lexicon = Lexicon::polish();
        for (typed, meant) in [("zameldowac", "zameldować"), ("lodowke", "lodówkę"), ("krakow", "kraków")]
        {
            assert_eq!(lexicon.accented(typed).as_deref(), Some(meant));
        }
        assert_eq!(lexicon.accented("xqzw"), None);
    }
}
