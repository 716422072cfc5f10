//! What every page for residents has around its content: the question, the infoline, the law's links.

use askama::Template;
use axum::http::{HeaderMap, header};
use axum::response::Response;

use super::Residents;
use super::infoline::infoline;
use crate::http::gate::auth::is_this_machine;
use crate::http::shown::contact::Contact;
use crate::http::wire::assets;
use crate::http::wire::etag::Tagged;
use crate::http::wire::problem::Problem;

/// The frame of a page.
pub(in crate::http) struct Frame {
    pub(in crate::http) title: String,
    /// For search engines and whoever a link is shared with.
    pub(in crate::http) description: String,
    /// The one whole address of the page; empty where it should not be found again.
    pub(in crate::http) canonical: String,
    /// The address under which residents know the server.
    pub(super) base: String,
    pub(in crate::http) kind: &'static str,
    pub(in crate::http) query: String,
    pub(in crate::http) infoline: Option<Contact>,
    pub(in crate::http) css: String,
    pub(in crate::http) icon: String,
}

const SITE: &str = "Miejska Baza Wiedzy";

impl Frame {
    /// A page at `path`, as the request came for it.
    pub(in crate::http) fn new(residents: &Residents, headers: &HeaderMap, title: &str, path: &str) -> Self {
        let base = base(residents, headers);
        let canonical = format!("{base}{path}");
        Self { canonical, base, infoline: infoline(residents), ..Self::bare(title) }
    }

    /// The address under which residents know the server.
    pub(in crate::http) fn base(&self) -> &str {
        &self.base
    }

    fn bare(title: &str) -> Self {
        Self {
            title: if title.is_empty() { SITE.to_owned() } else { format!("{title} – {SITE}") },
            description: String::new(),
            canonical: String::new(),
            base: String::new(),
            kind: "website",
            query: String::new(),
            infoline: None,
            css: assets::url("public.css"),
            icon: assets::url("icon.svg"),
        }
    }
}

/// The address under which residents know the server: as the settings say, or that of this machine. Whoever asks
/// writes the Host, so no other one gets into a page: a cache would hand it on to everybody.
pub(super) fn base(residents: &Residents, headers: &HeaderMap) -> String {
    if let Some(address) = &residents.settings().address {
        return address.clone();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    format!("http://{}", host.filter(|host| is_this_machine(host)).unwrap_or("localhost"))
}

/// A template as an answer with its tag; one that cannot be rendered is a fault of ours.
pub(in crate::http) fn html(template: &impl Template, request: &HeaderMap) -> Result<Response, Problem> {
    let page = template.render().map_err(|cause| Problem::internal(&cause))?;
    Ok(Tagged::of(page.into_bytes(), "text/html; charset=utf-8").answer(request))
}

/// What a resident sees instead of the page asked for.
#[derive(Template)]
#[template(path = "public/pages/error.html")]
pub(in crate::http) struct ErrorPage<'a> {
    frame: Frame,
    title: &'static str,
    detail: &'a str,
    /// Worth quoting only where the fault is ours.
    code: Option<&'a str>,
}

impl<'a> ErrorPage<'a> {
    pub(in crate::http) fn new(problem: &'a Problem, code: &'a str, question: &str) -> Self {
        let title = problem.kind.title();
        let ours = problem.kind.status().is_server_error();
        let frame = Frame { query: question.to_owned(), ..Frame::bare(title) };
        Self { frame, title, detail: &problem.detail, code: ours.then_some(code) }
    }
}
