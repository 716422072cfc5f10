//! Every way in which people write an internal heading, and texts that only look like it.
#![allow(clippy::unwrap_used)]

use crate::article::check::codes;
use crate::article::force::validity::State;
use crate::article::force::visibility::PublicArticle;
use crate::article::{Audience, Parsed, Severity, parse};

pub(super) fn read(body: &str) -> Parsed {
    parse("a.md", format!("---\ntitle: A\naudience: public\n---\nJawne.\n\n{body}").as_bytes())
}

/// What residents have of it; `None` where the article is closed to them, which then has an error on `line`.
#[track_caller]
pub(super) fn residents(body: &str) -> Option<PublicArticle> {
    let parsed = read(body);
    let article = parsed.article.unwrap();
    let public = PublicArticle::new(&article, &State::InForce);
    let errors = parsed.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    assert_eq!(
        public.is_none(),
        errors > 0,
        "closed if and only if an error says so: {body:?} {:?}",
        parsed.problems
    );
    assert_eq!(public.is_some(), article.audience == Audience::Public);
    public
}

#[test]
fn without_a_mark_all_of_it_is_for_residents() {
    let body = "## Dla konsultanta\n\nSEKRET\n\n### Głębiej\n\nSEKRET\n\n## Dalej\n\nTeż jawne.\n";
    let all = format!("{:?}", residents(body).unwrap());
    for word in ["SEKRET", "konsultanta", "Głębiej", "Jawne.", "Też jawne."] {
        assert!(all.contains(word), "{word} is not seen in {all}, so no test here could see that it leaks");
    }
}

#[test]
fn what_certainly_means_internal_hides_the_section_and_nothing_else() {
    let marks = [
        "{.internal}",
        "{ .internal }",
        "{\u{a0}.internal}",
        "{\u{200b}.internal}",
        "{.inter\u{ad}nal}",
        "{.int\u{200d}ern\u{2060}al\u{feff}}",
        "{\u{202d}.internal\u{202c}}",
        "{\t.internal\t}",
        "{\u{2003}.internal\u{3000}}",
        "{\u{1}.internal}",
        "{&nbsp;.internal}",
        "{&#8203;.internal&shy;}",
        "{. internal}",
        "{.Internal}",
        "{.INTERNAL}",
        "{ .Internal } ##",
        "{.internal} ####",
        "## {.internal}",
        "{.internal .ważne}",
        "{.ważne .internal}",
        "{#dla-nas .internal}",
        "{.internal #dla-nas}",
        "{#dla-nas.internal}",
        "{#dla-nas} {.internal}",
        "{.internal} {#dla-nas}",
        "{class=\"internal\"}",
        "{class='internal'}",
        "{class=internal}",
        "{class = internal}",
        "{CLASS=\"Internal\"}",
        "{class=\"uwaga internal\"}",
        "{class=„internal”}",
        "{class=“internal”}",
        "{class=«internal»}",
        "{lang=pl class=\"internal\"}",
        "{:.internal}",
        "{: .internal}",
        "{internal}",
        "{.internal",
        "\\{.internal\\}",
        "{\\.internal}",
        "&#123;.internal&#125;",
        "&lbrace;.internal&rbrace;",
        "｛．internal｝",
        "{．internal}",
        "❴.internal❵",
        "{.intеrnаl}",
        "{.ｉｎｔｅｒｎａｌ}",
        "{.íntérnal}",
        "`{.internal}`",
    ];
    for mark in marks {
        for body in [
            format!("## Dla konsultanta {mark}\n\nSEKRET\n\n## Dalej\n\nTeż jawne.\n"),
            format!(
                "## Dla konsultanta {mark}\n\nSEKRET\n\n### Głębiej\n\nSEKRET\n\n# Dalej\n\nTeż jawne.\n"
            ),
        ] {
            let public = residents(&body)
                .unwrap_or_else(|| panic!("{mark:?} closes the article: {:?}", read(&body).problems));
            let all = format!("{public:?}");
            assert!(!all.contains("SEKRET") && !all.contains("konsultanta"), "{mark:?}: {all}");
            assert!(all.contains("Jawne.") && all.contains("Też jawne."), "{mark:?}: {all}");
        }
    }
    for body in [
        "## {.internal} Dla konsultanta\n\nSEKRET\n",
        "## Dla {.internal} konsultanta\n\nSEKRET\n",
        "## {.internal}\n\nSEKRET\n",
        "Dla konsultanta {.internal}\n---\n\nSEKRET\n",
        "Dla konsultanta {.internal}\n===\n\nSEKRET\n",
        "   ## Dla konsultanta {.internal}\n\nSEKRET\n",
    ] {
        let all = format!(
            "{:?}",
            residents(body).unwrap_or_else(|| panic!("{body:?} closes: {:?}", read(body).problems))
        );
        assert!(!all.contains("SEKRET") && !all.contains("konsultanta"), "{body:?}: {all}");
    }
}

#[test]
fn what_looks_like_an_attempt_closes_the_article_and_names_its_line() {
    let headings = [
        "{”.internal”}",
        "{\".internal\"}",
        "{*.internal*}",
        "{.intenal}",
        "{.interal}",
        "{.intrenal}",
        "{.intern}",
        "{.internals}",
        "{.wewnetrzne}",
        "{.wewnętrzny}",
        "{wewnętrzne}",
        "{.tajne}",
        "{.konsultant}",
        "{.ważne}",
        "{2026 r.}",
        "{}",
        "{.}",
        "{#internal}",
        "{#}",
        "{class=\"intern\"}",
        "{class:internal}",
        "{internal=true}",
        "{internal: true}",
        "{data-internal}",
        "{audience=internal}",
        "{,internal}",
        "{-internal}",
        "{.internal)",
        "{.internal]",
        ".internal}",
        "(.internal)",
        "[.internal]",
        "[internal]",
        "<.internal>",
        "<!-- internal -->",
        "〔.internal〕",
        "【internal】",
        "(.wewnętrzne)",
        ".internal",
        "#internal",
        "- internal",
        "(internal)",
        "INTERNAL",
        "%internal%",
        "{{internal}}x",
        "{.internal}x{.ważne",
    ];
    let mut closed = 0;
    for mark in headings {
        let body = format!("## Dla konsultanta {mark}\n\nSEKRET\n");
        let Some(public) = residents(&body) else {
            let problems = read(&body).problems;
            assert!(
                problems.iter().any(|problem| problem.line == 7 && problem.help.contains("{.internal}")),
                "{mark}: {problems:?}"
            );
            closed += 1;
            continue;
        };
        assert!(!format!("{public:?}").contains("SEKRET"), "{mark:?} leaks");
    }
    assert!(closed >= headings.len() - 2, "{closed} of {}", headings.len());
    let bodies = [
        "    ## Dla konsultanta {.internal}\n\nSEKRET\n",
        "\t## Dla konsultanta {.internal}\n\nSEKRET\n",
        "```\nkod\n\n## Dla konsultanta {.internal}\n\nSEKRET\n",
        "```\nkod\n\n## Dla konsultanta {.internal}\n\nSEKRET\n\n```\nkod\n```\n",
        "> ## Dla konsultanta {.internal}\n\nSEKRET\n",
        "> ## Dla konsultanta {.internal}\n> a\n\nSEKRET\n",
        "- ## Dla konsultanta {.internal}\n\nSEKRET\n",
        "1. ## Dla konsultanta {.internal}\n\n   a\n\nSEKRET\n",
        "<h2 class=\"internal\">Dla konsultanta</h2>\n\nSEKRET\n",
        "<h2 CLASS = 'box internal'>Dla konsultanta</h2>\n\nSEKRET\n",
        "<h2>Dla konsultanta {.internal}</h2>\n\nSEKRET\n",
        "<div class=internal>\n\nSEKRET\n\n</div>\n",
        "<div id=\"internal\">\n\nSEKRET\n\n</div>\n",
        "<section data-audience=\"internal\">\n\nSEKRET\n\n</section>\n",
        "<internal>\n\nSEKRET\n\n</internal>\n",
        "Tekst <span class=\"internal\">SEKRET</span>.\n",
        "<!-- internal -->\n\nSEKRET\n\n<!-- /internal -->\n",
        "<!-- początek: internal -->\nSEKRET\n",
        "<!-- wewnętrzne -->\n\nSEKRET\n",
        "```internal\nSEKRET\n```\n",
        "~~~ {.internal}\nSEKRET\n~~~\n",
        "[//]: # (internal)\n\nSEKRET\n",
        "[comment]: <> (internal)\n\nSEKRET\n",
        "% internal\n\nSEKRET\n",
        ".. class:: internal\n\nSEKRET\n",
        "[role=internal]\n\nSEKRET\n",
        "audience: internal\n\nSEKRET\n",
        "<div class=\"in&#116;ernal\">\n\nSEKRET\n\n</div>\n",
        "::: internal\nSEKRET\n:::\n",
        ":::internal\nSEKRET\n:::\n",
        "::: {.internal}\nSEKRET\n:::\n",
        "::: wewnetrzne\nSEKRET\n:::\n",
        "::::: {.internal .box}\nSEKRET\n:::::\n",
        "!!! internal\n    SEKRET\n",
        "!!! internal \"Dla nas\"\n    SEKRET\n",
        "??? internal\n    SEKRET\n",
        "> [!internal]\n> SEKRET\n",
        "[.internal]\nSEKRET\n",
        "[internal]\n\nSEKRET\n",
        "(.internal)\n\nSEKRET\n",
        "{.internal}\n\nSEKRET\n",
        "## Dla konsultanta\n{.internal}\n\nSEKRET\n",
        "Dla konsultanta\n---\n{.internal}\n\nSEKRET\n",
        "## Dla konsultanta\n`{.internal}`\n\nSEKRET\n",
        "##Dla konsultanta {.internal}\n\nSEKRET\n",
        "####### Dla konsultanta {.internal}\n\nSEKRET\n",
        "＃＃ Dla konsultanta {.internal}\n\nSEKRET\n",
        "**Dla konsultanta {.internal}**\n\nSEKRET\n",
        "Dla konsultanta {**.internal**}\n\nSEKRET\n",
        "Dla konsultanta {\u{a0}.internal}\n\nSEKRET\n",
        "| Dla konsultanta {.internal} |\n|---|\n| SEKRET |\n",
        "{% internal %}\nSEKRET\n{% endinternal %}\n",
        "{% if internal %}\n\nSEKRET\n\n{% endif %}\n",
        "{% if user.internal %}\n\nSEKRET\n",
        "{{#if internal}}\n\nSEKRET\n\n{{/if}}\n",
        "{%- hint style=\"internal\" -%}\n\nSEKRET\n",
        "{% hint internal %}\n\nSEKRET\n",
        "{{< private >}}\n\nSEKRET\n",
        "ifdef::internal[]\n\nSEKRET\n\nendif::[]\n",
        "#if internal\n\nSEKRET\n",
        "[internal=true]\n\nSEKRET\n",
        ":::\ninternal\n\nSEKRET\n\n:::\n",
        ":::\n\ninternal\n\nSEKRET\n",
        "<!-- START: tylko wewnętrzne -->\n\nSEKRET\n",
        "<!-- Dla konsultanta – nie publikować -->\n\nSEKRET\n",
        "<!-- nie publikować -->\n\nSEKRET\n",
        "{: .wewn }\n\nSEKRET\n",
        "## Dla konsultanta [tajne]\n\nSEKRET\n",
        "## Dla konsultanta (tajne)\n\nSEKRET\n",
        "## Dla konsultanta <tajne>\n\nSEKRET\n",
        "## Dla konsultanta (.wewn)\n\nSEKRET\n",
        "## Procedura [nie publikować]\n\nSEKRET\n",
        "## Procedura (tylko dla konsultantów)\n\nSEKRET\n",
        "::: tylko-konsultanci\nSEKRET\n:::\n",
        "[tylko dla konsultantów]\n\nSEKRET\n",
        "{.tylko-konsultant}\n\nSEKRET\n",
        "{.noprint}\n\nSEKRET\n",
        "<konsultant>\n\nSEKRET\n\n</konsultant>\n",
        "<div class=\"konsultant\">\n\nSEKRET\n\n</div>\n",
        "[hidden]\n\nSEKRET\n",
        "Tekst <span hidden>SEKRET</span>.\n",
        "<div style=\"display: none\">SEKRET</div>\n",
        "!!! note internal\n    SEKRET\n",
        "@internal\nSEKRET\n",
        "internal\n\nSEKRET\n",
        "## Dla konsultanta {.internal}\n\nPierwszy.\n\nSEKRET.\n---\n\nDalej.\n",
        "## Dla konsultanta {.internal}\nSEKRET\n===\n\nDalej.\n",
    ];
    for body in bodies {
        assert!(residents(body).is_none(), "{body:?} does not close the article");
    }
}

#[test]
fn harmless_texts_stay_open() {
    for body in [
        "## Ile to kosztuje? {#cena}\n\nNic.\n",
        "## Przez Internet\n\nPrzez internet (internet) i [Internet](https://a.pl).\n",
        "## Telefony wewnętrzne\n\nNumer wewnętrzny 12, [wewnętrzny 12], (wewn. 3).\n",
        "## Konsultant pomoże\n\nKonsultant infolinii (konsultanci) odpowie. @krakow\n",
        "## Tajne głosowanie\n\nGłosowanie jest tajne.\n",
        "Wyrażenie {imię} i {nazwisko} uzupełnij.\n",
        "Kontrola wewnętrzna to po angielsku internal audit.\n",
        "Strona https://internal.krakow.pl oraz krakow.internal i a@internal.pl.\n",
        "<https://internal.example/x> i [strona](https://a.pl/internal/b \"internal\").\n",
        "<a href=\"https://a.pl/internal\">tu</a> <img src=\"/internal.png\" alt=\"internal\">\n",
        "<!-- numer wewnętrzny do sprawdzenia przed świętami -->\n\nTekst.\n",
        "Pisz `{.internal}` tak:\n\n```\n## Dla nas {.internal}\n```\n",
        "Tytuł\n=====\n\nPodtytuł\n--------\n\nTekst.\n\n---\n\nDalej.\n",
        "- [x] zrobione\n- [ ] nie\n\n> Cytat.\n\n::: note\n",
        "## Co zabrać [zdjęcie]\n\n[zdjęcie]: /artykul/zdjecie\n",
        "## Praca (agenci, pośrednicy) i [służby](https://a.pl)\n\nSłużby miejskie [patrz: straż] działają.\n",
        "Agent nieruchomości (agent) i prywatny odbiór [1] nie są usługą miasta.\n",
        "<!-- do sprawdzenia przed świętami: czy konsultanci mają nowy numer -->\n\nTekst.\n",
        "Wydział nie publikuje (na razie) danych. Nie publikujemy [zdjęć](https://a.pl/b).\n",
        "1. Jeśli (if) masz numer wewnętrzny: #12.\n2. [Agencja Mienia](https://amw.pl).\n",
    ] {
        let public = residents(body);
        assert!(public.is_some(), "{body:?} is closed: {:?}", read(body).problems);
    }
}

#[test]
fn braces_at_a_heading_that_are_not_wholly_understood_close_the_article() {
    for body in [
        "## Dla konsultanta {x}",
        "## Dla konsultanta {y}",
        "## Dla konsultanta {x y}",
        "## Dla konsultanta {nieznane slowo}",
        "## Dla konsultanta {1}",
        "## Dla konsultanta {#x}{y}",
        "## Dla {x} konsultanta",
        "## {rowerowa} Dla konsultanta",
        "## Dla pracownika {2}",
        "## Dla nas {DJ-1}",
        "Dla konsultanta {x}\n---",
        "## Opłata {x}",
        "## Opłata {x y}",
        "## Opłata {#x}{y}",
        "## {x} Opłata",
    ] {
        assert!(residents(&format!("{body}\n\nSEKRET\n")).is_none(), "{body} is shown");
    }
    for body in
        ["## Opłata {2}", "## Formularz {DJ-1}", "## Ścieżka {rowerowa}", "## Linia {B}", "## Od {2} osób"]
    {
        assert!(residents(&format!("{body}\n\nx\n")).is_some(), "{body}: {:?}", read(body).problems);
    }
}

#[test]
fn what_is_spelt_backwards_or_in_other_alphabets_means_the_same() {
    for body in [
        "## Uwagi (lanretni)",
        "## Uwagi (\u{202e}lanretni\u{202c})",
        "## Uwagi (enzrtęnwew)",
        "## Uwagi\u{202d} dalej\u{202c}",
        "## Uwagi &#8238;dalej",
        "Tekst \u{202e}dalej\u{202c}.",
        "## Uwagi (внутренний)",
        "## Notatka (внутреннее)",
        "## Uwagi (внутрішнє)",
        "## Uwagi (службове)",
        "## Uwagi (для служебного пользования)",
        "## Uwagi (для сотрудников)",
        "## Uwagi (interno)",
        "## Uwagi (nur intern)",
        "## Uwagi (w.e.w.n.)",
        "interna: nie mów o tym nikomu.",
        "Tylko do wiadomości pracowników: nie mów o tym nikomu.",
        "[dalej](#internal)",
        "[dalej](/artykul/a#internal)",
        "[dalej][x]\n\n[x]: #internal",
    ] {
        assert!(residents(&format!("{body}\n\nSEKRET\n")).is_none(), "{body} is shown");
    }
    for body in [
        "## Interna",
        "- Interna: 12 430 50 00\n- Chirurgia: 12 430 51 00",
        "Interna: ul. Skawińska 8",
        "Tylko dla pracowników: parking P2.",
        "Українською: довідка для громадян України.",
        "## Внутрішньо переміщені особи",
        "[dalej](#drogi-wewnetrzne)",
        "[dalej](https://e.pl/#internal)",
        "Numer PESEL (nie podawać) w mailu.",
    ] {
        assert!(residents(&format!("{body}\n\nx\n")).is_some(), "{body}: {:?}", read(body).problems);
    }
}

#[test]
fn in_an_internal_article_there_is_nothing_to_close() {
    for body in ["## Wzór {.2026}\n\nx\n", "::: internal\nx\n", "    ## Dla nas {.internal}\n"] {
        let parsed = parse("a.md", format!("---\ntitle: A\n---\n{body}").as_bytes());
        assert!(
            parsed.problems.iter().all(|problem| problem.severity == Severity::Warning),
            "{:?}",
            parsed.problems
        );
        assert!(parsed.article.is_some(), "{body:?}");
        assert!(residents(body).is_none(), "{body:?} closes a public article");
    }
}

#[test]
fn a_heading_that_says_nothing_does_not_end_an_internal_section() {
    for empty in ["##", "## ", "#", "## #", "## &nbsp;", "## \u{200b}", "##\t", "> ##", "***\n\n##"] {
        let body =
            format!("## Dla nas {{.internal}}\n\nJedno.\n\n{empty}\n\nSEKRET\n\n## Opłata\n\nNic tu.\n");
        let public = residents(&body);
        let shown = format!("{public:?}");
        assert!(!shown.contains("SEKRET"), "{empty:?}: {shown}");
        assert!(public.is_none() || shown.contains("Nic tu."), "{empty:?}: what follows is theirs");
    }
    assert!(
        residents("## Opłata\n\n##\n\nNic tu.\n")
            .is_some_and(|public| format!("{public:?}").contains("Nic tu."))
    );
}

#[test]
fn a_title_that_is_for_agents_is_none_for_residents() {
    for body in [
        "# Tajne {.internal}\n\nx\n",
        "x\n\n# Tajne { .internal}\n\nx\n\n## y\n",
        "Tajne {.internal}\n===\n\nx\n",
    ] {
        let parsed = parse("tajne/sprawa.md", format!("---\naudience: public\n---\n{body}").as_bytes());
        let article = parsed.article.unwrap();
        assert_eq!((article.title.as_str(), article.audience), ("Tajne", Audience::Internal), "{body}");
        assert!(
            parsed.problems.iter().any(|problem| problem.code == codes::INTERNAL_TITLE),
            "{:?}",
            parsed.problems
        );
    }
    let text = "---\naudience: public\n---\n# Tajne {.internal}\n\nx\n\n# Jawne\n\ny\n";
    let parsed = parse("a.md", text.as_bytes());
    let article = parsed.article.unwrap();
    assert_eq!((article.title.as_str(), article.audience), ("Jawne", Audience::Public));
    let named = parse("a.md", b"---\ntitle: Jawne\naudience: public\n---\n# Tajne {.internal}\n\nx\n");
    let public = PublicArticle::new(&named.article.unwrap(), &State::InForce).unwrap();
    assert!(!format!("{public:?}").contains("Tajne"));
    let marked = parse("a.md", b"---\ntitle: \"Sprawa {.internal}\"\naudience: public\n---\nx\n");
    assert_eq!(marked.article.unwrap().audience, Audience::Internal);
}

#[test]
fn no_article_of_the_city_is_closed_by_what_is_in_it() {
    let kb = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("kb");
    let mut folders = vec![kb];
    let (mut meant, mut open) = (0, 0);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.to_string_lossy().into_owned();
            if !crate::article::is_article_path(&name) {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let parsed = parse(&name, text.as_bytes());
            let article = parsed.article.unwrap();
            // The manual shows such a header in its text.
            let header = text.split("---").nth(1).unwrap_or_default();
            meant += usize::from(header.contains("\naudience: public\n"));
            open += usize::from(PublicArticle::new(&article, &State::InForce).is_some());
            let closing = [
                codes::STRAY_INTERNAL,
                codes::UNCLEAR_MARK,
                codes::INTERNAL_TITLE,
                codes::HEADING_CLASS,
                codes::PERHAPS_INTERNAL,
            ];
            assert!(!parsed.problems.iter().any(|one| closing.contains(&one.code)), "{:?}", parsed.problems);
        }
    }
    assert!(meant > 100 && open == meant, "{open} of {meant} articles are open to residents");
}
