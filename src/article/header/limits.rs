//! Keys of other programs, and of nobody, by which somebody may have meant to keep an article back.
//!
//! Hugo has `draft: true`, Jekyll `published: false`, Obsidian `publish: false`, others `visibility`, `hidden`,
//! `expiryDate`. Our header knows none of them. As an unknown key does nothing, the article would be shown to whom it was
//! not meant for; so it is closed to residents until somebody says it in our words.

use super::yaml::{MapEntry, NodeKind};
use super::{AUDIENCES, KEYS, STATUSES};
use crate::article::Audience;
use crate::text::fold;

/// Keys that hide where they hold.
const HIDING: [&str; 21] = [
    "draft",
    "isdraft",
    "szkic",
    "roboczy",
    "hidden",
    "ukryty",
    "ukryte",
    "private",
    "prywatny",
    "prywatne",
    "internal",
    "wewnetrzny",
    "wewnetrzne",
    "secret",
    "confidential",
    "poufne",
    "tajne",
    "unlisted",
    "unpublished",
    "archived",
    "noindex",
];
/// Keys that show where they hold, and hide where they do not.
const SHOWING: [&str; 11] = [
    "published",
    "publish",
    "public",
    "publiczny",
    "publiczne",
    "opublikowany",
    "opublikowane",
    "visible",
    "widoczny",
    "widoczne",
    "jawne",
];
/// Keys that say to whom.
const SCOPES: [&str; 11] = [
    "visibility",
    "access",
    "scope",
    "audiences",
    "readers",
    "dostep",
    "widocznosc",
    "odbiorca",
    "odbiorcy",
    "permissions",
    "classification",
];
/// What they say where it is to everybody.
const EVERYBODY: [&str; 9] = [
    "public",
    "publiczny",
    "publiczne",
    "publiczna",
    "everyone",
    "everybody",
    "all",
    "wszyscy",
    "mieszkancy",
];
/// Keys that say from when and until when.
const DAYS: [&str; 18] = [
    "obowiazujeod",
    "obowiazujedo",
    "waznyod",
    "waznydo",
    "wazneod",
    "waznedo",
    "waznaod",
    "waznado",
    "odkiedy",
    "dokiedy",
    "publishdate",
    "publishon",
    "publishat",
    "expirydate",
    "expires",
    "expireson",
    "datefrom",
    "dateto",
];
/// Our own keys that limit who sees an article.
const OURS: [&str; 4] = ["audience", "status", "validfrom", "validuntil"];

/// Whether a key that the header does not know may have been meant to keep the article from somebody. What it says is
/// read generously: in doubt it was.
pub(super) fn may_limit(entry: &MapEntry) -> bool {
    let key: String = fold(entry.key.trim()).chars().filter(char::is_ascii_alphanumeric).collect();
    let said = match &entry.value.kind {
        NodeKind::Null => None,
        NodeKind::Scalar { text, .. } => Some(fold(text.trim())).filter(|text| !text.is_empty()),
        NodeKind::List(_) | NodeKind::Map(_) => Some("?".to_owned()),
    };
    let Some(said) = said else { return false };
    let denied = ["false", "no", "nie", "off", "0", "null", "none"].contains(&said.as_str());
    let among = |names: &[&str]| names.contains(&key.as_str());
    if among(&HIDING) {
        return !denied;
    }
    if among(&SHOWING) {
        return !["true", "yes", "tak", "on", "1"].contains(&said.as_str());
    }
    if among(&SCOPES) {
        return !EVERYBODY.contains(&said.as_str());
    }
    if among(&DAYS) {
        return true;
    }
    // Our own keys, spelt otherwise. A status that can be known is taken at its word elsewhere.
    if STATUSES.iter().any(|(name, _)| *name == said) && super::edits(&key, "status") <= 2 {
        return false;
    }
    let slips = |ours: &str| super::edits(&key, ours) <= if ours == "status" { 1 } else { 2 };
    let shown = AUDIENCES.iter().any(|(name, audience)| *name == said && *audience == Audience::Public);
    !KEYS.contains(&entry.key.trim()) && !shown && OURS.iter().any(|ours| slips(ours))
}
