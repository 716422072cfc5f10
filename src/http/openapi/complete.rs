//! What is true of an operation by its nature: who may call it, which problems it shares with others of its kind, and
//! what a problem looks like.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

use crate::http::api::answers::parts::PART;
use crate::http::api::oversight::reports::REPORTS;
use crate::http::gate::auth::{Door, door};
use crate::http::gate::session;
use crate::http::wire::problem::ProblemKind;
use crate::http::wire::vocabulary;
use crate::journal::Role;

const PROBLEM: &str = "application/problem+json";

/// The document with everything that follows from the nature of its operations.
pub(super) fn completed(gathered: &OpenApi) -> Value {
    let mut document = json!(gathered);
    let mut used = BTreeSet::new();
    for (path, item) in members(&mut document["paths"]) {
        for (_, operation) in members(item) {
            let nature = Nature::of(path, operation);
            name_parameters(path, operation);
            if nature.body {
                leave_null_out(operation);
            }
            operation["security"] = nature.security(operation);
            let responses = members(&mut operation["responses"]);
            for status in nature.statuses() {
                used.insert(status);
                responses.entry(status.to_string()).or_insert_with(
                    || json!({ "$ref": format!("#/components/responses/{}", component(status)) }),
                );
            }
            responses.iter_mut().for_each(|(status, response)| spell_out(status, response));
        }
    }
    let components = members(&mut document["components"]);
    components.insert("securitySchemes".into(), ways_in());
    let problems = used.into_iter().map(|status| (component(status), problem(status, None)));
    components.insert("responses".into(), problems.collect::<Map<_, _>>().into());
    let schemas = members(&mut components["schemas"]);
    schemas.insert("Problem".into(), vocabulary::problem());
    // With `fields`, what was not named is not there, whatever a whole hit always has.
    let mut part = schemas["Hit"].clone();
    members(&mut part).remove("required");
    part["description"] = json!("The members of a hit that `fields` named.");
    schemas.insert(PART.into(), part);
    let named = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    schemas["SearchAnswer"]["properties"]["hits"]["items"] = json!({ "anyOf": [named("Hit"), named(PART)] });
    document
}

/// The members of what is an object; of nothing, none.
fn members(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = json!({});
    }
    value.as_object_mut().expect("made one above")
}

/// What an operation is, as far as its answers depend on it.
struct Nature {
    door: Door,
    residents: bool,
    body: bool,
    parameters: bool,
    names_something: bool,
    guarded_by_version: bool,
}

impl Nature {
    fn of(path: &str, operation: &Value) -> Self {
        let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let has = |place: &str, name: Option<&str>| {
            parameters.iter().any(|one| one["in"] == place && name.is_none_or(|name| one["name"] == name))
        };
        Self {
            door: door(path),
            residents: path.starts_with("/public/"),
            body: !operation["requestBody"].is_null(),
            parameters: has("query", None) || has("path", None),
            names_something: has("path", None),
            guarded_by_version: has("header", Some("If-Match")),
        }
    }

    /// The problems that it shares with every operation like it.
    fn statuses(&self) -> BTreeSet<u16> {
        // A server without tokens serves this machine alone (403, 421); any server can have a fault (500) or be asked
        // for too much at once, lose its disk, wait for another process or stop (503).
        let mut statuses = BTreeSet::from([403, 421, 500, 503]);
        if self.door != Door::Open {
            // Wrong tokens are counted by address.
            statuses.extend([401, 429]);
        }
        if self.residents {
            statuses.insert(429);
        }
        if self.parameters {
            statuses.insert(400);
        }
        if self.names_something {
            statuses.insert(404);
        }
        if self.body {
            statuses.extend([400, 408, 413, 415]);
        }
        if self.guarded_by_version {
            statuses.insert(412);
        }
        statuses
    }

    /// Who may call it: the roles that its handler names under `token`, or else everybody who is signed in.
    fn security(&self, operation: &Value) -> Value {
        let ways = || {
            let named =
                operation["security"].as_array().into_iter().flatten().find_map(|way| way.get("token"));
            let everybody = json!(Role::ALL.map(Role::code));
            let roles = named.cloned().unwrap_or(everybody);
            SCHEMES.map(|scheme| json!({ scheme: roles })).to_vec()
        };
        match self.door {
            Door::Open => json!([]),
            Door::OpenHere => [vec![json!({})], ways()].concat().into(),
            Door::Closed => ways().into(),
        }
    }
}

/// Parameters that mean the same wherever they stand.
fn name_parameters(path: &str, operation: &mut Value) {
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        if parameter["in"] == "query" && parameter["required"] != true {
            parameter["allowEmptyValue"] = json!(true);
        }
        let place =
            (parameter["in"].as_str().unwrap_or_default(), parameter["name"].as_str().unwrap_or_default());
        let schema = match place {
            ("path", "id") if path.contains("/articles/{id}") => json!(vocabulary::article_id()),
            ("path", "report") => json!(vocabulary::one_of("Which report", REPORTS)),
            ("path", "name") if path.contains("/dictionaries/") => json!(vocabulary::dictionary()),
            ("query", "why") => json!(vocabulary::reason()),
            ("header", "Idempotency-Key") => json!(vocabulary::idempotency_key()),
            _ => {
                not_null(&mut parameter["schema"]);
                continue;
            }
        };
        parameter["schema"] = schema;
    }
}

/// What is not sent is not `null`.
fn not_null(schema: &mut Value) {
    let kinds = schema.get("type").and_then(Value::as_array);
    if let Some(kind) = kinds.and_then(|kinds| kinds.iter().find(|kind| *kind != "null")).cloned() {
        schema["type"] = kind;
    }
}

/// A body that may be missing is not one that may be `null`.
fn leave_null_out(operation: &mut Value) {
    let contents = operation.pointer_mut("/requestBody/content").and_then(Value::as_object_mut);
    for (_, content) in contents.into_iter().flatten() {
        let kept = content["schema"]["oneOf"].as_array().and_then(|either| match either.as_slice() {
            [one, null] if null["type"] == "null" => Some(one.clone()),
            _ => None,
        });
        if let Some(one) = kept {
            content["schema"] = one;
        }
        not_null(&mut content["schema"]);
    }
}

/// Gives every answer a description, and every problem its form.
fn spell_out(status: &str, response: &mut Value) {
    if response.get("$ref").is_some() {
        return;
    }
    let Ok(status) = status.parse::<StatusCode>() else { return };
    let described = response["description"].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    if status.is_client_error() || status.is_server_error() {
        *response = problem(status.as_u16(), described.as_deref());
        return;
    }
    if described.is_none() {
        response["description"] = json!(status.canonical_reason().unwrap_or("Done"));
    }
    // What is said of headers is said of every such answer; but only a table that is to be kept as a file has a name.
    let headers = response.get_mut("headers").and_then(Value::as_object_mut);
    for (name, header) in headers.into_iter().flatten() {
        header["required"] = json!(name != "Content-Disposition");
    }
}

fn component(status: u16) -> String {
    format!("Problem{status}")
}

/// A problem with this status as an answer.
fn problem(status: u16, described: Option<&str>) -> Value {
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut kinds: Vec<ProblemKind> =
        ProblemKind::ALL.into_iter().filter(|kind| kind.status() == code).collect();
    if kinds.is_empty() {
        kinds.push(ProblemKind::of_status(code));
    }
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("`/problem/{}`", kind.slug())).collect();
    let description = match described {
        Some(described) => described.to_owned(),
        None => format!("{}: {}", code.canonical_reason().unwrap_or("Problem"), kinds.join(", ")),
    };
    let mut headers = BTreeMap::new();
    match status {
        401 => {
            headers.insert("WWW-Authenticate", ("How to sign in: `Bearer`", json!({ "type": "string" })));
        }
        429 | 503 => {
            let seconds = json!({ "type": "integer", "minimum": 1 });
            headers.insert("Retry-After", ("After how many seconds to come again", seconds));
        }
        _ => {}
    }
    let mut problem = json!({
        "description": description,
        "content": { PROBLEM: { "schema": { "$ref": "#/components/schemas/Problem" } } },
    });
    if !headers.is_empty() {
        let headers = headers.into_iter().map(|(name, (description, schema))| {
            (name.to_owned(), json!({ "description": description, "required": true, "schema": schema }))
        });
        problem["headers"] = headers.collect::<Map<_, _>>().into();
    }
    problem
}

/// The ways in of [`ways_in`], in the order in which they are looked at.
const SCHEMES: [&str; 3] = ["token", "session", "session_behind_tls"];

fn ways_in() -> Value {
    json!({
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of `drogowskaz token create`. Requirements name the roles that are let in. A server \
                without tokens lets in everybody at its own machine, as an administrator; one with `user-header` lets \
                in whom a trusted proxy has signed in.",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": session::PLAIN,
            "description": "The console's session, begun at `/logowanie`",
        },
        "session_behind_tls": {
            "type": "apiKey",
            "in": "cookie",
            "name": session::SECURE,
            "description": "The same where the server is reached over TLS",
        },
    })
}
