//! How many tests passed and failed, read from what the runners say.

use std::fmt;

use serde::Deserialize;

/// Passed and failed tests.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

#[derive(Deserialize)]
struct Report {
    stats: Stats,
    /// What went wrong outside any test, such as a file that does not compile.
    #[serde(default)]
    errors: Vec<serde_json::Value>,
}

/// Playwright's totals. "Flaky" means: failed first, passed when tried again.
#[derive(Deserialize)]
struct Stats {
    expected: u64,
    unexpected: u64,
    flaky: u64,
}

impl Counts {
    pub(super) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Counts a closing line of Rust's test runner, and of wasm-bindgen's, which has the same form.
    pub(super) fn read_test_result(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else {
            return;
        };
        let numbers = result.split_once(". ").map_or("", |(_, numbers)| numbers);
        for (number, word) in numbers.split("; ").filter_map(|part| part.split_once(' ')) {
            let number = number.parse().unwrap_or(0);
            match word {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                _ => {}
            }
        }
    }

    /// Counts a closing line of Node's test runner. A test that it broke off has failed.
    pub(super) fn read_node_total(&mut self, line: &str) {
        let Some((word, number)) = line.strip_prefix("ℹ ").and_then(|total| total.split_once(' ')) else {
            return;
        };
        let number = number.parse().unwrap_or(0);
        match word {
            "pass" => self.passed += number,
            "fail" | "cancelled" => self.failed += number,
            _ => {}
        }
    }

    /// The totals of Playwright's JSON report.
    pub(super) fn of_playwright(report: &str) -> Result<Self, serde_json::Error> {
        let Report { stats, errors } = serde_json::from_str(report)?;
        let errors = u64::try_from(errors.len()).unwrap_or(u64::MAX);
        Ok(Self {
            passed: stats.expected + stats.flaky,
            failed: stats.unexpected + errors,
        })
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_closing_line_of_rusts_test_runner_counts() {
        let mut counts = Counts::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        ] {
            counts.read_test_result(line);
        }
        assert_eq!(counts.to_string(), "5 passed, 4 failed");
    }

    #[test]
    fn nodes_test_runner_counts_what_it_broke_off_as_failures() {
        let mut counts = Counts::default();
        for line in [
            "✔ a test (1.5ms)",
            "ℹ tests 9",
            "ℹ pass 5",
            "ℹ fail 1",
            "ℹ cancelled 2",
            "ℹ skipped 1",
            "ℹ duration_ms 53.5",
        ] {
            counts.read_node_total(line);
        }
        assert_eq!(counts.to_string(), "5 passed, 3 failed");
    }

    #[test]
    fn playwrights_report_counts_errors_outside_tests_as_failures() {
        let report =
            r#"{"stats":{"expected":5,"unexpected":1,"flaky":2,"skipped":1},"errors":[{"message":"no such file"}]}"#;
        assert_eq!(Counts::of_playwright(report).unwrap(), Counts { passed: 7, failed: 2 });
    }
}
