//! What customers owe, by how late it is.

use askama::Template;

use crate::base::Ore;
use crate::error::PageResult;
use crate::invoicing::{self, Age, Owed, Receivable};
use crate::ledger::pages::day_words;
use crate::web::{Ctx, Page};

#[derive(Template)]
#[template(path = "invoicing/receivables.html")]
struct ReceivablesPage {
    page: Page,
    ages: Vec<AgeView>,
    total: Ore,
    /// Those who have money to come.
    owed: Vec<Owed>,
    /// The day that the ages are counted to.
    today: String,
}

/// The invoices of one age.
struct AgeView {
    name: &'static str,
    rows: Vec<Row>,
    sum: Ore,
}

struct Row {
    number: i64,
    buyer: String,
    order: String,
    date: String,
    due: String,
    /// Days past the due date; 0 or less when it is not due.
    late_days: i64,
    open: Ore,
}

/// `GET /intern/fordringer`: receivables by age, down to each invoice.
///
/// # Errors
/// The database's.
pub(crate) async fn receivables(ctx: Ctx) -> PageResult {
    let today = ctx.today();
    let (found, owed) = ctx
        .db()
        .read(|conn| Ok((invoicing::list_receivables(conn)?, invoicing::list_owed(conn)?)))
        .await?;
    let age_of = |receivable: &Receivable| Age::of(receivable.invoice.due_date, today);
    let row = |receivable: &Receivable| Row {
        number: receivable.invoice.number,
        buyer: receivable.buyer.name.clone(),
        order: receivable.order_number.clone(),
        date: day_words(receivable.invoice.invoice_date),
        due: day_words(receivable.invoice.due_date),
        late_days: (today - receivable.invoice.due_date).num_days(),
        open: receivable.open,
    };
    let ages = Age::ALL.map(|age| {
        let of_age = || found.iter().filter(move |receivable| age_of(receivable) == age);
        AgeView {
            name: age.words(),
            rows: of_age().map(row).collect(),
            sum: of_age().map(|receivable| receivable.open).sum(),
        }
    });
    ctx.show(&ReceivablesPage {
        page: ctx.page("Fordringer"),
        total: found.iter().map(|receivable| receivable.open).sum(),
        owed,
        ages: ages.into_iter().collect(),
        today: day_words(today),
    })
}
