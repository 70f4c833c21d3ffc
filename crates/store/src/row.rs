//! Reading columns into the domain's types.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::Area;
use domain::case::Light;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::StoreError;

/// Parses a stored number with a domain type's own constructor.
pub(crate) fn parse<T, N>(value: N, read: impl FnOnce(N) -> Option<T>, column: &'static str) -> Result<T, StoreError> {
    read(value).ok_or(StoreError::Unreadable { column })
}

/// Reads a column of an area.
pub(crate) fn area(row: &PgRow, column: &'static str) -> Result<Area, StoreError> {
    parse(row.try_get(column)?, Area::new_checked, column)
}

/// Reads a column of a light.
pub(crate) fn light(row: &PgRow, column: &'static str) -> Result<Light, StoreError> {
    parse(row.try_get(column)?, Light::from_number, column)
}

/// Reads a small number that the schema keeps from being negative.
pub(crate) fn count(row: &PgRow, column: &'static str) -> Result<u16, StoreError> {
    parse(row.try_get::<i16, _>(column)?, |number| u16::try_from(number).ok(), column)
}

/// Reads an instant.
pub(crate) fn instant(row: &PgRow, column: &'static str) -> Result<DateTime<Utc>, StoreError> {
    Ok(row.try_get(column)?)
}

/// Reads a date that may be missing.
pub(crate) fn date(row: &PgRow, column: &'static str) -> Result<Option<NaiveDate>, StoreError> {
    Ok(row.try_get(column)?)
}
