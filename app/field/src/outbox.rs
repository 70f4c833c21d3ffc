//! What the phone has not sent yet: the words and codes that its scripts work with, on every page, and `/m/outbox`, the list.
//!
//! Only the device knows what waits, so the scripts of `public` fill these in; without them forms go straight to the server and
//! nothing waits. Not here: conflicts, which the server knows ([`crate::conflict_list`]).

use domain::actor::Actor;
use domain::area::Level;
use domain::household::Occupancy;
use domain::person::Relation;
use leptos::prelude::*;
use leptos_meta::Title;
use serde_json::{Value, json};
use service::Service;
use ui::language::{say, use_lang};
use ui::name;
use ui::script::{self, Script};
use wording::Lang;
use wording::field::OutboxWord;

/// The words that the scripts say, by their names there.
fn words(lang: Lang) -> Value {
    let relations = Relation::ALL.map(|(relation, slug)| (slug.to_owned(), name::relation(relation).text(lang).into()));
    let usages = Occupancy::ALL.map(|occupancy| name::occupancy(occupancy).text(lang));
    let say = |word: OutboxWord| word.text(lang);
    json!({
        "waiting": say(OutboxWord::Waiting),
        "sent": say(OutboxWord::Sent),
        "needs": say(OutboxWord::Needs),
        "saved": say(OutboxWord::SavedHere),
        "savedOffline": say(OutboxWord::SavedOffline),
        "session": say(OutboxWord::WhySession),
        "forbidden": say(OutboxWord::WhyForbidden),
        "conflict": say(OutboxWord::WhyConflict),
        "refused": say(OutboxWord::WhyRefused),
        "server": say(OutboxWord::WhyServer),
        "offline": say(OutboxWord::WhyOffline),
        "logOut": say(OutboxWord::LogOutUnsent),
        "again": say(OutboxWord::SendAgain),
        "away": say(OutboxWord::ThrowAway),
        "awaySure": say(OutboxWord::ThrowAwaySure),
        "seen": say(OutboxWord::Seen),
        "decide": say(OutboxWord::Decide),
        "photos": say(OutboxWord::PhotoCount),
        "found": say(OutboxWord::Found),
        "noPhone": say(OutboxWord::NoPhone),
        "visited": say(OutboxWord::LastVisit),
        "neverVisited": say(OutboxWord::NeverVisited),
        "nothingKept": say(OutboxWord::OfflineNone),
        "urls": {
            "/m/visit": say(OutboxWord::KindVisit),
            "/m/report": say(OutboxWord::KindReport),
            "/m/contact": say(OutboxWord::KindContact),
            "/m/file": say(OutboxWord::KindFile),
            "/m/conflict": say(OutboxWord::KindConflict),
            "/m/watch": say(OutboxWord::KindWatch),
        },
        "relations": Value::Object(relations.into_iter().collect()),
        "usages": usages,
    })
}

/// What the outbox's scripts need to know, ahead of every page's own scripts; nothing for who is not logged in.
#[component]
pub fn Outbox() -> impl IntoView {
    let lang = use_lang();
    let (service, actor) = (use_context::<Service>()?, use_context::<Actor>()?);
    let scope = service::sync::scope(&service, &actor);
    let words = words(lang.get_untracked()).to_string();
    // A phone keeps the own grid; who leads several has none of the own.
    let keeps_grid = (actor.area.level() == Level::Grid).then_some("");
    Some(view! {
        <div
            id="outbox"
            hidden
            data-scope=scope.scope
            data-account=scope.account
            data-words=words
            data-keeps-grid=keeps_grid
        ></div>
        <Script name=script::FIELD_STORE />
        <Script name=script::FIELD_QUEUE />
        <Script name=script::OUTBOX />
    })
}

/// What waits to be sent.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let lang = use_lang();
    view! {
        <Title text=OutboxWord::Outbox.text(lang.get_untracked()) />
        <main class="phone" id="content">
            <h1 class="phone__title">{say(OutboxWord::Outbox)}</h1>
            <p class="phone__quiet">{say(OutboxWord::OutboxHint)}</p>
            <noscript>
                <p class="outbox-said">{say(OutboxWord::OutboxNoScript)}</p>
            </noscript>
            <p class="outbox-said" role="status" data-outbox-status=""></p>
            <p data-outbox-empty="" hidden>{say(OutboxWord::OutboxEmpty)}</p>
            <ol class="outbox-list" data-outbox-list=""></ol>
            <div class="outbox-acts" data-outbox-acts="" hidden>
                <button type="button" class="button button--primary" data-outbox-send="">
                    {say(OutboxWord::SendNow)}
                </button>
                <button type="button" class="button" data-outbox-export="">
                    {say(OutboxWord::SaveUnsent)}
                </button>
                <p class="phone__quiet">{say(OutboxWord::SaveUnsentHint)}</p>
            </div>
            <nav class="phone-acts" aria-label=say(OutboxWord::Conflicts)>
                <a class="button" href="/m/conflicts">{say(OutboxWord::Conflicts)}</a>
                <a class="button" href="/m/offline">{say(OutboxWord::OfflineTitle)}</a>
            </nav>
        </main>
        <Script name=script::OUTBOX_LIST />
    }
}
