//! No wording of a golden question is written into the article that it asks for.

use super::*;

/// What a wording is compared by.
struct Wording {
    /// Its dictionary forms in order.
    lemmas: Vec<String>,
    /// Those that tell something, in no order.
    telling: BTreeSet<String>,
}

impl Wording {
    fn new(analyzer: &mut Analyzer, text: &str) -> Self {
        /// Shorter words are glue.
        const SHORTEST: usize = 3;
        /// Words beside which a number tells nothing: "tramwaj 8 …" is "tramwaj 50 …".
        const ENOUGH: usize = 3;
        let analysis = analyzer.analyze(text);
        let lemmas: Vec<String> = analysis.tokens.iter().map(|token| token.forms.lemma.to_string()).collect();
        let (numbers, words): (Vec<&String>, Vec<&String>) =
            lemmas.iter().partition(|lemma| lemma.bytes().any(|byte| byte.is_ascii_digit()));
        let mut telling: BTreeSet<String> =
            words.into_iter().filter(|word| word.chars().count() >= SHORTEST).cloned().collect();
        if telling.len() < ENOUGH {
            telling.extend(numbers.into_iter().cloned());
        }
        Self { lemmas, telling }
    }

    /// Whether one is the other, in whatever order and form, with a word more or less where there are many.
    fn is_like(&self, other: &Self) -> bool {
        /// Words from which on nearly all is all, and how much that is.
        const MANY: usize = 4;
        const NEARLY: f64 = 0.8;
        let shared = self.telling.intersection(&other.telling).count();
        let (fewer, all) =
            (self.telling.len().min(other.telling.len()), self.telling.len() + other.telling.len() - shared);
        self.lemmas == other.lemmas
            || (all > 0 && shared == all)
            || (fewer >= MANY && shared as f64 >= NEARLY * all as f64)
    }
}

/// Wordings that are legitimately both: golden question and why.
fn allowed() -> BTreeMap<String, String> {
    let text = fs::read_to_string(below("tests/it/finding/golden/both.tsv")).expect("wordings that are both");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let parse = |line: &str| {
        let (question, why) =
            line.split_once('\t').unwrap_or_else(|| panic!("both.tsv: {line:?} has no reason"));
        assert!(why.len() > 15, "both.tsv: {question} needs a reason");
        (question.to_owned(), why.to_owned())
    };
    lines.map(parse).collect()
}

#[test]
fn golden_wordings_are_asked_of_the_articles_and_never_written_into_them() {
    let mut analyzer = Analyzer::default();
    let asked: Vec<(String, Wording)> = [ANSWERED[0], ANSWERED[1], SILENT]
        .iter()
        .flat_map(|file| questions(file))
        .map(|golden| (golden.query.clone(), Wording::new(&mut analyzer, &golden.query)))
        .collect();
    let allowed = allowed();
    let (mut copied, mut met, mut compared) = (Vec::new(), BTreeSet::new(), 0);
    let mut compare = |place: &str, text: &str| {
        compared += 1;
        let wording = Wording::new(&mut analyzer, text);
        for (question, _) in asked.iter().filter(|(_, asked)| asked.is_like(&wording)) {
            if allowed.contains_key(question) {
                met.insert(question.clone());
            } else {
                copied.push(format!("{place}: „{text}” is „{question}”"));
            }
        }
    };
    let mut folders = vec![below("kb")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("kb/").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                let bytes = fs::read(&path).expect("an article");
                let Some(article) = drogowskaz::article::parse("x.md", &bytes).article else { continue };
                let place = path.display().to_string();
                article
                    .questions
                    .iter()
                    .chain(&article.keywords)
                    .for_each(|wording| compare(&place, wording));
            }
        }
    }
    let mut dictionaries = Dictionaries::default();
    let text = fs::read_to_string(below("kb/slowniki/synonimy.toml")).expect("synonyms");
    assert_eq!(dictionaries.read("synonimy.toml", &text), []);
    for synonym in &dictionaries.synonyms {
        synonym.mowia.iter().chain(&synonym.znaczy).for_each(|wording| compare("synonimy.toml", wording));
    }
    for abbreviation in &dictionaries.abbreviations {
        [&abbreviation.skrot, &abbreviation.pelna]
            .iter()
            .for_each(|wording| compare("synonimy.toml", wording));
    }
    assert!(compared > 5_000, "only {compared} wordings were compared");
    assert!(
        copied.is_empty(),
        "help: an article must not learn the questions it is examined with; what is legitimately both goes into \
         tests/it/finding/golden/both.tsv with a reason\n{}",
        copied.join("\n")
    );
    let unmet: Vec<&String> = allowed.keys().filter(|question| !met.contains(*question)).collect();
    assert!(unmet.is_empty(), "both.tsv allows what is no longer both: {unmet:?}");
}

#[test]
fn a_copied_wording_is_known_in_another_order_another_form_and_without_accents() {
    let mut analyzer = Analyzer::default();
    let mut same = |a: &str, b: &str| Wording::new(&mut analyzer, a).is_like(&Wording::new(&mut analyzer, b));
    for copy in [
        "zgubiłam dowód, co robić?",
        "Zgubilam dowod co robic",
        "co robić: dowód zgubiłam",
        "zgubiłam dowody, co robić",
    ] {
        assert!(same("Zgubiłam dowód, co robić", copy), "{copy}");
    }
    for other in ["zgubiłam paszport, co robić", "dowód osobisty", "zgubiłam dowód", ""] {
        assert!(!same("Zgubiłam dowód, co robić", other), "{other}");
    }
    assert!(same("tramwaj 8 znowu nie przyjechał", "Tramwaj 50 znowu nie przyjechał"));
    assert!(same("kierowca zamknął drzwi przed nosem", "kierowca autobusu zamknął mi drzwi przed nosem"));
    assert!(!same("SC-1", "SC-2") && !same("12 616 55 55", "12 616 80 00"), "numbers alone tell");
}
