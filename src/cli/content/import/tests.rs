//! What an import writes, and what it leaves alone.
#![allow(clippy::unwrap_used)]
use super::*;
use crate::order::NoRepair;

const ORDER: &str = "ZARZĄDZENIE NR 7/2024\nZ DNIA 2 stycznia 2024 r.\nw sprawie zakresu działania Wydziału Żab\n\
    Na podstawie art. 1 zarządza się, co następuje:\n§ 1. Wydziałem Żab kieruje Naczelnik.\n\
    § 2. Zarządzenie wchodzi w życie z dniem podpisania.\n";

/// UTF-8 alone: how other documents are read is tried on the program, in `tests/it/attack/documents.rs`.
fn read_text(file: &mut File) -> io::Result<Result<Document, ReadingError>> {
    let Ok(text) = io::read_to_string(file) else { return Ok(Err(ReadingError::Broke)) };
    Ok(Ok(Document { text, origin: Origin::Text, pages: 1, remarks: Vec::new() }))
}

/// A folder with `files` in it, and an empty `kb` beside them.
struct Desk(tempfile::TempDir, bool);

impl Desk {
    fn with(files: &[(&str, &[u8])]) -> Self {
        let desk = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(desk.path().join(name), bytes).unwrap();
        }
        Self(desk, false)
    }

    /// Whether all went well, and both outputs.
    fn import(&self, files: &[&str], dry_run: bool) -> (bool, String, String) {
        let files = files.iter().map(|name| self.0.path().join(name)).collect();
        let args = ImportArgs { files, out: self.0.path().join("kb"), dry_run, review: self.1 };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = run_with(&args, &read_text, &NoRepair, &mut out, &mut err).unwrap();
        let well = format!("{code:?}") == format!("{:?}", ExitCode::SUCCESS);
        (well, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    fn articles(&self) -> Vec<(String, std::time::SystemTime)> {
        let Ok(folder) = fs::read_dir(self.0.path().join("kb/zarzadzenia")) else { return Vec::new() };
        let mut found: Vec<_> = folder
            .map(|entry| entry.unwrap())
            .map(|entry| {
                (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().modified().unwrap())
            })
            .collect();
        found.sort();
        found
    }
}

#[test]
fn a_second_run_touches_no_file_and_says_so() {
    let desk = Desk::with(&[("a.txt", ORDER.as_bytes())]);
    let (well, out, _) = desk.import(&["a.txt"], false);
    assert!(well && out.contains("nowy"), "{out}");
    let first = desk.articles();
    let names: Vec<_> = first.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["7-2024-kierownictwo.md", "7-2024-postanowienia-koncowe.md"]);
    let (well, out, _) = desk.import(&["a.txt"], false);
    assert!(well && out.trim_end().ends_with("bez zmian"), "{out}");
    assert_eq!(desk.articles(), first);
}

#[test]
fn under_the_rule_of_four_eyes_what_is_imported_waits_and_what_was_approved_stays() {
    let mut desk = Desk::with(&[("a.txt", ORDER.as_bytes())]);
    desk.1 = true;
    desk.import(&["a.txt"], false);
    let file = desk.0.path().join("kb/zarzadzenia/7-2024-kierownictwo.md");
    let read = || article::parse("a.md", &fs::read(&file).unwrap()).article.unwrap().status;
    assert_eq!(read(), Status::Review);
    let approved = article::with_status(&fs::read_to_string(&file).unwrap(), Status::Published);
    fs::write(&file, approved).unwrap();
    let (_, out, _) = desk.import(&["a.txt"], false);
    assert!(out.trim_end().ends_with("bez zmian"), "{out}");
    assert_eq!(read(), Status::Published);
}

#[test]
fn under_the_rule_of_four_eyes_an_import_takes_no_published_text_out_of_service() {
    let mut desk = Desk::with(&[("a.txt", ORDER.as_bytes())]);
    let file = desk.0.path().join("kb/zarzadzenia/7-2024-kierownictwo.md");
    desk.import(&["a.txt"], false);
    let published = fs::read_to_string(&file).unwrap();
    let corrected = ORDER.replace("kieruje Naczelnik", "kieruje Dyrektor");
    fs::write(desk.0.path().join("a.txt"), corrected).unwrap();
    desk.1 = true;
    let (well, out, _) = desk.import(&["a.txt"], false);
    assert!(well && out.contains("/redakcja/wczytaj") && out.contains("zostają: 1"), "{out}");
    assert_eq!(fs::read_to_string(&file).unwrap(), published);
    desk.1 = false;
    desk.import(&["a.txt"], false);
    assert!(fs::read_to_string(&file).unwrap().contains("Dyrektor"), "without the rule it is written over");
}

#[test]
fn nobody_need_read_the_report_for_all_to_be_written_and_for_a_fault_to_be_told() {
    struct Gone;
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let other = ORDER.replace("7/2024", "8/2024");
    let desk = Desk::with(&[("a.txt", ORDER.as_bytes()), ("b.txt", other.as_bytes())]);
    let files = ["brak.txt", "a.txt", "b.txt"].map(|name| desk.0.path().join(name)).to_vec();
    let args = ImportArgs { files, out: desk.0.path().join("kb"), dry_run: false, review: false };
    let code = run_with(&args, &read_text, &NoRepair, &mut Gone, &mut Gone).unwrap();
    assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::from(1)));
    assert_eq!(desk.articles().len(), 4);
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = Desk::with(&[("a.txt", ORDER.as_bytes())]);
    let (well, out, _) = desk.import(&["a.txt"], true);
    assert!(well && out.contains("powstałby"), "{out}");
    assert!(!desk.0.path().join("kb").exists());
}

#[test]
fn unreadable_files_are_named_with_a_remedy_and_the_others_go_on() {
    let desk = Desk::with(&[
        ("a.txt", ORDER.as_bytes()),
        ("stary.txt", b"Zarz\xb9dzenie\n"),
        ("list.txt", b"Zapraszamy na spacer.\n"),
        ("kopia.txt", ORDER.as_bytes()),
    ]);
    let (well, _, err) = desk.import(&["brak.txt", "stary.txt", "list.txt", "a.txt", "kopia.txt"], false);
    assert!(!well);
    for said in [
        "brak.txt: błąd: nie ma",
        "stary.txt: błąd: ten plik jest uszkodzony",
        "list.txt: błąd: nie znaleziono",
        "kopia.txt: błąd: to samo",
    ] {
        assert!(err.contains(said), "{said:?} is not in {err}");
    }
    assert_eq!(desk.articles().len(), 2);
}
