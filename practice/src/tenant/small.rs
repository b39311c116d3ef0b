//! The smallest tenants: `tiny`, and the organizations in which guests are at home.

use crate::random::Random;
use crate::tenant::TenantState;
use crate::tenant::generate::Builder;
use crate::tenant::objects::{Domain, MfaState};
use crate::tenant::role::Role;
use crate::tenant::subscription::{BUSINESS_BASIC, Event};
use crate::time::Moment;

impl TenantState {
    /// The organization of a domain, in which these people (name and address) are at home.
    pub(crate) fn home(domain: &str, people: &[(String, String)], seed: u64) -> Self {
        let number = domain
            .bytes()
            .fold(0x40e5_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        let name = domain.split('.').next().unwrap_or(domain);
        let mut builder = Builder::new(name, domain, Random::new(seed.wrapping_add(number)));
        for own in &mut builder.tenant.domains {
            own.is_default = false;
        }
        builder.tenant.domains.push(Domain {
            name: domain.to_owned(),
            is_initial: false,
            is_default: true,
            gone: None,
        });
        builder.person("Administrator", "admin", &[Role::GlobalAdministrator]);
        for (display_name, address) in people {
            builder.named_person(display_name, address, |_| ());
        }
        builder.tenant
    }
}

/// Three users and one subscription.
pub(super) fn tiny(builder: &mut Builder) {
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
