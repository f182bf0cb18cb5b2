//! What an invoice comes to, when it may be issued, and what may be paid. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::{
    AccountNo, EnterpriseId, InvoiceId, Ore, Quantity, VatCode, sha256_hex, spread_net,
};
use crate::ledger::kontering::{Paid, SaleKind, sales_account};

use super::model::{Invoice, InvoiceLine, InvoiceVat};

/// What a delivery place begins with, when the customer came for it.
pub(super) const COLLECTED: &str = "Hentet: ";

/// Why a document is not issued, or a payment not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RuleError {
    /// No seller has been entered.
    SellerMissing,
    /// A part of the order is neither delivered nor cancelled.
    NotDelivered,
    /// The whole order was cancelled.
    NothingToInvoice,
    /// What was delivered costs nothing.
    CostsNothing,
    DateInFuture,
    /// The day of the delivery.
    BeforeDelivery(NaiveDate),
    /// The day of the newest invoice.
    BeforeNewest(NaiveDate),
    /// A private buyer without street, postcode and city.
    BuyerAddress,
    /// A line bears VAT and the seller is not registered: the line's name.
    NotVatRegistered(String),
    /// Goods or service and VAT code that have no account together: the line's name.
    NoAccount(String),
    /// An amount past what can be kept.
    TooLarge,
    KidTaken,
    KidForm,
    /// A credit note is not credited and not paid.
    IsCreditNote,
    /// The day of the invoice.
    BeforeInvoice(NaiveDate),
    Credited,
    WrittenOff,
    CreditOfWrittenOff,
    AmountNotPositive,
    /// Past what anyone pays at once.
    AmountTooLarge,
    /// More than the farm owes the customer: what it owes.
    CreditTooSmall(Ore),
    /// More than is open on the invoice: what is open.
    MoreThanOpen(Ore),
    /// The invoice is another customer's.
    OtherCustomer,
    /// The day of the payment.
    BeforePayment(NaiveDate),
    /// What came past what was open is used or paid back: how much of it.
    OverUsed(Ore),
    /// The payment was taken back before, or is itself a taking back.
    Reversed,
    /// What was paid has become the customer's to have, as the invoice was credited.
    MovedAway,
    /// Nothing of the credited invoice has been paid.
    NothingToMove,
    PaidInFuture,
    /// The day of the invoice.
    PaidBeforeInvoice(NaiveDate),
}

/// A line to be invoiced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Billed {
    pub(crate) order_line: i32,
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) name: String,
    pub(crate) kind: SaleKind,
    pub(crate) unit: String,
    pub(crate) quantity: Quantity,
    /// VAT included, as `gross`.
    pub(crate) unit_price: Ore,
    pub(crate) gross: Ore,
    pub(crate) vat_code: VatCode,
}

/// A line with what of it is VAT, and its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Figured {
    pub(crate) billed: Billed,
    pub(crate) net: Ore,
    pub(crate) rate_bp: i32,
    pub(crate) account: AccountNo,
}

/// The VAT of one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tax {
    pub(crate) vat_code: VatCode,
    pub(crate) rate_bp: i32,
    pub(crate) gross: Ore,
    pub(crate) base: Ore,
    pub(crate) vat: Ore,
}

/// What a document comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) lines: Vec<Figured>,
    pub(crate) taxes: Vec<Tax>,
    pub(crate) total: Ore,
}

/// Takes VAT out of each code's summed gross, and gives each line its net and account.
///
/// `rates` holds every code of the lines; a code that is absent counts as 0 %.
///
/// Source: CONTRACT section 3, "Gross first".
pub(crate) fn figure(
    lines: Vec<Billed>,
    rates: &BTreeMap<VatCode, i32>,
) -> Result<Figures, RuleError> {
    let total: i128 = lines.iter().map(|l| i128::from(l.gross.ore())).sum();
    let total = i64::try_from(total).map(Ore::new).map_err(|_range| RuleError::TooLarge)?;
    let rate_of = |code: VatCode| rates.get(&code).copied().unwrap_or_default();
    let mut gross_of: BTreeMap<VatCode, Vec<Ore>> = BTreeMap::new();
    for line in &lines {
        gross_of.entry(line.vat_code).or_default().push(line.gross);
    }
    let mut taxes = Vec::new();
    let mut nets = BTreeMap::new();
    for (vat_code, gross) in gross_of {
        let rate_bp = rate_of(vat_code);
        let net = spread_net(&gross, rate_bp);
        let (gross, base): (Ore, Ore) = (gross.into_iter().sum(), net.iter().copied().sum());
        taxes.push(Tax { vat_code, rate_bp, gross, base, vat: gross - base });
        nets.insert(vat_code, net.into_iter());
    }
    let mut figured = Vec::with_capacity(lines.len());
    for billed in lines {
        let account = sales_account(billed.kind, billed.vat_code)
            .ok_or_else(|| RuleError::NoAccount(billed.name.clone()))?;
        let net = nets.get_mut(&billed.vat_code).and_then(Iterator::next).unwrap_or_default();
        figured.push(Figured { net, rate_bp: rate_of(billed.vat_code), account, billed });
    }
    Ok(Figures { lines: figured, taxes, total })
}

/// What decides whether an order may be invoiced on a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct IssueFacts {
    pub(super) date: NaiveDate,
    pub(super) today: NaiveDate,
    /// Is every part delivered or cancelled?
    pub(super) is_done: bool,
    /// The last part's delivery; None when all are cancelled.
    pub(super) delivered_on: Option<NaiveDate>,
    pub(super) newest: Option<NaiveDate>,
    /// Is the buyer an organisation, or a person with an address?
    pub(super) has_buyer: bool,
}

/// Everything that keeps an order from being invoiced on that day.
///
/// Source: bokføringsforskriften § 5-1-1 (buyer), § 5-2-2 (not before delivery).
pub(super) fn issue_faults(facts: &IssueFacts) -> Vec<RuleError> {
    let mut faults = Vec::new();
    if !facts.is_done {
        return vec![RuleError::NotDelivered];
    }
    let Some(delivered_on) = facts.delivered_on else {
        return vec![RuleError::NothingToInvoice];
    };
    if facts.date > facts.today {
        faults.push(RuleError::DateInFuture);
    } else if facts.date < delivered_on {
        faults.push(RuleError::BeforeDelivery(delivered_on));
    } else if let Some(newest) = facts.newest.filter(|newest| facts.date < *newest) {
        faults.push(RuleError::BeforeNewest(newest));
    }
    if !facts.has_buyer {
        faults.push(RuleError::BuyerAddress);
    }
    faults
}

/// What keeps an invoice from being credited on that day; None when it may.
pub(super) fn credit_fault(
    invoice_date: NaiveDate,
    date: NaiveDate,
    today: NaiveDate,
    newest: Option<NaiveDate>,
) -> Option<RuleError> {
    if date > today {
        return Some(RuleError::DateInFuture);
    }
    if date < invoice_date {
        return Some(RuleError::BeforeInvoice(invoice_date));
    }
    newest.filter(|newest| date < *newest).map(RuleError::BeforeNewest)
}

/// What has been asked for beside an invoice, and is not paid yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Charges {
    pub(crate) fee: Ore,
    pub(crate) interest: Ore,
}

/// Spreads a payment: the invoice first, then interest, then the fee; the rest is the customer's.
///
/// `amount` is positive, and what is open is not negative.
///
/// Source: house rule for a consumer's good, looser than forsinkelsesrenteloven allows: the debt
/// itself is met before what came on top of it.
pub(crate) fn split(amount: Ore, open: Ore, charges: Charges) -> Paid {
    let mut left = amount;
    let mut take = |most: Ore| {
        let taken = left.min(most.max(Ore::ZERO));
        left -= taken;
        taken
    };
    let invoice = take(open);
    let interest = take(charges.interest);
    let fee = take(charges.fee);
    Paid { invoice, interest, fee, over: left }
}

/// More than anyone pays at once: a slip of the hand.
const PAYMENT_MAX: Ore = Ore::new(10_000_000_000);

/// Everything that keeps a payment from being taken; more than is open is taken.
pub(super) fn payment_faults(
    invoice_date: NaiveDate,
    amount: Ore,
    date: NaiveDate,
    today: NaiveDate,
) -> Vec<RuleError> {
    let mut faults: Vec<RuleError> = amount_fault(amount).into_iter().collect();
    if date > today {
        faults.push(RuleError::PaidInFuture);
    } else if date < invoice_date {
        faults.push(RuleError::PaidBeforeInvoice(invoice_date));
    }
    faults
}

/// What is wrong with an amount of money that changes hands; None when nothing is.
pub(super) fn amount_fault(amount: Ore) -> Option<RuleError> {
    if amount <= Ore::ZERO {
        return Some(RuleError::AmountNotPositive);
    }
    (amount > PAYMENT_MAX).then_some(RuleError::AmountTooLarge)
}

/// What keeps what is owed from paying that much of an invoice; None when it may.
pub(super) fn use_fault(amount: Ore, owed: Ore, open: Ore) -> Option<RuleError> {
    if amount > owed {
        return Some(RuleError::CreditTooSmall(owed));
    }
    (amount > open).then_some(RuleError::MoreThanOpen(open))
}

/// Everything that keeps that much of what is owed from being paid back.
pub(super) fn pay_back_faults(
    amount: Ore,
    owed: Ore,
    date: NaiveDate,
    today: NaiveDate,
) -> Vec<RuleError> {
    let mut faults: Vec<RuleError> = amount_fault(amount).into_iter().collect();
    faults.extend((amount > owed).then_some(RuleError::CreditTooSmall(owed)));
    faults.extend((date > today).then_some(RuleError::PaidInFuture));
    faults
}

/// The KID of our own invoice: a body no import uses at first, and its MOD10 check digit.
///
/// `attempt` counts from 0; each gives another body, for the day one is taken after all.
///
/// Source: Bits, "KID": 2 to 25 digits, the last the check of the others by MOD10 or MOD11.
pub(super) fn kid(number: i64, attempt: u32) -> String {
    let body = format!("{}{number:09}", 9 + attempt);
    let check = mod10(&body);
    format!("{body}{check}")
}

/// The MOD10 (Luhn) check digit of a body of digits.
fn mod10(body: &str) -> u32 {
    let weigh = |(place, digit): (usize, u32)| {
        let weighed = if place % 2 == 0 { digit * 2 } else { digit };
        if weighed > 9 { weighed - 9 } else { weighed }
    };
    let sum: u32 = body.chars().rev().filter_map(|c| c.to_digit(10)).enumerate().map(weigh).sum();
    (10 - sum % 10) % 10
}

/// Can the text be a KID? Digits, and `-` for MOD11's value 10 at the end.
///
/// Source: DOMAIN section 4, "KID".
pub(super) fn is_kid(text: &str) -> bool {
    let body = text.strip_suffix('-').unwrap_or(text);
    (2..=25).contains(&text.len()) && !body.is_empty() && body.bytes().all(|b| b.is_ascii_digit())
}

/// SHA-256 of what a document says, as its voucher carries it; the voucher's own id is not in it.
pub(super) fn digest(head: &Invoice, lines: &[InvoiceLine], vats: &[InvoiceVat]) -> String {
    let said_lines: Vec<_> = lines
        .iter()
        .map(|l| {
            let is = (l.line, l.order_line, l.enterprise_id.as_str(), &l.name, &l.unit);
            let costs = (l.quantity_milli.milli(), l.unit_price_ore, l.gross_ore, l.net_ore);
            (is, costs, l.vat_code.as_str(), l.rate_bp, l.account.as_str())
        })
        .collect();
    let mut vats: Vec<&InvoiceVat> = vats.iter().collect();
    vats.sort_by_key(|v| v.vat_code); // however the database gave them
    let said_vats: Vec<_> = vats
        .iter()
        .map(|v| (v.vat_code.as_str(), v.rate_bp, v.gross_ore, v.base_ore, v.vat_ore))
        .collect();
    let says = (
        (head.id.as_str(), head.number, head.kind.as_str(), head.order_id.as_str()),
        (head.customer_id.as_str(), head.credits.as_ref().map(InvoiceId::as_str)),
        (head.invoice_date.to_string(), head.delivered_on.to_string(), head.due_date.to_string()),
        (&head.kid, head.total_ore, &head.seller, &head.buyer),
        said_lines,
        said_vats,
    );
    sha256_hex(serde_json::to_string(&says).unwrap_or_default())
}

/// How late a receivable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Age {
    NotDue,
    /// 1 to 14 days past the due date.
    To14,
    /// 15 to 30.
    To30,
    /// 31 to 60.
    To60,
    Older,
}

impl Age {
    pub(crate) const ALL: [Self; 5] =
        [Self::NotDue, Self::To14, Self::To30, Self::To60, Self::Older];

    pub(crate) fn of(due: NaiveDate, today: NaiveDate) -> Self {
        match (today - due).num_days() {
            ..=0 => Self::NotDue,
            1..=14 => Self::To14,
            15..=30 => Self::To30,
            31..=60 => Self::To60,
            _ => Self::Older,
        }
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
