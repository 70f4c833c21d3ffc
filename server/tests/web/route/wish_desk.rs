//! The community's desk for wishes.

use super::{FILES, FORM, LISTS, Row};

pub const ROWS: &[Row] = &[
    ("GET", "/desk/wishes", 303, FILES),
    // Offices above communities know of it.
    ("GET", "/desk/wishes/new", 303, LISTS),
    // Nobody wished for it: `wish_desk` of the use cases asks about one.
    ("GET", "/desk/wishes/{wish}", 303, [404; 12]),
    ("POST", "/form/wish-new", 401, FORM),
    ("POST", "/form/wish-publish", 401, FORM),
    ("POST", "/form/wish-end", 401, FORM),
    ("POST", "/form/wish-merge", 401, FORM),
    ("POST", "/form/wish-convert", 401, FORM),
    ("POST", "/form/wish-confirm", 401, FORM),
    ("POST", "/form/wish-no-show", 401, FORM),
    ("POST", "/form/wish-thanks", 401, FORM),
];
