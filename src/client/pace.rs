//! The published quota as a token bucket: how long to wait before so many writes may be sent. Waits for nothing itself.

use std::time::Duration;

use crate::microsoft::limits::Budget;
use crate::tenant::Moment;

/// A bucket that refills steadily.
#[derive(Debug)]
pub struct Pace {
    budget: Budget,
    tokens: f64,
    filled_at: Moment,
}

impl Pace {
    /// A full bucket.
    #[must_use]
    pub fn new(budget: Budget, now: Moment) -> Self {
        Self {
            budget,
            tokens: f64::from(budget.tokens),
            filled_at: now,
        }
    }

    /// Takes tokens if they are there, else says how long it takes until they are.
    pub fn take(&mut self, wanted: u32, now: Moment) -> Result<(), Duration> {
        let rate = f64::from(self.budget.tokens) / self.budget.window.as_secs_f64();
        let gained = now.since(self.filled_at).as_secs_f64() * rate;
        self.tokens = (self.tokens + gained).min(f64::from(self.budget.tokens));
        self.filled_at = now;
        let missing = f64::from(wanted) - self.tokens;
        if missing > 0.0 {
            // A millisecond more than exact, so that rounding never sends one too many.
            return Err(Duration::from_secs_f64(missing / rate) + Duration::from_millis(1));
        }
        self.tokens -= f64::from(wanted);
        Ok(())
    }

    /// How long so many writes take from now on, by the quota alone.
    #[must_use]
    pub fn time_for(&self, writes: u32) -> Duration {
        let rate = f64::from(self.budget.tokens) / self.budget.window.as_secs_f64();
        Duration::from_secs_f64((f64::from(writes) - self.tokens).max(0.0) / rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::microsoft::limits::DIRECTORY_WRITES;

    #[test]
    fn ten_thousand_writes_take_as_long_as_the_quota_says_and_never_exceed_it() {
        let start = Moment::from_seconds(0);
        let mut now = start;
        let mut pace = Pace::new(DIRECTORY_WRITES, now);
        for _ in 0..500 {
            while let Err(wait) = pace.take(20, now) {
                now = now.plus(wait);
            }
        }
        let seconds = now.since(start).as_secs_f64();
        assert!(
            (350.0..351.0).contains(&seconds),
            "3,000 at once, the other 7,000 at 20 a second: {seconds}"
        );
    }

    #[test]
    fn a_clock_that_jumps_back_gives_no_tokens() {
        let mut pace = Pace::new(DIRECTORY_WRITES, Moment::from_seconds(1000));
        assert!(pace.take(3_000, Moment::from_seconds(1000)).is_ok());
        assert!(pace.take(1, Moment::from_seconds(0)).is_err());
    }
}
