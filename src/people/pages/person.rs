//! One person: roles, relations, ways in.

use actix_web::web::Path;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::super::{self as people, Actor, Held, Part, PersonPage, Reopened, Role};
use super::folk::LinkMade;
use super::{day_words, link_text, path_of, read_days};
use crate::base::{AccountId, EnterpriseId, UtcTime};
use crate::db::DbConn;
use crate::error::{AppError, AppResult, PageResult, Refusal, Refusals};
use crate::web::{Ctx, HtmlForm, Page};

struct HeldLine {
    what: String,
    days: String,
    granted: String,
    ended: String,
    /// Where to end it; empty when it has ended.
    end: String,
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct Person {
    page: Page,
    form: HeldForm,
    path: String,
    login: String,
    made: String,
    ended: String,
    is_self: bool,
    may_reopen: bool,
    reopened: Vec<String>,
    pseudonym: String,
    /// Where the kinds of a resident's hours are agreed; empty for others, and for who may not.
    kinds: String,
    sessions: usize,
    roles: Vec<HeldLine>,
    parts: Vec<HeldLine>,
    mentors: Vec<HeldLine>,
    role_choices: Vec<(String, String)>,
    part_choices: Vec<(String, String)>,
    enterprise_choices: Vec<(String, String)>,
    mentor_choices: Vec<(String, String)>,
}

/// What is typed in any of the page's forms.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct HeldForm {
    #[serde(default)]
    role: String,
    #[serde(default)]
    enterprise: String,
    #[serde(default)]
    part: String,
    #[serde(default)]
    mentor: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    part_from: String,
    #[serde(default)]
    part_to: String,
    #[serde(default)]
    mentor_from: String,
    #[serde(default)]
    mentor_to: String,
}

impl HeldForm {
    /// The days of the form whose fields begin with `prefix`.
    fn days(&self, ctx: &Ctx, prefix: &'static str) -> AppResult<(NaiveDate, Option<NaiveDate>)> {
        let (from, to) = match prefix {
            "part_" => (&self.part_from, &self.part_to),
            "mentor_" => (&self.mentor_from, &self.mentor_to),
            _ => (&self.from, &self.to),
        };
        read_days(ctx, from, to)
    }
}

/// `GET /intern/folk/{id}`
pub(crate) async fn person(ctx: Ctx, id: Path<String>) -> PageResult {
    let id = AccountId::from_text(id.into_inner());
    ctx.show(&page_of(&ctx, &id, HeldForm::default(), &Refusals::default()).await?)
}

async fn page_of(
    ctx: &Ctx,
    id: &AccountId,
    form: HeldForm,
    refusals: &Refusals,
) -> AppResult<Person> {
    let (actor, now, asked) = (ctx.actor()?.clone(), ctx.now, id.clone());
    let is_leader = actor.is(Role::Leader);
    let is_self = actor.account_id == *id;
    let found: PersonPage =
        ctx.db().write(move |tx| people::show_person(tx, &actor, &asked, now)).await?;
    let path = path_of(id);
    let kinds = match &found.resident {
        Some((resident_id, _)) if is_leader => format!("/intern/slag/{resident_id}"),
        _ => String::new(),
    };
    let lines = |held: Vec<Held>, kind: &str| -> Vec<HeldLine> {
        held.into_iter().map(|one| line(one, &path, kind)).collect()
    };
    let roles =
        Role::ALL.iter().filter(|role| is_leader || !matches!(role, Role::Resident | Role::Leader));
    let parts = Part::ALL.iter();
    Ok(Person {
        page: ctx.page(found.account.name).refused_if(refusals),
        form,
        login: found.account.login,
        made: found.account.created_at.oslo_text(),
        ended: found.account.ended_at.map(UtcTime::oslo_text).unwrap_or_default(),
        is_self,
        may_reopen: is_leader && found.account.ended_at.is_some(),
        reopened: found.reopenings.iter().map(reopened_words).collect(),
        pseudonym: found.resident.map(|(_, pseudonym)| pseudonym).unwrap_or_default(),
        kinds,
        sessions: found.sessions,
        roles: lines(found.roles, "roller"),
        parts: lines(found.parts, "naeringer"),
        mentors: lines(found.mentors, "mentorer"),
        role_choices: roles.map(|one| (one.to_string(), one.words().to_owned())).collect(),
        part_choices: parts.map(|one| (one.to_string(), one.words().to_owned())).collect(),
        enterprise_choices: found.enterprise_choices,
        mentor_choices: found.mentor_choices,
        path,
    })
}

/// `16.03.2026 kl. 10.00, Lars Brekke (avsluttet 15.03.2026 kl. 09.00)`.
fn reopened_words(one: &Reopened) -> String {
    format!("{}, {} (avsluttet {})", one.at.oslo_text(), one.by, one.ended_at.oslo_text())
}

fn line(held: Held, path: &str, kind: &str) -> HeldLine {
    let from = day_words(held.from);
    let days = match held.to {
        Some(to) => format!("{from} – {}", day_words(to)),
        None => format!("fra {from}"),
    };
    let by = |name: Option<String>| name.unwrap_or_else(|| "systemet".to_owned());
    let end = match held.ended_at {
        Some(_) => String::new(),
        None => format!("{path}/{kind}/{}/avslutning", held.id),
    };
    HeldLine {
        what: held.what,
        days,
        granted: format!("{}, {}", by(held.granted_by), held.granted_at.oslo_text()),
        ended: held
            .ended_at
            .map(|at| format!("{}, {}", by(held.ended_by), at.oslo_text()))
            .unwrap_or_default(),
        end,
    }
}

/// Does it, and goes back to the person's page; a refused form is shown there as it was typed.
///
/// `prefix` begins the names of the form's date fields: the page has three forms with days.
async fn change<F>(
    ctx: &Ctx,
    id: &str,
    (form, prefix): (HeldForm, &'static str),
    words: &str,
    action: F,
) -> PageResult
where
    F: FnOnce(&mut DbConn, &Actor, &AccountId, UtcTime) -> AppResult<()> + Send + 'static,
{
    let id = AccountId::from_text(id);
    let (actor, now, whose) = (ctx.actor()?.clone(), ctx.now, id.clone());
    match ctx.db().write(move |tx| action(tx, &actor, &whose, now)).await {
        Ok(()) => ctx.done(&path_of(&id), words),
        Err(error) => refuse(ctx, &id, (form, prefix), error).await,
    }
}

async fn refuse(
    ctx: &Ctx,
    id: &AccountId,
    (form, prefix): (HeldForm, &'static str),
    error: AppError,
) -> PageResult {
    let AppError::Refused(refusals) = error else { return Err(error.into()) };
    let mut placed = Refusals::default();
    for refusal in refusals.all() {
        let is_day = matches!(refusal.field.as_str(), "from" | "to");
        let field =
            if is_day { format!("{prefix}{}", refusal.field) } else { refusal.field.clone() };
        placed.add(Refusal::new(refusal.code, field, refusal.detail.clone()));
    }
    ctx.show_refused(&page_of(ctx, id, form, &placed).await?)
}

fn choose(field: &'static str, words: &'static str) -> AppError {
    Refusal::new("field.empty", field, words).into()
}

fn no_form() -> (HeldForm, &'static str) {
    (HeldForm::default(), "")
}

/// `POST /intern/folk/{id}/roller`
pub(crate) async fn give_role(ctx: Ctx, id: Path<String>, form: HtmlForm<HeldForm>) -> PageResult {
    let form = form.value;
    let read = || -> AppResult<_> {
        let role = Role::parse(&form.role).ok_or_else(|| choose("role", "Velg en rolle."))?;
        Ok((role, form.days(&ctx, "")?))
    };
    match read() {
        Ok((role, days)) => {
            change(&ctx, &id, (form, ""), "Rollen er lagret.", move |tx, actor, whose, now| {
                people::give_role(tx, actor, whose, (role, days), now)
            })
            .await
        }
        Err(error) => refuse(&ctx, &AccountId::from_text(id.as_str()), (form, ""), error).await,
    }
}

/// `POST /intern/folk/{id}/roller/{grant}/avslutning`
pub(crate) async fn end_role(
    ctx: Ctx,
    path: Path<(String, String)>,
    _form: HtmlForm<HeldForm>,
) -> PageResult {
    let (id, grant) = path.into_inner();
    let words = "Rollen er avsluttet. Personen er logget ut. De som hadde personen som mentor, \
                 trenger en ny.";
    change(&ctx, &id, no_form(), words, move |tx, actor, whose, now| {
        people::end_role(tx, actor, whose, &grant, now)
    })
    .await
}

/// `POST /intern/folk/{id}/naeringer`
pub(crate) async fn give_part(ctx: Ctx, id: Path<String>, form: HtmlForm<HeldForm>) -> PageResult {
    let form = form.value;
    let read = || -> AppResult<_> {
        if form.enterprise.is_empty() {
            return Err(choose("enterprise", "Velg en næring."));
        }
        let part = Part::parse(&form.part);
        let part = part.ok_or_else(|| choose("part", "Velg hva personen gjør der."))?;
        Ok((EnterpriseId::from_text(form.enterprise.clone()), part, form.days(&ctx, "part_")?))
    };
    match read() {
        Ok((enterprise, part, days)) => {
            let words = "Tilknytningen er lagret.";
            change(&ctx, &id, (form, "part_"), words, move |tx, actor, whose, now| {
                people::give_part(tx, actor, whose, (&enterprise, part, days), now)
            })
            .await
        }
        Err(error) => {
            refuse(&ctx, &AccountId::from_text(id.as_str()), (form, "part_"), error).await
        }
    }
}

/// `POST /intern/folk/{id}/naeringer/{membership}/avslutning`
pub(crate) async fn end_part(
    ctx: Ctx,
    path: Path<(String, String)>,
    _form: HtmlForm<HeldForm>,
) -> PageResult {
    let (id, membership) = path.into_inner();
    let words = "Tilknytningen er avsluttet.";
    change(&ctx, &id, no_form(), words, move |tx, actor, whose, now| {
        people::end_part(tx, actor, whose, &membership, now)
    })
    .await
}

/// `POST /intern/folk/{id}/mentorer`
pub(crate) async fn give_mentor(
    ctx: Ctx,
    id: Path<String>,
    form: HtmlForm<HeldForm>,
) -> PageResult {
    let form = form.value;
    match form.days(&ctx, "mentor_") {
        Ok(days) => {
            let mentor = AccountId::from_text(form.mentor.clone());
            let words = "Mentoren er lagret.";
            change(&ctx, &id, (form, "mentor_"), words, move |tx, actor, whose, now| {
                people::give_mentor(tx, actor, whose, (&mentor, days), now)
            })
            .await
        }
        Err(error) => {
            refuse(&ctx, &AccountId::from_text(id.as_str()), (form, "mentor_"), error).await
        }
    }
}

/// `POST /intern/folk/{id}/mentorer/{mentorship}/avslutning`
pub(crate) async fn end_mentor(
    ctx: Ctx,
    path: Path<(String, String)>,
    _form: HtmlForm<HeldForm>,
) -> PageResult {
    let (id, mentorship) = path.into_inner();
    let words = "Mentoren er avsluttet.";
    change(&ctx, &id, no_form(), words, move |tx, actor, whose, now| {
        people::end_mentor(tx, actor, whose, &mentorship, now)
    })
    .await
}

/// `POST /intern/folk/{id}/innlogginger/avslutning`
pub(crate) async fn end_sessions(
    ctx: Ctx,
    id: Path<String>,
    _form: HtmlForm<HeldForm>,
) -> PageResult {
    let words = "Personen er logget ut overalt. Lenker som ikke er brukt, virker ikke lenger.";
    change(&ctx, &id, no_form(), words, people::end_all_sessions).await
}

/// `POST /intern/folk/{id}/avslutning`
pub(crate) async fn end_account(
    ctx: Ctx,
    id: Path<String>,
    _form: HtmlForm<HeldForm>,
) -> PageResult {
    let words = "Brukeren er avsluttet. De som hadde personen som mentor, trenger en ny.";
    change(&ctx, &id, no_form(), words, people::end_account).await
}

/// `POST /intern/folk/{id}/lenke`: a new link, shown once.
pub(crate) async fn new_link(ctx: Ctx, id: Path<String>, _form: HtmlForm<HeldForm>) -> PageResult {
    show_link(&ctx, &id, people::link_for).await
}

/// `POST /intern/folk/{id}/gjenapning`: opens an ended account; a new link, shown once.
pub(crate) async fn reopen_account(
    ctx: Ctx,
    id: Path<String>,
    _form: HtmlForm<HeldForm>,
) -> PageResult {
    show_link(&ctx, &id, people::reopen_account).await
}

/// Makes a link by `action`, and shows it this once.
async fn show_link(
    ctx: &Ctx,
    id: &str,
    action: fn(&mut DbConn, &Actor, &AccountId, UtcTime) -> AppResult<String>,
) -> PageResult {
    let whose = AccountId::from_text(id);
    let (actor, now, asked) = (ctx.actor()?.clone(), ctx.now, whose.clone());
    let made = ctx.db().write(move |tx| {
        let token = action(tx, &actor, &asked, now)?;
        Ok((token, people::account_name(tx, &asked)?))
    });
    match made.await {
        Ok((token, name)) => ctx.show(&LinkMade {
            page: ctx.page("Lenken er klar"),
            name,
            link: link_text(ctx, &token),
            back: path_of(&whose),
        }),
        Err(error) => refuse(ctx, &whose, no_form(), error).await,
    }
}
