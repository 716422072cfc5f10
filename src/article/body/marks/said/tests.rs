//! What says in passing that it is internal, and what only describes things of the city with the same words.
#![allow(clippy::unwrap_used)]

use crate::article::body::marks::tests::{read, residents};
use crate::article::check::codes;
use crate::article::{Audience, Severity, parse};

#[track_caller]
fn close(bodies: &[&str]) {
    let open: Vec<&&str> = bodies.iter().filter(|body| residents(body).is_some()).collect();
    assert!(open.is_empty(), "{} do not close the article: {open:#?}", open.len());
}

#[track_caller]
fn stay_open(bodies: &[&str]) {
    let closed: Vec<String> = bodies
        .iter()
        .filter(|body| residents(&format!("{body}\n\nTekst.\n")).is_none())
        .map(|body| format!("{body:?} {:?}", read(body).problems))
        .collect();
    assert!(closed.is_empty(), "{} are closed: {closed:#?}", closed.len());
}

/// Whether an editor is warned of it, on its line.
fn is_warned(body: &str) -> bool {
    let problems = read(body).problems;
    problems.iter().any(|problem| {
        problem.code == codes::PERHAPS_INTERNAL && problem.severity == Severity::Warning && problem.line == 7
    })
}

#[test]
fn a_heading_that_says_so_in_any_corner_closes_the_article() {
    let headings = [
        "A, wewnętrzne",
        "Opłata, tylko dla konsultantów",
        "A /wewnętrzne/",
        "A =wewnętrzne=",
        "A ^poufne^",
        "A #wewnętrzne",
        "A @poufne",
        "A !wewnętrzne",
        "A (int.)",
        "A (INT)",
        "A (interne)",
        "A (vewnętrzne)",
        "A (wnętrzne)",
        "A (do wewnątrz)",
        "A (wewnętrzne, KCK)",
        "A (🅘🅝🅣🅔🅡🅝🅐🅛)",
        "A (ⓘⓝⓣⓔⓡⓝⓐⓛ)",
        "A (🅆🄴🅆🄽🄴🅃🅁🅉🄽🄴)",
        "A (ɪɴᴛᴇʀɴᴀʟ)",
        "Notatka dla agenta",
        "Wskazówki dla konsultantów",
        "Instrukcja wewnętrzna",
        "Procedura wewnętrzna",
        "Zasady wewnętrzne",
        "Dla pracowników infolinii",
        "Dla zespołu KCK",
        "Tylko dla nas",
        "🔒 A",
        "A 🔒",
        "A {wewn}",
        "A {xyz}",
        "A {dla nas}",
        "A {KCK}",
        "A {uwaga}",
    ];
    let bodies: Vec<String> = headings.iter().map(|heading| format!("## {heading}\n\nSEKRET\n")).collect();
    close(&bodies.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn running_text_that_says_so_closes_the_article() {
    close(&[
        "WEWNĘTRZNE SEKRET\n",
        "WEWNĘTRZNE! sekret\n",
        "NIE PUBLIKOWAĆ sekret\n",
        "TYLKO DLA KONSULTANTÓW sekret\n",
        "Opłata 10 zł WEWNĘTRZNE\n",
        "INTERNAL SEKRET\n",
        "- INTERNAL SEKRET\n",
        "internal sekret\n",
        "<strong>INTERNAL</strong> SEKRET\n",
        "<b>Wewnętrzne</b> SEKRET\n",
        "<p><b>Wewnętrzne</b> SEKRET</p>\n",
        "<p>SEKRET <small>wewnętrzne</small></p>\n",
        "- **Wewnętrzne** – SEKRET\n",
        "- **Wewnętrzne** SEKRET\n",
        "SEKRET – wewnętrzne\n",
        "- SEKRET – wewnętrzne\n",
        "SEKRET. Wewnętrzne.\n",
        "SEKRET <small>wewnętrzne</small>\n",
        "SEKRET **poufne**\n",
        "h2. Wewnętrzne\n\nSEKRET\n",
        "==== Wewnętrzne ====\nSEKRET\n",
        "Wewnętrzne\nSEKRET\n",
        "Wewnętrzne\n: SEKRET\n",
        "#wewnętrzne SEKRET\n",
        "🔒 SEKRET\n",
        "INT: SEKRET\n",
        "`{.internal}` SEKRET\n",
        "| Wewnętrzne | b |\n|---|---|\n| a | SEKRET |\n",
        "| a | b |\n|---|---|\n| Wewnętrzne | SEKRET |\n",
        "<table><tr><td>Wewnętrzne</td><td>SEKRET</td></tr></table>\n",
        "[SEKRET](https://e.pl \"wewnętrzne\")\n",
        "Jawne, poufne: SEKRET\n",
        "10 zł; dla konsultanta: SEKRET\n",
    ]);
}

#[test]
fn a_header_that_says_so_closes_the_article_and_names_its_line() {
    for key in [
        "title: \"Opłata, tylko dla konsultantów\"",
        "title: A\nfacts: {fee: \"INTERNAL sekret\"}",
        "title: A\nfacts: {fee: \"10 zł, wewnętrzne: SEKRET\"}",
        "title: A\nfacts: {deadline: \"14 dni; dla konsultanta: SEKRET\"}",
        "title: A\nfacts: {documents: [\"SEKRET – wewnętrzne\"]}",
        "title: A\nfacts: {documents: [\"SEKRET, tylko dla konsultantów\"]}",
        "title: A\nsource: {title: \"SEKRET – wewnętrzne\"}",
        "title: A\nkeywords: [a, \"wewnętrzne sekret\"]",
        "title: A\nkeywords: [a, \"🔒 sekret\"]",
    ] {
        let parsed = parse("a.md", format!("---\naudience: public\n{key}\n---\nx\n").as_bytes());
        assert_eq!(parsed.article.unwrap().audience, Audience::Internal, "{key}");
        let line = 2 + key.lines().count();
        let told = parsed.problems.iter().any(|one| one.code == codes::STRAY_INTERNAL && one.line == line);
        assert!(told, "{key}: {:?}", parsed.problems);
    }
}

#[test]
fn a_value_of_the_header_that_begins_to_say_so_in_brackets_closes_the_article() {
    let read = |key: &str| {
        let parsed = parse("a.md", format!("---\ntitle: A\naudience: public\n{key}\n---\nx\n").as_bytes());
        parsed.article.unwrap().audience
    };
    for key in [
        "facts:\n  fee: \"17 zł (wewnętrznie liczymy 20)\"",
        "facts:\n  fee: \"17 zł (nie podawać dzwoniącym zniżki)\"",
        "facts:\n  fee: \"17 zł (nie mówić)\"",
        "facts:\n  fee: \"17 \u{202e}zł\u{202c}\"",
        "source: {title: \"Notatka wewnętrzna\"}",
        "source: {title: \"Procedura wewnętrzna\"}",
    ] {
        assert_eq!(read(key), Audience::Internal, "{key}");
    }
    for key in [
        "facts:\n  fee: \"17 zł (nie dotyczy dzieci)\"",
        "facts:\n  documents: [\"zaświadczenie (nie wysyłać skanu)\"]",
        "source: {title: \"Regulamin wewnętrzny\"}",
    ] {
        assert_eq!(read(key), Audience::Public, "{key}");
    }
}

#[test]
fn a_word_that_describes_the_noun_beside_it_closes_nothing() {
    let described = [
        "## Winda (wewnętrzna)",
        "## Drogi /wewnętrzne/",
        "## Schody *wewnętrzne*",
        "## Przedszkola (prywatne)",
        "## Głosowanie (tajne)",
        "## Kamery (ukryte)",
        "## Paszport (służbowy)",
        "- wewnętrzne: sztuczne oświetlenie",
        "Tylko dla pracowników: zniżka.",
        "Informacje niejawne: pełnomocnik ochrony.",
        "## Dane poufne",
        "Nie publikować: zaznacz w formularzu.",
        "[wewnętrzne](https://e.pl/)",
        "## Formularz {DJ-1}",
        "## Art. 5 {2}",
        "## Ścieżka {rowerowa}",
        "## Dla konsultanta",
        "## Dla agenta",
        "<summary>Dla konsultanta</summary>",
        "<details><summary>Dla konsultantki</summary>x</details>",
        "**Dla agenta**",
    ];
    stay_open(&described);
    let unsaid: Vec<_> = described.iter().filter(|body| !is_warned(body)).collect();
    assert!(unsaid.is_empty(), "nobody is warned of {unsaid:#?}");
    stay_open(&[
        "- wewnętrzne – 20 zł\n- zewnętrzne – 30 zł",
        "| Drzwi | Cena |\n|---|---|\n| Wewnętrzne | 10 zł |\n| Zewnętrzne | 20 zł |",
        "Rodzaje dróg:\n\n- gminne\n- wewnętrzne",
        "Zasięg międzynarodowy (intern.)",
        "Terminal (int.) i Int. Airport Kraków",
        "## Rynek wewnętrzny UE (Internal Market)",
        "Internal Market Information to system Komisji.",
        "WEWNĘTRZNE DROGI OSIEDLA sprząta zarządca.",
        "MINISTERSTWO SPRAW WEWNĘTRZNYCH",
        "Numer WEWNĘTRZNY 12 odbiera sekretariat.",
        "Wymieniamy drzwi **wewnętrzne**.",
        "Stan (wnętrza) lokalu",
        "Koszt: 10 zł/m2, koszt/rok/lokal",
    ]);
    for key in [
        "title: \"Drogi (wewnętrzne) – odśnieżanie\"",
        "title: A\nkeywords: [\"wewnętrzne\", \"wewn.\", \"wewnętrzne drogi\"]",
        "title: A\nsource: {title: \"Audyt (wewnętrzny)\"}",
    ] {
        let parsed = parse("a.md", format!("---\naudience: public\n{key}\n---\nx\n").as_bytes());
        assert_eq!(parsed.article.unwrap().audience, Audience::Public, "{key}: {:?}", parsed.problems);
    }
}

#[test]
fn the_same_words_close_where_they_describe_no_thing() {
    close(&[
        "## Winda (wewnętrzne)\n\nSEKRET\n",
        "## Procedura (wewnętrzna)\n\nSEKRET\n",
        "## Opłata (wewnętrzna)\n\nSEKRET\n",
        "## Notatki (prywatne)\n\nSEKRET\n",
        "## Procedura (ukryta)\n\nSEKRET\n",
        "## Wniosek (tajne)\n\nSEKRET\n",
        "- wewnętrzne: SEKRET\n",
    ]);
}

#[test]
fn what_is_hidden_reserved_or_shortened_closes_like_its_kin() {
    for body in [
        "## Procedura (W)",
        "## (W) Uwagi",
        "## Instrukcja – W",
        "## Ukryte",
        "## Sekcja ukryta",
        "## Procedura – ukryte",
        "## Procedura (służb.)",
        "## Do użytku służb.",
        "## Zastrzeżone",
        "## Treść zastrzeżona",
        "## Procedura (zastrz.)",
        "## Procedura (pouf.)",
        "## Procedura (pryw.)",
        "**Zastrzeżone**",
        "## Opłata {ukryj}",
        "## Ukryć",
        "## Nie mówić",
        "## Notatka prywatna",
        "## Opłata (внутр.)",
        "Ukryte: hasło",
        "Służb.: hasło",
    ] {
        assert!(residents(&format!("{body}\n\nSEKRET\n")).is_none(), "{body:?} is shown");
    }
}

#[test]
fn what_an_article_is_about_does_not_close_it() {
    for body in [
        "## Informacja poufna (RODO)",
        "## Informacja poufna: czym jest",
        "## Informacje niejawne (ustawa)",
        "## Dokumenty zastrzeżone",
        "## Zastrzeżony PESEL",
        "## Ukryte wady",
        "## Wady ukryte",
        "## Zastrzeżone miejsca parkingowe",
        "## Przystanek Dworzec (W)",
        "## Winda (W) – wejście od ul. Siennej",
        "## Niepubliczne",
        "Zastrzeżone: dowody, prawa jazdy",
        "Nie podawać: PIN, hasła",
        "## Jak ukryć numer",
        "## Prywatne",
    ] {
        assert!(residents(&format!("{body}\n\nJawne i to.\n")).is_some(), "{body:?} closes the article");
    }
    assert!(residents("## Informacja poufna\n\nSEKRET\n").is_none());
}
