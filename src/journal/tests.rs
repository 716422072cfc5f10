//! The journal as a whole: opening, locking, and what happens to its files while it is open.
#![allow(clippy::unwrap_used)]

mod lost;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Instant;

use super::base::opening::MIGRATIONS;
use super::people::audit::{Action, AuditEntry, By};
use super::people::tokens::NewToken;
use super::*;

fn line(object: &str) -> AuditEntry {
    let by = By { name: "Anna".into(), role: None, origin: String::new() };
    AuditEntry { at: 1, by, action: Action::SignIn, object: object.into(), detail: String::new() }
}

fn objects(journal: &Journal) -> Vec<String> {
    journal.audit_trail(0, 10).unwrap().into_iter().map(|line| line.object).collect()
}

/// A folder with an open journal in it, and that journal.
fn opened() -> (tempfile::TempDir, PathBuf, Journal) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let journal = Journal::open(&data).unwrap();
    journal.audit(&line("przed")).unwrap();
    (folder, data, journal)
}

fn token(journal: &Journal, name: &str) {
    let by = By { name: "operator".into(), role: None, origin: "terminal".into() };
    let new = NewToken { name: name.into(), role: Role::Admin, expires: None };
    journal.create_token(&new, &Secret::draw().unwrap(), &by, 1).unwrap();
}

#[track_caller]
fn gone(done: Result<(), JournalError>, word: &str) {
    match done {
        Err(JournalError::Gone { what }) => assert!(what.contains(word), "nothing of „{word}” in: {what}"),
        other => panic!("acknowledged into nowhere: {other:?}"),
    }
}

#[test]
fn opening_twice_takes_every_step_once() {
    let data = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let journal = Journal::open(data.path()).unwrap();
        let version: i64 = journal
            .read(|connection| connection.query_row("PRAGMA user_version", [], |row| row.get(0)))
            .unwrap();
        assert_eq!(version, MIGRATIONS.len() as i64);
    }
}

#[test]
fn a_database_of_a_newer_program_is_refused_and_left_alone() {
    let data = tempfile::tempdir().unwrap();
    drop(Journal::open(data.path()).unwrap());
    let connection = Connection::open(data.path().join(FILE)).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    drop(connection);
    let refused = Journal::open(data.path()).unwrap_err();
    assert!(matches!(refused, JournalError::Newer { found: 999, .. }), "{refused}");
}

#[test]
fn a_file_that_is_no_database_is_named() {
    let data = tempfile::tempdir().unwrap();
    fs::write(data.path().join(FILE), "to nie jest baza".repeat(100)).unwrap();
    let refused = Journal::open(data.path()).unwrap_err();
    assert!(matches!(refused, JournalError::Damaged { .. }), "{refused:?}");
    assert!(refused.to_string().contains(FILE), "{refused}");
}

#[test]
fn work_that_fails_leaves_no_trace() {
    let data = tempfile::tempdir().unwrap();
    let journal = Journal::open(data.path()).unwrap();
    let failed: Result<(), _> = journal.write(|transaction| {
        transaction.execute_batch("CREATE TABLE slad (x); INSERT INTO slad VALUES (1)")?;
        Err(rusqlite::Error::QueryReturnedNoRows)
    });
    assert!(failed.is_err());
    let tables: i64 = journal
        .read(|connection| {
            connection
                .query_row("SELECT count(*) FROM sqlite_master WHERE name = 'slad'", [], |row| row.get(0))
        })
        .unwrap();
    assert_eq!(tables, 0);
    assert!(journal.health().is_ok(), "what was asked was at fault, not the journal");
}

#[test]
fn a_folder_that_is_moved_away_takes_no_writes_and_all_is_well_when_it_returns() {
    let (_folder, data, journal) = opened();
    let away = data.with_file_name("gdzie-indziej");
    fs::rename(&data, &away).unwrap();
    gone(journal.audit(&line("w trakcie")), "nie ma na swoim miejscu");
    gone(journal.health(), "nie ma na swoim miejscu");
    assert!(journal.audit_trail(0, 10).is_err(), "a path that leads nowhere is not read");
    assert!(!journal.has_tokens().unwrap(), "what is open is read on");
    fs::create_dir(&data).unwrap();
    gone(journal.audit(&line("w trakcie")), "jest inny");
    fs::remove_dir(&data).unwrap();
    fs::rename(&away, &data).unwrap();
    journal.health().unwrap();
    journal.audit(&line("potem")).unwrap();
    assert_eq!(objects(&journal), ["przed", "potem"]);
}

#[test]
fn a_database_that_is_removed_exchanged_or_written_over_takes_no_writes() {
    for (attack, word) in [
        ("remove", "nie ma na swoim miejscu"),
        ("exchange", "zastąpiono"),
        ("overwrite", "nadpisano"),
        ("truncate", "nadpisano"),
    ] {
        let (folder, data, journal) = opened();
        let file = data.join(FILE);
        let backup = folder.path().join("kopia");
        fs::copy(&file, &backup).unwrap();
        match attack {
            "remove" => fs::remove_file(&file).unwrap(),
            "exchange" => fs::rename(&backup, &file).unwrap(),
            "overwrite" => fs::write(&file, fs::read(&backup).unwrap()).unwrap(),
            _ => fs::File::options().write(true).open(&file).unwrap().set_len(0).unwrap(),
        }
        gone(journal.audit(&line("stracony")), word);
        gone(journal.health(), word);
    }
}

#[test]
fn a_log_that_is_removed_costs_nothing_that_was_acknowledged() {
    let (folder, data, journal) = opened();
    for end in ["-wal", "-shm"] {
        fs::remove_file(data.join(format!("{FILE}{end}"))).unwrap();
    }
    gone(journal.audit(&line("stracony")), "-wal");
    // What stands at the path, as another program reads it, without the log.
    let copy = folder.path().join("kopia.sqlite");
    fs::copy(data.join(FILE), &copy).unwrap();
    let count: i64 = Connection::open(&copy)
        .unwrap()
        .query_row("SELECT count(*) FROM audit WHERE object = 'przed'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, 1);
}

#[test]
fn a_log_that_is_cut_off_by_somebody_else_is_noticed() {
    let (_folder, data, journal) = opened();
    fs::File::options().write(true).open(data.join(format!("{FILE}-wal"))).unwrap().set_len(0).unwrap();
    gone(journal.audit(&line("stracony")), "obcięto");
}

#[test]
fn the_database_is_written_by_us_alone_and_other_processes_beside_us_are_no_foreign_hand() {
    let (_folder, data, journal) = opened();
    for round in 0..3 {
        // A command beside the server, opened, used and closed.
        token(&Journal::open(&data).unwrap(), &format!("Anna {round}"));
        journal.audit(&line("obok")).unwrap();
        journal.cut_log().unwrap();
        journal.health().unwrap();
    }
    assert_eq!(journal.tokens().unwrap().len(), 3);
}

#[test]
fn the_log_is_brought_in_before_it_grows_large() {
    let (_folder, data, journal) = opened();
    let detail = "x".repeat(100_000);
    for _ in 0..200 {
        journal.audit(&AuditEntry { detail: detail.clone(), ..line("duży") }).unwrap();
    }
    let log = fs::metadata(data.join(format!("{FILE}-wal"))).unwrap().len();
    assert!(log < 17 * LOG, "{log} bytes of log");
    journal.cut_log().unwrap();
    journal.health().unwrap();
}

#[test]
fn a_database_that_another_program_holds_is_told_within_seconds_to_everybody_and_then_at_once() {
    let (_folder, data, journal) = opened();
    let holder = Connection::open(data.join(FILE)).unwrap();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let started = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| {
                assert!(matches!(journal.audit(&line("x")), Err(JournalError::Locked { .. })));
            });
        }
    });
    assert!(started.elapsed() < Duration::from_secs(6), "twenty waited {:?}", started.elapsed());
    let again = Instant::now();
    assert!(matches!(journal.audit(&line("x")), Err(JournalError::Locked { .. })));
    let (first, again) = (again - started, again.elapsed());
    assert!(again * 5 < first, "waiting again took {again:?}, the first time {first:?}");
    assert!(matches!(journal.health(), Err(JournalError::Locked { .. })));
    assert_eq!(objects(&journal), ["przed"], "reading goes on");
    holder.execute_batch("ROLLBACK").unwrap();
    journal.audit(&line("potem")).unwrap();
    journal.health().unwrap();
}

#[test]
fn a_database_from_before_markers_is_taken_in_with_its_tokens_and_wiped_of_what_was_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    let old = Connection::open(data.join(FILE)).unwrap();
    for step in &MIGRATIONS[..4] {
        old.execute_batch(step).unwrap();
    }
    old.pragma_update(None, "user_version", 4).unwrap();
    old.execute_batch(
        "INSERT INTO tokens (hash, hint, name, role, created, created_by) VALUES (x'00', '', 'Anna', 'agent', 1, '');
         INSERT INTO revisions (id, path, at, author, kind, place, etag, why, text)
         VALUES ('a', 'a.md', 1, 'Ala', 'put', 'current', 't', '', 'treść sprzed zmian');
         INSERT INTO questions (at, view, text, folded, total, confident, us, query_id)
         VALUES (1, 'staff', 'zielona kanapa w kropki', '', 0, 0, 0, '');
         DELETE FROM questions;",
    )
    .unwrap();
    drop(old);
    let holds =
        |words: &[u8]| fs::read(data.join(FILE)).unwrap().windows(words.len()).any(|window| window == words);
    assert!(
        holds(b"zielona kanapa"),
        "what was deleted lies in a free page, or there is nothing to be wiped"
    );
    let journal = Journal::open(&data).unwrap();
    assert!(journal.has_tokens().unwrap());
    assert_eq!(journal.revision(1).unwrap().unwrap().1, "treść sprzed zmian");
    drop(journal);
    assert!(!holds(b"zielona kanapa") && holds(b"Anna"));
    fs::remove_file(data.join(FILE)).unwrap();
    assert!(matches!(Journal::open(&data), Err(JournalError::Lost { .. })));
}

#[test]
fn nobody_else_looks_into_the_data_and_what_was_open_is_closed() {
    let (_folder, data, journal) = opened();
    let modes = || {
        let entries = fs::read_dir(&data).unwrap().flatten().map(|entry| entry.path());
        let mut modes: Vec<(PathBuf, u32)> = entries
            .map(|path| (path.clone(), fs::metadata(&path).unwrap().permissions().mode() & 0o777))
            .collect();
        modes.sort();
        modes
    };
    assert!(modes().len() >= 4, "database, log, index of the log, marker: {:?}", modes());
    assert!(modes().iter().all(|(_, mode)| *mode == 0o600), "{:?}", modes());
    drop(journal);
    fs::set_permissions(data.join(FILE), fs::Permissions::from_mode(0o666)).unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    let _journal = Journal::open(&data).unwrap();
    assert!(modes().iter().all(|(_, mode)| *mode == 0o600), "{:?}", modes());
    assert_eq!(fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_server_whose_folder_another_took_writes_no_more() {
    let (_folder, data, journal) = opened();
    let holder =
        |pid| crate::journal::base::lock::Holder { pid, since: "dziś".into(), address: String::new() };
    journal.hold(FolderLock::take(&data, holder(1)).unwrap());
    journal.audit(&line("mój")).unwrap();
    fs::remove_file(data.join("serwer.lock")).unwrap();
    let other = FolderLock::take(&data, holder(2)).unwrap();
    gone(journal.audit(&line("stracony")), "proces 2");
    drop(other);
    journal.audit(&line("znów")).unwrap();
}

#[test]
fn what_is_committed_is_on_the_disk_whatever_happens_to_the_machine() {
    let journal = Journal::throw_away();
    let setting = |name: &str| -> String {
        let sql = format!("PRAGMA {name}");
        let value = journal.write(|transaction| {
            transaction.query_row(&sql, [], |row| row.get::<_, rusqlite::types::Value>(0))
        });
        format!("{:?}", value.unwrap())
    };
    // 2 is FULL: the log is synced with every commit, and not only before it is carried over.
    assert_eq!(setting("synchronous"), "Integer(2)");
    assert_eq!(setting("journal_mode"), "Text(\"wal\")");
    assert_eq!(setting("secure_delete"), "Integer(1)", "what is deleted is overwritten");
    assert_eq!(setting("foreign_keys"), "Integer(1)");
}

#[test]
fn a_row_that_says_what_nobody_knows_is_an_error_that_names_it_and_what_to_do() {
    let journal = Journal::throw_away();
    let write = |sql: &str| journal.write(|transaction| transaction.execute_batch(sql)).unwrap();
    write(
        "INSERT INTO revisions (id, path, at, author, kind, place, etag, why, text)
         VALUES ('kanapa', 'kanapa.md', 1, 'Ala', 'merge', 'current', 'x', '', 'tekst')",
    );
    write(
        "INSERT INTO dictionary_versions (name, at, author, kind, waits, etag, why, text, authors)
         VALUES ('synonimy', 1, 'Ala', 'fork', 0, 'x', '', 'tekst', '[]')",
    );
    let id = crate::article::ArticleId::new("kanapa").unwrap();
    let refused = journal.history(&id).unwrap_err();
    assert!(
        matches!(&refused, JournalError::UnknownKind { seq: 1, kind, .. } if kind == "merge"),
        "{refused:?}"
    );
    let refused = journal.dictionary_history("synonimy").unwrap_err().to_string();
    for said in ["wiersz 1 tabeli dictionary_versions", "„fork”", "uruchom wersję programu"] {
        assert!(refused.contains(said), "{refused}");
    }
    assert!(journal.takes_writes().is_ok(), "one row says nothing of the whole");
}

#[test]
fn a_journal_in_trouble_is_tried_again_after_a_while_and_not_before() {
    let (_folder, data, journal) = opened();
    let locked = || JournalError::Locked { file: data.join(FILE) };
    let long_ago = || Instant::now().checked_sub(RETRY);
    let other = Connection::open(data.join(FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    journal.note(Some(&locked()));
    journal.condition().tried = long_ago();
    assert!(matches!(journal.health(), Err(JournalError::Locked { .. })), "somebody holds it still");
    other.execute_batch("ROLLBACK").unwrap();
    assert!(journal.health().is_err(), "it was tried a moment ago");
    journal.condition().tried = long_ago();
    journal.health().unwrap();
    assert!(journal.condition().trouble.is_none());
}

#[test]
fn of_two_troubles_the_later_one_is_told() {
    let (_folder, data, journal) = opened();
    journal.note(Some(&JournalError::Locked { file: data.join(FILE) }));
    journal.note(Some(&JournalError::Full { file: data.join(FILE) }));
    assert!(matches!(journal.health(), Err(JournalError::Full { .. })));
}

#[test]
fn an_empty_file_is_no_database() {
    let data = tempfile::tempdir().unwrap();
    fs::write(data.path().join(FILE), "").unwrap();
    assert_eq!(standing(data.path(), &[]).unwrap(), Standing::Nothing);
    drop(Journal::open(data.path()).unwrap());
    assert_eq!(standing(data.path(), &[]).unwrap(), Standing::Database);
    fs::write(data.path().join(FILE), "").unwrap();
    let lost = standing(data.path(), &[]);
    assert!(matches!(lost, Err(JournalError::Lost { .. })), "{lost:?}");
}
