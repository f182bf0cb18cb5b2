//! Receipts listed, paid, and tied to the orders they were bought for.

use std::collections::BTreeMap;

use actix_web::web::Query;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::base::{AccountId, EnterpriseId, OrderId, Ore, UtcTime, VoucherId};
use crate::db::DbConn;
use crate::enterprises;
use crate::error::{AppError, AppResult, PageError, PageResult, Refusal, Refusals};
use crate::ledger;
use crate::ledger::pages::{SpanAsked, day_words};
use crate::orders;
use crate::purchases::{self, Purchase};
use crate::web::{Ctx, HtmlForm, PAGE_ROWS, Page, Pager, address, page_asked};

const PLACE: &str = "/intern/innkjop";

#[derive(Template)]
#[template(path = "purchases/list.html")]
struct ListPage {
    page: Page,
    from: String,
    to: String,
    rows: Vec<Row>,
    /// Of all the days asked for, not only of this page.
    count: i64,
    gross: Ore,
    pager: Pager,
    /// Of this page, from 1.
    side: i64,
    /// A receipt to tie to an order, as it was typed.
    tie: TieForm,
}

struct Row {
    receipt: String,
    date: String,
    supplier: String,
    enterprise: String,
    account: String,
    account_name: &'static str,
    code: &'static str,
    gross: Ore,
    paid: String,
    voucher: String,
    /// The payment field's own id; `paid_on` on the row that was refused.
    paid_id: String,
    /// As typed; else today.
    paid_typed: String,
    is_refused: bool,
    /// The number of the order it was bought for; empty for none.
    order: String,
}

/// What is read for a page.
struct Found {
    count: i64,
    gross: Ore,
    index: i64,
    rows: Vec<(Purchase, BookedAs)>,
    names: BTreeMap<EnterpriseId, String>,
}

/// `GET /intern/innkjop`: receipts of some days, newest first.
///
/// # Errors
/// Refusals of the days asked for.
pub(crate) async fn list(ctx: Ctx, asked: Query<SpanAsked>) -> PageResult {
    let days = asked.read(ctx.today()).map_err(PageError::from)?;
    let side = asked.into_inner().side;
    let found = ctx.db().read(move |conn| find(conn, days, &side)).await?;
    ctx.show(&list_page(&ctx, ctx.page("Innkjøp"), days, found, None))
}

fn find(conn: &mut DbConn, days: (NaiveDate, NaiveDate), side: &str) -> AppResult<Found> {
    let (count, gross) = purchases::sum_purchases(conn, days)?;
    let index = page_asked(side, PAGE_ROWS, count);
    let listed = purchases::list_purchases(conn, days, index * PAGE_ROWS, PAGE_ROWS)?;
    let rows = with_books(conn, listed)?;
    let listed = enterprises::list_enterprises(conn)?;
    let names = listed.into_iter().map(|e| (e.id, e.name)).collect();
    Ok(Found { count, gross, index, rows, names })
}

fn list_page(
    ctx: &Ctx,
    page: Page,
    (from, to): (NaiveDate, NaiveDate),
    found: Found,
    refused: Option<&PaidForm>,
) -> ListPage {
    let (from, to) = (from.to_string(), to.to_string());
    let kept = [("fra", from.as_str()), ("til", to.as_str())];
    let pager = Pager::newest_first(PLACE, &kept, found.index, found.count);
    let today = ctx.today().to_string();
    let names = found.names;
    let row = |(place, (purchase, booked)): (usize, (Purchase, BookedAs))| {
        let own = refused.filter(|form| form.receipt == purchase.receipt);
        let typed = own.map_or_else(|| today.clone(), |form| form.paid_on.clone());
        let paid_id = own.map_or_else(|| format!("paid_on-{place}"), |_| "paid_on".into());
        let is_refused = own.is_some();
        let row = row(purchase, &booked, &names);
        Row { paid_id, paid_typed: typed, is_refused, ..row }
    };
    ListPage {
        page,
        rows: (1..).zip(found.rows).map(row).collect(),
        from,
        to,
        count: found.count,
        gross: found.gross,
        pager,
        side: found.index + 1,
        tie: TieForm::default(),
    }
}

/// How the books hold a receipt.
struct BookedAs {
    /// `2026/17`.
    voucher: String,
    is_corrected: bool,
    is_payment_corrected: bool,
    /// The number of the order it was bought for.
    order: String,
}

/// Each receipt with how the books hold it; three questions for all of them.
fn with_books(conn: &mut DbConn, purchases: Vec<Purchase>) -> AppResult<Vec<(Purchase, BookedAs)>> {
    let vouchers: Vec<&VoucherId> = purchases.iter().map(|one| &one.voucher_id).collect();
    let payments = purchases.iter().filter_map(|one| one.payment_voucher_id.as_ref());
    let all: Vec<&VoucherId> = vouchers.iter().copied().chain(payments).collect();
    let of_orders: Vec<&OrderId> =
        purchases.iter().filter_map(|one| one.order_id.as_ref()).collect();
    let numbers = ledger::voucher_numbers(conn, &vouchers)?;
    let corrected = ledger::corrected_among(conn, &all)?;
    let orders = orders::order_numbers(conn, &of_orders)?;
    let booked = |one: &Purchase| BookedAs {
        voucher: numbers
            .get(&one.voucher_id)
            .map_or_else(String::new, |(year, no)| format!("{year}/{no}")),
        is_corrected: corrected.contains(&one.voucher_id),
        is_payment_corrected: one
            .payment_voucher_id
            .as_ref()
            .is_some_and(|payment| corrected.contains(payment)),
        order: one.order_id.as_ref().and_then(|id| orders.get(id).cloned()).unwrap_or_default(),
    };
    Ok(purchases
        .into_iter()
        .map(|one| {
            let booked = booked(&one);
            (one, booked)
        })
        .collect())
}

fn row(purchase: Purchase, booked: &BookedAs, names: &BTreeMap<EnterpriseId, String>) -> Row {
    let paid = match (booked.is_corrected, booked.is_payment_corrected) {
        (true, _) => "Rettet".to_owned(),
        (false, true) => String::new(),
        (false, false) => {
            purchase.paid_on.map(|day| format!("Betalt {}", day_words(day))).unwrap_or_default()
        }
    };
    Row {
        receipt: purchase.receipt,
        date: day_words(purchase.purchase_date),
        supplier: purchase.supplier,
        enterprise: names.get(&purchase.enterprise_id).cloned().unwrap_or_default(),
        account_name: ledger::account_name(&purchase.account),
        account: purchase.account.to_string(),
        code: purchase.vat_code.as_str(),
        gross: purchase.gross_ore,
        paid,
        voucher: booked.voucher.clone(),
        paid_id: String::new(),
        paid_typed: String::new(),
        is_refused: false,
        order: booked.order.clone(),
    }
}

/// The day a receipt was paid, and the page it was said on.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct PaidForm {
    #[serde(default)]
    receipt: String,
    #[serde(default)]
    paid_on: String,
    #[serde(default)]
    fra: String,
    #[serde(default)]
    til: String,
    #[serde(default)]
    side: String,
}

/// `POST /intern/innkjop/betaling`: books that a receipt was paid. Twice is refused, so no key.
///
/// # Errors
/// `NotFound` for no such receipt; refusals are shown at the receipt.
pub(crate) async fn pay(ctx: Ctx, form: HtmlForm<PaidForm>) -> PageResult {
    let (by, now, typed) = (ctx.actor()?.account_id.clone(), ctx.now, form.value.clone());
    match ctx.db().write(move |tx| book_payment(tx, &by, &form.value, now)).await {
        Ok(paid) => {
            let back = back(&typed.fra, &typed.til, &typed.side);
            ctx.done(&back, &format!("Kvittering {} er betalt.", paid.receipt))
        }
        Err(AppError::Refused(refusals)) => show_refused(&ctx, typed, &refusals).await,
        Err(other) => Err(other.into()),
    }
}

/// The page of the list that a form was sent from.
fn back(from: &str, to: &str, side: &str) -> String {
    address(PLACE, &[("fra", from), ("til", to)], page_asked(side, 1, i64::MAX))
}

/// A receipt and the order it was bought for, and the page they were said on.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct TieForm {
    #[serde(default)]
    receipt: String,
    /// The order's number; empty to untie.
    #[serde(default)]
    order: String,
    #[serde(default)]
    fra: String,
    #[serde(default)]
    til: String,
    #[serde(default)]
    side: String,
}

/// `POST /intern/innkjop/bestilling`: ties a receipt to the order it was bought for, or unties it.
///
/// # Errors
/// The database's; refusals are shown at their fields.
pub(crate) async fn tie(ctx: Ctx, form: HtmlForm<TieForm>) -> PageResult {
    let typed = form.value;
    let (receipt, order) = (typed.receipt.clone(), typed.order.clone());
    match ctx.db().write(move |tx| purchases::tie_to_order(tx, &receipt, &order)).await {
        Ok(()) => ctx.saved(&back(&typed.fra, &typed.til, &typed.side)),
        Err(AppError::Refused(refusals)) => {
            let asked = SpanAsked {
                fra: typed.fra.clone(),
                til: typed.til.clone(),
                ..SpanAsked::default()
            };
            let days = asked.read(ctx.today()).map_err(PageError::from)?;
            let side = typed.side.clone();
            let found = ctx.db().read(move |conn| find(conn, days, &side)).await?;
            let page = ctx.page("Innkjøp").refused(&refusals);
            let list = list_page(&ctx, page, days, found, None);
            ctx.show_refused(&ListPage { tie: typed, ..list })
        }
        Err(other) => Err(other.into()),
    }
}

/// The receipts of the refused one's day, on the page that it stands on.
async fn show_refused(ctx: &Ctx, typed: PaidForm, refusals: &Refusals) -> PageResult {
    let wanted = typed.receipt.clone();
    let (days, found) = ctx
        .db()
        .read(move |conn| {
            let own = purchases::find_purchase(conn, &wanted)?.ok_or(AppError::NotFound)?;
            let days = (own.purchase_date, own.purchase_date);
            let index = purchases::place_in_day(conn, &own)?.div_euclid(PAGE_ROWS);
            Ok((days, find(conn, days, &(index + 1).to_string())?))
        })
        .await?;
    let page = ctx.page("Innkjøp").refused(&at_paid_on(refusals));
    ctx.show_refused(&list_page(ctx, page, days, found, Some(&typed)))
}

fn book_payment(
    tx: &mut DbConn,
    by: &AccountId,
    form: &PaidForm,
    now: UtcTime,
) -> AppResult<Purchase> {
    let paid_on = form.paid_on.parse().map_err(|_date| {
        Refusal::new("purchase.paid_on", "paid_on", "Skriv datoen kvitteringen ble betalt.")
    })?;
    purchases::record_purchase_payment(tx, Some(by), &form.receipt, paid_on, now)
}

/// The books speak of `date`; on this form that is the day of the payment.
fn at_paid_on(refusals: &Refusals) -> Refusals {
    let mut moved = Refusals::default();
    for refusal in refusals.all() {
        moved.add(Refusal::new(refusal.code, "paid_on", refusal.detail.clone()));
    }
    moved
}
