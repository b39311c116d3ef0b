//! How commands and events cross between page and engine: as `postcard`'s bytes, which need far less code to read than
//! JSON does. Both ends come from one build, so nothing in the bytes names a version.

use serde::{Deserialize, Serialize};

/// Writes a command or an event.
///
/// # Errors
/// Never in practice: nothing in them can fail to be written.
pub fn write<Message: Serialize>(message: &Message) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_extend(message, Growing(Vec::new())).map(|written| written.0)
}

/// Bytes that grow by an eighth at a time: what doubles leaves up to half of its memory unused, and of wasm's memory nothing is
/// ever given back.
struct Growing(Vec<u8>);

impl Extend<u8> for Growing {
    fn extend<Bytes: IntoIterator<Item = u8>>(&mut self, bytes: Bytes) {
        for byte in bytes {
            if self.0.len() == self.0.capacity() {
                self.0.reserve_exact(self.0.len() / 8 + 64);
            }
            self.0.push(byte);
        }
    }
}

/// Reads a command or an event.
///
/// # Errors
/// If the bytes are not what [`write`] made of one.
pub fn read<'bytes, Message: Deserialize<'bytes>>(bytes: &'bytes [u8]) -> Result<Message, postcard::Error> {
    postcard::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::protocol::*;
    use crate::tenant::bitmap::Bitmap;
    use crate::tenant::ids::{Guid, SubscriptionId, TenantId, UserId};
    use crate::tenant::plan::{Confirmation, Plan, Work};
    use crate::tenant::progress::{CloudName, ExportState, FinishedRun, Progress, RunningPlan};
    use crate::tenant::snapshot::*;
    use crate::tenant::*;

    const ID: Guid = Guid::from_u128(u128::MAX - 7);
    const OTHER: UserId = UserId(Guid::from_u128(3));
    const THEN: Moment = Moment::from_milliseconds(1_800_000_000_123);

    fn problem() -> Problem {
        Problem {
            code: Some("HTTP 503".to_owned()),
            request_id: Some("a".to_owned()),
            ..Problem::new(ProblemKind::ServiceFailed, THEN)
        }
    }

    fn snapshot() -> Snapshot {
        let user = |id| User {
            id,
            name: "Åse".to_owned(),
            principal_name: "aase@contoso.com".to_owned(),
            kind: UserKind::Guest,
            account: AccountState::Blocked,
            origin: Origin::Cloud,
            licences: 70_000,
        };
        Snapshot {
            taken_at: THEN,
            subscriptions_at: THEN,
            organization: Organization {
                id: TenantId(ID),
                name: "Contoso".to_owned(),
                initial_domain: InitialDomain::new("contoso.onmicrosoft.com"),
                domains: vec!["contoso.com".to_owned()],
                directory_sync: DirectorySync::On,
            },
            me: Me {
                id: UserId(ID),
                name: "Ada".to_owned(),
                principal_name: "ada@contoso.com".to_owned(),
                kind: UserKind::Member,
                roles: Reading::Known(vec![Role::GlobalAdministrator, Role::Other(ID)]),
            },
            users: Reading::Known(vec![user(UserId(ID)), user(OTHER)]),
            deleted_users: Reading::Known(vec![DeletedUser {
                id: OTHER,
                name: String::new(),
            }]),
            administrators: Reading::Known(BTreeSet::from([UserId(ID)])),
            subscriptions: Reading::Known(vec![Subscription {
                id: SubscriptionId(ID),
                product: "SPE_E5".to_owned(),
                state: SubscriptionState::LockedOut,
                offer: Offer::Trial,
                licences: 0,
                next_change: Some(THEN),
                seller: Seller::Partner,
            }]),
            applications: Reading::Known(vec![Application {
                id: ApplicationId(ID),
                app_id: AppId(ID),
                name: String::new(),
            }]),
            service_principals: Reading::Known(vec![ServicePrincipal {
                id: ServicePrincipalId(ID),
                app_id: AppId(ID),
                name: "Luk".to_owned(),
                owner: ServicePrincipalOwner::Luk,
            }]),
            multifactor: Reading::Known(vec![UserMultifactor {
                user: OTHER,
                state: Reading::Unreadable(problem()),
            }]),
            azure_subscriptions: Reading::NotRead,
        }
    }

    fn plan() -> Plan {
        Plan::propose(Work::DeleteUsers, &snapshot(), &BTreeSet::from([UserId(ID)]))
    }

    fn progress() -> Progress {
        Progress {
            tenant: Some(TenantId(ID)),
            cloud: Some(CloudName::UsGovernmentDod),
            started_at: Some(THEN),
            forgotten_at: None,
            signed_in_at: Some(THEN),
            export: ExportState::Done {
                at: THEN,
                files: 7,
                bytes: u64::MAX,
                manifest: "ab".to_owned(),
            },
            kept: BTreeSet::from([OTHER]),
            said_at: BTreeMap::from([(OTHER, THEN)]),
            reported_deleted: BTreeMap::from([(SubscriptionId(ID), THEN)]),
            ticked: BTreeSet::from([Task::Users, Task::Directory]),
            ticked_at: Some(THEN),
            seen: Some(Counts::of(&snapshot())),
            running: Some(RunningPlan {
                work: Work::DeleteUsers,
                plan: plan().hash(),
                total: 1,
                started_at: THEN,
                accepted: Bitmap::default(),
                sent: 0,
            }),
            finished: vec![FinishedRun {
                work: Work::DisableMultifactor,
                plan: plan().hash(),
                planned: 2,
                verified: 1,
                started_at: THEN,
                ended_at: THEN,
            }],
            left: Vec::new(),
            tenant_gone_at: None,
        }
    }

    /// Every kind of command, in the order of the enum.
    fn commands() -> Vec<Command> {
        vec![
            Command::Open(Opening {
                progress: Some("{}".to_owned()),
                ..Opening::default()
            }),
            Command::SignIn {
                cloud: CloudName::China,
                purpose: Purpose::Carry(Work::DeleteApplications),
                place: SignInPlace::Window,
            },
            Command::SignOut,
            Command::Survey,
            Command::Export(ArchivePlace::PrivateFile),
            Command::WaiveExport,
            Command::Keep {
                user: OTHER,
                keeping: Keeping::Release,
            },
            Command::Propose(Work::DisableMultifactor),
            Command::LoadPlan("{}".to_owned()),
            Command::Confirm(Confirmation {
                plan: plan().hash(),
                count_read: 1,
                typed_domain: "contoso.onmicrosoft.com".to_owned(),
            }),
            Command::Resume,
            Command::Abandon,
            Command::TakeIn(Some("{}".to_owned())),
            Command::NetworkIsBack,
            Command::Steer(Steering::Stop),
            Command::ReportDeleted(SubscriptionId(ID)),
            Command::Tick {
                task: Task::Multifactor,
                tick: Tick::Unticked,
            },
            Command::Watch(Watch::Directory),
            Command::Forget,
            Command::Answer("code=a&state=s".to_owned()),
            Command::Explain("AADSTS50011".to_owned()),
            Command::SignInTo {
                cloud: CloudName::Global,
                tenant: "contoso.com".to_owned(),
            },
        ]
    }

    /// Every kind of event, in the order of the enum.
    fn events() -> Vec<Event> {
        let link = || "https://example.com/".to_owned();
        vec![
            Event::Opened(Opened {
                clouds: vec![CloudChoice {
                    cloud: CloudName::Practice,
                    links: AdminLinks {
                        products: link(),
                        users: link(),
                        multifactor: link(),
                        tenants: link(),
                        azure_subscriptions: link(),
                        support: link(),
                    },
                    consent: link(),
                }],
                permissions: vec![Permission {
                    purpose: Purpose::Read,
                    scope: "Directory.Read.All".to_owned(),
                    role: String::new(),
                }],
            }),
            Event::Progress(Box::new(progress())),
            Event::KeepProgress(Some("{}".to_owned())),
            Event::Leave {
                url: link(),
                pending: "{}".to_owned(),
            },
            Event::Session(Some(Session {
                cloud: CloudName::Global,
                tenant: TenantId(ID),
                person: OTHER,
                name: "Ada".to_owned(),
                authenticated_at: None,
                granted: Purpose::ALL.into_iter().collect(),
                ends_at: THEN,
                signature: Signature::KeysOutOfReach,
            })),
            Event::Surveying(Some(Surveying {
                part: Part::ServicePrincipals,
                read: 1,
            })),
            Event::Snapshot(Arc::new(snapshot())),
            Event::Exporting(Exporting {
                stage: ExportStage::Failed(problem()),
                files: 1,
                bytes: 2,
                missing: vec![MissingPart {
                    part: Part::Groups,
                    problem: problem(),
                }],
            }),
            Event::Proposed(Proposal {
                plan: plan(),
                hash: plan().hash(),
                drift: Some(plan().drift(&snapshot(), &BTreeSet::from([OTHER]))),
            }),
            Event::Running(Box::new(Running {
                work: Work::DeleteUsers,
                plan: plan().hash(),
                total: 1,
                fates: FateCounts {
                    accepted: 1,
                    sent: 20,
                    throttled: 3,
                    ..FateCounts::default()
                },
                failures: vec![Failure {
                    item: plan().items()[0],
                    problem: problem(),
                }],
                state: RunState::Waiting {
                    until: THEN,
                    reason: WaitReason::Throttled,
                },
                started_at: THEN,
                time_left: Some(Duration::from_millis(1500)),
            })),
            Event::Requested(Requested {
                at: THEN,
                method: "GET".to_owned(),
                host: "graph.microsoft.com".to_owned(),
                path: "/v1.0/me".to_owned(),
                status: Some(200),
                request_id: None,
                took: Duration::from_millis(50),
                about: Some(ID),
            }),
            Event::Problem(problem()),
            Event::AwaitsSignIn(Some(problem())),
            Event::Window(Some(SignInWindow {
                url: link(),
                state: "s".to_owned(),
            })),
            Event::LeaveSignedOut {
                url: link(),
                state: "s".to_owned(),
            },
        ]
    }

    /// The first byte is the kind's number, so that a kind left out of the lists above shows.
    fn assert_numbered(written: &[Vec<u8>]) {
        let kinds: Vec<usize> = written.iter().map(|bytes| usize::from(bytes[0])).collect();
        assert_eq!(kinds, (0..kinds.len()).collect::<Vec<_>>());
    }

    #[test]
    fn every_kind_of_command_arrives_as_it_was_sent() {
        let commands = commands();
        let written: Vec<Vec<u8>> = commands.iter().map(|command| write(command).unwrap()).collect();
        for (command, bytes) in commands.iter().zip(&written) {
            assert_eq!(&read::<Command>(bytes).unwrap(), command);
        }
        assert_numbered(&written);
        let beyond = [u8::try_from(commands.len()).unwrap(), 0, 0, 0];
        assert_eq!(
            read::<Command>(&beyond),
            Err(postcard::Error::SerdeDeCustom),
            "there is no other kind"
        );
    }

    #[test]
    fn every_kind_of_event_arrives_as_it_was_told() {
        let events = events();
        let written: Vec<Vec<u8>> = events.iter().map(|event| write(event).unwrap()).collect();
        for (event, bytes) in events.iter().zip(&written) {
            assert_eq!(&read::<Event>(bytes).unwrap(), event);
        }
        assert_numbered(&written);
        let beyond = [u8::try_from(events.len()).unwrap(), 0, 0, 0];
        assert_eq!(
            read::<Event>(&beyond),
            Err(postcard::Error::SerdeDeCustom),
            "there is no other kind"
        );
    }

    #[test]
    fn bytes_that_end_too_early_are_no_event() {
        let whole = write(&Event::Snapshot(Arc::new(snapshot()))).unwrap();
        for end in 0..whole.len() {
            assert!(read::<Event>(&whole[..end]).is_err());
        }
    }
}
