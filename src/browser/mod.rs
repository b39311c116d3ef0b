//! Thin adapters over browser APIs, one a file, for the page and for the engine's worker. They decide nothing: what is
//! kept, shown or sent is decided elsewhere.

pub mod address;
pub mod archive_file;
pub mod chance;
pub mod clock;
pub mod document;
pub mod download;
pub mod engine_world;
pub mod lead;
pub mod listening;
pub mod locale;
pub mod network;
pub mod picked_file;
mod plan_file;
pub mod sign_in_window;
pub mod storage;
pub mod wake_lock;
pub mod worker_port;
