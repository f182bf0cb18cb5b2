//! An order that came by phone, entered at the desk.

use askama::Template;

use super::shop::{Shelf, shelve};
use super::unless_repeated;
use crate::base::random_token;
use crate::catalog;
use crate::customers::CustomerKind;
use crate::db::Once;
use crate::enterprises;
use crate::error::{AppError, AppResult, PageResult, Refusal, Refusals};
use crate::orders::form::{LineForm, OrderForm};
use crate::orders::{Channel, Placed, enter_order, every_refusal};
use crate::people::Actor;
use crate::web::{Ctx, HtmlForm, Page};

#[derive(Template)]
#[template(path = "orders/new.html")]
struct NewPage {
    page: Page,
    form: OrderForm,
    shelves: Vec<Shelf>,
    key: String,
    kinds: Vec<(&'static str, &'static str)>,
    deliveries: Vec<(&'static str, &'static str)>,
}

/// `GET /intern/bestillinger/ny`
pub(crate) async fn enter_form(ctx: Ctx) -> PageResult {
    let mut form = OrderForm::default();
    CustomerKind::Private.as_str().clone_into(&mut form.customer.kind);
    "collect".clone_into(&mut form.delivery);
    let page = page_of(&ctx, ctx.page("Ny bestilling"), form).await?;
    ctx.show(&page)
}

/// `POST /intern/bestillinger/ny`
pub(crate) async fn enter(ctx: Ctx, form: HtmlForm<Vec<(String, String)>>) -> PageResult {
    let typed = OrderForm::of_fields(&form.value);
    match try_enter(&ctx, &typed, &form).await {
        Ok(placed) => {
            let words = format!("Bestillingen er lagret. Status: {}.", placed.state.words());
            ctx.done(&format!("/intern/bestillinger/{}", placed.number), &words)
        }
        Err(AppError::Refused(refusals)) => {
            let mut page = page_of(&ctx, ctx.page("Ny bestilling"), typed).await?;
            let refusals = renamed(&refusals, &page.form.lines, &page.shelves);
            page.page = page.page.refused(&refusals);
            ctx.show_refused(&page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn try_enter(
    ctx: &Ctx,
    typed: &OrderForm,
    form: &HtmlForm<Vec<(String, String)>>,
) -> AppResult<Placed> {
    let actor = ctx.actor()?.clone();
    let scope = format!("{} /intern/bestillinger/ny", actor.account_id);
    let once = Once::new(scope, &form.key, &form.body)?;
    match try_new(ctx, typed, once.clone(), actor).await {
        Err(refused) => unless_repeated(ctx, once, refused).await,
        placed => placed,
    }
}

async fn try_new(ctx: &Ctx, typed: &OrderForm, once: Once, actor: Actor) -> AppResult<Placed> {
    let now = ctx.now;
    let by = Some(actor.account_id.clone());
    let parsed = typed.parse(Channel::Desk, by, now.oslo_date());
    if !parsed.refusals.is_empty() {
        return Err(ctx.db().read(move |conn| every_refusal(conn, parsed, now)).await?.into());
    }
    let wish = parsed.wish;
    ctx.db().write(move |tx| enter_order(tx, &actor, &once, &wish, now)).await
}

async fn page_of(ctx: &Ctx, page: Page, form: OrderForm) -> AppResult<NewPage> {
    let actor = ctx.actor()?.clone();
    let today = ctx.today();
    let lines = form.lines.clone();
    let shelves = ctx
        .db()
        .read(move |conn| {
            let enterprises = enterprises::list_enterprises(conn)?;
            let mut offers = catalog::list_offers(conn, today)?;
            offers.retain(|offer| actor.answers_for(&offer.offering.enterprise_id));
            Ok(shelve(enterprises, offers, &lines))
        })
        .await?;
    Ok(NewPage {
        page,
        form,
        shelves,
        key: random_token(),
        kinds: CustomerKind::ALL.iter().map(|kind| (kind.as_str(), kind.words())).collect(),
        deliveries: vec![("collect", "Kunden henter"), ("deliver", "Vi leverer")],
    })
}

/// A line's refusals at the fields this page has for its offering.
fn renamed(refusals: &Refusals, lines: &[LineForm], shelves: &[Shelf]) -> Refusals {
    let mut all = Refusals::default();
    for refusal in refusals.all() {
        let card = refusal.field.strip_prefix("lines[").and_then(|rest| {
            let position: usize = rest.split_once(']')?.0.parse().ok()?;
            let line = lines.get(position)?;
            let mut cards = shelves.iter().flat_map(|shelf| &shelf.cards);
            cards.find(|card| card.offer.offering.code == line.offering)
        });
        let field = card.map_or(refusal.field.as_str(), |card| card.quantity_field.as_str());
        all.add(Refusal::new(refusal.code, field, refusal.detail.clone()));
    }
    all
}
