//! E-mail addresses, as they are written and as they are spelt out over the telephone.

use std::ops::Range;

use crate::text::mask::name::known::first_names::is_first_name;
use crate::text::mask::name::known::surname::{Known, is_listed, is_shaped, known};
use crate::text::mask::read::token::{TokenKind, Tokens};
use crate::text::mask::{Label, Removal};

/// No address has more parts; a text made of dots must not be walked through from each of them.
const MOST: usize = 24;

/// `jan.kowalski@poczta.pl`, `"jan kowalski" @ poczta`, `jan (at) poczta kropka pl`, found at what stands for the sign.
/// The name of the host may be cut short; what stands before the sign is whose it is.
pub(in crate::text::mask) fn address(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    let begins = matches!(
        tokens.kind(at),
        Some(TokenKind::Word | TokenKind::Digits | TokenKind::Mark('"' | '„' | '_'))
    );
    // Only from its beginning on.
    if !begins || at > tokens.taken.get() && local(tokens, at - 1) {
        return None;
    }
    let sign = match quoted(tokens, at) {
        Some(sign) => sign,
        None => {
            let end = (at..at + MOST).find(|place| !local(tokens, *place))?;
            spoken_end(tokens, at, end)
        }
    };
    let (written, past) = sign_at(tokens, sign)?;
    let host = tokens.skip_space(past);
    let Some(end) = host_end(tokens, host) else {
        return written.then_some(Removal { start: at, end: past, label: Label::Mail });
    };
    if is_of_an_office(tokens, at..sign, host..end) {
        return None;
    }
    let dotted = (host..end)
        .any(|at| tokens.is_mark(at, '.') || tokens.folded(at) == "kropka" || tokens.folded(at) == "dot");
    let known = PROVIDERS.contains(&tokens.folded(host));
    (written || dotted || known).then_some(Removal { start: at, end, label: Label::Mail })
}

/// `sekretariat@zzm.krakow.pl`, `mkz@um.krakow.pl`: an office of the City that is called by what it does, and nobody.
fn is_of_an_office(tokens: &Tokens<'_>, local: Range<usize>, host: Range<usize>) -> bool {
    let at_the_city = host.len() == 5
        && tokens.folded(host.start + 2) == "krakow"
        && tokens.folded(host.start + 4) == "pl"
        && tokens.is_mark(host.start + 1, '.')
        && tokens.is_mark(host.start + 3, '.');
    at_the_city
        && local.clone().any(|at| tokens.is_word(at))
        && local.into_iter().all(|at| {
            let folded = tokens.folded(at);
            let short = tokens.letters(at) <= 3 && !is_first_name(folded) && !is_listed(folded);
            let word = known(folded) == Known::Common
                && !is_first_name(folded)
                && !is_listed(folded)
                && !is_shaped(folded);
            tokens.is_mark(at, '.') || tokens.is_word(at) && (short || word)
        })
}

/// Where the post of many is kept.
const PROVIDERS: &[&str] = &[
    "gmail",
    "wp",
    "onet",
    "interia",
    "poczta",
    "tlen",
    "op",
    "yahoo",
    "outlook",
    "hotmail",
    "icloud",
    "proton",
    "protonmail",
    "vp",
    "gazeta",
    "buziaczek",
    "ukr",
    "live",
    "me",
    "autograf",
    "int",
    "epoczta",
];

fn is_atom(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.kind(at), Some(TokenKind::Word | TokenKind::Digits))
}

fn local(tokens: &Tokens<'_>, at: usize) -> bool {
    is_atom(tokens, at) || tokens.mark(at).is_some_and(|c| "._-+%".contains(c))
}

/// The sign behind a quoted name.
fn quoted(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    tokens.mark(at).filter(|c| matches!(c, '"' | '„'))?;
    let close = (at + 1..at + MOST).find(|place| matches!(tokens.mark(*place), Some('"' | '”')))?;
    (tokens.is_mark(close + 1, '@')).then_some(close + 1)
}

/// Past `jan kropka kowalski`; at most so many parts.
fn spoken_end(tokens: &Tokens<'_>, at: usize, end: usize) -> usize {
    let mut end = end;
    if end == at || !is_atom(tokens, end - 1) {
        return tokens.skip_space(end);
    }
    for _ in 0..MOST {
        let joint = tokens.skip_space(end);
        let next = tokens.skip_space(joint + 1);
        if !is_dot(tokens.folded(joint)) || !is_atom(tokens, next) {
            break;
        }
        end = (next..next + MOST).find(|place| !local(tokens, *place)).unwrap_or(next + 1);
    }
    tokens.skip_space(end)
}

fn is_dot(folded: &str) -> bool {
    matches!(
        folded,
        "kropka"
            | "kropeczka"
            | "dot"
            | "podkreslnik"
            | "podkreslenie"
            | "podloga"
            | "myslnik"
            | "minus"
            | "tochka"
            | "krapka"
    )
}

/// Past the sign, and whether it was written as one.
fn sign_at(tokens: &Tokens<'_>, at: usize) -> Option<(bool, usize)> {
    let is_sign = |at: usize| matches!(tokens.folded(at), "malpa" | "malpka" | "at" | "sobaka" | "et");
    match tokens.mark(at) {
        Some('@') => return Some((true, at + 1)),
        Some('(' | '[' | '{' | '<' | '*') => {
            let inside = tokens.skip_space(at + 1);
            let close = tokens.skip_space(inside + 1);
            let closed = tokens.mark(close).is_some_and(|c| ")]}>*".contains(c));
            return (closed && (is_sign(inside) || tokens.is_mark(inside, '@'))).then_some((true, close + 1));
        }
        _ => {}
    }
    is_sign(at).then_some((false, at + 1))
}

/// The end of `poczta.onet.pl`, `wp kropka pl`, `gmail (dot) com`.
fn host_end(tokens: &Tokens<'_>, host: usize) -> Option<usize> {
    if !is_atom(tokens, host) {
        return None;
    }
    let mut end = host + 1;
    for _ in 0..MOST {
        if is_atom(tokens, end) {
            end += 1;
            continue;
        }
        if matches!(tokens.mark(end), Some('.' | '-' | '_')) && is_atom(tokens, end + 1) {
            end += 2;
            continue;
        }
        let joint = tokens.skip_space(end);
        let bracket = usize::from(matches!(tokens.mark(joint), Some('[' | '(' | '{')));
        let said =
            is_dot(tokens.folded(joint + bracket)) || tokens.is_mark(joint, '.') && tokens.is_space(end);
        let next = tokens.skip_space(joint + 1 + 2 * bracket);
        let short = tokens.letters(next) <= 4 || bracket > 0 || is_dot(tokens.folded(joint));
        if said && is_atom(tokens, next) && short {
            end = next + 1;
        } else {
            // gmail com
            let next = tokens.skip_space(end);
            let top = matches!(tokens.folded(next), "com" | "pl" | "eu" | "net" | "org" | "ua");
            return Some(if top && end == host + 1 { next + 1 } else { end });
        }
    }
    Some(end)
}

/// `kowalski.j na gmailu`, `jkowal gmail com`: the sign is left out.
pub(in crate::text::mask) fn at_a_provider(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    if !is_atom(tokens, at) || at > tokens.taken.get() && local(tokens, at - 1) {
        return None;
    }
    let end = (at..at + MOST).find(|place| !local(tokens, *place))?;
    // "mail. na gmailu": a full stop is no part of it.
    let composed = end > at + 1 && is_atom(tokens, end - 1);
    let unknown = tokens.letters(at) > 3
        && crate::text::mask::name::known::surname::known(tokens.folded(at))
            == crate::text::mask::name::known::surname::Known::Unknown;
    let mut host = tokens.skip_space(end);
    if host == end || !(composed || unknown) {
        return None;
    }
    if matches!(tokens.folded(host), "na" | "w" | "z") {
        host = tokens.skip_space(host + 1);
        let kept = tokens.folded(host);
        let inflected = ["u", "ie", "cie", "i"]
            .iter()
            .filter_map(|ending| kept.strip_suffix(ending))
            .any(|stem| PROVIDERS.contains(&stem) || stem == "interi" || stem == "one" || stem == "pocz");
        let provider = PROVIDERS.contains(&kept) && kept != "me" && kept != "op" || inflected;
        return (provider && composed).then_some(Removal { start: at, end: host + 1, label: Label::Mail });
    }
    let top = tokens.skip_space(host + 1 + usize::from(tokens.is_mark(host + 1, '.')));
    let ends = top > host + 1 && matches!(tokens.folded(top), "com" | "pl" | "eu" | "net" | "org" | "ua");
    (PROVIDERS.contains(&tokens.folded(host)) && ends).then_some(Removal {
        start: at,
        end: top + 1,
        label: Label::Mail,
    })
}

/// `login jkowalski85`, `fb: jan.kowal.77`: by what somebody is known to a machine.
pub(in crate::text::mask) fn login(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    #[rustfmt::skip]
    const KNOWN_BY: &[&str] = &[
        "login", "loginu", "loginem", "loginie", "nick", "nicku", "nickiem", "uzytkownik", "uzytkownika", "uzytkownikiem", "username",
        "user", "gmail", "gmailu", "fejsbuk", "fejsbuku", "fejs", "fejsie", "insta", "facebook", "facebooku", "fb", "instagram", "instagramie", "ig", "skype", "messenger", "messengerze", "telegram",
        "telegramie", "loguje", "zalogowany", "zalogowana", "discord", "profil", "konto",
    ];
    if !is_atom(tokens, at) || at > tokens.taken.get() && local(tokens, at - 1) {
        return None;
    }
    let end = (at..at + MOST).find(|place| !local(tokens, *place))?;
    let end = if is_atom(tokens, end - 1) { end } else { end - 1 };
    let letters: usize = (at..end).map(|at| tokens.letters(at) * usize::from(tokens.is_word(at))).sum();
    let digits = (at..end).any(|at| tokens.digits(at).is_some());
    let parted = (at..end).any(|at| tokens.is_mark(at, '_') || tokens.is_mark(at, '.'));
    let composed = end > at + 1 && letters > 3 && (digits || parted) && tokens.is_word(at);
    // "konto w login.gov.pl", "Windows10"
    let site = matches!(tokens.folded(end - 1), "pl" | "com" | "eu" | "gov" | "net" | "org" | "php" | "html");
    let machine = matches!(
        tokens.folded(at),
        "windows" | "android" | "iphone" | "office" | "chrome" | "java" | "login"
    );
    let known_by =
        composed && !site && !machine && tokens.words_before(at, 4).any(|word| KNOWN_BY.contains(&word));
    known_by.then_some(Removal { start: at, end, label: Label::Name })
}
