//! The residents' pages: plain HTML out of the server, complete without script, no WebAssembly, nothing personal. Only where a
//! report is written a small script of `public` makes it handier.
//!
//! Rendered on the server only, so there is no feature to choose. Not for anything that staff does (`desk`).
#![expect(clippy::needless_pass_by_value, reason = "component properties are owned: the macro builds them by value")]

mod app;
mod bar;
mod follow;
mod home;
mod ongoing;
mod place;
mod report;
mod report_done;
mod report_form;
mod report_photo;
mod report_step;
mod say;
mod street;
mod verify;
mod wish;

pub use app::App;
pub use report_form::Draft;
pub use report_step::ReportStep;
