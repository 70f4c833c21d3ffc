//! A code to scan as a drawing for a page.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

use crate::PaperError;

/// Squares of quiet ground around the code (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// A text as an SVG image of a QR code, black on white: one path, no style, no script.
///
/// *Errors*: [`PaperError::Code`] for a text that is too long.
pub fn svg(text: &str) -> Result<String, PaperError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_too_long| PaperError::Code)?;
    let (width, colors) = (code.width(), code.to_colors());
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (at, _) in colors.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        let (x, y) = (at % width + QUIET, at / width + QUIET);
        write!(path, "M{x} {y}h1v1h-1z").expect("a string takes any text");
    }
    Ok(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_squares_with_quiet_ground_around_them() {
        let drawn = svg("otpauth://totp/Gezhi:admin?secret=AAAA&issuer=Gezhi").unwrap();

        assert!(drawn.contains("M4 4h1v1h-1z"), "the finder's corner is dark");
        assert!(!drawn.contains("M3 ") && !drawn.contains(" 3h1"), "nothing stands in the quiet ground");
        assert!(svg(&"x".repeat(5_000)).is_err());
    }
}
