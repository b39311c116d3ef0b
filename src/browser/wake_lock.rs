//! Keeps the screen from going dark, and with it the machine from falling asleep, where the browser can. Decides nothing.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A wake lock, for as long as this value lives. The browser gives it back by itself when the page is hidden.
#[derive(Debug)]
pub struct WakeLock(JsValue);

impl WakeLock {
    /// Asks for one. Nothing where the browser has none, or doesn't want to (a battery that is nearly empty). Not in
    /// `web_sys` without unstable flags.
    pub async fn take() -> Option<Self> {
        let navigator = web_sys::window()?.navigator();
        let locks = Reflect::get(&navigator, &"wakeLock".into()).ok()?;
        let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
        let asked: Promise = request.call1(&locks, &"screen".into()).ok()?.dyn_into().ok()?;
        JsFuture::from(asked).await.ok().map(Self)
    }
}

impl Drop for WakeLock {
    fn drop(&mut self) {
        let release = Reflect::get(&self.0, &"release".into()).ok();
        if let Some(release) = release.and_then(|release| release.dyn_into::<Function>().ok()) {
            // Fails only if it was given back before.
            drop(release.call0(&self.0));
        }
    }
}
