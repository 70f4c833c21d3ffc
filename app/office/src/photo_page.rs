//! `/people/{resident}/photos` and `/households/{dwelling}/photos`: look at photos, add one, take one away.

use domain::photo::{Kind, PhotoLine, Subject};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::photo::{Album, of_dwelling, of_resident};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, EmptyState, ErrorPanel, format, name};
use wording::{Lang, Word};

use crate::photo_form::{AddPhoto, Unmask};
use crate::request;

/// The photos of a person and of the person's documents.
#[component]
pub fn PersonPhotoPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("resident")).unwrap_or_default();
    let file = format!("/people/{asked}");
    let load = async move {
        let (service, actor) = request::acting()?;
        let resident = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
        let album = of_resident(&service, &actor, resident).await.map_err(request::answered)?;
        Ok((Subject::Resident(resident), album))
    };
    page(Word::PhotosOfPerson, Word::OpenPerson, file, load)
}

/// The photos of a dwelling.
#[component]
pub fn DwellingPhotoPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("dwelling")).unwrap_or_default();
    let file = format!("/households/{asked}");
    let load = async move {
        let (service, actor) = request::acting()?;
        let dwelling = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
        let album = of_dwelling(&service, &actor, dwelling).await.map_err(request::answered)?;
        Ok((Subject::Dwelling(dwelling), album))
    };
    page(Word::PhotosOfDwelling, Word::OpenHousehold, file, load)
}

fn page(
    title: Word,
    to_file: Word,
    file: String,
    load: impl Future<Output = Result<(Subject, Album), AppError>> + Send + 'static,
) -> impl IntoView {
    let lang = use_lang();
    let back = format!("{file}/photos");
    let content = Suspend::new(async move {
        match load.await {
            Ok((subject, album)) => view! { <Content subject=subject album=album back=back /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href="/map".to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=title.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href=file rel="external">
                    {say(to_file)}
                </a>
            </p>
            <h1 class="page__title">{say(title)}</h1>
            <p class="page__facts">{say(Word::PhotosHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

#[component]
fn Content(subject: Subject, album: Album, back: String) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let Album { lines, today, may_edit, may_unmask } = album;
    // Above the photos, which may be many; the field says more.
    let error = Refused::any().map(Refused::alert);
    let add_back = back.clone();
    let add = may_edit.then(|| view! { <AddPhoto subject=subject back=add_back today=today /> });
    let list = if lines.is_empty() {
        view! { <EmptyState title=text(Word::PhotoNone) hint=text(Word::PhotosHint) icon=Icon::List /> }.into_any()
    } else {
        let lines = lines.into_iter().map(|(line, is_shown)| {
            view! { <One line=line is_shown=is_shown may=(may_edit, may_unmask) back=back.clone() /> }
        });
        view! { <ul class="photos">{lines.collect_view()}</ul> }.into_any()
    };
    view! {
        {error}
        {list}
        {add}
    }
}

#[component]
fn One(line: PhotoLine, is_shown: bool, may: (bool, bool), back: String) -> impl IntoView {
    let lang = use_lang();
    let (may_edit, may_unmask) = may;
    let by = if lang.get_untracked() == Lang::Zh { line.by.0.clone() } else { line.by.1.clone() };
    let caption = (!line.caption.is_empty()).then(|| view! { <p>{line.caption.clone()}</p> });
    let unmask = (!is_shown && may_unmask).then(|| view! { <Unmask line=line.clone() back=back.clone() /> });
    let remove = may_edit.then(|| {
        view! {
            <form class="photos__tools" method="post" action="/form/photo-remove">
                <input type="hidden" name="back" value=back />
                <input type="hidden" name="photo" value=line.photo.to_string() />
                <Button kind=ButtonKind::Quiet>{say(Word::PhotoRemove)}</Button>
            </form>
        }
    });
    view! {
        <li class="card photos__one" data-photo=line.photo.to_string()>
            <figure class="photos__one">
                {picture(&line, is_shown)}
                <figcaption>
                    <strong>{say(name::photo_kind(line.kind))}</strong>
                    " · "
                    <time>{format::date(line.taken_on)}</time>
                    " · "
                    {by}
                    {caption}
                </figcaption>
            </figure>
            {unmask}
            {remove}
        </li>
    }
}

fn picture(line: &PhotoLine, is_shown: bool) -> AnyView {
    let lang = use_lang().get_untracked();
    if !is_shown {
        return view! { <p class="photos__hidden">{say(Word::PhotoHidden)}</p> }.into_any();
    }
    let whole = format!("/photo/{}", line.photo);
    let shown = if line.kind == Kind::Document { whole.clone() } else { format!("{whole}?small=1") };
    let kind = name::photo_kind(line.kind).text(lang);
    let alt = if line.caption.is_empty() { kind.to_owned() } else { format!("{kind}：{}", line.caption) };
    let (width, height) = (line.size.0.to_string(), line.size.1.to_string());
    view! {
        <a class="photos__picture" href=whole rel="external">
            <img src=shown alt=alt width=width height=height />
        </a>
    }
    .into_any()
}
