//! What a model test does with money: files from the bank, what waits, and what is owed.

use chrono::NaiveDate;

use super::World;
use super::world::Outcome;
use crate::bank::{self, Answer};
use crate::base::{CustomerId, Ore};
use crate::invoicing;

impl World<'_> {
    /// Takes a file from the bank in; answers how many entries wait for a person.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn take_bank_file(&mut self, text: &str) -> Outcome<i64> {
        self.act(|tx, now| Ok(bank::take_in_bytes(tx, text, None, now)?.waiting))
    }

    /// Says that an entry that waits is of an invoice.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn settle_on_invoice(&mut self, who: &str, entry: &str, invoice: i64) -> Outcome<()> {
        self.settle(who, entry, &Answer::Invoice(invoice))
    }

    /// Says that an entry that waits is a customer's, for no invoice.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn settle_on_customer(&mut self, who: &str, entry: &str, customer: &str) -> Outcome<()> {
        self.settle(who, entry, &Answer::Customer(CustomerId::from_text(customer)))
    }

    /// Says that an entry that waits went back to whoever paid.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn settle_as_paid_back(&mut self, who: &str, entry: &str, on: NaiveDate) -> Outcome<()> {
        self.settle(who, entry, &Answer::PaidBack(on))
    }

    fn settle(&mut self, who: &str, entry: &str, answer: &Answer) -> Outcome<()> {
        let actor = self.actor(who)?;
        self.act(|tx, now| bank::settle(tx, actor, entry, answer, now).map(drop))
    }

    /// Pays of an invoice with what the farm owes a customer.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn use_credit(
        &mut self,
        who: &str,
        customer: &str,
        invoice: i64,
        amount_ore: i64,
    ) -> Outcome<()> {
        let (by, on) = (self.actor(who)?.account_id.clone(), self.today());
        let (customer, amount) = (CustomerId::from_text(customer), Ore::new(amount_ore));
        self.act(|tx, now| {
            invoicing::use_credit(tx, &by, &customer, invoice, amount, on, now).map(drop)
        })
    }

    /// Pays a customer back.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn pay_back(&mut self, who: &str, customer: &str, amount_ore: i64) -> Outcome<()> {
        let (by, on) = (self.actor(who)?.account_id.clone(), self.today());
        let (customer, amount) = (CustomerId::from_text(customer), Ore::new(amount_ore));
        self.act(|tx, now| invoicing::pay_back(tx, &by, &customer, amount, on, now))
    }

    /// Says that an entry that waits is the bank taking a payment back.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn settle_as_reversed(&mut self, who: &str, entry: &str, payment: &str) -> Outcome<()> {
        self.settle(who, entry, &Answer::Reversed(payment.to_owned()))
    }

    /// Takes a payment back by hand.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn reverse_payment(&mut self, who: &str, payment: &str) -> Outcome<()> {
        let by = self.actor(who)?.account_id.clone();
        self.act(|tx, now| bank::take_back(tx, &by, payment, now).map(drop))
    }

    /// Makes what was paid of a credited invoice the customer's to have.
    ///
    /// # Errors
    /// The refusal's code.
    pub fn move_to_credit(&mut self, who: &str, invoice: i64) -> Outcome<()> {
        let by = self.actor(who)?.account_id.clone();
        self.act(|tx, now| invoicing::move_to_credit(tx, &by, invoice, now).map(drop))
    }
}
