//! Photos of offerings: nothing but the picture is kept, and nothing but pictures are taken.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use reqwest::blocking::multipart::{Form, Part};

use super::catalog::listed;
use super::harness::cast::{KARI, TERJE};
use super::harness::{Answer, Person, spawn};

fn upload(person: &Person, code: &str, bytes: Vec<u8>, name: &str, media_type: &str) -> Answer {
    let file = Part::bytes(bytes).file_name(name.to_owned()).mime_str(media_type).unwrap();
    let form = Form::new().text("csrf", person.csrf()).part("photo", file);
    person.post_files(&format!("/intern/varer/{code}/bilde"), form)
}

/// A photo that says where and how it was taken: turned a quarter, 40 × 20 before that.
fn photo_with_exif() -> Vec<u8> {
    let mut jpeg = Vec::new();
    DynamicImage::ImageRgb8(RgbImage::new(40, 20))
        .write_to(&mut Cursor::new(&mut jpeg), ImageFormat::Jpeg)
        .unwrap();
    // TIFF, big-endian: orientation 6, and a description at offset 38.
    let place = b"Solbakkvegen 12\0";
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x0E, 0, 2, 0, 0, 0, 16, 0, 0, 0, 38]);
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(place);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let segment = [&[0xFF, 0xE1][..], &length, &exif].concat();
    jpeg.splice(2..2, segment);
    jpeg
}

#[test]
fn a_photo_is_shown_without_what_the_camera_wrote_in_it() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    let sent = photo_with_exif();
    assert!(sent.windows(12).any(|bytes| bytes == b"Solbakkvegen"));
    let done = upload(&kari, "KA-KAKE", sent, "IMG_0001.JPG", "image/jpeg");
    assert_eq!((done.status, done.location()), (303, "/intern/varer/KA-KAKE"), "{}", done.text);

    let path = listed(&app, "KA-KAKE").unwrap()["photo"].as_str().unwrap().to_owned();
    assert!(kari.follow(&done).text.contains(&format!("src=\"{path}\"")));
    let served = app.stranger().request("GET", &path).send().unwrap();
    let header = |name: &str| served.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "image/jpeg");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("cache-control").contains("immutable"));
    let bytes = served.bytes().unwrap();
    assert!(!bytes.windows(4).any(|part| part == b"Exif"));
    assert!(!bytes.windows(12).any(|part| part == b"Solbakkvegen"));
    let picture = image::load_from_memory(&bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (20, 40), "it is turned");

    assert_eq!(kari.post("/intern/varer/KA-KAKE/bilde/fjerning", &[]).status, 303);
    assert_eq!(app.stranger().get(&path).status, 404);
    assert_eq!(app.number("SELECT count(*) AS value FROM photo"), 0);
}

#[test]
fn what_is_no_photo_is_refused_whatever_its_name() {
    let app = spawn();
    let kari = app.sign_in(KARI);
    let program = b"MZ\x90\x00 This program cannot be run in DOS mode".to_vec();
    let cases = [
        (program, "IMG_0002.JPG", "image/jpeg", "ikke et bilde vi kan bruke"),
        (
            b"<svg onload=alert(1)/>".to_vec(),
            "a.svg",
            "image/svg+xml",
            "ikke et bilde vi kan bruke",
        ),
        (photo_with_exif()[..120].to_vec(), "a.jpg", "image/jpeg", "ødelagt"),
        (vec![0xFF; 9 * 1024 * 1024], "a.jpg", "image/jpeg", "høyst 8 MB"),
        (Vec::new(), "", "application/octet-stream", "Velg et bilde først"),
    ];
    for (bytes, name, media_type, words) in cases {
        let refused = upload(&kari, "KA-KAKE", bytes, name, media_type);
        assert_eq!(refused.status, 422, "{words}");
        assert!(refused.text.contains(words) && refused.text.contains("id=\"photo-error\""));
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM photo"), 0);
}

#[test]
fn a_photo_from_another_site_or_for_another_enterprise_is_not_taken() {
    let app = spawn();
    let terje = app.sign_in(TERJE);
    let foreign = upload(&terje, "KA-KAKE", photo_with_exif(), "a.jpg", "image/jpeg");
    assert_eq!(foreign.status, 404);
    let file = Part::bytes(photo_with_exif()).file_name("a.jpg");
    let forged = Form::new().text("csrf", "gjettet").part("photo", file);
    assert_eq!(terje.post_files("/intern/varer/SN-VED/bilde", forged).status, 403);
    assert_eq!(app.number("SELECT count(*) AS value FROM photo"), 0);
}
