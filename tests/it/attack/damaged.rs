//! Files of the index that somebody writes over while the server has them open.
//!
//! Cut short, emptied, filled with other bytes of the same length: searches go on, the log says which file it was, and
//! the index is built anew without a restart.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Ledger;
use crate::harness::{TestApp, eventually, files_below};

const SOON: Duration = Duration::from_secs(30);

type Damage = fn(&Path);

fn cut(file: &Path, len: u64) {
    File::options().write(true).open(file).expect("the file").set_len(len).expect("cut");
}

const DAMAGES: [(&str, Damage); 4] = [
    ("cut to ten bytes", |file| cut(file, 10)),
    ("emptied", |file| cut(file, 0)),
    ("cut in half", |file| cut(file, fs::metadata(file).expect("the file").len() / 2)),
    ("written over", |file| {
        let bytes = vec![0xa5; fs::read(file).expect("the file").len()];
        File::options().write(true).open(file).expect("the file").write_all(&bytes).expect("written");
    }),
];

#[test]
fn an_index_that_is_damaged_in_place_kills_nobody_and_is_rebuilt() {
    let app = TestApp::with_articles();
    app.write("wewnetrzny.md", "---\nid: wewnetrzny\ntitle: Wersalka od kuchni\n---\n\nDla nas.\n");
    let mut server = app.serve();
    let mut ledger = Ledger::open("damaged index", server.pid());
    // Those of the living generation: what an earlier one left is being swept away.
    let of_kind = |kind: &str| -> Vec<PathBuf> {
        let living = fs::read_to_string(app.index().join("current")).expect("the living generation");
        let files = files_below(&app.index().join(living.trim())).into_iter();
        files.filter(|file| file.to_string_lossy().ends_with(kind)).collect()
    };
    for kind in [".store", ".term", ".idx", ".pos", ".fast", ".fieldnorm", "meta.json", ".managed.json"] {
        for (how, damage) in DAMAGES {
            let generation = || fs::read_to_string(app.index().join("current")).unwrap_or_default();
            let before = generation();
            let files = of_kind(kind);
            assert!(!files.is_empty(), "a file {kind}");
            files.iter().for_each(|file| damage(file));
            let mut survived = Ok(());
            for question in ["wersalka", "odpis aktu", "wersalke", "\"Dla nas\""] {
                let path = format!("/api/v1/search?q={}", crate::harness::percent_encoded(question));
                for path in [path.clone(), path.replace("/api/", "/public/")] {
                    match server.try_send("GET", &path, &[], "") {
                        Ok(answer) if answer.status == 200 => {}
                        Ok(answer) => survived = Err(format!("{path}: {} {}", answer.status, answer.body)),
                        Err(error) => survived = Err(format!("{path}: {error}")),
                    }
                }
            }
            let found = server.found("wersalka");
            if found != ["wewnetrzny", "gabaryty"] {
                survived = Err(format!("agents find {found:?}"));
            }
            ledger.note(&format!("{kind} {how}"), survived);
            assert!(server.lives(), "{kind} {how}: the server is dead\n{}", server.log());
            // The list of files is in memory, and written anew with the next change.
            if kind != ".managed.json" {
                eventually(SOON, "it is rebuilt", || generation() != before);
            }
            eventually(SOON, "all is well", || server.get("/readyz").status == 200);
        }
    }
    let log = server.log();
    assert!(log.contains("the index is lost") && log.contains("uszkodzony jest plik"), "{log}");
    let text = "---\nid: po-wszystkim\ntitle: Po wszystkim\naudience: public\n---\n\nTapczan.\n";
    let headers = [("Content-Type", "text/markdown"), ("If-None-Match", "*")];
    server.send("PUT", "/api/v1/articles/po-wszystkim", &headers, text).is(201);
    assert_eq!(server.found("tapczan"), ["po-wszystkim"]);
    assert_eq!(server.get("/public/v1/articles/po-wszystkim").status, 200);
    ledger.close();
}
