//! The hours of one day.
//!
//! As OpenStreetMap's reference implementation has it: the last rule that speaks of a day decides, `off` with hours
//! takes these out, and what runs past midnight belongs to the morning after. Two customs of Polish offices are added:
//! who is closed on Sundays is closed on holidays unless a rule names them or that very date, and of who works on
//! Sundays nobody knows whether holidays count.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Hours, Kind, MIDNIGHT, Rule, Span, Weekdays, YearDay};
use crate::article::facts::holidays::holiday;

/// Monday to Sunday as bits.
pub(super) const WEEK: u8 = 0b111_1111;
const SUNDAY: u8 = 6;

/// What the hours say of one day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Day {
    /// When it opens on that day; an end past 24:00 is on the next one.
    pub spans: Vec<Span>,
    /// When it is open, within that day: with what runs on from the day before, in order, apart.
    pub minutes: Vec<Span>,
    /// The hours do not tell.
    pub unknown: bool,
    /// The day off that it is.
    pub holiday: Option<&'static str>,
    /// The editor's remark on it.
    pub comment: Option<String>,
}

impl Hours {
    /// The hours of `date`.
    pub fn on(&self, date: Date) -> Day {
        let holiday = holiday(date);
        let mut day = Day { holiday, ..Day::default() };
        match self.custom(date, holiday.is_some()) {
            Some(Custom::Closed) => return day,
            Some(Custom::Unknown) => return Day { unknown: true, ..day },
            None => {}
        }
        let yesterday = date.yesterday().ok().filter(|yesterday| {
            let off = super::super::holidays::holiday(*yesterday).is_some();
            self.custom(*yesterday, off).is_none()
        });
        let mut said = false;
        let mut remark: Option<&String> = None;
        for rule in &self.rules {
            if rule.speaks_of(date) {
                match rule.kind {
                    Kind::Unknown => {
                        day = Day { unknown: true, holiday, ..Day::default() };
                    }
                    Kind::Open => {
                        day.unknown = false;
                        day.spans = rule.open();
                        day.minutes = day.spans.iter().filter_map(|&span| within(span)).collect();
                    }
                    Kind::Closed if rule.spans.is_empty() => {
                        day.unknown = false;
                        day.spans.clear();
                        day.minutes.clear();
                    }
                    Kind::Closed => {
                        for &off in &rule.spans {
                            without(&mut day.spans, off);
                            without(&mut day.minutes, off);
                        }
                    }
                    Kind::Silent => {
                        // Of no day in particular it is a remark on all, and changes none.
                        if rule.names_days() || self.rules.iter().all(|rule| rule.kind == Kind::Silent) {
                            remark = remark.or(rule.comment.as_ref());
                        }
                        continue;
                    }
                }
                said = true;
                if rule.kind == Kind::Open || rule.spans.is_empty() {
                    day.comment = rule.comment.clone();
                }
            }
            if rule.kind != Kind::Silent && yesterday.is_some_and(|yesterday| rule.speaks_of(yesterday)) {
                for late in rule.spans.iter().filter(|span| span.to > MIDNIGHT) {
                    let rest = Span { from: 0, to: late.to - MIDNIGHT, open_end: false };
                    match rule.kind {
                        Kind::Open => day.minutes.push(rest),
                        _ => without(&mut day.minutes, rest),
                    }
                }
            }
        }
        if !said && let Some(remark) = remark {
            // Whoever writes "by appointment" and no hours is neither open nor closed.
            day.unknown = true;
            day.comment = Some(remark.clone());
        }
        day.spans = merged(day.spans);
        day.minutes = merged(day.minutes);
        day
    }

    /// What the customs of offices say of a day off that no rule names.
    fn custom(&self, date: Date, off: bool) -> Option<Custom> {
        if !off || self.rules.iter().any(|rule| rule.holidays || rule.names(date)) {
            return None;
        }
        let in_season = |rule: &&Rule| rule.kind == Kind::Open && rule.is_in_season(date);
        let mut on_sundays = false;
        let mut hours = false;
        for rule in self.rules.iter().filter(in_season) {
            hours = true;
            let every = rule.weekdays.is_empty();
            if (every || rule.weekday_mask() == WEEK)
                && rule.open().iter().any(|span| span.from == 0 && span.to >= MIDNIGHT)
            {
                // At any hour of any day.
                return None;
            }
            on_sundays |= every || rule.weekday_mask() & (1 << SUNDAY) != 0;
        }
        // What is closed anyway, or says nothing but a remark, needs no custom.
        match (hours, on_sundays) {
            (false, _) => None,
            (true, true) => Some(Custom::Unknown),
            (true, false) => Some(Custom::Closed),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Custom {
    Closed,
    Unknown,
}

impl Rule {
    /// When it is open on a day that it speaks of.
    fn open(&self) -> Vec<Span> {
        match (self.kind, self.spans.is_empty()) {
            (Kind::Open, true) => vec![Span { from: 0, to: MIDNIGHT, open_end: false }],
            (Kind::Open, false) => self.spans.clone(),
            _ => Vec::new(),
        }
    }

    fn names_days(&self) -> bool {
        self.holidays || !self.weekdays.is_empty() || !self.dates.is_empty()
    }

    fn speaks_of(&self, date: Date) -> bool {
        if !self.is_in_season(date) {
            return false;
        }
        let every = self.weekdays.is_empty() && !self.holidays;
        every
            || self.weekdays.iter().any(|days| days.contain(date))
            || (self.holidays && holiday(date).is_some())
    }

    /// Whether the rule is for this very date, not for a season that it lies in: then it knows what day it is.
    fn names(&self, date: Date) -> bool {
        const FEW: i32 = 7;
        let few = |from: YearDay, to: YearDay| {
            let (Some(first), Some(last)) = (from.day, to.day) else { return false };
            let of = |month: u8, day: u8| i32::from(month) * 31 + i32::from(day);
            (of(to.month, last) - of(from.month, first)).rem_euclid(12 * 31) < FEW
        };
        let single = self.weekdays.is_empty() || self.dates.iter().all(|(from, to)| from == to);
        !self.dates.is_empty()
            && single
            && self.dates.iter().all(|&(from, to)| few(from, to))
            && self.speaks_of(date)
    }

    fn is_in_season(&self, date: Date) -> bool {
        let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
        self.in_season(Some(date.year()), month, day)
    }

    /// Whether its dates have this day; of a year that is not given, in any.
    pub(super) fn in_season(&self, year: Option<i16>, month: u8, day: u8) -> bool {
        let has = |&(from, to): &(YearDay, YearDay)| {
            let first = (from.month, from.day.unwrap_or(1));
            let last = (to.month, to.day.unwrap_or(31));
            let this = (month, day);
            match (from.year, to.year, year) {
                (Some(start), Some(end), Some(year)) => {
                    ((start, first)..=(end, last)).contains(&(year, this))
                }
                _ if first <= last => (first..=last).contains(&this),
                _ => this >= first || this <= last,
            }
        };
        self.dates.is_empty() || self.dates.iter().any(has)
    }

    /// The weekdays that it names, Monday lowest.
    pub(super) fn weekday_mask(&self) -> u8 {
        self.weekdays
            .iter()
            .flat_map(|days| (0..7).filter(|&day| days.span(day)))
            .fold(0, |all, day| all | 1 << day)
    }
}

impl Weekdays {
    fn span(&self, day: u8) -> bool {
        if self.from <= self.to {
            (self.from..=self.to).contains(&day)
        } else {
            day >= self.from || day <= self.to
        }
    }

    fn contain(&self, date: Date) -> bool {
        let weekday = date.weekday().to_monday_zero_offset().unsigned_abs();
        let from_start = (date.day() - 1) / 7 + 1;
        let from_end = -((date.days_in_month() - date.day()) / 7 + 1);
        self.span(weekday)
            && (self.nth.is_empty() || self.nth.iter().any(|&nth| nth == from_start || nth == from_end))
    }
}

fn within(span: Span) -> Option<Span> {
    let cut = Span { to: span.to.min(MIDNIGHT), ..span };
    (cut.from < cut.to).then_some(cut)
}

/// Takes the minutes of `off` out of `spans`.
fn without(spans: &mut Vec<Span>, off: Span) {
    let cut = |span: &Span| {
        let before = Span { to: span.to.min(off.from), open_end: false, ..*span };
        let after = Span { from: span.from.max(off.to), ..*span };
        if span.to <= off.from || span.from >= off.to {
            return vec![*span];
        }
        [before, after].into_iter().filter(|rest| rest.from < rest.to).collect()
    };
    *spans = spans.iter().flat_map(cut).collect();
}

/// The same minutes in order, apart.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.from <= last.to => {
                if span.to >= last.to {
                    last.open_end = span.open_end || (last.open_end && span.to == last.to);
                    last.to = span.to;
                }
            }
            _ => merged.push(span),
        }
    }
    merged
}

impl Day {
    /// Whether it is open at a minute of the day; `None` where the hours do not tell.
    pub fn open_at(&self, minute: u16) -> Option<bool> {
        (!self.unknown).then(|| self.minutes.iter().any(|span| (span.from..span.to).contains(&minute)))
    }
}

/// The day after `date`, as long as the calendar has one.
pub(in crate::article::facts) fn next(date: Date) -> Option<Date> {
    date.checked_add(1.day()).ok()
}
