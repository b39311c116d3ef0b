//! Luk closes a Microsoft 365 / Entra tenant from the browser.
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod client;
pub mod closing;
pub mod export;
pub mod later;
pub mod microsoft;
pub mod protocol;
pub mod tenant;
pub mod text;
#[cfg(target_arch = "wasm32")]
pub mod ui;
