//! The first factor: who is behind account and password, when an account is locked, and choosing a new password.

use std::time::Duration;

use crate::cloud::Cloud;
use crate::entra::error::EntraError;
use crate::guid::Guid;
use crate::names::NationalCloud;
use crate::tenant::account::Password;
use crate::tenant::audit::Change;
use crate::tenant::{PASSWORD, TenantState};
use crate::time::Timestamp;

/// Smart lockout: so many wrong passwords in a row lock an account, at first for a minute.
const MOST_FAILURES: u32 = 10;
const LOCKED_FOR: Duration = Duration::from_secs(60);

/// Wrong passwords in a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Failures {
    count: u32,
    last: Timestamp,
}

/// The person behind account and password, or what the sign-in page says instead.
pub(crate) fn check_password(cloud: &mut Cloud, account: &str, password: &str) -> Result<Guid, EntraError> {
    let elsewhere = |home: NationalCloud| !cloud.setup.origins.is_login_of(home);
    let is_here = cloud.tenant.deleted.is_none() && !cloud.tenant.cloud.is_some_and(elsewhere);
    let user = cloud.tenant.account(account).filter(|_| is_here);
    let Some(user) = user else {
        return Err(unknown(&cloud.tenant, account));
    };
    let (id, is_enabled) = (user.id, user.enabled);
    let is_right = match &user.password {
        Password::Usual | Password::Expired => password == PASSWORD,
        Password::Own(own) => password == &**own,
    };
    let is_expired = user.password == Password::Expired;
    let now = cloud.clock.now();
    let failures = cloud.entra.failures.get(&id).copied();
    let locked = failures.filter(|failures| failures.count >= MOST_FAILURES && now < failures.last.plus(LOCKED_FOR));
    if locked.is_some() {
        let message = "Your account is temporarily locked to prevent unauthorized use. Try again later, and if you still have trouble, contact your administrator.";
        return Err(EntraError::new(50053, "invalid_grant", message));
    }
    if !is_right {
        let count = failures.map_or(0, |failures| failures.count) + 1;
        cloud.entra.failures.insert(id, Failures { count, last: now });
        let message = "Your account or password is incorrect.";
        return Err(EntraError::new(50126, "invalid_grant", message));
    }
    cloud.entra.failures.remove(&id);
    if !is_enabled {
        let message = "Your account has been locked. Contact your administrator.";
        return Err(EntraError::new(50057, "invalid_grant", message));
    }
    if is_expired {
        let message = "Your password has expired. Choose a new one.";
        return Err(EntraError::new(50055, "invalid_grant", message));
    }
    Ok(id)
}

/// Nobody has this account: the organization is known, or not even that.
fn unknown(tenant: &TenantState, account: &str) -> EntraError {
    let domain = account.trim().rsplit_once('@').map(|(_, domain)| domain);
    let is_known = domain.is_none_or(|domain| tenant.deleted.is_none() && knows_domain(tenant, domain));
    if is_known {
        return EntraError::new(
            50034,
            "invalid_grant",
            "We couldn't find an account with that username.",
        );
    }
    let message = "This username may be incorrect. Invalid domain name: no tenant-identifying information found in either the request or implied by any provided credentials.";
    EntraError::new(50128, "invalid_request", message)
}

/// Whether a domain is the tenant's, or one in which a guest of the tenant is at home.
fn knows_domain(tenant: &TenantState, domain: &str) -> bool {
    let own = tenant.domains.iter().any(|own| own.name.eq_ignore_ascii_case(domain));
    own || tenant.users.iter().filter(|user| user.is_guest()).any(|guest| {
        let home = guest.mail.as_deref().and_then(|mail| mail.rsplit_once('@'));
        home.is_some_and(|(_, home)| home.eq_ignore_ascii_case(domain))
    })
}

/// Somebody's password is a new one: what they signed in with before is worth nothing.
pub(crate) fn change_password(cloud: &mut Cloud, user: Guid, password: &str) {
    if let Some(found) = cloud.tenant.users.get_mut(user) {
        found.password = Password::Own(password.into());
    }
    cloud.entra.revoke(user);
}

/// A new password in the place of one that has expired.
pub(super) fn renew(cloud: &mut Cloud, account: &str, password: &str, new: &str) -> Result<Guid, EntraError> {
    match check_password(cloud, account, password) {
        Err(error) if error.number == 50055 => {}
        Ok(id) => return Ok(id),
        Err(error) => return Err(error),
    }
    if new.is_empty() || new == password {
        let message = "Choose a password that you haven't used before.";
        return Err(EntraError::new(50055, "invalid_grant", message));
    }
    let user = cloud.tenant.account(account).map(|user| user.id);
    let user = user.ok_or_else(|| unknown(&cloud.tenant, account))?;
    change_password(cloud, user, new);
    cloud.write_down(user, Change::NewPassword, &user.to_string());
    Ok(user)
}
