//! The bounds themselves, as the system holds them.

use std::ffi::{OsStr, OsString};
use std::io;
use std::process::{Child, Command};

/// What one process may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Memory of its own, in bytes.
    pub memory: u64,
    /// Time of a processor, in seconds.
    pub processor: u64,
    /// Length of a file that it writes, in bytes.
    pub file: u64,
}

impl Bounds {
    /// As `drogowskaz confined` reads them.
    pub(super) fn arguments(&self) -> [String; 3] {
        [self.memory, self.processor, self.file].map(|number| number.to_string())
    }
}

/// Lays `bounds` on this process, which ends with its `parent`, and becomes `program`. Comes back only with what went
/// wrong.
#[cfg(unix)]
pub fn enter(bounds: &Bounds, parent: u32, program: &OsStr, arguments: &[OsString]) -> io::Error {
    use std::os::unix::process::CommandExt;
    if let Err(error) = lay(bounds, parent) {
        return error;
    }
    Command::new(program).args(arguments).exec()
}

/// Where no process can become another, one runs the other.
#[cfg(not(unix))]
pub fn enter(bounds: &Bounds, parent: u32, program: &OsStr, arguments: &[OsString]) -> io::Error {
    let _ = (bounds, parent);
    match Command::new(program).args(arguments).status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => error,
    }
}

/// A process of 300 open files reads no document; core files of strangers' documents lie nowhere.
#[cfg(target_os = "linux")]
fn lay(bounds: &Bounds, parent: u32) -> io::Result<()> {
    use rustix::process::{
        Pid, Resource, Rlimit, Signal, getppid, getpriority_process, set_parent_process_death_signal,
        setpriority_process, setrlimit,
    };

    const STACK: u64 = 32 << 20;
    const FILES: u64 = 64;
    /// Behind agents' searches, as residents' are.
    const NICE: i32 = 10;

    // First: another identity may make the system forget the next line.
    no_network();
    set_parent_process_death_signal(Some(Signal::KILL))?;
    // A parent that ended before that line sends no signal any more.
    if getppid().map(Pid::as_raw_nonzero).map(|pid| pid.get().unsigned_abs()) != Some(parent) {
        return Err(io::Error::other("whoever started this has ended"));
    }
    rustix::thread::set_no_new_privs(true)?;
    // It is only politeness.
    let _ = getpriority_process(None).and_then(|nice| setpriority_process(None, nice + NICE));
    let most = |value| Rlimit { current: Some(value), maximum: Some(value) };
    let limits = [
        (Resource::Data, most(bounds.memory)),
        // Also what is mapped: libraries, dictionaries, shared memory.
        (Resource::As, most(bounds.memory + MAPPED)),
        (Resource::Stack, most(STACK)),
        // First the signal that says so, then the one that nobody survives.
        (Resource::Cpu, Rlimit { current: Some(bounds.processor), maximum: Some(bounds.processor + 1) }),
        (Resource::Fsize, most(bounds.file)),
        (Resource::Nofile, most(FILES)),
        (Resource::Core, most(0)),
    ];
    limits.into_iter().try_for_each(|(resource, limit)| Ok(setrlimit(resource, limit)?))
}

/// For what a process maps beside its own memory, in bytes.
#[cfg(target_os = "linux")]
const MAPPED: u64 = 512 << 20;

/// Cuts this process off every network, the machine's own included: nothing that reads a document asks anybody for
/// anything. Some systems do not let everybody do that; then the other bounds have to do.
#[cfg(target_os = "linux")]
fn no_network() {
    use rustix::thread::UnshareFlags;
    // Deprecated because of another flag, after which threads miss each other's files; here is one thread.
    #[allow(deprecated)]
    let _ = rustix::thread::unshare(UnshareFlags::NEWUSER | UnshareFlags::NEWNET);
}

/// Other systems know these limits by other names, or not at all: there, time and output alone are bounded.
#[cfg(all(unix, not(target_os = "linux")))]
fn lay(_: &Bounds, _: u32) -> io::Result<()> {
    Ok(())
}

/// Whether it has ended. It is not let go yet: until then its number, and that of its group, are nobody else's.
#[cfg(target_os = "linux")]
pub(super) fn has_ended(child: &mut Child) -> io::Result<bool> {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    Ok(waitid(WaitId::Pid(Pid::from_child(child)), options)?.is_some())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn has_ended(child: &mut Child) -> io::Result<bool> {
    Ok(child.try_wait()?.is_some())
}

/// Ends a process that was not let go yet, with all that it started.
#[cfg(target_os = "linux")]
pub(super) fn kill_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Err(error) = kill_process_group(Pid::from_child(child), Signal::KILL) {
        tracing::warn!(%error, "a process that reads a document cannot be ended");
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn kill_group(_: &Child) {}
