//! `/account`: one's own posts, and where one is logged in.

use domain::actor::Actor;
use leptos::prelude::*;
use leptos_meta::Title;
use service::session::{Device, Post, devices, posts};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, ErrorPanel, LinkButton, Table, format, name};
use wording::{Lang, Word};

use crate::request;

/// What one needs to know of oneself.
struct Own {
    actor: Actor,
    posts: Vec<Post>,
    devices: Vec<Device>,
}

/// Posts, devices, password.
#[component]
pub fn AccountHome() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(own) => view! { <Parts own=own /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/account".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=format!("{} · {}", Word::MyAccount.text(lang.get_untracked()), Word::Product.text(lang.get_untracked())) />
        <main class="page" id="content">
            <div class="page__head">
                <h1 class="page__title">{say(Word::MyAccount)}</h1>
                <LinkButton href="/password".to_owned()>{say(Word::ChangePassword)}</LinkButton>
                <LinkButton href="/account/totp".to_owned()>{say(Word::Totp)}</LinkButton>
            </div>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Own, AppError> {
    let (service, actor) = request::acting()?;
    let posts = posts(&service, &actor).await.map_err(request::answered)?;
    let devices = devices(&service, &actor).await.map_err(request::answered)?;
    Ok(Own { actor, posts, devices })
}

#[component]
fn Parts(own: Own) -> impl IntoView {
    let current = own.actor.post;
    let posts = own.posts.into_iter().map(|post| post_row(post, current)).collect_view();
    let others = own.devices.iter().filter(|device| !device.is_this).count();
    let devices = own.devices.into_iter().map(device_row).collect_view();
    let lang = use_lang();
    let caption = Signal::derive(move || Word::MyDevices.text(lang.get()).to_owned());
    let head = || {
        let columns = [Word::Device, Word::Posts, Word::Since, Word::SeenAt, Word::AccountState];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    view! {
        <section class="card" aria-labelledby="posts">
            <h2 class="card__title" id="posts">
                {say(Word::MyPosts)}
            </h2>
            <p class="form__hint">{say(Word::MyPostsHint)}</p>
            <ul class="demo">{posts}</ul>
        </section>
        <section class="card" aria-labelledby="devices">
            <h2 class="card__title" id="devices">
                {say(Word::MyDevices)}
            </h2>
            <Table caption=caption head=head>
                {devices}
            </Table>
            {(others > 0)
                .then(|| {
                    view! {
                        <form method="post" action="/account/end-others">
                            <Button>{say(Word::EndOtherSessions)}</Button>
                        </form>
                    }
                })}
        </section>
    }
}

fn post_row(post: Post, current: domain::id::PostId) -> impl IntoView {
    let lang = use_lang();
    let is_current = post.post == current;
    let title = if lang.get_untracked() == Lang::Zh { post.title_zh } else { post.title_en };
    let act = if is_current {
        view! { <span class="tag">{say(Word::CurrentPost)}</span> }.into_any()
    } else {
        view! {
            <form method="post" action="/account/post">
                <input type="hidden" name="post" value=post.post.to_string() />
                <input type="hidden" name="back" value="/account" />
                <Button kind=ButtonKind::Primary>{say(Word::SwitchPost)}</Button>
            </form>
        }
        .into_any()
    };
    view! {
        <li class="demo__item demo__form">
            <span class="demo__who">
                <strong>{title}</strong>
                <span class="demo__role">{say(name::role(post.role))}</span>
            </span>
            {act}
        </li>
    }
}

fn device_row(device: Device) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| word.text(lang.get_untracked());
    let title = if lang.get_untracked() == Lang::Zh { device.title_zh } else { device.title_en };
    let end = if device.is_this {
        view! { <span class="tag">{say(Word::ThisDevice)}</span> }.into_any()
    } else {
        view! {
            <form method="post" action="/account/end-device">
                <input type="hidden" name="session" value=device.session.to_string() />
                <Button kind=ButtonKind::Quiet>{say(Word::EndSession)}</Button>
            </form>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row" class="table__main">{device.device}</th>
            <td data-label=label(Word::Posts)>{title}</td>
            <td data-label=label(Word::Since)>{format::moment(device.started_at)}</td>
            <td data-label=label(Word::SeenAt)>{format::moment(device.seen_at)}</td>
            <td data-label=label(Word::AccountState)>{end}</td>
        </tr>
    }
}
