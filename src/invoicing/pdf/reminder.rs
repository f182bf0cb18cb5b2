//! A reminder as PDF: what is left of the invoice, what has come to it, and by when.

use serde_json::{Value, json};

use super::{Payable, buyer_data, pay_data, qr, seller_data};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::invoicing::model::Document;
use crate::invoicing::reminding::{Reminder, find_reminder};
use crate::ledger::pages::day_words;
use crate::pdf::{Draft, Template, qr_svg};

const REMINDER: Template = typst_template!("invoicing/reminder.typ", "invoicing/parts.typ");

/// An invoice's reminder of a number, ready to be set.
///
/// # Errors
/// `NotFound` for no such reminder; the database's.
pub(crate) fn reminder_draft(conn: &mut DbConn, invoice: i64, number: i32) -> AppResult<Draft> {
    let card = find_reminder(conn, invoice, number)?.ok_or(AppError::NotFound)?;
    let (document, reminder) = (&card.document, &card.reminder);
    let payable =
        Payable { amount: reminder.total(), due: reminder.due_date, dated: reminder.sent_on };
    let data = json!({
        "title": format!("Purring {number} på faktura {invoice}"),
        "file": format!("purring-{number}-faktura-{invoice}"),
        "kind": "Purring",
        "seller": seller_data(&document.seller),
        "buyer": buyer_data(&document.buyer),
        "facts": facts(document, reminder),
        "rows": rows(document, reminder),
        "total": reminder.total().to_string(),
        "pay": pay_data(document, &payable),
    });
    let mut draft = Draft::new(REMINDER, reminder.sent_on, data);
    draft.images.push(("qr", qr_svg(&qr::payload(document, &payable)?)?));
    Ok(draft)
}

fn facts(document: &Document, reminder: &Reminder) -> Vec<(&'static str, String)> {
    let (invoice, buyer) = (&document.invoice, &document.buyer);
    let about = format!("{} av {}", invoice.number, day_words(invoice.invoice_date));
    let mut facts = vec![
        ("Purring", reminder.number.to_string()),
        ("Dato", day_words(reminder.sent_on)),
        ("Gjelder faktura", about),
        ("Fakturaen forfalt", day_words(invoice.due_date)),
        ("Bestilling", buyer.order_number.clone()),
        ("Deres referanse", buyer.buyer_reference.clone()),
        ("Deres bestillingsnr.", buyer.order_reference.clone()),
    ];
    facts.retain(|(_, words)| !words.is_empty());
    facts
}

fn rows(document: &Document, reminder: &Reminder) -> Value {
    let left = format!("Igjen av faktura {}", document.invoice.number);
    let interest = format!("Forsinkelsesrente til {}", day_words(reminder.sent_on));
    let mut rows = vec![
        (left, reminder.open_ore),
        ("Gebyr fra før".to_owned(), reminder.earlier_ore),
        ("Purregebyr".to_owned(), reminder.fee_ore),
        (interest, reminder.interest_ore),
    ];
    rows.retain(|(_, amount)| !amount.is_zero());
    rows.into_iter().map(|(what, amount)| json!([what, amount.to_string()])).collect()
}
