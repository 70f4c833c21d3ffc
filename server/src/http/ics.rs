//! One event as RFC 5545 writes it: escaped by hand, folded at 75 octets, times in UTC. Not for calendars with rules or alarms.

use chrono::{DateTime, Utc};

/// The most octets of a line without its end.
const LONGEST: usize = 75;

/// What stands in a calendar.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event<'a> {
    /// The same for the same event, whenever the file is fetched.
    pub uid: &'a str,
    /// When it was written down.
    pub written_at: DateTime<Utc>,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// In one line.
    pub title: &'a str,
    /// In more of them.
    pub about: &'a str,
    /// Where.
    pub place: &'a str,
    /// The page about it.
    pub address: &'a str,
}

/// The whole file.
pub(crate) fn calendar(event: &Event<'_>) -> String {
    let at = |moment: DateTime<Utc>| moment.format("%Y%m%dT%H%M%SZ").to_string();
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Gezhi//Wishes//ZH".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", plain(event.uid)),
        format!("DTSTAMP:{}", at(event.written_at)),
        format!("DTSTART:{}", at(event.starts_at)),
        format!("DTEND:{}", at(event.ends_at)),
        format!("SUMMARY:{}", escaped(event.title)),
        format!("DESCRIPTION:{}", escaped(event.about)),
        format!("LOCATION:{}", escaped(event.place)),
        format!("URL:{}", plain(event.address)),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| folded(line)).collect()
}

/// What is no text, such as an address: nothing in it may end its line.
fn plain(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control()).collect()
}

/// Text: four signs are escaped, and nothing in it ends its line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.replace("\r\n", "\n").chars() {
        match sign {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(sign);
            }
            '\n' | '\r' => escaped.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// A line with its end, folded between signs where it is too long; a space begins what goes on.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 2);
    let mut octets = 0;
    for sign in line.chars() {
        if octets + sign.len_utf8() > LONGEST {
            folded.push_str("\r\n ");
            octets = 1;
        }
        folded.push(sign);
        octets += sign.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_763_692_927 + second, 0).unwrap()
    }

    fn written(title: &str, about: &str) -> String {
        calendar(&Event {
            uid: "wish-1@city.example",
            written_at: moment(0),
            starts_at: moment(3600),
            ends_at: moment(7200),
            title,
            about,
            place: "社区门口",
            address: "https://city.example/wishes/1",
        })
    }

    /// The lines as a reader puts them together again.
    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn what_is_written_cannot_begin_a_line_of_its_own() {
        let text = written("a;b,c\\d", "one\r\nEND:VEVENT\nBEGIN:VALARM\rx\u{7}");

        let lines = unfolded(&text);
        assert_eq!(lines.len(), 16, "{text}");
        assert!(lines.contains(&r"SUMMARY:a\;b\,c\\d".to_owned()));
        assert!(lines.contains(&r"DESCRIPTION:one\nEND:VEVENT\nBEGIN:VALARM\nx".to_owned()));
        assert_eq!(lines.iter().filter(|line| *line == "END:VEVENT").count(), 1);
        assert!(lines.contains(&"DTSTART:20251121T034207Z".to_owned()), "{text}");
    }

    #[test]
    fn no_line_is_longer_than_seventy_five_octets_and_no_sign_is_cut() {
        let long = "清理花坛".repeat(60);

        let text = written(&long, "x");

        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(unfolded(&text).contains(&format!("SUMMARY:{long}")));
    }
}
