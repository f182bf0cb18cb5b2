//! What a person reads about offerings, and when something about one is refused.

use super::model::{Allergen, Closed, Offering, OfferingKind, Stop};
use super::rules::{RuleError, parse_allergens};
use crate::base::{Ore, PhotoError, Quantity, VatCode, percent_words};
use crate::error::{Refusal, Refusals};

impl Allergen {
    /// `gluten`, `egg`, … in Norwegian.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Gluten => "gluten",
            Self::Crustaceans => "skalldyr",
            Self::Egg => "egg",
            Self::Fish => "fisk",
            Self::Peanut => "peanøtter",
            Self::Soya => "soya",
            Self::Milk => "melk",
            Self::Nuts => "nøtter",
            Self::Celery => "selleri",
            Self::Mustard => "sennep",
            Self::Sesame => "sesamfrø",
            Self::Sulphite => "sulfitt",
            Self::Lupin => "lupin",
            Self::Molluscs => "bløtdyr",
        }
    }
}

/// A VAT code of a sale in words a person chooses by; `rate_bp` is the rate in force.
pub(super) fn vat_words(code: VatCode, rate_bp: i32) -> String {
    let what = match code {
        VatCode::Out25 => "vanlige varer og tjenester, og mat som blir servert",
        VatCode::Out15 => "mat som kunden henter eller får levert",
        VatCode::Out12 => "overnatting og transport av folk",
        VatCode::ZeroRated => "fritatt, for eksempel bøker",
        VatCode::OutsideVat => return "Uten MVA – undervisning og annet som er unntatt".to_owned(),
        _ => return "Ingen kode for salg".to_owned(),
    };
    format!("{} – {what}", percent_words(rate_bp))
}

impl Offering {
    /// `Inneholder gluten (hvete) og melk.`; None when nothing has been stated or it is no food.
    pub(crate) fn allergens_in_words(&self) -> Option<String> {
        let listed = parse_allergens(self.allergens.as_deref()?)?;
        if !self.is_food {
            return None;
        }
        let words: Vec<String> = listed
            .iter()
            .map(|(allergen, which)| match which.as_str() {
                "" => allergen.words().to_owned(),
                which => format!("{} ({which})", allergen.words()),
            })
            .collect();
        Some(match words.split_last() {
            None => "Inneholder ingen av de 14 allergenene som må merkes.".into(),
            Some((only, [])) => format!("Inneholder {only}."),
            Some((last, others)) => format!("Inneholder {} og {last}.", others.join(", ")),
        })
    }
}

impl Closed {
    /// What a customer reads who wants `name` that day.
    pub(crate) fn refusal(self, field: &str, name: &str) -> Refusal {
        let (code, words) = match self {
            Self::Weekday => (
                "order.day_closed",
                format!("{name} kan ikke fås på den ukedagen. Velg en annen dag."),
            ),
            Self::Day => {
                ("order.day_closed", format!("{name} kan ikke fås den dagen. Velg en annen dag."))
            }
            Self::Stopped => (
                "order.day_stopped",
                format!(
                    "Vi tar ikke imot flere bestillinger på {name} til den dagen. Velg en annen dag."
                ),
            ),
        };
        Refusal::new(code, field, words)
    }
}

/// What a customer reads when a day holds too little.
pub(super) fn day_full(line: usize, left_milli: i64) -> Refusal {
    let words = if left_milli <= 0 {
        "Det er fullt den dagen. Velg en annen dag.".to_owned()
    } else {
        let left = Quantity::from_milli(left_milli);
        format!("Den dagen er det bare {left} igjen. Velg en annen dag eller bestill mindre.")
    };
    Refusal::new("order.day_full", format!("lines[{line}].quantity"), words)
}

impl From<RuleError> for Refusal {
    fn from(error: RuleError) -> Self {
        let (code, field, words) = words_of(error);
        Self::new(code, field, words)
    }
}

fn words_of(error: RuleError) -> (&'static str, &'static str, &'static str) {
    match error {
        RuleError::Code => (
            "offering.code",
            "code",
            "Varekoden kan ha bokstavene A til Z, sifre og bindestrek, høyst 40 tegn.",
        ),
        RuleError::CodeTaken => {
            ("offering.code_taken", "code", "Varekoden er alt i bruk. Velg en annen.")
        }
        RuleError::Enterprise => ("offering.enterprise", "enterprise", "Velg en næring."),
        RuleError::Internal => (
            "offering.enterprise",
            "enterprise",
            "Denne næringen er intern og selger ikke noe. Velg en annen.",
        ),
        RuleError::Name => ("offering.name", "name", "Skriv et navn på høyst 120 tegn."),
        RuleError::Description => (
            "offering.description",
            "description",
            "Beskrivelsen er for lang. Kort den ned til 2000 tegn.",
        ),
        RuleError::Unit => ("offering.unit", "unit", "Skriv en enhet, for eksempel stk eller kg."),
        RuleError::VatCode(OfferingKind::Goods, VatCode::Out12) => (
            "offering.vat_code",
            "vat_code",
            "12 % gjelder bare tjenester. Velg en annen sats, eller gjør dette til en tjeneste.",
        ),
        RuleError::VatCode(OfferingKind::Service, VatCode::Out15) => (
            "offering.vat_code",
            "vat_code",
            "15 % gjelder bare mat uten servering. En tjeneste med mat har 25 %.",
        ),
        RuleError::VatCode(..) => ("offering.vat_code", "vat_code", "Velg en MVA-sats for salg."),
        RuleError::LeadDays => {
            ("offering.lead_days", "lead_days", "Skriv et helt tall fra 0 til 366.")
        }
        RuleError::Capacity => (
            "offering.capacity",
            "capacity",
            "Skriv hvor mye dere klarer på én dag, eller la feltet stå tomt.",
        ),
        RuleError::ClosedDays => {
            ("offering.closed_days", "closed_days", "Skriv én dato på hver linje, som 24.12.2026.")
        }
        RuleError::AllWeekdaysClosed => (
            "offering.closed_weekdays",
            "closed_weekdays",
            "Minst én ukedag må være åpen. Vil du stanse salget, ta bort haken for «Til salgs».",
        ),
        other => food_and_price_words(other),
    }
}

fn food_and_price_words(error: RuleError) -> (&'static str, &'static str, &'static str) {
    match error {
        RuleError::Allergens => (
            "offering.allergens",
            "allergens",
            "Velg enten allergener, eller at maten ikke inneholder noen av dem.",
        ),
        RuleError::AllergenWhich => (
            "offering.allergen_which",
            "allergens",
            "Skriv hvilket korn eller hvilke nøtter det gjelder.",
        ),
        RuleError::NotFood => (
            "offering.is_food",
            "is_food",
            "Bare mat har 15 % MVA. Sett hake for «Dette er mat», eller velg en annen sats.",
        ),
        RuleError::ServedAt15 => (
            "offering.is_served",
            "is_served",
            "Servert mat har 25 % MVA. Ta bort haken, eller lag en egen vare for servering.",
        ),
        RuleError::WithdrawalReason => (
            "offering.withdrawal_reason",
            "withdrawal_reason",
            "Skriv kort hvorfor kunden ikke kan angre. Kunden får lese det.",
        ),
        RuleError::PriceZero => (
            "offering.price",
            "price",
            "Prisen kan ikke være 0. En bestilling på 0 kr kan ikke faktureres.",
        ),
        RuleError::PriceMissing => ("offering.price", "price", "Skriv prisen i kroner, med MVA."),
        RuleError::PricePast => {
            ("offering.price_from", "price_from", "En ny pris kan gjelde fra i dag eller senere.")
        }
        RuleError::PriceDay => {
            ("offering.price_from", "price_from", "Skriv datoen prisen gjelder fra.")
        }
        RuleError::StopFirstDay => ("stop.days", "first_day", "Skriv den første dagen."),
        RuleError::StopDays => (
            "stop.days",
            "last_day",
            "Siste dag må være samme dag som første dag eller senere, og ikke være forbi.",
        ),
        _ => ("offering.price", "price", "Skriv prisen i kroner, for eksempel 149 eller 149,50."),
    }
}

/// `Ok` when nothing is wrong, else every reason in words.
pub(super) fn refuse(wrong: Vec<RuleError>) -> Result<(), Refusals> {
    let mut refusals = Refusals::default();
    for error in wrong {
        refusals.add(error);
    }
    refusals.or(())
}

impl From<PhotoError> for Refusal {
    fn from(error: PhotoError) -> Self {
        let (code, words) = match error {
            PhotoError::Missing => ("photo.missing", "Velg et bilde først."),
            PhotoError::TooLarge => {
                ("photo.too_large", "Bildet er for stort. Det kan være på høyst 8 MB.")
            }
            PhotoError::WrongType => {
                ("photo.type", "Filen er ikke et bilde vi kan bruke. Velg JPEG, PNG eller WebP.")
            }
            PhotoError::TooManyPixels => {
                ("photo.too_many_pixels", "Bildet har for mange punkter. Gjør det mindre først.")
            }
            PhotoError::Damaged => {
                ("photo.damaged", "Bildet er ødelagt og kan ikke åpnes. Prøv et annet.")
            }
        };
        Self::new(code, "photo", words)
    }
}

/// Where an offering stands, for staff.
pub(crate) fn standing(offering: &Offering, price: Option<Ore>) -> &'static str {
    if !offering.is_offered {
        "Ikke til salgs"
    } else if offering.is_food && offering.allergens.is_none() {
        "Skjult: allergener mangler"
    } else if price.is_none() {
        "Skjult: prisen gjelder ikke ennå"
    } else {
        "Til salgs"
    }
}

/// `fra 01.12.2026 til 05.12.2026`, one day alone, or until it is lifted.
pub(crate) fn stop_days_in_words(stop: &Stop) -> String {
    let day = |day: chrono::NaiveDate| day.format("%d.%m.%Y").to_string();
    match stop.last_day {
        None => format!("fra {}, til stoppen blir opphevet", day(stop.first_day)),
        Some(last) if last == stop.first_day => day(last),
        Some(last) => format!("fra {} til {}", day(stop.first_day), day(last)),
    }
}

/// What was wrong with a form, and that no enterprise was chosen in it.
pub(crate) fn no_enterprise(others: Option<&Refusals>) -> Refusals {
    let mut refusals = Refusals::from(Refusal::from(RuleError::Enterprise));
    for refusal in others.map(Refusals::all).unwrap_or_default() {
        refusals.add(refusal.clone());
    }
    refusals
}
