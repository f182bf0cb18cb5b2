//! `/intern/kurs/styring`: courses and the times they are held, as teachers and the leader plan them.

use askama::Template;
use serde::Deserialize;

use super::super::words;
use super::OneId;
use crate::base::random_token;
use crate::courses::{self, Course, CourseForm, Held, RunForm, SessionForm, TeacherForm};
use crate::db::{Once, answer_once};
use crate::error::{AppError, PageResult, Refusals};
use crate::web::{Ctx, HtmlForm, Page, see_other};

/// Where it all is.
pub(super) const STEERING: &str = "/intern/kurs/styring";
/// What a new form proposes: a course of Jæren's size, of one day.
const PROPOSED: [&str; 3] = ["15", "60", "80"];

#[derive(Template)]
#[template(path = "courses/steering.html")]
struct SteeringPage {
    page: Page,
    coming: Vec<Line>,
    past: Vec<Line>,
    /// Each with whether one may change it.
    courses: Vec<(Course, bool)>,
    /// First name, course, and the last day in words.
    expiring: Vec<(String, String, String)>,
}

/// A time that a course is held.
struct Line {
    id: String,
    name: String,
    when: String,
    state: String,
}

#[derive(Template)]
#[template(path = "courses/course.html")]
struct CoursePage {
    page: Page,
    action: String,
    form: CourseForm,
    /// A code never changes.
    is_new: bool,
}

#[derive(Template)]
#[template(path = "courses/plan.html")]
struct PlanPage {
    page: Page,
    action: String,
    key: String,
    form: TypedRun,
    teachers: Vec<(String, String)>,
}

/// A time to be planned, as a browser sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TypedRun {
    places: String,
    place: String,
    lived: String,
    lived_name: String,
    trade: String,
    trade_name: String,
    date1: String,
    start1: String,
    end1: String,
    date2: String,
    start2: String,
    end2: String,
    date3: String,
    start3: String,
    end3: String,
    date4: String,
    start4: String,
    end4: String,
}

impl From<TypedRun> for RunForm {
    fn from(typed: TypedRun) -> Self {
        let session = |date, start, end| SessionForm { date, start, end };
        Self {
            places: typed.places,
            place: typed.place,
            lived: TeacherForm { account: typed.lived, name: typed.lived_name },
            trade: TeacherForm { account: typed.trade, name: typed.trade_name },
            sessions: vec![
                session(typed.date1, typed.start1, typed.end1),
                session(typed.date2, typed.start2, typed.end2),
                session(typed.date3, typed.start3, typed.end3),
                session(typed.date4, typed.start4, typed.end4),
            ],
        }
    }
}

fn line(ctx: &Ctx, held: &Held) -> Line {
    let taken = held.run.taken;
    let waiting = match held.waiting {
        0 => String::new(),
        count => format!(", {count} venter"),
    };
    let state = if held.is_called_off() {
        "Avlyst".to_owned()
    } else {
        format!("{taken} av {} plasser{waiting}", held.run.places)
    };
    let next = held.sessions.iter().find(|s| s.held_on >= ctx.today());
    let shown = next.or(held.sessions.last());
    Line {
        id: held.run.id.clone(),
        name: held.course.name.clone(),
        when: shown.map(|s| words::session_words(s, ctx.today())).unwrap_or_default(),
        state,
    }
}

/// GET `/intern/kurs/styring`
pub(crate) async fn steering(ctx: Ctx) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let seen = ctx.db().write(move |tx| courses::steering(tx, &actor, now)).await?;
    let expiring = seen.expiring.into_iter().map(|one| {
        let verb = if one.expires_on < ctx.today() { "varte til" } else { "varer til" };
        (one.name, one.course, format!("{verb} {}", words::date_words(one.expires_on)))
    });
    ctx.show(&SteeringPage {
        page: ctx.page("Hold kurs"),
        coming: seen.coming.iter().map(|held| line(&ctx, held)).collect(),
        past: seen.past.iter().map(|held| line(&ctx, held)).collect(),
        courses: seen.courses,
        expiring: expiring.collect(),
    })
}

/// GET `/intern/kurs/styring/nytt`
pub(crate) async fn new(ctx: Ctx) -> PageResult {
    let [places, remind_days, share_percent] = PROPOSED.map(str::to_owned);
    let form = CourseForm { places, remind_days, share_percent, ..CourseForm::default() };
    show_course(&ctx, None, form, &Refusals::default())
}

/// The form of a new course, or of the one whose code is given.
fn show_course(ctx: &Ctx, code: Option<&str>, form: CourseForm, refusals: &Refusals) -> PageResult {
    let action = match code {
        Some(code) => format!("{STEERING}/kurs/{code}"),
        None => format!("{STEERING}/nytt"),
    };
    let title = if code.is_some() { "Endre kurset" } else { "Nytt kurs" };
    let page = ctx.page(title).refused_if(refusals);
    let template = CoursePage { page, action, form, is_new: code.is_none() };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// POST `/intern/kurs/styring/nytt`
pub(crate) async fn create(ctx: Ctx, form: HtmlForm<CourseForm>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let (typed, wish) = (form.value.clone(), form.value);
    match ctx.db().write(move |tx| courses::make_course(tx, &actor, &wish, now)).await {
        Ok(code) => Ok(see_other(&format!("{STEERING}/kurs/{code}/gang"), &[])),
        Err(AppError::Refused(refusals)) => show_course(&ctx, None, typed, &refusals),
        Err(error) => Err(error.into()),
    }
}

/// GET `/intern/kurs/styring/kurs/{code}`
pub(crate) async fn edit(ctx: Ctx, path: OneId) -> PageResult {
    let (actor, code) = (ctx.actor()?.clone(), path.into_inner());
    let course = ctx.db().read(move |conn| courses::own_course(conn, &actor, &code)).await?;
    let code = course.code.clone();
    let form = CourseForm {
        code: course.code,
        name: course.name,
        words: course.words,
        places: course.places.to_string(),
        valid_months: course.valid_months.map(|months| months.to_string()).unwrap_or_default(),
        remind_days: course.remind_days.to_string(),
        share_percent: course.share_percent.to_string(),
    };
    show_course(&ctx, Some(&code), form, &Refusals::default())
}

/// POST `/intern/kurs/styring/kurs/{code}`
pub(crate) async fn change(ctx: Ctx, path: OneId, form: HtmlForm<CourseForm>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let code = path.into_inner();
    let (of, typed, wish) = (code.clone(), form.value.clone(), form.value);
    match ctx.db().write(move |tx| courses::change_course(tx, &actor, &of, &wish, now)).await {
        Ok(()) => ctx.saved(STEERING),
        Err(AppError::Refused(refusals)) => show_course(&ctx, Some(&code), typed, &refusals),
        Err(error) => Err(error.into()),
    }
}

/// GET `/intern/kurs/styring/kurs/{code}/gang`
pub(crate) async fn plan_form(ctx: Ctx, path: OneId) -> PageResult {
    show_plan(&ctx, path.into_inner(), None, &Refusals::default()).await
}

async fn show_plan(
    ctx: &Ctx,
    code: String,
    typed: Option<TypedRun>,
    refusals: &Refusals,
) -> PageResult {
    let (actor, now, of) = (ctx.actor()?.clone(), ctx.now, code.clone());
    let (course, teachers) = ctx
        .db()
        .read(move |conn| {
            let course = courses::find_course(conn, &actor, &of)?;
            Ok((course, courses::teacher_choices(conn, now)?))
        })
        .await?;
    let form = typed
        .unwrap_or_else(|| TypedRun { places: course.places.to_string(), ..TypedRun::default() });
    let template = PlanPage {
        page: ctx.page(format!("Planlegg {}", course.name)).refused_if(refusals),
        action: format!("{STEERING}/kurs/{code}/gang"),
        key: random_token(),
        form,
        teachers,
    };
    if refusals.is_empty() { ctx.show(&template) } else { ctx.show_refused(&template) }
}

/// POST `/intern/kurs/styring/kurs/{code}/gang`
pub(crate) async fn plan(ctx: Ctx, path: OneId, form: HtmlForm<TypedRun>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let code = path.into_inner();
    let scope = format!("{} {}", actor.account_id, ctx.request.path());
    let once = Once::new(scope, &form.key, &form.body)?;
    let (of, typed, wish) = (code.clone(), form.value.clone(), RunForm::from(form.value));
    let planned = ctx
        .db()
        .write(move |tx| {
            answer_once(tx, &once, now, |tx| courses::plan_run(tx, &actor, &of, &wish, now))
        })
        .await;
    match planned {
        Ok(run) => ctx.done(&format!("{STEERING}/gang/{run}"), "Kurset er planlagt."),
        Err(AppError::Refused(refusals)) => show_plan(&ctx, code, Some(typed), &refusals).await,
        Err(error) => Err(error.into()),
    }
}
