//! What may be ordered, and what may be done with an order. Pure.

use super::model::{OrderState, PartState, Step};

/// Why a rule said no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotPossible {
    /// A part in this state cannot take this step.
    Part(PartState, Step),
    /// An order in this state cannot take this step.
    Order(OrderState, Step),
}

/// Every step a part can take; what is not here is refused.
const PART_STEPS: [(PartState, Step, PartState); 5] = [
    (PartState::Received, Step::Confirmed, PartState::Confirmed),
    (PartState::Received, Step::Delivered, PartState::Delivered),
    (PartState::Confirmed, Step::Delivered, PartState::Delivered),
    (PartState::Received, Step::Cancelled, PartState::Cancelled),
    (PartState::Confirmed, Step::Cancelled, PartState::Cancelled),
];

/// Every step a whole order takes beyond its parts; what is not here is refused.
const ORDER_STEPS: [(OrderState, Step, OrderState); 4] = [
    (OrderState::Delivered, Step::Invoiced, OrderState::Invoiced),
    (OrderState::Invoiced, Step::Paid, OrderState::Paid),
    (OrderState::Invoiced, Step::Credited, OrderState::Credited),
    (OrderState::Paid, Step::Credited, OrderState::Credited),
];

/// The state of a part after a step.
pub(super) fn next_part_state(state: PartState, step: Step) -> Result<PartState, NotPossible> {
    PART_STEPS
        .iter()
        .find(|(from, by, _)| *from == state && *by == step)
        .map(|(.., to)| *to)
        .ok_or(NotPossible::Part(state, step))
}

/// The state of an order after a step that concerns the whole of it.
pub(super) fn next_order_state(state: OrderState, step: Step) -> Result<OrderState, NotPossible> {
    ORDER_STEPS
        .iter()
        .find(|(from, by, _)| *from == state && *by == step)
        .map(|(.., to)| *to)
        .ok_or(NotPossible::Order(state, step))
}

/// The state of an order that has not been invoiced, from its parts'.
///
/// Cancelled when all are; else what the slowest of the others is.
pub(super) fn state_of_parts(parts: impl IntoIterator<Item = PartState>) -> OrderState {
    let slowest = parts.into_iter().filter(|state| *state != PartState::Cancelled).min();
    match slowest {
        None | Some(PartState::Cancelled) => OrderState::Cancelled,
        Some(PartState::Received) => OrderState::Received,
        Some(PartState::Confirmed) => OrderState::Confirmed,
        Some(PartState::Delivered) => OrderState::Delivered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_where_its_slowest_part_is() {
        use PartState::{Cancelled, Confirmed, Delivered, Received};
        for (parts, state) in [
            (vec![Received], OrderState::Received),
            (vec![Received, Delivered], OrderState::Received),
            (vec![Confirmed, Delivered], OrderState::Confirmed),
            (vec![Delivered, Cancelled], OrderState::Delivered),
            (vec![Cancelled, Cancelled], OrderState::Cancelled),
            (vec![Cancelled, Confirmed], OrderState::Confirmed),
        ] {
            assert_eq!(state_of_parts(parts.clone()), state, "{parts:?}");
        }
    }

    #[test]
    fn a_part_takes_only_the_steps_of_the_table() {
        for state in PartState::ALL {
            for step in Step::ALL {
                let allowed = PART_STEPS.iter().any(|(from, by, _)| from == state && by == step);
                assert_eq!(next_part_state(*state, *step).is_ok(), allowed);
            }
        }
        assert!(next_part_state(PartState::Delivered, Step::Cancelled).is_err());
    }

    #[test]
    fn an_invoice_needs_a_delivery_and_a_payment_an_invoice() {
        assert!(next_order_state(OrderState::Confirmed, Step::Invoiced).is_err());
        assert!(next_order_state(OrderState::Delivered, Step::Paid).is_err());
        assert_eq!(next_order_state(OrderState::Paid, Step::Credited), Ok(OrderState::Credited));
        assert!(next_order_state(OrderState::Credited, Step::Credited).is_err());
    }
}
