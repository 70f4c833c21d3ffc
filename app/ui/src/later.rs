//! Content that waits for data, with signals that live as long as what is shown.
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
    let home = Owner::current().unwrap_or_default();
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
