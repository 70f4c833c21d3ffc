//! Webhooks: what is told elsewhere, how often it is tried, and which addresses may be asked at all.
//!
//! Signatures and headers are those of <https://www.standardwebhooks.com>. Not here: keys (`vault`), the network (`server`).

mod form;
mod wish;

// The half of `net` that holds addresses and no sockets.
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::area::{Area, Level};
use crate::case::Light;
use crate::category::CategoryCode;
use crate::id::CaseId;
use crate::open311::{light, moment, status};

pub use form::Form;
pub use wish::{TellingWish, WishFacts, WishTelling};

/// The longest address.
const LONGEST_ADDRESS: usize = 500;
/// Seconds before the second and each further try: about three days in all.
const WAITS_S: [i64; 9] = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 72_000, 86_400];

/// What a webhook can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// A case came in.
    Reported,
    /// A step was taken, and the case goes on.
    Changed,
    /// It ended.
    Closed,
    /// A wish came in.
    WishProposed,
    /// It came onto the board.
    WishPublished,
    /// It was claimed, served or confirmed.
    WishChanged,
    /// Nothing more comes of it.
    WishClosed,
}

impl Event {
    /// Every event with its word.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Reported, "case.reported"),
        (Self::Changed, "case.changed"),
        (Self::Closed, "case.closed"),
        (Self::WishProposed, "wish.proposed"),
        (Self::WishPublished, "wish.published"),
        (Self::WishChanged, "wish.changed"),
        (Self::WishClosed, "wish.closed"),
    ];
    /// The word of a trial telling, which nothing happened for.
    pub const TEST: &'static str = "test";

    /// The word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(event, _)| *event == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(event, _)| *event)
    }

    /// What happened to a case that stands so.
    pub fn of(light: Light, version: i32) -> Self {
        match (light.is_open(), version) {
            (false, _) => Self::Closed,
            (true, ..=1) => Self::Reported,
            (true, _) => Self::Changed,
        }
    }
}

/// How long to wait after so many tries failed; nothing when it is given up.
pub fn wait_after(tries: u16) -> Option<TimeDelta> {
    let at = usize::from(tries).checked_sub(1)?;
    WAITS_S.get(at).map(|seconds| TimeDelta::seconds(*seconds))
}

/// Whom webhooks may reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// The internet, over TLS: nothing beside this machine can be asked through us.
    #[default]
    Public,
    /// Addresses inside as well, and without TLS: where the operator said so.
    Inside,
}

impl Reach {
    /// Whether an address of a machine may be asked.
    pub fn admits(self, address: IpAddr) -> bool {
        self == Self::Inside || is_public(address)
    }

    /// Whether the scheme and what stands behind it may be an address; whose name it is shows when it is looked up.
    pub fn takes(self, address: &str) -> bool {
        let rest = match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
            (Some(rest), _) => rest,
            (None, Some(rest)) if self == Self::Inside => rest,
            _ => return false,
        };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        address.len() <= LONGEST_ADDRESS
            && !host.is_empty()
            && !host.contains('@')
            && address.bytes().all(|byte| byte.is_ascii_graphic())
            && bare(host).is_none_or(|ip| self.admits(ip))
    }
}

/// The machine's address in an authority that names none.
fn bare(authority: &str) -> Option<IpAddr> {
    if let Some(rest) = authority.strip_prefix('[') {
        return rest.split_once(']').and_then(|(ip, _port)| ip.parse().ok());
    }
    authority.rsplit_once(':').map_or(authority, |(host, _port)| host).parse().ok()
}

/// Whether an address is one of the internet, and not this machine's, this network's or nobody's.
///
/// Source: IANA's registries of special-purpose addresses (RFC 6890 and its followers).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || a == 10
        || a == 127
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 169 && b == 254)
        || (a == 172 && (16..32).contains(&b))
        || (a == 192 && b == 168)
        || (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let inner = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match parts {
        // Addresses that carry one of IPv4: mapped, translated (RFC 6052) and 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            is_public_v4(inner(high, low))
        }
        // Teredo carries one in disguise; 2001:db8::/32 is for books.
        [0x2001, 0 | 0xdb8, ..] => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

/// What is told of a case: nothing about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// Which.
    pub case: CaseId,
    /// Its version: each step makes another.
    pub version: i32,
    /// How it stands.
    pub light: Light,
    /// What it is about.
    pub category: Option<CategoryCode>,
    /// Whether that is sensitive: then only the community is told.
    pub is_sensitive: bool,
    /// Its grid or larger area.
    pub area: Area,
    /// When it came in.
    pub reported_at: DateTime<Utc>,
    /// When its light last changed.
    pub changed_at: DateTime<Utc>,
    /// Until when it should be done.
    pub due_at: Option<DateTime<Utc>>,
}

/// The body of a telling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Telling {
    /// The event's word.
    #[serde(rename = "type")]
    pub event: &'static str,
    /// When it was made.
    pub timestamp: String,
    /// The case; nothing in a trial.
    pub data: Option<TellingCase>,
}

/// The case in a telling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TellingCase {
    /// Its number.
    pub case: String,
    /// Rises with every step: a telling that comes late is older.
    pub version: i32,
    /// red, yellow, blue, green or grey.
    pub light: &'static str,
    /// open or closed.
    pub state: &'static str,
    /// The category's code.
    pub category: Option<String>,
    /// The code of its grid, or of its community when it is sensitive.
    pub area: String,
    /// When it came in.
    pub reported_at: String,
    /// When its light last changed.
    pub changed_at: String,
    /// Until when it should be done.
    pub due_at: Option<String>,
}

impl Telling {
    /// A trial.
    pub fn trial(at: DateTime<Utc>) -> Self {
        Self { event: Event::TEST, timestamp: moment(at), data: None }
    }

    /// What happened to a case.
    pub fn of(facts: &CaseFacts, at: DateTime<Utc>) -> Self {
        let area = match (facts.is_sensitive, facts.area.level()) {
            (true, Level::Grid) => facts.area.parent().unwrap_or(facts.area),
            _ => facts.area,
        };
        let case = TellingCase {
            case: facts.case.to_string(),
            version: facts.version,
            light: light(facts.light),
            state: status(facts.light),
            category: facts.category.as_ref().map(|code| code.as_str().to_owned()),
            area: area.to_string(),
            reported_at: moment(facts.reported_at),
            changed_at: moment(facts.changed_at),
            due_at: facts.due_at.map(moment),
        };
        Self { event: Event::of(facts.light, facts.version).slug(), timestamp: moment(at), data: Some(case) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let waits: Vec<TimeDelta> = (1..).map_while(wait_after).collect();

        assert!(waits.is_sorted() && waits.len() == 9, "{waits:?}");
        assert_eq!((wait_after(0), wait_after(10), wait_after(u16::MAX)), (None, None, None));
    }

    #[test]
    fn what_is_inside_is_not_public_however_it_is_written() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::10.0.0.1",
            "2002:7f00:1::1",
            "2001:0:7f00:1::1",
            "2001:db8::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["1.1.1.1", "172.32.0.1", "100.128.0.1", "2400:3200::1", "::ffff:1.1.1.1"] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn an_address_is_https_and_names_no_machine_inside() {
        for good in ["https://city.example.cn/hook?k=1", "https://1.1.1.1:8443/x"] {
            assert!(Reach::Public.takes(good), "{good}");
        }
        for bad in [
            "http://city.example.cn/",
            "https://",
            "https:///x",
            "ftp://a/",
            "https://127.0.0.1/",
            "https://[::1]:8/x",
            "https://u:p@city.example.cn/",
            "https://city.example.cn/ x",
            "https://10.0.0.1:80",
            "file:///etc/passwd",
        ] {
            assert!(!Reach::Public.takes(bad), "{bad}");
        }
        assert!(Reach::Inside.takes("http://127.0.0.1:8080/hook") && !Reach::Inside.takes("ftp://127.0.0.1/"));
    }

    proptest! {
        #[test]
        fn an_address_carried_in_another_is_as_public_as_itself(number in any::<u32>()) {
            let v4 = Ipv4Addr::from(number);
            prop_assert_eq!(is_public(v4.to_ipv6_mapped().into()), is_public(v4.into()));
        }
    }
}
