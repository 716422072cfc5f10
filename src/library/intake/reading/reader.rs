//! Who has documents read, within bounds, and how many at once.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::confined::{Bounds, Failure, Starter, Task};
use super::incoming::sweep;
use super::turns::Turns;
use super::{Contents, Document, Incoming, LONGEST, ReadingError, scan};

/// Documents that are looked into at once, and scans that are read at once. With what each may take (`LOOK`,
/// `scan::BOUNDS`) that is 760 MB at the most, so that the server and all it has started stay below one gibibyte.
const LOOKS: usize = 2;
const SCANS: usize = 1;

/// Looking into a document: those who have a text are quick.
const LOOK: Bounds = Bounds { memory: 180 << 20, processor: 20, file: 0 };
const LOOK_TIME: Duration = Duration::from_secs(45);

/// How long a document waits for its turn.
const PATIENCE: Duration = Duration::from_secs(60);

/// Reads documents in processes of their own.
#[derive(Debug)]
pub struct DocumentReader {
    starter: Starter,
    scratch: PathBuf,
    on_their_way: Arc<AtomicUsize>,
    looks: Turns,
    scans: Turns,
}

impl DocumentReader {
    /// One that keeps documents in folders below `scratch` while they are read. `program` is this program, as it can be
    /// started again; `environment` is all that the processes find in theirs, such as `PATH`.
    pub fn new(program: PathBuf, scratch: PathBuf, environment: Vec<(OsString, OsString)>) -> Self {
        Self {
            starter: Starter { program: program.into(), environment, stopped: AtomicBool::new(false) },
            scratch,
            on_their_way: Arc::default(),
            looks: Turns::new(LOOKS),
            scans: Turns::new(SCANS),
        }
    }

    /// Removes what a process that was killed left behind. For whoever has the scratch folder alone.
    pub fn sweep(&self) {
        sweep(&self.scratch);
    }

    /// Ends what is being read, and reads nothing any more.
    pub fn stop(&self) {
        self.starter.stopped.store(true, Ordering::Relaxed);
    }

    /// Room for a document that is about to arrive.
    ///
    /// # Errors
    /// [`ReadingError::Busy`] if too many are on their way, [`ReadingError::Unavailable`] if the disk refuses.
    pub fn incoming(&self) -> Result<Incoming, ReadingError> {
        Incoming::below(&self.scratch, &self.on_their_way)
    }

    /// Reads a document that has arrived; takes seconds, for a scan minutes.
    ///
    /// # Errors
    /// [`ReadingError`].
    pub fn read(&self, incoming: &Incoming) -> Result<Document, ReadingError> {
        match self.look(incoming)? {
            Contents::Read(document) => Ok(document),
            Contents::Scan { pages, sides } => {
                let _turn = self.scans.take(Instant::now() + PATIENCE).ok_or(ReadingError::Busy)?;
                scan::pdf(&self.starter, incoming, pages, &sides)
            }
            Contents::Picture => {
                let _turn = self.scans.take(Instant::now() + PATIENCE).ok_or(ReadingError::Busy)?;
                scan::picture(&self.starter, incoming)
            }
        }
    }

    fn look(&self, incoming: &Incoming) -> Result<Contents, ReadingError> {
        let _turn = self.looks.take(Instant::now() + PATIENCE).ok_or(ReadingError::Busy)?;
        let told = self.starter.run(Task {
            program: &self.starter.program,
            arguments: vec!["read-document".into()],
            input: Some(incoming.open()?),
            folder: incoming.folder(),
            bounds: LOOK,
            output: 2 * LONGEST,
            until: Instant::now() + LOOK_TIME,
        });
        let told = told.map_err(|failure| match failure {
            Failure::Time => ReadingError::TooLong,
            Failure::Memory => ReadingError::TooMuchMemory,
            Failure::Output => ReadingError::TooMuchOutput,
            Failure::Broke | Failure::GaveUp(_) => ReadingError::Broke,
            Failure::Missing => ReadingError::unavailable(&"this program cannot be started again"),
            Failure::Stopped => ReadingError::Unavailable,
            Failure::Start(error) => ReadingError::unavailable(&error),
        })?;
        // What comes from there is believed in its form alone.
        postcard::from_bytes(&told).unwrap_or(Err(ReadingError::Broke))
    }
}
