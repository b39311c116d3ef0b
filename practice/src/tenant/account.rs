//! What a person signs in with, and what a tenant says about signing in and consenting to Luk. What follows from it is
//! Entra's.

use crate::guid::Guid;

/// A second factor that somebody can register. The password is everybody's first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Method {
    MicrosoftAuthenticator,
    /// Text messages and calls: the weakest of them.
    Phone,
    Fido2,
    SoftwareOath,
}

impl Method {
    const ALL: [Self; 4] = [
        Self::MicrosoftAuthenticator,
        Self::Phone,
        Self::Fido2,
        Self::SoftwareOath,
    ];

    const fn bit(self) -> u8 {
        1 << (self as u8)
    }

    /// The id of somebody's own; that of a mobile phone is the same everywhere.
    pub(crate) fn id(self, user: Guid) -> Guid {
        match self {
            Self::Phone => Guid::from_u128(0x3179_e48a_750b_4051_897c_87b9_7209_28f7),
            Self::MicrosoftAuthenticator => user.combined(Guid::from_u128(0x0a07_4e17)),
            Self::Fido2 => user.combined(Guid::from_u128(0x000f_1d02)),
            Self::SoftwareOath => user.combined(Guid::from_u128(0x0a74)),
        }
    }

    /// As tenant files and the control write it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::MicrosoftAuthenticator => "microsoftAuthenticator",
            Self::Phone => "phone",
            Self::Fido2 => "fido2",
            Self::SoftwareOath => "softwareOath",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// What the sign-in page says about it.
    pub(crate) const fn question(self) -> &'static str {
        match self {
            Self::MicrosoftAuthenticator => "Type the code that your authenticator app shows.",
            Self::Phone => "We texted your phone. Type the code of the message.",
            Self::Fido2 => "Use your security key, then type the code that it shows.",
            Self::SoftwareOath => "Type the code that your token shows.",
        }
    }
}

/// The second factors that somebody has registered: one of a kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Methods(u8);

impl Methods {
    pub(crate) fn of(methods: &[Method]) -> Self {
        Self(methods.iter().fold(0, |bits, method| bits | method.bit()))
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Method> {
        Method::ALL.into_iter().filter(move |method| self.0 & method.bit() != 0)
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn add(&mut self, method: Method) {
        self.0 |= method.bit();
    }

    /// Whether it was there.
    pub(crate) const fn remove(&mut self, method: Method) -> bool {
        let was_there = self.0 & method.bit() != 0;
        self.0 &= !method.bit();
        was_there
    }
}

/// Somebody's password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Password {
    /// The one that is the same for everybody in practice.
    #[default]
    Usual,
    /// The same, but its time is over: a new one must be chosen.
    Expired,
    /// One that was chosen later.
    Own(Box<str>),
}

/// Whether Entra holds an account to be in somebody else's hands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Risk {
    #[default]
    None,
    High,
}

/// Whether people without a role may consent to anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum UserConsent {
    /// To what Microsoft says that anyone may.
    #[default]
    Allowed,
    AdministratorsOnly,
}

/// Whether those who may not consent can ask an administrator on the spot (admin consent workflow).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ConsentRequests {
    #[default]
    Off,
    On,
}

/// Somebody asked an administrator to consent to Luk.
#[derive(Debug, Clone)]
pub(crate) struct ConsentRequest {
    pub(crate) id: Guid,
    pub(crate) by: Guid,
    pub(crate) reason: String,
}

/// What a tenant is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum TenantKind {
    #[default]
    Workforce,
    /// Azure AD B2C: for an organization's customers.
    B2c,
    /// Entra External ID, which followed it.
    External,
}

impl TenantKind {
    /// What `tenantType` says.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Workforce => "AAD",
            Self::B2c => "AAD B2C",
            Self::External => "CIAM",
        }
    }
}

/// Which organizations' people Luk's registration takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
pub(crate) enum LukAudience {
    #[default]
    #[serde(rename = "AzureADMultipleOrgs")]
    AnyOrganization,
    /// It is registered in the tenant itself, for its own people.
    #[serde(rename = "AzureADMyOrg")]
    OwnOrganization,
}

/// What the tenant says about signing in and consenting.
#[derive(Debug, Clone, Default)]
pub(crate) struct SignInRules {
    pub(crate) user_consent: UserConsent,
    pub(crate) consent_requests: ConsentRequests,
    pub(crate) asked: Vec<ConsentRequest>,
    pub(crate) audience: LukAudience,
    /// The app ids of the APIs that Luk's registration names; nothing: of all.
    pub(crate) apis: Option<Vec<Guid>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_a_set() {
        let mut methods = Methods::of(&[Method::Phone, Method::Phone, Method::Fido2]);
        assert_eq!(methods.iter().collect::<Vec<_>>(), [Method::Phone, Method::Fido2]);
        assert!(methods.remove(Method::Phone) && !methods.remove(Method::Phone));
        methods.add(Method::SoftwareOath);
        assert_eq!(methods.iter().count(), 2);
        assert!(Methods::default().is_empty());
    }
}
