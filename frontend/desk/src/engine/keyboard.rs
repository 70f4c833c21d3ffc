//! Plain keys on the focused map. The list stands in the page's keyboard help.

use desk::map::bridge::Gesture;

/// What a key asks for, or nothing.
pub fn gesture(key: &str) -> Option<Gesture> {
    let gesture = match key {
        "+" | "=" => Gesture::ZoomIn,
        "-" | "_" => Gesture::ZoomOut,
        "ArrowLeft" => Gesture::PanWest,
        "ArrowRight" => Gesture::PanEast,
        "ArrowUp" => Gesture::PanNorth,
        "ArrowDown" => Gesture::PanSouth,
        "q" | "Q" => Gesture::TurnLeft,
        "e" | "E" => Gesture::TurnRight,
        "r" | "R" => Gesture::TiltUp,
        "f" | "F" => Gesture::TiltDown,
        "Home" => Gesture::Home,
        "." => Gesture::NextCell,
        "," => Gesture::PreviousCell,
        "Enter" => Gesture::Pick,
        _ => return None,
    };
    Some(gesture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_mean_nothing_here_are_left_to_the_page() {
        assert_eq!(gesture("Tab"), None);
        assert_eq!(gesture("/"), None);
        assert_eq!(gesture("Escape"), None);
    }
}
