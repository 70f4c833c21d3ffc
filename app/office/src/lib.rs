//! Staff pages that are forms and lists: log-in, one's own account, administration. Plain HTML, no script, no WebAssembly.
//!
//! Not for the map and the files (`desk`), nor for residents (`public`). They are rendered on the server only: waking them up
//! in the browser would cost the bundle bytes and give nobody anything.
#![expect(clippy::needless_pass_by_value, reason = "component properties are owned: the macro builds them by value")]

mod account;
mod account_list;
mod account_page;
mod app;
mod bar;
mod black_out_page;
mod bulletin_page;
mod calendar_page;
mod category_page;
mod certificate_page;
mod deadline_example;
mod deadline_form;
mod deadline_page;
mod departure_list;
mod dictionary_page;
mod door_list;
mod door_page;
mod estate_page;
mod export_list;
mod export_new;
mod export_page;
mod export_said;
mod filter_form;
mod filter_label;
mod filter_page;
mod filter_saved;
mod grid_effect;
mod grid_page;
mod hotline_hint;
mod hotline_page;
mod intake_fault;
mod intake_list;
mod intake_page;
mod issued;
mod log_in;
mod look_page;
mod nearby_page;
mod notice_list;
mod notice_page;
mod owner_page;
mod party_list;
mod party_members;
mod password;
mod photo_form;
mod photo_page;
mod register_form;
mod register_list;
mod register_page;
mod request;
mod roster_page;
mod setting_page;
mod supervision_page;
mod template_page;
mod totp_page;
mod trail;
mod unit_list;
mod unit_page;
mod wall_list;
mod work_form;
mod work_list;
mod work_page;

pub use app::App;
pub use hotline_page::Heard;
pub use issued::Told;
pub use log_in::IdentityProvider;
