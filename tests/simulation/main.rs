//! Thousands of stories in which everything goes wrong: the real engine, several tabs, one storage, the practice cloud,
//! virtual time, each story from one seed. What must hold is in `checks` and `runs`.
//!
//! `LUK_SEEDS` and `LUK_FROM` choose the seeds (`cargo xtask simulate` sets them); `LUK_TRACE=1` prints each story; with
//! `LUK_UNTIL_BAD=1` the first that ends badly is the last.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test says how it goes by printing, and that it fails by panicking"
)]

mod checks;
mod confirmation;
mod dice;
mod machine;
mod person;
mod pressing;
mod runs;
mod sign_in;
mod story;
mod thing;
#[path = "../shared/virtual_time.rs"]
mod virtual_time;
mod weather;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use story::{Trace, tell};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many stories are told where nothing else is asked for.
const SEEDS: u64 = 2_000;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().unwrap())
}

/// A story, and why it ended badly if it did.
fn told(seed: u64) -> (String, Option<String>) {
    let trace = Trace::default();
    let ended = catch_unwind(AssertUnwindSafe(|| tell(seed, &trace)));
    let problem = ended.err().map(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_default()
    });
    (trace.take().join("\n"), problem)
}

#[test]
fn every_story_ends_well() {
    let (from, seeds) = (number("LUK_FROM", 0), number("LUK_SEEDS", SEEDS));
    let until_bad = std::env::var_os("LUK_UNTIL_BAD").is_some();
    let shows = std::env::var_os("LUK_TRACE").is_some();
    let next = AtomicU64::new(from);
    let bad = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    let enough = until_bad && !bad.lock().unwrap().is_empty();
                    if seed >= from + seeds || enough {
                        return;
                    }
                    let (trace, problem) = told(seed);
                    if shows {
                        println!("seed {seed}\n{trace}");
                    }
                    if let Some(problem) = problem {
                        // At once: a long run is looked at before its end.
                        println!("seed {seed}: {problem}");
                        bad.lock().unwrap().push((seed, problem, trace));
                    }
                }
            });
        }
    });
    let mut bad = bad.into_inner().unwrap();
    bad.sort();
    if let Some((seed, problem, trace)) = bad.first() {
        panic!(
            "{} of {seeds} stories end badly. Seed {seed}:\n{trace}\n{problem}",
            bad.len()
        );
    }
}

#[test]
fn a_seed_tells_the_same_story_twice() {
    for seed in [3, 25, 31] {
        assert_eq!(told(seed), told(seed));
    }
}
