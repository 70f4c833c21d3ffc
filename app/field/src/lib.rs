//! The grid worker's phone, under `/m`: who lives here, visits, reports, cases, in a stairwell with one thumb. Plain HTML for 360
//! pixels and sunlight, complete without script; small scripts of `public` add what only a device can do.
//!
//! Not for the desk at a table (`desk`), for forms and lists of an office (`office`), nor for residents (`public`). No WebAssembly.
#![expect(clippy::needless_pass_by_value, reason = "component properties are owned: the macro builds them by value")]

mod address;
mod app;
mod board_page;
mod case_list;
mod case_page;
mod conflict_list;
mod contact_page;
mod emergency;
mod file_page;
mod find;
mod frame;
mod home;
mod household_page;
mod me_page;
mod month;
mod offline_page;
mod outbox;
mod patrol_page;
mod patrol_point;
mod patrol_stop;
mod plan;
mod report_page;
mod request;
mod today;

pub use app::App;
pub use frame::serves;
