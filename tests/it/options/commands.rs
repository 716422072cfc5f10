//! Each option of the other commands, and where its effect is seen.

use super::*;

/// Five articles about the same, one of them for agents alone.
pub(super) fn meble() -> TestApp {
    let app = TestApp::new();
    for (number, audience) in ["public", "public", "public", "public", "internal"].iter().enumerate() {
        app.write(
            &format!("meble-{number}.md"),
            format!("---\ntitle: Mebel numer {number}\naudience: {audience}\n---\n\nMebel odbiera MPO.\n"),
        );
    }
    app
}

pub(super) const SEARCH: Scene = Scene {
    options: &[
        ("limit", "2"),
        ("json", "true"),
        ("explain", "true"),
        ("public", "true"),
        ("model", "maly-model.bin"),
    ],
    expected: &[
        ("limit", "2", "5"),
        ("json", "yes", "no"),
        ("explain", "yes", "no"),
        ("public", "4", "5"),
        ("model", "yes", "no"),
    ],
    look: |way, options| {
        let app = meble();
        app.write("../maly-model.bin", crate::tiny::model(&[("mebel", 1)], false));
        let json = |ran: &Ran| serde_json::from_str::<Value>(&ran.stdout).ok();
        let ran = run(&app, way, &["search", "mebel"], options).succeeded();
        let mut seen = Seen::from([("json", yes(json(&ran).is_some()))]);
        // The others are looked at in JSON, also where nobody asked for it.
        let asked = || {
            if way.is_none() { json(&run(&app, way, &["search", "mebel", "--json"], options)) } else { None }
        };
        let Some(answer) = json(&ran).or_else(asked) else { return seen };
        let hits = answer["hits"].as_array().unwrap();
        seen.insert("limit", hits.len().to_string());
        seen.insert("explain", yes(hits[0]["explain"].as_array().is_some_and(|lines| !lines.is_empty())));
        seen.insert("public", answer["total"].to_string());
        let explained = run(&app, way, &["search", "mebel", "--explain"], &options[4..]).succeeded();
        seen.insert("model", yes(explained.stdout.contains("model zdań")));
        seen
    },
};

// --- index

pub(super) const INDEX: Scene = Scene {
    options: &[("full", "true"), ("begin-empty", "true")],
    expected: &[("full", "gen-2", "gen-1"), ("begin-empty", "0", "1")],
    look: |way, options| {
        let app = TestApp::with_articles();
        app.run(&["index"]).succeeded();
        run(&app, way, &["index"], &options[..1]).succeeded();
        let current = fs::read_to_string(app.index().join("current")).unwrap();
        for (file, _) in app.sources() {
            fs::remove_file(file).unwrap();
        }
        let emptied = run(&app, way, &["index"], &options[1..]);
        Seen::from([
            ("full", current.trim().to_owned()),
            ("begin-empty", emptied.code.map(|code| code.to_string()).unwrap_or_default()),
        ])
    },
};

// --- import

pub const ORDER: &str = "ZARZĄDZENIE NR 7/2024\nZ DNIA 2 stycznia 2024 r.\nw sprawie zakresu działania Wydziału Żab\n\
    Na podstawie art. 1 zarządza się, co następuje:\n§ 1. Wydziałem Żab kieruje Naczelnik.\n\
    § 2. Zarządzenie wchodzi w życie z dniem podpisania.\n";

pub(super) const IMPORT: Scene = Scene {
    options: &[("out", "nowe"), ("dry-run", "true")],
    expected: &[("out", "0 yes", "2 no"), ("dry-run", "no", "yes")],
    look: |way, options| {
        let app = TestApp::new();
        app.write("../zarzadzenie.txt", ORDER);
        let written = || app.folder().join("nowe/zarzadzenia/7-2024-kierownictwo.md").exists();
        run(&app, way, &["import", "zarzadzenie.txt", "--out=nowe"], &options[1..]).succeeded();
        let mut seen = Seen::from([("dry-run", yes(written()))]);
        let _ = fs::remove_dir_all(app.folder().join("nowe"));
        let ran = run(&app, way, &["import", "zarzadzenie.txt"], &options[..1]);
        seen.insert("out", format!("{} {}", ran.code.unwrap(), yes(written())));
        seen
    },
};

// --- eval

pub(super) const EVAL: Scene = Scene {
    options: &[
        ("queries", "pytania.jsonl"),
        ("qrels", "oceny.tsv"),
        ("golden", "wzorcowe.tsv"),
        ("calls", "."),
        ("by", "unit"),
        ("baseline", "przedtem.json"),
        ("save", "teraz.json"),
        ("typos", "7"),
        ("strip", "true"),
    ],
    expected: &[
        ("queries", "2", "null"),
        ("qrels", "1.0", "null"),
        ("golden", "2", "null"),
        ("calls", "2", "null"),
        ("by", "1.0", "0.0"),
        ("baseline", "yes", "no"),
        ("save", "yes", "no"),
        ("typos", "yes", "no"),
        ("strip", "yes", "no"),
    ],
    look: eval,
};

fn eval(way: Option<Way>, options: Options<'_>) -> Seen {
    let app = TestApp::new();
    app.write("gabaryty.md", "---\nid: gabaryty\ntitle: Wersalka\nunit: MPO\n---\n\nWersalkę odbiera MPO.\n");
    app.write("odpis.md", "---\nid: odpis\ntitle: Odpis aktu\nunit: USC\n---\n\nOdpis wydaje urząd.\n");
    app.write(
        "../pytania.jsonl",
        "{\"id\":\"a\",\"text\":\"gdzie oddać wersalkę\"}\n{\"id\":\"b\",\"text\":\"skąd wziąć odpis\"}\n",
    );
    app.write("../oceny.tsv", "a\tgabaryty\t1\nb\todpis\t1\n");
    app.write("../telefony.tsv", "wersalka\tgabaryty\tkod\t-\nodpis aktu\todpis\tkod\t-\n");
    app.write("../wzorcowe.tsv", "wersalka\tMPO\tkod\nodpis aktu\tUSC\tkod\n");
    let judged = ["--queries=pytania.jsonl", "--qrels=oceny.tsv"];
    app.run(&[&["eval", "--save=przedtem.json"], &judged[..]].concat()).succeeded();
    let only = |names: &[&str]| -> Vec<(&str, &str)> {
        options.iter().filter(|(key, _)| names.contains(key)).copied().collect()
    };
    let read = |name: &str| -> Value {
        let text = fs::read_to_string(app.folder().join(name)).unwrap_or("null".into());
        serde_json::from_str(&text).unwrap()
    };
    let json = |ran: Ran| serde_json::from_str::<Value>(&ran.succeeded().stdout).unwrap();
    let mut seen = Seen::new();
    // Where nothing is said, there must still be something to measure.
    let judging =
        json(run(&app, way, &["eval", "--json", "--golden=wzorcowe.tsv"], &only(&["queries", "qrels"])));
    seen.insert("queries", judging["judged"]["queries"].to_string());
    seen.insert("qrels", judging["judged"]["success@1"].to_string());
    let words = [&["eval", "--json"], &judged[..]].concat();
    let golden = json(run(&app, way, &words, &only(&["golden"])));
    seen.insert("golden", golden["golden"]["all"]["questions"].to_string());
    let calls = json(run(&app, way, &words, &only(&["calls"])));
    seen.insert("calls", calls["calls"][0]["of"].to_string());
    let by = json(run(&app, way, &["eval", "--json", "--golden=wzorcowe.tsv"], &only(&["by"])));
    seen.insert("by", by["golden"]["all"]["success@1"].to_string());
    let compared = json(run(&app, way, &words, &only(&["baseline", "save"])));
    seen.insert("baseline", yes(!compared["comparison"].is_null()));
    seen.insert("save", yes(!read("teraz.json").is_null()));
    let words = [&["eval", "--save=jak-pytano.json"], &judged[..]].concat();
    for (key, right) in [("strip", "gdzie oddac wersalke"), ("typos", "gdzie oddać wersalkę")] {
        run(&app, way, &words, &only(&[key])).succeeded();
        let asked = text_of(&read("jak-pytano.json")["outcomes"][0]["text"]);
        seen.insert(key, yes(if key == "strip" { asked == right } else { asked != right }));
    }
    seen
}

// --- tune

pub(super) const TUNE: Scene = Scene {
    options: &[("folds", "2"), ("rounds", "1"), ("every", "2"), ("report", "raport.md")],
    expected: &[("folds", "2", "4"), ("rounds", "1", "2"), ("every", "6", "12"), ("report", "yes", "no")],
    look: |way, options| {
        let app = TestApp::with_articles();
        let questions: String = (0..12)
            .map(|number| {
                let (word, id) =
                    [("wersalka", "gabaryty"), ("odpis", "odpis"), ("bilety", "bilety")][number % 3];
                format!("{word} numer {number}\t{id}\tkod\n")
            })
            .collect();
        app.write("../wzorcowe.tsv", questions);
        let tune = ["tune", "--golden=kb:wzorcowe.tsv"];
        let ran = run(&app, way, &tune, options);
        let mut seen = Seen::from([("report", yes(app.folder().join("raport.md").exists()))]);
        if way.is_none() {
            ran.ended(2).says(&["--report"]);
            run(&app, way, &[&tune[..], &["--report=raport.md"]].concat(), options).succeeded();
        } else {
            ran.succeeded();
        }
        let report = fs::read_to_string(app.folder().join("raport.md")).unwrap();
        let number = |before: &str, after: &str| {
            let (head, _) = report.split_once(after).unwrap_or_else(|| panic!("no „{after}” in\n{report}"));
            head.rsplit(before).next().unwrap().trim().to_owned()
        };
        seen.insert("rounds", number("at most ", " round(s)"));
        // By what was done: a row for each part, and the questions that were asked.
        let parts = report.lines().filter(|line| {
            let mut cells = line.split('|').map(str::trim).skip(1);
            cells.next().is_some_and(|first| first.parse::<usize>().is_ok())
        });
        seen.insert("folds", parts.count().to_string());
        seen.insert("every", number("| kb | ", " | S@1"));
        seen
    },
};
