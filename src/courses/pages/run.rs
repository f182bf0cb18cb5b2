//! `/intern/kurs/styring/gang/{id}`: who has a place, who was there, and their certificates.

use askama::Template;
use serde::Deserialize;

use super::super::model::CertificateError;
use super::super::words;
use super::steering::STEERING;
use super::{OneId, Tap, teacher_words};
use crate::base::UtcTime;
use crate::courses::{self, Held, Participant, SessionForm};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::people::Actor;
use crate::web::{Ctx, HtmlForm, Page, see_other};

#[derive(Template)]
#[template(path = "courses/run.html")]
struct RunPage {
    page: Page,
    id: String,
    /// Where and by whom.
    facts: String,
    state: String,
    sessions: Vec<Meeting>,
    people: Vec<Person>,
    /// First names, the first in the line first.
    waiting: Vec<String>,
    errors: Vec<(&'static str, &'static str)>,
    form: TypedChange,
    is_called_off: bool,
    /// Someone has been at enough and has no certificate yet.
    has_due: bool,
    /// It can be changed and called off.
    is_open: bool,
}

/// A session, and who was there.
struct Meeting {
    id: String,
    when: String,
    has_begun: bool,
    people: Vec<Mark>,
}

/// Someone with a place, at a session.
struct Mark {
    signup: String,
    name: String,
    was_there: bool,
    /// What a tap says: `ja` or `nei`.
    next: &'static str,
    /// A certificate rests on it.
    is_settled: bool,
}

/// Someone with a place.
struct Person {
    signup: String,
    name: String,
    /// `2 av 3 samlinger`
    was_at: String,
    /// Id, number and how long it holds.
    certificate: Option<(String, String, String)>,
    /// A teacher may say yes though sessions are missing.
    may_be_given: bool,
}

/// What is changed about a run, as a browser sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TypedChange {
    places: String,
    date1: String,
    start1: String,
    end1: String,
}

/// A tap on a name.
#[derive(Deserialize)]
pub(crate) struct TypedMark {
    #[serde(default)]
    signup: String,
    #[serde(default)]
    session: String,
    /// `ja` or `nei`
    #[serde(default)]
    there: String,
}

/// Who a teacher says yes for.
#[derive(Deserialize)]
pub(crate) struct TypedYes {
    #[serde(default)]
    signup: String,
}

/// What was wrong with a certificate.
#[derive(Deserialize)]
pub(crate) struct TypedError {
    #[serde(default)]
    error: String,
    /// The run it is of, to come back to.
    #[serde(default)]
    run: String,
}

/// GET `/intern/kurs/styring/gang/{id}`
pub(crate) async fn show(ctx: Ctx, path: OneId) -> PageResult {
    show_run(&ctx, path.into_inner(), None, &Refusals::default()).await
}

async fn show_run(
    ctx: &Ctx,
    id: String,
    typed: Option<TypedChange>,
    refusals: &Refusals,
) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (held, people) = ctx.db().write(move |tx| courses::run_page(tx, &actor, &id, now)).await?;
    let template = run_view(ctx, &held, &people, typed, refusals);
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

fn run_view(
    ctx: &Ctx,
    held: &Held,
    people: &[Participant],
    typed: Option<TypedChange>,
    refusals: &Refusals,
) -> RunPage {
    let today = ctx.today();
    let is_over = !held.is_called_off() && held.last_day() <= today;
    let with_place: Vec<&Participant> = people.iter().filter(|one| one.has_place).collect();
    let due = |one: &&&Participant| one.reached && one.certificate.is_none();
    let waiting = people.iter().filter(|one| !one.has_place).map(|one| one.name.clone());
    let places = TypedChange { places: held.run.places.to_string(), ..TypedChange::default() };
    let state = if held.is_called_off() {
        "Kurset er avlyst.".to_owned()
    } else {
        format!("{} av {} plasser er tatt.", held.run.taken, held.run.places)
    };
    let clock = ctx.now.oslo_clock();
    RunPage {
        page: ctx.page(held.course.name.clone()).refused_if(refusals),
        id: held.run.id.clone(),
        facts: format!("{}. Lærere: {}.", held.run.place, teacher_words(held)),
        state,
        sessions: held.sessions.iter().map(|s| meeting(ctx, s, &with_place)).collect(),
        people: with_place.iter().map(|one| person(ctx, held, one, is_over)).collect(),
        waiting: waiting.collect(),
        errors: CertificateError::ALL
            .iter()
            .map(|e| (e.as_str(), words::error_words(*e)))
            .collect(),
        form: typed.unwrap_or(places),
        is_called_off: held.is_called_off(),
        has_due: is_over && with_place.iter().any(|one| due(&one)),
        is_open: held.sessions.iter().any(|s| (s.held_on, s.start_minute) > (today, clock)),
    }
}

fn meeting(ctx: &Ctx, session: &super::Session, people: &[&Participant]) -> Meeting {
    let now = (ctx.today(), ctx.now.oslo_clock());
    let mark = |one: &&Participant| {
        let was_there = one.was_at.contains(&session.id);
        Mark {
            signup: one.signup.clone(),
            name: one.name.clone(),
            was_there,
            next: if was_there { "nei" } else { "ja" },
            is_settled: one.certificate.is_some(),
        }
    };
    Meeting {
        id: session.id.clone(),
        when: words::session_words(session, ctx.today()),
        has_begun: (session.held_on, session.start_minute) <= now,
        people: people.iter().map(mark).collect(),
    }
}

fn person(ctx: &Ctx, held: &Held, one: &Participant, is_over: bool) -> Person {
    let count = held.sessions.len();
    let certificate = one.certificate.as_ref().map(|facts| {
        let holds = words::expiry_words(facts.expires_on, None, ctx.today());
        (facts.id.clone(), facts.number.clone(), holds)
    });
    let samling = if count == 1 { "samling" } else { "samlinger" };
    Person {
        signup: one.signup.clone(),
        name: one.name.clone(),
        was_at: format!("{} av {count} {samling}", one.was_at.len()),
        may_be_given: is_over && certificate.is_none() && !one.reached && !one.was_at.is_empty(),
        certificate,
    }
}

/// Does something to a run, and shows it again.
async fn change_run(
    ctx: &Ctx,
    id: String,
    typed: Option<TypedChange>,
    change: impl FnOnce(&mut DbConn, &Actor, &str, UtcTime) -> AppResult<String> + Send + 'static,
) -> PageResult {
    let (actor, now, of) = (ctx.actor()?.clone(), ctx.now, id.clone());
    match ctx.db().write(move |tx| change(tx, &actor, &of, now)).await {
        Ok(said) => ctx.done(&format!("{STEERING}/gang/{id}"), &said),
        Err(AppError::Refused(refusals)) => show_run(ctx, id, typed, &refusals).await,
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/kurs/styring/gang/{id}/oppmote`
pub(crate) async fn mark(ctx: Ctx, path: OneId, form: HtmlForm<TypedMark>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (id, typed) = (path.into_inner(), form.value);
    let back = format!("{STEERING}/gang/{id}#s-{}", typed.session);
    let of = id.clone();
    let marked = ctx
        .db()
        .write(move |tx| {
            let which = (typed.signup.as_str(), typed.session.as_str());
            courses::mark(tx, &actor, &of, which, typed.there == "ja", now)
        })
        .await;
    match marked {
        Ok(()) => Ok(see_other(&back, &[])),
        Err(AppError::Refused(refusals)) => show_run(&ctx, id, None, &refusals).await,
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/kurs/styring/gang/{id}/bevis`
pub(crate) async fn issue_all(ctx: Ctx, path: OneId, _form: Tap) -> PageResult {
    change_run(&ctx, path.into_inner(), None, |tx, actor, run, now| {
        Ok(match courses::issue_all(tx, actor, run, now)? {
            1 => "Ett bevis er gitt.".to_owned(),
            count => format!("{count} bevis er gitt."),
        })
    })
    .await
}

/// POST `/intern/kurs/styring/gang/{id}/bevis/ja`
pub(crate) async fn issue_one(ctx: Ctx, path: OneId, form: HtmlForm<TypedYes>) -> PageResult {
    let signup = form.value.signup;
    change_run(&ctx, path.into_inner(), None, move |tx, actor, run, now| {
        let number = courses::issue_one(tx, actor, run, &signup, now)?;
        Ok(format!("Bevis {number} er gitt."))
    })
    .await
}

/// POST `/intern/kurs/styring/bevis/{id}/feil`
pub(crate) async fn take_back(ctx: Ctx, path: OneId, form: HtmlForm<TypedError>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (id, typed) = (path.into_inner(), form.value);
    let taken =
        ctx.db().write(move |tx| courses::take_back(tx, &actor, &id, &typed.error, now)).await;
    match taken {
        Ok(run) => ctx.done(
            &format!("{STEERING}/gang/{run}"),
            "Beviset gjelder ikke lenger. Du kan gi et nytt.",
        ),
        Err(AppError::Refused(refusals)) => show_run(&ctx, typed.run, None, &refusals).await,
        Err(error) => Err(error.into()),
    }
}

/// POST `/intern/kurs/styring/gang/{id}/plasser`
pub(crate) async fn set_places(ctx: Ctx, path: OneId, form: HtmlForm<TypedChange>) -> PageResult {
    let places = form.value.places.clone();
    change_run(&ctx, path.into_inner(), Some(form.value), move |tx, actor, run, now| {
        courses::set_places(tx, actor, run, &places, now)?;
        Ok("Antallet er endret.".to_owned())
    })
    .await
}

/// POST `/intern/kurs/styring/gang/{id}/samling`
pub(crate) async fn add_session(ctx: Ctx, path: OneId, form: HtmlForm<TypedChange>) -> PageResult {
    let TypedChange { date1, start1, end1, .. } = form.value.clone();
    let session = SessionForm { date: date1, start: start1, end: end1 };
    change_run(&ctx, path.into_inner(), Some(form.value), move |tx, actor, run, now| {
        courses::add_session(tx, actor, run, &session, now)?;
        Ok("Samlingen er lagt til.".to_owned())
    })
    .await
}

/// POST `/intern/kurs/styring/gang/{id}/avlysning`
pub(crate) async fn call_off(ctx: Ctx, path: OneId, _form: Tap) -> PageResult {
    change_run(&ctx, path.into_inner(), None, |tx, actor, run, now| {
        courses::call_off(tx, actor, run, true, now)?;
        Ok("Kurset er avlyst. De som har plass, ser det på sin side.".to_owned())
    })
    .await
}

/// POST `/intern/kurs/styring/gang/{id}/avlysning/angre`
pub(crate) async fn reopen(ctx: Ctx, path: OneId, _form: Tap) -> PageResult {
    change_run(&ctx, path.into_inner(), None, |tx, actor, run, now| {
        courses::call_off(tx, actor, run, false, now)?;
        Ok("Kurset holdes likevel.".to_owned())
    })
    .await
}
