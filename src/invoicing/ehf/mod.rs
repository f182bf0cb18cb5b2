//! EHF: an issued document as Peppol BIS Billing 3.0 states it, for buyers with an organisation
//! number.
//!
//! *Invariant:* nothing is reckoned here but the price of one unit: every sum is as it was booked.
//! *Invariant:* a document is written whole or not at all.

mod files;
mod rules;
mod units;
mod words;
mod writing;
mod xml;

#[cfg(test)]
mod made;
#[cfg(test)]
mod tests;

use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusal};

use super::model::Document;
use super::reading::find_document;

pub(crate) use files::{export_all_ehf, export_ehf};
pub(super) use words::reason;

/// The EHF of an issued invoice or credit note.
///
/// # Refuses
/// `ehf.private_buyer`, `ehf.basis`, `ehf.buyer_org_number`, `ehf.not_vat_registered`, `ehf.sums`.
///
/// # Errors
/// The refusals; `NotFound` for a number that is none; the database's.
pub(crate) fn ehf(conn: &mut DbConn, number: i64) -> AppResult<String> {
    let document = find_document(conn, number)?.ok_or(AppError::NotFound)?;
    Ok(ehf_of(&document)?)
}

/// The EHF of a document.
///
/// # Refuses
/// As [`ehf`].
pub(super) fn ehf_of(document: &Document) -> Result<String, Refusal> {
    let figures = rules::figures(document)?;
    Ok(writing::write(document, &figures))
}

/// Has the buyer given neither a reference nor an order number?
pub(crate) fn lacks_reference(document: &Document) -> bool {
    rules::lacks_reference(&document.buyer).is_some()
}

/// Whether a document can be had as EHF, and what a person should know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EhfState {
    /// The buyer is a private person.
    NotFor,
    /// Why not.
    Refused(String),
    /// Empty when there is nothing to say.
    Ready(&'static str),
}

/// How a document stands to EHF.
pub(crate) fn ehf_state(document: &Document) -> EhfState {
    match rules::figures(document) {
        Err(rules::Fault::PrivateBuyer) => EhfState::NotFor,
        Err(fault) => EhfState::Refused(Refusal::from(fault).detail),
        Ok(_) => EhfState::Ready(words::advice(rules::lacks_reference(&document.buyer))),
    }
}
