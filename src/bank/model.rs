//! Files from the bank, what they held, and what became of it.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{AccountId, Ore, UtcTime, VoucherId};
use crate::db::schema::{bank_entry, bank_file, bank_settling};

text_enum!(
    /// What kind of file.
    FileKind { Ocr = "ocr", Camt = "camt" }
);

text_enum!(
    /// What became of an entry when its file was taken in.
    Fate {
        /// It met its invoice.
        Paid = "paid",
        /// No invoice has its KID, or it has none: booked as owed to whoever paid.
        Unknown = "unknown",
        /// Its invoice is credited: booked as owed to whoever paid.
        Credited = "credited",
        /// One just like it came in another file, under another reference: nothing is booked.
        Twice = "twice",
        /// Money went out: nothing is booked.
        Out = "out",
        /// The bank took a movement back: nothing is booked.
        Reversal = "reversal",
    }
);

text_enum!(
    /// What a person answered an entry that waited, or that it waits anew.
    How {
        Invoice = "invoice",
        Customer = "customer",
        PaidBack = "paid_back",
        Reversed = "reversed",
        /// It is booked by other ways, or is none of ours.
        PassedOver = "passed_over",
        /// Its payment was taken back by hand: the money is on the account, and it waits anew.
        Reopened = "reopened",
    }
);

/// A file that was taken in.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = bank_file, treat_none_as_default_value = false)]
pub(crate) struct BankFile {
    pub(crate) id: String,
    /// SHA-256 of its bytes.
    pub(crate) digest: String,
    pub(crate) kind: FileKind,
    /// As it was called; empty when it came by the page.
    pub(crate) name: String,
    /// Those known from other files too.
    pub(crate) entries: i64,
    /// In, less out.
    pub(crate) sum_ore: Ore,
    pub(crate) taken_at: UtcTime,
    /// None: the command line.
    pub(crate) taken_by: Option<AccountId>,
}

impl BankFile {
    /// `OCR 3f2a90b1`: as vouchers name it.
    pub(crate) fn document(&self) -> String {
        let kind = match self.kind {
            FileKind::Ocr => "OCR",
            FileKind::Camt => "camt",
        };
        format!("{kind} {}", self.digest.get(..8).unwrap_or_default())
    }
}

/// A movement on the account that one file told of first.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = bank_entry, treat_none_as_default_value = false)]
pub(crate) struct BankEntry {
    pub(crate) id: String,
    pub(crate) file_id: String,
    pub(crate) line: i64,
    /// The same in whatever file it comes.
    pub(crate) bank_key: String,
    pub(crate) booked_on: NaiveDate,
    /// Out of the account: negative.
    pub(crate) amount_ore: Ore,
    pub(crate) kid: String,
    pub(crate) reference: String,
    pub(crate) payer: String,
    pub(crate) message: String,
    pub(crate) fate: Fate,
    /// Of [`Fate::Paid`].
    pub(crate) payment_id: Option<String>,
    /// None: nothing is booked.
    pub(crate) voucher_id: Option<VoucherId>,
}

impl BankEntry {
    /// Does it wait for a person, given what was last said of it?
    pub(crate) fn waits(&self, last: Option<&Settling>) -> bool {
        match last {
            Some(last) => last.how == How::Reopened,
            None => self.fate != Fate::Paid,
        }
    }

    /// Is the money in the books, given what was last said of it?
    pub(crate) fn is_booked(&self, last: Option<&Settling>) -> bool {
        self.voucher_id.is_some() || last.is_some_and(|last| last.voucher_id.is_some())
    }

    /// Can it be answered so? What is booked must be placed; what is not may be passed over.
    pub(crate) fn takes(&self, how: How, is_booked: bool) -> bool {
        let came_in = self.amount_ore > Ore::ZERO;
        match how {
            How::Invoice | How::Customer => came_in,
            How::PaidBack => is_booked && came_in,
            How::Reversed => !came_in,
            How::PassedOver => !is_booked,
            How::Reopened => false,
        }
    }
}

/// What a person answered, or that the entry waits anew: one row a turn, the last says how it stands.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = bank_settling, treat_none_as_default_value = false)]
pub(crate) struct Settling {
    pub(crate) entry_id: String,
    /// The first is 1.
    pub(crate) turn: i32,
    pub(crate) how: How,
    /// Of [`How::Reopened`], the taking back.
    pub(crate) payment_id: Option<String>,
    /// None: nothing was booked.
    pub(crate) voucher_id: Option<VoucherId>,
    pub(crate) note: String,
    pub(crate) settled_at: UtcTime,
    pub(crate) settled_by: AccountId,
}

/// What came of taking a file in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) file_id: String,
    /// The very same file had been taken in before; nothing was done.
    pub(crate) was_known: bool,
    pub(crate) entries: i64,
    pub(crate) sum: Ore,
    /// Entries that met their invoice.
    pub(crate) paid: i64,
    /// Entries that wait for a person.
    pub(crate) waiting: i64,
    /// Entries that had come in another file.
    pub(crate) known: i64,
}
