//! Attributes of links that the router reads.

use leptos::attr::custom::{CustomAttr, custom_attribute};

/// Spread on a link (`<a {..stay_put()} …>`), it keeps the page where it is scrolled to when the link only changes the address.
///
/// The router looks for `noscroll`, which the view macro cannot write (it has no dash).
pub fn stay_put() -> CustomAttr<&'static str, &'static str> {
    custom_attribute("noscroll", "")
}
