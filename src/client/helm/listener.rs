//! Who has the engine to itself and listens meanwhile, and what is handed to them. Waits for nothing.

use std::rc::Rc;

use super::Helm;
use crate::protocol::{Command, Purpose, SignInPlace};
use crate::tenant::progress::CloudName;

/// What has the engine to itself and listens to who signs in again. It says how it waits for the person, too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Listener {
    /// A run: it waits in its own way, and begins anew.
    Run,
    /// A look at something: it waits for nobody.
    Look,
    /// A reading: it waits where it is, until the person goes on with something else.
    Reading,
    /// An export: it waits where it is, with its file open, until the person stops it.
    Export,
}

/// For as long as this value lives, somebody listens.
pub struct Listening(pub(super) Rc<Helm>);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.close_desk();
    }
}

/// What is handed to whoever listens: a command about signing in again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Handed {
    /// [`Command::SignIn`].
    SignIn {
        /// The cloud to sign in to.
        cloud: CloudName,
        /// What the person meant it for.
        purpose: Purpose,
        /// Where the sign-in page is shown.
        place: SignInPlace,
    },
    /// [`Command::Answer`].
    Answer(String),
    /// [`Command::Explain`]: what somebody who signs in again was shown instead.
    Explain(String),
}

impl From<Handed> for Command {
    fn from(handed: Handed) -> Self {
        match handed {
            Handed::SignIn { cloud, purpose, place } => Self::SignIn { cloud, purpose, place },
            Handed::Answer(answer) => Self::Answer(answer),
            Handed::Explain(message) => Self::Explain(message),
        }
    }
}
