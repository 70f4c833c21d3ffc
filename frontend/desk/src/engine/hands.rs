//! What a drawing tells the engine.

use super::drawing::Screen;

/// What people did on a drawing, or what it needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Touch {
    /// A click or a tap.
    Click(Screen),
    /// The pointer stands here, or left.
    Hover(Option<Screen>),
    /// A picture was drawn: what lies over it has to follow.
    Drawn,
    /// The viewpoint came to rest after somebody moved it.
    Rested,
    /// The browser scales the last picture until the movement ends.
    Moving(bool),
}

/// The way from a drawing to its engine.
pub type Hands = std::rc::Rc<dyn Fn(Touch)>;
