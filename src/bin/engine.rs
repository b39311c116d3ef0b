//! The engine worker: takes commands from the page, runs the closing, and holds the tokens. Shows nothing.

#[cfg(target_arch = "wasm32")]
mod worker {
    use std::rc::Rc;

    use futures_channel::mpsc::unbounded;
    use luk::browser::engine_world::{EngineWorld, posted};
    use luk::closing::{Engine, deliver};
    use wasm_bindgen::prelude::*;
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

    #[expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]
    /// Starts the engine. `queued` is what the page said while the worker was still loading.
    #[wasm_bindgen]
    pub fn start(config: &str, base_url: String, queued: &js_sys::Array) {
        console_error_panic_hook::set_once();
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let world = Rc::new(EngineWorld::new(scope.clone()));
        let engine = Engine::new(Rc::clone(&world), config, base_url);
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

fn main() {}
