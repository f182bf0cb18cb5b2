//! The texts of the shop: who sells, the terms, privacy, accessibility.

use askama::Template;

use super::shop_page;
use crate::db;
use crate::enterprises::{self, Seller};
use crate::error::PageResult;
use crate::web::{Ctx, Page};

/// Days to pay when no setting says otherwise.
const DUE_DAYS: &str = "14";

#[derive(Template)]
#[template(path = "enterprises/about.html")]
struct AboutPage {
    page: Page,
    seller: Option<Seller>,
    /// Names of those that sell.
    enterprises: Vec<String>,
}

#[derive(Template)]
#[template(path = "enterprises/terms.html")]
struct TermsPage {
    page: Page,
    seller: Option<Seller>,
    due_days: String,
}

#[derive(Template)]
#[template(path = "enterprises/privacy.html")]
struct PrivacyPage {
    page: Page,
    seller: Option<Seller>,
}

#[derive(Template)]
#[template(path = "enterprises/accessibility.html")]
struct AccessibilityPage {
    page: Page,
    seller: Option<Seller>,
}

async fn seller(ctx: &Ctx) -> Result<Option<Seller>, crate::error::AppError> {
    ctx.db().read(|conn| Ok(enterprises::seller(conn)?)).await
}

/// `GET /om`
pub(crate) async fn about(ctx: Ctx) -> PageResult {
    let seller = seller(&ctx).await?;
    let all = ctx.db().read(|conn| Ok(enterprises::list_enterprises(conn)?)).await?;
    let enterprises = all.into_iter().filter(|e| !e.internal).map(|e| e.name).collect();
    let page = shop_page(&ctx, "Om oss", seller.as_ref());
    ctx.show(&AboutPage { page, seller, enterprises })
}

/// `GET /vilkar`
pub(crate) async fn terms(ctx: Ctx) -> PageResult {
    let seller = seller(&ctx).await?;
    let today = ctx.today();
    let due_days =
        ctx.db().read(move |conn| Ok(db::setting(conn, "invoice.due_days", today)?)).await?;
    let due_days = due_days.unwrap_or_else(|| DUE_DAYS.to_owned());
    let page = shop_page(&ctx, "Vilkår for kjøp", seller.as_ref());
    ctx.show(&TermsPage { page, seller, due_days })
}

/// `GET /personvern`
pub(crate) async fn privacy(ctx: Ctx) -> PageResult {
    let seller = seller(&ctx).await?;
    let page = shop_page(&ctx, "Personvern", seller.as_ref());
    ctx.show(&PrivacyPage { page, seller })
}

/// `GET /tilgjengelighet`
pub(crate) async fn accessibility(ctx: Ctx) -> PageResult {
    let seller = seller(&ctx).await?;
    let page = shop_page(&ctx, "Tilgjengelighet", seller.as_ref());
    ctx.show(&AccessibilityPage { page, seller })
}
