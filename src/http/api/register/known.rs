//! Names that a body gives of what there is: articles, codes of dictionaries.

use crate::article::ArticleId;
use crate::http::State;
use crate::http::wire::problem::Problem;
use crate::library::View;
use crate::text::mask;

/// The id of an article. One that nothing has and that could be a person's number is refused; whether the others are
/// still there does not matter: what was read out was read out.
pub(super) async fn article(state: &State, id: Option<ArticleId>) -> Result<Option<String>, Problem> {
    let Some(id) = id else { return Ok(None) };
    if mask(id.as_str()).as_str() == id.as_str() {
        return Ok(Some(id.to_string()));
    }
    let (asked, today) = (id.clone(), state.today());
    if state.look(move |knowledge| knowledge.get(View::Staff, &asked, today).is_some()).await? {
        return Ok(Some(id.to_string()));
    }
    let detail = "Pole „article”: takiego artykułu nie ma. Wpisz id z adresu artykułu.";
    Err(Problem::invalid("article", "/api/v1/articles/{id}", detail))
}

/// A code out of a dictionary; where the dictionary is empty, any short text.
pub(super) fn code<'a>(
    name: &'static str,
    code: Option<String>,
    known: impl Iterator<Item = &'a str>,
) -> Result<Option<String>, Problem> {
    let Some(code) = code else { return Ok(None) };
    let known: Vec<&str> = known.collect();
    match known.iter().find(|entry| entry.eq_ignore_ascii_case(&code)) {
        Some(entry) => Ok(Some((*entry).to_owned())),
        None if known.is_empty() => Ok(Some(mask(&code).to_string())),
        None => {
            // The whole list of units would bury the message.
            let allowed = if known.len() <= 40 { known.join(", ") } else { "/api/v1/units".to_owned() };
            let detail = format!("Pole „{name}”: nie ma kodu „{}” w słowniku.", mask(&code));
            Err(Problem::invalid(name, allowed, detail))
        }
    }
}

/// Refuses a body without something that its other fields ask for.
pub(super) fn needed<T>(value: Option<T>, name: &'static str) -> Result<(), Problem> {
    match value {
        Some(_) => Ok(()),
        None => Err(Problem::invalid(name, "required", format!("Brakuje pola „{name}”."))),
    }
}
