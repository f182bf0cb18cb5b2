//! What of an invoice's tax goes with a loss, and who may settle it. Pure.

use crate::base::{AccountId, Ore, Split};
use crate::ledger::kontering::SaleTax;

use super::super::model::InvoiceVat;
use super::model::LossState;

/// Letters in a reason, at most.
const REASON_MAX: usize = 500;

/// Why a loss is not proposed, settled or opened again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LossFault {
    Reason,
    ReasonTooLong,
    NothingOpen,
    NotDue,
    /// It is proposed or booked already.
    Known,
    /// Who proposed cannot settle.
    SamePerson,
    /// It was settled by then.
    Settled,
    /// What was left when it was proposed.
    Changed(Ore),
    /// Another finance system collects it.
    Elsewhere,
}

/// A reason as it is kept.
pub(super) fn reason(text: &str) -> Result<String, LossFault> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(LossFault::Reason),
        1..=REASON_MAX => Ok(text.to_owned()),
        _ => Err(LossFault::ReasonTooLong),
    }
}

/// May a person make of a proposal what they wish? `open` is what is left now.
pub(super) fn may_accept(
    state: LossState,
    (proposer, settler): (&AccountId, &AccountId),
    (proposed, open): (Ore, Ore),
) -> Result<(), LossFault> {
    if state != LossState::Proposed {
        return Err(LossFault::Settled);
    }
    if proposer == settler {
        return Err(LossFault::SamePerson);
    }
    if proposed != open {
        return Err(LossFault::Changed(proposed));
    }
    Ok(())
}

/// What each VAT code has of a loss: as the invoice has it when all is lost, else in proportion.
///
/// Each code's gross is its share of what is lost, rounded half up, and the øre that then remain go
/// to the code with the largest gross, of equals the first. Its tax is taken out of that gross.
///
/// Source: merverdiavgiftsloven § 4-7; CONTRACT section 3, "Gross first".
pub(super) fn share(vats: &[InvoiceVat], total: Ore, lost: Ore) -> Vec<SaleTax> {
    let whole =
        |vat: &InvoiceVat| SaleTax { vat_code: vat.vat_code, base: vat.base_ore, vat: vat.vat_ore };
    if lost == total || total <= Ore::ZERO {
        return vats.iter().map(whole).collect();
    }
    let mut parts: Vec<Ore> = vats.iter().map(|vat| part(vat.gross_ore, total, lost)).collect();
    let remains = lost - parts.iter().copied().sum::<Ore>();
    let largest = vats
        .iter()
        .enumerate()
        .max_by(|(at, a), (other, b)| a.gross_ore.cmp(&b.gross_ore).then(other.cmp(at)));
    if let Some(part) = largest.and_then(|(at, _)| parts.get_mut(at)) {
        *part += remains;
    }
    vats.iter()
        .zip(parts)
        .map(|(vat, gross)| {
            let split = Split::of(gross, vat.rate_bp);
            SaleTax { vat_code: vat.vat_code, base: split.net, vat: split.vat }
        })
        .collect()
}

/// `gross × lost ÷ total`, rounded half up.
fn part(gross: Ore, total: Ore, lost: Ore) -> Ore {
    let (gross, total, lost) =
        (i128::from(gross.ore()), i128::from(total.ore()), i128::from(lost.ore()));
    let rounded = (2 * gross * lost + total).div_euclid(2 * total);
    Ore::new(i64::try_from(rounded).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::{InvoiceId, VatCode};

    fn vat(vat_code: VatCode, rate_bp: i32, gross: i64) -> InvoiceVat {
        let split = Split::of(Ore::new(gross), rate_bp);
        InvoiceVat {
            invoice_id: InvoiceId::from_text("f"),
            vat_code,
            rate_bp,
            gross_ore: Ore::new(gross),
            base_ore: split.net,
            vat_ore: split.vat,
        }
    }

    fn figures(vats: &[InvoiceVat], total: i64, lost: i64) -> Vec<(i64, i64)> {
        let shared = share(vats, Ore::new(total), Ore::new(lost));
        shared.iter().map(|tax| (tax.base.ore(), tax.vat.ore())).collect()
    }

    #[test]
    fn a_part_that_is_lost_has_its_part_of_each_codes_tax() {
        let both = [vat(VatCode::Out25, 2500, 12_000), vat(VatCode::Out15, 1500, 45_000)];
        assert_eq!(figures(&both, 57_000, 57_000), [(9_600, 2_400), (39_130, 5_870)]);
        assert_eq!(figures(&both, 57_000, 28_500), [(4_800, 1_200), (19_565, 2_935)]);
        // 0,01 kr: 0,0021 and 0,0079; the øre goes to the largest.
        assert_eq!(figures(&both, 57_000, 1), [(0, 0), (1, 0)]);
        let none = [vat(VatCode::OutsideVat, 0, 35_000)];
        assert_eq!(figures(&none, 35_000, 10_000), [(10_000, 0)]);
    }

    #[test]
    fn who_proposed_does_not_settle() {
        let (one, other) = (AccountId::from_text("a"), AccountId::from_text("b"));
        let ore = Ore::new;
        for (state, settler, open, answer) in [
            (LossState::Proposed, &other, 100, Ok(())),
            (LossState::Proposed, &one, 100, Err(LossFault::SamePerson)),
            (LossState::Proposed, &other, 99, Err(LossFault::Changed(ore(100)))),
            (LossState::Booked, &other, 100, Err(LossFault::Settled)),
            (LossState::Declined, &other, 100, Err(LossFault::Settled)),
        ] {
            assert_eq!(may_accept(state, (&one, settler), (ore(100), ore(open))), answer);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_lost_is_shared_to_the_ore(
            first in 0_i64..10_000_000, second in 1_i64..10_000_000, third in 0_i64..10_000_000,
            promille in 1_i64..=1_000,
        ) {
            let vats = [
                vat(VatCode::Out25, 2500, first),
                vat(VatCode::Out15, 1500, second),
                vat(VatCode::OutsideVat, 0, third),
            ];
            let total = first + second + third;
            let lost = (total * promille).div_euclid(1_000).max(1);
            let shared = share(&vats, Ore::new(total), Ore::new(lost));
            let sum: i64 = shared.iter().map(|tax| (tax.base + tax.vat).ore()).sum();
            prop_assert_eq!(sum, lost);
            let balanced = crate::ledger::kontering::loss("k", &shared).unwrap();
            let posted: i64 = balanced.postings().iter().map(|p| p.amount.ore()).sum();
            prop_assert_eq!(posted, 0);
        }
    }
}
