//! Which line of an article answers, and how well its words stand together.
#![allow(clippy::unwrap_used)]

use super::one_edit_apart;
use crate::search::testkit::{self, article, ask, city, engine, hit, ids, weighing};
use crate::search::{Engine, Flag, SearchRequest, Size, Weights, Why};
use crate::text::Replacement;

#[test]
fn one_misread_letter_is_forgiven_and_two_are_not() {
    for (a, b) in [("wydzial", "wydzia1"), ("wydzial", "wydzal"), ("wydzial", "wydziall"), ("kot", "kot")] {
        assert!(one_edit_apart(a, b) && one_edit_apart(b, a), "{a} and {b}");
    }
    for (a, b) in [("wydzial", "wyd1ia1"), ("wydzial", "wydz"), ("oplata", "poplata1"), ("abcd", "abdc")] {
        assert!(!one_edit_apart(a, b) && !one_edit_apart(b, a), "{a} and {b}");
    }
}

/// Heading of the passage that an article answers with.
fn heading(question: &str, id: &str) -> String {
    hit(&ask(city(), question), id).answer.heading.clone()
}

#[test]
fn the_passage_that_says_most_of_the_question_is_shown_with_its_heading() {
    for (question, id, expected) in [
        ("pojemnik na baterie", "elektroodpady", "Baterie i żarówki"),
        ("stara lodówka", "elektroodpady", "Elektroodpady – stara lodówka, pralka, telewizor"),
        ("fotografia kolorowa z ostatnich miesięcy", "dowod-osobisty", "Jaka fotografia"),
        ("gdzie odbiera się dowód", "dowod-osobisty", "Odbiór"),
        ("orzeczenie lekarskie", "prawo-jazdy", "Co przygotować"),
        ("czego nie zabierają z meblami", "gabaryty", "Czego nie zabierają"),
    ] {
        assert_eq!(heading(question, id), expected, "{question}");
    }
    let answer = &hit(&ask(city(), "pojemnik na baterie"), "elektroodpady").answer.clone();
    assert_eq!(answer.text, "Pojemniki na baterie stoją w urzędach i szkołach.");
    assert_eq!(answer.anchor, "#baterie-i-zarowki");
}

#[test]
fn words_of_a_heading_help_the_passage_under_it() {
    let engine = engine(&[(
        "a.md",
        "---\ntitle: Basen\n---\n## Godziny otwarcia\n\nOd szóstej do dwudziestej.\n\n## Bilety\n\nUlgowy i zwykły.\n",
    )]);
    assert_eq!(ask(&engine, "basen godziny").hits[0].answer.text, "Od szóstej do dwudziestej.");
    assert_eq!(ask(&engine, "basen bilety").hits[0].answer.text, "Ulgowy i zwykły.");
}

#[test]
fn of_passages_that_say_as_much_the_summary_is_read_out() {
    let text = "---\ntitle: Basen\nsummary: Basen jest czynny codziennie od rana.\n---\n## Czynny\n\nBasen jest czynny codziennie od rana.\n";
    let engine = engine(&[("a.md", text)]);
    let answer = &ask(&engine, "basen codziennie").hits[0].answer;
    assert_eq!((answer.heading.as_str(), answer.anchor.as_str()), ("Basen", ""));
}

#[test]
fn what_may_not_be_read_out_is_shown_only_where_it_says_more() {
    let text = "---\ntitle: Basen\n---\n## Dla konsultanta {.internal}\n\nBilet ulgowy kupuje student, kod zniżki zna kierownik.\n\n## Ceny\n\nBilet ulgowy kupuje student, cena spada o połowę.\n";
    let engine = engine(&[("a.md", text)]);
    let response = ask(&engine, "bilet ulgowy student");
    assert_eq!(response.hits[0].answer.heading, "Ceny");
    assert!(!response.hits[0].answer.internal);
    let response = ask(&engine, "kod zniżki kierownik");
    assert_eq!(response.hits[0].answer.heading, "Dla konsultanta");
    assert!(response.hits[0].answer.internal);
}

/// The words that an answer marks.
fn marked(engine: &Engine, question: &str) -> Vec<String> {
    let answer = ask(engine, question).hits[0].answer.clone();
    answer.marks.iter().map(|&(start, end)| answer.text[start..end].to_owned()).collect()
}

#[test]
fn what_was_asked_is_marked_in_whatever_form_it_stands() {
    assert_eq!(marked(city(), "starą lodówkę oddać"), ["Starą", "lodówkę", "oddasz"]);
    assert_eq!(marked(city(), "stara lodowka"), ["Starą", "lodówkę"]);
    assert_eq!(marked(city(), "metryka"), ["Odpis", "aktu"], "a synonym's words");
    assert_eq!(
        marked(city(), "telewi ").len() + marked(city(), "lodów").len(),
        1,
        "what an unfinished word begins"
    );
    assert_eq!(marked(city(), "starej lodówkki"), ["Starą", "lodówkę"], "what a misspelt word meant");
}

#[test]
fn glue_and_mere_likeness_are_not_marked() {
    assert_eq!(marked(city(), "baterie w szkołach"), ["baterie", "szkołach"], "„w” is glue");
    let engine =
        engine(&[("a.md", "---\ntitle: Wybory\n---\nDowolny dowód, śmieciowy pojemnik na śmieci, dowody.")]);
    assert_eq!(marked(&engine, "dowód"), ["dowód", "dowody"], "„dowolny” begins alike and is another word");
    assert_eq!(marked(&engine, "śmieci"), ["śmieciowy", "śmieci"], "a relative of the word is marked");
}

#[test]
fn the_means_by_which_an_article_was_found_are_named() {
    let why = |question: &str, id: &str| hit(&ask(city(), question), id).why.clone();
    assert_eq!(why("huśtawka?", "plac-zabaw"), [Why::Exact, Why::Lemma]);
    assert_eq!(why("szkołach?", "elektroodpady"), [Why::Exact]);
    assert_eq!(why("szkolach?", "elektroodpady"), [Why::Folded]);
    assert_eq!(why("szkoły?", "elektroodpady"), [Why::Lemma]);
    assert_eq!(why("metryka", "odpis-aktu"), [Why::Synonym]);
    assert_eq!(why("telwizor", "elektroodpady"), [Why::Typo]);
    assert_eq!(why("telewi", "elektroodpady"), [Why::Prefix]);
}

#[test]
fn words_in_a_row_say_more_than_the_same_words_apart() {
    let articles = [
        (
            "a.md",
            "---\ntitle: Zasady\n---\nKartę wydaje biuro. Parkingowa opłata jest inna. Rodzina ma zniżkę.",
        ),
        (
            "b.md",
            "---\ntitle: Zasady\n---\nKartę parkingową wydaje biuro. Opłata jest inna. Rodzina ma zniżkę.",
        ),
    ];
    assert_eq!(ids(&ask(&engine(&articles), "karta parkingowa")), ["b", "a"]);
    let blind = Weights { order: 0.0, lemma_pair: 0.0, folded_pair: 0.0, ..Weights::DEFAULT };
    assert_eq!(ids(&ask(&weighing(&articles, blind), "karta parkingowa")), ["a", "b"], "else they are alike");
}

#[test]
fn a_whole_quote_says_more_than_a_pair_of_its_words() {
    let articles = [
        (
            "a.md",
            "---\ntitle: Zasady\n---\nWydaje kartę parkingową. Biuro otwarte. Rodzina mieszka. Dla ulg.",
        ),
        (
            "b.md",
            "---\ntitle: Zasady\n---\nWydaje kartę parkingową biuro dla rodziny. Otwarte. Mieszka. Ulg.",
        ),
    ];
    assert_eq!(ids(&ask(&engine(&articles), "kartę parkingową biuro dla rodziny")), ["b", "a"]);
}

#[test]
fn words_in_one_line_say_more_than_the_same_words_scattered() {
    let articles = [
        (
            "a.md",
            "---\ntitle: Zasady\n---\nKarta.\n\n## Dalej\n\nRodzina.\n\n## Jeszcze\n\nZniżka.\n\n## Koniec\n\nBasen.",
        ),
        (
            "b.md",
            "---\ntitle: Zasady\n---\nRodzina, zniżka, karta.\n\n## Dalej\n\nBasen.\n\n## Jeszcze\n\nKoniec.",
        ),
    ];
    let question = "karta zniżka rodzina";
    assert_eq!(ids(&ask(&engine(&articles), question))[0], "b");
}

#[test]
fn an_article_that_has_all_of_the_question_stands_before_one_that_has_a_part_of_it_often() {
    let articles = [
        ("a.md", "---\ntitle: Żłobek\n---\nŻłobek, żłobek i żłobek. Żłobek przyjmuje dzieci."),
        (
            "b.md",
            "---\ntitle: Zasady\n---\nOpłatę za żłobek w wakacje ustala dyrektor, a przedszkole ma inne zasady.",
        ),
        ("c.md", "---\ntitle: Wakacje\n---\nPółkolonie."),
    ];
    // What an article is about by its title alone is looked at elsewhere.
    let words = Weights { profile: 0.0, ..Weights::DEFAULT };
    assert_eq!(ids(&ask(&weighing(&articles, words), "żłobek wakacje"))[0], "b");
    let blind = Weights { coverage: 0.0, line: 0.0, ..words };
    assert_eq!(ids(&ask(&weighing(&articles, blind), "żłobek wakacje"))[0], "a");
}

#[test]
fn an_articles_own_question_is_its_own() {
    let articles = [
        (
            "a.md",
            "---\ntitle: Zasady\nkeywords: [kiedy, wolno, palić, liście]\n---\nKiedy wolno palić liście.",
        ),
        ("b.md", "---\ntitle: Zasady\nquestions: [kiedy wolno palić liście]\n---\nPrzepisy gminy."),
    ];
    let own = |own| {
        let engine = weighing(&articles, Weights { own, profile: 0.0, ..Weights::DEFAULT });
        let response = ask(&engine, "wolno palić liście");
        hit(&response, "b").score / hit(&response, "a").score
    };
    assert!(own(0.4) > 1.1 * own(0.0), "{} and {}", own(0.4), own(0.0));
}

#[test]
fn of_an_articles_own_questions_the_one_that_is_asked_counts_whichever_stands_first() {
    let ask_with = |questions: &str| {
        let text = format!("---\ntitle: Zasady\nquestions: [{questions}]\n---\nPrzepisy gminy.");
        let engine = engine(&[("a.md", &text)]);
        hit(&ask(&engine, "wolno palić liście"), "a").score
    };
    let first = ask_with("wolno palić liście, liście kiedy palić czy wolno");
    let last = ask_with("liście kiedy palić czy wolno, wolno palić liście");
    assert!((first - last).abs() < 1e-3 * first, "{first} and {last}");
}

#[test]
fn shares_of_a_question_are_shares_of_what_its_words_say() {
    let engine =
        engine(&[("a.md", "---\ntitle: Fontanna\n---\nWoda."), ("b.md", "---\ntitle: Pomnik\n---\nKamień.")]);
    let response = engine.search(&SearchRequest { explain: true, ..testkit::request("fontanna pomnik") });
    for id in ["a", "b"] {
        let line = hit(&response, id).explanation.iter().find(|line| line.starts_with("pokrycie")).unwrap();
        assert!(line.starts_with("pokrycie pytania 50 %, w jednym miejscu 50 %, kolejność 0 %"), "{line}");
    }
    let response = engine.search(&SearchRequest { explain: true, ..testkit::request("fontanna woda") });
    let line = &hit(&response, "a").explanation;
    let line = line.iter().find(|line| line.starts_with("pokrycie")).unwrap();
    assert!(line.starts_with("pokrycie pytania 100 %, w jednym miejscu 50 %"), "{line}");
}

/// An engine with one machine-read article.
fn scanned(text: &str, repaired: &[(&str, &str)], misread: bool) -> Engine {
    let engine = engine(&[("b.md", "---\ntitle: Inna sprawa\n---\nWydział Komunikacji przyjmuje w piątki.")]);
    let changes = engine.changes(Size::Few).unwrap();
    let scan = article("a.md", &format!("---\ntitle: Skan\n---\n{text}\n"));
    let mut repairs = |texts: &[&str]| {
        let in_text = |text: &&str| {
            let found = repaired.iter().filter_map(|(read, meant)| {
                let start = text.find(read)?;
                Some(Replacement { span: start..start + read.len(), text: (*meant).to_owned() })
            });
            found.collect()
        };
        texts.iter().map(in_text).collect()
    };
    testkit::add(&engine, &changes, &scan, "a.md", &mut repairs, misread);
    changes.finish().unwrap();
    engine
}

#[test]
fn a_word_that_a_machine_misread_is_found_as_it_was_meant_and_as_it_was_read() {
    let engine = scanned(
        "Referat obs1ugi rnieszkanca.",
        &[("obs1ugi", "obsługi"), ("rnieszkanca", "mieszkańca")],
        false,
    );
    let meant = ask(&engine, "obsługa mieszkańca");
    assert_eq!(ids(&meant), ["a"]);
    assert!(meant.hits[0].flags.contains(&Flag::Ocr), "{:?}", meant.hits[0].flags);
    assert_eq!(
        marked(&engine, "obsługa mieszkańca"),
        ["obs1ugi", "rnieszkanca"],
        "marks point into the scan"
    );
    assert_eq!(ask(&engine, "obsługi?").hits[0].why, [Why::Ocr]);
    assert_eq!(ids(&ask(&engine, "rnieszkanca")), ["a"], "the bad print itself can be quoted");
    let clean = scanned("Referat obs1ugi rnieszkanca.", &[], false);
    assert!(ask(&clean, "obsługa mieszkańca").hits.is_empty(), "without repairs nothing is found");
    assert!(!ask(&clean, "referat").hits[0].flags.contains(&Flag::Ocr));
}

#[test]
fn one_letter_is_forgiven_in_a_scan_that_repair_cannot_mend_and_nowhere_else() {
    let text = "Wydział Komun1kacji przyjmuje wnioski kierowców.";
    let score = |misread| {
        let engine = scanned(text, &[], misread);
        let request = SearchRequest { explain: true, ..testkit::request("wydział komunikacji wnioski") };
        let response = engine.search(&request);
        hit(&response, "a").explanation.join("\n")
    };
    assert!(
        score(true).contains("kolejność 50 %") || score(true).contains("kolejność 100 %"),
        "{}",
        score(true)
    );
    assert_ne!(score(true), score(false));
    assert!(score(false).contains("kolejność 0 %"), "{}", score(false));
}

#[test]
fn words_of_five_letters_are_forgiven_a_misread_one_and_shorter_words_are_not() {
    let order = |text: &str, question: &str| {
        let engine = scanned(text, &[], true);
        let request = SearchRequest { explain: true, ..testkit::request(question) };
        hit(&engine.search(&request), "a").explanation.join("\n")
    };
    let together = order("Wydział przyjmuje wn1os od kierowców.", "wydział przyjmuje wnios");
    assert!(together.contains("kolejność 100 %"), "{together}");
    let apart = order("Wydział przyjmuje k0sz od kierowców.", "wydział przyjmuje kosz");
    assert!(!apart.contains("kolejność 100 %"), "{apart}");
}

#[test]
fn what_is_missing_from_a_scan_that_repair_cannot_mend_may_stand_there_all_the_same() {
    let lost = |misread| {
        let engine = scanned("Wydział przyjmuje wnioski o dopłatę.", &[], misread);
        let score = |question| hit(&ask(&engine, question), "a").score;
        score("dopłatę tramwajarzy") / score("dopłatę")
    };
    assert!(lost(true) > 1.1 * lost(false), "{} and {}", lost(true), lost(false));
}

#[test]
fn of_passages_that_say_as_much_the_one_that_says_less_beside_it_is_shown() {
    let engine = engine(&[(
        "a.md",
        "---\ntitle: Zasady\n---\n## Pierwsza\n\nBasen jest w remoncie, a o terminie otwarcia powie gmina w ogłoszeniu na stronie.\n\n## Druga\n\nBasen jest czynny.\n",
    )]);
    assert_eq!(ask(&engine, "basen").hits[0].answer.heading, "Druga");
}

#[test]
fn who_types_a_heading_finds_the_section_under_it() {
    let articles = [
        (
            "a.md",
            "---\ntitle: Fundusz\n---\n## Zasady\n\nBasen i boisko.\n\n## Komisja\n\nObraduje w środy.\n\n## Dotacje dla \
             klubów\n\nSkłada się je w lipcu.\n\n## Terminy\n\nRok.\n",
        ),
        (
            "b.md",
            "---\ntitle: Dotacje i kluby\nquestions: [kto dostaje dotacje, jakie kluby dostają dotacje, dotacje i kluby sportowe]\n---\nDotacje. Kluby. Dotacje dostają kluby, a kluby biorą dotacje.\n",
        ),
    ];
    let first = |weights, question: &str| ids(&ask(&weighing(&articles, weights), question))[0].to_owned();
    assert_eq!(first(Weights::DEFAULT, "dotacje dla klubów"), "a");
    assert_eq!(first(Weights { headed: 0.0, ..Weights::DEFAULT }, "dotacje dla klubów"), "b");
    // A heading that says more than the question is not its name, and one word heads sections of many matters.
    let worth = |question: &str| {
        let score = |headed| {
            hit(&ask(&weighing(&articles, Weights { headed, ..Weights::DEFAULT }), question), "a").score
        };
        score(3.0) / score(0.0)
    };
    assert!(worth("dotacje dla klubów") > 1.5, "{}", worth("dotacje dla klubów"));
    assert_eq!(worth("komisja"), 1.0);
    assert_eq!(worth("dotacje dla klubów i szkół"), 1.0);
}
