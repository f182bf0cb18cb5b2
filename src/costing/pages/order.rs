//! One order at the desk: what it is, what it has cost, and what can be done with it.

use std::collections::BTreeMap;

use actix_web::web;
use askama::Template;
use chrono::NaiveDate;

use super::super::words;
use super::acting::Typed;
use super::cost::MarginView;
use crate::base::{AccountId, Minutes, Ore, UtcTime, random_token};
use crate::costing::{self, OrderCost};
use crate::db::DbConn;
use crate::enterprises::{self, Enterprise};
use crate::error::{AppResult, PageResult, Refusals};
use crate::hours::{self, Guard, Level};
use crate::orders::{
    Delivery, DeskOrder, Order, OrderLine, OrderPart, OrderState, PartState, Proposal, desk_order,
    propose_quantities,
};
use crate::people::{self, Actor};
use crate::web::{Ctx, Page};

#[derive(Template)]
#[template(path = "orders/show.html")]
pub(super) struct ShowPage {
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
    times: Vec<Time>,
    /// Enterprises whose agreed time may be changed, by code.
    estimable: Vec<(String, String)>,
    message: Option<Message>,
    margins: Vec<(String, MarginView)>,
    is_invoiced: bool,
}

/// How far one part's agreed time has gone.
struct Time {
    enterprise: String,
    words: String,
    colour: &'static str,
}

/// A message to the customer that is ready to send.
struct Message {
    text: String,
    key: String,
    /// Is it called for now?
    is_due: bool,
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
    hint: String,
}

/// `GET /intern/bestillinger/{number}`
pub(crate) async fn show(ctx: Ctx, number: web::Path<String>) -> PageResult {
    let typed = Typed { date: ctx.today().to_string(), ..Typed::default() };
    let page = page_of(&ctx, number.into_inner(), typed, None).await?;
    ctx.show(&page)
}

/// Everything the page is made of.
struct Read {
    desk: DeskOrder,
    enterprises: Vec<Enterprise>,
    steps: Vec<Taken>,
    guards: Vec<Guard>,
    proposals: Vec<Proposal>,
    cost: OrderCost,
}

fn read(conn: &mut DbConn, actor: &Actor, number: &str, now: UtcTime) -> AppResult<Read> {
    let desk = desk_order(conn, actor, number)?;
    let enterprises = enterprises::list_enterprises(conn)?;
    let steps = taken(conn, &desk, &enterprises)?;
    let mut guards = hours::guards(conn, std::slice::from_ref(&desk.order.id), now)?;
    guards.retain(|guard| desk.parts.iter().any(|p| p.enterprise_id == guard.enterprise_id));
    let approved: BTreeMap<_, _> =
        guards.iter().map(|guard| (guard.enterprise_id.clone(), guard.approved)).collect();
    let proposals = propose_quantities(conn, &desk, &approved, now.oslo_date())?;
    let cost = costing::cost_of(conn, &desk)?;
    Ok(Read { desk, enterprises, steps, guards, proposals, cost })
}

pub(super) async fn page_of(
    ctx: &Ctx,
    number: String,
    typed: Typed,
    refusals: Option<&Refusals>,
) -> AppResult<ShowPage> {
    let actor = ctx.actor()?.clone();
    let now = ctx.now;
    let read = ctx.db().read(move |conn| read(conn, &actor, &number, now)).await?;
    let Read { desk, enterprises, steps, guards, proposals, cost } = read;
    let mut page = ctx.page(format!("Bestilling {}", desk.order.number));
    if let Some(refusals) = refusals {
        page = page.refused(refusals);
    }
    let own_lines = |part: &OrderPart| {
        let lines = desk.lines.iter().filter(|line| line.enterprise_id == part.enterprise_id);
        lines.cloned().collect()
    };
    let parts = desk
        .parts
        .iter()
        .map(|part| Part {
            enterprise: name_of(&enterprises, part.enterprise_id.as_str()),
            state: part.state,
            delivered_on: part.delivered_on,
            lines: own_lines(part),
        })
        .collect();
    Ok(ShowPage {
        page,
        sees_all: desk.sees_all,
        delivers: desk.order.delivery == Delivery::Deliver,
        parts,
        total: desk.came_to(),
        steps,
        can: can(&desk),
        estimates: estimates(&desk, &proposals, &guards, &typed),
        times: guards.iter().map(|guard| time(guard, &enterprises)).collect(),
        estimable: estimable(&desk, &enterprises),
        message: ready(&guards, &typed),
        margins: margins(&desk, &cost, &enterprises),
        is_invoiced: cost.is_invoiced,
        typed,
        order: desk.order,
    })
}

fn time(guard: &Guard, enterprises: &[Enterprise]) -> Time {
    Time {
        enterprise: name_of(enterprises, guard.enterprise_id.as_str()),
        words: words::guard_words(guard),
        colour: words::colour(guard.level),
    }
}

fn waits(state: PartState) -> bool {
    matches!(state, PartState::Received | PartState::Confirmed)
}

fn estimable(desk: &DeskOrder, enterprises: &[Enterprise]) -> Vec<(String, String)> {
    let waiting = |e: &&Enterprise| {
        desk.parts.iter().any(|part| part.enterprise_id == e.id && waits(part.state))
    };
    enterprises.iter().filter(waiting).map(|e| (e.code.clone(), e.name.clone())).collect()
}

/// The message of the part whose time has gone furthest; as typed, when it was refused.
fn ready(guards: &[Guard], typed: &Typed) -> Option<Message> {
    let furthest = guards.iter().max_by_key(|guard| guard.percent())?;
    let text = typed.text.clone().unwrap_or_else(|| words::message(furthest));
    Some(Message { text, key: random_token(), is_due: furthest.level > Level::Within })
}

/// A margin for each part, and for all of them when there are several.
fn margins(
    desk: &DeskOrder,
    cost: &OrderCost,
    enterprises: &[Enterprise],
) -> Vec<(String, MarginView)> {
    let part = |part: &OrderPart| {
        let name = name_of(enterprises, part.enterprise_id.as_str());
        (name, cost.margin(Some(&part.enterprise_id)).into())
    };
    let mut margins: Vec<(String, MarginView)> = desk.parts.iter().map(part).collect();
    if margins.len() > 1 {
        margins.push(("Til sammen".to_owned(), cost.margin(None).into()));
    }
    margins
}

fn can(desk: &DeskOrder) -> Can {
    let has = |states: &[PartState]| desk.parts.iter().any(|part| states.contains(&part.state));
    let waits = desk.parts.iter().any(|part| waits(part.state));
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

fn estimates(
    desk: &DeskOrder,
    proposals: &[Proposal],
    guards: &[Guard],
    typed: &Typed,
) -> Vec<Estimate> {
    let estimate = |proposal: &Proposal| {
        let line = desk.lines.iter().find(|line| line.line == proposal.line)?;
        let again = typed.quantities.iter().find(|(number, _)| *number == line.line);
        let guard = guards.iter().find(|guard| guard.enterprise_id == line.enterprise_id);
        let worked = guard.map(|guard| guard.approved).filter(|minutes| *minutes > 0);
        let worked = worked.map_or_else(
            || "Ingen timer er godkjent ennå".to_owned(),
            |minutes| format!("Godkjent: {}", Minutes::words(minutes)),
        );
        Some(Estimate {
            field: format!("quantity[{}]", line.line),
            label: format!("{}: timer til sammen", line.name),
            quantity: again.map_or_else(|| proposal.quantity.to_string(), |(_, t)| t.clone()),
            hint: format!("{worked}. Høyst {} kan faktureres.", proposal.most),
        })
    };
    proposals.iter().filter_map(estimate).collect()
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
