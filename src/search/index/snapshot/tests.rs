//! What a search looks at: the last state that was committed, on the day that is asked about.
#![allow(clippy::unwrap_used)]

use jiff::civil::{Date, date};

use crate::article::dictionary::Dictionaries;
use crate::article::force::validity::State;
use crate::search::testkit::{CITY, TODAY, add, article, ask, city, dictionaries, engine, ids, put, request};
use crate::search::{Engine, EngineError, SearchRequest, Size, Weights};

const BEFORE: (&str, &str) = ("a.md", "---\nid: lawka\ntitle: Ławka w parku\nunit: ZZM\n---\nZłamana ławka.");
const AFTER: (&str, &str) =
    ("a.md", "---\nid: lawka\ntitle: Kosz na skwerze\nunit: MPO\n---\nPrzepełniony kosz.");

#[test]
fn a_new_version_takes_the_place_of_the_old_one() {
    let engine = engine(&[BEFORE]);
    assert_eq!(ids(&ask(&engine, "ławka")), ["lawka"]);
    assert_eq!(engine.card("lawka").unwrap().title, "Ławka w parku");
    put(&engine, &[AFTER]);
    assert!(ask(&engine, "ławka").hits.is_empty(), "words of the old version find nothing");
    assert_eq!(ids(&ask(&engine, "kosz")), ["lawka"]);
    assert_eq!(engine.card("lawka").unwrap().title, "Kosz na skwerze");
    assert_eq!(engine.raw("lawka").as_deref(), Some(AFTER.1));
    assert_eq!((engine.len(), engine.cards().len()), (1, 1));
    let units = ask(&engine, "kosz").units;
    assert_eq!(
        units.iter().map(|facet| (facet.code.as_str(), facet.count)).collect::<Vec<_>>(),
        [("MPO", 1)]
    );
}

#[test]
fn of_two_versions_in_one_batch_the_last_one_stands() {
    let engine = engine(&[BEFORE, AFTER]);
    assert_eq!(engine.len(), 1);
    assert!(ask(&engine, "ławka").hits.is_empty());
    assert_eq!(ids(&ask(&engine, "kosz")), ["lawka"]);
    assert_eq!(engine.card("lawka").unwrap().unit.as_deref(), Some("MPO"));
}

#[test]
fn a_removed_article_is_gone_with_its_card_and_its_words() {
    let engine = engine(CITY);
    let all = engine.len();
    assert!(engine.card("gruz").is_some());
    let changes = engine.changes(Size::Few).unwrap();
    changes.remove("gruz");
    changes.finish().unwrap();
    assert_eq!(engine.len(), all - 1);
    assert_eq!(engine.cards().len(), all - 1);
    assert!(engine.card("gruz").is_none() && engine.raw("gruz").is_none());
    assert!(!ids(&ask(&engine, "gruz i odpady budowlane")).contains(&"gruz"));
    assert_eq!(engine.suggest("kontener", 5, TODAY), [], "„kontener” stood there alone");
}

#[test]
fn changes_that_are_not_finished_leave_no_trace() {
    let engine = engine(&[BEFORE]);
    let version = engine.version();
    let changes = engine.changes(Size::Few).unwrap();
    changes.remove("lawka");
    let other = article("b.md", "---\ntitle: Fontanna\n---\nNie działa.");
    add(&engine, &changes, &other, "b.md", &mut |texts| vec![Vec::new(); texts.len()], false);
    assert_eq!(ids(&ask(&engine, "ławka")), ["lawka"], "nothing shows before the end");
    drop(changes);
    assert_eq!(engine.version(), version);
    put(&engine, &[("c.md", "---\ntitle: Huśtawka\n---\nZepsuta.")]);
    assert!(ask(&engine, "fontanna").hits.is_empty(), "nor with the next batch");
}

#[test]
fn what_a_killed_commit_left_is_in_nobodys_way() {
    let folder = tempfile::tempdir().unwrap();
    let corrected = ("a.md", "---\nid: lawka\ntitle: Ławka\n---\nNaprawiona.");
    let engine = Engine::create(folder.path()).unwrap();
    put(&engine, &[BEFORE, ("b.md", "---\ntitle: Fontanna\n---\nNie działa.")]);
    engine.rest();
    let meta = folder.path().join("meta.json");
    let before = std::fs::read(&meta).unwrap();
    put(&engine, &[corrected]);
    drop(engine);
    let deletes = || {
        let files = std::fs::read_dir(folder.path()).unwrap().flatten();
        files.filter(|file| file.path().extension().is_some_and(|kind| kind == "del")).count()
    };
    assert_eq!(deletes(), 1, "the correction deletes in a segment that stays");
    // As if the process had been killed before it could say that the commit is done.
    std::fs::write(&meta, before).unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    assert_eq!(ask(&engine, "naprawiona").hits.len(), 0, "it was not acknowledged");
    put(&engine, &[corrected]);
    assert_eq!(ids(&ask(&engine, "naprawiona")), ["lawka"]);
    assert_eq!((deletes(), engine.spoilt()), (1, None));
}

#[test]
fn the_version_is_another_one_whenever_an_answer_may_be() {
    let engine = engine(&[BEFORE]);
    let mut seen = vec![engine.version()];
    put(&engine, &[AFTER]);
    seen.push(engine.version());
    engine.set_dictionaries(&Dictionaries::default());
    seen.push(engine.version());
    engine.set_weights(Weights { root: 0.0, ..Weights::DEFAULT });
    seen.push(engine.version());
    let other = Engine::in_memory().unwrap();
    seen.push(other.version());
    let mut unique = seen.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), 5, "{seen:?}");
    let version = engine.version();
    engine.set_dictionaries(&Dictionaries::default());
    ask(&engine, "kosz");
    assert_eq!(engine.version(), version, "the same dictionaries change nothing, nor does a question");
    engine.set_dictionaries(&dictionaries());
    assert_ne!(engine.version(), version);
}

fn found_on(engine: &Engine, question: &str, today: Date) -> Vec<(String, bool)> {
    let response = engine.search(&SearchRequest { now: today.into(), ..request(question) });
    response.hits.into_iter().map(|hit| (hit.id.to_string(), hit.in_force)).collect()
}

#[test]
fn an_article_is_in_force_from_its_first_day_to_its_last() {
    let engine = engine(&[(
        "a.md",
        "---\nid: zima\ntitle: Lodowisko miejskie\nvalid_from: 2026-12-01\nvalid_until: 2027-02-28\n---\nTafla lodu.",
    )]);
    // Back and forth: what was worked out for one day must not answer for another.
    for (day, in_force) in [
        (date(2026, 11, 30), false),
        (date(2026, 12, 1), true),
        (date(2027, 3, 1), false),
        (date(2027, 2, 28), true),
        (date(2026, 11, 30), false),
    ] {
        assert_eq!(found_on(&engine, "lodowisko", day), [("zima".into(), in_force)], "{day}");
        assert_eq!(engine.in_force(&engine.card("zima").unwrap(), day), in_force, "{day}");
    }
    let state = |day| engine.state(&engine.card("zima").unwrap(), day);
    assert_eq!(state(date(2026, 11, 30)), State::NotYet);
    assert_eq!(state(date(2026, 12, 1)), State::InForce);
    assert_eq!(state(date(2027, 3, 1)), State::Expired);
}

#[test]
fn an_act_is_repealed_from_the_day_on_which_the_other_begins() {
    let engine = engine(CITY);
    let (eve, day) = (date(2024, 11, 30), date(2024, 12, 1));
    let of = |today| {
        let mut found = found_on(&engine, "regulamin targowisk", today);
        found.retain(|(id, _)| id == "regulamin-2021");
        found
    };
    assert_eq!(of(eve), [("regulamin-2021".into(), true)]);
    assert_eq!(of(day), [("regulamin-2021".into(), false)]);
    let card = engine.card("regulamin-2021").unwrap();
    assert_eq!(engine.repealed_by(&card, eve), None);
    assert_eq!(engine.repealed_by(&card, day).as_deref(), Some("3465/2024"));
    assert_eq!(engine.state(&card, day), State::Repealed { by: "3465/2024".into() });
    let repealing = engine.card("regulamin-2024").unwrap();
    assert_eq!(engine.repealed_by(&repealing, day), None);
}

#[test]
fn an_act_comes_back_when_the_one_that_repealed_it_goes() {
    let engine = engine(CITY);
    let changes = engine.changes(Size::Few).unwrap();
    changes.remove("regulamin-2024");
    changes.finish().unwrap();
    assert_eq!(found_on(&engine, "regulamin targowisk", TODAY)[0], ("regulamin-2021".into(), true));
}

#[test]
fn no_act_repeals_itself() {
    let engine = engine(&[(
        "a.md",
        "---\ntitle: Regulamin parku\nsource: {title: Zarządzenie nr 77/2026, date: 2026-01-01}\nrepeals: [77/2026]\n---\nPark.",
    )]);
    assert_eq!(found_on(&engine, "regulamin parku", TODAY), [("a".into(), true)]);
}

#[test]
fn many_small_changes_lose_nothing_and_repeat_nothing() {
    let engine = engine(&[]);
    for at in 0..40 {
        let text = format!("---\nid: ulica-{}\ntitle: Ulica {at}\n---\nZamknięta.", at % 20);
        put(&engine, &[("u.md", &text)]);
    }
    assert_eq!(engine.len(), 20);
    let response = engine.search(&SearchRequest { limit: 100, ..request("ulica zamknięta") });
    let mut found = ids(&response);
    found.sort_unstable();
    let expected: Vec<String> = (0..20).map(|at| format!("ulica-{at}")).collect();
    let mut expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert!(response.hits.iter().all(|hit| hit.title != "Ulica 3"), "the first versions are gone");
}

/// What does not depend on where an index came from.
fn answers(engine: &Engine) -> Vec<(Vec<String>, bool, usize)> {
    ["stare meble", "dowód", "odpady -gruz", "lodowka", "12 616 55 55", "telwizor"]
        .iter()
        .map(|question| {
            let response = ask(engine, question);
            (ids(&response).iter().map(|id| (*id).to_owned()).collect(), response.confident(), response.total)
        })
        .collect()
}

#[test]
fn an_index_that_is_copied_and_opened_again_answers_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::create(&folder.path().join("one")).unwrap();
    engine.set_dictionaries(&dictionaries());
    put(&engine, CITY);
    assert_eq!(answers(&engine), answers(city()));
    engine.copy_to(&folder.path().join("two")).unwrap();
    drop(engine);
    for name in ["one", "two"] {
        let opened = Engine::open(&folder.path().join(name)).unwrap();
        opened.set_dictionaries(&dictionaries());
        assert_eq!(answers(&opened), answers(city()), "{name}");
        assert_eq!(opened.len(), CITY.len());
        assert_eq!(opened.spoilt(), None);
    }
    let two = Engine::open(&folder.path().join("two")).unwrap();
    put(&two, &[AFTER]);
    let one = Engine::open(&folder.path().join("one")).unwrap();
    assert_eq!((one.len(), two.len()), (CITY.len(), CITY.len() + 1), "each has files of its own");
}

#[test]
fn an_index_of_another_analyser_or_a_damaged_one_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |dir: &std::path::Path| match Engine::open(dir) {
        Ok(_) => panic!("it was opened"),
        Err(EngineError::Unusable { reason }) => reason,
        Err(other) => panic!("{other}"),
    };
    assert_eq!(refused(folder.path()), "nie ma jeszcze indeksu");
    let dir = folder.path().join("one");
    put(&Engine::create(&dir).unwrap(), CITY);
    assert!(Engine::open(&dir).is_ok());
    let meta = dir.join("meta.json");
    let good = std::fs::read_to_string(&meta).unwrap();
    let fingerprint = crate::search::index::store::fingerprint();
    assert!(good.contains(fingerprint), "{good}");
    std::fs::write(&meta, good.replace(fingerprint, "schema 1 text 1")).unwrap();
    assert_eq!(refused(&dir), "indeks zbudowała inna wersja programu lub słownika form");
    std::fs::write(&meta, &good[..good.len() / 2]).unwrap();
    assert!(refused(&dir).starts_with("indeks jest uszkodzony"));
    std::fs::write(&meta, &good).unwrap();
    let engine = Engine::open(&dir).unwrap();
    let store = std::fs::read_dir(&dir).unwrap().flatten().map(|entry| entry.path());
    let store =
        store.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "store")).unwrap();
    std::fs::rename(&store, store.with_extension("gone")).unwrap();
    assert_eq!(engine.spoilt(), Some(store.clone()));
    std::fs::rename(store.with_extension("gone"), &store).unwrap();
    assert_eq!(engine.spoilt(), None);
    let mut bytes = std::fs::read(&store).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    drop(engine);
    std::fs::remove_file(&store).unwrap();
    std::fs::write(&store, bytes).unwrap();
    assert!(refused(&dir).ends_with("jest uszkodzony"), "{}", refused(&dir));
}

#[test]
fn whatever_file_of_an_open_index_is_cut_short_searches_go_on_and_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::create(folder.path()).unwrap();
    engine.set_dictionaries(&dictionaries());
    put(&engine, CITY);
    engine.rest();
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().map(|one| one.path()).collect();
    let mut cut = 0;
    for file in files.iter().filter(|file| file.file_stem().is_some_and(|name| name.len() == 32)) {
        let whole = std::fs::read(file).unwrap();
        for len in [whole.len() as u64 / 2, 10, 0] {
            let open = std::fs::File::options().write(true).open(file).unwrap();
            open.set_len(len).unwrap();
            assert_eq!(engine.spoilt().as_ref(), Some(file));
            assert_eq!(answers(&engine), answers(city()), "{} was cut to {len}", file.display());
            std::fs::write(file, &whole).unwrap();
            assert_eq!(engine.spoilt(), None, "{} is whole again", file.display());
        }
        cut += 1;
    }
    assert!(cut >= 6, "{cut} files of {files:?}");
}
