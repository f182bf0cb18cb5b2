//! The checkout: who, where, when, and what it costs right before the button.

use askama::Template;
use chrono::NaiveDate;

use super::shop::withdrawal_words;
use super::{basket, count_phone, day, forgive_repeat, shop_name, unless_repeated};
use crate::base::{Ore, OrgNumber, Quantity, random_token};
use crate::catalog::{self, Offer, Offering};
use crate::customers::CustomerKind;
use crate::db::{DbConn, Once};
use crate::error::{AppError, AppResult, PageResult, Refusal};
use crate::orders::form::{LineForm, OrderForm};
use crate::orders::{Channel, Placed, every_refusal, place_or_repeat};
use crate::outside;
use crate::web::{Ctx, HtmlForm, Limit, MaybeStale, Page, see_other};

/// Days proposed when the wanted one does not go.
const PROPOSED: usize = 4;

/// What one is told whose page had stood open until the browser forgot it.
const STALE: &str =
    "Siden har stått åpen lenge. Se over det du skrev, og trykk «Bestill og betal» igjen.";
/// What one is told whose form was sent before, with something else in it.
const TAKEN: &str =
    "Skjemaet er sendt én gang før, med noe annet i. Se over, og trykk «Bestill og betal» igjen.";

/// A line as it is shown right before the button.
pub(super) struct Row {
    pub(super) code: String,
    pub(super) code_field: String,
    pub(super) quantity_field: String,
    pub(super) label: String,
    pub(super) name: String,
    pub(super) unit: String,
    /// As typed.
    pub(super) quantity: String,
    pub(super) unit_price: Option<Ore>,
    pub(super) gross: Option<Ore>,
    pub(super) allergens: Option<String>,
    pub(super) withdrawal: String,
}

/// What the catalog says of a basket.
pub(super) struct Shown {
    pub(super) shop_name: String,
    pub(super) rows: Vec<Row>,
    pub(super) total: Ore,
    /// The first days on which all of it can be had.
    pub(super) days: Vec<NaiveDate>,
}

#[derive(Template)]
#[template(path = "shop/checkout.html")]
struct CheckoutPage {
    page: Page,
    form: OrderForm,
    rows: Vec<Row>,
    total: Ore,
    days_hint: String,
    key: String,
    kinds: Vec<(&'static str, &'static str)>,
    deliveries: Vec<(&'static str, &'static str)>,
    opens_business: bool,
    opens_delivery: bool,
    /// Can Enhetsregisteret be asked?
    may_ask: bool,
    /// What it said; empty when it was not asked.
    told: String,
}

/// `GET /bestilling`
pub(crate) async fn checkout(ctx: Ctx) -> PageResult {
    ctx.app.limits.count(Limit::Checkout, &ctx.address(), ctx.now)?;
    let mut form = OrderForm { lines: basket::lines(&ctx), ..OrderForm::default() };
    CustomerKind::Private.as_str().clone_into(&mut form.customer.kind);
    "collect".clone_into(&mut form.delivery);
    let shown = look_up(&ctx, form.lines.clone(), true).await?;
    if let Some(first) = shown.days.first() {
        form.delivery_date = first.to_string();
    }
    let page = ctx.page("Bestilling");
    ctx.show(&page_of(&ctx, page, form, shown))
}

/// `POST /bestilling`: places the order, or shows the form again as it was typed.
///
/// So it is too when the page had stood open for too long, when there were too many tries, and when
/// its key was used for something else: nothing that was typed is lost.
pub(crate) async fn order(ctx: Ctx, form: MaybeStale<Vec<(String, String)>>) -> PageResult {
    let MaybeStale { form, is_stale } = form;
    let fields = &form.value;
    let typed = OrderForm::of_fields(fields);
    let at = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    // One who has asked too often gets the page without days; what was typed is not lost.
    let seeks_days = ctx.app.limits.count(Limit::Checkout, &ctx.address(), ctx.now).is_ok();
    let shown = look_up(&ctx, typed.lines.clone(), seeks_days).await?;
    if is_stale {
        let told = AppError::from(Refusal::new("form.stale", "", STALE));
        return again(&ctx, &told, typed, shown);
    }
    // Enter in a field presses the first button there is; for a private person it asks no register.
    let buyer = &typed.customer;
    let is_organisation =
        CustomerKind::parse(&buyer.kind).is_some_and(CustomerKind::is_organisation);
    let asks = is_organisation || !buyer.org_number.is_empty();
    if at("gjor") == Some("hent") && asks && outside::has_registry(&ctx) {
        return fill_in(&ctx, typed, shown).await;
    }
    if at("gjor").is_some_and(|what| !what.is_empty()) {
        return ctx.show(&page_of(&ctx, ctx.page("Bestilling"), typed, shown));
    }
    let seen_total = at("vist_sum").and_then(|sum| sum.parse().ok()).map(Ore::new);
    match try_order(&ctx, &typed, &form, seen_total, shown.total).await {
        Ok(placed) => {
            let emptied = basket::cookie(&ctx, &[]);
            Ok(see_other(&format!("/bestilling/{}", placed.token), &[emptied]))
        }
        Err(
            refused @ (AppError::Refused(_) | AppError::Conflict { .. } | AppError::TooMany(_)),
        ) => again(&ctx, &refused, typed, shown),
        Err(other) => Err(other.into()),
    }
}

/// The form as it was typed, with what was wrong and the status of it.
fn again(ctx: &Ctx, told: &AppError, typed: OrderForm, shown: Shown) -> PageResult {
    let refusals = match told {
        AppError::Refused(refusals) => refusals.clone(),
        AppError::Conflict { code, .. } => Refusal::new(code, "", TAKEN).into(),
        other => Refusal::new(other.code(), "", other.detail()).into(),
    };
    let page = ctx.page("Bestilling").refused(&refusals);
    ctx.show_told(told, &page_of(ctx, page, typed, shown))
}

async fn try_order(
    ctx: &Ctx,
    typed: &OrderForm,
    form: &HtmlForm<Vec<(String, String)>>,
    seen_total: Option<Ore>,
    total: Ore,
) -> AppResult<Placed> {
    let once = Once::new("/bestilling", &form.key, &form.body)?;
    match try_new_order(ctx, typed, once.clone(), seen_total == Some(total)).await {
        Err(refused) => unless_repeated(ctx, once, refused).await,
        placed => placed,
    }
}

async fn try_new_order(
    ctx: &Ctx,
    typed: &OrderForm,
    once: Once,
    has_seen_total: bool,
) -> AppResult<Placed> {
    let now = ctx.now;
    let parsed = typed.parse(Channel::Shop, None, now.oslo_date());
    if !parsed.refusals.is_empty() {
        return Err(ctx.db().read(move |conn| every_refusal(conn, parsed, now)).await?.into());
    }
    if !has_seen_total {
        let words = "Summen er endret. Se over den nye summen, og trykk «Bestill og betal» igjen.";
        return Err(Refusal::new("order.total_changed", "lines", words).into());
    }
    ctx.app.limits.count(Limit::Order, &ctx.address(), now)?;
    let wish = parsed.wish;
    let phone = wish.customer.phone.clone();
    count_phone(ctx, &phone)?;
    let answered = ctx.db().write(move |tx| place_or_repeat(tx, &once, &wish, now)).await?;
    if !answered.is_new {
        forgive_repeat(ctx, &phone);
    }
    Ok(answered.placed)
}

/// Prices, allergens, withdrawal and, when they are sought, the first possible days of some lines.
async fn look_up(ctx: &Ctx, lines: Vec<LineForm>, seeks_days: bool) -> AppResult<Shown> {
    let today = ctx.today();
    ctx.db()
        .read(move |conn| {
            let codes: Vec<&str> = lines.iter().map(|line| line.offering.as_str()).collect();
            let offers = catalog::offers_on(conn, &codes, today)?;
            let rows = rows_of(&lines, &offers);
            let total = rows.iter().filter_map(|row| row.gross).sum();
            let days =
                if seeks_days { possible_days(conn, &lines, &offers, today)? } else { Vec::new() };
            Ok(Shown { shop_name: shop_name(conn)?, rows, total, days })
        })
        .await
}

pub(super) fn rows_of(lines: &[LineForm], offers: &[Offer]) -> Vec<Row> {
    let row = |(position, line): (usize, &LineForm)| {
        let offer = offers.iter().find(|offer| offer.offering.code == line.offering);
        let offering = offer.map(|offer| &offer.offering);
        let name = offering.map_or_else(|| line.offering.clone(), |o| o.name.clone());
        let unit = offering.map(|o| o.unit.clone()).unwrap_or_default();
        let gross = offer.and_then(|offer| Quantity::parse(&line.quantity)?.price(offer.price));
        Row {
            code: line.offering.clone(),
            code_field: format!("lines[{position}].offering"),
            quantity_field: format!("lines[{position}].quantity"),
            label: format!("Antall {name}"),
            name,
            unit,
            quantity: line.quantity.clone(),
            unit_price: offer.map(|offer| offer.price),
            // Past an order's limit the sum of the page is not shown, so that it cannot overflow.
            gross: gross.filter(|gross| gross.ore() <= 1_000_000_000),
            allergens: offering.and_then(Offering::allergens_in_words),
            withdrawal: offering.map(withdrawal_words).unwrap_or_default(),
        }
    };
    lines.iter().enumerate().map(row).collect()
}

fn possible_days(
    conn: &mut DbConn,
    lines: &[LineForm],
    offers: &[Offer],
    today: NaiveDate,
) -> AppResult<Vec<NaiveDate>> {
    let wanted: Vec<(&Offering, i64)> = lines
        .iter()
        .filter_map(|line| {
            let offer = offers.iter().find(|offer| offer.offering.code == line.offering)?;
            Some((&offer.offering, Quantity::parse(&line.quantity)?.milli()))
        })
        .collect();
    Ok(catalog::free_days(conn, &wanted, today, PROPOSED)?)
}

fn page_of(ctx: &Ctx, page: Page, form: OrderForm, shown: Shown) -> CheckoutPage {
    let has_error = |fields: &[&str]| fields.iter().any(|field| page.error(field).is_some());
    let is_organisation =
        CustomerKind::parse(&form.customer.kind).is_some_and(CustomerKind::is_organisation);
    let opens_business = is_organisation
        || has_error(&["customer.org_number", "buyer_reference", "order_reference"]);
    let opens_delivery = !form.delivery_address.is_empty()
        || !form.delivery_time.is_empty()
        || has_error(&["delivery_address", "delivery_time"]);
    let days: Vec<String> = shown.days.iter().copied().map(day).collect();
    let days_hint = match (days.first(), page.has_errors) {
        (None, _) => String::new(),
        (Some(first), false) => format!("Første mulige dag er {first}."),
        (Some(_), true) => format!("Disse dagene går: {}.", days.join(", ")),
    };
    CheckoutPage {
        page: page.in_shop(&shown.shop_name),
        form,
        rows: shown.rows,
        total: shown.total,
        days_hint,
        key: random_token(),
        kinds: CustomerKind::ALL.iter().map(|kind| (kind.as_str(), kind.words())).collect(),
        deliveries: vec![("collect", "Jeg henter selv"), ("deliver", "Jeg vil ha det levert")],
        opens_business,
        opens_delivery,
        may_ask: outside::has_registry(ctx),
        told: String::new(),
    }
}

/// The form again with name and address from Enhetsregisteret where they were left empty; what was
/// typed stays as it was.
async fn fill_in(ctx: &Ctx, mut typed: OrderForm, shown: Shown) -> PageResult {
    let field = "customer.org_number";
    let Some(number) = OrgNumber::parse(&typed.customer.org_number) else {
        let words = "Skriv organisasjonsnummeret med ni sifre først.";
        let refused = AppError::from(Refusal::new("registry.number", field, words));
        return again(ctx, &refused, typed, shown);
    };
    match outside::look_up(ctx, &number).await.found(field) {
        Ok((found, told)) => {
            let buyer = &mut typed.customer;
            for (cell, news) in [
                (&mut buyer.name, found.name),
                (&mut buyer.street, found.street),
                (&mut buyer.postcode, found.postcode),
                (&mut buyer.city, found.city),
            ] {
                if cell.is_empty() {
                    *cell = news;
                }
            }
            let page = page_of(ctx, ctx.page("Bestilling"), typed, shown);
            ctx.show(&CheckoutPage { told, opens_business: true, ..page })
        }
        Err(refusal) => again(ctx, &AppError::from(refusal), typed, shown),
    }
}
