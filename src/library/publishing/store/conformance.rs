//! The promises of a store, as tests that every implementation runs; and the plainest store that keeps them.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::{
    Change, Edit, Expect, Files, Found, Held, Kind, Place, Revision, Seq, Store, StoreError, Terms, Version, account,
    etag, settles,
};
use crate::article::{self, ArticleId};
use crate::journal::{Actor, Journal, Role};

/// Runs every promise against a store of its own.
fn suite<S: Store>(make: impl Fn() -> S) {
    a_new_article_is_there_with_its_history(&make());
    creating_what_is_there_is_refused_and_shows_what_is(&make());
    of_two_editors_with_one_version_the_second_is_refused(&make());
    what_waits_leaves_what_stands_alone(&make());
    publishing_ends_the_waiting(&make());
    a_waiting_text_cannot_be_overwritten_by_who_saw_only_the_standing_one(&make());
    what_stands_can_be_corrected_while_another_text_waits(&make());
    a_waiting_text_does_not_take_the_place_of_a_newer_one_than_it_began_from(&make());
    under_four_eyes_a_text_is_served_once_somebody_else_has_seen_it(&make());
    what_a_text_answers_for_is_kept_with_it(&make());
    discarding_leaves_what_stands(&make());
    one_refusal_in_a_batch_is_no_other_edits(&make());
    numbers_grow_and_what_came_after_one_can_be_asked(&make());
    a_version_is_given_back_letter_for_letter(&make());
}

fn id(text: &str) -> ArticleId {
    ArticleId::new(text).unwrap()
}

fn writes(kind: Kind, place: Place, name: &str, text: &str, expect: Expect) -> Edit {
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
    writes(Kind::Put, Place::Current, name, text, expect)
}

fn waiting(name: &str, text: &str, expect: Expect) -> Edit {
    writes(Kind::Put, Place::Next, name, text, expect)
}

fn publishing(name: &str, text: &str, expect: Expect) -> Edit {
    writes(Kind::Publish, Place::Current, name, text, expect)
}

fn saw(text: &str) -> Expect {
    Expect::Tag(etag(text))
}

fn one(store: &impl Store, edit: Edit) -> Result<Revision, StoreError> {
    store.apply(&[edit]).remove(0)
}

fn texts(store: &impl Store, name: &str) -> (Option<String>, Option<String>) {
    let held = store.held(&id(name)).unwrap();
    (held.current.map(|version| version.text), held.next.map(|version| version.text))
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn a_new_article_is_there_with_its_history(store: &impl Store) {
    let made = one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    assert_eq!(texts(store, "a"), (some("jeden"), None));
    let history = store.history(&id("a")).unwrap();
    assert_eq!(history, std::slice::from_ref(&made));
    assert_eq!((made.author.as_str(), made.why.as_str(), made.at), ("Ala", "bo tak", 1_000));
    assert_eq!(made.etag, etag("jeden"));
    assert_eq!(store.held(&id("nie-ma")).unwrap(), Held::default());
}

fn creating_what_is_there_is_refused_and_shows_what_is(store: &impl Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    let Err(StoreError::Exists(held)) = one(store, edit("a", "dwa", Expect::Absent)) else { panic!() };
    assert_eq!(held.current.unwrap().text, "jeden");
    assert_eq!(texts(store, "a"), (some("jeden"), None));
    assert!(matches!(one(store, edit("b", "x", saw("y"))), Err(StoreError::Missing)));
}

fn of_two_editors_with_one_version_the_second_is_refused(store: &impl Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    one(store, edit("a", "dwa", saw("jeden"))).unwrap();
    let Err(StoreError::Lost(held)) = one(store, edit("a", "trzy", saw("jeden"))) else { panic!() };
    assert_eq!(held.current.unwrap().text, "dwa");
    assert_eq!(texts(store, "a"), (some("dwa"), None));
    assert_eq!(store.history(&id("a")).unwrap().len(), 2, "a refused change leaves no trace");
}

fn what_waits_leaves_what_stands_alone(store: &impl Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    let made = one(store, waiting("a", "dwa", saw("jeden"))).unwrap();
    assert_eq!(made.place, Place::Next);
    assert_eq!(texts(store, "a"), (some("jeden"), some("dwa")));
    one(store, waiting("a", "trzy", saw("dwa"))).unwrap();
    assert_eq!(texts(store, "a"), (some("jeden"), some("trzy")));
    assert_eq!(store.waiting().unwrap().len(), 1);
}

fn publishing_ends_the_waiting(store: &impl Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    one(store, waiting("a", "dwa", saw("jeden"))).unwrap();
    one(store, publishing("a", "dwa, w druku", saw("dwa"))).unwrap();
    assert_eq!(texts(store, "a"), (some("dwa, w druku"), None));
    assert!(store.waiting().unwrap().is_empty());
}

fn a_waiting_text_cannot_be_overwritten_by_who_saw_only_the_standing_one(store: &impl Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    one(store, waiting("a", "dwa", saw("jeden"))).unwrap();
    let lost = one(store, waiting("a", "trzy", saw("jeden")));
    assert!(matches!(lost, Err(StoreError::Lost(_))));
    assert_eq!(texts(store, "a"), (some("jeden"), some("dwa")));
}

fn what_stands_can_be_corrected_while_another_text_waits(store: &impl Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    one(store, waiting("a", "dwa", saw("jeden"))).unwrap();
    one(store, edit("a", "jeden, poprawiony", saw("jeden"))).unwrap();
    assert_eq!(texts(store, "a"), (some("jeden, poprawiony"), some("dwa")));
}

fn a_waiting_text_does_not_take_the_place_of_a_newer_one_than_it_began_from(store: &impl Store) {
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

fn under_four_eyes_a_text_is_served_once_somebody_else_has_seen_it(store: &impl Store) {
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

fn what_a_text_answers_for_is_kept_with_it(store: &impl Store) {
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

fn discarding_leaves_what_stands(store: &impl Store) {
    one(store, edit("a", "jeden", Expect::Absent)).unwrap();
    one(store, waiting("a", "dwa", saw("jeden"))).unwrap();
    let away = Edit { change: Change::Discard { text: "dwa".to_owned() }, ..waiting("a", "dwa", saw("dwa")) };
    one(store, away).unwrap();
    assert_eq!(texts(store, "a"), (some("jeden"), None));
}

fn one_refusal_in_a_batch_is_no_other_edits(store: &impl Store) {
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

fn numbers_grow_and_what_came_after_one_can_be_asked(store: &impl Store) {
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

fn a_version_is_given_back_letter_for_letter(store: &impl Store) {
    let text = "---\ntitle: „Żółć” \u{a0}– ł\n---\n\n\tTreść  \n";
    let made = one(store, edit("a", text, Expect::Absent)).unwrap();
    let later = one(store, edit("a", "inny", saw(text))).unwrap();
    assert_eq!(store.revision(made.seq).unwrap().unwrap(), (made, text.to_owned()));
    assert_eq!(store.revision(later.seq).unwrap().unwrap().1, "inny");
    assert_eq!(store.revision(later.seq + 1).unwrap(), None);
}

/// A store that forgets everything when it goes: what the suite asks of a store and nothing else.
#[derive(Default)]
struct Memory(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    log: Vec<(Revision, String)>,
    current: HashMap<ArticleId, usize>,
    next: HashMap<ArticleId, usize>,
}

impl Inside {
    fn version(&self, at: Option<&usize>) -> Option<Version> {
        let (revision, text) = &self.log[*at?];
        let revision = revision.clone();
        Some(Version { text: text.clone(), etag: revision.etag.clone(), revision: Some(revision) })
    }

    fn held(&self, id: &ArticleId) -> Held {
        let current = self.version(self.current.get(id));
        let path = current.as_ref().and_then(|version| Some(version.revision.as_ref()?.path.clone()));
        Held { current, next: self.version(self.next.get(id)), path }
    }

    fn history(&self, id: &ArticleId) -> Vec<Revision> {
        self.log.iter().rev().map(|(one, _)| one).filter(|one| one.id == *id).cloned().collect()
    }
}

impl Store for Memory {
    fn is_free(&self, path: &str) -> bool {
        let inside = self.0.lock().unwrap();
        inside.current.values().all(|at| inside.log[*at].0.path != path)
    }

    fn held(&self, id: &ArticleId) -> Result<Held, StoreError> {
        Ok(self.0.lock().unwrap().held(id))
    }

    fn apply(&self, edits: &[Edit]) -> Vec<Result<Revision, StoreError>> {
        let mut inside = self.0.lock().unwrap();
        let mut apply = |edit: &Edit| {
            let held = inside.held(&edit.id);
            let history = inside.history(&edit.id);
            let settles_next = settles(edit, &held)?;
            let account = Some(account::of_edit(edit, &held, &history)?);
            if settles_next {
                inside.next.remove(&edit.id);
            }
            let at = inside.log.len();
            let revision = Revision {
                seq: at as Seq + 1,
                id: edit.id.clone(),
                path: held.path.unwrap_or_else(|| edit.path.clone()),
                at: edit.at,
                author: edit.by.name.clone(),
                kind: edit.kind(),
                place: edit.place(),
                etag: etag(edit.text()),
                why: edit.why.clone(),
                account,
            };
            inside.log.push((revision.clone(), edit.text().to_owned()));
            match &edit.change {
                Change::Discard { .. } => None,
                Change::Write { place: Place::Current, .. } => inside.current.insert(edit.id.clone(), at),
                Change::Write { place: Place::Next, .. } => inside.next.insert(edit.id.clone(), at),
            };
            Ok(revision)
        };
        edits.iter().map(&mut apply).collect()
    }

    fn history(&self, id: &ArticleId) -> Result<Vec<Revision>, StoreError> {
        Ok(self.0.lock().unwrap().history(id))
    }

    fn revision(&self, seq: Seq) -> Result<Option<(Revision, String)>, StoreError> {
        Ok(self.0.lock().unwrap().log.iter().find(|(one, _)| one.seq == seq).cloned())
    }

    fn since(&self, seq: Seq, limit: usize) -> Result<Vec<Revision>, StoreError> {
        let inside = self.0.lock().unwrap();
        let after = inside.log.iter().map(|(one, _)| one).filter(|one| one.seq > seq);
        Ok(after.take(limit).cloned().collect())
    }

    fn last(&self) -> Result<Seq, StoreError> {
        Ok(self.0.lock().unwrap().log.len() as Seq)
    }

    fn waiting(&self) -> Result<Vec<(Revision, String)>, StoreError> {
        let inside = self.0.lock().unwrap();
        Ok(inside.next.values().map(|at| inside.log[*at].clone()).collect())
    }

    fn newest(&self) -> Result<Vec<Revision>, StoreError> {
        let inside = self.0.lock().unwrap();
        let newest: HashMap<&ArticleId, &Revision> =
            inside.log.iter().map(|(revision, _)| (&revision.id, revision)).collect();
        Ok(newest.into_values().cloned().collect())
    }
}

#[test]
fn memory_keeps_the_promises() {
    suite(Memory::default);
}

#[test]
fn files_keep_the_promises() {
    let folders = tempfile::tempdir().unwrap();
    let count = std::cell::Cell::new(0);
    suite(|| {
        count.set(count.get() + 1);
        let kb = folders.path().join(count.get().to_string());
        std::fs::create_dir(&kb).unwrap();
        Files::new(kb, Arc::new(Journal::throw_away()))
    });
}

#[test]
fn a_file_changed_by_hand_makes_the_store_forget_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Arc::new(Journal::open(&folder.path().join("data")).unwrap());
    let kb = folder.path().join("kb");
    std::fs::create_dir(&kb).unwrap();
    let store = Files::new(kb.clone(), journal);
    one(&store, edit("kanapa", "Opublikowana przed chwilą.", Expect::Absent)).unwrap();
    // The look through kb/ began before that and knows of another file alone.
    std::fs::write(kb.join("szafa.md"), "Dopisana ręcznie.").unwrap();
    let found = |text: Option<&str>| Found {
        id: id("szafa"),
        path: "szafa.md".to_owned(),
        text: text.map(str::to_owned),
    };
    store.relearn(&[found(Some("Dopisana ręcznie."))]);
    assert_eq!(texts(&store, "kanapa").0.as_deref(), Some("Opublikowana przed chwilą."));
    assert_eq!(texts(&store, "szafa").0.as_deref(), Some("Dopisana ręcznie."));
    std::fs::remove_file(kb.join("szafa.md")).unwrap();
    store.relearn(&[found(None)]);
    assert_eq!(texts(&store, "szafa").0, None);
    assert!(texts(&store, "kanapa").0.is_some());
}
