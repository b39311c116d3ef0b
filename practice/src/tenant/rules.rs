//! Who can end a subscription, and how: it depends on where it was bought, on the agreement and on its size.

use crate::tenant::TenantState;
use crate::tenant::billing::Agreement;
use crate::tenant::subscription::{Channel, Event, Stage, Subscription};
use crate::time::Moment;

/// Up to that many licences are cancelled online.
const MOST_LICENCES: u32 = 25;

/// Whether "Cancel subscription" is there, and what it does or why it isn't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cancelling {
    /// Disabled at once; can then be deleted.
    AtOnce,
    /// Disabled at once; goes at the end of its term.
    ForTerm,
    TooManyLicences,
    /// Under a customer agreement only in the first seven days of a term.
    WindowOver,
    /// The partner that sold it does it.
    ByPartner,
    /// It is among the self-service sign-up products.
    SelfService,
    /// It is neither active nor expired.
    Over,
}

impl Cancelling {
    /// What the page says instead of a button.
    pub(crate) const fn refusal(self) -> Option<&'static str> {
        match self {
            Self::AtOnce | Self::ForTerm => None,
            Self::TooManyLicences => {
                Some("This subscription has more than 25 licenses. Lower them to 25 or fewer, then cancel it.")
            }
            Self::WindowOver => Some(
                "This subscription can be cancelled within seven days after it starts or renews only. Turn off recurring billing, and it ends with its term.",
            ),
            Self::ByPartner => Some("This subscription was bought from a partner. Ask the partner to cancel it."),
            Self::SelfService => Some("Delete this product among the self-service sign-up products."),
            Self::Over => Some("This subscription can't be cancelled any more."),
        }
    }
}

impl TenantState {
    pub(crate) fn cancelling(&self, subscription: &Subscription, now: Moment) -> Cancelling {
        match (subscription.channel, subscription.stage(now).0) {
            (Channel::SelfService, _) => Cancelling::SelfService,
            (_, Stage::Disabled | Stage::MarkedDeleted | Stage::Deprovisioned) => Cancelling::Over,
            (Channel::Partner(_), Stage::Active | Stage::Expired) => Cancelling::ByPartner,
            (Channel::Direct, Stage::Active | Stage::Expired) => match self.agreement_of(subscription) {
                Agreement::Customer if self.cancellation_window(subscription, now).is_some() => Cancelling::ForTerm,
                Agreement::Customer => Cancelling::WindowOver,
                Agreement::OnlineServices | Agreement::Enterprise if subscription.licences > MOST_LICENCES => {
                    Cancelling::TooManyLicences
                }
                Agreement::OnlineServices | Agreement::Enterprise => Cancelling::AtOnce,
            },
        }
    }

    /// Whether "Delete subscription" is there.
    pub(crate) fn can_delete(&self, subscription: &Subscription, now: Moment) -> bool {
        subscription.stage(now).0 == Stage::Disabled
            && subscription.channel == Channel::Direct
            && self.agreement_of(subscription) != Agreement::Customer
            && !matches!(subscription.event, Event::CancelledForTerm { .. })
    }

    /// How many of its licences are given to somebody.
    pub(crate) fn licences_given(&self, subscription: &Subscription) -> u32 {
        let holders = self
            .users
            .iter()
            .filter(|user| user.licences.contains(&subscription.product.sku));
        u32::try_from(holders.count()).unwrap_or(u32::MAX)
    }
}
