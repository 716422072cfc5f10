//! Folders that go in the many ways in which folders go, under a running server.

use super::*;

type Step = fn(&Path);

/// Takes away and gives back. The place is below the folder of the test.
struct Attack {
    name: &'static str,
    place: &'static str,
    take: Step,
    give: Step,
    /// Only root may.
    mounts: bool,
}

fn aside(place: &Path) -> PathBuf {
    place.with_file_name(".na-bok")
}

fn move_away(place: &Path) {
    // Out of kb/, on the same disk.
    let to = if place.ends_with("kb") {
        aside(place)
    } else {
        place.parent().expect("kb").with_file_name(".na-bok")
    };
    fs::rename(place, to).expect("moved away");
}

fn move_back(place: &Path) {
    let from = if place.ends_with("kb") {
        aside(place)
    } else {
        place.parent().expect("kb").with_file_name(".na-bok")
    };
    match fs::symlink_metadata(place) {
        Ok(what) if what.is_dir() => fs::remove_dir(place).expect("an empty folder"),
        Ok(_) => fs::remove_file(place).expect("what stood in its place"),
        Err(_) => {}
    }
    fs::rename(from, place).expect("moved back");
}

fn mount_over(place: &Path) {
    let done = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(place).status();
    assert!(done.expect("mount").success(), "a mount over {}", place.display());
}

fn umount(place: &Path) {
    assert!(Command::new("umount").arg("-l").arg(place).status().expect("umount").success());
}

const FOLDERS: &[Attack] = &[
    Attack { name: "kb/ moved away", place: "kb", take: move_away, give: move_back, mounts: false },
    Attack {
        name: "an empty folder in the place of kb/",
        place: "kb",
        take: |place| {
            move_away(place);
            fs::create_dir(place).expect("an empty folder");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "a link to nowhere in the place of kb/",
        place: "kb",
        take: |place| {
            move_away(place);
            symlink("donikad", place).expect("a link");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "a file in the place of kb/",
        place: "kb",
        take: |place| {
            move_away(place);
            fs::write(place, "plik").expect("a file");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "an empty disk mounted over kb/",
        place: "kb",
        take: mount_over,
        give: umount,
        mounts: true,
    },
    Attack {
        name: "every file of kb/ gone at once",
        place: "kb",
        take: |place| {
            let to = aside(place);
            fs::create_dir(&to).expect("aside");
            for entry in fs::read_dir(place).expect("kb").flatten() {
                fs::rename(entry.path(), to.join(entry.file_name())).expect("moved");
            }
        },
        give: |place| {
            let from = aside(place);
            for entry in fs::read_dir(&from).expect("aside").flatten() {
                fs::rename(entry.path(), place.join(entry.file_name())).expect("moved back");
            }
            fs::remove_dir(from).expect("empty");
        },
        mounts: false,
    },
    Attack {
        name: "a link to nowhere in the place of a folder",
        place: "kb/zielen",
        take: |place| {
            move_away(place);
            symlink("donikad", place).expect("a link");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "a link in a circle in the place of a folder",
        place: "kb/zielen",
        take: |place| {
            move_away(place);
            symlink(place, place).expect("a link");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "a file in the place of a folder",
        place: "kb/zielen",
        take: |place| {
            move_away(place);
            fs::write(place, "plik").expect("a file");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "an empty folder in the place of a folder",
        place: "kb/zielen",
        take: |place| {
            move_away(place);
            fs::create_dir(place).expect("an empty folder");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "an empty disk mounted over a folder",
        place: "kb/zielen",
        take: mount_over,
        give: umount,
        mounts: true,
    },
];

#[test]
fn folders_that_disappear_cost_no_article_and_come_back_without_a_restart() {
    let app = app();
    let mut server = app.serve();
    let mut ledger = Ledger::open("lost folders", server.pid());
    let mounting = SmallDisk::possible();
    for (at, attack) in FOLDERS.iter().enumerate() {
        if attack.mounts
            && let Err(reason) = &mounting
        {
            left_out(attack.name, reason);
            continue;
        }
        let place = app.folder().join(attack.place);
        (attack.take)(&place);
        let went_on = goes_on_without(&server, attack.place);
        let made = fs::metadata(place.join("nie-teraz.md")).is_ok();
        (attack.give)(&place);
        let well = is_well_again(&server, &format!("potem-{at}"));
        let survived = went_on
            .and(that(!made, || "a refused text was written".into()))
            .and(well)
            .and(that(server.lives(), || "the server died".into()));
        ledger.note(attack.name, survived);
    }
    let told = server.log().matches("ERROR").count();
    assert!((1..=2 * FOLDERS.len()).contains(&told), "told once, not at every look:\n{}", server.log());
    ledger.close();

    // What somebody deletes by hand is gone all the same: a file, a folder of most of the articles.
    fs::remove_file(app.kb().join("usc/odpis.md")).expect("deleted");
    eventually(SOON, "a deleted file is gone", || server.found("odpis").is_empty());
    fs::remove_dir_all(app.kb().join("zielen")).expect("deleted");
    eventually(SOON, "a deleted folder is gone", || server.found("modrzew").is_empty());
    assert_eq!(server.get("/readyz").status, 200);
    assert_eq!(server.get("/api/v1/articles/odpis").status, 404);
    assert_eq!(server.found("powitanie"), ["wstep"]);
}

/// A server that may not read everything: root may, so it runs as nobody.
fn serve_as_nobody(app: &TestApp) -> Option<Server> {
    let program = env!("CARGO_BIN_EXE_drogowskaz");
    let is_root = fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    if !is_root {
        return Some(app.serve());
    }
    let own = Command::new("chown").args(["-R", "65534:65534"]).arg(app.folder()).status();
    let as_nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    let can =
        Command::new("setpriv").args(as_nobody).args([program, "--version"]).stdout(Stdio::null()).status();
    if !(own.is_ok_and(|own| own.success()) && can.is_ok_and(|can| can.success())) {
        return None;
    }
    let mut command = Command::new("setpriv");
    command.args(as_nobody).args([program, "serve", "--listen", "127.0.0.1:0"]);
    command.current_dir(app.folder()).stdin(Stdio::null());
    Some(app.start(command))
}

fn allow(place: &Path, mode: u32) {
    fs::set_permissions(place, fs::Permissions::from_mode(mode)).expect("its rights");
}

#[test]
fn what_may_not_be_read_keeps_its_last_good_version() {
    let app = app();
    let Some(server) = serve_as_nobody(&app) else {
        return left_out("folders that may not be read", "root reads everything, and setpriv does not work");
    };
    let mut ledger = Ledger::open("unreadable", server.pid());
    for (at, place) in ["kb", "kb/zielen"].into_iter().enumerate() {
        let folder = app.folder().join(place);
        allow(&folder, 0o000);
        let went_on = goes_on_without(&server, place);
        allow(&folder, 0o755);
        ledger.note(place, went_on.and(is_well_again(&server, &format!("znowu-{at}"))));
    }
    // One file is a matter of its own: it is told, and the others can be changed.
    let file = app.kb().join("zielen/modrzew.md");
    allow(&file, 0o000);
    let told = within("the gauge counts it", || rejected(&server) == 1)
        .and(that(server.found("modrzew") == ["modrzew"], || "not found any more".into()))
        .and(that(put(&server, "obok").status == 201, || "others cannot be changed".into()));
    let tag = server.get("/api/v1/articles/modrzew").header("etag").to_owned();
    let text = "---\nid: modrzew\ntitle: Inny\n---\n\nInny.\n";
    let refused = server.send("PUT", "/api/v1/articles/modrzew", &[("If-Match", &tag)], text);
    let told = told.and(that(refused.status == 503, || format!("{} {}", refused.status, refused.body)));
    allow(&file, 0o644);
    ledger.note("a file", told.and(within("the gauge is empty", || rejected(&server) == 0)));
    ledger.close();
}
