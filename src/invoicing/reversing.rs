//! When a payment may be taken back, and from where its money is taken. Pure.

use chrono::NaiveDate;

use crate::base::Ore;
use crate::ledger::kontering::Paid;

use super::model::PaymentKind;
use super::rules::RuleError;

/// What decides whether a payment may be taken back.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReversalFacts {
    pub(super) kind: PaymentKind,
    /// Taken back before, or itself a taking back.
    pub(super) is_reversed: bool,
    /// Did the bank take it back? Then it is so, whatever has become of the money.
    pub(super) is_fact: bool,
    pub(super) paid_on: NaiveDate,
    pub(super) amount: Ore,
    pub(super) over: Ore,
    /// Of the invoice, this payment with it.
    pub(super) paid_before: Ore,
    /// What the farm owes the customer.
    pub(super) owed: Ore,
}

/// Everything that keeps a payment from being taken back.
pub(super) fn reversal_faults(
    facts: &ReversalFacts,
    date: NaiveDate,
    today: NaiveDate,
) -> Vec<RuleError> {
    if facts.is_reversed {
        return vec![RuleError::Reversed];
    }
    let is_moved = !facts.is_fact && facts.amount > facts.paid_before;
    if facts.kind == PaymentKind::Moved || is_moved {
        return vec![RuleError::MovedAway];
    }
    let mut faults = Vec::new();
    let used = facts.over - facts.owed.max(Ore::ZERO);
    let is_used = !facts.is_fact && facts.over > Ore::ZERO && used > Ore::ZERO;
    faults.extend(is_used.then_some(RuleError::OverUsed(used)));
    if date > today {
        faults.push(RuleError::PaidInFuture);
    } else if date < facts.paid_on {
        faults.push(RuleError::BeforePayment(facts.paid_on));
    }
    faults
}

/// What a payment taken back takes from where, given what is left there of what was paid: what is no
/// more, as it has become the customer's to have, is taken from that.
pub(crate) fn taken_back(original: Paid, left: Paid) -> Paid {
    let part = |of: Ore, left: Ore| of.min(left.max(Ore::ZERO));
    let invoice = part(original.invoice, left.invoice);
    let interest = part(original.interest, left.interest);
    let fee = part(original.fee, left.fee);
    Paid { invoice, interest, fee, over: original.total() - invoice - interest - fee }
}
