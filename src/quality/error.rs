//! What can be wrong with the files that are measured with.

use std::io;
use std::path::PathBuf;

/// A file of questions, judgements or earlier figures that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum QualityError {
    /// A file of questions or judgements cannot be read.
    #[error("nie można odczytać {what} z {}", path.display())]
    Unreadable {
        /// What should be in it, in the genitive.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A line of such a file is not what it should be.
    #[error("{}:{line}", path.display())]
    BadLine {
        /// The file.
        path: PathBuf,
        /// Where, and what is wrong there.
        line: BadLine,
    },
    /// Nothing is known to answer any of the questions.
    #[error("{}: nie ma tu pytania ze znaną odpowiedzią", path.display())]
    Unanswered {
        /// The questions.
        path: PathBuf,
    },
    /// A saved measurement cannot be read.
    #[error("nie można odczytać wyniku {}", path.display())]
    NoMeasurement {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is no saved measurement.
    #[error("{} nie jest zapisanym wynikiem", path.display())]
    NotMeasurement {
        /// The file.
        path: PathBuf,
        /// The parser's words.
        source: serde_json::Error,
    },
    /// A measurement cannot be saved.
    #[error("nie można zapisać wyniku w {}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// A line that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{number}: {fault}")]
pub struct BadLine {
    /// Its number, from 1.
    pub number: usize,
    /// What is wrong with it.
    pub fault: LineFault,
}

/// What is wrong with a line.
#[derive(Debug, thiserror::Error)]
pub enum LineFault {
    /// It is no JSON object with an id and a text.
    #[error("to nie jest pytanie {{id, text}}: {0}")]
    NotQuestion(serde_json::Error),
    /// Its id is a list, or yet something else.
    #[error("id nie jest ani tekstem, ani liczbą")]
    NotId,
    /// Another line has the same id.
    #[error("pytanie {id} było już w wierszu {first}")]
    QuestionAgain {
        /// The id.
        id: String,
        /// The line that had it first.
        first: usize,
    },
    /// A judgement of so many columns.
    #[error("oczekiwano 3 kolumn (albo 4 jak w TREC), jest {0}")]
    JudgementColumns(usize),
    /// A grade that is none.
    #[error("ocena „{0}” nie jest liczbą")]
    NotGrade(String),
    /// The article was judged for this question before.
    #[error("powtórzona ocena {article} dla pytania {question}")]
    JudgementAgain {
        /// Id of the article.
        article: String,
        /// Id of the question.
        question: String,
    },
    /// A golden question lacks a column.
    #[error("oczekiwano kolumn: pytanie, odpowiedzi po średniku, rodzaj")]
    GoldenColumns,
    /// A golden question asks nothing.
    #[error("pytanie jest puste")]
    NoQuestion,
}

impl LineFault {
    pub(super) fn at(self, number: usize) -> BadLine {
        BadLine { number, fault: self }
    }
}
