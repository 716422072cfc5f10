#![allow(clippy::unwrap_used)]
use super::identity::NoIdentity;
use super::writing::steps;
use super::*;

#[cfg(unix)]
#[test]
fn what_is_no_file_or_too_large_is_refused_at_once_and_unread() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    fs::write(place("dobry"), "1234567890").unwrap();
    assert_eq!(read_at_most(&place("dobry"), 10).unwrap(), b"1234567890");
    assert_eq!(read_at_most(&place("dobry"), 9).unwrap_err().kind(), ErrorKind::FileTooLarge);
    fs::File::create(place("wielki")).unwrap().set_len(1 << 40).unwrap();
    let error = read_at_most(&place("wielki"), 1 << 20).unwrap_err();
    assert!(error.kind() == ErrorKind::FileTooLarge && error.to_string().contains("1024 KB"), "{error}");
    // Opened as files are, a pipe that nobody writes into would hold this thread for ever.
    let made = std::process::Command::new("mkfifo").arg(place("rura")).status().unwrap();
    assert!(made.success());
    for no_file in [place("rura"), PathBuf::from("/dev/zero"), PathBuf::from("/dev/tty")] {
        assert!(read_at_most(&no_file, 10).is_err(), "{}", no_file.display());
    }
    assert_eq!(read_at_most(&place("rura"), 10).unwrap_err().kind(), ErrorKind::InvalidInput);
    assert!(read_at_most(folder.path(), 10).is_err());
    fs::write(place("bajty"), b"\xb6").unwrap();
    assert_eq!(read_text(&place("bajty"), 10).unwrap_err().kind(), ErrorKind::InvalidData);
}

#[test]
fn a_folder_is_known_again_by_what_was_noted_of_it_and_another_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("a"), folder.path().join("b"));
    [&one, &other].iter().for_each(|place| fs::create_dir(place).unwrap());
    let [one, other] = [one, other].map(|place| Identity::of(&place).unwrap());
    assert_eq!(one.to_string().parse(), Ok(one));
    assert_ne!(other.to_string().parse(), Ok(one));
    let unborn = Identity { born: None, ..one };
    assert_eq!(unborn.to_string().parse(), Ok(unborn));
    for line in ["", "1", "1 2", "1 2 3 4", "1 x -", "-1 2 -", "1 2 99999999999999999999999"] {
        assert_eq!(line.parse::<Identity>(), Err(NoIdentity), "{line}");
    }
}

#[test]
fn readmes_dot_folders_and_other_files_are_no_articles() {
    let kb = tempfile::tempdir().unwrap();
    for path in ["a.md", "README.md", "b/README.md", "b/c.md", ".git/d.md", "e.txt", "b/.tmp.md"] {
        let file = kb.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "# x").unwrap();
    }
    let paths: Vec<String> = list(kb.path()).unwrap().articles.into_iter().map(|file| file.path).collect();
    assert_eq!(paths, ["a.md", "b/c.md"]);
}

#[cfg(unix)]
#[test]
fn a_file_is_lacking_only_where_its_place_was_really_looked_at() {
    let kb = tempfile::tempdir().unwrap();
    for path in ["a/jeden.md", "b/dwa.md", "plik"] {
        let file = kb.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "# x").unwrap();
    }
    std::os::unix::fs::symlink("donikad", kb.path().join("link")).unwrap();
    std::os::unix::fs::symlink("donikad", kb.path().join("a/link.md")).unwrap();
    let listing = list(kb.path()).unwrap();
    for (path, lacks) in [
        ("nie-ma.md", true),
        ("a/nie-ma.md", true),
        ("nie-ma/glebiej/x.md", true),
        ("link/x.md", false),
        ("link/glebiej/x.md", false),
        ("a/link.md", false),
        ("plik/x.md", false),
    ] {
        assert_eq!(listing.lacks(path), lacks, "{path}");
    }
    assert!(list(&kb.path().join("nie-ma")).is_err());
}

#[test]
fn another_folder_in_the_place_of_one_is_another_one() {
    let folder = tempfile::tempdir().unwrap();
    let kb = folder.path().join("kb");
    fs::create_dir(&kb).unwrap();
    let first = Identity::of(&kb).unwrap();
    fs::write(kb.join("a.md"), "x").unwrap();
    assert_eq!(Identity::of(&kb).unwrap(), first, "what lies in it makes no other folder of it");
    fs::rename(&kb, folder.path().join("stary")).unwrap();
    fs::create_dir(&kb).unwrap();
    assert_ne!(Identity::of(&kb).unwrap(), first);
    assert_eq!(Identity::of(&folder.path().join("stary")).unwrap(), first);
    fs::write(folder.path().join("plik"), "x").unwrap();
    assert!(Identity::of(&folder.path().join("plik")).is_err());
}

#[test]
fn a_failed_write_leaves_the_old_content_and_no_litter() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plik.md");
    write_whole(&file, b"stary").unwrap();
    fs::create_dir(folder.path().join("zajety")).unwrap();
    assert!(write_whole(&folder.path().join("zajety"), b"nowy").is_err());
    assert_eq!(fs::read(&file).unwrap(), b"stary");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_written_file_is_synced_then_renamed_then_its_folder_is_synced() {
    let place = tempfile::tempdir().unwrap();
    let kb = place.path();
    let steps = |write: &dyn Fn() -> io::Result<()>| {
        steps::taken();
        write().unwrap();
        let without_place = |step: String| step.replace(&format!("{}/", kb.display()), "");
        let process = format!(".{}", std::process::id());
        steps::taken().into_iter().map(|step| without_place(step).replace(&process, "")).collect::<Vec<_>>()
    };
    let below = steps(&|| write_below(kb, "a/b/x.md", b"x"));
    let of_kb = format!("sync {}", kb.display());
    let whole = ["sync a/b/.x.md.nowy", "rename a/b/.x.md.nowy a/b/x.md", "sync a/b"];
    assert_eq!(below, [&[&*of_kb, "sync a"], &whole[..]].concat(), "with the folders that were made for it");
    assert_eq!(steps(&|| write_below(kb, "a/b/x.md", b"y")), whole);
    assert_eq!(steps(&|| write_whole(&kb.join("a/b/x.md"), b"z")), whole);
}

#[cfg(unix)]
#[test]
fn links_to_folders_and_to_articles_may_be_mistaken_for_them_and_others_are_not() {
    use std::os::unix::fs::symlink;
    let kb = tempfile::tempdir().unwrap();
    let place = |name: &str| kb.path().join(name);
    fs::create_dir(place("folder")).unwrap();
    for (target, name) in [
        ("folder", "na-folder"),
        ("nie-ma.md", "artykul.md"),
        ("nie-ma.md", "README.md"),
        ("nie-ma.txt", "notatki.txt"),
    ] {
        symlink(place(target), place(name)).unwrap();
    }
    let mistaken = list(kb.path()).unwrap().mistaken;
    let expected = ["artykul.md", "na-folder"].map(|name| (name.to_owned(), Mistaken::Link));
    assert_eq!(mistaken.into_iter().collect::<Vec<_>>(), expected);
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_is_not_absent() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    fs::write(place("plik"), "").unwrap();
    std::os::unix::fs::symlink(place("nie-ma"), place("link")).unwrap();
    assert!(is_absent(&place("nie-ma")));
    // What stands behind a file cannot be looked at, which is another thing than not being there.
    for there in ["plik", "link", "plik/dalej"] {
        assert!(!is_absent(&place(there)), "{there}");
    }
}

#[test]
fn a_disk_that_is_full_or_fails_is_told_from_a_file_that_is_not_there() {
    for kind in [ErrorKind::StorageFull, ErrorKind::ReadOnlyFilesystem, ErrorKind::QuotaExceeded] {
        assert!(is_of_the_disk(&io::Error::from(kind)), "{kind}");
    }
    assert!(is_of_the_disk(&io::Error::from_raw_os_error(5)));
    for kind in [ErrorKind::NotFound, ErrorKind::PermissionDenied, ErrorKind::InvalidData] {
        assert!(!is_of_the_disk(&io::Error::from(kind)), "{kind}");
    }
}
