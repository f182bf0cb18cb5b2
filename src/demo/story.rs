//! Who the made-up farm is: its enterprises, what they sell and buy, and who buys. Pure.

use super::chance::Chance;

pub(super) const SELLER: &str = "\
org_number,name,legal_form,vat_registered,street,postcode,city,bank_account,email,phone,mode
318462151,Lindeviga Verksteder AS,AS,yes,Lindevigveien 14,4790,Lillesand,28014043138,\
post@lindeviga.example,40000000,company
";

pub(super) const ENTERPRISES: &str = "\
enterprise,name,department
verksted,Treverkstedet,10
kjokken,Kjøkkenet,20
stall,Stallen,30
";

/// What is sold, and how it goes in an order.
pub(super) struct Sold {
    pub(super) code: &'static str,
    pub(super) enterprise: &'static str,
    name: &'static str,
    kind: &'static str,
    unit: &'static str,
    pub(super) price: &'static str,
    pub(super) vat_code: &'static str,
    pub(super) lead_days: i64,
    capacity: &'static str,
    allergens: &'static str,
    /// The most of it in an order.
    pub(super) most: i64,
    /// Taken with others from the same enterprise.
    pub(super) is_small: bool,
}

type Words = (&'static str, &'static str, &'static str, &'static str, &'static str);
type Terms = (&'static str, &'static str, i64, &'static str, &'static str);

const fn sold(
    (code, enterprise, name, kind, unit): Words,
    (price, vat_code, lead_days, capacity, allergens): Terms,
    most: i64,
    is_small: bool,
) -> Sold {
    Sold {
        code,
        enterprise,
        name,
        kind,
        unit,
        price,
        vat_code,
        lead_days,
        capacity,
        allergens,
        most,
        is_small,
    }
}

pub(super) const OFFERINGS: [Sold; 14] = [
    sold(
        ("TRE-VED", "verksted", "Bjørkeved i sekk", "goods", "sekk"),
        ("119.00", "3", 1, "60", ""),
        12,
        true,
    ),
    sold(
        ("TRE-OPPTENN", "verksted", "Opptenningsved", "goods", "sekk"),
        ("79.00", "3", 1, "40", ""),
        4,
        true,
    ),
    sold(
        ("TRE-BENK", "verksted", "Hagebenk av furu", "goods", "stk"),
        ("3290.00", "3", 10, "2", ""),
        2,
        false,
    ),
    sold(
        ("TRE-KASSE", "verksted", "Plantekasse", "goods", "stk"),
        ("890.00", "3", 5, "6", ""),
        4,
        true,
    ),
    sold(
        ("TRE-TIME", "verksted", "Snekker på timer", "service", "time"),
        ("560.00", "3", 3, "16", ""),
        12,
        false,
    ),
    sold(
        ("TRE-BORD", "verksted", "Langbord til hagen", "goods", "stk"),
        ("5400.00", "3", 14, "1", ""),
        1,
        false,
    ),
    sold(
        ("KJ-KAKE", "kjokken", "Bløtkake til tolv", "goods", "stk"),
        ("439.00", "31", 2, "8", "gluten:hvete;egg;milk"),
        2,
        true,
    ),
    sold(
        ("KJ-LUNSJ", "kjokken", "Lunsjfat", "goods", "pers"),
        ("155.00", "31", 2, "90", "gluten:hvete;egg;fish;milk"),
        35,
        false,
    ),
    sold(
        ("KJ-BOLLE", "kjokken", "Kanelboller i pose", "goods", "pose"),
        ("95.00", "31", 1, "25", "gluten:hvete;milk"),
        5,
        true,
    ),
    sold(
        ("KJ-SUPPE", "kjokken", "Fiskesuppe på glass", "goods", "glass"),
        ("119.00", "31", 1, "30", "fish;milk;celery"),
        6,
        true,
    ),
    sold(
        ("KJ-SELSKAP", "kjokken", "Koldtbord med servering", "service", "pers"),
        ("545.00", "3", 10, "60", "gluten:hvete;egg;fish;milk;mustard"),
        45,
        false,
    ),
    sold(
        ("ST-RIDE", "stall", "Ridetur i skogen", "service", "stk"),
        ("320.00", "3", 2, "8", ""),
        4,
        false,
    ),
    sold(
        ("ST-KURS", "stall", "Ridekurs for nybegynnere", "service", "stk"),
        ("2200.00", "6", 7, "6", ""),
        2,
        false,
    ),
    sold(
        ("ST-VOGN", "stall", "Tur med hest og vogn", "service", "time"),
        ("1750.00", "3", 5, "4", ""),
        3,
        false,
    ),
];

/// `offerings.csv`
pub(super) fn offerings() -> String {
    let head = "offering,enterprise,name,kind,unit,price_incl_vat,vat_code,lead_days,\
                capacity_per_day,allergens\n";
    let rows = OFFERINGS.iter().map(|s| {
        format!(
            "{},{},{},{},{},{},{},{},{},{}\n",
            s.code,
            s.enterprise,
            s.name,
            s.kind,
            s.unit,
            s.price,
            s.vat_code,
            s.lead_days,
            s.capacity,
            s.allergens
        )
    });
    head.to_owned() + &rows.collect::<String>()
}

const FIRST: [&str; 12] = [
    "Ingrid", "Per", "Anne", "Henrik", "Marit", "Ahmed", "Silje", "Tor", "Fatima", "Jan",
    "Kristin", "Leif",
];
const LAST: [&str; 9] =
    ["Aas", "Berge", "Dalen", "Eikeland", "Foss", "Grim", "Haugland", "Igland", "Knutsen"];
const FIRMS: [&str; 14] = [
    "Havna Eiendom AS",
    "Sørbygg AS",
    "Kystens Regnskap AS",
    "Blåskjell Restaurant AS",
    "Skjærgård Camping AS",
    "Tollboden Kafé AS",
    "Bølgen Barnehage SA",
    "Agder Varme AS",
    "Lokalavisa AS",
    "Fjordtransport AS",
    "Sol og Vind AS",
    "Hotell Vinkelen AS",
    "Båtbyggeriet AS",
    "Advokatene i Strandgata AS",
];
const PUBLIC: [&str; 4] =
    ["Strandby kommune", "Biblioteket i Strandby", "Strandby skole", "Fylkeskontoret i sør"];
const STREETS: [&str; 6] =
    ["Strandgata", "Kirkeveien", "Øvregate", "Brattbakken", "Skolegata", "Sjøsiden"];

/// Customers of each kind.
const PRIVATE_COUNT: i64 = 46;

/// `customers.csv`, and the keys in it.
pub(super) fn customers(chance: &mut Chance) -> (String, Vec<String>) {
    let mut text = "customer,kind,name,org_number,email,street,postcode,city\n".to_owned();
    let mut keys = Vec::new();
    let mut numbers = org_numbers();
    let mut add = |kind: &str, name: &str, org_number: &str, chance: &mut Chance| {
        let key = format!("K{:03}", keys.len() + 1);
        let street = chance.pick(&STREETS).copied().unwrap_or_default();
        let house = chance.between(1, 60);
        let mail = format!("{}@kunde.example", key.to_lowercase());
        let place = format!("{mail},{street} {house},4790,Lillesand\n");
        text.extend([&key, ",", kind, ",", name, ",", org_number, ",", &place]);
        keys.push(key);
    };
    for _ in 0..PRIVATE_COUNT {
        let first = chance.pick(&FIRST).copied().unwrap_or_default();
        let last = chance.pick(&LAST).copied().unwrap_or_default();
        add("private", &format!("{first} {last}"), "", chance);
    }
    for firm in FIRMS {
        add("business", firm, &numbers.next().unwrap_or_default(), chance);
    }
    for body in PUBLIC {
        add("public", body, &numbers.next().unwrap_or_default(), chance);
    }
    (text, keys)
}

/// Numbers with a right check digit, of the series that are given to nobody.
///
/// Source: Skatteetaten, "Tenor testdata": synthetic organisation numbers begin with 2 or 3.
fn org_numbers() -> impl Iterator<Item = String> {
    (31_700_401_u32..).step_by(37).filter_map(|body| {
        let digits = body.to_string();
        let weights = [3, 2, 7, 6, 5, 4, 3, 2];
        let sum: u32 =
            digits.chars().filter_map(|c| c.to_digit(10)).zip(weights).map(|(d, w)| d * w).sum();
        let check = (11 - sum.rem_euclid(11)).rem_euclid(11);
        (check < 10).then(|| format!("{digits}{check}"))
    })
}

/// What is bought: the enterprise, the supplier, the account, the VAT code, and from how much.
pub(super) const BOUGHT: [(&str, &str, &str, &str, i64); 9] = [
    ("verksted", "Trelast Sør AS", "4000", "1", 5200),
    ("verksted", "Skog og Hogst AS", "4000", "1", 2400),
    ("verksted", "Jernvare og Verktøy AS", "6560", "1", 900),
    ("kjokken", "Grønt og Godt AS", "4030", "11", 2600),
    ("kjokken", "Fiskemottaket AS", "4030", "11", 1700),
    ("kjokken", "Emballasje Nord AS", "4035", "1", 700),
    ("stall", "Fôr og Felleskjøp SA", "4000", "1", 2300),
    ("stall", "Dyrlegene i Havna", "6795", "1", 1500),
    ("stall", "Drosjen i Strandby", "7140", "13", 300),
];

/// What the centre costs a month outside the enterprises: category, name, kroner.
pub(super) const COSTS: [(&str, &str, i64); 4] = [
    ("lonn", "Lønn og sosiale kostnader", 298_000),
    ("mat", "Mat og husholdning", 41_000),
    ("lokaler", "Lokaler og strøm", 73_500),
    ("aktivitet", "Aktivitet og oppfølging", 18_200),
];
/// Municipalities and how many live at the farm from each.
pub(super) const MUNICIPALITIES: [(&str, &str, i64); 3] =
    [("4215", "Lillesand", 6), ("4204", "Kristiansand", 6), ("4202", "Grimstad", 2)];

/// Who pays in a year: source, name, kind, kroner, certainty.
pub(super) const FUNDING: [(&str, &str, &str, i64, &str); 5] = [
    ("grunnbelop", "Grunnbeløp fra kommunene", "base_contribution", 600_000, "granted"),
    ("dognpris", "Døgnpris", "day_rate", 1_277_500, "granted"),
    ("egenandel", "Egenandel", "own_share", 840_000, "granted"),
    ("tilskudd", "Tilskudd til stillinger", "grant", 2_400_000, "applied"),
    ("gave", "Gave fra sparebanken", "gift", 50_000, "hoped"),
];

/// Residents: the key of their hours, where they mostly work, and where they help out.
pub(super) const RESIDENTS: [(&str, &str, &str); 14] = [
    ("B01", "verksted", "kjokken"),
    ("B02", "verksted", "stall"),
    ("B03", "verksted", "verksted"),
    ("B04", "verksted", "kjokken"),
    ("B05", "verksted", "verksted"),
    ("B06", "kjokken", "kjokken"),
    ("B07", "kjokken", "verksted"),
    ("B08", "kjokken", "kjokken"),
    ("B09", "kjokken", "stall"),
    ("B10", "kjokken", "kjokken"),
    ("B11", "stall", "stall"),
    ("B12", "stall", "verksted"),
    ("B13", "stall", "stall"),
    ("B14", "stall", "kjokken"),
];
