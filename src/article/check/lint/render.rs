//! A finding as a terminal shows it: where, what, the line itself with its place underlined, the remedy.

use std::fmt::Write;

use crate::article::{Problem, Severity};

/// How much of a line is shown; headers with forty keywords on a line are common.
const WIDTH: usize = 100;

/// The finding with the line of `source` (the whole file) it is about. The part of the line that the message quotes
/// is underlined.
///
/// ```text
/// odpady/gabaryty.md:12: error[E013]: odsyłacz „/artykul/x” prowadzi donikąd
///    |
/// 12 | Zobacz [inne odpady](/artykul/x).
///    |                      ^^^^^^^^^^
///    = pomoc: popraw adres albo usuń odsyłacz
/// ```
pub fn render_problem(problem: &Problem, source: &str) -> String {
    let severity = match problem.severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let line = problem.line.max(1);
    let mut out = format!("{}:{line}: {severity}[{}]: {}\n", problem.path, problem.code, problem.message);
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    if problem.line > 0
        && let Some(text) = source.lines().nth(problem.line - 1)
    {
        let text: Vec<char> = text.trim_end().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let place = quoted(&problem.message).find_map(|part| find(&text, part));
        let (shown, place) = clip(&text, place);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{margin} |\n{number} | {shown}");
        if let Some((start, len)) = place {
            let _ = writeln!(out, "{margin} | {}{}", " ".repeat(start), "^".repeat(len));
        }
    }
    if !problem.help.is_empty() {
        let _ = writeln!(out, "{margin} = pomoc: {}", problem.help);
    }
    out
}

/// The parts of a message in „…”.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('„').skip(1).filter_map(|rest| rest.split_once('”').map(|(inside, _)| inside))
}

fn find(text: &[char], part: &str) -> Option<(usize, usize)> {
    let part: Vec<char> = part.chars().collect();
    if part.is_empty() {
        return None;
    }
    text.windows(part.len()).position(|window| window == part).map(|start| (start, part.len()))
}

/// A window of the line around the place, and the place in the window.
fn clip(text: &[char], place: Option<(usize, usize)>) -> (String, Option<(usize, usize)>) {
    let (start, len) = place.unwrap_or((0, 0));
    let from = if start + len <= WIDTH { 0 } else { start.saturating_sub(20) };
    let to = (from + WIDTH).min(text.len());
    let mut shown = String::new();
    if from > 0 {
        shown.push('…');
    }
    shown.extend(&text[from..to]);
    if to < text.len() {
        shown.push('…');
    }
    let lead = usize::from(from > 0);
    (shown, place.map(|(start, len)| (start - from + lead, len.min(to - start).max(1))))
}

#[cfg(test)]
mod tests {
    use super::render_problem;
    use crate::article::Problem;
    use crate::article::check::codes;

    #[test]
    fn a_finding_shows_its_line_with_the_quoted_part_underlined() {
        let problem = Problem::new(codes::DEAD_LINK, "a/b.md", 2, "odsyłacz „/artykul/x” prowadzi donikąd")
            .help("popraw");
        let shown = render_problem(&problem, "# Żółw\nZobacz\t[tę](/artykul/x).\n");
        let expected = "a/b.md:2: error[E013]: odsyłacz „/artykul/x” prowadzi donikąd
  |
2 | Zobacz [tę](/artykul/x).
  |             ^^^^^^^^^^
  = pomoc: popraw
";
        assert_eq!(shown, expected);
    }

    #[test]
    fn long_lines_are_shown_around_the_place() {
        let line = format!("keywords: [{}, szukane, {}]", "słowo, ".repeat(60), "słowo, ".repeat(60));
        let shown = render_problem(&Problem::new(codes::UNKNOWN_KEY, "a.md", 1, "„szukane”"), &line);
        let rows: Vec<&str> = shown.lines().collect();
        assert!(rows[2].chars().count() < 120, "{shown}");
        let carets = rows[3].chars().position(|c| c == '^').unwrap_or_default();
        assert!(rows[2].chars().skip(carets).collect::<String>().starts_with("szukane"), "{shown}");
    }

    #[test]
    fn a_finding_without_a_place_is_shown_without_one() {
        let whole = Problem::new(codes::UNKNOWN_DICTIONARY, "slowniki/x.toml", 0, "plik");
        assert_eq!(render_problem(&whole, ""), "slowniki/x.toml:1: warning[W030]: plik\n");
        let past = Problem::new(codes::NO_SUMMARY, "a.md", 99, "brak");
        assert_eq!(render_problem(&past, "x"), "a.md:99: warning[W006]: brak\n");
    }
}
