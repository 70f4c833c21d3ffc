//! The form of an entry of the register: a new one, or a change.

use domain::area::Area;
use domain::id::EntryId;
use domain::party::Rank;
use leptos::prelude::*;
use service::register::{EntryRow, KindRow, Offer};
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, Field, Select};
use wording::{Lang, Word};

use crate::register_list::buildings;

/// What is in the fields: what was typed and refused, else what the entry has.
struct Typed {
    refused: Option<Refused>,
    entry: Option<EntryRow>,
}

impl Typed {
    fn value(&self, field: &str, own: impl Fn(&EntryRow) -> String) -> String {
        match &self.refused {
            Some(refused) => refused.value(field).unwrap_or_default().to_owned(),
            None => self.entry.as_ref().map(own).unwrap_or_default(),
        }
    }
}

/// What a party organisation can stand under; not itself.
fn parents(parents: Vec<(EntryId, String)>, typed: &Typed, own: Option<&EntryRow>) -> impl IntoView + use<> {
    let lang = use_lang();
    let own = own.map(|row| row.entry);
    let none = Choice { value: String::new(), text: Word::PartyNoParent.text(lang.get_untracked()).to_owned() };
    let all = parents.into_iter().filter(|(parent, _)| Some(*parent) != own);
    let all = all.map(|(parent, name)| Choice { value: parent.to_string(), text: name });
    let choices: Vec<Choice> = std::iter::once(none).chain(all).collect();
    let label = Signal::derive(move || Word::PartyParent.text(lang.get()).to_owned());
    let chosen =
        typed.value("parent", |row| row.parent.as_ref().map(|(parent, _)| parent.to_string()).unwrap_or_default());
    view! { <Select name="parent" label=label choices=Signal::stored(choices) value=Signal::stored(chosen) /> }
}

/// The form. `entry` is what is changed; `building` is chosen in a new one.
#[component]
pub fn EntryForm(offer: Offer, area: Area, entry: Option<EntryRow>, building: String) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let typed = Typed { refused: Refused::find("register"), entry: entry.clone() };
    let error = typed.refused.clone().map(Refused::alert);
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let at = typed.value("building", |row| row.building.map(|(id, _)| id.to_string()).unwrap_or_default());
    let at = if at.is_empty() && entry.is_none() { building } else { at };
    let degree = |row: &EntryRow, lon: bool| {
        row.position.map(|at| if lon { at.lon } else { at.lat }.to_string()).unwrap_or_default()
    };
    let (lon, lat) = (typed.value("lon", |row| degree(row, true)), typed.value("lat", |row| degree(row, false)));
    let kind = typed.value("kind", |row| row.kind.clone());
    let is_party = offer.kinds.iter().all(|kind| Rank::of_kind(&kind.kind).is_some());
    let kinds = kinds(offer.kinds, &kind, lang.get_untracked());
    let places = buildings(offer.buildings, lang.get_untracked());
    let above = is_party.then(|| parents(offer.parents, &typed, entry.as_ref()));
    let (contact, unit) =
        if is_party { (Word::PartySecretary, Word::PartyUnit) } else { (Word::RegisterContact, Word::RegisterUnit) };
    let position = (!is_party).then(|| {
        view! {
            <Field name="lon" label=text(Word::RegisterLon) value=lon />
            <Field name="lat" label=text(Word::RegisterLat) value=lat />
        }
    });
    let submit = if entry.is_some() { Word::Save } else { Word::AddEntry };
    let phone_hint = if entry.is_some() { Word::RegisterPhoneKept } else { Word::RegisterPhoneHint };
    view! {
        {error}
        <form class="form" method="post" action="/form/register">
            {hidden(area, entry.as_ref(), is_party)}
            <Select name="kind" label=text(Word::RegisterKind) choices=Signal::stored(kinds) value=Signal::stored(kind) />
            {above}
            <Field name="name" label=text(Word::Name) value=typed.value("name", |row| row.name.clone()) />
            <Select
                name="building"
                label=text(Word::RegisterBuilding)
                choices=Signal::stored(places)
                value=Signal::stored(at)
            />
            {position}
            <Field
                name="contact"
                label=text(contact)
                value=typed.value("contact", |row| row.contact.clone())
            />
            <Field
                name="phone"
                label=text(Word::FieldPhone)
                kind="tel"
                hint=text(phone_hint)
                value=typed.value("phone", |_| String::new())
            />
            <Field
                name="unit_in_charge"
                label=text(unit)
                value=typed.value("unit_in_charge", |row| row.unit_in_charge.clone())
            />
            <Field
                name="from_on"
                label=text(Word::RegisterFrom)
                kind="date"
                value=typed.value("from_on", |row| day(row.from_on))
            />
            <Button kind=ButtonKind::Primary>{say(submit)}</Button>
        </form>
    }
}

fn hidden(area: Area, entry: Option<&EntryRow>, is_party: bool) -> impl IntoView + use<> {
    let list = if is_party { "party" } else { "register" };
    let back = entry.map_or_else(|| format!("/areas/{area}/{list}"), |row| format!("/register/{}", row.entry));
    let own = entry.map(|row| {
        view! {
            <input type="hidden" name="entry" value=row.entry.to_string() />
            <input type="hidden" name="revision" value=row.revision.to_string() />
        }
    });
    view! {
        <input type="hidden" name="back" value=back />
        <input type="hidden" name="area" value=area.to_string() />
        {own}
    }
}

fn kinds(kinds: Vec<KindRow>, own: &str, lang: Lang) -> Vec<Choice> {
    let offered = kinds.into_iter().filter(|kind| kind.is_offered || kind.kind == own);
    let choice =
        |kind: KindRow| Choice { text: if lang == Lang::Zh { kind.name.0 } else { kind.name.1 }, value: kind.kind };
    offered.map(choice).collect()
}
