//! One household on a cell board, of the desk and of the phone: fill, edge and badge as on the map, plus a character and a full name
//! for each.

use domain::case::Light;
use domain::cell::{Badge, Label, Lens};
use domain::household::BoardCell;
use wording::{Lang, Phrase};

use crate::theme::Theme;
use crate::{name, palette};

/// The style class of a fill.
pub fn fill_class(lens: Lens, class: u8) -> String {
    match (lens, class) {
        (_, 0) => "fill-blank".to_owned(),
        (Lens::Label | Lens::KeyGroup, class) => format!("fill-word-{class}"),
        (lens, class) => format!("fill-{}-{class}", lens.slug()),
    }
}

/// The one character of a class.
pub fn class_glyph(lens: Lens, class: u8, labels: &[Label]) -> String {
    let fixed = palette::fill(lens, class, Theme::default()).glyph;
    let found = labels.iter().find(|label| label.class == class && label.kind == name::kind(lens));
    match lens {
        Lens::Label | Lens::KeyGroup => found.map_or_else(String::new, |label| label.glyph.clone()),
        _ => fixed.to_owned(),
    }
}

/// The style classes of a cell.
pub fn classes(lens: Lens, cell: &BoardCell) -> String {
    let edge = match cell.byte.light() {
        Some(Light::Red) => " cell--red",
        Some(Light::Yellow) => " cell--yellow",
        Some(Light::Blue) => " cell--blue",
        Some(Light::Green | Light::Grey) | None => "",
    };
    let part = if cell.home.is_some() { " cell--part" } else { "" };
    format!("cell {}{edge}{part}", fill_class(lens, cell.byte.fill()))
}

/// The character of its class, or that it is part of another home.
pub fn glyph(lens: Lens, cell: &BoardCell, labels: &[Label]) -> String {
    if cell.home.is_some() {
        return "并".to_owned();
    }
    class_glyph(lens, cell.byte.fill(), labels)
}

/// The character of its badge: the first label that has this kind of mark, else the kind's own.
pub fn badge(cell: &BoardCell, labels: &[Label]) -> Option<String> {
    let badge = cell.byte.badge();
    if badge == Badge::None {
        return None;
    }
    let own = labels.iter().find(|label| label.badge == badge && cell.labels.contains(&label.code));
    Some(own.map_or_else(|| palette::badge_glyph(badge).to_owned(), |label| label.glyph.clone()))
}

/// Everything about the cell in words: door, the door that it is part of, class, labels, light.
pub fn full_name(lens: Lens, cell: &BoardCell, labels: &[Label], lang: Lang) -> String {
    let door = Phrase::Door { unit: cell.door.unit, number: cell.door.number().as_str() }.text(lang);
    let part = cell.home.map(|(_, number)| Phrase::DoorIsPartOf { number: number.as_str() }.text(lang));
    let class = (cell.byte.fill() > 0).then(|| name::class(lens, cell.byte.fill(), None, labels, lang));
    let words = labels.iter().filter(|label| cell.labels.contains(&label.code));
    let words = words.map(|label| name::label(label, lang).to_owned());
    let light = cell.byte.light().map(|light| name::light_in_full(light).text(lang).to_owned());
    let comma = if lang == Lang::Zh { "，" } else { ", " };
    [door].into_iter().chain(part).chain(class).chain(words).chain(light).collect::<Vec<_>>().join(comma)
}

#[cfg(test)]
mod tests {
    use domain::area::County;
    use domain::cell::{CellByte, LabelCode};
    use domain::dictionary::default_labels;
    use domain::household::Door;
    use domain::id::DwellingId;

    use super::*;

    #[test]
    fn a_cell_says_in_words_what_its_colours_say() {
        let cell = BoardCell {
            dwelling: DwellingId::new(County::new_checked(990_001).unwrap(), 1),
            cell: 0,
            door: Door::new(2, 4, 1),
            byte: CellByte::new(2, Some(Light::Red), Badge::Elder),
            labels: vec![LabelCode(2)],
            residents: 2,
            home: None,
        };

        assert_eq!(
            full_name(Lens::Occupancy, &cell, &default_labels(), Lang::Zh),
            "2 单元 401 室，出租，老人，上传待接收"
        );
        assert_eq!(badge(&cell, &default_labels()).as_deref(), Some("老"));
        assert_eq!(classes(Lens::Occupancy, &cell), "cell fill-occupancy-2 cell--red");
    }
    #[test]
    fn a_place_that_was_merged_says_which_door_it_belongs_to() {
        let county = County::new_checked(990_001).unwrap();
        let cell = BoardCell {
            dwelling: DwellingId::new(county, 2),
            cell: 1,
            door: Door::new(2, 4, 2),
            byte: CellByte::new(1, None, Badge::None),
            labels: Vec::new(),
            residents: 0,
            home: Some((DwellingId::new(county, 1), "401甲".parse().unwrap())),
        };

        assert_eq!(full_name(Lens::Occupancy, &cell, &[], Lang::Zh), "2 单元 402 室，已并入 401甲，自住");
        assert_eq!(glyph(Lens::Occupancy, &cell, &[]), "并");
        assert_eq!(classes(Lens::Occupancy, &cell), "cell fill-occupancy-1 cell--part");
    }
}
