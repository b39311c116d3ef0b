//! `Microsoft.Billing`: the account, its subscriptions and products; and reservations of `Microsoft.Capacity`.
//! Whether Microsoft 365 seats can be changed here is not proven by any document: the model lets a customer agreement
//! do what the specification says and refuses the rest.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::arm::error::ArmError;
use crate::arm::{Answer, Ask, invoices, unknown_route};
use crate::cloud::Cloud;
use crate::reply::Reply;
use crate::tenant::billing::{Agreement, BillingAccount};
use crate::tenant::role::Role;
use crate::tenant::subscription::{Event, Stage, Subscription};

const VERSIONS: [&str; 1] = ["2024-04-01"];
const ROLES: [Role; 2] = [Role::GlobalAdministrator, Role::BillingAdministrator];

/// Everything below `/providers/Microsoft.Billing/billingAccounts`
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], path: &[&str], ask: &Ask<'_>) -> Answer {
    ask.version(&VERSIONS)?;
    let allowed = ask.caller.holds(cloud, &ROLES);
    if let (&Method::GET, []) = (&ask.request.method, rest) {
        let accounts = cloud.tenant.billing.accounts().filter(|_| allowed);
        let accounts: Vec<Value> = accounts.map(account_shape).collect();
        return Ok(Reply::ok(json!({"value": accounts})));
    }
    if !allowed {
        return Err(ArmError::denied(
            "Microsoft.Billing/billingAccounts/read",
            "/providers/Microsoft.Billing/billingAccounts",
        ));
    }
    let [name, rest @ ..] = rest else {
        return Err(unknown_route(ask));
    };
    // Among all accounts is looked where none is named.
    let place = match *name {
        "default" => Place {
            account: cloud.tenant.billing.main.clone(),
            named: Named::Default,
        },
        name => Place {
            account: cloud
                .tenant
                .billing
                .accounts()
                .find(|account| account.name() == name)
                .cloned()
                .ok_or_else(|| ArmError::not_found(name))?,
            named: Named::ByName,
        },
    };
    let account = &place.account;
    match (&ask.request.method, rest) {
        (&Method::GET, []) => Ok(Reply::ok(account_shape(account))),
        (&Method::GET, ["billingsubscriptions"]) => Ok(subscriptions(cloud, account, ask)),
        // Of the whole specification the partners' own agreement alone takes this, and for usage-based billing only.
        (&Method::POST, ["billingsubscriptions", _, "cancel"]) => Err(not_for(account)),
        (&Method::GET, ["billingprofiles"]) => profiles(account),
        (&Method::GET, ["billingprofiles", profile, "invoicesections"]) => sections(account, profile),
        (&Method::GET, ["billingprofiles", profile, "billingsubscriptions"]) => {
            is_profile(account, profile)?;
            Ok(subscriptions(cloud, account, ask))
        }
        (
            &Method::GET,
            [
                "billingprofiles",
                profile,
                "invoicesections",
                section,
                "billingsubscriptions",
            ],
        ) => {
            is_profile(account, profile)?;
            if *section != SECTION.to_lowercase() {
                return Err(ArmError::not_found(section));
            }
            Ok(subscriptions(cloud, account, ask))
        }
        (&Method::POST, ["downloaddocuments"]) => invoices::download_several(cloud, &place, ask),
        (method, ["billingsubscriptions", id]) => one(cloud, account, method, id, Kind::Subscription, ask),
        (&Method::GET, ["products"]) => Ok(products(cloud, account)),
        (method, ["products", id]) => one(cloud, account, method, id, Kind::Product, ask),
        (_, [.., "invoices"] | [.., "invoices", _] | [.., "invoices", _, "download"]) => {
            invoices::answer(cloud, &place, rest, path, ask)
        }
        _ => Err(unknown_route(ask)),
    }
}

/// The account that an address is about.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) account: BillingAccount,
    pub(super) named: Named,
}

/// How the address names the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// `default`: the only one, or whichever has what is looked for.
    Default,
    ByName,
}

/// A customer agreement has profiles, by which it is billed, and these have sections. The model has one of each.
const PROFILE: &str = "PRAC-TICE-BG7-PGB";
const SECTION: &str = "PRAC-TICE-PJA-PGB";

fn is_profile(account: &BillingAccount, name: &str) -> Result<(), ArmError> {
    if account.agreement != Agreement::Customer {
        return Err(not_for(account));
    }
    match name.eq_ignore_ascii_case(PROFILE) {
        true => Ok(()),
        false => Err(ArmError::not_found(name)),
    }
}

fn profiles(account: &BillingAccount) -> Answer {
    is_profile(account, PROFILE)?;
    let profile = json!({
        "id": format!("{}/billingProfiles/{PROFILE}", account_id(account)), "name": PROFILE,
        "type": "Microsoft.Billing/billingAccounts/billingProfiles",
        "properties": {
            "displayName": account.display_name, "currency": "EUR", "status": "Active", "invoiceDay": 5,
            "hasReadAccess": true,
        },
    });
    Ok(Reply::ok(json!({"totalCount": 1, "value": [profile]})))
}

fn sections(account: &BillingAccount, profile: &str) -> Answer {
    is_profile(account, profile)?;
    let section = json!({
        "id": format!("{}/billingProfiles/{PROFILE}/invoiceSections/{SECTION}", account_id(account)), "name": SECTION,
        "type": "Microsoft.Billing/billingAccounts/billingProfiles/invoiceSections",
        "properties": {"displayName": account.display_name, "state": "Active"},
    });
    Ok(Reply::ok(json!({"totalCount": 1, "value": [section]})))
}

/// What the specification keeps from this kind of agreement.
pub(super) fn not_for(account: &BillingAccount) -> ArmError {
    ArmError::bad_request(format!(
        "The operation is not supported for billing accounts with agreement type {}.",
        account.agreement.arm_name()
    ))
}

fn account_id(account: &BillingAccount) -> String {
    format!("/providers/Microsoft.Billing/billingAccounts/{}", account.name())
}

fn account_shape(account: &BillingAccount) -> Value {
    json!({
        "id": account_id(account), "name": account.name(), "type": "Microsoft.Billing/billingAccounts",
        "properties": {
            "displayName": account.display_name, "agreementType": account.agreement.arm_name(),
            "accountStatus": "Active", "accountType": "Business", "hasReadAccess": true,
        },
    })
}

/// The two names under which the API knows what was bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Subscription,
    Product,
}

impl Kind {
    const fn segment(self) -> &'static str {
        match self {
            Self::Subscription => "billingSubscriptions",
            Self::Product => "products",
        }
    }
}

fn status(subscription: &Subscription, stage: Stage) -> &'static str {
    match (stage, subscription.event) {
        (Stage::Active, Event::Renewing { .. }) => "AutoRenew",
        (Stage::Active, _) => "Expiring",
        (Stage::Expired, _) => "Expired",
        (Stage::Disabled, _) => "Disabled",
        (Stage::MarkedDeleted | Stage::Deprovisioned, _) => "Deleted",
    }
}

fn shape(cloud: &Cloud, kind: Kind, subscription: &Subscription) -> Value {
    let (stage, changes) = subscription.stage(cloud.clock.moment());
    let renews = matches!(subscription.event, Event::Renewing { .. });
    let window = cloud.tenant.cancellation_window(subscription, cloud.clock.moment());
    let show = |moment| cloud.clock.show(moment).rfc3339();
    let mut properties = json!({
        "displayName": subscription.product.name, "status": status(subscription, stage),
        "autoRenew": if renews { "On" } else { "Off" }, "productType": subscription.product.part_number,
        "productCategory": "SaaS", "skuDescription": subscription.product.name, "quantity": subscription.licences,
        "termDuration": "P1Y", "billingFrequency": "P1M", "purchaseDate": show(subscription.created),
        "termStartDate": show(subscription.term_began(cloud.clock.moment())), "subscriptionId": subscription.commerce_id,
        "suspensionReasonDetails": [], "beneficiaryTenantId": cloud.tenant.id,
        "provisioningTenantId": cloud.tenant.id, "operationStatus": "None",
        "termEndDate": changes.filter(|_| stage == Stage::Active).map(show),
    });
    let account = cloud.tenant.billing.account(subscription.account);
    if let (Some(properties), Agreement::Customer) = (properties.as_object_mut(), account.agreement) {
        let overrides = match window {
            Some(ends) => json!({"cancellation": "Allowed", "cancellationAllowedEndDate": show(ends)}),
            None => json!({"cancellation": "NotAllowed"}),
        };
        properties.insert("systemOverrides".to_owned(), overrides);
    }
    json!({
        "id": format!("{}/{}/{}", account_id(account), kind.segment(), subscription.commerce_id),
        "name": subscription.commerce_id,
        "type": format!("Microsoft.Billing/billingAccounts/{}", kind.segment()),
        "properties": properties,
    })
}

/// Under the older agreement those of the tenant are listed only when asked for; deleted ones likewise.
fn subscriptions(cloud: &Cloud, account: &BillingAccount, ask: &Ask<'_>) -> Reply {
    let asks = |name: &str| {
        ask.request
            .query(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    };
    let with_tenants = account.agreement != Agreement::OnlineServices || asks("includeTenantSubscriptions");
    let now = cloud.clock.moment();
    let value: Vec<Value> = cloud
        .tenant
        .subscriptions
        .iter()
        .filter(|found| with_tenants && cloud.tenant.billing.account(found.account).id == account.id)
        .filter(|found| found.stage(now).0 != Stage::Deprovisioned || asks("includeDeleted"))
        .map(|found| shape(cloud, Kind::Subscription, found))
        .collect();
    Reply::ok(json!({"totalCount": value.len(), "value": value}))
}

fn products(cloud: &Cloud, account: &BillingAccount) -> Reply {
    let now = cloud.clock.moment();
    let is_customer = account.agreement == Agreement::Customer;
    let value: Vec<Value> = cloud
        .tenant
        .subscriptions
        .iter()
        .filter(|found| is_customer && cloud.tenant.billing.account(found.account).id == account.id)
        .filter(|found| found.stage(now).0 != Stage::Deprovisioned)
        .map(|found| shape(cloud, Kind::Product, found))
        .collect();
    Reply::ok(json!({"totalCount": value.len(), "value": value}))
}

/// One subscription or product: reading it; recurring billing off; cancelling it, which the specification calls deleting.
fn one(cloud: &mut Cloud, account: &BillingAccount, method: &Method, id: &str, kind: Kind, ask: &Ask<'_>) -> Answer {
    let refused = match (account.agreement, kind) {
        (Agreement::Customer, _) => false,
        // One subscription can be read and stops renewing under this agreement too; the rest is the customer agreement's.
        (Agreement::Enterprise, Kind::Subscription) => *method == Method::DELETE,
        (Agreement::Enterprise, Kind::Product) | (Agreement::OnlineServices, _) => true,
    };
    if refused {
        return Err(not_for(account));
    }
    let now = cloud.clock.moment();
    let at = cloud
        .tenant
        .subscriptions
        .iter()
        .position(|found| found.commerce_id.to_string() == id && found.account == account.id);
    let at = at.ok_or_else(|| ArmError::not_found(id))?;
    let found = cloud.tenant.subscriptions.get(at).cloned();
    let found = found.ok_or_else(|| ArmError::not_found(id))?;
    let changed = match (method, kind) {
        (&Method::GET, _) => return Ok(Reply::ok(shape(cloud, kind, &found))),
        (&Method::PATCH, _) => {
            let body = ask.request.json().map_err(|_| ArmError::bad_content())?;
            if body.pointer("/properties/autoRenew").and_then(Value::as_str) != Some("Off") {
                return Err(ArmError::Unmodelled(
                    "changing anything but autoRenew to Off".to_owned(),
                ));
            }
            let mut changed = found;
            changed.stop_renewing(now);
            changed
        }
        (&Method::DELETE, Kind::Subscription) => {
            if cloud.tenant.cancellation_window(&found, now).is_none() {
                let message =
                    "The subscription can be cancelled within seven days after it was bought or renewed only.";
                return Err(ArmError::new(StatusCode::CONFLICT, "CancellationNotAllowed", message));
            }
            let mut changed = found;
            if changed
                .cancel_for_term(now, "Cancelled through ARM".to_owned())
                .is_err()
            {
                return Err(ArmError::bad_request("The subscription can't be cancelled any more."));
            }
            changed
        }
        _ => return Err(unknown_route(ask)),
    };
    let answer = match *method {
        Method::DELETE => Reply::no_content(),
        _ => Reply::ok(shape(cloud, kind, &changed)),
    };
    if let Some(place) = cloud.tenant.subscriptions.get_mut(at) {
        *place = changed;
    }
    Ok(answer)
}

/// `GET /providers/Microsoft.Capacity/reservationOrders`
pub(super) fn reservations(cloud: &Cloud, ask: &Ask<'_>) -> Answer {
    ask.version(&["2022-11-01"])?;
    if ask.request.method != Method::GET {
        return Err(unknown_route(ask));
    }
    let allowed = ask.caller.holds(cloud, &ROLES);
    let now = cloud.clock.moment();
    let value: Vec<Value> = cloud
        .tenant
        .billing
        .reservations
        .iter()
        .filter(|_| allowed)
        .map(|found| {
            json!({
                "id": format!("/providers/Microsoft.Capacity/reservationOrders/{}", found.id), "name": found.id,
                "type": "Microsoft.Capacity/reservationOrders",
                "properties": {
                    "displayName": found.display_name, "term": "P1Y", "originalQuantity": 1,
                    "provisioningState": if now < found.expires { "Succeeded" } else { "Expired" },
                    "expiryDate": cloud.clock.show(found.expires).rfc3339(),
                },
            })
        })
        .collect();
    Ok(Reply::ok(json!({"value": value})))
}
