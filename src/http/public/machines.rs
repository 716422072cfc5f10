//! What machines ask for: which pages there are, which are not for them, and how to search from an address bar.

use std::fmt::Write;

use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::Response;

use super::page::base;
use super::{Residents, links, topic};
use crate::http::wire::etag::Tagged;
use crate::http::wire::problem::Problem;

/// The pages of all public articles, as sitemaps.org has it.
pub(super) async fn sitemap(
    Shared(residents): Shared<Residents>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let today = residents.today();
    let dictionaries = residents.dictionaries();
    let (topics, listed) = residents
        .ask(move |shelf| {
            let topics = topic::with_articles(&shelf, &dictionaries, today).into_iter();
            let topics: Vec<String> = topics.map(|topic| links::topic(&topic.code, 1)).collect();
            (topics, shelf.listed(today))
        })
        .await?;
    let base = base(&residents, &headers);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let mut entry = |path: &str, day: Option<jiff::civil::Date>| {
        let day = day.map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
        // Ids are letters, digits and dashes, other parts are encoded; the base was checked where it came in. Writing to a String cannot fail.
        let _ = writeln!(xml, "<url><loc>{base}{path}</loc>{day}</url>");
    };
    entry("/p", None);
    entry("/deklaracja-dostepnosci", None);
    for topic in topics {
        entry(&topic, None);
    }
    for (id, verified) in listed {
        entry(&links::page(id.as_str()), verified);
    }
    xml.push_str("</urlset>\n");
    Ok(Tagged::of(xml.into_bytes(), "application/xml; charset=utf-8").answer(&headers))
}

/// Search engines read articles, not results; the desk is nobody's business.
pub(super) async fn robots(Shared(residents): Shared<Residents>, headers: HeaderMap) -> Response {
    let base = base(&residents, &headers);
    let text = format!(
        "User-agent: *\nAllow: /p$\nAllow: /p/\nAllow: /static/\nAllow: /deklaracja-dostepnosci\nDisallow: /\n\nSitemap: {base}/sitemap.xml\n"
    );
    Tagged::of(text.into_bytes(), "text/plain; charset=utf-8").answer(&headers)
}

/// How a browser adds the search to its address bar.
pub(super) async fn opensearch(Shared(residents): Shared<Residents>, headers: HeaderMap) -> Response {
    let base = base(&residents, &headers);
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>Baza Wiedzy</ShortName>\n\
         <Description>Sprawy mieszkańców Krakowa: co zrobić, gdzie i ile to kosztuje</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <Language>pl</Language>\n\
         <Url type=\"text/html\" template=\"{base}/p?q={{searchTerms}}\"/>\n\
         <Url type=\"application/x-suggestions+json\" template=\"{base}/public/v1/suggest?format=opensearch&amp;q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n"
    );
    Tagged::of(xml.into_bytes(), "application/opensearchdescription+xml; charset=utf-8").answer(&headers)
}
