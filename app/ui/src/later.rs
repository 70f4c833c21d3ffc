//! Content that waits for data, with signals that live as long as what is shown; and data as a signal for effects.
//!
//! Inside a `Transition` the old content stays on the page while new data comes. Signals made in a plain `Suspend` are
//! disposed as soon as loading starts, so that the old content's attributes would read disposed values when the address
//! changes at the same moment (a panic, measured in the browser). Here they belong to the content itself.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;

/// What stands inside a `Suspense` or `Transition`: waits for `load`, then shows it.
///
/// `load` is tracked: it runs again when a resource in it loads again.
pub fn later<Loading, Data, View>(
    load: impl Fn() -> Loading + Send + 'static,
    show: impl Fn(Data) -> View + Clone + Send + 'static,
) -> impl Fn() -> Suspend<OwnedView<AnyView>> + Send + 'static
where
    Loading: Future<Output = Data> + Send + 'static,
    Data: 'static,
    View: IntoView + 'static,
{
    later_in(Owner::current().unwrap_or_default(), load, show)
}

/// The same for content inside a `Show`: with an owner from outside of it. What `Show` hides is disposed before its attributes
/// are gone, and these would read disposed values because of the very change that hides them (a panic, measured).
pub fn later_in<Loading, Data, View>(
    home: Owner,
    load: impl Fn() -> Loading + Send + 'static,
    show: impl Fn(Data) -> View + Clone + Send + 'static,
) -> impl Fn() -> Suspend<OwnedView<AnyView>> + Send + 'static
where
    Loading: Future<Output = Data> + Send + 'static,
    Data: 'static,
    View: IntoView + 'static,
{
    move || {
        let (home, show, loading) = (home.clone(), show.clone(), load());
        Suspend::new(async move {
            let data = loading.await;
            let owner = home.child();
            let view = owner.with(|| show(data).into_any());
            OwnedView::new_with_owner(view, owner)
        })
    }
}

/// What has arrived of a resource so far, as a signal of its own; it stays empty on the server.
///
/// For effects that also read what the resource depends on. An effect that reads both misses changes (`reactive_graph`
/// 0.2.16): while it asks its sources whether anything is new, the resource brings the memo they share up to date on its
/// behalf, so that the memo neither wakes the effect nor answers "changed" when its turn comes; and the effect takes the
/// resource's note that it has to load again. Here only the resource is read.
pub fn arrived<T>(resource: Resource<T>) -> ReadSignal<Option<T>>
where
    T: Clone + Send + Sync + 'static,
{
    let (last, set_last) = signal(None);
    Effect::new(move |_| set_last.set(resource.get()));
    last
}
