//! An example of the deadlines: when the clocks of a case that is reported now run out, and by which rule.

use chrono::{DateTime, Utc};
use domain::category::CategoryCode;
use domain::deadline::{Asked, Clock, Clockwork, Tier, Topic, Urgency};
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{Button, Choice, Select, Table, deadline, format};
use wording::{Phrase, Word};

use crate::deadline_form::{UNITS, or_any};
use crate::deadline_page::PAGE;
use crate::request;

/// What the example is about, as the address says it. Each field is a choice of the page's, nothing is typed.
struct Case {
    category: Option<CategoryCode>,
    tier: Option<Tier>,
    urgency: Urgency,
    several_units: bool,
}

impl Case {
    fn of_request() -> Self {
        // A group stands for a category of it that has no rule of its own.
        let category = request::query("for_topic").and_then(|topic| match topic.len() {
            2 => CategoryCode::new(&format!("{topic}00")),
            _ => CategoryCode::new(&topic),
        });
        Self {
            category,
            tier: request::query("for_tier").and_then(|slug| Tier::from_slug(&slug)),
            urgency: request::query("for_urgency").and_then(|slug| Urgency::from_slug(&slug)).unwrap_or_default(),
            several_units: request::query("for_several").as_deref() == Some("1"),
        }
    }

    fn asked(&self, clock: Clock) -> Asked<'_> {
        Asked {
            clock,
            category: self.category.as_ref(),
            tier: self.tier,
            urgency: self.urgency,
            several_units: self.several_units,
        }
    }
}

/// The choices, and what they come to.
#[component]
pub fn Example(clockwork: Clockwork, now: DateTime<Utc>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let case = Case::of_request();
    let rows = Clock::ALL.map(|(clock, _)| row(&clockwork, &case, clock, now)).into_iter().collect_view();
    let head = || {
        let columns = [Word::DeadlineClock, Word::DeadlineDue, Word::DeadlineSpan, Word::DeadlineRuleUsed];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    view! {
        <section class="card form" aria-labelledby="example">
            <h2 class="card__title" id="example">
                {say(Word::DeadlineExample)}
            </h2>
            <p class="form__hint">{say(Word::DeadlineExampleHint)}" "{format::moment(now)}</p>
            <Choices clockwork=clockwork.clone() />
            <Table caption=text(Word::DeadlineExample) head=head>
                {rows}
            </Table>
        </section>
    }
}

#[component]
fn Choices(clockwork: Clockwork) -> impl IntoView {
    let lang = use_lang();
    let now = lang.get_untracked();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let chosen = |name: &str| request::query(name).unwrap_or_default();
    let mut topics: Vec<Topic> = clockwork.rules.all().iter().filter_map(|rule| rule.condition.topic.clone()).collect();
    topics.sort();
    topics.dedup();
    let topic = |topic: Topic| Choice {
        value: topic.as_str().to_owned(),
        text: Phrase::AboutTopic { topic: topic.as_str() }.text(now),
    };
    let any = Choice { value: String::new(), text: Word::DeadlineAny.text(now).to_owned() };
    let topics: Vec<Choice> = std::iter::once(any).chain(topics.into_iter().map(topic)).collect();
    let tiers = Signal::stored(or_any(&Tier::ALL, now, deadline::tier));
    let degrees = Signal::stored(or_any(&Urgency::ALL, now, deadline::urgency)[1..].to_vec());
    let units = UNITS.map(|(several, slug)| Choice {
        value: slug.to_owned(),
        text: deadline::several_units(several).text(now).to_owned(),
    });
    let units: Vec<Choice> = units.into_iter().rev().collect();
    let action = format!("{PAGE}#example");
    view! {
        <form class="filter" method="get" action=action>
            <Select
                name="for_urgency"
                label=text(Word::DeadlineUrgency)
                choices=degrees
                value=chosen("for_urgency")
            />
            <Select
                name="for_topic"
                label=text(Word::DeadlineTopicIs)
                choices=Signal::stored(topics)
                value=chosen("for_topic")
            />
            <Select
                name="for_several"
                label=text(Word::DeadlineUnits)
                choices=Signal::stored(units)
                value=chosen("for_several")
            />
            <Select name="for_tier" label=text(Word::DeadlineTier) choices=tiers value=chosen("for_tier") />
            <Button>{say(Word::DeadlineExampleShow)}</Button>
        </form>
    }
}

fn row(clockwork: &Clockwork, case: &Case, clock: Clock, now: DateTime<Utc>) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let asked = case.asked(clock);
    let rule = clockwork.rules.find(&asked);
    let (span, due) = (clockwork.rules.span(&asked), clockwork.due(&asked, now));
    let by = format!("{} · {}", deadline::condition(&rule.condition, lang), deadline::origin(rule.origin).text(lang));
    view! {
        <tr>
            <th scope="row" class="table__main">
                {say(deadline::clock(clock))}
            </th>
            <td data-label=Word::DeadlineDue.text(lang)>{format::moment(due)}</td>
            <td data-label=Word::DeadlineSpan.text(lang)>{deadline::span(span, lang)}</td>
            <td data-label=Word::DeadlineRuleUsed.text(lang)>{by}</td>
        </tr>
    }
}
