//! How often one may order without signing in, and what a repeated key is spared.

use crate::db::Once;
use crate::error::{AppError, AppResult};
use crate::orders::{Placed, placed_before};
use crate::web::{Ctx, Limit};

/// Digits of a Norwegian phone number.
const NATIONAL_DIGITS: usize = 8;

/// Counts one more order for a phone number, however it is written.
///
/// # Errors
/// `TooMany` past a day's limit.
pub(crate) fn count_phone(ctx: &Ctx, phone: &str) -> AppResult<()> {
    let Some(digits) = phone_digits(phone) else { return Ok(()) };
    ctx.app.limits.count(Limit::Phone, &digits, ctx.now)
}

/// Takes back what was counted for an order that turned out to be an old one, asked for again.
pub(crate) fn forgive_repeat(ctx: &Ctx, phone: &str) {
    ctx.app.limits.forgive(Limit::Order, &ctx.address());
    if let Some(digits) = phone_digits(phone) {
        ctx.app.limits.forgive(Limit::Phone, &digits);
    }
}

/// Before a refusal is told: what the key was answered the first time, unless it is a new one.
///
/// Rules and limits are today's; an order that was taken yesterday stands.
///
/// # Errors
/// The refusal for a new key; `idempotency.reused`, 409; the database's.
pub(crate) async fn unless_repeated(ctx: &Ctx, once: Once, refused: AppError) -> AppResult<Placed> {
    if !matches!(refused, AppError::Refused(_) | AppError::TooMany(_)) {
        return Err(refused);
    }
    let before = ctx.db().read(move |conn| placed_before(conn, &once)).await?;
    before.ok_or(refused)
}

/// The digits that a number is counted by: `+47 912 34 567` is 91234567. None without a digit.
fn phone_digits(phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let dialled = digits.strip_prefix("00").unwrap_or(&digits);
    let national = dialled.strip_prefix("47").filter(|rest| rest.len() == NATIONAL_DIGITS);
    Some(national.unwrap_or(dialled).to_owned()).filter(|digits| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_is_one_however_it_is_written() {
        for (written, counted) in [
            ("91234567", Some("91234567")),
            ("912 34 567", Some("91234567")),
            ("+47 91234567", Some("91234567")),
            ("0047 91 23 45 67", Some("91234567")),
            ("47123456", Some("47123456")),
            ("+46 70 123 45 67", Some("46701234567")),
            ("", None),
        ] {
            assert_eq!(phone_digits(written).as_deref(), counted, "{written}");
        }
    }
}
