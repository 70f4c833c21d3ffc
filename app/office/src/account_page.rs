//! `/admin/accounts/{account}`: one account, its posts and sessions, and what the security administrator does with it.

use domain::actor::Role;
use domain::id::AccountId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::account::{AccountFile, TermRow, view as view_account};
use service::unit::Branches;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, ErrorPanel, Field, Select, Table, format, name};
use wording::{Lang, Word};

use crate::account_list::state_of;
use crate::issued::Issued;
use crate::log_in::IdentityProvider;
use crate::{request, unit_list};

/// Everything about one account.
#[component]
pub fn AccountPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("account")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok((role, file, link)) => view! { <File role=role file=file link=link /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/admin/accounts".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text={
            format!("{} · {}", Word::AccountName.text(lang.get_untracked()), Word::Administration.text(lang.get_untracked()))
        } />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/admin/accounts">{say(Word::Accounts)}</a>
            </p>
            <Issued />
            {Refused::any()
                .map(Refused::alert)}
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<(Role, AccountFile, Option<String>), AppError> {
    let (service, actor) = request::acting()?;
    let account: AccountId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    let file = view_account(&service, &actor, account).await.map_err(request::answered)?;
    let link = match use_context::<IdentityProvider>() {
        Some(IdentityProvider { issuer, .. }) => {
            let found = service::oidc::subject(&service, &actor, account, &issuer).await.map_err(request::answered)?;
            Some(found.unwrap_or_default())
        }
        None => None,
    };
    Ok((actor.role, file, link))
}

#[component]
fn File(role: Role, file: AccountFile, link: Option<String>) -> impl IntoView {
    let back = format!("/admin/accounts/{}", file.row.account);
    let is_security = role == Role::SecurityAdmin;
    let state = state_of(&file.row);
    let locked = file.row.disabled_at.is_some() || file.row.is_locked_for_now;
    let (account, has_totp) = (file.row.account, file.row.has_totp);
    view! {
        <div class="page__head">
            <h1 class="page__title">{file.row.login.clone()}</h1>
            <span class="tag">{say(state)}</span>
            {has_totp.then(|| view! { <span class="tag">{say(Word::TotpIsOn)}</span> })}
        </div>
        <p class="page__facts">{file.row.name.clone()}</p>
        {is_security.then(|| view! { <Measures account=account back=back.clone() locked=locked has_totp=has_totp /> })}
        {link.filter(|_| is_security).map(|subject| link_form(account, &subject, &back))}
        <Terms terms=file.terms back=back.clone() may_end=is_security />
        {is_security.then(|| view! { <GivePost account=account units=file.units back=back /> })}
        <Sessions devices=file.devices />
    }
}

#[component]
fn Measures(account: AccountId, back: String, locked: bool, has_totp: bool) -> impl IntoView {
    let lock = if locked { Word::OpenAccount } else { Word::LockAccount };
    let form = move |action: &'static str, word: Word, extra: Option<&'static str>| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="account" value=account.to_string() />
                <input type="hidden" name="back" value=back.clone() />
                {extra.map(|value| view! { <input type="hidden" name="locked" value=value /> })}
                <Button>{say(word)}</Button>
            </form>
        }
    };
    view! {
        <div class="actions">
            {form("/admin/account/lock", lock, Some(if locked { "0" } else { "1" }))}
            {form("/admin/account/password", Word::ResetPassword, None)}
            {form("/admin/account/end-sessions", Word::EndAllSessions, None)}
            {has_totp.then(|| form("/admin/account/totp", Word::TotpReset, None))}
        </div>
    }
}

/// Who the account is at the city's identity provider.
fn link_form(account: AccountId, subject: &str, back: &str) -> impl IntoView + use<> {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let typed = Refused::find("oidc").and_then(|refused| refused.value("subject").map(str::to_owned));
    let subject = typed.unwrap_or_else(|| subject.to_owned());
    let back = back.to_owned();
    view! {
        <section class="card" aria-labelledby="link">
            <h2 class="card__title" id="link">
                {say(Word::OidcLink)}
            </h2>
            <form class="form" method="post" action="/admin/account/oidc">
                <input type="hidden" name="account" value=account.to_string() />
                <input type="hidden" name="back" value=back />
                <Field name="subject" label=text(Word::OidcSubject) hint=text(Word::OidcSubjectHint) value=subject />
                <Button>{say(Word::Save)}</Button>
            </form>
        </section>
    }
}

#[component]
fn Terms(terms: Vec<TermRow>, back: String, may_end: bool) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::Posts.text(lang.get()).to_owned());
    let head = || {
        let columns = [Word::Posts, Word::Role, Word::Unit, Word::FromTo, Word::AccountState];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = terms.into_iter().map(|term| term_row(term, &back, may_end)).collect_view();
    view! {
        <section class="card" aria-labelledby="posts">
            <h2 class="card__title" id="posts">
                {say(Word::Posts)}
            </h2>
            <Table caption=caption head=head>
                {rows}
            </Table>
        </section>
    }
}

fn term_row(term: TermRow, back: &str, may_end: bool) -> impl IntoView + use<> {
    let lang = use_lang();
    let label = move |word: Word| word.text(lang.get_untracked());
    let title = if lang.get_untracked() == Lang::Zh { term.title_zh } else { term.title_en };
    let role = Role::from_slug(&term.role).map(|role| say(name::role(role)));
    let unit = term.unit.map(|(zh, en)| if lang.get_untracked() == Lang::Zh || en.is_empty() { zh } else { en });
    let until = term.to_at.map_or_else(|| Word::OpenEnded.text(lang.get_untracked()).to_owned(), format::moment);
    let end = (may_end && term.to_at.is_none()).then(|| {
        view! {
            <form method="post" action="/admin/post/end">
                <input type="hidden" name="post" value=term.post.to_string() />
                <input type="hidden" name="back" value=back.to_owned() />
                <Button kind=ButtonKind::Quiet>{say(Word::EndPost)}</Button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" class="table__main">{title}</th>
            <td data-label=label(Word::Role)>{role}</td>
            <td data-label=label(Word::Unit)>{unit}</td>
            <td data-label=label(Word::FromTo)>{format::moment(term.from_at)} " – " {until}</td>
            <td data-label=label(Word::AccountState)>{end}</td>
        </tr>
    }
}

#[component]
fn GivePost(account: AccountId, units: Branches, back: String) -> impl IntoView {
    let lang = use_lang();
    let typed = Refused::find("post");
    let typed = |field: &str| typed.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let choices = Signal::derive(move || {
        let choice = |(role, slug): (Role, &'static str)| Choice {
            value: slug.to_owned(),
            text: name::role(role).text(lang.get()).to_owned(),
        };
        Role::ALL.into_iter().map(choice).collect::<Vec<_>>()
    });
    let units = Signal::stored(unit_list::choices(&units, lang.get_untracked(), Word::UnitNone, None));
    view! {
        <section class="card" aria-labelledby="give">
            <h2 class="card__title" id="give">
                {say(Word::GivePost)}
            </h2>
            <form class="form" method="post" action="/admin/post">
                <input type="hidden" name="account" value=account.to_string() />
                <input type="hidden" name="back" value=back />
                <Select name="role" label=label(Word::Role) choices=choices value=typed("role") />
                <Field name="area" label=label(Word::AreaCode) value=typed("area") />
                <Select name="unit" label=label(Word::Unit) choices=units value=typed("unit") />
                <Field name="from_on" label=label(Word::TermStart) kind="date" value=typed("from_on") />
                <Field name="to_on" label=label(Word::TermEnd) kind="date" value=typed("to_on") />
                <Button kind=ButtonKind::Primary>{say(Word::GivePost)}</Button>
            </form>
        </section>
    }
}

#[component]
fn Sessions(devices: Vec<service::account::DeviceRow>) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::MyDevices.text(lang.get()).to_owned());
    let label = move |word: Word| word.text(lang.get_untracked());
    let head = || {
        let columns = [Word::Device, Word::Since, Word::SeenAt];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = devices.into_iter().map(|device| {
        view! {
            <tr>
                <th scope="row" class="table__main">{device.device}</th>
                <td data-label=label(Word::Since)>{format::moment(device.started_at)}</td>
                <td data-label=label(Word::SeenAt)>{format::moment(device.seen_at)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="card" aria-labelledby="devices">
            <h2 class="card__title" id="devices">
                {say(Word::MyDevices)}
            </h2>
            <Table caption=caption head=head>
                {rows}
            </Table>
        </section>
    }
}
