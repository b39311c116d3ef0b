//! Every sentence that a person reads, in each language: a missing one doesn't compile.
//!
//! Texts are data: plain sentences, or functions where something is filled in. Knows the domain's types and nothing of
//! the browser; numbers and times arrive as they are to be shown.

mod da;
mod en;
mod ending;
mod entry;
mod frame;
#[cfg(test)]
mod lint;
mod nb;
mod steps;
mod work;

pub mod calendar;
pub mod problems;

pub use da::DANISH;
pub use en::ENGLISH;
pub use ending::{About, Activity, Receipt};
pub use entry::{Closing, SignIn, Start};
pub use frame::{Frame, Words};
pub use nb::NORWEGIAN;
pub use steps::{Click, Directory, Export, Multifactor, Script, ScriptStep, Subscriptions, Users};
pub use work::{Run, WorkWords};

use std::fmt;

use crate::tenant::ProblemKind;
use problems::Message;

/// The languages that Luk speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// English.
    English,
    /// Danish.
    Danish,
    /// Norwegian (bokmål).
    Norwegian,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::English, Self::Danish, Self::Norwegian];

    /// Its tag, as `lang` attributes and `Intl` know it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Danish => "da",
            Self::Norwegian => "nb",
        }
    }

    /// Its name in itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Danish => "Dansk",
            Self::Norwegian => "Norsk bokmål",
        }
    }

    /// The language that a tag like `nb-NO` stands for, if Luk speaks it.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next().unwrap_or_default() {
            "en" => Some(Self::English),
            "da" => Some(Self::Danish),
            "nb" | "no" | "nn" => Some(Self::Norwegian),
            _ => None,
        }
    }
}

/// A number and how it is written in the language of the sentence it goes into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Number {
    value: u64,
    shown: String,
}

impl Number {
    /// A number that is written like this.
    #[must_use]
    pub const fn new(value: u64, shown: String) -> Self {
        Self { value, shown }
    }

    /// Whether it takes the singular.
    #[must_use]
    pub const fn is_one(&self) -> bool {
        self.value == 1
    }

    /// Whether there is nothing.
    #[must_use]
    pub const fn is_zero(&self) -> bool {
        self.value == 0
    }

    /// The number with its noun: English, Danish and Norwegian have one form for one and one for all else.
    #[must_use]
    pub fn of(&self, one: &str, other: &str) -> String {
        format!("{self} {}", if self.is_one() { one } else { other })
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// All texts of one language.
#[derive(Debug)]
pub struct Texts {
    /// The language they are in.
    pub language: Language,
    /// What a person is told about a kind of problem.
    pub problem: fn(ProblemKind) -> Message,
    /// What surrounds every page.
    pub frame: Frame,
    /// The words for states, roles and kinds.
    pub words: Words,
    /// The start page.
    pub start: Start,
    /// The way back from the sign-in.
    pub sign_in: SignIn,
    /// The closing page.
    pub closing: Closing,
    /// The export page.
    pub export: Export,
    /// The users page.
    pub users: Users,
    /// The two pages of subscriptions.
    pub subscriptions: Subscriptions,
    /// The multifactor page.
    pub multifactor: Multifactor,
    /// The directory page.
    pub directory: Directory,
    /// Planning, confirming and running, whatever the work is.
    pub run: Run,
    /// The receipt.
    pub receipt: Receipt,
    /// The activity page.
    pub activity: Activity,
    /// About and privacy.
    pub about: About,
}
