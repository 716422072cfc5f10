//! One thing is found however it is written: letters and digits apart or together, hyphens, dots, telephones, addresses.

use super::{STAFF, ask, hits, ids};

/// Two spellings of one question have the same first hit, and one is as sure as the other.
#[track_caller]
fn are_one(written: &str, usual: &str) {
    let (odd, plain) = (ask(STAFF, written, ""), ask(STAFF, usual, ""));
    assert!(!ids(&plain).is_empty(), "{usual} finds nothing");
    assert_eq!(ids(&odd).first(), ids(&plain).first(), "{written} and {usual}");
}

#[test]
fn letters_and_digits_are_found_apart_and_together() {
    for (written, usual) in [
        ("800plus", "800 plus"),
        ("800-plus", "800+"),
        ("17zł", "17 zł"),
        ("bilet 15min", "bilet 15 minut"),
        ("ul.Wielopole17a", "ul. Wielopole 17a"),
        ("24h", "24 h"),
        ("DK03", "DK-03"),
        ("dk 03", "DK-03"),
    ] {
        are_one(written, usual);
    }
    for question in ["800plus", "Rodzina800+", "800 PLUS"] {
        assert_eq!(ids(&ask(STAFF, question, ""))[0], "800-plus", "{question}");
    }
}

#[test]
fn hyphens_and_dots_part_no_word() {
    for (written, usual) in [
        ("wi-fi", "wifi"),
        ("m-obywatel", "mObywatel"),
        ("m-Obywatela", "mobywatel"),
        ("e-mailem do straży miejskiej", "emailem do straży miejskiej"),
        ("Z.B.K.", "ZBK"),
    ] {
        are_one(written, usual);
    }
    assert_eq!(ids(&ask(STAFF, "email do straży miejskiej", ""))[0], "straz-miejska");
    let marked = ask(STAFF, "m-obywatel", "");
    let answer = &hits(&marked)[0]["answer"];
    let text = answer["text"].as_str().unwrap_or_default();
    let marks: Vec<&str> = answer["marks"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|mark| text.get(mark[0].as_u64()? as usize..mark[1].as_u64()? as usize))
        .collect();
    assert!(marks.iter().all(|mark| mark.to_lowercase().contains("obywatel")), "{marks:?} in {text}");
}

#[test]
fn a_district_is_found_by_its_number_in_both_kinds_of_letters() {
    are_one("dzielnica 14", "dzielnica XIV");
}

#[test]
fn a_code_that_stands_nowhere_is_never_answered_with_confidence() {
    for question in ["§ 35", "15+", "30/2026", "SC-12", "ZZ-99", "§ 871", "1/1999", "kontakt@um.krakow.pl"]
    {
        let answer = ask(STAFF, question, "");
        assert_ne!(answer["confident"], true, "{question}: {:?}", ids(&answer).first());
    }
}

#[test]
fn a_word_that_is_what_an_article_is_called_finds_it_before_those_that_repeat_it() {
    for (question, id) in [
        ("opłata skarbowa", "oplata-skarbowa"),
        ("pelnomocnictwo", "pelnomocnictwo"),
        ("zameldowanie", "zameldowanie"),
        ("paszport", "paszport"),
        ("prawo jazdy", "prawo-jazdy"),
    ] {
        assert_eq!(ids(&ask(STAFF, question, ""))[0], id, "{question}");
    }
}

#[test]
fn a_quote_in_a_longer_question_hides_nothing() {
    let asked = |question: &str| ids(&ask(STAFF, question, "&limit=100"));
    let (quoted, plain) = (
        asked("jak i gdzie załatwić „prawo jazdy”, gdy minął termin?"),
        asked("jak i gdzie załatwić prawo jazdy, gdy minął termin?"),
    );
    assert_eq!(quoted.len(), plain.len());
    assert_eq!(quoted[0], "prawo-jazdy");
}
