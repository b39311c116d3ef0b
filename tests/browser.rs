//! The engine's world in a real browser, in a worker as in the real page: what the native tests' worlds only stand in for.
#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test says that it fails by panicking"
)]

use std::time::Duration;

use gloo_net::http::Response as FetchResponse;
use luk::browser::engine_world::{EngineWorld, body};
use luk::client::World;
use luk::microsoft::signin::keys::PublicKey;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

fn world() -> EngineWorld {
    EngineWorld::new(js_sys::global().unchecked_into())
}

#[wasm_bindgen_test]
async fn one_tab_alone_has_the_lead_until_it_gives_it_back() {
    let (one, other) = (world(), world());
    let lead = one.take_lead().await;
    assert!(lead.is_some());
    assert!(other.take_lead().await.is_none(), "somebody has it");
    drop(lead);
    // The browser gives it on in its own time.
    let mut again = None;
    for _ in 0..100 {
        again = other.take_lead().await;
        if again.is_some() {
            break;
        }
        other.sleep(Duration::from_millis(10)).await;
    }
    assert!(again.is_some(), "it was given back");
}

#[wasm_bindgen_test]
async fn a_plan_is_kept_whole_replaced_and_dropped() {
    let world = world();
    let long = "å".repeat(3_000_000);
    world.keep_plan(&long).await.unwrap();
    world.keep_plan("shorter").await.unwrap();
    assert_eq!(world.kept_plan().await.as_deref(), Some("shorter"));
    world.keep_plan(&long).await.unwrap();
    assert!(world.kept_plan().await == Some(long), "six megabytes, to the letter");
    world.drop_plan().await;
    assert_eq!(world.kept_plan().await, None);
    world.drop_plan().await;
}

#[wasm_bindgen_test]
async fn where_no_file_can_be_written_a_plan_is_not_kept_and_the_engine_lives() {
    let files = js_sys::Reflect::get(&js_sys::global(), &"FileSystemFileHandle".into()).unwrap();
    let prototype = js_sys::Reflect::get(&files, &"prototype".into()).unwrap();
    let prototype: &js_sys::Object = prototype.unchecked_ref();
    let name = "createSyncAccessHandle".into();
    let open = js_sys::Reflect::get(prototype, &name).unwrap();
    js_sys::Reflect::delete_property(prototype, &name).unwrap();
    let kept = world().keep_plan("plan").await;
    js_sys::Reflect::set(prototype, &name, &open).unwrap();
    assert!(kept.is_err());
}

#[wasm_bindgen_test]
async fn a_sleep_is_never_too_short() {
    let world = world();
    for milliseconds in [0, 1, 30] {
        let asked = Duration::from_millis(milliseconds);
        let before = world.elapsed();
        world.sleep(asked).await;
        let slept = world.elapsed() - before;
        // The clock that scripts may read is coarser than a timer: by up to a tenth of a millisecond.
        assert!(slept + Duration::from_micros(100) >= asked, "{slept:?} of {asked:?}");
    }
}

#[wasm_bindgen_test]
fn random_bytes_fill_the_whole_buffer_anew_each_time() {
    let world = world();
    let mut first = [0; 32];
    let mut second = [0; 32];
    world.fill_random(&mut first);
    world.fill_random(&mut second);
    assert_ne!(first, second);
    assert!(
        [first, second]
            .iter()
            .all(|bytes| bytes.iter().rev().take(8).any(|byte| *byte != 0))
    );
}

#[wasm_bindgen_test]
async fn an_answer_is_read_whole_and_one_that_would_fill_the_memory_is_not() {
    let answer = |bytes: u32| {
        let made = js_sys::Uint8Array::new_with_length(bytes).fill(7, 0, bytes);
        FetchResponse::from(web_sys::Response::new_with_opt_js_u8_array(Some(&made)).unwrap())
    };
    for bytes in [0, 1, 5_000_000] {
        let body = body(&answer(bytes)).await.unwrap();
        assert!(body.len() == bytes as usize && body.iter().all(|byte| *byte == 7));
    }
    assert!(body(&answer(65 * 1024 * 1024)).await.is_err());
    let nothing = FetchResponse::from(web_sys::Response::new().unwrap());
    assert_eq!(body(&nothing).await.unwrap(), b"");
}

#[wasm_bindgen_test]
async fn an_answer_comes_through_the_network() {
    let scope: web_sys::DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let here = scope.origin();
    let ask = |address: String| http::Request::get(address).body(Vec::new()).unwrap();
    let answer = world().send(ask(format!("{here}/"))).await.unwrap();
    assert!(answer.status().is_success());
    assert!(String::from_utf8_lossy(answer.body()).contains("</html>"));
    assert!(world().send(ask("http://localhost:1/".to_owned())).await.is_err());
}

/// The example of RFC 7515, appendix A.2.
#[wasm_bindgen_test]
async fn a_signature_holds_for_its_own_message_and_key_alone() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    let key = PublicKey {
        modulus: "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ".to_owned(),
        exponent: "AQAB".to_owned(),
    };
    let message = b"eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    let signature = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
    let world = world();
    assert!(world.holds_rs256(&key, message, &signature).await);
    let mut other = message.to_vec();
    if let Some(byte) = other.last_mut() {
        *byte ^= 1;
    }
    assert!(!world.holds_rs256(&key, &other, &signature).await);
    assert!(!world.holds_rs256(&key, message, b"").await);
}
