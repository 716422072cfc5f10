//! Cars: the number of the chassis.

use crate::text::mask::read::token::{TokenKind, Tokens};
use crate::text::mask::{Label, Removal};

/// `WVWZZZ1JZXW000001`: seventeen letters and digits in one piece; fewer where it is said what they are.
pub(in crate::text::mask) fn chassis(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    const LONG: usize = 17;
    let piece = |at: usize| matches!(tokens.kind(at), Some(TokenKind::Word | TokenKind::Digits));
    if !piece(at) || at > tokens.taken.get() && piece(at - 1) {
        return None;
    }
    let end = (at..at + LONG + 1).find(|next| !piece(*next))?;
    let letters: usize = (at..end).map(|at| tokens.letters(at) * usize::from(tokens.is_word(at))).sum();
    let digits: usize = (at..end).filter_map(|at| tokens.digits(at)).map(str::len).sum();
    let named =
        tokens.words_before(at, 4).any(|word| matches!(word, "vin" | "nadwozia" | "podwozia" | "ramy"));
    // "vin wvw zzz 1jz xw0 00001"
    if named && let Some(end) = in_groups(tokens, at) {
        return Some(Removal { start: at, end, label: Label::Plate });
    }
    let mixed = end > at + 2 && letters > 2 && digits > 2 || named && digits > 3;
    let long = letters + digits;
    (mixed && (long == LONG || named && (6..=20).contains(&long))).then_some(Removal {
        start: at,
        end,
        label: Label::Plate,
    })
}

/// The end of the seventeen letters and digits from `at` on, with blanks and hyphens among them.
fn in_groups(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const MOST: usize = 40;
    let (mut long, mut digits) = (0, 0);
    for next in at..at + MOST {
        match tokens.kind(next)? {
            TokenKind::Word => long += tokens.letters(next),
            TokenKind::Digits => {
                let count = tokens.digits(next).map_or(0, str::len);
                (long, digits) = (long + count, digits + count);
            }
            TokenKind::Mark(' ' | '-') => {}
            _ => return None,
        }
        if long >= 17 {
            return (long == 17 && digits > 3).then_some(next + 1);
        }
    }
    None
}
