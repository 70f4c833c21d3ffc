//! `/areas/{area}/stickers`: one sticker to print for each building of a community or grid, with the code that leads residents to
//! the report about it. Nothing on it says who lives there.

use domain::area::Area;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::building::BuildingLine;
use service::report::{Stickers, stickers};
use ui::ErrorPanel;
use ui::error::AppError;
use ui::language::{say, use_lang};
use wording::{Phrase, Word};

use crate::request;

/// The sheet.
#[component]
pub fn StickerPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("area")).unwrap_or_default();
    let back = format!("/areas/{asked}");
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(found) => view! { <Sheet found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/areas".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Stickers.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href=back>{say(Word::BackToArea)}</a>
            </p>
            <h1 class="page__title">{say(Word::Stickers)}</h1>
            <p class="page__facts">{say(Word::StickersHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<Stickers, AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = asked.parse().map_err(|_no_area| AppError::NotFound.answered())?;
    stickers(&service, &actor, area).await.map_err(request::answered)
}

#[component]
fn Sheet(found: Stickers) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let name = found.name;
    let one = |line: BuildingLine| {
        let number = (line.number > 0).then(|| Phrase::BuildingNumber { number: line.number }.text(lang));
        let number = number.or(line.source).unwrap_or_default();
        let estate = line.estate.map(|(_, name)| name).unwrap_or_default();
        let building = format!("{estate} {number}");
        view! {
            <li class="sticker">
                <img
                    class="scan"
                    src=format!("/report/code/{}", line.building)
                    alt=Phrase::StickerCode { building: building.trim() }.text(lang)
                    width="180"
                    height="180"
                    loading="lazy"
                />
                <p class="sticker__call">{say(Word::StickerCall)}</p>
                <p class="sticker__place">{building.trim().to_owned()}</p>
                <p class="sticker__by">{name.clone()}</p>
            </li>
        }
    };
    let lines = found.buildings.into_iter().map(one).collect_view();
    view! { <ul class="stickers">{lines}</ul> }
}
