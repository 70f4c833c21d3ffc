//! The rows of an export: counted before, and put into the file a piece at a time.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::area::Area;
use domain::export::{Export, List, cell};
use domain::filter::Filter;
use domain::id::{NoticeId, ResidentId};
use domain::notice::{Call, CallState};
use domain::phone::Phone;
use domain::register::Class;
use sheet::{Writer, XlsxError};
use store::Tx;
use store::estate::EstateRow;
use store::filter::Asked;
use store::register::EntryRow;

use crate::ServiceError;

/// Doors that are read at once.
const PIECE: usize = 500;

/// How many rows a list has, up to one more than `most`.
pub(super) async fn count(
    tx: &mut Tx,
    (area, list): (Area, &List),
    today: NaiveDate,
    most: i64,
) -> Result<i64, ServiceError> {
    let range = area.range();
    let rows = match list {
        List::People(filter) => {
            let asked = Asked { filter, range, today };
            let doors = store::filter::walk(tx, asked, most + 1).await?;
            if doors.len() as i64 > most {
                most + 1
            } else {
                store::filter::count_meant(tx, asked, &doors).await?.min(most + 1)
            }
        }
        List::Register(class) => store::register::list(tx, range, class.map(Class::slug), most + 1).await?.len() as i64,
        List::Notice(notice) => store::notice::calls(tx, *notice, range, today).await?.len() as i64,
        List::Estates => store::estate::list(tx, range, None).await?.len() as i64,
    };
    Ok(rows)
}

/// What went into a file.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Rows.
    pub(super) rows: i64,
    /// People, each once.
    pub(super) residents: BTreeMap<ResidentId, Area>,
}

/// Puts the rows of an export into a file, `most` at the most. Only one piece of them is in memory beside the file.
///
/// *Errors*: `Invalid` for `rows` when there are more.
pub(super) async fn write(
    tx: &mut Tx,
    export: &Export,
    today: NaiveDate,
    most: i64,
    file: &mut Writer,
) -> Result<Written, ServiceError> {
    let range = export.area.range();
    let mut written = Written::default();
    match &export.list {
        List::People(filter) => people(tx, (export, filter), (today, most), file, &mut written).await?,
        List::Register(class) => {
            let entries = store::register::list(tx, range, class.map(Class::slug), most + 1).await?;
            each(&entries, entry, (export, most), file, &mut written)?;
        }
        List::Notice(notice) => {
            let calls = calls(tx, *notice, export, today).await?;
            each(&calls, call, (export, most), file, &mut written)?;
        }
        List::Estates => {
            let estates = store::estate::list(tx, range, None).await?;
            each(&estates, estate, (export, most), file, &mut written)?;
        }
    }
    Ok(written)
}

async fn calls(tx: &mut Tx, notice: NoticeId, export: &Export, today: NaiveDate) -> Result<Vec<Call>, ServiceError> {
    Ok(store::notice::calls(tx, notice, export.area.range(), today).await?)
}

async fn people(
    tx: &mut Tx,
    (export, filter): (&Export, &Filter),
    (today, most): (NaiveDate, i64),
    file: &mut Writer,
    written: &mut Written,
) -> Result<(), ServiceError> {
    let asked = Asked { filter, range: export.area.range(), today };
    let dictionary = crate::party::words(tx, export.area).await?;
    let words: BTreeMap<(String, String), String> =
        dictionary.into_iter().map(|word| ((word.kind, word.code), word.name_zh)).collect();
    let doors = store::filter::walk(tx, asked, most + 1).await?;
    for piece in doors.chunks(PIECE) {
        for (home, people) in store::filter::behind(tx, asked, piece).await? {
            let nobody = people.is_empty().then_some(None);
            for one in people.iter().map(Some).chain(nobody) {
                let of = |column: &str| cell(column, (&home, one), &words, today, export.is_masked);
                row(export, most, file, written, of)?;
                written.residents.extend(one.map(|one| (one.resident, one.area)));
            }
        }
    }
    Ok(())
}

fn each<T>(
    all: &[T],
    of: impl Fn(&T, &str) -> String,
    (export, most): (&Export, i64),
    file: &mut Writer,
    written: &mut Written,
) -> Result<(), ServiceError> {
    all.iter().try_for_each(|one| row(export, most, file, written, |column| of(one, column)))
}

/// One row, column by column.
fn row(
    export: &Export,
    most: i64,
    file: &mut Writer,
    written: &mut Written,
    of: impl Fn(&str) -> String,
) -> Result<(), ServiceError> {
    written.rows += 1;
    if written.rows > most {
        return Err(ServiceError::invalid("rows", "there are more rows than were asked for: ask again"));
    }
    let serial = written.rows.to_string();
    let cells: Vec<String> =
        export.columns.iter().map(|column| if column == "serial" { serial.clone() } else { of(column) }).collect();
    file.row(&cells).map_err(broken)
}

pub(super) fn broken(error: XlsxError) -> ServiceError {
    ServiceError::internal(error)
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// A contact's telephone is masked on its page, and so it is here.
fn entry(entry: &EntryRow, column: &str) -> String {
    match column {
        "name" => entry.name.clone(),
        "kind" => entry.kind_name.0.clone(),
        "grid" => entry.area_name.clone(),
        "building" => entry.building.filter(|at| at.1 > 0).map(|at| at.1.to_string()).unwrap_or_default(),
        "contact" => entry.contact.clone(),
        "phone" => entry.phone.as_ref().map(Phone::masked).unwrap_or_default(),
        "unit_in_charge" => entry.unit_in_charge.clone(),
        "from_on" => day(entry.from_on),
        "to_on" => day(entry.to_on),
        "position" => entry.position.map(|at| format!("{:.6},{:.6}", at.lon, at.lat)).unwrap_or_default(),
        _ => String::new(),
    }
}

fn call(call: &Call, column: &str) -> String {
    match column {
        "estate" => call.estate.clone().unwrap_or_default(),
        "door" => call.door.clone(),
        "name" => call.name.clone().unwrap_or_default(),
        "state" => match call.state {
            CallState::Open => "未通知",
            CallState::Told => "已通知",
            CallState::Absent => "无人",
            CallState::PassedOn => "转告",
            CallState::Declined => "拒接",
        }
        .to_owned(),
        "at" => call.at.map(super::file::moment).unwrap_or_default(),
        "by" => call.by.as_ref().map(|by| by.0.clone()).unwrap_or_default(),
        "note" => call.note.clone(),
        _ => String::new(),
    }
}

fn estate(row: &EstateRow, column: &str) -> String {
    let count = match column {
        "name" => return row.name.clone(),
        "residents" => row.residents,
        "households" => row.households,
        "dwellings" => row.dwellings,
        "buildings" => row.buildings,
        "units" => row.units,
        _ => return String::new(),
    };
    count.to_string()
}
