//! What is read out or typed as one thing, however it is spaced.

use super::runs::Run;
use crate::text::fold::fold;
use crate::text::say::Phone;

/// A code, and the runs from `first` to `last` that it is made of.
pub(super) struct FoundCode {
    pub(super) term: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) certain: bool,
}

/// Every code in `text`, leftmost first; a run belongs to one code at most.
pub(super) fn find(text: &str, runs: &[Run]) -> Vec<FoundCode> {
    CodeFinder { text, runs }.all()
}

/// The digits of a number written in `groups`, and whether these are the groups in which it is read out.
fn phone_of(groups: &[&str]) -> Option<(String, bool)> {
    // `616 55 55`: the number as people of Kraków say it.
    if let [first, second, third] = groups
        && (first.len(), second.len(), third.len()) == (3, 2, 2)
    {
        return (!first.starts_with('0')).then(|| (groups.concat(), true));
    }
    let phone = Phone::read(&groups.join(" "))?;
    let digits = phone.whole()?;
    // What Poland has before the nine digits, or had, may be a group of its own.
    let mut before = groups.concat().len() - digits.len();
    let own = groups.iter().map(|group| {
        let (prefix, rest) = group.split_at(before.min(group.len()));
        before -= prefix.len();
        rest
    });
    let own: Vec<&str> = own.filter(|group| !group.is_empty()).collect();
    let lengths: Vec<usize> = own.iter().map(|group| group.len()).collect();
    let usual = matches!(lengths[..], [9] | [2, 7]) || own.join(" ") == phone.to_string();
    let plausible = matches!(lengths[..], [2..=3, ref others @ ..] if others.iter().all(|length| (2..=4).contains(length)));
    (usual || plausible).then(|| (digits.to_owned(), usual))
}

/// Whether what stands between two groups of digits leaves them one number: a space or a dash, a bracket that closes,
/// and the stroke behind an area code.
fn joins_groups(gap: &str, before: &[&str]) -> bool {
    let spaces = [' ', '\u{a0}', '\u{2009}', '\u{202f}'];
    let sign = gap.trim_matches(spaces);
    gap.chars().count() <= 3
        && match sign {
            "" | "-" | "–" | "\u{2010}" | "\u{2011}" | "\u{2212}" | "." | ")" | ") (" => true,
            "/" => matches!(before, [area] if area.trim_start_matches('0').len() == 2),
            _ => false,
        }
}

/// Whether what stands between two runs joins them to one thing; letters and digits need nothing between them.
fn joins(gap: &str) -> bool {
    matches!(gap, "" | "-" | "." | "/" | "–" | "\u{2011}" | "-\n")
}

struct CodeFinder<'a> {
    text: &'a str,
    runs: &'a [Run],
}

impl CodeFinder<'_> {
    fn all(&self) -> Vec<FoundCode> {
        let mut codes = Vec::new();
        let mut at = 0;
        while at < self.runs.len() {
            if !self.may_begin(at) {
                at += 1;
                continue;
            }
            let found = self
                .phone(at)
                .or_else(|| self.paragraph(at))
                .or_else(|| self.date(at))
                .or_else(|| self.chain(at))
                .or_else(|| self.plus(at))
                .or_else(|| self.unit(at));
            match found {
                Some(found) => {
                    at = found.last + 1;
                    codes.push(found);
                }
                None => at += 1,
            }
        }
        codes
    }

    /// Whether a code can begin here at all; most words are only words, and are passed over by one look.
    fn may_begin(&self, at: usize) -> bool {
        let has_digit = |at: usize| self.runs.get(at).is_some_and(|run| run.digit);
        has_digit(at) || has_digit(at + 1) || self.gap(at).is_some_and(joins)
    }

    /// The run at `at`, if it is none of an address, which is no code.
    fn run(&self, at: usize) -> Option<&str> {
        self.runs.get(at).filter(|run| !run.address).map(|run| &self.text[run.start..run.end])
    }

    fn gap(&self, after: usize) -> Option<&str> {
        Some(&self.text[self.runs.get(after)?.end..self.runs.get(after + 1)?.start])
    }

    fn digits(&self, at: usize) -> Option<&str> {
        self.run(at).filter(|run| run.bytes().all(|b| b.is_ascii_digit()))
    }

    fn found(&self, first: usize, last: usize, term: String, certain: bool) -> Option<FoundCode> {
        let (start, end) = (self.runs.get(first)?.start, self.runs.get(last)?.end);
        Some(FoundCode { term, start, end, first, last, certain })
    }

    /// A telephone number, as [`Phone`] reads it, or one of Kraków without its area code.
    fn phone(&self, at: usize) -> Option<FoundCode> {
        let (last, number, usual) = self.phone_from(at)?;
        // Behind a house number the usual groups begin later: `ul. Rybna 12 12 616 55 55`.
        let later = |from| self.phone_from(from).is_some_and(|(_, _, usual)| usual);
        if !usual && (at + 1..=last).any(later) {
            return None;
        }
        self.found(at, last, number, true)
    }

    /// The longest number whose first group is the run at `at`: its last run, its digits, and whether they stand in the
    /// groups in which it is read out.
    fn phone_from(&self, at: usize) -> Option<(usize, String, bool)> {
        let mut groups: Vec<&str> = Vec::new();
        let mut best = None;
        for last in at..(at + 7).min(self.runs.len()) {
            if last > at && !self.gap(last - 1).is_some_and(|gap| joins_groups(gap, &groups)) {
                break;
            }
            let Some(group) = self.digits(last) else { break };
            groups.push(group);
            match groups.iter().map(|group| group.len()).sum() {
                7 | 9..=13 => best = phone_of(&groups).map(|(number, usual)| (last, number, usual)).or(best),
                14.. => break,
                _ => {}
            }
        }
        best
    }

    /// `§ 6`, `§6`, `par. 6`, `paragraf 6`.
    fn paragraph(&self, at: usize) -> Option<FoundCode> {
        let run = self.run(at)?;
        let start = self.runs.get(at)?.start;
        if self.digits(at).is_some() {
            let before = self.text[..start].trim_end_matches([' ', '\u{a0}']);
            if before.ends_with('§') {
                let (last, number) = self.with_letter(at, run);
                let mut found = self.found(at, last, format!("§{number}"), true)?;
                found.start = before.len() - '§'.len_utf8();
                return Some(found);
            }
            return None;
        }
        let named = matches!(fold(run).as_str(), "par" | "paragraf" | "paragrafu" | "paragrafie");
        if named && matches!(self.gap(at), Some(" " | ". " | "." | "\u{a0}")) {
            let (last, number) = self.with_letter(at + 1, self.digits(at + 1)?);
            return self.found(at, last, format!("§{number}"), true);
        }
        None
    }

    /// The number of the run at `at` with a letter that stands behind it (`§ 6a`), and the last run of both.
    fn with_letter(&self, at: usize, number: &str) -> (usize, String) {
        match self.run(at + 1).filter(|_| self.gap(at) == Some("") && self.letters(at + 1, 1..=2)) {
            Some(letter) => (at + 1, format!("{number}{}", fold(letter))),
            None => (at, number.to_owned()),
        }
    }

    /// `31.3.2026`, `31.03.2026`, `2026-03-31`.
    fn date(&self, at: usize) -> Option<FoundCode> {
        let parts = [self.digits(at)?, self.digits(at + 1)?, self.digits(at + 2)?];
        let [day, month, year] = match parts.map(str::len) {
            [1..=2, 1..=2, 4] => parts,
            [4, 1..=2, 1..=2] => [parts[2], parts[1], parts[0]],
            _ => return None,
        };
        let joined = [at, at + 1].iter().all(|&at| matches!(self.gap(at), Some("." | "-" | "/")));
        let goes_on = self.gap(at + 2).is_some_and(joins) && self.digits(at + 3).is_some();
        let (day, month): (u32, u32) = (day.parse().ok()?, month.parse().ok()?);
        if !joined || goes_on || !(1..=31).contains(&day) || !(1..=12).contains(&month) {
            return None;
        }
        self.found(at, at + 2, format!("{day:02}{month:02}{year}"), true)
    }

    /// Runs joined by `/`, `.` or `-` without a space that hold digits in at least two of them, or letters then
    /// digits: acts, case numbers, dates, units, forms. Spaces are allowed around the slash of an act.
    fn chain(&self, at: usize) -> Option<FoundCode> {
        if let (Some(number), Some(year)) = (self.digits(at), self.digits(at + 1))
            && year.len() == 4
            && number.len() <= 5
            && self.gap(at).is_some_and(|gap| gap.trim() == "/" && gap.len() <= 3)
        {
            return self.found(at, at + 1, format!("{number}/{year}"), true);
        }
        let mut last = at;
        while self.gap(last).is_some_and(joins) && last - at < 12 && self.short(last + 1) {
            last += 1;
        }
        if last == at || !self.short(at) {
            return None;
        }
        let parts = at..=last;
        let numeric = parts.clone().filter(|&part| self.has_digit(part)).count();
        let letters = parts.clone().filter(|&part| !self.has_digit(part)).count();
        let unit = last == at + 1 && letters == 1 && self.digits(last).is_some() && self.letters(at, 1..=5);
        let case = numeric >= 2 && (letters >= 1 || numeric >= 3);
        if !unit && !case {
            return None;
        }
        let term = if unit {
            format!("{}{}", fold(self.run(at)?), self.run(last)?)
        } else {
            let glued: String = parts.filter_map(|part| self.run(part)).collect();
            fold(&glued)
        };
        self.found(at, last, term, true)
    }

    /// `500+`, `800 plus`.
    fn plus(&self, at: usize) -> Option<FoundCode> {
        let number = self.digits(at).filter(|number| number.len() <= 4)?;
        let rest = self.text[self.runs.get(at)?.end..].trim_start_matches([' ', '\u{a0}']);
        if rest.starts_with('+') && !rest[1..].trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            return self.found(at, at, format!("{number}+"), true);
        }
        let spelled = self.run(at + 1).is_some_and(|next| next.eq_ignore_ascii_case("plus"));
        let gap = self.gap(at).filter(|gap| spelled && matches!(*gap, "" | " " | "-" | "\u{a0}"))?;
        self.found(at, at + 1, format!("{number}+"), gap.is_empty())
    }

    /// `dk 03`, `PIT 37`: letters and up to three digits behind a space.
    fn unit(&self, at: usize) -> Option<FoundCode> {
        let run = self.run(at)?;
        let number = self.digits(at + 1).filter(|number| number.len() <= 3)?;
        // `do 31.3.2026` is a date.
        if self.date(at + 1).is_some() {
            return None;
        }
        if self.letters(at, 2..=4) && matches!(self.gap(at), Some(" " | "\u{a0}")) {
            let certain = run.chars().all(char::is_uppercase);
            return self.found(at, at + 1, format!("{}{number}", fold(run)), certain);
        }
        None
    }

    fn has_digit(&self, at: usize) -> bool {
        self.runs.get(at).is_some_and(|run| run.digit)
    }

    fn letters(&self, at: usize, count: std::ops::RangeInclusive<usize>) -> bool {
        self.run(at)
            .is_some_and(|run| count.contains(&run.chars().count()) && run.chars().all(char::is_alphabetic))
    }

    /// Parts of a code are short: `2025.poniedziałek` is no case number.
    fn short(&self, at: usize) -> bool {
        self.run(at).is_some_and(|run| run.len() <= 6)
    }
}
