//! Language and look of the page: from the server at first, from the address from then on.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::language::provide_lang;
use ui::preference::Preferences;

use crate::browser::root;
use crate::map::view_state::ViewState;

/// The choices as a context.
#[derive(Clone, Copy)]
struct Current(Memo<Preferences>);

/// What the server read from address, cookie and headers; the browser takes it over while hydrating.
pub fn initial() -> Preferences {
    SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        {
            from_request().unwrap_or_default()
        }
        #[cfg(not(feature = "ssr"))]
        {
            Preferences::default()
        }
    })
    .into_inner()
}

#[cfg(feature = "ssr")]
fn from_request() -> Option<Preferences> {
    use axum::http::{header, request::Parts};

    let parts = use_context::<Preferences>();
    if parts.is_some() {
        return parts;
    }
    let parts = use_context::<Parts>()?;
    let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let query = parts.uri.query().unwrap_or_default();
    Some(Preferences::read(query, text(header::COOKIE), text(header::ACCEPT_LANGUAGE)))
}

/// Follows the address; a choice stays when the next address does not repeat it.
pub fn provide(initial: Preferences) {
    let query = use_query_map();
    let current = Memo::new(move |last: Option<&Preferences>| {
        let state = ViewState::parse(|name| query.with(|query| query.get(name)));
        state.preferences(last.copied().unwrap_or(initial))
    });
    provide_context(Current(current));
    provide_lang(Signal::derive(move || current.get().lang));
    Effect::new(move |_| root::dress(current.get()));
}

/// The choices for the page.
pub fn use_preferences() -> Signal<Preferences> {
    use_context::<Current>().map_or_else(|| Signal::stored(Preferences::default()), |current| current.0.into())
}
