//! Reading the tenant: each part is known, or it is said why not. Changes nothing in it.

use super::{Engine, SignedIn};
use crate::client::batch::Batched;
use crate::client::failure::{refusal_kind, refused};
use crate::client::retry::{Next, next};
use crate::client::{Client, Failure, World};
use crate::microsoft::Endpoint;
use crate::microsoft::azure::subscriptions as azure;
use crate::microsoft::graph::{applications, me, multifactor, organization, subscriptions, users};
use crate::microsoft::limits::BATCH;
use crate::microsoft::{Call, Page, Version};
use crate::protocol::{Event, Part, Purpose, Surveying};
use crate::tenant::ids::{AppId, Guid, UserId};
use crate::tenant::plan::Work;
use crate::tenant::snapshot::{
    AccountState, Application, AzureSubscription, DirectorySync, Me, MultifactorState, Offer, Organization, Origin,
    Reading, Role, Seller, ServicePrincipal, ServicePrincipalOwner, Snapshot, Subscription, SubscriptionState, User,
    UserKind, UserMultifactor,
};
use crate::tenant::{Counts, InitialDomain, Moment, Problem, ProblemKind};

/// Up to this many users, every reading includes their multifactor state: one call a user. Beyond, it is read when it is
/// asked for; by then most users are deleted.
const MULTIFACTOR_AT_ONCE: usize = 1_000;

impl<W: World> Engine<W> {
    /// Reads the whole tenant.
    pub(super) async fn survey(&mut self) -> Result<(), Problem> {
        let result = self.read_tenant().await;
        self.world.tell(Event::Surveying(None));
        let snapshot = result.map_err(|failure| self.failed(&failure))?;
        self.take_in(snapshot)
    }

    /// Takes a reading in: shows it, and keeps its counts for the next visit.
    pub(super) fn take_in(&mut self, snapshot: Snapshot) -> Result<(), Problem> {
        let counts = Counts::of(&snapshot);
        self.world.tell(Event::Snapshot(Box::new(snapshot.clone())));
        self.snapshot = Some(snapshot);
        self.change(|progress, _| progress.seen = Some(counts))
    }

    /// Reads the subscriptions again, and nothing else.
    pub(super) async fn read_subscriptions(&mut self) -> Result<(), Problem> {
        let SignedIn { client, .. } = self.signed_in()?;
        let list = reading(
            client.list(&subscriptions::ListSubscriptions.call(), |_| {}).await,
            self.world.now(),
        );
        let subscriptions = list.map_err(|failure| self.failed(&failure))?.and_then(subscription);
        let Some(mut snapshot) = self.snapshot.clone() else {
            return Ok(());
        };
        snapshot.taken_at = self.world.now();
        snapshot.subscriptions = subscriptions;
        self.take_in(snapshot)
    }

    /// Reads the multifactor states if they have not been read.
    pub(super) async fn read_multifactor(&mut self) -> Result<(), Problem> {
        let Some(mut snapshot) = self.snapshot.clone() else {
            return Err(self.problem(ProblemKind::SignInNeeded));
        };
        if Self::has_read(&snapshot.multifactor) {
            return Ok(());
        }
        let client = &self.signed_in()?.client;
        let ids: Vec<UserId> = snapshot
            .users
            .known()
            .into_iter()
            .flatten()
            .map(|user| user.id)
            .collect();
        let states = multifactor_states(client, &*self.world, &ids).await;
        self.world.tell(Event::Surveying(None));
        snapshot.multifactor = Reading::Known(states.map_err(|failure| self.failed(&failure))?);
        self.take_in(snapshot)
    }

    async fn read_tenant(&self) -> Result<Snapshot, Failure> {
        let SignedIn { client, session } = self.signed_in.as_ref().ok_or(Failure::SignInNeeded(None))?;
        let world = &*self.world;
        let at = || world.now();
        told(world, Part::Organization, 0);
        let organization = organization(client).await?;
        told(world, Part::Me, 0);
        let me = me(client, at()).await?;
        let users = list(client, world, Part::Users, &users::ListUsers, user).await?;
        let subscriptions = list(
            client,
            world,
            Part::Subscriptions,
            &subscriptions::ListSubscriptions,
            subscription,
        )
        .await?;
        let applications = list(
            client,
            world,
            Part::Applications,
            &applications::ListApplications,
            application,
        )
        .await?;
        let luk = client.cloud().client_id.clone();
        let principal = |one| service_principal(one, &luk);
        let service_principals = list(
            client,
            world,
            Part::ServicePrincipals,
            &applications::ListServicePrincipals,
            principal,
        )
        .await?;
        let multifactor = match users.known() {
            Some(users) if users.len() <= MULTIFACTOR_AT_ONCE => {
                let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
                Reading::Known(multifactor_states(client, world, &ids).await?)
            }
            _ => Reading::NotRead,
        };
        let azure_subscriptions = if session.granted.contains(&Purpose::Carry(Work::DeleteApplications)) {
            told(world, Part::AzureSubscriptions, 0);
            azure_subscriptions(client, at()).await
        } else {
            Reading::NotRead
        };
        Ok(Snapshot {
            taken_at: at(),
            organization,
            me,
            users,
            subscriptions,
            applications,
            service_principals,
            multifactor,
            azure_subscriptions,
        })
    }
}

fn told<W: World>(world: &W, part: Part, read: usize) {
    world.tell(Event::Surveying(Some(Surveying {
        part,
        read: u32::try_from(read).unwrap_or(u32::MAX),
    })));
}

/// A refusal makes a part unreadable; anything else ends the reading.
fn reading<T>(result: Result<T, Failure>, at: Moment) -> Result<Reading<T>, Failure> {
    match result {
        Ok(value) => Ok(Reading::Known(value)),
        Err(failure @ Failure::Refused(_)) => Ok(Reading::Unreadable(failure.problem(at))),
        Err(failure) => Err(failure),
    }
}

impl<T> Reading<Vec<T>> {
    /// Turns wire objects into the domain's. One that makes no sense makes the whole list unreadable: a list with a hole
    /// in it must not pass for complete.
    fn and_then<U>(self, convert: impl Fn(T) -> Option<U>) -> Reading<Vec<U>> {
        match self {
            Self::Known(list) => match list.into_iter().map(convert).collect() {
                Some(list) => Reading::Known(list),
                None => Reading::Unreadable(Problem::new(
                    ProblemKind::AnswerNotUnderstood,
                    Moment::from_milliseconds(0),
                )),
            },
            Self::Unreadable(problem) => Reading::Unreadable(problem),
            Self::NotRead => Reading::NotRead,
        }
    }
}

async fn list<W: World, E, T, U>(
    client: &Client<W>,
    world: &W,
    part: Part,
    endpoint: &E,
    convert: impl Fn(T) -> Option<U>,
) -> Result<Reading<Vec<U>>, Failure>
where
    E: Endpoint<Answer = Page<T>>,
    T: serde::de::DeserializeOwned,
{
    told(world, part, 0);
    let all = client.list(&endpoint.call(), |read| told(world, part, read)).await;
    Ok(reading(all, world.now())?.and_then(convert))
}

async fn organization<W: World>(client: &Client<W>) -> Result<Organization, Failure> {
    let page = client.ask(&organization::GetOrganization).await?;
    let one = page.value.into_iter().next().ok_or(Failure::NotUnderstood)?;
    let initial = one
        .verified_domains
        .iter()
        .find(|domain| domain.is_initial)
        .ok_or(Failure::NotUnderstood)?;
    Ok(Organization {
        id: one.id.parse().map_err(|_| Failure::NotUnderstood)?,
        initial_domain: InitialDomain::new(&initial.name),
        name: one.display_name.unwrap_or_else(|| initial.name.clone()),
        domains: one.verified_domains.into_iter().map(|domain| domain.name).collect(),
        directory_sync: if one.on_premises_sync_enabled == Some(true) {
            DirectorySync::On
        } else {
            DirectorySync::Off
        },
    })
}

async fn me<W: World>(client: &Client<W>, at: Moment) -> Result<Me, Failure> {
    let me = client.ask(&me::GetMe).await?;
    let roles: Result<Vec<me::DirectoryRole>, _> = client.list(&me::ListMyRoles.call(), |_| {}).await;
    Ok(Me {
        id: me.id.parse().map_err(|_| Failure::NotUnderstood)?,
        name: me.display_name.unwrap_or_default(),
        kind: kind(me.user_type.as_deref(), &me.user_principal_name),
        principal_name: me.user_principal_name,
        roles: reading(roles, at)?.and_then(|role| Some(role_of(role.role_template_id?.as_str()))),
    })
}

fn role_of(template: &str) -> Role {
    use me::role_template as id;
    match template {
        id::GLOBAL_ADMINISTRATOR => Role::GlobalAdministrator,
        id::BILLING_ADMINISTRATOR => Role::BillingAdministrator,
        id::USER_ADMINISTRATOR => Role::UserAdministrator,
        id::GLOBAL_READER => Role::GlobalReader,
        other => Role::Other(other.parse().unwrap_or(Guid::from_u128(0))),
    }
}

/// `userType` is empty on very old objects; a guest's sign-in name holds `#EXT#`.
fn kind(user_type: Option<&str>, principal_name: &str) -> UserKind {
    match user_type {
        Some("Guest") => UserKind::Guest,
        None if principal_name.contains("#EXT#") => UserKind::Guest,
        Some(_) | None => UserKind::Member,
    }
}

fn user(wire: users::User) -> Option<User> {
    let principal_name = wire.user_principal_name.unwrap_or_default();
    Some(User {
        id: wire.id.parse().ok()?,
        name: wire.display_name.unwrap_or_default(),
        kind: kind(wire.user_type.as_deref(), &principal_name),
        principal_name,
        account: if wire.account_enabled == Some(false) {
            AccountState::Blocked
        } else {
            AccountState::Enabled
        },
        origin: if wire.on_premises_sync_enabled == Some(true) {
            Origin::OnPremises
        } else {
            Origin::Cloud
        },
        licences: u32::try_from(wire.assigned_licenses.len()).ok()?,
    })
}

/// A status that Luk doesn't know is not guessed at: the list is then unreadable.
fn subscription(wire: subscriptions::Subscription) -> Option<Subscription> {
    Some(Subscription {
        id: wire.id.parse().ok()?,
        product: wire.sku_part_number.unwrap_or_default(),
        state: match wire.status?.as_str() {
            "Enabled" => SubscriptionState::Active,
            "Warning" => SubscriptionState::Expired,
            "Suspended" => SubscriptionState::Disabled,
            "LockedOut" => SubscriptionState::LockedOut,
            "Deleted" => SubscriptionState::Deleted,
            _ => return None,
        },
        offer: if wire.is_trial == Some(true) {
            Offer::Trial
        } else {
            Offer::Paid
        },
        licences: wire.total_licenses.unwrap_or(0),
        next_change: wire.next_lifecycle_date_time.and_then(|time| time.parse().ok()),
        seller: if wire.owner_tenant_id.is_some() {
            Seller::Partner
        } else {
            Seller::Microsoft
        },
    })
}

fn application(wire: applications::Application) -> Option<Application> {
    Some(Application {
        id: wire.id.parse().ok()?,
        app_id: wire.app_id.parse().ok()?,
        name: wire.display_name.unwrap_or_default(),
    })
}

fn service_principal(wire: applications::ServicePrincipal, luk: &str) -> Option<ServicePrincipal> {
    let app_id: AppId = wire.app_id.parse().ok()?;
    let owner = if luk.parse() == Ok(app_id) {
        ServicePrincipalOwner::Luk
    } else if wire.app_owner_organization_id.as_deref() == Some(applications::MICROSOFT_TENANT) {
        ServicePrincipalOwner::Microsoft
    } else {
        ServicePrincipalOwner::Other
    };
    Some(ServicePrincipal {
        id: wire.id.parse().ok()?,
        app_id,
        name: wire.display_name.unwrap_or_default(),
        owner,
    })
}

/// Azure is asked last and with a token of its own, which the tenant may not give: that costs this part only.
async fn azure_subscriptions<W: World>(client: &Client<W>, at: Moment) -> Reading<Vec<AzureSubscription>> {
    match client.list(&azure::ListSubscriptions.call(), |_| {}).await {
        Ok(list) => Reading::Known(list).and_then(|one: azure::Subscription| {
            Some(AzureSubscription {
                id: one.subscription_id.parse().ok()?,
                name: one.display_name,
                state: one.state,
            })
        }),
        Err(failure) => Reading::Unreadable(failure.problem(at)),
    }
}

/// Reads the multifactor state of each user, twenty a request. A user who is gone meanwhile has none.
pub(super) async fn multifactor_states<W: World>(
    client: &Client<W>,
    world: &W,
    users: &[UserId],
) -> Result<Vec<UserMultifactor>, Failure> {
    let mut queue: Vec<UserId> = users.iter().rev().copied().collect();
    let mut states = Vec::with_capacity(users.len());
    let mut attempt = 0;
    while !queue.is_empty() {
        told(world, Part::Multifactor, states.len());
        let batch: Vec<UserId> = queue.split_off(queue.len().saturating_sub(BATCH));
        let calls: Vec<(Guid, Call)> = batch
            .iter()
            .map(|user| (user.0, multifactor::read_state(&user.to_string())))
            .collect();
        let mut again = Vec::new();
        let mut wait = None;
        match client.batch(Version::Beta, &calls).await? {
            Batched::Answers(answers) => {
                for (user, answer) in batch.into_iter().zip(answers) {
                    match answer {
                        Some(answer) if answer.status == 200 => {
                            let state = serde_json::from_value(answer.body).ok().as_ref().and_then(state);
                            let at = world.now();
                            states.push(UserMultifactor {
                                user,
                                state: state.map_or_else(
                                    || Reading::Unreadable(Problem::new(ProblemKind::AnswerNotUnderstood, at)),
                                    Reading::Known,
                                ),
                            });
                        }
                        Some(answer) if answer.status == 404 => {}
                        Some(answer) if (400..429).contains(&answer.status) => {
                            let refusal = answer.refusal();
                            let problem = refused(&refusal, refusal_kind(refusal.status), world.now());
                            states.push(UserMultifactor {
                                user,
                                state: Reading::Unreadable(problem),
                            });
                        }
                        Some(answer) => {
                            let asked = answer.refusal().retry_after;
                            let asked = asked.and_then(|text| crate::client::retry::retry_after(&text, world.now()));
                            wait = wait.max(asked);
                            again.push(user);
                        }
                        None => again.push(user),
                    }
                }
            }
            Batched::Outer(outcome) => match next(&outcome, attempt, client.jitter(), world.now()) {
                Next::After(asked, _) => {
                    wait = Some(asked);
                    again = batch;
                }
                Next::RenewToken if attempt == 0 => {
                    client.renew_token();
                    again = batch;
                }
                Next::Take | Next::RenewToken | Next::GiveUp => return Err(crate::client::failure_of(&outcome)),
            },
        }
        if again.is_empty() {
            attempt = 0;
            continue;
        }
        attempt += 1;
        if attempt > 8 {
            return Err(Failure::Unreachable);
        }
        client
            .wait(wait.unwrap_or_else(|| crate::client::retry::backoff(attempt, client.jitter())))
            .await?;
        queue.extend(again.into_iter().rev());
    }
    Ok(states)
}

fn state(wire: &multifactor::Requirements) -> Option<MultifactorState> {
    match wire.per_user_mfa_state.as_str() {
        "disabled" => Some(MultifactorState::Disabled),
        "enabled" => Some(MultifactorState::Enabled),
        "enforced" => Some(MultifactorState::Enforced),
        _ => None,
    }
}
