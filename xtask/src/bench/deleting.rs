//! Luk and the Microsoft Graph JavaScript SDK side by side: what each lost, sent and took. The measuring itself, and what the two
//! have in common there, is `tests/e2e/bench/side_by_side.bench.js`.

use std::fmt::Write as _;

use serde::Deserialize;

use super::Verdict;

/// One client that has deleted the users of one tenant.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deleting {
    who: Client,
    /// How many in a hundred deletes failed.
    faults: u32,
    users: u32,
    /// Still in the tenant at the end.
    left: u32,
    /// Among those: reported as done.
    lost: u32,
    requests: u32,
    preflights: u32,
    seconds: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Client {
    Luk,
    SdkOneByOne,
    SdkBatches,
}

impl Client {
    const ALL: [Self; 3] = [Self::SdkOneByOne, Self::SdkBatches, Self::Luk];

    const fn name(self) -> &'static str {
        match self {
            Self::Luk => "Luk",
            Self::SdkOneByOne => "SDK, one by one, 4 in flight",
            Self::SdkBatches => "SDK, in batches of 20, 4 in flight",
        }
    }
}

/// In which shares of failing deletes all clients are measured.
const LEVELS: [u32; 2] = [0, 50];

/// The table, and whether Luk lost nothing; nothing when a measurement is missing.
pub(super) fn judge(all: &[Deleting]) -> Option<(String, Verdict)> {
    let find = |who, faults| all.iter().find(|one| one.who == who && one.faults == faults);
    let users = all.first()?.users;
    let mut table = format!(
        "{users} users deleted side by side, over sockets, from the same practice cloud: by Luk in Chromium, and by the Microsoft\n\
         Graph JavaScript SDK in Node with its own retry handler. The cloud's limits are off, or all would only wait; Luk keeps to\n\
         the published ones all the same (3,000 at once, then 20 a second). A failing delete answers 429, 500, 502, 503, 504 or 507\n\
         with Retry-After: 1. left: still in the tenant at the end. lost: left, and reported as done. requests: with Luk's\n\
         preflights, its lists before and after, and its checks. In brackets: times as much as Luk.\n"
    );
    // Nothing can go wrong when writing to a string.
    let _ = writeln!(
        table,
        "{:>6}  {:34}  {:>5}  {:>5}  {:>14}  {:>10}  {:>15}",
        "faults", "client", "left", "lost", "requests", "preflights", "seconds"
    );
    let mut verdict = Verdict::Met;
    for faults in LEVELS {
        let luk = find(Client::Luk, faults)?;
        for who in Client::ALL {
            let one = find(who, faults)?;
            let requests = times(one.requests, f64::from(one.requests) / f64::from(luk.requests));
            let seconds = times(format_args!("{:.1}", one.seconds), one.seconds / luk.seconds);
            let _ = writeln!(
                table,
                "{:>4} %  {:34}  {:>5}  {:>5}  {requests:>14}  {:>10}  {seconds:>15}",
                faults,
                who.name(),
                one.left,
                one.lost,
                one.preflights,
            );
        }
        if luk.lost > 0 {
            verdict = Verdict::Missed;
        }
        let _ = writeln!(
            table,
            "Luk loses at {faults} % faults: {} (at most 0): {}",
            luk.lost,
            Verdict::of(luk.lost == 0).word()
        );
    }
    Some((table, verdict))
}

fn times(figure: impl std::fmt::Display, ratio: f64) -> String {
    format!("{figure} ({ratio:.2})")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(luk_lost: u32) -> Vec<Deleting> {
        let one = |who, faults, lost| Deleting {
            who,
            faults,
            users: 2000,
            left: lost,
            lost,
            requests: 100,
            preflights: 0,
            seconds: 2.0,
        };
        LEVELS
            .into_iter()
            .flat_map(|faults| {
                [
                    one(Client::Luk, faults, if faults > 0 { luk_lost } else { 0 }),
                    one(Client::SdkOneByOne, faults, 0),
                    one(Client::SdkBatches, faults, 990),
                ]
            })
            .collect()
    }

    #[test]
    fn only_what_luk_loses_is_a_failure() {
        assert!(matches!(judge(&measured(0)), Some((_, Verdict::Met))));
        let (table, verdict) = judge(&measured(1)).unwrap();
        assert_eq!(verdict, Verdict::Missed);
        assert!(
            table.contains("Luk loses at 50 % faults: 1 (at most 0): MISSED"),
            "{table}"
        );
    }

    #[test]
    fn a_measurement_that_is_missing_is_no_success() {
        let mut all = measured(0);
        all.pop();
        assert!(judge(&all).is_none());
        assert!(judge(&[]).is_none());
    }
}
