//! `/intern/tavle`: the board of the day.

use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use super::actions::done_of;
use super::model::{Done, HandLine, Job, Place};
use super::words;
use crate::base::ResidentId;
use crate::error::PageResult;
use crate::web::{Ctx, HtmlForm, Page, see_other};
use crate::{board, catalog};

#[derive(Template)]
#[template(path = "board/index.html")]
struct BoardPage {
    page: Page,
    places: Vec<PlaceView>,
    done: Option<DoneView>,
    /// Who was tapped.
    chosen: Option<Chosen>,
    today: String,
}

/// What was just done.
struct DoneView {
    words: String,
    /// Where it is undone.
    path: String,
    /// The state that undoing it comes to, whatever has been done since.
    back_to: &'static str,
}

/// The states a row can be brought back to.
const ON: &str = "paa";
const OFF: &str = "av";

struct Chosen {
    id: String,
    name: String,
}

struct PlaceView {
    code: String,
    name: String,
    sells: bool,
    /// Stops in force: id and days in words.
    stops: Vec<(String, String)>,
    today: Vec<JobView>,
    coming: Vec<JobView>,
    hands: Vec<HandView>,
    /// The one who was tapped works here.
    takes_chosen: bool,
}

struct JobView {
    number: String,
    /// `3 sekk Bjørkeved`, or the daily work.
    what: String,
    when: String,
    /// Row and name.
    hands: Vec<(String, String)>,
    /// The one who was tapped is set to it.
    has_chosen: bool,
}

struct HandView {
    id: String,
    name: String,
    /// `inne siden 08.02`, and what they are set to.
    state: String,
    warnings: String,
    is_chosen: bool,
}

#[derive(Deserialize)]
pub(crate) struct Shown {
    /// Who was tapped.
    hvem: Option<String>,
    /// The row that can be undone.
    angre: Option<String>,
}

/// `GET /intern/tavle`
pub(crate) async fn index(ctx: Ctx, query: Query<Shown>) -> PageResult {
    let (actor, now, angre) = (ctx.actor()?.clone(), ctx.now, query.angre.clone());
    let reader = actor.clone();
    let (places, done) = ctx
        .db()
        .read(move |conn| {
            let done = angre.map(|row| done_of(conn, &reader, &row, now)).transpose()?.flatten();
            Ok((board::board_of(conn, &reader, now)?, done))
        })
        .await?;
    let hands = places.iter().flat_map(|place| &place.hands);
    let seen = hands.filter(|hand| hand.since.is_some() || !hand.warnings.is_empty());
    let seen: Vec<ResidentId> = seen.map(|hand| hand.resident_id.clone()).collect();
    ctx.db().write(move |tx| board::keep_looks(tx, &actor, &seen, now)).await?;
    let all = || places.iter().flat_map(|place| &place.hands);
    let chosen = query.hvem.as_ref().and_then(|id| {
        all()
            .find(|hand| hand.resident_id.as_str() == id)
            .map(|hand| Chosen { id: id.clone(), name: hand.name.clone() })
    });
    let places = places.into_iter().map(|place| place_view(&ctx, place, chosen.as_ref())).collect();
    ctx.show(&BoardPage {
        page: ctx.page("Dagens tavle"),
        places,
        done: done.as_ref().map(done_view),
        chosen,
        today: ctx.today().to_string(),
    })
}

fn done_view(done: &Done) -> DoneView {
    let job = words::job_words(&done.job);
    let (verb, back_to) = if done.is_off { ("tatt av", ON) } else { ("satt på", OFF) };
    DoneView {
        words: format!("{} er {verb} {job}.", done.name),
        path: format!("/intern/tavle/{}/angring", done.row),
        back_to,
    }
}

fn place_view(ctx: &Ctx, place: Place, chosen: Option<&Chosen>) -> PlaceView {
    let job = |job: Job| JobView {
        when: when_words(ctx, &job),
        what: if job.number.is_empty() { "Daglig arbeid".to_owned() } else { job.what },
        number: job.number,
        has_chosen: job
            .hands
            .iter()
            .any(|on| chosen.is_some_and(|chosen| chosen.id == on.resident_id.as_str())),
        hands: job.hands.into_iter().map(|on| (on.row, on.name)).collect(),
    };
    let hand = |hand: HandLine| HandView {
        state: state_words(ctx, &hand),
        is_chosen: chosen.is_some_and(|chosen| chosen.id == hand.resident_id.as_str()),
        id: hand.resident_id.to_string(),
        name: hand.name,
        warnings: hand.warnings.join(" "),
    };
    let hands: Vec<HandView> = place.hands.into_iter().map(hand).collect();
    PlaceView {
        takes_chosen: hands.iter().any(|hand| hand.is_chosen),
        code: place.code,
        name: place.name,
        sells: place.sells,
        stops: place
            .stops
            .iter()
            .map(|stop| (stop.id.clone(), catalog::stop_days_in_words(stop)))
            .collect(),
        today: place.today.into_iter().map(job).collect(),
        coming: place.coming.into_iter().map(job).collect(),
        hands,
    }
}

fn when_words(ctx: &Ctx, job: &Job) -> String {
    let Some(day) = job.day else { return String::new() };
    let day = words::day_words(day, ctx.today());
    if job.time.is_empty() { day } else { format!("{day}, {}", job.time) }
}

fn state_words(ctx: &Ctx, hand: &HandLine) -> String {
    let since = hand.since.map(|since| words::since_words(since, ctx.now));
    let jobs: Vec<String> = hand.jobs.iter().map(|number| words::job_words(number)).collect();
    let jobs = (!jobs.is_empty()).then(|| format!("på {}", jobs.join(", ")));
    [since, jobs].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[derive(Deserialize)]
pub(crate) struct SetForm {
    #[serde(default)]
    hvem: String,
    #[serde(default)]
    naering: String,
    #[serde(default)]
    jobb: String,
}

/// `POST /intern/tavle`: sets the one who was tapped to a job.
pub(crate) async fn set_hand(ctx: Ctx, form: HtmlForm<SetForm>) -> PageResult {
    let (actor, now, form) = (ctx.actor()?.clone(), ctx.now, form.value);
    let who = ResidentId::from_text(form.hvem);
    let row = ctx
        .db()
        .write(move |tx| board::set_hand(tx, &actor, &who, (&form.naering, &form.jobb), now))
        .await?;
    Ok(see_other(&format!("/intern/tavle?angre={row}"), &[]))
}

#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// `POST /intern/tavle/{id}/av`: takes someone off a job.
pub(crate) async fn take_off(ctx: Ctx, id: Path<String>, _form: HtmlForm<Nothing>) -> PageResult {
    let (actor, now, row) = (ctx.actor()?.clone(), ctx.now, id.clone());
    ctx.db().write(move |tx| board::take_off(tx, &actor, &row, now)).await?;
    Ok(see_other(&format!("/intern/tavle?angre={id}"), &[]))
}

#[derive(Deserialize)]
pub(crate) struct BackTo {
    #[serde(default)]
    til: String,
}

/// `POST /intern/tavle/{id}/angring`: brings a row to the state that the button told; a second tap
/// changes nothing.
pub(crate) async fn undo(ctx: Ctx, id: Path<String>, form: HtmlForm<BackTo>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let is_set = form.value.til == ON;
    ctx.db()
        .write(move |tx| {
            if is_set {
                board::put_back(tx, &actor, &id, now)
            } else {
                board::take_off(tx, &actor, &id, now)
            }
        })
        .await?;
    ctx.done("/intern/tavle", "Angret.")
}
