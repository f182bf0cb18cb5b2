//! `GET /api/v1/offerings`: the catalog for programs.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Offer, OfferingKind, Stop, parse_allergens, takes_decimals};
use crate::base::{Quantity, VatCode};
use crate::catalog;
use crate::enterprises::{self, Enterprise};
use crate::error::ApiResult;
use crate::web::{Ctx, json_ok};

/// Everything that can be ordered today.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Offerings {
    offerings: Vec<Listed>,
}

/// Something that can be ordered.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own to a program")]
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Listed {
    /// The code an order names it by.
    offering: String,
    /// The code of the enterprise that delivers it.
    enterprise: String,
    name: String,
    /// `goods` or `service`.
    #[schema(value_type = String)]
    kind: OfferingKind,
    unit: String,
    /// Whether a quantity may have decimals, at most three.
    takes_decimals: bool,
    description: String,
    price_incl_vat_ore: i64,
    /// SAF-T: 3 (25 %), 31 (15 %), 33 (12 %), 5 (zero-rated), 6 (outside VAT).
    #[schema(value_type = String)]
    vat_code: VatCode,
    lead_days: i32,
    /// The first delivery day by the lead alone.
    first_delivery_date: NaiveDate,
    /// Units a day; null is no limit.
    #[schema(value_type = Option<String>)]
    capacity_per_day: Option<Quantity>,
    /// 1 Monday … 7 Sunday.
    closed_weekdays: Vec<u8>,
    /// Delivery days for which no new orders are taken now; no last day is until further notice.
    stopped: Vec<Stopped>,
    is_food: bool,
    /// Eaten where it is delivered, with serving.
    is_served: bool,
    /// Empty: none of the fourteen. Null: not food.
    allergens: Option<Vec<Listing>>,
    /// The right of withdrawal.
    may_withdraw: bool,
    /// Why not, when not.
    withdrawal_reason: String,
    /// The path of its photo.
    photo: Option<String>,
}

/// An allergen, and which when it must be told.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Listing {
    allergen: &'static str,
    which: String,
}

/// Days of a stop.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Stopped {
    first_day: NaiveDate,
    last_day: Option<NaiveDate>,
}

/// What can be ordered today, in the enterprises' own order.
///
/// # Errors
/// The database's.
#[utoipa::path(
    get,
    path = "/api/v1/offerings",
    tag = "shop",
    responses((status = 200, description = "What can be ordered", body = Offerings))
)]
pub(crate) async fn offerings(ctx: Ctx) -> ApiResult {
    let today = ctx.today();
    let (offers, enterprises, stops) = ctx
        .db()
        .read(move |conn| {
            let offers = catalog::list_offers(conn, today)?;
            let enterprises = enterprises::list_enterprises(conn)?;
            Ok((offers, enterprises, catalog::stops_in_force(conn, today)?))
        })
        .await?;
    let offerings = offers.into_iter().map(|o| listed(o, &enterprises, &stops, today)).collect();
    json_ok(&Offerings { offerings })
}

fn listed(offer: Offer, enterprises: &[Enterprise], stops: &[Stop], today: NaiveDate) -> Listed {
    let Offer { offering, price } = offer;
    let enterprise = enterprises.iter().find(|e| e.id == offering.enterprise_id);
    let own_stops = stops.iter().filter(|stop| stop.enterprise_id == offering.enterprise_id);
    let stated = offering.allergens.as_deref().filter(|_| offering.is_food);
    let listing = |(allergen, which): (catalog::Allergen, String)| Listing {
        allergen: allergen.as_str(),
        which,
    };
    Listed {
        enterprise: enterprise.map(|e| e.code.clone()).unwrap_or_default(),
        takes_decimals: takes_decimals(&offering.unit),
        price_incl_vat_ore: price.ore(),
        first_delivery_date: catalog::first_day(&offering, today),
        capacity_per_day: offering.capacity(),
        closed_weekdays: (1..=7).filter(|n| offering.closed_weekdays >> (n - 1) & 1 == 1).collect(),
        stopped: own_stops
            .map(|stop| Stopped { first_day: stop.first_day, last_day: stop.last_day })
            .collect(),
        allergens: stated
            .and_then(parse_allergens)
            .map(|list| list.into_iter().map(listing).collect()),
        photo: offering.photo_path(),
        offering: offering.code,
        name: offering.name,
        kind: offering.kind,
        unit: offering.unit,
        description: offering.description,
        vat_code: offering.vat_code,
        lead_days: offering.lead_days,
        is_food: offering.is_food,
        is_served: offering.is_served,
        may_withdraw: offering.may_withdraw,
        withdrawal_reason: offering.withdrawal_reason,
    }
}
