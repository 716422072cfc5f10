//! Which articles an order becomes, and what each of them says.

use std::collections::HashSet;

use jiff::civil::Date;

use super::render::{FrontMatter, Writer};
use crate::article::body::slug::short_slug;
use crate::order::DraftArticle;
use crate::order::lines::dates::polish;
use crate::order::lines::likeness::{has, starts};
use crate::order::lines::scan::{Mark, ScanLine, collapse, marked};
use crate::order::structure::header::{Header, citation, name};
use crate::order::structure::paragraphs::{Document, Level, Paragraph};
use crate::order::structure::units::{OrderUnit, is_list, scopes};

/// The longest part of an article's id that a name becomes.
const LONGEST_NAME: usize = 60;

/// What all articles of one order share.
pub(in crate::order) struct Act<'a> {
    pub header: &'a Header,
    /// `1231-2025`, or the file's name where the number is unknown.
    pub stem: String,
    pub effective: Option<Date>,
    pub repeals: &'a [String],
    pub ocr: bool,
    pub units: &'a [OrderUnit],
    pub department: Option<String>,
    /// The unit of articles that are about no single unit.
    pub code: Option<String>,
    pub writer: Writer,
}

/// What a paragraph without a unit's scope is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Lead,
    Units,
    Subordination,
    Common,
    Final,
    Other,
}

/// Writes the articles. `lost` are lines that the coverage check did not find in a first attempt.
pub(in crate::order) fn drafts(act: &Act<'_>, document: &Document, lost: &[ScanLine]) -> Vec<DraftArticle> {
    let mut drafts = Drafts { act, list: Vec::new(), taken: HashSet::new() };
    let mut scoped: Vec<(OrderUnit, String)> = Vec::new();
    let mut last = String::new();
    for paragraph in &document.paragraphs {
        let chapter = paragraph.chapter.as_ref().map(|title| format!("{}\n\n", act.writer.block(title)));
        let chapter = chapter.unwrap_or_default();
        let found = scopes(paragraph, act.units);
        if !found.is_empty() {
            for scope in found {
                let body = act.writer.paragraph(&paragraph.name(), &paragraph.nodes[scope.nodes], true);
                match scoped.iter_mut().find(|(unit, _)| *unit == scope.unit) {
                    Some((_, text)) => text.push_str(&format!("{chapter}{body}")),
                    None => scoped.push((scope.unit, format!("{chapter}{body}"))),
                }
            }
            continue;
        }
        let body = format!("{chapter}{}", act.writer.paragraph(&paragraph.name(), &paragraph.nodes, false));
        match role(paragraph) {
            Role::Final => last.push_str(&body),
            role => drafts.paragraph(role, paragraph, body),
        }
    }
    for (unit, body) in scoped {
        drafts.unit(&unit, body);
    }
    drafts.end(last, &document.closing);
    for (index, attachment) in document.attachments.iter().enumerate() {
        drafts.attachment(index + 1, attachment);
    }
    let mut unplaced: Vec<&ScanLine> =
        document.unplaced.iter().chain(&act.header.stray).chain(lost).collect();
    unplaced.extend(document.attachments.iter().flat_map(|attachment| &attachment.unplaced));
    unplaced.sort_by_key(|line| line.number);
    drafts.unplaced(&unplaced);
    drafts.list
}

fn role(paragraph: &Paragraph) -> Role {
    let opening = paragraph.opening();
    let first_words = |phrases: &[&str]| phrases.iter().any(|phrase| starts(opening, phrase));
    let ends = first_words(&["traci moc", "tracą moc", "wykonanie zarządzenia"])
        || has(opening, "wchodzi w życie")
        || (has(opening, "schemat*") && has(opening, "stanowi załącznik*"));
    let clauses = paragraph.nodes.iter().filter(|node| node.level == Level::Clause).count();
    match () {
        () if ends => Role::Final,
        () if is_list(paragraph) => Role::Units,
        () if has(opening, "komórki organizacyjne") && has(opening, "odpowiedzialn*") => Role::Common,
        () if has(opening, "kieruje") && paragraph.nodes.len() == clauses => Role::Lead,
        () if has(opening, "podlega*") && paragraph.nodes.len() > clauses => Role::Subordination,
        () => Role::Other,
    }
}

struct Drafts<'a> {
    act: &'a Act<'a>,
    list: Vec<DraftArticle>,
    taken: HashSet<String>,
}

impl Drafts<'_> {
    fn unit(&mut self, unit: &OrderUnit, body: String) {
        let department = self.act.department.as_deref();
        let title = match &unit.code {
            Some(code) => format!("{code} – {}: zakres działania", unit.name),
            None => format!("{}: zakres działania", unit.name),
        };
        let place = department.map(|department| format!(" ({department})")).unwrap_or_default();
        let code = unit.code.as_deref().map(|code| format!("{code} – ")).unwrap_or_default();
        let summary = format!("{code}{}{place}: zakres działania według {}", unit.name, self.since());
        let tail = short_slug(unit.code.as_deref().unwrap_or(&unit.name), LONGEST_NAME);
        let owner = unit.code.clone().or_else(|| self.act.code.clone());
        let keywords = unit.code.iter().cloned().chain(self.act.department.clone()).collect();
        self.add(&tail, title, summary, owner, keywords, body);
    }

    fn paragraph(&mut self, role: Role, paragraph: &Paragraph, body: String) {
        let whose = self.act.department.clone().unwrap_or_else(|| self.name());
        let (tail, what) = match role {
            Role::Lead => ("kierownictwo".to_owned(), "kto kieruje"),
            Role::Units => ("komorki".to_owned(), "komórki organizacyjne i ich symbole"),
            Role::Subordination => ("podleglosc".to_owned(), "kto komu podlega"),
            Role::Common => ("obowiazki-wspolne".to_owned(), "obowiązki wspólne wszystkich komórek"),
            Role::Final | Role::Other => (format!("par-{}", paragraph.name()), ""),
        };
        let title = if what.is_empty() {
            format!("{whose}, § {} – {}", paragraph.name(), lead(paragraph.opening()))
        } else {
            format!("{whose}: {what}")
        };
        let summary = format!("{title} – według {}", self.since());
        self.add(&tail, title, summary, self.act.code.clone(), self.shared_keywords(), body);
    }

    /// The final provisions, with the act's heading and legal basis, which are part of no paragraph.
    fn end(&mut self, mut body: String, closing: &[ScanLine]) {
        let header = self.act.header;
        let mut head = String::new();
        let (about, basis) = header.preamble.split_at(header.basis_at);
        for text in [header.heading.trim(), about.trim(), basis.trim()] {
            if !text.is_empty() {
                head.push_str(&self.act.writer.block(text));
                head.push_str("\n\n");
            }
        }
        if !head.is_empty() {
            body.push_str("## Tytuł i podstawa prawna\n\n");
            body.push_str(&head);
        }
        if !closing.is_empty() {
            body.push_str("## Podpis\n\n");
            body.push_str(&self.lines(closing));
        }
        if body.is_empty() {
            return;
        }
        let title = format!("{}: postanowienia końcowe i podstawa prawna", self.name());
        let summary = format!("Postanowienia końcowe, tytuł i podstawa prawna {}", self.since());
        self.add(
            "postanowienia-koncowe",
            title,
            summary,
            self.act.code.clone(),
            self.shared_keywords(),
            body,
        );
    }

    fn attachment(&mut self, index: usize, attachment: &Document) {
        let mut body = self.lines(&attachment.preamble);
        for paragraph in &attachment.paragraphs {
            let chapter = paragraph.chapter.as_deref().map(|title| format!(" – {title}")).unwrap_or_default();
            let heading = self.act.writer.inline(&chapter).replace('{', "\\{");
            body.push_str(&format!("## § {}{heading}\n\n", paragraph.name()));
            body.push_str(&self.act.writer.paragraph(&paragraph.name(), &paragraph.nodes, false));
        }
        body.push_str(&self.lines(&attachment.closing));
        let first = attachment.preamble.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
        let title = format!("{}, załącznik {index}: {}", self.name(), lead(&first));
        let summary = format!("Załącznik {index}: {} – według {}", lead(&first), self.since());
        let tail = format!("zalacznik-{index}");
        self.add(&tail, title, summary, self.act.code.clone(), self.shared_keywords(), body);
    }

    fn unplaced(&mut self, lines: &[&ScanLine]) {
        if lines.is_empty() {
            return;
        }
        let mut body =
            String::from("Wiersze źródła, których import nie umiał przypisać do żadnego przepisu.\n\n");
        for line in lines {
            let text = self.act.writer.inline(&line.text);
            body.push_str(&format!("- wiersz {}: {text}\n", line.number));
        }
        let title = format!("{}: części nierozpoznane", self.name());
        let summary =
            format!("Części nierozpoznane przy imporcie, do przejrzenia przez redaktora, z {}", self.since());
        self.add("nierozpoznane", title, summary, self.act.code.clone(), Vec::new(), body);
    }

    /// Lines as paragraphs: a mark begins a new one, other lines go on.
    fn lines(&self, lines: &[ScanLine]) -> String {
        let mut text = String::new();
        for line in lines {
            let body = self.act.writer.block(&line.text);
            if !text.is_empty() {
                text.push_str(if marked(&line.text).mark == Mark::None { "\n" } else { "\n\n" });
            }
            text.push_str(&body);
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text
    }

    fn name(&self) -> String {
        name(self.act.header.number.as_deref())
    }

    /// "zarządzenia nr 1231/2025 z dnia 23 maja 2025 r., w mocy od 1 czerwca 2025 r."
    fn since(&self) -> String {
        let act = citation(self.act.header.number.as_deref(), self.act.header.date);
        let act = act.replacen("Zarządzenie", "zarządzenia", 1);
        match self.act.effective {
            Some(date) => format!("{act}, w mocy od {}", polish(date)),
            None => format!("{}.", act.trim_end_matches('.')),
        }
    }

    fn shared_keywords(&self) -> Vec<String> {
        self.act.code.iter().cloned().chain(self.act.department.clone()).collect()
    }

    fn add(
        &mut self,
        tail: &str,
        title: String,
        summary: String,
        unit: Option<String>,
        keywords: Vec<String>,
        body: String,
    ) {
        let stem = &self.act.stem;
        let mut name = format!("{stem}-{tail}");
        let mut copy = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{stem}-{tail}-{copy}");
            copy += 1;
        }
        let front = FrontMatter {
            id: format!("zarzadzenie-{name}"),
            title,
            summary,
            unit,
            keywords,
            valid_from: self.act.effective,
            valid_until: None,
            source: self.name(),
            date: self.act.header.date,
            ocr: self.act.ocr,
            repeals: self.act.repeals.to_vec(),
        };
        self.list.push(DraftArticle::new(path(&name), front, body.trim_end().to_owned()));
    }
}

fn path(name: &str) -> String {
    format!("zarzadzenia/{name}.md")
}

/// The beginning of a text as a title: its first sentence, or the words that fit.
fn lead(text: &str) -> String {
    const LONGEST: usize = 70;
    let text = collapse(text);
    let mut lead = String::new();
    for word in text.split(' ') {
        if lead.chars().count() + word.chars().count() > LONGEST {
            return format!("{}…", lead.trim_end_matches([',', ';', ':', ' ']));
        }
        if !lead.is_empty() {
            lead.push(' ');
        }
        lead.push_str(word);
    }
    lead.trim_end_matches([',', ';', ':', '.', ' ']).to_owned()
}

/// The stem of an order's articles: its number, or the file's name.
pub(in crate::order) fn stem(number: Option<&str>, file_name: &str) -> String {
    let from_file = || {
        let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
        let name = short_slug(name.split('.').next().unwrap_or(name), LONGEST_NAME);
        let name = name.strip_prefix("zarzadzenie-").unwrap_or(&name).to_owned();
        if name.is_empty() { "bez-numeru".to_owned() } else { name }
    };
    number.map_or_else(from_file, |number| number.replace('/', "-"))
}
