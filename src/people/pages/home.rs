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
const WAYS: &[(Right, &str, &str, &str)] = &[
    (Right::LogHours, "/intern/timer/ny", "Skriv timer", "Én dag på et øyeblikk."),
    (Right::LogHours, "/intern/timer", "Timene mine", "Skriv hva du har gjort. Se uka di."),
    (Right::OwnProgress, "/intern/det-jeg-kan", "Det jeg kan", "Månedene, målene og bildene dine."),
    (
        Right::AgreeOwnKinds,
        "/intern/timer/slag",
        "Hva slags timer",
        "Hva du og lederen er enige om.",
    ),
    (Right::OwnPlan, "/intern/plan", "Planen min", "Hva vi er enige om. Be om å få snakke."),
    (Right::TakeCourses, "/intern/kurs", "Kurs", "Meld deg på, og se bevisene dine."),
    (Right::PlanDay, "/intern/tavle", "Dagens tavle", "Jobbene, og hvem som gjør hva."),
    (Right::Desk, "/intern/bestillinger", "Bestillinger", "Nye, dagens og de som er levert."),
    (Right::ApproveHours, "/intern/godkjenning", "Godkjenn timer", "Ett trykk når alt stemmer."),
    (Right::SignGoals, "/intern/mal", "Mål", "Svar på det folk viser fram."),
    (Right::OwnPapers, "/intern/timer/14-dager", "14 dager", "Ditt eget ark til NAV-samtalen."),
    (Right::TakeProofs, "/intern/ta-med", "Ta ut beviset mitt", "Det du kan, på papir og som fil."),
    (Right::SeePapers, "/intern/papirer", "Papirer", "Timelister, personallister og arbeidstid."),
    (Right::SetRates, "/intern/satser", "Satser for arbeid", "Hva en time regnes som."),
    (
        Right::SeeMentees,
        "/intern/adepter",
        "Hvem trenger meg i dag?",
        "De du følger, med plan, samtale og timer.",
    ),
    (Right::SeeProgress, "/intern/veier", "Veier og mål", "Hva de du følger, har bygd."),
    (
        Right::HoldCourses,
        "/intern/kurs/styring",
        "Hold kurs",
        "Planlegg, merk oppmøte og gi bevis.",
    ),
    (
        Right::SeeCourseReport,
        "/intern/kurs/rapport",
        "Kursdeltakere",
        "Hvor mange, kommune for kommune.",
    ),
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
    (Right::ManageGoals, "/intern/kompetansemal", "Kompetansemål", "Fag, mål, og hva som gir dem."),
    (Right::OpenTablets, "/intern/nettbrett", "Felles nettbrett", "Timer på et delt nettbrett."),
    (Right::ManagePeople, "/intern/folk", "Folk", "Brukere, roller og lenker."),
    (Right::LeadPlans, "/intern/planer", "Planer", "Beboernes planer, mentorer og utflytting."),
    (
        Right::SeeQualification,
        "/intern/kvalifisering",
        "Kvalifisering i tall",
        "Veier, trinn og mål, uten navn.",
    ),
    (Right::AgreeKinds, "/intern/slag", "Slag timer", "Hva timene er, avtalt med beboeren."),
    (Right::CutLinks, "/intern/kutt", "Kutt av bånd", "Når noen vil ha navnet sitt bort."),
    (Right::WithdrawProofs, "/intern/bevis", "Bevis", "Navnet på dem, og bevis med feil."),
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
