//! The files that `eval` reads: questions, judgements, golden questions. A line that cannot be read is named.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::cli::Fault;
use crate::quality::golden::{self, Golden};

/// A question with the name that judgements know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) id: String,
    pub(crate) text: String,
}

/// Question → article → gain.
pub(crate) type Judgements = HashMap<String, BTreeMap<String, f64>>;

pub(crate) fn read_questions(path: &Path) -> Result<Vec<Question>, Fault> {
    parse_questions(&read(path, "pytań")?).map_err(|(line, why)| bad_line(path, line, &why))
}

pub(crate) fn read_judgements(path: &Path) -> Result<Judgements, Fault> {
    parse_judgements(&read(path, "ocen")?).map_err(|(line, why)| bad_line(path, line, &why))
}

pub(crate) fn read_golden(path: &Path) -> Result<Vec<Golden>, Fault> {
    golden::parse(&read(path, "pytań wzorcowych")?).map_err(|(line, why)| bad_line(path, line, &why))
}

fn read(path: &Path, what: &str) -> Result<String, Fault> {
    std::fs::read_to_string(path).map(|text| text.trim_start_matches('\u{feff}').to_owned()).map_err(
        |cause| {
            Fault::input(format!("nie można odczytać {what} z {}", path.display()), "sprawdź ścieżkę")
                .because(cause)
        },
    )
}

fn bad_line(path: &Path, line: usize, why: &str) -> Fault {
    Fault::input(format!("{}:{line}: {why}", path.display()), "postać pliku: drogowskaz eval --help")
}

type BadLine = (usize, String);

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
        let Line { id, text } = serde_json::from_str(line)
            .map_err(|error| (at, format!("to nie jest pytanie {{id, text}}: {error}")))?;
        let id = match id {
            serde_json::Value::String(id) => id,
            serde_json::Value::Number(id) => id.to_string(),
            _ => return Err((at, "id nie jest ani tekstem, ani liczbą".to_owned())),
        };
        if let Some(first) = seen.insert(id.clone(), at) {
            return Err((at, format!("pytanie {id} było już w wierszu {first}")));
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
        let (query, document, gain) = match fields[..] {
            [query, document, gain] => (query, document, gain),
            [query, _iteration, document, gain] => (query, document, gain),
            _ => return Err((at, format!("oczekiwano 3 kolumn (albo 4 jak w TREC), jest {}", fields.len()))),
        };
        let gain = match gain.parse::<f64>() {
            // TREC marks junk with negative grades; for us it is as little use as an unjudged article.
            Ok(gain) if gain.is_finite() => gain.max(0.0),
            // The heading that BEIR puts first.
            _ if at == 1 && gain == "score" => continue,
            _ => return Err((at, format!("ocena „{gain}” nie jest liczbą"))),
        };
        if judgements.entry(query.to_owned()).or_default().insert(document.to_owned(), gain).is_some() {
            return Err((at, format!("powtórzona ocena {document} dla pytania {query}")));
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
        assert_eq!(parse_questions("{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\"}").unwrap_err().0, 2);
        let (line, why) =
            parse_questions("{\"id\":1,\"text\":\"x\"}\n{\"id\":\"1\",\"text\":\"y\"}").unwrap_err();
        assert_eq!((line, why.as_str()), (2, "pytanie 1 było już w wierszu 1"));
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
        assert_eq!(parse_judgements("q\td\t1\nq\td2\n").unwrap_err().0, 2);
        assert_eq!(
            parse_judgements("q\td\tdobra\n").unwrap_err(),
            (1, "ocena „dobra” nie jest liczbą".to_owned())
        );
        assert_eq!(parse_judgements("q\td\t1\nq\td\t0\n").unwrap_err().0, 2);
    }
}
