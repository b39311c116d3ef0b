//! The practice cloud.
