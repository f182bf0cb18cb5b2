//! Which hours and receipts the made-up orders took. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

/// What takes time or materials: the offering, its enterprise, and minutes for each unit of it.
const TAKES: [(&str, &str, i64); 5] = [
    ("TRE-TIME", "verksted", 60),
    ("ST-VOGN", "stall", 60),
    ("TRE-BENK", "verksted", 420),
    ("TRE-BORD", "verksted", 780),
    ("KJ-SELSKAP", "kjokken", 25),
];
/// Days before the delivery that are worked on an order.
const DAYS_MAX: i64 = 10;
/// Places of the cells in `orders.csv`, `hours.csv` and `purchases.csv`.
const ORDER_OFFERING: usize = 4;
const ORDER_QUANTITY: usize = 5;
const ORDER_WANTED: usize = 8;
const ORDER_CANCELLED: usize = 15;
const HOURS_PLACE: usize = 5;
const HOURS_ORDER: usize = 7;
const BOUGHT_PLACE: usize = 3;
const BOUGHT_ACCOUNT: usize = 4;

fn cell<'a>(row: &[&'a str], place: usize) -> &'a str {
    row.get(place).copied().unwrap_or_default()
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// An order that takes time: its number, enterprise, the day it is wanted and its minutes.
struct Job<'a> {
    number: &'a str,
    enterprise: &'static str,
    wanted: NaiveDate,
    minutes: i64,
}

fn jobs(orders: &str) -> impl Iterator<Item = Job<'_>> {
    orders.lines().skip(1).filter_map(|line| {
        let row: Vec<&str> = line.split(',').collect();
        let (_, enterprise, each) =
            TAKES.iter().find(|(code, ..)| *code == cell(&row, ORDER_OFFERING))?;
        let is_cancelled = !cell(&row, ORDER_CANCELLED).is_empty();
        let quantity: i64 = cell(&row, ORDER_QUANTITY).parse().ok()?;
        let wanted = day(cell(&row, ORDER_WANTED))?;
        let minutes = quantity * each;
        (!is_cancelled).then_some(Job { number: cell(&row, 0), enterprise, wanted, minutes })
    })
}

/// `hours.csv` with the orders that the hours were for: each order takes about its time from the
/// days before it is wanted.
pub(super) fn worked(orders: &str, hours: &str) -> String {
    let mut rows: Vec<Vec<String>> =
        hours.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    let mut places: BTreeMap<(String, NaiveDate), Vec<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate().skip(1) {
        if let (Some(on), Some(at)) = (row.get(1).and_then(|d| day(d)), row.get(HOURS_PLACE)) {
            places.entry((at.clone(), on)).or_default().push(place);
        }
    }
    for job in jobs(orders) {
        let mut left = job.minutes;
        let days = (1..=DAYS_MAX)
            .filter_map(|back| job.wanted.checked_sub_days(chrono::Days::new(back.unsigned_abs())));
        for on in days {
            let own = places.get_mut(&(job.enterprise.to_owned(), on));
            // Half of a day's hands at the most, so that something is left for the daily work.
            let hands = own.as_ref().map_or(0, |own| own.len().div_ceil(2));
            for place in own.into_iter().flat_map(|own| own.drain(..hands)) {
                if left <= 0 {
                    break;
                }
                if let Some(row) = rows.get_mut(place) {
                    left -= minutes(row);
                    if let Some(order) = row.get_mut(HOURS_ORDER) {
                        job.number.clone_into(order);
                    }
                }
            }
        }
    }
    rows.into_iter().map(|row| row.join(",") + "\n").collect()
}

/// Whole hours between start and end, less the break.
fn minutes(row: &[String]) -> i64 {
    let hour = |place: usize| {
        let clock = row.get(place).and_then(|clock| clock.split(':').next());
        clock.and_then(|hour| hour.parse::<i64>().ok()).unwrap_or_default()
    };
    let pause = row.get(4).and_then(|pause| pause.parse::<i64>().ok()).unwrap_or_default();
    (hour(3) - hour(2)) * 60 - pause
}

/// Receipts for materials, each with the order they were bought for: the last before it is wanted.
pub(super) fn bought<'a>(orders: &'a str, purchases: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut taken = BTreeSet::new();
    let mut tied = Vec::new();
    for job in jobs(orders).filter(|job| job.minutes > 300) {
        let own = purchases.lines().skip(1).filter_map(|line| {
            let row: Vec<&str> = line.split(',').collect();
            let is_own = cell(&row, BOUGHT_PLACE) == job.enterprise
                && cell(&row, BOUGHT_ACCOUNT).starts_with("40");
            Some((day(cell(&row, 1))?, cell(&row, 0))).filter(|_| is_own)
        });
        let before = own.filter(|(on, receipt)| *on <= job.wanted && !taken.contains(receipt));
        if let Some((_, receipt)) = before.max() {
            taken.insert(receipt);
            tied.push((receipt, job.number));
        }
    }
    tied
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDERS: &str = "order,line,ordered_on,customer,offering,quantity,unit_price_incl_vat,\
        vat_code,delivery_date,delivered_on,invoiced_on,due_on,kid,paid_on,credited_on,cancelled_on\n\
        1,1,2026-03-01,K1,TRE-TIME,10,560.00,3,2026-03-10,,,,,,,\n\
        2,1,2026-03-01,K1,TRE-TIME,5,560.00,3,2026-03-10,,,,,,,2026-03-02\n";

    #[test]
    fn an_order_takes_about_its_time_and_one_that_was_cancelled_none() {
        let row =
            |who: &str, on: &str| format!("{who},{on},08:00,14:00,30,verksted,work,,approved\n");
        let mut hours =
            "resident,date,start,end,break_minutes,enterprise,kind,order,state\n".to_owned();
        for on in ["2026-03-09", "2026-03-08", "2026-03-07"] {
            hours += &row("B01", on);
            hours += &row("B02", on);
        }
        let given = worked(ORDERS, &hours);
        let on_order = given.lines().filter(|line| line.contains(",work,1,")).count();
        assert_eq!(on_order, 2, "eleven hours for ten\n{given}");
        assert!(!given.contains(",work,2,"));
        let receipts = "receipt,date,supplier,enterprise,account,vat_code,gross,paid_on\n\
            K-1,2026-03-02,Trelast,verksted,4000,1,500.00,\n\
            K-2,2026-03-11,Trelast,verksted,4000,1,500.00,\n";
        assert_eq!(bought(ORDERS, receipts), [("K-1", "1")]);
    }
}
