//! What a person reads of an order, and when a rule says no.

use super::model::{Channel, OrderState, PartState, Step};
use super::rules::NotPossible;
use crate::base::Quantity;
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

impl Channel {
    /// What the first step of an order is called.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Shop => "Bestilt i nettbutikken",
            Self::Api => "Bestilt fra et program",
            Self::Desk => "Skrevet inn",
            Self::Import => "Hentet inn",
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
            Self::Unpaid => "Betaling tilbakeført",
            Self::Credited => "Kreditert",
            Self::Withdrawal => "Angret av kunden",
            Self::Address => "Adresse lagt til",
            Self::Message => "Skrevet til kunden",
            Self::Estimate => "Ny tid avtalt med kunden",
        }
    }

    const fn infinitive(self) -> &'static str {
        match self {
            Self::Confirmed => "bekreftes",
            Self::Delivered => "leveres",
            Self::Cancelled => "avlyses",
            Self::Invoiced => "faktureres",
            Self::Paid => "betales",
            Self::Unpaid => "bli ubetalt",
            Self::Credited => "krediteres",
            Self::Withdrawal => "angres",
            Self::Address => "få ny adresse",
            Self::Message => "skrives om til kunden",
            Self::Estimate => "få ny avtalt tid",
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

/// What is wrong with a wish, before or after the catalog was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Empty,
    TooManyLines,
    Quantity,
    /// The unit is sold whole.
    NotWhole(String),
    Required,
    Text,
    /// Letters, at most.
    TooLong(usize),
    Email,
    Phone,
    Postcode,
    Kind,
    OrgNumber,
    Delivery,
    NoDeliveryAddress,
    Date,
    /// As [`Self::Date`], told to a program.
    IsoDate,
    PastDate,
    TooFarAhead,
    UnknownOffering,
    /// The name, and the first day it can be had.
    TooEarly(String, chrono::NaiveDate),
    ServedWithFood,
    Amount,
}

impl Fault {
    const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "order.empty",
            Self::TooManyLines => "order.too_many_lines",
            Self::Quantity | Self::NotWhole(_) => "order.quantity",
            Self::Required => "order.required",
            Self::Text => "order.text",
            Self::TooLong(_) => "order.too_long",
            Self::Email => "order.email",
            Self::Phone => "order.phone",
            Self::Postcode => "order.postcode",
            Self::Kind => "order.kind",
            Self::OrgNumber => "order.org_number",
            Self::Delivery => "order.delivery",
            Self::NoDeliveryAddress => "order.delivery_address",
            Self::Date | Self::IsoDate => "order.date",
            Self::PastDate => "order.past_date",
            Self::TooFarAhead => "order.too_far_ahead",
            Self::UnknownOffering => "order.unknown_offering",
            Self::TooEarly(..) => "order.too_early",
            Self::ServedWithFood => "order.served_with_food",
            Self::Amount => "order.amount",
        }
    }

    fn words(&self, field: &str) -> String {
        let words = match self {
            Self::Empty => "Kurven er tom. Velg minst én vare.",
            Self::TooManyLines => "Det er for mange varer i én bestilling. Del den i to.",
            Self::Quantity => "Skriv hvor mye du vil ha: et tall over 0, høyst 10 000.",
            Self::NotWhole(unit) => return format!("Selges i hele {unit}. Skriv et helt tall."),
            Self::Required => return missing(field).to_owned(),
            Self::Text => "Her står det tegn vi ikke kan ta imot. Skriv det på nytt på én linje.",
            Self::TooLong(letters) => return format!("Skriv kortere, høyst {letters} tegn."),
            Self::Email => "Skriv en e-postadresse, for eksempel navn@eksempel.no.",
            Self::Phone => "Skriv et telefonnummer med 5 til 15 sifre.",
            Self::Postcode => "Skriv et postnummer med 4 sifre.",
            Self::Kind => "Velg om du bestiller som privatperson, bedrift eller offentlig.",
            Self::OrgNumber => "Skriv et gyldig organisasjonsnummer med 9 sifre.",
            Self::Delivery => "Velg om du vil hente selv eller få det levert.",
            Self::NoDeliveryAddress => "Skriv adressen vi skal levere til.",
            Self::Date => "Skriv datoen som dag.måned.år, for eksempel 24.12.2026.",
            Self::IsoDate => "Skriv datoen som ÅÅÅÅ-MM-DD, for eksempel 2026-12-24.",
            Self::PastDate => "Datoen har vært. Velg en dag framover.",
            Self::TooFarAhead => "Vi tar bestillinger høyst ett år fram. Velg en tidligere dag.",
            Self::UnknownOffering => "Denne varen kan ikke bestilles nå. Ta den ut av kurven.",
            Self::TooEarly(name, first) => {
                let first = first.format("%d.%m.%Y");
                return format!(
                    "{name} kan tidligst leveres {first}. Velg den dagen eller senere."
                );
            }
            Self::ServedWithFood => {
                "Servering og mat uten servering kan ikke leveres sammen. Bestill dem hver for seg."
            }
            Self::Amount => "Beløpet er for stort for én bestilling. Ring oss, så ordner vi det.",
        };
        words.to_owned()
    }

    /// The refusal at the field that should be mended.
    pub(crate) fn at(&self, field: &str) -> Refusal {
        Refusal::new(self.code(), field, self.words(field))
    }
}

fn missing(field: &str) -> &'static str {
    match field {
        "customer.name" => "Skriv navnet ditt.",
        "customer.email" => "Skriv e-postadressen din, så du får bekreftelsen.",
        "customer.street" => "Skriv gateadressen din. Den skal stå på fakturaen.",
        "customer.postcode" => "Skriv postnummeret.",
        "customer.city" => "Skriv poststedet.",
        "delivery_date" => "Velg en dag.",
        _ => "Fyll ut dette feltet.",
    }
}

/// What is wrong with what the desk asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DeskFault {
    Reason,
    DeliveryFuture,
    DeliveryBeforeOrder,
    /// The line, and the most that it may come to; None when its quantity is not an estimate.
    RealQuantity(i32, Option<Quantity>),
    /// One field of an address.
    Address(&'static str),
    EstimateHours,
    EstimateEnterprise,
    /// Letters, at most.
    MessageText(usize),
    NoEmail,
}

impl DeskFault {
    pub(crate) fn refusal(&self) -> Refusal {
        let (code, field, words) = match self {
            Self::Reason => (
                "order.reason",
                "reason".to_owned(),
                "Skriv kort hvorfor. Kunden får lese det, høyst 500 tegn.".to_owned(),
            ),
            Self::DeliveryFuture => (
                "order.delivery_future",
                "date".to_owned(),
                "Leveringen kan være i dag eller før.".to_owned(),
            ),
            Self::DeliveryBeforeOrder => (
                "order.delivery_before_order",
                "date".to_owned(),
                "Leveringen kan ikke være før bestillingen.".to_owned(),
            ),
            Self::RealQuantity(line, Some(most)) => (
                "order.real_quantity",
                format!("quantity[{line}]"),
                format!("Skriv et tall over 0 og høyst {most}. Mer må avtales med kunden først."),
            ),
            Self::RealQuantity(line, None) => (
                "order.real_quantity",
                format!("quantity[{line}]"),
                "Bare timer kan bli flere eller færre enn bestilt.".to_owned(),
            ),
            Self::Address("postcode") => {
                ("order.address", "postcode".to_owned(), "Skriv 4 sifre.".to_owned())
            }
            Self::Address(field) => {
                ("order.address", (*field).to_owned(), "Fyll ut dette feltet.".to_owned())
            }
            Self::EstimateHours => (
                "estimate.hours",
                "hours".to_owned(),
                "Skriv timene som er avtalt, for eksempel 12,5.".to_owned(),
            ),
            Self::EstimateEnterprise => (
                "estimate.enterprise",
                "enterprise".to_owned(),
                "Velg en næring som ikke har levert ennå.".to_owned(),
            ),
            Self::MessageText(letters_max) => (
                "message.text",
                "text".to_owned(),
                format!("Skriv en melding på høyst {letters_max} tegn."),
            ),
            Self::NoEmail => (
                "message.no_email",
                "text".to_owned(),
                "Kunden har ingen e-postadresse. Ring i stedet.".to_owned(),
            ),
        };
        Refusal::new(code, field, words)
    }
}

/// Why nothing was withdrawn from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum WithdrawalFault {
    /// The time has run out, or there is no such right.
    Over,
    /// No line was chosen.
    NoLine,
}

impl WithdrawalFault {
    pub(crate) fn refusal(self) -> Refusal {
        match self {
            Self::Over => Refusal::new(
                "order.withdrawal",
                "",
                "Fristen for å angre er ute, eller varene har ikke angrerett. Ta kontakt hvis noe er galt.",
            ),
            Self::NoLine => {
                Refusal::new("order.withdrawal_lines", "linje", "Velg det du angrer på.")
            }
        }
    }
}
