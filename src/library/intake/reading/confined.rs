//! Other programs, and this one again, held within bounds: nothing that parses a document runs in any other way.
//!
//! Every process is started through `drogowskaz confined …`, which lays the bounds on itself before it becomes the
//! program asked for: so they hold from its first instruction on, and for whatever it starts. It has a process group of
//! its own, an environment without anything of ours, an empty folder to work in and no network; it ends with the
//! server that started it. The parent reads no more than it allowed, waits no longer than it said, and ends the whole
//! group when it is done, whatever came of it.

mod bounds;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

pub use bounds::{Bounds, enter};

/// Exit code of a program that is not there, as shells have it.
pub(super) const MISSING: i32 = 127;

/// What a program may complain about before it is ended for its chatter, and how much of it is kept, in bytes.
const CHATTER: usize = 1 << 20;
const KEPT: usize = 4 << 10;

/// How often a running program is looked at.
const GLANCE: Duration = Duration::from_millis(10);

/// How a program is started: the same for all that one reader starts.
#[derive(Debug)]
pub(super) struct Starter {
    /// This program, which lays the bounds.
    pub program: OsString,
    /// All that its children find in their environment.
    pub environment: Vec<(OsString, OsString)>,
    /// Set once nothing is to run any more.
    pub stopped: AtomicBool,
}

/// One program to be run.
pub(super) struct Task<'a> {
    pub program: &'a OsStr,
    pub arguments: Vec<OsString>,
    /// What it reads; nothing if `None`.
    pub input: Option<File>,
    /// Where it works.
    pub folder: &'a Path,
    pub bounds: Bounds,
    /// The most it may write to its standard output, in bytes.
    pub output: usize,
    /// When it is ended at the latest.
    pub until: Instant,
}

/// Why a program has not done its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// There is no such program.
    Missing,
    /// It could not be started.
    Start(String),
    /// It took more time than it may.
    Time,
    /// It asked for more memory than it may.
    Memory,
    /// It wrote more than it may.
    Output,
    /// It gave up by itself, with this exit code.
    GaveUp(i32),
    /// It broke.
    Broke,
    /// The server ends.
    Stopped,
}

impl Starter {
    /// Runs a program to its end and gives what it wrote.
    ///
    /// # Errors
    /// [`Failure`]; what the program said about it is in the log.
    pub fn run(&self, task: Task<'_>) -> Result<Vec<u8>, Failure> {
        let name = Path::new(task.program).file_name().unwrap_or(task.program).to_os_string();
        let mut command = Command::new(&self.program);
        command
            .arg("confined")
            .args(task.bounds.arguments())
            .arg(std::process::id().to_string())
            .arg(task.program)
            .args(&task.arguments)
            .current_dir(task.folder)
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .envs([("TMPDIR", "."), ("LANG", "C.UTF-8"), ("OMP_THREAD_LIMIT", "1")])
            // The allocator reserves a gibibyte at its start, which the bounds would take for use.
            .envs([("MIMALLOC_ARENA_EAGER_COMMIT", "0"), ("MIMALLOC_ARENA_RESERVE", "16MiB")])
            .stdin(task.input.map_or_else(Stdio::null, Stdio::from))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.spawn().map_err(|error| Failure::Start(error.to_string()))?;
        let mut running = Running::watch(child, task.output);
        let ended = running.wait(task.until, &self.stopped);
        // Whatever it started ends with it, before anything else is done.
        let status = running.end();
        let (written, said) = running.collect();
        let said = String::from_utf8_lossy(&said);
        let failure = match (ended, status) {
            (Err(failure), _) => failure,
            (Ok(()), Ok(status)) if status.success() => return Ok(written),
            (Ok(()), Ok(status)) => failure(status, &said),
            (Ok(()), Err(error)) => Failure::Start(error.to_string()),
        };
        tracing::info!(program = %name.display(), ?failure, %said, "a program that reads documents did not succeed");
        Err(failure)
    }
}

/// What an exit status means, and what was said before it.
fn failure(status: ExitStatus, said: &str) -> Failure {
    // Of Rust's runtime, of the C++ one, of poppler and of leptonica; a clearer sign than their words none of them gives.
    const NO_MEMORY: [&str; 6] = [
        "memory allocation of",
        "bad_alloc",
        "out of memory",
        "memory exhausted",
        "malloc fail",
        "calloc fail",
    ];
    let said = said.to_lowercase();
    if NO_MEMORY.iter().any(|words| said.contains(words)) {
        return Failure::Memory;
    }
    #[cfg(unix)]
    match std::os::unix::process::ExitStatusExt::signal(&status) {
        // SIGXCPU, SIGXFSZ; and SIGKILL, which nobody sends but a kernel that is short of memory.
        Some(24) => return Failure::Time,
        Some(25) => return Failure::Output,
        Some(9) => return Failure::Memory,
        _ => {}
    }
    match status.code() {
        Some(MISSING) => Failure::Missing,
        // The exit code of a panic.
        Some(70) | None => Failure::Broke,
        Some(code) => Failure::GaveUp(code),
    }
}

/// A program that was started, and the threads that read what it writes.
struct Running {
    child: Child,
    written: Receiver<Result<Vec<u8>, Flood>>,
    said: Receiver<Result<Vec<u8>, Flood>>,
    /// What came already.
    came: (Option<Vec<u8>>, Option<Vec<u8>>),
}

/// More came than was allowed.
struct Flood;

impl Running {
    fn watch(mut child: Child, output: usize) -> Self {
        let written = gather(child.stdout.take(), output, output);
        let said = gather(child.stderr.take(), CHATTER, KEPT);
        Self { child, written, said, came: (None, None) }
    }

    /// Until it ends by itself, or must not go on.
    fn wait(&mut self, until: Instant, stopped: &AtomicBool) -> Result<(), Failure> {
        loop {
            for (pipe, came) in [(&self.written, &mut self.came.0), (&self.said, &mut self.came.1)] {
                match pipe.try_recv() {
                    Ok(Ok(bytes)) => *came = Some(bytes),
                    Ok(Err(Flood)) => return Err(Failure::Output),
                    Err(_) => {}
                }
            }
            if bounds::has_ended(&mut self.child).map_err(|error| Failure::Start(error.to_string()))? {
                return Ok(());
            }
            if stopped.load(Ordering::Relaxed) {
                return Err(Failure::Stopped);
            }
            let now = Instant::now();
            if now >= until {
                return Err(Failure::Time);
            }
            thread::sleep(GLANCE.min(until - now));
        }
    }

    /// Ends it with all that it started.
    fn end(&mut self) -> io::Result<ExitStatus> {
        bounds::kill_group(&self.child);
        // Where there are no groups; one that has ended already cannot be killed, which is no fault.
        let _ = self.child.kill();
        self.child.wait()
    }

    /// What it wrote and what it said. A process that left the group may hold the pipes: nobody waits for it.
    fn collect(self) -> (Vec<u8>, Vec<u8>) {
        const PATIENCE: Duration = Duration::from_secs(1);
        let rest = |pipe: &Receiver<Result<Vec<u8>, Flood>>, came: Option<Vec<u8>>| {
            came.or_else(|| match pipe.recv_timeout(PATIENCE) {
                Ok(Ok(bytes)) => Some(bytes),
                Ok(Err(Flood)) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
            })
        };
        (
            rest(&self.written, self.came.0).unwrap_or_default(),
            rest(&self.said, self.came.1).unwrap_or_default(),
        )
    }
}

/// Reads a pipe to its end on a thread of its own and gives its first `keep` bytes; more than `most` is a [`Flood`].
fn gather(
    pipe: Option<impl Read + Send + 'static>,
    most: usize,
    keep: usize,
) -> Receiver<Result<Vec<u8>, Flood>> {
    let (send, receive) = channel();
    let read = move || {
        let mut kept = Vec::new();
        let mut seen = 0;
        let mut block = [0; 16 << 10];
        let Some(mut pipe) = pipe else { return Ok(kept) };
        loop {
            match pipe.read(&mut block) {
                Ok(0) | Err(_) => return Ok(kept),
                Ok(count) => {
                    seen += count;
                    if seen > most {
                        return Err(Flood);
                    }
                    kept.extend(block[..count].iter().take(keep.saturating_sub(kept.len())));
                }
            }
        }
    };
    let started = thread::Builder::new().name("pipe".to_owned()).spawn(move || {
        // Whoever waited may have given up.
        let _ = send.send(read());
    });
    if let Err(error) = started {
        tracing::error!(%error, "no thread to read what a program writes");
    }
    receive
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    #[test]
    fn how_a_program_ended_tells_what_it_lacked() {
        let by_signal = |signal, said: &str| failure(ExitStatus::from_raw(signal), said);
        assert_eq!(by_signal(24, ""), Failure::Time);
        assert_eq!(by_signal(25, ""), Failure::Output);
        assert_eq!(by_signal(9, ""), Failure::Memory);
        assert_eq!(by_signal(6, "memory allocation of 8589934592 bytes failed"), Failure::Memory);
        assert_eq!(
            by_signal(6, "terminate called after throwing an instance of 'std::bad_alloc'"),
            Failure::Memory
        );
        assert_eq!(by_signal(6, "thread 'main' has overflowed its stack"), Failure::Broke);
        assert_eq!(by_signal(11, ""), Failure::Broke);
        let by_code = |code: i32| failure(ExitStatus::from_raw(code << 8), "");
        assert_eq!(
            (by_code(127), by_code(70), by_code(1)),
            (Failure::Missing, Failure::Broke, Failure::GaveUp(1))
        );
    }

    #[test]
    fn more_than_allowed_is_not_kept() {
        let gathered = |text: &'static str, most, keep| gather(Some(text.as_bytes()), most, keep).recv();
        assert!(matches!(gathered("abcdef", 6, 3), Ok(Ok(kept)) if kept == b"abc"));
        assert!(matches!(gathered("abcdefg", 6, 6), Ok(Err(Flood))));
    }
}
