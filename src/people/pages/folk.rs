//! The list of people, and a new one.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::super::{self as people, NewUser, PersonLine, Role};
use super::{link_text, path_of};
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::web::{Ctx, HtmlForm, Page};

struct Line {
    href: String,
    name: String,
    login: String,
    roles: String,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "people/folk.html")]
struct Folk {
    page: Page,
    people: Vec<Line>,
    sees_residents: bool,
    /// Are those shown whose accounts have ended, and no others?
    shows_ended: bool,
    /// How many have ended.
    ended: usize,
}

/// `?vis=avsluttet`: those who have ended.
#[derive(Default, Deserialize)]
pub(crate) struct FolkAsked {
    #[serde(default)]
    vis: String,
}

/// `GET /intern/folk`: who is here; those whose accounts have ended stand behind a link.
pub(crate) async fn list(ctx: Ctx, asked: Query<FolkAsked>) -> PageResult {
    let shows_ended = asked.vis == "avsluttet";
    let (actor, today) = (ctx.actor()?.clone(), ctx.today());
    let sees_residents = actor.is(Role::Leader);
    let people = ctx.db().read(move |conn| people::list_people(conn, &actor, today)).await?;
    let ended = people.iter().filter(|person| person.has_ended).count();
    let shown = people.into_iter().filter(|person| person.has_ended == shows_ended);
    let people = shown.map(line).collect();
    let title = if shows_ended { "Folk som er avsluttet" } else { "Folk" };
    ctx.show(&Folk { page: ctx.page(title), people, sees_residents, shows_ended, ended })
}

fn line(person: PersonLine) -> Line {
    let roles: Vec<&str> = person.roles.iter().map(|role| role.words()).collect();
    let state = match (person.has_ended, roles.is_empty(), person.has_password) {
        (true, ..) => "Avsluttet",
        (_, true, _) => "Ingen rolle nå",
        (.., false) => "Har ikke brukt lenken",
        _ => "Kan logge inn",
    };
    Line {
        href: path_of(&person.id),
        name: person.name,
        login: person.login,
        roles: roles.join(", "),
        state,
    }
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "people/new.html")]
struct New {
    page: Page,
    form: NewForm,
    roles: Vec<Choice>,
    enterprises: Vec<Choice>,
    adds_residents: bool,
}

#[derive(Default, Deserialize)]
pub(crate) struct NewForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    enterprises: Vec<String>,
    #[serde(default)]
    pseudonym: String,
}

/// `GET /intern/folk/ny`
pub(crate) async fn new(ctx: Ctx) -> PageResult {
    ctx.show(&new_page(&ctx, NewForm::default(), &Refusals::default()).await?)
}

async fn new_page(ctx: &Ctx, form: NewForm, refusals: &Refusals) -> AppResult<New> {
    let adds_residents = ctx.actor()?.is(Role::Leader);
    let known = ctx.db().read(|conn| Ok(people::enterprise_names(conn)?)).await?;
    let roles = Role::ALL
        .iter()
        .filter(|role| adds_residents || !matches!(role, Role::Resident | Role::Leader));
    let choice = |value: &str, label: &str, chosen: &[String]| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: chosen.iter().any(|one| one == value),
    };
    Ok(New {
        page: ctx.page("Ny bruker").refused_if(refusals),
        roles: roles.map(|role| choice(role.as_str(), role.words(), &form.roles)).collect(),
        enterprises: known
            .iter()
            .map(|(_, code, name)| choice(code, name, &form.enterprises))
            .collect(),
        adds_residents,
        form,
    })
}

/// The link, shown once, to the one who made it.
#[derive(Template)]
#[template(path = "people/link.html")]
pub(super) struct LinkMade {
    pub(super) page: Page,
    pub(super) name: String,
    pub(super) link: String,
    pub(super) back: String,
}

/// `POST /intern/folk`: makes a person, and shows the link that lets them in.
pub(crate) async fn register(ctx: Ctx, form: HtmlForm<NewForm>) -> PageResult {
    let form = form.value;
    let pseudonym = form.pseudonym.trim();
    let user = NewUser {
        login: form.login.clone(),
        name: form.name.clone(),
        roles: form.roles.iter().filter_map(|word| Role::parse(word)).collect(),
        enterprises: form.enterprises.clone(),
        pseudonym: (!pseudonym.is_empty()).then(|| pseudonym.to_owned()),
    };
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let added = ctx.db().write(move |tx| people::register(tx, &actor, &user, now)).await;
    match added {
        Ok(added) => ctx.show(&LinkMade {
            page: ctx.page("Lenken er klar"),
            name: form.name,
            link: link_text(&ctx, &added.link_token),
            back: path_of(&added.account_id),
        }),
        Err(AppError::Refused(refusals)) => {
            ctx.show_refused(&new_page(&ctx, form, &refusals).await?)
        }
        Err(other) => Err(other.into()),
    }
}
