//! Whether the browser believes that it has a network.

use leptos::prelude::*;

/// Follows the browser's `online` and `offline` events; always online on the server and while hydrating.
pub fn use_online() -> Signal<bool> {
    let online = RwSignal::new(true);
    Effect::new(move |_| {
        for (event, value) in [("online", true), ("offline", false)] {
            let listener = window_event_listener_untyped(event, move |_| online.set(value));
            on_cleanup(move || listener.remove());
        }
        #[cfg(feature = "hydrate")]
        online.set(window().navigator().on_line());
    });
    online.into()
}
