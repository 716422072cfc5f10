//! Days and spans by name: holidays, customs, and what lies between, before and after them.

use jiff::civil::Date;

use super::Found;
use super::day::{Which, coming, is_working, monday_of, plus, weekday, weekday_from, which, working_from};
use super::token::Token;
use crate::article::facts::holidays::{easter, holiday};

/// Reads a name that begins at `at`.
pub(super) fn at(tokens: &[Token], at: usize, today: Date) -> Option<Found> {
    let rest = &tokens[at..];
    beside(rest, today)
        .or_else(|| long_weekend(rest, today))
        .or_else(|| feast(rest, today).filter(|_| !is_square(tokens, at)).map(Found::matter))
        .or_else(|| christmas_or_easter(tokens, at, today))
}

/// "Na Wszystkich Świętych" is the square of the city hall, unless somebody goes to a cemetery.
fn is_square(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    tokens[at].is("wszystkich")
        && before.is_some_and(|token| token.any(&["na", "z", "do"]))
        && !tokens.iter().any(|token| token.starts(&["cmentarz", "znicz", "grob"]))
}

/// Easter that is still to come, or the part of it that lies `days` away from its Sunday.
fn of_easter(today: Date, days: i64) -> Option<Date> {
    (0..2)
        .filter_map(|years| plus(easter(today.year().checked_add(years)?)?, days))
        .find(|date| *date >= today)
}

/// A feast by its name, with the number of tokens. Of several days those are left that have not passed.
fn feast(tokens: &[Token], today: Date) -> Option<Found> {
    let first = tokens.first()?;
    let second = |forms: &[&str]| tokens.get(1).is_some_and(|token| token.like(forms));
    let third = |forms: &[&str]| tokens.get(2).is_some_and(|token| token.like(forms));
    let one = |date: Option<Date>, tokens: usize| Found::day(date, tokens);
    let several = |dates: [Option<Date>; 3], tokens: usize| {
        let dates: Vec<Date> = dates.into_iter().flatten().collect();
        // On the day itself that day is meant.
        let dates = if dates.contains(&today) { vec![today] } else { dates };
        (!dates.is_empty()).then_some(Found { dates, tokens, is_matter: false })
    };
    let since = |month: i8, day: i8| coming(today, month, day);
    // The days of one feast are of one year.
    let after = |date: Option<Date>, days: i64| date.and_then(|date| plus(date, days));
    let ending = |month: i8, day: i8, before: i64| after(since(month, day), -before);
    match () {
        () if first.like(&["wigilia", "wigilie", "wigilii", "wigilia", "wigilje", "wigilja"]) => {
            let christmas = second(&["bozego"]) && third(&["narodzenia"]);
            one(since(12, 24), if christmas { 3 } else { 1 })
        }
        () if first.any(&["boze", "bozego", "bozym"])
            && second(&["narodzenie", "narodzenia", "narodzeniem", "narodzeniu"]) =>
        {
            let last = since(12, 26);
            several([after(last, -1), last, None], 2)
        }
        () if first.like(&["sylwester", "sylwestra", "sylwestrem", "sylwestrowy", "sylwestrowa"]) => {
            one(since(12, 31), 1)
        }
        () if first.any(&["nowy", "nowego", "nowym"])
            && second(&["rok", "roku", "rokiem"])
            && !third(&["szkolny", "szkolnego", "szkolnym"]) =>
        {
            one(since(1, 1), 2)
        }
        () if first.any(&["trzech", "3"]) && second(&["kroli", "krolow"]) => one(since(1, 6), 2),
        () if first.like(&["walentynki", "walentynkach"]) => one(since(2, 14), 1),
        () if first.like(&["tlusty"]) && second(&["czwartek"]) => one(of_easter(today, -52), 2),
        () if first.like(&["popielec"]) => one(of_easter(today, -46), 1),
        () if first.like(&["sroda", "srode"]) && second(&["popielcowa"]) => one(of_easter(today, -46), 2),
        () if first.any(&["wielki", "wielka"]) => match () {
            () if second(&["czwartek"]) => one(of_easter(today, -3), 2),
            () if second(&["piatek"]) => one(of_easter(today, -2), 2),
            () if second(&["sobota", "sobote"]) => one(of_easter(today, -1), 2),
            () if second(&["niedziela", "niedziele"]) => one(of_easter(today, 0), 2),
            () => None,
        },
        () if first.any(&["lany", "wielkanocny"]) && second(&["poniedzialek"]) => one(of_easter(today, 1), 2),
        () if first.like(&["poniedzialek"]) && second(&["wielkanocny", "lany"]) => {
            one(of_easter(today, 1), 2)
        }
        () if first.like(&["wielkanoc", "wielkanocy", "wielkanoca"]) => {
            let monday = of_easter(today, 1);
            several([after(monday, -1), monday, None], 1)
        }
        () if first.like(&["majowka", "majowke", "majowki", "majowce"])
            || (first.any(&["weekend", "weekendu"]) && second(&["majowy", "majowego"])) =>
        {
            let last = ending(5, 3, 0);
            let tokens = if first.starts(&["weekend"]) { 2 } else { 1 };
            several([after(last, -2), after(last, -1), last], tokens)
        }
        () if first.any(&["zielone", "zielonych"]) && second(&["swiatki", "swiatek"]) => {
            one(of_easter(today, 49), 2)
        }
        () if first.any(&["boze", "bozego", "bozym"]) && second(&["cialo", "ciala", "ciele", "cialem"]) => {
            one(of_easter(today, 60), 2)
        }
        () if first.like(&["wniebowziecie", "wniebowziecia"]) => one(since(8, 15), 1),
        () if first.is("matki") && second(&["boskiej"]) && third(&["zielnej"]) => one(since(8, 15), 3),
        () if first.is("wszystkich") && second(&["swietych"]) => one(since(11, 1), 2),
        () if first.is("swieto") && second(&["zmarlych"]) => one(since(11, 1), 2),
        () if first.like(&["zaduszki", "zaduszkach", "zaduszny"]) => one(since(11, 2), 1),
        () if first.is("swieto") && second(&["niepodleglosci"]) => one(since(11, 11), 2),
        () if first.is("swieto") && second(&["pracy"]) => one(since(5, 1), 2),
        () if first.is("swieto") && second(&["konstytucji"]) => one(since(5, 3), 2),
        () if first.like(&["mikolajki", "mikolajkach"]) => one(since(12, 6), 1),
        () if first.like(&["wakacje", "wakacjach"]) => {
            let inside = matches!(today.month(), 7 | 8);
            one(if inside { Some(today) } else { since(7, 1).and_then(working_from) }, 1)
        }
        () if first.any(&["pierwszy", "pierwszego", "1", "drugi", "drugiego", "2"])
            && second(&["dzien", "dniu", "dnia"])
            && third(&["swiat", "bozego", "wielkanocy"]) =>
        {
            let is_second = first.any(&["drugi", "drugiego", "2"]);
            let easter = third(&["wielkanocy"]) || (third(&["swiat"]) && (1..=4).contains(&today.month()));
            let tokens = if third(&["bozego"]) { 4 } else { 3 };
            match easter {
                true => one(of_easter(today, i64::from(is_second)), tokens),
                false => one(since(12, 25 + i8::from(is_second)), tokens),
            }
        }
        () => None,
    }
}

/// "Między świętami", "po świętach", "w piątek po Bożym Ciele", "dzień przed Wigilią".
fn beside(tokens: &[Token], today: Date) -> Option<Found> {
    let first = tokens.first()?;
    if first.like(&["miedzy", "pomiedzy"]) && tokens.get(1).is_some_and(|token| token.like(&["swietami"])) {
        let end = coming(today, 12, 31)?;
        let days = (0..5).filter_map(|days| plus(end, days - 4)).filter(|day| is_working(*day));
        let mut length = 2;
        // "… a Nowym Rokiem", "… a sylwestrem".
        if tokens.get(2).is_some_and(|token| token.any(&["a", "i"])) {
            length += tokens.get(3..).and_then(|rest| feast(rest, today)).map_or(0, |found| found.tokens + 1);
        }
        return Some(Found {
            dates: days.filter(|day| *day >= today).collect(),
            tokens: length,
            is_matter: false,
        });
    }
    // The feast that a day is counted from, and how far it reaches.
    let anchor = |tokens: &[Token]| -> Option<(Date, Date, usize)> {
        if tokens.first()?.like(&["swietach", "swietami"]) {
            let dates = next_feast(today)?;
            return Some((*dates.first()?, *dates.last()?, 1));
        }
        let found = feast(tokens, today)?;
        Some((*found.dates.first()?, *found.dates.last()?, found.tokens))
    };
    let day_named = weekday(first);
    let a_day = first.any(&["dzien", "nazajutrz"]);
    let skip = usize::from(day_named.is_some() || a_day);
    let preposition = tokens.get(skip)?;
    let (after, before) = (preposition.is("po"), preposition.is("przed"));
    if !after && !before {
        return None;
    }
    let (from, to, length) = anchor(&tokens[skip + 1..])?;
    let date = match (day_named, after) {
        (Some(day), true) => weekday_from(plus(to, 1)?, day),
        (Some(day), false) => weekday_from(plus(from, -7)?, day),
        (None, true) if a_day => plus(to, 1),
        (None, false) if a_day => plus(from, -1),
        (None, true) => working_from(plus(to, 1)?),
        (None, false) => (1..14).filter_map(|days| plus(from, -days)).find(|day| is_working(*day)),
    };
    Found::day(date, skip + 1 + length)
}

/// The days of Christmas or Easter, whichever comes first.
fn next_feast(today: Date) -> Option<Vec<Date>> {
    let christmas = coming(today, 12, 26)?;
    let easter = of_easter(today, 1)?;
    let days = if christmas < easter {
        [plus(christmas, -2), plus(christmas, -1), Some(christmas)]
    } else {
        [plus(easter, -1), Some(easter), None]
    };
    Some(days.into_iter().flatten().filter(|day| *day >= today).collect())
}

/// "W święta", "podczas świąt", "w święto".
fn christmas_or_easter(tokens: &[Token], at: usize, today: Date) -> Option<Found> {
    /// Further away "w święta" are days off in general.
    const SOON: i32 = 60;
    let token = &tokens[at];
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let next = || (0..400).filter_map(|days| plus(today, days)).find(|day| holiday(*day).is_some());
    let single = token.is("swieto") && before.is_some_and(|token| token.any(&["w", "jakies", "kazde"]));
    let genitive = token.is("swiat")
        && before.is_some_and(|token| token.any(&["czasie", "podczas", "okresie", "dni", "w", "trakcie"]));
    let plural = token.any(&["swieta", "swietach"])
        && before.is_none_or(|token| token.any(&["w", "na", "przez", "te", "czy", "a", "niedziele", "i"]));
    if single {
        return Found::day(next(), 1);
    }
    if !genitive && !plural {
        return None;
    }
    let dates = next_feast(today)?;
    let away = dates.first()?.since(today).map_or(i32::MAX, |span| span.get_days());
    if away > SOON {
        return Found::day(next(), 1);
    }
    let length = 1 + usize::from(
        tokens.get(at + 1).is_some_and(|token| token.starts(&["wielkanocn", "bozonarodzeniow"])),
    );
    Some(Found { dates, tokens: length, is_matter: false }.matter())
}

/// "W długi weekend": the next days off that a holiday joins to a weekend.
fn long_weekend(tokens: &[Token], today: Date) -> Option<Found> {
    let first = tokens.first()?;
    let second = tokens.get(1)?;
    let skip = which(tokens).1;
    if skip > 0 && which(tokens).0 != Which::Past {
        return long_weekend(&tokens[skip..], today)
            .map(|found| Found { tokens: found.tokens + skip, ..found });
    }
    if !first.any(&["dlugi", "dlugiego", "dlugim"]) || !second.starts(&["weekend"]) {
        return None;
    }
    const BY_MONTH: [(&str, i8); 5] =
        [("majow", 5), ("czerwcow", 6), ("sierpniow", 8), ("listopadow", 11), ("styczniow", 1)];
    let month =
        tokens.get(2).and_then(|token| BY_MONTH.iter().find(|(name, _)| token.text.starts_with(name)));
    if month.is_some_and(|(_, month)| *month == 5) {
        return feast(&tokens[1..], today).map(|found| Found { tokens: 3, ..found });
    }
    let days = (-4..400).filter_map(|days| plus(today, days));
    let holidays = days.filter(|day| holiday(*day).is_some());
    for day in holidays.filter(|day| month.is_none_or(|(_, month)| day.month() == *month)) {
        let monday = monday_of(day)?;
        let (from, to) = match day.weekday().to_monday_zero_offset() {
            0 => (plus(monday, -2)?, day),
            1 => (plus(monday, -2)?, day),
            3 | 4 => (day, plus(monday, 6)?),
            _ => continue,
        };
        if to < today {
            continue;
        }
        let dates = (0..5).filter_map(|days| plus(from, days)).filter(|day| *day <= to && *day >= today);
        return Some(Found {
            dates: dates.collect(),
            tokens: 2 + usize::from(month.is_some()),
            is_matter: false,
        });
    }
    None
}
