//! A form with a file: what was typed, and the bytes. Not what is in the file.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::multipart::{Field, Multipart, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use ui::error::AppError;

use super::Fields;

/// More parts than any form here has.
const MOST_PARTS: usize = 16;

/// More fields than any form with several files has.
const MOST_FIELDS: usize = 48;

/// Uploads of several files that are held in memory at once; the next ones wait at the door, with their bodies unread.
const AT_ONCE: usize = 12;
/// The same of those without an account.
const AT_ONCE_OF_NOBODY: usize = 4;
/// How long one waits there.
const PATIENCE: Duration = Duration::from_secs(10);

/// The door that large uploads come through one by one, so that their memory has a bound. Clones share it.
#[derive(Clone, Debug)]
pub struct Gate(Arc<Semaphore>);

impl Default for Gate {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Gate {
    /// The door for who has no account: narrower, and another one, so that strangers never stand in the way of whoever works.
    pub fn of_nobody() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE_OF_NOBODY)))
    }

    /// Waits for room; to be held until the files are staged.
    ///
    /// *Errors*: `Unavailable` when there was none in time.
    pub async fn enter(&self) -> Result<OwnedSemaphorePermit, AppError> {
        let room = tokio::time::timeout(PATIENCE, Arc::clone(&self.0).acquire_owned()).await;
        room.ok().and_then(Result::ok).ok_or(AppError::Unavailable)
    }
}

/// A file as a browser sent it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct File {
    /// What it was called there.
    pub name: String,
    /// What is in it; never nothing.
    pub bytes: Vec<u8>,
}

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// None was chosen.
    Missing,
    /// It is larger than is taken.
    Heavy,
    /// The body ended early or is no form.
    Broken,
}

/// The refusal of a list or a form that did not come as a file.
pub fn bad_file(_fault: Fault) -> AppError {
    AppError::Invalid { field: "file".to_owned() }
}

/// Reads a form whose part `file` is a file of `most_bytes` at most. What was typed is there whatever became of the file, so
/// that it comes back on the page.
pub async fn read(
    parts: Result<Multipart, MultipartRejection>,
    file: &str,
    most_bytes: usize,
) -> (Fields, Result<File, Fault>) {
    let mut typed = BTreeMap::new();
    let sent = match parts {
        Ok(parts) => read_parts(parts, file, most_bytes, &mut typed).await,
        Err(_no_parts) => Err(Fault::Missing),
    };
    (Fields(typed), sent.and_then(|file| if file.bytes.is_empty() { Err(Fault::Missing) } else { Ok(file) }))
}

/// The same for a form with several files of one name; files that were left empty do not count. `most` are read, and one more, so
/// that too many are noticed.
pub async fn read_files(
    parts: Result<Multipart, MultipartRejection>,
    file: &str,
    (most_bytes, most): (usize, usize),
) -> (Fields, Result<Vec<File>, Fault>) {
    let mut typed = BTreeMap::new();
    let sent = match parts {
        Ok(parts) => read_many(parts, file, (most_bytes, most), &mut typed).await,
        Err(_no_parts) => Err(Fault::Missing),
    };
    (Fields(typed), sent)
}

async fn read_many(
    mut parts: Multipart,
    file: &str,
    (most_bytes, most): (usize, usize),
    typed: &mut BTreeMap<String, String>,
) -> Result<Vec<File>, Fault> {
    let mut sent = Ok(Vec::new());
    for _ in 0..MOST_FIELDS + most {
        let Some(part) = parts.next_field().await.map_err(|error| unread(&error))? else { break };
        match part.name().map(str::to_owned) {
            Some(name) if name == file => {
                let next = read_file(part, most_bytes).await?;
                sent = match (sent, next) {
                    (Ok(files), Ok(next)) => Ok(with(files, next, most)),
                    (Err(fault), _) | (_, Err(fault)) => Err(fault),
                };
            }
            Some(name) => {
                let text = part.text().await.map_err(|error| unread(&error))?;
                // Several fields of one name, such as pictures that were sent before: all of them, separated by commas.
                typed.entry(name).and_modify(|known| *known = format!("{known},{text}")).or_insert(text);
            }
            None => {}
        }
    }
    sent
}

/// One file more, unless it is empty or there are more than `most` already.
fn with(mut files: Vec<File>, next: File, most: usize) -> Vec<File> {
    if !next.bytes.is_empty() && files.len() <= most {
        files.push(next);
    }
    files
}

async fn read_parts(
    mut parts: Multipart,
    file: &str,
    most_bytes: usize,
    typed: &mut BTreeMap<String, String>,
) -> Result<File, Fault> {
    let mut sent = Ok(File::default());
    for _ in 0..MOST_PARTS {
        let Some(part) = parts.next_field().await.map_err(|error| unread(&error))? else { break };
        match part.name().map(str::to_owned) {
            Some(name) if name == file => sent = read_file(part, most_bytes).await?,
            Some(name) => {
                let text = part.text().await.map_err(|error| unread(&error))?;
                typed.insert(name, text);
            }
            None => {}
        }
    }
    sent
}

/// Reads a file to its end, because parts that come after it are wanted although it is too large.
async fn read_file(mut part: Field<'_>, most_bytes: usize) -> Result<Result<File, Fault>, Fault> {
    let (name, mut bytes, mut is_heavy) = (part.file_name().unwrap_or_default().to_owned(), Vec::new(), false);
    while let Some(chunk) = part.chunk().await.map_err(|error| unread(&error))? {
        is_heavy |= bytes.len() + chunk.len() > most_bytes;
        if !is_heavy {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(if is_heavy { Err(Fault::Heavy) } else { Ok(File { name, bytes }) })
}

/// A body that ends early or is larger than the route takes.
fn unread(error: &MultipartError) -> Fault {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Fault::Heavy } else { Fault::Broken }
}
