//! `/admin/webhooks`: addresses that are told of cases, with what became of the last tellings, for the system administrator.

use domain::webhook::{Event, Form};
use leptos::prelude::*;
use leptos_meta::Title;
use service::webhook::{DeliveryRow, WebhookRow, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, Select, Table, format};
use wording::Word;

use crate::issued::Issued;
use crate::request;

/// The webhooks, and the form for a new one.
#[component]
pub fn WebhookList() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(rows) => view! {
                <Rows rows=rows />
                <NewWebhook />
            }
            .into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/admin/webhooks".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=format!("{} · {}", Word::Webhooks.text(lang.get_untracked()), Word::Administration.text(lang.get_untracked())) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Webhooks)}</h1>
            <p class="page__facts">{say(Word::WebhooksHint)}</p>
            <Issued />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Vec<WebhookRow>, AppError> {
    let (service, actor) = request::acting()?;
    list(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Rows(rows: Vec<WebhookRow>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    if rows.is_empty() {
        let (title, hint) = (text(Word::NoWebhooks), text(Word::NoWebhooksHint));
        return view! { <EmptyState title=title hint=hint icon=Icon::Pin /> }.into_any();
    }
    rows.into_iter().map(|row| view! { <One row=row /> }).collect_view().into_any()
}

#[component]
fn One(row: WebhookRow) -> impl IntoView {
    let lang = use_lang();
    let WebhookRow { id, address, form, events, is_paused, made_at, deliveries } = row;
    let heading = format!("webhook-{id}");
    let labelled = heading.clone();
    let state = if is_paused { Word::WebhookPaused } else { Word::WebhookWorks };
    let wants = events.into_iter().map(|event| name(event).text(lang.get_untracked())).collect::<Vec<_>>().join(" · ");
    let (turn, paused) = if is_paused { (Word::WebhookResume, "0") } else { (Word::WebhookPause, "1") };
    view! {
        <section class="card" aria-labelledby=labelled>
            <h2 class="card__title" id=heading>
                <code>{address}</code>
            </h2>
            <p class="page__facts">
                <span class="tag">{say(state)}</span>
                " "
                {say(form_name(form))}
                " · "
                {wants}
                " · "
                {format::moment(made_at)}
            </p>
            <Deliveries rows=deliveries />
            {act("/admin/webhook/test", id, Word::WebhookTest, None)}
            {act("/admin/webhook/pause", id, turn, Some(paused))}
            {act("/admin/webhook/remove", id, Word::WebhookRemove, None)}
        </section>
    }
}

/// A button that does one thing with a webhook.
fn act(action: &'static str, id: i64, word: Word, paused: Option<&'static str>) -> impl IntoView {
    view! {
        <form method="post" action=action>
            <input type="hidden" name="webhook" value=id.to_string() />
            {paused.map(|paused| view! { <input type="hidden" name="paused" value=paused /> })}
            <input type="hidden" name="back" value="/admin/webhooks" />
            <Button kind=ButtonKind::Quiet>{say(word)}</Button>
        </form>
    }
}

#[component]
fn Deliveries(rows: Vec<DeliveryRow>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    if rows.is_empty() {
        return view! { <p class="page__facts">{say(Word::WebhookToldNothing)}</p> }.into_any();
    }
    let head = || {
        let columns = [Word::WebhookEvent, Word::MadeAt, Word::WebhookTries, Word::WebhookAnswer, Word::AccountState];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = rows.into_iter().map(delivery).collect_view();
    view! {
        <Table caption=text(Word::WebhookTellings) head=head>
            {rows}
        </Table>
    }
    .into_any()
}

fn delivery(row: DeliveryRow) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let event = Event::from_slug(&row.event).map_or(Word::WebhookTest, name);
    let answer = match (row.answer, row.failure.as_deref()) {
        (Some(status), _) => status.to_string(),
        (None, Some("late")) => label(Word::WebhookLate).to_owned(),
        (None, Some("refused_address")) => label(Word::WebhookRefusedAddress).to_owned(),
        (None, Some(_)) => label(Word::WebhookUnreachable).to_owned(),
        (None, None) => String::new(),
    };
    let state = match (row.done_at, row.next_at) {
        (Some(at), _) => format!("{} {}", label(Word::WebhookTaken), format::moment(at)),
        (None, Some(at)) => format!("{} {}", label(Word::WebhookNext), format::moment(at)),
        (None, None) => label(Word::WebhookGivenUp).to_owned(),
    };
    view! {
        <tr>
            <th scope="row" class="table__main">{label(event)}</th>
            <td data-label=label(Word::MadeAt)>{format::moment(row.made_at)}</td>
            <td data-label=label(Word::WebhookTries)>{row.tries}</td>
            <td data-label=label(Word::WebhookAnswer)>{answer}</td>
            <td data-label=label(Word::AccountState)>{state}</td>
        </tr>
    }
}

#[component]
fn NewWebhook() -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("webhook");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let address = typed("address");
    let boxes = [
        ("reported", Event::Reported),
        ("changed", Event::Changed),
        ("closed", Event::Closed),
        ("wish_proposed", Event::WishProposed),
        ("wish_published", Event::WishPublished),
        ("wish_changed", Event::WishChanged),
        ("wish_closed", Event::WishClosed),
    ];
    let form = typed("form");
    let forms: Vec<Choice> = Form::ALL
        .into_iter()
        .map(|(form, slug)| Choice {
            value: slug.to_owned(),
            text: form_name(form).text(lang.get_untracked()).to_owned(),
        })
        .collect();
    let boxes = boxes
        .map(|(field, event)| {
            let is_on = refused.is_none() || !typed(field).is_empty();
            view! {
                <label class="tick">
                    <input type="checkbox" name=field value="1" checked=is_on />
                    " "
                    {say(name(event))}
                </label>
            }
        })
        .into_iter()
        .collect_view();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    view! {
        <section class="card" aria-labelledby="new">
            <h2 class="card__title" id="new">
                {say(Word::MakeWebhook)}
            </h2>
            <form class="form" method="post" action="/admin/webhook">
                {refused.map(Refused::alert)}
                <input type="hidden" name="back" value="/admin/webhooks" />
                <Field name="address" label=label(Word::WebhookAddress) value=address />
                <Select name="form" label=label(Word::WebhookForm) choices=Signal::stored(forms) value=form />
                <fieldset class="ticks">
                    <legend>{say(Word::WebhookEvents)}</legend>
                    {boxes}
                </fieldset>
                <Button kind=ButtonKind::Primary>{say(Word::MakeWebhook)}</Button>
            </form>
        </section>
    }
}

fn name(event: Event) -> Word {
    match event {
        Event::Reported => Word::WebhookReported,
        Event::Changed => Word::WebhookChanged,
        Event::Closed => Word::WebhookClosed,
        Event::WishProposed => Word::WebhookWishProposed,
        Event::WishPublished => Word::WebhookWishPublished,
        Event::WishChanged => Word::WebhookWishChanged,
        Event::WishClosed => Word::WebhookWishClosed,
    }
}

fn form_name(form: Form) -> Word {
    match form {
        Form::Gezhi => Word::WebhookFormGezhi,
        Form::WeCom => Word::WebhookFormWeCom,
        Form::DingTalk => Word::WebhookFormDingTalk,
        Form::Feishu => Word::WebhookFormFeishu,
        Form::ShortMessage => Word::WebhookFormSms,
    }
}
