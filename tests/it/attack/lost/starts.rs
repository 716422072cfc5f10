//! What is missing at the start.

use super::*;

/// Runs a command that has to end by itself; one that serves is ended, and has no exit code then.
fn ended(mut command: Command) -> (Option<i32>, String) {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    let until = Instant::now() + Duration::from_secs(60);
    while Instant::now() < until && child.try_wait().expect("its state").is_none() {
        thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    let output = child.wait_with_output().expect("its end");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn an_empty_folder_at_the_start_is_a_refusal_that_names_the_remedy() {
    let app = app();
    app.run(&["index"]).succeeded();
    let away = app.folder().join("na-bok");
    fs::rename(app.kb(), &away).expect("moved away");
    for arguments in [&["index"][..], &["index", "--full"], &["search", "modrzew"]] {
        app.run(arguments).ended(1).says(&["kb"]);
    }
    fs::create_dir(app.kb()).expect("an empty mount point");
    for arguments in [&["index"][..], &["index", "--full"], &["search", "modrzew"]] {
        app.run(arguments).ended(1).says(&["pusty", "12", "--begin-empty"]);
    }
    let (code, said) = ended(app.command(&["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("--begin-empty"), "{said}");

    // Nothing was taken out meanwhile: with the folder back nothing has to be read again.
    fs::remove_dir(app.kb()).expect("still empty");
    fs::rename(&away, app.kb()).expect("moved back");
    app.run(&["index"]).succeeded().says(&["sprawdzone 12, zmienione 0, usunięte 0"]);

    // Who wants it empty says so, in any of the ways in which options are said.
    fs::rename(app.kb(), &away).expect("moved away");
    fs::create_dir(app.kb()).expect("empty");
    let mut by_variable = app.command(&["index"]);
    by_variable.env("DROGOWSKAZ_BEGIN_EMPTY", "true");
    assert_eq!(ended(by_variable).0, Some(0));
    fs::remove_dir(app.kb()).expect("still empty");
    fs::rename(&away, app.kb()).expect("moved back");
    app.run(&["index"]).succeeded().says(&["zmienione 12"]);
    fs::rename(app.kb(), &away).expect("moved away");
    app.run(&["index", "--begin-empty"]).succeeded().says(&["usunięte 12"]);
    assert!(app.kb().is_dir(), "begun: there is a folder to write to");
}

#[test]
fn a_start_with_a_few_of_many_articles_in_another_folder_is_a_refusal_and_in_the_same_one_is_not() {
    let app = app();
    app.run(&["index"]).succeeded();
    let away = app.folder().join("na-bok");
    fs::rename(app.kb(), &away).expect("moved away");
    // A copy that was cut off, a wrong disk: the articles that are there are no proof that the others are gone.
    app.write("usc/odpis.md", fs::read(away.join("usc/odpis.md")).expect("an article"));
    for arguments in [&["index"][..], &["index", "--full"], &["search", "modrzew"]] {
        app.run(arguments).ended(1).says(&["tylko 1", "12", "--begin-empty"]);
    }
    let (code, said) = ended(app.command(&["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("--begin-empty"), "{said}");

    fs::remove_dir_all(app.kb()).expect("the copy");
    fs::rename(&away, app.kb()).expect("moved back");
    app.run(&["index"]).succeeded().says(&["sprawdzone 12, zmienione 0, usunięte 0"]);
    // Somebody deletes most of them in the folder itself, while nothing runs.
    for word in &WORDS[..9] {
        fs::remove_file(app.kb().join(format!("zielen/{word}.md"))).expect("deleted");
    }
    app.run(&["index"]).succeeded().says(&["usunięte 9"]);
    assert!(app.found("modrzew").is_empty());

    // The same with an index that is gone: then nobody remembers the folder, and it has to be said.
    for word in WORDS {
        app.write(
            &format!("nowe/{word}.md"),
            format!("---\nid: {word}\ntitle: Drzewo {word}\naudience: public\n---\n\nPielęgnacja: {word}.\n"),
        );
    }
    drop(app.serve());
    fs::remove_dir_all(app.index()).expect("no index");
    fs::remove_dir_all(app.kb().join("nowe")).expect("deleted");
    fs::remove_dir_all(app.kb().join("zielen")).expect("deleted");
    let (code, said) = ended(app.command(&["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(code, Some(1), "revisions know them: {said}");
    let server = app.serve_with(&["--begin-empty"]);
    assert_eq!(server.found("odpis"), ["odpis"]);
    assert!(server.found("modrzew").is_empty());
}

#[test]
fn revisions_remember_articles_when_the_index_is_deleted_with_them() {
    let app = app();
    let server = app.serve();
    assert_eq!(put(&server, "zapamietany").status, 201);
    drop(server);
    fs::remove_dir_all(app.index()).expect("no index");
    fs::rename(app.kb(), app.folder().join("na-bok")).expect("moved away");
    fs::create_dir(app.kb()).expect("an empty mount point");
    let (code, said) = ended(app.command(&["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(code, Some(1), "{said}");
    fs::remove_dir(app.kb()).expect("still empty");
    fs::rename(app.folder().join("na-bok"), app.kb()).expect("moved back");
    let server = app.serve();
    let history = server.get("/api/v1/articles/zapamietany/history").is(200).body;
    assert!(history.contains("\"put\"") && !history.contains("\"gone\""), "{history}");
}

#[test]
fn a_folder_that_was_not_mounted_at_the_start_keeps_its_articles() {
    let app = app();
    app.run(&["index"]).succeeded();
    let (place, away) = (app.kb().join("zielen"), app.folder().join("na-bok"));
    fs::rename(&place, &away).expect("moved away");
    fs::create_dir(&place).expect("an empty mount point");
    let server = app.serve();
    assert_eq!(server.found("modrzew"), ["modrzew"]);
    assert_eq!(server.get("/readyz").status, 503);
    fs::remove_dir(&place).expect("the remedy that the log names");
    eventually(SOON, "the folder was deleted on purpose", || server.get("/readyz").status == 200);
    assert!(server.found("modrzew").is_empty());
    assert_eq!(server.found("odpis"), ["odpis"]);
}
