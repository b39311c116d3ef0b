//! The practice cloud's figures for speed and memory, measured and held against their targets: how fast `school` is made and
//! how big it is, how fast its users are listed and deleted, how many requests go over a socket. Ends with an error when a
//! target is missed.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench is a test that speaks to the person at the terminal"
)]

mod client;
mod sockets;

use std::process::ExitCode;
use std::time::Duration;

use practice::{Cloud, Origins, Setup, TenantName, Throttling, Timestamp};
use serde_json::{Value, json};

use crate::client::{Client, stopwatch};

/// A figure, what it is to be, and whether it is.
#[derive(Clone)]
struct Figure {
    what: &'static str,
    measured: f64,
    target: Target,
}

/// In which direction a figure may miss its target.
#[derive(Clone, Copy)]
enum Target {
    AtMost(f64, &'static str),
    AtLeast(f64, &'static str),
}

impl Figure {
    const fn is_met(&self) -> bool {
        match self.target {
            Target::AtMost(most, _) => self.measured <= most,
            Target::AtLeast(least, _) => self.measured >= least,
        }
    }

    fn print(&self) {
        let (word, bound, unit) = match self.target {
            Target::AtMost(most, unit) => ("at most", most, unit),
            Target::AtLeast(least, unit) => ("at least", least, unit),
        };
        let verdict = if self.is_met() { "met" } else { "MISSED" };
        let digits = if bound < 10.0 { 3 } else { 0 };
        println!(
            "{}: {:.digits$} {unit} ({word} {bound}): {verdict}",
            self.what, self.measured
        );
    }
}

fn main() -> ExitCode {
    let figures = [school(), listing_and_deleting(), sockets::figures()].concat();
    figures.iter().for_each(Figure::print);
    if figures.iter().all(Figure::is_met) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Megabytes of memory that this process holds now.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix("kB"));
    kilobytes
        .and_then(|number| number.trim().parse::<f64>().ok())
        .unwrap_or(f64::INFINITY)
        / 1024.0
}

fn make_school() -> Cloud {
    Cloud::new(Setup {
        origins: Origins::local(8081),
        redirect_uris: vec![client::CALLBACK.to_owned()],
        tenant: TenantName::School,
        seed: 1,
    })
}

fn school() -> Vec<Figure> {
    let before = memory();
    let (cloud, time) = stopwatch(make_school);
    let grown = memory() - before;
    drop(cloud);
    vec![
        Figure {
            what: "school, 100,000 users, is made",
            measured: time.as_secs_f64(),
            target: Target::AtMost(1.0, "s"),
        },
        Figure {
            what: "school in memory",
            measured: grown,
            target: Target::AtMost(250.0, "MB"),
        },
    ]
}

fn listing_and_deleting() -> Vec<Figure> {
    let mut cloud = make_school();
    cloud.set_throttling(Throttling::Off);
    let mut client = Client::sign_in(&mut cloud);
    let (pages, listing) = stopwatch(|| client.list("/v1.0/users?$select=id,displayName,userPrincipalName&$top=999"));
    let ids: Vec<String> = pages
        .iter()
        .flat_map(|page| {
            let page: Value = serde_json::from_slice(page).unwrap();
            page["value"].as_array().unwrap().clone()
        })
        .filter(|user| user["userPrincipalName"].as_str().unwrap().starts_with("user"))
        .map(|user| user["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(ids.len() >= 99_900, "{} users", ids.len());
    let batches: Vec<Vec<u8>> = ids
        .chunks(20)
        .map(|ids| {
            let items: Vec<Value> = ids
                .iter()
                .enumerate()
                .map(
                    |(number, id)| json!({"id": number.to_string(), "method": "DELETE", "url": format!("/users/{id}")}),
                )
                .collect();
            json!({"requests": items}).to_string().into_bytes()
        })
        .collect();
    let (answers, deleting) = stopwatch(|| client.send_batches(batches));
    let deleted: usize = answers
        .iter()
        .map(|answer| {
            let answer: Value = serde_json::from_slice(answer).unwrap();
            let items = answer["responses"].as_array().unwrap();
            items.iter().filter(|item| item["status"] == 204).count()
        })
        .sum();
    assert_eq!(deleted, ids.len(), "every user is deleted");
    vec![
        Figure {
            what: "its users are listed in pages of 999",
            measured: listing.as_secs_f64(),
            target: Target::AtMost(0.5, "s"),
        },
        Figure {
            what: "batched deletes",
            measured: rate(deleted, deleting),
            target: Target::AtLeast(100_000.0, "a second"),
        },
    ]
}

fn rate(count: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / time.as_secs_f64()
}

/// A time at which all of it happens: the model's clock stands still while it is measured.
const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);
