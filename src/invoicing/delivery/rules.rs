//! What an access point's answer means, and when a document may go. Pure.

use crate::base::{TRIES_MAX, is_email};

use super::model::DeliveryState;

/// Letters of an answer that are kept, at most.
const ANSWER_MAX: usize = 200;

/// What came back when a document was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// An HTTP status, and the first of what it said.
    Said(u16, String),
    /// Nobody took the connection: nothing was sent.
    NoContact,
    /// The time ran out, or the connection broke, after the document had gone: it may have been taken.
    Unknown,
    /// Nothing was sent: the document has no EHF, for this reason.
    Unwritten(String),
    /// Nothing was sent: it should have one, and something broke as it was written.
    Broken,
}

/// What an answer means for a document, and the words of it.
///
/// One whose fate is not known is tried again under the same key; so is a busy or broken server. What
/// was refused is not, before a person has looked.
pub(super) fn meaning(answer: &Answer, attempts: i32) -> (DeliveryState, String) {
    let again = |words: String| {
        if attempts >= TRIES_MAX {
            (DeliveryState::Failed, format!("{words} Vi ga opp etter {attempts} forsøk."))
        } else {
            (DeliveryState::Queued, format!("{words} Vi prøver igjen."))
        }
    };
    match answer {
        Answer::Said(200..=299, _) => {
            (DeliveryState::Sent, "Aksesspunktet har tatt imot.".to_owned())
        }
        Answer::Said(status @ (408 | 409 | 425 | 429 | 500..=599), _) => {
            again(format!("Aksesspunktet svarte {status}."))
        }
        Answer::Said(status, said) => {
            (DeliveryState::Failed, format!("Aksesspunktet sa nei ({status}). {}", short(said)))
        }
        Answer::NoContact => again("Vi fikk ikke kontakt med aksesspunktet.".to_owned()),
        Answer::Unknown => again(
            "Svaret fra aksesspunktet kom ikke fram, så fakturaen kan være mottatt. Den sendes med \
             samme nøkkel, så mottakeren ser at det er den samme."
                .to_owned(),
        ),
        Answer::Unwritten(why) => (DeliveryState::Failed, why.clone()),
        Answer::Broken => again("EHF-en kunne ikke skrives.".to_owned()),
    }
}

/// The first of what was said, on one line.
fn short(said: &str) -> String {
    let line: String = said.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().chars().take(ANSWER_MAX).collect()
}

/// Why a document is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SendFault {
    /// No access point is set.
    NoAccessPoint,
    /// Neither the buyer's reference nor its order number is known.
    NoReference,
    Recipient,
    /// It is only a basis; another finance system sends it.
    Elsewhere,
}

/// Where a mail goes to.
pub(super) fn recipient(text: &str) -> Result<String, SendFault> {
    let text = text.trim();
    if is_email(text) { Ok(text.to_owned()) } else { Err(SendFault::Recipient) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_refused_is_given_up_at_once() {
        let said = |status| Answer::Said(status, "Ukjent mottaker\n<b>".to_owned());
        for (answer, attempts, state) in [
            (said(200), 1, DeliveryState::Sent),
            (said(202), 12, DeliveryState::Sent),
            (said(500), 1, DeliveryState::Queued),
            (said(503), 11, DeliveryState::Queued),
            (said(503), 12, DeliveryState::Failed),
            (said(429), 1, DeliveryState::Queued),
            (said(409), 1, DeliveryState::Queued),
            (said(400), 1, DeliveryState::Failed),
            (said(301), 1, DeliveryState::Failed),
            (Answer::NoContact, 1, DeliveryState::Queued),
            (Answer::Unknown, 1, DeliveryState::Queued),
            (Answer::Unknown, 12, DeliveryState::Failed),
            (Answer::Unwritten("Kjøperen mangler adresse.".to_owned()), 1, DeliveryState::Failed),
            (Answer::Broken, 1, DeliveryState::Queued),
            (Answer::Broken, 12, DeliveryState::Failed),
        ] {
            assert_eq!(meaning(&answer, attempts).0, state, "{answer:?} {attempts}");
        }
        let (_, words) = meaning(&said(422), 1);
        assert_eq!(words, "Aksesspunktet sa nei (422). Ukjent mottaker <b>");
    }
}
