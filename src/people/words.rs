//! What a person reads when a rule of this slice says no, and what roles are called.

use super::rules::RuleError;
use super::{Part, Role};
use crate::base::UtcTime;
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
            RuleError::DaysTurned => {
                ("role.dates", "to", "Siste dag kan ikke være før første dag.")
            }
            RuleError::PinShape => ("pin.shape", "new_pin", "Skriv 4 til 8 tall."),
            RuleError::PinEasy => {
                ("pin.easy", "new_pin", "Den er lett å gjette. Velg noen andre tall.")
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

pub(super) fn unknown_hand() -> Refusal {
    Refusal::new("tablet.who", "who", "Velg hvem du er.")
}

pub(super) fn wrong_pin() -> Refusal {
    Refusal::new("pin.wrong", "pin", "PIN-en stemmer ikke. Prøv en gang til.")
}

pub(super) fn locked_pin(until: UtcTime) -> Refusal {
    let minute = until.oslo_minute();
    let (hours, minutes) = (minute.div_euclid(60), minute.rem_euclid(60));
    let words = format!("Det ble for mange forsøk. Prøv igjen etter kl. {hours:02}.{minutes:02}.");
    Refusal::new("pin.locked", "pin", words)
}

pub(super) fn tablet_wants_pin() -> Refusal {
    let words = "Dette er et felles nettbrett. Velg deg selv på låsesiden, og bruk PIN-en din.";
    Refusal::new("tablet.pin", "login", words)
}

pub(super) fn nameless_tablet() -> Refusal {
    Refusal::new("tablet.name", "name", "Skriv hvor nettbrettet står, høyst 40 tegn.")
}

pub(super) fn own_role() -> Refusal {
    let words = "Du kan ikke endre dine egne roller. Be en annen om det.";
    Refusal::new("role.own", "role", words)
}

pub(super) fn own_part() -> Refusal {
    let words = "Du kan ikke knytte deg selv til en næring. Be en annen om det.";
    Refusal::new("part.own", "part", words)
}

pub(super) fn own_account() -> Refusal {
    Refusal::new("user.own_account", "", "Du kan ikke avslutte deg selv. Be en annen om det.")
}

pub(super) fn not_ended() -> Refusal {
    Refusal::new("user.not_ended", "", "Brukeren er ikke avsluttet.")
}

pub(super) fn leader_gives(role: Role) -> Refusal {
    let words = format!("Bare en leder kan gjøre dette for rollen {}.", role.words());
    Refusal::new("role.leader_gives", "role", words)
}

pub(super) fn role_held(role: Role) -> Refusal {
    let words = format!("Personen er alt {} i noen av disse dagene.", role.words());
    Refusal::new("role.held", "role", words)
}

pub(super) fn not_a_mentor() -> Refusal {
    Refusal::new("mentor.role", "mentor", "Velg noen som er mentor i dag.")
}

impl Part {
    /// What a person calls it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Leads => "leder",
            Self::Works => "arbeider i",
        }
    }
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
