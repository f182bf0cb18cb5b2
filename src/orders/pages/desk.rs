//! The desk: what is new, what is to be delivered, and one order with what can be done with it.

use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::base::{AccountId, Ore, Quantity};
use crate::db::DbConn;
use crate::enterprises::{self, Enterprise};
use crate::error::{AppError, AppResult, PageResult, Refusal, Refusals};
use crate::orders::parse::day_of;
use crate::orders::{
    DeliverOrder, Delivery, DeskOrder, Listed, Order, OrderLine, OrderState, PartState,
    add_address, cancel, confirm, deliver, desk_order, desk_orders, may_differ,
};
use crate::people::{self, Actor, Role};
use crate::web::{Ctx, HtmlForm, Page};

#[derive(Template)]
#[template(path = "orders/list.html")]
struct ListPage {
    page: Page,
    tabs: Vec<Tab>,
    orders: Vec<Order>,
    sees_all: bool,
    has_more: bool,
}

struct Tab {
    href: String,
    label: &'static str,
    is_current: bool,
}

/// Which tab.
#[derive(Deserialize)]
pub(crate) struct Which {
    vis: Option<String>,
}

const TABS: [(&str, &str, Listed); 4] = [
    ("nye", "Nye", Listed::New),
    ("dag", "Etter dag", Listed::Ahead),
    ("levert", "Levert", Listed::Delivered),
    ("faktura", "Å fakturere", Listed::ToInvoice),
];

/// `GET /intern/bestillinger`
pub(crate) async fn list(ctx: Ctx, which: web::Query<Which>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let sees_all = actor.is(Role::BusinessManager);
    let wanted = which.into_inner().vis.unwrap_or_default();
    let known = TABS.iter().find(|(word, ..)| *word == wanted);
    let (current, _, listed) = known.copied().unwrap_or(("nye", "", Listed::New));
    let (orders, has_more) = ctx.db().read(move |conn| desk_orders(conn, &actor, listed)).await?;
    let tabs = TABS
        .iter()
        .map(|(word, label, _)| Tab {
            href: format!("/intern/bestillinger?vis={word}"),
            label,
            is_current: *word == current,
        })
        .collect();
    ctx.show(&ListPage { page: ctx.page("Bestillinger"), tabs, orders, sees_all, has_more })
}

#[derive(Template)]
#[template(path = "orders/show.html")]
struct ShowPage {
    page: Page,
    order: Order,
    sees_all: bool,
    delivers: bool,
    parts: Vec<Part>,
    total: Ore,
    steps: Vec<Taken>,
    can: Can,
    typed: Typed,
    estimates: Vec<Estimate>,
}

struct Part {
    enterprise: String,
    state: PartState,
    delivered_on: Option<NaiveDate>,
    lines: Vec<OrderLine>,
}

struct Taken {
    at: String,
    what: &'static str,
    enterprise: String,
    by: String,
    note: String,
}

/// What can be done now.
#[expect(clippy::struct_excessive_bools, reason = "each is a form that is shown or not")]
struct Can {
    confirm: bool,
    deliver: bool,
    cancel: bool,
    add_address: bool,
    invoice: bool,
}

/// A line whose real quantity is asked for.
struct Estimate {
    field: String,
    label: String,
    quantity: String,
}

/// What the desk typed, to be shown again when it was refused.
#[derive(Clone, Default)]
struct Typed {
    date: String,
    reason: String,
    street: String,
    postcode: String,
    city: String,
    quantities: Vec<(i32, String)>,
}

/// `GET /intern/bestillinger/{number}`
pub(crate) async fn show(ctx: Ctx, number: web::Path<String>) -> PageResult {
    let typed = Typed { date: ctx.today().to_string(), ..Typed::default() };
    let page = page_of(&ctx, number.into_inner(), typed, None).await?;
    ctx.show(&page)
}

/// `POST /intern/bestillinger/{number}/bekreftelse`
pub(crate) async fn confirmation(
    ctx: Ctx,
    number: web::Path<String>,
    form: HtmlForm<Vec<(String, String)>>,
) -> PageResult {
    answer(ctx, number, form, "Bestillingen er bekreftet.", |tx, actor, number, _, now| {
        confirm(tx, actor, number, now)
    })
    .await
}

/// `POST /intern/bestillinger/{number}/avlysning`
pub(crate) async fn cancellation(
    ctx: Ctx,
    number: web::Path<String>,
    form: HtmlForm<Vec<(String, String)>>,
) -> PageResult {
    answer(ctx, number, form, "Bestillingen er avlyst.", |tx, actor, number, typed, now| {
        cancel(tx, actor, number, &typed.reason, now)
    })
    .await
}

/// `POST /intern/bestillinger/{number}/levering`
pub(crate) async fn delivery(
    ctx: Ctx,
    number: web::Path<String>,
    form: HtmlForm<Vec<(String, String)>>,
) -> PageResult {
    answer(ctx, number, form, "Bestillingen er levert.", |tx, actor, number, typed, now| {
        let wish = read_delivery(typed)?;
        deliver(tx, actor, number, &wish, now).map(drop)
    })
    .await
}

/// `POST /intern/bestillinger/{number}/adresse`
pub(crate) async fn address(
    ctx: Ctx,
    number: web::Path<String>,
    form: HtmlForm<Vec<(String, String)>>,
) -> PageResult {
    answer(ctx, number, form, "Adressen er lagret.", |tx, actor, number, typed, now| {
        add_address(tx, actor, number, [&typed.street, &typed.postcode, &typed.city], now)
    })
    .await
}

/// Does it, and shows the order again: as it became, or as typed with what was refused.
async fn answer(
    ctx: Ctx,
    number: web::Path<String>,
    form: HtmlForm<Vec<(String, String)>>,
    done: &str,
    act: fn(&mut DbConn, &Actor, &str, &Typed, crate::base::UtcTime) -> AppResult<()>,
) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (number, now) = (number.into_inner(), ctx.now);
    let typed = Typed::of(&form.value);
    let (of, wish) = (number.clone(), typed.clone());
    match ctx.db().write(move |tx| act(tx, &actor, &of, &wish, now)).await {
        Ok(()) => ctx.done(&format!("/intern/bestillinger/{number}"), done),
        Err(AppError::Refused(refusals)) => {
            let page = page_of(&ctx, number, typed, Some(&refusals)).await?;
            ctx.show_refused(&page)
        }
        Err(other) => Err(other.into()),
    }
}

impl Typed {
    fn of(fields: &[(String, String)]) -> Self {
        let at = |name: &str| {
            let field = fields.iter().find(|(key, _)| key == name);
            field.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        let line = |(name, value): &(String, String)| {
            let line = name.strip_prefix("quantity[")?.strip_suffix(']')?.parse().ok()?;
            Some((line, value.trim().to_owned()))
        };
        Self {
            date: at("date"),
            reason: at("reason"),
            street: at("street"),
            postcode: at("postcode"),
            city: at("city"),
            quantities: fields.iter().filter_map(line).collect(),
        }
    }
}

fn read_delivery(typed: &Typed) -> Result<DeliverOrder, Refusals> {
    let mut refusals = Refusals::default();
    let on = day_of(&typed.date).unwrap_or_else(|| {
        refusals.add(Refusal::new("order.date", "date", "Skriv dagen det ble levert."));
        NaiveDate::default()
    });
    let mut quantities = Vec::new();
    for (line, text) in typed.quantities.iter().filter(|(_, text)| !text.is_empty()) {
        match Quantity::parse(text) {
            Some(quantity) => quantities.push((*line, quantity)),
            None => refusals.add(Refusal::new(
                "order.real_quantity",
                format!("quantity[{line}]"),
                "Skriv et tall, for eksempel 7,5.",
            )),
        }
    }
    refusals.or(DeliverOrder { on, quantities })
}

async fn page_of(
    ctx: &Ctx,
    number: String,
    typed: Typed,
    refusals: Option<&Refusals>,
) -> AppResult<ShowPage> {
    let actor = ctx.actor()?.clone();
    let (desk, enterprises, steps) = ctx
        .db()
        .read(move |conn| {
            let desk = desk_order(conn, &actor, &number)?;
            let enterprises = enterprises::list_enterprises(conn)?;
            let steps = taken(conn, &desk, &enterprises)?;
            Ok((desk, enterprises, steps))
        })
        .await?;
    let mut page = ctx.page(format!("Bestilling {}", desk.order.number));
    if let Some(refusals) = refusals {
        page = page.refused(refusals);
    }
    let parts = desk
        .parts
        .iter()
        .map(|part| Part {
            enterprise: name_of(&enterprises, part.enterprise_id.as_str()),
            state: part.state,
            delivered_on: part.delivered_on,
            lines: desk
                .lines
                .iter()
                .filter(|line| line.enterprise_id == part.enterprise_id)
                .cloned()
                .collect(),
        })
        .collect();
    Ok(ShowPage {
        page,
        sees_all: desk.sees_all,
        delivers: desk.order.delivery == Delivery::Deliver,
        parts,
        total: desk.lines.iter().map(OrderLine::final_gross).sum(),
        steps,
        can: can(&desk),
        estimates: estimates(&desk, &typed),
        typed,
        order: desk.order,
    })
}

fn can(desk: &DeskOrder) -> Can {
    let has = |states: &[PartState]| desk.parts.iter().any(|part| states.contains(&part.state));
    let waits = has(&[PartState::Received, PartState::Confirmed]);
    let is_open = matches!(
        desk.order.state,
        OrderState::Received | OrderState::Confirmed | OrderState::Delivered
    );
    Can {
        confirm: has(&[PartState::Received]),
        deliver: waits,
        cancel: waits,
        add_address: is_open && !desk.order.has_address(),
        invoice: desk.sees_all && desk.order.state == OrderState::Delivered,
    }
}

fn estimates(desk: &DeskOrder, typed: &Typed) -> Vec<Estimate> {
    let waits = |line: &&OrderLine| {
        desk.parts.iter().any(|part| {
            part.enterprise_id == line.enterprise_id
                && matches!(part.state, PartState::Received | PartState::Confirmed)
        })
    };
    let estimate = |line: &OrderLine| {
        let again = typed.quantities.iter().find(|(number, _)| *number == line.line);
        Estimate {
            field: format!("quantity[{}]", line.line),
            label: format!("{}: timer til sammen", line.name),
            quantity: again.map_or_else(|| line.quantity_milli.to_string(), |(_, t)| t.clone()),
        }
    };
    desk.lines.iter().filter(waits).filter(|line| may_differ(line)).map(estimate).collect()
}

fn taken(conn: &mut DbConn, desk: &DeskOrder, enterprises: &[Enterprise]) -> AppResult<Vec<Taken>> {
    let mut steps = vec![Taken {
        at: desk.order.placed_at.oslo_text(),
        what: desk.order.channel.words(),
        enterprise: String::new(),
        by: who(conn, desk.order.placed_by.as_ref())?,
        note: String::new(),
    }];
    for step in &desk.steps {
        let enterprise = step.enterprise_id.as_ref().map(|id| name_of(enterprises, id.as_str()));
        steps.push(Taken {
            at: step.taken_at.oslo_text(),
            what: step.step.words(),
            enterprise: enterprise.unwrap_or_default(),
            by: who(conn, step.by_account.as_ref())?,
            note: step.note.clone(),
        });
    }
    Ok(steps)
}

fn who(conn: &mut DbConn, account: Option<&AccountId>) -> AppResult<String> {
    let Some(account) = account else { return Ok(String::new()) };
    Ok(people::account_name(conn, account)?)
}

fn name_of(enterprises: &[Enterprise], id: &str) -> String {
    let found = enterprises.iter().find(|e| e.id.as_str() == id);
    found.map(|e| e.name.clone()).unwrap_or_default()
}
