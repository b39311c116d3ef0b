//! What a request costs, and which of Microsoft's counts it goes into. The figures are those of Graph's page on
//! service-specific throttling limits; each stands beside what it is for.

use std::time::Duration;

use http::Method;

use crate::bucket::Quota;
use crate::cloud::Cloud;
use crate::graph::Ask;
use crate::guid::Guid;
use crate::incoming::Incoming;

/// What a request takes out of the directory's buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Price {
    pub(crate) units: u32,
    pub(crate) writes: u32,
}

/// A count beside the directory's units.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lane {
    /// Everything that the app asks of Graph, in whatever tenant.
    Application,
    /// Changing devices, for each person.
    DeviceWrites(Guid),
    /// Deleting apps that people with personal accounts sign in to.
    PersonalApplications,
    /// Identity protection and conditional access, whoever asks.
    ConditionalAccess,
    Reports,
    Discovery,
    /// Outlook, for each mailbox.
    Mailbox(Guid),
    NotesOfMinute(Guid),
    NotesOfHour(Guid),
    ChannelMessages,
    ChatMessages,
    /// One team or channel, as the address names the team.
    Team(String),
    /// The lists of channels.
    Channels,
    /// Everything else that Teams is asked for.
    Teams,
    IntuneWrites,
}

const fn quota(amount: i64, seconds: u64) -> Quota {
    Quota {
        amount,
        period: Duration::from_secs(seconds),
    }
}

impl Lane {
    /// How much fits into it, and in which time an empty one is full again.
    pub(crate) const fn quota(&self) -> Quota {
        match self {
            Self::Application => quota(130_000, 10),
            Self::DeviceWrites(_) => quota(25, 10),
            Self::PersonalApplications => quota(60, 60),
            Self::ConditionalAccess => quota(1, 1),
            Self::Reports => quota(5, 10),
            Self::Discovery => quota(5, 60),
            Self::Mailbox(_) => quota(10_000, 600),
            Self::NotesOfMinute(_) => quota(120, 60),
            Self::NotesOfHour(_) => quota(400, 3600),
            Self::ChannelMessages | Self::ChatMessages => quota(20, 1),
            Self::Team(_) => quota(4, 1),
            Self::Channels => quota(60, 1),
            Self::Teams => quota(30, 1),
            Self::IntuneWrites => quota(100, 20),
        }
    }

    /// Whether a refusal says how long to wait; the pages of these services say that theirs doesn't.
    pub(crate) const fn tells_the_wait(&self) -> bool {
        !matches!(
            self,
            Self::ConditionalAccess | Self::NotesOfMinute(_) | Self::NotesOfHour(_)
        )
    }

    /// Whether it is the directory's own, whose refusals carry the headers of the directory.
    pub(crate) const fn is_of_the_directory(&self) -> bool {
        matches!(self, Self::DeviceWrites(_) | Self::PersonalApplications)
    }
}

/// All that a request is charged with.
#[derive(Debug, Clone)]
pub(crate) struct Demand {
    /// In the directory; other services count in their own way.
    pub(crate) price: Option<Price>,
    pub(crate) lanes: Vec<Lane>,
    /// Whose mailbox is opened: no more than four requests work in one at a time.
    pub(crate) mailbox: Option<Guid>,
}

impl Demand {
    pub(crate) fn of(cloud: &Cloud, path: &[&str], ask: &Ask<'_>) -> Self {
        let caller = ask.caller.user;
        let writes = ask.request.method != Method::GET;
        let owner = match path {
            ["me", ..] => Some(caller),
            ["users", id, ..] => cloud.tenant.user(id).map(|user| user.id),
            ["admin", "exchange", "mailboxes", id, ..] => id.strip_prefix("MBX:").and_then(|id| id.parse().ok()),
            _ => None,
        };
        let service = Service::of(path);
        let mut lanes = vec![Lane::Application];
        match (service, path) {
            (Service::Directory, ["devices", ..]) if writes => lanes.push(Lane::DeviceWrites(caller)),
            (Service::Directory, ["applications", id]) if ask.request.method == Method::DELETE => {
                let found = id.parse().ok().and_then(|id| cloud.tenant.applications.get(id));
                let is_personal =
                    found.is_some_and(|found| found.sign_in_audience.contains("PersonalMicrosoftAccount"));
                lanes.extend(is_personal.then_some(Lane::PersonalApplications));
            }
            (Service::Directory | Service::Files, _) => {}
            (Service::ConditionalAccess, _) => lanes.push(Lane::ConditionalAccess),
            (Service::Reports, _) => lanes.push(Lane::Reports),
            (Service::Discovery, _) => lanes.push(Lane::Discovery),
            (Service::Outlook, _) => lanes.extend(owner.map(Lane::Mailbox)),
            (Service::Notes, _) => lanes.extend([Lane::NotesOfMinute(caller), Lane::NotesOfHour(caller)]),
            (Service::Teams, path) => {
                if let ["teams", team, ..] = path {
                    lanes.push(Lane::Team((*team).to_owned()));
                }
                lanes.push(match path {
                    ["teams", _, "channels", _, "messages", ..] => Lane::ChannelMessages,
                    ["teams", _, "channels"] => Lane::Channels,
                    [.., "chats", _, "messages"] | [.., "chats", _, "messages", _] => Lane::ChatMessages,
                    _ => Lane::Teams,
                });
            }
            (Service::Intune, _) => lanes.extend(writes.then_some(Lane::IntuneWrites)),
        }
        Self {
            price: (service == Service::Directory).then(|| price(path, ask.request)),
            lanes,
            mailbox: owner.filter(|_| service == Service::Outlook),
        }
    }
}

/// Which of Microsoft's services answers behind Graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    Directory,
    ConditionalAccess,
    Reports,
    Discovery,
    Outlook,
    Notes,
    Teams,
    /// OneDrive and SharePoint, which publish figures that their pages contradict each other in: none is kept here.
    Files,
    Intune,
}

impl Service {
    fn of(path: &[&str]) -> Self {
        const OUTLOOK: [&str; 9] = [
            "mailFolders",
            "messages",
            "contacts",
            "contactFolders",
            "calendars",
            "calendarView",
            "calendar",
            "events",
            "todo",
        ];
        match path {
            ["identity", "conditionalAccess", ..] => Self::ConditionalAccess,
            ["auditLogs" | "reports", ..] => Self::Reports,
            ["security", ..] => Self::Discovery,
            ["teams" | "chats", ..] | ["me", "chats", ..] | ["users", _, "chats", ..] => Self::Teams,
            ["me", "onenote", ..] | ["users" | "groups" | "sites", _, "onenote", ..] => Self::Notes,
            ["drives" | "sites", ..] | ["me", "drive" | "drives", ..] => Self::Files,
            ["users" | "groups", _, "drive" | "drives", ..] | ["admin", "sharepoint", ..] => Self::Files,
            ["deviceManagement", ..] => Self::Intune,
            ["admin", "exchange", ..] => Self::Outlook,
            ["me", part, ..] | ["users", _, part, ..] if OUTLOOK.contains(part) => Self::Outlook,
            _ => Self::Directory,
        }
    }
}

/// The published costs in the directory; `$select` and a small `$top` make a reading cheaper, `$expand` dearer.
fn price(path: &[&str], request: &Incoming) -> Price {
    if request.method != Method::GET {
        return Price { units: 1, writes: 1 };
    }
    let base: u32 = match path {
        ["groups", _, "transitiveMembers", ..] => 5,
        ["domains", _, "domainNameReferences"] => 4,
        ["groups", _, "members", ..] | ["subscribedSkus", ..] => 3,
        ["users" | "applications"] | ["oauth2PermissionGrants", ..] => 2,
        ["me", "licenseDetails" | "memberOf" | "transitiveMemberOf", ..]
        | ["users", _, "licenseDetails" | "memberOf" | "transitiveMemberOf", ..] => 2,
        _ => 1,
    };
    let more = u32::from(request.query("$expand").is_some());
    let small = request
        .query("$top")
        .and_then(|top| top.parse::<u32>().ok())
        .is_some_and(|top| top < 20);
    let less = u32::from(request.query("$select").is_some()) + u32::from(small);
    Price {
        units: (base + more).saturating_sub(less).max(1),
        writes: 0,
    }
}
