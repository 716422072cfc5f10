//! `drogowskaz read-document` and `drogowskaz confined`: how this program reads documents in processes of their own. Not
//! for people, so not in the help; what they do is in [`crate::library::intake::reading`].

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::library::intake::reading;
use crate::library::intake::reading::{Bounds, DocumentReader};

// What is laid on the process, and what it becomes.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ConfinedArgs {
    memory: u64,
    processor: u64,
    file: u64,
    parent: u32,
    program: OsString,
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Becomes another program; says by its exit code, as shells do, why it could not.
pub(in crate::cli) fn confine(args: &ConfinedArgs) -> ExitCode {
    let bounds = Bounds { memory: args.memory, processor: args.processor, file: args.file };
    let error = reading::enter(&bounds, args.parent, &args.program, &args.arguments);
    eprintln!("drogowskaz confined: {error}");
    ExitCode::from(if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 })
}

/// Reads the document at standard input.
pub(in crate::cli) fn read() -> anyhow::Result<ExitCode> {
    reading::look(&mut io::stdin().lock(), &mut io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}

/// A reader that keeps documents below `scratch` meanwhile.
pub(in crate::cli) fn reader(scratch: PathBuf) -> io::Result<DocumentReader> {
    // Where programs are looked for, and where Tesseract has its models; nothing else is anybody's business.
    let kept = ["PATH", "TESSDATA_PREFIX"];
    let environment =
        kept.into_iter().filter_map(|name| Some((OsString::from(name), std::env::var_os(name)?))).collect();
    Ok(DocumentReader::new(this_program()?, scratch, environment))
}

/// The very file that is running, even when an update has put another in its place since.
#[cfg(target_os = "linux")]
#[allow(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
fn this_program() -> io::Result<PathBuf> {
    Ok(PathBuf::from("/proc/self/exe"))
}

#[cfg(not(target_os = "linux"))]
fn this_program() -> io::Result<PathBuf> {
    std::env::current_exe()
}
