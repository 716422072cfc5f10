//! From text to terms: the one path that articles and questions both take.
//!
//! ```text
//! "W Wydziale DK-⏎03"
//!   │ chars    one spelling for what looks the same
//!   │ segment  words and codes, with the author's bytes
//!   ▼ forms    exact "wydziale" · folded "wydziale" · lemma "wydzial"      code "dk03"
//! ```
//! Every step may change a term; none may change its offsets.

use std::ops::Range;
use std::sync::Arc;

use data_encoding::HEXLOWER;
use foldhash::{HashMap, HashMapExt};
use sha2::{Digest, Sha256};

use super::aspect;
use super::chars::Clean;
use super::fold::fold;
use super::lexicon::Lexicon;
use super::segment::{Code, segment};
use super::stem;

/// To be raised when terms come out differently for the same text, so that an index built by another analyser is
/// rebuilt instead of mixed. What becomes of [`SAMPLE`] and the lexicon's own fingerprint are added to it.
const VERSION: &str = "4";

/// A text with something for every step of the analysis: who changes one and forgets [`VERSION`] is noticed by it.
const SAMPLE: &str = "Wydziałach DK-03 i ks. 06, §\u{a0}6 ust. 2; Z\u{307}o\u{301}ŁW „lodówkę” wywieź-cie e-konsultacje, \
    wymeldowuję e-mail Z.B.K. 17zł DK03 31.3.2026 śmieciowymi 12 616 55 55 nr 1231/2025 (a1b2) xqvowity prze\u{ad}noszenie ﬁrmy ｋｏｔ ½ 2026-11-20 https://krakow.pl k@k.pl \n\
    organi-\nzacja DK-\n02";

/// How many different words an analyser remembers; Zipf's law makes this nearly all of them.
const CACHE: usize = 1 << 17;

/// The forms of one word that search compares.
#[derive(Debug, PartialEq, Eq)]
pub struct Forms {
    /// Lower case, accents kept.
    pub exact: Box<str>,
    /// Lower case, accents stripped.
    pub folded: Box<str>,
    /// Folded dictionary form; `~` and a stem for words outside the lexicon; the folded word itself for numbers and addresses.
    pub lemma: Box<str>,
    /// The dictionary form as people write it; equal to `exact` for words outside the lexicon.
    pub display: Box<str>,
    /// Whether the lexicon knows the word.
    pub known: bool,
    /// Whether it holds a digit or is an address: such words are never stemmed, shortened or corrected.
    pub numeric: bool,
}

/// A word where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is compared by.
    pub forms: Arc<Forms>,
    /// The author's bytes.
    pub span: Range<usize>,
}

/// What a text is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Its words in reading order.
    pub tokens: Vec<Token>,
    /// Its codes in reading order.
    pub codes: Vec<Code>,
    /// Words as a machine read them where a repair stands in `tokens` instead.
    pub as_read: Vec<Token>,
}

/// A stretch of machine-read text and what it should have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// Bytes of the text as read.
    pub span: Range<usize>,
    /// What stands there in truth.
    pub text: String,
}

/// Turns text into terms. Holds a cache: keep one for each thread.
pub struct Analyzer {
    lexicon: &'static Lexicon,
    cache: HashMap<Box<str>, Arc<Forms>>,
}

impl Default for Analyzer {
    fn default() -> Self {
        Self { lexicon: Lexicon::polish(), cache: HashMap::new() }
    }
}

impl Analyzer {
    /// Names the analyser and its data; an index holds it and is rebuilt when it differs.
    pub fn fingerprint() -> String {
        let sample = digest(&Self::default().analyze(SAMPLE));
        format!("{VERSION} {sample} {}", Lexicon::polish().fingerprint())
    }

    /// Analyses `text`. Total; linear.
    pub fn analyze(&mut self, text: &str) -> Analysis {
        let lexicon = self.lexicon;
        let clean = Clean::new(text);
        let segments = segment(&clean, &|word| lexicon.form(word).is_some());
        let tokens = segments
            .words
            .into_iter()
            .map(|word| Token { forms: self.forms(&word.text), span: word.span })
            .collect();
        Analysis { tokens, codes: segments.codes, as_read: Vec::new() }
    }

    /// Analyses machine-read `text` with its repairs put in place: words of a repair are at home where the misread
    /// word stood, and the misread words are kept beside them. `repairs` are in order and do not overlap.
    pub fn analyze_repaired(&mut self, text: &str, repairs: &[Replacement]) -> Analysis {
        if repairs.is_empty() {
            return self.analyze(text);
        }
        let mended = Mended::new(text, repairs);
        let mut analysis = self.analyze(&mended.text);
        for token in &mut analysis.tokens {
            token.span = mended.source(&token.span);
        }
        for code in &mut analysis.codes {
            code.span = mended.source(&code.span);
        }
        for repair in repairs {
            let Some(read) = text.get(repair.span.clone()) else { continue };
            for token in self.analyze(read).tokens {
                let span = repair.span.start + token.span.start..repair.span.start + token.span.end;
                analysis.as_read.push(Token { forms: token.forms, span });
            }
        }
        analysis
    }

    /// The forms of one word.
    pub fn forms(&mut self, word: &str) -> Arc<Forms> {
        if let Some(forms) = self.cache.get(word) {
            return Arc::clone(forms);
        }
        let forms = Arc::new(self.derive(word));
        if self.cache.len() >= CACHE {
            self.cache.clear();
        }
        self.cache.insert(word.into(), Arc::clone(&forms));
        forms
    }

    /// The lemma of an unknown word that is a known one with a letter before it: `emailem` is `email`, as `e-mailem` is.
    fn of_two(&self, folded: &str) -> Option<String> {
        Some(format!("{}{}", folded.get(..1)?, self.lexicon.lemma(behind(folded)?)?.key))
    }

    fn derive(&self, word: &str) -> Forms {
        let exact: Box<str> = word.to_lowercase().into();
        let folded: Box<str> = fold(word).into();
        let numeric = folded.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'.' | b'@'));
        if numeric {
            return Forms {
                lemma: folded.clone(),
                display: exact.clone(),
                exact,
                folded,
                known: false,
                numeric,
            };
        }
        match self.lexicon.lemma(&folded) {
            Some(lemma) => {
                let plain = aspect::plain(self.lexicon, &lemma.key);
                let lemma = plain.unwrap_or(lemma);
                Forms {
                    lemma: lemma.key.as_ref().into(),
                    display: lemma.display.as_ref().into(),
                    exact,
                    folded,
                    known: true,
                    numeric,
                }
            }
            None => Forms {
                lemma: self.of_two(&folded).unwrap_or_else(|| stem::stem_key(&folded)).into(),
                display: exact.clone(),
                exact,
                folded,
                known: false,
                numeric,
            },
        }
    }
}

/// What is done on a wire or in a telephone begins so: `e-dowód`, `mObywatel`.
const BEFORE: [char; 2] = ['e', 'm'];

/// Letters of the shortest word that is looked for behind it.
const SHORTEST_BEHIND: usize = 4;

/// What stands behind the letter, if a word may be one with it.
fn behind(folded: &str) -> Option<&str> {
    folded.strip_prefix(BEFORE).filter(|rest| rest.len() >= SHORTEST_BEHIND)
}

impl Forms {
    /// The word within one that has a letter before it, as a lemma: `email` is a `mail`, `mobywatel` an `obywatel`.
    pub fn within(&self) -> Option<String> {
        let lexicon = Lexicon::polish();
        // The enamel of that name is asked for by nobody.
        if self.known && &*self.folded != "email" {
            return None;
        }
        let lemma = lexicon.lemma(behind(&self.folded)?)?.key.into_owned();
        (self.lemma.get(1..) == Some(&*lemma)).then_some(lemma)
    }
}

/// Names an analysis by all that it holds.
fn digest(analysis: &Analysis) -> String {
    HEXLOWER.encode(&Sha256::digest(format!("{analysis:?}"))[..8])
}

/// Text with its repairs in place, and the way back.
struct Mended {
    text: String,
    /// Start in `text`, start in the source, end in the source for a replaced piece (`None`: copied).
    pieces: Vec<(usize, usize, Option<usize>)>,
}

impl Mended {
    fn new(source: &str, repairs: &[Replacement]) -> Self {
        let mut text = String::with_capacity(source.len() + 16);
        let mut pieces = Vec::with_capacity(2 * repairs.len() + 1);
        let mut at = 0;
        for repair in repairs {
            let Some(before) = source.get(at..repair.span.start) else { continue };
            if source.get(repair.span.clone()).is_none() {
                continue;
            }
            pieces.push((text.len(), at, None));
            text.push_str(before);
            pieces.push((text.len(), repair.span.start, Some(repair.span.end)));
            text.push_str(&repair.text);
            at = repair.span.end;
        }
        pieces.push((text.len(), at, None));
        text.push_str(source.get(at..).unwrap_or(""));
        Self { text, pieces }
    }

    fn source(&self, span: &Range<usize>) -> Range<usize> {
        let piece = |at: usize| {
            let index = self.pieces.partition_point(|piece| piece.0 <= at).saturating_sub(1);
            self.pieces.get(index).copied().unwrap_or((0, 0, None))
        };
        let start = match piece(span.start) {
            (_, source, Some(_)) => source,
            (mended, source, None) => source + (span.start - mended),
        };
        let end = match piece(span.end.saturating_sub(1)) {
            (_, _, Some(end)) => end,
            (mended, source, None) => source + (span.end - mended),
        };
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_repair_is_found_where_the_misread_word_stands() {
        let text = "sprawy Wydziatu i uslug";
        let at = text.find("Wydziatu").expect("in the text");
        let repairs = [Replacement { span: at..at + 8, text: "Wydziału".into() }];
        let analysis = Analyzer::default().analyze_repaired(text, &repairs);
        let token = &analysis.tokens[1];
        assert_eq!((&*token.forms.folded, token.span.clone()), ("wydzialu", at..at + 8));
        assert_eq!(&text[analysis.tokens[3].span.clone()], "uslug");
        assert_eq!(&*analysis.as_read[0].forms.folded, "wydziatu");
    }

    #[test]
    fn a_word_that_a_hyphen_joins_has_one_dictionary_form_however_it_is_written() {
        let lemma = |text: &str| Analyzer::default().analyze(text).tokens[0].forms.lemma.clone();
        for (with, without) in [
            ("e-mailem", "email"),
            ("e-dowodu", "edowód"),
            ("m-obywatela", "mObywatel"),
            ("e-doręczeń", "edoreczenia"),
        ] {
            assert_eq!(lemma(with), lemma(without), "{with}");
        }
    }

    #[test]
    fn the_fingerprint_changes_with_what_the_analyser_makes_of_a_text() {
        let made = || Analyzer::default().analyze(SAMPLE);
        let same = digest(&made());
        assert_eq!(digest(&made()), same);
        assert!(Analyzer::fingerprint().contains(&same), "what becomes of the sample is in the name");
        let forms = |change: &dyn Fn(&mut Forms)| {
            let mut analysis = made();
            let old = &analysis.tokens[0].forms;
            let mut forms = Forms {
                exact: old.exact.clone(),
                folded: old.folded.clone(),
                lemma: old.lemma.clone(),
                display: old.display.clone(),
                known: old.known,
                numeric: old.numeric,
            };
            change(&mut forms);
            analysis.tokens[0].forms = Arc::new(forms);
            digest(&analysis)
        };
        let without = |change: &dyn Fn(&mut Analysis)| {
            let mut analysis = made();
            change(&mut analysis);
            digest(&analysis)
        };
        let others = [
            ("a lemma", forms(&|forms| forms.lemma = "wydzial2".into())),
            ("a folding", forms(&|forms| forms.folded = "x".into())),
            ("an accent", forms(&|forms| forms.exact = "x".into())),
            ("what is known", forms(&|forms| forms.known = !forms.known)),
            ("a word", without(&|analysis| drop(analysis.tokens.pop()))),
            ("a code", without(&|analysis| drop(analysis.codes.pop()))),
            ("a place", without(&|analysis| analysis.tokens[0].span.end -= 1)),
        ];
        for (what, other) in others {
            assert_ne!(other, same, "another {what}");
        }
        let sample = made();
        assert!(sample.codes.len() >= 4, "codes of several kinds: {:?}", sample.codes);
        assert!(sample.tokens.iter().any(|token| !token.forms.known && !token.forms.numeric), "a stem");
    }

    #[test]
    fn analysis_is_total_and_keeps_offsets_in_the_text() {
        let tokens = std::cell::Cell::new(0);
        proptest!(|(text in "(\\PC{0,80}|[a-ząęł0-9 .-]{0,80})")| {
            for token in Analyzer::default().analyze(&text).tokens {
                prop_assert!(text.get(token.span.clone()).is_some());
                prop_assert!(!token.forms.lemma.is_empty() || token.forms.folded.is_empty());
                tokens.set(tokens.get() + 1);
            }
        });
        assert!(tokens.get() > 500, "{tokens:?} tokens");
    }
}
