//! Sets of questions with judgements, as files have them: JSON lines and tab-separated grades, as in BEIR and TREC. A
//! line that cannot be read is named.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use jiff::civil::Date;

use super::golden::{self, Golden};
use super::{BadLine, LineFault, QualityError};
use crate::article::ArticleId;
use crate::library::{Library, View};

/// A question with the name that judgements know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its name.
    pub id: String,
    /// What is asked.
    pub text: String,
}

/// Article → gain.
pub type Gains = BTreeMap<String, f64>;

/// Question → article → gain.
type Judgements = HashMap<String, Gains>;

/// Questions, and for each how much which article is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    questions: Vec<Question>,
    judgements: Judgements,
}

impl Judged {
    /// Reads questions and their judgements.
    ///
    /// # Errors
    /// [`QualityError::Unreadable`] and [`QualityError::BadLine`].
    pub fn read(queries: &Path, qrels: &Path) -> Result<Self, QualityError> {
        let questions = read(queries, "pytań", parse_questions)?;
        Ok(Self { questions, judgements: read(qrels, "ocen", parse_judgements)? })
    }

    /// Whether any question is judged at all, be it that nothing answers it.
    pub fn is_related(&self) -> bool {
        self.questions.iter().any(|question| self.judgements.contains_key(&question.id))
    }

    /// All questions.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// Questions that some article answers; with the others there is nothing to find.
    pub fn answerable(&self) -> impl Iterator<Item = (&Question, &Gains)> {
        self.questions.iter().filter_map(|question| {
            let gains = self.judgements.get(&question.id)?;
            gains.values().any(|gain| *gain > 0.0).then_some((question, gains))
        })
    }

    /// How many of the judged articles `library` does not have.
    pub fn missing_from(&self, library: &Library, today: Date) -> usize {
        let judged: HashSet<&str> =
            self.judgements.values().flat_map(|gains| gains.keys()).map(String::as_str).collect();
        let there =
            |id: &str| ArticleId::new(id).is_some_and(|id| library.get(View::Staff, &id, today).is_some());
        judged.into_iter().filter(|id| !there(id)).count()
    }
}

/// Reads a file of golden questions.
///
/// # Errors
/// [`QualityError::Unreadable`] and [`QualityError::BadLine`].
pub fn read_golden(path: &Path) -> Result<Vec<Golden>, QualityError> {
    read(path, "pytań wzorcowych", golden::parse)
}

pub(super) fn read<T>(
    path: &Path,
    what: &'static str,
    parse: impl Fn(&str) -> Result<T, BadLine>,
) -> Result<T, QualityError> {
    let text = std::fs::read_to_string(path).map_err(|source| QualityError::Unreadable {
        what,
        path: path.to_owned(),
        source,
    })?;
    parse(without_mark(&text)).map_err(|line| QualityError::BadLine { path: path.to_owned(), line })
}

/// The text without the mark that editors on Windows put first.
pub(super) fn without_mark(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

/// Lines with their numbers, without empty ones.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim().is_empty())
}

fn parse_questions(text: &str) -> Result<Vec<Question>, BadLine> {
    #[derive(serde::Deserialize)]
    struct Line {
        // `_id` is how BEIR spells it; other sets use numbers.
        #[serde(alias = "_id")]
        id: serde_json::Value,
        text: String,
    }
    let mut seen = HashMap::new();
    let mut questions = Vec::new();
    for (at, line) in lines(text) {
        let Line { id, text } =
            serde_json::from_str(line).map_err(|error| LineFault::NotQuestion(error).at(at))?;
        let id = match id {
            serde_json::Value::String(id) => id,
            serde_json::Value::Number(id) => id.to_string(),
            _ => return Err(LineFault::NotId.at(at)),
        };
        if let Some(first) = seen.insert(id.clone(), at) {
            return Err(LineFault::QuestionAgain { id, first }.at(at));
        }
        questions.push(Question { id, text });
    }
    Ok(questions)
}

fn parse_judgements(text: &str) -> Result<Judgements, BadLine> {
    let mut judgements = Judgements::new();
    for (at, line) in lines(text) {
        // Tabs as in our sets and BEIR, or the spaces of TREC.
        let fields: Vec<&str> = if line.contains('\t') {
            line.split('\t').map(str::trim).collect()
        } else {
            line.split_whitespace().collect()
        };
        let (question, article, gain) = match fields[..] {
            [question, article, gain] => (question, article, gain),
            [question, _iteration, article, gain] => (question, article, gain),
            _ => return Err(LineFault::JudgementColumns(fields.len()).at(at)),
        };
        let gain = match gain.parse::<f64>() {
            // TREC marks junk with negative grades; for us it is as little use as an unjudged article.
            Ok(gain) if gain.is_finite() => gain.max(0.0),
            // The heading that BEIR puts first.
            _ if at == 1 && gain == "score" => continue,
            _ => return Err(LineFault::NotGrade(gain.to_owned()).at(at)),
        };
        let (question, article) = (question.to_owned(), article.to_owned());
        if judgements.entry(question.clone()).or_default().insert(article.clone(), gain).is_some() {
            return Err(LineFault::JudgementAgain { article, question }.at(at));
        }
    }
    Ok(judgements)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn questions_have_an_id_and_a_text_whatever_else_they_have() {
        let questions =
            parse_questions("{\"id\":\"a\",\"text\":\"x\"}\n\n{\"_id\":7,\"text\":\"y\",\"lang\":\"pl\"}\n");
        let question = |id: &str, text: &str| Question { id: id.into(), text: text.into() };
        assert_eq!(questions.unwrap(), [question("a", "x"), question("7", "y")]);
    }

    #[test]
    fn a_question_that_cannot_be_read_or_comes_twice_is_named_by_its_line() {
        assert_eq!(parse_questions("{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\"}").unwrap_err().number, 2);
        let again = parse_questions("{\"id\":1,\"text\":\"x\"}\n{\"id\":\"1\",\"text\":\"y\"}").unwrap_err();
        assert_eq!(again.to_string(), "2: pytanie 1 było już w wierszu 1");
    }

    #[test]
    fn judgements_come_in_three_columns_or_as_trec_writes_them() {
        let three = parse_judgements("q1\td1\t1\nq1\td2\t2\n").unwrap();
        let trec = parse_judgements("q1 0 d1 1\nq1 0 d2 2\n").unwrap();
        assert_eq!(three, trec);
        assert_eq!(three["q1"]["d2"], 2.0);
        let beir = parse_judgements("query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t2\n").unwrap();
        assert_eq!(beir, three);
    }

    #[test]
    fn junk_of_trec_gains_nothing() {
        assert_eq!(parse_judgements("q 0 d -2").unwrap()["q"]["d"], 0.0);
    }

    #[test]
    fn a_judgement_that_cannot_be_read_is_named_by_its_line() {
        assert_eq!(parse_judgements("q\td\t1\nq\td2\n").unwrap_err().number, 2);
        assert_eq!(
            parse_judgements("q\td\tdobra\n").unwrap_err().to_string(),
            "1: ocena „dobra” nie jest liczbą"
        );
        assert_eq!(parse_judgements("q\td\t1\nq\td\t0\n").unwrap_err().number, 2);
    }
}
