//! Lines of the anchor file: the heads of chains, written outside the database so that a rewritten one is noticed.
//!
//! Every line carries a code over itself and the line before. Not here: the file (`server`), and when a line is due
//! (`service::live`).

use serde::{Deserialize, Serialize};

use crate::trail::{Fault, Head, Kind};
use crate::{Keyring, Link};

#[derive(Serialize, Deserialize)]
struct Line {
    /// Seconds since 1970.
    at: i64,
    /// Chain, number and link of every head that moved since the line before.
    heads: Vec<(i64, i64, String)>,
    code: String,
}

/// A new line, without its end, for heads at an instant (seconds since 1970), after the line with the code `before`
/// ([`Link::START`] for the first). Returns the line's own code too.
pub fn anchor_line(keyring: &Keyring, before: Link, at_s: i64, heads: &[Head]) -> (String, Link) {
    let code = keyring.anchor(before, &canonical(at_s, heads));
    let heads = heads.iter().map(|head| (head.chain, head.number, hex(&head.link.0))).collect();
    let line = Line { at: at_s, heads, code: hex(&code.0) };
    // Numbers and hexadecimal digits can always be written.
    (serde_json::to_string(&line).unwrap_or_default(), code)
}

/// What an anchor file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchors {
    /// All heads that were ever written down.
    pub heads: Vec<Head>,
    /// Lines that are damaged, or follow lines that are missing.
    pub faults: Vec<Fault>,
    /// The code of the last line, for the next one.
    pub last: Option<Link>,
}

/// Reads the text of an anchor file.
pub fn read_anchors(keyring: &Keyring, text: &str) -> Anchors {
    let mut anchors = Anchors::default();
    let mut before = Link::START;
    for (number, line) in (1..).zip(text.lines()) {
        let Some((at_s, heads, code)) = parse(line) else {
            anchors.faults.push(Fault { chain: 0, number, count: 1, kind: Kind::Anchor, audit_id: None });
            continue;
        };
        if keyring.anchor(before, &canonical(at_s, &heads)) != code {
            anchors.faults.push(Fault { chain: 0, number, count: 1, kind: Kind::Anchor, audit_id: None });
        }
        before = code;
        anchors.heads.extend(heads);
        anchors.last = Some(code);
    }
    anchors
}

fn parse(line: &str) -> Option<(i64, Vec<Head>, Link)> {
    let line: Line = serde_json::from_str(line).ok()?;
    let heads = line.heads.iter().map(|(chain, number, link)| {
        Some(Head { chain: *chain, number: *number, link: Link::from_bytes(&bytes(link)?)? })
    });
    Some((line.at, heads.collect::<Option<_>>()?, Link::from_bytes(&bytes(&line.code)?)?))
}

fn canonical(at_s: i64, heads: &[Head]) -> Vec<u8> {
    let mut out = at_s.to_be_bytes().to_vec();
    for head in heads {
        out.extend_from_slice(&head.chain.to_be_bytes());
        out.extend_from_slice(&head.number.to_be_bytes());
        out.extend_from_slice(&head.link.0);
    }
    out
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// Reads hexadecimal digits.
pub(crate) fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let byte = |pair: &[u8]| {
        let [high, low] = [pair[0], pair[1]].map(|digit| char::from(digit).to_digit(16));
        Some((high? << 4 | low?) as u8)
    };
    digits.chunks_exact(2).map(byte).collect()
}
