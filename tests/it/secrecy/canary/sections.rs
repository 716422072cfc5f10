//! However an internal section is written, nothing of it comes out.

use super::*;

/// Spellings that hide their section.
const HIDING: [&str; 12] = [
    "## @ {.internal}",
    "## @ {\u{a0}.internal}",
    "## @ {\u{200b}.inter\u{ad}nal\u{feff}}",
    "## @ {class=\"internal\"}",
    "## @ {class=internal}",
    "## @ {#@ .Internal}",
    "## {.internal} @",
    "## @ \\{.internal\\}",
    "## @ ｛．internal｝ ##",
    "## @ {.intеrnal}",
    "@ {.internal}\n---",
    "## @ {&#8203;.internal}",
];

/// What looks like an attempt, or hides the only title: the article is closed.
const CLOSING: [&str; 44] = [
    "## @ {”.internal”}\n\n@",
    "    ## @ {.internal}\n\n@",
    "## @ [.internal]\n\n@",
    "## @ (.internal)\n\n@",
    "## @ {.intenal}\n\n@",
    "## @ {.wewnętrzne}\n\n@",
    "::: internal\n@\n:::",
    "!!! internal\n    @",
    "> ## @ {.internal}\n\n@",
    "<h2 class=\"internal\">@</h2>\n\n@",
    "<!-- internal -->\n@",
    "```\nkod\n\n## @ {.internal}\n\n@",
    "## a {.internal}\n\n@\n---\n\nDalej.",
    "# @ {.internal}\n\n@",
    "## @ (wewnętrzne)\n\n@",
    "## @ (wewn.)\n\n@",
    "## @ – wewnętrzne\n\n@",
    "## @ (do użytku wewnętrznego)\n\n@",
    "## Wewnętrzne: @\n\n@",
    "## Tylko dla agentów\n\n@",
    "## @ (inter nal)\n\n@",
    "(internal) @",
    "@ (tylko dla konsultantów).",
    "Wewnętrzne: @",
    "Meble. INTERNAL: @",
    "> **Internal:** @",
    "- Poufne: @",
    "| @ (służbowe) | a |\n|---|---|\n| @ | b |",
    "**@ (internal)**\n\n@",
    "~~~wewnętrzne\n@\n~~~",
    "```\nInternal: @\n```",
    "`(internal) @`",
    "<h2>@ (wewnętrzne)</h2>\n\n@",
    "<details>\n<summary>Wewnętrzne</summary>\n\n@\n\n</details>",
    "<p title='{.internal}'>@</p>",
    "<a href=\"/artykul/gabaryty\" title=\"@ {.internal}\">@</a>",
    "<img src=\"/a.png\" alt=\"@ (wewnętrzne)\">",
    "[@](https://e.example \"@ {.internal}\")",
    "[@](https://e.example/{.internal}@)",
    "[r]\n\n[r]: https://e.example/%7B.internal%7D@ '@'",
    "[r]\n\n[r]: https://e.example '@ ::: internal'",
    "![@ (internal)](/a.png)",
    "![@](/a.png \"@ {.internal}\")",
    "Meble[^a].\n\n[^a]: (internal) @",
];

/// Keys of the header that bear a mark, each of an article of its own.
const CLOSING_KEYS: [&str; 16] = [
    "title: \"Meble @ (wewnętrzne)\"",
    "summary: \"@ {.internal}\"",
    "unit: \"@ {.internal}\"",
    "category: \"@ {.internal}\"",
    "keywords: [meble, \"@ {.internal}\"]",
    "questions: [\"@ {.internal}\"]",
    "facts: {phone: [\"12 616 00 00 @ {.internal}\"]}",
    "facts: {email: \"@ {.internal}\"}",
    "facts: {address: \"@ {.internal}\"}",
    "facts: {hours: \"@ {.internal}\"}",
    "facts: {fee: \"10 zł (internal: @)\"}",
    "facts: {deadline: \"10 dni [wewnętrzne: @]\"}",
    "facts: {documents: [\"@ (do użytku służbowego)\"]}",
    "facts: {link: \"https://@.example/{.internal}\"}",
    "source: {title: \"@ {.internal}\"}",
    "source: {title: A, url: \"https://@.example/%7B.internal%7D\"}",
];

/// Puts a word that no text has into each `@`.
fn with_words(text: &str, number: &mut usize) -> String {
    let mut parts = text.split('@');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
        out.push_str(&format!("zqxvu{}{}{}k", letter(*number / 676), letter(*number / 26), letter(*number)));
        out.push_str(part);
        *number += 1;
    }
    out
}

/// The articles that both cities have, and what one of them has beside.
fn city_of_sections(secret: bool) -> (TestApp, usize) {
    let app = city();
    let mut number = 0;
    for (at, heading) in HIDING.iter().enumerate() {
        let section = with_words(&format!("{heading}\n\n{}\n\n", LENT.join("\n\n")), &mut number);
        let section = if secret { section } else { String::new() };
        app.write(
            &format!("sekcje/jawny-{at}.md"),
            format!("---\nid: jawny-{at}\ntitle: Jawny {at}\naudience: public\n---\n\nMeble, [cennik] i [regulamin][], ![plan][cennik].[^1]\n\n{section}## Dalej\n\nWersalka i [cennik].\n"),
        );
    }
    for (at, text) in CLOSING.iter().enumerate() {
        let text = with_words(text, &mut number);
        let title = if text.starts_with("# ") { "" } else { "title: Meble zamknięte\n" };
        if secret {
            app.write(
                &format!("sekcje/zamkniety-{at}.md"),
                format!("---\nid: zamkniety-{at}\n{title}audience: public\n---\n\nMeble.\n\n{text}\n"),
            );
        }
    }
    for (at, key) in CLOSING_KEYS.iter().enumerate() {
        let key = with_words(key, &mut number);
        let title = if key.starts_with("title") { "" } else { "title: Meble zamknięte\n" };
        if secret {
            app.write(
                &format!("sekcje/zakryty-{at}.md"),
                format!("---\nid: zakryty-{at}\n{title}audience: public\n{key}\n---\n\nMeble.\n"),
            );
        }
    }
    (app, number)
}

/// The articles that are closed to residents whole.
fn closed_articles() -> impl Iterator<Item = String> {
    let by_body = (0..CLOSING.len()).map(|at| format!("zamkniety-{at}"));
    by_body.chain((0..CLOSING_KEYS.len()).map(|at| format!("zakryty-{at}")))
}

#[test]
fn no_spelling_of_an_internal_heading_and_nothing_below_it_reaches_residents() {
    let ((bare, words), (secret, _)) = (city_of_sections(false), city_of_sections(true));
    let (bare, secret) = (served(&bare), served(&secret));
    let mut number = 0;
    let word = |number: &mut usize| with_words("@", number);
    // Agents read every one of them and find almost every one, or the test would prove nothing.
    let articles = (0..HIDING.len()).map(|at| format!("jawny-{at}"));
    let articles = articles.chain(closed_articles());
    let read: String =
        articles.map(|id| secret.get(&format!("/api/v1/articles/{id}")).is(200).body).collect();
    let (mut at, mut found) = (0, 0);
    while at < words {
        let word = word(&mut at);
        assert!(read.contains(&word), "agents read {word}");
        found += usize::from(secret.get(&format!("/api/v1/search?q={word}")).is(200).json()["total"] != 0);
    }
    assert!(words > 200 && found * 10 >= words * 7, "agents find {found} of {words}");
    let mut paths: Vec<String> = [
        "/sitemap.xml",
        "/p",
        "/public/v1/search?q=meble&limit=100",
        "/public/v1/search?q=wersalka&limit=100",
        "/public/v1/search?q=cennik",
        "/public/v1/suggest?q=meb",
        "/public/v1/suggest?q=zqxvu",
        "/p?q=meble",
    ]
    .map(str::to_owned)
    .to_vec();
    for at in 0..HIDING.len() {
        paths.extend([format!("/p/jawny-{at}"), format!("/public/v1/articles/jawny-{at}")]);
    }
    for id in closed_articles() {
        paths.extend([format!("/p/{id}"), format!("/public/v1/articles/{id}")]);
    }
    while number < words {
        let word = word(&mut number);
        paths.extend([format!("/public/v1/search?q={word}"), format!("/public/v1/suggest?q={}", &word[..8])]);
    }
    for path in &paths {
        let (without, with) = (bare.get(path), secret.get(path));
        assert_eq!(told(&with), told(&without), "GET {path} tells that there is something");
        assert!(!with.body.contains("zqxvua") || path.contains("zqxvua"), "GET {path}: {}", with.body);
    }
    let page = secret.get("/p/jawny-0").is(200).body;
    assert!(page.contains("Wersalka") && page.contains("[cennik]"), "what is theirs is there: {page}");
}
