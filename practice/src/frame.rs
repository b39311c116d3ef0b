//! What the pages of the practice cloud share: their frame and look, and the form for a second factor.

use maud::{DOCTYPE, Markup, html};

use crate::cloud::Cloud;
use crate::guid::Guid;

/// The look of every page of the practice cloud.
const STYLE: &str = "\
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}\
body{margin:0 auto;max-width:60rem;padding:0 1rem 3rem}\
.banner{margin:0 -1rem 1.5rem;padding:.5rem 1rem;background:#5c2d00;color:#fff}\
form{margin:1rem 0}label{display:block;margin:.75rem 0 .25rem}\
.choice{display:flex;gap:.5rem;align-items:center}.choice label{margin:.25rem 0}\
input:not([type=checkbox]):not([type=radio]),textarea{font:inherit;width:min(100%,24rem);padding:.4rem;box-sizing:border-box}\
button{font:inherit;padding:.4rem 1rem;margin:1rem .5rem 0 0}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #8886;vertical-align:top}\
.error{border-left:4px solid #c50f1f;padding:.25rem .75rem}.done{border-left:4px solid #107c10;padding:.25rem .75rem}";

/// A page; what stands above its heading is for each kind of page to say.
pub(crate) fn frame(title: &str, above: &Markup, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                link rel="icon" href="data:,";
                title { (title) }
                style { (maud::PreEscaped(STYLE)) }
            }
            body {
                (above)
                main { h1 { (title) } (content) }
            }
        }
    }
}

/// What everybody's made-up authenticator shows.
pub(crate) const SECOND_FACTOR: &str = "123456";

/// Asks for somebody's second factor: why, where the answer goes with which hidden field, and what was wrong with the last.
pub(crate) fn second_factor_form(
    cloud: &Cloud,
    user: Guid,
    why: &str,
    (action, field, value): (&str, &str, &str),
    error: Option<&str>,
) -> Markup {
    let user = cloud.tenant.users.get(user);
    let methods = user.map(|user| user.methods).unwrap_or_default();
    html! {
        @if let Some(error) = error { p.error role="alert" { (error) } }
        p { (why) }
        @for method in methods.iter() { p { (method.question()) } }
        p { "In practice every code is " strong { (SECOND_FACTOR) } "." }
        form method="post" action=(action) {
            input type="hidden" name=(field) value=(value);
            label for="code" { "Code" }
            input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required;
            div { button type="submit" { "Verify" } }
        }
    }
}
