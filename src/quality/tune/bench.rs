//! The questions that weights are measured on, the libraries that answer them, and every measurement made so far.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::Design;
use super::climb::named;
use crate::library::{Library, View};
use crate::quality::eval::gains_of;
use crate::quality::golden::By;
use crate::quality::measure::{mean, ndcg_at};
use crate::quality::sets::{self, Gains, Judged};
use crate::quality::{DEPTH, QualityError};
use crate::search::{SearchRequest, Weights};

/// One set of questions as it was measured on.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// Its file.
    pub name: String,
    /// Its knowledge base.
    pub kb: String,
    /// `nDCG@10` or `S@1`.
    pub measure: &'static str,
    /// How many of its questions are asked.
    pub questions: usize,
    library: usize,
}

impl Set {
    /// A set of so many questions that no library answers.
    #[cfg(test)]
    pub(crate) fn unasked(name: &str, kb: &str, measure: &'static str, questions: usize) -> Self {
        Self { name: name.to_owned(), kb: kb.to_owned(), measure, questions, library: 0 }
    }
}

/// The questions of one file to which something is known to be right; on the others, weights of the ranking decide
/// nothing.
pub struct Answerable {
    name: String,
    measure: &'static str,
    questions: Vec<Question>,
}

/// A question and what is right.
struct Question {
    /// By which it is dealt into a part.
    name: String,
    text: String,
    expected: Expected,
}

enum Expected {
    /// Gains by article.
    Gains(Gains),
    /// One of these first.
    First(Vec<String>, By),
}

impl Answerable {
    /// Questions with judgements.
    ///
    /// # Errors
    /// [`QualityError::Unanswered`], and what [`Judged::read`] gives.
    pub fn judged(queries: &Path, qrels: &Path) -> Result<Self, QualityError> {
        let judged = Judged::read(queries, qrels)?;
        let questions = judged.answerable().map(|(question, gains)| Question {
            name: question.id.clone(),
            text: question.text.clone(),
            expected: Expected::Gains(gains.clone()),
        });
        Self::of(queries, "nDCG@10", questions.collect())
    }

    /// Golden questions, of which `by` says what they name.
    ///
    /// # Errors
    /// [`QualityError::Unanswered`], and what [`sets::read_golden`] gives.
    pub fn golden(file: &Path, by: By) -> Result<Self, QualityError> {
        let golden = sets::read_golden(file)?.into_iter().filter(|question| !question.right.is_empty());
        let questions = golden.map(|question| Question {
            name: question.query.clone(),
            text: question.query,
            expected: Expected::First(question.right, by),
        });
        Self::of(file, "S@1", questions.collect())
    }

    fn of(file: &Path, measure: &'static str, questions: Vec<Question>) -> Result<Self, QualityError> {
        if questions.is_empty() {
            return Err(QualityError::Unanswered { path: file.to_owned() });
        }
        Ok(Self { name: file.display().to_string(), measure, questions })
    }
}

/// The objective on some of the questions.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Mean over the sets that have a question here, so that a large set does not outvote the others.
    pub mean: f64,
    /// `None` for a set without a question here.
    pub by_set: Vec<Option<f64>>,
}

/// A question that was dealt into a part.
struct Dealt {
    set: usize,
    fold: usize,
    question: Question,
}

/// Everything that a measurement needs.
pub struct Bench {
    pub(super) design: Design,
    pub(super) sets: Vec<Set>,
    pub(super) today: Date,
    questions: Vec<Dealt>,
    libraries: Vec<(PathBuf, Library)>,
    /// Measure of each question under the weights (their bits) that were tried; NaN where it was not asked yet. The parts of
    /// the cross-validation walk the same first steps and overlap for the most part.
    known: HashMap<Vec<u32>, Vec<f64>>,
}

impl Bench {
    /// One without questions.
    pub fn new(design: Design, today: Date) -> Self {
        Self {
            design,
            sets: Vec::new(),
            today,
            questions: Vec::new(),
            libraries: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// Deals the questions of a set into parts. `open` opens the knowledge base `kb`; sets that ask the same one share
    /// it, and then it is not called.
    ///
    /// # Errors
    /// What `open` gives.
    pub fn add<E>(
        &mut self,
        kb: &Path,
        set: Answerable,
        open: impl FnOnce() -> Result<Library, E>,
    ) -> Result<(), E> {
        let library = match self.libraries.iter().position(|(known, _)| known == kb) {
            Some(at) => at,
            None => {
                self.libraries.push((kb.to_owned(), open()?));
                self.libraries.len() - 1
            }
        };
        let Answerable { name, measure, questions } = set;
        let (before, at) = (self.questions.len(), self.sets.len());
        let Design { folds, every, .. } = self.design;
        self.questions.extend(questions.into_iter().step_by(every.max(1)).map(|question| Dealt {
            set: at,
            fold: fold_of(&question.name, folds),
            question,
        }));
        let questions = self.questions.len() - before;
        self.sets.push(Set { name, kb: kb.display().to_string(), measure, questions, library });
        Ok(())
    }

    /// The first part, from 0, that no question fell into.
    pub fn empty_part(&self) -> Option<usize> {
        (0..self.design.folds).find(|fold| self.held(&|of| of == *fold) == 0)
    }

    /// How many questions are asked.
    pub fn asked(&self) -> usize {
        self.questions.len()
    }

    /// How many questions the parts hold that `of` admits.
    pub(super) fn held(&self, of: &dyn Fn(usize) -> bool) -> usize {
        self.questions.iter().filter(|question| of(question.fold)).count()
    }

    /// The objective on the parts that `of` admits. Asks only what was not asked under these weights before.
    pub fn measure(&mut self, weights: &Weights, of: &dyn Fn(usize) -> bool) -> Score {
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
    fn ask(&self, dealt: &Dealt) -> f64 {
        let (_, library) = &self.libraries[self.sets[dealt.set].library];
        let question = &dealt.question;
        let limit = match question.expected {
            Expected::Gains(_) => DEPTH,
            Expected::First(..) => 1,
        };
        let request = SearchRequest { limit, ..SearchRequest::new(&question.text, self.today) };
        let response = library.search(View::Staff, &request);
        match &question.expected {
            Expected::Gains(gains) => {
                let ranked = gains_of(&response, gains);
                ndcg_at(DEPTH, &ranked, &gains.values().copied().collect::<Vec<_>>())
            }
            Expected::First(right, by) => {
                let first = response.hits.first();
                f64::from(u8::from(first.is_some_and(|hit| by.is_right(hit, right))))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::library::progress::Silent;
    use crate::library::{Folders, LibraryError};

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
    fn bench(folder: &Path, folds: usize) -> Bench {
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
        let queries = put("q.jsonl", &queries.concat());
        let qrels = put("r.tsv", "a\tlodowka\t1\nb\tkot\t1\nc\tlodowka\t1\n");
        let golden = put("g.tsv", "lodówka\tlodowka\tx\nkosmos\t\tbrak\n");
        let [kb, index, data] = ["kb", "index", "data"].map(|name| folder.join(name));
        let today = jiff::civil::date(2026, 1, 1);
        let mut bench = Bench::new(Design { folds, rounds: 1, every: 1 }, today);
        let folders = Folders { kb: kb.clone(), index, data };
        let open = || Library::open(&folders, &Silent, today).map(|(library, _)| library);
        bench.add(&kb, Answerable::judged(&queries, &qrels).unwrap(), open).unwrap();
        let again = || -> Result<Library, LibraryError> { panic!("opened twice") };
        bench.add(&kb, Answerable::golden(&golden, By::Id).unwrap(), again).unwrap();
        bench
    }

    #[test]
    fn sets_are_measured_each_by_its_own_measure_and_what_has_no_answer_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = bench(folder.path(), 1);
        assert_eq!((bench.asked(), bench.libraries.len()), (4, 1));
        let score = bench.measure(&Weights::DEFAULT, &|_| true);
        assert_eq!(score.by_set[1], Some(1.0));
        assert!(score.by_set[0].is_some_and(|ndcg| (0.6..0.95).contains(&ndcg)), "{score:?}");
        assert_eq!(bench.measure(&Weights::DEFAULT, &|_| true), score, "what is known is not asked again");
        assert_eq!(bench.measure(&Weights::DEFAULT, &|_| false).by_set, [None, None]);
    }

    #[test]
    fn weights_reach_the_ranking() {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = bench(folder.path(), 1);
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
    fn with_more_parts_than_questions_one_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(bench(folder.path(), 1).empty_part(), None);
        assert_eq!(
            bench(folder.path(), 50).empty_part(),
            Some(1),
            "the first of those that no question fell into"
        );
    }

    #[test]
    fn a_file_without_a_known_answer_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("g.tsv");
        std::fs::write(&file, "kosmos\t\tbrak\n").unwrap();
        let refusal = Answerable::golden(&file, By::Id).err().unwrap().to_string();
        assert!(refusal.ends_with("g.tsv: nie ma tu pytania ze znaną odpowiedzią"), "{refusal}");
    }
}
