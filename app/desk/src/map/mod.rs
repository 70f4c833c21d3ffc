//! The map page, the heart of the desk: city → street → community → grid → building → household.

pub mod bridge;
pub mod view_state;
