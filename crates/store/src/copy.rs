//! Writing many rows at once: PostgreSQL's binary COPY format.
//!
//! Not for single rows, and not for reading (see `household::display_bytes`).

use chrono::{DateTime, NaiveDate, Utc};

use sqlx::PgConnection;

use crate::{StoreError, Tx};

/// Bytes that are collected before they are sent.
const CHUNK: usize = 1 << 20;
/// Days from 1970-01-01 to PostgreSQL's epoch, 2000-01-01.
const EPOCH_DAYS: i64 = 10_957;

/// One value of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    /// `int2`.
    I2(i16),
    /// `int4`.
    I4(i32),
    /// `int8`.
    I8(i64),
    /// `float8`.
    F8(f64),
    /// `boolean`.
    Flag(bool),
    /// `text`.
    Text(&'a str),
    /// `bytea`.
    Bytes(&'a [u8]),
    /// `date`.
    Day(NaiveDate),
    /// `timestamptz`.
    At(DateTime<Utc>),
    /// No value.
    Null,
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

macro_rules! from {
    ($($from:ty => $variant:ident),*) => {$(
        impl<'a> From<$from> for Value<'a> {
            fn from(value: $from) -> Self {
                Value::$variant(value)
            }
        }
    )*};
}
from!(i16 => I2, i32 => I4, i64 => I8, f64 => F8, bool => Flag, &'a str => Text, &'a [u8] => Bytes, NaiveDate => Day, DateTime<Utc> => At);

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Value::Text(value)
    }
}

impl Value<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::I2(value) => field(out, &value.to_be_bytes()),
            Self::I4(value) => field(out, &value.to_be_bytes()),
            Self::I8(value) => field(out, &value.to_be_bytes()),
            Self::F8(value) => field(out, &value.to_be_bytes()),
            Self::Flag(value) => field(out, &[u8::from(*value)]),
            Self::Text(value) => field(out, value.as_bytes()),
            Self::Bytes(value) => field(out, value),
            Self::Day(value) => {
                let days = value.signed_duration_since(NaiveDate::default()).num_days() - EPOCH_DAYS;
                field(out, &(days as i32).to_be_bytes());
            }
            Self::At(value) => {
                let micros = value.timestamp_micros() - EPOCH_DAYS * 86_400_000_000;
                field(out, &micros.to_be_bytes());
            }
            Self::Null => out.extend_from_slice(&(-1i32).to_be_bytes()),
        }
    }
}

fn field(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&(bytes.len() as i32).to_be_bytes());
    out.extend_from_slice(bytes);
}

/// Copies rows into a table. `target` is `table (columns)`; every row has the same number of values, in that order.
pub(crate) async fn copy_in<'a, const N: usize>(
    tx: &mut Tx,
    target: &str,
    rows: impl Iterator<Item = [Value<'a>; N]>,
) -> Result<u64, StoreError> {
    copy_to(tx.db(), target, "", rows).await
}

/// The same on a bare connection; `options` follow `format binary`.
pub(crate) async fn copy_to<'a, const N: usize>(
    connection: &mut PgConnection,
    target: &str,
    options: &str,
    rows: impl Iterator<Item = [Value<'a>; N]>,
) -> Result<u64, StoreError> {
    let mut copy = connection.copy_in_raw(&format!("copy {target} from stdin (format binary{options})")).await?;
    let mut out = Vec::with_capacity(CHUNK + 4096);
    out.extend_from_slice(b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0");
    for row in rows {
        out.extend_from_slice(&(N as i16).to_be_bytes());
        for value in &row {
            value.write(&mut out);
        }
        if out.len() >= CHUNK {
            copy.send(std::mem::take(&mut out)).await?;
        }
    }
    out.extend_from_slice(&(-1i16).to_be_bytes());
    copy.send(out).await?;
    Ok(copy.finish().await?)
}
