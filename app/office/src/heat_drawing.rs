//! The drawing of a heat map: outlines of areas and squares with their numbers, as SVG in metres, north up.

use domain::figure::{SQUARE_M, Square};
use leptos::prelude::*;
use service::figure::HeatMap;
use ui::language::{say, use_lang};
use wording::{Lang, Phrase, Word};

/// From how many cases on a square gets its shade, lightest first.
const SHADES: [i64; 5] = [1, 2, 3, 5, 10];

/// The classes of the shades.
const CLASSES: [&str; 5] = ["heat__shade-1", "heat__shade-2", "heat__shade-3", "heat__shade-4", "heat__shade-5"];

/// The shade of a number.
fn shade(count: i64) -> &'static str {
    let at = SHADES.iter().rposition(|from| count >= *from).unwrap_or(0);
    CLASSES[at]
}

/// What a shade means.
fn meaning(at: usize, lang: Lang) -> String {
    let least = SHADES[at];
    match SHADES.get(at + 1).map(|next| next - 1) {
        None => Phrase::HeatFrom { count: least }.text(lang),
        Some(most) if most == least => least.to_string(),
        Some(most) => Phrase::HeatBetween { least, most }.text(lang),
    }
}

/// West, south, east and north of what is drawn, with a square's room around it.
fn bounds(found: &HeatMap) -> [i32; 4] {
    let corners = found.outlines.iter().flat_map(|(_, rings)| rings.iter().flatten().copied());
    let squares = found.squares.iter().flat_map(|(square, ..)| {
        let corner = [square.east * SQUARE_M, square.north * SQUARE_M];
        [corner, corner.map(|side| side + SQUARE_M)]
    });
    let start = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
    let [west, south, east, north] = corners
        .chain(squares)
        .fold(start, |[west, south, east, north], [x, y]| [west.min(x), south.min(y), east.max(x), north.max(y)]);
    if west > east {
        [0, 0, SQUARE_M, SQUARE_M]
    } else {
        [west - SQUARE_M, south - SQUARE_M, east + SQUARE_M, north + SQUARE_M]
    }
}

fn path(rings: &[Vec<[i32; 2]>]) -> String {
    let ring = |ring: &Vec<[i32; 2]>| {
        let points = ring.iter().map(|[x, y]| format!("{x} {}", -y)).collect::<Vec<_>>().join("L");
        format!("M{points}Z")
    };
    rings.iter().map(ring).collect()
}

/// The map with its legend. `href` leads to a square's cases.
pub fn drawing(found: &HeatMap, label: String, href: impl Fn(Square) -> String) -> AnyView {
    let lang = use_lang().get_untracked();
    let [west, south, east, north] = bounds(found);
    let view_box = format!("{west} {} {} {}", -north, east - west, north - south);
    let outlines = found.outlines.iter().map(|(name, rings)| {
        view! {
            <path class="heat__outline" d=path(rings)>
                <title>{name.clone()}</title>
            </path>
        }
    });
    let outlines = outlines.collect_view();
    let squares = found.squares.iter().map(|(square, centre, count)| {
        let (x, y) = (square.east * SQUARE_M, -(square.north + 1) * SQUARE_M);
        let (lon, lat) = (format!("{:.4}", centre.lon), format!("{:.4}", centre.lat));
        let said = Phrase::HeatSquareCases { count: *count, lon: &lon, lat: &lat }.text(lang);
        let (half, title) = (SQUARE_M / 2, said.clone());
        view! {
            <a href=href(*square) aria-label=said>
                <rect class=shade(*count) x=x y=y width=SQUARE_M height=SQUARE_M>
                    <title>{title}</title>
                </rect>
                <text class="heat__number" x=x + half y=y + half + 14 aria-hidden="true">
                    {*count}
                </text>
            </a>
        }
    });
    let squares = squares.collect_view();
    let legend = (0..SHADES.len()).map(|at| {
        view! {
            <li class="heat__legend-line">
                <svg class="heat__swatch" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
                    <rect class=CLASSES[at] width="10" height="10" />
                </svg>
                {meaning(at, lang)}
            </li>
        }
    });
    let legend = legend.collect_view();
    view! {
        <figure class="heat">
            <svg class="heat__map" viewBox=view_box role="group" aria-label=label>
                {outlines}
                {squares}
            </svg>
            <figcaption>
                <p class="form__hint">{say(Word::HeatLegend)}</p>
                <ul class="heat__legend">{legend}</ul>
            </figcaption>
        </figure>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_the_shade_whose_legend_names_it() {
        for (count, class) in [(1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (9, 3), (10, 4), (900, 4)] {
            assert_eq!(shade(count), CLASSES[class], "{count}");
        }
        assert_eq!(meaning(1, Lang::Zh), "2");
        assert_eq!(meaning(2, Lang::Zh), "3—4 件");
        assert_eq!(meaning(4, Lang::Zh), "10 件以上");
    }
}
