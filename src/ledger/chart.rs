//! The accounts this farm posts to, by number and Norwegian name.
//!
//! Source: the numbers and groups of Norsk Standard 4102, as the accounts of CONTRACT section 3 are
//! placed in it; the names are our own short ones.

use crate::base::AccountNo;

/// Number and name, by number.
const CHART: [(u16, &str); 56] = [
    (1200, "Maskiner og anlegg"),
    (1250, "Inventar og verktøy"),
    (1400, "Lager av råvarer"),
    (1460, "Lager av ferdige varer"),
    (1500, "Kundefordringer"),
    (1920, "Bankinnskudd"),
    (2400, "Leverandørgjeld"),
    (2700, "Utgående MVA, 25 %"),
    (2701, "Utgående MVA, 15 %"),
    (2703, "Utgående MVA, 12 %"),
    (2710, "Inngående MVA, 25 %"),
    (2711, "Inngående MVA, 15 %"),
    (2713, "Inngående MVA, 12 %"),
    (2900, "Forskudd fra kunder"),
    (3010, "Salg av varer, 25 %"),
    (3020, "Salg av tjenester, 25 %"),
    (3040, "Salg av mat, 15 %"),
    (3050, "Salg av tjenester, 12 %"),
    (3110, "Salg av varer, fritatt"),
    (3120, "Salg av tjenester, fritatt"),
    (3210, "Salg av varer, unntatt"),
    (3220, "Salg av tjenester, unntatt"),
    (3900, "Purregebyr"),
    (4000, "Innkjøp av råvarer"),
    (4030, "Innkjøp av matvarer"),
    (4035, "Innkjøp uten MVA"),
    (4090, "Endring i lager av råvarer"),
    (4300, "Innkjøp av varer for salg"),
    (4500, "Fremmedytelser og underentreprise"),
    (6100, "Frakt og transport"),
    (6200, "Strøm"),
    (6300, "Leie av lokale"),
    (6340, "Lys og varme"),
    (6360, "Renhold"),
    (6400, "Leie av maskiner"),
    (6500, "Verktøy"),
    (6540, "Inventar"),
    (6551, "Datautstyr"),
    (6560, "Rekvisita"),
    (6570, "Arbeidsklær og verneutstyr"),
    (6600, "Vedlikehold av bygg"),
    (6620, "Vedlikehold av utstyr"),
    (6700, "Regnskap og revisjon"),
    (6790, "Annen fremmed tjeneste"),
    (6795, "Veterinær og hovslager"),
    (6800, "Kontorrekvisita"),
    (6860, "Møter og kurs"),
    (6900, "Telefon"),
    (7000, "Drivstoff"),
    (7020, "Vedlikehold av kjøretøy"),
    (7140, "Reise"),
    (7320, "Reklame"),
    (7500, "Forsikring"),
    (7790, "Annen kostnad"),
    (7830, "Tap på fordringer"),
    (8050, "Renteinntekter"),
];

/// What is lost is proposed by one and settled by another, and never bought.
const LOSSES: u16 = 7830;

/// The name of an account; its group's when it is not in the chart.
pub(crate) fn account_name(account: &AccountNo) -> &'static str {
    let named = CHART.iter().find(|(number, _)| account == &AccountNo::of(*number));
    named.map_or_else(|| group_name(account), |(_, name)| name)
}

fn group_name(account: &AccountNo) -> &'static str {
    match account.as_str().as_bytes().first() {
        Some(b'1') => "Eiendel",
        Some(b'2') => "Egenkapital eller gjeld",
        Some(b'3') => "Inntekt",
        Some(b'4') => "Varekostnad",
        Some(b'5') => "Lønnskostnad",
        Some(b'6' | b'7') => "Annen driftskostnad",
        _ => "Finans og skatt",
    }
}

/// The accounts of a purchase that a form proposes: number, and number with name.
pub(crate) fn purchase_accounts() -> Vec<(String, String)> {
    let is_proposed = |number: u16| {
        ((4000..8000).contains(&number) && number != LOSSES) || (1200..1300).contains(&number)
    };
    CHART
        .iter()
        .filter(|(number, _)| is_proposed(*number))
        .map(|(number, name)| (number.to_string(), format!("{number} {name}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_account_has_a_name_and_stands_once() {
        assert!(CHART.is_sorted_by(|(left, _), (right, _)| left < right));
        assert_eq!(account_name(&AccountNo::of(1500)), "Kundefordringer");
        assert_eq!(account_name(&AccountNo::of(6999)), "Annen driftskostnad");
        assert!(purchase_accounts().iter().all(|(number, _)| number != "1500"));
    }
}
