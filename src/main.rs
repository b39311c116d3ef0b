//! The page. Its script (`public/boot.js`) starts the engine worker and then calls [`start`].

/// Nothing happens before the script calls `start`.
fn main() {}

#[cfg(target_arch = "wasm32")]
mod page {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]
    /// Shows the page. `callback` is the identity provider's answer, taken out of the address before anything else ran.
    #[wasm_bindgen]
    pub fn start(callback: Option<String>, worker: web_sys::Worker) {
        console_error_panic_hook::set_once();
        luk::ui::mount(callback, worker);
    }
}
