//! E-mail addresses, as they are written and as they are spelt out over the telephone.

use super::token::{Kind, Tokens};
use super::{Found, Label};

/// `jan.kowalski@poczta.pl`. The name of the host may be cut short; what stands before the sign is whose it is.
pub(super) fn written(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let local = |at| match tokens.kind(at) {
        Some(Kind::Word | Kind::Digits) => true,
        Some(Kind::Mark(c)) => matches!(c, '.' | '_' | '-' | '+' | '%'),
        _ => false,
    };
    // Only from its beginning on: otherwise every part would be walked through again.
    if !local(at) || at > 0 && local(at - 1) {
        return None;
    }
    let sign = (at..tokens.len()).find(|place| !local(*place)).filter(|place| tokens.is_mark(*place, '@'))?;
    let host = |at| match tokens.kind(at) {
        Some(Kind::Word | Kind::Digits) => true,
        Some(Kind::Mark(c)) => matches!(c, '.' | '-'),
        _ => false,
    };
    let mut end = (sign + 1..tokens.len()).find(|place| !host(*place)).unwrap_or(tokens.len());
    // A full stop after it ends the sentence.
    while end > sign + 1 && matches!(tokens.kind(end - 1), Some(Kind::Mark(_))) {
        end -= 1;
    }
    (end > sign + 1).then_some(Found { start: at, end, label: Label::Mail })
}

/// `jan kropka kowalski małpa poczta kropka pl`.
pub(super) fn spoken(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    if !is_atom(tokens, at) || at > 0 && is_atom(tokens, at - 1) {
        return None;
    }
    let sign = tokens.skip_space(dotted(tokens, at));
    if tokens.folded(sign) != "malpa" && tokens.folded(sign) != "malpka" {
        return None;
    }
    let host = tokens.skip_space(sign + 1);
    let end = is_atom(tokens, host).then(|| dotted(tokens, host))?;
    // "mieszka tu małpa rezus" is no address.
    (end > host + 1).then_some(Found { start: at, end, label: Label::Mail })
}

fn is_atom(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.kind(at), Some(Kind::Word | Kind::Digits))
}

/// No address has more parts; a text made of dots must not be walked through from each of them.
const MOST: usize = 24;

/// Past words and numbers that stand together or are joined by a dot, written or spoken.
fn dotted(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut end = at + 1;
    for _ in 0..MOST {
        if is_atom(tokens, end) {
            end += 1;
            continue;
        }
        let joint = tokens.skip_space(end);
        let said = matches!(
            tokens.folded(joint).as_str(),
            "kropka" | "podkreslnik" | "podkreslenie" | "myslnik" | "minus"
        );
        let set = joint == end && matches!(tokens.kind(joint), Some(Kind::Mark('.' | '_' | '-')));
        let next = tokens.skip_space(joint + 1);
        if (said || set && next == joint + 1) && is_atom(tokens, next) {
            end = next + 1;
        } else {
            break;
        }
    }
    end
}
