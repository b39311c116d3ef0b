//! A commercial subscription and its life: Active, Expired, Disabled, Deleted, by Microsoft's published days.

use crate::guid::Guid;
use crate::time::Moment;

/// What can be bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Product {
    pub(crate) sku: Guid,
    pub(crate) part_number: &'static str,
    pub(crate) name: &'static str,
    pub(crate) plans: &'static [(Guid, &'static str)],
}

/// What was last done to a subscription; what it is now follows from that and from the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// Bought or renewed; runs until then, and then renews by itself.
    Renewing { until: Moment },
    /// A trial, or with recurring billing off: runs until then, and then expires.
    Ending { until: Moment },
    /// Cancelled under a customer agreement: disabled at once, gone at the end of its term; nobody deletes it sooner.
    CancelledForTerm { until: Moment },
    /// Cancelled, or its days after expiry are over.
    Disabled { since: Moment },
    /// Gone at once.
    Removed,
    /// "Delete subscription" was confirmed.
    Deleted { since: Moment },
}

/// The admin center's words for where a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Active,
    Expired,
    Disabled,
    /// Deleted by an administrator; deprovisioned 72 hours later.
    MarkedDeleted,
    /// Gone for good: only this lets the directory be deleted.
    Deprovisioned,
}

impl Stage {
    /// What "Your products" calls it.
    pub(crate) const fn center_name(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Expired => "Expired",
            Self::Disabled => "Disabled",
            Self::MarkedDeleted | Self::Deprovisioned => "Deleted",
        }
    }

    /// What Graph calls it. Until it is deprovisioned, a deleted subscription is still `Suspended`.
    pub(crate) const fn graph_name(self) -> &'static str {
        match self {
            Self::Active => "Enabled",
            Self::Expired => "Warning",
            Self::Disabled | Self::MarkedDeleted => "Suspended",
            Self::Deprovisioned => "Deleted",
        }
    }
}

/// Where it was bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channel {
    Direct,
    /// From the partner with this tenant.
    Partner(Guid),
    /// Somebody signed up for it without asking.
    SelfService,
}

/// A subscription.
#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    pub(crate) id: Guid,
    pub(crate) commerce_id: Guid,
    pub(crate) product: &'static Product,
    pub(crate) licences: u32,
    pub(crate) is_trial: bool,
    pub(crate) created: Moment,
    pub(crate) owner: Guid,
    /// The billing account that pays for it.
    pub(crate) account: Guid,
    pub(crate) channel: Channel,
    pub(crate) event: Event,
    /// Why it was cancelled, as the administrator said.
    pub(crate) cancelled_because: Option<String>,
}

/// A subscription stays expired for 30 days.
const EXPIRED_DAYS: i64 = 30;
/// Then it stays disabled for 90 days.
const DISABLED_DAYS: i64 = 90;
/// What an administrator deletes is deprovisioned 72 hours later.
const DEPROVISIONING_HOURS: i64 = 72;

impl Subscription {
    /// Where it stands, and when that changes by itself.
    pub(crate) fn stage(&self, now: Moment) -> (Stage, Option<Moment>) {
        match self.event {
            Event::Renewing { until } => {
                let mut until = until;
                while until <= now {
                    until = until.plus_days(365);
                }
                (Stage::Active, Some(until))
            }
            Event::Ending { until } if now < until => (Stage::Active, Some(until)),
            Event::Ending { until } if now < until.plus_days(EXPIRED_DAYS) => {
                (Stage::Expired, Some(until.plus_days(EXPIRED_DAYS)))
            }
            Event::Ending { until } => Self::disabled(until.plus_days(EXPIRED_DAYS), now),
            Event::CancelledForTerm { until } if now < until => (Stage::Disabled, Some(until)),
            Event::CancelledForTerm { .. } | Event::Removed => (Stage::Deprovisioned, None),
            Event::Disabled { since } => Self::disabled(since, now),
            Event::Deleted { since } => {
                let gone = since.plus_hours(DEPROVISIONING_HOURS);
                if now < gone {
                    (Stage::MarkedDeleted, Some(gone))
                } else {
                    (Stage::Deprovisioned, None)
                }
            }
        }
    }

    fn disabled(since: Moment, now: Moment) -> (Stage, Option<Moment>) {
        let gone = since.plus_days(DISABLED_DAYS);
        if now < gone {
            (Stage::Disabled, Some(gone))
        } else {
            (Stage::Deprovisioned, None)
        }
    }

    /// "Cancel subscription": disabled at once. Only what is active or expired can be cancelled.
    pub(crate) fn cancel(&mut self, now: Moment, reason: String) -> Result<(), Stage> {
        match self.stage(now).0 {
            Stage::Active | Stage::Expired => {
                self.event = Event::Disabled { since: now };
                self.cancelled_because = Some(reason);
                Ok(())
            }
            stage @ (Stage::Disabled | Stage::MarkedDeleted | Stage::Deprovisioned) => Err(stage),
        }
    }

    /// Cancelled under a customer agreement, within its window.
    pub(crate) fn cancel_for_term(&mut self, now: Moment, reason: String) -> Result<(), Stage> {
        match self.stage(now) {
            (Stage::Active, Some(until)) => {
                self.event = Event::CancelledForTerm { until };
                self.cancelled_because = Some(reason);
                Ok(())
            }
            (stage, _) => Err(stage),
        }
    }

    /// "Recurring billing: off".
    pub(crate) fn stop_renewing(&mut self, now: Moment) {
        if let (Event::Renewing { .. }, Some(until)) = (self.event, self.stage(now).1) {
            self.event = Event::Ending { until };
        }
    }

    /// When it was bought, or last renewed.
    pub(crate) fn term_began(&self, now: Moment) -> Moment {
        match (self.event, self.stage(now).1) {
            (Event::Renewing { .. }, Some(until)) => until.plus_days(-365).max(self.created),
            _ => self.created,
        }
    }

    /// "Delete subscription": only what is disabled can be deleted.
    pub(crate) fn delete(&mut self, now: Moment) -> Result<(), Stage> {
        match self.stage(now).0 {
            Stage::Disabled if !matches!(self.event, Event::CancelledForTerm { .. }) => {
                self.event = Event::Deleted { since: now };
                Ok(())
            }
            stage
            @ (Stage::Active | Stage::Expired | Stage::Disabled | Stage::MarkedDeleted | Stage::Deprovisioned) => {
                Err(stage)
            }
        }
    }
}

macro_rules! products {
    ($($constant:ident $part:literal $name:literal $sku:literal [$($plan:literal $plan_id:literal),*])*) => {
        $(pub(crate) static $constant: Product = Product {
            sku: Guid::from_u128($sku),
            part_number: $part,
            name: $name,
            plans: &[$((Guid::from_u128($plan_id), $plan)),*],
        };)*

        /// Everything that can be bought here.
        pub(crate) static PRODUCTS: &[&Product] = &[$(&$constant),*];
    };
}

products! {
    BUSINESS_PREMIUM "SPB" "Microsoft 365 Business Premium" 0xcbdc14ab_d96c_4c30_b9f4_6ada7cdc1d46
        ["EXCHANGE_S_STANDARD" 0x9aaf7827_d63c_4b61_89c3_182f06f82e5c,
         "SHAREPOINTSTANDARD" 0xc7699d2e_19aa_44de_8edf_1736da088ca1,
         "TEAMS1" 0x57ff2da0_773e_42df_b2af_ffb7a2317929]
    BUSINESS_BASIC "O365_BUSINESS_ESSENTIALS" "Microsoft 365 Business Basic" 0x3b555118_da6a_4418_894f_7df1e2096870
        ["EXCHANGE_S_STANDARD" 0x9aaf7827_d63c_4b61_89c3_182f06f82e5c,
         "SHAREPOINTSTANDARD" 0xc7699d2e_19aa_44de_8edf_1736da088ca1]
    ENTRA_P1 "AAD_PREMIUM" "Microsoft Entra ID P1" 0x078d2b04_f1bd_4111_bbd4_b4b1b354cef4
        ["AAD_PREMIUM" 0x41781fb2_bc02_4b7c_bd55_b576c07bb09d]
    POWER_BI_PRO "POWER_BI_PRO" "Power BI Pro" 0xf8a1db68_be16_40ed_86d5_cb42ce701560
        ["BI_AZURE_P2" 0x70d33638_9c74_4d01_bfd3_562de28bd4ba]
    VISIO_PLAN_2 "VISIOCLIENT" "Visio Plan 2" 0xc5928f49_12ba_48f7_ada3_0d743a3601d5
        ["VISIO_CLIENT_SUBSCRIPTION" 0x663a804f_1c30_4ff0_9915_9db84f0d1cea]
    OFFICE_E3 "ENTERPRISEPACK" "Office 365 E3" 0x6fd2c87f_b296_42f0_b197_1e91e994b900
        ["EXCHANGE_S_ENTERPRISE" 0xefb87545_963c_4e0d_99df_69c6916d9eb0,
         "SHAREPOINTENTERPRISE" 0x5dbe027f_2339_4123_9542_606e4d348a72]
    MICROSOFT_365_E5 "SPE_E5" "Microsoft 365 E5" 0x06ebc4ee_1bb5_47dd_8120_11324bc54e06
        ["EXCHANGE_S_ENTERPRISE" 0xefb87545_963c_4e0d_99df_69c6916d9eb0,
         "AAD_PREMIUM_P2" 0xeec0eb4f_6444_4f95_aba0_50c24d67f998]
    STUDENT_A1 "STANDARDWOFFPACK_STUDENT" "Office 365 A1 for students" 0x314c4481_f395_4525_be8b_2ec4bb1e9d91
        ["EXCHANGE_S_STANDARD" 0x9aaf7827_d63c_4b61_89c3_182f06f82e5c]
    POWER_AUTOMATE_FREE "FLOW_FREE" "Microsoft Power Automate Free" 0xf30db892_07e9_47e9_837c_80727f46fd3d
        ["FLOW_P2_VIRAL" 0x50e68c76_46c6_4674_81f9_75456511b170]
    POWER_BI_FREE "POWER_BI_STANDARD" "Power BI (free)" 0xa403ebcc_fae0_4ca2_8c8c_7a907fd6c235
        ["BI_AZURE_P0" 0x2049e525_b859_401b_b2a0_e0a31c4b1fe4]
    PROJECT_PLAN_3 "PROJECTPROFESSIONAL" "Project Plan 3" 0x53818b1b_4a27_454b_8896_0dba576410e6
        ["PROJECT_CLIENT_SUBSCRIPTION" 0xfafd7243_e5c1_4a3a_9e40_495efcb1d3c3]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subscription(event: Event) -> Subscription {
        let id = Guid::from_u128(1);
        Subscription {
            id,
            commerce_id: id,
            product: &BUSINESS_BASIC,
            licences: 5,
            is_trial: false,
            created: Moment::days_ago(400),
            owner: id,
            account: id,
            channel: Channel::Direct,
            event,
            cancelled_because: None,
        }
    }

    #[test]
    fn left_alone_it_expires_for_30_days_is_disabled_for_90_and_is_deleted() {
        let until = Moment::days_ago(0);
        let subscription = subscription(Event::Ending { until });
        let stage = |days| subscription.stage(until.plus_days(days)).0;
        assert_eq!(stage(-1), Stage::Active);
        assert_eq!((stage(0), stage(29)), (Stage::Expired, Stage::Expired));
        assert_eq!((stage(30), stage(119)), (Stage::Disabled, Stage::Disabled));
        assert_eq!(stage(120), Stage::Deprovisioned);
    }

    #[test]
    fn deleted_by_hand_it_is_suspended_for_72_hours_more() {
        let now = Moment::days_ago(0);
        let mut subscription = subscription(Event::Renewing {
            until: now.plus_days(100),
        });
        assert_eq!(subscription.delete(now), Err(Stage::Active));
        subscription.cancel(now, "No longer needed".to_owned()).unwrap();
        assert_eq!(subscription.cancel(now, String::new()), Err(Stage::Disabled));
        subscription.delete(now).unwrap();
        assert_eq!(subscription.stage(now.plus_hours(71)).0.graph_name(), "Suspended");
        assert_eq!(subscription.stage(now.plus_hours(72)).0.graph_name(), "Deleted");
    }
}
