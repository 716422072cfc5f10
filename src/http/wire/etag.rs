//! Entity tags: how a version is named in an answer, and which versions a request names.
//!
//! What residents get is tagged here and not by the revision of a file: a file may change where they cannot see it.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::problem::{Problem, ProblemKind};

/// A body ready to be sent, as often as it is asked for.
#[derive(Debug, Clone)]
pub(in crate::http) struct Tagged {
    body: Bytes,
    tag: HeaderValue,
    kind: &'static str,
    policy: &'static str,
}

impl Tagged {
    /// A body of this content type, named by a hash of itself.
    pub(in crate::http) fn of(body: Vec<u8>, kind: &'static str) -> Self {
        let tag = tag(&body);
        Self { body: body.into(), tag, kind, policy: "no-cache" }
    }

    /// A body named by a hash of `steady`: of the body without what is another each time, such as how long it took.
    pub(in crate::http) fn named_by(steady: &[u8], body: Vec<u8>, kind: &'static str) -> Self {
        Self { tag: tag(steady), ..Self::of(body, kind) }
    }

    /// The same with a word to caches other than "ask each time".
    pub(in crate::http) fn kept(self, policy: &'static str) -> Self {
        Self { policy, ..self }
    }

    pub(in crate::http) fn body(&self) -> &[u8] {
        &self.body
    }

    pub(in crate::http) fn len(&self) -> usize {
        self.body.len()
    }

    /// The body, or word that the one at hand is still good.
    pub(in crate::http) fn answer(&self, request: &HeaderMap) -> Response {
        let body = || ([(header::CONTENT_TYPE, self.kind)], self.body.clone()).into_response();
        let mut response = answer(request, self.tag.clone(), body);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(self.policy));
        response
    }
}

/// The tag of a version that is the same byte for byte.
pub(in crate::http) fn strong(version: &str) -> HeaderValue {
    HeaderValue::try_from(format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}

/// An answer under its tag.
pub(in crate::http) fn under(tag: HeaderValue, mut response: Response) -> Response {
    response.headers_mut().insert(header::ETAG, tag);
    response
}

/// What `body` makes, under its tag, or word that the version at hand is still good.
pub(in crate::http) fn answer(
    request: &HeaderMap,
    tag: HeaderValue,
    body: impl FnOnce() -> Response,
) -> Response {
    let known = request.get_all(header::IF_NONE_MATCH).iter().any(|value| names(value, &tag));
    let response = if known { StatusCode::NOT_MODIFIED.into_response() } else { body() };
    under(tag, response)
}

/// The tags of `If-Match` or `If-None-Match`, without their quotes. A weak one keeps its mark: it names no version that
/// could be changed.
pub(in crate::http) fn tags(headers: &HeaderMap, name: HeaderName) -> Vec<String> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    let tags = values.flat_map(|value| value.split(',')).map(|tag| tag.trim().trim_matches('"'));
    tags.filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

/// The tags of `If-Match`, none where there is no such header. `*` matches whatever there is (RFC 9110, 13.1.1), and whoever
/// changes or approves a text has to say which one they read: 428.
///
/// # Errors
/// [`ProblemKind::PreconditionRequired`] for `*`.
pub(in crate::http) fn read_version(headers: &HeaderMap) -> Result<Vec<String>, Problem> {
    let tags = tags(headers, header::IF_MATCH);
    if tags.iter().any(|tag| tag == "*") {
        return Err(Problem::saying(
            ProblemKind::PreconditionRequired,
            "„If-Match: *” nie mówi, który tekst przeczytano. Odczytaj wersję, o którą chodzi (czekająca leży pod \
             …/next), i wyślij jej ETag w nagłówku If-Match.",
        ));
    }
    Ok(tags)
}

/// The revision that a tag of an article names, for `If-Match`: without quotes and without the day's suffix.
pub fn revision(tag: &str) -> &str {
    let bare = tag.trim().trim_matches('"');
    bare.split_once('.').map_or(bare, |(revision, _)| revision)
}

/// A weak tag: the same answer may travel compressed in several ways.
fn tag(bytes: &[u8]) -> HeaderValue {
    let hash = HEXLOWER.encode(&Sha256::digest(bytes)[..12]);
    HeaderValue::try_from(format!("W/\"{hash}\"")).unwrap_or_else(|_| HeaderValue::from_static("W/\"0\""))
}

/// Whether an `If-None-Match` names `tag`, compared weakly as RFC 9110 asks.
fn names(header: &HeaderValue, tag: &HeaderValue) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let (Ok(header), Ok(tag)) = (header.to_str(), tag.to_str()) else { return false };
    header.split(',').any(|one| one.trim() == "*" || bare(one) == bare(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_at_hand_is_recognised_among_others() {
        let tagged = Tagged::of(b"x".to_vec(), "text/plain");
        let tag = tagged.tag.to_str().unwrap_or_default().to_owned();
        for (known, status) in [
            (tag.clone(), 304),
            (tag.trim_start_matches("W/").to_owned(), 304),
            (format!("\"other\", {tag}"), 304),
            ("*".to_owned(), 304),
            ("\"other\"".to_owned(), 200),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(
                header::IF_NONE_MATCH,
                HeaderValue::try_from(&known).unwrap_or(HeaderValue::from_static("")),
            );
            assert_eq!(tagged.answer(&headers).status(), status, "{known}");
        }
    }

    #[test]
    fn what_differs_each_time_is_not_in_the_name() {
        let one = Tagged::named_by(b"same", b"took 1".to_vec(), "text/plain");
        let two = Tagged::named_by(b"same", b"took 2".to_vec(), "text/plain");
        assert_eq!(one.tag, two.tag);
    }
}
