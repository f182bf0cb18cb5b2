//! What has happened to a document since it was issued, beside payments: sent, reminded of, lost.

use chrono::NaiveDate;

use crate::base::Ore;
use crate::error::AppResult;
use crate::invoicing::{
    self, Charges, DeliveryState, Document, EhfState, InvoiceKind, Reminder, Ways, WriteOff,
};
use crate::ledger::pages::day_words;
use crate::pdf;
use crate::people::{Actor, Right};
use crate::web::Ctx;

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

/// How a document was sent, and how it may be.
#[expect(clippy::struct_excessive_bools, reason = "each is seen or not by itself")]
pub(super) struct Sending {
    /// May the one who looks send it?
    pub(super) may_send: bool,
    /// May it go to the access point, for the first time or after it failed?
    pub(super) may_send_ehf: bool,
    /// Did it fail before?
    pub(super) is_again: bool,
    /// Must the person know that the buyer gave no reference?
    pub(super) lacks_reference: bool,
    is_ehf: bool,
    /// How far the EHF has come, since when, and what was answered.
    pub(super) ehf: Option<(&'static str, String, String)>,
    /// To whom it was mailed, and what became of it.
    pub(super) mails: Vec<(String, String)>,
    pub(super) recipient: String,
}

impl Sending {
    /// What the button of the access point says.
    pub(super) const fn send_words(&self) -> &'static str {
        if self.is_again { "Send EHF på nytt" } else { "Send EHF til aksesspunktet" }
    }

    /// Which files go with a mail.
    pub(super) const fn mail_hint(&self) -> &'static str {
        match (pdf::IS_BUILT, self.is_ehf) {
            (true, true) => "Med PDF og EHF",
            (true, false) => "Med PDF",
            (false, true) => "Med EHF",
            (false, false) => "",
        }
    }

    /// # Errors
    /// `NotSignedIn`.
    pub(super) fn of(
        document: &Document,
        ways: &Ways,
        ctx: &Ctx,
        typed: Option<String>,
    ) -> AppResult<Self> {
        let may_send = ctx.actor()?.may(Right::Invoice) && !document.seller.is_basis;
        let is_ehf = matches!(invoicing::ehf_state(document), EhfState::Ready(_));
        let state = ways.ehf.as_ref().map(|ehf| ehf.state);
        let has_access_point = ctx.app.settings.access_point_url.is_some();
        let now = ctx.app.clock.now();
        let mails = ways.mails.iter().map(|told| (told.recipient.clone(), told.became(now)));
        let ehf = ways.ehf.as_ref().map(|ehf| {
            let at = ehf.sent_at.unwrap_or(ehf.queued_at);
            (ehf.state.words(), at.oslo_text(), ehf.answer.clone())
        });
        Ok(Self {
            may_send,
            may_send_ehf: may_send
                && is_ehf
                && has_access_point
                && state.is_none_or(|state| state == DeliveryState::Failed),
            is_again: state == Some(DeliveryState::Failed),
            lacks_reference: invoicing::lacks_reference(document),
            is_ehf,
            ehf,
            mails: mails.collect(),
            recipient: typed.unwrap_or_else(|| ways.email.clone()),
        })
    }
}
