//! How many files this process may have open, and how many connections that leaves room for.

/// More than this many open files help nobody, whatever the system allows.
#[cfg(target_os = "linux")]
const ENOUGH: u64 = 65_536;

/// What stays free beside connections, for the index, the journal and documents being read: an eighth of all, within
/// these bounds.
const RESERVE: std::ops::RangeInclusive<usize> = 24..=256;

/// Below this nobody could work at all.
const FEWEST: usize = 8;

/// Lets the process open as many files as the system allows it: what a shell gives (1024, as a rule) is a default
/// made for programs that serve nobody. Called once, at the start.
pub fn raise_open_files() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let wanted = maximum.unwrap_or(ENOUGH).min(ENOUGH);
        if current.is_some_and(|current| current < wanted) {
            let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum });
            if let Err(cause) = raised {
                tracing::warn!(%cause, ?current, "cannot raise the limit of open files");
            }
        }
    }
}

/// So many connections fit beside what is open now, `most` at most.
pub(super) fn connections(most: usize) -> usize {
    match limit() {
        Some(limit) => within(limit, in_use(), most),
        None => most,
    }
}

fn within(limit: usize, in_use: usize, most: usize) -> usize {
    let reserve = (limit / 8).clamp(*RESERVE.start(), *RESERVE.end());
    limit.saturating_sub(in_use + reserve).clamp(FEWEST.min(most), most)
}

#[cfg(target_os = "linux")]
fn limit() -> Option<usize> {
    let current = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    current.and_then(|current| usize::try_from(current).ok())
}

#[cfg(not(target_os = "linux"))]
fn limit() -> Option<usize> {
    None
}

/// Files that are open now; a guess where `/proc` does not tell.
fn in_use() -> usize {
    std::fs::read_dir("/proc/self/fd").map_or(32, Iterator::count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_room_for_the_index_and_the_journal() {
        assert_eq!(within(64, 26, 4096), 14);
        assert_eq!(within(1024, 30, 4096), 1024 - 30 - 128);
        assert_eq!(within(65_536, 30, 4096), 4096);
        assert_eq!(within(32, 30, 4096), FEWEST, "with less there is no service to protect");
        assert_eq!(within(64, 26, 2), 2);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_limit_is_raised_to_what_the_system_allows() {
        raise_open_files();
        let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
        assert!(limit.current >= limit.maximum.map(|most| most.min(ENOUGH)), "{limit:?}");
        assert!(in_use() > 0);
    }
}
