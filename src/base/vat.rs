//! VAT, gross first: a price includes it, and it is taken out of the summed gross.

use super::Ore;

text_enum!(
    /// A VAT code of SAF-T Financial.
    ///
    /// Source: Skatteetaten, "Standard Tax Codes". Percentages change, so they are dated rows.
    VatCode {
        /// Sale, 25 %.
        Out25 = "3",
        /// Sale of food, 15 %.
        Out15 = "31",
        /// Sale, 12 %: rooms, passenger transport, some admissions.
        Out12 = "33",
        /// Sale, zero-rated (fritatt).
        ZeroRated = "5",
        /// Sale outside the VAT act (unntatt).
        OutsideVat = "6",
        /// Sale with no VAT treatment.
        NoTreatment = "7",
        /// Purchase, 25 %.
        In25 = "1",
        /// Purchase of food, 15 %.
        In15 = "11",
        /// Purchase, 12 %.
        In12 = "13",
        /// Purchase with no VAT treatment.
        InNone = "0",
    }
);

impl VatCode {
    pub(crate) const fn is_sale(self) -> bool {
        !self.is_purchase()
    }

    pub(crate) const fn is_purchase(self) -> bool {
        matches!(self, Self::In25 | Self::In15 | Self::In12 | Self::InNone)
    }
}

/// `25 %`, `12,5 %`: a rate in basis points as a person reads it.
pub(crate) fn percent_words(rate_bp: i32) -> String {
    let percent = rust_decimal::Decimal::new(i64::from(rate_bp), 2).normalize();
    format!("{percent}\u{a0}%").replace('.', ",")
}

/// VAT inside a gross amount; `net + vat == gross` always, because net is the remainder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Split {
    pub(crate) net: Ore,
    pub(crate) vat: Ore,
}

impl Split {
    /// Splits what a customer paid into net and VAT.
    ///
    /// `gross` in øre, either sign; `rate_bp` in basis points (2500 is 25 %). The VAT part is
    /// `gross × rate ÷ (100 + rate)`, rounded half away from zero to the øre.
    ///
    /// Source: CONTRACT section 3, "Gross first"; merverdiavgiftsloven § 4-1.
    pub(crate) fn of(gross: Ore, rate_bp: i32) -> Self {
        let vat = vat_part(gross, rate_bp);
        Self { net: gross - vat, vat }
    }
}

/// `gross × rate ÷ (10 000 + rate)` in whole numbers, half away from zero.
fn vat_part(gross: Ore, rate_bp: i32) -> Ore {
    let denominator = 10_000 + i128::from(rate_bp);
    let numerator = i128::from(gross.ore().unsigned_abs()) * i128::from(rate_bp);
    let rounded = (2 * numerator + denominator).div_euclid(2 * denominator);
    let vat = i64::try_from(rounded).unwrap_or_default();
    Ore::new(if gross.ore() < 0 { -vat } else { vat })
}

/// The net of each line of one VAT code, which together are the net of the summed gross.
///
/// Each line's net is its own split; the øre that then remain go to the line with the largest
/// gross, of equals the first. Empty in, empty out.
///
/// Source: CONTRACT section 3, "Gross first".
pub(crate) fn spread_net(gross: &[Ore], rate_bp: i32) -> Vec<Ore> {
    let base = Split::of(gross.iter().copied().sum(), rate_bp).net;
    let mut nets: Vec<Ore> = gross.iter().map(|g| Split::of(*g, rate_bp).net).collect();
    let remains = base - nets.iter().copied().sum();
    let largest = gross.iter().copied().max();
    let first = gross.iter().position(|g| Some(*g) == largest);
    if let Some(net) = first.and_then(|i| nets.get_mut(i)) {
        *net += remains;
    }
    nets
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    #[test]
    fn vat_is_taken_out_of_the_gross() {
        let split = Split::of(Ore::new(14_900), 1500);
        assert_eq!((split.net.ore(), split.vat.ore()), (12_957, 1_943));
        assert_eq!(Split::of(Ore::new(-14_900), 1500).vat.ore(), -1_943);
        assert_eq!(Split::of(Ore::new(5_000), 0).vat, Ore::ZERO);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_in_a_split(gross in -1_000_000_000_i64..1_000_000_000, rate in prop::sample::select(vec![0, 1200, 1500, 2500])) {
            let split = Split::of(Ore::new(gross), rate);
            prop_assert_eq!((split.net + split.vat).ore(), gross);
            let exact = Decimal::from(gross) * Decimal::from(rate) / Decimal::from(10_000 + rate);
            prop_assert!((exact - Decimal::from(split.vat.ore())).abs() <= Decimal::new(5, 1));
        }

        #[test]
        fn line_nets_add_up_to_the_base(lines in prop::collection::vec(1_i64..10_000_000, 1..40), rate in prop::sample::select(vec![0, 1200, 1500, 2500])) {
            let gross: Vec<Ore> = lines.into_iter().map(Ore::new).collect();
            let base = Split::of(gross.iter().copied().sum(), rate).net;
            prop_assert_eq!(spread_net(&gross, rate).into_iter().sum::<Ore>(), base);
        }
    }
}
