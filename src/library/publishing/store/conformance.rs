//! The promises of a store, as tests that every implementation runs.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use super::memory::Memory;
use super::{
    BY_HAND, Change, DictionaryVersion, Edit, Expect, Files, FoundFile, Held, Overseer, Place, Revision,
    RevisionKind, Store, StoreError, Terms, account, etag,
};
use crate::article::{self, ArticleId};
use crate::journal::versions::dictionaries;
use crate::journal::{Actor, Journal, Role};
use crate::library::readiness::Trouble;

/// A store, and what a hand does beside it.
struct Bench {
    store: Box<dyn Store>,
    /// The folder of articles, where the store has one.
    kb: Option<PathBuf>,
}

impl Bench {
    /// Writes the text of an article past the store, or removes it, and tells.
    fn by_hand(&self, path: &str, name: &str, text: Option<&str>) -> Vec<Revision> {
        if let Some(file) = self.kb.as_ref().map(|kb| kb.join(path)) {
            match text {
                Some(text) => fs::write(file, text).unwrap(),
                None => fs::remove_file(file).unwrap(),
            }
        }
        let found = FoundFile { id: id(name), path: path.to_owned(), text: text.map(str::to_owned) };
        self.store.notice(&[found], 2_000).unwrap()
    }
}

/// Runs every promise against a store of its own.
fn suite(make: impl Fn() -> Bench) {
    let store = || make().store;
    a_new_article_is_there_with_its_history(&*store());
    creating_what_is_there_is_refused_and_shows_what_is(&*store());
    of_two_editors_with_one_version_the_second_is_refused(&*store());
    what_waits_leaves_what_stands_alone(&*store());
    publishing_ends_the_waiting(&*store());
    a_waiting_text_cannot_be_overwritten_by_who_saw_only_the_standing_one(&*store());
    what_stands_can_be_corrected_while_another_text_waits(&*store());
    a_waiting_text_does_not_take_the_place_of_a_newer_one_than_it_began_from(&*store());
    what_waited_and_stands_already_does_not_wait_for_itself(&*store());
    under_four_eyes_a_text_is_served_once_somebody_else_has_seen_it(&*store());
    a_text_that_was_another_while_it_waited_is_approved_by_whoever_says_which_one_they_read(&*store());
    what_a_text_answers_for_is_kept_with_it(&*store());
    discarding_leaves_what_stands(&*store());
    one_refusal_in_a_batch_is_no_other_edits(&*store());
    numbers_grow_and_what_came_after_one_can_be_asked(&*store());
    a_version_is_given_back_letter_for_letter(&*store());
    what_stood_before_the_store_began_is_kept_and_can_be_gone_on_from(&make());
    what_a_hand_changed_is_recorded_once_and_is_what_stands(&make());
    what_a_hand_removed_is_gone_and_leaves_its_place_free(&make());
    a_file_that_a_hand_moved_keeps_its_authors(&make());
    versions_of_a_dictionary_are_given_back_newest_first(&*store());
}

fn id(text: &str) -> ArticleId {
    ArticleId::new(text).unwrap()
}

fn writes(kind: RevisionKind, place: Place, name: &str, text: &str, expect: Expect) -> Edit {
    let path = format!("{name}.md");
    let article = Box::new(article::parse(&path, text.as_bytes()).article.unwrap());
    Edit {
        id: id(name),
        path,
        change: Change::Write { kind, place, article },
        expect,
        by: Actor { name: "Ala".to_owned(), role: Role::Editor },
        why: "bo tak".to_owned(),
        at: 1_000,
        terms: Terms::default(),
    }
}

fn edit(name: &str, text: &str, expect: Expect) -> Edit {
    writes(RevisionKind::Put, Place::Current, name, text, expect)
}

fn waiting(name: &str, text: &str, expect: Expect) -> Edit {
    writes(RevisionKind::Put, Place::Next, name, text, expect)
}

fn publishing(name: &str, text: &str, expect: Expect) -> Edit {
    writes(RevisionKind::Publish, Place::Current, name, text, expect)
}

fn saw(text: &str) -> Expect {
    Expect::Tag(etag(text))
}

fn one(store: &dyn Store, edit: Edit) -> Result<Revision, StoreError> {
    store.apply(&[edit]).remove(0)
}

fn texts(store: &dyn Store, name: &str) -> (Option<String>, Option<String>) {
    let held = store.held(&id(name)).unwrap();
    (held.current.map(|version| version.text), held.next.map(|version| version.text))
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn a_new_article_is_there_with_its_history(store: &dyn Store) {
    let made = one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    assert_eq!(texts(store, "a"), (some("jeden"), None));
    let history = store.history(&id("a")).unwrap();
    assert_eq!(history, std::slice::from_ref(&made));
    assert_eq!((made.author.as_str(), made.why.as_str(), made.at), ("Ala", "bo tak", 1_000));
    assert_eq!(made.etag, etag("jeden"));
    assert_eq!(store.held(&id("nie-ma")).unwrap(), Held::default());
}

fn creating_what_is_there_is_refused_and_shows_what_is(store: &dyn Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    let Err(StoreError::Exists(held)) = one(store, edit("a", "dwa", Expect::Absent)) else { panic!() };
    assert_eq!(held.current.unwrap().text, "jeden");
    assert_eq!(texts(store, "a"), (some("jeden"), None));
    assert!(matches!(one(store, edit("b", "x", saw("y"))), Err(StoreError::Missing)));
}

fn of_two_editors_with_one_version_the_second_is_refused(store: &dyn Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    one(store, edit("a", "dwa", saw("jeden"))).unwrap();
    let Err(StoreError::Lost(held)) = one(store, edit("a", "trzy", saw("jeden"))) else { panic!() };
    assert_eq!(held.current.unwrap().text, "dwa");
    assert_eq!(texts(store, "a"), (some("dwa"), None));
    assert_eq!(store.history(&id("a")).unwrap().len(), 2, "a refused change leaves no trace");
}

fn what_waits_leaves_what_stands_alone(store: &dyn Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    let made = one(store, waiting("a", "dwa", saw("jeden"))).unwrap();
    assert_eq!(made.place, Place::Next);
    assert_eq!(texts(store, "a"), (some("jeden"), some("dwa")));
    one(store, waiting("a", "trzy", saw("dwa"))).unwrap();
    assert_eq!(texts(store, "a"), (some("jeden"), some("trzy")));
    assert_eq!(store.waiting().unwrap().len(), 1);
}

fn publishing_ends_the_waiting(store: &dyn Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    one(store, waiting("a", "dwa", saw("jeden"))).unwrap();
    one(store, publishing("a", "dwa, w druku", saw("dwa"))).unwrap();
    assert_eq!(texts(store, "a"), (some("dwa, w druku"), None));
    assert!(store.waiting().unwrap().is_empty());
}

fn a_waiting_text_cannot_be_overwritten_by_who_saw_only_the_standing_one(store: &dyn Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    one(store, waiting("a", "dwa", saw("jeden"))).unwrap();
    let lost = one(store, waiting("a", "trzy", saw("jeden")));
    assert!(matches!(lost, Err(StoreError::Lost(_))));
    assert_eq!(texts(store, "a"), (some("jeden"), some("dwa")));
}

fn what_stands_can_be_corrected_while_another_text_waits(store: &dyn Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    one(store, waiting("a", "dwa", saw("jeden"))).unwrap();
    one(store, edit("a", "jeden, poprawiony", saw("jeden"))).unwrap();
    assert_eq!(texts(store, "a"), (some("jeden, poprawiony"), some("dwa")));
}

fn a_waiting_text_does_not_take_the_place_of_a_newer_one_than_it_began_from(store: &dyn Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    one(store, waiting("a", "dwa", saw("jeden"))).unwrap();
    one(store, edit("a", "jeden, poprawiony", saw("jeden"))).unwrap();
    one(store, waiting("a", "dwa i pół", saw("dwa"))).unwrap();
    let publish = |text: &str| publishing("a", text, saw(text));
    let Err(StoreError::Behind(held)) = one(store, publish("dwa i pół")) else { panic!() };
    assert_eq!(held.current.unwrap().text, "jeden, poprawiony");
    let merged = |base: &str| Edit {
        terms: Terms { base: Some(etag(base)), ..Terms::default() },
        ..waiting("a", "poprawiony, dwa", saw("dwa i pół"))
    };
    assert!(matches!(one(store, merged("jeden")), Err(StoreError::Behind(_))));
    one(store, merged("jeden, poprawiony")).unwrap();
    one(store, publish("poprawiony, dwa")).unwrap();
}

fn what_waited_and_stands_already_does_not_wait_for_itself(store: &dyn Store) {
    let draft = |words: &str| format!("---\ntitle: A\nstatus: draft\n---\n{words}\n");
    let live = |words: &str| draft(words).replace("draft", "published");
    let in_review = |words: &str| draft(words).replace("draft", "review");
    let begin = |name: &str| {
        one(store, edit(name, &live("jeden"), Expect::Absent)).unwrap();
        one(store, waiting(name, &draft("dwa"), saw(&live("jeden")))).unwrap();
    };
    let publish = |name: &str, seen: &str| {
        one(store, publishing(name, &live("dwa"), saw(seen))).unwrap();
        assert_eq!(texts(store, name), (some(&live("dwa")), None), "{name}");
    };
    // Taken up again from the history, over what stood.
    begin("a");
    let back = writes(RevisionKind::RollBack, Place::Current, "a", &in_review("dwa"), saw(&live("jeden")));
    one(store, back).unwrap();
    assert_eq!(texts(store, "a"), (some(&in_review("dwa")), None), "it waits no more");
    publish("a", &in_review("dwa"));
    // Other words of the history do not end its waiting.
    begin("b");
    let other = writes(RevisionKind::RollBack, Place::Current, "b", &in_review("trzy"), saw(&live("jeden")));
    one(store, other).unwrap();
    assert_eq!(texts(store, "b").1, some(&draft("dwa")));
    let publish_b = publishing("b", &live("dwa"), saw(&draft("dwa")));
    assert!(matches!(one(store, publish_b), Err(StoreError::Behind(_))), "other words stand");
    // The same words came to stand on another way, and it still waits.
    begin("c");
    let same = publishing("c", &in_review("dwa"), saw(&live("jeden")));
    one(store, same).unwrap();
    publish("c", &draft("dwa"));
}

fn under_four_eyes_a_text_is_served_once_somebody_else_has_seen_it(store: &dyn Store) {
    let by = |name: &str, edit: Edit| Edit {
        by: Actor { name: name.to_owned(), role: Role::Editor },
        terms: Terms { four_eyes: true, ..Terms::default() },
        ..edit
    };
    let draft = "---\nstatus: review\n---\njeden";
    let served = "---\nstatus: published\n---\njeden";
    let alone = one(store, by("Ala", edit("a", served, Expect::Absent)));
    assert!(matches!(alone, Err(StoreError::Unapproved)), "{alone:?}");
    one(store, by("Ala", edit("a", draft, Expect::Absent))).unwrap();
    let publish = || publishing("a", served, saw(draft));
    for same in ["Ala", "ALA", "ala (laptop)", "ala@um.krakow.pl"] {
        assert!(matches!(one(store, by(same, publish())), Err(StoreError::Unapproved)), "{same}");
    }
    let done = one(store, by("Ola", publish())).unwrap();
    assert_eq!(done.account.unwrap().approved.as_deref(), Some("Ola"));
}

fn a_text_that_was_another_while_it_waited_is_approved_by_whoever_says_which_one_they_read(
    store: &dyn Store,
) {
    let by = |name: &str, blind: bool, edit: Edit| Edit {
        by: Actor { name: name.to_owned(), role: Role::Editor },
        terms: Terms { four_eyes: true, blind, ..Terms::default() },
        ..edit
    };
    let [one_text, other] = ["jeden", "dwa"].map(|words| format!("---\nstatus: review\n---\n{words}"));
    one(store, by("Ala", false, edit("a", &one_text, Expect::Absent))).unwrap();
    one(store, by("Ala", false, edit("a", &other, saw(&one_text)))).unwrap();
    let publish = |blind: bool| {
        let served = other.replace("review", "published");
        one(store, by("Ola", blind, publishing("a", &served, saw(&other))))
    };
    assert!(matches!(publish(true), Err(StoreError::WhichVersion)));
    publish(false).unwrap();
}

fn what_a_text_answers_for_is_kept_with_it(store: &dyn Store) {
    let terms = Terms { despite: vec!["E011".to_owned()], ..Terms::default() };
    let made = one(store, Edit { terms, ..edit("a", "jeden", Expect::Absent) }).unwrap();
    let account = made.account.clone().unwrap();
    assert_eq!((account.served, account.despite.as_slice()), (true, ["E011".to_owned()].as_slice()));
    assert_eq!((account.authors.as_slice(), &account.approved), (["Ala".to_owned()].as_slice(), &None));
    assert_eq!(account.content, account::content("jeden"));
    let next = one(store, waiting("a", "dwa", saw("jeden"))).unwrap();
    assert_eq!(next.account.unwrap().base, Some(etag("jeden")));
    assert_eq!(store.history(&id("a")).unwrap().last().unwrap(), &made);
}

fn discarding_leaves_what_stands(store: &dyn Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    one(store, waiting("a", "dwa", saw("jeden"))).unwrap();
    let away = Edit { change: Change::Discard { text: "dwa".to_owned() }, ..waiting("a", "dwa", saw("dwa")) };
    one(store, away).unwrap();
    assert_eq!(texts(store, "a"), (some("jeden"), None));
}

fn one_refusal_in_a_batch_is_no_other_edits(store: &dyn Store) {
    let results = store.apply(&[
        edit("a", "a1", Expect::Absent),
        edit("b", "b1", saw("nie ma")),
        edit("c", "c1", Expect::Absent),
    ]);
    assert!(results[0].is_ok() && results[1].is_err() && results[2].is_ok());
    assert_eq!(results[2].as_ref().unwrap().id, id("c"));
    assert_eq!(texts(store, "b"), (None, None));
    assert_eq!(store.newest().unwrap().len(), 2);
}

fn numbers_grow_and_what_came_after_one_can_be_asked(store: &dyn Store) {
    assert_eq!(store.last().unwrap(), 0);
    for (name, text) in [("a", "1"), ("b", "2"), ("c", "3")] {
        one(store, edit(name, text, Expect::Absent)).unwrap();
    }
    let all = store.since(0, 100).unwrap();
    assert!(all.windows(2).all(|pair| pair[0].seq < pair[1].seq));
    assert_eq!(store.last().unwrap(), all[2].seq);
    assert_eq!(store.since(all[0].seq, 1).unwrap(), [all[1].clone()]);
    assert!(store.since(all[2].seq, 100).unwrap().is_empty());
}

fn a_version_is_given_back_letter_for_letter(store: &dyn Store) {
    let text = "---\ntitle: „Żółć” \u{a0}– ł\n---\n\n\tTreść  \n";
    let made = one(store, edit("a", text, Expect::Absent)).unwrap();
    let later = one(store, edit("a", "inny", saw(text))).unwrap();
    assert_eq!(store.revision(made.seq).unwrap().unwrap(), (made, text.to_owned()));
    assert_eq!(store.revision(later.seq).unwrap().unwrap().1, "inny");
    assert_eq!(store.revision(later.seq + 1).unwrap(), None);
}

/// One article that stood before anybody looked.
struct Stood(&'static str);

impl Overseer for Stood {
    fn stands(&self) -> Result<(), Trouble> {
        Ok(())
    }

    fn paths(&self) -> HashMap<ArticleId, String> {
        HashMap::from([(id("a"), "a.md".to_owned())])
    }

    fn served(&self, _: &ArticleId) -> Option<String> {
        some(self.0)
    }

    fn kept(&self, _: &ArticleId, _: &str) -> Option<String> {
        None
    }

    fn lacks(&self, path: &str) -> bool {
        path != "a.md"
    }
}

fn what_stood_before_the_store_began_is_kept_and_can_be_gone_on_from(bench: &Bench) {
    if let Some(kb) = &bench.kb {
        fs::write(kb.join("a.md"), "zastany").unwrap();
    }
    let store = &*bench.store;
    assert_eq!(store.begin(Arc::new(Stood("zastany")), 1).unwrap(), 1);
    let history = store.history(&id("a")).unwrap();
    assert_eq!(
        (history.len(), history[0].kind, history[0].author.as_str()),
        (1, RevisionKind::Baseline, BY_HAND)
    );
    assert!(!store.is_free("a.md") && store.is_free("b.md"));
    one(store, edit("a", "poprawiony", saw("zastany"))).unwrap();
    assert_eq!(store.revision(history[0].seq).unwrap().unwrap().1, "zastany");
    assert!(!store.is_behind() && store.catch_up(2).unwrap().is_empty());
}

fn what_a_hand_changed_is_recorded_once_and_is_what_stands(bench: &Bench) {
    let store = &*bench.store;
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    let noticed = bench.by_hand("a.md", "a", Some("ręcznie"));
    assert_eq!(
        (noticed.len(), noticed[0].kind, noticed[0].author.as_str()),
        (1, RevisionKind::Hand, BY_HAND)
    );
    assert_eq!(texts(store, "a").0, some("ręcznie"));
    assert!(bench.by_hand("a.md", "a", Some("ręcznie")).is_empty(), "said once");
    assert!(matches!(one(store, edit("a", "dwa", saw("jeden"))), Err(StoreError::Lost(_))));
    one(store, edit("a", "dwa", saw("ręcznie"))).unwrap();
}

fn what_a_hand_removed_is_gone_and_leaves_its_place_free(bench: &Bench) {
    let store = &*bench.store;
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    assert!(!store.is_free("a.md"));
    assert_eq!(bench.by_hand("a.md", "a", None)[0].kind, RevisionKind::Gone);
    assert!(store.is_free("a.md"));
    let held = store.held(&id("a")).unwrap();
    assert_eq!(
        (held.current, held.path.as_deref()),
        (None, Some("a.md")),
        "where it stood it may stand again"
    );
    one(store, writes(RevisionKind::Restore, Place::Current, "a", "jeden", Expect::Absent)).unwrap();
    assert_eq!(texts(store, "a").0, some("jeden"));
}

fn a_file_that_a_hand_moved_keeps_its_authors(bench: &Bench) {
    let store = &*bench.store;
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    let moved = bench.by_hand("inny.md", "a", Some("jeden"));
    assert_eq!((moved.len(), moved[0].kind, moved[0].path.as_str()), (1, RevisionKind::Moved, "inny.md"));
    assert_eq!(moved[0].account.as_ref().unwrap().authors, ["Ala"]);
    assert_eq!(store.held(&id("a")).unwrap().path.as_deref(), Some("inny.md"));
}

fn versions_of_a_dictionary_are_given_back_newest_first(store: &dyn Store) {
    let version = |etag: &str| DictionaryVersion {
        seq: 0,
        at: 1,
        author: "Ala".to_owned(),
        kind: dictionaries::VersionKind::Put,
        waits: true,
        etag: etag.to_owned(),
        why: String::new(),
        authors: vec!["Ala".to_owned()],
        base: None,
        approved: None,
    };
    let first = store.record_dictionary("synonimy", &version("1"), "jeden").unwrap();
    store.record_dictionary("kategorie", &version("x"), "inny").unwrap();
    let second = store.record_dictionary("synonimy", &version("2"), "dwa").unwrap();
    assert!(first.seq < second.seq);
    assert_eq!(store.dictionary_history("synonimy").unwrap(), [second.clone(), first.clone()]);
    assert_eq!(store.dictionary_text(first.seq).unwrap(), some("jeden"));
    assert_eq!(store.dictionary_text(second.seq + 1).unwrap(), None);
}

#[test]
fn memory_keeps_the_promises() {
    suite(|| Bench { store: Box::new(Memory::default()), kb: None });
}

#[test]
fn files_keep_the_promises() {
    let folders = tempfile::tempdir().unwrap();
    let count = std::cell::Cell::new(0);
    suite(|| {
        count.set(count.get() + 1);
        let kb = folders.path().join(count.get().to_string());
        fs::create_dir(&kb).unwrap();
        Bench { store: Box::new(Files::new(kb.clone(), Arc::new(Journal::throw_away()))), kb: Some(kb) }
    });
}

#[test]
fn a_file_changed_by_hand_makes_the_store_forget_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Arc::new(Journal::open(&folder.path().join("data")).unwrap());
    let kb = folder.path().join("kb");
    fs::create_dir(&kb).unwrap();
    let store = Files::new(kb.clone(), journal);
    one(&store, edit("kanapa", "Opublikowana przed chwilą.", Expect::Absent)).unwrap();
    // The look through kb/ began before that and knows of another file alone.
    fs::write(kb.join("szafa.md"), "Dopisana ręcznie.").unwrap();
    let found = |text: Option<&str>| FoundFile {
        id: id("szafa"),
        path: "szafa.md".to_owned(),
        text: text.map(str::to_owned),
    };
    store.notice(&[found(Some("Dopisana ręcznie."))], 1).unwrap();
    assert_eq!(texts(&store, "kanapa").0.as_deref(), Some("Opublikowana przed chwilą."));
    assert_eq!(texts(&store, "szafa").0.as_deref(), Some("Dopisana ręcznie."));
    fs::remove_file(kb.join("szafa.md")).unwrap();
    store.notice(&[found(None)], 2).unwrap();
    assert_eq!(texts(&store, "szafa").0, None);
    assert!(texts(&store, "kanapa").0.is_some());
}

#[test]
fn what_a_hand_changed_and_could_not_be_recorded_is_made_up_for() {
    let folder = tempfile::tempdir().unwrap();
    let [data, away, kb] = ["data", "gdzie-indziej", "kb"].map(|name| folder.path().join(name));
    let journal = Arc::new(Journal::open(&data).unwrap());
    fs::create_dir(&kb).unwrap();
    let store = Files::new(kb.clone(), journal);
    one(&store, edit("kanapa", "Opublikowana.", Expect::Absent)).unwrap();
    fs::rename(&data, &away).unwrap();
    fs::write(kb.join("kanapa.md"), "Zmieniona ręcznie.").unwrap();
    let found =
        FoundFile { id: id("kanapa"), path: "kanapa.md".to_owned(), text: some("Zmieniona ręcznie.") };
    assert!(!store.is_behind());
    assert!(store.notice(&[found], 1).is_err() && store.is_behind());
    fs::rename(&away, &data).unwrap();
    assert_eq!(store.catch_up(2).unwrap().len(), 1);
    assert!(!store.is_behind());
    assert_eq!(store.history(&id("kanapa")).unwrap()[0].kind, RevisionKind::Hand);
}
