//! A form whose fields may be repeated and that may bring files: as one reads it, whichever way it was encoded.

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::Fields;

/// More parts than any form here has.
const MOST_PARTS: usize = 200;

/// A form's fields in the order in which they were sent, and its files.
#[derive(Debug, Default)]
pub struct Several {
    /// The typed values.
    pub pairs: Vec<(String, String)>,
    /// What is in the files that were chosen; never nothing.
    pub files: Vec<Vec<u8>>,
}

impl Several {
    /// All values of a field that are not empty.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let values = self.pairs.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim());
        values.filter(|value| !value.is_empty())
    }

    /// The fields by name. What was repeated is joined by line ends, so that it comes back on the page.
    pub fn fields(&self) -> Fields {
        let mut fields: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in &self.pairs {
            match fields.get_mut(name) {
                Some(before) => {
                    before.push('\n');
                    before.push_str(value);
                }
                None => {
                    fields.insert(name.clone(), value.clone());
                }
            }
        }
        Fields(fields)
    }
}

impl<S: Send + Sync> FromRequest<S> for Several {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            let form = Form::<Vec<(String, String)>>::from_request(request, state).await;
            return form.map(|Form(pairs)| Self { pairs, files: Vec::new() }).map_err(IntoResponse::into_response);
        }
        let mut parts = Multipart::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        let mut sent = Self::default();
        for _ in 0..MOST_PARTS {
            let Some(part) = parts.next_field().await.map_err(IntoResponse::into_response)? else { break };
            let Some(name) = part.name().map(str::to_owned) else { continue };
            if part.file_name().is_some() {
                let bytes = part.bytes().await.map_err(IntoResponse::into_response)?;
                if !bytes.is_empty() {
                    sent.files.push(bytes.to_vec());
                }
            } else {
                let text = part.text().await.map_err(IntoResponse::into_response)?;
                sent.pairs.push((name, text));
            }
        }
        Ok(sent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_repeated_comes_back_whole() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let sent = Several { pairs: vec![pair("with", "1"), pair("note", "a"), pair("with", "2")], files: Vec::new() };

        assert_eq!(sent.all("with").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((sent.fields().raw("with"), sent.fields().raw("note")), ("1\n2", "a"));
    }
}
