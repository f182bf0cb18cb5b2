//! Pages: the seller, the enterprises, and the texts of the shop.

mod farm;
mod seller_page;
mod texts;

pub(crate) use farm::{change, create, edit, index, new};
pub(crate) use seller_page::{save as save_seller, show as show_seller};
pub(crate) use texts::{about, accessibility, privacy, terms};

use super::Seller;
use crate::web::{Ctx, Page};

/// The frame of a page that customers see, under the seller's name.
pub(crate) fn shop_page(ctx: &Ctx, title: &str, seller: Option<&Seller>) -> Page {
    let shop_name = seller.map_or_else(|| "Nettbutikken".to_owned(), |seller| seller.name.clone());
    Page { shop_name, ..ctx.page(title) }
}
