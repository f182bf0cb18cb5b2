//! What a receipt must be. Pure.

use chrono::NaiveDate;

use crate::base::{AccountNo, Ore, VatCode, sha256_hex};

use super::model::{NewPurchase, Purchase};

/// Letters in a receipt's number or a supplier's name, at most.
pub(super) const TEXT_MAX: usize = 100;
/// 10 000 000 kr.
pub(super) const GROSS_MAX: Ore = Ore::new(1_000_000_000);

/// Why a receipt is not booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotBookable {
    NoReceipt,
    ReceiptTooLong,
    ReceiptTaken,
    NoSupplier,
    SupplierTooLong,
    /// Debtors, bank, tax and the like are posted by the program, not by a receipt.
    Account,
    /// A sales code on a purchase.
    VatCode,
    /// Input VAT, where the seller is not in the VAT register.
    NotRegistered,
    Gross,
    DateInFuture,
    PaidInFuture,
    AlreadyPaid,
    /// The receipt's voucher has been mirrored.
    Corrected,
    /// No such order in the enterprise.
    Order,
    /// No such receipt.
    Unknown,
}

/// Everything that is wrong with a receipt, before the books are asked.
pub(super) fn faults(new: &NewPurchase, today: NaiveDate) -> Vec<NotBookable> {
    use NotBookable::{
        Account, DateInFuture, Gross, NoReceipt, NoSupplier, PaidInFuture, ReceiptTooLong,
        SupplierTooLong,
    };
    [
        (new.receipt.trim().is_empty(), NoReceipt),
        (new.receipt.chars().count() > TEXT_MAX, ReceiptTooLong),
        (new.date > today, DateInFuture),
        (new.supplier.trim().is_empty(), NoSupplier),
        (new.supplier.chars().count() > TEXT_MAX, SupplierTooLong),
        (!is_cost_account(&new.account), Account),
        (!new.vat_code.is_purchase(), NotBookable::VatCode),
        (new.gross <= Ore::ZERO || new.gross > GROSS_MAX, Gross),
        (new.paid_on.is_some_and(|day| day > today), PaidInFuture),
    ]
    .into_iter()
    .filter_map(|(is_wrong, fault)| is_wrong.then_some(fault))
    .collect()
}

/// May a receipt be put on the account? Costs, stock and equipment may; 15, 19, 24 and 27 may not.
///
/// Source: NS 4102: classes 4 to 8 are costs, groups 10 to 14 assets bought for use or stock.
pub(crate) fn is_cost_account(account: &AccountNo) -> bool {
    let number = account.as_str();
    matches!(number.as_bytes().first(), Some(b'4'..=b'8'))
        || matches!(number.get(..2), Some("10" | "11" | "12" | "13" | "14"))
}

/// May the VAT of a receipt under this code be got back?
///
/// Source: merverdiavgiftsloven § 8-1: only one who is registered deducts input VAT; for others it
/// is part of the cost, and the receipt is booked with all of it, under code 0.
pub(super) fn may_deduct(code: VatCode, is_registered: bool) -> bool {
    is_registered || code == VatCode::InNone
}

/// SHA-256 of what a receipt says, as its voucher carries it.
pub(super) fn digest(row: &Purchase) -> String {
    let says = (
        &row.receipt,
        row.purchase_date.to_string(),
        &row.supplier,
        row.enterprise_id.as_str(),
        row.account.as_str(),
        row.vat_code.as_str(),
        (row.gross_ore, row.net_ore, row.vat_ore),
    );
    sha256_hex(serde_json::to_string(&says).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::EnterpriseId;

    fn receipt() -> NewPurchase {
        NewPurchase {
            receipt: "L1".into(),
            date: "2026-05-10".parse().unwrap(),
            supplier: "Byggevare AS".into(),
            enterprise_id: EnterpriseId::from_text("e1"),
            account: AccountNo::of(4000),
            vat_code: VatCode::In25,
            gross: Ore::new(12_500),
            paid_on: None,
            order_id: None,
        }
    }

    type Change = fn(&mut NewPurchase);

    #[test]
    fn each_fault_is_told_by_name() {
        let today = "2026-05-10".parse().unwrap();
        let table: [(Change, Option<NotBookable>); 11] = [
            (|_| (), None),
            (|p| p.receipt = "  ".into(), Some(NotBookable::NoReceipt)),
            (|p| p.receipt = "x".repeat(101), Some(NotBookable::ReceiptTooLong)),
            (|p| p.supplier = String::new(), Some(NotBookable::NoSupplier)),
            (|p| p.supplier = "æ".repeat(101), Some(NotBookable::SupplierTooLong)),
            (|p| p.account = AccountNo::of(1920), Some(NotBookable::Account)),
            (|p| p.vat_code = VatCode::Out25, Some(NotBookable::VatCode)),
            (|p| p.gross = Ore::ZERO, Some(NotBookable::Gross)),
            (|p| p.gross = Ore::new(1_000_000_001), Some(NotBookable::Gross)),
            (|p| p.date = "2026-05-11".parse().unwrap(), Some(NotBookable::DateInFuture)),
            (|p| p.paid_on = "2026-05-11".parse().ok(), Some(NotBookable::PaidInFuture)),
        ];
        for (change, fault) in table {
            let mut new = receipt();
            change(&mut new);
            assert_eq!(faults(&new, today), fault.into_iter().collect::<Vec<_>>(), "{new:?}");
        }
    }

    #[test]
    fn only_who_is_in_the_vat_register_gets_vat_back() {
        for code in [VatCode::In25, VatCode::In15, VatCode::In12] {
            assert!(may_deduct(code, true) && !may_deduct(code, false), "{code}");
        }
        assert!(may_deduct(VatCode::InNone, true) && may_deduct(VatCode::InNone, false));
    }

    #[test]
    fn a_receipt_goes_on_costs_and_things() {
        for (number, answer) in
            [(4000, true), (7140, true), (1250, true), (1500, false), (2710, false), (3010, false)]
        {
            assert_eq!(is_cost_account(&AccountNo::of(number)), answer, "{number}");
        }
    }
}
