//! The questions that weights are measured on, the libraries that answer them, and every measurement made so far.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::civil::Date;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::climb::named;
use super::{GoldenFile, JudgedFiles};
use crate::cli::eval::scratch::Scratch;
use crate::cli::words::count;
use crate::cli::{Fault, progress};
use crate::config::{By, Tune};
use crate::library::{Folders, Library, View};
use crate::quality::golden::outcome::answers;
use crate::quality::measure::{mean, ndcg_at};
use crate::quality::sets;
use crate::search::{SearchRequest, Weights};

/// How deep nDCG looks.
const DEPTH: usize = 10;

/// One set of questions as the report names it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Set {
    pub(super) name: String,
    pub(super) kb: String,
    /// `nDCG@10` or `S@1`.
    pub(super) measure: &'static str,
    pub(super) questions: usize,
    pub(super) library: usize,
}

/// A question and what is right.
struct Question {
    set: usize,
    fold: usize,
    text: String,
    expected: Expected,
}

enum Expected {
    /// Gains by article.
    Gains(BTreeMap<String, f64>),
    /// One of these first.
    First(Vec<String>, By),
}

/// The objective on some of the questions.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Score {
    /// Mean over the sets that have a question here, so that a large set does not outvote the others.
    pub(super) mean: f64,
    /// `None` for a set without a question here.
    pub(super) by_set: Vec<Option<f64>>,
}

/// Everything that a measurement needs.
pub(super) struct Bench {
    pub(super) sets: Vec<Set>,
    questions: Vec<Question>,
    libraries: Vec<(PathBuf, Library)>,
    today: Date,
    /// Measure of each question under the weights (their bits) that were tried; NaN where it was not asked yet. The parts of
    /// the cross-validation walk the same first steps and overlap for the most part.
    known: HashMap<Vec<u32>, Vec<f64>>,
    /// Where the indexes lie.
    scratch: Scratch,
}

impl Bench {
    /// Indexes the knowledge bases, reads the questions and deals them into parts.
    pub(super) fn open(
        judged: &[JudgedFiles],
        golden: &[GoldenFile],
        tune: &Tune,
        today: Date,
    ) -> anyhow::Result<Self> {
        let scratch = Scratch::new().context("nie można utworzyć folderu tymczasowego")?;
        let mut bench = Self {
            sets: Vec::new(),
            questions: Vec::new(),
            libraries: Vec::new(),
            today,
            known: HashMap::new(),
            scratch,
        };
        for files in judged {
            let questions = judged_questions(files)?;
            bench.add(&files.kb, &files.queries, "nDCG@10", questions, tune)?;
        }
        for file in golden {
            let questions = golden_questions(file)?;
            bench.add(&file.kb, &file.file, "S@1", questions, tune)?;
        }
        if let Some(empty) = (0..tune.folds).find(|fold| bench.held(&|of| of == *fold) == 0) {
            let few = count(bench.len(), "pytanie", "pytania", "pytań");
            let message =
                format!("{few} to za mało na --folds {}: część {} jest pusta", tune.folds, empty + 1);
            return Err(Fault::input(message, "podaj więcej pytań, mniejsze --folds albo --every").into());
        }
        Ok(bench)
    }

    /// `questions` come with the name by which they are dealt into parts.
    fn add(
        &mut self,
        kb: &Path,
        file: &Path,
        measure: &'static str,
        questions: Vec<(String, String, Expected)>,
        tune: &Tune,
    ) -> anyhow::Result<()> {
        if questions.is_empty() {
            let message = format!("{}: nie ma tu pytania ze znaną odpowiedzią", file.display());
            return Err(
                Fault::input(message, "sprawdź, czy pytania i oceny należą do tego samego zbioru").into()
            );
        }
        let library = self.library(kb)?;
        let set = self.sets.len();
        let before = self.questions.len();
        self.questions.extend(questions.into_iter().step_by(tune.every).map(|(name, text, expected)| {
            Question { set, fold: fold_of(&name, tune.folds), text, expected }
        }));
        self.sets.push(Set {
            name: file.display().to_string(),
            kb: kb.display().to_string(),
            measure,
            questions: self.questions.len() - before,
            library,
        });
        Ok(())
    }

    /// The library of `kb`; sets that ask the same knowledge base share it.
    fn library(&mut self, kb: &Path) -> anyhow::Result<usize> {
        if let Some(at) = self.libraries.iter().position(|(known, _)| known == kb) {
            return Ok(at);
        }
        let at = self.libraries.len();
        let folders = Folders {
            kb: kb.to_owned(),
            index: self.scratch.path().join(format!("index-{at}")),
            data: self.scratch.path().join(format!("data-{at}")),
        };
        eprintln!("{}: indeksuję", kb.display());
        let (library, _) = Library::open(&folders, &*progress::unobtrusive(), self.today)?;
        self.libraries.push((kb.to_owned(), library));
        Ok(at)
    }

    /// How many questions there are.
    pub(super) fn len(&self) -> usize {
        self.questions.len()
    }

    /// How many questions the parts hold that `of` admits.
    pub(super) fn held(&self, of: &dyn Fn(usize) -> bool) -> usize {
        self.questions.iter().filter(|question| of(question.fold)).count()
    }

    /// The objective on the parts that `of` admits. Asks only what was not asked under these weights before.
    pub(super) fn measure(&mut self, weights: &Weights, of: &dyn Fn(usize) -> bool) -> Score {
        let name: Vec<u32> = named(weights).iter().map(|(_, value)| value.to_bits()).collect();
        let mut known = self.known.remove(&name).unwrap_or_else(|| vec![f64::NAN; self.questions.len()]);
        let wanted: Vec<usize> =
            (0..self.questions.len()).filter(|at| of(self.questions[*at].fold)).collect();
        let unknown: Vec<usize> = wanted.iter().copied().filter(|at| known[*at].is_nan()).collect();
        if !unknown.is_empty() {
            self.libraries.iter().for_each(|(_, library)| library.set_weights(*weights));
            let this: &Self = self;
            let measured: Vec<f64> = unknown.par_iter().map(|at| this.ask(&this.questions[*at])).collect();
            for (at, value) in unknown.into_iter().zip(measured) {
                known[at] = value;
            }
        }
        let mut by_set = vec![Vec::new(); self.sets.len()];
        for at in wanted {
            by_set[self.questions[at].set].push(known[at]);
        }
        self.known.insert(name, known);
        Score::of(&by_set)
    }

    /// The question's measure under the weights that are set.
    fn ask(&self, question: &Question) -> f64 {
        let (_, library) = &self.libraries[self.sets[question.set].library];
        let limit = match question.expected {
            Expected::Gains(_) => DEPTH,
            Expected::First(..) => 1,
        };
        let request = SearchRequest { limit, ..SearchRequest::new(&question.text, self.today) };
        let hits = library.search(View::Staff, &request).hits;
        match &question.expected {
            Expected::Gains(gains) => {
                let ranked: Vec<f64> =
                    hits.iter().map(|hit| gains.get(hit.id.as_str()).copied().unwrap_or(0.0)).collect();
                ndcg_at(DEPTH, &ranked, &gains.values().copied().collect::<Vec<_>>())
            }
            Expected::First(right, by) => {
                f64::from(u8::from(hits.first().is_some_and(|hit| answers(hit, right, *by))))
            }
        }
    }
}

impl Score {
    fn of(by_set: &[Vec<f64>]) -> Self {
        let by_set: Vec<Option<f64>> =
            by_set.iter().map(|values| (!values.is_empty()).then(|| mean(values))).collect();
        Self { mean: mean(&by_set.iter().copied().flatten().collect::<Vec<_>>()), by_set }
    }
}

/// The part that a question of this name falls into: the same in every run and, as sets made from one another share
/// their names, in every set, so that no question is held out in one and learnt from in another.
fn fold_of(name: &str, folds: usize) -> usize {
    let digest = Sha256::digest(name.as_bytes());
    let number = digest.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    (number % folds.max(1) as u64) as usize
}

fn judged_questions(files: &JudgedFiles) -> Result<Vec<(String, String, Expected)>, Fault> {
    let mut judgements = sets::read_judgements(&files.qrels)?;
    Ok(sets::read_questions(&files.queries)?
        .into_iter()
        .filter_map(|question| {
            let gains = judgements.remove(&question.id)?;
            let answered = gains.values().any(|gain| *gain > 0.0);
            answered.then_some((question.id, question.text, Expected::Gains(gains)))
        })
        .collect())
}

/// Those that something answers: about silence, weights of the ranking decide nothing.
fn golden_questions(file: &GoldenFile) -> Result<Vec<(String, String, Expected)>, Fault> {
    Ok(sets::read_golden(&file.file)?
        .into_iter()
        .filter(|question| !question.right.is_empty())
        .map(|question| (question.query.clone(), question.query, Expected::First(question.right, file.by)))
        .collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_question_falls_into_the_same_part_in_every_run() {
        let parts: Vec<usize> =
            ["67-0-0", "67-0-1", "wywóz gabarytów", ""].map(|name| fold_of(name, 4)).into();
        assert_eq!(
            parts,
            [2, 1, 1, 0],
            "the parts moved: reports of earlier runs cannot be compared any more"
        );
        assert!((0..100).all(|n| fold_of(&n.to_string(), 1) == 0));
    }

    #[test]
    fn parts_are_of_about_the_same_size() {
        let mut sizes = [0; 4];
        (0..4_000).for_each(|n| sizes[fold_of(&format!("q{n}"), 4)] += 1);
        assert!(sizes.iter().all(|size| (900..1_100).contains(size)), "{sizes:?}");
    }

    #[test]
    fn a_large_set_does_not_outvote_a_small_one_and_an_absent_one_has_no_vote() {
        let score = Score::of(&[vec![1.0; 9], vec![0.0], vec![]]);
        assert_eq!(score, Score { mean: 0.5, by_set: vec![Some(1.0), Some(0.0), None] });
    }

    /// A knowledge base of three articles, asked both ways.
    fn bench(folder: &Path, folds: usize) -> anyhow::Result<Bench> {
        let put = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
            path
        };
        put("kb/lodowka.md", "---\ntitle: Wywóz lodówki\n---\nStarą lodówkę odbiera firma sprzątająca.\n");
        put("kb/kot.md", "---\ntitle: Kot na drzewie\n---\nKota zdejmuje straż pożarna.\n");
        put(
            "kb/znicz.md",
            "---\ntitle: Znicze na cmentarzu\n---\nZnicze wyrzuca się do osobnego pojemnika.\n",
        );
        let ask = |id, text| format!("{{\"id\":\"{id}\",\"text\":\"{text}\"}}\n");
        let queries = [ask("a", "stara lodówka"), ask("b", "kot"), ask("c", "znicze"), ask("d", "bez ocen")];
        let judged = JudgedFiles {
            kb: folder.join("kb"),
            queries: put("q.jsonl", &queries.concat()),
            qrels: put("r.tsv", "a\tlodowka\t1\nb\tkot\t1\nc\tlodowka\t1\n"),
        };
        let golden = GoldenFile {
            kb: folder.join("kb"),
            file: put("g.tsv", "lodówka\tlodowka\tx\nkosmos\t\tbrak\n"),
            by: By::Id,
        };
        let tune = Tune { folds, rounds: 1, every: 1, report: None };
        Bench::open(&[judged], &[golden], &tune, jiff::civil::date(2026, 1, 1))
    }

    #[test]
    fn sets_are_measured_each_by_its_own_measure_and_what_has_no_answer_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = bench(folder.path(), 1).unwrap();
        assert_eq!((bench.len(), bench.libraries.len()), (4, 1));
        let score = bench.measure(&Weights::DEFAULT, &|_| true);
        assert_eq!(score.by_set[1], Some(1.0));
        assert!(score.by_set[0].is_some_and(|ndcg| (0.6..0.95).contains(&ndcg)), "{score:?}");
        assert_eq!(bench.measure(&Weights::DEFAULT, &|_| true), score, "what is known is not asked again");
        assert_eq!(bench.measure(&Weights::DEFAULT, &|_| false).by_set, [None, None]);
    }

    #[test]
    fn weights_reach_the_ranking() {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = bench(folder.path(), 1).unwrap();
        let deaf = Weights {
            lemma: 0.0,
            root: 0.0,
            folded: 0.0,
            gram: 0.0,
            head: 0.0,
            lemma_pair: 0.0,
            folded_pair: 0.0,
            ..Weights::DEFAULT
        };
        let known = bench.measure(&Weights::DEFAULT, &|_| true);
        assert!(bench.measure(&deaf, &|_| true).mean < known.mean);
        assert_eq!(bench.measure(&Weights::DEFAULT, &|_| true), known);
    }

    #[test]
    fn more_parts_than_questions_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let refusal = bench(folder.path(), 50).err().unwrap().to_string();
        assert!(refusal.starts_with("4 pytania to za mało na --folds 50"), "{refusal}");
    }
}
