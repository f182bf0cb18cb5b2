//! What the desk does with an order, from its page.

use actix_web::web;
use chrono::NaiveDate;

use super::order::page_of;
use crate::base::{Quantity, UtcTime};
use crate::costing;
use crate::db::{DbConn, Once};
use crate::error::{AppError, AppResult, PageResult, Refusal, Refusals};
use crate::orders::{
    DeliverOrder, NewEstimate, add_address, agree_estimate, confirm, day_of, deliver,
};
use crate::people::Actor;
use crate::web::{Ctx, HtmlForm};

/// What the desk typed, to be shown again when it was refused.
#[derive(Clone, Default)]
pub(super) struct Typed {
    pub(super) date: String,
    pub(super) reason: String,
    pub(super) street: String,
    pub(super) postcode: String,
    pub(super) city: String,
    pub(super) quantities: Vec<(i32, String)>,
    pub(super) enterprise: String,
    pub(super) hours: String,
    /// None before a message was typed.
    pub(super) text: Option<String>,
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
        costing::cancel(tx, actor, number, &typed.reason, now)
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

/// `POST /intern/bestillinger/{number}/avtalt-tid`
pub(crate) async fn estimate(
    ctx: Ctx,
    number: web::Path<String>,
    form: HtmlForm<Vec<(String, String)>>,
) -> PageResult {
    answer(ctx, number, form, "Den nye tida er lagret.", |tx, actor, number, typed, now| {
        let new = NewEstimate { enterprise: typed.enterprise.clone(), hours: typed.hours.clone() };
        agree_estimate(tx, actor, number, &new, now)
    })
    .await
}

/// `POST /intern/bestillinger/{number}/melding`: a message to the customer, once a press.
pub(crate) async fn message(
    ctx: Ctx,
    number: web::Path<String>,
    form: HtmlForm<Vec<(String, String)>>,
) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (number, now) = (number.into_inner(), ctx.now);
    let scope = format!("{} /intern/bestillinger/{number}/melding", actor.account_id);
    let once = Once::new(scope, &form.key, &form.body)?;
    let typed = Typed::of(&form.value);
    let (of, text) = (number.clone(), typed.text.clone().unwrap_or_default());
    let told = ctx
        .db()
        .write(move |tx| costing::tell_customer(tx, &actor, &once, (&of, &text), now))
        .await;
    match told {
        Ok(()) => ctx.done(&format!("/intern/bestillinger/{number}"), "Meldingen er sendt."),
        Err(AppError::Refused(refusals)) => {
            let page = page_of(&ctx, number, typed, Some(&refusals)).await?;
            ctx.show_refused(&page)
        }
        Err(other) => Err(other.into()),
    }
}

/// Does it, and shows the order again: as it became, or as typed with what was refused.
async fn answer(
    ctx: Ctx,
    number: web::Path<String>,
    form: HtmlForm<Vec<(String, String)>>,
    done: &str,
    act: fn(&mut DbConn, &Actor, &str, &Typed, UtcTime) -> AppResult<()>,
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
            enterprise: at("enterprise"),
            hours: at("hours"),
            text: fields.iter().find(|(key, _)| key == "text").map(|(_, text)| text.clone()),
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
