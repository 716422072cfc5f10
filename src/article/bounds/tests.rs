//! What is refused, and that refusing costs next to nothing.
#![allow(clippy::unwrap_used)]

use super::{BYTES, of_body, of_file, of_header};
use crate::article::check::codes;
use crate::article::{Severity, parse};

/// Texts that cost the square of their length somewhere, or many times their length everywhere.
fn hostile() -> Vec<(&'static str, String)> {
    let growing = |piece: &str, between: &str, most: usize| {
        (1..most).map(|times| piece.repeat(times) + between).collect::<String>()
    };
    vec![
        ("signs", "*_".repeat(1_000_000)),
        ("signs within the size", "*_".repeat(200_000)),
        ("signs in words", "a**b".repeat(100_000)),
        ("open tags on lines", "<div>\n".repeat(20_000)),
        ("open tags apart", "<div>\n\n".repeat(20_000)),
        ("deep tags", "<b>".repeat(200)),
        ("tags in text", "a <b><i>".repeat(10_000)),
        ("a tag of attributes", format!("a <span{}>x", " a=b".repeat(10_000))),
        ("quotes", ">".repeat(100_000) + "x"),
        ("quotes apart", "> ".repeat(1_000) + "x"),
        ("growing quotes", growing(">", "a\n", 300)),
        ("nested lists", (0..300).map(|deep| "  ".repeat(deep) + "- a\n").collect()),
        ("lists in a line", "- ".repeat(10_000) + "x"),
        ("numbered lists in a line", "1. ".repeat(10_000) + "x"),
        ("brackets", "[".repeat(100_000)),
        ("pictures", "![".repeat(100_000)),
        ("links", "[a](".repeat(50_000)),
        ("angles", "<".repeat(100_000)),
        ("entities", "&amp;".repeat(100_000)),
        ("code", "`a".repeat(100_000)),
        ("growing code", growing("`", "a ", 1_000)),
        ("strikes", "~~a".repeat(50_000)),
        ("columns", format!("{}\n{}\n", "|a".repeat(5_000), "|-".repeat(5_000))),
        ("one line", "a ".repeat(400_000)),
        ("lines", "a\n\n".repeat(100_000)),
        ("notes", "[^1]".repeat(50_000)),
    ]
}

#[test]
fn hostile_texts_are_refused_with_their_line_and_a_remedy() {
    for (name, body) in hostile() {
        for text in [format!("---\ntitle: A\n---\n{body}"), body] {
            let parsed = parse("a.md", text.as_bytes());
            assert!(parsed.article.is_none(), "{name} is not refused");
            let [problem] = parsed.problems.as_slice() else { panic!("{name}: {:?}", parsed.problems) };
            assert_eq!((problem.code, problem.severity), (codes::TOO_MUCH, Severity::Error), "{name}");
            assert!(problem.line > 0 && !problem.help.is_empty(), "{name}: {problem:?}");
        }
    }
}

#[test]
fn what_is_just_within_the_bounds_makes_a_page_of_bounded_size() {
    let texts = [
        "*_".repeat(9_000),
        "a**b ".repeat(4_000),
        ("<b>".repeat(90) + "x" + &"</b>".repeat(90) + "\n\n").repeat(20),
        (">".repeat(40) + "x\n").repeat(400),
        format!("|{}\n|{}\n{}", "a|".repeat(100), "-|".repeat(100), "|\n".repeat(10_000)),
        "[^1]".repeat(5_000) + "\n\n[^1]: a\n",
        format!("[a]: /{}\n\n{}", "u".repeat(90_000), "[a] ".repeat(5_000)),
        "---\n\n".repeat(10_000),
        "- a\n".repeat(29_000),
        "a  \n".repeat(29_000),
    ];
    for text in texts {
        let parsed = parse("a.md", format!("# T\n\n{text}").as_bytes());
        let article = parsed.article.unwrap_or_else(|| panic!("{}: {:?}", &text[..20], parsed.problems));
        let page = crate::article::body::markdown::render(
            &article.body,
            None,
            crate::article::body::markdown::Reader::Agent,
        );
        assert!(page.html.len() < 8 << 20, "{}…: {} bytes", &text[..20], page.html.len());
    }
}

#[test]
fn what_people_write_is_far_below_every_bound() {
    let kb = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("kb");
    let mut folders = vec![kb];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "md") {
                // Four of them one after another are still one article.
                let text = std::fs::read_to_string(&path).unwrap().repeat(4);
                assert_eq!((of_file(&text), of_body(&text)), (Ok(()), Ok(())), "{}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen} articles");
    let table = format!(
        "|{}\n|{}\n{}",
        "a|".repeat(12),
        "-|".repeat(12),
        format!("|{}\n", "[a](/b)|".repeat(8)).repeat(500)
    );
    assert_eq!(of_body(&table), Ok(()));
    assert_eq!(of_body(&format!("{}\n\n{}\n", "-".repeat(500), "1 2 3 ".repeat(100))), Ok(()));
}

#[test]
fn a_header_cannot_keep_anybody_busy() {
    let bomb: String = std::iter::once("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned())
        .chain((1..12).map(|at| format!("a{at}: &a{at} [{}]\n", vec![format!("*a{}", at - 1); 9].join(", "))))
        .collect();
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(30_000), vec!["*a"; 8_000].join(", "));
    let deep = format!("a: {}\n", "[".repeat(30_000));
    let balanced = format!("a: {}{}\n", "[".repeat(5_000), "]".repeat(5_000));
    let spread: String = (0..200).map(|deep| format!("{}a:\n", " ".repeat(2 * deep))).collect();
    let dashes = format!("a:\n  {}x\n", "- ".repeat(5_000));
    let huge = format!("keywords: [{}]\n", "a, ".repeat(100_000));
    for header in [bomb, long, deep, balanced, spread, dashes, huge] {
        let parsed = parse("a.md", format!("---\ntitle: A\n{header}---\nx\n").as_bytes());
        assert!(parsed.article.is_none(), "{}…", &header[..40]);
    }
    assert_eq!(of_header("title: A\nkeywords: [a, b]\nfacts: {phone: [\"1\"]}\n"), Ok(()));
    assert!(of_file(&"a".repeat(BYTES + 1)).is_err());
}

#[test]
fn a_title_that_is_no_title_is_refused_wherever_it_comes_from() {
    let refused = |text: String| {
        let parsed = parse("a.md", text.as_bytes());
        parsed.article.is_none() && parsed.problems.iter().any(|problem| problem.code == codes::TOO_MUCH)
    };
    let of = |title: &str| format!("---\ntitle: {title}\n---\nx\n");
    for letter in ["x", "ż", "漢", "a "] {
        let title = letter.repeat(super::TITLE);
        let (fits, long) = (&title[..title.len() / letter.chars().count()], format!("{title}xx"));
        assert!(!refused(of(fits)) && refused(of(&long)), "{letter}");
        assert!(refused(format!("# {long}\n\nx\n")), "{letter} in a heading");
    }
}
