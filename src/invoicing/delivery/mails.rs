//! The mail that brings a document to its customer, with its files.

use askama::Template;

use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::outside::Attachment;
use crate::outside::MailText;
use crate::pdf;

use super::super::model::{Document, InvoiceKind};
use super::super::shown::kind_words;
use super::super::{ehf, pdf as papers, reading, store as documents};
use super::store;

#[derive(Template)]
#[template(path = "email/invoice.txt")]
struct InvoiceMail<'a> {
    document: &'a Document,
    kind: String,
    is_credit_note: bool,
    has_ehf: bool,
    has_pdf: bool,
}

/// The mail of a mailing.
///
/// # Errors
/// `NotFound` for no such mailing; the database's; of a PDF that cannot be set.
pub(in crate::invoicing) fn mails(conn: &mut DbConn, id: &str) -> AppResult<Vec<MailText>> {
    let row = store::find_mailing(conn, id)?.ok_or(AppError::NotFound)?;
    let invoice = documents::find(conn, &row.invoice_id)?.ok_or(AppError::NotFound)?;
    let document = reading::find_document(conn, invoice.number)?.ok_or(AppError::NotFound)?;
    let kind = kind_words(&document);
    let name = format!("{}-{}", kind.to_lowercase(), invoice.number);
    let mut attachments = Vec::new();
    if pdf::IS_BUILT {
        let content = pdf::render(&papers::document_draft(conn, invoice.number)?)?;
        attachments.push(Attachment {
            name: format!("{name}.pdf"),
            content_type: "application/pdf".to_owned(),
            content,
        });
    }
    let xml = ehf::ehf_of(&document).ok();
    let has_ehf = xml.is_some();
    attachments.extend(xml.map(|xml| Attachment {
        name: format!("{name}.xml"),
        content_type: "application/xml".to_owned(),
        content: xml.into_bytes(),
    }));
    let body = InvoiceMail {
        document: &document,
        kind: kind.to_lowercase(),
        is_credit_note: invoice.kind == InvoiceKind::CreditNote,
        has_ehf,
        has_pdf: pdf::IS_BUILT,
    };
    let subject = format!("{kind} {} fra {}", invoice.number, document.seller.name);
    Ok(vec![MailText { to: row.recipient, subject, body: body.render()?, attachments }])
}
