//! A body with an entity tag made of nothing but the body.
//!
//! What residents get is tagged here and not by the revision of a file: a file may change where they cannot see it.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

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
        let known = request.get_all(header::IF_NONE_MATCH).iter().any(|value| names(value, &self.tag));
        let mut response = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            ([(header::CONTENT_TYPE, self.kind)], self.body.clone()).into_response()
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.tag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.policy));
        response
    }
}

/// A weak tag: the same answer may travel compressed in several ways.
fn tag(bytes: &[u8]) -> HeaderValue {
    let hash: String = Sha256::digest(bytes).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
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
