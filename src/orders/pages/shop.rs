//! The front page, an offering's page, and putting things in the basket.

use std::collections::BTreeMap;

use actix_web::web;
use askama::Template;

use super::{basket, day, shop_name};
use crate::base::{EnterpriseId, Quantity};
use crate::catalog::{self, Offer};
use crate::enterprises;
use crate::error::{AppError, PageResult, Refusals};
use crate::orders::form::{LineForm, OrderForm};
use crate::orders::words::Fault;
use crate::web::{Ctx, MaybeStale, Page, see_other};

/// What is for sale of one enterprise.
pub(super) struct Shelf {
    pub(super) name: String,
    pub(super) cards: Vec<Card>,
}

/// An offer with its place in the form.
pub(super) struct Card {
    pub(super) offer: Offer,
    pub(super) code_field: String,
    pub(super) quantity_field: String,
    pub(super) label: String,
    pub(super) quantity: String,
}

#[derive(Template)]
#[template(path = "shop/front.html")]
struct FrontPage {
    page: Page,
    shelves: Vec<Shelf>,
}

#[derive(Template)]
#[template(path = "shop/offering.html")]
struct OfferingPage {
    page: Page,
    offer: Offer,
    enterprise: String,
    quantity: String,
    withdrawal: String,
    days: Vec<String>,
}

/// `GET /`
pub(crate) async fn front(ctx: Ctx) -> PageResult {
    let lines = basket::lines(&ctx);
    let (name, shelves) = shelves(&ctx, lines).await?;
    let title = format!("Velkommen til {name}");
    ctx.show(&FrontPage { page: ctx.page(title).in_shop(&name), shelves })
}

/// Everything for sale, each in a place of its own in one form.
async fn shelves(ctx: &Ctx, lines: Vec<LineForm>) -> crate::error::AppResult<(String, Vec<Shelf>)> {
    let today = ctx.today();
    ctx.db()
        .read(move |conn| {
            let enterprises = enterprises::list_enterprises(conn)?;
            let offers = catalog::list_offers(conn, today)?;
            Ok((shop_name(conn)?, shelve(enterprises, offers, &lines)))
        })
        .await
}

/// The offers under their enterprises, in the enterprises' order; none is left out.
pub(super) fn shelve(
    enterprises: Vec<enterprises::Enterprise>,
    offers: Vec<Offer>,
    lines: &[LineForm],
) -> Vec<Shelf> {
    let mut cards: BTreeMap<EnterpriseId, Vec<Card>> = BTreeMap::new();
    for (position, offer) in offers.into_iter().enumerate() {
        let chosen = lines.iter().find(|line| line.offering == offer.offering.code);
        cards.entry(offer.offering.enterprise_id.clone()).or_default().push(Card {
            code_field: format!("lines[{position}].offering"),
            quantity_field: format!("lines[{position}].quantity"),
            label: format!("Antall {} ({})", offer.offering.name, offer.offering.unit),
            quantity: chosen.map(|line| line.quantity.clone()).unwrap_or_default(),
            offer,
        });
    }
    let shelf = |enterprise: enterprises::Enterprise| {
        let cards = cards.remove(&enterprise.id)?;
        Some(Shelf { name: enterprise.name, cards })
    };
    enterprises.into_iter().filter_map(shelf).collect()
}

/// `GET /vare/{code}`
pub(crate) async fn offering(ctx: Ctx, code: web::Path<String>) -> PageResult {
    let code = code.into_inner();
    let chosen = basket::lines(&ctx).into_iter().find(|line| line.offering == code);
    let today = ctx.today();
    let (name, offer, enterprise, days) = ctx
        .db()
        .read(move |conn| {
            let offer = catalog::offers_on(conn, &[&code], today)?.pop();
            let offer = offer.ok_or(AppError::NotFound)?;
            let owner = enterprises::find_enterprise(conn, &offer.offering.enterprise_id)?;
            let enterprise = owner.ok_or(AppError::NotFound)?.name;
            let days = catalog::free_days(conn, &[(&offer.offering, 1000)], today, 3)?;
            Ok((shop_name(conn)?, offer, enterprise, days))
        })
        .await?;
    ctx.show(&OfferingPage {
        page: ctx.page(offer.offering.name.clone()).in_shop(&name),
        withdrawal: withdrawal_words(&offer.offering),
        enterprise,
        quantity: chosen.map_or_else(|| "1".to_owned(), |line| line.quantity),
        days: days.into_iter().map(day).collect(),
        offer,
    })
}

/// What a customer must know of the right of withdrawal before ordering.
pub(super) fn withdrawal_words(offering: &catalog::Offering) -> String {
    match (offering.may_withdraw, offering.kind) {
        (true, catalog::OfferingKind::Goods) => {
            "Privatpersoner kan angre i 14 dager etter at varen er mottatt.".to_owned()
        }
        (true, catalog::OfferingKind::Service) => {
            "Privatpersoner kan angre i 14 dager etter bestillingen.".to_owned()
        }
        (false, _) => format!("Ingen angrerett. {}", offering.withdrawal_reason),
    }
}

/// `POST /kurv`: what was chosen goes into the basket, and on to the checkout.
///
/// With `behold` the rest of the basket is kept; without, the form was the whole shop.
/// A page that had stood open too long fills it too: the basket is this browser's own.
pub(crate) async fn put_in_basket(ctx: Ctx, form: MaybeStale<Vec<(String, String)>>) -> PageResult {
    let form = form.form;
    let chosen = OrderForm::of_fields(&form.value).lines;
    let keeps = form.value.iter().any(|(name, _)| name == "behold");
    let lines = if keeps { basket::with(basket::lines(&ctx), &chosen) } else { chosen };
    let mut refusals = Refusals::default();
    if lines.is_empty() {
        refusals.add(Fault::Empty.at(""));
    }
    let (name, shelves) = shelves(&ctx, lines.clone()).await?;
    for card in shelves.iter().flat_map(|shelf| &shelf.cards) {
        let is_empty = card.quantity.is_empty();
        if !is_empty && Quantity::parse(&card.quantity).is_none_or(|q| q.milli() == 0) {
            refusals.add(Fault::Quantity.at(&card.quantity_field));
        }
    }
    if refusals.is_empty() {
        return Ok(see_other("/bestilling", &[basket::cookie(&ctx, &lines)]));
    }
    let page = ctx.page(format!("Velkommen til {name}")).in_shop(&name).refused(&refusals);
    ctx.show_refused(&FrontPage { page, shelves })
}
