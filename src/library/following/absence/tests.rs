#![allow(clippy::unwrap_used)]
use std::fs;

use super::*;
use crate::library::disk;

/// Articles as they are known, and the folder in which they stand.
struct Base {
    folder: tempfile::TempDir,
    known: Vec<String>,
    trusted: Trusted,
}

impl Base {
    fn of(paths: impl IntoIterator<Item = String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut base = Self { folder, known: paths.into_iter().collect(), trusted: Trusted::new() };
        fs::create_dir(base.kb()).unwrap();
        base.known.iter().for_each(|path| base.write(path));
        base.trusted = disk::list(&base.kb()).unwrap().folders;
        base
    }

    /// Ten articles in two folders.
    fn of_ten() -> Self {
        Self::of((0..10).map(|at| format!("{}/{at}.md", if at < 7 { "odpady" } else { "usc" })))
    }

    fn kb(&self) -> std::path::PathBuf {
        self.folder.path().join("kb")
    }

    fn write(&self, path: &str) {
        let file = self.kb().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "# x").unwrap();
    }

    /// Puts another folder in the place of the one at `path`, which goes elsewhere.
    fn exchange(&self, path: &str) {
        let place = self.kb().join(path);
        fs::rename(&place, self.folder.path().join("gdzie-indziej")).unwrap();
        fs::create_dir(&place).unwrap();
    }

    fn judge(&self, memory: Memory<'_>) -> Verdict {
        let known = self.known.iter().map(String::as_str).collect();
        judge(&self.kb(), &disk::list(&self.kb()), &known, memory)
    }

    /// How many are kept; `None` where the whole look is worth nothing.
    fn kept(&self) -> Option<usize> {
        kept(&self.judge(Memory { trusted: &self.trusted, root: None, may_be_empty: false }))
    }

    /// The same at a start with an index that remembers which folder it was.
    fn kept_at_a_start(&self) -> Option<usize> {
        let root = self.trusted.get("").copied();
        kept(&self.judge(Memory { trusted: &Trusted::new(), root, may_be_empty: false }))
    }

    /// The same where nobody remembers.
    fn kept_by_strangers(&self) -> Option<usize> {
        kept(&self.judge(Memory { trusted: &Trusted::new(), root: None, may_be_empty: false }))
    }

    /// The same where it is said that articles may be missing.
    fn kept_on_purpose(&self) -> Option<usize> {
        kept(&self.judge(Memory { trusted: &Trusted::new(), root: None, may_be_empty: true }))
    }
}

fn kept(verdict: &Verdict) -> Option<usize> {
    match verdict {
        Verdict::Lost { .. } => None,
        Verdict::Stands { kept, trouble } => {
            assert_eq!(kept.is_empty(), trouble.is_none(), "what is kept is told: {verdict:?}");
            Some(kept.len())
        }
    }
}

#[test]
fn what_was_deleted_by_hand_is_gone() {
    let base = Base::of_ten();
    assert_eq!(base.kept(), Some(0));
    fs::remove_file(base.kb().join("odpady/3.md")).unwrap();
    assert_eq!((base.kept(), base.kept_at_a_start()), (Some(0), Some(0)), "one file");
    fs::remove_dir_all(base.kb().join("odpady")).unwrap();
    assert_eq!((base.kept(), base.kept_at_a_start()), (Some(0), Some(0)), "a folder, most of the base");
}

#[test]
fn less_than_half_of_what_is_known_is_followed_in_the_same_folder_alone() {
    let base = Base::of_ten();
    for at in 0..6 {
        fs::remove_file(base.kb().join(format!("odpady/{at}.md"))).unwrap();
        let half = if at < 5 { Some(0) } else { None };
        assert_eq!(base.kept_by_strangers(), half, "{} of ten left", 9 - at);
        assert_eq!((base.kept(), base.kept_at_a_start()), (Some(0), Some(0)), "the same folder");
    }
    assert_eq!(base.kept_on_purpose(), Some(0), "the remedy that the message names");
    base.exchange("");
    base.write("usc/7.md");
    assert_eq!((base.kept(), base.kept_at_a_start()), (None, None), "a copy on its way");
    let few = Base::of((0..HANDFUL).map(|at| format!("{at}.md")));
    few.exchange("");
    few.write("0.md");
    assert_eq!((few.kept(), few.kept_at_a_start()), (Some(0), Some(0)), "a handful may well be deleted");
}

#[test]
fn a_folder_emptied_file_by_file_is_the_same_folder() {
    let base = Base::of_ten();
    for at in 0..7 {
        fs::remove_file(base.kb().join(format!("odpady/{at}.md"))).unwrap();
    }
    assert_eq!(base.kept(), Some(0));
    assert_eq!(
        base.kept_at_a_start(),
        Some(7),
        "nobody remembers which folder it was: it may not be mounted"
    );
    fs::remove_dir(base.kb().join("odpady")).unwrap();
    assert_eq!(base.kept_at_a_start(), Some(0), "the remedy that the message names");
}

#[test]
fn a_base_that_went_is_lost_and_not_deleted() {
    let base = Base::of_ten();
    base.exchange("");
    assert_eq!((base.kept(), base.kept_at_a_start()), (None, None), "an empty mount point");
    base.write("jeden/0.md");
    assert_eq!(base.kept(), None, "a copy on its way, or the wrong folder");
    fs::remove_dir_all(base.kb()).unwrap();
    assert_eq!((base.kept(), base.kept_at_a_start()), (None, None), "no folder at all");
    fs::write(base.kb(), "plik").unwrap();
    assert_eq!((base.kept(), base.kept_at_a_start()), (None, None), "a file in its place");
}

#[test]
fn all_files_of_the_same_folder_may_go_only_where_they_were_a_handful() {
    for (count, expected) in [(HANDFUL, Some(0)), (HANDFUL + 1, None)] {
        let base = Base::of((0..count).map(|at| format!("{at}.md")));
        base.known.iter().for_each(|path| fs::remove_file(base.kb().join(path)).unwrap());
        assert_eq!(base.kept(), expected, "{count}");
        assert_eq!(base.kept_at_a_start(), None, "{count}");
        assert_eq!(base.kept_on_purpose(), Some(0), "{count}: begun empty on purpose");
    }
}

#[test]
fn at_a_start_an_empty_folder_within_lost_its_articles_only_where_they_were_a_handful() {
    for (count, expected) in [(HANDFUL, 0), (HANDFUL + 1, HANDFUL + 1)] {
        let within = (0..count).map(|at| format!("odpady/{at}.md"));
        let base = Base::of(within.chain((0..9).map(|at| format!("usc/{at}.md"))));
        base.exchange("odpady");
        assert_eq!(base.kept_at_a_start(), Some(expected), "{count}");
    }
}

#[test]
fn another_folder_with_articles_is_followed() {
    let base = Base::of_ten();
    base.exchange("");
    (20..28).for_each(|at| base.write(&format!("nowe/{at}.md")));
    assert_eq!(base.kept(), Some(0));
    let few = Base::of(["a.md".to_owned(), "b.md".to_owned(), "c.md".to_owned()]);
    few.exchange("");
    assert_eq!(few.kept(), None, "empty, however few there were");
    few.write("z.md");
    assert_eq!(few.kept(), Some(0));
}

#[test]
fn an_empty_mount_point_within_keeps_what_stood_there() {
    let base = Base::of_ten();
    base.exchange("usc");
    assert_eq!((base.kept(), base.kept_at_a_start()), (Some(3), Some(0)), "three could have been deleted");
    let base = Base::of_ten();
    base.exchange("odpady");
    assert_eq!((base.kept(), base.kept_at_a_start()), (Some(7), Some(7)));
    base.write("odpady/nowy.md");
    assert_eq!(base.kept(), Some(0), "another folder that holds something is followed");
}

#[cfg(unix)]
#[test]
fn a_link_or_a_file_in_the_place_of_a_folder_says_nothing() {
    for put in [
        (|place: &Path| std::os::unix::fs::symlink("donikad", place)) as fn(&Path) -> io::Result<()>,
        |place| std::os::unix::fs::symlink(place, place),
        |place| fs::write(place, "plik"),
    ] {
        let base = Base::of_ten();
        base.exchange("odpady");
        let place = base.kb().join("odpady");
        fs::remove_dir(&place).unwrap();
        put(&place).unwrap();
        assert_eq!((base.kept(), base.kept_at_a_start()), (Some(7), Some(7)));
    }
}
