//! The golden questions of kb/pytania as a gate: no change of ranking or articles may lose answers, or find them by luck.
//!
//! Each question is asked in four ways: as it stands there, without accents, with one slip, and unfinished. What was
//! reached stands question by question in `golden/reached.tsv`; each kind of question may lose or gain one against it,
//! for the noise of honest changes. A change that does more fails and says which questions it lost, and what stands
//! first instead. To write down what is reached now, after looking at it:
//!
//! ```sh
//! GOLDEN_RECORD=1 cargo test --test it golden_questions_keep    # and say in the commit why it changed
//! cargo test --test it golden -- --nocapture                    # prints the figures
//! ```

mod wordings;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, PoisonError, RwLock};

use drogowskaz::article::dictionary::Dictionaries;
use drogowskaz::library::progress::Silent;
use drogowskaz::library::{Folders, Library, View};
use drogowskaz::quality::golden::{self, By, Golden};
use drogowskaz::quality::typing;
use drogowskaz::search::{Hit, SearchRequest, SearchResponse, Weights};
use drogowskaz::text::Analyzer;
use jiff::civil::{Date, date};
use rayon::prelude::*;

use crate::harness::TestApp;

/// The day the questions were judged on: validity must not move them.
const TODAY: Date = date(2026, 11, 20);

/// Questions with articles that answer, with units in charge, and with nothing.
const ANSWERED: [&str; 2] = ["mieszkancy", "jednostki"];
const SILENT: &str = "bez-odpowiedzi";

/// The ways in which each question is asked.
const WAYS: [&str; 4] = ["typed", "stripped", "slip", "unfinished"];

/// Questions by which each kind may differ from what was reached.
const SLACK: usize = 1;

/// `path` in the repository.
fn below(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn questions(file: &str) -> Vec<Golden> {
    let text = fs::read_to_string(below("kb/pytania").join(format!("{file}.tsv"))).expect("golden questions");
    golden::parse(&text).unwrap_or_else(|bad| panic!("{file}.tsv:{bad}"))
}

/// The Baza Wiedzy of the city, opened once. Whoever ranks by other weights holds it alone.
static CITY: LazyLock<RwLock<Library>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folders =
        Folders { kb: below("kb"), index: folder.path().join("index"), data: folder.path().join("data") };
    let (library, _) = Library::open(&folders, &Silent, TODAY).expect("kb/ opens");
    // Searching needs no file that is not open: the folder goes here.
    RwLock::new(library)
});

fn search(library: &Library, question: &str) -> SearchResponse {
    library.search(View::Staff, &SearchRequest::new(question, TODAY))
}

/// One question, asked in one way, and how it fared.
#[derive(Debug, Clone)]
struct Outcome {
    file: &'static str,
    way: &'static str,
    kind: String,
    /// As it stands in the file, and as it was asked.
    question: String,
    asked: String,
    right: Vec<String>,
    /// Place of the first right answer among ten.
    place: Option<usize>,
    first: String,
    confident: bool,
}

/// All questions of these files in all ways.
fn ask(files: &[&'static str]) -> Vec<Outcome> {
    let city = CITY.read().unwrap_or_else(PoisonError::into_inner);
    let asked: Vec<(&'static str, Golden, &'static str)> = files
        .iter()
        .flat_map(|&file| questions(file).into_iter().map(move |golden| (file, golden)))
        .flat_map(|(file, golden)| WAYS.map(|way| (file, golden.clone(), way)))
        .collect();
    asked.into_par_iter().map(|(file, golden, way)| outcome(&city, file, golden, way)).collect()
}

fn outcome(library: &Library, file: &'static str, golden: Golden, way: &'static str) -> Outcome {
    let asked = match way {
        "stripped" => typing::strip(&golden.query),
        // The seed and the name of `drogowskaz eval --typos 1`: the same slips.
        "slip" => typing::misspell(&golden.query, &golden.name(), 1),
        "unfinished" => typing::unfinished(&golden.query),
        _ => golden.query.clone(),
    };
    let response = search(library, &asked);
    let by = if file == "jednostki" { By::Unit } else { By::Id };
    // An act that is no longer in force answers for nobody's duties.
    let of = |hit: &Hit| match by {
        By::Unit => hit.unit.clone().filter(|_| hit.in_force).unwrap_or_default(),
        By::Id => hit.id.to_string(),
    };
    let is_right = |hit: &Hit| by.is_right(hit, &golden.right);
    Outcome {
        place: response.hits.iter().position(is_right).map(|at| at + 1),
        first: response.hits.first().map_or_else(|| "nothing".to_owned(), of),
        confident: response.confident(),
        file,
        way,
        asked,
        kind: golden.kind,
        question: golden.query,
        right: golden.right,
    }
}

impl Outcome {
    fn within(&self, places: usize) -> bool {
        self.place.is_some_and(|place| place <= places)
    }

    /// Names it in what was reached.
    fn key(&self) -> (String, String, String, String) {
        (self.file.into(), self.way.into(), self.kind.clone(), self.question.clone())
    }

    fn told(&self) -> String {
        let place = self.place.map_or("nowhere".to_owned(), |place| format!("in place {place}"));
        format!("  „{}” → {} stands first; {} {place}", self.asked, self.first, self.right.join(" or "))
    }
}

/// Questions whose answer did not stand first when it was written down, with its place; 99 where it was none of ten.
fn reached() -> BTreeMap<(String, String, String, String), usize> {
    let text = fs::read_to_string(below("tests/it/finding/golden/reached.tsv")).expect("what was reached");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let parse = |line: &str| {
        let [file, way, kind, question, place, ..] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("reached.tsv: {line:?} lacks a column");
        };
        let place = place.parse().unwrap_or_else(|_| panic!("reached.tsv: {place:?} is no place"));
        ((file.into(), way.into(), kind.into(), question.into()), place)
    };
    lines.map(parse).collect()
}

fn record(outcomes: &[Outcome]) {
    let mut text = String::from(
        "# Golden questions whose answer does not stand first, written by `GOLDEN_RECORD=1` (see golden.rs).\n\
         # file\tway\tkind\tquestion\tplace of the answer (99: none of ten)\twhat stands first instead\n",
    );
    for outcome in outcomes.iter().filter(|outcome| !outcome.within(1)) {
        let Outcome { file, way, kind, question, first, place, .. } = outcome;
        let place = place.unwrap_or(99);
        writeln!(text, "{file}\t{way}\t{kind}\t{question}\t{place}\t{first}").expect("a string takes all");
    }
    fs::write(below("tests/it/finding/golden/reached.tsv"), text).expect("reached.tsv is written");
}

#[test]
fn golden_questions_keep_their_places_however_they_are_typed() {
    let outcomes = ask(&ANSWERED);
    if std::env::var_os("GOLDEN_RECORD").is_some() {
        record(&outcomes);
    }
    let reached = reached();
    let mut kinds: BTreeMap<(&str, &str, &str), Vec<&Outcome>> = BTreeMap::new();
    for outcome in &outcomes {
        kinds.entry((outcome.file, outcome.way, &outcome.kind)).or_default().push(outcome);
    }
    let mut faults = String::new();
    for ((file, way, kind), outcomes) in &kinds {
        for within in [1, 3] {
            let was = |outcome: &Outcome| reached.get(&outcome.key()).is_none_or(|place| *place <= within);
            let (now, then) = (
                outcomes.iter().filter(|outcome| outcome.within(within)).count(),
                outcomes.iter().filter(|outcome| was(outcome)).count(),
            );
            if now.abs_diff(then) <= SLACK {
                continue;
            }
            let lost = outcomes.iter().filter(|outcome| was(outcome) && !outcome.within(within));
            let gained = outcomes.iter().filter(|outcome| !was(outcome) && outcome.within(within));
            let lost: Vec<String> = lost.map(|outcome| outcome.told()).collect();
            let gained: Vec<String> = gained.map(|outcome| format!("  „{}”", outcome.asked)).collect();
            writeln!(
                faults,
                "{file}.tsv, {kind}, {way}: {now} of {} answered within {within}, {then} were\nlost:\n{}\ngained:\n{}",
                outcomes.len(),
                lost.join("\n"),
                gained.join("\n")
            )
            .expect("a string takes all");
        }
    }
    print_figures(&outcomes);
    assert!(kinds.len() > 60, "only {} kinds were asked", kinds.len());
    assert!(
        faults.is_empty(),
        "{faults}help: `drogowskaz search --explain` says why for each. If the change is meant, record it \
         (GOLDEN_RECORD=1) and say in the commit why"
    );
}

#[test]
fn what_was_reached_is_told_of_questions_that_are_there() {
    let known: BTreeSet<(String, String)> = ANSWERED
        .iter()
        .flat_map(|&file| questions(file).into_iter().map(move |golden| (file.to_owned(), golden.query)))
        .collect();
    assert!(known.len() > 400, "{}", known.len());
    for ((file, way, _, question), place) in reached() {
        assert!(known.contains(&(file.clone(), question.clone())), "{file}: „{question}” is asked no more");
        assert!(WAYS.contains(&way.as_str()) && place > 1, "{question}: {way}, {place}");
    }
}

/// Prints what docs/relevance.md says of the golden questions.
fn print_figures(outcomes: &[Outcome]) {
    for file in ANSWERED {
        for way in WAYS {
            let asked: Vec<&Outcome> =
                outcomes.iter().filter(|one| one.file == file && one.way == way).collect();
            let share = |places| {
                let found = asked.iter().filter(|outcome| outcome.within(places)).count();
                format!("{found} ({:.3})", found as f64 / asked.len() as f64)
            };
            println!("{file}, {way}: {} asked, first {}, within three {}", asked.len(), share(1), share(3));
        }
    }
}

/// What was vouched for: way, of the questions that something answers, rightly, of those that nothing does.
const VOUCHED: [(&str, usize, usize, usize); 4] =
    [("typed", 342, 333, 3), ("stripped", 343, 333, 3), ("slip", 317, 308, 2), ("unfinished", 310, 294, 4)];

/// Questions by which the count of answers vouched for may differ; those that are wrong may be one more.
const VOUCHED_SLACK: usize = 3;

#[test]
fn answers_are_vouched_for_as_often_and_as_rightly_as_they_were() {
    let (answered, silent) = (ask(&ANSWERED), ask(&[SILENT]));
    let mut faults = Vec::new();
    for (way, vouched, rightly, wrongly) in VOUCHED {
        let of = |outcomes: &[Outcome]| -> Vec<Outcome> {
            outcomes.iter().filter(|one| one.way == way && one.confident).cloned().collect()
        };
        let (now, silent_now) = (of(&answered), of(&silent));
        let (right, wrong): (Vec<&Outcome>, Vec<&Outcome>) =
            now.iter().partition(|outcome| outcome.within(1));
        let told = |outcomes: &[&Outcome]| {
            outcomes.iter().map(|outcome| outcome.told()).collect::<Vec<_>>().join("\n")
        };
        println!(
            "{way}: vouched for {} of {}, rightly for {}; for {} of {} that nothing answers",
            now.len(),
            answered.len() / WAYS.len(),
            right.len(),
            silent_now.len(),
            silent.len() / WAYS.len()
        );
        if now.len().abs_diff(vouched) > VOUCHED_SLACK {
            faults.push(format!("{way}: {} answers are vouched for, {vouched} were", now.len()));
        }
        if wrong.len() > vouched - rightly + SLACK {
            faults.push(format!(
                "{way}: {} answers are vouched for wrongly, {} were:\n{}",
                wrong.len(),
                vouched - rightly,
                told(&wrong)
            ));
        }
        if silent_now.len() > wrongly + SLACK {
            faults.push(format!(
                "{way}: {} questions that nothing answers are answered, {wrongly} were:\n{}",
                silent_now.len(),
                told(&silent_now.iter().collect::<Vec<_>>())
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Techniques of docs/relevance.md: name, keys that switch it off, a question, and the article that only it puts first.
const TECHNIQUES: &[(&str, &str, &str, &str)] = &[
    ("dictionary form", r#"{"lemma": 0}"#, "nie dostaliśmy się do żadnego przedszk", "przedszkola"),
    ("shared root", r#"{"root": 0}"#, "tramwaj 50 znowu nie przyjechal", "komunikacja-kontrola"),
    (
        "word without accents",
        r#"{"folded": 0}"#,
        "prezent od miasta dla nowo narodzonej córki",
        "krakowska-wyprawka",
    ),
    (
        "letter trigrams",
        r#"{"gram": 0}"#,
        "Czy muzę zawiadomić urząd, że przeprowadzam się do Irlandii?",
        "wyjazd-za-granice",
    ),
    (
        "titles, headings, keywords and questions",
        r#"{"head": 0}"#,
        "mama nie chodzi a chce zagłosować w wybor",
        "glosowanie-pelnomocnik",
    ),
    ("word pairs in them", r#"{"head_pair": 0}"#, "objęcie dzieci Kartą Krakow", "karta-krakowska"),
    (
        "word pairs in the closer look",
        r#"{"lemma_pair": 0, "folded_pair": 0}"#,
        "kara za spozniona rejestracje samochodu",
        "rejestracja-pojazdu",
    ),
    (
        "coverage of the question",
        r#"{"coverage": 0, "line": 0}"#,
        "samochód bez rejestracji zajmuje miejsce kto zabie",
        "wrak",
    ),
    (
        "likeness to the article's own questions",
        r#"{"own": 0}"#,
        "tysiak za urodzenie dzie",
        "swiadczenia-rodzinne",
    ),
    (
        "what the article is about",
        r#"{"profile": 0}"#,
        "student z Białorusi gdzie ma się zameldować",
        "meldunek-cudzoziemca",
    ),
    (
        "order within a line",
        r#"{"order": 0}"#,
        "z ilu miesięcy liczą zarobki do mieszkania od miasta",
        "mieszkanie-komunalne",
    ),
    ("synonyms", r#"{"synonym": 0}"#, "czy w Bonarce zameldują Hind", "meldunek-cudzoziemca"),
    ("corrections of typos", r#"{"typo": 0}"#, "adocpja peiska", "schronisko"),
    ("hints", r#"{"hint": 0}"#, "Czy wmeldowanie coś kosztuje?", "wymeldowanie"),
    ("numbers weighed more than words", r#"{"number": 1}"#, "wycinka 059", "zielen-zzm"),
    ("codes", r#"{"code": 0}"#, "DK-03 kanały elektroniczne", "kck-baza-wiedzy"),
    ("completion of the last word", r#"{"prefix": 0}"#, "bilet z lit", "rezerwacja-wizyty"),
    ("what may be read out first", r#"{"internal": 1}"#, "krakowska wyp", "krakowska-wyprawka"),
];

#[test]
fn each_technique_has_a_question_that_is_lost_without_it() {
    let city = CITY.write().unwrap_or_else(PoisonError::into_inner);
    let first = |question: &str, weights: Weights| {
        city.set_weights(weights);
        let response = search(&city, question);
        response.hits.first().map_or_else(|| "nothing".to_owned(), |hit| hit.id.to_string())
    };
    let mut faults = Vec::new();
    for (name, keys, question, article) in TECHNIQUES {
        // As DROGOWSKAZ_WEIGHTS is read.
        let without: Weights = serde_json::from_str(keys).expect("keys of weights");
        assert_ne!(without, Weights::DEFAULT, "{name}: {keys} switches nothing off");
        let (with, without) = (first(question, Weights::DEFAULT), first(question, without));
        if with != *article {
            faults.push(format!("{name}: „{question}” finds {with} instead of {article}"));
        } else if without == *article {
            faults.push(format!("{name}: „{question}” finds {article} without it, too ({keys})"));
        }
    }
    city.set_weights(Weights::DEFAULT);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn measuring_ranks_by_the_weights_that_it_is_given() {
    let app = TestApp::new();
    let text =
        |audience| format!("---\ntitle: Wymiana pieca\naudience: {audience}\n---\nDotacja na nowy piec.\n");
    app.write("a.md", text("internal"));
    app.write("b.md", text("public"));
    let questions = app.folder().join("pytania.tsv");
    fs::write(&questions, "wymiana pieca\tb\tnatural\n").expect("questions");
    let measured = |weights: Option<&str>| {
        let mut command = app.command(&["eval", "--json", "--golden", questions.to_str().expect("a path")]);
        if let Some(weights) = weights {
            command.env("DROGOWSKAZ_WEIGHTS", weights);
        }
        let ran = command.output().expect("the program runs");
        let answer: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap_or_default();
        (ran.status.code(), answer["golden"]["all"]["success@1"].as_f64())
    };
    assert_eq!(measured(None), (Some(0), Some(1.0)));
    assert_eq!(measured(Some(r#"{"internal": 1}"#)), (Some(0), Some(0.0)), "of equals the id decides");
    assert_eq!(measured(Some("internal=1")), (Some(2), None), "what is no object is refused");
}
