//! Vouchers and postings: what a set of postings must be before it can be a voucher. Pure.

use chrono::NaiveDate;

use crate::base::{AccountId, AccountNo, EnterpriseId, Ore, VatCode, VoucherId};

text_enum!(
    /// What a voucher documents.
    VoucherKind {
        Sale = "sale",
        CreditNote = "credit_note",
        Payment = "payment",
        Purchase = "purchase",
        PurchasePayment = "purchase_payment",
        /// The mirror image of another voucher.
        Correction = "correction",
        /// A debt found lost, and its mirror image when it was paid after all.
        WriteOff = "write_off",
    }
);

impl VoucherKind {
    /// As a person reads it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Sale => "Salg",
            Self::CreditNote => "Kreditnota",
            Self::Payment => "Innbetaling",
            Self::Purchase => "Innkjøp",
            Self::PurchasePayment => "Betalt innkjøp",
            Self::Correction => "Rettelse",
            Self::WriteOff => "Tap på krav",
        }
    }
}

/// One line of a voucher: an amount on an account, and what it is told apart by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Posting {
    pub(crate) account: AccountNo,
    /// Debit is positive, credit negative.
    pub(crate) amount: Ore,
    /// The department; None for what belongs to no one enterprise.
    pub(crate) enterprise_id: Option<EnterpriseId>,
    pub(crate) vat_code: Option<VatCode>,
    /// What the tax was computed of; on a VAT posting only.
    pub(crate) vat_base: Option<Ore>,
    /// Customer or supplier, by an opaque id.
    pub(crate) party: Option<String>,
}

impl Posting {
    /// A plain posting; `amount` as it goes in the books, debit positive.
    pub(crate) const fn new(account: AccountNo, amount: Ore) -> Self {
        Self { account, amount, enterprise_id: None, vat_code: None, vat_base: None, party: None }
    }

    /// `amount` in debit.
    pub(crate) const fn debit(account: AccountNo, amount: Ore) -> Self {
        Self::new(account, amount)
    }

    /// `amount` in credit.
    pub(crate) fn credit(account: AccountNo, amount: Ore) -> Self {
        Self::new(account, -amount)
    }

    #[must_use]
    pub(crate) fn of(mut self, enterprise_id: &EnterpriseId) -> Self {
        self.enterprise_id = Some(enterprise_id.clone());
        self
    }

    #[must_use]
    pub(crate) const fn under(mut self, vat_code: VatCode) -> Self {
        self.vat_code = Some(vat_code);
        self
    }

    #[must_use]
    pub(crate) const fn tax_of(mut self, base: Ore) -> Self {
        self.vat_base = Some(base);
        self
    }

    #[must_use]
    pub(crate) fn with(mut self, party: &str) -> Self {
        self.party = Some(party.to_owned());
        self
    }

    fn reversed(&self) -> Self {
        Self { amount: -self.amount, vat_base: self.vat_base.map(|base| -base), ..self.clone() }
    }
}

/// Postings that sum to zero. There is no other way to make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Balanced(Vec<Posting>);

/// Why postings are no voucher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotBalanced {
    /// What debit has more than credit.
    Difference(Ore),
    /// No posting at all, or none but zeros.
    Empty,
    /// Past the range of an amount.
    TooLarge,
}

impl Balanced {
    /// Takes the postings that say something; those of zero are left out.
    ///
    /// # Errors
    /// [`NotBalanced`] when debit and credit differ or nothing is left.
    pub(crate) fn new(postings: Vec<Posting>) -> Result<Self, NotBalanced> {
        let said: Vec<Posting> = postings.into_iter().filter(|p| !p.amount.is_zero()).collect();
        if said.is_empty() {
            return Err(NotBalanced::Empty);
        }
        let sum: i128 = said.iter().map(|p| i128::from(p.amount.ore())).sum();
        match i64::try_from(sum) {
            Ok(0) => Ok(Self(said)),
            Ok(difference) => Err(NotBalanced::Difference(Ore::new(difference))),
            Err(_range) => Err(NotBalanced::TooLarge),
        }
    }

    /// The mirror image: debit for credit, line by line.
    #[must_use]
    pub(crate) fn reversed(&self) -> Self {
        Self(self.0.iter().map(Posting::reversed).collect())
    }

    pub(crate) fn postings(&self) -> &[Posting] {
        &self.0
    }
}

/// What is to be a voucher.
#[derive(Clone, Debug)]
pub(crate) struct NewVoucher {
    pub(crate) kind: VoucherKind,
    /// The accounting date, Oslo's.
    pub(crate) date: NaiveDate,
    /// The invoice's or receipt's number, as printed; no names.
    pub(crate) document: String,
    /// SHA-256 of what the document says, so that the chain holds it too; None for no document.
    pub(crate) content_digest: Option<String>,
    /// Who posts; None: the program.
    pub(crate) by: Option<AccountId>,
    /// Names and free text; kept in a row of its own that the law may ask us to remove.
    pub(crate) text: String,
    pub(crate) balanced: Balanced,
    /// The voucher this one is the mirror image of.
    pub(crate) corrects: Option<VoucherId>,
}

/// A voucher's place in the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Posted {
    pub(crate) id: VoucherId,
    /// The fiscal year.
    pub(crate) year: i32,
    /// Gap-free within the year, from 1.
    pub(crate) number: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(account: u16, ore: i64) -> Posting {
        Posting::new(AccountNo::of(account), Ore::new(ore))
    }

    #[test]
    fn only_what_sums_to_zero_is_balanced() {
        for (lines, answer) in [
            (vec![], Err(NotBalanced::Empty)),
            (vec![(1920, 0), (1500, 0)], Err(NotBalanced::Empty)),
            (vec![(1920, 50)], Err(NotBalanced::Difference(Ore::new(50)))),
            (vec![(1920, 100), (1500, -99)], Err(NotBalanced::Difference(Ore::new(1)))),
            (vec![(1920, i64::MAX), (1500, i64::MAX)], Err(NotBalanced::TooLarge)),
            (vec![(1920, 100), (1500, -60), (3010, -40)], Ok(3)),
            (vec![(1920, 100), (1500, -100), (3010, 0)], Ok(2)),
        ] {
            let postings = lines.iter().map(|(account, ore)| line(*account, *ore)).collect();
            let made = Balanced::new(postings).map(|b| b.postings().len());
            assert_eq!(made, answer, "{lines:?}");
        }
    }

    #[test]
    fn twice_reversed_is_the_same() {
        let vat = line(2700, -20).under(VatCode::Out25).tax_of(Ore::new(80));
        let balanced = Balanced::new(vec![line(1500, 100), line(3010, -80), vat]).unwrap();
        assert_ne!(balanced.reversed(), balanced);
        assert_eq!(balanced.reversed().reversed(), balanced);
    }
}
