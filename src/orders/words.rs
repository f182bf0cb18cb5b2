//! What a person reads of an order, and when a rule says no.

use super::model::{OrderState, PartState, Step};
use super::rules::NotPossible;
use crate::error::{AppError, Refusal};

impl OrderState {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Received => "Mottatt",
            Self::Confirmed => "Bekreftet",
            Self::Delivered => "Levert",
            Self::Invoiced => "Fakturert",
            Self::Paid => "Betalt",
            Self::Credited => "Kreditert",
            Self::Cancelled => "Avlyst",
        }
    }
}

impl PartState {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Received => "Mottatt",
            Self::Confirmed => "Bekreftet",
            Self::Delivered => "Levert",
            Self::Cancelled => "Avlyst",
        }
    }
}

impl Step {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Confirmed => "Bekreftet",
            Self::Delivered => "Levert",
            Self::Cancelled => "Avlyst",
            Self::Invoiced => "Fakturert",
            Self::Paid => "Betalt",
            Self::Credited => "Kreditert",
            Self::Withdrawal => "Angret av kunden",
            Self::Address => "Adresse lagt til",
        }
    }

    const fn infinitive(self) -> &'static str {
        match self {
            Self::Confirmed => "bekreftes",
            Self::Delivered => "leveres",
            Self::Cancelled => "avlyses",
            Self::Invoiced => "faktureres",
            Self::Paid => "betales",
            Self::Credited => "krediteres",
            Self::Withdrawal => "angres",
            Self::Address => "få ny adresse",
        }
    }
}

impl From<NotPossible> for Refusal {
    fn from(no: NotPossible) -> Self {
        let (state, step) = match no {
            NotPossible::Part(state, step) => (state.words(), step),
            NotPossible::Order(state, step) => (state.words(), step),
        };
        let detail = format!(
            "Bestillingen er {} og kan ikke {} nå.",
            state.to_lowercase(),
            step.infinitive()
        );
        Self::new("order.not_possible", "", detail)
    }
}

impl From<NotPossible> for AppError {
    fn from(no: NotPossible) -> Self {
        Refusal::from(no).into()
    }
}
