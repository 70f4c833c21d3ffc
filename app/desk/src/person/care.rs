//! Key groups and skills of a person, to read and to tick.

use domain::cell::{Label, LabelKind};
use domain::file::view::{DictionaryWord, PersonFile};
use leptos::prelude::*;
use ui::entry::{self, Typed};
use ui::language::{say, use_lang};
use ui::{Tag, name};
use wording::{Lang, Word};

/// What the file has.
pub fn facts(file: &PersonFile, labels: &[Label]) -> impl IntoView + use<> {
    let groups = file.key_groups.iter().filter_map(|group| {
        let label = labels.iter().find(|label| label.code.0 == group.code)?.clone();
        let (level, note) = (group.level.clone(), group.note.clone());
        Some(view! {
            <li>
                <Tag glyph=label.glyph.clone() tone="tag--care">{label_name(label)}</Tag>
                " " {level} " " {note}
            </li>
        })
    });
    let groups = groups.collect_view();
    let skills = skills(file).into_iter().filter(|word| file.skills.contains(&word.code));
    let skills = skills.map(|word| view! { <Tag>{word_name(word)}</Tag> }).collect_view();
    view! {
        <h3 class="household__part">{say(Word::KeyGroups)}</h3>
        <ul class="file__lines">{groups}</ul>
        <h3 class="household__part">{say(Word::Skills)}</h3>
        <div class="chips">{skills}</div>
    }
}

/// Boxes to tick.
pub fn fields(file: &PersonFile, labels: &[Label], typed: &Typed) -> impl IntoView + use<> {
    let groups = labels.iter().filter(|label| label.kind == LabelKind::KeyGroup).map(|label| {
        let code = label.code.0;
        let own = file.key_groups.iter().find(|group| group.code == code);
        let level =
            typed.value(&format!("level_{code}"), own.and_then(|group| group.level.as_deref()).unwrap_or_default());
        let note = own.and_then(|group| group.note.clone()).unwrap_or_default();
        let note = typed.value(&format!("note_{code}"), &note);
        view! {
            <div class="entry__row">
                {entry::tick(typed, format!("key_group_{code}"), label_name(label.clone()), own.is_some())}
                <input class="field__input" name=format!("level_{code}") value=level aria-label=say(Word::Level) />
                <input class="field__input" name=format!("note_{code}") value=note aria-label=say(Word::FieldText) />
            </div>
        }
    });
    let groups = groups.collect_view();
    let skills = skills(file).into_iter().map(|word| {
        let on = file.skills.contains(&word.code);
        entry::tick(typed, format!("skill_{}", word.code), word_name(word), on)
    });
    let skills = skills.collect_view();
    view! {
        <fieldset class="entry__set"><legend>{say(Word::KeyGroups)}</legend>{groups}</fieldset>
        <fieldset class="entry__set"><legend>{say(Word::Skills)}</legend>{skills}</fieldset>
    }
}

fn skills(file: &PersonFile) -> Vec<DictionaryWord> {
    file.words.iter().filter(|word| word.kind == "skill").cloned().collect()
}

fn label_name(label: Label) -> impl Fn() -> String + Clone + Send + 'static {
    let lang = use_lang();
    move || name::label(&label, lang.get()).to_owned()
}

fn word_name(word: DictionaryWord) -> impl Fn() -> String + Clone + Send + 'static {
    let lang = use_lang();
    move || if lang.get() == Lang::Zh { word.name_zh.clone() } else { word.name_en.clone() }
}
