//! What has come from the bank: a file taken in, what waits, and the files of before.

use std::sync::Arc;

use actix_web::web::{Query, block};
use askama::Template;
use serde::Deserialize;

use crate::bank::{self, BankEntry, BankFile, How, Source, Waiting};
use crate::base::Ore;
use crate::error::{AppError, PageResult, Refusal, Refusals};
use crate::invoicing::{self, Owed};
use crate::ledger::pages::day_words;
use crate::people::Right;
use crate::web::{Ctx, PAGE_ROWS, Page, Pager, Upload, page_asked};

/// Bytes of a file by this door, at most; the command takes any size.
const UPLOAD_MAX: usize = 5 * 1024 * 1024;

#[derive(Template)]
#[template(path = "bank/index.html")]
struct IndexPage {
    page: Page,
    may_invoice: bool,
    waiting: Vec<EntryRow>,
    /// How many wait, also those that are not shown.
    waiting_count: i64,
    owed: Vec<Owed>,
    files: Vec<FileRow>,
    pager: Pager,
}

/// An entry in a list.
pub(super) struct EntryRow {
    pub(super) id: String,
    pub(super) day: String,
    pub(super) amount: Ore,
    pub(super) kid: String,
    pub(super) payer: String,
    /// Why it waits.
    pub(super) why: &'static str,
}

impl EntryRow {
    pub(super) fn of((entry, is_anew): &(BankEntry, bool)) -> Self {
        Self {
            id: entry.id.clone(),
            day: day_words(entry.booked_on),
            amount: entry.amount_ore,
            kid: entry.kid.clone(),
            payer: entry.payer.clone(),
            why: if *is_anew { How::Reopened.words() } else { entry.fate.words() },
        }
    }
}

struct FileRow {
    id: String,
    name: String,
    taken: String,
    entries: i64,
    sum: Ore,
    paid: i64,
    known: i64,
}

impl FileRow {
    fn of((file, paid, own): (BankFile, i64, i64)) -> Self {
        Self {
            name: file_words(&file),
            taken: file.taken_at.oslo_text(),
            entries: file.entries,
            sum: file.sum_ore,
            paid,
            known: file.entries - own,
            id: file.id,
        }
    }
}

/// `OCR giro, betalinger.txt`, or the number that vouchers call it by.
pub(super) fn file_words(file: &BankFile) -> String {
    let kind = file.kind.words();
    if file.name.is_empty() {
        return format!("{kind} {}", file.digest.get(..8).unwrap_or_default());
    }
    format!("{kind}, {}", file.name)
}

/// What is asked of the list of files.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(super) side: String,
}

/// `GET /intern/innbetalinger`
///
/// # Errors
/// The database's.
pub(crate) async fn index(ctx: Ctx, asked: Query<Asked>) -> PageResult {
    render(&ctx, asked.into_inner().side, None).await
}

async fn render(ctx: &Ctx, side: String, refused: Option<Refusals>) -> PageResult {
    let (waiting, owed, (index, count, files)) = ctx
        .db()
        .read(move |conn| {
            let waiting = bank::list_waiting(conn)?;
            let owed = invoicing::list_owed(conn)?;
            let count = bank::count_files(conn)?;
            let index = page_asked(&side, PAGE_ROWS, count);
            let files = bank::list_files(conn, index * PAGE_ROWS, PAGE_ROWS)?;
            Ok((waiting, owed, (index, count, files)))
        })
        .await?;
    let Waiting { count: waiting_count, entries } = waiting;
    let page = ctx.page("Innbetalinger");
    let template = IndexPage {
        page: match &refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        may_invoice: ctx.actor()?.may(Right::Invoice),
        waiting: entries.iter().map(EntryRow::of).collect(),
        waiting_count,
        owed,
        files: files.into_iter().map(FileRow::of).collect(),
        pager: Pager::newest_first("/intern/innbetalinger", &[], index, count),
    };
    if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }
}

/// `POST /intern/innbetalinger`: takes a file in. The same file again changes nothing, so no key.
///
/// # Errors
/// Refusals are shown at the field.
pub(crate) async fn upload(ctx: Ctx, upload: Upload) -> PageResult {
    match take_in(&ctx, upload).await {
        Ok(words) => ctx.done("/intern/innbetalinger", &words),
        Err(AppError::Refused(refusals)) => render(&ctx, String::new(), Some(refusals)).await,
        Err(other) => Err(other.into()),
    }
}

async fn take_in(ctx: &Ctx, upload: Upload) -> Result<String, AppError> {
    let too_large = || {
        let words = "Filen er større enn 5 MB. Be den som drifter, lese den inn.";
        Refusal::new("bank.too_large", "file", words)
    };
    if upload.is_too_large {
        return Err(too_large().into());
    }
    let missing = || Refusal::new("bank.missing", "file", "Velg en fil fra banken først.");
    let file = upload.file.ok_or_else(missing)?;
    if file.len() > UPLOAD_MAX {
        return Err(too_large().into());
    }
    let (db, by, now) = (ctx.db().clone(), ctx.actor()?.account_id.clone(), ctx.now);
    let source = Source::Memory(Arc::from(file));
    let taken = block(move || bank::take_in(&db, None, &source, Some(&by), now));
    let taken = taken.await.map_err(|e| AppError::internal(e.to_string()))??;
    Ok(taken.words())
}
