//! QR codes as drawings.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use crate::error::{AppError, AppResult};

/// Units of the drawing for one module; a drawing has no size of its own.
const MODULE: u32 = 4;

/// A QR code as SVG, with its quiet zone; error correction M, as bank apps want it.
///
/// # Errors
/// For a text longer than a QR code holds.
pub(crate) fn qr_svg(text: &str) -> AppResult<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| AppError::internal(format!("a QR code does not hold it: {error}")))?;
    Ok(code
        .render::<svg::Color<'_>>()
        .module_dimensions(MODULE, MODULE)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build())
}
