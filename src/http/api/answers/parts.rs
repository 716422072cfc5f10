//! How much of an answer is sent: what nobody reads need not be made, nor travel.

use serde::ser::{Serialize, Serializer};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use utoipa::IntoParams;

use super::search::Hit;
use crate::http::wire::read::value::{self, May};

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
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(in crate::http) struct Extent {
    /// Whether each answer's text is sent as HTML, too.
    #[param(value_type = Option<bool>, default = false)]
    #[serde(deserialize_with = "value::yes")]
    pub html: bool,
    /// The members of a hit that are wanted, by name, with commas between; without it all of them.
    #[param(value_type = Option<String>, example = "id,title,answer")]
    #[serde(rename = "fields", deserialize_with = "members")]
    pub members: Option<Vec<&'static str>>,
}

fn members<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<&'static str>>, D::Error> {
    let says = "wymienia pola trafienia po przecinku, na przykład id,title,answer";
    let member = |name: &str| MEMBERS.into_iter().find(|member| *member == name.trim());
    value::written(from, May::be(MEMBERS.join(", "), says), |names| names.split(',').map(member).collect())
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
