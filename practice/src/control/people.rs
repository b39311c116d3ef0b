//! What happens to people: roles run out, passwords change, phones get lost.

use std::time::Duration;

use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::control::body;
use crate::entra::change_password;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::tenant::account::Method;
use crate::tenant::audit::Change;

impl Cloud {
    /// Lets somebody's directory roles run out after a while, as those that Privileged Identity Management gives for a time.
    /// Whether there is such a person.
    pub fn end_roles_after(&mut self, user_principal_name: &str, after: Duration) -> bool {
        let ends = self.clock.moment().plus(after);
        let id = self.person(user_principal_name);
        id.inspect(|id| self.tenant.roles_end.push((*id, ends))).is_some()
    }

    /// Takes all directory roles from somebody, as when a role that was given for a time runs out. Whether there is
    /// such a person.
    pub fn take_roles(&mut self, user_principal_name: &str) -> bool {
        let id = self.person(user_principal_name);
        match id.and_then(|id| self.tenant.users.get_mut(id)) {
            Some(user) => {
                user.roles.clear();
                true
            }
            None => false,
        }
    }

    /// Somebody has a new password; what they signed in with before is taken back. Whether there is such a person.
    pub fn change_password(&mut self, user_principal_name: &str, password: &str) -> bool {
        let id = self.person(user_principal_name);
        if let Some(id) = id {
            change_password(self, id, password);
            self.write_down(id, Change::NewPassword, &id.to_string());
        }
        id.is_some()
    }

    /// Somebody loses a second factor: `microsoftAuthenticator`, `phone`, `fido2` or `softwareOath`. Whether they had it.
    pub fn remove_method(&mut self, user_principal_name: &str, method: &str) -> bool {
        let method = Method::named(method);
        let id = self.person(user_principal_name);
        let user = id.and_then(|id| self.tenant.users.get_mut(id));
        method
            .zip(user)
            .is_some_and(|(method, user)| user.methods.remove(method))
    }

    fn person(&self, user_principal_name: &str) -> Option<Guid> {
        self.tenant.user(user_principal_name).map(|user| user.id)
    }
}

fn name(body: &Value) -> Result<&str, String> {
    let name = body.get("userPrincipalName").and_then(Value::as_str);
    name.ok_or_else(|| "\"userPrincipalName\" must be a text".to_owned())
}

fn done(is_done: bool, otherwise: impl FnOnce() -> String) -> Result<Value, String> {
    if is_done { Ok(json!({})) } else { Err(otherwise()) }
}

pub(super) fn take_roles(cloud: &mut Cloud, request: &Incoming) -> Result<Value, String> {
    let body = body(request)?;
    let name = name(&body)?;
    let after = body.get("afterSeconds").map(|after| {
        let seconds = after.as_u64().ok_or("\"afterSeconds\" must be a whole number")?;
        Ok::<_, String>(Duration::from_secs(seconds))
    });
    let taken = match after.transpose()? {
        None => cloud.take_roles(name),
        Some(after) => cloud.end_roles_after(name, after),
    };
    done(taken, || format!("there is no user {name}"))
}

/// `{"userPrincipalName": "…", "password": "…"}`
pub(super) fn set_password(cloud: &mut Cloud, request: &Incoming) -> Result<Value, String> {
    let body = body(request)?;
    let name = name(&body)?;
    let password = body.get("password").and_then(Value::as_str);
    let password = password.ok_or("\"password\" must be a text")?;
    done(cloud.change_password(name, password), || {
        format!("there is no user {name}")
    })
}

/// `{"userPrincipalName": "…", "method": "phone"}`
pub(super) fn remove_method(cloud: &mut Cloud, request: &Incoming) -> Result<Value, String> {
    let body = body(request)?;
    let name = name(&body)?;
    let method = body.get("method").and_then(Value::as_str).unwrap_or_default();
    let otherwise = || format!("there is no user {name} with the second factor \"{method}\"");
    done(cloud.remove_method(name, method), otherwise)
}
