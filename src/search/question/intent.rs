//! How a question is put: the words that ask, and the fact they ask for.
//!
//! "ile kosztuje odpis aktu" is about an `odpis aktu` and asks for its `fee`. Words that ask weigh nothing in the
//! ranking (measured: +0.008 nDCG@10); other function words are left to BM25, dropping them gains nothing.

use crate::text::Forms;

/// The key of `facts` that the question asks for: by its words first, by how it asks otherwise.
pub(in crate::search) fn fact_asked(words: &[&Forms]) -> Option<&'static str> {
    let lemma = |list: &[&str]| words.iter().any(|word| list.contains(&&*word.lemma));
    let folded = |list: &[&str]| words.iter().any(|word| list.contains(&&*word.folded));
    let pair = |first: &[&str], second: &[&str]| {
        words.windows(2).any(|pair| {
            first.contains(&&*pair[0].folded)
                && (second.contains(&&*pair[1].lemma) || second.contains(&&*pair[1].folded))
        })
    };
    let after_ile =
        pair(&["ile"], &["kosztowac", "placic", "zaplacic", "wynosic", "byc", "bede", "za", "trzeba"]);
    if pair(&["ile"], &["czas", "czasu", "dzien", "dni", "trwac", "sie", "czekac", "tygodni", "miesiecy"])
        || pair(&["jak"], &["dlugo"])
        || pair(&["do"], &["kiedy"])
        || lemma(&["termin"])
        || pair(&["ktorego"], &["dzien", "dnia"])
    {
        return Some("deadline");
    }
    if lemma(&["kosztowac", "koszt", "cena", "oplata", "stawka", "taryfa", "cennik", "platny"])
        || folded(&["zaplace", "zaplacic", "place", "placi"])
        || after_ile
    {
        return Some("fee");
    }
    if lemma(&["telefon", "numer", "zadzwonic", "dzwonic", "infolinia", "telefoniczny"])
        || folded(&["tel", "nr"])
    {
        return Some("phone");
    }
    if lemma(&["dokument", "zalacznik", "papier", "formularz"])
        || pair(
            &["co"],
            &[
                "zabrac",
                "przygotowac",
                "wziac",
                "przyniesc",
                "potrzeba",
                "potrzebny",
                "potrzebne",
                "dolaczyc",
            ],
        )
        || pair(&["czego"], &["potrzebowac", "potrzebuje", "potrzeba"])
    {
        return Some("documents");
    }
    if lemma(&["godzina", "czynny", "otwarty", "zamkniety", "dyzur", "otwarcie"])
        || pair(&["do", "od", "o"], &["ktorej"])
        || pair(&["kiedy"], &["czynny", "otwarty", "przyjmowac"])
    {
        return Some("hours");
    }
    if lemma(&["adres", "ulica", "siedziba"])
        || pair(
            &["gdzie"],
            &["byc", "jest", "znajdowac", "miescic", "sie", "isc", "pojsc", "jechac", "dojechac"],
        )
    {
        return Some("address");
    }
    if lemma(&["mail", "email", "e-mail"]) {
        return Some("email");
    }
    if lemma(&["strona", "link", "internet", "online"]) {
        return Some("link");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::query::Query;
    use crate::text::Analyzer;

    fn asked(question: &str) -> Option<&'static str> {
        Query::parse(question, &mut Analyzer::default()).fact
    }

    #[test]
    fn how_a_question_is_put_names_the_fact_it_asks_for() {
        for (fact, questions) in [
            (
                "fee",
                &[
                    "ile kosztuje odpis",
                    "opłata za parking",
                    "ile zapłacę za wymianę",
                    "jaka jest cena biletu",
                    "ile wynosi stawka",
                    "cennik basenu",
                ][..],
            ),
            (
                "deadline",
                &[
                    "ile trwa wydanie dowodu",
                    "jak długo się czeka",
                    "do kiedy złożyć wniosek",
                    "termin płatności",
                    "ile dni na zgłoszenie",
                    "ile trzeba czekac ile czasu",
                ],
            ),
            (
                "phone",
                &["telefon do straży miejskiej", "numer do urzędu", "gdzie zadzwonić", "nr tel wodociągów"],
            ),
            (
                "documents",
                &[
                    "jakie dokumenty do ślubu",
                    "co zabrać do urzędu",
                    "czego potrzeba do rejestracji",
                    "formularz zameldowania",
                ],
            ),
            (
                "hours",
                &[
                    "w jakich godzinach otwarte",
                    "czy basen jest czynny",
                    "do której przyjmują",
                    "godziny urzędu",
                ],
            ),
            ("address", &["adres urzędu", "gdzie jest wydział", "gdzie się mieści biuro", "siedziba rady"]),
            ("email", &["mail do rzecznika", "jaki e-mail ma urząd"]),
            ("link", &["strona o podatkach", "wniosek przez internet", "czy to jest online"]),
        ] {
            for question in questions {
                assert_eq!(asked(question), Some(fact), "{question}");
            }
        }
    }

    #[test]
    fn a_question_about_a_matter_asks_for_no_fact() {
        for question in
            ["stare meble", "zgubiłem dowód", "kto odpowiada za plac zabaw", "ile osób mieszka w gminie", ""]
        {
            assert_eq!(asked(question), None, "{question}");
        }
    }
}
