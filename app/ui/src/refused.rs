//! A form that was posted without WebAssembly and refused: what the page needs in order to say so and keep the input.
//!
//! The server's form routes render the page again with this as a context; absent on every other page.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::component::ErrorText;
use crate::error::AppError;

/// A refused form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Which form: `label`, `case-step`, `post`.
    pub form: String,
    /// What was typed, by field.
    pub values: BTreeMap<String, String>,
    /// Why it was refused.
    pub error: AppError,
}

impl Refused {
    /// The refused form of this page, if it is the one with this name.
    pub fn find(form: &str) -> Option<Self> {
        use_context::<Self>().filter(|refused| refused.form == form)
    }

    /// The refused form of this page, whichever it is.
    pub fn any() -> Option<Self> {
        use_context::<Self>()
    }

    /// Why, for the top of the form or of the page.
    pub fn alert(self) -> AnyView {
        view! {
            <div class="form__error" role="alert">
                <ErrorText error=Signal::stored(self.error) />
            </div>
        }
        .into_any()
    }

    /// A field that was typed.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.values.get(field).map(String::as_str)
    }
}
