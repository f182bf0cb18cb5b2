//! Whatever the bytes, the reader of OCR giro answers.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = gardsbok::testing::read_bank_file("ocr", bytes);
});
