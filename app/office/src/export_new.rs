//! `/exports/new?list=&area=&f=&template=`: what a file is to hold, before it is made or asked for. The address holds codes only.

use domain::area::Area;
use domain::export::{Column, List, MOST_MASKED, MOST_UNMASKED};
use leptos::prelude::*;
use leptos_meta::Title;
use service::export::{Offer, Template, offer};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, ErrorPanel, Field, Select, format};
use wording::{Lang, Phrase, Word};

use crate::{export_said, request};

/// The form.
#[component]
pub fn ExportNew() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok((offer, chosen)) => view! { <Content offer=offer chosen=chosen /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/exports".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::ExportTo.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/exports">{say(Word::Exports)}</a>
            </p>
            <h1 class="page__title">{say(Word::ExportTo)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

/// The address of the form for a list.
pub fn href(area: Area, list: &List) -> String {
    let conditions = list.conditions();
    let conditions = if conditions.is_empty() { conditions } else { format!("&f={conditions}") };
    format!("/exports/new?list={}&area={area}{conditions}", list.kind())
}

async fn find() -> Result<(Offer, Option<Template>), AppError> {
    let (service, actor) = request::acting()?;
    let invalid = |field: &str| AppError::Invalid { field: field.to_owned() }.answered();
    let area = request::query("area").map(|area| area.parse().map_err(|_none| invalid("area"))).transpose()?;
    let (kind, conditions) = (request::query("list"), request::query("f").unwrap_or_default());
    let list = List::read(kind.as_deref().unwrap_or("people"), &conditions).map_err(|_none| invalid("list"))?;
    let offer = offer(&service, &actor, area.unwrap_or(actor.area), list).await.map_err(request::answered)?;
    let chosen = request::query("template").and_then(|id| id.parse::<i64>().ok());
    let chosen = offer.templates.iter().find(|form| Some(form.id) == chosen).cloned();
    Ok((offer, chosen))
}

#[component]
fn Content(offer: Offer, chosen: Option<Template>) -> impl IntoView {
    let lang = use_lang();
    let rows = format::number(offer.rows);
    let most = format::number(MOST_MASKED);
    let is_whole = (1..=MOST_MASKED).contains(&offer.rows);
    let count = if offer.rows > MOST_MASKED {
        Phrase::ExportTooMany { most: &most }.text(lang.get_untracked())
    } else if offer.rows == 0 {
        Word::ExportNoRows.text(lang.get_untracked()).to_owned()
    } else {
        Phrase::ExportRowsOf { rows: &rows }.text(lang.get_untracked())
    };
    let conditions = export_said::conditions(&offer.list, &offer.said, lang.get_untracked());
    let forms = (is_whole && !offer.templates.is_empty()).then(|| {
        view! { <Forms offer=offer.clone() chosen=chosen.clone().map(|form| form.id) /> }
    });
    let form = is_whole.then(|| view! { <Ask offer=offer.clone() chosen=chosen /> });
    view! {
        <p class="page__facts">
            {say(ui::export::list(&offer.list))} " · " {offer.place.clone()} " · " {conditions} " · "
            <strong role="status" data-rows=offer.rows.to_string()>
                {count}
            </strong>
        </p>
        {forms}
        {form}
    }
}

/// The kept forms that the list can fill, one link each.
#[component]
fn Forms(offer: Offer, chosen: Option<i64>) -> impl IntoView {
    let lang = use_lang();
    let base = href(offer.area, &offer.list);
    let plain = base.clone();
    let links = offer.templates.into_iter().map(move |form| {
        let current = (chosen == Some(form.id)).then_some("page");
        view! {
            <li>
                <a href=format!("{base}&template={}", form.id) aria-current=current>
                    {form.name}
                </a>
            </li>
        }
    });
    let links = links.collect_view();
    view! {
        <nav class="chip-row" aria-label=Word::FormPick.text(lang.get_untracked())>
            <ul class="notice__areas">
                <li>{say(Word::FormPick)} "："</li>
                <li>
                    <a href=plain aria-current=chosen.is_none().then_some("page")>
                        {say(Word::FormNone)}
                    </a>
                </li>
                {links}
            </ul>
        </nav>
    }
}

#[component]
fn Ask(offer: Offer, chosen: Option<Template>) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("export");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let (format, reason) = (typed("format"), typed("reason"));
    let is_open = refused.as_ref().is_some_and(|refused| refused.value("unmasked").is_some());
    let back = href(offer.area, &offer.list);
    let template = chosen.as_ref().map(|form| form.id.to_string());
    let back = template.as_ref().map_or(back.clone(), |id| format!("{back}&template={id}"));
    let columns = match &chosen {
        Some(form) => view! { <OfForm form=form.clone() /> }.into_any(),
        None => view! { <Columns columns=offer.columns.clone() refused=refused.clone() /> }.into_any(),
    };
    let choice =
        |value: &str, word: Word| Choice { value: value.to_owned(), text: word.text(lang.get_untracked()).to_owned() };
    let formats = Signal::stored(vec![choice("xlsx", Word::ExportXlsx), choice("csv", Word::ExportCsv)]);
    let label = Signal::derive(move || Word::ExportFormat.text(lang.get()).to_owned());
    let error = refused.map(|refused| alert(&refused.error));
    let unmasked = offer.may_ask.then(|| view! { <Unmasked is_open=is_open reason=reason rows=offer.rows /> });
    view! {
        {error}
        <form class="form" method="post" action="/form/export">
            <input type="hidden" name="back" value=back />
            <input type="hidden" name="list" value=offer.list.kind() />
            <input type="hidden" name="area" value=offer.area.to_string() />
            <input type="hidden" name="f" value=offer.list.conditions() />
            {template.map(|id| view! { <input type="hidden" name="template" value=id /> })}
            {columns}
            <Select name="format" label=label choices=formats value=format />
            <div class="actions">
                <Button kind=ButtonKind::Primary>{say(Word::ExportMake)}</Button>
                <span class="tag tag--quiet">{say(Word::ExportMasked)}</span>
            </div>
            {unmasked}
        </form>
    }
}

/// Why a form about an export was refused.
pub fn alert(error: &AppError) -> AnyView {
    let word = match error {
        AppError::Invalid { field } => match field.as_str() {
            "columns" => Some(Word::ExportBadColumns),
            "reason" => Some(Word::ExportBadReason),
            "rows" => Some(Word::ExportBadRows),
            "template" => Some(Word::ExportBadForm),
            "file" => Some(Word::FormBadFile),
            "name" => Some(Word::FormBadName),
            _ => None,
        },
        AppError::WrongLogin => Some(Word::ExportBadPassword),
        _ => None,
    };
    let said = match word {
        Some(word) => view! { <p>{say(word)}</p> }.into_any(),
        None => view! { <ui::ErrorText error=Signal::stored(error.clone()) /> }.into_any(),
    };
    view! {
        <div class="form__error" role="alert">
            {said}
        </div>
    }
    .into_any()
}

/// A tick for each column.
#[component]
fn Columns(columns: Vec<Column>, refused: Option<Refused>) -> impl IntoView {
    let is_zh = use_lang().get_untracked() == Lang::Zh;
    let ticks = columns.into_iter().map(|column| {
        let name = format!("column-{}", column.slug);
        let is_ticked = refused.as_ref().map_or(column.is_usual, |refused| refused.value(&name).is_some());
        view! {
            <label class="notice__label">
                <input type="checkbox" name=name value="1" checked=is_ticked />
                {if is_zh { column.zh } else { column.en }}
            </label>
        }
    });
    let ticks = ticks.collect_view();
    view! {
        <fieldset class="notice__labels">
            <legend>{say(Word::ExportColumns)}</legend>
            {ticks}
        </fieldset>
    }
}

/// What a form's columns hold, and which stay empty.
#[component]
fn OfForm(form: Template) -> impl IntoView {
    let unknown = unknown(&form);
    let titles = form.titles.into_iter().map(|title| view! { <p class="form__hint">{title}</p> }).collect_view();
    view! {
        <section class="card" aria-labelledby="form-columns">
            <h2 class="card__title" id="form-columns">
                {form.name.clone()}
            </h2>
            {titles}
            <p class="form__hint">{say(Word::ExportColumnsOfForm)}</p>
            {unknown}
            <p>
                <a href=format!("/exports/templates/{}", form.id)>{say(Word::FormColumns)}</a>
            </p>
        </section>
    }
}

/// How many columns of a form stay empty, and which.
pub fn unknown(form: &Template) -> AnyView {
    let lang = use_lang();
    let names: Vec<&str> = form.unknown().filter(|heading| !heading.is_empty()).collect();
    let count = form.unknown().count();
    if count == 0 {
        return view! { <p role="status">{say(Word::FormAllKnown)}</p> }.into_any();
    }
    let names = names.join("、");
    let said = Phrase::FormUnknown { count, names: &names }.text(lang.get_untracked());
    view! {
        <p role="status" data-unknown=count.to_string()>
            {said}
        </p>
    }
    .into_any()
}

/// The way to a list without masks.
#[component]
fn Unmasked(is_open: bool, reason: String, rows: i64) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let most = format::number(MOST_UNMASKED);
    if rows > MOST_UNMASKED {
        let said = Phrase::ExportMostUnmasked { most: &most }.text(lang.get_untracked());
        return view! { <p class="form__hint">{said}</p> }.into_any();
    }
    view! {
        <details class="card" open=is_open>
            <summary class="card__title">{say(Word::ExportAsk)}</summary>
            <p class="form__hint">{say(Word::ExportAskHint)}</p>
            <Field name="reason" label=text(Word::ExportReason) hint=text(Word::ExportReasonHint) value=reason />
            <Field
                name="password"
                label=text(Word::ExportPassword)
                kind="password"
                autocomplete="current-password"
            />
            <Button name="unmasked".to_owned() value="1".to_owned()>
                {say(Word::ExportAsk)}
            </Button>
        </details>
    }
    .into_any()
}
