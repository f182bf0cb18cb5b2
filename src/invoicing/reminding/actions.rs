//! Who is reminded, and what is asked for.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::{CustomerId, InvoiceId, Ore, UtcTime, fresh_id};
use crate::customers;
use crate::db::DbConn;
use crate::error::{AppError, AppResult, Refusals};
use crate::orders;
use crate::outside;
use crate::people::{Actor, Right};

use super::super::model::{Document, Invoice, Listed, Payment, Receivable, SellerSnapshot};
use super::super::rules::Charges;
use super::super::{reading, store as documents};
use super::model::{Contact, Remindable, Reminder, Term, TermForm, TermKind};
use super::rules::{self, Debt};
use super::store;

/// Invoices that are read at once.
const AT_ONCE: usize = 500;

/// Every term, the newest of each kind first.
///
/// # Errors
/// The database's.
pub(crate) fn list_terms(conn: &mut DbConn) -> AppResult<Vec<Term>> {
    Ok(store::terms(conn)?)
}

/// Is there no rate of interest that was set for the half-year of a day?
///
/// # Errors
/// The database's.
pub(crate) fn lacks_interest_rate(conn: &mut DbConn, on: NaiveDate) -> AppResult<bool> {
    Ok(!rules::has_rate_of_half_year(&store::terms(conn)?, on))
}

/// Sets a term from a day on; reminders that were made keep what they said.
///
/// # Refuses
/// `reminder.kind` at `kind`, `reminder.date` at `valid_from`, also for a day not after the newest
/// of its kind, `reminder.value` at `value`, `reminder.source` at `source`.
///
/// # Errors
/// The refusals, `Forbidden`, or the database's.
pub(crate) fn set_term(
    tx: &mut DbConn,
    actor: &Actor,
    form: &TermForm,
    now: UtcTime,
) -> AppResult<()> {
    actor.must(Right::SetRates)?;
    let mut newest = Vec::new();
    for kind in TermKind::ALL {
        newest.push((*kind, store::newest_term(tx, *kind)?));
    }
    let newest = |kind| newest.iter().find(|(k, _)| *k == kind).and_then(|(_, day)| *day);
    let (kind, valid_from, value, source) = rules::read_term(form, newest).map_err(|faults| {
        let mut refusals = Refusals::default();
        for fault in faults {
            refusals.add(fault);
        }
        refusals
    })?;
    let set_by = Some(actor.account_id.clone());
    store::insert_term(tx, &Term { kind, valid_from, value, source, set_at: Some(now), set_by })?;
    Ok(())
}

/// Invoices past their due date with something open, the oldest due date first, and whether each
/// may be reminded of today.
///
/// # Errors
/// `Forbidden`, or the database's.
pub(crate) fn list_remindable(
    conn: &mut DbConn,
    actor: &Actor,
    today: NaiveDate,
) -> AppResult<Vec<Remindable>> {
    actor.must(Right::Invoice)?;
    let overdue = documents::list_overdue(conn, today)?;
    remindable(conn, overdue, today)
}

/// Those of the invoices that have something open and that no other system collects.
fn remindable(
    conn: &mut DbConn,
    overdue: Vec<Listed>,
    today: NaiveDate,
) -> AppResult<Vec<Remindable>> {
    let terms = store::terms(conn)?;
    let mut found = Vec::new();
    let mut overdue = overdue.into_iter();
    loop {
        let some: Vec<Listed> = overdue.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            return Ok(found);
        }
        let mut known = Known::of(conn, &some)?;
        for listed in some {
            found.extend(known.stands(listed, &terms, today)?);
        }
    }
}

/// What is known of some invoices, read of all of them at once.
struct Known {
    payments: BTreeMap<InvoiceId, Vec<Payment>>,
    sent: BTreeMap<InvoiceId, Vec<Reminder>>,
    contacts: BTreeMap<InvoiceId, Contact>,
    owed: BTreeMap<CustomerId, Ore>,
}

impl Known {
    fn of(conn: &mut DbConn, some: &[Listed]) -> AppResult<Self> {
        let ids: Vec<&InvoiceId> = some.iter().map(|listed| &listed.invoice.id).collect();
        let contacts = store::contacts(conn, &ids)?;
        let customers: Vec<&CustomerId> =
            contacts.values().map(|contact| &contact.customer_id).collect();
        Ok(Self {
            payments: documents::list_payments_of(conn, &ids)?,
            sent: store::of_invoices(conn, &ids)?,
            owed: documents::list_owed_of(conn, &customers)?,
            contacts,
        })
    }

    /// None for a document that another system collects, and when nothing is open.
    fn stands(
        &mut self,
        listed: Listed,
        terms: &[Term],
        today: NaiveDate,
    ) -> AppResult<Option<Remindable>> {
        let Listed { invoice, order_number, .. } = listed;
        let payments = self.payments.remove(&invoice.id).unwrap_or_default();
        let paid = principal(&payments);
        let open = invoice.total_ore - paid.iter().map(|(_, ore)| *ore).sum::<Ore>();
        let seller: SellerSnapshot = serde_json::from_str(&invoice.seller)?;
        if seller.is_basis || open <= Ore::ZERO {
            return Ok(None);
        }
        let sent = self.sent.remove(&invoice.id).unwrap_or_default();
        let debt = Debt {
            due: invoice.due_date,
            total: invoice.total_ore,
            paid: &paid,
            sent: &sent,
            charges_paid: charges_paid(&payments),
        };
        let from = rules::first_day(&debt, terms, today);
        let next = (from <= today).then(|| rules::draft(&debt, terms, today));
        let contact = self.contacts.remove(&invoice.id).unwrap_or_default();
        let buyer = serde_json::from_str(&invoice.buyer)?;
        let owed = self.owed.get(&contact.customer_id).copied().unwrap_or_default();
        Ok(Some(Remindable {
            receivable: Receivable { invoice, order_number, buyer, open },
            sent,
            next,
            from,
            has_email: contact.has_email,
            customer_id: contact.customer_id,
            owed,
        }))
    }
}

/// What was paid of the invoice itself, and when.
fn principal(payments: &[Payment]) -> Vec<(NaiveDate, Ore)> {
    payments.iter().map(|paid| (paid.paid_on, paid.amount_ore)).collect()
}

/// What was paid of fees and interest.
fn charges_paid(payments: &[Payment]) -> Ore {
    payments.iter().map(|paid| paid.fee_ore + paid.interest_ore).sum()
}

/// Where a reminder is mailed to: as the order says, else as the customer is known; may be empty.
pub(in crate::invoicing) fn email_of(conn: &mut DbConn, invoice: &Invoice) -> AppResult<String> {
    let order = orders::find_order(conn, &invoice.order_id)?.ok_or(AppError::NotFound)?;
    if !order.email.is_empty() {
        return Ok(order.email);
    }
    Ok(customers::get_customer(conn, &invoice.customer_id)?.email)
}

/// Makes a reminder of today for each of the chosen that may have one; answers those made.
///
/// One that has had a reminder today, was paid meanwhile, or may not be reminded yet, is passed
/// over, so that the same choice sent twice makes nothing twice.
///
/// # Errors
/// `Forbidden`, or the database's.
pub(crate) fn remind(
    tx: &mut DbConn,
    actor: &Actor,
    chosen: &[i64],
    now: UtcTime,
) -> AppResult<Vec<Reminder>> {
    actor.must(Right::Invoice)?;
    let today = now.oslo_date();
    let mut overdue = Vec::new();
    for some in chosen.chunks(AT_ONCE) {
        overdue.extend(documents::list_overdue_among(tx, today, some)?);
    }
    let mut made = Vec::new();
    for found in remindable(tx, overdue, today)? {
        let invoice = &found.receivable.invoice;
        let Some(draft) = found.next else { continue };
        let row = Reminder {
            id: fresh_id(),
            invoice_id: invoice.id.clone(),
            number: draft.number,
            sent_on: today,
            due_date: draft.due_date,
            open_ore: found.receivable.open,
            earlier_ore: draft.earlier,
            fee_ore: draft.fee,
            interest_ore: draft.interest,
            made_at: now,
            made_by: actor.account_id.clone(),
        };
        store::insert(tx, &row)?;
        outside::queue(tx, "reminder.made", &row.id, "", now)?;
        made.push(row);
    }
    Ok(made)
}

/// An invoice's reminders, the first first.
///
/// # Errors
/// The database's.
pub(crate) fn list_reminders(conn: &mut DbConn, id: &InvoiceId) -> AppResult<Vec<Reminder>> {
    Ok(store::of_invoice(conn, id)?)
}

/// A reminder with the invoice it is of, and who made it.
#[derive(Clone, Debug)]
pub(crate) struct ReminderCard {
    pub(crate) document: Document,
    pub(crate) reminder: Reminder,
    /// For those who work at the farm; never on what a customer reads.
    pub(crate) made_by: String,
}

/// The reminder of an invoice's number with a number of its own; None when there is none.
///
/// # Errors
/// The database's, and of a snapshot that cannot be read.
pub(crate) fn find_reminder(
    conn: &mut DbConn,
    invoice: i64,
    number: i32,
) -> AppResult<Option<ReminderCard>> {
    let Some(document) = reading::find_document(conn, invoice)? else { return Ok(None) };
    let sent = store::of_invoice(conn, &document.invoice.id)?;
    let Some(reminder) = sent.into_iter().find(|one| one.number == number) else { return Ok(None) };
    let made_by = store::maker(conn, &reminder)?;
    Ok(Some(ReminderCard { document, reminder, made_by }))
}

/// What is open of an invoice's fees and interest: all fees and the latest interest, less what was
/// paid of them. A reminder that was sent after the invoice itself was paid asks for nothing.
///
/// `total` is the invoice's; `coming` is a payment that is to be booked: the bank's day, and how much.
///
/// # Errors
/// The database's.
pub(crate) fn charges_open(
    conn: &mut DbConn,
    id: &InvoiceId,
    total: Ore,
    coming: Option<(NaiveDate, Ore)>,
) -> AppResult<Charges> {
    let sent = store::of_invoice(conn, id)?;
    if sent.is_empty() {
        return Ok(Charges::default());
    }
    let payments = documents::list_payments(conn, id)?;
    let fee = payments.iter().map(|paid| paid.fee_ore).sum();
    let interest = payments.iter().map(|paid| paid.interest_ore).sum();
    let mut paid = principal(&payments);
    paid.extend(coming);
    Ok(rules::charges(&rules::due(&sent, total, &paid), fee, interest))
}
