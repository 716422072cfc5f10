//! Dictionaries as texts that editors read and write through the product: the same files of `kb/slowniki/` that
//! people edit by hand, checked by the same reader.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::PoisonError;

use crate::article::dictionary::Dictionaries;
use crate::article::{Problem, Severity};
use crate::library::publishing::store::etag;
use crate::library::readiness::Cause;
use crate::library::{Library, LibraryError, disk};

/// A dictionary that can be asked for. There are no others, so no name can lead out of the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DictionaryName {
    /// Who answers for what.
    Units,
    /// What articles are sorted by.
    Categories,
    /// Callers' words, and abbreviations.
    Synonyms,
    /// Who deals with what the city does not.
    OtherBodies,
}

impl DictionaryName {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Units, Self::Categories, Self::Synonyms, Self::OtherBodies];

    /// As addresses name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Units => "jednostki",
            Self::Categories => "kategorie",
            Self::Synonyms => "synonimy",
            Self::OtherBodies => "inne-podmioty",
        }
    }

    /// Its file below `slowniki/`.
    pub fn file(self) -> &'static str {
        match self {
            Self::Units => "jednostki.toml",
            Self::Categories => "kategorie.toml",
            Self::Synonyms => "synonimy.toml",
            Self::OtherBodies => "inne-podmioty.toml",
        }
    }

    /// The dictionary that somebody means by its name or its file.
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| text == name.code() || text == name.file())
    }
}

/// A dictionary as it stands on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DictionaryText {
    /// The file.
    pub text: String,
    /// Strong entity tag of its content (lower-case hex, without quotes).
    pub etag: String,
}

/// Which version a change is meant to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// The one with one of these tags.
    OneOf(Vec<String>),
    /// Any that is there.
    Any,
    /// None: it is to be created.
    Missing,
}

/// What became of a change.
#[derive(Debug)]
pub enum DictionaryPut {
    /// It is on disk and in use.
    Done {
        /// Tag of the new content.
        etag: String,
        /// Whether there was none before.
        created: bool,
        /// What is doubtful about it.
        problems: Vec<Problem>,
    },
    /// It is kept beside the dictionary in use, until somebody approves it who has not written in it.
    Waits {
        /// Tag of the waiting content.
        etag: String,
        /// What is doubtful about it.
        problems: Vec<Problem>,
    },
    /// Another version stands there; its tag, or none if there is no file.
    OtherVersion(Option<String>),
    /// The dictionary in use is another than the waiting text began from.
    Behind {
        /// Tag of the one in use; none if there is no file any more.
        etag: Option<String>,
        /// Tag of the one that the waiting text began from.
        base: Option<String>,
    },
    /// Nobody approves a text of their own.
    OwnText,
    /// The waiting text changed while it waited: whoever approves it says which one they read.
    WhichVersion,
    /// There is nothing to bring into use.
    NothingWaits,
    /// It has errors and was not written.
    Refused(Vec<Problem>),
}

impl Library {
    /// The dictionary's file; `None` if there is none.
    ///
    /// # Errors
    /// [`LibraryError::Kb`] if it cannot be read, [`LibraryError::Unwritable`] if it was there and is lost.
    pub fn dictionary(&self, name: DictionaryName) -> Result<Option<DictionaryText>, LibraryError> {
        let file = self.dictionary_file(name);
        match disk::read_at_most(&file, disk::LARGEST) {
            Ok(bytes) => Ok(Some(DictionaryText {
                etag: etag(&bytes),
                text: String::from_utf8_lossy(&bytes).into_owned(),
            })),
            Err(cause) if cause.kind() == ErrorKind::NotFound => {
                // A dictionary that went is none that may be created.
                let lost = [Cause::ArticlesLost, Cause::DictionaryLost];
                let stands = self.readiness().troubles().into_iter();
                match stands.into_iter().find(|trouble| lost.contains(&trouble.cause)) {
                    Some(trouble) if self.was_read(name) => Err(trouble.into()),
                    _ => Ok(None),
                }
            }
            Err(source) => Err(LibraryError::Kb { kb: file, source }),
        }
    }

    /// That no folder is lost, no dictionary among the others, no disk full.
    pub(in crate::library) fn words_are_writable(&self) -> Result<(), LibraryError> {
        match self.readiness().troubles().into_iter().next() {
            Some(trouble) => Err(trouble.into()),
            None => Ok(()),
        }
    }

    /// What is wrong with `text` as that dictionary, beside the others in use.
    pub(in crate::library) fn check_dictionary(&self, name: DictionaryName, text: &str) -> Vec<Problem> {
        Dictionaries::clone(&self.dictionaries()).read(name.file(), text)
    }

    /// Checks `text` and writes it, without taking it into use. Whoever writes next syncs after their own write; either
    /// way this text, or a later one, is in use then. A text with errors, or meant for another version, is not written.
    pub(in crate::library) fn write_dictionary(
        &self,
        name: DictionaryName,
        text: &str,
        expected: &Expected,
    ) -> Result<DictionaryPut, LibraryError> {
        let problems = self.check_dictionary(name, text);
        // From the look at the version to the write nobody else may come in between.
        let _turn = self.turn();
        let now = self.dictionary(name)?.map(|dictionary| dictionary.etag);
        let meant = match (expected, &now) {
            (Expected::OneOf(tags), Some(now)) => tags.contains(now),
            (Expected::Any, Some(_)) | (Expected::Missing, None) => true,
            _ => false,
        };
        if !meant {
            return Ok(DictionaryPut::OtherVersion(now));
        }
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            return Ok(DictionaryPut::Refused(problems));
        }
        let path = format!("{}/{}", disk::DICTIONARIES, name.file());
        disk::write_below(&self.folders.kb, &path, text.as_bytes())
            .map_err(|source| LibraryError::Write { file: self.dictionary_file(name), source })?;
        Ok(DictionaryPut::Done { etag: etag(text), created: now.is_none(), problems })
    }

    fn was_read(&self, name: DictionaryName) -> bool {
        self.words.lock().unwrap_or_else(PoisonError::into_inner).contains(name.file())
    }

    fn dictionary_file(&self, name: DictionaryName) -> PathBuf {
        self.folders.kb.join(disk::DICTIONARIES).join(name.file())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;
    use std::sync::Arc;

    use jiff::civil::date;

    use super::*;
    use crate::journal::{Actor, Role};
    use crate::library::publishing::door::{Deed, Moment, Publisher, Rules};
    use crate::library::publishing::store::memory::Memory;
    use crate::library::{Folders, View, progress};
    use crate::search::SearchRequest;

    const MOMENT: Moment = Moment { at: 1_000, today: date(2026, 11, 20) };

    fn door() -> (tempfile::TempDir, Publisher) {
        door_with(Rules::default())
    }

    fn door_with(rules: Rules) -> (tempfile::TempDir, Publisher) {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders {
            kb: folder.path().join("kb"),
            index: folder.path().join("index"),
            data: folder.path().join("data"),
        };
        fs::create_dir_all(folders.kb.join("slowniki")).unwrap();
        fs::write(folders.kb.join("meble.md"), "---\ntitle: Odbiór mebli\n---\nWersalkę odbiera MPO.\n")
            .unwrap();
        fs::write(folders.kb.join("slowniki/synonimy.toml"), "").unwrap();
        let (library, _) = Library::open(&folders, &progress::Silent, MOMENT.today).unwrap();
        let store = Arc::new(Memory::default());
        (folder, Publisher::over(Arc::new(library), store, rules, 0).unwrap())
    }

    const SYNONYMS: &str = "[[synonim]]\nmowia = [\"leżanka\"]\nznaczy = [\"wersalka\"]\n";

    fn put_as(publisher: &Publisher, name: DictionaryName, text: &str, expected: &Expected) -> DictionaryPut {
        let by = Actor { name: "Ala".to_owned(), role: Role::Editor };
        publisher.put_dictionary(name, text, expected, Deed::new(&by, ""), MOMENT).unwrap()
    }

    fn put(publisher: &Publisher, text: &str, expected: &Expected) -> DictionaryPut {
        put_as(publisher, DictionaryName::Synonyms, text, expected)
    }

    fn found(publisher: &Publisher, query: &str) -> bool {
        let response =
            publisher.library().search(View::Staff, &SearchRequest::new(query, date(2026, 11, 20)));
        response.hits.iter().any(|hit| hit.title == "Odbiór mebli")
    }

    #[test]
    fn a_change_is_on_disk_and_in_use_when_the_answer_comes() {
        let (folder, door) = door();
        assert!(!found(&door, "leżanka"));
        let before = door.library().dictionary(DictionaryName::Synonyms).unwrap().unwrap();
        let done = put(&door, SYNONYMS, &Expected::OneOf(vec![before.etag]));
        let DictionaryPut::Done { etag, created: false, .. } = done else { panic!("{done:?}") };
        assert!(found(&door, "leżanka"));
        assert_eq!(door.library().dictionary(DictionaryName::Synonyms).unwrap().unwrap().etag, etag);
        let file = folder.path().join("kb/slowniki/synonimy.toml");
        assert_eq!(fs::read_to_string(file).unwrap(), SYNONYMS);
    }

    #[test]
    fn a_change_meant_for_another_version_is_not_written() {
        let (_folder, door) = door();
        for expected in [Expected::OneOf(vec!["0123".into()]), Expected::Missing] {
            let lost = put(&door, SYNONYMS, &expected);
            assert!(matches!(lost, DictionaryPut::OtherVersion(Some(_))), "{lost:?}");
        }
        assert_eq!(door.library().dictionary(DictionaryName::Synonyms).unwrap().unwrap().text, "");
    }

    #[test]
    fn a_text_with_errors_is_not_written_and_says_where() {
        let (_folder, door) = door();
        let refused = put(&door, "[[synonim]\n", &Expected::Any);
        let DictionaryPut::Refused(problems) = refused else { panic!("{refused:?}") };
        assert_eq!((problems[0].code, problems[0].line), ("E030", 1));
        assert_eq!(door.library().dictionary(DictionaryName::Synonyms).unwrap().unwrap().text, "");
    }

    #[test]
    fn a_missing_dictionary_can_be_created_and_only_known_ones_have_names() {
        let (_folder, door) = door();
        let name = DictionaryName::Categories;
        assert_eq!(door.library().dictionary(name).unwrap(), None);
        let text = "[[kategoria]]\ncode = \"odpady\"\nname = \"Odpady\"\n";
        let done = put_as(&door, name, text, &Expected::Missing);
        assert!(matches!(done, DictionaryPut::Done { created: true, .. }), "{done:?}");
        assert_eq!(door.library().dictionaries().categories.len(), 1);
        for text in ["", "..", "../meble.md", "slowniki/kategorie", "Kategorie", "kategorie.TOML", "inne"] {
            assert_eq!(DictionaryName::read(text), None, "{text}");
        }
        assert_eq!(DictionaryName::read("kategorie.toml"), Some(name));
    }

    #[test]
    fn a_dictionary_that_went_is_lost_and_one_that_never_was_may_be_created() {
        let (folder, door) = door();
        fs::remove_file(folder.path().join("kb/slowniki/synonimy.toml")).unwrap();
        door.follow(&progress::Silent, MOMENT).unwrap();
        let lost = door.library().dictionary(DictionaryName::Synonyms);
        assert!(lost.is_err(), "{lost:?}");
        assert_eq!(door.library().dictionary(DictionaryName::Categories).unwrap(), None);
    }

    #[test]
    fn a_text_that_somebody_else_brought_into_use_waits_no_more_and_says_who_approved_it() {
        let (_folder, publisher) = door_with(Rules { four_eyes: true });
        let name = DictionaryName::Synonyms;
        let tag = publisher.library().dictionary(name).unwrap().unwrap().etag;
        let waits = put(&publisher, SYNONYMS, &Expected::OneOf(vec![tag]));
        let DictionaryPut::Waits { etag, .. } = waits else { panic!("{waits:?}") };
        assert!(publisher.next_dictionary(name).unwrap().is_some());
        let ewa = Actor { name: "Ewa".to_owned(), role: Role::Editor };
        let done = publisher.publish_dictionary(name, Some(&etag), Deed::new(&ewa, ""), MOMENT).unwrap();
        assert!(matches!(done, DictionaryPut::Done { .. }), "{done:?}");
        assert!(publisher.next_dictionary(name).unwrap().is_none());
        let newest = publisher.dictionary_history(name).unwrap().remove(0);
        assert_eq!(newest.approved.as_deref(), Some("Ewa"));
    }
}
