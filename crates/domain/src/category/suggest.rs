//! Which category somebody's words name, so that nobody has to look through a list. A proposal: people correct it.

use super::CategoryCode;
use crate::case::Names;

/// The category of whose Chinese name the most pairs of signs stand in a text; the first of equals, none when no pair does.
pub fn suggest<'a>(categories: &'a [(CategoryCode, Names)], text: &str) -> Option<&'a (CategoryCode, Names)> {
    let score = |name: &str| {
        let signs: Vec<char> = name.chars().collect();
        signs.windows(2).filter(|pair| text.contains(&pair.iter().collect::<String>())).count()
    };
    let scored = categories.iter().map(|category| (score(&category.1.0), category));
    let best = scored.filter(|(score, _)| *score > 0).reduce(|best, other| if other.0 > best.0 { other } else { best });
    best.map(|(_, category)| category)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_suggest_the_category_that_they_name() {
        let category = |code: &str, zh: &str| (CategoryCode::new(code).unwrap(), (zh.to_owned(), String::new()));
        let all = vec![category("0101", "路灯不亮"), category("0102", "下水道堵塞"), category("0103", "垃圾清运")];

        let found = |text: &str| suggest(&all, text).map(|(code, _)| code.as_str().to_owned());

        assert_eq!(found("楼下的下水道又堵了").as_deref(), Some("0102"));
        assert_eq!(found("路灯坏了").as_deref(), Some("0101"));
        assert_eq!(found("噪音太大"), None);
    }
}
