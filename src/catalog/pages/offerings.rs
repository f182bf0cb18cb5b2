//! `/intern/varer`: what can be ordered.

use actix_web::web::Path;
use askama::Template;
use chrono::NaiveDate;

use crate::base::Ore;
use crate::catalog::{self, Allergen, Offering, OfferingForm, Price};
use crate::enterprises::Enterprise;
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::web::{Ctx, HtmlForm, Page};

const KINDS: [(&str, &str); 2] = [("goods", "Vare"), ("service", "Tjeneste")];
const WITHDRAWAL: [(&str, &str); 2] =
    [("yes", "Ja, kunden kan angre i 14 dager"), ("no", "Nei, det gjelder et unntak")];
const WEEKDAYS: [(&str, &str); 7] = [
    ("0", "mandag"),
    ("1", "tirsdag"),
    ("2", "onsdag"),
    ("3", "torsdag"),
    ("4", "fredag"),
    ("5", "lørdag"),
    ("6", "søndag"),
];

#[derive(Template)]
#[template(path = "catalog/index.html")]
struct IndexPage {
    page: Page,
    groups: Vec<Group>,
}

/// An enterprise and what it offers.
struct Group {
    enterprise: Enterprise,
    rows: Vec<Row>,
}

struct Row {
    offering: Offering,
    price: Option<Ore>,
    /// Where it stands, in words.
    standing: &'static str,
}

/// What the form offers to choose among.
struct Choices {
    kinds: [(&'static str, &'static str); 2],
    vat_codes: Vec<(String, String)>,
    weekdays: [(&'static str, &'static str); 7],
    allergens: Vec<(&'static str, &'static str)>,
    withdrawal: [(&'static str, &'static str); 2],
}

impl Choices {
    fn with(vat_codes: Vec<(String, String)>) -> Self {
        Self {
            kinds: KINDS,
            vat_codes,
            weekdays: WEEKDAYS,
            allergens: Allergen::ALL.iter().map(|a| (a.as_str(), a.words())).collect(),
            withdrawal: WITHDRAWAL,
        }
    }
}

#[derive(Template)]
#[template(path = "catalog/new.html")]
struct NewPage {
    page: Page,
    form: OfferingForm,
    enterprises: Vec<(String, String)>,
    choices: Choices,
}

#[derive(Template)]
#[template(path = "catalog/edit.html")]
struct EditPage {
    page: Page,
    form: OfferingForm,
    offering: Offering,
    prices: Vec<Price>,
    today: NaiveDate,
    choices: Choices,
}

impl EditPage {
    /// The price in force: the newest that has begun.
    fn is_in_force(&self, price: &Price) -> bool {
        let begun = self.prices.iter().find(|price| price.valid_from <= self.today);
        begun == Some(price)
    }
}

/// `GET /intern/varer`
pub(crate) async fn index(ctx: Ctx) -> PageResult {
    let (actor, today) = (ctx.actor()?.clone(), ctx.today());
    let listed = ctx.db().read(move |conn| catalog::list_for(conn, &actor, today)).await?;
    let row = |(offering, price): (Offering, Option<Ore>)| {
        let standing = catalog::standing(&offering, price);
        Row { offering, price, standing }
    };
    let groups = listed
        .into_iter()
        .map(|(enterprise, own)| Group { enterprise, rows: own.into_iter().map(row).collect() })
        .collect();
    ctx.show(&IndexPage { page: ctx.page("Varer og tjenester"), groups })
}

/// The enterprises that one may add offerings to, and what the form offers to choose among.
async fn selling(ctx: &Ctx) -> AppResult<(Vec<Enterprise>, Choices)> {
    let (actor, today) = (ctx.actor()?.clone(), ctx.today());
    let (mut mine, vat_codes) = ctx
        .db()
        .read(move |conn| {
            Ok((catalog::enterprises_of(conn, &actor)?, catalog::vat_choices(conn, today)?))
        })
        .await?;
    mine.retain(|enterprise| !enterprise.internal);
    Ok((mine, Choices::with(vat_codes)))
}

fn named(enterprises: &[Enterprise]) -> Vec<(String, String)> {
    enterprises.iter().map(|e| (e.code.clone(), e.name.clone())).collect()
}

/// `GET /intern/varer/ny`
pub(crate) async fn new(ctx: Ctx) -> PageResult {
    let (mine, choices) = selling(&ctx).await?;
    let only = match mine.as_slice() {
        [only] => only.code.clone(),
        _ => String::new(),
    };
    let form = OfferingForm { enterprise: only, ..OfferingForm::empty(ctx.today()) };
    ctx.show(&NewPage {
        page: ctx.page("Ny vare eller tjeneste"),
        form,
        enterprises: named(&mine),
        choices,
    })
}

/// `POST /intern/varer`
pub(crate) async fn create(ctx: Ctx, form: HtmlForm<OfferingForm>) -> PageResult {
    let (mine, choices) = selling(&ctx).await?;
    match add(&ctx, &form.value, &mine).await {
        Ok(made) => ctx.done(
            &format!("/intern/varer/{}", made.code),
            &format!("{} er lagt til. Nå kan du legge inn et bilde.", made.name),
        ),
        Err(AppError::Refused(refusals)) => ctx.show_refused(&NewPage {
            page: ctx.page("Ny vare eller tjeneste").refused(&refusals),
            form: form.value,
            enterprises: named(&mine),
            choices,
        }),
        Err(error) => Err(error.into()),
    }
}

async fn add(ctx: &Ctx, form: &OfferingForm, mine: &[Enterprise]) -> AppResult<Offering> {
    let enterprise = mine.iter().find(|enterprise| enterprise.code == form.enterprise);
    let facts = match (form.parse_new(), enterprise) {
        (Ok(facts), Some(_)) => facts,
        (Err(refusals), Some(_)) => return Err(refusals.into()),
        (parsed, None) => return Err(catalog::no_enterprise(parsed.err().as_ref()).into()),
    };
    let id = enterprise.ok_or(AppError::NotFound)?.id.clone();
    let (actor, now, code) = (ctx.actor()?.clone(), ctx.now, form.code.trim().to_owned());
    ctx.db().write(move |tx| catalog::add_offering(tx, &actor, &code, &id, &facts, now)).await
}

/// What the page about one offering shows.
pub(super) struct Shown {
    pub(super) offering: Offering,
    prices: Vec<Price>,
    closed_days: Vec<NaiveDate>,
    vat_codes: Vec<(String, String)>,
}

pub(super) async fn load(ctx: &Ctx, code: String) -> AppResult<Shown> {
    let (actor, today) = (ctx.actor()?.clone(), ctx.today());
    ctx.db()
        .read(move |conn| {
            let (offering, prices, closed_days) =
                catalog::offering_for(conn, &actor, &code, today)?;
            let vat_codes = catalog::vat_choices(conn, today)?;
            Ok(Shown { offering, prices, closed_days, vat_codes })
        })
        .await
}

/// The page about one offering; with refusals, as it was typed.
pub(super) fn render(
    ctx: &Ctx,
    shown: Shown,
    typed: Option<OfferingForm>,
    refusals: Option<&Refusals>,
) -> PageResult {
    let today = ctx.today();
    let form =
        typed.unwrap_or_else(|| OfferingForm::of(&shown.offering, &shown.closed_days, today));
    let page = ctx.page(&shown.offering.name);
    let page = match refusals {
        Some(refusals) => page.refused(refusals),
        None => page,
    };
    let page = EditPage {
        page,
        form,
        offering: shown.offering,
        prices: shown.prices,
        today,
        choices: Choices::with(shown.vat_codes),
    };
    if refusals.is_some() { ctx.show_refused(&page) } else { ctx.show(&page) }
}

/// `GET /intern/varer/{code}`
pub(crate) async fn edit(ctx: Ctx, code: Path<String>) -> PageResult {
    let shown = load(&ctx, code.into_inner()).await?;
    render(&ctx, shown, None, None)
}

/// `POST /intern/varer/{code}`
pub(crate) async fn change(
    ctx: Ctx,
    code: Path<String>,
    form: HtmlForm<OfferingForm>,
) -> PageResult {
    let shown = load(&ctx, code.into_inner()).await?;
    let (actor, now, code) = (ctx.actor()?.clone(), ctx.now, shown.offering.code.clone());
    let saved = match form.value.parse_change(&shown.offering) {
        Ok(facts) => {
            let change = move |tx: &mut _| catalog::change_offering(tx, &actor, &code, &facts, now);
            ctx.db().write(change).await
        }
        Err(refusals) => Err(refusals.into()),
    };
    match saved {
        Ok(offering) => ctx.saved(&format!("/intern/varer/{}", offering.code)),
        Err(AppError::Refused(refusals)) => render(&ctx, shown, Some(form.value), Some(&refusals)),
        Err(error) => Err(error.into()),
    }
}
