//! Pages: receipts listed, entered, and paid.

use std::collections::BTreeMap;

use actix_web::web::Query;
use askama::Template;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::base::{AccountId, AccountNo, EnterpriseId, Ore, UtcTime, VatCode, random_token};
use crate::db::{DbConn, Once, answer_once};
use crate::enterprises::{self, Enterprise};
use crate::error::{AppError, AppResult, PageError, PageResult, Refusal, Refusals};
use crate::ledger::pages::{SpanAsked, day_words};
use crate::ledger::{self, vat_code_name};
use crate::web::{Ctx, HtmlForm, Page};

use super::{NewPurchase, Purchase};

#[derive(Template)]
#[template(path = "purchases/list.html")]
struct ListPage {
    page: Page,
    from: String,
    to: String,
    rows: Vec<Row>,
    gross: Ore,
}

struct Row {
    receipt: String,
    date: String,
    supplier: String,
    enterprise: String,
    account: String,
    code: &'static str,
    gross: Ore,
    paid: String,
    voucher: String,
    /// The payment field's own id; `paid_on` on the row that was refused.
    paid_id: String,
    /// As typed; else today.
    paid_typed: String,
}

/// `GET /intern/innkjop`: receipts of some days, newest first.
///
/// # Errors
/// Refusals of the days asked for.
pub(crate) async fn list(ctx: Ctx, asked: Query<SpanAsked>) -> PageResult {
    let (from, to) = asked.read(ctx.today()).map_err(PageError::from)?;
    show_list(&ctx, (from, to), None).await
}

async fn show_list(
    ctx: &Ctx,
    (from, to): (NaiveDate, NaiveDate),
    refused: Option<(PaidForm, Refusals)>,
) -> PageResult {
    let (found, names, vouchers) = ctx
        .db()
        .read(move |conn| {
            let found = super::list_purchases(conn, from, to)?;
            let mut vouchers = BTreeMap::new();
            for purchase in &found {
                vouchers.insert(purchase.id.clone(), booked(conn, purchase)?);
            }
            let listed = enterprises::list_enterprises(conn)?;
            let names: BTreeMap<EnterpriseId, String> =
                listed.into_iter().map(|e| (e.id, e.name)).collect();
            Ok((found, names, vouchers))
        })
        .await?;
    let page = ctx.page("Innkjøp");
    let is_refused = refused.is_some();
    let (page, refused) = match refused {
        Some((form, refusals)) => (page.refused(&refusals), Some(form)),
        None => (page, None),
    };
    let today = ctx.today().to_string();
    let template = ListPage {
        page,
        from: from.to_string(),
        to: to.to_string(),
        gross: found.iter().map(|purchase| purchase.gross_ore).sum(),
        rows: (1..)
            .zip(found)
            .map(|(place, purchase)| {
                let own = refused.as_ref().filter(|form| form.receipt == purchase.receipt);
                let typed = own.map_or_else(|| today.clone(), |form| form.paid_on.clone());
                let paid_id = own.map_or_else(|| format!("paid_on-{place}"), |_| "paid_on".into());
                let row = row(purchase, &names, &vouchers);
                Row { paid_id, paid_typed: typed, ..row }
            })
            .collect(),
    };
    if is_refused { ctx.show_refused(&template) } else { ctx.show(&template) }
}

/// How the books hold a receipt.
#[derive(Clone, Default)]
struct BookedAs {
    /// `2026/17`.
    voucher: String,
    is_corrected: bool,
    is_payment_corrected: bool,
}

fn booked(conn: &mut DbConn, purchase: &Purchase) -> AppResult<BookedAs> {
    let number = ledger::voucher_number(conn, &purchase.voucher_id)?;
    Ok(BookedAs {
        voucher: number.map(|(year, no)| format!("{year}/{no}")).unwrap_or_default(),
        is_corrected: ledger::is_corrected(conn, &purchase.voucher_id)?,
        is_payment_corrected: match &purchase.payment_voucher_id {
            Some(payment) => ledger::is_corrected(conn, payment)?,
            None => false,
        },
    })
}

fn row(
    purchase: Purchase,
    names: &BTreeMap<EnterpriseId, String>,
    vouchers: &BTreeMap<String, BookedAs>,
) -> Row {
    let booked = vouchers.get(&purchase.id).cloned().unwrap_or_default();
    let paid = match (booked.is_corrected, booked.is_payment_corrected) {
        (true, _) => "Rettet".to_owned(),
        (false, true) => String::new(),
        (false, false) => purchase.paid_on.map(day_words).unwrap_or_default(),
    };
    Row {
        receipt: purchase.receipt,
        date: day_words(purchase.purchase_date),
        supplier: purchase.supplier,
        enterprise: names.get(&purchase.enterprise_id).cloned().unwrap_or_default(),
        account: format!("{} {}", purchase.account, ledger::account_name(&purchase.account)),
        code: purchase.vat_code.as_str(),
        gross: purchase.gross_ore,
        paid,
        voucher: booked.voucher,
        paid_id: String::new(),
        paid_typed: String::new(),
    }
}

/// A receipt as it was typed.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct ReceiptForm {
    #[serde(default)]
    receipt: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    supplier: String,
    /// The enterprise's code.
    #[serde(default)]
    enterprise: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    vat_code: String,
    #[serde(default)]
    gross: String,
    /// Empty while it is owed.
    #[serde(default)]
    paid_on: String,
}

#[derive(Template)]
#[template(path = "purchases/new.html")]
struct NewPage {
    page: Page,
    form: ReceiptForm,
    key: String,
    enterprises: Vec<(String, String)>,
    accounts: Vec<(String, String)>,
    codes: Vec<(String, String)>,
}

/// `GET /intern/innkjop/ny`
///
/// # Errors
/// The database's.
pub(crate) async fn new(ctx: Ctx) -> PageResult {
    let today = ctx.today().to_string();
    let form = ReceiptForm { date: today.clone(), paid_on: today, ..ReceiptForm::default() };
    show_form(&ctx, form, random_token(), None).await
}

async fn show_form(
    ctx: &Ctx,
    form: ReceiptForm,
    key: String,
    refused: Option<Refusals>,
) -> PageResult {
    let listed = ctx.db().read(|conn| Ok(enterprises::list_enterprises(conn)?)).await?;
    let page = ctx.page("Nytt innkjøp");
    let codes = VatCode::ALL.iter().filter(|code| code.is_purchase());
    let template = NewPage {
        page: match &refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        form,
        key,
        enterprises: listed.into_iter().map(|e: Enterprise| (e.code, e.name)).collect(),
        accounts: ledger::purchase_accounts(),
        codes: codes.map(|c| (c.to_string(), format!("{c}: {}", vat_code_name(*c)))).collect(),
    };
    if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }
}

/// What a form's key answers a second time.
#[derive(Serialize, Deserialize)]
struct Booked {
    receipt: String,
}

/// `POST /intern/innkjop`: books a receipt.
///
/// # Errors
/// The database's; refusals are shown at their fields.
pub(crate) async fn create(ctx: Ctx, form: HtmlForm<ReceiptForm>) -> PageResult {
    let by = ctx.actor()?.account_id.clone();
    let once = Once::new(format!("{by} /intern/innkjop"), &form.key, &form.body)?;
    let (typed, now) = (form.value.clone(), ctx.now);
    let outcome = ctx
        .db()
        .write(move |tx| {
            answer_once(tx, &once, now, |tx| {
                let new = read(tx, &form.value)?;
                let booked = super::record_purchase(tx, Some(&by), &new, now)?;
                Ok(Booked { receipt: booked.receipt })
            })
        })
        .await;
    match outcome {
        Ok(booked) => {
            ctx.done("/intern/innkjop", &format!("Kvittering {} er ført.", booked.receipt))
        }
        Err(AppError::Refused(refusals)) => {
            show_form(&ctx, typed, random_token(), Some(refusals)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The form as a command, or everything in it that cannot be read.
fn read(conn: &mut DbConn, form: &ReceiptForm) -> AppResult<NewPurchase> {
    let mut refusals = Refusals::default();
    let mut no = |code, field: &str, words: &str| refusals.add(Refusal::new(code, field, words));
    let date: Option<NaiveDate> = form.date.parse().ok();
    if date.is_none() {
        no("purchase.date", "date", "Skriv datoen på kvitteringen.");
    }
    let paid_on = match form.paid_on.as_str() {
        "" => None,
        text => {
            let day: Option<NaiveDate> = text.parse().ok();
            if day.is_none() {
                no(
                    "purchase.paid_on",
                    "paid_on",
                    "Skriv datoen som ÅÅÅÅ-MM-DD, eller la feltet stå tomt.",
                );
            }
            day
        }
    };
    let enterprise = enterprises::find_enterprise_by_code(conn, &form.enterprise)?;
    if enterprise.is_none() {
        no("purchase.enterprise", "enterprise", "Velg hvilken næring innkjøpet er for.");
    }
    let account = AccountNo::parse(&form.account);
    if account.is_none() {
        no("purchase.account", "account", "Velg en konto.");
    }
    let vat_code = VatCode::parse(&form.vat_code);
    if vat_code.is_none() {
        no("purchase.vat_code", "vat_code", "Velg en MVA-kode.");
    }
    let gross = Ore::parse_kroner(form.gross.trim());
    if gross.is_none() {
        no("purchase.gross", "gross", "Skriv beløpet i kroner, for eksempel 1250,00.");
    }
    let (Some(date), Some(enterprise), Some(account), Some(vat_code), Some(gross), true) =
        (date, enterprise, account, vat_code, gross, refusals.is_empty())
    else {
        return Err(refusals.into());
    };
    Ok(NewPurchase {
        receipt: form.receipt.clone(),
        date,
        supplier: form.supplier.clone(),
        enterprise_id: enterprise.id,
        account,
        vat_code,
        gross,
        paid_on,
    })
}

/// The day a receipt was paid.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct PaidForm {
    #[serde(default)]
    receipt: String,
    #[serde(default)]
    paid_on: String,
}

/// `POST /intern/innkjop/betaling`: books that a receipt was paid. Twice is refused, so no key.
///
/// # Errors
/// `NotFound` for no such receipt; refusals are shown at the receipt.
pub(crate) async fn pay(ctx: Ctx, form: HtmlForm<PaidForm>) -> PageResult {
    let (by, now, typed) = (ctx.actor()?.account_id.clone(), ctx.now, form.value.clone());
    match ctx.db().write(move |tx| book_payment(tx, &by, &form.value, now)).await {
        Ok(paid) => ctx.done("/intern/innkjop", &format!("Kvittering {} er betalt.", paid.receipt)),
        Err(AppError::Refused(refusals)) => {
            let wanted = typed.receipt.clone();
            let found = ctx.db().read(move |conn| Ok(super::find_purchase(conn, &wanted)?)).await?;
            let date = found.ok_or(AppError::NotFound)?.purchase_date;
            let today = ctx.today();
            show_list(&ctx, (date, today.max(date)), Some((typed, at_paid_on(&refusals)))).await
        }
        Err(other) => Err(other.into()),
    }
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
    super::record_purchase_payment(tx, Some(by), &form.receipt, paid_on, now)
}

/// The books speak of `date`; on this form that is the day of the payment.
fn at_paid_on(refusals: &Refusals) -> Refusals {
    let mut moved = Refusals::default();
    for refusal in refusals.all() {
        moved.add(Refusal::new(refusal.code, "paid_on", refusal.detail.clone()));
    }
    moved
}
