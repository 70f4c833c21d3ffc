//! What an export is of, in words: the conditions of its list as the filter builder calls them.

use domain::cell::Label;
use domain::export::List;
use domain::file::view::DictionaryWord;
use domain::filter::{Filter, Party, PersonFilter};
use domain::household::Occupancy;
use domain::party;
use domain::person::Relation;
use service::export::Said;
use ui::name;
use wording::{Lang, Phrase, Word};

/// The conditions of a list; "everything" when it has none.
pub fn conditions(list: &List, said: &Said, lang: Lang) -> String {
    let lines = match list {
        List::People(filter) => of_filter(filter, said, lang),
        List::Register(class) => {
            class.map(|class| name::class_of_entries(class).text(lang).to_owned()).into_iter().collect()
        }
        _ => said.subject.clone().into_iter().collect(),
    };
    let none = || Word::ExportNoConditions.text(lang).to_owned();
    if lines.is_empty() { none() } else { lines.join(if lang == Lang::Zh { "；" } else { "; " }) }
}

fn of_filter(filter: &Filter, said: &Said, lang: Lang) -> Vec<String> {
    let label = |code: &domain::cell::LabelCode| {
        let known: Option<&Label> = said.labels.iter().find(|label| label.code == *code);
        known.map_or_else(|| format!("#{}", code.0), |label| name::label(label, lang).to_owned())
    };
    let any =
        |names: Vec<String>| (!names.is_empty()).then(|| names.join(if lang == Lang::Zh { "或" } else { " or " }));
    let used = |number: &u8| name::occupancy(Occupancy::from_number(i16::from(*number))).text(lang).to_owned();
    let building = filter.building.map(|_| {
        let (place, number) = said.building.clone().unwrap_or_default();
        let number = (number > 0).then(|| Phrase::BuildingNumber { number }.text(lang));
        [place, number.unwrap_or_default()].join(" ").trim().to_owned()
    });
    let fresh = filter.fresh.map(|fresh| if fresh { Word::AllFresh } else { Word::NotAllFresh }.text(lang).to_owned());
    let lines = [
        (Word::LevelBuilding, building),
        (Word::Labels, any(filter.labels.iter().map(label).collect())),
        (Word::Occupancy, any(filter.occupancies.iter().map(used).collect())),
        (Word::InformationFresh, fresh),
        (Word::FilledBelow, filter.filled_below.map(|percent| format!("{percent}%"))),
        (Word::UnvisitedFor, filter.unvisited_days.map(|days| Phrase::DaysAndMore { days }.text(lang))),
    ];
    let lines = lines.into_iter().chain(of_people(&filter.people, &said.words, lang));
    let lines = lines.filter_map(|(word, text)| Some(said_of(word, &text?, lang)));
    let unchecked = filter.people.unchecked.then(|| Word::Unchecked.text(lang).to_owned());
    lines.chain(unchecked).collect()
}

fn said_of(word: Word, text: &str, lang: Lang) -> String {
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    format!("{}{colon}{text}", word.text(lang))
}

fn of_people(people: &PersonFilter, words: &[DictionaryWord], lang: Lang) -> [(Word, Option<String>); 7] {
    let word = |kind: &str, code: &str| {
        let known = words.iter().find(|word| word.kind == kind && word.code == code);
        let known = known.map(|word| if lang == Lang::Zh { &word.name_zh } else { &word.name_en });
        Some(known.cloned().unwrap_or_else(|| code.to_owned()))
    };
    let ages = people.ages.map(|ages| match (ages.from().map(i32::from), ages.to().map(i32::from)) {
        (Some(youngest), Some(oldest)) => Phrase::AgesBetween { youngest, oldest }.text(lang),
        (youngest, None) => Phrase::AgesFrom { youngest: youngest.unwrap_or(0) }.text(lang),
        (None, Some(oldest)) => Phrase::AgesTo { oldest }.text(lang),
    });
    let relation = people.relation.as_ref().and_then(|relation| Relation::from_slug(relation.as_str()));
    let member = match &people.party {
        None => None,
        Some(Party::Any) => Some(Word::PartyAny.text(lang).to_owned()),
        Some(Party::Kind(kind)) => word("party", kind.as_str()),
    };
    let organisation = people.party_organisation.and_then(|organisation| {
        let code = organisation.to_string();
        let is_known = words.iter().any(|word| word.kind == party::LIST && word.code == code);
        if is_known { word(party::LIST, &code) } else { Some(Word::PartyElsewhere.text(lang).to_owned()) }
    });
    [
        (Word::Age, ages),
        (Word::FieldSex, people.sex.map(|sex| name::sex(sex.sex()).text(lang).to_owned())),
        (Word::FieldRelation, relation.map(|relation| name::relation(relation).text(lang).to_owned())),
        (
            Word::FieldResidenceMatch,
            people.residence_match.as_ref().and_then(|code| word("residence_match", code.as_str())),
        ),
        (Word::FieldParty, member),
        (Word::FieldPartyOrganisation, organisation),
        (Word::Skills, people.skill.as_ref().and_then(|code| word("skill", code.as_str()))),
    ]
}

#[cfg(test)]
mod tests {
    use domain::dictionary::default_labels;

    use super::*;

    #[test]
    fn no_condition_is_said_in_codes() {
        let words = [("party", "serving", "在职党员", "Serving member"), ("skill", "plumbing", "水暖工", "Plumber")];
        let words = words.map(|(kind, code, zh, en)| DictionaryWord {
            kind: kind.to_owned(),
            code: code.to_owned(),
            name_zh: zh.to_owned(),
            name_en: en.to_owned(),
            is_offered: true,
        });
        let building = Some(("阳光花园".to_owned(), 3));
        let said = Said { labels: default_labels(), words: words.to_vec(), building, subject: None };
        let filter = "b:990001000000000001~label:11~use:1,2~fresh:no~fill:80~seen:30~age:60-~sex:2~rel:head~party:serving~skill:plumbing~file:unchecked";
        let list = List::People(filter.parse().unwrap());

        let zh = conditions(&list, &said, Lang::Zh);
        let en = conditions(&list, &said, Lang::En);

        for part in ["阳光花园 3 号楼", "60 岁及以上", "在职党员", "水暖工", "80%", "30 天以上", "待核实"]
        {
            assert!(zh.contains(part), "{part}: {zh}");
        }
        for code in ["990001", "label", "serving~", "plumbing", "rel", "b:"] {
            assert!(!zh.contains(code), "{code}: {zh}");
        }
        assert!(en.contains("Serving member") && en.contains("; ") && !en.contains('；'), "{en}");
        assert_eq!(conditions(&List::People(Filter::default()), &said, Lang::Zh), "全部");
    }
}
