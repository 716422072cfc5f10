//! clap's findings about a mistyped command line, in the language of the help.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::Fault;

/// What was typed wrong and what was probably meant.
pub(super) fn fault(error: &Error) -> Fault {
    let said = |kind| error.get(kind).and_then(first);
    let argument = said(ContextKind::InvalidArg).unwrap_or_default();
    let value = said(ContextKind::InvalidValue).unwrap_or_default();
    let message = match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => format!("nieznana opcja „{argument}”"),
        ErrorKind::UnknownArgument => format!("niespodziewany argument „{argument}”"),
        ErrorKind::InvalidSubcommand => {
            format!("nieznane polecenie „{}”", said(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::ValueValidation => match std::error::Error::source(error) {
            Some(why) => format!("opcja {}: {why}", bare(&argument)),
            None => format!("opcja {}: zła wartość „{value}”", bare(&argument)),
        },
        ErrorKind::InvalidValue if value.is_empty() => format!("opcja {}: brakuje wartości", bare(&argument)),
        ErrorKind::InvalidValue => format!("opcja {}: zła wartość „{value}”", bare(&argument)),
        ErrorKind::NoEquals => format!("opcja {}: wartość podaje się po znaku =", bare(&argument)),
        ErrorKind::TooManyValues => format!("opcja {}: za dużo wartości", bare(&argument)),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("opcja {}: za mało wartości", bare(&argument))
        }
        ErrorKind::MissingRequiredArgument => format!("brakuje: {}", all(error, ContextKind::InvalidArg)),
        ErrorKind::ArgumentConflict => match said(ContextKind::PriorArg) {
            Some(prior) if prior != argument => {
                format!("opcji {} nie łączy się z {}", bare(&argument), bare(&prior))
            }
            _ => format!("opcja {} podana dwa razy", bare(&argument)),
        },
        ErrorKind::InvalidUtf8 => "argument nie jest tekstem UTF-8".to_owned(),
        // Nothing else can come of this command line; if clap learns new faults, its own words are better than none.
        _ => error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    };
    let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(|kind| error.get(kind).and_then(best));
    let help = match meant {
        Some(meant) => format!("może chodziło o „{meant}”; wszystkie opcje: drogowskaz [POLECENIE] --help"),
        None => "wszystkie opcje: drogowskaz [POLECENIE] --help".to_owned(),
    };
    Fault::usage(message, help)
}

/// `--listen <ADRES:PORT>` without its value's name.
fn bare(argument: &str) -> &str {
    argument.split([' ', '[', '=']).next().unwrap_or(argument)
}

fn first(value: &ContextValue) -> Option<String> {
    match value {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => texts.first().cloned(),
        _ => None,
    }
}

/// clap lists what may have been meant from the least to the most alike.
fn best(value: &ContextValue) -> Option<String> {
    match value {
        ContextValue::Strings(texts) => texts.last().cloned(),
        value => first(value),
    }
}

fn all(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::String(text)) => text.clone(),
        _ => String::new(),
    }
}
