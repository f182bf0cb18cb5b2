//! What a payer's program reads from the QR code.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Number;

use super::Payable;
use crate::error::AppResult;
use crate::invoicing::model::Document;

/// An invoice as `UsingQR` states it, version 1: an open format in JSON that accounting programs and
/// some payers' apps read. The account is a BBAN (eleven digits), the reference is the KID.
///
/// Norwegian banks have agreed on no code of their own, so all that is in it stands beside it too.
#[derive(Serialize)]
struct UsingQr<'a> {
    /// The format's version.
    uqr: u8,
    /// The type: 1 is an invoice.
    tp: u8,
    /// Who is paid.
    nme: &'a str,
    /// Their country.
    cc: &'static str,
    /// Their organisation number.
    cid: &'a str,
    /// What the payment is known by.
    iref: &'a str,
    /// The paper's date.
    idt: String,
    /// The due date.
    ddt: String,
    /// What is due.
    due: Number,
    cur: &'static str,
    /// The kind of account.
    pt: &'static str,
    acc: &'a str,
}

/// The payload of a document's QR code: its KID and account, with what is to be paid and when.
///
/// # Errors
/// Of an amount that is no number, which is a fault of ours.
pub(super) fn payload(document: &Document, payable: &Payable) -> AppResult<String> {
    let (invoice, seller) = (&document.invoice, &document.seller);
    let day = |day: NaiveDate| day.format("%Y%m%d").to_string();
    let code = UsingQr {
        uqr: 1,
        tp: 1,
        nme: &seller.name,
        cc: "NO",
        cid: &seller.org_number,
        iref: &invoice.kid,
        idt: day(payable.dated),
        ddt: day(payable.due),
        due: payable.amount.point().parse()?,
        cur: "NOK",
        pt: "BBAN",
        acc: &seller.bank_account,
    };
    Ok(serde_json::to_string(&code)?)
}
