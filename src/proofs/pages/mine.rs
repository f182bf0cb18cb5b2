//! `/intern/ta-med`: one chooses the lines, and has the proof in hand at once.

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::super::rules::{day as day_words, grouped};
use super::download;
use crate::base::random_token;
use crate::db::Once;
use crate::error::{AppError, PageResult, Refusals};
use crate::pdf;
use crate::proofs::{self, Choice, Issued, LeftOut, MyProofs, TakeOut};
use crate::web::{Ctx, HtmlForm, Limit, Page};

const PLACE: &str = "/intern/ta-med";

/// The choice as a browser sends it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    name: String,
    #[serde(default)]
    lines: Vec<String>,
}

/// A line that can be ticked.
struct Tick {
    id: String,
    choice: Choice,
    is_checked: bool,
}

/// A route with its goals.
struct Group {
    route: Tick,
    goals: Vec<Tick>,
}

struct TakenLine {
    number: String,
    on: String,
    is_withdrawn: bool,
}

#[derive(Template)]
#[template(path = "proofs/mine.html")]
struct MinePage {
    page: Page,
    holder: String,
    groups: Vec<Group>,
    courses: Vec<Tick>,
    left_out: LeftOut,
    taken: Vec<TakenLine>,
    key: String,
    can_print: bool,
    /// The files that everything about oneself comes in.
    parts: Vec<usize>,
}

#[derive(Template)]
#[template(path = "proofs/taken.html")]
struct TakenPage {
    page: Page,
    issued: Issued,
    on: String,
    number: String,
    /// The code as an image of its own.
    qr: String,
    can_print: bool,
}

/// `GET /intern/ta-med`
///
/// # Errors
/// The database's.
pub(crate) async fn mine(ctx: Ctx) -> PageResult {
    show_mine(&ctx, None, &Refusals::default()).await
}

pub(super) async fn show_mine(ctx: &Ctx, typed: Option<Chosen>, refusals: &Refusals) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (mine, parts) = ctx
        .db()
        .read(move |conn| Ok((proofs::my_proofs(conn, &actor, now)?, proofs::parts(conn, &actor)?)))
        .await?;
    let MyProofs { name, choices, left_out, taken } = mine;
    let typed = typed.unwrap_or(Chosen { name, lines: Vec::new() });
    let (courses, built): (Vec<Tick>, Vec<Tick>) = (1_usize..)
        .zip(choices)
        .map(|(place, choice)| Tick {
            id: format!("linje-{place}"),
            is_checked: typed.lines.contains(&choice.key),
            choice,
        })
        .partition(|line| line.choice.is_course);
    let page = ctx.page("Ta ut beviset mitt").refused_if(refusals);
    let template = MinePage {
        page,
        holder: typed.name,
        groups: groups(built),
        courses,
        left_out,
        taken: taken
            .into_iter()
            .map(|proof| TakenLine {
                number: grouped(&proof.id),
                on: day_words(proof.issued_at.oslo_date()),
                is_withdrawn: proof.withdrawn_at.is_some(),
            })
            .collect(),
        key: random_token(),
        can_print: pdf::IS_BUILT,
        parts: (1..=parts).collect(),
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// Each route stands before its own goals.
fn groups(lines: Vec<Tick>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in lines {
        match groups.last_mut() {
            Some(group) if !line.choice.under.is_empty() => group.goals.push(line),
            _ => groups.push(Group { route: line, goals: Vec::new() }),
        }
    }
    groups
}

/// `POST /intern/ta-med`: makes the proof and shows it, as it is kept nowhere else.
///
/// # Errors
/// The database's; refusals are shown at their fields.
pub(crate) async fn take(ctx: Ctx, form: HtmlForm<Chosen>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    ctx.app.limits.count(Limit::File, &format!("bevis {}", actor.account_id), now)?;
    let once = Once::new(format!("{} {PLACE}", actor.account_id), &form.key, &form.body)?;
    let wish = TakeOut { name: form.value.name.clone(), lines: form.value.lines.clone() };
    let signer = super::signer(&ctx).await?;
    let url = ctx.app.settings.public_url.clone();
    let made = ctx
        .db()
        .write(move |tx| proofs::take_out(tx, &actor, &wish, (&signer, &url, &once), now))
        .await;
    match made {
        Ok(issued) => show_taken(&ctx, issued),
        Err(AppError::Refused(refusals)) => show_mine(&ctx, Some(form.value), &refusals).await,
        Err(other) => Err(other.into()),
    }
}

fn show_taken(ctx: &Ctx, issued: Issued) -> PageResult {
    let qr = pdf::qr_svg(&issued.said.address)?;
    ctx.show(&TakenPage {
        page: ctx.page("Beviset er laget"),
        on: day_words(issued.said.issued_on),
        number: grouped(&issued.said.id),
        qr: format!("data:image/svg+xml;base64,{}", STANDARD.encode(qr)),
        can_print: pdf::IS_BUILT,
        issued,
    })
}

/// A proof that its holder sends back to have it as a file or on paper.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Held {
    #[serde(default)]
    pub(super) bevis: String,
}

/// `POST /intern/ta-med/fil`: the proof as a file.
///
/// # Refuses
/// As [`proofs::read_own`].
pub(crate) async fn file(ctx: Ctx, form: HtmlForm<Held>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let signer = super::signer(&ctx).await?;
    let jwt = form.value.bevis.trim().to_owned();
    let own = jwt.clone();
    let read = ctx.db().read(move |conn| proofs::read_own(conn, &actor, &signer, &own)).await;
    match read {
        Ok(_) => Ok(download("application/jwt", "bevis.jwt", jwt.into_bytes())),
        Err(AppError::Refused(refusals)) => show_mine(&ctx, None, &refusals).await,
        Err(other) => Err(other.into()),
    }
}
