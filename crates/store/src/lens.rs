//! The one definition of what a household cell shows: a fill class for each lens, and the display byte.
//!
//! State pack, legend, cell board and live frames all paste the same SQL text from here, so that a number on one screen is
//! the number on every other. The texts expect the household row as `h` and today's civil date as `t.today`.

/// The fill class of a household for a lens, as SQL text (see [`Lens::fixed_classes`] for what the numbers mean).
macro_rules! class_sql {
    (occupancy) => {
        "h.occupancy"
    };
    (label) => {
        "h.label_class"
    };
    (key_group) => {
        "h.key_group_class"
    };
    (freshness) => {
        "(case
            when h.verified_on is null then 6
            when h.verified_on >= t.today - 30 then 1
            when h.verified_on >= t.today - 90 then 2
            when h.verified_on >= t.today - 180 then 3
            when h.verified_on >= t.today - 365 then 4
            else 5
        end)::int2"
    };
    (visit) => {
        "(case
            when h.visited_on is null then 5
            when h.visited_on >= t.today - 7 then 1
            when h.visited_on >= t.today - 30 then 2
            when h.visited_on >= t.today - 90 then 3
            else 4
        end)::int2"
    };
}
pub(crate) use class_sql;

/// What every lens adds to its fill: the worst open light in bits 4 and 5, the badge in bits 6 and 7.
macro_rules! marks_sql {
    () => {
        "((h.open_light << 4) | (h.badge << 6))"
    };
}
pub(crate) use marks_sql;

/// Whether all of a lived-in household's file is fresh today, as SQL text: card, list and totals mean the same by it.
macro_rules! fresh_sql {
    () => {
        "(h.occupancy in (1, 2) and h.fresh_until >= t.today)"
    };
}
pub(crate) use fresh_sql;

/// One query text per lens: `$before`, the lens's class, `$after`.
macro_rules! per_lens {
    ($lens:expr, $before:expr, $after:expr) => {
        match $lens {
            domain::cell::Lens::Occupancy => concat!($before, $crate::lens::class_sql!(occupancy), $after),
            domain::cell::Lens::Label => concat!($before, $crate::lens::class_sql!(label), $after),
            domain::cell::Lens::KeyGroup => concat!($before, $crate::lens::class_sql!(key_group), $after),
            domain::cell::Lens::Freshness => concat!($before, $crate::lens::class_sql!(freshness), $after),
            domain::cell::Lens::Visit => concat!($before, $crate::lens::class_sql!(visit), $after),
        }
    };
}
pub(crate) use per_lens;
