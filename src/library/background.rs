//! Threads whose work can wait.

/// Puts this thread behind others: `nice` is added to what it has. It can be raised by anybody and lowered by root alone.
/// Only Linux gives each thread a value of its own.
#[cfg(target_os = "linux")]
pub fn step_back(nice: i32) {
    let own = Some(rustix::thread::gettid());
    let raised = rustix::process::getpriority_process(own)
        .and_then(|now| rustix::process::setpriority_process(own, now + nice));
    if let Err(cause) = raised {
        tracing::debug!(%cause, "this thread runs beside others, not behind them");
    }
}

/// Elsewhere all threads stand side by side.
#[cfg(not(target_os = "linux"))]
pub fn step_back(_nice: i32) {}
