//! The body of a `POST` as a struct, each fault named for whoever has to mend it.
//!
//! Stricter than a query string: what is written down stays, so a field that nobody knows is more likely a typing error
//! than a wish (`deny_unknown_fields`). An empty text and `null` are as good as nothing.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use super::fault::{self, Fault};
use crate::http::wire::problem::{Problem, ProblemKind};

/// What a form of ours can hold at most: the longest text in every field and room to spare.
const FORM: usize = 64 * 1024;

/// As large as the route itself lets in.
pub(in crate::http) const AS_ROUTED: usize = usize::MAX;

/// A JSON object, no larger than `MOST` bytes.
pub(in crate::http) struct Sent<T, const MOST: usize = FORM>(pub(in crate::http) T);

impl<S: Send + Sync, T: DeserializeOwned, const MOST: usize> FromRequest<S> for Sent<T, MOST> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        of_json(request.headers())?;
        let bytes =
            Bytes::from_request(request, state).await.map_err(|_| Problem::new(ProblemKind::TooLarge))?;
        if bytes.len() > MOST {
            return Err(Problem::new(ProblemKind::TooLarge));
        }
        object(&bytes).map(Self)
    }
}

/// Refuses a body that does not say that it is JSON.
pub(in crate::http) fn of_json(headers: &HeaderMap) -> Result<(), Problem> {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let kind = value.split(';').next().unwrap_or("").trim();
    if kind.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Problem::saying(
        ProblemKind::UnsupportedMediaType,
        "Wyślij treść jako JSON, z nagłówkiem Content-Type: application/json.",
    ))
}

/// Reads an object. Of JSON that is none it says where; of a field, which one.
pub(in crate::http) fn object<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let object: Map<String, Value> = match serde_json::from_slice(bytes) {
        Ok(Value::Object(object)) => object,
        Ok(_) => {
            return Err(Problem::saying(
                ProblemKind::BadRequest,
                "Treść ma być obiektem JSON, na przykład {\"kind\": \"problem\"}.",
            ));
        }
        Err(fault) => {
            let (line, column) = (fault.line(), fault.column());
            let detail = format!("Treść nie jest poprawnym JSON-em: błąd w wierszu {line}, znak {column}.");
            return Err(Problem::saying(ProblemKind::BadRequest, detail));
        }
    };
    serde_path_to_error::deserialize(Node(object.into()))
        .map_err(|at| fault::problem(at, |name| format!("Pole „{name}”")))
}

/// A value of JSON whose faults stay values until they are spoken: `serde_json` makes a text of them.
struct Node(Value);

impl<'de> Deserializer<'de> for Node {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(yes) => visitor.visit_bool(yes),
            Value::String(text) => visitor.visit_string(text),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (None, Some(number)) => visitor.visit_i64(number),
                (None, None) => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::Array(values) => visitor.visit_seq(SeqDeserializer::new(values.into_iter().map(Node))),
            Value::Object(members) => visitor.visit_map(MapDeserializer::new(
                members.into_iter().map(|(name, value)| (name, Node(value))),
            )),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, Fault> for Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
