//! How much of an answer is sent: what nobody reads need not be made, nor travel.

use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::search::Hit;
use crate::http::wire::params::Params;
use crate::http::wire::problem::Problem;

/// The members of a hit, as `fields` names them.
const MEMBERS: [&str; 22] = [
    "id",
    "title",
    "summary",
    "score",
    "unit",
    "unit_name",
    "category",
    "source",
    "in_force",
    "repealed_by",
    "flags",
    "answer",
    "facts",
    "open",
    "hours_on",
    "unknown",
    "asked",
    "contact",
    "verified",
    "why",
    "url",
    "explain",
];

/// What is wanted of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::http) struct Extent {
    /// Whether texts come as HTML, too.
    pub html: bool,
    /// The members of a hit; all where nobody chose.
    pub members: Option<Vec<&'static str>>,
}

impl Extent {
    /// Reads `html` and `fields`.
    pub(in crate::http) fn read(params: &Params) -> Result<Self, Problem> {
        let members =
            params.text("fields").map(|names| names.split(',').map(str::trim).map(member).collect());
        Ok(Self { html: params.flag("html")?.unwrap_or(false), members: members.transpose()? })
    }
}

fn member(name: &str) -> Result<&'static str, Problem> {
    MEMBERS.into_iter().find(|member| *member == name).ok_or_else(|| {
        let detail = "Parametr „fields” wymienia pola trafienia po przecinku, na przykład id,title,answer.";
        Problem::invalid("fields", MEMBERS.join(", "), detail)
    })
}

/// Hits, as far as they are wanted.
#[derive(Debug)]
pub struct Hits {
    /// Best first.
    pub all: Vec<Hit>,
    /// The members that are sent.
    pub(in crate::http) members: Option<Vec<&'static str>>,
}

impl Serialize for Hits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(members) = &self.members else { return self.all.serialize(serializer) };
        let part = |hit: &Hit| {
            let mut value = serde_json::to_value(hit)?;
            if let Value::Object(all) = &mut value {
                all.retain(|name, _| members.contains(&name.as_str()));
            }
            Ok(value)
        };
        let parts: Result<Vec<Value>, serde_json::Error> = self.all.iter().map(part).collect();
        parts.map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

/// The schema of a hit of which some members are left out.
pub(in crate::http) const PART: &str = "HitInPart";
