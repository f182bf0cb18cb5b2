//! The basket: a signed cookie, a line each. Prices are not in it.

use actix_web::cookie::Cookie;

use crate::orders::form::{LINES_MAX, LineForm};
use crate::web::{BASKET, Ctx};

/// Bytes of a basket's text, at most; a browser keeps no larger cookie.
const BYTES_MAX: usize = 2500;

/// What this browser has put in its basket.
pub(super) fn lines(ctx: &Ctx) -> Vec<LineForm> {
    let text = ctx.signed_cookie(BASKET).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once('='))
        .map(|(offering, quantity)| LineForm {
            offering: offering.to_owned(),
            quantity: quantity.to_owned(),
        })
        .collect()
}

/// The cookie of a basket; what does not fit is left out.
pub(super) fn cookie(ctx: &Ctx, lines: &[LineForm]) -> Cookie<'static> {
    let mut text = String::new();
    for line in lines.iter().take(LINES_MAX) {
        let next = format!("{}={}\n", line.offering, line.quantity);
        let fits = text.len() + next.len() <= BYTES_MAX;
        if fits && !line.offering.contains(['=', '\n', '\r']) {
            text.push_str(&next);
        }
    }
    ctx.set_signed_cookie(BASKET, &text)
}

/// Puts lines into a basket: one of an offering takes the place of that offering's.
pub(super) fn with(basket: Vec<LineForm>, more: &[LineForm]) -> Vec<LineForm> {
    let mut basket = basket;
    basket.retain(|line| more.iter().all(|new| new.offering != line.offering));
    basket.extend(more.iter().cloned());
    basket
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(offering: &str, quantity: &str) -> LineForm {
        LineForm { offering: offering.into(), quantity: quantity.into() }
    }

    #[test]
    fn a_line_takes_the_place_of_the_same_offerings() {
        let basket = with(vec![line("A", "1"), line("B", "2")], &[line("A", "3")]);
        assert_eq!(basket, [line("B", "2"), line("A", "3")]);
    }
}
