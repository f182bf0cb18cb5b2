//! What has happened to a document since it was issued, beside payments: reminders, and loss.

use chrono::NaiveDate;

use crate::base::Ore;
use crate::invoicing::{Charges, Document, InvoiceKind, Reminder, WriteOff};
use crate::ledger::pages::day_words;
use crate::people::{Actor, Right};

/// What the page shows of it.
pub(super) struct After {
    pub(super) reminders: Vec<Sent>,
    /// Open of fees and interest.
    pub(super) charges: Charges,
    pub(super) loss: Option<LossLine>,
    pub(super) may_settle: bool,
    pub(super) may_propose_loss: bool,
}

/// A reminder in one line.
pub(super) struct Sent {
    pub(super) number: i32,
    pub(super) day: String,
    pub(super) total: Ore,
    pub(super) due: String,
}

/// A loss in one line.
pub(super) struct LossLine {
    pub(super) words: &'static str,
    pub(super) amount: Ore,
    pub(super) reason: String,
}

impl After {
    pub(super) fn of(document: &Document, actor: &Actor, today: NaiveDate) -> Self {
        let sent = |one: &Reminder| Sent {
            number: one.number,
            day: day_words(one.sent_on),
            total: one.total(),
            due: day_words(one.due_date),
        };
        let loss = |one: &WriteOff| LossLine {
            words: one.state.words(),
            amount: one.amount_ore,
            reason: one.reason.clone(),
        };
        let may_settle = actor.may(Right::WriteOff);
        let is_lost_perhaps = document.invoice.kind == InvoiceKind::Invoice
            && document.open() > Ore::ZERO
            && document.invoice.due_date < today
            && !document.seller.is_basis
            && document.loss.is_none();
        Self {
            reminders: document.reminders.iter().map(sent).collect(),
            charges: document.charges,
            loss: document.loss.as_ref().map(loss),
            may_settle,
            may_propose_loss: may_settle && is_lost_perhaps,
        }
    }
}
