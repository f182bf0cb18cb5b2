//! `GET /api/v1/openapi.json`, from the handlers' own annotations.
//!
//! Without a token it describes what the shop's customers call, and nothing else is named.

use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

use crate::error::{ApiResult, Problem};
use crate::web::access::bearer_token;
use crate::web::{Ctx, json_ok};
use crate::{catalog, hours, invoicing, orders, overview, people};

/// What a customer's program calls.
#[derive(OpenApi)]
#[openapi(
    info(title = "The shop's API"),
    paths(catalog::api::offerings, orders::api::place, orders::api::seen),
    components(schemas(Problem))
)]
struct ForTheShop;

/// Everything.
#[derive(OpenApi)]
#[openapi(
    info(title = "The API"),
    paths(
        catalog::api::offerings,
        orders::api::place,
        orders::api::seen,
        orders::api::list,
        orders::api::delivery,
        invoicing::api::issue,
        invoicing::api::list,
        hours::api::log_hours,
        hours::api::approve,
        overview::api::get_report,
    ),
    components(schemas(Problem))
)]
struct ForAll;

const RULES: &str = "\
Amounts named `…_ore` are whole øre; reports give kroner as strings with two decimals. Dates are \
`2026-12-31`, Oslo's; instants are RFC 3339 in UTC. Quantities are strings with at most three \
decimals. A field that is not described is refused.\n\n\
Errors are problem details (RFC 9457): `code` is stable, `field` names what to mend, `errors` lists \
every refusal. 400: the request cannot be read. 404: it is not there. 405: the methods that are \
allowed stand in `Allow`. 409: a key came with another \
body. 422: a rule refused it; nothing was done. 429: wait as long as `Retry-After` says. 503: send \
it again with the same key. 500: tell the `request_id` when you ask about it.\n\n";

const SHOP_CODES: [&str; 37] = [
    "not_found",
    "method_not_allowed",
    "too_many",
    "too_slow",
    "too_large",
    "unavailable",
    "internal",
    "json.unreadable",
    "json.unknown_field",
    "body.incomplete",
    "idempotency.key",
    "idempotency.reused",
    "order.address",
    "order.amount",
    "order.date",
    "order.day_closed",
    "order.day_full",
    "order.day_stopped",
    "order.delivery",
    "order.delivery_address",
    "order.email",
    "order.empty",
    "order.kind",
    "order.org_number",
    "order.past_date",
    "order.phone",
    "order.postcode",
    "order.quantity",
    "order.required",
    "order.served_with_food",
    "order.text",
    "order.too_early",
    "order.too_far_ahead",
    "order.too_long",
    "order.too_many_lines",
    "order.unknown_offering",
    "order.withdrawal",
];

const OTHER_CODES: [&str; 44] = [
    "not_signed_in",
    "forbidden",
    "query.unreadable",
    "query.date",
    "query.limit",
    "order.delivery_future",
    "order.delivery_before_order",
    "order.not_possible",
    "order.real_quantity",
    "order.reason",
    "seller.missing",
    "invoice.buyer_address",
    "invoice.date",
    "invoice.not_delivered",
    "invoice.not_vat_registered",
    "invoice.nothing",
    "invoice.vat_code",
    "invoice.amount",
    "invoice.is_credit_note",
    "invoice.kid_taken",
    "ledger.term_closed",
    "ledger.too_old",
    "ledger.no_rate",
    "hours.date",
    "hours.start",
    "hours.end",
    "hours.break",
    "hours.enterprise",
    "hours.kind",
    "hours.kind_agreed",
    "hours.start_skipped",
    "hours.end_skipped",
    "hours.order",
    "hours.overlap",
    "hours.future",
    "hours.too_old",
    "hours.not_sent",
    "hours.locked",
    "report.date",
    "report.backwards",
    "report.too_long",
    "report.two_years",
    "report.by",
    "report.whole_months",
];

/// `GET /api/v1/openapi.json`
///
/// # Errors
/// 500 when the database does not answer for a token.
pub(super) async fn document(ctx: Ctx) -> ApiResult {
    let actor = match bearer_token(ctx.request.headers()) {
        Some(token) => people::bearer(ctx.db(), &ctx.app.signing_key, token, ctx.now).await?,
        None => None,
    };
    json_ok(&if actor.is_some() { for_all() } else { for_the_shop() })
}

fn for_the_shop() -> Document {
    let mut document = ForTheShop::openapi();
    document.info.description = Some(described(&SHOP_CODES));
    dressed(document)
}

fn for_all() -> Document {
    let mut document = ForAll::openapi();
    let codes: Vec<&str> = SHOP_CODES.into_iter().chain(OTHER_CODES).collect();
    document.info.description = Some(described(&codes));
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    if let Some(components) = document.components.as_mut() {
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    }
    dressed(document)
}

/// Without what the build would else tell of itself.
fn dressed(mut document: Document) -> Document {
    document.info.version = "1".into();
    document.info.contact = None;
    document.info.license = None;
    document
}

fn described(codes: &[&str]) -> String {
    let codes: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
    format!("{RULES}Codes: {}.", codes.join(", "))
}
