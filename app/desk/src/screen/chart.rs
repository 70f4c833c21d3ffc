//! Drawings made of attributes alone: a row of bars in pairs, and one bar of a share. Each has its numbers as text as well.

use leptos::prelude::*;

/// The drawing's own height; its width is that of its bars.
const HEIGHT: i64 = 100;
/// The width of one pair of bars.
const PAIR: i64 = 20;

/// What came and what went in one span of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What the span is called.
    pub name: String,
    /// What came.
    pub came: i64,
    /// What went.
    pub went: i64,
}

/// Pairs of bars on one base: filled what came, hollow what went. `label` says it in words.
pub fn pairs<Label>(all: &[Pair], label: Label) -> impl IntoView + use<Label>
where
    Label: Fn() -> String + Send + Sync + 'static,
{
    let most = all.iter().flat_map(|pair| [pair.came, pair.went]).max().unwrap_or_default().max(1);
    let width = (all.len() as i64 * PAIR).max(PAIR);
    let bars = all.iter().enumerate().map(|(at, pair)| {
        let left = at as i64 * PAIR;
        let bar = |value: i64, x: i64, class: &'static str| {
            let height = tall(value, most);
            view! { <rect class=class x=left + x y=HEIGHT - height width=7 height=height /> }
        };
        view! { {bar(pair.came, 2, "screen-chart__came")} {bar(pair.went, 11, "screen-chart__went")} }
    });
    let bars = bars.collect_view();
    view! {
        <svg
            class="screen-chart"
            viewBox=format!("0 -2 {width} {}", HEIGHT + 4)
            preserveAspectRatio="none"
            role="img"
            aria-label=label
        >
            {bars}
            <line class="screen-chart__base" x1="0" y1=HEIGHT x2=width y2=HEIGHT />
        </svg>
    }
}

/// A bar's height: nothing for nothing, and seen as soon as there is something.
fn tall(value: i64, most: i64) -> i64 {
    if value <= 0 { 0 } else { (value * HEIGHT / most.max(1)).clamp(2, HEIGHT) }
}

/// A share of a whole as one bar. The numbers stand beside it.
pub fn share(part: i64, whole: i64) -> impl IntoView + use<> {
    let width = if whole > 0 { (part * 1000 / whole).clamp(0, 1000) } else { 0 };
    view! {
        <svg class="screen-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="screen-bar__all" x="0" y="0" width="1000" height="10" />
            <rect class="screen-bar__part" x="0" y="0" width=width height="10" />
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_taller_bar_is_never_a_smaller_number_and_none_leaves_the_drawing(a in 0..9999i64, b in 0..9999i64) {
            let most = a.max(b).max(1);

            prop_assert!((0..=HEIGHT).contains(&tall(a, most)));
            prop_assert!(a <= b || tall(a, most) >= tall(b, most));
            prop_assert_eq!(a == 0, tall(a, most) == 0);
        }
    }
}
