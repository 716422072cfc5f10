//! Values that mean the same wherever they stand: in parameters, bodies and answers.

use serde_json::{Value, json};
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};

use super::problem::ProblemKind;
use crate::journal::Role;
use crate::journal::register::calls::Outcome;
use crate::journal::register::feedback::FeedbackKind;
use crate::journal::register::submissions::SubmissionKind;
use crate::library::publishing::dictionaries::DictionaryName;

/// One of a few words.
pub(in crate::http) fn one_of(meaning: &str, codes: impl IntoIterator<Item = &'static str>) -> Object {
    let object = ObjectBuilder::new().schema_type(Type::String).description(Some(meaning));
    object.enum_values(Some(codes)).build()
}

/// The same, or null.
fn one_of_or_null(meaning: &str, codes: impl IntoIterator<Item = &'static str>) -> Object {
    let codes = codes.into_iter().map(Value::from).chain([Value::Null]);
    let either = SchemaType::Array(vec![Type::String, Type::Null]);
    let object = ObjectBuilder::new().schema_type(either).description(Some(meaning));
    object.enum_values(Some(codes)).build()
}

fn text(pattern: &str, longest: usize) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).max_length(Some(longest)).pattern(Some(pattern))
}

const STATUSES: [&str; 4] = ["draft", "review", "published", "archived"];

/// Where an article stands in its life.
pub(in crate::http) fn status() -> Object {
    one_of("Where the text stands in its life", STATUSES)
}

/// The same, where there may be no article.
pub(in crate::http) fn status_or_null() -> Object {
    one_of_or_null("The status that the text asks for", STATUSES)
}

/// For whom an article is.
pub(in crate::http) fn audience() -> Object {
    one_of("For whom it is", ["public", "internal"])
}

/// How bad a finding is.
pub(in crate::http) fn severity() -> Object {
    one_of("An error stops publishing, a warning does not", ["error", "warning"])
}

/// What somebody may do.
pub(in crate::http) fn role() -> Object {
    one_of("What they may do", Role::ALL.map(Role::code))
}

/// The key of `facts` that a question asks for.
pub(in crate::http) fn asked_or_null() -> Object {
    one_of_or_null(
        "The key of `facts` that the question asks for; `other` for a fact that no key holds",
        ["phone", "email", "address", "hours", "fee", "deadline", "documents", "link", "other"],
    )
}

/// In which form a table is sent.
pub(in crate::http) fn table_format() -> Object {
    ObjectBuilder::from(one_of("`csv` as RFC 4180 has it; `excel`: semicolons, Polish headings and a byte-order mark, for a double-click", ["json", "csv", "excel"])).default(Some("json".into())).build()
}

/// Whose questions.
pub(in crate::http) fn view() -> Object {
    one_of(
        "Only what agents or residents asked; for `questions`, `unanswered` and `gaps`",
        ["staff", "public"],
    )
}

/// What is told as it happens.
pub(in crate::http) fn event() -> Object {
    one_of("What happened", ["banner", "published"])
}

/// A dictionary: its name, or that of its file.
pub(in crate::http) fn dictionary() -> Object {
    one_of(
        "Which dictionary, by its name or that of its file",
        DictionaryName::ALL.into_iter().flat_map(|name| [name.code(), name.file()]),
    )
}

/// What became of a call.
pub(in crate::http) fn outcome() -> Object {
    one_of(
        "`udzielono`: told; `przekazano`: put through to a unit; `zgloszono`: a submission was written down; `brak`: there was no answer; `przerwano`: the line broke",
        Outcome::ALL.map(Outcome::code),
    )
}

/// What feedback says.
pub(in crate::http) fn feedback() -> Object {
    one_of("What is said", FeedbackKind::ALL.map(FeedbackKind::code))
}

/// What a caller brings.
pub(in crate::http) fn submission() -> Object {
    one_of("What it is", SubmissionKind::ALL.map(SubmissionKind::code))
}

/// A key of an article's `facts`.
pub(in crate::http) fn fact_or_null() -> Object {
    one_of_or_null(
        "The key of `facts` that the question asks for",
        ["phone", "email", "address", "hours", "fee", "deadline", "documents", "link"],
    )
}

/// The name of an article.
pub(in crate::http) fn article_id() -> Object {
    text("^[a-z0-9-]+$", 200).min_length(Some(1)).build()
}

/// Why something is done.
pub(in crate::http) fn reason() -> Object {
    Object::with_type(Type::String)
}

/// A key under which something is written down once.
pub(in crate::http) fn idempotency_key() -> Object {
    text("^[!-~]([ -~]*[!-~])?$", 100).min_length(Some(1)).build()
}

/// The form of every problem (RFC 9457).
pub(in crate::http) fn problem() -> Value {
    let kinds = ProblemKind::ALL.map(|kind| format!("/problem/{}", kind.slug()));
    json!({
        "type": "object",
        "description": "An error as a program reads it (RFC 9457). Some kinds have more members than are named here.",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": {
                "type": "string",
                "enum": kinds,
                "description": "Stable URI of the kind of problem, relative to the server; kinds may be added",
            },
            "title": { "type": "string", "description": "What happened, in Polish, the same for all problems of the kind" },
            "status": { "type": "integer", "minimum": 400, "maximum": 599, "description": "The HTTP status" },
            "detail": { "type": "string", "description": "What happened here, and what to do about it, in Polish" },
            "code": {
                "type": "string",
                "examples": ["k3f9-7q2m"],
                "description": "Code of this request, to be quoted to whoever runs the server; its log names it",
            },
            "parameter": { "type": "string", "description": "The parameter, header or member at fault" },
            "allowed": { "type": "string", "description": "What that may be" },
            "retry_after": {
                "type": "integer",
                "minimum": 1,
                "description": "After how many seconds to come again, as the header says",
            },
            "problems": {
                "type": "array",
                "items": { "anyOf": [{ "$ref": "#/components/schemas/Noted" }, { "$ref": "#/components/schemas/Finding" }] },
                "description": "The faults of a text",
            },
            "etag": { "type": ["string", "null"], "description": "The version that stands now" },
            "theirs": { "type": "object", "description": "What tells the version that stands from others" },
            "yours": { "type": "object", "description": "What tells the version that was sent from others" },
        },
        "additionalProperties": true,
    })
}
