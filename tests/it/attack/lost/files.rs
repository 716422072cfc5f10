//! Single files: dictionaries and articles that break, move, and claim one id.

use super::*;

#[test]
fn dictionaries_that_vanish_or_break_stay_in_use_and_are_missed_aloud() {
    let app = app();
    let server = app.serve();
    let units = |server: &Server| server.get("/api/v1/units").body.contains("Zarząd Zieleni Miejskiej");
    let synonym = |server: &Server| server.found("krzaczor").contains(&"jarzebina".to_owned());
    assert!(units(&server) && synonym(&server));
    let (slowniki, away) = (app.kb().join("slowniki"), app.folder().join("na-bok"));

    fs::rename(&slowniki, &away).expect("moved away");
    eventually(SOON, "the log misses them", || server.log().contains("jednostki.toml"));
    assert!(units(&server) && synonym(&server), "the last good ones are in use");
    let ready = server.get("/readyz");
    assert!(ready.status == 200 && ready.body.contains("note:"), "{}", ready.body);
    assert_eq!(put(&server, "bez-slownika").status, 201, "articles can be written");
    let refused = server.send(
        "PUT",
        "/api/v1/dictionaries/kategorie",
        &[("Content-Type", "application/toml"), ("If-None-Match", "*")],
        "",
    );
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert_eq!(server.get("/api/v1/dictionaries/synonimy").status, 503, "lost, not to be created");
    assert!(!slowniki.exists(), "nothing is made where it was");
    app.run(&["lint"]).says(&["slowniki", "W906"]);
    app.run(&["index", "--index", "inny-indeks"]).succeeded().says(&["slowniki", "W906"]);
    fs::rename(&away, &slowniki).expect("moved back");
    eventually(SOON, "it is over", || !server.get("/readyz").body.contains("note:"));
    assert_eq!(server.get("/api/v1/dictionaries/synonimy").status, 200);

    let good = fs::read(slowniki.join("jednostki.toml")).expect("a dictionary");
    fs::write(slowniki.join("jednostki.toml"), "[[jednostka\n").expect("broken");
    eventually(SOON, "the log names file and line", || server.log().contains("slowniki/jednostki.toml:1"));
    assert!(units(&server));
    fs::write(slowniki.join("jednostki.toml"), good).expect("mended");
}

#[test]
fn a_file_that_breaks_is_told_with_its_line_until_it_is_mended() {
    let app = app();
    let server = app.serve();
    let tab = |server: &Server| server.get("/redakcja?filtr=zepsute").body;
    assert_eq!(rejected(&server), 0);
    assert!(tab(&server).contains("Każdy plik w kb/ da się odczytać"));

    let good = fs::read(app.kb().join("zielen/modrzew.md")).expect("an article");
    for (how, text, line) in [
        ("YAML", &b"---\nid: modrzew\ntitle: [bez konca\n---\n\nNowe.\n"[..], 0),
        ("bytes", &b"---\nid: modrzew\ntitle: Modrzew\n---\n\nTre\xb6\xe6.\n"[..], 6),
    ] {
        app.write("zielen/modrzew.md", text);
        eventually(SOON, how, || rejected(&server) == 1);
        let place =
            if line > 0 { format!("zielen/modrzew.md:{line}") } else { "zielen/modrzew.md:".to_owned() };
        let told = |line: &&str| line.contains("WARN") && line.contains(&place);
        assert!(server.log().lines().any(|line| told(&line)), "{how}: no warning\n{}", server.log());
        assert_eq!(server.found("modrzew"), ["modrzew"], "{how}: the last good version is served");
        let page = tab(&server);
        assert!(page.contains("Drzewo modrzew") && page.contains("wiersz"), "{how}: {page}");
        assert_eq!(server.get("/readyz").status, 200, "{how}: one file stops nobody");
        app.write("zielen/modrzew.md", &good);
        eventually(SOON, "mended", || rejected(&server) == 0);
        assert!(!tab(&server).contains("Drzewo modrzew"));
    }

    // A file that never was good is listed by its path, and by no other filter.
    app.write("nowe/zepsuty.md", "---\ntitle: {{{\n---\n");
    eventually(SOON, "a new broken file", || rejected(&server) == 1);
    assert!(tab(&server).contains("nowe/zepsuty.md"));
    assert!(!server.get("/redakcja").body.contains("nowe/zepsuty.md"));
    fs::remove_file(app.kb().join("nowe/zepsuty.md")).expect("deleted");
    eventually(SOON, "deleted", || rejected(&server) == 0);

    // Two of one id: the one that was there stays, whatever its path, and however both are edited.
    let second = |word: &str| {
        format!("---\nid: wierzba\ntitle: Druga {word}\naudience: public\n---\n\nDruga {word}.\n")
    };
    for (path, word) in [("aaa.md", "pierwsza"), ("zzz.md", "ostatnia")] {
        app.write(path, second(word));
        eventually(SOON, "the second one is refused", || rejected(&server) == 1);
        assert!(server.log().contains(&format!("{path}:2")), "{}", server.log());
        app.write(path, second(&format!("{word} zmieniona")));
        app.write(
            "zielen/wierzba.md",
            format!(
                "---\nid: wierzba\ntitle: Drzewo wierzba\naudience: public\n---\n\nZmieniona przy {word}.\n"
            ),
        );
        eventually(SOON, "the first one is followed", || {
            server.get("/api/v1/articles/wierzba").body.contains(&format!("Zmieniona przy {word}"))
        });
        assert_eq!(rejected(&server), 1);
        fs::remove_file(app.kb().join(path)).expect("deleted");
        eventually(SOON, "one is left", || rejected(&server) == 0);
    }
    app.write("aaa.md", second("na stałe"));
    eventually(SOON, "refused", || rejected(&server) == 1);
    fs::remove_file(app.kb().join("zielen/wierzba.md")).expect("deleted");
    eventually(SOON, "the place is free", || {
        server.get("/api/v1/articles/wierzba").body.contains("Druga na stałe")
    });
}

#[test]
fn an_article_that_an_editor_wrote_and_somebody_moved_away_is_back_with_its_file() {
    let app = app();
    let server = app.serve();
    put(&server, "cis").is(201);
    let file = files_below(&app.kb()).into_iter().find(|file| file.ends_with("cis.md")).unwrap();
    let status = || server.get("/api/v1/articles/cis").status;
    let aside = app.folder().join("cis-obok.md");
    for _ in 0..2 {
        fs::rename(&file, &aside).unwrap();
        eventually(SOON, "what went is not served", || status() == 404);
        fs::rename(&aside, &file).unwrap();
        eventually(SOON, "what came back is served", || status() == 200);
    }
}

#[test]
fn of_two_files_with_one_id_the_same_is_served_whatever_came_first() {
    let text = |word: &str| format!("---\nid: olcha\ntitle: Olcha\naudience: public\n---\n\nOlcha {word}.\n");
    let app = app();
    let server = app.serve();
    let served = |word: &str| server.get("/api/v1/articles/olcha").body.contains(word);
    // A copy beside it changes nothing, though it comes first by path…
    app.write("a.md", text("skopiowana"));
    thread::sleep(Duration::from_secs(2));
    assert!(!served("skopiowana"));
    // …a file of that name nearer to the root is the article, though it came last…
    app.write("olcha.md", text("najbliższa"));
    eventually(SOON, "the nearer file is served", || served("najbliższa"));
    eventually(SOON, "both others are told", || rejected(&server) == 2);
    // …as it is for a server that knows nothing of what was before…
    let other = TestApp::new();
    for file in files_below(&app.kb()) {
        let path = file.strip_prefix(app.kb()).unwrap().to_str().unwrap().to_owned();
        other.write(&path, fs::read(&file).unwrap());
    }
    let begun = other.serve();
    assert!(begun.get("/api/v1/articles/olcha").body.contains("najbliższa"));
    // …and without it the next one is there at the next look.
    fs::remove_file(app.kb().join("olcha.md")).unwrap();
    eventually(SOON, "the file of that name in a folder is served", || served("Pielęgnacja"));
    assert_eq!(server.get("/public/v1/articles/olcha").status, 200);
    fs::write(app.kb().join("zielen/olcha.md"), "---\nid: [olcha\n---\n").unwrap();
    eventually(SOON, "what can be read goes before what cannot", || served("skopiowana"));
}

#[test]
fn what_is_no_article_in_kb_holds_nobody_up() {
    let app = app();
    let put_in = |place: &Path| {
        let pipe = |path: &str| {
            let made = Command::new("mkfifo").arg(place.join(path)).status().expect("mkfifo");
            assert!(made.success(), "{path}");
        };
        pipe("slowniki/rura.toml");
        pipe("zielen/rura.md");
        pipe("zielen/notatki");
        for large in ["usc/wielki.md", "slowniki/wielki.toml"] {
            fs::File::create(place.join(large)).expect("a file").set_len(64 << 30).expect("its size");
        }
        symlink("/", place.join("usc/wszystko")).expect("a link");
        symlink("/dev/zero", place.join("usc/bez-konca.md")).expect("a link");
        symlink("/nigdzie", place.join("usc/donikad.md")).expect("a link");
        fs::write(place.join("usc/DUZE.MD"), "# Duże litery\n").expect("a file");
        fs::write(place.join(OsStr::from_bytes(b"usc/b\xff.md")), "# Bajt\n").expect("a file");
        // Nobody takes these for articles.
        symlink("/nigdzie", place.join("usc/obraz.png")).expect("a link");
        fs::write(place.join("usc/notatka.txt"), "Notatka.\n").expect("a file");
    };
    let passed_over = [
        "zielen/rura.md",
        "usc/wszystko",
        "usc/bez-konca.md",
        "usc/donikad.md",
        "usc/DUZE.MD",
        "usc/b\u{fffd}.md",
    ];
    let takes_all = |server: &Server, id: &str| {
        let saved = put(server, id);
        that(saved.status == 201, || format!("{} {}", saved.status, saved.body))?;
        that(server.found(id).contains(&id.to_owned()), || format!("{id} is not found"))?;
        app.write(&format!("usc/{id}-obok.md"), format!("# Obok {id}\n\nDopisek obok.\n"));
        within("a file beside it is found", || !server.found(&format!("obok {id}")).is_empty())?;
        within("the large file is told", || {
            server.log().contains("usc/wielki.md") && server.log().contains("1024 KB")
        })?;
        within("what is passed over is told", || {
            let log = server.log();
            passed_over.iter().all(|path| log.contains(path))
        })?;
        let log = server.log();
        that(!log.contains("usc/obraz.png") && !log.contains("usc/notatka.txt"), || log)?;
        let broken = server.send("GET", "/redakcja?filtr=zepsute", &[("Accept", "text/html")], "").body;
        that(passed_over.iter().all(|path| broken.contains(path)), || broken)
    };
    let server = app.serve();
    let mut ledger = Ledger::open("no articles", server.pid());
    put_in(&app.kb());
    ledger.note("while it runs", takes_all(&server, "w-biegu"));
    for path in passed_over {
        let warns = |line: &str| line.contains("WARN") && line.contains(&format!("{path}:1: rejected: "));
        ledger.note(path, that(server.log().lines().any(warns), || server.log()));
    }
    let mut pid = Command::new("kill");
    assert!(pid.args(["-TERM", &server.pid().to_string()]).status().expect("kill").success());
    let mut server = server;
    ledger.note("it stops", within("it has ended", || !server.lives()));
    ledger.close();
    drop(server);
    let server = app.serve();
    let mut ledger = Ledger::open("no articles, at the start", server.pid());
    ledger.note("at the start", takes_all(&server, "po-starcie"));
    ledger.close();
    app.run(&["lint"]).says(&["usc/wielki.md", "1024 KB"]).says(&passed_over);
}
