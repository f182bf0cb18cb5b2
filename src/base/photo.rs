//! Photos: decoded, turned, made small and written anew, so that nothing but the picture is kept:
//! no place, no camera, no name.

use std::io::Cursor;
use std::sync::Mutex;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbaImage, imageops};

use crate::base::sha256_hex;

/// What every kept photo is.
pub(crate) const MEDIA_TYPE: &str = "image/jpeg";
/// Pixels along the longer side of a kept photo.
const SIDE_MAX: u32 = 1200;
/// Pixels along a side of what is sent, at most.
const SENT_SIDE_MAX: u32 = 12_000;
/// Bytes that decoding may take, at most; enough for 48 megapixels.
const DECODE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// JPEG quality of what is kept, of 100.
const QUALITY: u8 = 82;

/// Photos are prepared one at a time, so that several large ones do not fill the memory together.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A photo ready to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prepared {
    /// SHA-256 of the bytes, hex.
    pub(crate) id: String,
    pub(crate) base64: String,
}

/// Why a file cannot be a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PhotoError {
    Missing,
    TooLarge,
    /// By its first bytes it is none of JPEG, PNG and WebP, whatever its name says.
    WrongType,
    TooManyPixels,
    Damaged,
}

/// A photo as it will be kept: turned as the camera meant, at most 1200 pixels, JPEG, no metadata.
///
/// # Errors
/// `WrongType`, `TooManyPixels` or `Damaged`.
pub(crate) fn prepare_photo(bytes: &[u8]) -> Result<Prepared, PhotoError> {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let format = image::guess_format(bytes).map_err(|_unknown| PhotoError::WrongType)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(PhotoError::WrongType);
    }
    let picture = small(decoded(bytes, format)?);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode_image(&on_white(picture))
        .map_err(|_encode| PhotoError::Damaged)?;
    Ok(Prepared { id: sha256_hex(&jpeg), base64: STANDARD.encode(&jpeg) })
}

fn decoded(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, PhotoError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SENT_SIDE_MAX);
    limits.max_image_height = Some(SENT_SIDE_MAX);
    limits.max_alloc = Some(DECODE_BYTES_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(|error| why(&error))?;
    let orientation = decoder.orientation().map_err(|error| why(&error))?;
    // The decoder holds itself to the limits, and the picture it fills to none.
    limits.reserve(decoder.total_bytes()).map_err(|error| why(&error))?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| why(&error))?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

const fn why(error: &image::ImageError) -> PhotoError {
    match error {
        image::ImageError::Limits(_) => PhotoError::TooManyPixels,
        _ => PhotoError::Damaged,
    }
}

fn small(picture: DynamicImage) -> DynamicImage {
    if picture.width().max(picture.height()) <= SIDE_MAX {
        return picture;
    }
    picture.resize(SIDE_MAX, SIDE_MAX, imageops::FilterType::Triangle)
}

/// JPEG knows no transparency: what is clear becomes white.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.into_rgb8());
    }
    let picture = picture.into_rgba8();
    let white = image::Rgba([255, 255, 255, 255]);
    let mut ground = RgbaImage::from_pixel(picture.width(), picture.height(), white);
    imageops::overlay(&mut ground, &picture, 0, 0);
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(ground).into_rgb8())
}

/// The bytes of a kept photo.
pub(crate) fn photo_bytes(base64: &str) -> Option<Vec<u8>> {
    STANDARD.decode(base64).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::ImageRgba8(RgbaImage::new(width, height))
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .unwrap();
        bytes
    }

    fn kept(bytes: &[u8]) -> DynamicImage {
        let jpeg = photo_bytes(&prepare_photo(bytes).unwrap().base64).unwrap();
        assert_eq!(image::guess_format(&jpeg).unwrap(), ImageFormat::Jpeg);
        image::load_from_memory(&jpeg).unwrap()
    }

    #[test]
    fn a_large_photo_is_made_small_and_a_clear_one_white() {
        let picture = kept(&png(2400, 600));
        assert_eq!((picture.width(), picture.height()), (1200, 300));
        assert!(picture.to_rgb8().get_pixel(5, 5).0.iter().all(|c| *c > 250));
    }

    #[test]
    fn what_is_no_photo_is_refused_by_its_first_bytes() {
        for bytes in [&b"MZ\x90\x00 this program"[..], b"<svg/>", b"GIF89a......", b""] {
            assert_eq!(prepare_photo(bytes), Err(PhotoError::WrongType));
        }
        let broken = png(20, 20);
        assert_eq!(prepare_photo(&broken[..40]), Err(PhotoError::Damaged));
    }

    #[test]
    fn a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() {
        assert_eq!(prepare_photo(&png(12_001, 1)), Err(PhotoError::TooManyPixels));
    }

    /// The check of a PNG's piece: CRC-32 as in zlib.
    fn crc(bytes: &[u8]) -> u32 {
        let shifted = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        let one = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| shifted(crc));
        !bytes.iter().fold(!0, one)
    }

    #[test]
    fn a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded() {
        let mut bytes = png(20, 20);
        bytes[16..20].copy_from_slice(&12_000_u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&12_000_u32.to_be_bytes());
        let check = crc(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&check.to_be_bytes());
        // Decoded it would be damaged, for it has 400 pixels of the 144 million it tells of.
        assert_eq!(prepare_photo(&bytes), Err(PhotoError::TooManyPixels));
    }
}
