//! A pulse for pages that ask again from time to time, while somebody looks at them.

use std::time::Duration;

use leptos::prelude::*;

/// Rises every so often while the page is visible, and when somebody comes back to it. Server: never.
pub fn use_pulse(every: Duration) -> RwSignal<u32> {
    let pulse = RwSignal::new(0_u32);
    let beat = move || {
        if !is_hidden() {
            let _ = pulse.try_update(|pulse| *pulse = pulse.wrapping_add(1));
        }
    };
    Effect::new(move |_| {
        let timer = set_interval_with_handle(beat, every).ok();
        let listener = window_event_listener_untyped("focus", move |_| beat());
        on_cleanup(move || {
            if let Some(timer) = timer {
                timer.clear();
            }
            listener.remove();
        });
    });
    pulse
}

/// Something that makes a pulse rise shortly after it was called; more calls meanwhile cost nothing.
pub fn soon(pulse: RwSignal<u32>, after: Duration) -> Callback<()> {
    let is_waiting = StoredValue::new(false);
    Callback::new(move |()| {
        if is_waiting.get_value() {
            return;
        }
        is_waiting.set_value(true);
        let beat = move || {
            let _ = is_waiting.try_set_value(false);
            let _ = pulse.try_update(|pulse| *pulse = pulse.wrapping_add(1));
        };
        set_timeout(beat, after);
    })
}

/// Counts whole seconds from when it was made. Server: stays at 0.
pub fn use_seconds() -> Signal<i64> {
    let seconds = RwSignal::new(0_i64);
    Effect::new(move |_| {
        let count = move || {
            let _ = seconds.try_update(|seconds| *seconds += 1);
        };
        let timer = set_interval_with_handle(count, Duration::from_secs(1)).ok();
        on_cleanup(move || {
            if let Some(timer) = timer {
                timer.clear();
            }
        });
    });
    seconds.into()
}

fn is_hidden() -> bool {
    #[cfg(feature = "hydrate")]
    return document().hidden();
    #[cfg(not(feature = "hydrate"))]
    false
}
