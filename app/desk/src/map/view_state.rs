//! The map page's whole state, as it stands in the address: parse it, change it, print it.
//!
//! Old and odd addresses never fail: what is not understood is left out. Not for what the state shows (the panels) nor for
//! how it is drawn ([`super::bridge`]).

use chrono::{NaiveDate, NaiveTime};
use domain::area::Area;
use domain::cell::Lens;
use domain::filter::Filter;
use domain::id::{AccountId, BuildingId, DwellingId, QuestionId, UnitId};
use domain::layer::Classes;
use domain::patrol::Company;
use domain::register::Class;
use ui::preference::Preferences;
use ui::theme::Theme;
use wording::Lang;

use super::bridge::{Camera, Mode};
use super::round::Round;

/// The pages that show the city.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The map page.
    #[default]
    Map,
    /// The command screen.
    Screen,
}

impl Page {
    /// Where the page lives.
    pub fn path(self) -> &'static str {
        match self {
            Self::Map => "/map",
            Self::Screen => "/screen",
        }
    }
}

/// The state of the map page. What is `None` takes its default and is not written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewState {
    /// Whose state it is: stands in the path.
    pub page: Page,
    /// The area in focus; the acting post's own area by default.
    pub area: Option<Area>,
    /// The selected building.
    pub building: Option<BuildingId>,
    /// The selected household.
    pub dwelling: Option<DwellingId>,
    /// 3D or 2D.
    pub mode: Mode,
    /// What the fills mean.
    pub lens: Lens,
    /// Bit `n` set: fill class `n` is hidden. Bit 0 is never set.
    pub hidden: u16,
    /// Who is meant: cells of all others recede.
    pub filter: Option<Filter>,
    /// Which classes of the register are marked.
    pub layers: Classes,
    /// The unit whose own grids are outlined.
    pub unit: Option<UnitId>,
    /// The grid worker whose day is shown.
    pub worker: Option<AccountId>,
    /// Whose days stand beside theirs.
    pub with: Company,
    /// That day.
    pub day: Option<NaiveDate>,
    /// The replay's time of day, in the city's zone, whole seconds.
    pub at: Option<NaiveTime>,
    /// What was searched for without script: the number of the text, never the text, which may be somebody's name.
    pub asked: Option<QuestionId>,
    /// The viewpoint.
    pub camera: Option<Camera>,
    /// How the command screen goes round areas.
    pub round: Round,
    /// The look, when it was chosen here.
    pub theme: Option<Theme>,
    /// The language, when it was chosen here.
    pub lang: Option<Lang>,
}

impl ViewState {
    /// Reads the state out of query parameters, given as a look-up by name.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| get(name).filter(|value| !value.is_empty());
        Self {
            page: Page::default(),
            area: text("area").and_then(|value| value.parse().ok()),
            building: text("b").and_then(|value| value.parse().ok()),
            dwelling: text("h").and_then(|value| value.parse().ok()),
            mode: text("mode").and_then(|value| Mode::from_slug(&value)).unwrap_or_default(),
            lens: text("lens").and_then(|value| Lens::from_slug(&value)).unwrap_or_default(),
            hidden: text("hide").map_or(0, |value| parse_hidden(&value)),
            filter: text("f").and_then(|value| value.parse().ok()).filter(|filter: &Filter| !filter.is_empty()),
            layers: text("layers").map(Classes::from).unwrap_or_default(),
            unit: text("unit").and_then(|value| value.parse().ok()),
            worker: text("worker").and_then(|value| value.parse().ok()),
            with: text("with").map(|value| Company::read(&value)).unwrap_or_default(),
            day: text("day").and_then(|value| value.parse().ok()),
            at: text("t").and_then(|value| NaiveTime::parse_from_str(&value, "%H:%M:%S").ok()),
            asked: text("asked").and_then(|value| value.parse().ok()),
            camera: text("cam").and_then(|value| parse_camera(&value)),
            round: Round::parse(text),
            theme: text("theme").and_then(|value| Theme::from_slug(&value)),
            lang: text("lang").and_then(|value| Lang::from_slug(&value)),
        }
    }

    /// The parameters in their canonical order; defaults are left out.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let hidden = (1..16).filter(|class| self.hides(*class)).map(|class| class.to_string()).collect::<Vec<_>>();
        let all = [
            ("area", self.area.map(|area| area.to_string())),
            ("b", self.building.map(|id| id.to_string())),
            ("h", self.dwelling.map(|id| id.to_string())),
            ("mode", (self.mode != Mode::default()).then(|| self.mode.slug().to_owned())),
            ("lens", (self.lens != Lens::default()).then(|| self.lens.slug().to_owned())),
            ("hide", (!hidden.is_empty()).then(|| hidden.join(","))),
            ("f", self.filter.as_ref().map(Filter::to_string)),
            ("layers", (!self.layers.is_empty()).then(|| self.layers.to_string())),
            ("unit", self.unit.map(|id| id.to_string())),
            ("worker", self.worker.map(|id| id.to_string())),
            ("with", (!self.with.is_empty()).then(|| self.with.to_string())),
            ("day", self.day.map(|day| day.to_string())),
            ("t", self.at.map(|at| at.format("%H:%M:%S").to_string())),
            ("asked", self.asked.map(|id| id.to_string())),
            ("cam", self.camera.map(print_camera)),
            ("rotate", self.round.every_s.map(|seconds| seconds.to_string())),
            ("of", self.round.of.map(|area| area.to_string())),
            ("pause", self.round.is_paused.then(|| "1".to_owned())),
            ("theme", self.theme.map(|theme| theme.slug().to_owned())),
            ("lang", self.lang.map(|lang| lang.slug().to_owned())),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The page's address in this state.
    pub fn href(&self) -> String {
        let query = self.fields().iter().map(|(name, value)| format!("{name}={}", escape(value))).collect::<Vec<_>>();
        let path = self.page.path();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }

    /// Whether a fill class is hidden.
    pub fn hides(&self, class: u8) -> bool {
        class < 16 && self.hidden & 1 << class != 0
    }

    /// One level up or down: another area in focus, nothing selected in it, the viewpoint free to follow.
    #[must_use]
    pub fn at_area(&self, area: Option<Area>) -> Self {
        let round = Round { of: None, ..self.round };
        Self { area, building: None, dwelling: None, asked: None, camera: None, round, ..self.clone() }
    }

    /// The next area on the way round another one; nobody's patrol in it.
    #[must_use]
    pub fn on_round(&self, of: Area, area: Area) -> Self {
        let round = Round { of: Some(of), ..self.round };
        Self { round, worker: None, with: Company::default(), day: None, at: None, ..self.at_area(Some(area)) }
    }

    /// A building selected, the viewpoint kept.
    #[must_use]
    pub fn at_building(&self, building: BuildingId) -> Self {
        Self { building: Some(building), dwelling: None, asked: None, ..self.clone() }
    }

    /// A household selected, the viewpoint kept.
    #[must_use]
    pub fn at_dwelling(&self, building: BuildingId, dwelling: DwellingId) -> Self {
        Self { building: Some(building), dwelling: Some(dwelling), asked: None, ..self.clone() }
    }

    /// The household closed, or else the building.
    #[must_use]
    pub fn closed(&self) -> Self {
        match self.dwelling {
            Some(_) => Self { dwelling: None, ..self.clone() },
            None => Self { building: None, ..self.clone() },
        }
    }

    /// Nothing selected.
    #[must_use]
    pub fn deselected(&self) -> Self {
        Self { building: None, dwelling: None, ..self.clone() }
    }

    /// Another lens, all of its classes shown.
    #[must_use]
    pub fn through(&self, lens: Lens) -> Self {
        Self { lens, hidden: 0, ..self.clone() }
    }

    /// A fill class hidden, or shown again.
    #[must_use]
    pub fn toggled(&self, class: u8) -> Self {
        let bit = if (1..16).contains(&class) { 1 << class } else { 0 };
        Self { hidden: self.hidden ^ bit, ..self.clone() }
    }

    /// Another filter, or none.
    #[must_use]
    pub fn filtered(&self, filter: Option<Filter>) -> Self {
        Self { filter, ..self.clone() }
    }

    /// A class of the register marked, or no longer.
    #[must_use]
    pub fn layered(&self, class: Class) -> Self {
        Self { layers: self.layers.toggled(class), ..self.clone() }
    }

    /// A unit's own grids outlined, or no longer.
    #[must_use]
    pub fn outlined(&self, unit: UnitId) -> Self {
        Self { unit: (self.unit != Some(unit)).then_some(unit), ..self.clone() }
    }

    /// The chosen look and language, where this address has any, else the given ones.
    pub fn preferences(&self, otherwise: Preferences) -> Preferences {
        Preferences { lang: self.lang.unwrap_or(otherwise.lang), theme: self.theme.unwrap_or(otherwise.theme) }
    }
}

fn parse_hidden(text: &str) -> u16 {
    let classes = text.split(',').filter_map(|part| part.parse::<u8>().ok()).filter(|class| (1..16).contains(class));
    classes.fold(0, |bits, class| bits | 1 << class)
}

fn parse_camera(text: &str) -> Option<Camera> {
    let numbers = text.split(',').map(str::parse).collect::<Result<Vec<i32>, _>>().ok()?;
    let [x_dm, y_dm, distance_dm, yaw, pitch] = numbers[..] else { return None };
    let sound = distance_dm > 0 && (0..3600).contains(&yaw) && (0..=900).contains(&pitch);
    sound.then_some(Camera { x_dm, y_dm, distance_dm, yaw, pitch })
}

fn print_camera(camera: Camera) -> String {
    let Camera { x_dm, y_dm, distance_dm, yaw, pitch } = camera;
    format!("{x_dm},{y_dm},{distance_dm},{yaw},{pitch}")
}

/// Percent-encodes what a query value may not hold; `:` and `,` may stand.
pub fn escape(value: &str) -> String {
    use std::fmt::Write as _;

    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:,".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use domain::area::County;
    use domain::cell::LabelCode;
    use proptest::option;
    use proptest::prelude::*;

    use super::*;

    fn reread(href: &str) -> ViewState {
        let query = href.split_once('?').map_or("", |(_, query)| query);
        let fields: HashMap<String, String> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), unescape(value)))
            .collect();
        ViewState::parse(|name| fields.get(name).cloned())
    }

    fn unescape(value: &str) -> String {
        let (bytes, mut out) = (value.as_bytes(), Vec::new());
        let mut place = 0;
        while place < bytes.len() {
            if bytes[place] == b'%' {
                out.push(u8::from_str_radix(&value[place + 1..place + 3], 16).unwrap());
                place += 3;
            } else {
                out.push(bytes[place]);
                place += 1;
            }
        }
        String::from_utf8(out).unwrap()
    }

    prop_compose! {
        fn any_camera()(x_dm: i32, y_dm: i32, distance_dm in 1..i32::MAX, yaw in 0..3600, pitch in 0..=900) -> Camera {
            Camera { x_dm, y_dm, distance_dm, yaw, pitch }
        }
    }

    prop_compose! {
        fn any_state()(
            street in option::of(1u16..999),
            ids in (option::of(0u64..999), option::of(0u64..999), option::of(0u64..999), option::of(0u64..999)),
            classes in prop::collection::vec(0usize..5, 0..5),
            lens in 0usize..5,
            hidden in any::<u16>(),
            filter in option::of((1u8..=31, option::of(1u8..=100))),
            flat: bool,
            days in option::of(0i32..9999),
            with in prop::collection::vec(0u64..99, 0..9),
            seconds in option::of(0u32..86_400),
            asked in option::of(0u64..999),
            camera in option::of(any_camera()),
            round in (option::of(5u16..=3600), option::of(1u16..999), any::<bool>()),
            theme in option::of(0usize..2),
            lang in option::of(0usize..2),
        ) -> ViewState {
            let county = County::new_checked(990_001).unwrap();
            let round = Round {
                every_s: round.0,
                of: round.1.and_then(|street| Area::city(county).child(street)),
                is_paused: round.2,
            };
            ViewState {
                page: Page::Map,
                round,
                area: street.and_then(|street| Area::city(county).child(street)),
                building: ids.0.map(|serial| BuildingId::new(county, serial)),
                dwelling: ids.1.map(|serial| DwellingId::new(county, serial)),
                mode: if flat { Mode::Flat } else { Mode::Solid },
                lens: Lens::ALL[lens],
                hidden: hidden & !1,
                filter: filter.map(|(label, filled_below)| Filter { filled_below, ..Filter::with_label(LabelCode(label)) }),
                layers: classes.into_iter().fold(Classes::default(), |set, class| set.toggled(Class::ALL[class].0)),
                unit: ids.3.map(|serial| UnitId::new(county, serial)),
                worker: ids.2.map(|serial| AccountId::new(county, serial)),
                with: with.into_iter().map(|serial| AccountId::new(county, serial)).fold(Company::default(), Company::with),
                day: days.and_then(|days| NaiveDate::from_num_days_from_ce_opt(730_000 + days)),
                at: seconds.and_then(|s| NaiveTime::from_num_seconds_from_midnight_opt(s, 0)),
                asked: asked.map(|serial| QuestionId::new(county, serial)),
                camera,
                theme: theme.map(|theme| Theme::ALL[theme]),
                lang: lang.map(|lang| Lang::ALL[lang]),
            }
        }
    }

    proptest! {
        #[test]
        fn the_address_says_everything_about_the_state(state in any_state()) {
            prop_assert_eq!(reread(&state.href()), state);
        }

        #[test]
        fn any_address_is_read_without_failing_and_printed_the_same_from_then_on(values in prop::collection::vec(".*", 20)) {
            let names = [
                "area", "b", "h", "mode", "lens", "hide", "f", "layers", "unit", "worker", "with", "day", "t", "asked", "cam",
                "rotate", "of", "pause", "theme", "lang",
            ];
            let state = ViewState::parse(|name| {
                let place = names.iter().position(|known| *known == name)?;
                Some(values[place].clone())
            });

            prop_assert_eq!(reread(&state.href()), state);
        }

        #[test]
        fn hiding_a_class_twice_changes_nothing(state in any_state(), class in 0u8..=255) {
            prop_assert_eq!(state.toggled(class).toggled(class), state);
        }
    }

    #[test]
    fn the_plain_page_has_a_plain_address() {
        assert_eq!(ViewState::default().href(), "/map");
    }

    #[test]
    fn parameters_stand_in_their_canonical_order() {
        let state = reread("/map?lens=visit&hide=2,1&area=990001001000000&mode=2d");

        assert_eq!(state.href(), "/map?area=990001001000000&mode=2d&lens=visit&hide=1,2");
    }
}
