//! Typst as a library: a small world of one template, the house's look and three fonts.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue, Smart, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::text::printable_value;
use super::{Attachment, Draft, Template};
use crate::base::sha256_hex;
use crate::error::{AppError, AppResult};

/// What every template imports.
const HOUSE: Template = typst_template!("pdf/house.typ");

/// Inter, the letters of Europe: `static/LICENSE-inter`.
const FONTS: [&[u8]; 3] = [
    include_bytes!("../../static/inter-regular.otf"),
    include_bytes!("../../static/inter-medium.otf"),
    include_bytes!("../../static/inter-bold.otf"),
];

/// Documents after which what is remembered of one is forgotten.
const REMEMBERED: usize = 10;

static LETTERS: LazyLock<Letters> = LazyLock::new(Letters::load);

struct Letters {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

impl Letters {
    fn load() -> Self {
        let fonts: Vec<Font> =
            FONTS.iter().filter_map(|data| Font::new(Bytes::new(*data), 0)).collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }

    fn has_glyph(&self, letter: char) -> bool {
        self.fonts.iter().all(|font| font.info().coverage.contains(u32::from(letter)))
    }
}

/// All that a template can reach.
struct Sheet {
    library: LazyHash<Library>,
    main: Source,
    /// The house's look, and what the template shares with others.
    parts: Vec<Source>,
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &LETTERS.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let mut sources = std::iter::once(&self.main).chain(&self.parts);
        let found = sources.find(|source| source.id() == id);
        found.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        LETTERS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Sets a draft as PDF/A-3a and PDF/UA-1.
///
/// It takes some hundredths of a second of one core: a page calls it beside its workers.
///
/// # Errors
/// Only of a template that is wrong, which is a fault of ours.
pub(crate) fn render(draft: &Draft) -> AppResult<Vec<u8>> {
    let set = set(draft);
    // What typst remembers between documents would else grow with every one.
    typst::comemo::evict(REMEMBERED);
    set
}

fn set(draft: &Draft) -> AppResult<Vec<u8>> {
    let parts = std::iter::once(&(HOUSE.name, HOUSE.text)).chain(draft.template.parts);
    let sheet = Sheet {
        library: LazyHash::new(Library::builder().with_inputs(inputs(draft)?).build()),
        main: source(draft.template.name, draft.template.text)?,
        parts: parts.map(|(name, text)| source(name, text)).collect::<AppResult<_>>()?,
    };
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&sheet);
    debug_assert!(warnings.is_empty(), "{}: {}", draft.template.name, told(&warnings));
    let document = output.map_err(|errors| fault(draft, &errors))?;
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .map_err(|error| AppError::internal(error.message().as_str()))?;
    let options = PdfOptions {
        ident: Smart::Custom(sha256_hex(format!("{} {}", draft.template.name, draft.data))),
        creator: Smart::Custom(Some("Gårdsbok".to_owned())),
        timestamp: timestamp(draft.made_on),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| fault(draft, &errors))
}

/// Templates are few, so their names may be remembered for ever; a document has no name here.
fn source(name: &str, text: &str) -> AppResult<Source> {
    let path = VirtualPath::new(format!("/{name}"))
        .map_err(|error| AppError::internal(format!("{name}: {error:?}")))?;
    let id = RootedPath::new(VirtualRoot::Project, path).intern();
    Ok(Source::new(id, text.to_owned()))
}

/// What a template reads as `sys.inputs`.
fn inputs(draft: &Draft) -> AppResult<Dict> {
    let data = printable_value(&draft.data, &|letter| LETTERS.has_glyph(letter));
    let data: Value = serde_json::from_value(data)?;
    let images = draft.images.iter();
    let images: Dict = images.map(|(name, svg)| ((*name).into(), in_bytes(svg))).collect();
    let mut inputs = Dict::new();
    inputs.insert("data".into(), data);
    inputs.insert("images".into(), images.into_value());
    let files: Vec<Value> = draft.attachments.iter().map(file).collect();
    inputs.insert("files".into(), Value::Array(files.into_iter().collect()));
    Ok(inputs)
}

fn file(attachment: &Attachment) -> Value {
    let mut file = Dict::new();
    file.insert("path".into(), attachment.path.into_value());
    file.insert("mime-type".into(), attachment.mime_type.into_value());
    file.insert("description".into(), attachment.description.into_value());
    file.insert("body".into(), in_bytes(&attachment.body));
    file.into_value()
}

fn in_bytes(text: &str) -> Value {
    Value::Bytes(Bytes::from_string(text.to_owned()))
}

fn timestamp(day: NaiveDate) -> Option<Timestamp> {
    let (month, date) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    Datetime::from_ymd_hms(day.year(), month, date, 12, 0, 0).map(Timestamp::new_utc)
}

fn fault(draft: &Draft, errors: &[SourceDiagnostic]) -> AppError {
    AppError::internal(format!("{}: {}", draft.template.name, told(errors)))
}

/// What typst says, without what was typed.
fn told(all: &[SourceDiagnostic]) -> String {
    all.iter().map(|one| one.message.as_str()).collect::<Vec<_>>().join("; ")
}
