//! Server functions about people's e-files.

use domain::cell::Label;
use domain::file::view::PersonFile;
use domain::id::ResidentId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::error::AppError;

#[cfg(feature = "ssr")]
use crate::{error::answered, request};

/// A person's file with the words that it is shown with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonView {
    /// The file.
    pub file: PersonFile,
    /// The city's labels: the names of key groups.
    pub labels: Vec<Label>,
}

/// A person's file, masked; reading it leaves an audit row.
#[server(name = PersonFileCall, prefix = "/api", endpoint = "person/file", input = server_fn::codec::GetUrl)]
pub async fn file(resident: ResidentId) -> Result<PersonView, AppError> {
    let (service, actor) = request::acting()?;
    let file = service::file::view(&service, &actor, resident).await.map_err(answered)?;
    let labels = service::map::city(&service, &actor).await.map_err(answered)?.labels;
    Ok(PersonView { file, labels })
}
