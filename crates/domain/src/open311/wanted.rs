//! What `GET /requests` asks for.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Fault, Sent, field, read_moment};
use crate::category::CategoryCode;
use crate::id::CaseId;

/// The longest span of one answer, in days.
pub const SPAN_DAYS: i64 = 90;
/// The most requests of one answer.
pub const MOST: u32 = 1_000;
/// The most ids that are asked for by name.
const MOST_IDS: usize = 100;

/// Which requests are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// These and no others: overrides all else.
    pub cases: Option<Vec<CaseId>>,
    /// Of one of these services; of any when empty.
    pub codes: Vec<CategoryCode>,
    /// Reported then or later.
    pub from_at: DateTime<Utc>,
    /// Reported before that.
    pub to_at: DateTime<Utc>,
    /// Open ones only, or closed ones only.
    pub is_open: Option<bool>,
    /// Which page, from 1.
    pub page: u32,
    /// Requests of one page, at most [`MOST`].
    pub page_size: u32,
}

impl Wanted {
    /// Reads the fields of a query. Without dates: the last [`SPAN_DAYS`] days; a longer span ends so many days after its begin.
    ///
    /// *Errors*: 400 for what can't be read, never for what there is not.
    pub fn read(sent: &Sent, now: DateTime<Utc>) -> Result<Self, Fault> {
        let (from_at, to_at) = span(sent, now)?;
        Ok(Self {
            cases: cases(sent)?,
            codes: codes(sent)?,
            from_at,
            to_at,
            is_open: is_open(sent)?,
            page: number(sent, "page", 1, u32::MAX / MOST)?,
            page_size: number(sent, "page_size", MOST, MOST)?,
        })
    }

    /// Requests before the page.
    pub fn offset(&self) -> i64 {
        i64::from(self.page - 1) * i64::from(self.page_size)
    }
}

fn listed<'a>(sent: &'a Sent, name: &str) -> Vec<&'a str> {
    let parts = field(sent, name).unwrap_or_default().split(',').map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

/// An id of another shape is nobody's: it is left out, as one that there is not.
fn cases(sent: &Sent) -> Result<Option<Vec<CaseId>>, Fault> {
    if field(sent, "service_request_id").is_none() {
        return Ok(None);
    }
    let ids = listed(sent, "service_request_id");
    if ids.len() > MOST_IDS {
        return Err(Fault::bad("service_request_id names more than 100 requests"));
    }
    Ok(Some(ids.into_iter().filter_map(|id| id.parse().ok()).collect()))
}

fn codes(sent: &Sent) -> Result<Vec<CategoryCode>, Fault> {
    let codes = listed(sent, "service_code").into_iter().map(CategoryCode::new);
    codes.collect::<Option<_>>().ok_or_else(|| Fault::bad("service_code is not one of GET services"))
}

fn is_open(sent: &Sent) -> Result<Option<bool>, Fault> {
    let mut words = listed(sent, "status");
    words.sort_unstable();
    words.dedup();
    match words.as_slice() {
        [] | ["closed", "open"] => Ok(None),
        ["open"] => Ok(Some(true)),
        ["closed"] => Ok(Some(false)),
        _ => Err(Fault::bad("status is open, closed or both with a comma")),
    }
}

fn span(sent: &Sent, now: DateTime<Utc>) -> Result<(DateTime<Utc>, DateTime<Utc>), Fault> {
    let read = |name: &str| match field(sent, name) {
        None => Ok(None),
        Some(text) => read_moment(text).map(Some).ok_or_else(|| {
            Fault::bad(format!("{name} is not a date and time with a zone, such as 2026-11-22T08:00:00+08:00"))
        }),
    };
    let longest = TimeDelta::days(SPAN_DAYS);
    let later = |at: DateTime<Utc>| at.checked_add_signed(longest).unwrap_or(at);
    // What is reported in this very moment belongs to the answer.
    let present = now + TimeDelta::seconds(1);
    match (read("start_date")?, read("end_date")?) {
        (None, None) => Ok((now - longest, present)),
        (Some(from), None) => Ok((from, later(from))),
        (None, Some(to)) => Ok((to.checked_sub_signed(longest).unwrap_or(to), to)),
        (Some(from), Some(to)) if from > to => Err(Fault::bad("start_date lies behind end_date")),
        (Some(from), Some(to)) => Ok((from, to.min(later(from)))),
    }
}

fn number(sent: &Sent, name: &str, default: u32, most: u32) -> Result<u32, Fault> {
    match field(sent, name) {
        None => Ok(default),
        Some(text) => {
            let number = text.parse().ok().filter(|number| (1..=most).contains(number));
            number.ok_or_else(|| Fault::bad(format!("{name} is a number from 1 to {most}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn now() -> DateTime<Utc> {
        read_moment("2026-11-22T12:00:00Z").unwrap()
    }

    fn read(fields: &[(&str, &str)]) -> Result<Wanted, Fault> {
        let sent = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Wanted::read(&sent, now())
    }

    #[test]
    fn without_dates_the_last_ninety_days_are_meant() {
        let wanted = read(&[]).unwrap();

        assert_eq!((wanted.to_at - wanted.from_at).num_days(), 90);
        assert!(wanted.to_at > now());
        assert_eq!((wanted.page, wanted.page_size, wanted.offset()), (1, 1_000, 0));
    }

    #[test]
    fn both_states_are_no_filter_and_a_third_is_wrong() {
        assert_eq!(read(&[("status", "open")]).unwrap().is_open, Some(true));
        assert_eq!(read(&[("status", "open,closed")]).unwrap().is_open, None);
        assert_eq!(read(&[("status", "pending")]).unwrap_err().code, 400);
    }

    #[test]
    fn what_cannot_be_read_is_a_400() {
        for wrong in [
            ("service_code", "zzz"),
            ("start_date", "yesterday"),
            ("end_date", "2026-11-22T12:00:00"),
            ("page", "0"),
            ("page_size", "1001"),
            ("page_size", "-1"),
        ] {
            assert_eq!(read(&[wrong]).unwrap_err().code, 400, "{wrong:?}");
        }
        assert_eq!(read(&[("start_date", "2026-11-22"), ("end_date", "2026-11-21")]).unwrap_err().code, 400);
    }

    #[test]
    fn an_id_that_is_none_is_left_out_but_still_overrides() {
        let wanted = read(&[("service_request_id", "990001000000000700, 7")]).unwrap();

        assert_eq!(wanted.cases.map(|cases| cases.len()), Some(1));
        assert_eq!(read(&[("service_request_id", "7")]).unwrap().cases, Some(Vec::new()));
    }

    proptest! {
        #[test]
        fn no_query_panics_and_no_span_is_longer_than_ninety_days(name in 0..8_usize, value in "\\PC{0,40}") {
            let names = ["service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "x"];
            if let Ok(wanted) = read(&[(names[name], &value)]) {
                prop_assert!((wanted.to_at - wanted.from_at).num_days() <= SPAN_DAYS);
                prop_assert!(wanted.page >= 1 && wanted.page_size <= MOST && wanted.offset() >= 0);
            }
        }
    }
}
