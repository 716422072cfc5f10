//! The rules of the house, through the real server: nobody puts into service what nobody else approved; nothing newer
//! is overwritten; errors are published by whoever named them, and by nobody else.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::harness::{Answer, Server, TestApp, eventually, percent_encoded};

const MARKDOWN: (&str, &str) = ("Content-Type", "text/markdown");
const TOML: (&str, &str) = ("Content-Type", "application/toml");

/// People with tokens, and a server that asks for four eyes.
struct House {
    app: TestApp,
    tokens: BTreeMap<&'static str, String>,
    server: Server,
}

impl House {
    fn open(people: &[(&'static str, &str)]) -> Self {
        Self::open_with(people, &["--four-eyes"])
    }

    fn open_with(people: &[(&'static str, &str)], options: &[&str]) -> Self {
        let app = TestApp::with_articles();
        app.write("slowniki/synonimy.toml", "");
        let tokens = people
            .iter()
            .map(|(name, role)| {
                let made = app.run(&["token", "create", "--name", name, "--role", role]).succeeded();
                (*name, format!("Bearer {}", made.stdout.trim()))
            })
            .collect();
        let server = app.serve_with(options);
        Self { app, tokens, server }
    }

    fn ask(&self, who: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut all = vec![("Authorization", self.tokens[who].as_str())];
        all.extend_from_slice(headers);
        self.server.send(method, &format!("/api/v1/{path}"), &all, body)
    }

    fn put(&self, who: &str, id: &str, tag: &str, text: &str) -> Answer {
        let condition = if tag.is_empty() { ("If-None-Match", "*") } else { ("If-Match", tag) };
        self.ask(who, "PUT", &format!("articles/{id}?why=bo+tak"), &[MARKDOWN, condition], text)
    }

    fn act(&self, who: &str, id: &str, action: &str, body: &str) -> Answer {
        self.ask(who, "POST", &format!("articles/{id}/{action}?why=bo+tak"), &[], body)
    }

    fn read(&self, who: &str, path: &str) -> Answer {
        self.ask(who, "GET", path, &[], "")
    }

    /// Tag of the newest text: of what waits, or of what stands.
    fn tag(&self, who: &str, id: &str) -> String {
        let history = self.read(who, &format!("articles/{id}/history"));
        match history.status {
            200 => history.json()[0]["etag"].as_str().map(str::to_owned).unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// The text in service.
    fn served(&self, who: &str, id: &str) -> Option<String> {
        let answer = self.read(who, &format!("articles/{id}"));
        (answer.status == 200).then(|| answer.json()["markdown"].as_str().unwrap().to_owned())
    }
}

fn text(id: &str, status: &str, body: &str) -> String {
    format!("---\nid: {id}\ntitle: Kładka\nstatus: {status}\n---\n\n{body}\n")
}

fn put(server: &Server, path: &str, condition: (&str, &str), text: &str) -> Answer {
    server.send("PUT", &format!("/api/v1/articles/{path}"), &[MARKDOWN, condition], text)
}

fn post(server: &Server, path: &str) -> Answer {
    server.send("POST", &format!("/api/v1/articles/{path}"), &[], "")
}

fn tag_of(server: &Server, id: &str) -> String {
    server.get(&format!("/api/v1/articles/{id}")).header("etag").to_owned()
}

fn codes(problem: &Value) -> Vec<&str> {
    problem
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap_or_else(|| one["code"].as_str().unwrap()))
        .collect()
}

#[test]
fn no_path_of_one_person_leads_a_text_into_service_and_one_of_two_does() {
    let house = House::open(&[
        ("Ala Nowak", "editor"),
        ("ALA NOWAK", "admin"),
        ("Nowak, Ala (laptop)", "editor"),
        ("Ola Lis", "editor"),
    ]);
    let (ala, ola) = ("Ala Nowak", "Ola Lis");
    let create = |id: &str, status: &str| house.put(ala, id, "", &text(id, status, "Kładka nad rzeką."));
    type Path<'a> = (&'a str, &'a dyn Fn(&str));
    let paths: [Path<'_>; 8] = [
        ("published", &|id| {
            create(id, "published").is(403);
            create(id, "review").is(201);
        }),
        ("archived-restored", &|id| {
            create(id, "archived").is(201);
            let back = house.act(ala, id, "restore", "").is(200).json();
            assert_eq!((&back["status"], &back["live"]), (&"review".into(), &false.into()));
        }),
        ("reviewed-archived-restored", &|id| {
            create(id, "review").is(201);
            house.act(ala, id, "archive", "").is(200);
            assert_eq!(house.act(ala, id, "restore", "").is(200).json()["live"], false);
        }),
        ("rolled-back", &|id| {
            create(id, "review").is(201);
            let first = house.read(ala, &format!("articles/{id}/history")).json()[0]["revision"].clone();
            house.act(ala, id, "archive", "").is(200);
            let back = house.act(ala, id, "restore", &format!("{{\"revision\": {first}}}")).is(200);
            assert_eq!(back.json()["live"], false);
        }),
        ("own-publish", &|id| {
            create(id, "review").is(201);
            house.act(ala, id, "publish", "").is(403);
        }),
        ("other-case", &|id| {
            create(id, "review").is(201);
            house.act("ALA NOWAK", id, "publish", "").is(403);
        }),
        ("other-token", &|id| {
            create(id, "review").is(201);
            house.act("Nowak, Ala (laptop)", id, "publish", "").is(403);
            let tag = house.tag(ala, id);
            house.put("Nowak, Ala (laptop)", id, &tag, &text(id, "published", "Kładka nad rzeką.")).is(403);
        }),
        ("other-spelling-of-status", &|id| {
            create(id, "archived").is(201);
            let tag = house.tag(ala, id);
            let sly = text(id, "x", "Kładka nad rzeką.").replace("status: x", "Status: published");
            house.put(ala, id, &tag, &sly).is(403);
        }),
    ];
    for (id, path) in paths {
        path(id);
        assert_eq!(house.served(ala, id), None, "{id}: one person put it into service");
        if house.act(ola, id, "publish", "").status != 200 {
            house.act(ola, id, "restore", "").is(200);
        }
        assert!(house.served(ala, id).is_some(), "{id}: another could not approve it");
        let newest = house.read(ola, &format!("articles/{id}/history")).json()[0].clone();
        assert_eq!(
            (&newest["approved_by"], &newest["authors"]),
            (&ola.into(), &serde_json::json!([ala])),
            "{id}"
        );
    }

    // What is in service is changed by nobody alone; what was approved may be withdrawn and put back.
    let id = "published";
    let before = house.served(ala, id);
    let tag = house.tag(ala, id);
    house.put(ala, id, &tag, &text(id, "published", "Sama.")).is(403);
    house.put(ala, id, &tag, &text(id, "archived", "Sama.")).is(200);
    assert_eq!(house.act(ala, id, "restore", "").is(200).json()["live"], false);
    assert_eq!(house.served(ala, id), None);
    house.act(ola, id, "publish", "").is(200);
    house.act(ala, id, "archive", "").is(200);
    assert_eq!(house.act(ala, id, "restore", "").is(200).json()["live"], true, "Ola has approved this text");
    assert_ne!(house.served(ala, id), before);
    let oldest = house.read(ala, &format!("articles/{id}/history")).json();
    let oldest =
        oldest.as_array().unwrap().iter().rfind(|one| one["kind"] == "publish").unwrap()["revision"].clone();
    let history = house.read(ala, &format!("articles/{id}/history")).json();
    assert!(history.as_array().unwrap().len() > 5, "{history}");
    let back = house.act(ala, id, "restore", &format!("{{\"revision\": {oldest}}}")).is(200).json();
    assert_eq!(back["waiting"], true, "an earlier version waits for somebody else, approved once or not");
}

/// Whose lines they are that stand in a text and never stood in one that was served.
fn authors(text: &str, known: &BTreeSet<String>) -> BTreeSet<usize> {
    let marks = text.lines().filter(|line| line.starts_with("znak-") && !known.contains(*line));
    marks.map(|mark| mark.split('-').nth(1).unwrap().parse().unwrap()).collect()
}

/// Two editors and an admin.
const THREE: [(&str, &str); 3] = [("Ala", "editor"), ("Ola", "editor"), ("Szef", "admin")];

#[test]
fn whatever_two_editors_and_an_admin_do_nothing_is_served_that_only_its_author_saw() {
    let Walk { steps, went_live, refused, violations } = walk(&House::open(&THREE), 400);
    println!(
        "four eyes over HTTP: {steps} deeds, went live {went_live}, refused {refused}, violations {}",
        violations.len()
    );
    assert!(violations.is_empty(), "{}", violations.join("\n"));
    assert!(went_live > 10, "a rule that lets nothing through holds, too: {went_live}");
    assert!(refused > 40, "nobody tried to break it: {refused} refused");
    // Where the rule is not asked for, the same people break it at once, and this sees it.
    let free = walk(&House::open_with(&THREE, &[]), 60);
    assert!(
        free.violations.len() > 2,
        "{} of {} texts that went live",
        free.violations.len(),
        free.went_live
    );
}

/// What came of some hundred deeds of people who do whatever they may.
struct Walk {
    steps: usize,
    went_live: usize,
    refused: usize,
    /// What somebody alone put into service.
    violations: Vec<String>,
}

/// Lets them do so many deeds, by dice that fall the same way each time.
fn walk(house: &House, deeds: usize) -> Walk {
    let people = ["Ala", "Ola", "Szef"];
    let id = "bilety";
    let bare = |text: &str| -> String {
        text.lines().filter(|line| !line.starts_with("status:")).map(|line| format!("{line}\n")).collect()
    };
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut dice = move |sides: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % sides as u64) as usize
    };
    let mut served = house.served("Ala", id).map(|text| bare(&text));
    let first = served.clone().unwrap();
    let mut last = served.clone();
    let mut known = BTreeSet::new();
    let mut brought: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let (mut steps, mut went_live, mut refused, mut violations) = (0, 0, 0, Vec::new());
    for step in 0..deeds {
        let person = dice(3);
        let who = people[person];
        let history = house.read(who, &format!("articles/{id}/history")).json();
        let next = house.read(who, &format!("articles/{id}/next"));
        let file = std::fs::read_to_string(house.app.kb().join("transport/bilety.md")).unwrap();
        let newest = if next.status == 200 { next.body.clone() } else { file.clone() };
        let tag = match next.status {
            200 => next.header("etag").to_owned(),
            _ => history[0]["etag"].as_str().map(str::to_owned).unwrap_or_else(|| tag_with(house, who, id)),
        };
        let answer = match dice(14) {
            0..=2 => {
                let status = ["draft", "review", "published", "archived"][dice(4)];
                let from = if dice(4) == 0 { first.clone() } else { bare(&newest) };
                let changed = if dice(4) == 0 { from } else { format!("{from}znak-{person}-{step}\n") };
                let with = changed.replacen("title:", &format!("status: {status}\ntitle:"), 1);
                let answer = house.put(who, id, &tag, &with);
                if answer.status == 200 && changed != bare(&newest) {
                    brought.entry(changed).or_default().insert(person);
                }
                answer
            }
            3 => house.act(who, id, "publish", ""),
            4..=7 => {
                let path = format!("articles/{id}/publish?why=bo+tak");
                house.ask(who, "POST", &path, &[("If-Match", &tag)], "")
            }
            8 => house.act(who, id, "archive", ""),
            9 | 10 => house.act(who, id, "restore", ""),
            11 | 12 => house.act(who, id, "discard", ""),
            _ => {
                let all = history.as_array().unwrap();
                if all.is_empty() {
                    continue;
                }
                let seq = &all[dice(all.len())]["revision"];
                let was = house.read(who, &format!("articles/{id}/history/{seq}")).body;
                let answer = house.act(who, id, "restore", &format!("{{\"revision\": {seq}}}"));
                if answer.status == 200 && bare(&was) != bare(&newest) {
                    brought.entry(bare(&was)).or_default().insert(person);
                }
                answer
            }
        };
        steps += 1;
        assert!(answer.status < 500, "{}", answer.body);
        refused += usize::from(answer.status >= 400);
        let now = house.served(who, id).map(|text| bare(&text));
        if now == served {
            continue;
        }
        served = now.clone();
        let Some(text) = now else { continue };
        went_live += 1;
        let mut writers = authors(&text, &known);
        writers.extend(brought.get(&text).into_iter().flatten());
        if writers.contains(&person) && last.as_ref() != Some(&text) {
            violations
                .push(format!("step {step}: {who} alone put into service what {writers:?} wrote:\n{text}"));
        }
        known.extend(text.lines().filter(|line| line.starts_with("znak-")).map(str::to_owned));
        brought.remove(&text);
        last = Some(text);
    }
    Walk { steps, went_live, refused, violations }
}

fn tag_with(house: &House, who: &str, id: &str) -> String {
    house.read(who, &format!("articles/{id}")).header("etag").to_owned()
}

#[test]
fn who_approves_a_text_that_changed_while_it_waited_says_which_one_they_read() {
    let house = House::open(&[("Ala", "editor"), ("Ewa", "editor"), ("Ola", "analyst")]);
    let publish = |who: &str, id: &str, tag: &str| {
        let condition = [("If-Match", tag)];
        house.ask(
            who,
            "POST",
            &format!("articles/{id}/publish?why=czytane"),
            &condition[usize::from(tag.is_empty())..],
            "",
        )
    };
    // What was there to be read once needs no name, as a new article and as a new version of one in service.
    house.put("Ala", "raz", "", &text("raz", "review", "Dobre.")).is(201);
    publish("Ewa", "raz", "").is(200);
    house.put("Ala", "raz", &house.tag("Ala", "raz"), &text("raz", "review", "Lepsze.")).is(200);
    publish("Ewa", "raz", "").is(200);

    house.put("Ala", "dwa", "", &text("dwa", "review", "Dobre.")).is(201);
    let read = house.tag("Ewa", "dwa");
    house.put("Ala", "dwa", &read, &text("dwa", "review", "Podmienione.")).is(200);
    assert_eq!(publish("Ala", "dwa", "").is(403).json()["status"], 403, "its author approves neither");
    publish("Ewa", "dwa", "").is(428);
    publish("Ewa", "dwa", &read).is(412);
    assert!(house.served("Ewa", "dwa").is_none_or(|served| !served.contains("Podmienione.")));
    publish("Ewa", "dwa", &house.tag("Ewa", "dwa")).is(200);
    // Over a text in service, too, and once it was approved the next one begins anew.
    for body in ["Trzecie.", "Czwarte."] {
        house.put("Ala", "dwa", &house.tag("Ala", "dwa"), &text("dwa", "review", body)).is(200);
    }
    publish("Ewa", "dwa", "").is(428);
    publish("Ewa", "dwa", &house.tag("Ewa", "dwa")).is(200);
    assert!(house.served("Ewa", "dwa").unwrap().contains("Czwarte."));

    let name = "dictionaries/synonimy";
    let before = house.read("Ala", name).is(200).header("etag").to_owned();
    let put = |tag: &str, text: &str| house.ask("Ala", "PUT", name, &[TOML, ("If-Match", tag)], text);
    let approve = |condition: &[(&str, &str)]| {
        house.ask("Ola", "POST", &format!("{name}/publish?why=czytane"), condition, "")
    };
    let first = put(&before, "# pierwszy\n").is(202).json()["etag"].as_str().unwrap().to_owned();
    let second = put(&first, "# drugi\n").is(202).json()["etag"].as_str().unwrap().to_owned();
    approve(&[]).is(428);
    approve(&[("If-Match", &first)]).is(412);
    approve(&[("If-Match", &second)]).is(200);
    assert_eq!(house.read("Ala", name).body, "# drugi\n");
    // Nor is it another way to have one text read and another one approved that the first is thrown away.
    let now = house.read("Ala", name).header("etag").to_owned();
    put(&now, "# trzeci\n").is(202);
    house.ask("Ala", "POST", &format!("{name}/discard?why=nie"), &[], "").is(204);
    put(&now, "# czwarty\n").is(202);
    approve(&[]).is(428);
    assert_eq!(house.read("Ala", name).body, "# drugi\n");

    // Or that an archived text is changed before somebody puts it back into service.
    house.act("Ala", "dwa", "archive", "").is(200);
    house.put("Ala", "dwa", &house.tag("Ala", "dwa"), &text("dwa", "archived", "Piąte.")).is(200);
    house.act("Ewa", "dwa", "restore", "").is(428);
    assert_eq!(house.served("Ewa", "dwa"), None);
}

#[test]
fn a_dictionary_waits_for_another_persons_approval_and_every_change_keeps_its_reason() {
    let house = House::open(&[("Ala", "editor"), ("Ewa", "analyst"), ("Szef", "admin"), ("Jan", "agent")]);
    let name = "dictionaries/synonimy";
    let before = house.read("Ala", name).is(200).header("etag").to_owned();
    let words = "[[synonim]]\nmowia = [\"leżanka\"]\nznaczy = [\"wersalka\"]\n";
    let found = || {
        let answer = house.read("Ala", &format!("search?q={}", percent_encoded("leżanka"))).is(200);
        answer.json()["hits"].as_array().unwrap().iter().any(|hit| hit["id"] == "gabaryty")
    };
    let put = |who: &str, tag: &str, text: &str, why: &str| {
        house.ask(who, "PUT", &format!("{name}?why={why}"), &[TOML, ("If-Match", tag)], text)
    };
    put("Jan", &before, words, "").is(403);
    let waits = put("Ala", &before, words, "tak+mowia").is(202);
    assert_eq!(waits.json()["live"], false);
    assert_eq!(house.read("Ala", name).header("etag"), before, "the one in use stands");
    assert!(!found());
    assert_eq!(house.read("Ewa", &format!("{name}/next")).is(200).body, words);
    let act =
        |who: &str, action: &str| house.ask(who, "POST", &format!("{name}/{action}?why=sprawdzone"), &[], "");
    act("Ala", "publish").is(403);
    assert_eq!(put("Ala", &before, "# inny\n", "").is(412).json()["etag"], waits.json()["etag"]);
    act("Ewa", "publish").is(200);
    assert!(found(), "what another person approved is in use");
    act("Ewa", "publish").is(409);
    let history = house.read("Ala", &format!("{name}/history")).is(200).json();
    let told: Vec<_> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (one["kind"].as_str().unwrap(), one["author"].as_str().unwrap(), one["why"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        told,
        [("publish", "Ewa", "sprawdzone"), ("put", "Ala", "tak mowia"), ("hand", "plik w kb/", "")]
    );
    let trail = house.read("Szef", "audit").is(200).body;
    assert!(trail.contains("powód: tak mowia") && trail.contains("dictionary.publish"), "{trail}");

    // An admin is nobody's second pair of eyes for their own text, and what waits falls behind a hand in kb/.
    let tag = house.read("Ala", name).header("etag").to_owned();
    put("Szef", &tag, "# admina\n", "").is(202);
    act("Szef", "publish").is(403);
    house.app.write("slowniki/synonimy.toml", "# ręcznie\n");
    act("Ala", "publish").is(412);
    act("Ala", "discard").is(204);
    act("Ala", "publish").is(409);
    assert_eq!(house.read("Ala", name).body, "# ręcznie\n");
    let listed = house.read("Jan", "dictionaries").is(200).json();
    assert_eq!(listed.as_array().unwrap().len(), 4);
}

#[test]
fn an_article_is_withdrawn_for_a_reason_by_whatever_way() {
    let app = TestApp::with_articles();
    let server = app.serve();
    for silent in ["bilety/archive", "bilety/archive?why=", "bilety/archive?why=++"] {
        let refused = post(&server, silent).is(400).json();
        assert_eq!(
            (&refused["type"], &refused["parameter"]),
            (&"/problem/invalid-parameter".into(), &"why".into())
        );
    }
    let tag = tag_of(&server, "bilety");
    let gone = "---\nid: bilety\ntitle: Bilety\nstatus: archived\n---\nx\n";
    put(&server, "bilety", ("If-Match", &tag), gone).is(400);
    assert_eq!(tag_of(&server, "bilety"), tag, "it is in service still");
    post(&server, "bilety/archive?why=nowy+cennik").is(200);
    let history = server.get("/api/v1/articles/bilety/history").json();
    assert_eq!((&history[0]["kind"], &history[0]["why"]), (&"archive".into(), &"nowy cennik".into()));
}

#[test]
fn a_draft_is_not_published_over_a_newer_text_before_both_are_merged() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let began = tag_of(&server, "bilety");
    let draft = |body: &str| format!("---\nid: bilety\ntitle: Bilety\nstatus: draft\n---\n{body}\n");
    let waits =
        put(&server, "bilety", ("If-Match", &began), &draft("Szkic.")).is(200).header("etag").to_owned();

    // While it waits, the published text can be corrected, and the draft stays.
    let page = |path: &str| server.send("GET", path, &[("Accept", "text/html")], "").is(200).body;
    let desk = page("/redakcja/bilety");
    assert!(desk.contains("Szkic.") && desk.contains("?wersja=opublikowana"), "{desk}");
    let correcting = page("/redakcja/bilety?wersja=opublikowana");
    assert!(correcting.contains(&format!("data-etag=\"{}\"", began.trim_matches('"'))), "{correcting}");
    assert!(correcting.contains("Ulgę ma uczeń") && !correcting.contains("Szkic."), "{correcting}");
    let fixed = "---\nid: bilety\ntitle: Bilety\n---\nPoprawione.\n";
    let corrected = put(&server, "bilety", ("If-Match", &began), fixed).is(200);
    assert_eq!(corrected.json()["live"], true);
    let live = tag_of(&server, "bilety");
    assert_eq!(server.get("/api/v1/articles/bilety/next").is(200).header("etag"), waits);

    let published = draft("Szkic.").replace("status: draft\n", "");
    for lost in [post(&server, "bilety/publish"), put(&server, "bilety", ("If-Match", &waits), &published)] {
        let problem = lost.is(412).json();
        assert_eq!(problem["type"], "/problem/lost-race");
        assert_eq!(format!("\"{}\"", problem["etag"].as_str().unwrap()), live, "{problem}");
        assert_eq!(format!("\"{}\"", problem["base"].as_str().unwrap()), began);
        assert_eq!(problem["theirs"]["title"], "Bilety");
    }
    assert!(server.get("/api/v1/articles/bilety").body.contains("Poprawione"));

    // A draft that was only written on is behind as before; one that says what it takes into account is not.
    let again = put(&server, "bilety", ("If-Match", &waits), &draft("Szkic, dalej.")).is(200);
    post(&server, "bilety/publish").is(412);
    let stale = format!("bilety?base={}", began.trim_matches('"'));
    put(&server, &stale, ("If-Match", again.header("etag")), &draft("Szkic.")).is(412);
    let base = format!("bilety?base={}", live.trim_matches('"'));
    put(&server, &base, ("If-Match", again.header("etag")), &draft("Poprawione. Szkic.")).is(200);
    post(&server, "bilety/publish").is(200);
    assert!(server.get("/api/v1/articles/bilety").body.contains("Poprawione. Szkic."));

    // By hand, or by git, it is the same.
    let now = tag_of(&server, "bilety");
    put(&server, "bilety", ("If-Match", &now), &draft("Drugi szkic.")).is(200);
    app.write("transport/bilety.md", "---\nid: bilety\ntitle: Bilety\n---\nRęcznie, w czerwcu.\n");
    eventually(Duration::from_secs(30), "the file is noticed", || {
        server.get("/api/v1/articles/bilety").body.contains("w czerwcu")
    });
    post(&server, "bilety/publish").is(412);
    // Withdrawn and put back, the text is what it was: no draft is behind for that.
    post(&server, "bilety/discard").is(200);
    let now = tag_of(&server, "bilety");
    put(&server, "bilety", ("If-Match", &now), &draft("Trzeci szkic.")).is(200);
    post(&server, "bilety/archive?why=na+chwile").is(200);
    // As long as it is withdrawn, the draft would bring it back past whoever withdrew it.
    post(&server, "bilety/publish").is(412);
    assert!(server.found("bilety").is_empty(), "it stays withdrawn");
    post(&server, "bilety/restore").is(200);
    post(&server, "bilety/publish").is(200);

    // Removed by hand is withdrawn, too.
    let now = tag_of(&server, "bilety");
    put(&server, "bilety", ("If-Match", &now), &draft("Czwarty szkic.")).is(200);
    fs::remove_file(app.kb().join("transport/bilety.md")).expect("deleted");
    eventually(Duration::from_secs(30), "its going is noticed", || server.found("bilety").is_empty());
    post(&server, "bilety/publish").is(412);
    assert!(!app.kb().join("transport/bilety.md").exists(), "nothing comes back by a draft");
    post(&server, "bilety/restore").is(200);
    post(&server, "bilety/publish").is(200);
    assert!(server.get("/api/v1/articles/bilety").body.contains("Czwarty szkic"));
}

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

#[test]
fn a_change_made_by_hand_is_shown_to_editors_until_one_of_them_approves_it() {
    let house = House::open(&[("Ala", "editor")]);
    let page = |path: &str| {
        let headers = [("Authorization", house.tokens["Ala"].as_str()), ("Accept", "text/html")];
        house.server.send("GET", path, &headers, "").is(200).body
    };
    house.app.write("transport/bilety.md", "---\nid: bilety\ntitle: Bilety\n---\nRęcznie, w czerwcu.\n");
    eventually(Duration::from_secs(30), "the file is noticed", || {
        house.served("Ala", "bilety").is_some_and(|text| text.contains("czerwcu"))
    });
    assert!(page("/redakcja/bilety").contains("poza redakcją; nikt jej tu nie zatwierdził"));
    assert!(page("/redakcja").contains("zmieniony poza redakcją"));
    let done = house.act("Ala", "bilety", "publish", "").is(200).json();
    assert_eq!(done["approved_by"], "Ala");
    assert!(!page("/redakcja/bilety").contains("nikt jej tu nie zatwierdził"));
    assert!(!page("/redakcja").contains("zmieniony poza redakcją"));
    house.act("Ala", "bilety", "publish", "").is(409);
}

#[test]
fn headers_are_laid_over_each_other_key_by_key() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let base = "---\nid: bilety\ntitle: Bilety\nunit: ZTP\nfacts:\n  fee: 4 zł\n---\nUlgę ma uczeń.\n";
    let began = put(&server, "bilety", ("If-Match", &tag_of(&server, "bilety")), base).is(200);
    let tag = began.header("etag").to_owned();
    let theirs = base.replace("title: Bilety", "title: Bilety miejskie").replace("4 zł", "6 zł");
    put(&server, "bilety", ("If-Match", &tag), &theirs).is(200);
    let mine = base.replace("unit: ZTP", "unit: ZDMK").replace("4 zł", "5 zł");
    let asked = serde_json::json!({"base": tag.trim_matches('"'), "text": mine}).to_string();
    let json = [("Content-Type", "application/json")];
    let laid = server.send("POST", "/redakcja/bilety/porownanie", &json, &asked).is(200).json();
    let parts = laid["parts"].as_array().unwrap();
    let told: Vec<_> = parts
        .iter()
        .filter(|part| part["kind"] != "same")
        .map(|part| {
            (part["key"].as_str().unwrap(), part["kind"].as_str().unwrap(), part["joined"].is_string())
        })
        .collect();
    assert_eq!(told, [("title", "theirs", false), ("unit", "mine", false), ("facts.fee", "conflict", false)]);
}

/// A draft beside a published text whose file is then removed by hand, and taken up again from the history.
#[test]
fn a_draft_that_is_brought_back_after_its_file_was_removed_is_published_by_somebody_else() {
    let house = House::open(&[("Ala Nowak", "editor"), ("Ola Lis", "editor"), ("Iza Kos", "editor")]);
    let draft = "---\nid: gabaryty\ntitle: Odbiór mebli\nstatus: draft\n---\n\nTapczan zabiera MPO.\n";
    let tag = house.tag("Ala Nowak", "gabaryty");
    let saved = house.put("Ala Nowak", "gabaryty", &format!("\"{tag}\""), draft).is(200);
    let number = saved.json()["revision"].as_i64().unwrap();
    fs::remove_file(house.app.kb().join("odpady/gabaryty.md")).unwrap();
    let newest = || house.read("Ala Nowak", "articles/gabaryty/history").json()[0].clone();
    eventually(Duration::from_secs(30), "the removal is recorded", || newest()["kind"] == "gone");
    // Of what waits nothing is published while there is no article; what to do is said.
    let refused = house.act("Ola Lis", "gabaryty", "publish", "").is(412);
    assert!(refused.body.contains("restore"), "{}", refused.body);
    let back = house.act("Ala Nowak", "gabaryty", "restore", &format!("{{\"revision\": {number}}}")).is(200);
    assert_eq!((&back.json()["status"], &back.json()["live"]), (&"review".into(), &false.into()));
    house.act("Ala Nowak", "gabaryty", "publish", "").is(403);
    house.act("Ola Lis", "gabaryty", "publish", "").is(200);
    assert!(house.served("Iza Kos", "gabaryty").unwrap().contains("Tapczan"));
    house.act("Iza Kos", "gabaryty", "publish", "").is(409);
}
