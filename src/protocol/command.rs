//! What the page asks of the engine, and with which words. Says nothing of what the engine answers.

use serde::{Deserialize, Serialize};

use crate::tenant::Task;
use crate::tenant::ids::{SubscriptionId, UserId};
use crate::tenant::plan::{Confirmation, Work};
use crate::tenant::progress::CloudName;

/// What the page asks of the engine.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// The page has started: this is what the browser had kept, and the sign-in's answer if there is one.
    Open(Opening),
    /// Sign in, for a purpose: answered by [`Event::Leave`].
    SignIn {
        /// The cloud to sign in to.
        cloud: CloudName,
        /// What the sign-in is for: it decides which permissions are asked.
        purpose: Purpose,
        /// Where the sign-in page is shown.
        place: SignInPlace,
    },
    /// Forget the tokens, then leave to the identity provider's sign-out.
    SignOut,
    /// Read the tenant again.
    Survey,
    /// Write the archive. Where to write is handed over beside the message.
    Export(ArchivePlace),
    /// The person says that nothing needs to be taken along.
    WaiveExport,
    /// Keep a user out of every plan, or let them in again.
    Keep {
        /// Who.
        user: UserId,
        /// Keep or release.
        keeping: Keeping,
    },
    /// Make a plan from the last reading: answered by [`Event::Proposed`].
    Propose(Work),
    /// Show the plan in this file, and how the tenant differs from it: answered by [`Event::Proposed`] too.
    LoadPlan(String),
    /// Confirm the plan that was proposed, and run it.
    Confirm(Confirmation),
    /// Go on with the confirmed plan that was interrupted.
    Resume,
    /// Give the interrupted plan up.
    Abandon,
    /// Another tab has kept this progress, or dropped what was kept. Never waits behind other commands.
    TakeIn(Option<String>),
    /// The browser says that there is a network again. Never waits behind other commands.
    NetworkIsBack,
    /// Steer what is running. Never waits behind other commands.
    Steer(Steering),
    /// The person says that they deleted this subscription in the admin center.
    ReportDeleted(SubscriptionId),
    /// Tick or untick a task by hand.
    Tick {
        /// Which.
        task: Task,
        /// Ticked or not.
        tick: Tick,
    },
    /// Re-read something every few seconds while the person looks at it.
    Watch(Watch),
    /// Forget this closing: all saved progress.
    Forget,
    /// The answer to a sign-in in a small window.
    Answer(String),
    /// Say what a message of the identity provider's means, pasted or typed: answered by [`Event::Problem`].
    Explain(String),
    /// Leave for the sign-in to one tenant, which is named by its id or by one of its domains: guests must name it, and so
    /// must who is at home in several.
    SignInTo {
        /// The cloud that it is in.
        cloud: CloudName,
        /// Its id or domain, as it was typed.
        tenant: String,
    },
}

/// Where the identity provider's page is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SignInPlace {
    /// In place of this page.
    Page,
    /// In a small window, so that this page and what it holds stay. Only for who is signed in already.
    Window,
}

/// What the page knows when it starts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Opening {
    /// The saved progress, as it was found.
    pub progress: Option<String>,
    /// The answer that the identity provider put behind the page's address.
    pub callback: Option<String>,
    /// What was kept for that answer when the page left for the sign-in.
    pub pending: Option<String>,
}

/// What a sign-in is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Purpose {
    /// Read the tenant and export.
    Read,
    /// Carry out this work: asks for its permission and for a fresh proof of who it is.
    Carry(Work),
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 5] = [
        Self::Read,
        Self::Carry(Work::DeleteUsers),
        Self::Carry(Work::DisableMultifactor),
        Self::Carry(Work::DeleteApplications),
        Self::Carry(Work::PurgeUsers),
    ];
}

/// Where an archive is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ArchivePlace {
    /// Into the file that the person picked; its handle comes beside the message.
    Picked,
    /// Into a temporary file of the origin's private file system; the page downloads it from there.
    PrivateFile,
}

/// Keep a user or not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Keeping {
    /// In no plan.
    Keep,
    /// May be planned.
    Release,
}

/// Ticked or not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Tick {
    /// Ticked.
    Ticked,
    /// Not ticked.
    Unticked,
}

/// What a person does to something that runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Steering {
    /// Send nothing more for now.
    Pause,
    /// Go on.
    Continue,
    /// End it; what is left stays in the plan.
    Stop,
}

/// What the person looks at and waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Watch {
    /// Nothing.
    Nothing,
    /// The subscriptions, which are cancelled and deleted in the admin center.
    Subscriptions,
    /// Whether the tenant still exists.
    Directory,
}
