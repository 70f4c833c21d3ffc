//! Nothing that somebody types gets into an address: addresses stay in histories, logs, bookmarks and referrers.

use crate::text::Source;
use crate::{root, rust_files};

/// What a form that is sent as an address may hold of what is typed, and why.
const TYPED: &[(&str, &str, &str)] = &[(
    "app/office/src/grid_page.rs",
    "grid-name",
    "the name that a new grid gets: public, and shown before it is confirmed",
)];
/// Inputs that can't hold a word, whoever types: of what is no number, no day or no minute of a day, browsers send an empty value (HTML,
/// "value sanitization algorithm" of each type). The rule is about names, doors and telephones. A minute says as little of anybody as the
/// day beside it, and with both in its address "who was where at 16:00" (`app/office/src/patrol_line.rs`) is a page that can be
/// linked to and gone back to; what it answers is not in the address, and every look is on the trail. No `time` stands in another form
/// that is sent as an address.
const NO_WORDS: [&str; 6] = ["hidden", "checkbox", "radio", "number", "date", "time"];
/// Components inside such forms that hold nothing but choices; those of other files are looked through there.
const CHOICES: [&str; 6] = ["Select", "Button", "Glyph", "Ticks", "HomeFields", "Table"];
/// Likewise, with numbers to type.
const NUMBERS: [&str; 1] = ["PersonFields"];

/// The sources that draw pages, with their names.
fn pages() -> impl Iterator<Item = (String, String)> {
    rust_files().into_iter().filter_map(|path| {
        let name = path.to_string_lossy().into_owned();
        let text = std::fs::read_to_string(root().join(&path)).unwrap();
        name.starts_with("app/").then(|| (name, Source::read(&text).code))
    })
}

/// The tags of a piece of markup: `<name …>`. What stands right behind a word is no tag but a type's parameter.
fn tags(markup: &str) -> impl Iterator<Item = &str> {
    markup.match_indices('<').filter_map(|(at, _)| {
        let tag = &markup[at + 1..];
        if markup[..at].ends_with(|sign: char| sign.is_ascii_alphanumeric() || sign == ':') {
            return None;
        }
        tag.starts_with(|sign: char| sign.is_ascii_alphabetic())
            .then(|| tag.split_once("/>").map_or(tag, |(tag, _)| tag))
    })
}

fn name_of(tag: &str) -> &str {
    tag.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default()
}

/// Whether somebody can type words into it.
fn takes_words(tag: &str) -> bool {
    let is = |kind: &str| tag.contains(&format!("type=\"{kind}\"")) || tag.contains(&format!("kind=\"{kind}\""));
    match name_of(tag) {
        "input" | "Field" => !NO_WORDS.into_iter().any(is),
        "textarea" => true,
        component if component.starts_with(|sign: char| sign.is_ascii_uppercase()) => {
            !CHOICES.contains(&component) && !NUMBERS.contains(&component)
        }
        _ => false,
    }
}

#[test]
fn no_form_sends_what_is_typed_as_an_address() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for (name, code) in pages() {
        for (at, _) in code.match_indices("<form") {
            let form = &code[at..];
            let form = form.split_once("</form>").map_or(form, |(form, _)| form);
            // The first tag, on however many lines.
            let opening = form.split_once(">\n").map_or(form, |(opening, _)| opening);
            let is_sent = |way: &str| opening.contains(&format!("method=\"{way}\""));
            if is_sent("post") || is_sent("dialog") {
                continue;
            }
            if !is_sent("get") {
                wrong.push(format!("{name}: a form that does not say how it is sent: {opening}"));
            }
            seen += 1;
            let typed = tags(form).filter(|tag| takes_words(tag));
            let excused =
                |tag: &&str| TYPED.iter().any(|(file, id, _)| *file == name && tag.contains(&format!("id=\"{id}\"")));
            wrong.extend(typed.filter(|tag| !excused(tag)).map(|tag| format!("{name}: <{}", tag.trim())));
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(seen >= 4, "forms of choices are sent as addresses: {seen}");
}

#[test]
fn a_box_is_for_words_unless_its_type_lets_none_through() {
    for typed in [
        "<input name=\"q\" />",
        "<input type=\"search\" name=\"q\" />",
        "<Field name=\"by\" kind=\"tel\" />",
        "<textarea>",
    ] {
        assert!(tags(typed).all(takes_words), "{typed}");
    }
    for chosen in
        ["<input type=\"time\" name=\"at\" />", "<Field name=\"at\" kind=\"date\" />", "<Select name=\"by\" />"]
    {
        assert!(!tags(chosen).any(takes_words), "{chosen}");
    }
    let sent: Vec<String> = pages()
        .flat_map(|(name, code)| {
            let forms =
                code.split("<form").skip(1).map(|form| form.split("</form>").next().unwrap_or_default().to_owned());
            let minutes = forms.filter(|form| form.contains("method=\"get\"") && form.contains("\"time\""));
            minutes.map(|_| name.clone()).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(sent, ["app/office/src/patrol_line.rs"]);
}

#[test]
fn the_conditions_of_the_filter_builder_are_choices_and_numbers() {
    let (_, code) = pages().find(|(name, _)| name == "app/office/src/filter_form.rs").unwrap();
    let parts = code.split_once("fn Ticks").unwrap().1;

    let typed: Vec<&str> = tags(parts).filter(|tag| takes_words(tag)).collect();

    assert!(typed.is_empty(), "{typed:#?}");
}

#[test]
fn no_server_function_takes_a_text_in_its_address() {
    let mut wrong = Vec::new();
    for (name, code) in pages().filter(|(name, _)| name.ends_with("/api.rs")) {
        for (at, _) in code.match_indices("GetUrl") {
            // A filter is codes and numbers, written as text.
            let signature = code[at..].split_once("->").unwrap().0;
            let signature = signature.replace("filter: String", "").replace("filter: Option<String>", "");
            if signature.contains(": String") || signature.contains("<String>") {
                wrong.push(format!("{name}: {}", signature.lines().last().unwrap_or_default()));
            }
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
}
