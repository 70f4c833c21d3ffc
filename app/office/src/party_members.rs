//! The members of a party organisation on its page: counted by kind, listed with masked names, and the ways on from there.

use domain::export::List;
use domain::filter::{Filter, PersonFilter};
use domain::id::EntryId;
use leptos::prelude::*;
use service::party::{LINES, Member, Members as Found};
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, LinkButton, Table, Tag, format, name};
use wording::{Phrase, Word};

use crate::party_list::{checked, kind_name};
use crate::{export_new, filter_page};

/// Members by kind, with one kind chosen.
#[component]
pub fn Members(organisation: EntryId, kind: Option<String>, found: Found) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let people = PersonFilter { party_organisation: Some(organisation), ..PersonFilter::default() };
    let filter = Filter { people, ..Filter::default() };
    let href = filter_page::href(found.ground, &filter, 0);
    let export = export_new::href(found.ground, &List::People(filter));
    let ways = (!found.members.is_empty()).then(|| {
        view! {
            <div class="actions">
                <LinkButton href=export>{say(Word::ExportTo)}</LinkButton>
                <LinkButton href=href>{say(Word::PartyBehindDoors)}</LinkButton>
            </div>
        }
    });
    let below = found.below.iter().map(|row| {
        view! { <li><a href=format!("/register/{}", row.entry)>{row.name.clone()}</a></li> }
    });
    let below = (!found.below.is_empty()).then(|| {
        view! {
            <h3>{say(Word::PartyBelow)}</h3>
            <ul>{below.collect_view()}</ul>
        }
    });
    let unchecked: i64 = found.counts.iter().map(|count| count.unchecked).sum();
    let waiting = (unchecked > 0).then(|| Phrase::PartyUnchecked { count: unchecked }.text(lang));
    let cut = (found.members.len() as i64 == LINES).then(|| view! { <p>{say(Word::PartyCut)}</p> });
    view! {
        <section class="card" aria-labelledby="members">
            <h2 class="card__title" id="members">
                {say(Word::PartyMembers)}
            </h2>
            <p class="page__facts">{say(Word::PartyOwnArea)} " " {waiting}</p>
            {kinds(organisation, kind.as_deref(), &found)}
            {ways}
            {cut}
            {rows(found.members.clone(), &found)}
            {below}
        </section>
    }
}

/// All, and each kind with its count; one tap shows only those.
fn kinds(organisation: EntryId, chosen: Option<&str>, found: &Found) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let all = (None, Word::AllClasses.text(lang).to_owned(), checked(&found.counts));
    let each = found
        .counts
        .iter()
        .map(|count| (Some(count.kind.clone()), kind_name(&count.kind, &found.kinds, lang), count.checked));
    let links = std::iter::once(all).chain(each).map(|(kind, name, count)| {
        let current = (kind.as_deref() == chosen).then_some("page");
        let query = kind.map(|kind| format!("?kind={}", if kind.is_empty() { "none" } else { &kind }));
        let href = format!("/register/{organisation}{}", query.unwrap_or_default());
        view! {
            <li>
                <a href=href aria-current=current>
                    {name} " " <strong>{format::number(count)}</strong>
                </a>
            </li>
        }
    });
    let links = links.collect_view();
    view! {
        <nav class="chip-row" aria-label=say(Word::FieldParty)>
            <ul class="notice__areas">{links}</ul>
        </nav>
    }
}

fn rows(members: Vec<Member>, found: &Found) -> AnyView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    if members.is_empty() {
        let (title, hint) = (text(Word::PartyNoMembers), text(Word::PartyNoMembersHint));
        return view! { <EmptyState title=title hint=hint icon=Icon::Person /> }.into_any();
    }
    let head = || {
        let columns = [Word::FieldName, Word::FieldParty, Word::FieldSex, Word::Address];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = members.into_iter().map(|member| row(member, found)).collect_view();
    view! {
        <Table caption=text(Word::PartyMembers) head=head>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(member: Member, found: &Found) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let unchecked = (!member.is_checked).then(|| view! { <Tag tone="tag--care">{say(Word::Unchecked)}</Tag> });
    let age = member.age_years.map(|years| Phrase::YearsOld { years }.text(lang));
    let home = match member.home {
        Some(home) => {
            let number = (home.number > 0).then(|| Phrase::BuildingNumber { number: home.number }.text(lang));
            let door = Phrase::Door { unit: home.door.unit, number: home.door.number().as_str() }.text(lang);
            let place = [Some(home.place), number, Some(door)].into_iter().flatten().collect::<Vec<_>>().join(" ");
            view! {
                <a href=format!("/households/{}", home.dwelling) rel="external">
                    {place}
                </a>
            }
            .into_any()
        }
        None => say(Word::PartyNoDoor).into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a href=format!("/people/{}", member.resident) rel="external">
                    {member.name}
                </a> " " {unchecked}
            </th>
            <td data-label=label(Word::FieldParty)>{kind_name(&member.kind, &found.kinds, lang)}</td>
            <td data-label=label(Word::FieldSex)>{say(name::sex(member.sex))} " " {age}</td>
            <td data-label=label(Word::Address)>{home}</td>
        </tr>
    }
}
