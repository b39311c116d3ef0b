//! Reading the tenant: each part is known, or it is said why not. Changes nothing in it.

mod doubt;
mod multifactor;
mod wire;

use std::sync::Arc;

use super::Engine;
use super::watch::unless_wished;
use crate::client::helm::Listener;
use crate::client::{Client, Failure, World};
use crate::microsoft::azure::subscriptions as azure;
use crate::microsoft::graph::{applications, deleted_users, me, organization, roles, subscriptions, users};
use crate::microsoft::signin::identity::NotProven;
use crate::microsoft::{Endpoint, Page};
use crate::protocol::{Event, Part, Purpose, Session, Surveying};
use crate::tenant::ids::UserId;
use crate::tenant::plan::Work;
use crate::tenant::snapshot::{
    AzureSubscription, DirectorySync, Identified, Me, Organization, Reading, Snapshot, User, UserMultifactor,
};
use crate::tenant::{Counts, InitialDomain, Moment, Problem, ProblemKind};
pub(super) use multifactor::{asking, states};
use wire::{application, deleted_user, kind, role_of, service_principal, subscription, user};

/// Up to this many users, every reading includes their multifactor state: one call a user. Beyond, it is read when it is
/// asked for; by then most users are deleted.
const MULTIFACTOR_AT_ONCE: usize = 1_000;

impl<W: World> Engine<W> {
    /// Reads the whole tenant.
    pub(super) async fn survey(&mut self, listener: Listener) -> Result<(), Problem> {
        let kept = self.progress.kept.clone();
        let read = async |world: &W, client: &Client<W>, session: &Session| {
            let snapshot = read_tenant(world, client, session).await?;
            doubt::doubt(world, client, &kept, snapshot).await
        };
        let read = self.at_work(listener, read).await;
        self.world.tell(Event::Surveying(None));
        let snapshot = read?.map_err(|failure| self.failed(&failure))?;
        self.take_in(snapshot)
    }

    /// Takes a reading in: shows it, and keeps its counts for the next visit.
    pub(super) fn take_in(&mut self, snapshot: Snapshot) -> Result<(), Problem> {
        let counts = Counts::of(&snapshot);
        self.show_snapshot(snapshot);
        self.change(|progress, _| progress.seen = Some(counts))
    }

    fn show_snapshot(&mut self, snapshot: Snapshot) {
        let snapshot = Arc::new(snapshot);
        self.world.tell(Event::Snapshot(Arc::clone(&snapshot)));
        self.snapshot = Some(snapshot);
    }

    /// Reads the subscriptions again, and nothing else.
    pub(super) async fn read_subscriptions(&mut self) -> Result<(), Problem> {
        let helm = self.helm();
        let list = async |world: &W, client: &Client<W>, _: &Session| {
            let call = subscriptions::ListSubscriptions.call();
            unless_wished(world, &helm, client.list(&call, |_| {})).await
        };
        let Some(list) = self.at_work(Listener::Look, list).await? else {
            return Ok(());
        };
        let at = self.world.now();
        let failed = list.as_ref().err().map(|failure| failure.problem(at));
        if let Some(passes) = failed.filter(|problem| problem.kind.passes()) {
            // What is known is better than that nothing could be read just now.
            return Err(passes);
        }
        let subscriptions = reading(list, at);
        let subscriptions = subscriptions
            .map_err(|failure| self.failed(&failure))?
            .and_then(at, subscription)
            .each_once();
        let Some(mut snapshot) = self.snapshot.as_deref().cloned() else {
            return Ok(());
        };
        snapshot.subscriptions_at = at;
        snapshot.subscriptions = subscriptions;
        let counts = Counts::of(&snapshot);
        self.show_snapshot(snapshot);
        // The rest may be known better by now: another tab may have read everything since.
        self.change(|progress, _| {
            let seen = progress.seen.unwrap_or(counts);
            progress.seen = Some(seen.with_subscriptions_of(counts));
        })
    }

    /// Reads the multifactor states if they have not been read.
    pub(super) async fn read_multifactor(&mut self) -> Result<(), Problem> {
        let Some(mut snapshot) = self.snapshot.as_deref().cloned() else {
            return Err(self.problem(ProblemKind::SignInNeeded));
        };
        if Self::has_read(&snapshot.multifactor) {
            return Ok(());
        }
        // Of nobody known there would be nobody whose state is demanded.
        let users = self.known(&snapshot.users)?;
        let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
        let read = async |world: &W, client: &Client<W>, _: &Session| multifactor_states(client, world, &ids).await;
        let states = self.at_work(Listener::Reading, read).await;
        self.world.tell(Event::Surveying(None));
        snapshot.multifactor = states?.map_err(|failure| self.failed(&failure))?;
        self.take_in(snapshot)
    }
}

async fn multifactor_states<W: World>(
    client: &Client<W>,
    world: &W,
    users: &[UserId],
) -> Result<Reading<Vec<UserMultifactor>>, Failure> {
    let mut asking = asking(users.iter().copied());
    let asked = client.ask_about(&mut asking, |read| told(world, Part::Multifactor, read));
    let states = asked.await.map(|()| states(asking));
    reading(states, world.now())
}

async fn read_tenant<W: World>(world: &W, client: &Client<W>, session: &Session) -> Result<Snapshot, Failure> {
    let at = || world.now();
    told(world, Part::Organization, 0);
    let organization = organization(client).await?;
    told(world, Part::Me, 0);
    let me = me(client, at()).await?;
    // Graph must speak of the tenant and the person that the sign-in was for, or nothing it says is used.
    if organization.id != session.tenant {
        return Err(Failure::NotProven(NotProven::Tenant));
    }
    if me.id != session.person {
        return Err(Failure::NotProven(NotProven::Person));
    }
    let users = list_users(world, client).await?;
    let deleted_users = list(
        client,
        world,
        Part::DeletedUsers,
        &deleted_users::ListDeletedUsers,
        deleted_user,
    )
    .await?;
    let administrators = client.list(&roles::ListRoleAssignments.call(), |_| {}).await;
    let administrators =
        reading(administrators, at())?.and_then(at(), |one: roles::RoleAssignment| one.principal_id.parse().ok());
    let subscriptions = list(
        client,
        world,
        Part::Subscriptions,
        &subscriptions::ListSubscriptions,
        subscription,
    )
    .await?;
    let subscriptions_at = at();
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
            multifactor_states(client, world, &ids).await?
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
        subscriptions_at,
        organization,
        me,
        users,
        deleted_users,
        administrators,
        subscriptions,
        applications,
        service_principals,
        multifactor,
        azure_subscriptions,
    })
}

async fn list_users<W: World>(world: &W, client: &Client<W>) -> Result<Reading<Vec<User>>, Failure> {
    list(client, world, Part::Users, &users::ListUsers, user).await
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
    fn and_then<U, List: FromIterator<U>>(self, at: Moment, convert: impl Fn(T) -> Option<U>) -> Reading<List> {
        match self {
            Self::Known(list) => understood(list.into_iter().map(convert).collect(), at),
            Self::Unreadable(problem) => Reading::Unreadable(problem),
            Self::NotRead => Reading::NotRead,
        }
    }
}

/// A list of which nothing is there because something in it makes no sense is unreadable.
fn understood<List>(list: Option<List>, at: Moment) -> Reading<List> {
    let unreadable = || Reading::Unreadable(Problem::new(ProblemKind::AnswerNotUnderstood, at));
    list.map_or_else(unreadable, Reading::Known)
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
    U: Identified,
{
    told(world, part, 0);
    let heard = |read| told(world, part, read);
    let all = client.list_as(&endpoint.call(), convert, heard).await;
    Ok(match reading(all, world.now())? {
        Reading::Known(list) => understood(list, world.now()).each_once(),
        Reading::Unreadable(problem) => Reading::Unreadable(problem),
        Reading::NotRead => Reading::NotRead,
    })
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
        kind: kind(me.user_type, &me.user_principal_name),
        principal_name: me.user_principal_name,
        roles: reading(roles, at)?.and_then(at, |role| Some(role_of(role.role_template_id?.as_str()))),
    })
}

/// Azure is asked last and with a token of its own, which the tenant may not give: that costs this part only.
async fn azure_subscriptions<W: World>(client: &Client<W>, at: Moment) -> Reading<Vec<AzureSubscription>> {
    let subscription = |one: azure::Subscription| {
        Some(AzureSubscription {
            id: one.subscription_id.parse().ok()?,
            name: one.display_name,
            state: one.state,
        })
    };
    match client.list(&azure::ListSubscriptions.call(), |_| {}).await {
        Ok(list) => Reading::Known(list).and_then(at, subscription).each_once(),
        Err(failure) => Reading::Unreadable(failure.problem(at)),
    }
}
