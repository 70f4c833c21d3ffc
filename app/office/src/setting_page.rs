//! `/admin/setting`: what the city sets otherwise than it comes, for the security administrator.

use domain::actor::Role;
use domain::setting::{Number, Settings, Switch};
use leptos::prelude::*;
use leptos_meta::Title;
use service::setting::view as view_settings;
use service::trail::{Modes, modes as view_modes};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, ErrorPanel, Field, name};
use wording::field::{MonthWord, TrailWord};
use wording::public::GateSetting;
use wording::{Lang, Phrase, Text, Word};

use crate::request;
use crate::setting_trail::TrailModes;
use crate::unit_list::Wrong;

/// All settings, each with its own form.
#[component]
pub fn SettingPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok((settings, modes)) => view! { <Content settings=settings modes=modes /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/admin/setting".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text={
            format!("{} · {}", Word::Settings.text(lang.get_untracked()), Word::Administration.text(lang.get_untracked()))
        } />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Settings)}</h1>
            <p class="page__facts">{say(Word::SettingsHint)}</p>
            <Wrong form="setting" />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<(Settings, Modes), AppError> {
    let (service, actor) = request::acting()?;
    let settings = view_settings(&service, &actor).await.map_err(request::answered)?;
    let modes = view_modes(&service, &actor).await.map_err(request::answered)?;
    Ok((settings, modes))
}

#[component]
fn Content(settings: Settings, modes: Modes) -> impl IntoView {
    let numbers = Number::ALL.map(|(number, ..)| {
        let value = settings.number(number);
        view! { <OneNumber number=number value=value /> }
    });
    let numbers = numbers.into_iter().collect_view();
    let switches = Switch::ALL.map(|(switch, _)| {
        let is_on = settings.is_on(switch);
        view! { <OneSwitch switch=switch is_on=is_on /> }
    });
    let switches = switches.into_iter().collect_view();
    view! {
        {switches}
        <TrailModes modes=modes />
        {numbers}
        <TotpRoles settings=settings />
    }
}

#[component]
fn OneSwitch(switch: Switch, is_on: bool) -> impl IntoView {
    let (label, hint) = match switch {
        Switch::CitywideBoard => (said(Word::SettingBoard), said(Word::SettingBoardHint)),
        Switch::MonthRanking => (said(MonthWord::SettingRanking), said(MonthWord::SettingRankingHint)),
    };
    view! {
        <form class="card form" method="post" action="/admin/setting/switch">
            <input type="hidden" name="back" value="/admin/setting" />
            <input type="hidden" name="switch" value=switch.slug() />
            <label class="tick">
                <input type="checkbox" name="on" value="1" checked=is_on />
                " "
                {label}
            </label>
            <p class="form__hint">{hint}</p>
            <Button>{say(Word::Save)}</Button>
        </form>
    }
}

#[component]
fn OneNumber(number: Number, value: i32) -> impl IntoView {
    let lang = use_lang();
    let (least, most) = number.bounds();
    let label = Signal::derive(move || called(number, lang.get()).to_owned());
    let hint = Signal::derive(move || Phrase::Between { least, most }.text(lang.get()));
    view! {
        <form class="card form" method="post" action="/admin/setting">
            <input type="hidden" name="back" value="/admin/setting" />
            <Field name=number.slug() label=label kind="number" hint=hint value=value.to_string() />
            <Button>{say(Word::Save)}</Button>
        </form>
    }
}

fn said(word: impl Text) -> String {
    word.text(use_lang().get_untracked()).to_owned()
}

fn called(number: Number, lang: Lang) -> &'static str {
    let word = match number {
        Number::DeskIdleMinutes => Word::SettingDeskIdle,
        Number::PhoneIdleMinutes => Word::SettingPhoneIdle,
        Number::LockAfter => Word::SettingLockAfter,
        Number::LockMinutes => Word::SettingLockMinutes,
        Number::UnmaskHourly => Word::SettingUnmask,
        Number::SessionDays => Word::SettingSessionDays,
        Number::IdleRemindDays => Word::SettingIdleRemind,
        Number::IdleInquireDays => Word::SettingIdleInquire,
        Number::IdleSuperviseDays => Word::SettingIdleSupervise,
        Number::MonthShownDays => return MonthWord::SettingShownDays.text(lang),
        Number::TrailDays => return TrailWord::KeptDays.text(lang),
        Number::GateWorkBits => return GateSetting::WorkBits.text(lang),
        Number::GateAddressHourly => return GateSetting::AddressHourly.text(lang),
        Number::GatePhoneDaily => return GateSetting::PhoneDaily.text(lang),
        Number::GateCopies => return GateSetting::Copies.text(lang),
        Number::GateHeldHourly => return GateSetting::HeldHourly.text(lang),
    };
    word.text(lang)
}

#[component]
fn TotpRoles(settings: Settings) -> impl IntoView {
    let ticks = Role::ALL.into_iter().filter(|(role, _)| *role != Role::Wall).map(|(role, slug)| {
        let is_on = settings.demands_totp(role);
        view! {
            <label class="tick">
                <input type="checkbox" name=format!("role-{slug}") value="1" checked=is_on />
                " "
                {say(name::role(role))}
            </label>
        }
    });
    let ticks = ticks.collect_view();
    view! {
        <form class="card form" method="post" action="/admin/setting/totp">
            <input type="hidden" name="back" value="/admin/setting" />
            <fieldset class="ticks">
                <legend class="field__label">{say(Word::SettingTotpRoles)}</legend>
                {ticks}
            </fieldset>
            <p class="form__hint">{say(Word::SettingTotpRolesHint)}</p>
            <Button kind=ButtonKind::Primary>{say(Word::Save)}</Button>
        </form>
    }
}
