//! Getting bytes from the server.

use citypack::DecodeError;
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};
use wording::{Lang, Word};

use crate::browser::page;

/// Why the city or its cells could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The server was not reached, or the connection broke.
    #[error("the server was not reached")]
    Unreachable,
    /// The server answered something else.
    #[error("the server answered with status {0}")]
    Status(u16),
    /// The bytes are none of ours.
    #[error("the answer can't be read")]
    Decode(#[from] DecodeError),
    /// The cells belong to another numbering than the geometry.
    #[error("cells and geometry have different versions")]
    OtherScene,
    /// A newer request took this one's place.
    #[error("the request was given up for a newer one")]
    Superseded,
}

impl LoadError {
    /// What people are told: what happened and what to do next.
    pub fn text(&self, lang: Lang) -> &'static str {
        let word = match self {
            Self::Unreachable | Self::Superseded => Word::ErrorTransport,
            Self::Status(404) => Word::ErrorNotFound,
            Self::Status(401 | 403) => Word::ErrorForbidden,
            Self::Status(_) | Self::Decode(_) => Word::ErrorUnavailable,
            Self::OtherScene => Word::SceneReplaced,
        };
        word.text(lang)
    }
}

/// Stops a request when dropped.
pub struct Abort(Option<AbortController>);

impl Abort {
    /// A new way to stop a request.
    pub fn new() -> Self {
        Self(AbortController::new().ok())
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// Starts fetching an address and gives the way to stop it, and the bytes to wait for.
pub fn bytes(url: &str) -> (Abort, impl Future<Output = Result<Vec<u8>, LoadError>> + use<>) {
    let abort = Abort::new();
    let options = RequestInit::new();
    if let Some(controller) = &abort.0 {
        options.set_signal(Some(&controller.signal()));
    }
    let request = page::window().fetch_with_str_and_init(url, &options);
    (abort, async move {
        let response: Response = JsFuture::from(request).await.map_err(broken)?.unchecked_into();
        if !response.ok() {
            return Err(LoadError::Status(response.status()));
        }
        let body = response.array_buffer().map_err(broken)?;
        let buffer: ArrayBuffer = JsFuture::from(body).await.map_err(broken)?.unchecked_into();
        Ok(Uint8Array::new(&buffer).to_vec())
    })
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
fn broken(error: JsValue) -> LoadError {
    let aborted = js_sys::Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
    if aborted.as_deref() == Some("AbortError") { LoadError::Superseded } else { LoadError::Unreachable }
}
