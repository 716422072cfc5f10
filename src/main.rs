//! The program: calls [`drogowskaz::cli`], prints the error chain, chooses the exit code. Nothing else lives here.

use std::io::stderr;
use std::panic;
use std::process::ExitCode;

use drogowskaz::cli;

fn main() -> ExitCode {
    panic::set_hook(Box::new(|panic| cli::report_panic(panic, &mut stderr())));
    // The hook has said what there is to say; a panic on another thread is caught where that thread is joined.
    match panic::catch_unwind(|| cli::run(std::env::args_os())) {
        Ok(Ok(code)) => code,
        Ok(Err(error)) => {
            // Standard error may be closed; the exit code still tells.
            let _ = cli::report(&error, &mut stderr());
            cli::exit_code(&error)
        }
        Err(_) => ExitCode::from(cli::INTERNAL),
    }
}
