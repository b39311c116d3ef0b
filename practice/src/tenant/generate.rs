//! Making a tenant from a seed: what every tenant has. The same seed gives the same ids.

use crate::guid::Guid;
use crate::random::Random;
use crate::tenant::account::{Method, Methods, Password, Risk, SignInRules, TenantKind};
use crate::tenant::azure::Azure;
use crate::tenant::billing::{Agreement, Billing, BillingAccount};
use crate::tenant::file::TenantFile;
use crate::tenant::objects::{
    ARM_APP, Application, Assignment, Condition, ConditionalAccessPolicy, Demand, Device, Domain, ELSEWHERE_TENANT,
    GRAPH_APP, Group, GroupKind, Leaves, MICROSOFT_TENANT, MfaState, PolicyOrigin, PolicyState, PrincipalKind,
    ServicePrincipal, User, UserKind,
};
use crate::tenant::outside::Outside;
use crate::tenant::role::Role;
use crate::tenant::shelf::Shelf;
use crate::tenant::source::Source;
use crate::tenant::subscription::{Channel, Event, Product, Subscription};
use crate::tenant::{Deletion, Tenant, TenantName, TenantState, contoso, hostile, people, small};
use crate::time::Moment;

/// Microsoft's own apps that every tenant holds.
const FIRST_PARTY: [(Guid, &str); 8] = [
    (GRAPH_APP, "Microsoft Graph"),
    (ARM_APP, "Windows Azure Service Management API"),
    (
        Guid::from_u128(0x00000002_0000_0000_c000_000000000000),
        "Windows Azure Active Directory",
    ),
    (
        Guid::from_u128(0x00000002_0000_0ff1_ce00_000000000000),
        "Office 365 Exchange Online",
    ),
    (
        Guid::from_u128(0x00000003_0000_0ff1_ce00_000000000000),
        "Office 365 SharePoint Online",
    ),
    (
        Guid::from_u128(0x00000006_0000_0ff1_ce00_000000000000),
        "Microsoft Office 365 Portal",
    ),
    (Guid::from_u128(0xc44b4083_3bb0_49c1_b47d_974e53cbdf3c), "Azure Portal"),
    (
        Guid::from_u128(0xcc15fd57_2c6c_4117_a88c_83b1d56b4bbe),
        "Microsoft Teams Services",
    ),
];

impl TenantState {
    /// The tenant as it is at first. It has the same ids for the same seed.
    pub(crate) fn generate(tenant: &Tenant, seed: u64) -> Self {
        // Different tenants of one seed share no ids; the cloud's own chance starts elsewhere as well.
        let random = |number: u64| Random::new(seed.wrapping_add(0x7e4a_9711 + number));
        match &tenant.0 {
            Source::Named(TenantName::Tiny) => {
                let mut builder = Builder::new("tiny", "Tiny", random(0));
                small::tiny(&mut builder);
                builder.tenant
            }
            Source::Named(TenantName::Contoso) => {
                let mut builder = Builder::new("contoso", "Contoso", random(1));
                contoso::fill(&mut builder);
                builder.tenant
            }
            Source::Named(name) => match name.file().map(TenantFile::read) {
                Some(Ok(file)) => {
                    let mut builder = Builder::new(&file.name, &file.display_name, random(3 + *name as u64));
                    file.fill(&mut builder);
                    if *name == TenantName::Hostile {
                        hostile::fill(&mut builder);
                    }
                    builder.tenant
                }
                // A test proves that none of them is wrong.
                Some(Err(_)) | None => Builder::new(name.name(), name.name(), random(3)).tenant,
            },
            Source::Written(file) => {
                let mut builder = Builder::new(&file.name, &file.display_name, random(2));
                file.fill(&mut builder);
                builder.tenant
            }
        }
    }
}

/// A tenant while it is made.
pub(super) struct Builder {
    pub(super) tenant: TenantState,
    random: Random,
    age: i64,
}

impl Builder {
    pub(super) fn new(name: &str, display_name: &str, mut random: Random) -> Self {
        let initial = Domain {
            name: format!("{name}.onmicrosoft.com"),
            is_initial: true,
            is_default: true,
            gone: None,
        };
        let tenant = TenantState {
            id: random.guid(),
            name: name.to_owned(),
            display_name: display_name.to_owned(),
            outside: Outside::default(),
            created: Moment::days_ago(2000),
            kind: TenantKind::default(),
            domains: vec![initial],
            users: Shelf::default(),
            groups: Shelf::default(),
            applications: Shelf::default(),
            service_principals: Shelf::default(),
            devices: Shelf::default(),
            administrative_units: Shelf::default(),
            audit: Vec::new(),
            sign_ins: Vec::new(),
            drives: Vec::new(),
            sites: Vec::new(),
            ediscovery_cases: Vec::new(),
            mailboxes: Vec::new(),
            teams: Vec::new(),
            chats: Vec::new(),
            grants: Vec::new(),
            subscriptions: Vec::new(),
            azure: Azure::default(),
            billing: Billing {
                main: BillingAccount {
                    id: Guid::from_u128(0x5e1f_b111),
                    display_name: display_name.to_owned(),
                    agreement: Agreement::default(),
                    invoices: Vec::new(),
                },
                others: Vec::new(),
                reservations: Vec::new(),
            },
            support_requests: Vec::new(),
            mfa_providers: Vec::new(),
            deletion: Deletion::Allowed,
            policies: Vec::new(),
            named_locations: Vec::new(),
            security_defaults: true,
            sign_in_rules: SignInRules::default(),
            cloud: None,
            synced: None,
            sync_ends: None,
            sync_ended: None,
            roles_end: Vec::new(),
            deleted: None,
            deleted_in_order: Vec::new(),
        };
        let mut tenant = tenant;
        tenant.billing.main.id = tenant.id.combined(Guid::from_u128(0x0b11));
        let mut builder = Self {
            tenant,
            random,
            age: 1900,
        };
        for (app_id, name) in FIRST_PARTY {
            builder.service_principal(app_id, name, MICROSOFT_TENANT);
        }
        builder
    }

    /// Each object is a little younger than the one before, down to a month.
    fn born(&mut self) -> Moment {
        self.age = (self.age - 7).max(30);
        Moment::days_ago(self.age)
    }

    fn address(&self, nickname: &str) -> String {
        format!("{nickname}@{}", self.tenant.initial_domain())
    }

    pub(super) fn device(&mut self, display_name: &str, operating_system: &str) {
        let (id, device_id) = (self.random.guid(), self.random.guid());
        let device = Device {
            id,
            device_id,
            display_name: display_name.to_owned(),
            operating_system: operating_system.to_owned(),
            created: self.born(),
        };
        self.tenant.devices.add(id, device);
    }

    pub(super) fn guid(&mut self) -> Guid {
        self.random.guid()
    }

    pub(super) fn person(&mut self, display_name: &str, nickname: &str, roles: &[Role]) -> Guid {
        let address = self.address(nickname);
        self.named_person(display_name, &address, |user| user.roles = roles.to_vec())
    }

    /// Someone with the sign-in name in full.
    pub(super) fn named_person(&mut self, display_name: &str, name: &str, change: impl FnOnce(&mut User)) -> Guid {
        let mut user = User {
            id: self.random.guid(),
            user_principal_name: name.to_owned(),
            display_name: display_name.to_owned(),
            given_name: None,
            surname: None,
            job_title: None,
            department: None,
            country: None,
            mail: Some(name.to_owned()),
            kind: UserKind::Member,
            enabled: true,
            synced: None,
            licences: Vec::new(),
            mfa: MfaState::Disabled,
            methods: Methods::of(&[Method::MicrosoftAuthenticator]),
            password: Password::Usual,
            risk: Risk::None,
            manager: None,
            roles: Vec::new(),
            ediscovery: None,
            created: self.born(),
        };
        change(&mut user);
        self.add(user)
    }

    /// People with made-up names, so many that nobody writes them down.
    pub(super) fn more_people(&mut self, count: u32) {
        for number in 1..=count {
            let (given, surname) = people::names(number);
            let nickname = format!("user{number:06}");
            let id = self.person(&format!("{given} {surname}"), &nickname, &[]);
            if let Some(user) = self.tenant.users.get_mut(id) {
                user.given_name = Some(given.to_owned());
                user.surname = Some(surname.to_owned());
            }
        }
    }

    pub(super) fn guest(&mut self, display_name: &str, address: &str) -> Guid {
        let nickname = format!("{}#EXT#", address.replace('@', "_"));
        let id = self.person(display_name, &nickname, &[]);
        if let Some(user) = self.tenant.users.get_mut(id) {
            user.kind = UserKind::Guest;
            user.mail = Some(address.to_owned());
        }
        id
    }

    fn add(&mut self, user: User) -> Guid {
        let id = user.id;
        self.tenant.users.add(id, user);
        id
    }

    pub(super) fn change(&mut self, nickname: &str, change: impl FnOnce(&mut User)) {
        let id = self.tenant.user(&self.address(nickname)).map(|user| user.id);
        if let Some(user) = id.and_then(|id| self.tenant.users.get_mut(id)) {
            change(user);
        }
    }

    pub(super) fn set_mfa(&mut self, nickname: &str, state: MfaState) {
        self.change(nickname, |user| user.mfa = state);
    }

    pub(super) fn licence(&mut self, nickname: &str, product: &Product) {
        self.change(nickname, |user| user.licences.push(product.sku));
    }

    pub(super) fn group(&mut self, display_name: &str, kind: GroupKind, members: &[Guid], owners: &[Guid]) -> Guid {
        let id = self.random.guid();
        let group = Group {
            id,
            display_name: display_name.to_owned(),
            description: (kind == GroupKind::Microsoft365).then(|| format!("Everyone in {display_name}")),
            kind,
            mail_nickname: display_name
                .to_lowercase()
                .replace(|letter: char| !letter.is_ascii_alphanumeric(), "-"),
            mail_domain: None,
            members: members.to_vec(),
            owners: owners.to_vec(),
            licences: Vec::new(),
            synced: None,
            created: self.born(),
        };
        self.tenant.groups.add(id, group);
        id
    }

    /// An app registration together with its enterprise application.
    pub(super) fn application(&mut self, display_name: &str, sign_in_audience: &'static str) -> Guid {
        let (id, app_id) = (self.random.guid(), self.random.guid());
        let created = self.born();
        let application = Application {
            id,
            app_id,
            display_name: display_name.to_owned(),
            sign_in_audience,
            identifier_uris: Vec::new(),
            created,
        };
        self.tenant.applications.add(id, application);
        self.service_principal(app_id, display_name, self.tenant.id)
    }

    /// An enterprise application from the gallery, registered by somebody else.
    pub(super) fn gallery_application(&mut self, display_name: &str) -> Guid {
        let app_id = self.random.guid();
        self.service_principal(app_id, display_name, ELSEWHERE_TENANT)
    }

    pub(super) fn service_principal(&mut self, app_id: Guid, display_name: &str, owner_tenant: Guid) -> Guid {
        let id = self.random.guid();
        let created = self.born();
        let display_name = display_name.to_owned();
        let principal = ServicePrincipal {
            id,
            app_id,
            display_name,
            owner_tenant,
            enabled: true,
            assignment: Assignment::NotRequired,
            leaves: Leaves::Always,
            kind: PrincipalKind::Application,
            created,
        };
        self.tenant.service_principals.add(id, principal);
        id
    }

    pub(super) fn subscription(&mut self, product: &'static Product, licences: u32, owner: Guid, event: Event) {
        self.tenant.subscriptions.push(Subscription {
            id: self.random.guid(),
            commerce_id: self.random.guid(),
            product,
            licences,
            is_trial: false,
            created: Moment::days_ago(300),
            owner,
            account: self.tenant.billing.main.id,
            channel: Channel::Direct,
            event,
            cancelled_because: None,
        });
    }

    pub(super) fn trial(&mut self, product: &'static Product, licences: u32, owner: Guid, days_left: i64) {
        self.subscription(
            product,
            licences,
            owner,
            Event::Ending {
                until: Moment::days_ago(-days_left),
            },
        );
        if let Some(trial) = self.tenant.subscriptions.last_mut() {
            trial.is_trial = true;
            trial.created = Moment::days_ago(30 - days_left);
        }
    }

    pub(super) fn policy(&mut self, display_name: &str, state: PolicyState, origin: PolicyOrigin) {
        let id = self.random.guid();
        let created = self.born();
        let display_name = display_name.to_owned();
        self.tenant.policies.push(ConditionalAccessPolicy {
            id,
            display_name,
            state,
            origin,
            demand: Demand::Multifactor,
            users: Vec::new(),
            condition: Condition::Always,
            frequency_hours: None,
            created,
            modified: None,
        });
    }
}
