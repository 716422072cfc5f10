//! What is written down is deleted when its period is over, at the start of the server, and then it is nowhere.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::time::Duration;

use rusqlite::Connection;

use crate::harness::{TestApp, eventually};

const DAY: i64 = 24 * 60 * 60 * 1000;

#[test]
fn each_kind_is_deleted_after_its_own_period_and_is_in_no_file_any_more() {
    let app = TestApp::with_articles();
    app.run(&["init"]).succeeded();
    let file = app.data().join("dziennik.sqlite");
    let now = jiff::Timestamp::now().as_millisecond();
    let database = Connection::open(&file).unwrap();
    let at = |days: i64| now - days * DAY;
    // One row a day within the period of its kind and one a day beyond.
    for (days, word) in [(9, "zostaje"), (12, "odchodzi")] {
        let rows = [
            format!(
                "INSERT INTO calls (at, who, question, outcome, seconds) VALUES ({}, 'A', 'rozmowa-{word}', 'brak', 1)",
                at(days)
            ),
            format!(
                "INSERT INTO feedback (at, who, kind, text) VALUES ({}, 'A', 'error', 'uwaga-{word}')",
                at(days + 10)
            ),
            format!(
                "INSERT INTO submissions (at, who, kind, text) VALUES ({}, 'A', 'idea', 'zgloszenie-{word}')",
                at(days + 20)
            ),
            format!(
                "INSERT INTO questions (at, view, text, folded, total, confident, us, query_id) VALUES ({}, 'staff', 'pytanie-{word}', '', 0, 0, 0, '')",
                at(days + 30)
            ),
            format!(
                "INSERT INTO audit (at, who, origin, action, object, detail) VALUES ({}, 'A', '', 'x', 'czynnosc-{word}', '')",
                at(days + 40)
            ),
        ];
        database.execute_batch(&rows.join(";")).unwrap();
    }
    drop(database);
    let server = app.serve_with(&[
        "--keep-calls=10",
        "--keep-feedback=20",
        "--keep-submissions=30",
        "--keep-questions=40",
        "--keep-audit=50",
    ]);
    eventually(Duration::from_secs(20), "the log counts what was deleted", || {
        server.log().contains("deleted what was kept long enough") && server.log().contains("rows=5")
    });
    let holds = |word: &str| {
        let files = ["dziennik.sqlite", "dziennik.sqlite-wal"].map(|name| app.data().join(name));
        files.iter().any(|file| {
            let bytes = fs::read(file).unwrap_or_default();
            bytes.windows(word.len()).any(|window| window == word.as_bytes())
        })
    };
    for kind in ["rozmowa", "uwaga", "zgloszenie", "pytanie", "czynnosc"] {
        assert!(holds(&format!("{kind}-zostaje")), "{kind}: within its period");
        assert!(!holds(&format!("{kind}-odchodzi")), "{kind}: beyond its period, and still in a file");
    }
    assert_eq!(server.get("/readyz").status, 200);
}
