//! What stands in the books.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::{
    AccountId, AccountNo, EnterpriseId, Month, Ore, UtcTime, VatCode, VatTerm, VoucherId,
};
use crate::db::schema::{closed_term, posting, voucher};

use super::VoucherKind;

/// A voucher in the books. No field of it is ever changed.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = voucher, treat_none_as_default_value = false)]
#[expect(clippy::struct_field_names, reason = "the columns say which of several dates they are")]
pub(crate) struct Voucher {
    pub(crate) id: VoucherId,
    pub(crate) fiscal_year: i32,
    pub(crate) number: i64,
    pub(crate) kind: VoucherKind,
    pub(crate) voucher_date: NaiveDate,
    pub(crate) posted_at: UtcTime,
    pub(crate) by_account: Option<AccountId>,
    pub(crate) document: String,
    /// SHA-256 of what the document says; None when it says no more than the postings.
    pub(crate) content_digest: Option<String>,
    pub(crate) corrects: Option<VoucherId>,
    pub(crate) text_digest: String,
    pub(crate) previous_hash: String,
    pub(crate) hash: String,
}

/// A posting in the books; `line` counts from 1 within the voucher.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = posting, treat_none_as_default_value = false)]
pub(crate) struct BookedPosting {
    pub(crate) voucher_id: VoucherId,
    pub(crate) line: i32,
    pub(crate) account: AccountNo,
    /// Debit positive, credit negative.
    pub(crate) amount_ore: Ore,
    pub(crate) enterprise_id: Option<EnterpriseId>,
    pub(crate) vat_code: Option<VatCode>,
    pub(crate) vat_base_ore: Option<Ore>,
    pub(crate) party: Option<String>,
    pub(crate) entry_date: NaiveDate,
    pub(crate) period: Month,
}

/// A VAT term that takes no more postings.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = closed_term, treat_none_as_default_value = false)]
pub(crate) struct ClosedTerm {
    pub(crate) year: i32,
    pub(crate) term: i32,
    pub(crate) closed_at: UtcTime,
    pub(crate) closed_by: Option<AccountId>,
}

impl ClosedTerm {
    pub(crate) const fn vat_term(&self) -> VatTerm {
        VatTerm { year: self.year, term: self.term }
    }
}

/// What one month holds on an account, enterprise and VAT code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) account: AccountNo,
    pub(crate) enterprise_id: Option<EnterpriseId>,
    pub(crate) vat_code: Option<VatCode>,
    pub(crate) month: Month,
    /// Debit positive, credit negative.
    pub(crate) amount: Ore,
}
