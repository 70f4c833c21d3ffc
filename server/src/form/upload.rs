//! A form with a file: what was typed, and the bytes. Not what is in the file.

use std::collections::BTreeMap;

use axum::extract::multipart::{Field, Multipart, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use ui::error::AppError;

use super::Fields;

/// More parts than any form here has.
const MOST_PARTS: usize = 16;

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
