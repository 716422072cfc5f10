//! Each option of `serve`, and where its effect is seen.

use super::*;

pub(super) const SERVE: Scene = Scene {
    options: &[
        ("kb", "baza"),
        ("index", "inny-indeks"),
        ("data", "inne-dane"),
        ("listen", "127.0.0.2:0"),
        ("four-eyes", "true"),
        ("public-address", "https://wiedza.example/baza"),
        ("allowed-origins", "https://kpum.example"),
        ("trusted-proxies", "127.0.0.0/8"),
        ("public-rate", "4"),
        ("infoline", "MPO"),
        ("accessibility-email", "dostepnosc@miasto.example"),
        ("https", "true"),
        ("user-header", "X-Kto"),
        ("group-header", "X-Grupy"),
        ("roles", "dk-03=editor,dk-05=analyst"),
        ("keep-questions", "11"),
        ("keep-calls", "12"),
        ("keep-submissions", "13"),
        ("keep-feedback", "14"),
        ("keep-audit", "15"),
        ("log", "info,drogowskaz::http::gate::auth=debug"),
        ("today", "2026-01-15"),
    ],
    expected: &[
        ("kb", "mokradlo", ""),
        ("index", "inny-indeks", "index"),
        ("data", "inne-dane", "data"),
        ("listen", "127.0.0.2", "127.0.0.1"),
        ("four-eyes", "403", "201"),
        ("public-address", "https://wiedza.example/baza", "this machine"),
        ("allowed-origins", "https://kpum.example", ""),
        ("trusted-proxies", "198.51.100.9", "127.0.0.1"),
        ("public-rate", "4", "12"),
        ("infoline", "Oczyszczanie", "Infolinia"),
        ("accessibility-email", "yes", "no"),
        ("https", "max-age=31536000", ""),
        ("user-header", "Anna Nowak", "401"),
        ("group-header", "analyst", "401"),
        ("roles", "editor", "401"),
        ("keep-questions", "10", "10 20"),
        ("keep-calls", "10", "10 20"),
        ("keep-submissions", "10", "10 20"),
        ("keep-feedback", "10", "10 20"),
        ("keep-audit", "10", "10 20"),
        ("log", "yes", "no"),
        ("today", "1", "0"),
    ],
    look: serve,
};

const TABLES: [(&str, &str, &str); 5] = [
    (
        "keep-questions",
        "questions",
        "view, text, folded, total, confident, us, query_id) VALUES ('staff', '{}', '', 0, 0, 0, ''",
    ),
    ("keep-calls", "calls", "who, question, outcome, seconds) VALUES ('A', '{}', 'brak', 1"),
    ("keep-submissions", "submissions", "who, kind, text) VALUES ('A', 'idea', '{}'"),
    ("keep-feedback", "feedback", "who, kind, text) VALUES ('A', 'error', '{}'"),
    ("keep-audit", "audit", "who, origin, action, object, detail) VALUES ('A', '', 'x', '{}', ''"),
];

/// A server, and whoever asks it.
struct House {
    app: TestApp,
    server: Server,
    admin: String,
}

impl House {
    /// As an administrator whose request came by way of somebody else.
    fn ask(&self, method: &str, path: &str, more: &[(&str, &str)], body: &str) -> Answer {
        let known = [("Authorization", self.admin.as_str()), ("X-Forwarded-For", "198.51.100.9")];
        self.server.send(method, path, &[&known, more].concat(), body)
    }

    /// As a resident at an address of their own, so that one question does not use up another's share.
    fn public(&self, resident: u8, path: &str) -> Answer {
        let address = format!("203.0.113.{resident}");
        let headers = [("X-Forwarded-For", &*address), ("Origin", "https://kpum.example")];
        self.server.send("GET", path, &headers, "")
    }

    fn publish(&self, id: &str) -> Answer {
        let text = format!("---\nid: {id}\ntitle: Kładka\n---\n\nKładka.\n");
        let headers = [("Content-Type", "text/markdown"), ("If-None-Match", "*")];
        self.ask("PUT", &format!("/api/v1/articles/{id}"), &headers, &text)
    }

    /// Who somebody is whom a proxy has signed in, or the status of the refusal.
    fn signed_in(&self, group: &str, member: &str) -> String {
        let headers = [("X-Kto", "Anna Nowak"), ("X-Grupy", group)];
        let answer = self.server.send("GET", "/api/v1/session", &headers, "");
        if answer.status == 200 { text_of(&answer.json()[member]) } else { answer.status.to_string() }
    }
}

pub(super) fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn serve(way: Option<Way>, options: Options<'_>) -> Seen {
    let app = TestApp::with_articles();
    let units = "[[jednostka]]\ncode = \"KCK\"\nname = \"Infolinia\"\nemail = \"kck@miasto.example\"\n\n[[jednostka]]\ncode = \"MPO\"\nname = \"Oczyszczanie\"\n";
    app.write("slowniki/jednostki.toml", units);
    app.write("kulig.md", "---\nid: kulig\ntitle: Kulig\naudience: public\nvalid_from: 2026-01-10\nvalid_until: 2026-01-20\n---\n\nKulig.\n");
    for (file, bytes) in app.sources() {
        let below = file.strip_prefix(app.kb()).unwrap().to_string_lossy().into_owned();
        app.write(&format!("../baza/{below}"), bytes);
    }
    app.write("../baza/mokradlo.md", "---\nid: mokradlo\ntitle: Mokradło\n---\n\nMokradło.\n");
    let [kb, index, data] =
        if way.is_some() { ["baza", "inny-indeks", "inne-dane"] } else { ["kb", "index", "data"] };
    app.run(&["init", "--kb", kb, "--index", index, "--data", data]).succeeded();
    let token =
        app.run(&["token", "create", "--name", "Szef", "--role", "admin", "--data", data]).succeeded();
    let database = app.folder().join(data).join("dziennik.sqlite");
    write_down(&database);

    let mut command = said(&app, way, &["serve"], options);
    if way.is_none() {
        // The one option that a test cannot leave to its default: the port may be another's.
        command.args(["--listen", "127.0.0.1:0"]);
    }
    let server = app.start(command);
    let house = House { app, server, admin: format!("Bearer {}", token.stdout.trim()) };
    let mut seen = Seen::new();
    let mut see = |key: &'static str, what: String| drop(seen.insert(key, what));
    // The far too old goes whatever is said: once it is gone, so is everything else that had to go.
    eventually(Duration::from_secs(30), "what is too old is deleted", || {
        TABLES.iter().all(|(_, table, _)| !kept(&database, table).contains(&5_000))
    });
    for (key, table, _) in TABLES {
        let days: Vec<String> = kept(&database, table).iter().map(i64::to_string).collect();
        see(key, days.join(" "));
    }
    let found = house
        .ask("GET", &format!("/api/v1/search?q={}", percent_encoded("mokradło")), &[], "")
        .is(200)
        .json();
    see("kb", found["hits"].as_array().unwrap().iter().map(|hit| text_of(&hit["id"])).collect());
    let there = |names: [&str; 2], file: &str| {
        let there = names.into_iter().filter(|name| house.app.folder().join(name).join(file).exists());
        there.collect::<Vec<_>>().join(" ")
    };
    see("index", there(["index", "inny-indeks"], "current"));
    see("data", there(["data", "inne-dane"], "dziennik.sqlite"));
    see("listen", house.server.address().split(':').next().unwrap().to_owned());
    see("four-eyes", house.publish("kladka").status.to_string());
    // Who comes with a wrong token is written down with the address they came from.
    let wrong = [("Authorization", "Bearer dgw_zly"), ("X-Forwarded-For", "198.51.100.9")];
    house.server.send("GET", "/api/v1/session", &wrong, "").is(401);
    // The day that is set is no day of the trail: what was done was done when it was done.
    let trail = house.ask("GET", "/api/v1/audit?from=2026-01-01&to=2099-12-31", &[], "").is(200).json();
    let line =
        trail["rows"].as_array().unwrap().iter().find(|line| line["action"] == "session.refused").cloned();
    see("trusted-proxies", text_of(&line.unwrap()["origin"]));
    let robots = house.public(1, "/robots.txt").is(200).body;
    let sitemap =
        robots.split("Sitemap: ").nth(1).unwrap().trim().trim_end_matches("/sitemap.xml").to_owned();
    see(
        "public-address",
        if sitemap.starts_with("http://127.0.0.") { "this machine".into() } else { sitemap },
    );
    let answer = house.public(2, "/public/v1/search?q=kulig").is(200);
    see("allowed-origins", answer.header("access-control-allow-origin").to_owned());
    see("today", answer.json()["total"].to_string());
    see("infoline", text_of(&house.public(3, "/public/v1/infoline").is(200).json()["name"]));
    let statement = house.public(4, "/deklaracja-dostepnosci").is(200).body;
    see("accessibility-email", yes(statement.contains("dostepnosc@miasto.example")));
    let asked = (0..12).map(|_| house.public(5, "/public/v1/suggest?q=").status);
    see("public-rate", asked.filter(|status| *status == 200).count().to_string());
    see("https", house.server.get("/healthz").header("strict-transport-security").to_owned());
    see("user-header", house.signed_in("dk-03", "name"));
    see("group-header", house.signed_in("dk-05", "role"));
    see("roles", house.signed_in("inni, dk-03", "role"));
    see("log", yes(house.server.log().contains("let in")));
    seen
}

const DAY: i64 = 24 * 60 * 60 * 1000;

/// One row of each kind: within every period that is said, beyond it and within the default, and beyond that.
fn write_down(database: &std::path::Path) {
    let connection = Connection::open(database).unwrap();
    let now = jiff::Timestamp::now().as_millisecond();
    for (_, table, rest) in TABLES {
        for days in [10, 20, 5_000] {
            let (columns, values) = rest.split_once(") VALUES (").unwrap();
            let sql = format!(
                "INSERT INTO {table} ({columns}, at) VALUES ({}, {})",
                values.replace("{}", &format!("dni-{days}")),
                now - days * DAY
            );
            connection.execute_batch(&sql).unwrap();
        }
    }
}

/// How many days old the rows are that this test wrote down and that are still there.
fn kept(database: &std::path::Path, table: &str) -> Vec<i64> {
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let now = jiff::Timestamp::now().as_millisecond();
    let column = if table == "audit" {
        "object"
    } else if table == "calls" {
        "question"
    } else {
        "text"
    };
    let sql = format!("SELECT at FROM {table} WHERE {column} LIKE 'dni-%' ORDER BY at DESC");
    let mut rows = connection.prepare(&sql).unwrap();
    let ages = rows.query_map([], |row| row.get::<_, i64>(0)).unwrap();
    ages.map(|at| (now - at.unwrap()) / DAY).collect()
}
