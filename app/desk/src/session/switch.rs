//! The switch between posts: a plain form, because afterwards everything on the page is another post's.

use leptos::prelude::*;
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::later;
use ui::{Button, ButtonKind, Choice, Select, name};
use wording::{Lang, Word};

use super::api::{Post, Posts};
use crate::address::use_here;

/// Who acts, the account's other posts, and the way out.
#[component]
pub fn ActingAs(
    /// The account's posts.
    posts: Resource<Result<Posts, AppError>>,
) -> impl IntoView {
    let show =
        later(move || async move { posts.await.ok() }, |posts| posts.map(|posts| view! { <Switch posts=posts /> }));
    view! { <Transition fallback=|| view! { <span class="acting"></span> }>{show}</Transition> }
}

#[component]
fn Switch(posts: Posts) -> impl IntoView {
    let lang = use_lang();
    let here = use_here();
    let posts = StoredValue::new(posts);
    let now = move || posts.with_value(|posts| posts.current().map(|post| title(post, lang.get()).to_owned()));
    let role = posts.with_value(|posts| posts.current().map(|post| post.role));
    let choices = Signal::derive(move || {
        let choice = |post: &Post| Choice { value: post.post.to_string(), text: title(post, lang.get()).to_owned() };
        posts.with_value(|posts| posts.all.iter().map(choice).collect::<Vec<_>>())
    });
    let several = posts.with_value(|posts| posts.all.len() > 1);
    let value = posts.with_value(|posts| posts.current.to_string());
    let label = Signal::derive(move || Word::ActingAs.text(lang.get()).to_owned());
    view! {
        <details class="acting">
            <summary class="acting__now" title=say(Word::ActingAs)>
                <Glyph icon=Icon::Person />
                <span class="acting__title">{now}</span>
                {role.map(|role| view! { <span class="visually-hidden">{say(name::role(role))}</span> })}
            </summary>
            <div class="acting__form">
                {several
                    .then(|| {
                        view! {
                            <form class="acting__switch" method="post" action="/account/post">
                                <input type="hidden" name="back" value=here />
                                <Select name="post" label=label choices=choices value=value />
                                <Button kind=ButtonKind::Primary>{say(Word::SwitchPost)}</Button>
                            </form>
                        }
                    })} <a class="button button--quiet" href="/account" rel="external">
                    {say(Word::MyAccount)}
                </a> <form method="post" action="/logout">
                    <Button kind=ButtonKind::Quiet>{say(Word::LogOut)}</Button>
                </form>
            </div>
        </details>
    }
}

fn title(post: &Post, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &post.title_zh,
        Lang::En => &post.title_en,
    }
}
