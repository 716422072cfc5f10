//! Every public address, and what is asked at it.

use super::*;

/// Every address that residents can reach, with what they may put into it.
pub(super) fn addresses() -> Vec<String> {
    let mut paths: Vec<String> = [
        "/p",
        "/p/gabaryty",
        "/p/odpis",
        "/p/bilety",
        "/p/tajne",
        "/p/ukryty-0",
        "/sitemap.xml",
        "/robots.txt",
        "/opensearch.xml",
        "/deklaracja-dostepnosci",
        "/widget.js",
        "/widget/demo",
        "/public/v1/infoline",
        "/public/v1/articles/gabaryty",
        "/public/v1/articles/odpis",
        "/public/v1/articles/bilety",
        "/public/v1/articles/uchyla",
        "/public/v1/search",
        "/public/v1/nic",
        "/public/v1/search?limit=1000",
        "/public/v1/search?q=meble&unit=TAJ-01",
        "/public/v1/search?q=meble&in_force=false",
        "/public/v1/search?q=meble&explain=true&limit=100",
        "/public/v1/search?q=zarz%C4%85dzenie+7/2020",
        "/public/v1/search?q=1/2026",
        "/public/v1/search?q=TAJ-01",
        "/public/v1/search?q=12+616+11+11",
        "/public/v1/search?q=12+616+00+00",
        "/public/v1/search?q=emerytura+nie+przysz%C5%82a",
        "/public/v1/search?q=zus+emerytura",
        "/public/v1/search?q=stare+meble+i+odpis+aktu",
        "/public/v1/search?q=a+telefon&context=gabaryty",
        "/public/v1/search?q=ile+kosztuje&context=gabaryty",
        "/public/v1/search?q=wersalka&context=odpis",
    ]
    .map(str::to_owned)
    .to_vec();
    for question in [
        "meble",
        "wersalka",
        "odbiór starych mebli",
        "ile kosztuje",
        "bilet",
        "rupiecie",
        "odpis urzą",
        "mpo",
        "xqvo",
        "referat",
    ] {
        let q = percent_encoded(question);
        paths.extend([
            format!("/public/v1/search?q={q}"),
            format!("/public/v1/suggest?q={q}"),
            format!("/public/v1/suggest?q={q}&category=odpady"),
            format!("/public/v1/suggest?q={q}&format=opensearch"),
            format!("/p?q={q}"),
        ]);
    }
    // With an article open that is not theirs they are answered as with none.
    let closed = [at("internal article: id"), at("internal article: file name as id"), "ukryty-0".to_owned()];
    for question in ["a+telefon", "ile+kosztuje", "meble", "odpis"] {
        let open = |id: &String| format!("/public/v1/search?q={question}&context={id}");
        paths.extend(closed.iter().map(open));
    }
    paths.extend((0..PLACES.len()).map(canary).flat_map(|word| about(&word)));
    paths
}

/// Where somebody asks who knows a word, or nearly.
pub(super) fn about(word: &str) -> Vec<String> {
    let swapped = format!("{}{}{}{}", &word[..5], &word[6..7], &word[5..6], &word[7..]);
    let (lost, unfinished) = (&word[..word.len() - 1], &word[..6]);
    let mut paths = Vec::new();
    for q in [word, &swapped, lost, unfinished, &format!("meble%20{word}")] {
        paths.push(format!("/public/v1/search?q={q}"));
        paths.push(format!("/public/v1/suggest?q={q}"));
    }
    paths.extend([
        format!("/public/v1/search?q=%22{word}%22"),
        format!("/public/v1/search?q=meble%20-{word}"),
        format!("/public/v1/search?q=meble&unit={word}"),
        format!("/public/v1/search?q=meble&category={word}"),
        format!("/public/v1/search?q=meble&area={word}"),
        format!("/public/v1/articles/{word}"),
        format!("/p/{word}"),
        format!("/p?q={swapped}"),
    ]);
    paths
}

/// An answer without what differs each time: when, how fast, and the name of the request.
pub(super) fn told(answer: &Answer) -> String {
    const EACH_TIME: [&str; 3] = ["date:", "x-request-id:", "content-length:"];
    let head = answer
        .head
        .lines()
        .filter(|line| !EACH_TIME.iter().any(|name| line.to_lowercase().starts_with(name)));
    let mut body = answer.body.clone();
    if let Ok(mut json) = serde_json::from_str::<serde_json::Value>(&body)
        && let Some(object) = json.as_object_mut()
    {
        for key in ["took_us", "query_id", "code"] {
            object.remove(key);
        }
        body = json.to_string();
    }
    format!("{}\n\n{body}", head.collect::<Vec<_>>().join("\n"))
}
