//! Papers as PDF, set by typst inside the program: PDF/A-3a and PDF/UA-1 as typst's own check of
//! them goes, or nothing.
//!
//! A slice that has a paper writes a template in `templates/<slice>/`, which begins with
//! `#import "/pdf/house.typ": *`, and hands over a [`Draft`]: what the template reads as `data`.
//!
//! *Invariant:* what people typed is text and never markup; a letter that the fonts lack is a box.
//! *Invariant:* the same draft gives the same bytes: no clock, no network, no fonts of the machine.

/// The [`Template`] of a name in `templates/`, and the names of what it imports beside the house's.
macro_rules! typst_template {
    ($name:literal $(, $part:literal)*) => {
        $crate::pdf::Template {
            name: $name,
            text: typst_template!(@text $name),
            parts: &[$(($part, typst_template!(@text $part))),*],
        }
    };
    (@text $name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/", $name))
    };
}

mod qr;
#[cfg(feature = "pdf")]
mod setting;
#[cfg(feature = "pdf")]
mod text;

use chrono::NaiveDate;

pub(crate) use qr::qr_svg;
#[cfg(feature = "pdf")]
pub(crate) use setting::render;

/// Can this program set papers? Where it cannot, no page shows a way to one.
pub(crate) const IS_BUILT: bool = cfg!(feature = "pdf");

/// A template of `templates/`, in the binary; made by `typst_template!`.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "only typst reads it"))]
pub(crate) struct Template {
    /// `invoicing/document.typ`
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    /// Name and text of what it imports beside the house's.
    pub(crate) parts: &'static [(&'static str, &'static str)],
}

/// What becomes a PDF.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "only typst reads it"))]
pub(crate) struct Draft {
    pub(crate) template: Template,
    /// The day in the file's metadata.
    pub(crate) made_on: NaiveDate,
    /// What the template reads as `data`; every string in it is shown as it stands.
    pub(crate) data: serde_json::Value,
    /// SVG of ours by the name that the template shows it under.
    pub(crate) images: Vec<(&'static str, String)>,
    pub(crate) attachments: Vec<Attachment>,
}

/// A file that a PDF carries: the same thing for a program to read.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "only typst reads it"))]
pub(crate) struct Attachment {
    /// `/ehf.xml`
    pub(crate) path: &'static str,
    /// `application/xml`
    pub(crate) mime_type: &'static str,
    /// What it is, for a person.
    pub(crate) description: &'static str,
    pub(crate) body: String,
}

impl Draft {
    /// A draft without images and attachments.
    pub(crate) const fn new(
        template: Template,
        made_on: NaiveDate,
        data: serde_json::Value,
    ) -> Self {
        Self { template, made_on, data, images: Vec::new(), attachments: Vec::new() }
    }
}

/// Refuses, as this program was built without typst.
///
/// # Refuses
/// `pdf.not_built`, always.
///
/// # Errors
/// The refusal.
#[cfg(not(feature = "pdf"))]
pub(crate) fn render(draft: &Draft) -> crate::error::AppResult<Vec<u8>> {
    let words = "Dette programmet er bygget uten PDF. Bruk siden selv og skriv den ut.";
    tracing::debug!(?draft, "no PDF in this build");
    Err(crate::error::Refusal::new("pdf.not_built", "", words).into())
}
