//! Whether the device has a network, as far as the browser knows.

use super::listening::listen;

/// Whether there is a network now. "Yes" does not mean that Microsoft can be reached.
#[must_use]
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Calls `changed` whenever the network comes or goes.
pub fn on_change(changed: impl Fn(bool) + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    let came = changed.clone();
    listen(&window, "online", move |_| came(true));
    listen(&window, "offline", move |_| changed(false));
}
