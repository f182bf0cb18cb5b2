//! A receipt is entered.

use askama::Template;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::base::{AccountNo, Ore, VatCode, random_token};
use crate::db::{DbConn, Once, answer_once};
use crate::enterprises::{self, Enterprise};
use crate::error::{AppError, AppResult, PageResult, Refusal, Refusals};
use crate::ledger::{self, vat_code_name};
use crate::purchases::{self, NewPurchase};
use crate::web::{Ctx, HtmlForm, Page};

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
    /// The number of the order it was bought for; empty when for none.
    #[serde(default)]
    order: String,
}

/// What one is told at the code when the seller is not in the VAT register.
const NOT_REGISTERED: &str =
    "Selgeren er ikke i Merverdiavgiftsregisteret, så MVA-en er en del av kostnaden.";

#[derive(Template)]
#[template(path = "purchases/new.html")]
struct NewPage {
    page: Page,
    form: ReceiptForm,
    key: String,
    enterprises: Vec<(String, String)>,
    accounts: Vec<(String, String)>,
    codes: Vec<(String, String)>,
    /// Said at the code; empty when there is nothing to say.
    code_hint: &'static str,
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
    let (listed, gets_vat_back) = ctx
        .db()
        .read(|conn| Ok((enterprises::list_enterprises(conn)?, purchases::gets_vat_back(conn)?)))
        .await?;
    let page = ctx.page("Nytt innkjøp");
    let is_offered =
        |code: &&VatCode| code.is_purchase() && (gets_vat_back || **code == VatCode::InNone);
    let codes = VatCode::ALL.iter().filter(is_offered);
    let template = NewPage {
        page: match &refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        form,
        key,
        enterprises: listed.into_iter().map(|e: Enterprise| (e.code, e.name)).collect(),
        accounts: ledger::purchase_accounts(),
        code_hint: if gets_vat_back { "" } else { NOT_REGISTERED },
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
                let booked = purchases::enter_purchase(tx, &by, &new, now)?;
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
                no("purchase.paid_on", "paid_on", "Velg en dato, eller la feltet stå tomt.");
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
    let order_id = match &enterprise {
        None => None,
        Some(place) => match purchases::order_for(conn, &place.id, &form.order) {
            Ok(order_id) => order_id,
            Err(AppError::Refused(own)) => {
                refusals = refusals.with(own);
                None
            }
            Err(other) => return Err(other),
        },
    };
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
        order_id,
    })
}
