//! The routes of those who serve.

use super::{FORM, Row};

/// Volunteers, and departments with their people.
const SERVES: [u16; 12] = [404, 404, 404, 404, 200, 404, 404, 404, 404, 404, 404, 200];
/// Offices that look at service.
const OFFICES: [u16; 12] = [403, 403, 200, 200, 404, 200, 404, 404, 404, 404, 404, 404];

pub const TABLE: &[Row] = &[
    ("GET", "/vol", 303, SERVES),
    ("GET", "/vol/me", 303, SERVES),
    // Who walks the grids knows of it.
    ("GET", "/vol/branches", 303, OFFICES),
    ("GET", "/vol/branches/branches.xlsx", 401, OFFICES),
    // Nobody wished for it: `vol` asks about one that is open.
    ("GET", "/vol/{wish}", 303, [404; 12]),
    ("POST", "/form/wish-claim", 401, FORM),
    ("POST", "/form/wish-leave", 401, FORM),
    ("POST", "/form/wish-finish", 401, FORM),
    ("POST", "/form/wish-contact", 401, FORM),
    // Nothing ticked is an answer, for those who serve.
    ("POST", "/form/vol-me", 401, [422, 422, 422, 422, 303, 422, 422, 422, 422, 422, 422, 303]),
];
