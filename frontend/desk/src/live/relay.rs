//! What tabs of one browser say to each other.

use domain::live::LiveFrame;
use gloo::events::EventListener;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::Alive;

/// A message between tabs.
#[derive(Debug, Serialize, Deserialize)]
pub enum Message {
    /// A new tab keeps the connection.
    Leading,
    /// A tab asks the leader for the frames after a number.
    CatchUp {
        /// Who asks.
        tab: u32,
        /// The last number it has seen.
        after: i64,
    },
    /// The answer.
    Missed {
        /// Who asked.
        tab: u32,
        /// All frames after the number, in order.
        frames: Vec<LiveFrame>,
    },
    /// A frame from the server.
    Frame(LiveFrame),
    /// A sign of life from the server.
    Alive(Alive),
    /// Too much was missed, by one tab or by all.
    Reset {
        /// The tab that asked; `None` for all.
        tab: Option<u32>,
    },
}

/// The channel between tabs. Dropping it closes it.
pub struct Relay {
    channel: BroadcastChannel,
    _listener: EventListener,
}

impl Relay {
    /// Opens the channel; nothing where the browser has none.
    pub fn open(topic: &str, hear: impl Fn(Message) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(topic).ok()?;
        let listener = EventListener::new(&channel, "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            // A tab with another version of the program may say things that this one does not know.
            if let Some(message) = text.and_then(|text| serde_json::from_str(&text).ok()) {
                hear(message);
            }
        });
        Some(Self { channel, _listener: listener })
    }

    /// Says something to all other tabs.
    pub fn send(&self, message: &Message) {
        if let Ok(text) = serde_json::to_string(message) {
            // The channel refuses only after it was closed.
            self.channel.post_message(&JsValue::from_str(&text)).ok();
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.channel.close();
    }
}
