//! The lead over all tabs of this browser, as a Web Lock: the browser gives it back by itself when a tab ends, however it
//! ends. Decides nothing.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::DedicatedWorkerGlobalScope;

use crate::client::world::Lead;

/// The lock's name.
const NAME: &str = "luk.lead";

/// Whether any tab of this browser has the lead. Where the browser doesn't tell, none is known to.
pub async fn is_taken() -> bool {
    held().await.is_some_and(|held| {
        held.iter()
            .any(|lock| Reflect::get(&lock, &"name".into()).is_ok_and(|name| name == NAME))
    })
}

async fn held() -> Option<Array> {
    let locks = Reflect::get(&web_sys::window()?.navigator(), &"locks".into()).ok()?;
    let query: Function = Reflect::get(&locks, &"query".into()).ok()?.dyn_into().ok()?;
    let asked: Promise = query.call0(&locks).ok()?.dyn_into().ok()?;
    let state = JsFuture::from(asked).await.ok()?;
    Reflect::get(&state, &"held".into()).ok()?.dyn_into().ok()
}

/// Takes the lead, if no other tab has it. Where the browser knows no such locks, nobody can have it.
pub(super) async fn take(scope: &DedicatedWorkerGlobalScope) -> Option<Lead> {
    match ask(scope) {
        Ok(Some(answer)) => JsFuture::from(answer).await.ok().and_then(|give_back| {
            let give_back: Function = give_back.dyn_into().ok()?;
            Some(Lead::new(move || drop(give_back.call0(&JsValue::UNDEFINED))))
        }),
        Ok(None) => Some(Lead::new(|| {})),
        Err(_) => None,
    }
}

/// Asks for the lock. The promise gives a function that gives it back, or null. `LockManager` is not in `web_sys` without
/// unstable flags.
fn ask(scope: &DedicatedWorkerGlobalScope) -> Result<Option<Promise>, JsValue> {
    let locks = Reflect::get(&scope.navigator(), &"locks".into())?;
    if locks.is_undefined() {
        return Ok(None);
    }
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE)?;
    let mut asked = Ok(JsValue::UNDEFINED);
    let answer = Promise::new(&mut |answer, _| {
        // Held until the inner promise is settled, which whoever holds the lead does.
        let granted = Closure::once_into_js(move |lock: JsValue| {
            if lock.is_null() {
                drop(answer.call1(&JsValue::UNDEFINED, &JsValue::NULL));
                return JsValue::UNDEFINED;
            }
            Promise::new(&mut |give_back, _| drop(answer.call1(&JsValue::UNDEFINED, &give_back))).into()
        });
        asked = request.call3(&locks, &NAME.into(), &options, &granted);
    });
    // Refused altogether, nothing would ever be answered.
    asked.map(|asked| Some(Promise::race(&Array::of2(&answer, &asked))))
}
