//! Units as people write them, and their codes.

/// "One", for a unit that has no code of its own.
pub(super) const ONE: &str = "C62";

/// The unit in small letters, and its code.
///
/// Source: UN/ECE Recommendation 20, revision 11, with Recommendation 21's packages under `X`.
const CODES: [(&[&str], &str); 37] = [
    (&["stk", "stykk", "stykker", "bok", "bøker"], "H87"),
    (&["t", "time", "timer"], "HUR"),
    (&["min", "minutt", "minutter"], "MIN"),
    (&["dag", "dager", "døgn"], "DAY"),
    (&["uke", "uker"], "WEE"),
    (&["mnd", "måned", "måneder"], "MON"),
    (&["år"], "ANN"),
    (&["g", "gram"], "GRM"),
    (&["hg", "hekto"], "HGM"),
    (&["kg", "kilo"], "KGM"),
    (&["tonn"], "TNE"),
    (&["dl", "desiliter"], "DLT"),
    (&["l", "liter"], "LTR"),
    (&["cm"], "CMT"),
    (&["m", "meter"], "MTR"),
    (&["lm", "løpemeter"], "LM"),
    (&["km", "kilometer"], "KMT"),
    (&["m2", "m²", "kvm", "kvadratmeter"], "MTK"),
    (&["m3", "m³", "kubikkmeter"], "MTQ"),
    (&["pers", "person", "personer"], "IE"),
    (&["porsjon", "porsjoner"], "PTN"),
    (&["par"], "PR"),
    (&["sett"], "SET"),
    (&["dusin"], "DZN"),
    (&["sekk", "sekker"], "XSA"),
    (&["pose", "poser"], "XBG"),
    (&["eske", "esker"], "XBX"),
    (&["pakke", "pakker", "pk"], "XPK"),
    (&["kasse", "kasser"], "XCR"),
    (&["kurv", "kurver"], "XBK"),
    (&["brett"], "XPU"),
    (&["flaske", "flasker"], "XBO"),
    (&["glass"], "XJR"),
    (&["boks", "bokser"], "XCX"),
    (&["rull", "ruller"], "XRO"),
    (&["pall", "paller"], "XPX"),
    (&["gang", "ganger"], ONE),
];

/// The code of a unit; None for a word without one.
pub(super) fn code(unit: &str) -> Option<&'static str> {
    let unit = unit.trim().trim_end_matches('.').to_lowercase();
    let known = CODES.iter().find(|(words, _)| words.contains(&unit.as_str()));
    known.map(|(_, code)| *code)
}
