//! The practice cloud: a model of the corner of Microsoft's cloud that closing a tenant touches. It is pure: it reads
//! no clock, opens no socket and starts no thread; one seed and one sequence of requests give one sequence of answers.
//! It is written from Microsoft's documents and shares no type with the app. It reaches no real tenant.

// The JSON of a user is one long literal.
#![recursion_limit = "256"]

mod admin;
mod arm;
mod bucket;
mod cloud;
mod control;
mod cors;
mod downloads;
mod ediscovery_files;
mod entra;
mod exchange;
mod fault;
mod frame;
mod graph;
mod guid;
mod homes;
mod incoming;
mod names;
mod origins;
mod random;
mod reply;
mod surrogate;
mod tenant;
mod time;
mod walk;
mod zip;

pub use cloud::{Account, Cloud, Setup};
pub use entra::{CLIENT_ID, EntraCode, Signatures, UnknownEntraCode};
pub use exchange::{Exchange, Logging};
pub use fault::{Fault, FaultFamily, FaultOutcome, FaultPlace, FaultTiming, Reach};
pub use graph::Throttling;
pub use names::{is_microsoft_host, microsoft_names};
pub use origins::{Origins, Service};
pub use reply::{Lateness, is_dropped, lateness};
pub use tenant::{Tenant, TenantFileError, TenantName, TenantProblem, UnknownTenant};
pub use time::Timestamp;
pub use walk::{Browser, WalkError};
