//! What a person reads of debts that are lost.

use crate::error::Refusal;

use super::model::LossState;
use super::rules::LossFault;

impl From<LossFault> for Refusal {
    fn from(fault: LossFault) -> Self {
        let (code, field, words) = match fault {
            LossFault::Reason => {
                ("loss.reason", "reason", "Skriv hvorfor kravet er tapt.".to_owned())
            }
            LossFault::ReasonTooLong => {
                ("loss.reason", "reason", "Skriv det kortere, høyst 500 tegn.".to_owned())
            }
            LossFault::NothingOpen => {
                ("loss.nothing", "", "Det er ingenting igjen å betale på fakturaen.".to_owned())
            }
            LossFault::NotDue => (
                "loss.not_due",
                "",
                "Fakturaen er ikke forfalt. Da kan den ikke være tapt.".to_owned(),
            ),
            LossFault::Known => (
                "loss.known",
                "",
                "Fakturaen er alt foreslått ført som tap, eller ført som tap.".to_owned(),
            ),
            LossFault::SamePerson => (
                "loss.same_person",
                "",
                "Du foreslo dette selv. En annen må bekrefte det.".to_owned(),
            ),
            LossFault::Settled => ("loss.settled", "", "Dette er alt avgjort.".to_owned()),
            LossFault::Changed(proposed) => (
                "loss.changed",
                "",
                format!(
                    "Det var {proposed} kr igjen å betale da dette ble foreslått, og det er endret \
                     siden. Si nei til forslaget, og lag et nytt."
                ),
            ),
            LossFault::Elsewhere => (
                "loss.elsewhere",
                "",
                "Dette er et fakturagrunnlag. Kravet følges opp der fakturaen er sendt fra."
                    .to_owned(),
            ),
        };
        Self::new(code, field, words)
    }
}

impl LossState {
    /// As a person reads it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Proposed => "Venter på en til",
            Self::Declined => "Ble ikke ført",
            Self::Booked => "Ført som tap",
            Self::Reopened => "Åpnet igjen",
        }
    }
}
