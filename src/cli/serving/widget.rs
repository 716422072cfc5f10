//! `drogowskaz widget`: prints what an editor of the portal copies to embed the search.

use std::io::Write;
use std::process::ExitCode;

use crate::config::Config;
use crate::http::Embed;

pub(in crate::cli) fn run(config: &Config, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let address = config.residents.address.clone().unwrap_or_else(|| format!("http://{}", config.listen));
    let Embed { line, pinned, policy, .. } = Embed::from(&address);
    writeln!(out, "Zawsze najnowsza wersja:\n\n{line}\n")?;
    writeln!(out, "Tylko ta wersja, sprawdzana przez przeglądarkę:\n\n{pinned}\n")?;
    writeln!(out, "Dyrektywy dla ścisłej polityki Content-Security-Policy strony:\n\n{policy}\n")?;
    writeln!(out, "Adres serwisu ze stroną wpisz w ustawieniach serwera w kluczu allowed-origins.")?;
    Ok(ExitCode::SUCCESS)
}
