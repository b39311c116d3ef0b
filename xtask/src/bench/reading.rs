//! Reading a large tenant: how long until the page shows it, and what it costs the engine's worker. The measuring itself is
//! `tests/e2e/bench/reading.bench.js`.

use serde::Deserialize;

use super::Verdict;

/// One reading of the tenant.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reading {
    users: u32,
    /// From the last click of the sign-in to "Last read" on the page.
    seconds: f64,
    /// The worker's wasm memory at the end. It never shrinks, so this is the most there was.
    bytes: u32,
    /// How many users' taking in by the worker was measured, and how many seconds it took.
    measured: u32,
    work: f64,
}

/// The most megabytes of wasm memory.
const MEMORY: f64 = 60.0;

/// The fewest users that are taken in in a second.
const RATE: f64 = 150_000.0;

/// The figures in words, and whether all meet their targets; nothing when there is no reading. Whatever else the machine does
/// makes a reading slower and never faster, so the fastest one counts.
pub(super) fn judge(all: &[Reading]) -> Option<(String, Verdict)> {
    let least = |figure: fn(&Reading) -> f64| all.iter().map(figure).reduce(f64::min);
    let users = all.first()?.users;
    let rate = all
        .iter()
        .map(|one| f64::from(one.measured) / one.work)
        .reduce(f64::max)?;
    let seconds = least(|one| one.seconds)?;
    let memory = all
        .iter()
        .map(|one| f64::from(one.bytes) / 1_000_000.0)
        .reduce(f64::max)?;
    let (fast, small) = (Verdict::of(rate >= RATE), Verdict::of(memory <= MEMORY));
    let lines = format!(
        "school, {users} users, from the sign-in to \"Last read\" on the page: {seconds:.1} s (best of {})\n\
         users taken in by the engine's worker: {rate:.0} a second (at least {RATE}): {}\n\
         wasm memory of the worker after that: {memory:.1} MB (at most {MEMORY}): {}",
        all.len(),
        fast.word(),
        small.word(),
    );
    Some((lines, Verdict::of(fast == Verdict::Met && small == Verdict::Met)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Reading = Reading {
        users: 100_000,
        seconds: 3.0,
        bytes: 48_000_000,
        measured: 99_000,
        work: 0.5,
    };

    #[test]
    fn the_fastest_reading_counts_and_the_largest_memory() {
        let slow = Reading { work: 1.5, ..GOOD };
        let large = Reading {
            bytes: 61_000_000,
            ..GOOD
        };
        let verdict = |all: &[Reading]| judge(all).unwrap().1;
        assert_eq!(verdict(&[slow.clone(), GOOD]), Verdict::Met);
        assert_eq!(verdict(&[slow.clone(), slow]), Verdict::Missed);
        assert_eq!(verdict(&[GOOD, large]), Verdict::Missed);
    }

    #[test]
    fn no_reading_is_no_success() {
        assert!(judge(&[]).is_none());
    }
}
