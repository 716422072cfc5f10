//! Reads a file of ours as the compiler does: every name, and in which module it stands.

use super::*;

/// The code of a file without its tests, its comments and what its strings say; one space between two tokens.
pub fn code_of(file: &Path) -> String {
    fn spell(code: TokenStream, out: &mut Vec<String>) {
        for token in code {
            match token {
                TokenTree::Group(group) => {
                    out.push("(".to_owned());
                    spell(group.stream(), out);
                    out.push(")".to_owned());
                }
                TokenTree::Literal(_) => out.push("…".to_owned()),
                token => out.push(token.to_string()),
            }
        }
    }
    let text = fs::read_to_string(file).expect("a source file");
    let code = text.parse().unwrap_or_else(|cause| panic!("{}: {cause}", file.display()));
    let mut tokens = Vec::new();
    spell(Reader::new(Vec::new(), file).without_tests(code), &mut tokens);
    tokens.join(" ")
}

/// Something that code names.
pub(super) struct Name {
    pub(super) parts: Vec<String>,
    /// Whether it stands in a `use` or an `extern crate`: there a single word is a path.
    pub(super) used: bool,
    pub(super) renamed: bool,
    pub(super) line: usize,
}

impl Name {
    pub(super) fn parts(&self) -> Vec<&str> {
        self.parts.iter().map(String::as_str).collect()
    }

    pub(super) fn path(&self) -> String {
        self.parts.join("::")
    }

    pub(super) fn is_path(&self) -> bool {
        self.used || self.parts.len() > 1
    }
}

/// Reads the tokens of one file.
pub(super) struct Reader {
    /// Where it is, from the root: `super` is taken from here.
    pub(super) module: Vec<String>,
    /// The folder in which a module that it declares has its file, and that of the file itself.
    pub(super) below: PathBuf,
    pub(super) beside: PathBuf,
    pub(super) names: Vec<Name>,
    pub(super) tests: Vec<PathBuf>,
}

impl Reader {
    pub(super) fn new(module: Vec<String>, file: &Path) -> Self {
        let beside = file.parent().expect("a folder").to_owned();
        let owns = file.file_stem().is_some_and(|stem| ["mod", "lib", "main"].iter().any(|one| stem == *one));
        let below = if owns { beside.clone() } else { file.with_extension("") };
        Self { module, below, beside, names: Vec::new(), tests: Vec::new() }
    }

    pub(super) fn read(&mut self, code: TokenStream) {
        let code = self.without_tests(code);
        self.walk(&code.into_iter().collect::<Vec<_>>());
    }

    /// The code without attributes and without the items that they keep for tests.
    pub(super) fn without_tests(&mut self, code: TokenStream) -> TokenStream {
        let code: Vec<_> = code.into_iter().collect();
        let (mut kept, mut at) = (Vec::new(), 0);
        while at < code.len() {
            match &code[at] {
                TokenTree::Punct(sign) if sign.as_char() == '#' && begins_attribute(&code, at) => {
                    at = self.attributes(&code, at);
                    continue;
                }
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.without_tests(group.stream()));
                    inner.set_span(group.span());
                    kept.push(inner.into());
                }
                token => kept.push(token.clone()),
            }
            at += 1;
        }
        kept.into_iter().collect()
    }

    pub(super) fn walk(&mut self, code: &[TokenTree]) {
        let (mut at, mut in_use) = (0, false);
        while at < code.len() {
            match &code[at] {
                TokenTree::Punct(sign) => {
                    in_use &= sign.as_char() != ';';
                    // A method or a field is no path; the `..` of a range is no dot before a name.
                    let lone_dot = sign.as_char() == '.' && (at == 0 || !is_sign(&code[at - 1], '.'));
                    let method = lone_dot && matches!(code.get(at + 1), Some(TokenTree::Ident(_)));
                    at += if method { 2 } else { 1 };
                }
                TokenTree::Ident(word) if word == "use" || (word == "crate" && after_extern(code, at)) => {
                    // `use<'a>` of a return type names nothing.
                    in_use = !code.get(at + 1).is_some_and(|token| is_sign(token, '<'));
                    at += 1;
                }
                TokenTree::Ident(word) if word == "mod" => at = self.inner(code, at),
                TokenTree::Ident(_) => at = self.path(code, at, &[], in_use),
                TokenTree::Group(group) => {
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    if in_use {
                        self.tree(&inner, &[]);
                    } else {
                        self.walk(&inner);
                    }
                    at += 1;
                }
                TokenTree::Literal(_) => at += 1,
            }
        }
    }

    /// Passes over the attributes at `at`, and over what they keep for tests; gives where to go on.
    pub(super) fn attributes(&mut self, code: &[TokenTree], mut at: usize) -> usize {
        let (mut for_tests, mut file) = (false, None);
        while begins_attribute(code, at) {
            at += 1;
            at += usize::from(code.get(at).is_some_and(|token| is_sign(token, '!')));
            if let Some(TokenTree::Group(group)) = code.get(at) {
                let says = group.stream().to_string();
                for_tests |= says.replace(' ', "") == "cfg(test)";
                file = file.or_else(|| Some(says.strip_prefix("path = \"")?.strip_suffix('"')?.to_owned()));
                at += 1;
            }
        }
        if !for_tests {
            return at;
        }
        while let Some(token) = code.get(at) {
            at += 1;
            match token {
                TokenTree::Ident(word) if word == "mod" => {
                    let declared = match (code.get(at), code.get(at + 1)) {
                        (Some(TokenTree::Ident(name)), Some(end)) if is_sign(end, ';') => name.to_string(),
                        _ => continue,
                    };
                    let beside = file.as_ref().map(|file| self.beside.join(file));
                    let file = beside.unwrap_or_else(|| {
                        let flat = self.below.join(format!("{declared}.rs"));
                        if flat.is_file() { flat } else { self.below.join(declared).join("mod.rs") }
                    });
                    // One that lies outside of src/ is nobody's room.
                    if !file.components().any(|part| part.as_os_str() == "..") {
                        self.tests.push(file);
                    }
                }
                TokenTree::Punct(sign) if matches!(sign.as_char(), ';' | ',') => break,
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
                _ => {}
            }
        }
        at
    }

    /// A module within the file is one step further from the root.
    pub(super) fn inner(&mut self, code: &[TokenTree], at: usize) -> usize {
        let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) =
            (code.get(at + 1), code.get(at + 2))
        else {
            return at + 2;
        };
        self.module.push(name.to_string());
        self.walk(&body.stream().into_iter().collect::<Vec<_>>());
        self.module.pop();
        at + 3
    }

    /// Reads the path that begins at `at`; gives where it ends.
    pub(super) fn path(&mut self, code: &[TokenTree], mut at: usize, before: &[String], used: bool) -> usize {
        let line = code[at].span().start().line;
        let mut parts = before.to_vec();
        loop {
            match code.get(at) {
                Some(TokenTree::Ident(word)) => parts.push(word.to_string()),
                // `a::{b, c}` is two paths; `f::<T>` and `f::*` end here.
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    self.tree(&inner, &parts);
                    return at + 1;
                }
                _ => break,
            }
            at += 1;
            let goes_on = matches!(
                (code.get(at), code.get(at + 1)),
                (Some(one), Some(two)) if is_sign(one, ':') && is_sign(two, ':')
            );
            if !goes_on {
                break;
            }
            at += 2;
        }
        let renamed = matches!(code.get(at), Some(TokenTree::Ident(word)) if word == "as");
        self.names.push(Name { parts: self.rooted(parts), used, renamed, line });
        at
    }

    /// The branches of a `use` behind `before`.
    pub(super) fn tree(&mut self, code: &[TokenTree], before: &[String]) {
        let mut at = 0;
        while at < code.len() {
            at = match &code[at] {
                TokenTree::Ident(_) => self.path(code, at, before, true),
                _ => at + 1,
            };
            // The new name of `a as b` is none of anybody else's.
            while code.get(at).is_some_and(|token| !is_sign(token, ',')) {
                at += 1;
            }
            at += 1;
        }
    }

    /// What `super` and `self` lead to.
    pub(super) fn rooted(&self, parts: Vec<String>) -> Vec<String> {
        let ups = parts.iter().take_while(|part| *part == "super" || *part == "self").count();
        if ups == 0 {
            return parts;
        }
        let steps = parts.iter().filter(|part| *part == "super").count();
        let base = &self.module[..self.module.len().saturating_sub(steps)];
        let root = std::iter::once("crate".to_owned());
        root.chain(base.iter().cloned()).chain(parts[ups..].iter().cloned()).collect()
    }
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn begins_attribute(code: &[TokenTree], at: usize) -> bool {
    let inner = usize::from(code.get(at + 1).is_some_and(|token| is_sign(token, '!')));
    code.get(at).is_some_and(|token| is_sign(token, '#'))
        && matches!(code.get(at + 1 + inner), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket)
}

fn after_extern(code: &[TokenTree], at: usize) -> bool {
    at > 0 && matches!(&code[at - 1], TokenTree::Ident(word) if word == "extern")
}
