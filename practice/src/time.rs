//! Time as the model sees it: the world's time comes with each request; a tenant's own events are kept on a timeline
//! that starts with the first request and can be moved ahead, so that 72 hours pass in one step.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};

/// A point in the world's time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The point that many milliseconds after the epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The point that much later.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(millis_of(duration)))
    }

    pub(crate) const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }

    /// As Graph writes it: `2026-01-09T02:02:12Z`.
    pub(crate) fn rfc3339(self) -> String {
        self.utc().to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// A date and time as a query names it, with or without a zone; without one it is UTC.
    pub(crate) fn from_rfc3339(text: &str) -> Option<Self> {
        let zoned = DateTime::parse_from_rfc3339(text).map(|date| date.timestamp_millis());
        let bare = || chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f");
        let millis = zoned.or_else(|_| bare().map(|date| date.and_utc().timestamp_millis()));
        millis.ok().map(Self)
    }

    /// As Entra's error bodies write it: `2026-01-09 02:02:12Z`.
    pub(crate) fn spaced(self) -> String {
        self.utc().format("%Y-%m-%d %H:%M:%SZ").to_string()
    }

    /// As Graph's inner errors write it: `2026-01-09T02:02:12`.
    pub(crate) fn without_zone(self) -> String {
        self.utc().format("%Y-%m-%dT%H:%M:%S").to_string()
    }

    /// As the `Date` header writes it.
    pub(crate) fn http_date(self) -> String {
        self.utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    pub(crate) fn date(self) -> chrono::NaiveDate {
        self.utc().date_naive()
    }

    /// For people: `9 January 2026`.
    pub(crate) fn day(self) -> String {
        self.utc().format("%-d %B %Y").to_string()
    }
}

/// A duration as milliseconds; what doesn't fit is the longest that does.
pub(crate) fn millis_of(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// A point on the tenant's own timeline: milliseconds since the cloud met its first request; before that, negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(i64);

const DAY: i64 = 86_400_000;

impl Moment {
    pub(crate) const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    pub(crate) const fn millis(self) -> i64 {
        self.0
    }

    pub(crate) const fn days_ago(days: i64) -> Self {
        Self(-days * DAY)
    }

    pub(crate) const fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days * DAY))
    }

    pub(crate) const fn plus_hours(self, hours: i64) -> Self {
        Self(self.0.saturating_add(hours * 3_600_000))
    }

    pub(crate) fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(millis_of(duration)))
    }
}

impl Moment {
    /// How much of a duration has passed from here on, in percent; what lies ahead is nothing.
    pub(crate) fn share_of(self, now: Self, duration: Duration) -> u64 {
        let passed = u64::try_from(now.0.saturating_sub(self.0)).unwrap_or(0);
        let whole = u64::try_from(millis_of(duration)).unwrap_or(1).max(1);
        passed.saturating_mul(100) / whole
    }
}

/// Ties the tenant's timeline to the world's time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    start: Option<Timestamp>,
    now: Timestamp,
    moved_ahead: i64,
}

impl Clock {
    pub(crate) const fn new() -> Self {
        Self {
            start: None,
            now: Timestamp(0),
            moved_ahead: 0,
        }
    }

    /// A request came at this time.
    pub(crate) fn tick(&mut self, now: Timestamp) {
        self.start.get_or_insert(now);
        self.now = now;
    }

    pub(crate) fn move_ahead(&mut self, by: Duration) {
        self.moved_ahead = self.moved_ahead.saturating_add(millis_of(by));
    }

    /// The world's time at the latest request.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    /// Where the tenant's timeline has come to.
    pub(crate) fn moment(&self) -> Moment {
        let start = self.start.unwrap_or(self.now);
        Moment(self.now.0.saturating_sub(start.0).saturating_add(self.moved_ahead))
    }

    /// A tenant's date as the world sees it.
    pub(crate) fn show(&self, moment: Moment) -> Timestamp {
        let start = self.start.unwrap_or(self.now);
        Timestamp(start.0.saturating_add(moment.0).saturating_sub(self.moved_ahead))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_ahead_puts_what_has_happened_further_into_the_past() {
        let mut clock = Clock::new();
        clock.tick(Timestamp::from_millis(1_000_000));
        let happened = clock.moment();
        clock.move_ahead(Duration::from_secs(3600));
        assert_eq!(clock.show(happened).millis(), 1_000_000 - 3_600_000);
        assert_eq!(clock.show(clock.moment()), clock.now());
    }
}
