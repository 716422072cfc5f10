//! A question with a day gets the state of that day: asked of the real program, its command and its two doors.
#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use serde_json::Value;

use crate::harness::{Server, TestApp, percent_encoded};

static KRAKOW: LazyLock<Server> =
    LazyLock::new(|| TestApp::of_krakow().serve_for_all(&["--public-rate", "0"]));

/// A question, the moment it is asked, who answers, the days, their state, and what is left to look at.
type Row = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static str,
    &'static [&'static str],
);

fn ask(question: &str, at: &str) -> Value {
    KRAKOW.get(&format!("/api/v1/search?q={}&at={at}", percent_encoded(question))).is(200).json()
}

/// The first of these articles (or articles of these units) among the first three hits.
fn hit<'a>(answer: &'a Value, wanted: &[&str]) -> Option<&'a Value> {
    let is_wanted = |hit: &&Value| {
        [&hit["id"], &hit["unit"]]
            .into_iter()
            .any(|name| name.as_str().is_some_and(|name| wanted.contains(&name)))
    };
    answer["hits"].as_array().unwrap().iter().take(3).find(is_wanted)
}

#[test]
fn the_state_is_that_of_the_day_asked_about() {
    let office = &["godziny-urzedu", "swieta-urzad-godziny"][..];
    let mut wrong = Vec::new();
    let rows: &[Row] = &[
        ("czy jutro urząd czynny", "2026-12-01T10:00", office, "2026-12-02", "open", &["07:40-15:30"]),
        ("urzad w wigilie czynny", "2026-12-18T12:00", office, "2026-12-24", "closed", &[]),
        ("czy urząd pracuje w sylwestra", "2026-12-18T12:00", office, "2026-12-31", "open", &["07:40-15:30"]),
        ("urząd 11 listopada otwarty?", "2026-11-03T12:00", office, "2026-11-11", "closed", &[]),
        (
            "lamusownia w sobote do ktorej",
            "2026-12-02T09:10",
            &["pszok-lamusownia"],
            "2026-12-05",
            "open",
            &["07:30-15:30"],
        ),
        (
            "barycz jutro do której czynna",
            "2026-12-02T09:10",
            &["pszok-lamusownia"],
            "2026-12-03",
            "open",
            &["06:30-18:00"],
        ),
        (
            "barycz w niedzielę czynna?",
            "2026-12-02T09:10",
            &["pszok-lamusownia"],
            "2026-12-06",
            "closed",
            &[],
        ),
        (
            "parkowanie strefa a w niedziele platna",
            "2027-01-08T15:00",
            &["parking-spp"],
            "2027-01-10",
            "open",
            &["09:00-22:00"],
        ),
        (
            "podstrefa b w niedzielę płatna?",
            "2027-01-08T15:00",
            &["parking-spp"],
            "2027-01-10",
            "closed",
            &[],
        ),
        (
            "czy w nowy rok płaci się w strefie parkowania",
            "2026-12-30T15:00",
            &["parking-spp"],
            "2027-01-01",
            "closed",
            &[],
        ),
        (
            "o 23 kupię alkohol w sklepie?",
            "2026-12-05T20:00",
            &["nocna-prohibicja"],
            "2026-12-05",
            "open",
            &["05:30-24:00"],
        ),
        (
            "adopcja psa w niedzielę schronisko",
            "2026-12-03T17:00",
            &["schronisko"],
            "2026-12-06",
            "open",
            &["10:00-14:00", "15:00-17:00"],
        ),
        (
            "usc w piątek do której",
            "2026-12-03T17:00",
            &["SC", "zgloszenie-urodzenia"],
            "2026-12-04",
            "open",
            &["07:40-18:00"],
        ),
        (
            "prawnik za darmo telefon w niedzielę",
            "2026-12-03T17:00",
            &["pomoc-prawna"],
            "2026-12-06",
            "unknown",
            &[],
        ),
        (
            "cmentarz batowice 1 listopada do której",
            "2026-10-28T10:00",
            &["pochowek-cmentarz", "ZCK"],
            "2026-11-01",
            "open",
            &["07:00-18:00"],
        ),
        (
            "punkt obsługi pasażerów górka narodowa w piątek",
            "2026-12-03T10:00",
            &["punkty-obslugi-pasazerow"],
            "2026-12-04",
            "open",
            &["10:00-17:00"],
        ),
        (
            "straż miejska w boże narodzenie dzwonić",
            "2026-12-20T10:00",
            &["straz-miejska", "SMMK"],
            "2026-12-25",
            "open",
            &["00:00-24:00"],
        ),
    ];
    for &(question, at, wanted, date, state, spans) in rows {
        let answer = ask(question, at);
        let Some(hit) = hit(&answer, wanted) else {
            wrong.push(format!("{question}: none of {wanted:?} within three"));
            continue;
        };
        let day = hit["hours_on"].as_array().unwrap().iter().find(|day| day["date"] == date);
        let told = day.map(|day| (day["state"].as_str().unwrap(), day["spans"].clone()));
        if told != Some((state, spans.into())) {
            wrong.push(format!("{question}: {}", hit["hours_on"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_place_with_hours_of_its_own_is_told_the_one_asked_about_first() {
    let answer = ask("barycz w sobotę do której", "2026-12-02T09:12");
    let day = &hit(&answer, &["pszok-lamusownia"]).unwrap()["hours_on"][0];
    let text = day["text"].as_str().unwrap().replace('\u{a0}', " ");
    assert_eq!(text, "Barycz: w sobotę 5 grudnia czynne 6:30–14:00; Lamusownia: 7:30–15:30");
}

#[test]
fn residents_are_told_of_their_own_moment_and_agents_of_the_one_they_name() {
    let question = percent_encoded("urząd jutro czynny");
    let agents = ask("urząd jutro czynny", "2030-05-13T10:00");
    assert_eq!(agents["asked"]["dates"], serde_json::json!(["2030-05-14"]));
    let residents = KRAKOW.get(&format!("/public/v1/search?q={question}&at=2030-05-13T10:00")).is(200).json();
    assert_eq!(residents["asked"]["dates"].as_array().unwrap().len(), 1);
    assert_ne!(residents["asked"]["dates"], agents["asked"]["dates"]);
    for nonsense in ["jutro", "2026-13-01T10:00", "2026-12-24", "2026-12-24T10:00Z", "2026-12-24T25:00"] {
        let refused = KRAKOW.get(&format!("/api/v1/search?q={question}&at={nonsense}")).is(400).json();
        assert_eq!(refused["parameter"], "at", "{nonsense}");
    }
}

#[test]
fn the_hours_command_reads_hours_as_the_search_does() {
    let app = TestApp::new();
    let told = |hours: &str, at: &str, code: i32| -> Value {
        let ran = app.run(&["hours", hours, "--at", at, "--json"]).ended(code);
        serde_json::from_str(&ran.stdout).unwrap()
    };
    let day = told("Mo-Fr 07:40-15:30; Dec 31 07:40-13:00", "2026-12-31T14:00", 0);
    assert_eq!((&day["valid"], &day["state"]), (&true.into(), &"closed".into()));
    assert_eq!((&day["until"], &day["opens"]), (&Value::Null, &"2027-01-04T07:40".into()));
    assert_eq!(day["week"].as_array().unwrap().len(), 7);
    assert_eq!(day["week"][0]["spans"], serde_json::json!(["07:40-13:00"]));
    assert_eq!(day["week"][1]["state"], "closed");
    let remark = told("\"po umówieniu\"", "2026-11-27T10:00", 0);
    assert_eq!(
        (&remark["state"], &remark["problems"][0]["severity"]),
        (&"unknown".into(), &"warning".into())
    );
    for refused in ["Mo-Fr", "Mo-Fr 08:00-16:00; Feb 30 off", "poniedziałek 8-16", ""] {
        let told = told(refused, "2026-11-27T10:00", 1);
        assert_eq!(
            (&told["valid"], &told["state"], &told["text"]),
            (&false.into(), &"unknown".into(), &refused.into())
        );
        assert_eq!(told["problems"][0]["severity"], "error", "{refused}");
    }
    app.run(&["hours", "24/7", "--at", "jutro"]).ended(2).says(&["2026-12-24T10:00"]);
}

#[test]
fn lint_says_of_hours_what_the_command_says() {
    let app = TestApp::new();
    app.write("a.md", "---\ntitle: A\nfacts:\n  hours: 'Mo-Fr 08:00-16:00; Feb 30 off'\n  places:\n    - {name: B, hours: Mo-Fr}\n---\nx\n");
    app.write(
        "slowniki/jednostki.toml",
        "[[jednostka]]\ncode = \"A\"\nname = \"A\"\nhours = '\"po umówieniu\"'\n",
    );
    app.run(&["lint"]).ended(1).says(&[
        "a.md:4: error[E017]",
        "a.md:5: error[E017]",
        "jednostki.toml:4: warning[W022]",
    ]);
}
