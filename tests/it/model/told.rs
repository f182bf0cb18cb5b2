//! What the model says of itself, in the words of the questions asked of the farm.

use super::reference::{Entry, Farm, Invoice, Order, Part, Piece, SOLD};

/// The state of an order: its parts', or with the invoices at hand theirs.
pub(super) fn state(order: &Order, invoices: Option<&[Invoice]>) -> &'static str {
    if let (Some(invoice), Some(invoices)) = (order.invoice, invoices) {
        let invoice = &invoices[invoice];
        return match invoice.credit {
            Some(_) => "credited",
            None if invoice.paid == invoice.total => "paid",
            None => "invoiced",
        };
    }
    let alive = order.parts.values().map(|(state, _)| *state).filter(|s| *s != Part::Cancelled);
    match alive.min() {
        Some(Part::Received) => "received",
        Some(Part::Confirmed) => "confirmed",
        Some(Part::Delivered) => "delivered",
        Some(Part::Cancelled) | None => "cancelled",
    }
}

impl Farm {
    /// Counts and sums, as the cheap question has them.
    pub fn sums(&self) -> String {
        let taken: i64 = self.places.values().sum();
        let invoiced: i64 =
            self.invoices.iter().filter(|i| i.credit.is_none()).map(|i| i.total).sum();
        let paid: i64 = self.invoices.iter().map(|i| i.paid).sum();
        let approved = self.pieces.iter().filter(|p| p.state == Entry::Approved);
        let minutes: i64 = approved.map(|p| p.worked).sum();
        let (documents, vouchers) = (self.documents, self.documents + self.payments);
        format!(
            "orders {}, taken {taken}, past a limit 0, documents {documents} to {documents}, \
             vouchers {vouchers} to {vouchers}, out of balance 0, owed {}, owed back {}, in the bank {}, \
             entries {}, approved {minutes}, kept {minutes}",
            self.orders.len(),
            invoiced - paid,
            self.owed_back,
            paid + self.owed_back,
            self.pieces.len()
        )
    }

    pub fn orders_told(&self) -> String {
        let told = |o: &Order| format!("{} {}", o.number, state(o, Some(&self.invoices)));
        self.orders.iter().map(told).collect::<Vec<_>>().join("; ")
    }

    pub fn parts_told(&self) -> String {
        let word = |part: Part| match part {
            Part::Received => "received",
            Part::Confirmed => "confirmed",
            Part::Delivered => "delivered",
            Part::Cancelled => "cancelled",
        };
        let mut told = Vec::new();
        for order in &self.orders {
            for (enterprise, (state, _)) in &order.parts {
                told.push(format!("{} {enterprise} {}", order.number, word(*state)));
            }
        }
        sorted(told)
    }

    pub fn places_told(&self) -> String {
        let taken = self.places.iter().filter(|(_, milli)| **milli > 0);
        sorted(taken.map(|((s, day), milli)| format!("{} {day} {milli}", SOLD[*s].code)).collect())
    }

    pub fn entries_told(&self) -> String {
        let told = |p: &Piece| {
            let key = if p.who == "amina" { "B01" } else { "B02" };
            let state = match p.state {
                Entry::Draft => "draft",
                Entry::Submitted => "submitted",
                Entry::Approved => "approved",
            };
            format!("{} {key} {} {state}", p.date, 1000 + p.start)
        };
        sorted(self.pieces.iter().map(told).collect())
    }
}

fn sorted(mut lines: Vec<String>) -> String {
    lines.sort_unstable();
    lines.join("; ")
}
