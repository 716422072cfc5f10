//! Every version is kept, also of files that nobody edited at the desk; and what was overwritten, removed or moved by
//! hand comes back.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::time::Duration;

use crate::harness::{Answer, Server, TestApp, eventually};

const HTML: (&str, &str) = ("Accept", "text/html");
const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const MARKDOWN: (&str, &str) = ("Content-Type", "text/markdown");
const PATIENCE: Duration = Duration::from_secs(30);

fn history(server: &Server, id: &str) -> Vec<serde_json::Value> {
    let answer = server.get(&format!("/api/v1/articles/{id}/history")).is(200);
    answer.json().as_array().unwrap().clone()
}

fn kinds(server: &Server, id: &str) -> Vec<String> {
    history(server, id).iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
}

fn restore(server: &Server, id: &str, body: &str) -> Answer {
    server.send("POST", &format!("/api/v1/articles/{id}/restore"), &[], body)
}

#[test]
fn a_file_that_nobody_edited_at_the_desk_has_its_first_version_and_comes_back_after_it_is_overwritten() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let first = history(&server, "gabaryty");
    assert_eq!(
        (first.len(), &first[0]["kind"], &first[0]["author"]),
        (1, &"baseline".into(), &"plik w kb/".into())
    );
    let number = first[0]["revision"].as_i64().unwrap();
    let text = fs::read_to_string(app.kb().join("odpady/gabaryty.md")).unwrap();
    let kept = server.get(&format!("/api/v1/articles/gabaryty/history/{number}")).is(200);
    assert_eq!(kept.body, text, "letter for letter");

    app.write("odpady/gabaryty.md", "---\nid: gabaryty\ntitle: Odbiór starych mebli\n---\n\nNadpisane.\n");
    eventually(PATIENCE, "the change is recorded", || kinds(&server, "gabaryty") == ["hand", "baseline"]);
    restore(&server, "gabaryty", &format!("{{\"revision\": {number}}}")).is(200);
    assert!(fs::read_to_string(app.kb().join("odpady/gabaryty.md")).unwrap().contains("Wersalkę"));
    assert_eq!(server.found("wersalka"), ["gabaryty"]);

    drop(server);
    let server = app.serve();
    assert_eq!(
        kinds(&server, "gabaryty"),
        ["rollback", "hand", "baseline"],
        "a second start records nothing twice"
    );
    assert_eq!(kinds(&server, "odpis"), ["baseline"]);
}

#[test]
fn a_file_that_was_removed_by_hand_is_listed_and_comes_back_over_the_api_and_from_the_desk() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let file = app.kb().join("odpady/gabaryty.md");
    let remove = || {
        fs::remove_file(&file).unwrap();
        eventually(PATIENCE, "the removal is recorded", || kinds(&server, "gabaryty")[0] == "gone");
        eventually(PATIENCE, "it is not found any more", || server.found("wersalka").is_empty());
    };
    remove();
    let list = server.send("GET", "/redakcja?filtr=usuniete", &[HTML], "").is(200).body;
    assert!(list.contains("/redakcja/gabaryty/historia") && list.contains("starych mebli"), "{list}");
    let all = server.send("GET", "/redakcja", &[HTML], "").is(200).body;
    assert!(!all.contains("/redakcja/gabaryty"), "what cannot be opened is not offered");
    restore(&server, "gabaryty", "").is(200);
    assert!(fs::read_to_string(&file).unwrap().contains("Wersalkę odbiera MPO"));
    assert_eq!(server.found("wersalka"), ["gabaryty"]);
    restore(&server, "gabaryty", "").is(409);

    remove();
    let number = history(&server, "gabaryty").last().unwrap()["revision"].as_i64().unwrap();
    let form = format!("wersja={number}&powod=pomy%C5%82ka");
    let back =
        server.send("POST", "/redakcja/gabaryty/cofnij", &[FORM, ("Sec-Fetch-Site", "same-origin")], &form);
    assert_eq!(back.status, 303, "{}", back.body);
    assert!(fs::read_to_string(&file).unwrap().contains("Wersalkę odbiera MPO"));
    assert_eq!(server.found("wersalka"), ["gabaryty"]);

    // Where it stood stands another article now: it comes back beside it and touches nothing.
    remove();
    app.write("odpady/gabaryty.md", "---\nid: inny\ntitle: Inny artykuł\n---\n\nTapczan.\n");
    eventually(PATIENCE, "the other is found", || server.found("tapczan") == ["inny"]);
    restore(&server, "gabaryty", "").is(200);
    assert_eq!(server.found("wersalka"), ["gabaryty"]);
    assert_eq!(server.found("tapczan"), ["inny"]);
    restore(&server, "nie-ma-mnie", "").is(404);
}

#[test]
fn removed_while_no_server_ran_it_comes_back_all_the_same() {
    let app = TestApp::with_articles();
    drop(app.serve());
    fs::remove_file(app.kb().join("usc/odpis.md")).unwrap();
    let server = app.serve();
    assert_eq!(kinds(&server, "odpis"), ["gone", "baseline"]);
    restore(&server, "odpis", "").is(200);
    assert_eq!(server.found("odpis aktu"), ["odpis"]);
}

#[test]
fn a_file_that_was_moved_is_the_same_article_with_the_same_history() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let (old, new) = (app.kb().join("usc/odpis.md"), app.kb().join("usc/akty/odpis-aktu.md"));
    fs::create_dir(app.kb().join("usc/akty")).unwrap();
    fs::rename(&old, &new).unwrap();
    eventually(PATIENCE, "the move is recorded", || kinds(&server, "odpis") == ["moved", "baseline"]);
    let moved = &history(&server, "odpis")[0];
    assert_eq!(moved["path"], "usc/akty/odpis-aktu.md");
    assert_eq!(moved["moved_from"], "usc/odpis.md");
    let page = server.send("GET", "/redakcja/odpis/historia", &[HTML], "").is(200).body;
    assert!(page.contains("z usc/odpis.md do usc/akty/odpis-aktu.md"), "{page}");
    // What is published afterwards goes where the file stands now.
    let tag = server.get("/api/v1/articles/odpis").header("etag").to_owned();
    let text = "---\nid: odpis\ntitle: Odpis aktu\n---\n\nPo przeniesieniu.\n";
    server.send("PUT", "/api/v1/articles/odpis", &[MARKDOWN, ("If-Match", &tag)], text).is(200);
    assert!(!old.exists());
    assert_eq!(fs::read_to_string(&new).unwrap(), text);

    drop(server);
    fs::rename(&new, &old).unwrap();
    fs::write(&old, text.replace("Po przeniesieniu", "Przeniesione i zmienione")).unwrap();
    let server = app.serve();
    assert_eq!(kinds(&server, "odpis"), ["hand", "moved", "put", "moved", "baseline"]);
    let before = history(&server, "odpis")[1]["revision"].as_i64().unwrap();
    let kept = server.get(&format!("/api/v1/articles/odpis/history/{before}")).is(200);
    assert_eq!(kept.body, text, "the move is one change and what was written another");
}

/// The value of each attribute `name` in a page.
fn attributes(page: &str, name: &str) -> Vec<String> {
    let opening = format!(" {name}=\"");
    page.split(&opening)
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0.replace("&amp;", "&").replace("&#38;", "&")))
        .collect()
}

#[test]
fn the_history_page_offers_nothing_that_is_not_there() {
    let app = TestApp::with_articles();
    app.write("szkic.md", "---\nid: szkic\ntitle: Szkic\nstatus: draft\n---\n\nTreść.\n");
    app.write("stary.md", "---\nid: stary\ntitle: Stary\n---\n\nTreść.\n");
    app.write("zniknie.md", "---\nid: zniknie\ntitle: Zniknie\n---\n\nTreść, która zniknie.\n");
    app.write("wroci.md", "---\nid: wroci\ntitle: Wróci\n---\n\nPierwsza treść.\n");
    let server = app.serve();
    server.send("POST", "/api/v1/articles/stary/archive?why=stary", &[], "").is(200);
    let tag = server.get("/api/v1/articles/gabaryty").header("etag").to_owned();
    let next = "---\nid: gabaryty\ntitle: Odbiór starych mebli\nstatus: review\n---\n\nNowe.\n";
    server.send("PUT", "/api/v1/articles/gabaryty", &[MARKDOWN, ("If-Match", &tag)], next).is(200);
    app.write("wroci.md", "---\nid: wroci\ntitle: Wróci\n---\n\nDruga treść.\n");
    eventually(PATIENCE, "the change is recorded", || kinds(&server, "wroci").len() == 2);
    fs::remove_file(app.kb().join("zniknie.md")).unwrap();
    eventually(PATIENCE, "the removal is recorded", || kinds(&server, "zniknie")[0] == "gone");

    let (mut walked, mut taken) = (0, 0);
    for id in ["gabaryty", "bilety", "szkic", "stary", "zniknie", "wroci"] {
        let address = format!("/redakcja/{id}/historia");
        let page = server.send("GET", &address, &[HTML], "").is(200).body;
        for link in attributes(&page, "href") {
            let target = link.split('#').next().unwrap_or_default();
            if !target.starts_with('/') {
                continue;
            }
            let answer = server.send("GET", target, &[HTML], "");
            assert!(matches!(answer.status, 200 | 303), "{address} offers {target}: {}", answer.status);
            walked += 1;
        }
        for action in attributes(&page, "action").iter().filter(|action| action.ends_with("/cofnij")) {
            let offered = page.split("<select").nth(1).unwrap_or_default();
            let versions = attributes(offered.split("</select>").next().unwrap_or_default(), "value");
            assert!(!versions.is_empty(), "{address} has a form that offers nothing");
            for version in versions {
                let form = format!("wersja={version}&powod=test");
                let answer = server.send("POST", action, &[FORM, ("Sec-Fetch-Site", "same-origin")], &form);
                assert_eq!(answer.status, 303, "{address}, back to {version}: {}", answer.body);
                taken += 1;
            }
        }
    }
    assert!(walked > 30 && taken >= 3, "{walked} links, {taken} ways back: the walk saw too little");
}

#[test]
fn what_is_imported_beside_a_running_server_is_found_and_recorded_as_changed_by_hand() {
    let app = TestApp::with_articles();
    let server = app.serve();
    app.write("../zarzadzenie.txt", crate::options::ORDER);
    app.run(&["import", "zarzadzenie.txt", "--out=kb"]).succeeded();
    let there = || server.get("/api/v1/articles/zarzadzenie-7-2024-kierownictwo").status == 200;
    eventually(PATIENCE, "the imported article is served", there);
    eventually(PATIENCE, "it is recorded", || kinds(&server, "zarzadzenie-7-2024-kierownictwo") == ["hand"]);
}
