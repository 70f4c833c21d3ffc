//! Which lines begin a message: a name with a time behind it, or a name with a colon.

/// The longest name of a member, in signs.
const LONGEST_NAME: usize = 24;
/// Signs that stand in sentences and in nobody's name.
const OF_SENTENCES: [char; 14] = ['，', '。', '！', '？', '；', '、', ',', '!', '?', ';', ':', '：', '“', '”'];
/// What people write before a colon that is nobody.
const NOBODY: [&str; 14] = [
    "地址",
    "电话",
    "联系电话",
    "联系人",
    "时间",
    "地点",
    "备注",
    "注意",
    "通知",
    "提示",
    "问题",
    "http",
    "https",
    "ps",
];

/// The head of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head<'a> {
    pub(super) name: &'a str,
    pub(super) time: &'a str,
    pub(super) words: &'a str,
}

/// `张三 10:30`, with a date or a part of the day between them.
pub(super) fn time_head(line: &str) -> Option<Head<'_>> {
    let text = line.trim();
    let mut begin = last_word(text)?;
    is_clock(&text[begin..]).then_some(())?;
    // Days stand before the time, with blanks between them.
    while let Some(at) = last_word(text[..begin].trim_end()) {
        if !is_day(text[at..begin].trim_end()) {
            break;
        }
        begin = at;
    }
    let name = text[..begin].trim_end();
    is_name(name).then(|| Head { name, time: &text[begin..], words: "" })
}

/// `张三: ` or `张三：` before what was said.
pub(super) fn colon_head(line: &str) -> Option<Head<'_>> {
    let at = line.find([':', '：'])?;
    let (name, rest) = line.split_at(at);
    let words = rest.strip_prefix([':', '：'])?;
    let name = name.trim();
    let is_somebody = !NOBODY.contains(&name.to_lowercase().as_str()) && name.chars().any(char::is_alphabetic);
    (is_name(name) && is_somebody && !words.starts_with("//")).then_some(Head { name, time: "", words })
}

fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.contains(OF_SENTENCES)
}

/// Where the last word of a trimmed text begins.
fn last_word(text: &str) -> Option<usize> {
    let last = text.char_indices().rev().find(|(_, sign)| sign.is_whitespace());
    let begin = last.map_or(0, |(at, sign)| at + sign.len_utf8());
    (begin < text.len()).then_some(begin)
}

/// `10:30`, `10:30:05` or `下午3:20`.
fn is_clock(word: &str) -> bool {
    let parts_of_day = ["凌晨", "早上", "上午", "中午", "下午", "傍晚", "晚上"];
    let digits = parts_of_day.iter().find_map(|part| word.strip_prefix(part)).unwrap_or(word);
    let numbers: Vec<Option<u32>> = digits.split([':', '：']).map(number).collect();
    match numbers.as_slice() {
        [Some(hour), Some(minute)] | [Some(hour), Some(minute), Some(_)] => *hour < 24 && *minute < 60,
        _ => false,
    }
}

fn number(text: &str) -> Option<u32> {
    let is_short = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_short)
}

/// `2026/11/23`, `11-23`, `11月23日`, `昨天`, `星期一`, `下午`.
fn is_day(word: &str) -> bool {
    let words = ["今天", "昨天", "前天", "凌晨", "早上", "上午", "中午", "下午", "傍晚", "晚上", "AM", "PM"];
    if words.contains(&word) || word.starts_with("星期") || word.starts_with("周") && word.chars().count() == 2 {
        return true;
    }
    let parts: Vec<&str> =
        word.split(['/', '-', '.', '年', '月', '日', '号']).filter(|part| !part.is_empty()).collect();
    let is_numbers = parts.iter().all(|part| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()));
    (2..=3).contains(&parts.len()) && is_numbers
}
