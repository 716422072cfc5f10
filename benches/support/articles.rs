//! Whole articles: front matter, sections, lists, tables, in the form that `kb/` has.

use std::fmt::Write;

use super::grammar::Case;
use super::prose::{self, Theme};
use super::rng::Rng;
use super::words::Words;

/// Headings that every other article has; too common to be anybody's question.
const COMMON_HEADINGS: [&str; 16] = [
    "Wymagane dokumenty",
    "Opłaty",
    "Gdzie złożyć wniosek",
    "Kto się tym zajmuje",
    "Terminy",
    "Jak się odwołać",
    "Podstawa prawna",
    "Kogo dotyczy",
    "Co warto wiedzieć",
    "Krok po kroku",
    "Gdzie i kiedy",
    "Najczęstsze pytania",
    "Wyjątki",
    "Co dalej",
    "Historia",
    "Kontakt",
];

/// A made-up article.
#[derive(Debug, Clone)]
pub struct Generated {
    /// Its id and, with `.md`, its file's name.
    pub id: String,
    /// Folder below `kb/`; the category's code.
    pub folder: String,
    /// The file's text.
    pub markdown: String,
    /// Headings of its own, common ones left out.
    pub headings: Vec<String>,
    /// How callers would ask for it; they stand in the front matter as well.
    pub questions: Vec<String>,
}

/// Writes articles; hold one and ask it for any number.
#[derive(Debug)]
pub struct Generator {
    words: Words,
    seed: u64,
    chars: usize,
    units: Vec<String>,
    categories: Vec<String>,
}

impl Generator {
    /// `chars` is the mean length of an article; `units` and `categories` are codes from the dictionaries beside
    /// which the articles will lie, so that `lint` finds nothing to say.
    pub fn new(seed: u64, chars: usize, units: Vec<String>, categories: Vec<String>) -> Self {
        assert!(!units.is_empty() && !categories.is_empty(), "an article belongs to a unit and a category");
        Self { words: Words::new(), seed, chars, units, categories }
    }

    /// The article with this number: the same for the same seed, however many others are written.
    pub fn article(&self, number: usize) -> Generated {
        let mut rng = Rng::new(self.seed, number as u64);
        let rng = &mut rng;
        let theme = Theme::new(&self.words, rng);
        let id = format!("sprawa-{number:06}");
        let folder = rng.pick_zipf(&self.categories).clone();
        let title = theme.title(rng);
        let questions: Vec<String> = (0..rng.between(2, 6)).map(|_| theme.question(rng)).collect();

        // Many short articles, a few long ones; the mean is 1.
        let length = self.chars as f64 * (0.25 + 2.25 * rng.unit().powi(2));
        let mut markdown = String::with_capacity(length as usize * 5 / 4 + 2_048);
        self.front_matter(&mut markdown, &theme, rng, &id, &title, &folder, &questions);

        let mut headings = Vec::new();
        paragraph(&mut markdown, &theme, rng);
        while (markdown.chars().count() as f64) < length {
            let heading = if rng.chance(0.4) {
                (*rng.pick_zipf(&COMMON_HEADINGS)).to_owned()
            } else {
                let own = theme.heading(rng);
                headings.push(own.clone());
                own
            };
            let _ = writeln!(markdown, "## {heading}\n");
            match rng.below(8) {
                0 | 1 => list(&mut markdown, &theme, rng),
                2 => table(&mut markdown, &theme, rng),
                _ => {
                    for _ in 0..rng.between(1, 3) {
                        paragraph(&mut markdown, &theme, rng);
                    }
                }
            }
        }
        Generated { id, folder, markdown, headings, questions }
    }

    #[expect(clippy::too_many_arguments, reason = "the header's lines, one after the other")]
    fn front_matter(
        &self,
        out: &mut String,
        theme: &Theme<'_>,
        rng: &mut Rng,
        id: &str,
        title: &str,
        category: &str,
        questions: &[String],
    ) {
        let audience = if rng.chance(0.8) { "public" } else { "internal" };
        let _ = writeln!(out, "---\nid: {id}\ntitle: {}", quoted(title));
        let _ = writeln!(out, "summary: {}", quoted(&theme.sentence(rng)));
        let _ = writeln!(out, "unit: {}\ncategory: {category}", quoted(rng.pick_zipf::<String>(&self.units)));
        let _ = writeln!(out, "audience: {audience}");
        let _ = writeln!(out, "verified: 2026-{:02}-{:02}", rng.between(1, 10), rng.between(1, 28));
        let keywords: Vec<String> = (0..rng.between(3, 10)).map(|_| quoted(&theme.keyword(rng))).collect();
        let _ = writeln!(out, "keywords: [{}]\nquestions:", keywords.join(", "));
        for question in questions {
            let _ = writeln!(out, "  - {}", quoted(question));
        }
        let _ = writeln!(out, "facts:\n  phone: [{}]", quoted(&prose::phone(rng)));
        if rng.chance(0.5) {
            let _ = writeln!(out, "  hours: {}", quoted("Mo-Fr 07:40-15:30"));
        }
        if rng.chance(0.5) {
            let _ = writeln!(out, "  fee: {}", quoted(&prose::fee(rng)));
        }
        if rng.chance(0.4) {
            let _ = writeln!(out, "  deadline: {}", quoted(&format!("do {} dni", rng.between(3, 60))));
        }
        let place = theme.place(rng);
        let place = place.form(Case::Nom, super::grammar::Number::Sg).replacen("ulica", "ul.", 1);
        let _ = writeln!(out, "  address: {}", quoted(&format!("{place} {}", rng.between(1, 190))));
        let act = quoted(&format!("Zarządzenie nr {}", prose::act(rng)));
        let _ = writeln!(out, "source: {{title: {act}}}\n---\n");
    }
}

/// A YAML string: JSON's quoting is YAML's as well.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn paragraph(out: &mut String, theme: &Theme<'_>, rng: &mut Rng) {
    for at in 0..rng.between(2, 6) {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(&theme.sentence(rng));
    }
    out.push_str("\n\n");
}

fn list(out: &mut String, theme: &Theme<'_>, rng: &mut Rng) {
    for _ in 0..rng.between(3, 8) {
        let _ = writeln!(out, "- {}", theme.phrase(rng, Case::Nom, 2).0);
    }
    out.push('\n');
}

fn table(out: &mut String, theme: &Theme<'_>, rng: &mut Rng) {
    out.push_str("| sprawa | opłata | telefon |\n|---|---|---|\n");
    for _ in 0..rng.between(3, 7) {
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            theme.phrase(rng, Case::Nom, 1).0,
            prose::fee(rng),
            prose::phone(rng)
        );
    }
    out.push('\n');
}
