//! The time in the city, wherever the machine stands.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Where "now" and "today" come from; tests fix them.
pub trait Clock: Send + Sync + 'static {
    /// This moment.
    fn now(&self) -> Timestamp;
    /// Day and time on the city's clocks.
    fn local(&self) -> DateTime;
    /// The calendar day in the city.
    fn today(&self) -> Date {
        self.local().date()
    }
    /// Day and time on the city's clocks at this moment.
    fn local_at(&self, moment: Timestamp) -> DateTime {
        moment.to_zoned(city_zone()).datetime()
    }
    /// The moment at which this day begins in the city.
    fn start_of(&self, day: Date) -> Timestamp {
        day.to_zoned(city_zone()).map_or(Timestamp::MAX, |midnight| midnight.timestamp())
    }
}

/// The rules of Europe/Warsaw from the system, or those of the European Union where the system has no time zones (a
/// bare container).
pub(in crate::http) fn city_zone() -> TimeZone {
    TimeZone::get("Europe/Warsaw")
        .or_else(|_| TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3"))
        .unwrap_or(TimeZone::UTC)
}

/// The calendar day in Poland, wherever the machine stands.
#[derive(Debug, Clone)]
pub struct CityClock {
    zone: TimeZone,
}

impl CityClock {
    /// Takes the rules of the city's time once.
    pub fn new() -> Self {
        Self { zone: city_zone() }
    }

    /// What the city's clocks showed then.
    pub fn civil(&self, at: Timestamp) -> DateTime {
        at.to_zoned(self.zone.clone()).datetime()
    }
}

impl Default for CityClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for CityClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn local(&self) -> DateTime {
        self.civil(self.now())
    }
}
