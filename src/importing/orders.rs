//! Orders with what became of them: grouped by number, booked by date across the whole import.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::known::{Cells, Known, Stand};
use super::lifecycle::{self, Event, Happened};
use super::reading::{Row, Table};
use super::store::{self, Held, Offered};
use super::words;
use super::work::Work;
use crate::base::{OrderId, Quantity, VatCode};
use crate::catalog::takes_decimals;
use crate::customers;
use crate::error::AppResult;
use crate::invoicing;
use crate::ledger::kontering::{SaleKind, sales_account};
use crate::orders::{self, ImportedLine, ImportedOrder};

/// Columns that are of the order and not of the line.
const OF_ORDER: [&str; 10] = [
    "ordered_on",
    "customer",
    "delivery_date",
    "delivered_on",
    "invoiced_on",
    "due_on",
    "kid",
    "paid_on",
    "credited_on",
    "cancelled_on",
];

/// What is gathered while the orders are taken in.
struct Book {
    known: Known,
    offered: HashMap<String, Offered>,
    ids: HashMap<String, OrderId>,
    events: Vec<Event>,
    /// Whose each KID of this import is.
    kids: HashMap<String, String>,
}

/// # Errors
/// The database's.
pub(super) fn orders(work: &mut Work<'_>, table: &Table) -> AppResult<()> {
    let newest = invoicing::newest_invoice_date(work.tx)?;
    let mut book = Book {
        known: Known::load(work.tx, table.kind)?,
        offered: store::offered(work.tx)?,
        ids: HashMap::new(),
        events: Vec::new(),
        kids: HashMap::new(),
    };
    for rows in groups(table) {
        if work.is_over() {
            return Ok(());
        }
        work.bar.inc(u64::try_from(rows.len()).unwrap_or(1));
        order(work, &mut book, &rows)?;
    }
    lifecycle::sort(&mut book.events);
    for event in &book.events {
        refuse_older(work, event, newest);
    }
    let mut invoices = HashMap::new();
    for event in &book.events {
        if !work.troubles.is_empty() {
            return Ok(());
        }
        let done = happen(work, event, &book.ids, &mut invoices);
        work.told(&event.row.place, &event.row, event.what.column(), done)?;
    }
    if work.troubles.is_empty() { book.known.save(work.tx) } else { Ok(()) }
}

/// Rows of one order together, in the order they were placed, then as the file has them.
fn groups(table: &Table) -> Vec<Vec<&Row>> {
    let mut by_number: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    let mut numbers: Vec<&str> = Vec::new();
    for row in &table.rows {
        let rows = by_number.entry(row.text("order")).or_default();
        if rows.is_empty() {
            numbers.push(row.text("order"));
        }
        rows.push(row);
    }
    let mut groups: Vec<Vec<&Row>> =
        numbers.into_iter().filter_map(|number| by_number.remove(number)).collect();
    groups.sort_by_key(|rows| rows.first().and_then(|row| row.day("ordered_on")));
    groups
}

/// Takes in one order: a new one is placed, a known one compared; what became of it is noted.
fn order(work: &mut Work<'_>, book: &mut Book, rows: &[&Row]) -> AppResult<()> {
    let Some(rows) = agreed(work, rows) else { return Ok(()) };
    let Some(head) = rows.first() else { return Ok(()) };
    let number = head.text("order").to_owned();
    let told = rows.iter().any(|row| book.known.has(&row.key()));
    let says_new = rows.iter().any(|row| {
        let stand = book.known.stand(row, None, &mut words::Troubles::default());
        matches!(stand, Stand::New | Stand::Filled(_))
    });
    let held = if says_new { store::held(work.tx, &number)? } else { None };
    if told || held.is_some() {
        return known_order(work, book, &rows, held.as_ref());
    }
    for (column, why) in lifecycle::faults(head) {
        work.troubles.add("import.order", &head.place, column, why);
    }
    let Some(imported) = read_order(work, book, &rows)? else { return Ok(()) };
    if !work.troubles.is_empty() {
        return Ok(());
    }
    let placed = orders::record_order(work.tx, &imported, work.now);
    let Some(id) = work.told(&head.place, head, "order", placed)? else { return Ok(()) };
    book.ids.insert(number.clone(), id);
    for what in Happened::ALL {
        note(work, book, head, what, &number)?;
    }
    for row in &rows {
        book.known.keep(row);
    }
    Ok(())
}

/// The rows, each with what the others fill of the order; None when two disagree, which is told.
fn agreed(work: &mut Work<'_>, rows: &[&Row]) -> Option<Vec<Row>> {
    let mut common: BTreeMap<&str, &str> = BTreeMap::new();
    let mut is_sound = true;
    for row in rows {
        for column in OF_ORDER {
            let Some(now) = row.filled(column) else { continue };
            let was = *common.entry(column).or_insert(now);
            if was != now {
                let words = words::disagrees(was, now);
                work.troubles.add("import.disagrees", &row.place, column, &words);
                is_sound = false;
            }
        }
    }
    let filled = |row: &&Row| {
        let mut row = (*row).clone();
        for (column, text) in &common {
            row.fill(column, text);
        }
        row
    };
    is_sound.then(|| rows.iter().map(filled).collect())
}

/// Compares an order that is there with what is said now; what has been filled since is noted.
fn known_order(
    work: &mut Work<'_>,
    book: &mut Book,
    rows: &[Row],
    held: Option<&Held>,
) -> AppResult<()> {
    let mut filled: Vec<&'static str> = Vec::new();
    for row in rows {
        let farm = match held {
            Some(held) => Some(farm_cells(work, row, held)?),
            None => None,
        };
        let is_line = held.is_none_or(|held| held.lines.contains_key(&row.count("line")));
        if !is_line && !book.known.has(&row.key()) {
            let words = "Bestillingen finnes fra før, uten denne linjen.";
            work.troubles.add("import.line", &row.place, "line", words);
            continue;
        }
        if let Stand::Filled(columns) = book.known.stand(row, farm.as_ref(), &mut work.troubles) {
            filled.extend(columns);
        }
        book.known.keep(row);
    }
    let (Some(head), Some(held)) = (rows.first(), held) else { return Ok(()) };
    if filled.is_empty() || !work.troubles.is_empty() {
        return Ok(());
    }
    let mut whole = head.clone();
    for (column, text) in &held.cells {
        whole.fill(column, text);
    }
    for (column, why) in lifecycle::faults(&whole) {
        work.troubles.add("import.order", &head.place, column, why);
    }
    let number = head.text("order").to_owned();
    book.ids.insert(number.clone(), held.id.clone());
    for what in Happened::ALL {
        if filled.contains(&what.column()) {
            note(work, book, head, what, &number)?;
        }
    }
    Ok(())
}

/// What the farm holds of a line and its order, in the file's columns.
fn farm_cells(work: &mut Work<'_>, row: &Row, held: &Held) -> AppResult<Cells> {
    let mut cells = held.cells.clone();
    cells.extend(held.lines.get(&row.count("line")).cloned().unwrap_or_default());
    let named = customers::customer_by_key(work.tx, row.text("customer"))?;
    let kept = match &held.customer {
        Some(id) => Some(customers::get_customer(work.tx, id)?.id),
        None => None,
    };
    let customer = if named.is_some() && named == kept { row.text("customer") } else { "en annen" };
    cells.insert("customer".to_owned(), customer.to_owned());
    Ok(cells)
}

/// The order as its rows say it; None when something in them cannot be, which is told.
fn read_order(work: &mut Work<'_>, book: &Book, rows: &[Row]) -> AppResult<Option<ImportedOrder>> {
    let Some(head) = rows.first() else { return Ok(None) };
    let Some(customer) = customers::customer_by_key(work.tx, head.text("customer"))? else {
        work.unknown(head, "customer", "Kunden");
        return Ok(None);
    };
    let mut lines: Vec<ImportedLine> = Vec::new();
    for row in rows {
        let Some(line) = read_line(work, book, row) else { continue };
        if lines.iter().any(|other| other.line == line.line) {
            let words = "Linjen står to ganger i samme bestilling.";
            work.troubles.add("import.line", &row.place, "line", words);
        }
        lines.push(line);
    }
    let (Some(ordered_on), Some(delivery_date)) =
        (head.day("ordered_on"), head.day("delivery_date"))
    else {
        return Ok(None); // reading has told
    };
    let number = head.text("order").to_owned();
    Ok(Some(ImportedOrder { number, customer, ordered_on, delivery_date, lines }))
}

fn read_line(work: &mut Work<'_>, book: &Book, row: &Row) -> Option<ImportedLine> {
    let code = row.text("offering");
    let Some(offered) = book.offered.get(code) else {
        work.unknown(row, "offering", "Varen");
        return None;
    };
    let quantity = Quantity::parse(row.text("quantity"))?;
    let vat_code = VatCode::parse(row.text("vat_code"))?;
    if !quantity.is_whole() && !takes_decimals(&offered.unit) {
        let words = format!("Varen selges per {}; antallet må være et helt tall.", offered.unit);
        work.troubles.add("import.quantity", &row.place, "quantity", &words);
    }
    let kind = SaleKind::parse(&offered.kind)?;
    if sales_account(kind, vat_code).is_none() {
        let words = "Denne MVA-koden kan ikke brukes på denne slags vare.";
        work.troubles.add("import.vat_code", &row.place, "vat_code", words);
    }
    Some(ImportedLine {
        line: row.count("line"),
        offering: code.to_owned(),
        quantity,
        unit_price: row.ore("unit_price_incl_vat"),
        vat_code,
    })
}

/// Notes what became of an order, when the row says so.
fn note(
    work: &mut Work<'_>,
    book: &mut Book,
    row: &Row,
    what: Happened,
    number: &str,
) -> AppResult<()> {
    let Some(on) = row.day(what.column()) else { return Ok(()) };
    if what == Happened::Invoiced {
        let kid = row.text("kid");
        if !lifecycle::is_kid(kid) {
            let words = "KID har 2 til 25 siffer; det siste kan være en bindestrek.";
            work.troubles.add("import.kid", &row.place, "kid", words);
        }
        let taken = match book.kids.get(kid) {
            Some(other) => Some(other.clone()),
            None => store::order_by_kid(work.tx, kid)?,
        };
        if let Some(other) = taken {
            let words = format!("KID er alt brukt på bestilling {other}.");
            work.troubles.add("import.kid", &row.place, "kid", &words);
        }
        book.kids.insert(kid.to_owned(), number.to_owned());
    }
    book.events.push(Event { what, on, order: number.to_owned(), row: row.clone() });
    Ok(())
}

/// Where documents existed before the import, none of its own may come before the newest.
fn refuse_older(work: &mut Work<'_>, event: &Event, newest: Option<NaiveDate>) {
    let is_document = matches!(event.what, Happened::Invoiced | Happened::Credited);
    if let Some(newest) = newest.filter(|newest| is_document && event.on < *newest) {
        let words = format!("Det finnes alt en faktura fra {newest}, og numrene følger datoene.");
        work.troubles.add("import.too_old", &event.row.place, event.what.column(), &words);
    }
}

fn happen(
    work: &mut Work<'_>,
    event: &Event,
    ids: &HashMap<String, OrderId>,
    invoices: &mut HashMap<String, crate::base::InvoiceId>,
) -> AppResult<()> {
    let Some(id) = ids.get(&event.order) else { return Ok(()) };
    let (tx, now, row, on) = (&mut *work.tx, work.now, &event.row, event.on);
    if !invoices.contains_key(&event.order)
        && matches!(event.what, Happened::Credited | Happened::Paid)
        && let Some(invoice) = store::invoice_of(tx, id)?
    {
        invoices.insert(event.order.clone(), invoice);
    }
    match event.what {
        Happened::Delivered => orders::record_delivery(tx, id, on, now)?,
        Happened::Cancelled => orders::record_cancellation(tx, id, on, now)?,
        Happened::Invoiced => {
            let due = row.day("due_on").unwrap_or(on);
            let invoice = invoicing::record_invoice(tx, id, on, due, row.text("kid"), now)?;
            invoices.insert(event.order.clone(), invoice);
        }
        Happened::Credited => {
            if let Some(invoice) = invoices.get(&event.order) {
                invoicing::record_credit(tx, invoice, on, now)?;
            }
        }
        Happened::Paid => {
            if let Some(invoice) = invoices.get(&event.order) {
                invoicing::record_payment(tx, invoice, on, now)?;
            }
        }
    }
    Ok(())
}
