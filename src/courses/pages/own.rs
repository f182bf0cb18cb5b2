//! `/intern/kurs`: what is coming, signing up and off in one tap, and own certificates.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::super::words;
use super::{OneId, Tap, length_words, session_lines, teacher_words};
use crate::base::Minutes;
use crate::courses::{self, CertificateFacts, Held, Standing};
use crate::error::{AppError, PageResult, Refusals};
use crate::web::{Ctx, HtmlForm, Page, see_other};

#[derive(Template)]
#[template(path = "courses/own.html")]
struct OwnPage {
    page: Page,
    coming: Vec<Card>,
    certificates: Vec<Paper>,
    /// As one told it the last time; empty when one never has.
    municipality: String,
    /// The course that was just signed off before it began, and its name.
    left: Option<(String, String)>,
    /// Courses that were left in the middle, and their names.
    left_midway: Vec<(String, String)>,
}

/// A course to come.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
struct Card {
    id: String,
    name: String,
    words: String,
    when: String,
    more_days: usize,
    place: String,
    /// How many places there are, or where one stands.
    state: String,
    is_signed_up: bool,
    is_full: bool,
    is_called_off: bool,
    /// One may still sign off.
    may_leave: bool,
}

/// A certificate.
struct Paper {
    id: String,
    course: String,
    number: String,
    /// `Varer til …`
    expiry: String,
    facts: String,
}

#[derive(Template)]
#[template(path = "courses/one.html")]
struct OneCoursePage {
    page: Page,
    card: Card,
    sessions: Vec<String>,
    length: String,
    teachers: String,
    municipality: String,
    other: String,
    municipalities: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "courses/certificate.html")]
struct CertificatePage {
    page: Page,
    paper: Paper,
    days: String,
    teachers: String,
    issued_on: String,
    seller: String,
}

/// Which course was just signed off.
#[derive(Deserialize)]
pub(crate) struct Left {
    av: Option<String>,
}

/// Where one comes from: chosen, or typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct TypedSignup {
    #[serde(default)]
    municipality: String,
    #[serde(default)]
    other: String,
}

const HOME: &str = "/intern/kurs";

fn card(ctx: &Ctx, held: &Held, standing: Standing) -> Card {
    let left = held.run.places_left();
    let state = match standing {
        _ if held.is_called_off() => "Kurset er avlyst.".to_owned(),
        Standing::Out => words::places_words(left, held.waiting),
        own => words::standing_words(own),
    };
    let (today, clock) = (ctx.today(), ctx.now.oslo_clock());
    let mut to_come = held.sessions.iter().filter(|s| s.held_on >= today);
    let last = held.sessions.last();
    let next = to_come.next().or(last);
    Card {
        id: held.run.id.clone(),
        name: held.course.name.clone(),
        words: held.course.words.clone(),
        when: next.map(|s| words::session_words(s, today)).unwrap_or_default(),
        more_days: to_come.count(),
        place: held.run.place.clone(),
        state,
        is_signed_up: standing != Standing::Out,
        is_full: left <= 0,
        is_called_off: held.is_called_off(),
        may_leave: standing != Standing::Out
            && last.is_some_and(|s| (s.held_on, s.start_minute) > (today, clock)),
    }
}

/// A certificate among all of its holder's: of two of the same course the later is the one to renew.
fn paper(ctx: &Ctx, facts: &CertificateFacts, all: &[CertificateFacts]) -> Paper {
    let is_renewed =
        all.iter().any(|other| other.course == facts.course && other.last_day > facts.last_day);
    let days = words::sessions_words(facts.sessions);
    Paper {
        id: facts.id.clone(),
        course: facts.course.clone(),
        number: facts.number.clone(),
        expiry: if is_renewed {
            "Du har et nyere bevis.".to_owned()
        } else {
            words::expiry_words(facts.expires_on, facts.remind_on, ctx.today())
        },
        facts: format!(
            "Du var med på {days}, {}, i {}",
            Minutes::words(i64::from(facts.minutes)),
            crate::base::Month::of(facts.last_day).words()
        ),
    }
}

/// GET `/intern/kurs`
pub(crate) async fn index(ctx: Ctx, query: Query<Left>) -> PageResult {
    let left = query.into_inner().av;
    show_index(&ctx, left, &Refusals::default()).await
}

async fn show_index(ctx: &Ctx, left: Option<String>, refusals: &Refusals) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (own, certificates) = ctx
        .db()
        .read(move |conn| {
            let own = courses::own_courses(conn, &actor, now)?;
            let key = actor.resident_id.ok_or(AppError::Forbidden)?;
            Ok((own, courses::certificates_of(conn, &key)?))
        })
        .await?;
    let left = left.and_then(|id| {
        let is_it =
            |(held, standing): &&(Held, Standing)| held.run.id == id && *standing == Standing::Out;
        own.coming.iter().find(is_it).map(|(held, _)| (id.clone(), held.course.name.clone()))
    });
    let template = OwnPage {
        page: ctx.page("Kurs").refused_if(refusals),
        coming: own.coming.iter().map(|(held, standing)| card(ctx, held, *standing)).collect(),
        certificates: certificates.iter().map(|facts| paper(ctx, facts, &certificates)).collect(),
        left_midway: own
            .left
            .iter()
            .map(|held| (held.run.id.clone(), held.course.name.clone()))
            .collect(),
        municipality: own.municipality,
        left,
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// GET `/intern/kurs/bevis/{id}`: one's own certificate, with all that it says.
pub(crate) async fn certificate(ctx: Ctx, path: OneId) -> PageResult {
    let (actor, id) = (ctx.actor()?.clone(), path.into_inner());
    let (facts, all) = ctx
        .db()
        .read(move |conn| {
            let own = actor.resident_id.ok_or(AppError::Forbidden)?;
            let is_own = |facts: &CertificateFacts| facts.resident_id == own;
            let facts = courses::certificate(conn, &id)?.filter(is_own);
            Ok((facts.ok_or(AppError::NotFound)?, courses::certificates_of(conn, &own)?))
        })
        .await?;
    let (first, last) = (words::date_words(facts.first_day), words::date_words(facts.last_day));
    ctx.show(&CertificatePage {
        page: ctx.page(format!("Bevis for {}", facts.course)),
        paper: paper(&ctx, &facts, &all),
        days: if first == last { last } else { format!("{first} til {last}") },
        teachers: facts.teachers.join(" og "),
        issued_on: words::date_words(facts.issued_on),
        seller: facts.seller,
    })
}

/// GET `/intern/kurs/{run}`
pub(crate) async fn one(ctx: Ctx, path: OneId) -> PageResult {
    show_one(&ctx, path.into_inner(), None).await
}

async fn show_one(ctx: &Ctx, run: String, refused: Option<(TypedSignup, Refusals)>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let ((held, standing), (known, last)) = ctx
        .db()
        .read(move |conn| {
            let seen = courses::upcoming(conn, &actor, &run, now)?;
            Ok((seen, courses::municipality_choices(conn, &actor)?))
        })
        .await?;
    let (typed, refusals) = match refused {
        Some((typed, refusals)) => (typed, refusals),
        None if known.is_empty() || known.contains(&last) => {
            (TypedSignup { municipality: last, ..TypedSignup::default() }, Refusals::default())
        }
        None => (TypedSignup { other: last, ..TypedSignup::default() }, Refusals::default()),
    };
    let template = OneCoursePage {
        page: ctx.page(held.course.name.clone()).refused_if(&refusals),
        card: card(ctx, &held, standing),
        sessions: session_lines(ctx, &held),
        length: length_words(&held.sessions),
        teachers: teacher_words(&held),
        municipality: typed.municipality,
        other: typed.other,
        municipalities: known.into_iter().map(|name| (name.clone(), name)).collect(),
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// POST `/intern/kurs/{run}/pamelding`
pub(crate) async fn sign_up(ctx: Ctx, path: OneId, form: HtmlForm<TypedSignup>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (run, typed) = (path.into_inner(), form.value);
    let (asked, told) = (run.clone(), typed.clone());
    let signed = ctx
        .db()
        .write(move |tx| {
            let other = told.other.trim();
            let place = if other.is_empty() { told.municipality.as_str() } else { other };
            courses::sign_up(tx, &actor, &asked, place, now)
        })
        .await;
    match signed {
        Ok(standing) => ctx.done(HOME, &words::standing_words(standing)),
        // What names no field is said on the page that lists what is left.
        Err(AppError::Refused(refusals)) if refusals.at("municipality").is_none() => {
            show_index(&ctx, None, &refusals).await
        }
        Err(AppError::Refused(refusals)) => show_one(&ctx, run, Some((typed, refusals))).await,
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/kurs/{run}/avmelding`
pub(crate) async fn sign_off(ctx: Ctx, path: OneId, _form: Tap) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let run = path.into_inner();
    let asked = run.clone();
    match ctx.db().write(move |tx| courses::sign_off(tx, &actor, &asked, now)).await {
        Ok(()) => Ok(see_other(&format!("{HOME}?av={run}"), &[])),
        Err(AppError::Refused(refusals)) => show_index(&ctx, None, &refusals).await,
        Err(error) => Err(error.into()),
    }
}
