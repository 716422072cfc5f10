//! Words that say for whom something is, where they are a label and where they are not.
#![allow(clippy::unwrap_used)]

use crate::article::body::marks::tests::{read, residents};
use crate::article::check::codes;
use crate::article::force::validity::State;
use crate::article::force::visibility::PublicArticle;
use crate::article::testkit::grows_with_its_length;
use crate::article::{Audience, Severity, parse};

/// What people write for `internal`, each alone enough in a bracket.
const WORDS: [&str; 58] = [
    "wewnętrzne",
    "wewnętrzny",
    "wewnętrzna",
    "wewnętrznego",
    "wewnętrznej",
    "WEWNĘTRZNE",
    "wewnetrzne",
    "wewnętrznie",
    "wewn.",
    "wew.",
    "wewnęrzne",
    "wewnętrne",
    "wewnetszne",
    "wenwetrzne",
    "w e w n ę t r z n e",
    "wewnę-trzne",
    "do użytku wewnętrznego",
    "do użytku służbowego",
    "tylko do użytku wewnętrznego",
    "użytek wewnętrzny",
    "wyłącznie do użytku służbowego",
    "na użytek wewnętrzny",
    "nie dla mieszkańców",
    "nie dla mieszkańca",
    "nie dla dzwoniących",
    "nie dla klientów",
    "nie publikować",
    "nie podawać mieszkańcom",
    "nie czytać dzwoniącym",
    "nie udostępniać",
    "tylko dla agentów",
    "tylko dla konsultantów",
    "tylko dla konsultanta",
    "tylko dla pracowników",
    "wyłącznie dla urzędników",
    "jedynie dla redakcji",
    "dla agentów",
    "dla konsultanta",
    "do wiadomości konsultanta",
    "poufne",
    "poufny",
    "POUFNE!",
    "ściśle poufne",
    "służbowe",
    "służbowo",
    "tajne",
    "ściśle tajne",
    "niejawne",
    "internal",
    "Internal",
    "intern",
    "intrenal",
    "inetrnal",
    "internall",
    "inter nal",
    "inter-nal",
    "i n t e r n a l",
    "int3rnal",
];

#[test]
fn words_in_brackets_close_the_article_wherever_a_mark_would_stand() {
    let places = [
        "## Dla kogo (@)\n\nSEKRET\n",
        "## Dla kogo [@]\n\nSEKRET\n",
        "## Dla kogo <@>\n\nSEKRET\n",
        "## Dla kogo „@”\n\nSEKRET\n",
        "## (@) Procedura\n\nSEKRET\n",
        "Procedura （@）\n---\n\nSEKRET\n",
        "> ### Procedura (@)\n\nSEKRET\n",
        "(@) SEKRET i inne słowa.\n",
        "SEKRET i inne słowa (@).\n",
        "Jawne. (@) SEKRET.\n",
        "- SEKRET (@)\n- jawne\n",
        "> (@) SEKRET\n",
        "| SEKRET (@) | x |\n|---|---|\n| a | b |\n",
        "| x | y |\n|---|---|\n| a | (@) SEKRET |\n",
        "**Procedura (@)**\n\nSEKRET\n",
        "<h2>Procedura (@)</h2>\n\nSEKRET\n",
        "<details><summary>Procedura (@)</summary>\n\nSEKRET\n\n</details>\n",
        "Jawne (@: SEKRET) i dalej.\n",
    ];
    let mut open = Vec::new();
    for word in WORDS {
        for place in places {
            if place.contains("<@>") && word.contains(' ') {
                continue;
            }
            let body = place.replace('@', word);
            if residents(&body).is_some() {
                open.push(body);
            }
        }
    }
    assert!(open.is_empty(), "{} do not close the article: {open:#?}", open.len());
}

#[test]
fn words_before_a_colon_and_behind_a_dash_close_the_article() {
    let places = [
        "## @: SEKRET\n\nSEKRET\n",
        "## Procedura – @\n\nSEKRET\n",
        "## Procedura - @\n\nSEKRET\n",
        "## Procedura | @\n\nSEKRET\n",
        "## @ – procedura\n\nSEKRET\n",
        "@: SEKRET i inne słowa.\n",
        "Jawne. @: SEKRET i inne słowa.\n",
        "**@:** SEKRET\n",
        "> **@:** SEKRET\n",
        "- @: SEKRET\n",
        "1. @: SEKRET\n",
        "| @: SEKRET | x |\n|---|---|\n| a | b |\n",
        "<p>@: SEKRET</p>\n",
        "Jawne.  \n@: SEKRET\n",
        "Jawne.<br>@: SEKRET\n",
    ];
    let mut open = Vec::new();
    // „Tylko dla pracowników: zniżka” is what employers offer.
    let said = |word: &&str| !word.ends_with('!') && *word != "tylko dla pracowników";
    for word in WORDS.into_iter().filter(said) {
        for place in places {
            let body = place.replace('@', word);
            if residents(&body).is_some() {
                open.push(body);
            }
        }
    }
    assert!(open.is_empty(), "{} do not close the article: {open:#?}", open.len());
}

#[test]
fn words_that_are_all_there_is_close_the_article() {
    let places = [
        "## @\n\nSEKRET\n",
        "**@**\n\nSEKRET\n",
        "**@** SEKRET\n",
        "## Procedura *@*\n\nSEKRET\n",
        "<h2>@</h2>\n\nSEKRET\n",
        "<details>\n<summary>@</summary>\n\nSEKRET\n\n</details>\n",
        "~~~@\nSEKRET\n~~~\n",
        "<p title='@'>SEKRET</p>\n",
        "@\n\nSEKRET\n",
    ];
    // „Dla konsultanta” alone says who is addressed; the manual's own heading is that.
    let mut open = Vec::new();
    for word in WORDS.into_iter().filter(|word| !word.starts_with("dla ")) {
        for place in places {
            let body = place.replace('@', word);
            if residents(&body).is_some() {
                open.push(body);
            }
        }
    }
    assert!(open.is_empty(), "{} do not close the article: {open:#?}", open.len());
    for body in [
        "## Dla konsultanta (.1nternal)\n\nSEKRET\n",
        "## Dla konsultanta (internals)\n\nSEKRET\n",
        "## Dla konsultanta #wewnętrzne\n\nSEKRET\n",
        "## Tylko dla agentów\n\nSEKRET\n",
        "[x]\n\n[x]: https://e.pl 'tajne {.internal}'\n",
        "[r][]\n\n[r]: https://e.pl/{.internal}tajne\n",
        "[a](https://e.pl \"tajne {.internal}\")\n",
        "[a](https://e.pl/%7B.internal%7Dtajne)\n",
        "[a](https://e.pl 'SEKRET ::: internal')\n",
        "[a](https://e.pl 'SEKRET (tylko dla konsultantów)')\n",
        "![SEKRET (wewnętrzne)](/a.png)\n",
        "![plan](/a.png \"SEKRET {.internal}\")\n",
        "<p title='{.internal}'>SEKRET</p>\n",
        "<a href=\"/a\" title=\"SEKRET {.internal}\">x</a>\n",
        "<a href=\"/{.internal}\">x</a>\n",
        "<img src=\"/a.png\" alt=\"SEKRET (do użytku służbowego)\">\n",
        "Jawne[^a].\n\n[^a]: (wewnętrzne) SEKRET\n",
        "Jawne[^wewnętrzne].\n\n[^wewnętrzne]: SEKRET\n",
        "```\nInternal: SEKRET\n```\n",
        "Jawne `(do użytku wewnętrznego) SEKRET`.\n",
        "Jawne\nINTERNAL: SEKRET\n",
        "Jawne – do użytku wewnętrznego.\n",
        "10 zł (internal: SEKRET)\n",
    ] {
        assert!(residents(body).is_none(), "{body:?} does not close the article");
    }
}

#[test]
fn every_text_of_the_header_that_residents_are_told_is_looked_at_and_the_line_is_named() {
    let marks = [
        "{.internal}",
        "{ .internal }",
        "(internal)",
        "(wewnętrzne)",
        "[wewnętrzne: SEKRET]",
        "(internal: SEKRET)",
        "(tylko dla konsultantów)",
        "::: internal",
        "(nie dla mieszkańców)",
    ];
    let keys = [
        "title: \"SEKRET @\"",
        "title: A\nsummary: \"SEKRET @\"",
        "title: A\nunit: \"SEKRET @\"",
        "title: A\ncategory: \"SEKRET @\"",
        "title: A\nkeywords: [a, \"SEKRET @\"]",
        "title: A\nkeywords:\n  - a\n  - \"SEKRET @\"",
        "title: A\nquestions: [\"SEKRET @\"]",
        "title: A\nfacts: {fee: \"10 zł SEKRET @\"}",
        "title: A\nfacts:\n  phone: [\"12 616 55 55\", \"12 616 00 00 @\"]",
        "title: A\nfacts:\n  phone:\n    - 12 616 55 55\n    - \"12 616 00 00 @\"",
        "title: A\nfacts: {email: \"a@a.pl @\"}",
        "title: A\nfacts: {address: \"ul. A 1 @\"}",
        "title: A\nfacts: {hours: \"Mo-Fr @\"}",
        "title: A\nfacts: {deadline: \"SEKRET @\"}",
        "title: A\nfacts: {documents: [\"SEKRET @\"]}",
        "title: A\nfacts: {fee: [\"10 zł\", \"SEKRET @\"]}",
        "title: A\nsource: \"SEKRET @\"",
        "title: A\nsource: {title: \"SEKRET @\"}",
    ];
    for key in keys {
        let bare = format!("---\naudience: public\n{}\n---\nJawne.\n", key.replace('@', ""));
        let open = parse("a.md", bare.as_bytes()).article.unwrap();
        assert!(PublicArticle::new(&open, &State::InForce).is_some(), "{bare}");
        for mark in marks {
            let text = bare.replace(&key.replace('@', ""), &key.replace('@', mark));
            let parsed = parse("a.md", text.as_bytes());
            let article = parsed.article.unwrap();
            assert_eq!(article.audience, Audience::Internal, "{text}");
            assert!(PublicArticle::new(&article, &State::InForce).is_none(), "{text}");
            let line = 1 + text.lines().position(|line| line.contains(mark)).unwrap();
            let told = parsed.problems.iter().find(|one| one.code == codes::STRAY_INTERNAL).unwrap();
            assert!(told.line == line && told.help.contains("{.internal}"), "{text}: {told:?}");
            // Whoever makes an article by other ways comes to the same door.
            let public = crate::article::Article { audience: Audience::Public, ..article };
            assert!(PublicArticle::new(&public, &State::InForce).is_none(), "{text}");
        }
    }
    for address in [
        "https://e.pl/{.internal}tajne",
        "https://e.pl/%7B.internal%7D",
        "https://e.pl/(do-użytku-wewnętrznego)",
    ] {
        for key in ["facts: {link: \"@\"}", "source: {title: A, url: \"@\"}"] {
            let text =
                format!("---\ntitle: A\naudience: public\n{}\n---\nJawne.\n", key.replace('@', address));
            let parsed = parse("a.md", text.as_bytes());
            assert_eq!(parsed.article.unwrap().audience, Audience::Internal, "{text}");
            assert!(
                parsed.problems.iter().any(|one| one.severity == Severity::Error && one.line == 4),
                "{text}"
            );
        }
    }
    let file = parse("sprawy/Notatka (wewnętrzne).md", b"---\naudience: public\n---\nx\n");
    assert_eq!(file.article.unwrap().audience, Audience::Internal, "a file's name is a title, too");
}

#[test]
fn the_page_is_looked_at_once_more_when_all_else_let_it_through() {
    for body in ["(wewnętrzne) SEKRET", "[a](https://e.pl 'SEKRET {.internal}')", "- a\n- INTERNAL: SEKRET"]
    {
        let article = read(body).article.unwrap();
        assert_eq!(article.audience, Audience::Internal);
        let public = crate::article::Article { audience: Audience::Public, ..article };
        assert!(PublicArticle::new(&public, &State::InForce).is_none(), "{body}");
    }
}

#[test]
fn the_error_says_what_it_found_and_what_to_do() {
    let parsed = read("## Dalej\n\nJawne.\n\n- a\n- Wewnętrzne: SEKRET\n");
    let problem = parsed.problems.iter().find(|one| one.severity == Severity::Error).unwrap();
    assert_eq!((problem.line, problem.code), (12, codes::STRAY_INTERNAL));
    assert!(
        problem.message.contains("Wewnętrzne: SEKRET") && problem.message.contains("cały artykuł"),
        "{problem:?}"
    );
    assert!(problem.help.contains("## Dla konsultanta {.internal}"), "{problem:?}");
}

#[test]
fn in_an_internal_section_or_article_words_are_only_words() {
    let section = "## Dla nas {.internal}\n\nWewnętrzne: SEKRET\n\n### Poufne\n\n- SEKRET (wewnętrzne)\n\n<p>(wewnętrzne) SEKRET</p>\n";
    let public = residents(section).unwrap_or_else(|| panic!("{:?}", read(section).problems));
    assert!(!format!("{public:?}").contains("SEKRET"));
    let text = "---\ntitle: Procedura (wewnętrzna)\nsummary: \"Poufne: a\"\n---\n## Wewnętrzne\n\n(tylko dla konsultantów) x\n\n[a](/b 'c (wewnętrzne)')\n";
    let problems = parse("a.md", text.as_bytes()).problems;
    assert!(problems.is_empty(), "{problems:?}");
}

/// Lines as a city writes them.
const INNOCENT: [&str; 64] = [
    "Numer wewnętrzny 12.",
    "Telefon 12 616 55 55, wewnętrzny 34 (sekretariat).",
    "Tel. 12 616 00 00 (wewn. 12).",
    "Tel. 12 616 00 00 wewn. 12, 13",
    "Wewnętrzny: 12",
    "wewn.: 12 lub 13",
    "- wewn. – 12",
    "Instalacja wewnętrzna gazu wymaga przeglądu co roku.",
    "## Instalacja wewnętrzna gazu",
    "## Drogi wewnętrzne",
    "## Drogi wewnętrzne: kto odśnieża",
    "Winda wewnętrzna nie działa.",
    "Dział wewnętrzny poczty.",
    "Wydział Spraw Wewnętrznych",
    "## Wydział Spraw Wewnętrznych",
    "**Ministerstwo Spraw Wewnętrznych i Administracji**",
    "Oddział chorób wewnętrznych (interna) w Szpitalu Narutowicza.",
    "## Oddział chorób wewnętrznych (interna)",
    "Kontrola wewnętrzna i audyt wewnętrzny: Biuro Kontroli.",
    "- drzwi zewnętrzne i wewnętrzne",
    "Drzwi (wewnętrzne i zewnętrzne) wymienia właściciel.",
    "Wymiana okien (wewnętrznych) w lokalu gminnym kosztuje.",
    "| Rodzaj | Opłata |\n|---|---|\n| zewnętrzne | 10 zł |\n| wewnętrzne | 20 zł |",
    "Toaleta (wewnątrz).",
    "## Parking wewnątrz budynku",
    "Wewnątrz: szatnia i kasa.",
    "Przez internet (Internet) albo w urzędzie.",
    "Internet: www.krakow.pl",
    "## Internet",
    "Internat: ul. Szablowskiego 1",
    "## Przedszkola – niepubliczne",
    "Niepubliczne: 120 zł, publiczne: 0 zł.",
    "- prywatne: 300 zł",
    "Osoba prywatna: 30 dni.",
    "Wycinka drzewa (osoba prywatna)",
    "## Agencja Mienia Wojskowego (AMW)",
    "Agent nieruchomości (agent) nie jest pracownikiem miasta.",
    "Konsultant: odbiera telefon od 7:40.",
    "## Konsultant",
    "## Dla konsultanta",
    "Rozmowę odbiera człowiek (konsultant).",
    "## W czym pomoże konsultant",
    "Bilety dla pracowników: pytaj w punkcie.",
    "## Dla pracowników",
    "## Karta – dla pracowników",
    "Bony dla pracowników (500 zł).",
    "Paszporty (dyplomatyczne, służbowe) wydaje ministerstwo.",
    "Samochód służbowy: wniosek składa firma.",
    "Ze względu na tajemnicę służbową nie podajemy nazwisk.",
    "## Tajne głosowanie",
    "Głosowanie jest tajne, a karty – poufne dla komisji.",
    "## Poufność danych",
    "## Poufność",
    "## Tajniki ogrodnictwa",
    "## Zastrzeżenia",
    "Zastrzeżenie: PESEL zastrzegasz w mObywatelu.",
    "Nie podawaj: numeru PESEL ani hasła.",
    "Nie dla każdego: próg dochodowy to 800 zł.",
    "Nie publikujemy: adresów i nazwisk.",
    "Parking jest tylko dla mieszkańców.",
    "## Tylko dla mieszkańców",
    "(tylko dla mieszkańców Krakowa) Zniżka 50%.",
    "Interia: poczta. Interpol (Interpol) też.",
    "## Kraków International (KI) i [Interreg](https://interreg.eu \"Interreg\")",
];

#[test]
fn what_a_city_writes_about_windows_roads_and_offices_stays_open() {
    let closed: Vec<_> = INNOCENT
        .iter()
        .filter_map(|body| {
            let parsed = read(&format!("{body}\n\nTekst.\n"));
            let open = PublicArticle::new(parsed.article.as_ref()?, &State::InForce).is_some();
            (!open).then(|| format!("{body:?} {:?}", parsed.problems))
        })
        .collect();
    assert!(closed.is_empty(), "{} closed: {closed:#?}", closed.len());
    for header in [
        "title: Drogi wewnętrzne",
        "title: \"Wycinka drzewa (osoba prywatna)\"",
        "title: Telefony wewnętrzne urzędu",
        "title: \"Interna: oddział chorób wewnętrznych\"",
        "title: A\nkeywords: [wewnętrzny, numer wewnętrzny, poufne, tajne głosowanie, intranet]",
        "title: A\nsummary: Numer wewnętrzny 12, droga wewnętrzna i winda.",
        "title: A\nfacts: {phone: [\"12 616 55 55 wewn. 12\", \"12 616 55 56 (wewn. 3)\"], email: internal@a.pl, link: \"https://internal.krakow.pl/internal/a\"}",
        "title: A\nsource: {title: \"Zarządzenie wewnętrzne nr 1/2026\", url: \"https://a.pl/medycyna_(wewnętrzna)\"}",
    ] {
        let text = format!("---\naudience: public\n{header}\n---\nx\n");
        let parsed = parse("a.md", text.as_bytes());
        assert_eq!(parsed.article.unwrap().audience, Audience::Public, "{header} {:?}", parsed.problems);
    }
}

#[test]
fn what_is_full_of_words_and_brackets_is_read_in_the_time_of_its_length() {
    for (piece, times) in [
        ("[ wewn ", 10_000),
        ("(internal ", 10_000),
        ("internal: ", 10_000),
        ("((wewn)) ", 10_000),
        ("wewn: 1, ", 10_000),
        ("<i title='(x'>", 10_000),
        ("(internal)\n\n", 10_000),
        ("::: internal\n\n", 10_000),
        ("[r]: <((((((((((>\n", 8_000),
        ("## (internal) {.internal}\n\n", 8_000),
    ] {
        grows_with_its_length(
            |times| piece.repeat(times),
            times,
            |body| {
                crate::article::body::markdown::read(body, None);
            },
        );
    }
}
