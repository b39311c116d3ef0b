//! Luk closes a Microsoft 365 / Entra tenant from the browser.
