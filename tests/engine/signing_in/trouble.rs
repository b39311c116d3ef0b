//! What takes a sign-in away from whoever is at work.

use http::StatusCode;
use serde_json::json;

use crate::practice_world::PracticeWorld;

/// The token at hand is over, and each renewal is refused with this error and code. The refusal demands claims, too.
pub(super) fn renewals_refused(error: &str, code: Option<u32>) -> impl Fn(&PracticeWorld) + use<> {
    let claims = r#"{"access_token":{"capolids":{"essential":true,"values":["policy"]}}}"#;
    let codes: Vec<u32> = code.into_iter().collect();
    let refusal = json!({"error": error, "error_codes": codes, "claims": claims}).to_string();
    move |world| {
        world.cloud.borrow_mut().expire_tokens();
        let refusal = refusal.clone();
        world.on_answer.replace(Some(Box::new(move |request, mut answer| {
            let renewal = String::from_utf8_lossy(request.body()).contains("grant_type=refresh_token");
            if request.uri().path().ends_with("/token") && renewal {
                *answer.status_mut() = StatusCode::BAD_REQUEST;
                *answer.body_mut() = refusal.clone().into_bytes();
            }
            Some(answer)
        })));
    }
}
