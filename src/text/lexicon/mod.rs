//! The lexicon: every Polish form we know, its lemma and how often it is seen.
//!
//! It exists because a stemmer guesses and a dictionary knows: `psa` is `pies`,
//! `Krakowa` is `Kraków`, and no rule of endings says so. It is data compiled into
//! the binary, so nothing is installed, downloaded or configured. It is not a
//! spelling corrector and it ranks nothing; it answers three questions:
//!
//! ```
//! use drogowskaz::text::lexicon::Lexicon;
//!
//! let lexicon = Lexicon::polish();
//! // which word is this form of? (asked in folded letters: no accents, `ł` as `l`)
//! let lemma = lexicon.lemma("zgloszeniami").expect("a Polish form");
//! assert_eq!((lemma.key.as_ref(), lemma.display.as_ref()), ("zgloszenie", "zgłoszenie"));
//! // is this a word as it stands, and how common is it? (asked with its accents)
//! assert!(lexicon.form("zgłoszenie").is_some());
//! assert!(lexicon.form("zgłosznie").is_none());
//! // is it a word of Polish if the accents are left out?
//! assert!(lexicon.knows_folded("zgloszenie"));
//! ```
//!
//! One lemma is given per folded form, chosen by frequency when the data is built:
//! indexing all of them was measured to lose more than any choice among them.
//! Words it does not know go to [`stem`](crate::text::stem).
//!
//! Three artefacts stand in `data/`; `build/README.md` says how they are made and
//! `LICENSES.md` whose work they are. The layout of each is written and read by the
//! same file of this module, so that the packer cannot drift from the reader.

mod accents;
pub mod form;
pub mod lemmas;
mod near;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::OnceLock;

use fst::Map;

use crate::text::fold;

pub use form::{Attestation, FormInfo};
pub use lemmas::{LemmaId, LemmaTable};

const FORMS: &[u8] = include_bytes!("data/forms.fst");
const FOLDED: &[u8] = include_bytes!("data/folded.fst");
const LEMMAS: &[u8] = include_bytes!("data/lemmas.bin");
const FINGERPRINT: &str = include_str!("data/fingerprint.txt");

/// A map over bytes that live as long as the program.
pub type StaticMap = Map<&'static [u8]>;

/// The word that a form belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lemma<'a> {
    /// Folded and lower-case: the index term.
    pub key: Cow<'a, str>,
    /// With accents and capitals, for people.
    pub display: Cow<'a, str>,
}

/// The embedded dictionary; see the module for what it answers.
pub struct Lexicon {
    forms: StaticMap,
    folded: StaticMap,
    lemmas: LemmaTable<'static>,
}

impl Lexicon {
    /// The one lexicon of the program. Opening reads two headers and copies nothing.
    pub fn polish() -> &'static Lexicon {
        static POLISH: OnceLock<Lexicon> = OnceLock::new();
        POLISH.get_or_init(|| Lexicon {
            forms: open(FORMS),
            folded: open(FOLDED),
            lemmas: LemmaTable::new(LEMMAS),
        })
    }

    /// The lemma of a folded, lower-case form: `psa` gives `pies`.
    pub fn lemma<'a>(&self, folded: &'a str) -> Option<Lemma<'a>> {
        self.lemmas.with(self.lemma_id(folded)?, |display| {
            let key = fold(display);
            let key = if key == folded { Cow::Borrowed(folded) } else { Cow::Owned(key) };
            let display =
                if display == folded { Cow::Borrowed(folded) } else { Cow::Owned(display.to_owned()) };
            Lemma { key, display }
        })
    }

    /// The number of a form's lemma, for callers that compare or count lemmas and need no text.
    pub fn lemma_id(&self, folded: &str) -> Option<LemmaId> {
        self.folded.get(folded).map(LemmaId::from_packed)
    }

    /// The lemma with this number; numbers come from [`folded_forms`](Self::folded_forms) as well.
    pub fn lemma_by_id(&self, id: LemmaId) -> Option<Lemma<'static>> {
        let display = self.lemmas.get(id)?;
        Some(Lemma { key: Cow::Owned(fold(&display)), display: Cow::Owned(display) })
    }

    /// What is known of a lower-case form with its accents; `None` if it is no word.
    pub fn form(&self, lower: &str) -> Option<FormInfo> {
        self.forms.get(lower).map(FormInfo::from_packed)
    }

    /// Whether some Polish form folds to this. Words of the corpus alone do not count.
    pub fn knows_folded(&self, folded: &str) -> bool {
        self.folded.contains_key(folded)
    }

    /// Calls `each` with every folded form that one letter changed, lost, added or swapped makes of `folded`; with some
    /// more than once.
    pub fn one_edit_away(&self, folded: &str, each: &mut dyn FnMut(&str)) {
        near::one_edit_away(self.folded.as_fst(), folded, each);
    }

    /// Accented lower-case forms; a value is read by [`FormInfo::from_packed`].
    pub fn forms(&self) -> &StaticMap {
        &self.forms
    }

    /// Folded forms; a value is read by [`LemmaId::from_packed`].
    pub fn folded_forms(&self) -> &StaticMap {
        &self.folded
    }

    /// How many lemmas there are.
    pub fn lemma_count(&self) -> usize {
        self.lemmas.len()
    }

    /// Sources and a digest of the data: an index built with another one has other terms.
    pub fn fingerprint(&self) -> &'static str {
        FINGERPRINT.trim_ascii_end()
    }
}

fn open(bytes: &'static [u8]) -> StaticMap {
    // No input of a user reaches this: the bytes are the program's own, and a test opens them.
    Map::new(bytes).expect("the embedded lexicon is an fst of this version")
}
