//! The `login_hint` claim: a name for an account that says nothing to the app, to ask for the account with, and to sign out of it
//! without a question. Luk's registration asks for it as an optional claim. Source: Entra, "Send a sign-out request": a
//! `logout_hint` is this claim's value, and no sign-in name.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::guid::Guid;
use crate::tenant::objects::User;

/// How each of Entra's begins.
const OPAQUE: &str = "O.";

/// The claim's value for an account.
pub(super) fn of(user: Guid) -> String {
    format!("{OPAQUE}{}", URL_SAFE_NO_PAD.encode(user.to_string()))
}

/// The account that an opaque hint names; nothing if it is none.
pub(super) fn account(hint: &str) -> Option<Guid> {
    let bytes = URL_SAFE_NO_PAD.decode(hint.strip_prefix(OPAQUE)?).ok()?;
    std::str::from_utf8(&bytes).ok()?.parse().ok()
}

/// Whether a `login_hint` means this person: by the claim, or by what is typed as account.
pub(super) fn means(hint: &str, user: &User) -> bool {
    account(hint) == Some(user.id) || user.signs_in_as(hint)
}
