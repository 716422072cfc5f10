//! `drogowskaz import`: orders of the Mayor become articles. Files are read as at the desk, in processes of their own.
//!
//! One file that cannot be read stops nothing else. Articles are written whole or not at all, and only where they
//! differ from what stands there, so that a second run changes nothing.
//!
//! The folder may be any: what is written there does not pass the door of `library/publishing`, which wants an index, a
//! database and no other server. A server that follows the folder records it as changed by hand. So under the rule of
//! four eyes nothing that was published is written over here: its next version waits beside it, and only the door
//! knows how.

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
    /// Another text of it was published, and stays.
    Published,
}

impl State {
    fn name(self, dry_run: bool) -> &'static str {
        match (self, dry_run) {
            (State::New, false) => "nowy",
            (State::New, true) => "powstałby",
            (State::Changed, false) => "zmieniony",
            (State::Changed, true) => "zmieniłby się",
            (State::Same, _) => "bez zmian",
            (State::Published, _) => {
                "opublikowany inny tekst, zostaje; zmianę wczytaj w redakcji (/redakcja/wczytaj)"
            }
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
        Ok(there) if args.review && is_published(&draft.path, &there) => return Ok(State::Published),
        Ok(_) => State::Changed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => State::New,
        Err(error) => return Err(error),
    };
    if !args.dry_run {
        library::write_whole(&path, markdown.as_bytes())?;
    }
    Ok(state)
}

fn is_published(path: &str, there: &[u8]) -> bool {
    article::parse(path, there).article.is_some_and(|article| article.status == Status::Published)
}

#[derive(Default)]
struct Totals {
    new: usize,
    changed: usize,
    same: usize,
    published: usize,
}

impl Totals {
    fn count(&mut self, state: State) {
        match state {
            State::New => self.new += 1,
            State::Changed => self.changed += 1,
            State::Same => self.same += 1,
            State::Published => self.published += 1,
        }
    }

    fn summary(&self, orders: usize, dry_run: bool) -> String {
        let Self { new, changed, same, published } = self;
        let dry = if dry_run { " (próba, niczego nie zapisano)" } else { "" };
        let kept =
            if *published > 0 { format!("; opublikowane, zostają: {published}") } else { String::new() };
        if new + changed == 0 && orders > 0 {
            return format!("zarządzenia: {orders}; artykuły: {same}{kept}; bez zmian{dry}");
        }
        format!(
            "zarządzenia: {orders}; artykuły nowe: {new}, zmienione: {changed}, bez zmian: {same}{kept}{dry}"
        )
    }
}

#[cfg(test)]
mod tests;
