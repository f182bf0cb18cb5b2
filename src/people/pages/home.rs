//! Where one lands: what the role comes for, first.

use askama::Template;

use super::super::{Actor, Right};
use crate::error::PageResult;
use crate::web::{Ctx, Page};

/// A place one comes for, with what one does there.
pub(crate) struct Way {
    pub(crate) href: &'static str,
    pub(crate) label: &'static str,
    pub(crate) words: &'static str,
}

/// Right, where it leads, what it is called, and what one does there.
const WAYS: [(Right, &str, &str, &str); 27] = [
    (Right::LogHours, "/intern/timer/ny", "Skriv timer", "Én dag på et øyeblikk."),
    (Right::LogHours, "/intern/timer", "Timene mine", "Skriv hva du har gjort. Se uka di."),
    (
        Right::AgreeOwnKinds,
        "/intern/timer/slag",
        "Hva slags timer",
        "Hva du og lederen er enige om.",
    ),
    (Right::PlanDay, "/intern/tavle", "Dagens tavle", "Jobbene, og hvem som gjør hva."),
    (Right::Desk, "/intern/bestillinger", "Bestillinger", "Nye, dagens og de som er levert."),
    (Right::ApproveHours, "/intern/godkjenning", "Godkjenn timer", "Ett trykk når alt stemmer."),
    (Right::OwnPapers, "/intern/timer/14-dager", "14 dager", "Ditt eget ark til NAV-samtalen."),
    (Right::SeePapers, "/intern/papirer", "Papirer", "Timelister, personallister og arbeidstid."),
    (Right::SetRates, "/intern/satser", "Satser for arbeid", "Hva en time regnes som."),
    (Right::SeeMentees, "/intern/adepter", "De du følger", "Timene til dem du er mentor for."),
    (Right::ManageOfferings, "/intern/stopp", "Stopp nye bestillinger", "En dag eller flere."),
    (Right::SeeInvoices, "/intern/fakturaer", "Fakturaer", "Det som er sendt, og det som venter."),
    (Right::SeeInvoices, "/intern/fordringer", "Fordringer", "Hvem som skylder, og hvor lenge."),
    (Right::SeeInvoices, "/intern/innbetalinger", "Innbetalinger", "Filer fra banken."),
    (Right::SeeOverview, "/intern/oversikt", "Oversikt", "Hvordan det går. Hvert tall kan åpnes."),
    (Right::SeeResults, "/intern/resultater", "Resultater", "Slik går det i næringene dine."),
    (Right::Purchase, "/intern/innkjop", "Innkjøp", "Kvitteringer og regninger inn."),
    (Right::SeeLedger, "/intern/regnskap", "Regnskap", "Bilag, saldo og kontoer."),
    (Right::CloseTerm, "/intern/mva", "MVA", "Se og lukk en termin."),
    (Right::ManageOfferings, "/intern/varer", "Varer", "Pris, bilde, allergener og stengte dager."),
    (Right::Invoice, "/intern/kunder", "Kunder", "Slå sammen kunder som er den samme."),
    (Right::ManageFarm, "/intern/garden", "Gården", "Selgeren som står på fakturaen."),
    (Right::ManageFarm, "/intern/naeringer", "Næringer", "Næringene beboerne driver."),
    (Right::OpenTablets, "/intern/nettbrett", "Felles nettbrett", "Timer på et delt nettbrett."),
    (Right::ManagePeople, "/intern/folk", "Folk", "Brukere, roller og lenker."),
    (Right::AgreeKinds, "/intern/slag", "Slag timer", "Hva timene er, avtalt med beboeren."),
    (Right::SeeMail, "/intern/epost", "E-post", "Det som er sendt, og det som venter."),
];

#[derive(Template)]
#[template(path = "people/home.html")]
struct Home {
    page: Page,
    ways: Vec<Way>,
}

/// `GET /intern`, for those who log no hours of their own.
///
/// # Errors
/// 401 for a stranger.
pub(crate) fn home(ctx: &Ctx) -> PageResult {
    let actor = ctx.actor()?;
    ctx.show(&Home { page: ctx.page(greeting(actor)), ways: ways(actor) })
}

/// `Hei, Amina`
pub(crate) fn greeting(actor: &Actor) -> String {
    format!("Hei, {}", actor.name.split_whitespace().next().unwrap_or_default())
}

/// What someone may come for, the role's first things first.
pub(crate) fn ways(actor: &Actor) -> Vec<Way> {
    WAYS.iter()
        .filter(|(right, ..)| actor.may(*right))
        .map(|&(_, href, label, words)| Way { href, label, words })
        .collect()
}
