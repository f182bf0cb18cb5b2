//! What a person reads of documents on their way.

use crate::base::{UtcTime, is_given_up};
use crate::error::Refusal;

use super::model::{DeliveryState, MailTold};
use super::rules::SendFault;

impl From<SendFault> for Refusal {
    fn from(fault: SendFault) -> Self {
        let (code, field, words) = match fault {
            SendFault::NoAccessPoint => {
                ("delivery.no_access_point", "", "Det er ikke satt opp noe aksesspunkt.")
            }
            SendFault::NoReference => (
                "delivery.reference",
                "uten_referanse",
                "Kjøperen har ikke oppgitt referanse eller bestillingsnummer. Mange offentlige \
                 mottakere avviser EHF uten. Spør kjøperen, eller kryss av for å sende likevel.",
            ),
            SendFault::Recipient => {
                ("delivery.recipient", "recipient", "Skriv e-postadressen fakturaen skal til.")
            }
            SendFault::Elsewhere => (
                "delivery.elsewhere",
                "",
                "Dette er et fakturagrunnlag. Fakturaen sendes fra økonomisystemet.",
            ),
        };
        Self::new(code, field, words)
    }
}

impl MailTold {
    /// What became of it by `now`.
    pub(crate) fn became(&self, now: UtcTime) -> String {
        let Some(mail) = &self.mail else {
            return match self.unworded {
                Some(_) => "kunne ikke skrives, vi prøver igjen".to_owned(),
                None => format!("på vei siden {}", self.queued_at.oslo_text()),
            };
        };
        match (mail.sent_at, &mail.failure) {
            (Some(at), _) => format!("sendt {}", at.oslo_text()),
            (None, _) if mail.attempts > 0 && is_given_up(mail.attempts, mail.queued_at, now) => {
                "gikk ikke. Send den på nytt".to_owned()
            }
            (None, Some(_)) => "gikk ikke, vi prøver igjen".to_owned(),
            (None, None) => format!("på vei siden {}", self.queued_at.oslo_text()),
        }
    }
}

impl DeliveryState {
    /// As a person reads it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Queued => "På vei",
            Self::Sent => "Sendt",
            Self::Failed => "Kom ikke fram",
        }
    }
}
