//! `/areas/{area}/party`: the party organisations of an area as a tree, each with its members by kind, and the form for a new one.

use domain::area::Area;
use domain::export::List;
use domain::file::view::DictionaryWord;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::party::{KindCount, Line, Tree, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, LinkButton, Table, format};
use wording::{Lang, Phrase, Word};

use crate::export_new;
use crate::register_form::EntryForm;
use crate::request;

/// The party organisations of an area.
#[component]
pub fn PartyList() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("area")).unwrap_or_default();
    let back = format!("/areas/{asked}");
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok((area, tree)) => view! { <Content area=area tree=tree /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/areas".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::PartyOrganisations.text(lang.get_untracked()).to_owned() />
        <main class="page" id="content">
            <p class="crumbs">
                <a href=back rel="external">
                    {say(Word::BackToArea)}
                </a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<(Area, Tree), AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = asked.parse().map_err(|_no_area| AppError::NotFound.answered())?;
    let found = list(&service, &actor, area).await.map_err(request::answered)?;
    Ok((area, found))
}

#[component]
fn Content(area: Area, tree: Tree) -> impl IntoView {
    let lang = use_lang();
    let Tree { path, lines, kinds, offer } = tree;
    let name = path.last().map(|(_, name)| name.clone()).unwrap_or_default();
    let (organisations, members) = (lines.len() as i64, lines.iter().map(|line| checked(&line.counts)).sum::<i64>());
    let export = (!lines.is_empty()).then(|| {
        view! {
            <p>
                <LinkButton href=export_new::href(area, &List::Party)>{say(Word::ExportTo)}</LinkButton>
            </p>
        }
    });
    let new = offer.map(|offer| {
        view! {
            <section class="card" aria-labelledby="new-entry">
                <h2 class="card__title" id="new-entry">
                    {say(Word::NewPartyOrganisation)}
                </h2>
                <EntryForm offer=offer area=area entry=None building=String::new() />
            </section>
        }
    });
    view! {
        <h1 class="page__title">{say(Word::PartyOrganisations)} " · " {name}</h1>
        <p class="page__facts">
            {move || {
                Phrase::PartyCounted { organisations, members: &format::number(members) }.text(lang.get())
            }} " " {say(Word::PartyOwnArea)}
        </p>
        {export}
        {rows(lines, &kinds)}
        {new}
    }
}

/// Members whose files were checked.
pub fn checked(counts: &[KindCount]) -> i64 {
    counts.iter().map(|count| count.checked).sum()
}

/// What a kind of membership is called.
pub fn kind_name(kind: &str, kinds: &[DictionaryWord], lang: Lang) -> String {
    let word = kinds.iter().find(|word| word.code == kind);
    word.map_or_else(
        || Word::PartyKindNone.text(lang).to_owned(),
        |word| if lang == Lang::Zh { word.name_zh.clone() } else { word.name_en.clone() },
    )
}

fn rows(lines: Vec<Line>, kinds: &[DictionaryWord]) -> AnyView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    if lines.is_empty() {
        let (title, hint) = (text(Word::PartyEmpty), text(Word::PartyEmptyHint));
        return view! { <EmptyState title=title hint=hint icon=Icon::Layers /> }.into_any();
    }
    let head = || {
        let columns = [Word::Name, Word::RegisterKind, Word::PartySecretary, Word::PartyMembers];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = lines.into_iter().map(|line| row(line, kinds)).collect_view();
    view! {
        <Table caption=text(Word::PartyOrganisations) head=head>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(line: Line, kinds: &[DictionaryWord]) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let Line { row, depth, counts } = line;
    let kind = if lang == Lang::Zh { row.kind_name.0 } else { row.kind_name.1 };
    // Its place in the tree is said as well as drawn.
    // A unit that lies outside the viewer's area has no name here.
    let above = row.parent.filter(|(_, parent)| !parent.is_empty()).map(|(_, parent)| {
        view! {
            <span class="party__above">{say(Word::PartyUnder)} " " {parent}</span>
        }
    });
    let depth = depth.min(3).to_string();
    view! {
        <tr>
            <th scope="row" class="table__main" data-depth=depth>
                <a href=format!("/register/{}", row.entry)>{row.name}</a>
                {above}
            </th>
            <td data-label=label(Word::RegisterKind)>{kind}</td>
            <td data-label=label(Word::PartySecretary)>{row.contact}</td>
            <td data-label=label(Word::PartyMembers)>{in_words(&counts, kinds, lang)}</td>
        </tr>
    }
}

/// Such as 12：在职党员 4、预备党员 1; with how many are not checked.
fn in_words(counts: &[KindCount], kinds: &[DictionaryWord], lang: Lang) -> String {
    let own = counts.iter().filter(|count| count.checked > 0);
    let own = own.map(|count| format!("{} {}", kind_name(&count.kind, kinds, lang), count.checked));
    let own = own.collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " });
    let unchecked: i64 = counts.iter().map(|count| count.unchecked).sum();
    let waiting = (unchecked > 0).then(|| Phrase::PartyUnchecked { count: unchecked }.text(lang));
    let all = format::number(checked(counts));
    let said = if own.is_empty() { all } else { format!("{all}（{own}）") };
    [Some(said), waiting].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
