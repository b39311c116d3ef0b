//! The tenant `contoso`: forty users, of them five guests; six groups; five subscriptions; twelve applications.

use crate::guid::Guid;
use crate::tenant::generate::Builder;
use crate::tenant::objects::{Domain, GroupKind, MfaState, PolicyOrigin, PolicyState};
use crate::tenant::people::{EMPLOYEES, GUESTS};
use crate::tenant::role::Role;
use crate::tenant::subscription::{BUSINESS_PREMIUM, ENTRA_P1, Event, POWER_BI_PRO, PROJECT_PLAN_3, VISIO_PLAN_2};
use crate::time::Moment;

const APPLICATIONS: [&str; 12] = [
    "Contoso Intranet",
    "Contoso Timesheets",
    "Payroll sync",
    "Backup connector",
    "Lagerstyring (Ærø)",
    "Mobile field service",
    "Build pipeline",
    "Invoice reader",
    "Customer portal",
    "Visitor log",
    "Legacy SAML test",
    "Proof of concept 3",
];

const GALLERY: [&str; 5] = ["Adobe Creative Cloud", "Dropbox Business", "Miro", "Slack", "Zoom"];

pub(super) fn fill(builder: &mut Builder) {
    for domain in &mut builder.tenant.domains {
        domain.is_default = false;
    }
    builder.tenant.domains.push(Domain {
        name: "contoso.example".to_owned(),
        is_initial: false,
        is_default: true,
        gone: None,
    });

    let admin = builder.person("Contoso Administrator", "admin", &[Role::GlobalAdministrator]);
    let breakglass = builder.person("Break Glass", "breakglass", &[Role::GlobalAdministrator]);
    builder.person("Ulla Adminsen", "user.admin", &[Role::UserAdministrator]);
    builder.person("Bill Payne", "billing", &[Role::BillingAdministrator]);
    let person = builder.person("Person Persson", "person", &[]);
    let employees = employ(builder);
    let guests: Vec<Guid> = GUESTS
        .iter()
        .map(|(name, address)| builder.guest(name, address))
        .collect();
    builder.set_mfa("admin", MfaState::Enforced);
    builder.set_mfa("user.admin", MfaState::Enforced);
    builder.set_mfa("billing", MfaState::Enabled);

    let of = |department: &str| -> Vec<Guid> {
        EMPLOYEES
            .iter()
            .zip(&employees)
            .filter(|(person, _)| person.2 == department)
            .map(|(_, id)| *id)
            .collect()
    };
    let (sales, engineering) = (of("Sales"), of("Engineering"));
    let sales = builder.group("Sales", GroupKind::Security, &sales, &[admin]);
    let engineering = builder.group("Engineering", GroupKind::Security, &engineering, &[admin]);
    builder.group(
        "Nordic staff",
        GroupKind::Security,
        &[sales, engineering, person],
        &[admin, breakglass],
    );
    builder.group("External partners", GroupKind::Security, &guests, &[admin]);
    let everyone: Vec<Guid> = employees.iter().copied().chain([admin, person]).collect();
    builder.group("Contoso All Company", GroupKind::Microsoft365, &everyone, &[admin]);
    builder.group("Ledelsen", GroupKind::Security, &of("Management"), &[]);

    for (number, name) in APPLICATIONS.iter().enumerate() {
        let audience = if number % 4 == 0 {
            "AzureADMultipleOrgs"
        } else {
            "AzureADMyOrg"
        };
        builder.application(name, audience);
    }
    for name in GALLERY {
        builder.gallery_application(name);
    }

    builder.subscription(
        &BUSINESS_PREMIUM,
        25,
        admin,
        Event::Renewing {
            until: Moment::days_ago(-120),
        },
    );
    builder.subscription(
        &ENTRA_P1,
        10,
        admin,
        Event::Renewing {
            until: Moment::days_ago(-45),
        },
    );
    builder.trial(&POWER_BI_PRO, 5, admin, 12);
    builder.subscription(
        &VISIO_PLAN_2,
        3,
        admin,
        Event::Ending {
            until: Moment::days_ago(10),
        },
    );
    builder.subscription(
        &PROJECT_PLAN_3,
        2,
        admin,
        Event::Disabled {
            since: Moment::days_ago(20),
        },
    );
    builder.tenant.security_defaults = false;
    builder.policy(
        "Require multifactor authentication for administrators",
        PolicyState::Enabled,
        PolicyOrigin::Tenant,
    );
    builder.policy(
        "Block legacy authentication",
        PolicyState::EnabledForReportingButNotEnforced,
        PolicyOrigin::Tenant,
    );
}

fn employ(builder: &mut Builder) -> Vec<Guid> {
    let mut ids = Vec::new();
    for (number, (given, surname, department, title, country)) in EMPLOYEES.iter().enumerate() {
        let nickname = nickname(given, surname);
        ids.push(builder.person(&format!("{given} {surname}"), &nickname, &[]));
        builder.change(&nickname, |user| {
            user.given_name = Some((*given).to_owned());
            user.surname = Some((*surname).to_owned());
            user.department = Some((*department).to_owned());
            user.job_title = Some((*title).to_owned());
            user.country = Some((*country).to_owned());
            // Those who left are blocked, not gone: the usual state of a tenant that is to be closed.
            user.enabled = number % 11 != 9;
            user.mfa = match number % 7 {
                0 => MfaState::Enforced,
                3 => MfaState::Enabled,
                _ => MfaState::Disabled,
            };
        });
        if number < 23 {
            builder.licence(&nickname, &BUSINESS_PREMIUM);
        }
        if number < 6 {
            builder.licence(&nickname, &ENTRA_P1);
        }
    }
    ids
}

/// A user principal name allows few letters, so the Nordic ones are spelt out.
fn nickname(given: &str, surname: &str) -> String {
    let mut nickname = String::new();
    for letter in format!("{given}.{surname}").to_lowercase().chars() {
        match letter {
            'æ' => nickname.push_str("ae"),
            'ø' => nickname.push_str("oe"),
            'å' => nickname.push_str("aa"),
            'a'..='z' | '0'..='9' | '.' | '-' => nickname.push(letter),
            _ => {}
        }
    }
    nickname
}
