//! Addresses of pages and mailboxes: one word each, or a search for `pz` would stop at `pz.gov.pl`.

use std::borrow::Cow;

use super::runs::Run;

/// What begins at a run.
pub(super) enum Found {
    /// An address: where it ends, and its last run.
    Address { end: usize, last: usize },
    /// None, and none begins before the run behind `last`.
    None { last: usize },
}

/// How the names of hosts end that people write without anything before them.
const ENDINGS: [&str; 14] =
    ["pl", "com", "eu", "org", "net", "edu", "gov", "info", "biz", "de", "uk", "ua", "cz", "sk"];

/// Looks for an address whose first run is the one at `at`.
pub(super) fn find(text: &str, runs: &[Run], at: usize) -> Found {
    let gap = |after: usize| match (runs.get(after), runs.get(after + 1)) {
        (Some(run), Some(next)) => &text[run.end..next.start],
        _ => "",
    };
    let run = |at: usize| runs.get(at).map_or("", |run| &text[run.start..run.end]);
    let scheme =
        gap(at) == "://" && ["http", "https"].iter().any(|scheme| run(at).eq_ignore_ascii_case(scheme));
    let first = if scheme { at + 1 } else { at };
    let joins = |gap: &str| matches!(gap, "." | "-" | "_" | "@" | "+");
    let mut last = first;
    while joins(gap(last)) {
        last += 1;
    }
    if last == first && !scheme {
        return Found::None { last };
    }
    let mailbox = (first..last).find(|&at| gap(at) == "@");
    let host = mailbox.map_or(first, |at| at + 1);
    let ends = |at: usize| {
        let ending = run(at);
        let known = || ENDINGS.iter().any(|known| *known == ending || known.to_uppercase() == ending);
        let any = mailbox.is_some() || scheme || run(host).eq_ignore_ascii_case("www");
        gap(at - 1) == "."
            && (known() || any && ending.len() >= 2 && ending.bytes().all(|b| b.is_ascii_alphabetic()))
    };
    let mut host_last = host;
    while host_last < last && matches!(gap(host_last), "." | "-") {
        host_last += 1;
    }
    match (host + 1..=host_last).rev().find(|&at| ends(at)) {
        Some(last) => with_path(text, runs, last),
        None => Found::None { last },
    }
}

/// The address whose host ends with the run at `last`, with the path behind it.
fn with_path(text: &str, runs: &[Run], last: usize) -> Found {
    let host_end = runs.get(last).map_or(text.len(), |run| run.end);
    let rest = &text[host_end..];
    let mut end = host_end;
    let begins = |sign, next: char| sign == '/' || next.is_alphanumeric();
    let mut signs = rest.chars();
    if let (Some(sign @ ('/' | '?' | '#' | ':')), Some(next)) = (signs.next(), signs.next())
        && begins(sign, next)
    {
        let path =
            rest.split(|c: char| c.is_whitespace() || "<>()[]\"„”".contains(c)).next().unwrap_or_default();
        end += path.trim_end_matches(['.', ',', ';', ':', '!', '?']).len();
    }
    let last = runs.partition_point(|run| run.start < end).saturating_sub(1).max(last);
    // A path may be cut within a run only by a sign that is none of a run's.
    Found::Address { end: end.max(runs.get(last).map_or(end, |run| run.end)), last }
}

/// What an address is found by: a mailbox whole, of a page the host, `www.` or not.
pub(super) fn term(address: &str) -> Cow<'_, str> {
    let host = address.split_once("://").map_or(address, |(_, host)| host);
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or(host);
    let (www, rest) = host.split_at_checked(4).unwrap_or(("", host));
    Cow::Borrowed(if www.eq_ignore_ascii_case("www.") { rest } else { host })
}
