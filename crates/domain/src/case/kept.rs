//! Queues in addresses, and queues that somebody keeps under a name. Words are codes and numbers only, so that an address says nothing
//! about anybody. Not here: which case is open (`desk::case::view`).

use serde::{Deserialize, Serialize};

use super::light::Light;
use super::queue::{Axis, Queue};

/// The most queues that an account keeps.
pub const MOST_KEPT: usize = 20;

/// The longest name of one, in signs.
pub const LONGEST_KEPT: usize = 30;

/// A queue that somebody keeps under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptQueue {
    /// Its serial number.
    pub id: i64,
    /// What its keeper calls it.
    pub name: String,
    /// What is asked, from its beginning.
    pub queue: Queue,
}

impl Queue {
    /// Reads the parameters of an address, given as a look-up by name. What is not understood is left out.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| get(name).filter(|value| !value.is_empty());
        let is_on = |name: &str| text(name).is_some_and(|value| value == "1");
        Self {
            axis: text("axis").and_then(|value| Axis::from_slug(&value)).unwrap_or_default(),
            light: text("light").and_then(|value| Light::from_slug(&value)),
            late_only: is_on("late"),
            supervised_only: is_on("supervised"),
            area: text("area").and_then(|value| value.parse().ok()),
            category: text("category").and_then(|value| value.parse().ok()),
            skip: text("skip").and_then(|value| value.parse().ok()).unwrap_or_default(),
        }
    }

    /// The parameters of its address. What is at its default is not written.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("axis", (self.axis != Axis::default()).then(|| self.axis.slug().to_owned())),
            ("light", self.light.map(|light| light.slug().to_owned())),
            ("late", self.late_only.then(|| "1".to_owned())),
            ("supervised", self.supervised_only.then(|| "1".to_owned())),
            ("area", self.area.map(|area| area.to_string())),
            ("category", self.category.as_ref().map(|code| code.as_str().to_owned())),
            ("skip", (self.skip > 0).then(|| self.skip.to_string())),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// Its address below a path, from its beginning or from where it is.
    pub fn href(&self, path: &str) -> String {
        let query =
            self.words().into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::category::CategoryCode;

    proptest! {
        #[test]
        fn a_queue_survives_its_words(axis in 0..3_usize, light in 0..6_usize, late: bool, skip: u16, narrow: bool) {
            let queue = Queue {
                axis: Axis::ALL[axis].0,
                light: Light::ALL.get(light).copied(),
                late_only: late,
                supervised_only: !late,
                area: narrow.then(|| "990001001001001".parse().unwrap()),
                category: CategoryCode::new("0203").filter(|_| narrow),
                skip,
            };
            let words = queue.words();
            let get = |name: &str| words.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());

            prop_assert_eq!(Queue::parse(get), queue);
        }
    }
}
