//! The last step of a sign-in: consent, or why there is none; and asking an administrator for it.

use crate::cloud::Cloud;
use crate::entra::authorize::{Ask, Goal, Prompt};
use crate::entra::consent::{self, For};
use crate::entra::error::EntraError;
use crate::entra::pages;
use crate::entra::redirect::return_address;
use crate::entra::state::Session;
use crate::entra::steps::{find_flow, finish, finish_with_error, is_same_browser, log};
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::tenant::account::{ConsentRequest, ConsentRequests};

/// Nothing stands in the way of somebody who signed in: asks for consent, or goes back to the app.
pub(super) fn go_on(cloud: &mut Cloud, id: &str, ask: Ask, session: Session) -> Reply {
    let wanted = wanted(cloud, &ask, session.user);
    if wanted.is_empty() && ask.goal != Goal::AdminConsent {
        return finish(cloud, id, ask, session);
    }
    if ask.prompt == Prompt::None {
        let message = "The user or administrator has not consented to use the application. Send an interactive authorization request.";
        return finish_with_error(cloud, id, &EntraError::new(65001, "interaction_required", message));
    }
    match refusal(cloud, &ask, session.user) {
        None => match cloud.tenant.users.get(session.user) {
            Some(user) => pages::consent(cloud, id, &ask, user, &wanted),
            None => pages::flow_lost(),
        },
        Some(error) => {
            log(cloud, session.user, Some(&error));
            let back = return_address(&ask, &error);
            match cloud.tenant.users.get(session.user) {
                Some(user) if error.number == 90095 => {
                    pages::ask_administrator(cloud, id, user, &wanted, &error, &back)
                }
                Some(user) => pages::admin_needed(user, &wanted, &error, &back),
                None => pages::flow_lost(),
            }
        }
    }
}

/// Why somebody may not consent to what is wanted, if they may not.
fn refusal(cloud: &Cloud, ask: &Ask, user: Guid) -> Option<EntraError> {
    let user = cloud.tenant.users.get(user)?;
    let rules = &cloud.tenant.sign_in_rules;
    if ask.goal == Goal::AdminConsent {
        let message = "This operation can only be performed by an administrator. Sign out and sign in as an administrator or contact one of your organization's administrators.";
        let refused = || EntraError::new(90093, "access_denied", message);
        return (!consent::may_consent_for_all(user)).then(refused);
    }
    if consent::may_consent(user, &wanted(cloud, ask, user.id), rules.user_consent) {
        return None;
    }
    Some(match rules.consent_requests {
        ConsentRequests::On => EntraError::new(
            90095,
            "access_denied",
            "An administrator has to approve the app; a request for approval can be sent.",
        ),
        ConsentRequests::Off => EntraError::new(
            90094,
            "access_denied",
            "The app requires access that only an administrator can grant.",
        ),
    })
}

/// `POST /{tenant}/consent-request`: asks an administrator for consent (admin consent workflow).
pub(super) fn request(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let Some((id, flow)) = find_flow(cloud, request) else {
        return pages::flow_lost();
    };
    let Some(session) = flow.signed_in.filter(|_| is_same_browser(cloud, &flow, request)) else {
        return pages::flow_lost();
    };
    let Some(error) = refusal(cloud, &flow.ask, session.user).filter(|error| error.number == 90095) else {
        return pages::flow_lost();
    };
    cloud.entra.flows.remove(&id);
    let asked = ConsentRequest {
        id: cloud.random.guid(),
        by: session.user,
        reason: request.field("reason").unwrap_or_default(),
    };
    cloud.tenant.sign_in_rules.asked.push(asked);
    pages::request_sent(&return_address(&flow.ask, &error))
}

/// `POST /{tenant}/consent`: Accept or Decline.
pub(super) fn consent(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let Some((id, flow)) = find_flow(cloud, request) else {
        return pages::flow_lost();
    };
    // A form from another browser, or from before somebody else signed in, consents to nothing.
    let Some(session) = flow.signed_in.filter(|_| is_same_browser(cloud, &flow, request)) else {
        return pages::flow_lost();
    };
    if request.field("decision").as_deref() != Some("accept") {
        let error = EntraError::new(65004, "access_denied", "User declined to consent to access the app.");
        return finish_with_error(cloud, &id, &error);
    }
    let Some(user) = cloud.tenant.users.get(session.user) else {
        return pages::flow_lost();
    };
    if refusal(cloud, &flow.ask, session.user).is_some() {
        return pages::flow_lost();
    }
    let wanted = wanted(cloud, &flow.ask, session.user);
    let for_all = flow.ask.goal == Goal::AdminConsent || request.field("organization").is_some();
    let whom = if for_all && consent::may_consent_for_all(user) {
        For::Organization
    } else {
        For::Person(session.user)
    };
    consent::record(cloud, session.user, whom, &wanted);
    finish(cloud, &id, flow.ask, session)
}

/// What this sign-in has to be consented to.
fn wanted(cloud: &Cloud, ask: &Ask, user: Guid) -> Vec<&'static crate::entra::scope::Permission> {
    if ask.prompt == Prompt::Consent || ask.goal == Goal::AdminConsent {
        consent::permissions(&ask.asked)
    } else {
        consent::missing(&cloud.tenant, user, &ask.asked)
    }
}
