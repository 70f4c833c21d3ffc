//! The words of residents' pages that have tables of their own: wishes, and what the trail says of them.

mod wish;

pub use wish::{WishKindWord, WishTrailWord, WishWord};
