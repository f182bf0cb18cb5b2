//! A customer's name and address as staff write them, and as Enhetsregisteret knows them.

use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::super::{Contact, Customer, get_customer, set_contact};
use crate::base::CustomerId;
use crate::error::{AppError, AppResult, PageResult, Refusals};
use crate::outside;
use crate::people::Right;
use crate::web::{Ctx, HtmlForm, Page};

#[derive(Template)]
#[template(path = "customers/contact.html")]
struct ContactPage {
    page: Page,
    customer: Customer,
    typed: Typed,
    /// What the register says; empty when it was not asked.
    told: String,
    /// Can the register be asked about this customer?
    may_ask: bool,
}

/// Name and address as they are typed, and which button was pressed.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    street: String,
    #[serde(default)]
    postcode: String,
    #[serde(default)]
    city: String,
    #[serde(default)]
    gjor: String,
}

/// `GET /intern/kunder/{id}/adresse`
///
/// # Errors
/// `NotFound` for no such customer.
pub(crate) async fn contact(ctx: Ctx, id: Path<String>) -> PageResult {
    let customer = customer_of(&ctx, id.into_inner()).await?;
    let Customer { name, street, postcode, city, .. } = customer.clone();
    let typed = Typed { name, street, postcode, city, gjor: String::new() };
    show(&ctx, customer, typed, String::new(), None)
}

async fn customer_of(ctx: &Ctx, id: String) -> AppResult<Customer> {
    ctx.actor()?.must(Right::Invoice)?;
    let id = CustomerId::from_text(id);
    ctx.db().read(move |conn| get_customer(conn, &id)).await
}

fn show(
    ctx: &Ctx,
    customer: Customer,
    typed: Typed,
    told: String,
    refused: Option<&Refusals>,
) -> PageResult {
    let page = ctx.page(format!("Navn og adresse, {}", customer.name));
    let template = ContactPage {
        page: match refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        may_ask: customer.org_number.is_some() && outside::has_registry(ctx),
        customer,
        typed,
        told,
    };
    if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }
}

/// `POST /intern/kunder/{id}/adresse`: saves, or fills the form in from the register and saves
/// nothing.
///
/// # Errors
/// `NotFound` for no such customer; refusals are shown at their fields.
pub(crate) async fn set(ctx: Ctx, id: Path<String>, form: HtmlForm<Typed>) -> PageResult {
    let id = id.into_inner();
    let mut typed = form.value;
    let customer = customer_of(&ctx, id.clone()).await?;
    if let ("hent", Some(number)) = (typed.gjor.as_str(), &customer.org_number) {
        return match outside::look_up(&ctx, number).await.found("") {
            Ok((found, told)) => {
                typed = Typed {
                    name: found.name,
                    street: found.street,
                    postcode: found.postcode,
                    city: found.city,
                    gjor: String::new(),
                };
                show(&ctx, customer, typed, told, None)
            }
            Err(refusal) => {
                show(&ctx, customer, typed, String::new(), Some(&Refusals::from(refusal)))
            }
        };
    }
    let actor = ctx.actor()?.clone();
    let wish = Contact {
        name: typed.name.clone(),
        street: typed.street.clone(),
        postcode: typed.postcode.clone(),
        city: typed.city.clone(),
    };
    let to = CustomerId::from_text(id.clone());
    match ctx.db().write(move |tx| set_contact(tx, &actor, &to, &wish)).await {
        Ok(()) => ctx.saved(&format!("/intern/kunder/{id}")),
        Err(AppError::Refused(refusals)) => {
            show(&ctx, customer, typed, String::new(), Some(&refusals))
        }
        Err(other) => Err(other.into()),
    }
}
