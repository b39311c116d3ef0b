//! Making a tenant from a seed: what every tenant has, and the smallest one. The same seed gives the same ids.

use crate::guid::Guid;
use crate::random::Random;
use crate::tenant::objects::{
    ARM_APP, Application, ConditionalAccessPolicy, Domain, ELSEWHERE_TENANT, GRAPH_APP, Group, GroupKind,
    MICROSOFT_TENANT, MfaState, ServicePrincipal, User, UserKind,
};
use crate::tenant::role::Role;
use crate::tenant::shelf::Shelf;
use crate::tenant::subscription::{BUSINESS_BASIC, Event, Product, Subscription};
use crate::tenant::{Tenant, TenantName, contoso};
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

impl Tenant {
    /// The tenant of that name. It has the same ids for the same seed.
    pub(crate) fn generate(name: TenantName, seed: u64) -> Self {
        // Different tenants of one seed share no ids; the cloud's own chance starts elsewhere as well.
        let mut builder = Builder::new(name, Random::new(seed.wrapping_add(0x7e4a_9711 + name as u64)));
        match name {
            TenantName::Tiny => tiny(&mut builder),
            TenantName::Contoso => contoso::fill(&mut builder),
        }
        builder.tenant
    }
}

fn tiny(builder: &mut Builder) {
    let admin = builder.person("Administrator", "admin", &[Role::GlobalAdministrator]);
    builder.person("Person Tiny", "person", &[]);
    builder.person("Other Tiny", "other", &[]);
    builder.set_mfa("other", MfaState::Enabled);
    builder.subscription(
        &BUSINESS_BASIC,
        3,
        admin,
        Event::Renewing {
            until: Moment::days_ago(-90),
        },
    );
    for name in ["person", "other"] {
        builder.licence(name, &BUSINESS_BASIC);
    }
}

/// A tenant while it is made.
pub(super) struct Builder {
    pub(super) tenant: Tenant,
    random: Random,
    age: i64,
}

impl Builder {
    fn new(name: TenantName, mut random: Random) -> Self {
        let initial = Domain {
            name: format!("{name}.onmicrosoft.com"),
            is_initial: true,
            is_default: true,
        };
        let tenant = Tenant {
            id: random.guid(),
            name,
            display_name: match name {
                TenantName::Tiny => "Tiny".to_owned(),
                TenantName::Contoso => "Contoso".to_owned(),
            },
            created: Moment::days_ago(2000),
            domains: vec![initial],
            users: Shelf::default(),
            groups: Shelf::default(),
            applications: Shelf::default(),
            service_principals: Shelf::default(),
            grants: Vec::new(),
            subscriptions: Vec::new(),
            policies: Vec::new(),
            security_defaults: true,
            synced: None,
            deleted: None,
            deleted_in_order: Vec::new(),
        };
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

    /// Each object is a little younger than the one before.
    fn born(&mut self) -> Moment {
        self.age -= 7;
        Moment::days_ago(self.age)
    }

    fn address(&self, nickname: &str) -> String {
        format!("{nickname}@{}", self.tenant.initial_domain())
    }

    pub(super) fn person(&mut self, display_name: &str, nickname: &str, roles: &[Role]) -> Guid {
        let address = self.address(nickname);
        let user = User {
            id: self.random.guid(),
            user_principal_name: address.clone(),
            display_name: display_name.to_owned(),
            given_name: None,
            surname: None,
            job_title: None,
            department: None,
            country: None,
            mail: Some(address),
            kind: UserKind::Member,
            enabled: true,
            synced: None,
            licences: Vec::new(),
            mfa: MfaState::Disabled,
            roles: roles.to_vec(),
            created: self.born(),
        };
        self.add(user)
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
            members: members.to_vec(),
            owners: owners.to_vec(),
            created: self.born(),
        };
        self.tenant.groups.add(id, group);
        id
    }

    /// An app registration together with its enterprise application.
    pub(super) fn application(&mut self, display_name: &str, sign_in_audience: &'static str) {
        let (id, app_id) = (self.random.guid(), self.random.guid());
        let created = self.born();
        let application = Application {
            id,
            app_id,
            display_name: display_name.to_owned(),
            sign_in_audience,
            created,
        };
        self.tenant.applications.add(id, application);
        self.service_principal(app_id, display_name, self.tenant.id);
    }

    /// An enterprise application from the gallery, registered by somebody else.
    pub(super) fn gallery_application(&mut self, display_name: &str) {
        let app_id = self.random.guid();
        self.service_principal(app_id, display_name, ELSEWHERE_TENANT);
    }

    fn service_principal(&mut self, app_id: Guid, display_name: &str, owner_tenant: Guid) {
        let id = self.random.guid();
        let created = self.born();
        let display_name = display_name.to_owned();
        let principal = ServicePrincipal {
            id,
            app_id,
            display_name,
            owner_tenant,
            enabled: true,
            created,
        };
        self.tenant.service_principals.add(id, principal);
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

    pub(super) fn policy(&mut self, display_name: &str, state: &'static str) {
        let id = self.random.guid();
        let created = self.born();
        let display_name = display_name.to_owned();
        self.tenant.policies.push(ConditionalAccessPolicy {
            id,
            display_name,
            state,
            created,
        });
    }
}
