//! The label dictionary that a new city starts with; afterwards it is data and the city's own.

use crate::cell::{Badge, Label, LabelCode, LabelKind};

/// Everyday labels as Longjing's grid workers made them (空房, 上班, 老人…) and the key groups 重点人群 of the five systems.
///
/// Fill classes count from 2 inside each kind, because class 1 means "none of these".
pub fn default_labels() -> Vec<Label> {
    use Badge::{Care, Elder, Other};
    let everyday = [
        ("空", "空房", "Vacant flat", Other),
        ("老", "老人", "Elders", Elder),
        ("班", "上班", "At work by day", Other),
        ("租", "租户", "Tenants", Other),
        ("学", "学生", "Pupils", Other),
        ("党", "党员户", "Party member", Other),
        ("犬", "养犬", "Keeps a dog", Other),
    ];
    let key_groups = [
        ("独", "独居老人", "Elder living alone", Care),
        ("巢", "空巢老人", "Elders, children away", Elder),
        ("保", "低保户", "Minimum living allowance", Care),
        ("残", "残疾人", "Disability", Care),
        ("病", "重病", "Severe illness", Care),
        ("童", "留守儿童", "Left-behind child", Care),
        ("军", "退役军人", "Veteran", Other),
    ];
    let kinds = [(LabelKind::Everyday, &everyday[..], 1), (LabelKind::KeyGroup, &key_groups[..], 11)];
    kinds
        .into_iter()
        .flat_map(|(kind, words, first_code)| {
            words.iter().zip(0u8..).map(move |(&(glyph, zh, en, badge), rank)| Label {
                code: LabelCode(first_code + rank),
                kind,
                class: 2 + rank,
                glyph: glyph.to_owned(),
                name_zh: zh.to_owned(),
                name_en: en.to_owned(),
                badge,
                is_retired: false,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_bits_and_classes_are_nibbles() {
        let labels = default_labels();

        for label in &labels {
            assert!((1..=31).contains(&label.code.0) && (2..=14).contains(&label.class), "{}", label.name_zh);
            assert_eq!(label.glyph.chars().count(), 1);
            assert_eq!(labels.iter().filter(|other| other.code == label.code).count(), 1);
        }
    }
}
