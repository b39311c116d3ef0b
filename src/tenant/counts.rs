//! A tenant in numbers: what is left to do, without a name in it, so that it can be kept and shown offline.

use serde::{Deserialize, Serialize};

use super::snapshot::{DirectorySync, MultifactorState, Seller, ServicePrincipalOwner, Snapshot, SubscriptionState};
use super::{Moment, Reading};

/// What was left when the tenant was last read. `None` is "not known", never zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// When the tenant was read.
    pub taken_at: Moment,
    /// When its subscriptions were: they are looked at by themselves while somebody waits for them. Not known of what an older
    /// Luk has kept.
    #[serde(default)]
    pub subscriptions_at: Option<Moment>,
    /// Users besides the signed-in administrator.
    pub other_users: Option<u32>,
    /// Users who were deleted and can still be restored.
    #[serde(default)]
    pub deleted_users: Option<u32>,
    /// Whether users come from on-premises.
    pub directory_sync: DirectorySync,
    /// Subscriptions that are active or expired: to be cancelled.
    pub to_cancel: Option<u32>,
    /// Of those, how many only a partner can cancel.
    pub sold_by_partner: Option<u32>,
    /// Subscriptions that are disabled or locked out: to be deleted.
    pub to_delete: Option<u32>,
    /// Other users of whom multifactor authentication is demanded.
    pub multifactor_on: Option<u32>,
    /// App registrations.
    pub applications: Option<u32>,
    /// Enterprise applications that are not Microsoft's own.
    pub enterprise_applications: Option<u32>,
    /// Azure subscriptions that can be seen and are not deleted.
    pub azure_subscriptions: Option<u32>,
}

impl Counts {
    /// What two readings say together: of everything, and of subscriptions, what was read last. The order makes no difference.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        let subscriptions = |counts: &Self| {
            let Self {
                subscriptions_at,
                to_cancel,
                sold_by_partner,
                to_delete,
                ..
            } = *counts;
            (subscriptions_at, to_cancel, sold_by_partner, to_delete)
        };
        let last = if subscriptions(&self) < subscriptions(&other) {
            other
        } else {
            self
        };
        self.with_subscriptions_of(last).max(other.with_subscriptions_of(last))
    }

    /// These, but of subscriptions what the other ones say.
    #[must_use]
    pub const fn with_subscriptions_of(self, other: Self) -> Self {
        Self {
            subscriptions_at: other.subscriptions_at,
            to_cancel: other.to_cancel,
            sold_by_partner: other.sold_by_partner,
            to_delete: other.to_delete,
            ..self
        }
    }

    /// These, or of everything and of subscriptions what the other ones say that were read later. [`Counts::join`] where it makes
    /// no difference which of two that were read in the same instant it is.
    #[must_use]
    pub fn or_later(self, other: Self) -> Self {
        let all = if self.taken_at < other.taken_at { other } else { self };
        let subscriptions = if self.subscriptions_at < other.subscriptions_at {
            other
        } else {
            self
        };
        all.with_subscriptions_of(subscriptions)
    }

    /// [`Counts::join`] of what is known.
    #[must_use]
    pub fn join_known(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        one.into_iter().chain(other).reduce(Self::join)
    }

    /// Counts a snapshot.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Self {
        let me = snapshot.me.id;
        Self {
            taken_at: snapshot.taken_at,
            subscriptions_at: Some(snapshot.subscriptions_at),
            other_users: count(&snapshot.users, |user| user.id != me),
            deleted_users: count(&snapshot.deleted_users, |_| true),
            directory_sync: snapshot.organization.directory_sync,
            to_cancel: count(&snapshot.subscriptions, |subscription| {
                must_be_cancelled(subscription.state)
            }),
            sold_by_partner: count(&snapshot.subscriptions, |subscription| {
                must_be_cancelled(subscription.state) && subscription.seller == Seller::Partner
            }),
            to_delete: count(&snapshot.subscriptions, |subscription| {
                must_be_deleted(subscription.state)
            }),
            multifactor_on: multifactor_on(snapshot),
            applications: count(&snapshot.applications, |_| true),
            enterprise_applications: count(&snapshot.service_principals, |principal| {
                principal.owner != ServicePrincipalOwner::Microsoft
            }),
            azure_subscriptions: count(&snapshot.azure_subscriptions, |subscription| {
                subscription.state != "Deleted"
            }),
        }
    }
}

/// Whether a subscription in this state has to be cancelled before it can be deleted.
#[must_use]
pub const fn must_be_cancelled(state: SubscriptionState) -> bool {
    matches!(state, SubscriptionState::Active | SubscriptionState::Expired)
}

/// Whether a subscription in this state has to be deleted before the directory can be.
#[must_use]
pub const fn must_be_deleted(state: SubscriptionState) -> bool {
    matches!(state, SubscriptionState::Disabled | SubscriptionState::LockedOut)
}

fn count<T>(reading: &Reading<Vec<T>>, counts: impl Fn(&T) -> bool) -> Option<u32> {
    let matching = reading.known()?.iter().filter(|one| counts(one)).count();
    u32::try_from(matching).ok()
}

/// One unread state makes the whole count unknown: "0 left" must never rest on something that could not be read.
fn multifactor_on(snapshot: &Snapshot) -> Option<u32> {
    let mut on = 0;
    for one in snapshot
        .multifactor
        .known()?
        .iter()
        .filter(|one| one.user != snapshot.me.id)
    {
        match one.state.known()? {
            MultifactorState::Enabled | MultifactorState::Enforced => on += 1,
            MultifactorState::Disabled => {}
        }
    }
    Some(on)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    prop_compose! {
        /// Of few values, so that many are equal.
        fn counts()(at in (0_i64..3, 0_i64..3), left in (0_u32..3, 0_u32..3, 0_u32..3)) -> Counts {
            Counts {
                taken_at: Moment::from_milliseconds(at.0),
                subscriptions_at: Some(Moment::from_milliseconds(at.1)),
                other_users: Some(left.0),
                deleted_users: None,
                directory_sync: DirectorySync::Off,
                to_cancel: Some(left.1),
                sold_by_partner: None,
                to_delete: Some(left.2),
                multifactor_on: None,
                applications: Some(left.0),
                enterprise_applications: None,
                azure_subscriptions: None,
            }
        }
    }

    #[test]
    fn counts_of_an_older_luk_say_nothing_of_when_subscriptions_were_read() {
        let kept = r#"{"takenAt":"2026-11-21T08:00:00Z","otherUsers":1,"directorySync":"Off","toCancel":2,"soldByPartner":null,
            "toDelete":null,"multifactorOn":null,"applications":null,"enterpriseApplications":null,"azureSubscriptions":null}"#;
        let counts: Counts = serde_json::from_str(kept).unwrap();
        assert_eq!((counts.subscriptions_at, counts.to_cancel), (None, Some(2)));
    }

    proptest! {
        #[test]
        fn whoever_joins_readings_in_whatever_order_knows_the_same(one in counts(), two in counts(), three in counts()) {
            prop_assert_eq!(one.join(two), two.join(one));
            prop_assert_eq!(one.join(two).join(three), one.join(two.join(three)));
            prop_assert_eq!(one.join(one), one);
            prop_assert_eq!(one.join(two).join(two), one.join(two));
        }

        #[test]
        fn what_was_read_last_counts_of_users_and_of_subscriptions_by_itself(one in counts(), two in counts()) {
            let both = one.join(two);
            let users = if one.taken_at > two.taken_at { one } else { two };
            let subscriptions = if one.subscriptions_at > two.subscriptions_at { one } else { two };
            if one.taken_at != two.taken_at {
                prop_assert_eq!(both.other_users, users.other_users);
            }
            if one.subscriptions_at != two.subscriptions_at {
                prop_assert_eq!((both.to_cancel, both.to_delete), (subscriptions.to_cancel, subscriptions.to_delete));
            }
        }
    }
}
