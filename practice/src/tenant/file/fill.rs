//! Making the tenant that a file describes.

use std::collections::BTreeMap;

use crate::entra::Serial;
use crate::guid::Guid;
use crate::tenant::Deletion;
use crate::tenant::account::TenantKind;
use crate::tenant::azure::{AzureEvent, AzureRole, AzureState, AzureSubscription, Resource, RoleAssignment, Scope};
use crate::tenant::billing::{BillingAccount, Invoice, Reservation};
use crate::tenant::file::bought::{FileInvoice, FileStatus, FileSubscription};
use crate::tenant::file::sign_in::{set_account, set_condition};
use crate::tenant::file::{Audience, FileApplicationKind, FileSync, FileUser, TenantFile};
use crate::tenant::generate::Builder;
use crate::tenant::objects::{AdministrativeUnit, Domain, MfaState, PolicyOrigin, PrincipalKind, Reach};
use crate::tenant::subscription::{Channel, Event};
use crate::time::Moment;

/// What a tenant for customers comes with.
const CUSTOMERS_APPLICATION: &str = "b2c-extensions-app. Do not modify. Used by AADB2C for storing user data.";

/// The partner that sells in practice.
const PARTNER_TENANT: Guid = Guid::from_u128(0x4f1d_7a11_9c0b_4e55_8a3e_0b5d_2f60_91c7);

/// How long a subscription runs when the file doesn't say.
const USUAL_DAYS_LEFT: i64 = 120;

impl TenantFile {
    /// Everything in the order of the file, so that the same file and seed give the same ids.
    pub(crate) fn fill(&self, builder: &mut Builder) {
        for name in &self.domains {
            builder.tenant.domains.push(Domain {
                name: name.clone(),
                is_initial: false,
                is_default: false,
                gone: None,
            });
        }
        if let Some(default) = &self.default_domain {
            for domain in &mut builder.tenant.domains {
                domain.is_default = domain.name == *default;
            }
        }
        builder.tenant.kind = self.tenant_type;
        if self.tenant_type != TenantKind::Workforce {
            // Each of them keeps what it knows of customers in an application of its own, which blocks like any other.
            builder.application(CUSTOMERS_APPLICATION, "AzureADMyOrg");
        }
        builder.tenant.synced = match self.directory_sync {
            FileSync::Never => None,
            FileSync::On => Some(true),
            FileSync::Off => Some(false),
        };
        let mut people = BTreeMap::new();
        for user in &self.users {
            let name = self.full_name(&user.user_principal_name);
            let id = add_user(builder, user, &name);
            people.insert(name, id);
        }
        for guest in &self.guests {
            let name = guest.mail.trim().to_lowercase();
            let id = builder.guest(&guest.display_name, &name);
            people.insert(name, id);
        }
        for user in &self.users {
            let find = |name: &String| people.get(&self.full_name(name)).copied();
            let manager = user.manager.as_ref().and_then(find);
            if let Some(made) = find(&user.user_principal_name).and_then(|id| builder.tenant.users.get_mut(id)) {
                made.manager = manager;
            }
        }
        builder.more_people(self.more_users);
        let groups = self.add_groups(builder, &people);
        self.add_content(builder, &people, &groups);
        self.add_talk(builder, &people, &groups);
        for application in &self.applications {
            let audience = match application.sign_in_audience {
                Audience::MyOrg => "AzureADMyOrg",
                Audience::MultipleOrgs => "AzureADMultipleOrgs",
                Audience::OrgsAndPersonalAccounts => "AzureADandPersonalMicrosoftAccount",
                Audience::PersonalAccounts => "PersonalMicrosoftAccount",
            };
            let principal = builder.application(&application.display_name, audience);
            let app_id = builder
                .tenant
                .service_principals
                .get(principal)
                .map(|found| found.app_id);
            let mut registered = builder.tenant.applications.iter_mut();
            if let Some(registered) = registered.find(|found| Some(found.app_id) == app_id) {
                registered.identifier_uris.clone_from(&application.identifier_uris);
            }
            if application.kind == FileApplicationKind::Saml
                && let Some(principal) = builder.tenant.service_principals.get_mut(principal)
            {
                principal.kind = PrincipalKind::Saml;
            }
        }
        for application in &self.enterprise_applications {
            let principal = builder.gallery_application(&application.display_name);
            if let Some(principal) = builder.tenant.service_principals.get_mut(principal) {
                principal.leaves = application.leaves;
                principal.kind = application.kind;
            }
        }
        self.add_billing(builder);
        // The first user stands for whoever bought everything.
        let buyer = self.users.first().map(|user| self.full_name(&user.user_principal_name));
        let buyer = buyer.and_then(|name| people.get(&name).copied());
        if let Some(buyer) = buyer {
            for subscription in &self.subscriptions {
                add_subscription(builder, subscription, buyer);
            }
        }
        self.add_azure(builder, &people);
        self.add_outside(builder);
        self.add_reservations(builder);
        builder.tenant.mfa_providers.clone_from(&self.mfa_providers);
        if self.deletion_needs_support {
            builder.tenant.deletion = Deletion::NeedsSupport;
        }
        builder.tenant.cloud = self.cloud;
        self.add_sign_in(builder, &people);
        if let Some(enabled) = self.security_defaults {
            builder.tenant.security_defaults = enabled;
        }
        for policy in &self.conditional_access_policies {
            let origin = if policy.managed_by_microsoft {
                PolicyOrigin::Microsoft
            } else {
                PolicyOrigin::Tenant
            };
            builder.policy(&policy.display_name, policy.state, origin);
            let users = policy.users.iter().filter_map(|name| people.get(&self.full_name(name)));
            if let Some(made) = builder.tenant.policies.last_mut() {
                made.demand = policy.demand;
                made.users = users.copied().collect();
                set_condition(made, policy);
            }
        }
        for device in &self.devices {
            let system = device.operating_system.as_deref().unwrap_or("Windows");
            builder.device(&device.display_name, system);
        }
        for unit in &self.administrative_units {
            let id = builder.guid();
            let unit = AdministrativeUnit {
                id,
                display_name: unit.display_name.clone(),
                reach: if unit.is_member_management_restricted {
                    Reach::UnitOnly
                } else {
                    Reach::Tenant
                },
                members: unit
                    .members
                    .iter()
                    .filter_map(|name| people.get(&self.full_name(name)).copied())
                    .collect(),
            };
            builder.tenant.administrative_units.add(id, unit);
        }
    }

    fn add_azure(&self, builder: &mut Builder, people: &BTreeMap<String, Guid>) {
        for written in &self.azure_subscriptions {
            let id = builder.guid();
            let event = match written.state {
                AzureState::Enabled => AzureEvent::Enabled,
                AzureState::Warned => AzureEvent::Warned,
                AzureState::PastDue => AzureEvent::PastDue,
                AzureState::Disabled | AzureState::Deleted => AzureEvent::Cancelled {
                    since: Moment::days_ago(1),
                },
            };
            let owners = written.owners.iter().map(|name| (name, AzureRole::Owner));
            let readers = written.readers.iter().map(|name| (name, AzureRole::Reader));
            for (name, role) in owners.chain(readers) {
                if let Some(principal) = people.get(&self.full_name(name)).copied() {
                    let assignment = RoleAssignment {
                        name: builder.guid(),
                        scope: Scope::Subscription(id),
                        role,
                        principal,
                        since: Serial::default(),
                    };
                    builder.tenant.azure.assignments.push(assignment);
                }
            }
            let resources = written.resources.iter().map(|resource| Resource {
                kind: resource.kind.clone(),
                group: resource.resource_group.clone(),
                name: resource.name.clone(),
                gone: None,
            });
            let name = written.display_name.clone();
            let subscription = AzureSubscription::new(id, name, written.offer, event, resources.collect());
            builder.tenant.azure.subscriptions.push(subscription);
        }
    }

    /// Before the subscriptions, which name the account that pays for them.
    fn add_billing(&self, builder: &mut Builder) {
        let mut number = 0;
        let mut invoices = |written: &[FileInvoice]| -> Vec<Invoice> {
            let invoices = written.iter().map(|written| {
                number += 1;
                Invoice {
                    name: format!("E0100{number:05}"),
                    billed: written.billed_cents,
                    due: written.due_cents,
                    issued: Moment::days_ago(i64::from(written.days_ago)),
                }
            });
            invoices.collect()
        };
        builder.tenant.billing.main.agreement = self.agreement;
        builder.tenant.billing.main.invoices = invoices(&self.invoices);
        for (place, written) in (1_u128..).zip(&self.billing_accounts) {
            builder.tenant.billing.others.push(BillingAccount {
                id: builder.tenant.billing.main.id.combined(Guid::from_u128(place)),
                display_name: written.display_name.clone(),
                agreement: written.agreement,
                invoices: invoices(&written.invoices),
            });
        }
    }

    fn add_reservations(&self, builder: &mut Builder) {
        for written in &self.reservations {
            let reservation = Reservation {
                id: builder.guid(),
                display_name: written.display_name.clone(),
                expires: Moment::days_ago(-i64::from(written.days_left)),
            };
            builder.tenant.billing.reservations.push(reservation);
        }
    }
}

fn add_user(builder: &mut Builder, written: &FileUser, name: &str) -> Guid {
    builder.named_person(&written.display_name, name, |user| {
        user.given_name.clone_from(&written.given_name);
        user.surname.clone_from(&written.surname);
        user.job_title.clone_from(&written.job_title);
        user.department.clone_from(&written.department);
        user.country.clone_from(&written.country);
        user.enabled = written.account_enabled != Some(false);
        user.synced = written.on_premises_sync_enabled.then_some(true);
        user.roles.clone_from(&written.roles);
        user.licences = written.licenses.iter().map(|product| product.sku).collect();
        user.mfa = written.per_user_mfa_state.unwrap_or(MfaState::Disabled);
        set_account(user, written);
    })
}

fn add_subscription(builder: &mut Builder, written: &FileSubscription, buyer: Guid) {
    let days_left = written.days_left.map_or(USUAL_DAYS_LEFT, i64::from);
    let ends = Moment::days_ago(-days_left);
    let event = match written.status {
        FileStatus::Active if written.is_trial || written.recurring_billing == Some(false) => {
            Event::Ending { until: ends }
        }
        FileStatus::Active => Event::Renewing { until: ends },
        FileStatus::Expired => Event::Ending {
            until: Moment::days_ago(10),
        },
        FileStatus::Disabled => Event::Disabled {
            since: Moment::days_ago(20),
        },
        FileStatus::Deleted => Event::Deleted {
            since: Moment::days_ago(30),
        },
    };
    builder.subscription(written.sku_part_number, written.total_licenses, buyer, event);
    let mut others = builder.tenant.billing.others.iter();
    let account = others.find(|account| Some(&account.display_name) == written.billing_account.as_ref());
    let account = account.map(|account| account.id);
    if let Some(subscription) = builder.tenant.subscriptions.last_mut() {
        subscription.is_trial = written.is_trial;
        subscription.account = account.unwrap_or(subscription.account);
        subscription.channel = match (written.bought_from_partner, written.is_self_service) {
            (true, _) => Channel::Partner(PARTNER_TENANT),
            (false, true) => Channel::SelfService,
            (false, false) => Channel::Direct,
        };
        if let Some(days) = written.days_old {
            subscription.created = Moment::days_ago(i64::from(days));
        }
    }
}
