//! What the page keeps in the browser's storage, under which name, and when it must not be overwritten.

use crate::browser::storage::{Area, NotKept, read, remove, take, write};
use crate::tenant::{ProblemKind, Progress};
use crate::text::Language;

/// How far the closing is.
pub(crate) const PROGRESS: &str = "luk.progress";
/// An earlier progress that could not be read.
pub(crate) const PROGRESS_SET_ASIDE: &str = "luk.progress.set-aside";
/// The confirmed plan that isn't finished.
pub(crate) const PLAN: &str = "luk.plan";
/// The chosen language.
pub(crate) const LANGUAGE: &str = "luk.language";
/// What a sign-in's answer is checked against.
pub(crate) const PENDING: &str = "luk.pending";
/// The page that a sign-in was begun from.
pub(crate) const RETURN: &str = "luk.return";

/// What is to become of the progress that was found at the start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Found {
    /// It is ours: a newer one replaces it.
    Ours,
    /// It can't be read: it is put aside before the first new one is written.
    Damaged(String),
    /// A newer Luk wrote it: nothing is written over it.
    Newer,
}

impl Found {
    /// Looks at what was found.
    pub(crate) fn of(text: Option<&str>) -> (Self, Option<Progress>) {
        let Some(text) = text else { return (Self::Ours, None) };
        match Progress::from_text(text) {
            Ok(progress) => (Self::Ours, Some(progress)),
            Err(ProblemKind::ProgressNewer) => (Self::Newer, None),
            Err(_) => (Self::Damaged(text.to_owned()), None),
        }
    }

    /// Keeps this progress, as far as what was found allows it.
    pub(crate) fn keep(&mut self, progress: &Progress) -> Result<(), NotKept> {
        match self {
            Self::Newer => return Ok(()),
            Self::Damaged(text) => {
                write(Area::Local, PROGRESS_SET_ASIDE, text)?;
                *self = Self::Ours;
            }
            Self::Ours => {}
        }
        if *progress == Progress::default() {
            remove(Area::Local, PROGRESS);
            return Ok(());
        }
        let text = progress.to_text().map_err(|_| NotKept)?;
        write(Area::Local, PROGRESS, &text)
    }
}

/// Keeps the confirmed plan, or drops it.
pub(crate) fn keep_plan(plan: Option<&str>) -> Result<(), NotKept> {
    match plan {
        Some(plan) => write(Area::Local, PLAN, plan),
        None => {
            remove(Area::Local, PLAN);
            Ok(())
        }
    }
}

/// What was kept when the page left for a sign-in: for one use.
pub(crate) fn take_pending() -> Option<String> {
    take(Area::Session, PENDING)
}

/// Keeps what the way back from a sign-in needs.
pub(crate) fn keep_for_return(pending: &str, path: &str) -> Result<(), NotKept> {
    write(Area::Session, PENDING, pending)?;
    write(Area::Session, RETURN, path)
}

/// The language that was chosen earlier.
pub(crate) fn chosen_language() -> Option<Language> {
    Language::of_tag(&read(Area::Local, LANGUAGE)?)
}

/// Drops everything that Luk keeps, whoever wrote it.
pub(crate) fn drop_everything() {
    for name in [PROGRESS, PROGRESS_SET_ASIDE, PLAN, LANGUAGE] {
        remove(Area::Local, name);
    }
    for name in [PENDING, RETURN] {
        remove(Area::Session, name);
    }
}
