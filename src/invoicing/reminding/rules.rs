//! When an invoice may be reminded of, and what is then asked for. Pure.

use chrono::{Datelike, Days, NaiveDate};

use crate::base::Ore;

use super::super::rules::Charges;
use super::model::{Draft, Reminder, Term, TermForm, TermKind};

/// Days that interest a year is divided by.
///
/// Source: forsinkelsesrenteloven § 3 speaks of a year; counted by the day, actual/365.
const YEAR_DAYS: i128 = 365;
/// Basis points in a whole.
const WHOLE_BP: i128 = 10_000;
/// Letters in a source, at most.
const SOURCE_MAX: usize = 300;
/// Øre of a fee, at most. The law's is a twentieth of inkassosatsen, 35 kr when it was 700; a dated
/// row holds it, and what is far past it is refused.
const FEE_MAX: Ore = Ore::new(10_000);
/// Reminders that may bear a fee, at most.
///
/// Source: inkassoforskriften § 1-2: a fee for at most two letters.
const FEES_MAX: i64 = 2;
/// Days past the due date before a reminder, and days it gives to pay, at least.
///
/// Source: inkassoloven § 9 and inkassoforskriften § 1-2: a fee at the earliest fourteen days past the
/// due date, and a time to pay of fourteen days.
const DAYS_MIN: i64 = 14;
/// Interest a year, at most, in basis points.
const INTEREST_MAX: i64 = 5_000;
/// Days, at most.
const DAYS_MAX: i64 = 365;

/// Why a term is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TermFault {
    Kind,
    Date,
    /// The newest row of the kind.
    NotNewer(NaiveDate),
    Fee,
    Interest,
    /// More reminders with a fee than the law lets there be.
    FeeCount,
    /// Fewer days than the law gives, or no number.
    Days,
    Source,
}

/// The term of a kind in force on a day; 0 before the first.
pub(super) fn value_on(terms: &[Term], kind: TermKind, on: NaiveDate) -> i64 {
    let known = terms.iter().filter(|term| term.kind == kind && term.valid_from <= on);
    known.max_by_key(|term| term.valid_from).map_or(0, |term| term.value)
}

/// Has interest a row of the half-year that a day stands in?
///
/// Source: forsinkelsesrenteloven § 3: the rate is set for 1 January and 1 July.
pub(super) fn has_rate_of_half_year(terms: &[Term], on: NaiveDate) -> bool {
    let month = if on.month() < 7 { 1 } else { 7 };
    let begins = NaiveDate::from_ymd_opt(on.year(), month, 1).unwrap_or(on);
    let mut rates = terms.iter().filter(|term| term.kind == TermKind::Interest);
    rates.any(|term| (begins..=on).contains(&term.valid_from))
}

/// What a form says, checked; `newest` is the day of the newest row of its kind.
///
/// # Errors
/// Everything that is wrong at once.
pub(super) fn read_term(
    form: &TermForm,
    newest: impl Fn(TermKind) -> Option<NaiveDate>,
) -> Result<(TermKind, NaiveDate, i64, String), Vec<TermFault>> {
    let mut faults = Vec::new();
    let kind = TermKind::parse(&form.kind);
    let from: Option<NaiveDate> = form.valid_from.trim().parse().ok();
    match (kind, from) {
        (None, _) => faults.push(TermFault::Kind),
        (_, None) => faults.push(TermFault::Date),
        (Some(kind), Some(from)) => {
            faults.extend(newest(kind).filter(|n| from <= *n).map(TermFault::NotNewer));
        }
    }
    let value = kind.map(|kind| read_value(kind, form.value.trim()));
    if let Some(Err(fault)) = value {
        faults.push(fault);
    }
    let source = form.source.trim();
    if source.is_empty() || source.chars().count() > SOURCE_MAX {
        faults.push(TermFault::Source);
    }
    match (kind, from, value) {
        (Some(kind), Some(from), Some(Ok(value))) if faults.is_empty() => {
            Ok((kind, from, value, source.to_owned()))
        }
        _ => Err(faults),
    }
}

fn read_value(kind: TermKind, text: &str) -> Result<i64, TermFault> {
    // Both kroner and per cent have two decimals here.
    let hundredths = || Ore::parse_kroner(text).filter(|ore| *ore >= Ore::ZERO);
    match kind {
        TermKind::Fee => {
            hundredths().filter(|fee| *fee <= FEE_MAX).map(Ore::ore).ok_or(TermFault::Fee)
        }
        TermKind::Interest => {
            let bp = hundredths().map(Ore::ore).filter(|bp| *bp <= INTEREST_MAX);
            bp.ok_or(TermFault::Interest)
        }
        TermKind::FeeCount => {
            let count: Option<i64> = text.parse().ok();
            count.filter(|count| (0..=FEES_MAX).contains(count)).ok_or(TermFault::FeeCount)
        }
        TermKind::Wait | TermKind::Pay => {
            let days: Option<i64> = text.parse().ok();
            days.filter(|days| (DAYS_MIN..=DAYS_MAX).contains(days)).ok_or(TermFault::Days)
        }
    }
}

/// What is known of a debt that is reminded of.
#[derive(Clone, Debug)]
pub(super) struct Debt<'a> {
    pub(super) due: NaiveDate,
    /// What the invoice came to.
    pub(super) total: Ore,
    /// What was paid of it, and when.
    pub(super) paid: &'a [(NaiveDate, Ore)],
    pub(super) sent: &'a [Reminder],
    /// What was paid of fees and interest.
    pub(super) charges_paid: Ore,
}

/// The first day on which the next reminder may be sent: the wait past the due date, or the day
/// after the last reminder's own due date.
///
/// A shorter wait than the law's counts as the law's.
///
/// Source: inkassoforskriften § 1-2 (none before fourteen days past the due date).
pub(super) fn first_day(debt: &Debt<'_>, terms: &[Term], today: NaiveDate) -> NaiveDate {
    let wait = value_on(terms, TermKind::Wait, today).max(DAYS_MIN);
    let waited = plus(debt.due, wait);
    match debt.sent.iter().map(|reminder| reminder.due_date).max() {
        Some(last) => waited.max(plus(last, 1)),
        None => waited,
    }
}

/// What a reminder sent today would say; whatever the terms, no more than the law lets it.
pub(super) fn draft(debt: &Debt<'_>, terms: &[Term], today: NaiveDate) -> Draft {
    let number = debt.sent.iter().map(|reminder| reminder.number).max().unwrap_or(0) + 1;
    let bears_fee = i64::from(number) <= value_on(terms, TermKind::FeeCount, today).min(FEES_MAX);
    let fee = Ore::new(value_on(terms, TermKind::Fee, today)).min(FEE_MAX);
    let asked = due(debt.sent, debt.total, debt.paid);
    let fees: Ore = asked.iter().map(|reminder| reminder.fee_ore).sum();
    Draft {
        number,
        due_date: plus(today, value_on(terms, TermKind::Pay, today).max(DAYS_MIN)),
        earlier: fees - debt.charges_paid,
        fee: if bears_fee { fee } else { Ore::ZERO },
        interest: interest(debt, terms, today),
    }
}

/// Interest from the day after the due date to a day, both counted, rounded half up to the øre once.
///
/// Each day bears the rate of that day on what was open when it began; money that came on a day
/// bears interest that day and none after it. The rates of a day before the first term are 0.
///
/// Source: forsinkelsesrenteloven § 2 (from the due date), § 3 (the rate of each half-year).
pub(super) fn interest(debt: &Debt<'_>, terms: &[Term], to: NaiveDate) -> Ore {
    let mut sum: i128 = 0;
    for day in debt.due.iter_days().skip(1).take_while(|day| *day <= to) {
        let paid: Ore = debt.paid.iter().filter(|(on, _)| *on < day).map(|(_, ore)| *ore).sum();
        let open = (debt.total - paid).max(Ore::ZERO);
        sum += i128::from(open.ore()) * i128::from(value_on(terms, TermKind::Interest, day));
    }
    let divisor = YEAR_DAYS * WHOLE_BP;
    let rounded = (2 * sum + divisor).div_euclid(2 * divisor);
    Ore::new(i64::try_from(rounded).unwrap_or(i64::MAX))
}

/// The reminders that were due: those sent while something was left of the invoice itself. One sent
/// on the day the last of it came was; one sent later was not, however late the bank told of it.
pub(super) fn due(sent: &[Reminder], total: Ore, paid: &[(NaiveDate, Ore)]) -> Vec<Reminder> {
    let left_on = |day: NaiveDate| {
        total - paid.iter().filter(|(on, _)| *on < day).map(|(_, ore)| *ore).sum::<Ore>()
    };
    sent.iter().filter(|reminder| left_on(reminder.sent_on) > Ore::ZERO).cloned().collect()
}

/// What is open of what was asked for: all fees and the latest interest, less what was paid of each.
///
/// None of it is ever negative.
pub(super) fn charges(sent: &[Reminder], fee_paid: Ore, interest_paid: Ore) -> Charges {
    let fees: Ore = sent.iter().map(|reminder| reminder.fee_ore).sum();
    let latest = sent.iter().max_by_key(|reminder| reminder.number);
    let interest = latest.map(|reminder| reminder.interest_ore).unwrap_or_default();
    Charges {
        fee: (fees - fee_paid).max(Ore::ZERO),
        interest: (interest - interest_paid).max(Ore::ZERO),
    }
}

fn plus(day: NaiveDate, days: i64) -> NaiveDate {
    let days = Days::new(u64::try_from(days).unwrap_or_default());
    day.checked_add_days(days).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
