//! Two people's changes of one article laid over each other: the header key by key, the body line by line.
//!
//! A header is no text like any other: two lines that are fine by themselves make no header together. So each key is
//! looked at by itself, by what it holds and not by how it is spelt; what only one side changed is taken over, lists
//! that both changed are joined, and where both said something else of one key, a person chooses. Nothing is ever
//! proposed that cannot be read back as a header.

use super::compare::{self, Part};
use crate::article::header::fields::list_lines;
use crate::article::header::front_matter::header_tree;
use crate::article::header::yaml::write::flow_node;
use crate::article::header::yaml::{MapEntry, Node, NodeKind};

/// Lines of both texts that belong together. The pieces of a merge, one text of each, make a whole article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The key of the header that it is about: `title`, `facts.phone`; `None` in the body and where nothing changed.
    pub key: Option<String>,
    /// What each side made of it.
    pub part: Part,
    /// Where both changed it: a text that has both changes, if there is one.
    pub joined: Option<String>,
}

impl Piece {
    fn plain(part: Part) -> Self {
        let joined = match &part {
            Part::Conflict { mine, theirs, .. } => Some(beneath(mine, theirs)),
            _ => None,
        };
        Self { key: None, part, joined }
    }

    /// What is proposed; `None` where a person has to choose.
    pub fn proposed(&self) -> Option<&str> {
        match &self.part {
            Part::Settled(text) => Some(text),
            Part::Mine { mine, .. } => Some(mine),
            Part::Theirs { theirs, .. } => Some(theirs),
            Part::Conflict { .. } => self.joined.as_deref(),
        }
    }
}

/// What the header as a whole is called where it cannot be taken apart.
pub const WHOLE_HEADER: &str = "cały nagłówek";

/// Lays two changes of `base` over each other; without a base, everything that differs is in question.
pub fn merge(base: Option<&str>, mine: &str, theirs: &str) -> Vec<Piece> {
    let (cut_base, cut_mine, cut_theirs) = (base.map(cut), cut(mine), cut(theirs));
    let mut pieces = headers(base, mine, theirs).unwrap_or_else(|| {
        let common = if cut_mine.0 == cut_theirs.0 { cut_mine.0 } else { "" };
        whole(cut_base.map_or(common, |(header, _)| header), cut_mine.0, cut_theirs.0)
    });
    let shared = common(cut_mine.1, cut_theirs.1);
    let body = cut_base.map_or(shared.as_str(), |(_, body)| body);
    pieces.extend(compare::merge(body, cut_mine.1, cut_theirs.1).into_iter().map(Piece::plain));
    pieces
}

/// Lines that two texts have in common, in order.
fn common(a: &str, b: &str) -> String {
    let same = compare::compare(a, b).into_iter().filter(|one| !one.is_changed());
    same.flat_map(|one| one.pieces).map(|piece| piece.text).collect()
}

fn beneath(mine: &str, theirs: &str) -> String {
    let between = if mine.is_empty() || mine.ends_with('\n') { "" } else { "\n" };
    format!("{mine}{between}{theirs}")
}

/// A text at the end of its header, fences included; a header that cannot be read is one all the same.
fn cut(text: &str) -> (&str, &str) {
    let mut at = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        at += line.len();
        match line.trim_end() {
            "" if !open => {}
            "---" if !open => open = true,
            "---" | "..." => return text.split_at(at),
            _ if !open => break,
            _ => {}
        }
    }
    ("", text)
}

/// Headers as one piece each.
fn whole(base: &str, mine: &str, theirs: &str) -> Vec<Piece> {
    let part = three_way(base.to_owned(), mine.to_owned(), theirs.to_owned());
    let key = (!matches!(part, Part::Settled(_))).then(|| WHOLE_HEADER.to_owned());
    let is_nothing = matches!(&part, Part::Settled(text) if text.is_empty());
    if is_nothing { Vec::new() } else { vec![Piece { key, part, joined: None }] }
}

fn three_way(base: String, mine: String, theirs: String) -> Part {
    if mine == theirs {
        Part::Settled(theirs)
    } else if mine == base {
        Part::Theirs { base, theirs }
    } else if theirs == base {
        Part::Mine { base, mine }
    } else {
        Part::Conflict { base, mine, theirs }
    }
}

/// Headers key by key; `None` where one of them cannot be taken apart, or the pieces would not make a header.
fn headers(base: Option<&str>, mine: &str, theirs: &str) -> Option<Vec<Piece>> {
    let (mine, theirs) = (Header::of(mine)?, Header::of(theirs)?);
    let base = match base {
        // A plain text has no keys.
        Some(base) if cut(base).0.is_empty() => Header::default(),
        Some(base) => Header::of(base)?,
        None => theirs.in_common(&mine),
    };
    let mut pieces = vec![Piece::plain(Part::Settled(theirs.open.clone()))];
    keys("", &base.blocks, &mine.blocks, &theirs.blocks, &mut pieces);
    pieces.push(Piece::plain(Part::Settled(theirs.close.clone())));
    let reads = |choice: fn(&Piece) -> &str| {
        let text: String = pieces.iter().map(choice).collect();
        Header::of(&text).is_some()
    };
    let is_sound = reads(|piece| piece.proposed().unwrap_or(theirs_of(piece)))
        && reads(|piece| piece.proposed().unwrap_or(mine_of(piece)));
    is_sound.then_some(pieces)
}

fn mine_of(piece: &Piece) -> &str {
    match &piece.part {
        Part::Settled(text) => text,
        Part::Mine { mine, .. } | Part::Conflict { mine, .. } => mine,
        Part::Theirs { base, .. } => base,
    }
}

fn theirs_of(piece: &Piece) -> &str {
    match &piece.part {
        Part::Settled(text) => text,
        Part::Theirs { theirs, .. } | Part::Conflict { theirs, .. } => theirs,
        Part::Mine { base, .. } => base,
    }
}

/// A header taken apart.
#[derive(Debug, Clone, Default)]
struct Header {
    /// Up to the opening fence.
    open: String,
    blocks: Vec<Block>,
    /// What follows the last key, and the closing fence.
    close: String,
}

/// A key with its lines.
#[derive(Debug, Clone)]
struct Block {
    key: String,
    /// Comments and gaps above it.
    lead: String,
    /// The key's own lines.
    own: String,
    value: Node,
}

impl Block {
    fn lines(&self) -> String {
        format!("{}{}", self.lead, self.own)
    }
}

impl Header {
    fn of(text: &str) -> Option<Self> {
        let tree = header_tree(text)?;
        let NodeKind::Map(entries) = &tree.kind else { return None };
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let open = lines.iter().position(|line| line.trim_end() == "---")? + 1;
        let close =
            open + lines.get(open..)?.iter().position(|line| matches!(line.trim_end(), "---" | "..."))?;
        let blocks = blocks(&lines, entries, open, close)?;
        let end =
            open + blocks.iter().map(|block| block.lines().split_inclusive('\n').count()).sum::<usize>();
        Some(Self { open: lines[..open].concat(), blocks, close: lines.get(end..=close)?.concat() })
    }

    /// What both have, as if it had stood there before.
    fn in_common(&self, other: &Self) -> Self {
        let has = |block: &&Block| {
            find(&other.blocks, &block.key).is_some_and(|one| same(&one.value, &block.value))
        };
        Self { blocks: self.blocks.iter().filter(has).cloned().collect(), ..Self::default() }
    }
}

/// The keys of a map whose lines are `from..to`. `None` where keys share lines.
fn blocks(lines: &[&str], entries: &[MapEntry], from: usize, to: usize) -> Option<Vec<Block>> {
    let mut blocks: Vec<Block> = Vec::with_capacity(entries.len());
    let mut at = from;
    for (place, entry) in entries.iter().enumerate() {
        let start = entry.line.checked_sub(1)?;
        let mut end = entries.get(place + 1).map_or(Some(to), |next| next.line.checked_sub(1))?;
        if start < at || end <= start || end > to {
            return None;
        }
        // Comments and gaps belong to what follows them.
        while end > start + 1 && is_apart(lines.get(end - 1)?) {
            end -= 1;
        }
        let key = entry.key.trim().to_lowercase();
        if blocks.iter().any(|block| block.key == key) {
            return None;
        }
        blocks.push(Block {
            key,
            lead: lines.get(at..start)?.concat(),
            own: lines.get(start..end)?.concat(),
            value: entry.value.clone(),
        });
        at = end;
    }
    Some(blocks)
}

fn is_apart(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

fn find<'b>(blocks: &'b [Block], key: &str) -> Option<&'b Block> {
    blocks.iter().find(|block| block.key == key)
}

/// Whether two values are the same, wherever they stand and however they are quoted.
fn same(one: &Node, other: &Node) -> bool {
    match (&one.kind, &other.kind) {
        (NodeKind::Null, NodeKind::Null) => true,
        (NodeKind::Scalar { text: one, .. }, NodeKind::Scalar { text: other, .. }) => one == other,
        (NodeKind::List(one), NodeKind::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (NodeKind::Map(one), NodeKind::Map(other)) => {
            one.len() == other.len()
                && one.iter().all(|entry| {
                    other.iter().any(|other| other.key == entry.key && same(&other.value, &entry.value))
                })
        }
        _ => false,
    }
}

/// The keys of both sides in one order: theirs, and each of mine behind the one that it stood behind.
fn order<'b>(mine: &'b [Block], theirs: &'b [Block]) -> Vec<&'b str> {
    let mut order: Vec<&str> = theirs.iter().map(|block| block.key.as_str()).collect();
    for (place, block) in mine.iter().enumerate() {
        if order.contains(&block.key.as_str()) {
            continue;
        }
        let before = place.checked_sub(1).and_then(|before| mine.get(before));
        let at = before.and_then(|before| order.iter().position(|key| *key == before.key));
        order.insert(at.map_or(0, |at| at + 1), &block.key);
    }
    order
}

fn keys(group: &str, base: &[Block], mine: &[Block], theirs: &[Block], pieces: &mut Vec<Piece>) {
    for key in order(mine, theirs) {
        let name = format!("{group}{key}");
        let (b, m, t) = (find(base, key), find(mine, key), find(theirs, key));
        let alike = |one: Option<&Block>, other: Option<&Block>| match (one, other) {
            (None, None) => true,
            (Some(one), Some(other)) => same(&one.value, &other.value),
            _ => false,
        };
        let lines = |block: Option<&Block>| block.map(Block::lines).unwrap_or_default();
        let part = if alike(m, t) {
            // The spelling of whoever changed it.
            let taken = if t.map(|t| &t.own) == b.map(|b| &b.own) { m.or(t) } else { t };
            Part::Settled(lines(taken))
        } else if alike(m, b) {
            Part::Theirs { base: lines(b), theirs: lines(t) }
        } else if alike(t, b) {
            Part::Mine { base: lines(b), mine: lines(m) }
        } else {
            if let (true, Some(m), Some(t)) = (group.is_empty(), m, t)
                && let (Some(mine), Some(theirs)) = (members(m), members(t))
            {
                pieces.push(Piece::plain(Part::Settled(format!("{}{}:\n", t.lead, spelt(t)))));
                keys(&format!("{key}."), &b.and_then(members).unwrap_or_default(), &mine, &theirs, pieces);
                continue;
            }
            Part::Conflict { base: lines(b), mine: lines(m), theirs: lines(t) }
        };
        let joined = match (&part, m, t) {
            (Part::Conflict { .. }, Some(m), Some(t)) => joined(b, m, t),
            _ => None,
        };
        let is_changed = !matches!(part, Part::Settled(_));
        pieces.push(Piece { key: is_changed.then_some(name), part, joined });
    }
}

/// The key as it is spelt in the text.
fn spelt(block: &Block) -> &str {
    block.own.split_once(':').map_or(block.key.as_str(), |(key, _)| key)
}

/// The keys of a group (`facts`, `source`), each on lines of its own, two spaces in.
fn members(block: &Block) -> Option<Vec<Block>> {
    let NodeKind::Map(entries) = &block.value.kind else { return None };
    let inside = || {
        let all: Vec<&str> = block.own.split_inclusive('\n').collect();
        // Lines of the nodes are counted in the file.
        let above = entries.first()?.line.checked_sub(2)?;
        let head = block.own.split_once(':')?.1.lines().next()?.trim();
        if !(head.is_empty() || head.starts_with('#')) {
            return None;
        }
        let first = all.iter().skip(1).position(|line| !is_apart(line))? + 1;
        let shift = above.checked_sub(first - 1)?;
        let moved: Vec<MapEntry> = entries
            .iter()
            .map(|entry| Some(MapEntry { line: entry.line.checked_sub(shift)?, ..entry.clone() }))
            .collect::<Option<_>>()?;
        let indent = all.get(first)?.len() - all.get(first)?.trim_start_matches(' ').len();
        let mut found = blocks(&all, &moved, 1, all.len())?;
        for block in &mut found {
            block.lead = indented(&block.lead, indent)?;
            block.own = indented(&block.own, indent)?;
        }
        Some(found)
    };
    inside().or_else(|| {
        let flat = |entry: &MapEntry| Block {
            key: entry.key.trim().to_lowercase(),
            lead: String::new(),
            own: format!("  {}: {}\n", entry.key.trim(), flow_node(&entry.value)),
            value: entry.value.clone(),
        };
        Some(entries.iter().map(flat).collect())
    })
}

/// Lines that stand `indent` spaces in, two spaces in.
fn indented(lines: &str, indent: usize) -> Option<String> {
    let mut out = String::with_capacity(lines.len());
    for line in lines.split_inclusive('\n') {
        if line.trim().is_empty() {
            out.push_str(line);
            continue;
        }
        let spaces = line.len() - line.trim_start_matches(' ').len();
        // A comment may stand anywhere; a value may not stand further out than its key.
        if spaces < indent && !line.trim_start().starts_with('#') {
            return None;
        }
        out.push_str(&" ".repeat(2 + spaces.saturating_sub(indent)));
        out.push_str(line.trim_start_matches(' '));
    }
    Some(out)
}

/// A list that has both sides' additions and neither's removals.
fn joined(base: Option<&Block>, mine: &Block, theirs: &Block) -> Option<String> {
    let (m, t) = (items(&mine.value)?, items(&theirs.value)?);
    let b = base.map_or(Some(Vec::new()), |base| items(&base.value))?;
    let mut list: Vec<&str> =
        t.iter().copied().filter(|item| m.contains(item) || !b.contains(item)).collect();
    for (place, item) in m.iter().enumerate() {
        if list.contains(item) || b.contains(item) {
            continue;
        }
        let before = place.checked_sub(1).and_then(|before| list.iter().position(|one| *one == m[before]));
        list.insert(before.map_or(list.len(), |at| at + 1), item);
    }
    let list: Vec<String> = list.into_iter().map(str::to_owned).collect();
    let own = &theirs.own;
    let indent = &own[..own.len() - own.trim_start_matches(' ').len()];
    let flow = own.split_once(':').is_some_and(|(_, rest)| rest.trim_start().starts_with('['));
    Some(format!("{}{}", theirs.lead, list_lines(spelt(theirs).trim(), &list, indent, flow)))
}

fn items(node: &Node) -> Option<Vec<&str>> {
    let NodeKind::List(items) = &node.kind else { return None };
    let texts = items.iter().map(|item| match &item.kind {
        NodeKind::Scalar { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

#[cfg(test)]
mod tests;
