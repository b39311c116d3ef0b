//! The small window of a later sign-in, and the line on which its callback page (`public/boot.js`) hands the answer over.
//! That needs no hold on the window, which a page with `Cross-Origin-Opener-Policy: same-origin` loses.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent, Window};

use super::listening::listen;

/// The channel's name, in `public/boot.js` too.
const CHANNEL: &str = "luk.sign-in";

/// How the window looks: wide enough for the provider's form, small enough to show that the page behind stays.
const LOOK: &str = "popup,width=540,height=720";

/// The open window.
#[derive(Debug)]
pub struct SignInWindow {
    window: Window,
    channel: BroadcastChannel,
    /// Whether it was given something to show. From then on it is the provider's, and closes by itself.
    shows: bool,
}

impl SignInWindow {
    /// Opens an empty window. It must be called while a click is handled, or the browser takes it for an advertisement's;
    /// nothing if the browser blocks it all the same. `hear` is given the state and the text of each answer and says
    /// whether it was awaited.
    pub fn open(hear: impl Fn(&str, String) -> bool + 'static) -> Option<Self> {
        let window = web_sys::window()?.open_with_url_and_target_and_features("", "_blank", LOOK);
        let window = window.ok().flatten()?;
        let channel = BroadcastChannel::new(CHANNEL).ok()?;
        let answering = channel.clone();
        listen(&channel, "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else {
                return;
            };
            let (state, answer) = (field(&event.data(), "state"), field(&event.data(), "answer"));
            if let (Some(state), Some(answer)) = (state, answer)
                && hear(&state, answer)
            {
                let taken = Object::new();
                // Fails only for a channel that is closed, and then the callback page says so.
                let _ = Reflect::set(&taken, &"taken".into(), &state.into());
                let _ = answering.post_message(&taken);
            }
        });
        // Where no policy parts the two, the provider's page could otherwise lead this one elsewhere.
        let _ = window.set_opener(&JsValue::NULL);
        Some(Self {
            window,
            channel,
            shows: false,
        })
    }

    /// Shows this address in the window.
    pub fn show(&mut self, address: &str) {
        // Fails only for an address that is none; then the window stays empty, and is closed with the rest.
        self.shows = self.window.location().set_href(address).is_ok();
    }

    /// Listens no more, and leaves no empty window behind.
    pub fn end(self) {
        self.channel.close();
        if !self.shows {
            // Fails only for a window that is gone already.
            let _ = self.window.close();
        }
    }
}

fn field(data: &JsValue, name: &str) -> Option<String> {
    Reflect::get(data, &name.into()).ok()?.as_string()
}
