//! Names of three words and more from countries where they are put together otherwise: `tran van minh`, `Mohammed El
//! Amrani`, `Maria del Carmen Gomez`.

use super::known::first_names::{is_ambiguous, is_first_name};
use super::known::likeness::is_known_place;
use super::known::surname::{Known, is_listed, known};
use super::{after_a_place, following};
use crate::text::mask::read::token::Tokens;

/// With these families of Vietnam are called.
const FAMILIES: &[&str] = &[
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo",
    "duong", "ly", "trinh", "dinh", "luong", "dao", "doan", "truong",
];

/// What else names of Vietnam are made of.
#[rustfmt::skip]
const SYLLABLES: &[&str] = &[
    "van", "thi", "minh", "hoa", "lan", "anh", "thu", "trang", "thanh", "hung", "tuan", "dung", "duc", "quang", "huong", "linh", "mai", "nam", "hai", "son", "long", "tien", "phuong", "ngoc", "kim", "xuan", "hong",
    "hien", "thao", "nhung", "yen", "cuong", "khanh", "bao", "binh", "chi", "dat", "dieu", "giang", "ha", "hanh", "hieu", "khoa", "lien", "loan", "my", "nga", "nhi", "phuc", "quan", "quyen", "tam", "thang", "thuy", "toan", "trung", "tu", "uyen", "viet", "vinh",
];

/// Names of one syllable or two from China and Korea, the family before or behind.
const CLANS: &[&str] = &[
    "li", "wang", "zhang", "liu", "chen", "yang", "huang", "zhao", "wu", "zhou", "xu", "sun", "zhu", "lin",
    "guo", "he", "gao", "luo", "zheng", "liang", "kim", "lee", "choi", "jung", "kang", "cho", "yoon", "lim",
];

/// What first names of these are made of.
#[rustfmt::skip]
const CALLED: &[&str] = &[
    "wei", "fang", "min", "jing", "lei", "jun", "yong", "jie", "juan", "tao", "ming", "chao", "xia", "ping", "gang", "hua", "hui", "xin", "yan", "mei", "ling", "hong", "xiao", "yu", "ying", "xue", "bin", "bo", "hao", "jian", "li", "lin", "qiang", "rui", "yi", "ting", "wen", "zhen",
    "xiaoming", "xiaoli", "jiayi", "zihan", "haoran", "jisoo", "minho", "jiwoo", "minji", "hyun", "joon", "sung", "young",
];

/// Between the words of a name.
const PARTICLES: &[&str] = &[
    "el", "al", "ben", "bin", "ibn", "abu", "van", "von", "de", "da", "di", "del", "della", "dos", "la",
    "le", "mc", "mac", "st", "ul", "ud", "ur",
];

/// A name that is put together so, from `at` on.
pub(super) fn of_many_words(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    vietnamese(tokens, at)
        .or_else(|| of_a_clan(tokens, at))
        .or_else(|| led_by_a_particle(tokens, at))
        .or_else(|| chained(tokens, at))
}

/// `van der Berg Pieter`, `von Stein Ulrike`: the surname first, and its particle before it.
fn led_by_a_particle(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if !matches!(tokens.folded(at), "van" | "von" | "de") || after_a_place(tokens, at) {
        return None;
    }
    let mut surname = tokens.skip_space(at + 1);
    while matches!(tokens.folded(surname), "der" | "den" | "la" | "het" | "las" | "los") {
        surname = tokens.skip_space(surname + 1);
    }
    let is_name =
        |at: usize| tokens.is_capital(at) && tokens.letters(at) > 2 && !is_known_place(tokens.folded(at));
    if surname == at + 1 || !is_name(surname) {
        return None;
    }
    let first = following(tokens, surname).filter(|first| is_name(*first) && tokens.is_space(first - 1));
    // "de Gasperi": alone it may be whom a street is called after.
    let end = first.map_or(surname + 1, |first| first + 1);
    (first.is_some() || tokens.folded(at) != "de").then_some((at, end))
}

/// `Li Wei karta pobytu`, `Chen Xiaoming`: two capitals, and neither begins a Polish sentence so.
fn of_a_clan(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let next = tokens.skip_space(at + 1);
    let capitals = tokens.is_capital(at) && tokens.is_capital(next) && next > at + 1;
    let (one, two) = (tokens.folded(at), tokens.folded(next));
    let is_one =
        CLANS.contains(&one) && CALLED.contains(&two) || CALLED.contains(&one) && CLANS.contains(&two);
    (capitals && is_one && !after_a_place(tokens, at)).then_some((at, next + 1))
}

fn vietnamese(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    const MOST: usize = 5;
    let family = tokens.folded(at);
    if !FAMILIES.contains(&family) {
        return None;
    }
    let (mut end, mut count, mut odd) = (at + 1, 1, usize::from(known(family) == Known::Unknown));
    for _ in 1..MOST {
        let next = tokens.skip_space(end);
        let word = tokens.folded(next);
        if next == end || !SYLLABLES.contains(&word) && !FAMILIES.contains(&word) {
            break;
        }
        odd += usize::from(known(word) == Known::Unknown);
        (end, count) = (next + 1, count + 1);
    }
    // "do ha" is no name; "le thi" is one.
    let capitals = tokens.is_capital(at) && tokens.is_capital(tokens.skip_space(at + 1));
    let is_one =
        count > 2 && (odd > 0 || capitals) || count == 2 && (odd > 1 || capitals && family.len() > 2);
    is_one.then_some((at, end))
}

/// `Mohammed El Amrani`, `Rajesh Kumar Sharma`: a name, and behind it what no Polish word is.
fn chained(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    const MOST: usize = 5;
    let strange = |at: usize| {
        let word = tokens.folded(at);
        let small = tokens.text(at).chars().all(char::is_lowercase) && known(word) == Known::Unknown;
        (tokens.is_capital(at) || small)
            && tokens.letters(at) > 1
            && (is_listed(word) || is_first_name(word) || known(word) == Known::Unknown)
            && !is_known_place(word)
            && !(tokens.is_shouted(at) && tokens.letters(at) < 5)
    };
    let first = tokens.folded(at);
    let small = !tokens.is_capital(at);
    // "Abdulrahman Al-Masri": nobody knows the first name, but none but a surname is put together so.
    let article = tokens.skip_space(at + 1);
    let put = matches!(tokens.folded(article), "al" | "el")
        && tokens.is_capital(article)
        && tokens.is_mark(article + 1, '-')
        && tokens.is_capital(article + 2);
    let begins = (strange(at) || small && is_first_name(first) && !is_ambiguous(first))
        && (is_first_name(first) || is_listed(first) || put && known(first) == Known::Unknown)
        && !after_a_place(tokens, at);
    if !begins {
        return None;
    }
    let (mut end, mut names, mut particle, mut unknown) = (at + 1, 1, false, 0);
    let mut next = at;
    for _ in 0..MOST {
        let Some(after) = following(tokens, next)
            .filter(|after| tokens.is_space(after - 1) || tokens.is_mark(after - 1, '-'))
        else {
            break;
        };
        if PARTICLES.contains(&tokens.folded(after)) {
            (particle, next) = (true, after);
            continue;
        }
        if !strange(after) {
            break;
        }
        unknown += usize::from(known(tokens.folded(after)) == Known::Unknown);
        (next, end, names) = (after, after + 1, names + 1);
    }
    let put_together = particle || names > 2 && !small;
    (names > 1 && put_together && unknown > 0).then_some((at, end))
}
