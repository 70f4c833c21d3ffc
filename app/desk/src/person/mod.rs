//! A person: the e-file with its field groups, stays, merges, and who looked.

pub mod api;
mod care;
mod group;
mod life;
mod page;
mod stays;

pub use page::PersonPage;
pub use stays::stay_list;
