//! The shapes of answers, one tree for both formats.

use chrono::{DateTime, Utc};

use super::{Fault, light, moment, status};
use crate::case::Light;
use crate::category::CategoryCode;
use crate::deadline::Urgency;
use crate::geo::LonLat;
use crate::id::{BuildingId, CaseId};

/// An answer as XML and JSON both have it.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// An empty element, or null.
    Nothing,
    /// Text.
    Text(String),
    /// A number that JSON writes without quotes.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// Named parts in their order.
    Record(Vec<(&'static str, Tree)>),
    /// Parts of one kind; XML names each by the first.
    List(&'static str, Vec<Tree>),
}

impl Tree {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn some(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Nothing, Self::text)
    }
}

/// A service that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its code: a category's.
    pub code: CategoryCode,
    /// Its name in both languages.
    pub name: String,
    /// The name of its group in both languages.
    pub group: String,
}

/// A request as the public sees it: nothing about a person, no house number below the building.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Which.
    pub case: CaseId,
    /// What it is about.
    pub code: CategoryCode,
    /// The category's name in both languages.
    pub name: String,
    /// How it stands.
    pub light: Light,
    /// The office or unit that has it.
    pub agency: Option<String>,
    /// When it came in.
    pub requested_at: DateTime<Utc>,
    /// When its light last changed.
    pub updated_at: DateTime<Utc>,
    /// Until when it should be done.
    pub expected_at: Option<DateTime<Utc>>,
    /// The building or the area, in words.
    pub address: Option<String>,
    /// The building.
    pub building: Option<BuildingId>,
    /// WGS84.
    pub at: Option<LonLat>,
}

/// `GET /services`.
pub fn services(offers: &[Offer]) -> (&'static str, Tree) {
    let service = |offer: &Offer| {
        Tree::Record(vec![
            ("service_code", Tree::text(offer.code.as_str())),
            ("service_name", Tree::text(&offer.name)),
            ("description", Tree::text(&offer.name)),
            ("metadata", Tree::Flag(true)),
            ("type", Tree::text("realtime")),
            ("keywords", Tree::text(&offer.group)),
            ("group", Tree::text(&offer.group)),
        ])
    };
    ("services", Tree::List("service", offers.iter().map(service).collect()))
}

/// `GET /services/{code}`: every service asks how urgent it is, and takes silence for an answer.
pub fn definition(code: &CategoryCode) -> (&'static str, Tree) {
    let value = |(urgency, name): (Urgency, &str)| {
        Tree::Record(vec![("key", Tree::text(urgency.slug())), ("name", Tree::text(name))])
    };
    let values = [(Urgency::Ordinary, "一般 Ordinary"), (Urgency::Urgent, "紧急 Urgent")].map(value);
    let urgency = Tree::Record(vec![
        ("variable", Tree::Flag(true)),
        ("code", Tree::text("urgency")),
        ("datatype", Tree::text("singlevaluelist")),
        ("required", Tree::Flag(false)),
        ("datatype_description", Tree::text("险情请拨打 110、119 或 120 For emergencies call 110, 119 or 120")),
        ("order", Tree::Number(1.0)),
        ("description", Tree::text("有多紧急 How urgent is it")),
        ("values", Tree::List("value", values.into())),
    ]);
    let parts =
        vec![("service_code", Tree::text(code.as_str())), ("attributes", Tree::List("attribute", vec![urgency]))];
    ("service_definition", Tree::Record(parts))
}

/// `GET /requests` and `GET /requests/{id}`.
pub fn requests(shown: &[Shown], is_extended: bool) -> (&'static str, Tree) {
    ("service_requests", Tree::List("request", shown.iter().map(|one| request(one, is_extended)).collect()))
}

fn request(one: &Shown, is_extended: bool) -> Tree {
    let degree =
        |degree: Option<f64>| degree.map_or(Tree::Nothing, |degree| Tree::Number((degree * 1e7).round() / 1e7));
    let mut parts = vec![
        ("service_request_id", Tree::text(one.case.to_string())),
        ("status", Tree::text(status(one.light))),
        ("status_notes", Tree::Nothing),
        ("service_name", Tree::text(&one.name)),
        ("service_code", Tree::text(one.code.as_str())),
        // What somebody wrote may name people: nobody has read it with the public's eyes yet, so it stays inside.
        ("description", Tree::Nothing),
        ("agency_responsible", Tree::some(one.agency.as_deref())),
        ("service_notice", Tree::Nothing),
        ("requested_datetime", Tree::text(moment(one.requested_at))),
        ("updated_datetime", Tree::text(moment(one.updated_at))),
        ("expected_datetime", Tree::some(one.expected_at.map(moment))),
        ("address", Tree::some(one.address.as_deref())),
        ("address_id", Tree::some(one.building.map(|building| format!("building-{building}")))),
        ("zipcode", Tree::Nothing),
        ("lat", degree(one.at.map(|at| at.lat))),
        ("long", degree(one.at.map(|at| at.lon))),
        ("media_url", Tree::Nothing),
    ];
    if is_extended {
        parts.push(("extended_attributes", Tree::Record(vec![("light", Tree::text(light(one.light)))])));
    }
    Tree::Record(parts)
}

/// The answer to `POST /requests`.
pub fn posted(case: CaseId, notice: Option<&str>, account_id: &str) -> (&'static str, Tree) {
    let account = Some(account_id).filter(|account| !account.is_empty());
    let one = Tree::Record(vec![
        ("service_request_id", Tree::text(case.to_string())),
        ("service_notice", Tree::some(notice)),
        ("account_id", Tree::some(account)),
    ]);
    ("service_requests", Tree::List("request", vec![one]))
}

/// `GET /tokens/{id}`: requests get their number at once, so that the token of one is its number.
pub fn token(case: CaseId) -> (&'static str, Tree) {
    let one = Tree::Record(vec![
        ("service_request_id", Tree::text(case.to_string())),
        ("token", Tree::text(case.to_string())),
    ]);
    ("service_requests", Tree::List("request", vec![one]))
}

/// Errors, as `GeoReport` shapes them.
pub fn errors(faults: &[Fault]) -> (&'static str, Tree) {
    let error = |fault: &Fault| {
        Tree::Record(vec![
            ("code", Tree::Number(f64::from(fault.code))),
            ("description", Tree::text(&fault.description)),
        ])
    };
    ("errors", Tree::List("error", faults.iter().map(error).collect()))
}

/// `GET /discovery`: where the calls are, by the address that the asker used.
pub fn discovery(address: &str, city: &str) -> (&'static str, Tree) {
    const CHANGESET: &str = "2026-11-23T00:00:00+08:00";
    let formats = ["text/xml", "application/json"].map(Tree::text);
    let endpoint = Tree::Record(vec![
        ("specification", Tree::text("http://wiki.open311.org/GeoReport_v2")),
        ("url", Tree::text(address)),
        ("changeset", Tree::text(CHANGESET)),
        ("type", Tree::text("production")),
        ("formats", Tree::List("format", formats.into())),
    ]);
    let parts = vec![
        ("changeset", Tree::text(CHANGESET)),
        ("contact", Tree::text(format!("{city}：系统管理员 The system administrator of {city}"))),
        ("key_service", Tree::text("由系统管理员发放 Keys are given out by the system administrator")),
        ("endpoints", Tree::List("endpoint", vec![endpoint])),
    ];
    ("discovery", Tree::Record(parts))
}
