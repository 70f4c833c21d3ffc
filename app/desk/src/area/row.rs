//! An area's figures and lights, the same on every page that shows them.

use domain::area::Area;
use domain::case::Light;
use domain::map::{Figures, Unmeasured};
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{LampCount, format};
use wording::{Lang, Phrase, Word};

use crate::address;

/// The four numbers of an area.
#[component]
pub fn AreaFigures(
    /// Its figures.
    figures: Figures,
    /// Whether the post sees files; totals of others are not told when they are small.
    sees_people: bool,
) -> impl IntoView {
    let all = [
        (Word::Residents, figures.residents),
        (Word::Households, figures.households),
        (Word::Dwellings, figures.dwellings),
        (Word::Buildings, figures.buildings),
    ];
    let items = all.map(|(word, value)| {
        view! {
            <div class="figure">
                <dt class="figure__name">{say(word)}</dt>
                <dd class="figure__value">{format::number(value)}</dd>
            </div>
        }
    });
    let lang = use_lang();
    let shares = [
        (Word::Completeness, figures.complete_percent(), figures.required),
        (Word::Freshness, figures.fresh_percent(), figures.households),
    ];
    let shares = shares.map(|(word, percent, of)| {
        let value = move || match percent {
            Ok(percent) => share(percent, of, lang.get()),
            Err(why) => Phrase::NotMeasured { why: unmeasured(why, sees_people).text(lang.get()) }.text(lang.get()),
        };
        view! {
            <div class="figure">
                <dt class="figure__name">{say(word)}</dt>
                <dd class="figure__value figure__value--share">{value}</dd>
            </div>
        }
    });
    view! { <dl class="figures">{items.into_iter().collect_view()}{shares.into_iter().collect_view()}</dl> }
}

/// Why a share is not known.
pub fn unmeasured(why: Unmeasured, sees_people: bool) -> Word {
    match why {
        Unmeasured::NobodyLivesHere if !sees_people => Word::Suppressed,
        Unmeasured::NobodyLivesHere => Word::NobodyLivesHere,
        Unmeasured::NoCheckedFile => Word::NoCheckedFile,
    }
}

/// A share with the number that it is a share of.
pub fn share(percent: i64, of: i64, lang: Lang) -> String {
    Phrase::Percent { percent, count: &format::number(of) }.text(lang)
}

/// How many cases have which light; it opens the list behind the numbers.
#[component]
pub fn AreaLights(
    /// Whose cases.
    area: Area,
    /// Its figures.
    figures: Figures,
    /// Leave out lights without cases.
    #[prop(optional)]
    only_some: bool,
    /// A link to the cases; plain marks where a link would stand inside another one.
    #[prop(default = true)]
    linked: bool,
) -> impl IntoView {
    // What ended without being handled is nobody's figure.
    let lights = if only_some { &Light::OPEN[..] } else { &Light::ALL[..4] };
    let shown = lights.iter().copied().filter(move |light| !only_some || figures.with_light(*light) > 0);
    let marks = shown.map(|light| view! { <LampCount light=light count=figures.with_light(light) /> }).collect_view();
    if linked {
        view! { <a class="lights" href=address::cases(Some(area))>{marks}</a> }.into_any()
    } else {
        view! { <span class="lights">{marks}</span> }.into_any()
    }
}
