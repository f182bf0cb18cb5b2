//! `/intern/garden`: who sells.

use askama::Template;
use serde::Deserialize;

use crate::enterprises::{self, Seller, SellerDraft, SellerMode};
use crate::error::{AppError, PageResult};
use crate::web::{Ctx, HtmlForm, Page};

const MODES: [(&str, &str); 2] = [
    ("company", "Et eget selskap eller en stiftelse"),
    ("municipal_unit", "Kommunen, gjennom sitt økonomisystem"),
];

/// The seller as typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SellerForm {
    org_number: String,
    name: String,
    legal_form: String,
    vat_registered: String,
    in_business_register: String,
    street: String,
    postcode: String,
    city: String,
    bank_account: String,
    email: String,
    phone: String,
    mode: String,
}

#[derive(Template)]
#[template(path = "enterprises/seller.html")]
struct SellerPage {
    page: Page,
    form: SellerForm,
    modes: [(&'static str, &'static str); 2],
}

impl SellerForm {
    fn of(seller: Seller) -> Self {
        let ticked = |yes: bool| if yes { "on".to_owned() } else { String::new() };
        Self {
            org_number: seller.org_number.to_string(),
            bank_account: seller.bank_account_in_full(),
            name: seller.name,
            legal_form: seller.legal_form,
            vat_registered: ticked(seller.vat_registered),
            in_business_register: ticked(seller.in_business_register),
            street: seller.street,
            postcode: seller.postcode,
            city: seller.city,
            email: seller.email,
            phone: seller.phone,
            mode: seller.mode.to_string(),
        }
    }

    fn draft(&self) -> SellerDraft {
        let line = |text: &str| text.trim().to_owned();
        let digits =
            |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
        SellerDraft {
            org_number: digits(&self.org_number),
            name: line(&self.name),
            legal_form: line(&self.legal_form),
            vat_registered: !self.vat_registered.is_empty(),
            in_business_register: !self.in_business_register.is_empty(),
            street: line(&self.street),
            postcode: line(&self.postcode),
            city: line(&self.city),
            bank_account: digits(&self.bank_account),
            email: line(&self.email),
            phone: line(&self.phone),
            mode: SellerMode::parse(&self.mode).unwrap_or(SellerMode::Company),
        }
    }
}

/// `GET /intern/garden`
pub(crate) async fn show(ctx: Ctx) -> PageResult {
    let seller = ctx.db().read(|conn| Ok(enterprises::seller(conn)?)).await?;
    let empty = || SellerForm { mode: SellerMode::Company.to_string(), ..SellerForm::default() };
    let form = seller.map_or_else(empty, SellerForm::of);
    ctx.show(&SellerPage { page: ctx.page("Gården"), form, modes: MODES })
}

/// `POST /intern/garden`
pub(crate) async fn save(ctx: Ctx, form: HtmlForm<SellerForm>) -> PageResult {
    let draft = form.value.draft();
    match ctx.db().write(move |tx| enterprises::describe_seller(tx, &draft)).await {
        Ok(()) => ctx.saved("/intern/garden"),
        Err(AppError::Refused(refusals)) => ctx.show_refused(&SellerPage {
            page: ctx.page("Gården").refused(&refusals),
            form: form.value,
            modes: MODES,
        }),
        Err(error) => Err(error.into()),
    }
}
