//! What has come from the bank at the made-up farm: paid, part paid, too much, and what waits.

use std::fmt::Write;

use chrono::NaiveDate;

use super::cast;
use crate::bank::{self, Answer};
use crate::base::{Ore, UtcTime};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::invoicing::{self, Receivable};
use crate::people;

/// The farm's account, as its seller has it.
const ACCOUNT: &str = "28014043138";
/// A KID that no invoice has.
const STRANGE_KID: &str = "0001230000174";

/// A line of a file: KID, amount in øre, and who paid.
struct Line {
    kid: String,
    ore: i64,
    payer: &'static str,
}

/// Takes two files in, and settles one of what waits.
pub(super) fn take_in(tx: &mut DbConn, now: UtcTime) -> AppResult<()> {
    let manager = people::actor_by_login(tx, cast::MANAGER, now)?.ok_or(AppError::NotFound)?;
    let today = now.oslo_date();
    let yesterday = today.pred_opt().unwrap_or(today);
    // The newest, so that what is overdue stays so; and of two days ago at the latest.
    let open: Vec<Receivable> = invoicing::list_receivables(tx)?
        .into_iter()
        .filter(|one| one.open > Ore::new(20_000) && one.invoice.invoice_date <= yesterday)
        .rev()
        .take(3)
        .collect();
    let of = |at: usize, ore: fn(i64) -> i64| {
        let line = |one: &Receivable| Line {
            kid: one.invoice.kid.clone(),
            ore: ore(one.open.ore()),
            payer: "28014010006",
        };
        open.get(at).map(line)
    };
    let strange = Line { kid: STRANGE_KID.into(), ore: 89_000, payer: "12345678903" };
    let first = [of(0, |open| open), of(1, |open| open + 15_000), Some(strange)];
    bank::take_in_bytes(tx, &ocr(1, yesterday, first), None, now)?;
    let ahead = Line { kid: STRANGE_KID.into(), ore: 250_000, payer: "12345678903" };
    let second = [of(2, |_open| 10_000), Some(ahead), None];
    bank::take_in_bytes(tx, &ocr(2, today, second), None, now)?;
    let waiting = bank::list_waiting(tx)?.entries;
    let prepaid = waiting.iter().find(|(entry, _)| entry.amount_ore == Ore::new(250_000));
    if let (Some((prepaid, _)), Some(one)) = (prepaid, open.first()) {
        let answer = Answer::Customer(one.invoice.customer_id.clone());
        bank::settle(tx, &manager, &prepaid.id, &answer, now)?;
    }
    Ok(())
}

/// An OCR giro file of one assignment.
fn ocr(number: u32, day: NaiveDate, lines: [Option<Line>; 3]) -> String {
    let (mut text, mut count, mut sum) = (String::new(), 0_u32, 0_i64);
    let date = day.format("%d%m%y");
    let _ = writeln!(text, "NY00001000008080{number:07}00012345{:049}", 0);
    let _ = writeln!(text, "NY090020008000001{number:07}{ACCOUNT}{:045}", 0);
    for line in lines.into_iter().flatten() {
        count += 1;
        sum += line.ore;
        let reference = number * 1000 + count;
        let Line { kid, ore, payer } = line;
        let _ = writeln!(text, "NY091030{count:07}{date}0123{:06}0{ore:017}{kid:>25}000000", 0);
        let _ = writeln!(
            text,
            "NY091031{count:07}{reference:010}{reference:09}0000000{date}{payer}{:022}",
            0
        );
    }
    let records = count * 2 + 2;
    let sums = format!("{count:08}{records:08}{sum:017}{date}");
    let _ = writeln!(text, "NY090088{sums}{date}{date}{:021}", 0);
    let sums = format!("{count:08}{:08}{sum:017}{date}", records + 2);
    let _ = writeln!(text, "NY000089{sums}{:033}", 0);
    text
}
