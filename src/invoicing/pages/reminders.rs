//! Who can be reminded, and one tap that reminds those who are chosen.

use askama::Template;
use serde::Deserialize;

use crate::base::Ore;
use crate::error::PageResult;
use crate::invoicing::{self, Remindable};
use crate::ledger::pages::day_words;
use crate::web::{Ctx, HtmlForm, Page};

const PLACE: &str = "/intern/purringer";

#[derive(Template)]
#[template(path = "invoicing/reminders.html")]
struct RemindersPage {
    page: Page,
    ready: Vec<Ready>,
    waiting: Vec<Waiting>,
    /// Is there no rate of interest for the half-year that runs?
    lacks_rate: bool,
}

/// One that can be reminded of today.
struct Ready {
    number: i64,
    buyer: String,
    kind: &'static str,
    due: String,
    /// `Første purring`, `Purring 2`.
    which: String,
    open: Ore,
    fee: Ore,
    interest: Ore,
    total: Ore,
    has_email: bool,
    /// What the farm owes the customer, and the page where it is put to use; None when nothing.
    owed: Option<(Ore, String)>,
}

/// One that is late, and cannot be reminded of yet.
struct Waiting {
    number: i64,
    buyer: String,
    due: String,
    open: Ore,
    /// The number and day of the last reminder.
    last: Option<(i32, String)>,
    from: String,
}

/// `GET /intern/purringer`
///
/// # Errors
/// The database's.
pub(crate) async fn list(ctx: Ctx) -> PageResult {
    let (actor, today) = (ctx.actor()?.clone(), ctx.today());
    let (found, lacks_rate) = ctx
        .db()
        .read(move |conn| {
            let found = invoicing::list_remindable(conn, &actor, today)?;
            Ok((found, invoicing::lacks_interest_rate(conn, today)?))
        })
        .await?;
    ctx.show(&RemindersPage {
        page: ctx.page("Purringer"),
        ready: found.iter().filter_map(ready).collect(),
        waiting: found.iter().filter(|one| one.next.is_none()).map(waiting).collect(),
        lacks_rate,
    })
}

fn ready(found: &Remindable) -> Option<Ready> {
    let next = found.next?;
    let owed = &found.receivable;
    Some(Ready {
        number: owed.invoice.number,
        buyer: owed.buyer.name.clone(),
        kind: owed.buyer.kind.words(),
        due: day_words(owed.invoice.due_date),
        which: match next.number {
            1 => "Første purring".to_owned(),
            number => format!("Purring {number}"),
        },
        open: owed.open,
        fee: next.earlier + next.fee,
        interest: next.interest,
        total: owed.open + next.earlier + next.fee + next.interest,
        has_email: found.has_email,
        owed: (found.owed > Ore::ZERO)
            .then(|| (found.owed, format!("/intern/tilgode/{}", found.customer_id.as_str()))),
    })
}

fn waiting(found: &Remindable) -> Waiting {
    let owed = &found.receivable;
    Waiting {
        number: owed.invoice.number,
        buyer: owed.buyer.name.clone(),
        due: day_words(owed.invoice.due_date),
        open: owed.open,
        last: found.sent.last().map(|sent| (sent.number, day_words(sent.sent_on))),
        from: day_words(found.from),
    }
}

/// Those who are chosen, by invoice.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    faktura: Vec<i64>,
}

/// `POST /intern/purringer`: reminds those who are chosen. Sent twice it makes nothing twice.
///
/// # Errors
/// The database's.
pub(crate) async fn make(ctx: Ctx, form: HtmlForm<Chosen>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let chosen = form.value.faktura;
    let asked = chosen.len();
    let made = ctx.db().write(move |tx| invoicing::remind(tx, &actor, &chosen, now)).await?;
    let words = match (made.len(), asked) {
        (_, 0) => "Ingen ble valgt. Kryss av dem som skal få purring.".to_owned(),
        (0, _) => {
            "Ingen nye purringer. De som ble valgt, har alt fått eller kan ikke få i dag.".into()
        }
        (1, _) => "1 purring er laget.".to_owned(),
        (count, _) => format!("{count} purringer er laget."),
    };
    ctx.done(PLACE, &words)
}
