//! The definitions: which cases a figure's numerator and denominator hold, and what tells rows apart. `f` is a row of the facts.

use domain::area::{Area, Level};
use domain::figure::{By, Figure, SQUARE_M, Side, Which};

/// The instant by which a case falls into a period.
fn instant(figure: Figure) -> &'static str {
    match figure {
        Figure::Closing | Figure::OnTime | Figure::UrgentOnTime | Figure::Rework | Figure::Delay | Figure::Paused => {
            "f.counted_at"
        }
        Figure::Registered => "f.reported_at",
        Figure::Answer => "f.answer_due_at",
        Figure::Solved | Figure::Satisfied => "f.rated_at",
        Figure::Silent => "f.closed_at",
    }
}

/// The denominator, beside the period.
fn whole(figure: Figure) -> &'static str {
    match figure {
        Figure::Closing | Figure::OnTime | Figure::Rework | Figure::Delay => "f.is_handled and not f.is_paused",
        Figure::UrgentOnTime => "f.is_handled and not f.is_paused and f.is_urgent",
        Figure::Paused | Figure::Registered => "f.is_handled",
        Figure::Answer => "f.is_from_outside and f.phase not in ('withdrawn', 'merged')",
        Figure::Solved | Figure::Satisfied => "f.is_handled and f.verdict is not null",
        Figure::Silent => "f.phase = 'closed'",
    }
}

/// What of the denominator the numerator holds.
fn part(figure: Figure) -> &'static str {
    match figure {
        Figure::Closing | Figure::Registered => "f.is_closed",
        Figure::OnTime | Figure::UrgentOnTime => "(f.is_closed and f.is_on_time)",
        Figure::Rework => "f.is_reworked",
        Figure::Delay => "f.is_delayed",
        Figure::Paused => "f.is_paused",
        Figure::Answer => "f.is_answered",
        Figure::Solved => "f.verdict in ('satisfied', 'mostly', 'dissatisfied')",
        Figure::Satisfied => "f.verdict in ('satisfied', 'mostly')",
        Figure::Silent => "f.verdict is null",
    }
}

/// What a row of the facts has to be like to count on a side of a figure.
pub(crate) fn side(figure: Figure, side: Side) -> String {
    let instant = instant(figure);
    let whole = format!("{} and {instant} >= f.from_at and {instant} < f.until_at", whole(figure));
    match side {
        Side::Whole => whole,
        Side::Part => format!("{whole} and {}", part(figure)),
        Side::Rest => format!("{whole} and not {}", part(figure)),
    }
}

/// The key of the row that a case counts in.
pub(super) fn key(figure: Figure, by: By, scope: Area) -> String {
    match by {
        By::All => "''".to_owned(),
        By::Area => format!("(f.area - f.area % {})::text", below(scope)),
        By::Unit => "f.holder::text".to_owned(),
        By::Category => "coalesce(left(f.category, 2), '')".to_owned(),
        By::Channel => "f.source".to_owned(),
        By::Week => {
            let instant = instant(figure);
            format!("to_char(date_trunc('week', {instant} at time zone 'Asia/Shanghai'), 'YYYY-MM-DD')")
        }
    }
}

/// The weight of the level right below an area: what is known of it no further counts as its own.
fn below(scope: Area) -> i64 {
    let first = match scope.level() {
        Level::Grid => None,
        _ => scope.child(1),
    };
    first.map_or(1, |first| first.code() - scope.code())
}

/// Which squares a case lies on.
pub(super) fn square() -> (String, String) {
    let side_dm = SQUARE_M * 10;
    (format!("floor(f.x_dm / {side_dm}.0)::int4"), format!("floor(f.y_dm / {side_dm}.0)::int4"))
}

/// Reported in the period on the heat map's ground; $6 a category or nothing.
pub(super) const ON_HEAT_MAP: &str = "f.is_handled and f.reported_at >= f.from_at and f.reported_at < f.until_at and ($6::text is null or f.category = $6)";

/// How many whole days a light has been lit.
pub(super) const DAYS_LIT: &str = "floor(extract(epoch from f.now_at - f.changed_at) / 86400)::int8";

/// The condition of the cases behind a number. $6 is its text (a key or a category), or nothing.
pub(super) fn behind(which: &Which, scope: Area) -> String {
    match which {
        Which::Rate { figure, side: one, by, .. } => {
            format!("{} and ($6::text is null or {} = $6)", side(*figure, *one), key(*figure, *by, scope))
        }
        Which::Lit { light, lit } => {
            let (from, below) = lit.days();
            let upper = below.map(|below| format!(" and {DAYS_LIT} < {below}")).unwrap_or_default();
            format!("f.light = {} and {DAYS_LIT} >= {from}{upper} and $6::text is null", light.number())
        }
        Which::Square { square: at, .. } => {
            let (east, north) = square();
            format!("{ON_HEAT_MAP} and {east} = {} and {north} = {}", at.east, at.north)
        }
    }
}

/// What $6 is.
pub(super) fn text(which: &Which) -> Option<&str> {
    match which {
        Which::Rate { key, .. } => key.as_deref(),
        Which::Lit { .. } => None,
        Which::Square { category, .. } => category.as_ref().map(domain::category::CategoryCode::as_str),
    }
}
