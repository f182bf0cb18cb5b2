//! What customers and the desk see of orders.

mod basket;
mod checkout;
mod counting;
mod desk_new;
mod receipt;
mod shop;

pub(crate) use checkout::{checkout, order};
pub(crate) use counting::{count_phone, forgive_repeat, unless_repeated};
pub(crate) use desk_new::{enter, enter_form};
pub(crate) use receipt::{receipt, withdraw, withdraw_form};
pub(crate) use shop::{front, offering, put_in_basket};

use crate::db::DbConn;
use crate::enterprises;
use crate::error::AppResult;

/// What the shop is called while nobody has named the seller.
const NAMELESS: &str = "Nettbutikken";

/// The seller's name, over every page of the shop.
fn shop_name(conn: &mut DbConn) -> AppResult<String> {
    let seller = enterprises::seller(conn)?;
    Ok(seller.map_or_else(|| NAMELESS.to_owned(), |seller| seller.name))
}

/// `24.12.2026`
fn day(date: chrono::NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}
