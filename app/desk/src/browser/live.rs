//! Hears from the server that lights changed, on pages without the map. The map has a connection of its own, with all that
//! it needs to patch cells (`frontend/desk`); a list only has to know that it is time to load again.

use leptos::prelude::*;

/// Calls back whenever a case within the post's reach changed, until the page goes. Server: never.
pub fn use_case_news(heard: Callback<()>) {
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let Some(news) = listen::News::open(heard) else { return };
        let news = send_wrapper::SendWrapper::new(news);
        on_cleanup(move || drop(news));
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = heard;
}

#[cfg(feature = "hydrate")]
mod listen {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::{EventSource, MessageEvent};

    /// How a frame writes that no beacon changed: labels and visits are nothing to a list of cases.
    const NO_BEACONS: &str = "\"beacons\":[]";

    /// An open connection; dropping it closes it. The browser itself comes back after a break, with the last number it saw.
    pub struct News {
        source: EventSource,
        _heard: Closure<dyn FnMut(MessageEvent)>,
    }

    impl News {
        /// Connects; nothing in a browser without event streams.
        pub fn open(heard: Callback<()>) -> Option<Self> {
            let source = EventSource::new("/live").ok()?;
            let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let data = event.data().as_string().unwrap_or_default();
                if !data.contains(NO_BEACONS) {
                    let _ = heard.try_run(());
                }
            });
            for kind in ["frame", "reset"] {
                source.add_event_listener_with_callback(kind, hear.as_ref().unchecked_ref()).ok()?;
            }
            Some(Self { source, _heard: hear })
        }
    }

    impl Drop for News {
        fn drop(&mut self) {
            self.source.close();
        }
    }
}
