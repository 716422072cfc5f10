//! What residents find and read is what their index would be, were it made today.

#![allow(clippy::unwrap_used)]

use std::cell::Cell;
use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::article::ArticleId;
use crate::library::progress::Silent;
use crate::library::{Folders, Library, View};
use crate::search::SearchRequest;

#[test]
fn what_changes_for_agents_alone_changes_nothing_for_residents() {
    let folder = tempfile::tempdir().unwrap();
    let folders = folders(folder.path());
    let write = |name: &str, text: &str| fs::write(folders.kb.join(name), text).unwrap();
    let public = "---\ntitle: Kiermasz na Rynku\naudience: public\n---\nStragany.\n";
    write("kiermasz.md", public);
    write("koncert.md", "---\ntitle: Koncert na Rynku\naudience: public\n---\nMuzyka.\n");
    let today = date(2026, 12, 1);
    let (library, _) = Library::open(&folders, &Silent, today).unwrap();
    let found = || library.search(View::Public, &SearchRequest::new("rynek", today)).hits;
    let (before, version) = (found(), library.public_version());
    let sync = || library.sync(false, &Silent, today).unwrap();

    write("tajne.md", "---\ntitle: Rynek od kuchni\n---\nRynek.\n");
    sync();
    write("kiermasz.md", &format!("{public}\n## Dla nas {{.internal}}\n\nRynek zamykamy o 20.\n"));
    sync();
    sync();
    assert_eq!(library.public_version(), version, "a cache would tell that somebody edited");
    assert_eq!(found(), before, "and so would a score");

    write("kiermasz.md", "---\ntitle: Kiermasz na Rynku\naudience: public\n---\nStragany i choinka.\n");
    sync();
    assert_ne!(library.public_version(), version);
    assert!(found() != before);
}

/// Articles of every kind that the two engines treat differently; what residents must never have says SEKRET.
const KINDS: [(&str, &str); 9] = [
    ("cały", "audience: public\nkeywords: [jarmark]\nquestions: [kiedy jest kiermasz]\nfacts: {fee: 0 zł}"),
    ("z częścią wewnętrzną", "audience: public\n---\nJawne.\n\n## Dla nas {.internal}\n\nSEKRET"),
    ("z uwagą w nagłówku", "audience: public # SEKRET"),
    ("z obcym kluczem", "audience: public\nnotatka: SEKRET"),
    ("wewnętrzny", "summary: SEKRET"),
    ("miniony", "audience: public\nsummary: SEKRET\nvalid_until: 2026-11-30"),
    ("przyszły", "audience: public\nsummary: SEKRET\nvalid_from: 2027-01-01"),
    ("uchylony", "audience: public\nsummary: SEKRET\nsource: {title: Zarządzenie nr 5/2020}"),
    (
        "uchylający",
        "audience: public\nrepeals: 5/2020\nsource: {title: Zarządzenie nr 7/2026, date: 2026-01-05}",
    ),
];

fn write_kinds(kb: &Path) {
    for (at, (name, header)) in KINDS.into_iter().enumerate() {
        let (header, rest) = header.split_once("\n---\n").unwrap_or((header, "Stragany i choinka."));
        let text = format!("---\ntitle: Kiermasz {name}\n{header}\n---\n{rest}\n");
        fs::write(kb.join(format!("kiermasz-{at}.md")), text).unwrap();
    }
}

fn folders(below: &Path) -> Folders {
    let folders = Folders { kb: below.join("kb"), index: below.join("index"), data: below.join("data") };
    fs::create_dir_all(&folders.kb).unwrap();
    folders
}

#[test]
fn a_new_index_gives_residents_what_one_that_grew_gives_them() {
    let today = date(2026, 12, 1);
    let (new, grown) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (new, grown) = (folders(new.path()), folders(grown.path()));
    write_kinds(&new.kb);
    let (new, _) = Library::open(&new, &Silent, today).unwrap();
    let kb = grown.kb.clone();
    let (grown, _) = Library::open(&grown, &Silent, today).unwrap();
    write_kinds(&kb);
    grown.sync(false, &Silent, today).unwrap();

    let listed = new.listed(View::Public, today);
    assert_eq!(listed, grown.listed(View::Public, today));
    let ids: Vec<&str> = listed.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["kiermasz-0", "kiermasz-1", "kiermasz-2", "kiermasz-3", "kiermasz-8"]);
    let mut secrets = 0;
    for (id, _) in &listed {
        let [ours, theirs] = [&new, &grown].map(|library| library.get(View::Public, id, today).unwrap());
        assert_eq!((&ours.article, &ours.etag), (&theirs.article, &theirs.etag), "{id}");
        assert!(ours.article.keywords.is_empty() && ours.article.questions.is_empty(), "{id}");
        assert!(!format!("{ours:?}").contains("SEKRET"), "{id}");
        secrets += usize::from(format!("{:?}", new.get(View::Staff, id, today)).contains("SEKRET"));
        assert_eq!(ours.html, theirs.html, "{id}");
    }
    assert_eq!(secrets, 3, "agents have what residents must not");
    for question in ["jarmark", "kiedy jest kiermasz", "choinka"] {
        let [ours, theirs] = [&new, &grown]
            .map(|library| library.search(View::Public, &SearchRequest::new(question, today)).hits);
        assert!(!ours.is_empty() && ours == theirs, "{question}: {ours:#?} and {theirs:#?}");
    }
}

#[test]
fn files_of_residents_index_hold_nothing_that_is_not_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let folders = folders(folder.path());
    write_kinds(&folders.kb);
    let (library, _) = Library::open(&folders, &Silent, date(2026, 12, 1)).unwrap();
    drop(library);
    let holds = |audience: &str, text: &str| {
        let files = fs::read_dir(folders.index.join("gen-1").join(audience)).unwrap().flatten();
        files.into_iter().any(|file| {
            let bytes = fs::read(file.path()).unwrap();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        })
    };
    assert!(holds("staff", "SEKRET") && holds("staff", "choinka"), "the test can see what is stored");
    assert!(holds("public", "choinka"));
    assert!(!holds("public", "SEKRET") && !holds("public", "sekret"));
}

#[test]
fn what_becomes_internal_after_a_new_index_was_built_is_gone_for_residents() {
    let folder = tempfile::tempdir().unwrap();
    let folders = folders(folder.path());
    write_kinds(&folders.kb);
    let today = date(2026, 12, 1);
    let (library, _) = Library::open(&folders, &Silent, today).unwrap();
    let found =
        |library: &Library| library.search(View::Public, &SearchRequest::new("jarmark", today)).hits.len();
    assert_eq!(found(&library), 1);
    fs::write(
        folders.kb.join("kiermasz-0.md"),
        "---\ntitle: Kiermasz\nkeywords: [jarmark]\n---\nStragany.\n",
    )
    .unwrap();
    library.sync(false, &Silent, today).unwrap();
    assert_eq!(found(&library), 0);
    assert_eq!(library.search(View::Staff, &SearchRequest::new("jarmark", today)).hits.len(), 1);
    drop(library);
    let (library, report) = Library::open(&folders, &Silent, today).unwrap();
    assert_eq!((found(&library), report.changed), (0, 0), "and stays so after a restart");
}

/// Where the file of an article may stand; one that has no title is called after its file.
const PLACES: [&str; 3] = ["kiermasz", "dalej/kiermasz", "dalej/jarmark"];
const STATUSES: [&str; 4] = ["published", "published", "draft", "archived"];

/// An article that changes in every way in which articles do.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Fair {
    number: usize,
    /// What residents and agents read of it, and what agents alone.
    words: (u8, u8),
    remark: bool,
    open: bool,
    status: usize,
    over: bool,
    titled: bool,
    place: usize,
    away: bool,
}

impl Fair {
    fn path(&self) -> String {
        format!("{}-{}.md", PLACES[self.place], self.number)
    }

    fn text(&self) -> String {
        let Self { number, words: (public, internal), remark, open, status, over, titled, .. } = *self;
        let mut header = format!("id: kiermasz-{number}\nunit: MPO\nstatus: {}\n", STATUSES[status]);
        let mut line = |on: bool, line: &str| header.push_str(if on { line } else { "" });
        line(titled, "title: Kiermasz na Rynku\n");
        line(open, "audience: public\n");
        line(over, "valid_until: 2026-11-30\n");
        line(remark, "# SEKRET\n");
        line(true, &format!("source: {{title: Zarządzenie nr {}/2025}}\n", number + 1));
        let secret = format!("\n## Dla nas {{.internal}}\n\nSEKRET{internal}\n");
        let secret = if internal == 0 { "" } else { &secret };
        format!("---\n{header}---\nStragany i slowo{public}.\n{secret}")
    }
}

/// One change: of an article, or of what is about them all.
#[derive(Debug, Clone, Copy)]
enum Change {
    Public(u8),
    Internal(u8),
    Remark,
    Open,
    Status(usize),
    Over,
    Titled,
    Place(usize),
    Away,
    Repealed,
    Alias(u8),
    Restart,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        1 => (0..3u8).prop_map(Change::Public),
        4 => (0..3u8).prop_map(Change::Internal),
        1 => Just(Change::Remark),
        2 => Just(Change::Open),
        3 => (0..STATUSES.len()).prop_map(Change::Status),
        2 => Just(Change::Over),
        1 => Just(Change::Titled),
        2 => (0..PLACES.len()).prop_map(Change::Place),
        3 => Just(Change::Away),
        2 => Just(Change::Repealed),
        1 => (0..3u8).prop_map(Change::Alias),
        1 => Just(Change::Restart),
    ]
}

/// What residents have: of each article what they are shown, and what questions find.
fn shown(library: &Library, today: Date) -> Vec<String> {
    let mut shown = Vec::new();
    for (id, verified) in library.listed(View::Public, today) {
        let served = library.get(View::Public, &id, today).unwrap();
        assert!(library.sees(View::Public, &id, today));
        shown.push(format!("{id} {verified:?} {:?} {} {}", served.article, served.etag, served.html.html));
    }
    let mut titles: Vec<_> =
        library.cards_for(View::Public, today).iter().map(|card| card.title.clone()).collect();
    titles.sort();
    shown.push(format!("{titles:?}"));
    for question in ["kiermasz", "jarmark", "slowo1", "sekret1", "śmieciarka1", "\"stragany i slowo2\""] {
        let hits = library.search(View::Public, &SearchRequest::new(question, today)).hits;
        let mut found: Vec<_> =
            hits.iter().map(|hit| format!("{} {} {}", hit.id, hit.title, hit.answer.text)).collect();
        found.sort();
        shown.push(format!("{question}: {found:?}"));
    }
    shown
}

#[test]
fn whatever_becomes_of_articles_residents_have_what_a_new_index_would_give_them() {
    let today = date(2026, 12, 1);
    let seen = Cell::new((0, 0));
    // What is done to which article, by hand or at the desk, and whether the library looks before the next.
    let step = (0..2usize, change(), any::<bool>(), prop::bool::weighted(0.8));
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) };
    proptest!(config, |(steps in prop::collection::vec(step, 1..14))| {
        let folder = tempfile::tempdir().unwrap();
        let folders = folders(folder.path());
        let kb = folders.kb.clone();
        for below in ["slowniki", "dalej"] {
            fs::create_dir_all(kb.join(below)).unwrap();
        }
        let alias = |number: u8| {
            let unit = format!("[[jednostka]]\ncode = \"MPO\"\nname = \"Zakład\"\naliases = [\"śmieciarka{number}\"]\n");
            fs::write(kb.join("slowniki/jednostki.toml"), unit).unwrap();
        };
        alias(0);
        let new = Fair { number: 0, words: (0, 0), remark: false, open: true, status: 0, over: false, titled: true, place: 0, away: false };
        let mut fairs = [new, Fair { number: 1, words: (1, 1), titled: false, ..new }];
        for fair in &fairs {
            fs::write(kb.join(fair.path()), fair.text()).unwrap();
        }
        let (mut library, _) = Library::open(&folders, &Silent, today).unwrap();
        for (which, change, desk, look) in steps {
            let before = fairs[which];
            // A start with everything gone is refused, which is tried elsewhere.
            let all_gone = fairs.iter().all(|fair| fair.away);
            let fair = &mut fairs[which];
            match change {
                Change::Public(word) => fair.words.0 = word,
                Change::Internal(word) => fair.words.1 = word,
                Change::Remark => fair.remark ^= true,
                Change::Open => fair.open ^= true,
                Change::Status(status) => fair.status = status,
                Change::Over => fair.over ^= true,
                Change::Titled => fair.titled ^= true,
                Change::Place(place) => fair.place = place,
                Change::Away => fair.away ^= true,
                Change::Alias(number) => alias(number),
                Change::Restart if all_gone => {}
                Change::Restart => {
                    drop(library);
                    library = Library::open(&folders, &Silent, today).unwrap().0;
                }
                Change::Repealed => {
                    let act = kb.join("uchyla.md");
                    if fs::remove_file(&act).is_err() {
                        let text = format!("---\ntitle: Akt\nrepeals: [{}/2025]\nsource: {{title: Zarządzenie nr 9/2026, date: 2026-01-05}}\n---\nUchyla.\n", which + 1);
                        fs::write(act, text).unwrap();
                    }
                }
            }
            let fair = *fair;
            let stays = !before.away && !fair.away && before.place == fair.place;
            if before != fair {
                let _ = fs::remove_file(kb.join(before.path()));
                if !fair.away {
                    fs::write(kb.join(fair.path()), fair.text()).unwrap();
                }
            }
            if desk && stays && before != fair {
                let (path, text) = (fair.path(), fair.text());
                let article = crate::article::parse(&path, text.as_bytes()).article.unwrap();
                let turn = library.turn();
                library.index(&[(path.as_str(), &article)], today, &turn).unwrap();
            }
            if !look {
                continue;
            }
            library.sync(false, &Silent, today).unwrap();
            let other = tempfile::tempdir().unwrap();
            let other = Folders { kb: kb.clone(), index: other.path().join("index"), data: other.path().join("data") };
            let (fresh, _) = Library::open(&other, &Silent, today).unwrap();
            let (ours, theirs) = (shown(&library, today), shown(&fresh, today));
            prop_assert!(!format!("{ours:?}").contains("SEKRET"), "{ours:?}");
            prop_assert_eq!(ours, theirs, "after {:?}, {:?}", change, fairs);
            let (compared, found) = seen.get();
            seen.set((compared + 1, found + library.listed(View::Public, today).len()));
        }
    });
    let (compared, found) = seen.get();
    assert!(compared > 30 && found > 15, "{compared} states compared, {found} articles in them");
}

/// Leaves and comes back as it was, after an edit of which residents saw nothing.
#[test]
fn an_article_that_left_and_came_back_is_there_for_residents_too() {
    let today = date(2026, 12, 1);
    let text = |word: &str, header: &str| {
        format!("---\nid: ia\ntitle: T\n{header}\n---\njawne\n\n## Dla konsultanta {{.internal}}\n\n{word}\n")
    };
    let open = "audience: public";
    let ways: [(&str, &str); 5] = [
        ("archived", "audience: public\nstatus: archived"),
        ("a draft", "audience: public\nstatus: draft"),
        ("internal", "audience: internal"),
        ("over", "audience: public\nvalid_until: 2026-11-30"),
        ("away", ""),
    ];
    for (way, header) in ways {
        let folder = tempfile::tempdir().unwrap();
        let folders = folders(folder.path());
        let file = folders.kb.join("ia.md");
        fs::write(folders.kb.join("inny.md"), "# Inny\n\nInny.\n").unwrap();
        let (library, _) = Library::open(&folders, &Silent, today).unwrap();
        let id = ArticleId::new("ia").unwrap();
        let is_there = || {
            library.sync(false, &Silent, today).unwrap();
            let is_listed = !library.listed(View::Public, today).is_empty();
            assert_eq!(is_listed, library.get(View::Public, &id, today).is_some());
            is_listed
        };
        for word in ["w0", "w1"] {
            fs::write(&file, text(word, open)).unwrap();
            assert!(is_there());
        }
        match header {
            "" => fs::remove_file(&file).unwrap(),
            header => fs::write(&file, text("w1", header)).unwrap(),
        }
        assert!(!is_there(), "{way}");
        fs::write(&file, text("w1", open)).unwrap();
        assert!(is_there(), "back from being {way}");
    }
}

#[test]
fn an_article_that_is_called_after_its_file_is_called_so_for_residents_wherever_it_is_moved() {
    let today = date(2026, 12, 1);
    let folder = tempfile::tempdir().unwrap();
    let folders = folders(folder.path());
    let text = "---\nid: targ\naudience: public\n---\nStragany.\n";
    fs::write(folders.kb.join("kiermasz.md"), text).unwrap();
    let (library, _) = Library::open(&folders, &Silent, today).unwrap();
    let title = |view| library.get(view, &ArticleId::new("targ").unwrap(), today).unwrap().article.title;
    let before = title(View::Public);
    fs::rename(folders.kb.join("kiermasz.md"), folders.kb.join("jarmark.md")).unwrap();
    library.sync(false, &Silent, today).unwrap();
    assert_ne!(title(View::Public), before);
    assert_eq!(title(View::Public), title(View::Staff));
    let found = library.search(View::Public, &SearchRequest::new("jarmark", today)).hits;
    assert_eq!(found.len(), 1, "{found:?}");
}
