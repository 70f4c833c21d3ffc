//! Residents' wishes: no session counts, so every role and nobody are answered alike.

use super::{FORM, OPEN, Row};

pub const ROWS: &[Row] = &[
    ("GET", "/wish", 200, OPEN),
    // What anybody has guessed.
    ("GET", "/wish/done/{code}", 404, [404; 12]),
    ("GET", "/wish/done/{code}/link.svg", 404, [404; 12]),
    ("GET", "/t/{code}/picture/{media}", 404, [404; 12]),
    ("GET", "/wishes", 200, OPEN),
    ("GET", "/wishes/map", 200, OPEN),
    ("GET", "/wishes/places.json", 200, OPEN),
    // Nobody has published one yet: `wish` asks about one.
    ("GET", "/wishes/{wish}", 404, [404; 12]),
    ("GET", "/wishes/{wish}/calendar.ics", 404, [404; 12]),
    ("GET", "/wishes/{wish}/link.svg", 404, [404; 12]),
    ("GET", "/t", 200, OPEN),
    ("POST", "/wish", 422, FORM),
    ("POST", "/wishes/{wish}/support", 422, FORM),
    ("POST", "/t", 422, FORM),
    ("POST", "/t/{code}/thanks", 422, FORM),
    ("POST", "/t/{code}/withdraw", 422, FORM),
];
