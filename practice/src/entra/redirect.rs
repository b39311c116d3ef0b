//! The way back to the app: its redirect address with the answer's parameters, or with an error's.

use http::StatusCode;

use crate::entra::authorize::{Ask, Goal, ResponseMode};
use crate::entra::error::EntraError;
use crate::reply::Reply;

pub(super) fn return_address(ask: &Ask, error: &EntraError) -> String {
    match ask.goal {
        Goal::Code { mode, .. } => error_address(&ask.redirect_uri, mode, ask.state.as_deref(), error),
        Goal::AdminConsent => {
            let address = error_address(&ask.redirect_uri, ResponseMode::Query, ask.state.as_deref(), error);
            format!("{address}&admin_consent=True")
        }
    }
}

pub(super) fn redirect_error(redirect_uri: &str, mode: ResponseMode, state: Option<&str>, error: &EntraError) -> Reply {
    Reply::see(&error_address(redirect_uri, mode, state, error))
}

fn error_address(redirect_uri: &str, mode: ResponseMode, state: Option<&str>, error: &EntraError) -> String {
    let mut pairs = vec![
        ("error", error.error.to_owned()),
        ("error_description", error.description()),
    ];
    pairs.extend(state.map(|state| ("state", state.to_owned())));
    address(redirect_uri, mode, &pairs)
}

pub(super) fn redirect(redirect_uri: &str, mode: ResponseMode, pairs: &[(&str, String)]) -> Reply {
    Reply {
        status: StatusCode::FOUND,
        ..Reply::see(&address(redirect_uri, mode, pairs))
    }
}

fn address(redirect_uri: &str, mode: ResponseMode, pairs: &[(&str, String)]) -> String {
    let pairs = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    match mode {
        ResponseMode::Fragment => format!("{redirect_uri}#{pairs}"),
        ResponseMode::Query if redirect_uri.contains('?') => format!("{redirect_uri}&{pairs}"),
        ResponseMode::Query => format!("{redirect_uri}?{pairs}"),
    }
}
