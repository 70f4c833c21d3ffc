//! What a card tells of a door beyond its number: that it is none any more, what it was called before, and where to change it.

use domain::door_change::{Change, Closing, Past};
use domain::household::HouseholdCard;
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{Banner, BannerKind, format};
use wording::{Lang, Phrase, Word};

use crate::address;

/// That the door was removed, or is part of another one; nothing while it is a door.
pub fn closing(card: &HouseholdCard) -> Option<impl IntoView + use<>> {
    let lang = use_lang();
    let kept = card.story.kept_number;
    let text = move || match kept {
        Some(number) => Phrase::DoorIsPartOf { number: number.as_str() }.text(lang.get()),
        None => Word::DoorClosedHint.text(lang.get()).to_owned(),
    };
    card.story.closing.map(|closing| {
        let open = match closing {
            Closing::MergedInto(kept) => {
                Some(view! { <a class="household__open" href=address::household(kept)>{say(Word::OpenHousehold)}</a> })
            }
            Closing::Removed => None,
        };
        view! {
            <Banner kind=BannerKind::Warning>
                <span>{text}</span>
                {open}
            </Banner>
        }
    })
}

/// What happened to the door, the newest first, and the way to change it.
pub fn story(card: &HouseholdCard) -> impl IntoView + use<> {
    let lang = use_lang();
    let dwelling = card.dwelling;
    let lines = card.story.past.iter().map(|past| {
        let past = past.clone();
        let is_kept = past.change.kept() == Some(dwelling);
        view! { <li>{move || told(&past, is_kept, lang.get())}</li> }
    });
    let lines = lines.collect_view();
    let past = (!card.story.past.is_empty()).then(|| view! { <ul class="household__story">{lines}</ul> });
    let change = card.story.may_propose.then(|| {
        view! { <a class="household__open" href=format!("/doors/{dwelling}") rel="external">{say(Word::ChangeDoor)}</a> }
    });
    view! {
        {past}
        {change}
    }
}

fn told(past: &Past, is_kept: bool, lang: Lang) -> String {
    let (day, number) = (&format::date(past.on), past.was.as_str());
    match past.change {
        Change::Renumber { .. } => Phrase::DoorUntil { number, day }.text(lang),
        Change::Remove { .. } => Phrase::DoorRemovedOn { number, day }.text(lang),
        Change::Merge { .. } if is_kept => Phrase::DoorTookIn { number, day }.text(lang),
        Change::Merge { .. } => Phrase::DoorMergedOn { number, day }.text(lang),
        Change::Open { .. } => Phrase::DoorOpenedOn { day }.text(lang),
        Change::Add { .. } => Phrase::DoorGrewOn { day }.text(lang),
    }
}
