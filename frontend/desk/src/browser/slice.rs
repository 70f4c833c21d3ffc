//! Long work in slices: giving the browser a turn without the four milliseconds that nested timers cost.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

use super::page;

/// The longest that a slice of work may keep the page from answering, in milliseconds.
pub const SLICE_MS: f64 = 8.0;

/// Runs `step` in slices until it says that it is done.
pub async fn in_slices<E>(mut step: impl FnMut() -> Result<bool, E>) -> Result<(), E> {
    loop {
        let end = page::now_ms() + SLICE_MS;
        loop {
            if step()? {
                return Ok(());
            }
            if page::now_ms() >= end {
                break;
            }
        }
        turn().await;
    }
}

/// Lets the browser handle what is waiting.
pub async fn turn() {
    let Ok(channel) = MessageChannel::new() else { return };
    let promise = Promise::new(&mut |resolve, _reject| channel.port1().set_onmessage(Some(&resolve)));
    channel.port2().post_message(&JsValue::NULL).ok();
    // The promise is only ever resolved.
    JsFuture::from(promise).await.ok();
    channel.port1().close();
}
