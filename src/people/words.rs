//! What a person reads when a rule of this slice says no, and what roles are called.

use super::Role;
use super::rules::RuleError;
use crate::error::{Refusal, Refusals};

impl From<RuleError> for Refusal {
    fn from(wrong: RuleError) -> Self {
        let (code, field, words) = match wrong {
            RuleError::LoginShape => {
                ("user.login", "login", "Skriv et brukernavn uten mellomrom, høyst 80 tegn.")
            }
            RuleError::NameShape => ("user.name", "name", "Skriv navnet, høyst 120 tegn."),
            RuleError::NoRole => ("user.role", "roles", "Velg minst én rolle."),
            RuleError::PseudonymShape => {
                ("user.pseudonym", "pseudonym", "Skriv nøkkelen, høyst 40 tegn.")
            }
            RuleError::PseudonymWithoutResident => (
                "user.pseudonym_without_resident",
                "pseudonym",
                "Bare en beboer har nøkkel til timer. Velg rollen beboer, eller la feltet stå tomt.",
            ),
            RuleError::PasswordShort => (
                "password.short",
                "password",
                "Passordet må ha minst 10 tegn. Bruk gjerne flere ord.",
            ),
            RuleError::PasswordLong => {
                ("password.long", "password", "Passordet kan ha høyst 200 tegn.")
            }
            RuleError::PasswordDiffers => (
                "password.differs",
                "again",
                "De to passordene er ikke like. Skriv det en gang til.",
            ),
        };
        Self::new(code, field, words)
    }
}

impl From<Vec<RuleError>> for Refusals {
    fn from(wrong: Vec<RuleError>) -> Self {
        let mut refusals = Self::default();
        for one in wrong {
            refusals.add(one);
        }
        refusals
    }
}

pub(super) fn unknown_enterprise(code: &str) -> Refusal {
    let words = format!("Vi kjenner ingen næring med kode {code}.");
    Refusal::new("user.enterprise_unknown", "enterprises", words)
}

pub(super) fn account_ended(login: &str) -> Refusal {
    let words = format!("Brukernavnet {login} er avsluttet. Velg et annet.");
    Refusal::new("user.account_ended", "login", words)
}

pub(super) fn unknown_login(login: &str) -> Refusal {
    Refusal::new("user.unknown", "login", format!("Vi kjenner ingen med brukernavn {login}."))
}

pub(super) fn login_taken() -> Refusal {
    Refusal::new("user.login_taken", "login", "Brukernavnet er alt i bruk. Velg et annet.")
}

pub(super) fn resident_taken(pseudonym: &str) -> Refusal {
    let words = format!("Timene under {pseudonym} hører alt til en annen bruker.");
    Refusal::new("resident.taken", "pseudonym", words)
}

pub(super) fn resident_tied() -> Refusal {
    let words = "Brukeren har alt timer under en annen nøkkel.";
    Refusal::new("resident.tied", "pseudonym", words)
}

pub(super) fn wrong_sign_in() -> Refusal {
    let words = "Brukernavn eller passord er feil. Prøv igjen, eller be en leder om en ny lenke.";
    Refusal::new("sign_in.wrong", "login", words)
}

pub(super) fn wrong_password() -> Refusal {
    Refusal::new("password.wrong", "current", "Det er ikke passordet du har nå. Prøv igjen.")
}

impl Role {
    /// What a person calls it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Resident => "beboer",
            Self::Mentor => "mentor",
            Self::WorkLeader => "fagleder",
            Self::BusinessManager => "næringsansvarlig",
            Self::Leader => "leder",
            Self::SteeringGroup => "styringsgruppe",
            Self::Auditor => "revisor",
            Self::Admin => "systemansvarlig",
        }
    }
}
