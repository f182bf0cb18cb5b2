//! Which kinds of time a resident's hours may be of: what resident and leader have both said yes to.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::model::HourKind;
use super::RuleError;

/// What both have said yes to. The newest of a kind replaces those before it from its first day on,
/// so one that is to end is agreed anew with a last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::hours) struct Agreement {
    pub(in crate::hours) kind: HourKind,
    pub(in crate::hours) valid_from: NaiveDate,
    /// The last day; None until further notice.
    pub(in crate::hours) valid_to: Option<NaiveDate>,
}

/// Who says yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hours) enum Side {
    Resident,
    Leader,
}

/// The kinds agreed for a day, `agreements` in the order they were agreed; empty when there is none.
pub(in crate::hours) fn agreed_kinds(agreements: &[Agreement], on: NaiveDate) -> Vec<HourKind> {
    let mut newest: BTreeMap<HourKind, &Agreement> = BTreeMap::new();
    for one in agreements.iter().filter(|one| one.valid_from <= on) {
        newest.insert(one.kind, one);
    }
    let in_force = |one: &&Agreement| one.valid_to.is_none_or(|last| on <= last);
    newest.into_values().filter(in_force).map(|one| one.kind).collect()
}

/// The kind to propose: of those to choose among the one used most often, of equals the first;
/// training when none was used.
pub(in crate::hours) fn usual_kind(open: &[HourKind], used: &[HourKind]) -> HourKind {
    let times = |kind: HourKind| used.iter().filter(|one| **one == kind).count();
    let known = open.iter().copied().filter(|kind| times(*kind) > 0);
    let most = known.rev().max_by_key(|kind| times(*kind));
    let first = || open.iter().copied().min_by_key(|kind| *kind != HourKind::Training);
    most.or_else(first).unwrap_or(HourKind::Training)
}

/// Refuses a kind that is not agreed for the day; with no agreement that day, every kind is open.
pub(in crate::hours) fn check_agreed(
    agreements: &[Agreement],
    on: NaiveDate,
    kind: HourKind,
) -> Result<(), RuleError> {
    let agreed = agreed_kinds(agreements, on);
    if agreed.is_empty() || agreed.contains(&kind) { Ok(()) } else { Err(RuleError::KindNotAgreed) }
}

/// May this side say yes or no to what was proposed? Not to its own, and not once it is settled.
pub(in crate::hours) fn may_settle(
    side: Side,
    (resident_agreed, leader_agreed): (bool, bool),
    is_declined: bool,
) -> Result<(), RuleError> {
    let waits_for_it = match side {
        Side::Resident => leader_agreed && !resident_agreed,
        Side::Leader => resident_agreed && !leader_agreed,
    };
    if waits_for_it && !is_declined { Ok(()) } else { Err(RuleError::AgreementSettled) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_proposed_is_what_one_usually_does_and_never_what_is_not_agreed() {
        use HourKind::{Dugnad, Training, Work};
        let all = HourKind::ALL;
        let table: [(&[HourKind], &[HourKind], HourKind); 7] = [
            (all, &[Training, Training, Training, Dugnad], Training),
            (all, &[Dugnad, Work, Work], Work),
            (all, &[Work, Training], Training),
            (all, &[], Training),
            (&[Work], &[Training, Training], Work),
            (&[Work, Dugnad], &[Training, Dugnad], Dugnad),
            (&[], &[], Training),
        ];
        for (open, used, proposed) in table {
            assert_eq!(usual_kind(open, used), proposed, "{open:?} {used:?}");
        }
    }

    fn agreed(kind: HourKind, from: &str, to: &str) -> Agreement {
        Agreement { kind, valid_from: day(from), valid_to: to.parse().ok() }
    }

    #[test]
    fn the_newest_agreement_of_a_kind_counts_from_its_first_day() {
        use HourKind::{Training, Work};
        let agreements = [
            agreed(Training, "2026-01-01", ""),
            agreed(Work, "2026-03-01", "2026-03-31"),
            agreed(Training, "2026-01-01", "2026-06-30"), // the end of the first
            agreed(Training, "2026-09-01", ""),
        ];
        let table: [(&str, &[HourKind]); 8] = [
            ("2025-12-31", &[]),
            ("2026-01-01", &[Training]),
            ("2026-03-15", &[Training, Work]),
            ("2026-04-01", &[Training]),
            ("2026-06-30", &[Training]),
            ("2026-07-01", &[]),
            ("2026-08-31", &[]),
            ("2026-09-01", &[Training]),
        ];
        for (on, expected) in table {
            assert_eq!(agreed_kinds(&agreements, day(on)), expected, "{on}");
        }
        let check = |on, kind| check_agreed(&agreements, day(on), kind);
        assert_eq!(check("2026-04-01", Work), Err(RuleError::KindNotAgreed));
        assert_eq!(check("2026-03-15", Work), Ok(()));
        assert_eq!(check("2026-07-01", HourKind::Dugnad), Ok(()), "without agreement all are open");
    }

    #[test]
    fn nobody_says_yes_twice_or_to_their_own() {
        let table = [
            (Side::Resident, (false, true), false, true),
            (Side::Resident, (true, false), false, false),
            (Side::Leader, (true, false), false, true),
            (Side::Leader, (false, true), false, false),
            (Side::Leader, (true, true), false, false),
            (Side::Resident, (false, true), true, false),
        ];
        for (side, said, is_declined, may) in table {
            assert_eq!(may_settle(side, said, is_declined).is_ok(), may, "{side:?} {said:?}");
        }
    }
}
