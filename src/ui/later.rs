//! The parts of the page that come when they are first needed. How they come is the program's own affair (`main.rs`).

use futures_util::future::LocalBoxFuture;

use super::pages::Pages;
use crate::later::{Later, NotLoaded};
use crate::text::{Language, Texts};

/// What brings the parts of the page.
#[derive(Clone, Copy)]
pub struct LaterParts {
    /// The pages behind the start page.
    pub pages: Later<Pages>,
    /// The texts of a language.
    pub texts: fn(Language) -> LocalBoxFuture<'static, Result<&'static Texts, NotLoaded>>,
}
