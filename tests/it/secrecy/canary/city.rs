//! A city without secrets, and the same with one in every place.

use super::*;

/// The public side of both cities.
pub(super) fn city() -> TestApp {
    let app = TestApp::new();
    let settings = "today = \"2026-11-20\"\npublic-address = \"https://wiedza.example\"\npublic-rate = 0\n";
    fs::write(app.kb().join("../drogowskaz.toml"), settings).expect("the settings");
    app.write("slowniki/jednostki.toml", UNITS);
    app.write(
        "slowniki/kategorie.toml",
        "[[kategoria]]\ncode = \"odpady\"\nname = \"Odpady\"\nopis = \"Śmieci.\"\n",
    );
    app.write("slowniki/synonimy.toml", SYNONYMS);
    app.write("slowniki/inne-podmioty.toml", OTHER_BODIES);
    app.write("odpady/gabaryty.md", GABARYTY);
    app.write("usc/odpis.md", "---\nid: odpis\ntitle: Odpis aktu urodzenia\naudience: public\nunit: MPO\n---\n\nOdpis wydaje urząd.\n");
    app.write("transport/bilety.md", "---\nid: bilety\ntitle: Bilety okresowe\naudience: public\n---\n\nUlgę ma uczeń. Meble w autobusie? Zob. [gabaryty](/artykul/gabaryty).\n");
    app
}

pub(super) const UNITS: &str = "[[jednostka]]\ncode = \"MPO\"\nname = \"Miejskie Przedsiębiorstwo Oczyszczania\"\nkind = \"spółka\"\nphones = [\"801084084\"]\nstatus = \"aktualna\"\n\n\
    [[jednostka]]\ncode = \"DK-02\"\nname = \"Referat Infolinii\"\nkind = \"referat\"\naliases = [\"KCK\", \"Krakowskie Centrum Kontaktu\"]\nphones = [\"12 616 55 55\"]\nhours = \"Mo-Fr 07:40-15:30\"\nstatus = \"aktualna\"\n";
const OTHER_BODIES: &str = "[[podmiot]]\ncode = \"ZUS\"\nname = \"Zakład Ubezpieczeń Społecznych\"\naliases = [\"zus\"]\nmatters = [\"emerytura nie przyszła\"]\nsentence = \"Emerytury prowadzi ZUS.\"\nphone = [\"22 560 16 00\"]\nlink = \"https://www.zus.pl\"\n";
const SYNONYMS: &str = "[[synonim]]\nmowia = [\"rupiecie\"]\nznaczy = [\"meble\"]\n";
const GABARYTY: &str = "---\nid: gabaryty\ntitle: Odbiór starych mebli\nsummary: Meble odbiera MPO.\naudience: public\nunit: MPO\ncategory: odpady\nkpum_area: uslugi\nverified: 2026-10-01\nfacts:\n  fee: bezpłatnie\n---\n\nWersalkę odbiera MPO po zgłoszeniu.\n";

const REPEALS: &str = "---\nid: uchyla\ntitle: Zarządzenie uchylające\naudience: internal\nsource: {title: \"Zarządzenie nr 8/2026\"}\nrepeals: [\"7/2020\"]\nvalid_from: 2026-01-01\n---\n\nUchyla.\n";

/// Residents know it by an address of its own, so staff have to be known, too.
pub(super) fn served(app: &TestApp) -> Server {
    let token = app.token("redakcja", "admin");
    app.serve().with_token(&token)
}

/// Whether what stands in [`PLACES`] is kept from residents.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Secrets {
    Kept,
    /// The same texts, and nothing says that they are internal: what can come out does.
    Open,
}

/// The same city with every secret there can be.
pub(super) fn city_with_secrets() -> TestApp {
    city_with(Secrets::Kept)
}

pub(super) fn city_with(secrets: Secrets) -> TestApp {
    let app = city();
    let kept = |words: &str| if secrets == Secrets::Kept { words.to_owned() } else { String::new() };
    let audience = if secrets == Secrets::Kept { "internal" } else { "public" };
    let c = |place: &str| at(place);
    let folder = c("internal article: folder");
    app.write(
        &format!("{folder}/tajne.md"),
        format!(
            "---\n# {comment}\nid: {id}\ntitle: Meble {title}\nsummary: Meble {summary}\nunit: TAJ-01\ncategory: {category}\naudience: {audience}\nkeywords: [{keywords}, meble]\nquestions: [\"{questions} meble?\"]\n\
             facts:\n  phone: [\"12 616 00 00 {phone}\"]\n  email: {email}@krakow.example\n  address: ul. {address} 1\n  fee: 17 zł {fee}\n  deadline: 3 dni {deadline}\n  documents: [{documents}]\n  link: https://{link}.example/\n\
             source: {{title: \"Zarządzenie nr 1/2026 {source}\", url: \"https://{url}.example/\"}}\nnotatka: {unknown}\n{key}: x\n---\n\n## {heading}\n\nMeble {body} odbiera MPO.\n\n| a | b |\n|---|---|\n| {cell} | meble |\n\n<!-- {hidden} -->\n",
            comment = c("internal article: comment in front matter"),
            id = c("internal article: id"),
            title = c("internal article: title"),
            summary = c("internal article: summary"),
            category = c("internal article: category of its own"),
            keywords = c("internal article: keywords"),
            questions = c("internal article: questions"),
            phone = c("internal article: fact phone"),
            email = c("internal article: fact email"),
            address = c("internal article: fact address"),
            fee = c("internal article: fact fee"),
            deadline = c("internal article: fact deadline"),
            documents = c("internal article: fact documents"),
            link = c("internal article: fact link"),
            source = c("internal article: source title"),
            url = c("internal article: source url"),
            unknown = c("internal article: unknown front-matter key"),
            key = c("internal article: unknown key's name"),
            heading = c("internal article: heading"),
            body = c("internal article: body"),
            cell = c("internal article: table cell"),
            hidden = c("internal article: comment in the body"),
        ),
    );
    app.write(
        &format!("{}.md", c("internal article: file name as id")),
        format!("---\ntitle: Meble wewnętrzne\naudience: {audience}\n---\n\nMeble.\n"),
    );
    app.write(
        "odpady/gabaryty.md",
        GABARYTY
            .replace("facts:\n", &format!("facts:\n  uwaga: {}\n", c("public article: unknown key of facts")))
            .replace(
                "category: odpady\n",
                &format!(
                    "# {}\nnotatka: {}\ncategory: odpady\n",
                    c("public article: comment in front matter"),
                    c("public article: unknown front-matter key")
                ),
            )
            + &format!(
                "\n## {} {}\n\nWersalkę {} odbiera MPO.\n\n### {}\n\nMeble {}.\n",
                c("public article: internal section's heading"),
                kept("{.internal}"),
                c("public article: internal section's text"),
                c("public article: heading below an internal one"),
                c("public article: text below that"),
            ),
    );
    let hidden = [
        ("draft of a public article", "status: draft"),
        ("public article in review", "status: review"),
        ("archived public article", "status: archived"),
        ("public article in force from tomorrow", "valid_from: 2026-11-21"),
        ("public article in force until yesterday", "valid_until: 2026-11-19"),
        ("public article that an act repealed", "source: {title: \"Zarządzenie nr 7/2020\"}"),
    ];
    for (number, (place, line)) in hidden.into_iter().enumerate() {
        let (word, line) = (c(place), kept(line));
        app.write(
            &format!("ukryte/ukryty-{number}.md"),
            format!("---\nid: ukryty-{number}\ntitle: Meble {word}\naudience: public\nunit: MPO\ncategory: odpady\n{line}\n---\n\nWersalkę {word} odbiera MPO.\n"),
        );
    }
    if secrets == Secrets::Kept {
        app.write("ukryte/uchyla.md", REPEALS);
    }
    let of_mpo =
        format!("note = \"{}\"\nsource = \"{}\"\nstatus", c("units: note to agents"), c("units: source"));
    let scope = c("units: scope and name of a unit that no public article names");
    let secret_unit = format!(
        "\n[[jednostka]]\ncode = \"TAJ-01\"\nname = \"Referat {scope}\"\nkind = \"referat\"\nscope = [\"{scope}\"]\naliases = [\"{scope} meble\"]\nphones = [\"12 616 11 11\"]\nstatus = \"aktualna\"\n"
    );
    app.write("slowniki/jednostki.toml", UNITS.replacen("status", &of_mpo, 1) + &secret_unit);
    let of_body = format!(
        "note = \"{}\"\nsource = \"{}\"\n",
        c("other bodies: note to agents"),
        c("other bodies: source")
    );
    app.write("slowniki/inne-podmioty.toml", OTHER_BODIES.to_owned() + &of_body);
    let synonym = c("synonyms: what callers' words mean inside the house");
    app.write(
        "slowniki/synonimy.toml",
        format!("{SYNONYMS}\n[[synonim]]\nmowia = [\"wersalka\", \"bilet\"]\nznaczy = [\"{synonym}\"]\n"),
    );
    app
}

/// A text for a later day, laid beside the published one through the editors' door.
pub(super) fn lay_a_version_beside(server: &Server, secrets: Secrets) {
    let tag = server.get("/api/v1/articles/odpis").is(200).header("etag").to_owned();
    let word = at("version waiting beside a published article");
    let status = if secrets == Secrets::Kept { "draft" } else { "published" };
    let draft = format!(
        "---\nid: odpis\ntitle: Odpis {word}\naudience: public\nstatus: {status}\nunit: MPO\n---\n\nMeble {word}.\n"
    );
    let headers = [("Content-Type", "text/markdown"), ("If-Match", tag.as_str())];
    let answer = server.send("PUT", "/api/v1/articles/odpis", &headers, &draft);
    assert!(matches!(answer.status, 200..=202), "{}\n{}", answer.head, answer.body);
}
