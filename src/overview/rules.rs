//! Sums of what is posted and approved, as reports. Pure.
//!
//! *Self-financing* is income from own production and services over all running costs: an
//! accounting figure over what was posted, never an estimate. Strict: the residents' own share is
//! outside money. Wide: it counts as own income. Gifts never do. Source: DOMAIN section 1.

use rust_decimal::{Decimal, RoundingStrategy};

use super::model::{Column, HoursCell, Kind, Named, Report, Span, Value, Worked};
use crate::base::{EnterpriseId, Month, Ore, VatTerm};
use crate::hours::HourKind;
use crate::ledger::Sum;

/// Months in a report, at most.
const MONTHS_MAX: usize = 600;

/// Why no report was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleError {
    /// The last day comes before the first.
    Backwards,
    /// More than fifty years.
    TooLong,
    /// The VAT report shows terms by number, so one year at a time.
    TwoYears,
}

/// # Errors
/// [`RuleError`] by what is wrong with the span.
pub(crate) fn check_span(kind: Kind, span: Span) -> Result<(), RuleError> {
    use chrono::Datelike;
    if span.from > span.to {
        return Err(RuleError::Backwards);
    }
    let years = span.to.year().saturating_sub(span.from.year());
    if years > 50 || span.months().len() > MONTHS_MAX {
        return Err(RuleError::TooLong);
    }
    if kind == Kind::Vat && years > 0 {
        return Err(RuleError::TwoYears);
    }
    Ok(())
}

/// Is the sum of a sale: account class 3, of an enterprise? Fees of reminders are of none.
pub(crate) fn is_sale(sum: &Sum) -> bool {
    sum.enterprise_id.is_some() && sum.account.as_str().starts_with('3')
}

/// Is the sum an enterprise's purchase net of VAT, whatever the account?
pub(crate) fn is_direct_cost(sum: &Sum) -> bool {
    sum.enterprise_id.is_some() && !is_sale(sum) && !sum.account.is_vat()
}

/// Posted sales net of VAT and credit notes; None for all enterprises or all months.
pub(crate) fn revenue_of(sums: &[Sum], id: Option<&EnterpriseId>, month: Option<Month>) -> Ore {
    -sums.iter().filter(|s| is_sale(s) && is_of(s, id, month)).map(|s| s.amount).sum::<Ore>()
}

/// Purchases net of VAT; None for all enterprises or all months.
pub(crate) fn costs_of(sums: &[Sum], id: Option<&EnterpriseId>, month: Option<Month>) -> Ore {
    sums.iter().filter(|s| is_direct_cost(s) && is_of(s, id, month)).map(|s| s.amount).sum()
}

fn is_of(sum: &Sum, id: Option<&EnterpriseId>, month: Option<Month>) -> bool {
    id.is_none_or(|id| sum.enterprise_id.as_ref() == Some(id))
        && month.is_none_or(|month| sum.month == month)
}

/// A row for each month and enterprise that sells, zero too.
pub(crate) fn revenue(enterprises: &[Named], sums: &[Sum], span: Span) -> Report {
    let sells = || enterprises.iter().filter(|e| !e.internal);
    let rows = span.months().into_iter().flat_map(|month| {
        sells().map(move |e| {
            let revenue = revenue_of(sums, Some(&e.id), Some(month));
            vec![text(month), text(&e.code), Value::Money(revenue)]
        })
    });
    list(&[MONTH, ENTERPRISE, REVENUE], rows.collect())
}

/// Minutes behind the walls' roughest sight, in whole fifty hours: what one person's week changed
/// cannot be told from what is shown before and after.
pub(crate) const fn roughly(minutes: i64) -> i64 {
    (minutes + ROUGH_MINUTES.div_euclid(2)).div_euclid(ROUGH_MINUTES) * ROUGH_MINUTES
}

/// More than anyone works in a week.
const ROUGH_MINUTES: i64 = 50 * 60;

/// A row for each cell.
pub(crate) fn hours(cells: &[HoursCell]) -> Report {
    let value = |worked| match worked {
        Worked::Minutes(minutes) => Value::Count(minutes),
        Worked::About(_) | Worked::Hidden | Worked::NotOver => Value::Hidden,
    };
    let rows = cells.iter().map(|c| vec![text(c.month), text(&c.code), value(c.minutes)]);
    list(&[MONTH, ENTERPRISE, MINUTES], rows.collect())
}

/// A row for each enterprise and kind of work.
pub(crate) fn hours_by_kind(cells: Vec<(String, HourKind, Value)>) -> Report {
    let rows = cells.into_iter().map(|(code, kind, v)| vec![text(code), text(kind), v]);
    list(&[ENTERPRISE, Column { name: "kind", words: "Slag" }, MINUTES], rows.collect())
}

/// A row for each resident who has approved time.
pub(crate) fn hours_by_resident(sums: Vec<(String, i64)>) -> Report {
    let rows = sums.into_iter().map(|(resident, m)| vec![text(resident), Value::Count(m)]);
    list(&[Column { name: "resident", words: "Beboer" }, MINUTES], rows.collect())
}

/// A row for each enterprise that sells, and for an internal one that has cost something.
pub(crate) fn contribution(enterprises: &[Named], sums: &[Sum]) -> Report {
    let rows = enterprises.iter().filter_map(|e| {
        let revenue = revenue_of(sums, Some(&e.id), None);
        let costs = costs_of(sums, Some(&e.id), None);
        let has_part = !e.internal || !costs.is_zero();
        has_part.then(|| {
            vec![
                text(&e.code),
                Value::Money(revenue),
                Value::Money(costs),
                Value::Money(revenue - costs),
            ]
        })
    });
    let columns = [
        ENTERPRISE,
        REVENUE,
        Column { name: "direct_costs", words: "Direkte kostnader" },
        Column { name: "contribution", words: "Bidrag" },
    ];
    list(&columns, rows.collect())
}

/// A row for each term and code that has something; sales and purchases both as positive figures.
///
/// The base stands on the lines' own accounts and the tax on 27xx, both under the code.
pub(crate) fn vat(sums: &[Sum]) -> Report {
    let mut keys: Vec<(VatTerm, crate::base::VatCode)> =
        sums.iter().filter_map(|s| Some((VatTerm::of_month(s.month), s.vat_code?))).collect();
    keys.sort_unstable_by(|a, b| (a.0, a.1.as_str()).cmp(&(b.0, b.1.as_str())));
    keys.dedup();
    let rows = keys.into_iter().filter_map(|(term, code)| {
        let of_code = || {
            sums.iter()
                .filter(move |s| s.vat_code == Some(code) && VatTerm::of_month(s.month) == term)
        };
        let sign = |amount: Ore| if code.is_sale() { -amount } else { amount };
        let base: Ore = of_code().filter(|s| !s.account.is_vat()).map(|s| s.amount).sum();
        let tax: Ore = of_code().filter(|s| s.account.is_vat()).map(|s| s.amount).sum();
        let has_something = !base.is_zero() || !tax.is_zero();
        has_something.then(|| {
            vec![
                Value::Count(term.term.into()),
                text(code),
                Value::Money(sign(base)),
                Value::Money(sign(tax)),
            ]
        })
    });
    let columns = [
        Column { name: "term", words: "Termin" },
        Column { name: "code", words: "Kode" },
        Column { name: "base", words: "Grunnlag" },
        Column { name: "vat", words: "MVA" },
    ];
    list(&columns, rows.collect())
}

/// Every account that has a posting, debit positive. `sums` reach back to when the books began.
pub(crate) fn trial_balance(sums: &[Sum]) -> Report {
    let mut accounts: Vec<&str> = sums.iter().map(|s| s.account.as_str()).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let rows = accounts.into_iter().map(|account| {
        let own = sums.iter().filter(|s| s.account.as_str() == account);
        vec![text(account), Value::Money(own.map(|s| s.amount).sum())]
    });
    let columns =
        [Column { name: "account", words: "Konto" }, Column { name: "balance", words: "Saldo" }];
    list(&columns, rows.collect())
}

/// How far own income carries the costs, by both definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SelfFinancing {
    /// The centre's running costs and all purchases net of VAT.
    pub(crate) running_costs: Ore,
    pub(crate) own_income_strict: Ore,
    /// With the residents' own share.
    pub(crate) own_income_wide: Ore,
    /// Own income less purchases.
    pub(crate) net_contribution: Ore,
}

impl SelfFinancing {
    /// `centre` is what the centre costs outside the enterprises' books.
    pub(crate) fn of(sums: &[Sum], centre: Ore, own_share: Ore) -> Self {
        let income = revenue_of(sums, None, None);
        let purchases = costs_of(sums, None, None);
        Self {
            running_costs: centre + purchases,
            own_income_strict: income,
            own_income_wide: income + own_share,
            net_contribution: income - purchases,
        }
    }

    pub(crate) fn report(self) -> Report {
        let share = |income| Value::Share(share(income, self.running_costs));
        let values = vec![
            Value::Money(self.running_costs),
            Value::Money(self.own_income_strict),
            share(self.own_income_strict),
            Value::Money(self.own_income_wide),
            share(self.own_income_wide),
            Value::Money(self.net_contribution),
        ];
        let columns = [
            Column { name: "running_costs", words: "Driftskostnader" },
            Column { name: "own_income_strict", words: "Egne inntekter, strengt" },
            Column { name: "share_strict", words: "Egenfinansiering, strengt" },
            Column { name: "own_income_wide", words: "Egne inntekter, med egenandel" },
            Column { name: "share_wide", words: "Egenfinansiering, med egenandel" },
            Column { name: "net_contribution", words: "Netto bidrag fra næringene" },
        ];
        Report { columns: columns.to_vec(), rows: vec![values], is_single: true }
    }
}

/// Income over costs in six decimals, rounded half away from zero; None when there are no costs.
pub(crate) fn share(income: Ore, costs: Ore) -> Option<Decimal> {
    let exact = income.kroner().checked_div(costs.kroner())?;
    let mut share = exact.round_dp_with_strategy(6, RoundingStrategy::MidpointAwayFromZero);
    share.rescale(6);
    Some(share)
}

/// What own income must be to reach the goal, `target_bp` of the costs in basis points.
pub(crate) fn income_needed(costs: Ore, target_bp: i64) -> Ore {
    costs.times(Decimal::new(target_bp, 4)).unwrap_or_default()
}

/// An amount for each hour of `minutes`; None when nobody has worked.
pub(crate) fn per_hour(amount: Ore, minutes: i64) -> Option<Ore> {
    let hours = Decimal::from(minutes).checked_div(Decimal::from(60))?;
    amount.times(Decimal::ONE.checked_div(hours)?)
}

const MONTH: Column = Column { name: "month", words: "Måned" };
const ENTERPRISE: Column = Column { name: "enterprise", words: "Næring" };
const REVENUE: Column = Column { name: "revenue_ex_vat", words: "Omsetning uten MVA" };
const MINUTES: Column = Column { name: "approved_minutes", words: "Godkjent tid" };

fn list(columns: &[Column], rows: Vec<Vec<Value>>) -> Report {
    Report { columns: columns.to_vec(), rows, is_single: false }
}

#[expect(clippy::needless_pass_by_value, reason = "reads better where cells are listed")]
fn text(word: impl ToString) -> Value {
    Value::Text(word.to_string())
}

/// `15,8 %`
pub(crate) fn percent(share: Decimal) -> String {
    let percent = (share * Decimal::ONE_HUNDRED)
        .round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    format!("{percent:.1}\u{a0}%").replace('.', ",").replace('-', "\u{2212}")
}
