//! `/intern/kompetansemal`: curricula, and goals from Udir's Grep.

use askama::Template;
use serde::Deserialize;

use super::super::actions::{self, CurriculumForm, Imported};
use super::super::fetch::documents_of;
use super::super::model::Curriculum;
use super::super::rules::RuleError;
use crate::error::{AppError, AppResult, PageResult, Refusal, Refusals};
use crate::web::{Ctx, HtmlForm, Page, Upload, see_other};

/// What a curriculum can be of.
const KINDS: [(&str, &str); 3] =
    [("own", "Gårdens eget"), ("trade", "Fag med fagbrev eller svennebrev"), ("school", "Skole")];

#[derive(Template)]
#[template(path = "qualifications/curricula.html")]
struct CurriculaPage {
    page: Page,
    curricula: Vec<Row>,
    form: CurriculumForm,
    kinds: &'static [(&'static str, &'static str)],
    /// The code that was to be fetched.
    wanted: String,
    can_fetch: bool,
}

struct Row {
    curriculum: Curriculum,
    goals: usize,
    /// Names of the enterprises that practise it.
    places: String,
}

/// `GET /intern/kompetansemal`
pub(crate) async fn index(ctx: Ctx) -> PageResult {
    let curricula = load(&ctx).await?;
    ctx.show(&view(&ctx, curricula, CurriculumForm::default(), String::new(), None))
}

async fn load(ctx: &Ctx) -> AppResult<Vec<Row>> {
    let actor = ctx.actor()?.clone();
    let listed = ctx.db().read(move |conn| actions::list_curricula(conn, &actor)).await?;
    let row = |(curriculum, goals, places): (Curriculum, usize, Vec<String>)| Row {
        curriculum,
        goals,
        places: places.join(", "),
    };
    Ok(listed.into_iter().map(row).collect())
}

fn view(
    ctx: &Ctx,
    curricula: Vec<Row>,
    form: CurriculumForm,
    wanted: String,
    refusals: Option<&Refusals>,
) -> CurriculaPage {
    let page = ctx.page("Kompetansemål");
    CurriculaPage {
        page: match refusals {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        curricula,
        form,
        kinds: &KINDS,
        wanted,
        can_fetch: ctx.app.settings.grep_url.is_some(),
    }
}

#[derive(Deserialize)]
pub(crate) struct NewForm {
    #[serde(default)]
    code: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    certificate: String,
}

/// `POST /intern/kompetansemal`: a curriculum of the farm's own making.
pub(crate) async fn create(ctx: Ctx, form: HtmlForm<NewForm>) -> PageResult {
    let NewForm { code, name, kind, certificate } = form.value;
    let form = CurriculumForm { code, name, kind, certificate };
    let (actor, now, told) = (ctx.actor()?.clone(), ctx.now, form.clone());
    match ctx.db().write(move |tx| actions::add_curriculum(tx, &actor, &told, now)).await {
        Ok(code) => Ok(see_other(&format!("/intern/kompetansemal/{code}"), &[])),
        Err(AppError::Refused(refusals)) => {
            let curricula = load(&ctx).await?;
            ctx.show_refused(&view(&ctx, curricula, form, String::new(), Some(&refusals)))
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /intern/kompetansemal/fil`: goals from a file of Grep's.
pub(crate) async fn upload(ctx: Ctx, upload: Upload) -> PageResult {
    let documents = if upload.is_too_large {
        Err(RuleError::FileTooLarge)
    } else {
        upload.file.map(|file| vec![file]).ok_or(RuleError::FileMissing)
    };
    match documents {
        Ok(documents) => import(&ctx, documents, String::new()).await,
        Err(error) => refused(&ctx, Refusals::from(Refusal::from(error)), String::new()).await,
    }
}

#[derive(Deserialize)]
pub(crate) struct FetchForm {
    #[serde(default)]
    fetch: String,
}

/// `POST /intern/kompetansemal/henting`: goals from Grep's address in the settings.
pub(crate) async fn fetch(ctx: Ctx, form: HtmlForm<FetchForm>) -> PageResult {
    let code = form.value.fetch.trim().to_uppercase();
    let documents = match &ctx.app.settings.grep_url {
        Some(base) => documents_of(base, &code).await,
        None => Err(RuleError::GrepOff),
    };
    match documents {
        Ok(documents) => import(&ctx, documents, code).await,
        Err(error) => {
            let told = Refusal::from(error);
            let at_field = Refusal { field: "fetch".to_owned(), ..told };
            refused(&ctx, Refusals::from(at_field), code).await
        }
    }
}

async fn import(ctx: &Ctx, documents: Vec<Vec<u8>>, wanted: String) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    match ctx.db().write(move |tx| actions::import_aims(tx, &actor, &documents, now)).await {
        Ok(done) => ctx.done(&format!("/intern/kompetansemal/{}", done.code), &done_words(&done)),
        Err(AppError::Refused(refusals)) => refused(ctx, refusals, wanted).await,
        Err(other) => Err(other.into()),
    }
}

/// `12 nye mål. 3 er som før. 1 er avsluttet.`
fn done_words(done: &Imported) -> String {
    let ended = match done.ended {
        0 => String::new(),
        ended => format!(" {ended} finnes ikke lenger og er avsluttet."),
    };
    if done.has_no_goals {
        return format!("{} er lest. Filen har ingen mål; de står i målsettene.{ended}", done.name);
    }
    format!("{} nye mål. {} fantes fra før.{ended}", done.new, done.kept)
}

async fn refused(ctx: &Ctx, refusals: Refusals, wanted: String) -> PageResult {
    let curricula = load(ctx).await?;
    let form = CurriculumForm::default();
    ctx.show_refused(&view(ctx, curricula, form, wanted, Some(&refusals)))
}
