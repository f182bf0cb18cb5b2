//! A reminder as it prints.

use actix_web::web::Path;
use askama::Template;

use crate::error::{AppError, PageResult};
use crate::invoicing::shown::{bank_words, org_words, plain_org};
use crate::invoicing::{self, Document, Reminder};
use crate::ledger::pages::day_words;
use crate::pdf::IS_BUILT;
use crate::web::{Ctx, Page};

#[derive(Template)]
#[template(path = "invoicing/reminder.html")]
struct ReminderPage {
    page: Page,
    document: Document,
    reminder: Reminder,
    seller_org: String,
    buyer_org: String,
    bank_account: String,
    sent: String,
    due: String,
    invoice_date: String,
    invoice_due: String,
    has_pdf: bool,
    /// For those who work at the farm; it is not printed.
    made_by: String,
}

/// `GET /intern/fakturaer/{number}/purring/{n}`
///
/// # Errors
/// `NotFound` for no such reminder.
pub(crate) async fn show(ctx: Ctx, path: Path<(i64, i32)>) -> PageResult {
    let (invoice, number) = path.into_inner();
    let card = ctx.db().read(move |conn| invoicing::find_reminder(conn, invoice, number)).await?;
    let card = card.ok_or(AppError::NotFound)?;
    let (document, reminder) = (card.document, card.reminder);
    ctx.show(&ReminderPage {
        page: ctx.page(format!("Purring {number} på faktura {invoice}")),
        seller_org: org_words(&document.seller.org_number, document.seller.vat_registered),
        buyer_org: document.buyer.org_number.as_deref().map(plain_org).unwrap_or_default(),
        bank_account: bank_words(&document.seller.bank_account),
        sent: day_words(reminder.sent_on),
        due: day_words(reminder.due_date),
        invoice_date: day_words(document.invoice.invoice_date),
        invoice_due: day_words(document.invoice.due_date),
        has_pdf: IS_BUILT,
        made_by: card.made_by,
        document,
        reminder,
    })
}
