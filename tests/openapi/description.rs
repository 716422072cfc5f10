//! Holds answers of the server to its own description, `/api/v1/openapi.json`.
//!
//! Both kits of tests, the one beside the HTTP layer and the one that talks to the real program, put every answer
//! through [`Description::check`]: a status, a content type, a header or a member that the description does not know,
//! or one that is missing, fails the test that got it, whatever the test was about.
//!
//! What is said of every answer alike, such as the headers that protect its reader, is no matter of an operation and
//! stands in [`OF_EVERY_ANSWER`].

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// An answer, as far as the description speaks of it.
pub struct Said<'a> {
    pub method: &'a str,
    /// With or without its query string.
    pub path: &'a str,
    pub status: u16,
    /// Names and values, as they came.
    pub headers: &'a [(String, String)],
    /// `None` where it was not read, as of an answer that does not end.
    pub body: Option<&'a str>,
}

impl Said<'_> {
    /// A header, or empty.
    fn header(&self, name: &str) -> &str {
        let mut named = self.headers.iter().filter(|(field, _)| field.eq_ignore_ascii_case(name));
        named.next().map_or("", |(_, value)| value)
    }

    fn content_type(&self) -> &str {
        self.header("content-type").split(';').next().unwrap_or_default().trim()
    }
}

/// The description, read for checking.
pub struct Description {
    document: Value,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
    checked: Mutex<BTreeMap<(String, u16), usize>>,
}

/// What the description has to say of an answer that it does not object to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is an answer of this operation.
    Fits(String),
    /// It is a refusal: there is no such address, or no such method.
    Refusal,
    /// It is a page or a file, of which the description does not speak.
    Undescribed,
}

const PROBLEM: &str = "application/problem+json";

/// Headers of which no operation speaks, because any answer may have them: what HTTP itself needs, what a cache and a
/// browser must know, and the name of the request.
const OF_EVERY_ANSWER: [&str; 18] = [
    "access-control-allow-origin",
    "access-control-expose-headers",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-security-policy",
    "content-type",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "date",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "vary",
    "x-content-type-options",
    "x-frame-options",
    "x-request-id",
];

impl Description {
    pub fn new(text: &str) -> Self {
        let mut document: Value = serde_json::from_str(text).expect("the description is JSON");
        close(&mut document);
        Self { document, validators: Mutex::default(), checked: Mutex::default() }
    }

    /// The `operationId`s.
    pub fn operations(&self) -> Vec<String> {
        self.each_operation().map(|(_, _, operation)| id(operation)).collect()
    }

    /// How many answers of each operation and status were held to it so far.
    pub fn checked(&self) -> BTreeMap<(String, u16), usize> {
        self.checked.lock().expect("the counts").clone()
    }

    /// Every path, method and operation.
    pub fn each_operation(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        let paths = self.document["paths"].as_object().expect("paths");
        paths.iter().flat_map(|(path, item)| {
            let operations = item.as_object().expect("operations").iter();
            operations.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
        })
    }

    /// Looks at an answer; an error says what it has that the description has not, or the other way round.
    pub fn check(&self, said: &Said<'_>) -> Result<Verdict, String> {
        let path = said.path.split('?').next().unwrap_or_default();
        let method = if said.method == "HEAD" { "get".to_owned() } else { said.method.to_ascii_lowercase() };
        let Some(template) = self.template(path) else {
            if path.starts_with("/api/") || path.starts_with("/public/") {
                return self.refusal(said);
            }
            return Ok(Verdict::Undescribed);
        };
        let operation = &self.document["paths"][template][&method];
        if operation.is_null() {
            let preflight = said.method == "OPTIONS" && said.status == 204;
            return if preflight { Ok(Verdict::Undescribed) } else { self.refusal(said) };
        }
        let name = id(operation);
        self.fits(said, operation, &name).map_err(|fault| {
            format!(
                "{} {} answered {}, which {name} does not do: {fault}",
                said.method, said.path, said.status
            )
        })?;
        *self.checked.lock().expect("the counts").entry((name.clone(), said.status)).or_default() += 1;
        Ok(Verdict::Fits(name))
    }

    fn fits(&self, said: &Said<'_>, operation: &Value, name: &str) -> Result<(), String> {
        let response = self.resolved(&operation["responses"][said.status.to_string()]);
        if response.is_null() {
            return Err(format!("no such status is described; the answer was {:?}", said.body));
        }
        let headers = response["headers"].as_object();
        for (header, described) in headers.into_iter().flatten() {
            if described["required"] == true && said.header(header).is_empty() {
                return Err(format!("the header {header} is missing"));
            }
        }
        spoken_of(said, |name| {
            headers.is_some_and(|described| described.keys().any(|one| one.eq_ignore_ascii_case(name)))
        })?;
        let Some(content) = response["content"].as_object() else {
            return match said.body.unwrap_or_default() {
                "" => Ok(()),
                body => Err(format!("no body is described, and there is {body}")),
            };
        };
        let kind = said.content_type();
        let Some(described) = content.get(kind) else {
            return Err(format!(
                "its type is {kind:?}; described are {:?}",
                content.keys().collect::<Vec<_>>()
            ));
        };
        match said.body {
            Some(body) if said.method != "HEAD" && kind.ends_with("json") => {
                let key = format!("{name} {} {kind}", said.status);
                self.valid(&key, &described["schema"], body)
            }
            _ => Ok(()),
        }
    }

    /// What is answered where nothing is described is a problem.
    fn refusal(&self, said: &Said<'_>) -> Result<Verdict, String> {
        let kind = said.content_type();
        let fault = if said.status < 400 {
            Err("it is no refusal".to_owned())
        } else if kind != PROBLEM {
            Err(format!("its type is {kind:?} and not {PROBLEM}"))
        } else if said.status == 405 && said.header("allow").is_empty() {
            Err("it does not say what is allowed".to_owned())
        } else {
            let of_refusals = ["allow", "retry-after", "www-authenticate"];
            let spoken = spoken_of(said, |name| of_refusals.contains(&name));
            spoken.and_then(|()| match said.body {
                Some(body) if said.method != "HEAD" => {
                    self.valid("refusal", &json!({ "$ref": "#/components/schemas/Problem" }), body)
                }
                _ => Ok(()),
            })
        };
        fault.map(|()| Verdict::Refusal).map_err(|fault| {
            format!("{} {} is not described and answered {}: {fault}", said.method, said.path, said.status)
        })
    }

    fn valid(&self, key: &str, schema: &Value, body: &str) -> Result<(), String> {
        let value: Value = serde_json::from_str(body).map_err(|cause| format!("{cause} in {body}"))?;
        let mut validators = self.validators.lock().expect("the validators");
        let validator = validators.entry(key.to_owned()).or_insert_with(|| {
            let whole = json!({ "allOf": [schema], "components": self.document["components"] });
            let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012);
            Arc::new(
                options.should_validate_formats(true).build(&whole).expect("a schema of the description"),
            )
        });
        let validator = Arc::clone(validator);
        drop(validators);
        let faults: Vec<String> = validator
            .iter_errors(&value)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(format!("{}\nin {body}", faults.join("\n"))) }
    }

    /// The address that `path` is of; one written out goes before one with names in it.
    fn template(&self, path: &str) -> Option<&str> {
        let templates = || self.document["paths"].as_object().expect("paths").keys();
        let fits = |template: &str| {
            let (mut one, mut other) = (template.split('/'), path.split('/'));
            loop {
                match (one.next(), other.next()) {
                    (None, None) => return true,
                    (Some(name), Some(part)) if name.starts_with('{') && !part.is_empty() => {}
                    (Some(one), Some(other)) if one == other => {}
                    _ => return false,
                }
            }
        };
        let exact = templates().find(|template| *template == path);
        exact.or_else(|| templates().find(|template| fits(template))).map(String::as_str)
    }

    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str().and_then(|to| to.strip_prefix('#')) {
            Some(pointer) => self.document.pointer(pointer).unwrap_or(&Value::Null),
            None => value,
        }
    }
}

/// That each header of an answer is one of every answer or one that `described` knows.
fn spoken_of(said: &Said<'_>, described: impl Fn(&str) -> bool) -> Result<(), String> {
    let names = said.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
    let unknown: Vec<String> =
        names.filter(|name| !OF_EVERY_ANSWER.contains(&name.as_str()) && !described(name)).collect();
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(format!("it has headers that are not described: {unknown:?}"))
    }
}

fn id(operation: &Value) -> String {
    operation["operationId"].as_str().unwrap_or_default().to_owned()
}

/// Makes every schema refuse members that it does not name. A client must bear more of them, a description that is
/// true has none to spare.
fn close(document: &mut Value) {
    for (_, schema) in object(document, "/components/schemas") {
        // Closed where it is used: a schema that is a part of another one sees no more than its own members.
        close_schema(schema, true);
    }
    for (_, item) in object(document, "/paths") {
        for (_, operation) in object(item, "") {
            for (_, response) in object(operation, "/responses") {
                for (_, content) in object(response, "/content") {
                    content.get_mut("schema").into_iter().for_each(|schema| close_schema(schema, false));
                }
            }
        }
    }
}

fn close_schema(schema: &mut Value, part: bool) {
    let Some(members) = schema.as_object_mut() else { return };
    for (name, inner) in members.iter_mut() {
        match (name.as_str(), inner) {
            ("allOf", Value::Array(parts)) => parts.iter_mut().for_each(|one| close_schema(one, true)),
            ("oneOf" | "anyOf" | "prefixItems", Value::Array(all)) => {
                all.iter_mut().for_each(|one| close_schema(one, false));
            }
            ("properties", Value::Object(all)) => {
                all.iter_mut().for_each(|(_, one)| close_schema(one, false));
            }
            ("items" | "additionalProperties", one) => close_schema(one, false),
            _ => {}
        }
    }
    let shaped = ["properties", "allOf", "$ref"].iter().any(|name| members.contains_key(*name));
    if shaped && !part && !members.contains_key("additionalProperties") {
        members.insert("unevaluatedProperties".into(), Value::Bool(false));
    }
}

/// The members of the object at `pointer`, if there is one.
fn object<'a>(value: &'a mut Value, pointer: &str) -> impl Iterator<Item = (&'a String, &'a mut Value)> {
    value.pointer_mut(pointer).and_then(Value::as_object_mut).map(Map::iter_mut).into_iter().flatten()
}
