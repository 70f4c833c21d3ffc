//! `/admin/dictionary`: the lists that files and rosters choose from, and the labels, for the system administrator.

use domain::cell::{Label, LabelKind};
use domain::file::view::DictionaryWord;
use leptos::prelude::*;
use leptos_meta::Title;
use service::dictionary::{Dictionary, view as view_dictionary};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, Choice, ErrorPanel, Field, Select, Table};
use wording::{Lang, Word};

use crate::request;
use crate::unit_list::Wrong;

/// The chosen list, and the way to the others.
#[component]
pub fn DictionaryPage() -> impl IntoView {
    let lang = use_lang();
    let chosen = request::query("list").unwrap_or_else(|| LABELS.to_owned());
    let content = Suspend::new(async move {
        match find().await {
            Ok(found) => view! { <Content found=found chosen=chosen /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/admin/dictionary".to_owned() /> }
                    .into_any()
            }
        }
    });
    view! {
        <Title text={
            format!("{} · {}", Word::Dictionary.text(lang.get_untracked()), Word::Administration.text(lang.get_untracked()))
        } />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Dictionary)}</h1>
            <p class="page__facts">{say(Word::DictionaryHint)}</p>
            <Wrong form="dictionary" />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

/// What the page calls the list of labels.
const LABELS: &str = "label";

async fn find() -> Result<Dictionary, AppError> {
    let (service, actor) = request::acting()?;
    view_dictionary(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Content(found: Dictionary, chosen: String) -> impl IntoView {
    let mut lists = vec![LABELS.to_owned()];
    lists.extend(found.words.iter().map(|word| word.kind.clone()));
    lists.dedup();
    let chosen = if lists.contains(&chosen) { chosen } else { LABELS.to_owned() };
    let ways = lists.iter().map(|list| {
        let current = (*list == chosen).then_some("page");
        view! {
            <a class="top__link" href=format!("/admin/dictionary?list={list}") aria-current=current>
                {list_name(list)}
            </a>
        }
    });
    let ways = ways.collect_view();
    let list = if chosen == LABELS {
        view! { <Labels labels=found.labels /> }.into_any()
    } else {
        let words = found.words.into_iter().filter(|word| word.kind == chosen).collect();
        view! { <Words list=chosen words=words /> }.into_any()
    };
    view! {
        <nav class="actions" aria-label=say(Word::DictionaryLists)>
            {ways}
        </nav>
        {list}
    }
}

fn list_name(list: &str) -> impl IntoView + use<> {
    let word = match list {
        LABELS => Word::ListLabel,
        "ethnicity" => Word::ListEthnicity,
        "marital" => Word::ListMarital,
        "politics" => Word::ListPolitics,
        "party" => Word::ListParty,
        "education" => Word::ListEducation,
        "residence_match" => Word::ListResidence,
        "inflow" => Word::ListInflow,
        "permit" => Word::ListPermit,
        "skill" => Word::ListSkill,
        "roster" => Word::Roster,
        _ => return list.to_owned().into_any(),
    };
    say(word).into_any()
}

#[component]
fn Words(list: String, words: Vec<DictionaryWord>) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::Dictionary.text(lang.get()).to_owned());
    let head = || {
        let columns = [Word::WordCode, Word::Name, Word::NameEn, Word::AccountState, Word::WordOrder];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = words.into_iter().map(word_row).collect_view();
    view! {
        <Table caption=caption head=head>
            {rows}
        </Table>
        <Write list=list />
    }
}

fn word_row(word: DictionaryWord) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let back = format!("/admin/dictionary?list={}", word.kind);
    let act = |action: &'static str, field: &'static str, value: &'static str, button: Word| {
        view! {
            <form method="post" action=action class="top__form">
                <input type="hidden" name="kind" value=word.kind.clone() />
                <input type="hidden" name="code" value=word.code.clone() />
                <input type="hidden" name=field value=value />
                <input type="hidden" name="back" value=back.clone() />
                <Button kind=ButtonKind::Quiet>{say(button)}</Button>
            </form>
        }
    };
    let offered = if word.is_offered { ("0", Word::WordRetire) } else { ("1", Word::WordOffer) };
    let state = if word.is_offered { Word::WordOffered } else { Word::WordRetired };
    let (offer, up, down) = (
        act("/admin/dictionary/offer", "offered", offered.0, offered.1),
        act("/admin/dictionary/order", "up", "1", Word::WordUp),
        act("/admin/dictionary/order", "up", "0", Word::WordDown),
    );
    view! {
        <tr>
            <th scope="row" class="table__main">
                <code>{word.code.clone()}</code>
            </th>
            <td data-label=label(Word::Name)>{word.name_zh.clone()}</td>
            <td data-label=label(Word::NameEn)>{word.name_en.clone()}</td>
            <td data-label=label(Word::AccountState)>{say(state)} {offer}</td>
            <td data-label=label(Word::WordOrder)>{up} {down}</td>
        </tr>
    }
}

#[component]
fn Write(list: String) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let back = format!("/admin/dictionary?list={list}");
    view! {
        <form class="card form" method="post" action="/admin/dictionary">
            <input type="hidden" name="kind" value=list />
            <input type="hidden" name="back" value=back />
            <Field name="code" label=label(Word::WordCode) hint=label(Word::WordCodeHint) />
            <Field name="name_zh" label=label(Word::Name) />
            <Field name="name_en" label=label(Word::NameEn) />
            <Button kind=ButtonKind::Primary>{say(Word::WordWrite)}</Button>
        </form>
    }
}

#[component]
fn Labels(labels: Vec<Label>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let head = || {
        let columns = [Word::LabelGlyph, Word::Name, Word::NameEn, Word::LabelKind, Word::AccountState];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let now = lang.get_untracked();
    let row = move |label: &Label| {
        view! {
            <tr>
                <th scope="row" class="table__main">{label.glyph.clone()}</th>
                <td data-label=Word::Name.text(now)>{label.name_zh.clone()}</td>
                <td data-label=Word::NameEn.text(now)>{label.name_en.clone()}</td>
                <td data-label=Word::LabelKind.text(now)>{say(kind_name(label.kind))}</td>
                <td data-label=Word::AccountState.text(now)>{label_state(label)}</td>
            </tr>
        }
    };
    let rows = labels.iter().map(row).collect_view();
    let mut codes = vec![Choice { value: String::new(), text: Word::LabelNew.text(now).to_owned() }];
    codes.extend(labels.iter().map(|label| Choice {
        value: label.code.0.to_string(),
        text: if now == Lang::Zh { label.name_zh.clone() } else { label.name_en.clone() },
    }));
    let kinds = [LabelKind::Everyday, LabelKind::KeyGroup].map(|kind| Choice {
        value: if kind == LabelKind::KeyGroup { "key_group" } else { "everyday" }.to_owned(),
        text: kind_name(kind).text(now).to_owned(),
    });
    view! {
        <Table caption=text(Word::ListLabel) head=head>
            {rows}
        </Table>
        <p class="form__hint">{say(Word::LabelRetireHint)}</p>
        <form class="card form" method="post" action="/admin/label">
            <input type="hidden" name="back" value="/admin/dictionary" />
            <Select name="code" label=text(Word::LabelWhich) choices=Signal::stored(codes) />
            <Select name="kind" label=text(Word::LabelKind) choices=Signal::stored(kinds.to_vec()) />
            <Field name="glyph" label=text(Word::LabelGlyph) hint=text(Word::LabelGlyphHint) />
            <Field name="name_zh" label=text(Word::Name) />
            <Field name="name_en" label=text(Word::NameEn) />
            <Button kind=ButtonKind::Primary>{say(Word::WordWrite)}</Button>
        </form>
    }
}

/// Whether a label is offered, and of one that workers made the way to retire it or to offer it again.
fn label_state(label: &Label) -> impl IntoView + use<> {
    let code = label.code.0.to_string();
    let (state, offered, word) = if label.is_retired {
        (Word::WordRetired, "1", Word::WordOffer)
    } else {
        (Word::WordOffered, "0", Word::WordRetire)
    };
    let form = (label.kind == LabelKind::Everyday).then(|| {
        view! {
            <form method="post" action="/admin/dictionary/offer" class="top__form">
                <input type="hidden" name="kind" value="label" />
                <input type="hidden" name="code" value=code />
                <input type="hidden" name="offered" value=offered />
                <input type="hidden" name="back" value="/admin/dictionary" />
                <Button kind=ButtonKind::Quiet>{say(word)}</Button>
            </form>
        }
    });
    view! {
        {say(state)}
        " "
        {form}
    }
}

fn kind_name(kind: LabelKind) -> Word {
    match kind {
        LabelKind::Everyday => Word::LabelEveryday,
        LabelKind::KeyGroup => Word::LabelKeyGroup,
    }
}
