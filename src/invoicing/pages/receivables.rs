//! What customers owe, by customer and by how late it is.

use askama::Template;
use chrono::NaiveDate;

use crate::base::Ore;
use crate::error::PageResult;
use crate::invoicing::{self, Age, CustomerDebt, Owed, Receivable};
use crate::ledger::pages::day_words;
use crate::people::Right;
use crate::web::{Ctx, Page};

#[derive(Template)]
#[template(path = "invoicing/receivables.html")]
struct ReceivablesPage {
    page: Page,
    may_remind: bool,
    customers: Vec<CustomerView>,
    ages: Vec<AgeView>,
    total: Ore,
    /// Do credit notes come to more than all that is owed?
    is_owed: bool,
    /// Those who have money to come.
    owed: Vec<Owed>,
    /// The day that the ages are counted to.
    today: String,
}

/// What one customer owes.
struct CustomerView {
    id: String,
    name: String,
    /// The place of an age among the page's, its name, and what is owed; those that have something.
    parts: Vec<(usize, &'static str, Ore)>,
    sum: Ore,
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
    let (debts, owed) = ctx
        .db()
        .read(|conn| Ok((invoicing::list_by_customer(conn)?, invoicing::list_owed(conn)?)))
        .await?;
    let customers = debts.iter().map(|debt| customer_view(debt, today)).collect();
    let mut found: Vec<Receivable> = debts.into_iter().flat_map(|debt| debt.rows).collect();
    found.sort_by_key(|row| (row.invoice.due_date, row.invoice.number));
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
    let total: Ore = found.iter().map(|receivable| receivable.open).sum();
    ctx.show(&ReceivablesPage {
        page: ctx.page("Fordringer"),
        may_remind: ctx.actor()?.may(Right::Invoice),
        customers,
        total,
        is_owed: total < Ore::ZERO,
        owed,
        ages: ages.into_iter().collect(),
        today: day_words(today),
    })
}

fn customer_view(debt: &CustomerDebt, today: NaiveDate) -> CustomerView {
    let part = |(at, age): (usize, &Age)| {
        let rows = debt.rows.iter().filter(|row| Age::of(row.invoice.due_date, today) == *age);
        (at, age.words(), rows.map(|row| row.open).sum::<Ore>())
    };
    let parts = (1..).zip(&Age::ALL).map(part).filter(|(_, _, owed)| !owed.is_zero());
    CustomerView {
        id: debt.customer.id.to_string(),
        name: debt.customer.name.clone(),
        parts: parts.collect(),
        sum: debt.rows.iter().map(|row| row.open).sum(),
    }
}
