//! Which accounts an event goes on. The one file an accountant reviews. Pure.
//!
//! Each rule names its source. Amounts are taken as they are given: net, tax and gross have been
//! computed gross first (`base/vat.rs`) and stand on the document.

use crate::base::{AccountNo, EnterpriseId, Ore, VatCode};

use super::voucher::{Balanced, NotBalanced, Posting};

/// Trade debtors.
const DEBTORS: u16 = 1500;
/// The bank account.
const BANK: u16 = 1920;
/// Debts to customers: what they have paid and not had anything for.
const OWED_BACK: u16 = 2900;
/// Fees of reminders.
const FEES: u16 = 3900;
/// Interest of those who pay late.
const INTEREST: u16 = 8050;
/// Trade creditors.
const CREDITORS: u16 = 2400;
/// Debts that are lost.
const LOSSES: u16 = 7830;

text_enum!(
    /// What is sold: the account of a sale depends on it.
    SaleKind { Goods = "goods", Service = "service" }
);

/// A line of a sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SaleLine {
    pub(crate) enterprise_id: EnterpriseId,
    pub(crate) account: AccountNo,
    pub(crate) vat_code: VatCode,
    /// Without VAT.
    pub(crate) net: Ore,
}

/// The tax of one VAT code on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SaleTax {
    pub(crate) vat_code: VatCode,
    pub(crate) base: Ore,
    pub(crate) vat: Ore,
}

/// The account of a sale; None for what CONTRACT refuses: food as a service, rooms as goods.
///
/// Source: CONTRACT section 3, "Booking rules"; NS 4102 groups 30, 31 and 32.
pub(crate) fn sales_account(kind: SaleKind, code: VatCode) -> Option<AccountNo> {
    let number = match (kind, code) {
        (SaleKind::Goods, VatCode::Out25) => 3010,
        (SaleKind::Goods, VatCode::Out15) => 3040,
        (SaleKind::Goods, VatCode::ZeroRated) => 3110,
        (SaleKind::Goods, VatCode::OutsideVat) => 3210,
        (SaleKind::Service, VatCode::Out25) => 3020,
        (SaleKind::Service, VatCode::Out12) => 3050,
        (SaleKind::Service, VatCode::ZeroRated) => 3120,
        (SaleKind::Service, VatCode::OutsideVat) => 3220,
        _ => return None,
    };
    Some(AccountNo::of(number))
}

/// The account of a code's tax; None for codes without tax.
///
/// Source: CONTRACT section 3; NS 4102 group 27; merverdiavgiftsloven § 11-1 (owed), § 8-1 (deducted).
pub(crate) fn tax_account(code: VatCode) -> Option<AccountNo> {
    let number = match code {
        VatCode::Out25 => 2700,
        VatCode::Out15 => 2701,
        VatCode::Out12 => 2703,
        VatCode::In25 => 2710,
        VatCode::In15 => 2711,
        VatCode::In12 => 2713,
        VatCode::ZeroRated | VatCode::OutsideVat | VatCode::NoTreatment | VatCode::InNone => {
            return None;
        }
    };
    Some(AccountNo::of(number))
}

/// A sale: debit debtors; credit each line on its own account and department, and each code's tax.
///
/// # Errors
/// [`NotBalanced`] when lines and tax are not the total, or all is zero.
///
/// Source: CONTRACT section 3, "Sale"; bokføringsforskriften § 5-1-1; regnskapsloven § 4-1 nr. 2.
pub(crate) fn sale(
    customer: &str,
    total: Ore,
    lines: &[SaleLine],
    taxes: &[SaleTax],
) -> Result<Balanced, NotBalanced> {
    let mut postings = vec![Posting::debit(AccountNo::of(DEBTORS), total).with(customer)];
    for line in lines {
        let credit = Posting::credit(line.account.clone(), line.net);
        postings.push(credit.of(&line.enterprise_id).under(line.vat_code).with(customer));
    }
    for tax in taxes {
        if let Some(account) = tax_account(tax.vat_code) {
            let credit = Posting::credit(account, tax.vat);
            postings.push(credit.under(tax.vat_code).tax_of(-tax.base).with(customer));
        }
    }
    Balanced::new(postings)
}

/// A credit note: the mirror image of the sale's stored figures, never computed anew.
///
/// # Errors
/// As [`sale`].
///
/// Source: CONTRACT section 3, "A credit note"; bokføringsforskriften § 5-2-7 (salgsdokument rettes
/// med kreditnota).
pub(crate) fn credit_note(
    customer: &str,
    total: Ore,
    lines: &[SaleLine],
    taxes: &[SaleTax],
) -> Result<Balanced, NotBalanced> {
    Ok(sale(customer, total, lines, taxes)?.reversed())
}

/// What a payment is of: the four are the whole of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paid {
    pub(crate) invoice: Ore,
    pub(crate) interest: Ore,
    pub(crate) fee: Ore,
    /// More than was open.
    pub(crate) over: Ore,
}

impl Paid {
    pub(crate) fn total(self) -> Ore {
        self.invoice + self.interest + self.fee + self.over
    }

    fn credits(self, customer: &str) -> [Posting; 4] {
        [
            (DEBTORS, self.invoice),
            (INTEREST, self.interest),
            (FEES, self.fee),
            (OWED_BACK, self.over),
        ]
        .map(|(account, amount)| Posting::credit(AccountNo::of(account), amount).with(customer))
    }
}

/// Where the money of a payment is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MoneyFrom {
    /// It comes in on the account.
    Bank,
    /// It came before, and nobody knew from whom; or a person has taken it back from where it was
    /// put, and it waits to be placed anew.
    Unplaced,
    /// The farm owed it to the customer.
    Credit,
}

impl MoneyFrom {
    fn debit(self, customer: &str, amount: Ore) -> Posting {
        match self {
            Self::Bank => Posting::debit(AccountNo::of(BANK), amount),
            Self::Unplaced => Posting::debit(AccountNo::of(OWED_BACK), amount),
            Self::Credit => Posting::debit(AccountNo::of(OWED_BACK), amount).with(customer),
        }
    }
}

/// A payment of an invoice: debit bank (or what was owed back), credit debtors, and what came
/// beside: interest, fee, and what is past all that was open as a debt to the customer.
///
/// A payment taken back is the mirror image. The bank account is credited only when the money left
/// it; what a person takes back from an invoice is on the account still, and goes to what is owed
/// ([`MoneyFrom::Unplaced`]) until it is placed. When the bank takes back what the customer has
/// used or had back already, the customer owes it: the debt to it (2900) is then less than nothing,
/// a claim that the next money of the customer meets.
///
/// # Errors
/// [`NotBalanced`] when the amount is zero.
///
/// Source: CONTRACT section 3, "Payment"; NS 4102 groups 29 (forskudd fra kunder), 39 and 80;
/// regnskapsloven § 6-2 D (annen kortsiktig gjeld): money not earned is a debt.
pub(crate) fn payment(
    from: MoneyFrom,
    customer: &str,
    paid: Paid,
) -> Result<Balanced, NotBalanced> {
    let mut postings = vec![from.debit(customer, paid.total())];
    postings.extend(paid.credits(customer));
    Balanced::new(postings)
}

/// One payment of a file from the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Received<'a> {
    /// The customer's id, and what it is of.
    Known(&'a str, Paid),
    /// Nobody knows what it is for.
    Unplaced(Ore),
}

/// What came by one file on one day: debit bank in one sum, as the bank's own statement has it;
/// credit what each payment is of.
///
/// Money that nobody knows what is for is booked too, as a debt to whoever paid it: the account
/// must be the bank's to the øre on the day itself, the money is not ours, and income it is not.
/// It stands without a customer until a person says whose it is.
///
/// # Errors
/// [`NotBalanced`] when all is zero.
///
/// Source: as [`payment`]; bokføringsloven § 4 nr. 1 and 2 (fullstendighet, realitet), § 11
/// (avstemming av bank); regnskapsloven § 4-1 nr. 4.
pub(crate) fn receipts(received: &[Received<'_>]) -> Result<Balanced, NotBalanced> {
    let total = received.iter().map(|one| match one {
        Received::Known(_, paid) => paid.total(),
        Received::Unplaced(amount) => *amount,
    });
    let mut postings = vec![Posting::debit(AccountNo::of(BANK), total.sum())];
    for one in received {
        match one {
            Received::Known(customer, paid) => postings.extend(paid.credits(customer)),
            Received::Unplaced(amount) => {
                postings.push(Posting::credit(AccountNo::of(OWED_BACK), *amount));
            }
        }
    }
    Balanced::new(postings)
}

/// Money from a customer for no invoice yet: debit bank (or the unplaced), credit the debt to it.
///
/// # Errors
/// [`NotBalanced`] when the amount is zero.
///
/// Source: as [`payment`]; an advance is a debt until delivery (DOMAIN section 4).
pub(crate) fn prepayment(
    from: MoneyFrom,
    customer: &str,
    amount: Ore,
) -> Result<Balanced, NotBalanced> {
    Balanced::new(vec![
        from.debit(customer, amount),
        Posting::credit(AccountNo::of(OWED_BACK), amount).with(customer),
    ])
}

/// Money given back: debit the debt, to the customer or to whoever paid; credit bank.
///
/// # Errors
/// [`NotBalanced`] when the amount is zero.
///
/// Source: as [`payment`].
pub(crate) fn paid_back(customer: Option<&str>, amount: Ore) -> Result<Balanced, NotBalanced> {
    let debt = Posting::debit(AccountNo::of(OWED_BACK), amount);
    Balanced::new(vec![
        match customer {
            Some(customer) => debt.with(customer),
            None => debt,
        },
        Posting::credit(AccountNo::of(BANK), amount),
    ])
}

/// An invoice was credited after it had been paid: debit debtors, and the interest and fee that were
/// paid for being late with a debt that is no more; credit the debt to the customer.
///
/// # Errors
/// [`NotBalanced`] when the amount is zero.
///
/// Source: as [`payment`]; regnskapsloven § 4-1 and § 6-2: debtors are not set off against debts.
pub(crate) fn credited_after_payment(customer: &str, paid: Paid) -> Result<Balanced, NotBalanced> {
    let debits = [(DEBTORS, paid.invoice), (INTEREST, paid.interest), (FEES, paid.fee)]
        .map(|(account, amount)| Posting::debit(AccountNo::of(account), amount).with(customer));
    let owed = paid.invoice + paid.interest + paid.fee;
    let mut postings = debits.to_vec();
    postings.push(Posting::credit(AccountNo::of(OWED_BACK), owed).with(customer));
    Balanced::new(postings)
}

/// A debt that is lost for good: debit losses with the net, debit the output tax that was reckoned
/// of it, code by code; credit debtors. It belongs to no enterprise, so that revenue stays as it was
/// invoiced.
///
/// # Errors
/// [`NotBalanced`] when all is zero.
///
/// Source: NS 4102 group 78; merverdiavgiftsloven § 4-7 first paragraph (the base is put right when a
/// debt is found lost), § 15-1; regnskapsloven § 4-1 nr. 2.
pub(crate) fn loss(customer: &str, taxes: &[SaleTax]) -> Result<Balanced, NotBalanced> {
    let mut postings = Vec::new();
    for tax in taxes {
        let lost = Posting::debit(AccountNo::of(LOSSES), tax.base).with(customer);
        if let Some(account) = tax_account(tax.vat_code) {
            postings.push(lost.under(tax.vat_code));
            let debit = Posting::debit(account, tax.vat).under(tax.vat_code).tax_of(tax.base);
            postings.push(debit.with(customer));
        } else {
            postings.push(lost);
        }
    }
    let gross: Ore = taxes.iter().map(|tax| tax.base + tax.vat).sum();
    postings.push(Posting::credit(AccountNo::of(DEBTORS), gross).with(customer));
    Balanced::new(postings)
}

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PurchaseFacts<'a> {
    /// An opaque id.
    pub(crate) supplier: &'a str,
    pub(crate) enterprise_id: &'a EnterpriseId,
    pub(crate) account: AccountNo,
    pub(crate) vat_code: VatCode,
    pub(crate) net: Ore,
    pub(crate) vat: Ore,
}

/// A purchase: debit the account with its department, debit the tax, credit creditors.
///
/// # Errors
/// [`NotBalanced`] when all is zero.
///
/// Source: CONTRACT section 3, "Purchase"; merverdiavgiftsloven § 8-1.
pub(crate) fn purchase(facts: &PurchaseFacts<'_>) -> Result<Balanced, NotBalanced> {
    let cost = Posting::debit(facts.account.clone(), facts.net)
        .of(facts.enterprise_id)
        .under(facts.vat_code)
        .with(facts.supplier);
    let mut postings = vec![cost];
    let mut owed = facts.net;
    if let Some(account) = tax_account(facts.vat_code) {
        let tax = Posting::debit(account, facts.vat).under(facts.vat_code).tax_of(facts.net);
        postings.push(tax.with(facts.supplier));
        owed += facts.vat;
    }
    postings.push(Posting::credit(AccountNo::of(CREDITORS), owed).with(facts.supplier));
    Balanced::new(postings)
}

/// A purchase paid: debit creditors, credit bank.
///
/// # Errors
/// [`NotBalanced`] when the amount is zero.
///
/// Source: CONTRACT section 3, "paid: debit 2400, credit 1920".
pub(crate) fn purchase_payment(supplier: &str, gross: Ore) -> Result<Balanced, NotBalanced> {
    Balanced::new(vec![
        Posting::debit(AccountNo::of(CREDITORS), gross).with(supplier),
        Posting::credit(AccountNo::of(BANK), gross),
    ])
}
