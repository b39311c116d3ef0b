//! The program, for both of its threads: `public/boot.js` starts the page with [`start`], `public/engine-boot.js` the engine
//! worker with [`serve`]. One module for both, because they share most of what is beneath them.
//!
//! Here, and nowhere else, the module is cut into the parts that a browser loads later (`later`).

/// Nothing happens before one of the scripts calls.
fn main() {}

#[cfg(target_arch = "wasm32")]
mod page {
    use luk::ui::{LaterParts, mount};
    use wasm_bindgen::JsError;
    use wasm_bindgen::prelude::wasm_bindgen;

    #[expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]
    /// Shows the page. `callback` is the identity provider's answer, taken out of the address before anything else ran.
    /// Fails when the texts don't load: then there is no word to show.
    #[wasm_bindgen]
    pub async fn start(callback: Option<String>, worker: web_sys::Worker) -> Result<(), JsError> {
        console_error_panic_hook::set_once();
        let later = LaterParts {
            pages: super::later::pages,
            texts: super::later::texts,
        };
        Ok(mount(callback, worker, later).await?)
    }
}

#[cfg(target_arch = "wasm32")]
mod engine {
    use std::rc::Rc;

    use futures_channel::mpsc::unbounded;
    use luk::browser::engine_world::{EngineWorld, posted};
    use luk::closing::{Engine, deliver};
    use wasm_bindgen::prelude::*;
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

    #[expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]
    /// Starts the engine. `queued` is what the page said while the worker was still loading.
    #[wasm_bindgen]
    pub fn serve(config: &str, base_url: String, queued: &js_sys::Array) {
        console_error_panic_hook::set_once();
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let world = Rc::new(EngineWorld::new(scope.clone()));
        let engine = Engine::new(Rc::clone(&world), config, base_url, super::later::closing);
        let helm = engine.helm();
        let (queue, commands) = unbounded();
        let hear = move |data: JsValue| {
            let Some((command, archive)) = posted(&data) else {
                return;
            };
            if let Some(archive) = archive {
                world.hand_over(archive);
            }
            deliver(command, &helm, &queue);
        };
        queued.iter().for_each(&hear);
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| hear(event.data()));
        scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        listener.forget();
        wasm_bindgen_futures::spawn_local(engine.serve(commands));
    }
}

/// Where the module is cut. Each part is reached through one function that returns what it holds; what only that function
/// refers to becomes a file of its own, which the wrapper around it loads first.
#[cfg(target_arch = "wasm32")]
mod later {
    use futures_util::FutureExt;
    use futures_util::future::LocalBoxFuture;
    use luk::browser::engine_world::EngineWorld;
    use luk::closing::{Carry, Engine};
    use luk::later::NotLoaded;
    use luk::text::{DANISH, ENGLISH, Language, NORWEGIAN, Texts};
    use luk::ui::{Pages, behind_the_start};
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    type Part<T> = LocalBoxFuture<'static, Result<T, NotLoaded>>;

    pub(super) fn pages() -> Part<Pages> {
        #[wasm_split(pages, fallible)]
        fn load() -> Result<Pages, SplitLoaderError> {
            Ok(behind_the_start)
        }
        load().map(|part| part.map_err(|_| NotLoaded)).boxed_local()
    }

    pub(super) fn closing() -> Part<Carry<EngineWorld>> {
        #[wasm_split(closing, fallible)]
        fn load() -> Result<Carry<EngineWorld>, SplitLoaderError> {
            Ok(Engine::carry)
        }
        load().map(|part| part.map_err(|_| NotLoaded)).boxed_local()
    }

    pub(super) fn texts(language: Language) -> Part<&'static Texts> {
        match language {
            Language::English => english(),
            Language::Danish => danish(),
            Language::Norwegian => norwegian(),
        }
    }

    fn english() -> Part<&'static Texts> {
        #[wasm_split(english, fallible)]
        fn load() -> Result<&'static Texts, SplitLoaderError> {
            Ok(&ENGLISH)
        }
        load().map(|part| part.map_err(|_| NotLoaded)).boxed_local()
    }

    fn danish() -> Part<&'static Texts> {
        #[wasm_split(danish, fallible)]
        fn load() -> Result<&'static Texts, SplitLoaderError> {
            Ok(&DANISH)
        }
        load().map(|part| part.map_err(|_| NotLoaded)).boxed_local()
    }

    fn norwegian() -> Part<&'static Texts> {
        #[wasm_split(norwegian, fallible)]
        fn load() -> Result<&'static Texts, SplitLoaderError> {
            Ok(&NORWEGIAN)
        }
        load().map(|part| part.map_err(|_| NotLoaded)).boxed_local()
    }
}
