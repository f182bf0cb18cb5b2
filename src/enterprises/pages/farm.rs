//! `/intern/naeringer`: the enterprises.

use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use crate::enterprises::{self, ChangeEnterprise, Enterprise, NewEnterprise};
use crate::error::{AppError, PageResult};
use crate::web::{Ctx, HtmlForm, Page};

/// An enterprise as typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EnterpriseForm {
    code: String,
    name: String,
    department: String,
    internal: String,
    outside: String,
    email: String,
    position: String,
}

#[derive(Template)]
#[template(path = "enterprises/index.html")]
struct IndexPage {
    page: Page,
    enterprises: Vec<Enterprise>,
}

#[derive(Template)]
#[template(path = "enterprises/new.html")]
struct NewPage {
    page: Page,
    form: EnterpriseForm,
}

#[derive(Template)]
#[template(path = "enterprises/edit.html")]
struct EditPage {
    page: Page,
    form: EnterpriseForm,
    code: String,
    internal: bool,
    outside: bool,
}

impl EnterpriseForm {
    fn of(enterprise: &Enterprise) -> Self {
        Self {
            code: enterprise.code.clone(),
            name: enterprise.name.clone(),
            department: enterprise.department.clone(),
            internal: String::new(),
            outside: String::new(),
            email: enterprise.email.clone(),
            position: enterprise.position.to_string(),
        }
    }

    fn new_enterprise(&self) -> NewEnterprise {
        NewEnterprise {
            code: self.code.trim().to_owned(),
            name: self.name.trim().to_owned(),
            department: self.department.trim().to_owned(),
            internal: !self.internal.is_empty(),
            outside: !self.outside.is_empty(),
            email: self.email.trim().to_owned(),
        }
    }

    /// A place that is no number is out of range, and refused as such.
    fn change(&self) -> ChangeEnterprise {
        ChangeEnterprise {
            name: self.name.trim().to_owned(),
            department: self.department.trim().to_owned(),
            email: self.email.trim().to_owned(),
            position: self.position.trim().parse().unwrap_or(0),
        }
    }
}

/// `GET /intern/naeringer`
pub(crate) async fn index(ctx: Ctx) -> PageResult {
    let enterprises = ctx.db().read(|conn| Ok(enterprises::list_enterprises(conn)?)).await?;
    ctx.show(&IndexPage { page: ctx.page("Næringer"), enterprises })
}

/// `GET /intern/naeringer/ny`
pub(crate) async fn new(ctx: Ctx) -> PageResult {
    ctx.show(&NewPage { page: ctx.page("Ny næring"), form: EnterpriseForm::default() })
}

/// `POST /intern/naeringer`
pub(crate) async fn create(ctx: Ctx, form: HtmlForm<EnterpriseForm>) -> PageResult {
    let new = form.value.new_enterprise();
    let now = ctx.now;
    match ctx.db().write(move |tx| enterprises::add_enterprise(tx, new, now)).await {
        Ok(made) => ctx.done("/intern/naeringer", &format!("{} er lagt til.", made.name)),
        Err(AppError::Refused(refusals)) => ctx.show_refused(&NewPage {
            page: ctx.page("Ny næring").refused(&refusals),
            form: form.value,
        }),
        Err(error) => Err(error.into()),
    }
}

/// `GET /intern/naeringer/{code}`
pub(crate) async fn edit(ctx: Ctx, code: Path<String>) -> PageResult {
    let one = find(&ctx, code.into_inner()).await?;
    let form = EnterpriseForm::of(&one);
    let page = ctx.page(one.name);
    let (internal, outside) = (one.internal, one.outside);
    ctx.show(&EditPage { page, form, code: one.code, internal, outside })
}

/// `POST /intern/naeringer/{code}`
pub(crate) async fn change(
    ctx: Ctx,
    code: Path<String>,
    form: HtmlForm<EnterpriseForm>,
) -> PageResult {
    let one = find(&ctx, code.into_inner()).await?;
    let (code, change) = (one.code.clone(), form.value.change());
    match ctx.db().write(move |tx| enterprises::change_enterprise(tx, &code, &change)).await {
        Ok(()) => ctx.saved("/intern/naeringer"),
        Err(AppError::Refused(refusals)) => ctx.show_refused(&EditPage {
            page: ctx.page(one.name).refused(&refusals),
            form: form.value,
            code: one.code,
            internal: one.internal,
            outside: one.outside,
        }),
        Err(error) => Err(error.into()),
    }
}

async fn find(ctx: &Ctx, code: String) -> Result<Enterprise, AppError> {
    let found =
        ctx.db().read(move |conn| Ok(enterprises::find_enterprise_by_code(conn, &code)?)).await?;
    found.ok_or(AppError::NotFound)
}
