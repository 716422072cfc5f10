//! A rebuild stands beside the live index at every moment, and another analyser, lexicon or schema means a rebuild.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use drogowskaz::library::progress::Silent;
use drogowskaz::library::{Folders, Library, Progress, View};
use drogowskaz::search::{Engine, SearchRequest};
use jiff::civil::{Date, date};

use crate::harness::{TestApp, files_below};

const TODAY: Date = date(2026, 11, 20);

fn folders(app: &TestApp) -> Folders {
    Folders { kb: app.kb(), index: app.index(), data: app.data() }
}

fn finds(engine: &Engine, word: &str) -> bool {
    !engine.search(&SearchRequest::new(word, TODAY)).hits.is_empty()
}

/// The generation that `current` names, as a program would find it that starts at this moment; or what is wrong with it.
fn live(index: &Path) -> Result<PathBuf, String> {
    let name = fs::read_to_string(index.join("current")).map_err(|error| format!("no current: {error}"))?;
    let folder = index.join(name.trim());
    for engine in ["staff", "public"] {
        // Opening looks at the sum of every file.
        let opened = Engine::open(&folder.join(engine));
        let opened = opened.map_err(|error| format!("{name}/{engine} is not whole: {error}"))?;
        if !finds(&opened, "wersalka") {
            return Err(format!("{name}/{engine} opens and finds nothing"));
        }
    }
    Ok(folder)
}

/// Listens to a rebuild, and at each of its steps looks at the index on the disk and asks the open library.
struct Onlooker {
    index: PathBuf,
    library: Arc<Library>,
    before: PathBuf,
    looks: AtomicUsize,
    faults: Mutex<Vec<String>>,
}

impl Onlooker {
    fn look(&self, when: &str) {
        self.looks.fetch_add(1, Ordering::Relaxed);
        let fault = |what: String| self.faults.lock().unwrap().push(format!("{when}: {what}"));
        match live(&self.index) {
            Ok(folder) if folder == self.before => {}
            Ok(other) => fault(format!("{} is live before it is whole", other.display())),
            Err(what) => fault(what),
        }
        for view in [View::Staff, View::Public] {
            if self.library.search(view, &SearchRequest::new("wersalka", TODAY)).hits.is_empty() {
                fault(format!("{view:?} finds nothing"));
            }
        }
    }
}

impl Progress for Onlooker {
    fn start(&self, _total: usize) {
        self.look("at the beginning");
    }

    fn step(&self) {
        self.look("at a step");
    }

    fn finish(&self) {
        self.look("at the end");
    }

    fn say(&self, _line: &str) {}
}

#[test]
fn a_rebuild_stands_beside_the_live_index_at_every_moment() {
    let app = TestApp::with_articles();
    app.write("wewnetrzne/powitanie.md", "---\ntitle: Powitanie\n---\n\nPrzedstaw się.\n");
    let (library, _) = Library::open(&folders(&app), &Silent, TODAY).unwrap();
    let library = Arc::new(library);
    let before = live(&app.index()).unwrap();
    let onlooker = Onlooker {
        index: app.index(),
        library: Arc::clone(&library),
        before: before.clone(),
        looks: AtomicUsize::new(0),
        faults: Mutex::default(),
    };
    library.sync(true, &onlooker, TODAY).unwrap();
    let faults = onlooker.faults.into_inner().unwrap();
    assert!(faults.is_empty(), "whoever starts amid a rebuild finds no index:\n{}", faults.join("\n"));
    assert!(onlooker.looks.into_inner() >= 6, "four articles, a beginning and an end");
    let after = live(&app.index()).unwrap();
    assert_ne!(after, before, "a rebuild ends in another generation");
    assert!(!before.exists(), "and the one before is swept away");
}

#[test]
fn a_rebuild_that_fails_leaves_the_live_index_as_it_was() {
    let app = TestApp::with_articles();
    let (library, _) = Library::open(&folders(&app), &Silent, TODAY).unwrap();
    let before = live(&app.index()).unwrap();
    // Where the next generation is to stand, something stands already that is no folder.
    fs::write(app.index().join("gen-2"), "zajęte").unwrap();
    assert!(library.sync(true, &Silent, TODAY).is_err(), "a rebuild that cannot be written is an error");
    assert_eq!(live(&app.index()), Ok(before));
    assert_eq!(library.search(View::Staff, &SearchRequest::new("wersalka", TODAY)).hits.len(), 1);
}

#[test]
fn whoever_looks_from_outside_while_the_index_is_rebuilt_finds_a_whole_one() {
    let app = TestApp::generated(400);
    app.write("znak.md", "---\ntitle: Wersalka\naudience: public\n---\n\nWersalka.\n");
    app.run(&["index"]).succeeded();
    let (first, over, looks) = (live(&app.index()).unwrap(), AtomicBool::new(false), AtomicUsize::new(0));
    let index = app.index();
    let faults: Vec<String> = thread::scope(|scope| {
        let looking = scope.spawn(|| {
            let mut faults = Vec::new();
            while !over.load(Ordering::Relaxed) {
                let named = fs::read_to_string(index.join("current"));
                let Err(fault) = live(&index) else {
                    looks.fetch_add(1, Ordering::Relaxed);
                    continue;
                };
                // Between reading the name and opening, the next generation may have taken the place of this one.
                if named.is_ok() && fs::read_to_string(index.join("current")).ok() == named.ok() {
                    faults.push(fault);
                }
            }
            faults
        });
        app.run(&["index", "--full"]).succeeded();
        over.store(true, Ordering::Relaxed);
        looking.join().unwrap()
    });
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(looks.into_inner() > 3, "the rebuild was over before anybody looked: give it more articles");
    assert_ne!(live(&app.index()).unwrap(), first);
}

/// What the index says of who made it, in both engines.
fn makers(index: &Path) -> Vec<(PathBuf, String, String)> {
    let records = files_below(index).into_iter().filter(|file| file.ends_with("meta.json"));
    records
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            let record: serde_json::Value = serde_json::from_str(&text).unwrap();
            let maker = record["payload"].as_str().expect("the index says who made it").to_owned();
            (file, text, maker)
        })
        .collect()
}

#[test]
fn another_schema_analyser_or_lexicon_means_a_rebuild_and_the_same_means_none() {
    let app = TestApp::with_articles();
    app.run(&["index"]).succeeded();
    let again = app.run(&["index"]).succeeded();
    assert!(!again.stdout.contains("od nowa"), "the same program opens its own index\n{again}");
    let (_, _, maker) = makers(&app.index()).remove(0);
    let lexicon = include_str!("../../../src/text/lexicon/data/fingerprint.txt").trim();
    assert!(maker.contains(lexicon), "„{maker}” does not name the lexicon {lexicon}");
    let parts = maker.split(' ').count();
    assert!(parts >= 8, "„{maker}” names schema, analyser and lexicon, by number and by content");
    for changed in 0..parts {
        for (file, text, maker) in makers(&app.index()) {
            // Every part but this one stays as it is.
            let part =
                |(at, part): (usize, &str)| if at == changed { format!("{part}x") } else { part.to_owned() };
            let another: Vec<String> = maker.split(' ').enumerate().map(part).collect();
            fs::write(&file, text.replace(&maker, &another.join(" "))).unwrap();
        }
        app.run(&["index"]).succeeded().says(&["od nowa", "wersja"]);
        assert_eq!(
            app.found("wersalka"),
            ["gabaryty"],
            "made anew after part {changed} of „{maker}” was another"
        );
    }
}
