//! The desk of cases as it stands in the address: parse it, change it, print it.
//!
//! Old and odd addresses never fail: what is not understood is left out.

use domain::area::Area;
use domain::case::{Axis, Kind, Light, Queue};
use domain::category::CategoryCode;
use domain::id::CaseId;

/// Where the page lives.
pub const PATH: &str = "/cases";

/// The state of the page. What is at its default is not written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseView {
    /// Whose cases.
    pub axis: Axis,
    /// Only this light.
    pub light: Option<Light>,
    /// Only late ones.
    pub late: bool,
    /// Only those under supervision.
    pub supervised: bool,
    /// Only this area.
    pub area: Option<Area>,
    /// Only this category.
    pub category: Option<CategoryCode>,
    /// The case that is open.
    pub case: Option<CaseId>,
    /// How many of the list were left out.
    pub skip: u16,
    /// The step whose form is open.
    pub step: Option<Kind>,
}

impl CaseView {
    /// Reads the state out of query parameters, given as a look-up by name.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| get(name).filter(|value| !value.is_empty());
        let (case, step) = (text("case"), text("step"));
        Self {
            case: case.and_then(|value| value.parse().ok()),
            step: step.and_then(|value| Kind::from_slug(&value)),
            ..Self::of(Queue::parse(get))
        }
    }

    /// The list of a queue, nothing open.
    pub fn of(queue: Queue) -> Self {
        let Queue { axis, area, light, late_only: late, supervised_only: supervised, category, skip } = queue;
        Self { axis, light, late, supervised, area, category, case: None, skip, step: None }
    }

    /// The page's address in this state.
    pub fn href(&self) -> String {
        let mut words = self.queue().words();
        words.extend(self.case.map(|case| ("case", case.to_string())));
        words.extend(self.step.map(|step| ("step", step.slug().to_owned())));
        let query = words.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") }
    }

    /// What is asked of the service.
    pub fn queue(&self) -> Queue {
        Queue {
            axis: self.axis,
            area: self.area,
            light: self.light,
            late_only: self.late,
            supervised_only: self.supervised,
            category: self.category.clone(),
            skip: self.skip,
        }
    }

    /// The list from its beginning, nothing open.
    #[must_use]
    pub fn closed(self) -> Self {
        Self { case: None, step: None, ..self }
    }

    fn fresh(self) -> Self {
        Self { skip: 0, ..self.closed() }
    }

    /// Another axis.
    #[must_use]
    pub fn along(self, axis: Axis) -> Self {
        Self { axis, ..self.fresh() }
    }

    /// Another light, or none.
    #[must_use]
    pub fn through(self, light: Option<Light>) -> Self {
        Self { light, ..self.fresh() }
    }

    /// Late ones only, or all again.
    #[must_use]
    pub fn late_toggled(self) -> Self {
        Self { late: !self.late, ..self.fresh() }
    }

    /// Supervised ones only, or all again.
    #[must_use]
    pub fn supervised_toggled(self) -> Self {
        Self { supervised: !self.supervised, ..self.fresh() }
    }

    /// Another area, or all of the post's.
    #[must_use]
    pub fn within(self, area: Option<Area>) -> Self {
        Self { area, ..self.fresh() }
    }

    /// Another category, or all.
    #[must_use]
    pub fn about(self, category: Option<CategoryCode>) -> Self {
        Self { category, ..self.fresh() }
    }

    /// The list as it is kept under a name or printed: from its beginning, nothing open.
    #[must_use]
    pub fn kept(self) -> Self {
        self.fresh()
    }

    /// The page to print the list on.
    pub fn printed(&self) -> String {
        self.clone().kept().queue().href("/cases/print")
    }

    /// Another part of the list.
    #[must_use]
    pub fn skipping(self, skip: u16) -> Self {
        Self { skip, ..self.closed() }
    }

    /// A case opened, without a form.
    #[must_use]
    pub fn at(self, case: CaseId) -> Self {
        Self { case: Some(case), step: None, ..self }
    }

    /// The form of a step opened.
    #[must_use]
    pub fn stepping(self, step: Kind) -> Self {
        Self { step: Some(step), ..self }
    }

    /// The form closed.
    #[must_use]
    pub fn still(self) -> Self {
        Self { step: None, ..self }
    }
}

/// The word of a light in addresses and style classes.
pub fn light_slug(light: Light) -> &'static str {
    light.slug()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use proptest::prelude::*;

    fn reread(href: &str) -> CaseView {
        let query = href.split_once('?').map_or("", |(_, query)| query);
        let pairs: BTreeMap<&str, &str> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        CaseView::parse(|name| pairs.get(name).map(|value| (*value).to_owned()))
    }

    prop_compose! {
        fn any_view()(
            axis in 0..3_usize, light in 0..6_usize, late: bool, supervised: bool, area: bool, category: bool,
            case in proptest::option::of(0..1_000_000_u64), skip: u16, step in 0..60_usize,
        ) -> CaseView {
            CaseView {
                axis: Axis::ALL[axis].0,
                light: Light::ALL.get(light).copied(),
                late,
                supervised,
                area: area.then(|| "990001001001001".parse().unwrap()),
                category: category.then(|| "0203".parse().unwrap()),
                case: case.and_then(|serial| CaseId::new_checked(990_001_000_000_000_000 + serial as i64)),
                skip,
                step: Kind::ALL.get(step).map(|(kind, _)| *kind),
            }
        }
    }

    proptest! {
        #[test]
        fn a_state_survives_its_address(view in any_view()) {
            prop_assert_eq!(reread(&view.href()), view);
        }

        #[test]
        fn choosing_another_list_opens_nothing_and_begins_at_its_beginning(view in any_view()) {
            for other in [
                view.clone().along(Axis::All), view.clone().through(None), view.clone().late_toggled(),
                view.clone().supervised_toggled(), view.clone().within(None), view.clone().about(None), view.kept(),
            ] {
                prop_assert_eq!((other.case, other.skip, other.step), (None, 0, None));
            }
        }
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        let view = reread("/cases?axis=theirs&light=violet&late=yes&area=7&category=street&case=x&skip=-1&step=dance");

        assert_eq!(view, CaseView::default());
        assert_eq!(view.href(), "/cases");
    }
}
