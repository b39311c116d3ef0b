//! What was bought, as a tenant file writes it: subscriptions, Azure subscriptions, billing accounts, reservations.

use serde::{Deserialize, Deserializer, de};

use crate::tenant::azure::{AzureState, Offer};
use crate::tenant::billing::Agreement;
use crate::tenant::file::word;
use crate::tenant::subscription::{PRODUCTS, Product};

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileSubscription {
    #[serde(deserialize_with = "product")]
    pub(super) sku_part_number: &'static Product,
    pub(super) total_licenses: u32,
    #[serde(default)]
    pub(super) status: FileStatus,
    #[serde(default)]
    pub(super) is_trial: bool,
    pub(super) recurring_billing: Option<bool>,
    /// Until an active one renews or ends.
    pub(super) days_left: Option<u16>,
    /// Since it was bought.
    pub(super) days_old: Option<u16>,
    /// Of a partner: only the partner cancels it.
    #[serde(default)]
    pub(super) bought_from_partner: bool,
    #[serde(default)]
    pub(super) is_self_service: bool,
    /// The display name of the billing account that pays for it; the main one when nothing is said.
    pub(super) billing_account: Option<String>,
}

/// The admin center's words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(super) enum FileStatus {
    #[default]
    Active,
    Expired,
    Disabled,
    Deleted,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileAzureSubscription {
    pub(super) display_name: String,
    #[serde(default = "FileAzureSubscription::usual_offer")]
    pub(super) offer: Offer,
    #[serde(default = "FileAzureSubscription::usual_state")]
    pub(super) state: AzureState,
    #[serde(default)]
    pub(super) owners: Vec<String>,
    #[serde(default)]
    pub(super) readers: Vec<String>,
    #[serde(default)]
    pub(super) resources: Vec<FileResource>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileResource {
    pub(super) resource_group: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) name: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileBillingAccount {
    pub(super) display_name: String,
    pub(super) agreement: Agreement,
    #[serde(default)]
    pub(super) invoices: Vec<FileInvoice>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileInvoice {
    /// Hundredths of the currency, so that no amount is rounded.
    pub(super) billed_cents: u32,
    #[serde(default)]
    pub(super) due_cents: u32,
    pub(super) days_ago: u16,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileReservation {
    pub(super) display_name: String,
    pub(super) days_left: u16,
}

impl FileAzureSubscription {
    const fn usual_offer() -> Offer {
        Offer::PayAsYouGo
    }

    const fn usual_state() -> AzureState {
        AzureState::Enabled
    }
}

fn product_named<E: de::Error>(name: &str) -> Result<&'static Product, E> {
    let all: Vec<&str> = PRODUCTS.iter().map(|product| product.part_number).collect();
    let found = PRODUCTS.iter().find(|product| product.part_number == name);
    word(name, "product", found.copied(), &all)
}

pub(super) fn product<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Product, D::Error> {
    product_named(&String::deserialize(deserializer)?)
}

pub(super) fn products<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<&'static Product>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    names.iter().map(|name| product_named(name)).collect()
}
