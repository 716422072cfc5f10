//! What a start finds of the database, and does.

use super::*;

#[test]
fn a_second_server_on_the_same_folders_refuses_to_start_and_says_who_holds_them() {
    let desk = Desk::open();
    let mut ledger = Ledger::open("two servers", desk.server.pid());
    let pid = desk.server.pid().to_string();
    let address = desk.server.address().to_owned();
    let second = |options: &[&str]| {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0"];
        all.extend(options);
        let mut command = desk.app.command(&all);
        let started = Instant::now();
        let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            if started.elapsed() > Duration::from_secs(60) {
                let _ = child.kill();
                let _ = child.wait();
                return Err("it runs".to_owned());
            }
            thread::sleep(Duration::from_millis(50));
        }
        let done = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        let told = [pid.as_str(), "od 20", "używa już inny serwer"].iter().all(|word| said.contains(word));
        if done.status.code() == Some(1) && told { Ok(said) } else { Err(said) }
    };
    let told = second(&[]).and_then(|said| if said.contains(&address) { Ok(()) } else { Err(said) });
    ledger.note("the same data/", told);
    ledger.note("another data/, the same index/", second(&["--data", "inne"]).map(drop));
    let data = desk.app.data();
    fs::remove_file(data.join("serwer.lock")).unwrap();
    ledger.note("writing on after the lock's file was removed", desk.accepts());
    ledger.note("the same data/ after that", second(&[]).map(drop));
    ledger.note("a command beside it", {
        let made = desk.app.run(&["token", "create", "--name", "Ewa", "--role", "agent"]);
        if made.code == Some(0) { desk.accepts() } else { Err(made.to_string()) }
    });
    ledger.close();
    // Killed, it leaves no lock behind.
    let Desk { app, server, token, .. } = desk;
    server.kill();
    let server = app.serve();
    works(&Desk { app, server, token, round: AtomicUsize::new(100) });
}

#[test]
fn a_database_that_is_lost_while_no_server_runs_is_an_error_and_no_open_door() {
    for attack in ["file", "empty file", "folder", "folder and index", "another installation's"] {
        let app = TestApp::with_articles();
        token(&app, "Anna");
        drop(app.serve());
        let file = app.data().join(DATABASE);
        match attack {
            "file" => fs::remove_file(&file).unwrap(),
            "empty file" => fs::write(&file, "").unwrap(),
            "folder" => fs::remove_dir_all(app.data()).unwrap(),
            "folder and index" => {
                fs::remove_dir_all(app.data()).unwrap();
                fs::remove_dir_all(app.index()).unwrap();
            }
            _ => {
                app.run(&["init", "--data", "inne"]).succeeded();
                // As whoever restores is told to: the log of the other database goes.
                for end in ["-wal", "-shm"] {
                    let _ = fs::remove_file(app.data().join(format!("{DATABASE}{end}")));
                }
                fs::copy(app.folder().join("inne").join(DATABASE), &file).unwrap();
            }
        }
        for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["token", "list"], &["init"]] {
            app.run(command).ended(1).says(&["tej instalacji", "przywróć", "init --anew"]);
        }
        app.run(&["token", "create", "--name", "Zły", "--role", "admin"]).ended(1);
        assert_eq!(
            app.data().exists(),
            !attack.starts_with("folder"),
            "{attack}: nothing is made in its place"
        );
        app.run(&["init", "--anew"]).succeeded().says(&["baz"]);
        let server = app.serve();
        assert_eq!(server.get("/readyz").status, 200, "{attack}");
        assert_eq!(server.get("/api/v1/search?q=wersalka").status, 200, "on purpose it begins anew");
    }
}

#[test]
fn what_is_removed_under_the_server_bears_witness_again_before_more_is_lost() {
    let app = TestApp::with_articles();
    token(&app, "Anna");
    let server = app.serve();
    let beside = app.folder().join("data.instalacja.toml");
    let (lock, marker) = (app.index().join("serwer.lock"), app.index().join("instalacja.toml"));
    let before = fs::read_to_string(&marker).unwrap();
    // The server may be writing there at this moment.
    eventually(Duration::from_secs(20), "removed", || fs::remove_dir_all(app.index()).is_ok());
    fs::remove_file(&beside).unwrap();
    eventually(Duration::from_secs(20), "all of it is back", || {
        [&lock, &marker, &beside, &app.index().join("current")].iter().all(|file| file.exists())
    });
    assert_eq!(fs::read_to_string(&marker).unwrap(), before, "of the same installation");
    let second = ["serve", "--listen", "127.0.0.1:0", "--data", "inne"];
    app.run(&second).ended(1).says(&["używa już inny serwer"]);
    drop(server);
    fs::remove_dir_all(app.data()).unwrap();
    fs::remove_file(&beside).unwrap();
    app.run(&["serve", "--listen", "127.0.0.1:0"]).ended(1).says(&["tej instalacji", "przywróć"]);
    assert!(!app.data().exists(), "nothing is made in its place");
}

#[test]
fn the_first_start_is_made_by_itself_on_this_machine_alone() {
    let app = TestApp::with_articles();
    for option in ["--https", "--public-address=https://wiedza.example", "--trusted-proxies=10.0.0.1"] {
        app.run(&["serve", "--listen", "127.0.0.1:0", option]).ended(2).says(&["drogowskaz init"]);
        assert!(!app.data().exists(), "{option}: nothing is made");
    }
    app.run(&["init"]).succeeded().says(&["Założono bazę", "token create"]);
    app.run(&["init"]).succeeded().says(&["już jest"]);
    let server = app.serve();
    assert_eq!(server.get("/api/v1/search?q=wersalka").status, 200);
    drop(server);
    let fresh = TestApp::with_articles();
    assert_eq!(fresh.serve().get("/readyz").status, 200, "on loopback nobody has to ask for it");
    let empty = TestApp::new();
    fs::remove_dir(empty.kb()).unwrap();
    empty.run(&["init"]).succeeded().says(&["kb"]);
    assert!(empty.kb().is_dir());
}

#[test]
fn nobody_but_the_owner_reads_what_is_in_data_whatever_the_umask() {
    for umask in ["000", "077", "777"] {
        let app = TestApp::with_articles();
        let mut command = Command::new("sh");
        let program = env!("CARGO_BIN_EXE_drogowskaz");
        // Bound to what `umask` makes of files of ours; the folder of the index is none of this test's business.
        fs::create_dir(app.index()).unwrap();
        let line = format!("umask {umask}; exec \"$0\" \"$@\"");
        command.args(["-c", &line, program, "serve", "--listen", "127.0.0.1:0"]).current_dir(app.folder());
        if umask == "777" && !is_root() {
            left_out("a umask of 777", "only root can write into what nobody may write");
            continue;
        }
        let server = app.start(command);
        // A file that breaks: its last good version is kept in data/, too.
        app.write("odpady/gabaryty.md", "---\ntitle: [bez konca\n---\n\nNowe.\n");
        let kept = app.data().join("ostatnie-dobre/odpady/gabaryty.md");
        eventually(Duration::from_secs(20), "the last good version is kept", || kept.exists());
        let body = r#"{"question":"kanapa","outcome":"brak","seconds":5}"#;
        server.send("POST", "/api/v1/calls", &[JSON], body).is(201);
        let files = files_below(&app.data());
        assert!(files.len() >= 6, "{files:?}");
        for file in files {
            let folder = file.parent().unwrap().to_owned();
            for (path, expected) in [(file, 0o600), (folder, 0o700)] {
                let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
                assert_eq!(mode, expected, "umask {umask}: {}", path.display());
            }
        }
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|done| done.stdout == b"0\n")
}
