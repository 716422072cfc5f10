//! The log: what is written down while the program runs, and where. Standard error only, so that answers on standard
//! output stay clean; nothing here knows what is logged.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// The filter of a server: requests and syncs, but not the index's own chatter.
pub const SERVER: &str = "info,tantivy=warn";

/// The filter of a command that ends by itself: only what its user ought to know.
pub const COMMAND: &str = "warn";

/// Whether `filter` can be used, and why not.
pub fn check_filter(filter: &str) -> Result<(), String> {
    EnvFilter::try_new(filter).map(drop).map_err(|error| error.to_string())
}

/// Starts the log with a filter such as `info,tantivy=warn`. A second start in one process (tests) changes nothing.
pub fn start(filter: &str) {
    // The filter was checked where it was read, with the place it came from; the fallback is for callers in code.
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new(COMMAND));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .try_init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_filters_are_well_formed() {
        assert_eq!(check_filter(SERVER), Ok(()));
        assert_eq!(check_filter(COMMAND), Ok(()));
    }

    #[test]
    fn a_filter_that_means_nothing_is_refused_with_a_reason() {
        assert!(check_filter("drogowskaz=bardzo").is_err());
    }
}
