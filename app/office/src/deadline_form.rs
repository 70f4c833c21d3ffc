//! The form for one rule of the deadlines, new or changed.

use domain::deadline::{Clock, Rule, SpanUnit, Tier, Topic, Urgency};
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, Field, Select, deadline};
use wording::{Lang, Word};

use crate::deadline_page::PAGE;
use crate::unit_list::Wrong;

/// What the form's fields hold: what was typed and refused, else the rule that is changed, else what is usual.
struct Filled {
    refused: Option<Refused>,
    rule: Option<Rule>,
}

impl Filled {
    fn value(&self, field: &str) -> String {
        if let Some(refused) = &self.refused {
            return refused.value(field).unwrap_or_default().to_owned();
        }
        let Some(rule) = &self.rule else {
            return if field == "unit" { SpanUnit::WorkingDays.slug().to_owned() } else { String::new() };
        };
        let condition = &rule.condition;
        match field {
            "clock" => condition.clock.slug().to_owned(),
            "topic" => condition.topic.as_ref().map_or("", Topic::as_str).to_owned(),
            "tier" => condition.tier.map_or("", Tier::slug).to_owned(),
            "urgency" => condition.urgency.map_or("", Urgency::slug).to_owned(),
            "several" => condition.several_units.map_or("", |_| condition.several_slug()).to_owned(),
            "amount" => rule.span.amount().to_string(),
            "unit" => rule.span.unit().slug().to_owned(),
            "service" if rule.span.in_service_hours() => "1".to_owned(),
            "pause" if rule.may_pause => "1".to_owned(),
            _ => String::new(),
        }
    }
}

/// A choice of "any" and then of all words of a list.
pub fn or_any<T: Copy>(all: &[(T, &'static str)], lang: Lang, called: impl Fn(T) -> Word) -> Vec<Choice> {
    let any = Choice { value: String::new(), text: Word::DeadlineAny.text(lang).to_owned() };
    std::iter::once(any).chain(each(all, lang, called)).collect()
}

fn each<T: Copy>(all: &[(T, &'static str)], lang: Lang, called: impl Fn(T) -> Word) -> Vec<Choice> {
    let choice =
        |(one, slug): &(T, &str)| Choice { value: (*slug).to_owned(), text: called(*one).text(lang).to_owned() };
    all.iter().map(choice).collect()
}

/// Both answers to how many units, with what the form sends for them.
pub const UNITS: [(bool, &str); 2] = [(true, "1"), (false, "0")];

/// Sets a rule; a rule under the same condition is replaced.
#[component]
pub fn RuleForm(edited: Option<Rule>) -> impl IntoView {
    let lang = use_lang();
    let now = lang.get_untracked();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let title = if edited.is_some() { Word::DeadlineChange } else { Word::DeadlineNew };
    let filled = Filled { refused: Refused::find("deadline"), rule: edited };
    let clocks = Signal::stored(each(&Clock::ALL, now, deadline::clock));
    let tiers = Signal::stored(or_any(&Tier::ALL, now, deadline::tier));
    let degrees = Signal::stored(or_any(&Urgency::ALL, now, deadline::urgency));
    let units = Signal::stored(or_any(&UNITS, now, deadline::several_units));
    let spans = Signal::stored(each(&SpanUnit::ALL, now, deadline::span_unit));
    let tick = |name: &'static str, word: Word| {
        let is_on = !filled.value(name).is_empty();
        view! {
            <label class="tick">
                <input type="checkbox" name=name value="1" checked=is_on />
                " "
                {say(word)}
            </label>
        }
    };
    view! {
        <section class="card" aria-labelledby="rule">
            <h2 class="card__title" id="rule">
                {say(title)}
            </h2>
            <form class="form" method="post" action="/form/deadline">
                <Wrong form="deadline" />
                <input type="hidden" name="back" value=PAGE />
                <Select name="clock" label=label(Word::DeadlineClock) choices=clocks value=filled.value("clock") />
                <Select name="urgency" label=label(Word::DeadlineUrgency) choices=degrees value=filled.value("urgency") />
                <Field name="topic" label=label(Word::DeadlineTopic) value=filled.value("topic") />
                <Select name="several" label=label(Word::DeadlineUnits) choices=units value=filled.value("several") />
                <Select name="tier" label=label(Word::DeadlineTier) choices=tiers value=filled.value("tier") />
                <Field name="amount" label=label(Word::DeadlineAmount) kind="number" value=filled.value("amount") />
                <Select name="unit" label=label(Word::DeadlineUnit) choices=spans value=filled.value("unit") />
                <div class="ticks">
                    {tick("service", Word::DeadlineInServiceOnly)} {tick("pause", Word::DeadlineMayPause)}
                </div>
                <Button kind=ButtonKind::Primary>{say(Word::DeadlineSave)}</Button>
            </form>
        </section>
    }
}
