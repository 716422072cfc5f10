//! Dictionaries through the publishing door: what each version answers for is recorded, and under the rule of four eyes
//! a text waits beside the file until somebody approves it who has not written in it.

use std::sync::{MutexGuard, PoisonError};

use super::{Deed, Moment, Publisher};
use crate::article::Severity;
use crate::journal::people::accounts;
use crate::journal::people::accounts::is_among;
use crate::journal::versions::dictionaries::VersionKind;
use crate::library::publishing::dictionaries::{DictionaryName, DictionaryPut, DictionaryText, Expected};
use crate::library::publishing::store::{BY_HAND, DictionaryVersion as Version, etag};
use crate::library::{LibraryError, progress};

/// A dictionary, and what waits beside it.
struct Held {
    current: Option<DictionaryText>,
    next: Option<(Version, String)>,
    /// Newest first.
    history: Vec<Version>,
}

impl Held {
    fn tag(&self) -> Option<&str> {
        self.current.as_ref().map(|current| current.etag.as_str())
    }

    /// The newest text: what an editor goes on from.
    fn newest(&self) -> Option<&str> {
        self.next.as_ref().map(|(next, _)| next.etag.as_str()).or_else(|| self.tag())
    }

    /// Who answers for `tag`, written by `who` over what `expected` names.
    fn authors(&self, tag: &str, over_next: bool, who: &str) -> Vec<String> {
        let mut authors: Vec<String> = Vec::new();
        let mut add = |name: &str| accounts::add(name, &mut authors);
        let next = self.next.as_ref().map(|(next, _)| next).filter(|_| over_next);
        next.into_iter().flat_map(|next| &next.authors).for_each(|name| add(name));
        if next.is_none_or(|next| next.etag != tag) {
            add(who);
        }
        // Whoever brought this text before, and saw it thrown away, is an author of it still.
        let brought = self.history.iter().filter(|version| version.etag == tag);
        brought
            .take_while(|version| version.waits || version.kind == VersionKind::Discard)
            .flat_map(|version| &version.authors)
            .for_each(|name| add(name));
        authors
    }
}

impl Publisher {
    /// Writes a dictionary. It is in use when this returns, or waits for somebody else's approval.
    ///
    /// # Errors
    /// [`LibraryError`].
    pub fn put_dictionary(
        &self,
        name: DictionaryName,
        text: &str,
        expected: &Expected,
        deed: Deed<'_>,
        moment: Moment,
    ) -> Result<DictionaryPut, LibraryError> {
        self.ready_for_words(moment)?;
        let _one = self.one_dictionary();
        let held = self.held_dictionary(name, moment)?;
        let version = |kind, waits| Version {
            seq: 0,
            at: moment.at,
            author: deed.by.name.clone(),
            kind,
            waits,
            etag: etag(text),
            why: deed.why.to_owned(),
            authors: vec![deed.by.name.clone()],
            base: None,
            approved: None,
        };
        if !self.rules.four_eyes {
            let put = self.library.write_dictionary(name, text, expected)?;
            if matches!(put, DictionaryPut::Done { .. }) {
                self.store.record_dictionary(name.code(), &version(VersionKind::Put, false), text)?;
                self.follow(&progress::Silent, moment)?;
            }
            return Ok(put);
        }
        let newest = held.newest();
        let meant = match (expected, newest) {
            (Expected::OneOf(tags), Some(newest)) => tags.iter().any(|tag| tag == newest),
            (Expected::Any, Some(_)) | (Expected::Missing, None) => true,
            _ => false,
        };
        if !meant {
            return Ok(DictionaryPut::OtherVersion(newest.map(str::to_owned)));
        }
        let problems = self.library.check_dictionary(name, text);
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            return Ok(DictionaryPut::Refused(problems));
        }
        if deed.base.is_some() && deed.base != held.tag() {
            let (etag, base) = (held.tag().map(str::to_owned), deed.base.map(str::to_owned));
            return Ok(DictionaryPut::Behind { etag, base });
        }
        let over_next = held.next.is_some();
        let kept = held.next.as_ref().and_then(|(next, _)| next.base.clone());
        let put = version(VersionKind::Put, true);
        let put = Version {
            authors: held.authors(&put.etag, over_next, &deed.by.name),
            base: deed.base.map(str::to_owned).or(kept).or_else(|| held.tag().map(str::to_owned)),
            ..put
        };
        let put = self.store.record_dictionary(name.code(), &put, text)?;
        Ok(DictionaryPut::Waits { etag: put.etag, problems })
    }

    /// Brings the waiting text of a dictionary into use. `expect` is its tag, where the editor says so.
    ///
    /// # Errors
    /// [`LibraryError`].
    pub fn publish_dictionary(
        &self,
        name: DictionaryName,
        expect: Option<&str>,
        deed: Deed<'_>,
        moment: Moment,
    ) -> Result<DictionaryPut, LibraryError> {
        self.ready_for_words(moment)?;
        let _one = self.one_dictionary();
        let held = self.held_dictionary(name, moment)?;
        let Some((next, text)) = &held.next else { return Ok(DictionaryPut::NothingWaits) };
        if expect.is_some_and(|tag| tag != next.etag) {
            return Ok(DictionaryPut::OtherVersion(Some(next.etag.clone())));
        }
        if next.base.as_deref() != held.tag() {
            return Ok(DictionaryPut::Behind {
                etag: held.tag().map(str::to_owned),
                base: next.base.clone(),
            });
        }
        let own = is_among(&deed.by.name, &next.authors);
        if own && self.rules.four_eyes {
            return Ok(DictionaryPut::OwnText);
        }
        // What was thrown away meanwhile was there to be read, too.
        let waited = held.history.iter().take_while(|one| one.waits || one.kind == VersionKind::Discard);
        let mut waited = waited.filter(|one| one.kind != VersionKind::Discard);
        if expect.is_none() && waited.any(|version| version.etag != next.etag) {
            return Ok(DictionaryPut::WhichVersion);
        }
        let expected = next.base.clone().map_or(Expected::Missing, |base| Expected::OneOf(vec![base]));
        let put = self.library.write_dictionary(name, text, &expected)?;
        if matches!(put, DictionaryPut::Done { .. }) {
            let published = Version {
                at: moment.at,
                author: deed.by.name.clone(),
                kind: VersionKind::Publish,
                waits: false,
                why: deed.why.to_owned(),
                approved: (!own).then(|| deed.by.name.clone()),
                ..next.clone()
            };
            self.store.record_dictionary(name.code(), &published, text)?;
            self.follow(&progress::Silent, moment)?;
        }
        Ok(put)
    }

    /// That a dictionary can be written at this moment: nothing is lost, or all has just been looked at anew.
    fn ready_for_words(&self, moment: Moment) -> Result<(), LibraryError> {
        if !self.library.stands() {
            self.follow(&progress::Silent, moment)?;
        }
        self.library.words_are_writable()
    }

    /// Throws the waiting text of a dictionary away; whether there was one.
    ///
    /// # Errors
    /// [`LibraryError`].
    pub fn discard_dictionary(
        &self,
        name: DictionaryName,
        deed: Deed<'_>,
        moment: Moment,
    ) -> Result<bool, LibraryError> {
        let _one = self.one_dictionary();
        let held = self.held_dictionary(name, moment)?;
        let Some((next, text)) = &held.next else { return Ok(false) };
        let discarded = Version {
            at: moment.at,
            author: deed.by.name.clone(),
            kind: VersionKind::Discard,
            waits: false,
            why: deed.why.to_owned(),
            ..next.clone()
        };
        self.store.record_dictionary(name.code(), &discarded, text)?;
        Ok(true)
    }

    /// The text that waits beside a dictionary.
    ///
    /// # Errors
    /// [`LibraryError`].
    pub fn next_dictionary(&self, name: DictionaryName) -> Result<Option<(Version, String)>, LibraryError> {
        let history = self.store.dictionary_history(name.code())?;
        let decided = history.iter().take_while(|version| !version.waits);
        let is_decided =
            decided.into_iter().any(|one| matches!(one.kind, VersionKind::Publish | VersionKind::Discard));
        let Some(next) = history.iter().find(|version| version.waits).filter(|_| !is_decided) else {
            return Ok(None);
        };
        let text = self.store.dictionary_text(next.seq)?;
        Ok(text.map(|text| (next.clone(), text)))
    }

    /// What was done to a dictionary, newest first.
    ///
    /// # Errors
    /// [`LibraryError`].
    pub fn dictionary_history(&self, name: DictionaryName) -> Result<Vec<Version>, LibraryError> {
        Ok(self.store.dictionary_history(name.code())?)
    }

    /// One at a time, from the look at what stands to the record of what was done.
    fn one_dictionary(&self) -> MutexGuard<'_, ()> {
        self.dictionaries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What stands and what waits. A file that differs from what was last recorded was changed by hand: it is recorded
    /// as such first.
    fn held_dictionary(&self, name: DictionaryName, moment: Moment) -> Result<Held, LibraryError> {
        let current = self.library.dictionary(name)?;
        let mut history = self.store.dictionary_history(name.code())?;
        let in_use = history
            .iter()
            .find(|version| !version.waits && version.kind != VersionKind::Discard)
            .map(|one| &one.etag);
        if let Some(current) = &current
            && in_use != Some(&current.etag)
        {
            let hand = Version {
                seq: 0,
                at: moment.at,
                author: BY_HAND.to_owned(),
                kind: VersionKind::Hand,
                waits: false,
                etag: current.etag.clone(),
                why: String::new(),
                authors: vec![BY_HAND.to_owned()],
                base: None,
                approved: None,
            };
            history.insert(0, self.store.record_dictionary(name.code(), &hand, &current.text)?);
        }
        Ok(Held { current, next: self.next_dictionary(name)?, history })
    }
}
