//! Orders for programs.

use actix_web::web;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Channel, CustomerOrder, DeliverOrder, Delivery, Order, OrderForm, OrderState, PartState,
    Placed, came_to, count_phone, customer_order, deliver, every_refusal, forgive_repeat,
    list_orders, place_or_repeat, unless_repeated,
};
use crate::base::{Ore, Quantity, VatCode};
use crate::db::Once;
use crate::error::{ApiResult, AppResult, Problem, Refusal};
use crate::web::{ApiBody, Ctx, Limit, json_created, json_ok, read_query};

/// Orders in one answer, at most.
const LISTED_MAX: i64 = 500;
/// Orders in one answer, unless told.
const LISTED: i64 = 100;

/// The answer to an order.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlacedAnswer {
    order: Placed,
}

/// Places an order. No sign-in; the same key and body again answers the same order.
#[utoipa::path(
    post, path = "/api/v1/orders", tag = "shop",
    request_body = OrderForm,
    params(("Idempotency-Key" = String, Header, description = "Your own key for this order")),
    responses(
        (status = 201, body = PlacedAnswer),
        (status = 400, body = Problem, description = "json.unreadable, json.unknown_field, idempotency.key"),
        (status = 409, body = Problem, description = "idempotency.reused"),
        (status = 422, body = Problem, description = "order.*: every refusal in errors"),
        (status = 429, body = Problem, description = "too_many"),
    )
)]
pub(crate) async fn place(ctx: Ctx, body: ApiBody) -> ApiResult {
    let who = ctx.actor_if_any().map_or("", |actor| actor.account_id.as_str());
    let once = body.once(format!("{who} /api/v1/orders"))?;
    let order = match try_place(&ctx, &body, once.clone()).await {
        Ok(order) => order,
        Err(refused) => {
            let order = unless_repeated(&ctx, once, refused).await?;
            forgive_repeat(&ctx, "");
            order
        }
    };
    json_created(&PlacedAnswer { order })
}

async fn try_place(ctx: &Ctx, body: &ApiBody, once: Once) -> AppResult<Placed> {
    ctx.app.limits.count(Limit::Order, &ctx.address(), ctx.now)?;
    let form: OrderForm = body.parse()?;
    let now = ctx.now;
    let parsed = form.parse(Channel::Api, None, now.oslo_date());
    if !parsed.refusals.is_empty() {
        return Err(ctx.db().read(move |conn| every_refusal(conn, parsed, now)).await?.into());
    }
    let wish = parsed.wish;
    let phone = wish.customer.phone.clone();
    count_phone(ctx, &phone)?;
    let answered = ctx.db().write(move |tx| place_or_repeat(tx, &once, &wish, now)).await?;
    if !answered.is_new {
        forgive_repeat(ctx, &phone);
    }
    Ok(answered.placed)
}

/// An order as its customer may see it, in JSON.
#[derive(Serialize, ToSchema)]
pub(crate) struct SeenAnswer {
    order: SeenOrder,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SeenOrder {
    number: String,
    /// received, confirmed, delivered, invoiced, paid, credited or cancelled.
    #[schema(value_type = String)]
    state: OrderState,
    ordered_on: NaiveDate,
    #[schema(value_type = String)]
    delivery: Delivery,
    delivery_date: NaiveDate,
    delivery_time: String,
    /// What the lines come to that are not cancelled.
    #[schema(value_type = i64)]
    total_incl_vat_ore: Ore,
    lines: Vec<SeenLine>,
}

#[derive(Serialize, ToSchema)]
struct SeenLine {
    name: String,
    enterprise: String,
    /// received, confirmed, delivered or cancelled.
    #[schema(value_type = Option<String>)]
    state: Option<PartState>,
    #[schema(value_type = String)]
    quantity: Quantity,
    unit: String,
    #[schema(value_type = i64)]
    unit_price_incl_vat_ore: Ore,
    #[schema(value_type = i64)]
    gross_incl_vat_ore: Ore,
    #[schema(value_type = String)]
    vat_code: VatCode,
    /// The last day to withdraw; null when the line may not be withdrawn from.
    withdraw_until: Option<NaiveDate>,
    withdrawal_reason: String,
}

impl SeenOrder {
    fn of(seen: &CustomerOrder) -> Self {
        let order = &seen.order;
        let line = |l: &super::OrderLine| SeenLine {
            name: l.name.clone(),
            enterprise: seen.enterprise_name(l).to_owned(),
            state: seen.part_of(l).map(|part| part.state),
            quantity: l.final_quantity(),
            unit: l.unit.clone(),
            unit_price_incl_vat_ore: l.unit_price_ore,
            gross_incl_vat_ore: l.final_gross(),
            vat_code: l.vat_code,
            withdraw_until: seen.withdraw_until(l),
            withdrawal_reason: l.withdrawal_reason.clone(),
        };
        Self {
            number: order.number.clone(),
            state: order.state,
            ordered_on: order.ordered_on,
            delivery: order.delivery,
            delivery_date: order.delivery_date,
            delivery_time: order.delivery_time.clone(),
            total_incl_vat_ore: seen.came_to(),
            lines: seen.lines.iter().map(line).collect(),
        }
    }
}

/// What the holder of an order's token may see.
#[utoipa::path(
    get, path = "/api/v1/orders/{token}", tag = "shop",
    params(("token" = String, Path, description = "As answered when the order was placed")),
    responses((status = 200, body = SeenAnswer), (status = 404, body = Problem))
)]
pub(crate) async fn seen(ctx: Ctx, token: web::Path<String>) -> ApiResult {
    ctx.app.limits.count(Limit::Link, &ctx.address(), ctx.now)?;
    let token = token.into_inner();
    let seen = ctx.db().read(move |conn| customer_order(conn, &token)).await?;
    json_ok(&SeenAnswer { order: SeenOrder::of(&seen) })
}

/// Which orders to list.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListOrders {
    /// Placed on this day or later.
    from: Option<NaiveDate>,
    /// Placed on this day or earlier.
    to: Option<NaiveDate>,
    /// After this number.
    after: Option<String>,
    /// 1 to 500; 100 unless told.
    limit: Option<i64>,
}

/// Orders by number.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrdersAnswer {
    orders: Vec<ListedOrder>,
    /// Ask on with `after` this number; null at the end.
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ListedOrder {
    number: String,
    #[schema(value_type = String)]
    state: OrderState,
    #[schema(value_type = String)]
    channel: Channel,
    ordered_on: NaiveDate,
    delivery_date: NaiveDate,
    name: String,
    /// What the lines come to that are not cancelled.
    #[schema(value_type = i64)]
    total_incl_vat_ore: Ore,
}

impl ListedOrder {
    fn of((order, total): (Order, Ore)) -> Self {
        Self {
            number: order.number,
            state: order.state,
            channel: order.channel,
            ordered_on: order.ordered_on,
            delivery_date: order.delivery_date,
            name: order.name,
            total_incl_vat_ore: total,
        }
    }
}

/// Lists orders, for the business manager.
#[utoipa::path(
    get, path = "/api/v1/orders", tag = "orders", params(ListOrders),
    responses((status = 200, body = OrdersAnswer), (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
pub(crate) async fn list(ctx: Ctx) -> ApiResult {
    let actor = ctx.actor()?.clone();
    let query: ListOrders = read_query(&ctx)?;
    let limit = query.limit.unwrap_or(LISTED);
    if !(1..=LISTED_MAX).contains(&limit) {
        let words = format!("Velg et tall fra 1 til {LISTED_MAX}.");
        return Err(Refusal::new("query.limit", "limit", words).into());
    }
    let from = query.from.unwrap_or_else(|| new_year(1900));
    let to = query.to.unwrap_or_else(|| new_year(9999));
    let after = query.after.unwrap_or_default();
    let mut orders = ctx
        .db()
        .read(move |conn| {
            let orders = list_orders(conn, &actor, from, to, &after, limit + 1)?;
            Ok(came_to(conn, orders)?)
        })
        .await?;
    let wanted = usize::try_from(limit).unwrap_or_default();
    let more = orders.len() > wanted;
    orders.truncate(wanted);
    let next = orders.last().filter(|_| more).map(|(order, _)| order.number.clone());
    json_ok(&OrdersAnswer { orders: orders.into_iter().map(ListedOrder::of).collect(), next })
}

/// The first day of a year that both databases keep.
fn new_year(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default()
}

/// When an order was delivered.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeliveryBody {
    /// YYYY-MM-DD, today (default) or earlier.
    date: Option<NaiveDate>,
}

/// What a delivery answers.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeliveredAnswer {
    order: DeliveredOrder,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DeliveredOrder {
    number: String,
    #[schema(value_type = String)]
    state: OrderState,
    delivered_on: Option<NaiveDate>,
}

/// Delivers an order whole; a second call answers the same.
#[utoipa::path(
    post, path = "/api/v1/orders/{number}/delivery", tag = "orders",
    params(("number" = String, Path)),
    request_body = DeliveryBody,
    responses((status = 200, body = DeliveredAnswer), (status = 404, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
pub(crate) async fn delivery(ctx: Ctx, number: web::Path<String>, body: ApiBody) -> ApiResult {
    let actor = ctx.actor()?.clone();
    let now = ctx.now;
    let date = body.parse::<DeliveryBody>()?.date;
    let wish = DeliverOrder { on: date.unwrap_or(now.oslo_date()), quantities: Vec::new() };
    let number = number.into_inner();
    let desk = ctx.db().write(move |tx| deliver(tx, &actor, &number, &wish, now)).await?;
    let delivered_on = desk.parts.iter().filter_map(|part| part.delivered_on).max();
    let order = DeliveredOrder { number: desk.order.number, state: desk.order.state, delivered_on };
    json_ok(&DeliveredAnswer { order })
}
