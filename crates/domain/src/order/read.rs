//! Reading one row of a sheet of work orders, and everything that is wrong with it at once.

use chrono::{DateTime, Utc};

use super::{COLUMNS, Order, OrderNumber, Term, moment};
use crate::case::{Reporter, Title};
use crate::deadline::Urgency;
use crate::intake::{Fault, Found, Mapping, Reader};

/// The most signs of what was said.
pub const TEXT_SIGNS: usize = 1_500;
/// The most signs of an address.
const ADDRESS_SIGNS: usize = 200;
/// The most signs of a kind and of what is said about calling back.
const WORD_SIGNS: usize = 60;
/// Signs of the text that make a title when there is none.
const TITLE_FROM_TEXT: usize = 30;
/// Water, power, gas and heat: 24 hours (Beijing's 12345, draft standard of 2021).
const SUPPLY: [&str; 14] =
    ["停水", "供水", "漏水", "水管", "停电", "供电", "断电", "燃气", "煤气", "天然气", "停暖", "供热", "供暖", "暖气"];

/// Reads a row. `now` is the last moment at which somebody can have rung.
///
/// *Errors*: everything that is wrong with it by itself.
pub fn read(row: u32, cells: &[String], mapping: &Mapping, now: DateTime<Utc>) -> Result<Order, Vec<Found>> {
    let mut reader = Reader::begin(row, cells, mapping);
    let number = number(&mut reader);
    let reporter = Reporter {
        name: reader.read("caller", Fault::TooLong, |text| text.parse().ok()),
        phone: reader.read("phone", Fault::PhoneForm, first_phone),
        is_intake_only: reader.read("is_secret", Fault::YesOrNo, yes).unwrap_or(false),
    };
    let received_at = received(&mut reader, now);
    let term = term(&mut reader, received_at);
    for (field, most) in
        [("text", TEXT_SIGNS), ("address", ADDRESS_SIGNS), ("kind", WORD_SIGNS), ("return_visit", WORD_SIGNS)]
    {
        reader.read(field, Fault::TooLong, |text| (text.chars().count() <= most).then_some(()));
    }
    let words = |field| reader.text(field).unwrap_or_default();
    let (heading, text, kind, address) = (words("title"), words("text"), words("kind"), words("address"));
    let (detail, said) = (detail(&reader), format!("{heading}\n{text}\n{address}"));
    let title = title(heading, text);
    let urgency = urgency(&mut reader, &format!("{kind}{heading}{text}"));
    if title.is_none() {
        reader.fault("text", Fault::OrderSilent);
    }
    let (kind, address) = (kind.to_owned(), address.to_owned());
    match (number, title) {
        (Some(number), Some(title)) if reader.faults.is_empty() => {
            let (urgency, is_complex) = urgency;
            Ok(Order {
                row,
                number,
                reporter,
                received_at,
                kind,
                urgency,
                is_complex,
                title,
                detail,
                address,
                term,
                said,
            })
        }
        _ => Err(reader.faults),
    }
}

fn number(reader: &mut Reader<'_>) -> Option<OrderNumber> {
    if reader.text("number").is_none() {
        reader.fault("number", Fault::OrderMissing);
    }
    reader.read("number", Fault::OrderForm, OrderNumber::new)
}

fn received(reader: &mut Reader<'_>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let at = reader.read("received_at", Fault::DateForm, |text| moment(text, false))?;
    if at > now {
        reader.fault("received_at", Fault::DateInFuture);
        return None;
    }
    Some(at)
}

fn term(reader: &mut Reader<'_>, received_at: Option<DateTime<Utc>>) -> Option<Term> {
    let term = reader.read("due", Fault::DueForm, Term::read)?;
    if matches!((term, received_at), (Term::Until(due), Some(rang)) if due <= rang) {
        reader.fault("due", Fault::DateOrder);
    }
    Some(term)
}

/// The line that stands in lists: the sheet's, or how the text begins.
fn title(heading: &str, text: &str) -> Option<Title> {
    let (line, most) = if heading.is_empty() { (text, TITLE_FROM_TEXT) } else { (heading, Title::LONGEST) };
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return Title::new(&line);
    }
    let short: String = line.chars().take(most - 1).collect();
    Title::new(&format!("{}…", short.trim_end()))
}

/// What the case keeps beside its title: the text, and below it what has no field of its own.
fn detail(reader: &Reader<'_>) -> String {
    let text = reader.text("text").unwrap_or_default();
    let long = reader.text("title").filter(|title| title.chars().count() > Title::LONGEST);
    let lines = ["number", "kind", "address", "return_visit"].into_iter().filter_map(|slug| {
        let heading = COLUMNS.iter().find(|column| column.slug == slug)?.zh;
        Some(format!("{heading}：{}", reader.text(slug)?))
    });
    let all = long.into_iter().chain([text]).filter(|text| !text.is_empty()).map(str::to_owned);
    all.chain(lines).collect::<Vec<_>>().join("\n")
}

/// How urgent it is and whether it is complex: as the sheet says, else by what it is about.
fn urgency(reader: &mut Reader<'_>, words: &str) -> (Urgency, bool) {
    let said = reader.read("urgency", Fault::UrgencyWord, |text| match text {
        "一般" | "普通" | "常规" | "正常" | "平件" | "低" | "中" => Some((Urgency::Ordinary, false)),
        "紧急" | "加急" | "急" | "急件" | "高" => Some((Urgency::Urgent, false)),
        "特急" | "特提" | "突发" | "应急" | "非常紧急" => Some((Urgency::Emergency, false)),
        "疑难" | "复杂" | "疑难复杂" => Some((Urgency::Ordinary, true)),
        _ => None,
    });
    let is_supply = SUPPLY.iter().any(|word| words.contains(word));
    said.unwrap_or(if is_supply { (Urgency::Urgent, false) } else { (Urgency::Ordinary, false) })
}

/// The first of several numbers in one cell.
fn first_phone(text: &str) -> Option<crate::phone::Phone> {
    text.split(['/', '、', ',', '，', ';', '；', '\n']).find(|part| !part.trim().is_empty())?.parse().ok()
}

fn yes(text: &str) -> Option<bool> {
    match text {
        "是" | "需要" | "保密" | "1" | "Y" | "y" | "yes" | "TRUE" => Some(true),
        "否" | "不需要" | "不保密" | "公开" | "0" | "N" | "n" | "no" | "FALSE" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::mapping;

    const HEADINGS: [&str; 9] =
        ["工单编号", "来电人", "联系电话", "来电时间", "诉求类型", "标题", "诉求内容", "地址", "办理时限"];

    fn row(cells: [&str; 9]) -> Result<Order, Vec<Found>> {
        let headings = HEADINGS.map(str::to_owned);
        let found = mapping(&COLUMNS, &headings, |_| None);
        assert!(found.iter().all(Option::is_some), "every heading is known");
        read(2, &cells.map(str::to_owned), &found, "2026-11-23T08:00:00Z".parse().unwrap())
    }

    #[test]
    fn a_row_of_a_citys_hotline_is_read() {
        let order = row([
            "YDH202611230001",
            "王女士",
            "16000000001/16000000002",
            "2026-11-23 09:30",
            "公用事业",
            "",
            "三楼停水两天，物业说不知道什么时候来水，请尽快派人来处理一下吧，谢谢你们了",
            "阳光花园3号楼",
            "24小时",
        ])
        .unwrap();

        assert_eq!(order.number.as_str(), "YDH202611230001");
        assert_eq!(order.reporter.phone.as_ref().map(crate::phone::Phone::reveal), Some("16000000001"));
        assert_eq!((order.urgency, order.term), (Urgency::Urgent, Some(Term::Hours(24))));
        assert!(order.title.as_str().starts_with("三楼停水两天") && order.title.as_str().ends_with('…'));
        assert!(order.detail.contains("地址：阳光花园3号楼") && !order.detail.contains("16000000001"));
    }

    #[test]
    fn everything_that_is_wrong_with_a_row_is_said_at_once() {
        let found = row(["工单", &"长".repeat(41), "12", "昨天", "", "", "", "", "尽快"]).unwrap_err();
        let faults: Vec<_> = found.iter().map(|found| (found.field.as_str(), found.fault)).collect();

        assert_eq!(
            faults,
            [
                ("number", Fault::OrderForm),
                ("caller", Fault::TooLong),
                ("phone", Fault::PhoneForm),
                ("received_at", Fault::DateForm),
                ("due", Fault::DueForm),
                ("text", Fault::OrderSilent),
            ]
        );
        let late = row(["A1", "", "", "2026-11-24 09:30", "", "x", "", "", "2026-11-01"]).unwrap_err();
        assert_eq!(late.iter().map(|found| found.fault).collect::<Vec<_>>(), [Fault::DateInFuture]);
        let rounded = row(["2.02611E+15", "", "", "", "", "x", "", "", ""]).unwrap_err();
        assert_eq!(rounded[0].fault, Fault::Rounded);
    }
}
