//! What a publisher promises beside what the server shows of it.
#![allow(clippy::unwrap_used)]

mod four_eyes;
mod races;

use std::fs;

use jiff::civil::date;

use super::*;
use crate::article::Status;
use crate::journal::{Actor, Role};
use crate::library::progress::Silent;
use crate::library::publishing::store::Expect;
use crate::library::{Folders, View};
use crate::search::SearchRequest;

/// A library of some files and its door.
struct Opened {
    _folder: tempfile::TempDir,
    folders: Folders,
    library: Arc<Library>,
    publisher: Publisher,
    moment: Moment,
}

/// Opens a library of `files`, each given by its path below `kb/` and its text.
fn open(rules: Rules, files: &[(&str, &str)]) -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let below = |name: &str| folder.path().join(name);
    let folders = Folders { kb: below("kb"), index: below("index"), data: below("data") };
    for (path, text) in files {
        let file = folders.kb.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let moment = Moment { at: 1_000, today: date(2026, 12, 1) };
    let library = Arc::new(Library::open(&folders, &Silent, moment.today).unwrap().0);
    let journal = Arc::new(Journal::open(&folders.data).unwrap());
    let publisher = Publisher::new(Arc::clone(&library), journal, rules, moment.at).unwrap();
    Opened { _folder: folder, folders, library, publisher, moment }
}

const DICTIONARY: (&str, &str) = ("slowniki/synonimy.toml", "# słownik\n");
const TICKET: (&str, &str) = ("bilet.md", "---\ntitle: Bilet\n---\nNa tramwaj.\n");

#[test]
fn what_is_saved_while_the_index_cannot_be_written_is_found_once_it_can() {
    let Opened { _folder, folders, library, publisher, moment } = open(Rules::default(), &[TICKET]);
    let found = || library.search(View::Staff, &SearchRequest::new("kanapa", moment.today)).hits.len();

    // A folder where the writer's lock should be: the index can be read and not be written.
    let lock = folders.index.join("gen-1/staff/.tantivy-writer.lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    let id = ArticleId::new("kanapa").unwrap();
    let by = Actor { name: "Ala".to_owned(), role: Role::Editor };
    let text = "---\ntitle: Stara kanapa\n---\nDo PSZOK-u.\n";
    let put = publisher.put(&id, text, Expect::Absent, Deed::new(&by, ""), moment);
    assert!(matches!(put, Err(PublishError::Index(_))), "{put:?}");
    assert!(folders.kb.join("kanapa.md").exists(), "it is saved all the same");
    assert!(publisher.is_behind() && found() == 0);

    assert!(publisher.follow(&Silent, moment).is_err());
    assert!(publisher.is_behind(), "what could not be made up for is not forgotten");

    fs::remove_dir(&lock).unwrap();
    publisher.follow(&Silent, moment).unwrap();
    assert!(!publisher.is_behind() && found() == 1);
}

#[test]
fn what_cannot_be_read_is_not_withdrawn_and_served_on_but_refused() {
    let Opened { _folder, folders, library, publisher, moment } = open(Rules::default(), &[TICKET]);
    // More than an article may have: the last good version is served on.
    fs::write(folders.kb.join("bilet.md"), "Na tramwaj.\n".repeat(40_000)).unwrap();
    publisher.follow(&Silent, moment).unwrap();

    let id = ArticleId::new("bilet").unwrap();
    let by = Actor { name: "Ala".to_owned(), role: Role::Editor };
    let archive = || publisher.act(&id, Action::Archive, None, Deed::new(&by, "wygasł"), moment);
    let refused = archive();
    assert!(matches!(refused, Err(PublishError::Invalid(_))), "{refused:?}");
    fs::write(folders.kb.join("bilet.md"), "---\ntitle: Bilet\n---\nNa tramwaj i autobus.\n").unwrap();
    publisher.follow(&Silent, moment).unwrap();
    archive().unwrap();
    assert!(library.get(View::Staff, &id, moment.today).is_none());
}

#[test]
fn what_was_withdrawn_is_put_back_where_it_stands_and_goes_back_to_an_earlier_version() {
    let Opened { _folder, library, publisher, moment, .. } = open(Rules { four_eyes: true }, &[TICKET]);
    let id = ArticleId::new("bilet").unwrap();
    let [ala, ewa] = ["Ala", "Ewa"].map(|name| Actor { name: name.to_owned(), role: Role::Editor });
    let is_served = || library.get(View::Staff, &id, moment.today).is_some();

    // Ewa's text waits beside the one in service, which is nobody's.
    let tag = publisher.store().held(&id).unwrap().current.unwrap().etag;
    let text = "---\ntitle: Bilet\nstatus: review\n---\nNa tramwaj i autobus.\n";
    publisher.put(&id, text, Expect::Tag(tag), Deed::new(&ewa, ""), moment).unwrap();
    publisher.act(&id, Action::Archive, None, Deed::new(&ala, "wygasł"), moment).unwrap();
    assert!(!is_served());
    let restored = publisher.act(&id, Action::Restore, None, Deed::new(&ewa, ""), moment).unwrap();
    assert_eq!(restored.status, Status::Published, "what waits is hers, what stands is not");
    assert!(is_served());
}

#[test]
fn an_act_goes_for_residents_when_another_repeals_it_and_comes_back_when_that_is_taken_back() {
    let act =
        "---\ntitle: Targowiska\naudience: public\nsource: {title: Zarządzenie nr 5/2020}\n---\nStragany.\n";
    let Opened { _folder, library, publisher, moment, .. } = open(Rules::default(), &[("targ.md", act)]);
    let [targ, other] = ["targ", "uchyla"].map(|id| ArticleId::new(id).unwrap());
    let by = Actor { name: "Ala".to_owned(), role: Role::Editor };
    let is_seen = || {
        let found = library.search(View::Public, &SearchRequest::new("stragany", moment.today));
        found.hits.iter().any(|hit| hit.id == targ)
    };
    let header =
        "title: Nowe targowiska\naudience: public\nsource: {title: Zarządzenie nr 7/2026, date: 2026-01-05}";
    assert!(is_seen());

    let text = format!("---\n{header}\nrepeals: 5/2020\n---\nHale.\n");
    publisher.put(&other, &text, Expect::Absent, Deed::new(&by, ""), moment).unwrap();
    assert!(!is_seen());
    let tag = publisher.store().held(&other).unwrap().current.unwrap().etag;
    let text = format!("---\n{header}\n---\nHale.\n");
    publisher.put(&other, &text, Expect::Tag(tag), Deed::new(&by, ""), moment).unwrap();
    assert!(is_seen());
}

#[test]
fn what_a_reader_wrote_last_is_theirs_until_it_is_withdrawn() {
    use crate::library::desk::catalogue::{Filter, Looking, Order};
    let Opened { _folder, library, publisher, moment, .. } =
        open(Rules::default(), &[("inny.md", "---\ntitle: Inny\n---\nNiczyj.\n")]);
    let [ala, ewa] = ["Ala", "Ewa"].map(|name| Actor { name: name.to_owned(), role: Role::Editor });
    let id = |id: &str| ArticleId::new(id).unwrap();
    for (name, by) in [("ali", &ala), ("ewy", &ewa), ("stary", &ala)] {
        let text = format!("---\ntitle: {name}\n---\nTreść.\n");
        publisher.put(&id(name), &text, Expect::Absent, Deed::new(by, ""), moment).unwrap();
    }
    publisher.act(&id("stary"), Action::Archive, None, Deed::new(&ala, "wygasł"), moment).unwrap();
    let looking = Looking { name: "Ala", today: moment.today, found: None };
    let mine = library.catalogue(publisher.store(), Filter::Mine, "", Order::Title, looking).unwrap();
    assert_eq!(mine.entries.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), ["ali"]);
}
