//! Errors are published by whoever named them, and by nobody else.

use super::*;

const UNITS: &str = "[[jednostka]]\ncode = \"MPO\"\nname = \"Miejskie Przedsiębiorstwo Oczyszczania\"\n";
const FAULTY: &str = "---\nid: kladka\ntitle: Kładka\nunit: MPOX\ncategory: odpady\n---\n\nZobacz [bilety](/artykul/bilety) i [most](/artykul/most-kladki).\n";

#[test]
fn errors_are_published_by_whoever_names_exactly_them() {
    let app = TestApp::with_articles();
    app.write("slowniki/jednostki.toml", UNITS);
    let server = app.serve();
    let create = ("If-None-Match", "*");
    let looked =
        server.send("POST", "/api/v1/articles/preview?id=kladka", &[MARKDOWN], FAULTY).is(200).json();
    let refused = put(&server, "kladka", create, FAULTY).is(422).json();
    assert_eq!(refused["type"], "/problem/unconfirmed-errors");
    assert_eq!(codes(&refused["missing"]), ["E011", "E013"]);
    assert_eq!(refused["problems"], looked["problems"], "what the preview says, no less");
    assert!(refused["detail"].as_str().unwrap().contains("despite=E011,E013"), "{refused}");
    let half = put(&server, "kladka?despite=E011", create, FAULTY).is(422).json();
    assert_eq!(codes(&half["missing"]), ["E013"]);
    let more = put(&server, "kladka?despite=E011,E013,E012", create, FAULTY).is(422).json();
    assert_eq!((codes(&more["missing"]), codes(&more["superfluous"])), (vec![], vec!["E012"]));
    for unknown in ["E999", "e011", "W006", "wszystko"] {
        let problem = put(&server, &format!("kladka?despite={unknown}"), create, FAULTY).is(400).json();
        assert_eq!(problem["parameter"], "despite");
    }
    assert!(!app.kb().join("kladka.md").exists(), "nothing was written");
    // What cannot be read as it is meant is no matter of opinion.
    let misread = FAULTY.replace("unit: MPOX", "valid_from: kiedyś");
    put(&server, "kladka?despite=E005,E013", create, &misread).is(422);

    // A draft may have them, and says so.
    let draft = FAULTY.replace("unit: MPOX", "unit: MPOX\nstatus: draft");
    let kept = put(&server, "kladka", create, &draft).is(201).json();
    assert!(codes(&kept["problems"]).contains(&"E011") && codes(&kept["problems"]).contains(&"E013"));
    assert_eq!(codes(&post(&server, "kladka/publish").is(422).json()["missing"]), ["E011", "E013"]);
    let done = post(&server, "kladka/publish?despite=E011,E013").is(200).json();
    assert_eq!(done["live"], true);
    let change = server.get("/api/v1/articles/kladka/history").json()[0].clone();
    assert_eq!(codes(&change["despite"]), ["E011", "E013"]);
    assert!(server.get("/api/v1/audit").body.contains("mimo błędów E011, E013"));
    // Withdrawn and put back, it is asked about again.
    post(&server, "kladka/archive?why=bo").is(200);
    post(&server, "kladka/restore").is(422);
    post(&server, "kladka/restore?despite=E013,E011").is(200);

    let fine = "---\nid: kladka2\ntitle: Kładka druga\nunit: MPO\n---\n\nZobacz [bilety](/artykul/bilety).\n";
    put(&server, "kladka2", create, fine).is(201);
}

#[test]
fn going_back_to_a_text_with_errors_is_asked_about_by_name_without_javascript() {
    let app = TestApp::with_articles();
    app.write("slowniki/jednostki.toml", UNITS);
    let server = app.serve();
    put(&server, "kladka?despite=E011,E013", ("If-None-Match", "*"), FAULTY).is(201);
    let tag = tag_of(&server, "kladka");
    let fine = "---\nid: kladka\ntitle: Kładka bez błędów\n---\nx\n";
    put(&server, "kladka", ("If-Match", &tag), fine).is(200);
    let faulty = server.get("/api/v1/articles/kladka/history").json()[1]["revision"].clone();
    let back = |more: &str| {
        let form = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "text/html")];
        let body = format!("wersja={faulty}&powod=tak+lepiej{more}");
        server.send("POST", "/redakcja/kladka/cofnij", &form, &body)
    };
    let asked = back("").is(200).body;
    assert!(asked.contains("Cofnij mimo błędów: E011, E013") && asked.contains("most-kladki"), "{asked}");
    assert!(asked.contains("name=\"powod\" value=\"tak lepiej\""), "what was typed is kept: {asked}");
    assert!(server.get("/api/v1/articles/kladka").body.contains("bez błędów"), "nothing was done yet");
    back("&mimo=E011%2CE013").is(303);
    assert!(server.get("/api/v1/articles/kladka").body.contains("most-kladki"));
    let history = server.get("/api/v1/articles/kladka/history").json();
    assert_eq!(
        (codes(&history[0]["despite"]), &history[0]["why"]),
        (vec!["E011", "E013"], &"tak lepiej".into())
    );
}

#[test]
fn the_approver_publishes_despite_errors_and_the_author_cannot() {
    let house = House::open(&[("Ala", "editor"), ("Ola", "editor")]);
    house.app.write("slowniki/jednostki.toml", UNITS);
    eventually(Duration::from_secs(30), "the units are in use", || {
        house.read("Ala", "units").body.contains("MPO")
    });
    let review = FAULTY.replace("unit: MPOX", "unit: MPOX\nstatus: review");
    house.put("Ala", "kladka", "", &review).is(201);
    let publish = |who: &str, despite: &str| {
        house.ask(who, "POST", &format!("articles/kladka/publish?despite={despite}"), &[], "")
    };
    publish("Ala", "E011,E013").is(403);
    publish("Ala", "").is(403);
    publish("Ola", "").is(422);
    let done = publish("Ola", "E011,E013").is(200).json();
    assert_eq!((&done["live"], &done["approved_by"]), (&true.into(), &"Ola".into()));
}
