//! What a person has registered to sign in with besides the password. Which of these a sign-in takes is Entra's to
//! decide.

/// A registered method. The password is everybody's and isn't among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum AuthenticationMethod {
    MicrosoftAuthenticator,
    SoftwareOath,
    /// Calls and text messages, which go to whoever holds the number: the weakest that still counts as a second factor.
    Phone,
    Fido2,
    WindowsHelloForBusiness,
    /// It resets a password, and is no second factor.
    Email,
}

impl AuthenticationMethod {
    /// What everybody has of whom nothing else is said.
    pub(crate) const USUAL: [Self; 1] = [Self::MicrosoftAuthenticator];

    /// Whether it answers a demand for multifactor authentication.
    pub(crate) const fn is_second_factor(self) -> bool {
        !matches!(self, Self::Email)
    }

    /// Whether it needs no password beside it.
    pub(crate) const fn is_passwordless(self) -> bool {
        matches!(self, Self::Fido2 | Self::WindowsHelloForBusiness)
    }
}
