//! The made-up year that ends today, and a quieter one before it, as the files an import takes. Pure.

use std::fmt::Write;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::chance::Chance;
use super::story::{BOUGHT, COSTS, FUNDING, MUNICIPALITIES, OFFERINGS, RESIDENTS, Sold};
use crate::base::Month;

/// Days that the story tells, today the last; as many before them are told in short.
const DAYS: u64 = 365;
/// Residents who had come by the year before.
const RESIDENTS_BEFORE: usize = 9;
/// Days between delivery and invoice, at most; younger deliveries wait for theirs.
const TO_INVOICE_DAYS: i64 = 5;
const DUE_DAYS: u64 = 14;

fn later(day: NaiveDate, days: i64) -> NaiveDate {
    let count = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(count) } else { day.checked_add_days(count) };
    moved.unwrap_or(day)
}

fn first_day(today: NaiveDate) -> NaiveDate {
    today.checked_sub_days(Days::new(DAYS - 1)).unwrap_or(today)
}

fn each_day(today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    first_day(today).iter_days().take_while(move |day| *day <= today)
}

/// The year before the story, told in short so that last year's figures are there.
fn each_day_before(today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let first = first_day(today);
    first_day_before(today).iter_days().take_while(move |day| *day < first)
}

fn first_day_before(today: NaiveDate) -> NaiveDate {
    first_day(today).checked_sub_days(Days::new(DAYS)).unwrap_or(today)
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// `orders.csv`: about three hundred orders, some ahead, some to invoice, some unpaid; before them
/// a hundred of the year before.
pub(super) fn orders(chance: &mut Chance, customers: &[String], today: NaiveDate) -> String {
    let mut text = "order,line,ordered_on,customer,offering,quantity,unit_price_incl_vat,vat_code,\
                    delivery_date,delivered_on,invoiced_on,due_on,kid,paid_on,credited_on,\
                    cancelled_on\n"
        .to_owned();
    let mut count = 0;
    let mut before = Chance::new(12);
    for day in each_day_before(today) {
        if before.falls(if is_weekend(day) { 12 } else { 38 }) {
            count += 1;
            order(&mut before, customers, (day, today), count, &mut text);
        }
    }
    for day in each_day(today) {
        let busy = if is_weekend(day) { 35 } else { 75 };
        // The last days are always busy, so that there is something to do.
        let is_late = later(day, 4) >= today;
        let orders =
            i64::from(chance.falls(busy)) + i64::from(chance.falls(25)) + i64::from(is_late);
        for _ in 0..orders {
            count += 1;
            order(chance, customers, (day, today), count, &mut text);
        }
    }
    text
}

/// One order's rows.
fn order(
    chance: &mut Chance,
    customers: &[String],
    (day, today): (NaiveDate, NaiveDate),
    count: i64,
    text: &mut String,
) {
    let Some(sold) = chance.pick(&OFFERINGS) else { return };
    let Some(customer) = chance.pick(customers) else { return };
    let mut lines: Vec<&Sold> = vec![sold];
    if sold.is_small && chance.falls(55) {
        let others = OFFERINGS.iter().filter(|o| o.is_small && o.code != sold.code);
        lines.extend(chance.pick(&others.collect::<Vec<_>>()).copied());
    }
    let lead = lines.iter().map(|line| line.lead_days).max().unwrap_or(0);
    let wanted = weekday_from(later(day, lead + chance.between(0, 6)));
    let became = what_became(chance, day, wanted, today, count);
    let number = format!("{}-{count:04}", day.year());
    for (line, sold) in (1..).zip(lines) {
        let quantity = chance.between(1, sold.most);
        let (code, price, vat_code) = (sold.code, sold.price, sold.vat_code);
        let _ = writeln!(
            text,
            "{number},{line},{day},{customer},{code},{quantity},{price},{vat_code},{wanted},{became}"
        );
    }
}

fn weekday_from(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|day| !is_weekend(*day)).unwrap_or(day)
}

/// The last seven cells of an order's rows: delivered, invoiced, due, KID, paid, credited, cancelled.
fn what_became(
    chance: &mut Chance,
    ordered: NaiveDate,
    wanted: NaiveDate,
    today: NaiveDate,
    count: i64,
) -> String {
    let is_cancelled = chance.falls(4);
    let invoiced = later(wanted, chance.between(0, TO_INVOICE_DAYS));
    let paid = later(invoiced, chance.between(4, 24));
    let credited = later(invoiced, chance.between(2, 9));
    let (is_paid, is_credited) = (chance.falls(93), chance.falls(2));
    if is_cancelled {
        let on = later(ordered, 1);
        return if on <= today { format!(",,,,,,{on}") } else { ",,,,,,".into() };
    }
    if wanted >= today {
        return ",,,,,,".into();
    }
    // What was delivered this week waits for its invoice.
    if invoiced > today || later(wanted, TO_INVOICE_DAYS) >= today {
        return format!("{wanted},,,,,,");
    }
    let due = invoiced.checked_add_days(Days::new(DUE_DAYS)).unwrap_or(invoiced);
    let kid = kid(count);
    let end = if is_credited && credited <= today {
        format!(",{credited},")
    } else if is_paid && paid <= today {
        format!("{paid},,")
    } else {
        ",,".into()
    };
    format!("{wanted},{invoiced},{due},{kid},{end}")
}

/// Nine digits and their check digit by MOD10.
fn kid(count: i64) -> String {
    let body = format!("77{count:07}");
    let sum: u32 = body
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, weight)| {
            let product = digit * weight;
            if product > 9 { product - 9 } else { product }
        })
        .sum();
    format!("{body}{}", (10 - sum.rem_euclid(10)).rem_euclid(10))
}

/// `hours.csv`: weekdays until yesterday; what is younger than last week's Monday waits.
pub(super) fn hours(chance: &mut Chance, today: NaiveDate) -> String {
    let mut text = "resident,date,start,end,break_minutes,enterprise,kind,order,state\n".to_owned();
    let since_monday = i64::from(today.weekday().num_days_from_monday());
    let waits_from = later(today, -since_monday - 7);
    let mut before = Chance::new(13);
    for day in each_day_before(today).filter(|day| !is_weekend(*day)) {
        for resident in RESIDENTS.into_iter().take(RESIDENTS_BEFORE) {
            if before.falls(34) {
                piece(&mut before, (day, false), resident, "approved", &mut text);
            }
        }
    }
    for day in each_day(today).filter(|day| *day < today) {
        let is_dugnad = day.weekday() == Weekday::Sat;
        if day.weekday() == Weekday::Sun {
            continue;
        }
        let state = if day >= waits_from { "submitted" } else { "approved" };
        for resident in RESIDENTS {
            if chance.falls(if is_dugnad { 8 } else { 68 }) {
                piece(chance, (day, is_dugnad), resident, state, &mut text);
            }
        }
    }
    text
}

/// One resident's day.
fn piece(
    chance: &mut Chance,
    (day, is_dugnad): (NaiveDate, bool),
    (resident, home, other): (&str, &str, &str),
    state: &str,
    text: &mut String,
) {
    let place = if chance.falls(85) { home } else { other };
    let kind = match chance.between(1, 100) {
        _ if is_dugnad => "dugnad",
        1..=20 => "work",
        _ => "training",
    };
    let start = chance.between(7, 9);
    let end = start + chance.between(5, 7);
    let pause = if end - start > 5 { 30 } else { 0 };
    let _ = writeln!(
        text,
        "{resident},{day},{start:02}:00,{end:02}:00,{pause},{place},{kind},,{state}"
    );
}

/// `purchases.csv`: some receipts a month for each enterprise, the youngest unpaid.
pub(super) fn purchases(chance: &mut Chance, today: NaiveDate) -> String {
    let mut text = "receipt,date,supplier,enterprise,account,vat_code,gross,paid_on\n".to_owned();
    let mut count = 0;
    let mut before = Chance::new(14);
    for month in Month::of(first_day_before(today)).through(Month::of(first_day(today))) {
        for (enterprise, supplier, account, vat_code, from) in BOUGHT {
            let day = later(month.first_day(), before.between(0, 27));
            let gross = before.between(from.div_euclid(2), from);
            let is_told = before.falls(60) && day >= first_day_before(today);
            if !is_told || day >= first_day(today) {
                continue;
            }
            count += 1;
            let paid = later(day, before.between(0, 14));
            let _ = writeln!(
                text,
                "K-{count:04},{day},{supplier},{enterprise},{account},{vat_code},{gross}.00,{paid}"
            );
        }
    }
    for month in months(today) {
        for (enterprise, supplier, account, vat_code, from) in BOUGHT {
            let day = later(month.first_day(), chance.between(0, 27));
            let (gross, ore) = (chance.between(from, from * 2), chance.between(0, 99));
            let paid = later(day, chance.between(0, 14));
            if day < first_day(today) || day > today {
                continue;
            }
            count += 1;
            let paid = if paid <= today { paid.to_string() } else { String::new() };
            let _ = writeln!(
                text,
                "K-{count:04},{day},{supplier},{enterprise},{account},{vat_code},{gross}.{ore:02},{paid}"
            );
        }
    }
    text
}

/// The twenty-four months that end with today's, the newest first.
fn two_years(today: NaiveDate) -> impl Iterator<Item = Month> {
    Month::of(first_day_before(today)).through(Month::of(today)).into_iter().rev().take(24)
}

/// The months of the year that ends today: thirteen when today is not a month's last day.
fn months(today: NaiveDate) -> Vec<Month> {
    Month::of(first_day(today)).through(Month::of(today))
}

/// `running_costs.csv`: the two years that end with today's month.
pub(super) fn running_costs(chance: &mut Chance, today: NaiveDate) -> String {
    let mut text = "month,category,name,amount\n".to_owned();
    for month in two_years(today) {
        for (category, name, kroner) in COSTS {
            let amount = kroner + chance.between(-4000, 4000);
            let _ = writeln!(text, "{month},{category},{name},{amount}.00");
        }
    }
    text
}

/// `resident_days.csv`
pub(super) fn resident_days(chance: &mut Chance, today: NaiveDate) -> String {
    let mut text = "month,municipality,name,resident_days,residents\n".to_owned();
    for month in two_years(today) {
        let last = month.last_day().min(today);
        for (code, name, residents) in MUNICIPALITIES {
            let away = chance.between(0, residents * 2);
            let days = (residents * i64::from(last.day()) - away).max(0);
            let _ = writeln!(text, "{month},{code},{name},{days},{residents}");
        }
    }
    text
}

/// `funding.csv`: the years that the story touches.
pub(super) fn funding(today: NaiveDate) -> String {
    let mut text = "source,name,kind,year,amount,certainty\n".to_owned();
    for year in first_day_before(today).year()..=today.year() {
        for (source, name, kind, kroner, certainty) in FUNDING {
            let _ = writeln!(text, "{source},{name},{kind},{year},{kroner}.00,{certainty}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kid_ends_with_its_check_digit() {
        assert_eq!(kid(1).len(), 10);
        // Luhn over the whole is a multiple of ten.
        let sum: u32 = kid(1234)
            .chars()
            .rev()
            .map(|c| c.to_digit(10).unwrap())
            .zip([1, 2].into_iter().cycle())
            .map(
                |(digit, weight)| {
                    if digit * weight > 9 { digit * weight - 9 } else { digit * weight }
                },
            )
            .sum();
        assert_eq!(sum % 10, 0);
    }

    #[test]
    fn the_year_has_work_behind_it_and_ahead() {
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        let customers = vec!["K001".to_owned()];
        let orders = orders(&mut Chance::new(3), &customers, today);
        let count = orders.lines().count();
        assert!((280..700).contains(&count), "{count}");
        assert!(orders.lines().any(|line| line.ends_with(",,,,,,")), "some lie ahead");
        let hours = hours(&mut Chance::new(4), today);
        assert!(hours.contains("submitted") && hours.contains("approved"));
        assert!(!hours.contains("2026-11-22"), "today is for the one who tries it");
    }

    #[test]
    fn the_year_before_is_quieter_and_settled() {
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        let customers = vec!["K001".to_owned()];
        let orders = orders(&mut Chance::new(3), &customers, today);
        let ordered = |line: &&str| line.split(',').nth(2).is_some_and(|day| day < "2025-11-23");
        let (before, story): (Vec<&str>, Vec<&str>) = orders.lines().skip(1).partition(ordered);
        assert!(
            before.len() > 80 && before.len() < story.len(),
            "{} {}",
            before.len(),
            story.len()
        );
        let receipts = purchases(&mut Chance::new(4), today);
        let numbers: Vec<&str> =
            receipts.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        let distinct: std::collections::BTreeSet<&&str> = numbers.iter().collect();
        assert_eq!(distinct.len(), numbers.len(), "a receipt's number is used once");
        assert!(receipts.lines().nth(1).unwrap().contains(",2024-"));
    }
}
