//! `drogowskaz import`: orders of the Mayor become articles. Files are read as at the desk, in processes of their own.
//!
//! One file that cannot be read stops nothing else. Articles are written whole or not at all, and only where they
//! differ from what stands there, so that a second run changes nothing.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use super::document;
use crate::article::{self, Status};
use crate::library;
use crate::library::intake::reading::{Document, DocumentReader, Origin, ReadingError};
use crate::order::{DraftArticle, ImportedOrder, OcrRepair, Repaired, TextRepair, import, relate, report};

/// What `drogowskaz import` is to do.
#[derive(Debug, Clone)]
pub struct ImportArgs {
    /// The orders.
    pub files: Vec<PathBuf>,
    /// Where the articles go.
    pub out: PathBuf,
    /// Only say what would be written.
    pub dry_run: bool,
    /// What is written waits for an editor: the rule of four eyes holds in this Baza Wiedzy.
    pub review: bool,
}

/// Runs the command.
pub fn run(args: ImportArgs) -> anyhow::Result<ExitCode> {
    let reader = document::reader(std::env::temp_dir())?;
    let read = |file: &mut File| read_in(&reader, file);
    run_with(&args, &read, &OcrRepair::default(), &mut io::stdout().lock(), &mut io::stderr().lock())
}

/// How the document in a file is read.
type ReadDocument<'a> = &'a dyn Fn(&mut File) -> io::Result<Result<Document, ReadingError>>;

/// Runs the command with `repair` for machine-read text; the report goes to `out`, faults of single files to `err`.
fn run_with(
    args: &ImportArgs,
    read_document: ReadDocument<'_>,
    repair: &dyn TextRepair,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    // Whoever reads the report may stop reading: what was to be written is written all the same, and whether it was is told
    // by the exit code.
    let (out, err) = (&mut Heard(out), &mut Heard(err));
    let mut faults = 0;
    let (mut names, mut orders): (Vec<&Path>, Vec<ImportedOrder>) = (Vec::new(), Vec::new());
    // Two files of the same order (a scan and a clean copy) would overwrite each other's articles.
    let mut claimed: HashMap<String, &Path> = HashMap::new();
    for file in &args.files {
        let mut refuse = |why: String| -> io::Result<()> {
            faults += 1;
            writeln!(err, "{}: błąd: {why}", file.display())
        };
        let document = match read(file, read_document) {
            Ok(document) => document,
            Err(why) => {
                refuse(why)?;
                continue;
            }
        };
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let order = match document.origin {
            Origin::Scan => import(&name, &document.text, &Scanned(repair)),
            Origin::Text | Origin::Pdf => import(&name, &document.text, repair),
        };
        if !order.is_order() {
            refuse("nie znaleziono zarządzenia (numeru, słów „w sprawie” ani żadnego §); sprawdź, czy to właściwy plik".into())?;
            continue;
        }
        if let Some(other) = order.drafts.iter().find_map(|draft| claimed.get(&draft.path)) {
            refuse(format!(
                "to samo zarządzenie co w {}; wczytaj tylko jeden z tych plików",
                other.display()
            ))?;
            continue;
        }
        for remark in &document.remarks {
            writeln!(err, "{}: uwaga: {remark}", file.display())?;
        }
        claimed.extend(order.drafts.iter().map(|draft| (draft.path.clone(), file.as_path())));
        names.push(file);
        orders.push(order);
    }
    relate(&mut orders);
    let mut totals = Totals::default();
    for (file, order) in names.iter().zip(&orders) {
        let mut states = Vec::new();
        for draft in &order.drafts {
            let state = store(args, draft).with_context(|| {
                format!("nie można zapisać {}; sprawdź miejsce i prawa", args.out.join(&draft.path).display())
            })?;
            states.push(state.name(args.dry_run));
            totals.count(state);
        }
        writeln!(out, "{}", report(&file.display().to_string(), order, &states))?;
    }
    writeln!(out, "{}", totals.summary(orders.len(), args.dry_run))?;
    Ok(if faults > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Somebody who may have left.
struct Heard<'a>(&'a mut dyn Write);

impl Write for Heard<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            wrote => wrote,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            flushed => flushed,
        }
    }
}

fn read(file: &Path, read_document: ReadDocument<'_>) -> Result<Document, String> {
    let read = File::open(file).and_then(|mut file| read_document(&mut file));
    let read = read.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "nie ma takiego pliku; sprawdź ścieżkę".to_owned(),
        io::ErrorKind::PermissionDenied => "brak prawa odczytu; zmień uprawnienia pliku".to_owned(),
        _ => format!("nie można odczytać pliku ({error})"),
    })?;
    read.map_err(|error| error.to_string())
}

/// Has `reader` read what is in `file`.
fn read_in(reader: &DocumentReader, file: &mut File) -> io::Result<Result<Document, ReadingError>> {
    let mut incoming = match reader.incoming() {
        Ok(incoming) => incoming,
        Err(error) => return Ok(Err(error)),
    };
    let mut part = vec![0; 1 << 20];
    loop {
        let length = file.read(&mut part)?;
        if length == 0 {
            return Ok(reader.read(&incoming));
        }
        if let Err(error) = incoming.take(&part[..length]) {
            return Ok(Err(error));
        }
    }
}

/// Of a text that was read here from a scan nobody need ask whether a machine read it.
struct Scanned<'a>(&'a dyn TextRepair);

impl TextRepair for Scanned<'_> {
    fn is_machine_read(&self, _: &str) -> bool {
        true
    }

    fn repair(&self, text: &str) -> Repaired {
        self.0.repair(text)
    }
}

/// What happened to an article's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Changed,
    Same,
}

impl State {
    fn name(self, dry_run: bool) -> &'static str {
        match (self, dry_run) {
            (State::New, false) => "nowy",
            (State::New, true) => "powstałby",
            (State::Changed, false) => "zmieniony",
            (State::Changed, true) => "zmieniłby się",
            (State::Same, _) => "bez zmian",
        }
    }
}

fn store(args: &ImportArgs, draft: &DraftArticle) -> io::Result<State> {
    let path = args.out.join(&draft.path);
    let markdown = match args.review {
        true => article::with_status(&draft.markdown, Status::Review),
        false => draft.markdown.clone(),
    };
    // What an editor has approved since is not taken back for its status.
    let is_same = |there: &str| {
        let approved = article::with_status(&markdown, Status::Published);
        there == markdown || (args.review && there == approved)
    };
    let state = match fs::read(&path) {
        Ok(there) if std::str::from_utf8(&there).is_ok_and(is_same) => return Ok(State::Same),
        Ok(_) => State::Changed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => State::New,
        Err(error) => return Err(error),
    };
    if !args.dry_run {
        library::write_whole(&path, markdown.as_bytes())?;
    }
    Ok(state)
}

#[derive(Default)]
struct Totals {
    new: usize,
    changed: usize,
    same: usize,
}

impl Totals {
    fn count(&mut self, state: State) {
        match state {
            State::New => self.new += 1,
            State::Changed => self.changed += 1,
            State::Same => self.same += 1,
        }
    }

    fn summary(&self, orders: usize, dry_run: bool) -> String {
        let Self { new, changed, same } = self;
        let dry = if dry_run { " (próba, niczego nie zapisano)" } else { "" };
        if new + changed == 0 && orders > 0 {
            return format!("zarządzenia: {orders}; artykuły: {same}; bez zmian{dry}");
        }
        format!("zarządzenia: {orders}; artykuły nowe: {new}, zmienione: {changed}, bez zmian: {same}{dry}")
    }
}

#[cfg(test)]
mod tests {
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
}
