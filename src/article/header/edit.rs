//! Changing one key of an article's header without touching another letter of what its editor wrote.

use super::front_matter::header_tree;
use crate::article::{Article, Status};

/// `text` with `status` in its header. Comments, order and unknown keys stay; a text without a header gets one.
pub fn with_status(text: &str, status: Status) -> String {
    let line = format!("status: {}\n", status.code());
    if header_tree(text).is_none() {
        return format!("---\n{line}---\n{text}");
    }
    let mut out = String::with_capacity(text.len() + line.len());
    let mut lines = text.split_inclusive('\n');
    let mut inside = false;
    let mut done = false;
    for one in lines.by_ref() {
        let bare = one.trim_end();
        if !inside {
            inside = bare == "---";
        } else if matches!(bare, "---" | "...") {
            if !done {
                out.push_str(&line);
            }
            out.push_str(one);
            break;
        } else if is_status(one) {
            // A second one would be a fault of the header; the first is the one that counts.
            if !done {
                out.push_str(&line);
            }
            done = true;
            continue;
        }
        out.push_str(one);
    }
    out.extend(lines);
    out
}

/// Whether the key of a line is `status`, as the header's reader takes it: whatever its case.
fn is_status(line: &str) -> bool {
    let Some((key, _)) = line.split_once(':').filter(|(key, _)| !key.starts_with([' ', '\t', '#', '-']))
    else {
        return false;
    };
    let key = key.trim();
    let bare =
        ['"', '\''].iter().find_map(|quote| key.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(key);
    bare.trim().eq_ignore_ascii_case("status")
}

impl Status {
    /// As the header spells it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Review => "review",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }

    /// The status that a header spells so.
    pub fn from_code(code: &str) -> Option<Self> {
        let all = [Self::Draft, Self::Review, Self::Published, Self::Archived];
        all.into_iter().find(|status| status.code() == code.trim().to_lowercase())
    }

    /// As pages name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "szkic",
            Self::Review => "do sprawdzenia",
            Self::Published => "opublikowany",
            Self::Archived => "wycofany",
        }
    }
}

impl Article {
    /// The text of a file as an article keeps it in `raw`: UTF-8 without BOM, lines ending in `\n`. `None` if the
    /// bytes are no UTF-8.
    pub fn text_of(bytes: &[u8]) -> Option<String> {
        super::front_matter::decode(bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::article::parse;

    #[test]
    fn the_status_changes_and_nothing_else() {
        for (before, after) in [
            (
                "---\ntitle: A # tytuł\nstatus: draft # na razie\nunit: MPO\n---\nTreść\n---\n",
                "---\ntitle: A # tytuł\nstatus: published\nunit: MPO\n---\nTreść\n---\n",
            ),
            (
                "---\ntitle: A\n---\nstatus: w treści\n",
                "---\ntitle: A\nstatus: published\n---\nstatus: w treści\n",
            ),
            ("# A\n\nTreść", "---\nstatus: published\n---\n# A\n\nTreść"),
            ("---\n\"status\" : review\ntitle: A\n...\nx", "---\nstatus: published\ntitle: A\n...\nx"),
            ("---\ntitle: A\nStatus: draft\n---\nx", "---\ntitle: A\nstatus: published\n---\nx"),
            (
                "---\ntitle: A\nfacts:\n  status: nasz\n---\nx",
                "---\ntitle: A\nfacts:\n  status: nasz\nstatus: published\n---\nx",
            ),
        ] {
            let edited = with_status(before, Status::Published);
            assert_eq!(edited, after);
            assert_eq!(parse("a.md", edited.as_bytes()).article.unwrap().status, Status::Published);
            assert_eq!(with_status(&edited, Status::Published), edited, "twice is once");
        }
    }
}
