//! `drogowskaz init`, and the first start that needs none: a new installation is begun on purpose, so that a database
//! that was lost is never taken for one.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use crate::cli::Fault;
use crate::config::Config;
use crate::http::{CityClock, Clock};
use crate::journal::base::lock::{FolderLock, Holder, NotHeld};
use crate::journal::{Journal, JournalError, Standing, standing};

pub(in crate::cli) fn run(anew: bool, config: &Config, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let folders = &config.folders;
    let witnesses: [&Path; 1] = [&folders.index];
    let before = standing(&folders.data, &witnesses);
    let journal = if anew {
        // A server that runs on what is about to be forgotten would go on writing into it.
        let _lock = take(&folders.data)?;
        Journal::anew(&folders.data, &witnesses)?
    } else {
        before.as_ref().map_err(JournalError::clone)?;
        Journal::open_with(&folders.data, &witnesses)?
    };
    let made_kb = !folders.kb.exists();
    std::fs::create_dir_all(&folders.kb).map_err(|cause| {
        Fault::input(
            format!("nie można utworzyć folderu {}", folders.kb.display()),
            "sprawdź --kb i prawa zapisu",
        )
        .because(cause)
    })?;
    match before {
        Ok(Standing::Database) if anew => writeln!(out, "Przyjęto bazę {}.", journal.file().display())?,
        Ok(Standing::Database) => writeln!(out, "Instalacja już jest: baza {}.", journal.file().display())?,
        Ok(Standing::Nothing) | Err(_) => writeln!(out, "Założono bazę {}.", journal.file().display())?,
    }
    if made_kb {
        writeln!(out, "Utworzono folder artykułów {}: włóż do niego pliki Markdown.", folders.kb.display())?;
    }
    if !journal.has_tokens()? {
        writeln!(
            out,
            "Bez tokenów serwer odpowiada tylko temu komputerowi; token tworzy: drogowskaz token create --name NAZWA --role ROLA"
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether there is no journal, and nothing says that there ever was.
pub(in crate::cli) fn is_first_start(config: &Config) -> anyhow::Result<bool> {
    let folders = &config.folders;
    Ok(standing(&folders.data, &[folders.index.as_path()])? == Standing::Nothing)
}

/// Takes the folders for this server and opens its journal. Where there is none and never was, that is the first start:
/// it is made without asking for whoever tries the program on their own machine, and only there (`is_private`).
pub(in crate::cli) fn open(config: &Config, is_private: bool) -> anyhow::Result<Held> {
    let folders = &config.folders;
    let witnesses: [&Path; 1] = [&folders.index];
    if !is_private && is_first_start(config)? {
        return Err(Fault::usage(
            format!("w folderze {} nie ma bazy, a serwer ma być dostępny nie tylko z tego komputera", folders.data.display()),
            "jeśli to nowa instalacja, wpisz: drogowskaz init, a potem drogowskaz token create (tylko na tym komputerze, pod adresem 127.0.0.1 i bez opcji dostępu, pierwszy start zakłada ją sam); jeśli baza była, przywróć ją",
        )
        .into());
    }
    let data = take(&folders.data)?;
    let index = take(&folders.index)?;
    let journal = Journal::open_with(&folders.data, &witnesses)?;
    journal.hold(data);
    Ok(Held { journal, index: Arc::new(index) })
}

/// What a server holds while it runs.
pub(in crate::cli) struct Held {
    pub(in crate::cli) journal: Journal,
    pub(in crate::cli) index: Arc<FolderLock>,
}

impl Held {
    /// Says where the server listens, to whoever tries to start a second one.
    pub(in crate::cli) fn listens(&self, address: &str) {
        self.journal.lock().into_iter().chain([&*self.index]).for_each(|lock| lock.listens(address));
    }
}

fn holder() -> Holder {
    let clock = CityClock::new();
    let since = clock.local_at(clock.now()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    Holder { pid: std::process::id(), since, address: String::new() }
}

fn take(folder: &Path) -> Result<FolderLock, Fault> {
    FolderLock::take(folder, holder()).map_err(|error| match error {
        NotHeld::Taken { .. } => Fault::input(
            error.to_string(),
            "zatrzymaj tamten serwer albo wskaż temu inne foldery opcjami --data i --index",
        ),
        other => Fault::input(other.to_string(), "sprawdź prawa zapisu i wolne miejsce"),
    })
}
