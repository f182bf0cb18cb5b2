//! What a person reads when a proof is not made.

use super::rules::{NotCut, NotTaken};
use crate::error::{AppError, Refusal};

impl From<NotTaken> for Refusal {
    fn from(fault: NotTaken) -> Self {
        let (code, field, words) = match fault {
            NotTaken::NameMissing => {
                ("proof.name", "name", "Skriv navnet ditt slik det skal stå på beviset.")
            }
            NotTaken::NameLong => {
                ("proof.name", "name", "Navnet er for langt. Bruk høyst 80 tegn.")
            }
            NotTaken::NameTells => {
                ("proof.name_tells", "name", "Skriv bare navnet ditt, uten andre ord.")
            }
            NotTaken::NameNotOwn => (
                "proof.name_own",
                "name",
                "Bruk ditt eget navn, slik gården har det. Du kan ta bort noe av det, eller bruke \
                 en bokstav. Er navnet feil hos oss, så si fra til lederen.",
            ),
            NotTaken::NothingChosen => {
                ("proof.nothing", "lines", "Kryss av for minst én ting som skal være med.")
            }
            NotTaken::TooMuch => {
                ("proof.too_much", "lines", "Det ble for mye. Velg høyst 80 ting om gangen.")
            }
            NotTaken::LineUnknown => (
                "proof.line_unknown",
                "lines",
                "Noe av det du valgte, er ikke der lenger. Velg på nytt.",
            ),
            NotTaken::IssuerMissing => {
                ("proof.issuer", "issuer", "Skriv navnet som skal stå på bevisene.")
            }
            NotTaken::IssuerLong => {
                ("proof.issuer", "issuer", "Navnet er for langt. Bruk høyst 80 tegn.")
            }
            NotTaken::IssuerTells => (
                "proof.issuer_tells",
                "issuer",
                "Navnet forteller hva slags sted dette er. Bruk et nøytralt og sant navn. \
                 Lederen setter det på siden om utsteder.",
            ),
            NotTaken::AddressTells => (
                "proof.address_tells",
                "",
                "Nettadressen forteller hva slags sted dette er. Da kan vi ikke lage bevis. \
                 Si fra til lederen.",
            ),
            NotTaken::NoteMissing => {
                ("proof.note", "note", "Skriv hva som var feil. Bare gården ser det.")
            }
            NotTaken::NoteLong => ("proof.note", "note", "Skriv kortere, høyst 200 tegn."),
            NotTaken::NumberUnknown => (
                "proof.number",
                "number",
                "Ingen gyldige bevis har dette nummeret. Se etter på papiret en gang til.",
            ),
            NotTaken::Withdrawn => {
                ("proof.withdrawn", "", "Dette beviset er trukket tilbake. Ta ut et nytt.")
            }
            NotTaken::Changed => {
                ("proof.changed", "", "Noe er endret siden du tok ut dette beviset. Ta ut et nytt.")
            }
            NotTaken::CourseTells => (
                "proof.course_tells",
                "",
                "Navnet på kurset sier hva slags sted dette er. Snakk med lederen om det.",
            ),
            NotTaken::NotOurs => {
                ("proof.not_ours", "bevis", "Dette er ikke et bevis fra oss, eller det er endret.")
            }
        };
        Self::new(code, field, words)
    }
}

impl From<NotTaken> for AppError {
    fn from(fault: NotTaken) -> Self {
        Refusal::from(fault).into()
    }
}

impl From<NotCut> for Refusal {
    fn from(fault: NotCut) -> Self {
        let (code, words) = match fault {
            NotCut::Asked => ("cut.asked", "Du har alt bedt om dette. Du kan angre under."),
            NotCut::OtherRoles => (
                "cut.other_roles",
                "Du har flere oppgaver på gården. De må avsluttes først. Snakk med lederen.",
            ),
            NotCut::Own => ("cut.own", "Du kan ikke si ja til ditt eget. Be en annen leder."),
            NotCut::Settled => ("cut.settled", "Dette er alt avgjort."),
        };
        Self::new(code, "", words)
    }
}

impl From<NotCut> for AppError {
    fn from(fault: NotCut) -> Self {
        Refusal::from(fault).into()
    }
}
