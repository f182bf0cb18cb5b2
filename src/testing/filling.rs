//! Books and hours by the hundred thousand, for the benchmark.

use std::ops::Range;

use crate::base::{AccountNo, ClockTime, EnterpriseId, Minutes, Ore, ResidentId, UtcTime, VatCode};
use crate::db::{Address, Db, DbConn};
use crate::hours::{self, EntryState, HourKind, RecordHours};
use crate::ledger::{self, Balanced, NewVoucher, Posting, VoucherKind};
use crate::people;

/// Vouchers in one transaction of [`fill_books`].
const VOUCHERS_AT_ONCE: u32 = 2000;

/// Posts sales of three postings each until the books hold about `postings` more, spread over the
/// days of the year that `now_ms` is in.
///
/// # Errors
/// The database's, or when no enterprise is there.
pub fn fill_books(url: &str, postings: u32, now_ms: i64) -> Result<(), super::Failure> {
    let address = Address::parse(url).ok_or("no database address")?;
    let db = Db::open(&address)?;
    let now = super::at(now_ms);
    let enterprises = db.read_now(|conn| Ok(crate::enterprises::list_enterprises(conn)?))?;
    let ids: Vec<EnterpriseId> = enterprises.into_iter().map(|e| e.id).collect();
    let vouchers = postings.div_euclid(3);
    for group in 0..vouchers.div_ceil(VOUCHERS_AT_ONCE) {
        let first = group * VOUCHERS_AT_ONCE;
        let ids = ids.clone();
        db.write_now(move |tx| {
            for number in first..(first + VOUCHERS_AT_ONCE).min(vouchers) {
                post_sale(tx, &ids, number, now)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// A sale of 125 kroner at 25 %, on a day of the year that goes round.
fn post_sale(
    tx: &mut DbConn,
    enterprises: &[EnterpriseId],
    number: u32,
    now: UtcTime,
) -> crate::error::AppResult<()> {
    let today = now.oslo_date();
    let first = chrono::Datelike::with_ordinal(&today, 1).unwrap_or(today);
    let days = u64::from(number) % 366;
    let date = first.checked_add_days(chrono::Days::new(days)).unwrap_or(first).min(today);
    let index = usize::try_from(number).unwrap_or_default() % enterprises.len().max(1);
    let Some(enterprise) = enterprises.get(index) else { return Ok(()) };
    let postings = vec![
        Posting::debit(AccountNo::of(1500), Ore::new(12_500)).with("bench"),
        Posting::credit(AccountNo::of(3010), Ore::new(10_000)).of(enterprise).under(VatCode::Out25),
        Posting::credit(AccountNo::of(2700), Ore::new(2_500))
            .under(VatCode::Out25)
            .tax_of(Ore::new(10_000)),
    ];
    let balanced =
        Balanced::new(postings).map_err(|e| crate::error::AppError::internal(format!("{e:?}")))?;
    let document = number.to_string();
    let text = "Måling".to_owned();
    let kind = VoucherKind::Sale;
    let new = NewVoucher {
        kind,
        date,
        document,
        by: None,
        text,
        balanced,
        corrects: None,
        content_digest: None,
    };
    ledger::post(tx, new, now).map(drop)
}

/// Approved entries in one transaction of [`fill_hours`].
const ENTRIES_AT_ONCE: u32 = 5000;
/// Entries of ten minutes in a day, from four in the morning: no night that the clock is set is met.
const ENTRIES_A_DAY: u32 = 96;
const FIRST_MINUTE: i32 = 240;
/// Residents whose hours are made up.
const FILLED_RESIDENTS: u32 = 30;

/// Records the approved entries with these numbers, ten minutes each, day after day back from the day
/// that `now_ms` is in, of thirty residents; at most 1 051 200, a year's.
///
/// # Errors
/// The database's, or when no enterprise is there.
pub fn fill_hours(url: &str, entries: Range<u32>, now_ms: i64) -> Result<(), super::Failure> {
    let address = Address::parse(url).ok_or("no database address")?;
    let db = Db::open(&address)?;
    let now = super::at(now_ms);
    let enterprises = db.read_now(|conn| Ok(crate::enterprises::list_enterprises(conn)?))?;
    let ids: Vec<EnterpriseId> = enterprises.into_iter().map(|e| e.id).collect();
    let residents = db.write_now(move |tx| {
        (0..FILLED_RESIDENTS)
            .map(|number| {
                let pseudonym = format!("M{number:02}");
                match people::find_resident_by_pseudonym(tx, &pseudonym)? {
                    Some(known) => Ok(known),
                    None => people::make_resident(tx, &pseudonym, now),
                }
            })
            .collect::<crate::error::AppResult<Vec<_>>>()
    })?;
    let mut first = entries.start;
    while first < entries.end {
        let (ids, residents) = (ids.clone(), residents.clone());
        let next = (first + ENTRIES_AT_ONCE).min(entries.end);
        db.write_now(move |tx| {
            for number in first..next {
                record_ten_minutes(tx, &ids, &residents, number, now)?;
            }
            Ok(())
        })?;
        first = next;
    }
    Ok(())
}

fn record_ten_minutes(
    tx: &mut DbConn,
    enterprises: &[EnterpriseId],
    residents: &[ResidentId],
    number: u32,
    now: UtcTime,
) -> crate::error::AppResult<()> {
    let slot = i32::try_from(number % ENTRIES_A_DAY).unwrap_or_default() * 10 + FIRST_MINUTE;
    let resident = number.div_euclid(ENTRIES_A_DAY) % FILLED_RESIDENTS;
    let back = number.div_euclid(ENTRIES_A_DAY * FILLED_RESIDENTS) + 1;
    let date = now.oslo_date() - chrono::Days::new(u64::from(back));
    let index = |number: u32| usize::try_from(number).unwrap_or_default();
    let clock = |minute: i32| {
        let (hour, minute) = (minute.div_euclid(60), minute.rem_euclid(60));
        ClockTime::parse(&format!("{hour:02}:{minute:02}"))
    };
    let (Some(start), Some(end)) = (clock(slot), clock(slot + 10)) else { return Ok(()) };
    let enterprise = enterprises.get(index(number) % enterprises.len().max(1));
    let (Some(enterprise), Some(resident)) = (enterprise, residents.get(index(resident))) else {
        return Ok(());
    };
    let entry = RecordHours {
        resident_id: resident.clone(),
        date,
        start,
        end,
        break_minutes: Minutes::new(0),
        enterprise_id: enterprise.clone(),
        kind: HourKind::ALL
            .get(index(number) % HourKind::ALL.len())
            .copied()
            .unwrap_or(HourKind::Work),
        order_id: None,
        state: EntryState::Approved,
    };
    hours::record_hours(tx, &entry, now).map(drop)
}
