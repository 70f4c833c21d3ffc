//! Our own components on native elements. Each works as plain HTML; WebAssembly only makes it quicker.

mod banner;
mod button;
mod card;
mod chip;
mod dialog;
mod empty_state;
mod error_panel;
mod field;
mod key_help;
mod lamp;
mod picture_field;
mod progress;
mod search_box;
mod select;
mod skeleton;
mod table;
mod tabs;
mod toast;

pub use banner::{Banner, BannerKind};
pub use button::{Button, ButtonKind, LinkButton};
pub use card::Card;
pub use chip::{Chip, Tag};
pub use dialog::{Dialog, Drawer};
pub use empty_state::EmptyState;
pub use error_panel::{ErrorPanel, ErrorText};
pub use field::Field;
pub use key_help::{KeyHelp, KeyLine};
pub use lamp::{Lamp, LampCount, LampShape};
pub use picture_field::PictureField;
pub use progress::Progress;
pub use search_box::SearchBox;
pub use select::{Choice, Select};
pub use skeleton::Skeleton;
pub use table::Table;
pub use tabs::{Tab, Tabs};
pub use toast::Toast;
