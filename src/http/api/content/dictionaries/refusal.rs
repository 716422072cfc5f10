//! What somebody is told whose dictionary is not taken: why, and what to do.

use serde_json::json;

use crate::http::api::content::editing::Finding;
use crate::http::wire::problem::{Problem, ProblemKind};
use crate::library::publishing::dictionaries::DictionaryPut;

pub(super) fn nothing_waits() -> Problem {
    Problem::saying(ProblemKind::Conflict, "Przy tym słowniku nie czeka żadna wersja.")
}

/// Why a dictionary is not taken.
pub(super) fn refusal(put: DictionaryPut) -> Problem {
    match put {
        DictionaryPut::OtherVersion(now) => {
            let detail = match now {
                Some(_) => {
                    "Ktoś zmienił ten słownik przed tobą. Odczytaj najnowszą wersję (czekająca leży pod …/next), nanieś \
                     swoją zmianę i wyślij ją z jej ETag."
                }
                None => "Tego słownika jeszcze nie ma. Aby go utworzyć, wyślij If-None-Match: *.",
            };
            Problem::saying(ProblemKind::LostRace, detail).with("etag", json!(now))
        }
        DictionaryPut::Behind { etag, base } => Problem::saying(
            ProblemKind::LostRace,
            "Słownik w użyciu zmienił się, odkąd zaczęto czekającą wersję. Odrzuć ją (…/discard), odczytaj słownik i \
             nanieś zmianę jeszcze raz.",
        )
        .with("etag", json!(etag))
        .with("base", json!(base)),
        DictionaryPut::WhichVersion => Problem::saying(
            ProblemKind::PreconditionRequired,
            "Ta wersja słownika zmieniła się, odkąd czeka na zatwierdzenie. Przeczytaj ją i wyślij jej ETag w nagłówku \
             If-Match.",
        ),
        DictionaryPut::OwnText => Problem::saying(
            ProblemKind::Forbidden,
            "Autor nie zatwierdza własnej zmiany słownika. Zatwierdzi ją inna osoba, która niczego w niej nie pisała.",
        ),
        DictionaryPut::Refused(problems) => {
            let detail =
                "Słownik ma błędy i nie został zapisany. Popraw miejsca wymienione w polu „problems”.";
            let findings: Vec<Finding> = problems.iter().map(Finding::from).collect();
            Problem::saying(ProblemKind::InvalidArticle, detail).with("problems", json!(findings))
        }
        DictionaryPut::NothingWaits | DictionaryPut::Done { .. } | DictionaryPut::Waits { .. } => {
            nothing_waits()
        }
    }
}
