//! The file of an export: made when it is fetched, and never kept.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::actor::{Action, Actor};
use domain::clock::zone;
use domain::export::{self as rule, Export, MOST_MASKED, State};
use domain::id::ExportId;
use serde_json::json;
use sheet::{Format, Head, Mark, Writer};
use store::Tx;
use store::audit::{self, Record};
use store::export as table;

use super::{detail, find, rows, template};
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Files that an account may fetch within [`FETCH_WINDOW`].
pub const FETCH_LIMIT: i64 = 30;
/// The time that [`FETCH_LIMIT`] is counted in.
pub const FETCH_WINDOW: Duration = Duration::from_hours(1);

/// A file to be saved.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Makes the file. A granted one is fetched in the same transaction that reads its rows and writes down whom it shows: once.
///
/// *Errors*: `NotFound` for everybody but who asked, under the post and area that asked; `Forbidden` when that post may no
/// longer ask; `Conflict` when it is not granted, no longer, was fetched already, who granted it is no longer in office, or
/// the kept form is gone; `Invalid` for `rows` when an unmasked one has more rows than were granted; `TooMany` beyond
/// [`FETCH_LIMIT`]; `Busy` while others make theirs.
pub async fn fetch(s: &Service, actor: &Actor, export: ExportId) -> Result<File, ServiceError> {
    // A large workbook takes some tens of megabytes while it is made: a few at a time.
    let _turn = s.exports.try_acquire().map_err(|_full| ServiceError::Busy)?;
    let now = s.now();
    let mut tx = s.store.begin_work(actor).await?;
    let (found, is_own) = find(&mut tx, s, actor, export).await?;
    if !is_own {
        return Err(ServiceError::NotFound);
    }
    if !found.is_masked {
        authorise(actor, Action::AskExport, found.area)?;
    }
    if !matches!(found.state, State::Made | State::Granted) || !table::fetch(&mut tx, export, now).await? {
        return Err(ServiceError::Conflict);
    }
    if table::fetched_since(&mut tx, actor, now - FETCH_WINDOW).await? >= FETCH_LIMIT {
        return Err(ServiceError::TooMany);
    }
    let (head, mark) = (head(&mut tx, actor, &found).await?, mark(&mut tx, actor, &found, now).await?);
    let format = if found.is_xlsx { Format::Xlsx } else { Format::Csv };
    let mut file = Writer::begin(format, &head, mark).map_err(rows::broken)?;
    let most = if found.is_masked { MOST_MASKED } else { found.rows_shown };
    let written = rows::write(&mut tx, &found, now, most, &mut file).await?;
    write_down(&mut tx, actor, &found, &written, now).await?;
    let bytes = tokio::task::spawn_blocking(move || file.finish()).await.map_err(ServiceError::internal)?;
    let bytes = bytes.map_err(rows::broken)?;
    tx.commit().await?;
    let name = format!("gezhi-{}-{}.{}", found.list.kind(), export.serial(), format.extension());
    Ok(File { name, format, bytes })
}

/// Writes down that a file goes out, and of an unmasked one whom it shows, each in their own area's trail.
async fn write_down(
    tx: &mut Tx,
    actor: &Actor,
    export: &Export,
    written: &rows::Written,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let id = export.export;
    table::set_rows(tx, id, written.rows).await?;
    let said = detail(&export.list, &export.columns, export.is_masked, written.rows);
    audit::write(tx, actor, now, export.area, "fetch_export", Record::Export(id), Some(said)).await?;
    if !export.is_masked {
        let people = written.residents.iter().map(|(resident, area)| (Record::Resident(*resident), *area));
        let said = json!({ "export": id.to_string() });
        audit::write_each(tx, actor, now, "export_resident", people, &said).await?;
    }
    Ok(())
}

/// What stands above the rows: the kept form's head, or the mark and the headings.
async fn head(tx: &mut Tx, actor: &Actor, export: &Export) -> Result<Head, ServiceError> {
    if let Some(id) = export.template {
        let form = table::template::one(tx, actor, id).await?.ok_or(ServiceError::Conflict)?;
        return template::head(&form);
    }
    let known = rule::columns(&export.list);
    let heading = |slug: &String| known.iter().find(|column| column.slug == slug).map_or("", |column| column.zh);
    let headings = export.columns.iter().map(|slug| heading(slug).to_owned()).collect();
    Ok(Head { name: "导出".to_owned(), lines: vec![headings], merges: Vec::new() })
}

/// By whom, when and under which number: on the print, in the workbook's properties, and below the rows.
async fn mark(tx: &mut Tx, actor: &Actor, export: &Export, now: DateTime<Utc>) -> Result<Mark, ServiceError> {
    let login = store::account::login(tx, actor.account).await?.ok_or(ServiceError::NotFound)?;
    let masked = if export.is_masked { "已脱敏" } else { "未脱敏，仅限申请事由，用后销毁" };
    let (number, by, at) = (export.export, &export.by.0, moment(now));
    let text = format!("格治导出 {number} · {} · {by} · {at} · {masked}", login.as_str());
    Ok(Mark { text, number: number.to_string(), is_below: true })
}

/// Such as 2026-11-22 14:05.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    at.with_timezone(&zone()).format("%Y-%m-%d %H:%M").to_string()
}
