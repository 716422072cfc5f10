//! CSS, JavaScript and the icon, inside the binary. Their names carry a hash of what is in them, so that a browser
//! keeps them for good and never mixes two versions.
//!
//! A module names another plainly, whatever folder that lies in (`import … from "./ask.js"`); what is sent names it by
//! its hash. So a change in one module renames those that import it, and there is no build step between the files and
//! the browser. A style sheet that imports another is sent with it inside: no page waits for a second one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use data_encoding::HEXLOWER;
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};

use super::etag;
use super::problem::{Problem, ProblemKind};

/// What the pages of all have in common.
#[derive(RustEmbed)]
#[folder = "src/http/style/assets/"]
struct OfAll;

#[derive(RustEmbed)]
#[folder = "src/http/console/assets/"]
struct OfTheConsole;

#[derive(RustEmbed)]
#[folder = "src/http/desk/assets/"]
struct OfTheDesk;

#[derive(RustEmbed)]
#[folder = "src/http/public/assets/"]
struct OfResidents;

/// A file by its path in one of the folders.
fn file(path: &str) -> Option<EmbeddedFile> {
    [OfAll::get, OfTheConsole::get, OfTheDesk::get, OfResidents::get].into_iter().find_map(|get| get(path))
}

/// The paths of all files by their plain names, which no two share.
static PATHS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let paths = OfAll::iter().chain(OfTheConsole::iter()).chain(OfTheDesk::iter()).chain(OfResidents::iter());
    paths.map(|path| (path.rsplit('/').next().unwrap_or(&path).to_owned(), path.into_owned())).collect()
});

/// A file as it is sent.
struct Asset {
    bytes: Vec<u8>,
    hash: String,
    /// Plain names of the modules that it imports, and of those that they do.
    modules: BTreeSet<String>,
}

/// By plain name.
static ASSETS: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    let mut assets = HashMap::new();
    for name in PATHS.keys() {
        prepare(name, &mut assets, 0);
    }
    assets
});

/// Deeper than modules import one another; a circle of imports ends here, too.
const DEEPEST: usize = 8;

/// Puts a file among the assets, after those it imports.
fn prepare(name: &str, assets: &mut HashMap<String, Asset>, depth: usize) {
    if assets.contains_key(name) || depth == DEEPEST {
        return;
    }
    let Some(file) = PATHS.get(name).and_then(|path| file(path)) else { return };
    let mut bytes = file.data.into_owned();
    let mut modules = BTreeSet::new();
    if let Ok(mut source) = String::from_utf8(bytes.clone()) {
        for other in PATHS.keys() {
            let plain = format!("\"./{other}\"");
            if !source.contains(&plain) {
                continue;
            }
            prepare(other, assets, depth + 1);
            if let Some(Asset { bytes, .. }) = assets.get(other).filter(|_| other.ends_with(".css")) {
                source = source.replace(&format!("@import {plain};"), &String::from_utf8_lossy(bytes));
            } else {
                source = source.replace(&plain, &format!("\"{}\"", named(other, assets)));
                modules.extend(assets.get(other).iter().flat_map(|asset| asset.modules.iter().cloned()));
                modules.insert(other.clone());
            }
        }
        bytes = source.into_bytes();
    }
    let hash = HEXLOWER.encode(&Sha256::digest(&bytes)[..8]);
    assets.insert(name.to_owned(), Asset { bytes, hash, modules });
}

pub(in crate::http) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/static/{name}", get(asset))
}

/// The address of a file: `console.css` → `/static/console.1f3a….css`.
pub(in crate::http) fn url(name: &str) -> String {
    named(name, &ASSETS)
}

/// The addresses of all modules that a module needs: named in the page, they come at once and not one after another.
pub(in crate::http) fn modules(name: &str) -> Vec<String> {
    ASSETS.get(name).map(|asset| asset.modules.iter().map(|name| url(name)).collect()).unwrap_or_default()
}

fn named(name: &str, assets: &HashMap<String, Asset>) -> String {
    match (assets.get(name), name.rsplit_once('.')) {
        (Some(asset), Some((stem, kind))) => format!("/static/{stem}.{}.{kind}", asset.hash),
        _ => format!("/static/{name}"),
    }
}

async fn asset(Path(address): Path<String>, headers: HeaderMap) -> Response {
    let parts: Vec<&str> = address.split('.').collect();
    let (stem, asked, kind) = match parts.as_slice() {
        [stem, hash, kind] => (*stem, *hash, *kind),
        _ => return Problem::new(ProblemKind::NotFound).into_response(),
    };
    let Some(Asset { bytes, hash, .. }) = ASSETS.get(&format!("{stem}.{kind}")) else {
        return Problem::new(ProblemKind::NotFound).into_response();
    };
    // A page from before an update gets today's file, but may not keep it under yesterday's name.
    let policy = if asked == hash { "public, max-age=31536000, immutable" } else { "no-cache" };
    let body = || ([(header::CONTENT_TYPE, content_type(kind))], bytes.clone()).into_response();
    let mut response = etag::answer(&headers, etag::strong(hash), body);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
    response
}

fn content_type(kind: &str) -> &'static str {
    match kind {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn modules_import_one_another_by_names_that_change_with_them() {
        let entry = std::str::from_utf8(&ASSETS["console.js"].bytes).unwrap();
        let imports: Vec<&str> = entry
            .lines()
            .filter(|line| line.starts_with("import "))
            .map(|line| line.rsplit(' ').next().unwrap())
            .collect();
        assert!(!imports.is_empty());
        for import in imports {
            let address = import.trim_matches(|c| c == '"' || c == ';');
            let name: Vec<&str> = address.trim_start_matches("/static/").split('.').collect();
            assert_eq!(ASSETS[&format!("{}.js", name[0])].hash, name[1], "{address}");
        }
        assert!(ASSETS.keys().filter(|name| name.ends_with(".js")).count() > 10, "the modules are seen");
        for (name, asset) in ASSETS.iter().filter(|(name, _)| name.ends_with(".js")) {
            let source = std::str::from_utf8(&asset.bytes).unwrap();
            assert!(!source.contains("\"./"), "{name} imports a module that is not there, or in a circle");
        }
    }

    #[test]
    fn all_modules_of_a_page_are_known_from_the_start() {
        let named = modules("start.js");
        let mut imports = 0;
        for asset in named.iter().map(|address| address.trim_start_matches("/static/")) {
            let (stem, _) = asset.split_once('.').unwrap();
            let source = std::str::from_utf8(&ASSETS[&format!("{stem}.js")].bytes).unwrap();
            for import in
                source.split('"').filter(|part| part.starts_with("/static/") && part.ends_with(".js"))
            {
                assert!(named.iter().any(|known| known == import), "{asset} imports {import}");
                imports += 1;
            }
        }
        assert!(imports > 10, "{imports} imports are seen");
        assert!(named.iter().any(|address| address.contains("/core.")), "those of modules, too");
    }

    #[test]
    fn no_two_files_share_a_name() {
        let files =
            OfAll::iter().chain(OfTheConsole::iter()).chain(OfTheDesk::iter()).chain(OfResidents::iter());
        assert_eq!(files.count(), PATHS.len());
    }

    #[test]
    fn a_sheet_is_sent_with_the_sheets_that_it_imports() {
        let sheet = |name: &str| std::str::from_utf8(&ASSETS[name].bytes).unwrap();
        for name in ["console.css", "public.css"] {
            assert!(!sheet(name).contains("@import"), "{name} needs another file");
            assert_eq!(sheet(name).matches("--accent: light-dark(").count(), 1, "{name}");
            let (tokens, own) =
                (sheet(name).find("--accent: ").unwrap(), sheet(name).find("var(--accent)").unwrap());
            assert!(
                tokens < own,
                "{name}: what is imported comes first, so that the sheet has the last word"
            );
        }
    }

    #[test]
    fn colours_are_named_in_one_place() {
        for name in ["console.css", "desk.css", "public.css", "base.css"] {
            let file = file(&PATHS[name]).unwrap();
            let own = std::str::from_utf8(&file.data).unwrap();
            let colour = own.split('#').skip(1).find(|rest| {
                let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
                [3, 4, 6, 8].contains(&digits)
                    && !rest[digits..].starts_with(|c: char| c.is_alphanumeric() || "_-".contains(c))
            });
            assert_eq!(colour, None, "{name}");
        }
    }
}
