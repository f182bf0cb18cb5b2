//! What became of an order, in which order it is booked, and what cannot be. Pure.

use chrono::NaiveDate;

use super::reading::Row;

/// What can become of an order, in the order it is booked within an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Happened {
    Delivered,
    Cancelled,
    Invoiced,
    Paid,
    Credited,
}

impl Happened {
    pub(super) const ALL: [Self; 5] =
        [Self::Delivered, Self::Cancelled, Self::Invoiced, Self::Paid, Self::Credited];

    /// The column with its date.
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::Delivered => "delivered_on",
            Self::Cancelled => "cancelled_on",
            Self::Invoiced => "invoiced_on",
            Self::Credited => "credited_on",
            Self::Paid => "paid_on",
        }
    }

    /// Documents are numbered across the whole import, and what was paid may be credited later, so
    /// invoices, payments and credit notes are one round.
    const fn round(self) -> u8 {
        match self {
            Self::Delivered => 0,
            Self::Cancelled => 1,
            Self::Invoiced | Self::Paid | Self::Credited => 2,
        }
    }
}

/// Something that became of an order.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) what: Happened,
    pub(super) on: NaiveDate,
    pub(super) order: String,
    /// The row that tells it.
    pub(super) row: Row,
}

/// Sorts by round, then by date, on one date invoices, payments and credit notes in that order,
/// then by order.
///
/// Source: CONTRACT section 3, "Invoice numbers".
pub(super) fn sort(events: &mut [Event]) {
    events.sort_by(|a, b| {
        let key = |e: &Event| (e.what.round(), e.on, e.what);
        key(a).cmp(&key(b)).then_with(|| a.order.cmp(&b.order))
    });
}

/// What is wrong with what a row says became of its order: the column and why.
pub(super) fn faults(row: &Row) -> Vec<(&'static str, &'static str)> {
    let has = |column| row.filled(column).is_some();
    let day = |column| row.day(column);
    let is_before = |a, b| matches!((day(a), day(b)), (Some(a), Some(b)) if a < b);
    let checks = [
        (
            has("invoiced_on") && !has("delivered_on"),
            "invoiced_on",
            "En faktura krever at delivered_on er fylt ut.",
        ),
        (has("invoiced_on") && !has("kid"), "kid", "En faktura krever at kid er fylt ut."),
        (has("invoiced_on") && !has("due_on"), "due_on", "En faktura krever at due_on er fylt ut."),
        (
            !has("invoiced_on") && (has("kid") || has("due_on")),
            "invoiced_on",
            "kid og due_on hører til en faktura; fyll ut invoiced_on.",
        ),
        (
            has("paid_on") && !has("invoiced_on"),
            "paid_on",
            "Det som er betalt, må være fakturert: fyll ut invoiced_on.",
        ),
        (
            has("credited_on") && !has("invoiced_on"),
            "credited_on",
            "Det som er kreditert, må være fakturert: fyll ut invoiced_on.",
        ),
        (
            has("cancelled_on") && has("delivered_on"),
            "cancelled_on",
            "Bestillingen kan ikke være både levert og avlyst.",
        ),
        (
            is_before("delivered_on", "ordered_on"),
            "delivered_on",
            "Bestillingen er levert før den ble bestilt.",
        ),
        (
            is_before("cancelled_on", "ordered_on"),
            "cancelled_on",
            "Bestillingen er avlyst før den ble bestilt.",
        ),
        (
            is_before("invoiced_on", "delivered_on"),
            "invoiced_on",
            "Fakturaen er datert før leveringen.",
        ),
        (is_before("due_on", "invoiced_on"), "due_on", "Forfallet er før fakturadatoen."),
        (is_before("paid_on", "invoiced_on"), "paid_on", "Betalingen er før fakturadatoen."),
        (
            is_before("credited_on", "invoiced_on"),
            "credited_on",
            "Kreditnotaen er datert før fakturaen.",
        ),
    ];
    checks.into_iter().filter(|(is_wrong, ..)| *is_wrong).map(|(_, at, why)| (at, why)).collect()
}

/// Can this be a KID: 2 to 25 digits, the last perhaps a hyphen?
///
/// Source: DOMAIN section 4; Mastercard Payment Services, "KID".
pub(super) fn is_kid(kid: &str) -> bool {
    let (body, check) = kid.split_at(kid.len().saturating_sub(1));
    (2..=25).contains(&kid.len())
        && body.bytes().all(|b| b.is_ascii_digit())
        && check.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}
