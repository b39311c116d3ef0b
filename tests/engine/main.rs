//! The engine against the practice cloud, in process and in virtual time: one program, so that it links once.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::wildcard_enum_match_arm,
    reason = "a test that fails here says so by panicking"
)]

mod asking;
mod doubting;
mod flows;
mod in_line;
mod lying;
mod pace;
mod plans;
mod practice_world;
mod provider;
mod reading;
mod signing_in;
mod spoiling;
mod steps;
mod surviving;
mod tab;
mod taking_along;
mod telling;
mod tenants;
mod too_late;
mod two_tabs;
#[path = "../shared/virtual_time.rs"]
mod virtual_time;
mod watching;
