//! What emergency holds where the worker is, on top of every page.

use leptos::prelude::*;
use service::emergency::here;
use ui::language::use_lang;
use ui::{Banner, BannerKind, month};

use crate::request;

/// A line for each; nothing in ordinary times.
#[component]
pub fn EmergencyLine() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        let found = match request::acting() {
            Ok((service, actor)) => here(&service, &actor).await.unwrap_or_default(),
            Err(_nobody) => Vec::new(),
        };
        let lines = found.into_iter().map(|one| {
            view! {
                <Banner kind=BannerKind::Warning>
                    <a href="/emergencies">{month::emergency(&one, lang.get_untracked())}</a>
                </Banner>
            }
        });
        lines.collect_view()
    });
    view! { <Suspense fallback=|| ()>{content}</Suspense> }
}
