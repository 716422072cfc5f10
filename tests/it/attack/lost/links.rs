//! Folders behind links, switched the way releases are.

use super::*;

/// Writes a release of the articles: one that is always there, and one of its own.
fn release(folder: &Path, name: &str) {
    fs::create_dir_all(folder.join("sprawy")).expect("a release");
    let article =
        |id: &str, text: &str| format!("---\nid: {id}\ntitle: {text}\naudience: public\n---\n\n{text}.\n");
    fs::write(folder.join("sprawy/stale.md"), article("stale", &format!("Stałe w wydaniu {name}")))
        .expect("an article");
    fs::write(folder.join(format!("sprawy/{name}.md")), article(name, &format!("Wydanie {name}")))
        .expect("an article");
}

#[test]
fn a_link_that_is_switched_and_a_folder_that_is_exchanged_are_followed_again_and_again() {
    let app = TestApp::new();
    fs::remove_dir(app.kb()).expect("no folder");
    let folder = app.folder();
    for name in ["wiosna", "lato", "jesien", "zima", "przedwiosnie"] {
        release(&folder.join(name), name);
    }
    symlink("wiosna", app.kb()).expect("a link");
    let server = app.serve();
    let mut ledger = Ledger::open("switched folders", server.pid());
    assert!(server.found("wiosna").contains(&"wiosna".to_owned()));
    let switch = |to: &str| {
        // `ln -sfn` removes and makes, `mv -T` replaces.
        symlink(to, folder.join("nowe-kb")).expect("a link");
        fs::rename(folder.join("nowe-kb"), app.kb()).expect("switched");
    };
    let exchange = |to: &str| {
        if app.kb().is_symlink() {
            fs::remove_file(app.kb()).expect("the link");
        } else {
            fs::rename(app.kb(), folder.join(format!("stare-{to}"))).expect("moved away");
        }
        fs::rename(folder.join(to), app.kb()).expect("put in its place");
    };
    let mut before = "wiosna";
    for (at, name) in ["lato", "jesien", "zima", "przedwiosnie"].into_iter().enumerate() {
        if at < 2 {
            switch(name)
        } else {
            exchange(name)
        }
        let followed = within("what is new is found", || server.found(name).contains(&name.to_owned()))
            .and(within("what was is gone", || !server.found(before).contains(&before.to_owned())));
        // Still followed afterwards: by hand, in the new place.
        let id = format!("dopisek-{at}");
        let text =
            format!("---\nid: {id}\ntitle: Dopisek {id}\naudience: public\n---\n\nDopisany ręcznie {id}.\n");
        fs::write(app.kb().join(format!("sprawy/{id}.md")), text).expect("an article");
        let still = within("a file written there is found", || server.found(&id).contains(&id))
            .and(that(put(&server, &format!("zapis-{at}")).status == 201, || {
                "it cannot be written to".into()
            }));
        ledger.note(name, followed.and(still));
        before = name;
    }
    ledger.close();
}

#[test]
fn folders_that_come_and_go_behind_a_link_are_followed_as_those_of_a_plain_folder() {
    let app = TestApp::new();
    fs::remove_dir(app.kb()).expect("no folder");
    let real = app.folder().join("wydanie");
    release(&real, "wiosna");
    symlink("wydanie", app.kb()).expect("a link");
    let server = app.serve();
    let mut ledger = Ledger::open("folders behind a link", server.pid());
    let article = |id: &str| {
        format!("---\nid: {id}\ntitle: Dopisek {id}\naudience: public\n---\n\nDopisany ręcznie {id}.\n")
    };
    let found = |id: &str| within(id, || server.found(id).contains(&id.to_owned()));
    let gone = |id: &str| within(id, || !server.found(id).contains(&id.to_owned()));

    fs::create_dir(real.join("nowy")).expect("a folder");
    fs::write(real.join("nowy/w-nowym.md"), article("w-nowym")).expect("an article");
    ledger.note("a new folder", found("w-nowym"));
    fs::write(real.join("nowy/pozniej.md"), article("pozniej")).expect("an article");
    ledger.note("a file in it, later", found("pozniej"));

    let prepared = app.folder().join("przygotowane");
    fs::create_dir(&prepared).expect("a folder");
    fs::write(prepared.join("wniesiony.md"), article("wniesiony")).expect("an article");
    fs::rename(&prepared, real.join("wniesione")).expect("moved in");
    ledger.note("a folder moved in", found("wniesiony"));

    for round in ["once", "again"] {
        fs::rename(real.join("wniesione"), &prepared).expect("moved away");
        let away = gone("wniesiony");
        fs::rename(&prepared, real.join("wniesione")).expect("moved back");
        ledger.note(round, away.and(found("wniesiony")));
    }
    ledger.close();
}
