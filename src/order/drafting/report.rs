//! What the import found and mended, in Polish, for the editor who ran it.

use std::fmt::Write as _;

use crate::order::lines::dates::polish;
use crate::order::{ImportedOrder, Note};

/// Notes below this certainty are listed apart, to be looked at one by one.
pub const DOUBTFUL: f32 = 0.9;

/// The report on one file. `states` says of each draft what happened to it ("nowy", "bez zmian").
pub fn report(file: &str, order: &ImportedOrder, states: &[&str]) -> String {
    let mut text = format!("{file}\n");
    let mut field = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<17}{value}");
    };
    field("akt:", &order.title);
    field("z dnia:", &order.date.map_or_else(|| "nie ustalono".to_owned(), polish));
    field("w mocy od:", &order.effective.map_or_else(|| "nie ustalono".to_owned(), polish));
    field("podstawa prawna:", order.legal_basis.as_deref().unwrap_or("nie ustalono"));
    if !order.repeals.is_empty() {
        field("uchyla:", &order.repeals.join(", "));
    }
    field("tekst:", if order.ocr { "odczytany maszynowo (ocr: true)" } else { "wprost z dokumentu" });
    let _ = writeln!(text, "  artykuły ({}):", order.drafts.len());
    for (index, draft) in order.drafts.iter().enumerate() {
        let state = states.get(index).copied().unwrap_or_default();
        let _ = writeln!(text, "    {state:<10} {}  {}", draft.path, draft.title());
    }
    let (doubtful, sure): (Vec<_>, Vec<_>) = order.notes.iter().partition(|note| note.certainty < DOUBTFUL);
    section(&mut text, "naprawiono i ustalono", &sure);
    section(&mut text, "do sprawdzenia", &doubtful);
    text
}

fn section(text: &mut String, name: &str, notes: &[&Note]) {
    if notes.is_empty() {
        return;
    }
    let _ = writeln!(text, "  {name} ({}):", notes.len());
    for note in notes {
        let _ = writeln!(text, "    {note}");
    }
}
