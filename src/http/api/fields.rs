//! The body of a `POST` as named fields, each fault named for whoever has to mend it.
//!
//! Strict, unlike a query string: what is written down stays, so a field that we do not know is more likely a typing
//! error than a wish. An empty text and `null` are as good as nothing.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderName, header};
use serde_json::{Map, Value};

use crate::article::ArticleId;
use crate::http::State;
use crate::http::wire::problem::{Problem, ProblemKind};
use crate::journal::Millis;
use crate::journal::register::once::{Key, Stamp, Written};
use crate::library::View;
use crate::text::say;
use crate::text::{Masked, mask};

/// The largest body: the longest text in every field and room to spare.
const LARGEST: usize = 64 * 1024;

/// Where the key of something that is to be written down once travels.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The fields of a body that are not read yet.
pub(super) struct Fields {
    object: Map<String, Value>,
}

impl FromRequest<State> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &State) -> Result<Self, Problem> {
        of_json(request.headers())?;
        let bytes =
            Bytes::from_request(request, state).await.map_err(|_| Problem::new(ProblemKind::TooLarge))?;
        if bytes.len() > LARGEST {
            return Err(Problem::new(ProblemKind::TooLarge));
        }
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(object)) => Ok(Self { object }),
            Ok(_) => Err(Problem::saying(
                ProblemKind::BadRequest,
                "Treść ma być obiektem JSON, na przykład {\"kind\": \"problem\"}.",
            )),
            Err(fault) => Err(Problem::saying(
                ProblemKind::BadRequest,
                format!(
                    "Treść nie jest poprawnym JSON-em: błąd w wierszu {}, znak {}.",
                    fault.line(),
                    fault.column()
                ),
            )),
        }
    }
}

/// Refuses a body that does not say that it is JSON.
pub(super) fn of_json(headers: &HeaderMap) -> Result<(), Problem> {
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

impl Fields {
    fn take(&mut self, name: &str) -> Option<Value> {
        self.object.remove(name).filter(|value| !value.is_null())
    }

    /// A text that is no caller's: kept as it was typed.
    pub(super) fn plain(&mut self, name: &'static str, longest: usize) -> Result<Option<String>, Problem> {
        let bounds = || format!("1–{longest} characters");
        let text = match self.take(name) {
            None => return Ok(None),
            Some(Value::String(text)) => text,
            Some(_) => {
                return Err(Problem::invalid(name, bounds(), format!("Pole „{name}” ma być tekstem.")));
            }
        };
        // What a terminal would obey has no place in a report.
        let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        let text = text.trim();
        let length = text.chars().count();
        if length > longest {
            let detail = format!(
                "Pole „{name}” ma {}, a może mieć najwyżej {longest}.",
                say::count(length, say::CHARACTER)
            );
            return Err(Problem::invalid(name, bounds(), detail));
        }
        Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
    }

    /// A name that a program gave, as it was sent: nothing in it was typed that could be mended.
    fn exact(&mut self, name: &'static str, longest: usize) -> Result<Option<String>, Problem> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.chars().count() <= longest => {
                Ok(Some(text).filter(|text| !text.is_empty()))
            }
            Some(_) => Err(Problem::invalid(
                name,
                format!("0–{longest} characters"),
                format!("Pole „{name}” ma być tekstem, który ma najwyżej {longest} znaków."),
            )),
        }
    }

    /// What somebody typed, without personal data.
    pub(super) fn text(&mut self, name: &'static str, longest: usize) -> Result<Option<Masked>, Problem> {
        Ok(self.plain(name, longest)?.map(|text| mask(&text)))
    }

    /// The id of an article. Whether it is still there does not matter: what was read out was read out.
    pub(super) fn article(&mut self, name: &'static str) -> Result<Option<String>, Problem> {
        let Some(id) = self.exact(name, 200)? else { return Ok(None) };
        match ArticleId::new(&id) {
            Some(id) => Ok(Some(id.to_string())),
            None => Err(Problem::invalid(
                name,
                "a-z, 0-9, -",
                format!("Pole „{name}” ma być id artykułu: małe litery a-z, cyfry i łączniki."),
            )),
        }
    }

    /// The same where no article may bear it: an id that nothing has and that could be a person's number is refused.
    pub(super) async fn article_of(
        &mut self,
        name: &'static str,
        state: &State,
    ) -> Result<Option<String>, Problem> {
        let Some(id) = self.article(name)? else { return Ok(None) };
        if mask(&id).as_str() == id {
            return Ok(Some(id));
        }
        let (asked, today) = (ArticleId::new(&id), state.today());
        let known = state.look(move |knowledge| {
            asked.is_some_and(|asked| knowledge.get(View::Staff, &asked, today).is_some())
        });
        if known.await? {
            return Ok(Some(id));
        }
        let detail = format!("Pole „{name}”: takiego artykułu nie ma. Wpisz id z adresu artykułu.");
        Err(Problem::invalid(name, "/api/v1/articles/{id}", detail))
    }

    /// A name that another program gave: letters, digits and a few marks. A number that could be a person's is not
    /// kept as one.
    pub(super) fn foreign_id(&mut self, name: &'static str) -> Result<Option<Masked>, Problem> {
        let Some(id) = self.exact(name, 100)? else { return Ok(None) };
        if id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:/@+ ".contains(c)) {
            Ok(Some(id.trim()).filter(|id| !id.is_empty()).map(mask))
        } else {
            Err(Problem::invalid(
                name,
                "A-Z, a-z, 0-9, - _ . : / @ +",
                format!(
                    "Pole „{name}” ma być identyfikatorem: litery bez znaków polskich, cyfry i znaki - _ . : / @ +"
                ),
            ))
        }
    }

    /// The id of a search, as its answer gave it.
    pub(super) fn query_id(&mut self) -> Result<Option<String>, Problem> {
        let name = "query_id";
        let Some(id) = self.exact(name, 32)? else { return Ok(None) };
        // A number that could be a person's is no id of ours, which is sixteen digits of base sixteen.
        let ours = id.len() == 16 && id.bytes().any(|byte| byte.is_ascii_alphabetic());
        if !ours && mask(&id).as_str() != id {
            return Ok(None);
        }
        if id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Ok(Some(id))
        } else {
            let detail = "Pole „query_id” ma być przepisane z odpowiedzi wyszukiwarki: litery a-z i cyfry.";
            Err(Problem::invalid(name, "a-z, 0-9", detail))
        }
    }

    /// A code out of a dictionary; where the dictionary is empty, any short text.
    pub(super) fn code<'a>(
        &mut self,
        name: &'static str,
        known: impl Iterator<Item = &'a str>,
    ) -> Result<Option<String>, Problem> {
        let Some(code) = self.plain(name, 100)? else { return Ok(None) };
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

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        name: &'static str,
        choices: &[T],
        code: impl Fn(T) -> &'static str,
    ) -> Result<T, Problem> {
        let allowed = || choices.iter().map(|choice| code(*choice)).collect::<Vec<_>>().join(", ");
        let sent = self.take(name);
        let sent = sent.as_ref().and_then(Value::as_str);
        choices.iter().copied().find(|choice| Some(code(*choice)) == sent).ok_or_else(|| {
            Problem::invalid(name, allowed(), format!("Pole „{name}” ma być jednym z: {}.", allowed()))
        })
    }

    /// A whole number that must be there.
    pub(super) fn number(&mut self, name: &'static str, most: u32) -> Result<u32, Problem> {
        let number = self.take(name).as_ref().and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
        number.filter(|number| *number <= most).ok_or_else(|| {
            let detail = format!("Pole „{name}” ma być liczbą całkowitą od 0 do {most}.");
            Problem::invalid(name, format!("0–{most}"), detail)
        })
    }

    /// Refuses what nobody asked for.
    pub(super) fn finish(self) -> Result<(), Problem> {
        match self.object.keys().next() {
            None => Ok(()),
            Some(unknown) => {
                let shown: String = mask(unknown).as_str().chars().take(100).collect();
                let detail = format!("Nieznane pole „{shown}”. Pola opisuje /api/v1/openapi.json.");
                Err(Problem::saying(ProblemKind::InvalidParameter, detail).with("parameter", shown))
            }
        }
    }
}

/// A value that must be there.
pub(super) fn required<T>(value: Option<T>, name: &'static str) -> Result<T, Problem> {
    value.ok_or_else(|| Problem::invalid(name, "required", format!("Brakuje pola „{name}”.")))
}

/// Who writes something down, when, and under which key.
pub(super) fn stamp(who: String, at: Millis, headers: &HeaderMap) -> Result<Stamp, Problem> {
    let key = match headers.get(IDEMPOTENCY_KEY) {
        None => None,
        Some(value) => {
            let text = value.to_str().unwrap_or("").trim();
            if text.is_empty() || text.len() > 100 {
                return Err(Problem::invalid(
                    "Idempotency-Key",
                    "1–100 visible ASCII characters",
                    "Nagłówek Idempotency-Key ma mieć od 1 do 100 znaków ASCII.",
                ));
            }
            Some(Key::of(text))
        }
    };
    Ok(Stamp { who, at, key })
}

/// The number under which it stands, now or from the first time.
pub(super) fn number_of(written: Written) -> Result<i64, Problem> {
    match written {
        Written::New(id) | Written::Before(id) => Ok(id),
        Written::OtherContent => Err(Problem::saying(
            ProblemKind::Conflict,
            "Pod tym Idempotency-Key zapisano już inną treść. Nowej treści nadaj nowy klucz.",
        )),
    }
}
