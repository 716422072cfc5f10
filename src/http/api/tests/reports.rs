//! The log of questions, and what analysts read of it.

use super::*;

#[tokio::test]
async fn what_was_asked_is_in_the_reports() {
    let desk = Desk::new();
    for uri in [
        "/api/v1/search?q=Lod%C3%B3wka",
        "/?q=nic",
        "/public/v1/search?q=lodowka",
        "/api/v1/search?q=mo%C5%BCe",
        "/api/v1/search?q=lodowka&offset=1",
        "/api/v1/search?q=",
    ] {
        assert_eq!(desk.get(uri).await.status, 200, "{uri}");
    }
    let asked: Vec<_> = desk
        .rows("questions")
        .await
        .iter()
        .map(|row| (row["question"].clone(), row["asked"].clone()))
        .collect();
    assert_eq!(asked, [(json!("lodowka"), json!(2)), (json!("może"), json!(1)), (json!("nic"), json!(1))]);
    let unanswered: Vec<_> = desk
        .rows("unanswered")
        .await
        .iter()
        .map(|row| (row["question"].clone(), row["nothing"].clone()))
        .collect();
    assert_eq!(unanswered, [(json!("może"), json!(0)), (json!("nic"), json!(1))]);
    let residents = desk.rows("questions?view=public").await;
    assert_eq!((residents.len(), residents[0]["asked"].as_i64()), (1, Some(1)));
}

#[tokio::test]
async fn what_was_asked_for_and_is_not_there_is_a_report_and_a_list_of_editors_work() {
    let desk = Desk::new();
    // Residents' answers come from a cache the second time, and are counted all the same.
    for uri in [
        "/api/v1/search?q=luka",
        "/?q=op%C5%82ata",
        "/public/v1/search?q=luka",
        "/?q=mo%C5%BCe",
        "/public/v1/search?q=luka",
        "/?q=nic",
        "/?q=a",
        "/?q=obcy",
    ] {
        assert_eq!(desk.get(uri).await.status, 200, "{uri}");
    }
    let asks = json!({"kind": "missing_fact", "article": "elektroodpady", "fact": "numer konta",
        "question": "numer konta, PESEL 44051401359"});
    assert_eq!(desk.post("/api/v1/feedback", &asks).await.status, 201);
    let rows = desk.rows("gaps").await;
    let told: Vec<_> = rows
        .iter()
        .map(|row| json!([row["article"], row["fact"], row["words"], row["asked"], row["requested"]]))
        .collect();
    assert_eq!(
        told,
        [
            json!(["elektroodpady", "numer konta", null, 3, 1]),
            json!(["elektroodpady", "opłata", null, 1, 0]),
            json!([null, null, "nic", 1, 0]),
        ],
        "`może` says nothing of a matter; an answer and another office's matter are no gaps"
    );
    let first = &rows[0];
    assert_eq!(first["title"], "Elektroodpady: stara lodówka, pralka, telewizor");
    assert_eq!((&first["example"], &first["last"]), (&json!("luka"), &json!("2026-11-20T10:30:00+01:00")));
    let residents = desk.rows("gaps?view=public").await;
    assert_eq!(
        (residents.len(), residents[0]["asked"].as_i64(), residents[0]["requested"].as_i64()),
        (1, Some(2), Some(0))
    );
    assert_eq!(desk.rows("gaps?limit=1").await.len(), 1);
    assert_eq!(desk.rows("gaps?from=2026-11-21&to=2026-11-22").await.len(), 0);
    let csv = desk.get("/api/v1/reports/gaps?format=csv").await.text;
    assert!(
        csv.starts_with(
            "\"article\",\"title\",\"fact\",\"words\",\"nearest\",\"asked\",\"requested\",\"last\",\"example\"\r\n"
        ),
        "{csv}"
    );
    assert!(!csv.contains("44051401359"), "{csv}");

    let page = desk.get("/redakcja/braki").await.text.replace('\u{a0}', " ");
    assert!(page.contains("<a href=\"/redakcja/elektroodpady\">numer konta</a>"), "{page}");
    assert!(page.contains("3 pytania") && page.contains("1 prośba konsultanta"), "{page}");
    assert_eq!(desk.get("/redakcja/braki?dni=0").await.status, 400);
}

#[tokio::test]
async fn a_matter_without_an_article_begins_one_with_the_question_that_was_asked() {
    let desk = Desk::new();
    desk.post(
        "/api/v1/feedback",
        &json!({"kind": "missing_article", "question": "martwy gołąb na balkonie"}),
    )
    .await;
    let page = desk.get("/redakcja/braki").await.text;
    let address = "/redakcja/nowy?pytanie=martwy%20go%C5%82%C4%85b%20na%20balkonie";
    assert!(page.contains(&format!("href=\"{address}\"")), "{page}");
    let fresh = desk.get(address).await.text;
    assert!(fresh.contains("questions:\n  - martwy gołąb na balkonie\n"), "{fresh}");
}

#[tokio::test]
async fn a_question_typed_key_by_key_is_one_question() {
    let desk = Desk::new();
    for typed in ["l", "lo", "lod", "lodo", "lod", "lodz", "tramwaj"] {
        desk.get(&format!("/?q={typed}&fragment=1")).await;
    }
    let asked: Vec<_> = desk.rows("questions").await.iter().map(|row| row["question"].clone()).collect();
    assert_eq!(asked, ["lodz", "tramwaj"]);
}

#[tokio::test]
async fn articles_that_nobody_found_stand_last_in_their_report() {
    let desk = Desk::new();
    desk.get("/api/v1/search?q=a").await;
    desk.post("/api/v1/calls", &call()).await;
    let rows = desk.rows("articles").await;
    assert_eq!(rows.len(), 3);
    assert_eq!(
        (rows[0]["article"].as_str(), rows[0]["first"].as_i64(), rows[0]["calls"].as_i64()),
        (Some("elektroodpady"), Some(1), Some(1))
    );
    assert_eq!(rows[2]["first"], 0);
    assert!(rows[2]["title"].is_string());
}

#[tokio::test]
async fn reports_come_as_csv_for_programs_and_for_spreadsheets() {
    let desk = Desk::new();
    desk.post("/api/v1/submissions", &json!({"kind": "idea", "text": "=HYPERLINK(\"x\"), „ławki”"})).await;
    let csv = desk.get("/api/v1/reports/submissions?format=csv").await;
    assert!(csv.header("content-type").starts_with("text/csv; charset=utf-8"));
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"drogowskaz-submissions-2026-10-22-2026-11-20.csv\""
    );
    assert_eq!(
        csv.text,
        "\"id\",\"at\",\"kind\",\"category\",\"unit\",\"place\",\"text\"\r\n\
         1,\"2026-11-20T10:30:00+01:00\",\"idea\",\"\",\"\",\"\",\"'=HYPERLINK(\"\"x\"\"), „ławki”\"\r\n"
    );
    let excel = desk.get("/api/v1/reports/submissions?format=excel").await;
    assert!(excel.text.starts_with("\u{feff}\"Numer\";\"Kiedy\";\"Rodzaj\";"), "{}", excel.text);
}

#[tokio::test]
async fn a_report_is_for_days_on_the_citys_clocks() {
    let desk = Desk::new();
    desk.get("/api/v1/search?q=a").await;
    let rows = async |query: &str| {
        let got = desk.get(&format!("/api/v1/reports/questions?{query}")).await;
        assert_eq!(got.status, 200, "{}", got.text);
        got.json()["rows"].as_array().unwrap().len()
    };
    assert_eq!(rows("from=2026-11-20&to=2026-11-20").await, 1);
    assert_eq!(rows("from=2026-11-01&to=2026-11-19").await, 0);
    assert_eq!(rows("from=2026-11-21&to=2026-11-21").await, 0);
    for (query, parameter) in [
        ("from=wczoraj", "from"),
        ("from=20261120", "from"),
        ("from=2026-11-20T10:00", "from"),
        ("to=2026-02-30", "to"),
        ("from=2026-11-20&to=2026-11-19", "from"),
        ("format=xml", "format"),
        ("limit=0", "limit"),
        ("view=wszyscy", "view"),
    ] {
        let got = desk.get(&format!("/api/v1/reports/questions?{query}")).await;
        assert_eq!(
            (got.status.as_u16(), got.json()["parameter"].as_str()),
            (400, Some(parameter)),
            "{query}"
        );
    }
    assert_eq!(desk.get("/api/v1/reports/tajny").await.status, 404);
}
