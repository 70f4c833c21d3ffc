//! The rows of an export: counted before, and put into the file a piece at a time.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::Area;
use domain::clock::civil_date;
use domain::export::{Export, List, cell};
use domain::filter::Filter;
use domain::id::ResidentId;
use sheet::{Writer, XlsxError};
use store::Tx;
use store::filter::Asked;

use super::lines;
use crate::ServiceError;

/// Doors that are read at once.
const PIECE: usize = 500;

/// How many rows a list has, up to one more than `most`.
pub(super) async fn count(
    tx: &mut Tx,
    (area, list): (Area, &List),
    now: DateTime<Utc>,
    most: i64,
) -> Result<i64, ServiceError> {
    let List::People(filter) = list else {
        return Ok(lines::lines(tx, (area, list), now, most + 1).await?.len() as i64);
    };
    let asked = Asked { filter, range: area.range(), today: civil_date(now) };
    let doors = store::filter::walk(tx, asked, most + 1).await?;
    if doors.len() as i64 > most {
        return Ok(most + 1);
    }
    Ok(store::filter::count_meant(tx, asked, &doors).await?.min(most + 1))
}

/// What went into a file.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Rows.
    pub(super) rows: i64,
    /// People, each once.
    pub(super) residents: BTreeMap<ResidentId, Area>,
}

/// Puts the rows of an export into a file, `most` at the most. Of people only one piece is in memory beside the file.
///
/// *Errors*: `Invalid` for `rows` when there are more.
pub(super) async fn write(
    tx: &mut Tx,
    export: &Export,
    now: DateTime<Utc>,
    most: i64,
    file: &mut Writer,
) -> Result<Written, ServiceError> {
    let mut written = Written::default();
    if let List::People(filter) = &export.list {
        people(tx, (export, filter), (civil_date(now), most), file, &mut written).await?;
        return Ok(written);
    }
    for line in lines::lines(tx, (export.area, &export.list), now, most + 1).await? {
        let cell = |column: &str| line.iter().find(|(slug, _)| *slug == column).map(|(_, text)| text.clone());
        row(export, most, file, &mut written, |column| cell(column).unwrap_or_default())?;
    }
    Ok(written)
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
