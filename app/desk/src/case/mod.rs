//! Cases: the desk with its queues and sheets, reports, and a case on a household's card.

mod aim_field;
mod answers;
pub mod api;
pub mod bulk;
mod bulk_bar;
mod bulk_result;
mod context;
mod facts;
mod filters;
mod hints;
mod kept;
mod keys;
mod line;
mod narrow;
mod news;
mod page;
mod queue;
mod remaining;
mod report;
mod sheet;
mod step_form;
mod steps;
pub mod taken;
mod timeline;
mod undo;
pub mod view;

pub use line::CaseItem;
pub use page::CasePage;
pub use report::ReportPage;
