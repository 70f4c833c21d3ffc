//! Tells screen readers politely which cases' lights changed since the list was last loaded.

use std::collections::BTreeMap;

use domain::case::Light;
use domain::id::CaseId;
use leptos::prelude::*;
use ui::language::use_lang;
use ui::later::arrived;
use ui::name;
use wording::Phrase;

use super::page::Queued;

/// The region that is read out.
#[component]
pub fn Announcer(
    /// The list.
    queued: Queued,
) -> impl IntoView {
    let lang = use_lang();
    let now = arrived(queued);
    let text = RwSignal::new(String::new());
    Effect::new(move |last: Option<BTreeMap<CaseId, Light>>| {
        let last = last.unwrap_or_default();
        let Some(Ok(found)) = now.get() else { return last };
        let changed = found.lines.iter().filter_map(|line| {
            let light = line.phase.light();
            let was = last.get(&line.case)?;
            (*was != light).then(|| {
                let light = name::light(light).text(lang.get_untracked());
                Phrase::CaseNowIs { title: &line.title, light }.text(lang.get_untracked())
            })
        });
        let changed: Vec<String> = changed.collect();
        if !changed.is_empty() {
            text.set(changed.join("。"));
        }
        let lights = found.lines.iter().map(|line| (line.case, line.phase.light()));
        last.into_iter().chain(lights).collect()
    });
    view! { <p class="visually-hidden" aria-live="polite" id="announcer">{text}</p> }
}
