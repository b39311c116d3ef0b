//! What the page keeps in the browser's storage, under which name, and when it must not be overwritten.

use crate::browser::address::take_answer;
use crate::browser::storage::{Area, NotKept, read, remove, take, write};
use crate::protocol::{Consented, SignedOut};
use crate::tenant::ProblemKind;
use crate::text::Language;

/// How far the closing is.
pub(crate) const PROGRESS: &str = "luk.progress";
/// An earlier progress that could not be read.
pub(crate) const PROGRESS_SET_ASIDE: &str = "luk.progress.set-aside";
/// The chosen language.
pub(crate) const LANGUAGE: &str = "luk.language";
/// What a sign-in's answer is checked against.
pub(crate) const PENDING: &str = "luk.pending";
/// What must come back from a sign-out.
pub(crate) const SIGNED_OUT: &str = "luk.signed-out";
/// What must come back from the organization's consent, which is given in a tab of its own.
pub(crate) const CONSENT: &str = "luk.consent";
/// The page that a sign-in was begun from.
pub(crate) const RETURN: &str = "luk.return";

/// What is to become of the progress that was found at the start. The engine reads it and says how it went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Found {
    /// It is ours: a newer one replaces it.
    Ours,
    /// It can't be read: it is put aside before the first new one is written.
    Damaged,
    /// A newer Luk wrote it: nothing is written over it.
    Newer,
}

impl Found {
    /// Takes in a problem that the engine told, if it is about what was found.
    pub(crate) fn learn(&mut self, problem: ProblemKind) {
        if problem == ProblemKind::ProgressNewer {
            *self = Self::Newer;
        } else if problem == ProblemKind::ProgressDamaged {
            *self = Self::Damaged;
        }
    }

    /// Keeps this progress or drops what was kept, as far as what was found allows it.
    pub(crate) fn keep(&mut self, progress: Option<&str>) -> Result<(), NotKept> {
        match self {
            Self::Newer => return Ok(()),
            Self::Damaged => {
                if let Some(text) = read(Area::Local, PROGRESS) {
                    write(Area::Local, PROGRESS_SET_ASIDE, &text)?;
                }
                *self = Self::Ours;
            }
            Self::Ours => {}
        }
        keep(PROGRESS, progress)
    }
}

fn keep(name: &str, text: Option<&str>) -> Result<(), NotKept> {
    match text {
        Some(text) => write(Area::Local, name, text),
        None => {
            remove(Area::Local, name);
            Ok(())
        }
    }
}

/// What was kept when the page left for a sign-in: for one use.
pub(crate) fn take_pending() -> Option<String> {
    take(Area::Session, PENDING)
}

/// Keeps what must come back from a sign-out.
pub(crate) fn keep_signed_out(state: &str) -> Result<(), NotKept> {
    write(Area::Session, SIGNED_OUT, state)
}

/// How the sign-out ended that this page was left for, if it was.
pub(crate) fn take_signed_out() -> Option<SignedOut> {
    let kept = take(Area::Session, SIGNED_OUT)?;
    SignedOut::of(
        Some(&kept),
        take_answer("state").and_then(|answer| answer("state")).as_deref(),
    )
}

/// Keeps what must come back from the organization's consent. Where it can't be kept, the way back says nothing.
pub(crate) fn keep_consent(state: &str) {
    let _ = write(Area::Local, CONSENT, state);
}

/// How the organization's consent ended, if this page is the way back from it. An answer that isn't this browser's doesn't use
/// up what is kept.
pub(crate) fn take_consented() -> Option<Consented> {
    let answer = take_answer("admin_consent")?;
    let consented = Consented::of(read(Area::Local, CONSENT).as_deref(), answer)?;
    remove(Area::Local, CONSENT);
    Some(consented)
}

/// Keeps what the way back from a sign-in needs.
pub(crate) fn keep_for_return(pending: &str, path: Option<&str>) -> Result<(), NotKept> {
    write(Area::Session, PENDING, pending)?;
    path.map_or(Ok(()), |path| write(Area::Session, RETURN, path))
}

/// The language that was chosen earlier.
pub(crate) fn chosen_language() -> Option<Language> {
    Language::of_tag(&read(Area::Local, LANGUAGE)?)
}

/// Drops everything that Luk keeps, whoever wrote it.
pub(crate) fn drop_everything() {
    for name in [PROGRESS, PROGRESS_SET_ASIDE, LANGUAGE, CONSENT] {
        remove(Area::Local, name);
    }
    for name in [PENDING, SIGNED_OUT, RETURN] {
        remove(Area::Session, name);
    }
}
