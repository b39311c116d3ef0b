//! The site's pages and their addresses.
//!
//! A closed list: a link to a page that doesn't exist doesn't compile. Our own few lines instead of `leptos_router`,
//! which takes links within a page (`#content`) away from the browser, so that a skip link would not move the focus, and
//! compares a base path by its letters, so that a site at `/luk` would swallow links to `/lukas`.

use crate::browser::address;
use crate::tenant::Task;
use crate::tenant::plan::Work;
use crate::text::Texts;

/// A page of the site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Route {
    /// What Luk is, and the sign-in.
    Start,
    /// Where the sign-in comes back to.
    SignIn,
    /// The tenant and its tasks.
    Closing,
    /// Saving what is to be kept.
    Export,
    /// Deleting users.
    Users,
    /// Cancelling subscriptions.
    Cancel,
    /// Deleting subscriptions.
    Delete,
    /// Disabling multifactor authentication.
    Multifactor,
    /// Deleting the directory.
    Directory,
    /// What was done.
    Receipt,
    /// Every request.
    Activity,
    /// About Luk, and privacy.
    About,
}

impl Route {
    const ALL: [Self; 12] = [
        Self::Start,
        Self::SignIn,
        Self::Closing,
        Self::Export,
        Self::Users,
        Self::Cancel,
        Self::Delete,
        Self::Multifactor,
        Self::Directory,
        Self::Receipt,
        Self::Activity,
        Self::About,
    ];

    /// What stands behind the site's base. Each is a directory with an `index.html` of its own.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Start => "",
            Self::SignIn => "signin/",
            Self::Closing => "closing/",
            Self::Export => "export/",
            Self::Users => "users/",
            Self::Cancel => "cancel/",
            Self::Delete => "delete/",
            Self::Multifactor => "mfa/",
            Self::Directory => "directory/",
            Self::Receipt => "receipt/",
            Self::Activity => "activity/",
            Self::About => "about/",
        }
    }

    /// The page at this path behind the base, with or without the slash at its end.
    pub(crate) fn at(path: &str) -> Option<Self> {
        let path = path.trim_end_matches("index.html").trim_end_matches('/');
        Self::ALL
            .into_iter()
            .find(|route| route.path().trim_end_matches('/') == path)
    }

    /// The address, from the site's root.
    pub(crate) fn address(self) -> String {
        address::base() + self.path()
    }

    /// The page's title.
    pub(crate) fn title(self, texts: &'static Texts) -> &'static str {
        let task = texts.words.task;
        match self {
            Self::Start => texts.start.title,
            Self::SignIn => texts.sign_in.title,
            Self::Closing => texts.closing.title,
            Self::Export => task(Task::Export),
            Self::Users => task(Task::Users),
            Self::Cancel => task(Task::CancelSubscriptions),
            Self::Delete => task(Task::DeleteSubscriptions),
            Self::Multifactor => task(Task::Multifactor),
            Self::Directory => task(Task::Directory),
            Self::Receipt => texts.receipt.title,
            Self::Activity => texts.activity.title,
            Self::About => texts.about.title,
        }
    }

    /// The page of a task.
    pub(crate) const fn of_task(task: Task) -> Self {
        match task {
            Task::Export => Self::Export,
            Task::Users => Self::Users,
            Task::CancelSubscriptions => Self::Cancel,
            Task::DeleteSubscriptions => Self::Delete,
            Task::Multifactor => Self::Multifactor,
            Task::Directory => Self::Directory,
        }
    }

    /// Whether it is the page of a task.
    pub(crate) fn is_of_a_task(self) -> bool {
        Task::ALL.into_iter().any(|task| Self::of_task(task) == self)
    }

    /// The page where a kind of work is done.
    pub(crate) const fn of_work(work: Work) -> Self {
        match work {
            Work::DeleteUsers | Work::PurgeUsers => Self::Users,
            Work::DisableMultifactor => Self::Multifactor,
            Work::DeleteApplications => Self::Directory,
        }
    }
}
