//! Invoices and credit notes as PDF: what the law asks, the same sums everywhere, whatever was typed.

use std::process::Command;

use serde_json::{Value, json};

use super::harness::cast::{AMINA, ODD, SOLVEIG, TERJE};
use super::harness::{App, Person, spawn};
use super::invoicing::{deliver, invoice, place_for, private, wood_and_cake};

/// What a program of poppler-utils says of a PDF.
pub fn told_by(program: &str, words: &[&str], pdf: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let mut command = Command::new(program);
    let place = file.path().to_str().unwrap();
    let words = words.iter().map(|word| if *word == "FILE" { place } else { word });
    let output = command.args(words).output().expect("poppler-utils is installed");
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The words of a PDF in the order they are read aloud, a space between them.
pub fn words_of(pdf: &[u8]) -> String {
    let text = told_by("pdftotext", &["-raw", "FILE", "-"], pdf).replace('\u{200b}', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A PDF that someone takes along, and its name.
pub fn fetch(person: &Person, path: &str) -> (Vec<u8>, String) {
    let answer = person.request("GET", path).send().unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("x-content-type-options"), "nosniff");
    let name = header("content-disposition");
    let name = name.strip_prefix("attachment; filename=\"").unwrap().trim_end_matches('"');
    let name = name.to_owned();
    (answer.bytes().unwrap().to_vec(), name)
}

/// Each stands after the one before it.
pub fn stand_in_order(text: &str, wanted: &[&str]) {
    let mut rest = text;
    for word in wanted {
        let (_, after) = rest.split_once(word).unwrap_or_else(|| panic!("«{word}» not in: {rest}"));
        rest = after;
    }
}

fn organisation(name: &str) -> Value {
    json!({"kind": "business", "name": name, "phone": "90000000", "email": "kafe@example.no",
        "org_number": "317763174", "street": "Storgata 1", "postcode": "4630",
        "city": "Kristiansand"})
}

fn invoiced(app: &App, key: &str, customer: &Value) -> i64 {
    let order = place_for(app, key, customer, &wood_and_cake());
    deliver(app, &order, "2026-03-16");
    invoice(app, &order, "2026-03-16")["number"].as_i64().unwrap()
}

fn path_of(number: i64) -> String {
    format!("/intern/fakturaer/{number}/faktura.pdf")
}

#[test]
fn an_invoice_holds_what_the_law_asks_in_the_order_it_is_read() {
    let app = spawn();
    let number = invoiced(&app, "a", &private("Kari Nordmann"));
    let (pdf, name) = fetch(&app.sign_in(ODD), &path_of(number));
    assert_eq!(name, "faktura-1.pdf");
    let text = words_of(&pdf);
    let kid = app.texts("SELECT kid AS value FROM invoice").remove(0);
    let order = app.texts("SELECT number AS value FROM customer_order").remove(0);
    stand_in_order(
        &text,
        &[
            "Solbakken gård AS",
            "Kari Nordmann",
            "Storgata 1",
            "4630 Kristiansand",
            "Faktura",
            "Fakturanummer 1",
            "Fakturadato 16.03.2026",
            "Forfall 30.03.2026",
            "Levert 16.03.2026",
            "Leveringssted",
            &format!("Bestilling {order}"),
            "Beskrivelse Antall Pris MVA Beløp",
            "Ved i sekk 1 sekk 120,00 25 % 120,00",
            "Bløtkake 1 stk 450,00 15 % 450,00",
            "Merverdiavgift Grunnlag MVA Med MVA",
            "25 % 96,00 24,00 120,00",
            "15 % 391,30 58,70 450,00",
            "Sum 487,30 82,70 570,00",
            "Å betale kr 570,00",
            "Forfall 30.03.2026",
            "Til konto 1813 10 12346",
            &format!("KID {kid}"),
            "Mottaker Solbakken gård AS",
            "Org.nr. 999 111 238 MVA",
            "Foretaksregisteret",
            "Side 1 av 1",
        ],
    );
}

#[test]
fn a_credit_note_names_its_invoice_and_asks_for_nothing() {
    let app = spawn();
    let number = invoiced(&app, "a", &organisation("Bygdekafeen AS"));
    let solveig = app.sign_in(SOLVEIG);
    let path = format!("/intern/fakturaer/{number}/kreditnota");
    assert_eq!(solveig.post(&path, &[("date", "2026-03-16")]).status, 303);
    let (pdf, name) = fetch(&solveig, &path_of(2));
    assert_eq!(name, "kreditnota-2.pdf");
    let text = words_of(&pdf);
    stand_in_order(
        &text,
        &[
            "Bygdekafeen AS",
            "Org.nr. 317 763 174",
            "Kreditnota",
            "Kreditnotanummer 2",
            "Gjelder faktura 1 av 16.03.2026",
            "Sum −487,30 −82,70 −570,00",
            "Kreditert: kr 570,00",
        ],
    );
    assert!(!text.contains("KID") && !text.contains("Forfall"), "{text}");
}

#[test]
fn the_file_says_what_it_is_and_carries_the_ehf_of_an_organisation_only() {
    let app = spawn();
    let company = invoiced(&app, "a", &organisation("Bygdekafeen AS"));
    let person = invoiced(&app, "b", &private("Kari Nordmann"));
    let solveig = app.sign_in(SOLVEIG);
    let (pdf, _) = fetch(&solveig, &path_of(company));
    let claims = told_by("pdfinfo", &["-meta", "FILE"], &pdf);
    for claim in ["pdfaid:part>3<", "pdfaid:conformance>A<", "pdfuaid:part>1<"] {
        assert!(claims.contains(claim), "{claim}: {claims}");
    }
    let info = told_by("pdfinfo", &["FILE"], &pdf);
    assert!(info.contains("Faktura 1") && info.contains("Mar 16") && info.contains("2026"));
    let tags = told_by("pdfinfo", &["-struct-text", "FILE"], &pdf);
    for tag in ["H1", "Table", "TH", "TD", "Figure", "Faktura"] {
        assert!(tags.contains(tag), "{tag}: {tags}");
    }
    let ehf = solveig.get(&format!("/intern/fakturaer/{company}/ehf.xml")).text;
    let inside = told_by("pdfdetach", &["-save", "1", "-o", "/dev/stdout", "FILE"], &pdf);
    assert!(inside.starts_with(ehf.trim_end()), "{inside}");
    let (pdf, _) = fetch(&solveig, &path_of(person));
    assert!(told_by("pdfdetach", &["-list", "FILE"], &pdf).starts_with("0 "));
}

#[test]
fn the_same_document_is_the_same_file_by_command_and_on_the_page() {
    let app = spawn();
    let first = invoiced(&app, "a", &organisation("Bygdekafeen AS"));
    invoiced(&app, "b", &private("Kari Nordmann"));
    let solveig = app.sign_in(SOLVEIG);
    let page = solveig.get(&format!("/intern/fakturaer/{first}")).text;
    assert!(page.contains(&format!("href=\"{}\"", path_of(first))), "{page}");
    let (pdf, _) = fetch(&solveig, &path_of(first));
    app.later_minutes(60 * 24 * 40);
    assert!(fetch(&app.sign_in(SOLVEIG), &path_of(first)).0 == pdf, "the same each time");
    let dir = tempfile::tempdir().unwrap();
    let place = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let told = app.run(&["export", "pdf", "1", "-o", &place("en.pdf")]);
    assert!(told.ok, "{}", told.stderr);
    assert!(std::fs::read(place("en.pdf")).unwrap() == pdf);
    let told = app.run(&["export", "pdf", "--all", "-o", &place("ny/alle")]);
    assert!(told.ok && told.stdout.contains('2'), "{told:?}");
    let mut names: Vec<_> = std::fs::read_dir(place("ny/alle")).unwrap().flatten().collect();
    names.sort_by_key(std::fs::DirEntry::file_name);
    let names: Vec<_> = names.iter().map(|one| one.file_name().into_string().unwrap()).collect();
    assert_eq!(names, ["1.pdf", "2.pdf"]);
    let told = app.run(&["export", "pdf", "99", "-o", &place("nei.pdf")]);
    assert!(told.code == 1 && told.stderr.contains("pdf.unknown"), "{told:?}");
    for login in [AMINA, TERJE] {
        assert_eq!(app.sign_in(login).get(&path_of(first)).status, 404, "{login}");
    }
    assert_eq!(app.sign_in(SOLVEIG).get(&path_of(99)).status, 404);
}

#[test]
fn a_customer_takes_the_invoice_along_from_their_own_link_and_it_tells_of_no_one_else() {
    let app = spawn();
    let order = place_for(&app, "a", &private("Kari Nordmann"), &wood_and_cake());
    let token = app.texts("SELECT token AS value FROM customer_order").remove(0);
    let (link, stranger) = (format!("/bestilling/{token}/faktura.pdf"), app.stranger());
    assert_eq!(stranger.get(&link).status, 404, "there is no invoice yet");
    assert!(!stranger.get(&format!("/bestilling/{token}")).text.contains("faktura.pdf"));
    let logged = app.api_as(AMINA).post_json(
        "/api/v1/hours",
        "worked",
        &json!({"date": "2026-03-16", "start": "08:00", "end": "09:00", "break_minutes": 0,
            "enterprise": "snekkeri", "kind": "training", "order": order}),
    );
    assert_eq!(logged.status, 201, "{}", logged.text);
    deliver(&app, &order, "2026-03-16");
    invoice(&app, &order, "2026-03-16");
    assert!(stranger.get(&format!("/bestilling/{token}")).text.contains(&link));
    let (pdf, name) = fetch(&stranger, &link);
    assert_eq!(name, "faktura-1.pdf");
    assert!(pdf == fetch(&app.sign_in(SOLVEIG), &path_of(1)).0, "it is the seller's own");
    let mut all = words_of(&pdf).to_lowercase();
    all += &told_by("pdfinfo", &["FILE"], &pdf).to_lowercase();
    all += &told_by("pdfinfo", &["-meta", "FILE"], &pdf).to_lowercase();
    for word in ["amina", "yusuf", "b01", "beboer", "mentor", "rehab", "rusfri", "terje", "solveig"]
    {
        assert!(!all.contains(word), "{word}: {all}");
    }
    assert_eq!(stranger.get("/bestilling/gjettet/faktura.pdf").status, 404);
}

#[test]
fn a_basis_is_called_one_and_is_for_the_farm_alone() {
    let app = spawn();
    app.db.execute("UPDATE seller SET mode = 'municipal_unit'").unwrap();
    let number = invoiced(&app, "a", &organisation("Bygdekafeen AS"));
    let (pdf, name) = fetch(&app.sign_in(SOLVEIG), &path_of(number));
    assert_eq!(name, "fakturagrunnlag-1.pdf");
    let text = words_of(&pdf);
    stand_in_order(&text, &["Fakturagrunnlag", "Grunnlagsnummer 1", "Dette er et grunnlag"]);
    assert!(!text.contains("KID") && !text.contains("Å betale"), "{text}");
    assert!(told_by("pdfdetach", &["-list", "FILE"], &pdf).starts_with("0 "));
    let token = app.texts("SELECT token AS value FROM customer_order").remove(0);
    assert_eq!(app.stranger().get(&format!("/bestilling/{token}/faktura.pdf")).status, 404);
    let page = app.stranger().get(&format!("/bestilling/{token}")).text;
    assert!(!page.contains("faktura.pdf"), "{page}");
}

/// Files of a farm beside the cast's own, imported.
pub fn imported(app: &App, files: &[(&str, String)]) {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    let told = app.run(&["import-farm", dir.path().to_str().unwrap()]);
    assert!(told.ok, "{}", told.stderr);
}

pub const OFFERING_COLUMNS: &str = "offering,enterprise,name,kind,unit,price_incl_vat,vat_code,\
     lead_days,capacity_per_day,allergens\n";
pub const ORDER_COLUMNS: &str = "order,line,ordered_on,customer,offering,quantity,\
     unit_price_incl_vat,vat_code,delivery_date,delivered_on,invoiced_on,due_on,kid,paid_on,\
     credited_on,cancelled_on\n";
pub const CUSTOMER_COLUMNS: &str = "customer,kind,name,org_number,email,street,postcode,city\n";

/// An invoice of so many lines of one thing, imported.
fn long_invoice(app: &App, name: &str, lines: u32) -> i64 {
    use std::fmt::Write as _;
    let mut orders = ORDER_COLUMNS.to_owned();
    for line in 1..=lines {
        let _ = writeln!(
            orders,
            "L1,{line},2026-01-05,L,LANG,2,149.00,3,2026-01-10,2026-01-10,2026-01-12,2026-01-26,12345674,,,"
        );
    }
    let quoted = name.replace('"', "\"\"");
    imported(
        app,
        &[
            (
                "customers.csv",
                format!(
                    "{CUSTOMER_COLUMNS}L,private,\"{quoted}\",,l@example.com,\"{quoted}\",4630,\"{quoted}\"\n"
                ),
            ),
            (
                "offerings.csv",
                format!("{OFFERING_COLUMNS}LANG,snekkeri,\"{quoted}\",goods,stk,149.00,3,1,,\n"),
            ),
            ("orders.csv", orders),
        ],
    );
    app.number("SELECT max(number) AS value FROM invoice")
}

#[test]
fn a_long_invoice_repeats_its_head_and_numbers_its_pages() {
    let app = spawn();
    let number = long_invoice(&app, "Fuglekasse i bjørk, malt etter ønske", 140);
    let (pdf, _) = fetch(&app.sign_in(SOLVEIG), &path_of(number));
    let text = words_of(&pdf);
    let (_, pages) = text.split_once("Side 1 av ").unwrap();
    let pages: usize = pages.split(' ').next().unwrap().parse().unwrap();
    let heads = text.matches("Beskrivelse Antall Pris MVA Beløp").count();
    // The last page may hold the sums alone.
    assert!(pages >= 3 && (heads == pages || heads + 1 == pages), "{heads} of {pages}: {text}");
    for page in 1..=pages {
        assert!(text.contains(&format!("Side {page} av {pages}")), "{page}");
    }
    assert_eq!(text.matches("2 stk 149,00 25 % 298,00").count(), 140);
    assert_eq!(text.matches("Å betale").count(), 1);
    assert!(text.contains("Å betale kr 41 720,00"), "{text}");
}

#[test]
fn whatever_was_typed_is_shown_as_text_and_never_obeyed() {
    let hostile = [
        "#panic(\"x\") *fet* _skrå_ $x^2$ @ref <merke> = Tittel - liste `kode` \\ // kommentar",
        "Kari 🦄👨‍👩‍👧 北京烤鸭 ملك עברית Ελλάδα Привет",
        "\u{202e}bakvendt\u{202c} \u{200b}\u{feff}e\u{301}\u{301}\u{301}\u{301}\u{301} ﬁ ½ \u{e000}",
        &"W".repeat(110),
        "#import \"/etc/passwd\": * #read(\"/etc/passwd\") #sys.inputs",
        "]] } ) #{ [ ( \"",
    ];
    for name in hostile {
        let app = spawn();
        let number = long_invoice(&app, name, 2);
        let (pdf, _) = fetch(&app.sign_in(SOLVEIG), &path_of(number));
        let text = words_of(&pdf);
        assert!(text.contains("Å betale kr 596,00"), "{name}: {text}");
        let first: String = name.chars().filter(char::is_ascii_graphic).take(5).collect();
        assert!(text.replace(' ', "").contains(&first), "{name}: {text}");
    }
}

#[test]
#[expect(clippy::disallowed_types, reason = "places on a page are told in parts of a point")]
fn nothing_on_a_page_is_wider_than_the_page() {
    let app = spawn();
    let number = long_invoice(&app, &"Wm".repeat(60), 3);
    let (pdf, _) = fetch(&app.sign_in(SOLVEIG), &path_of(number));
    let boxes = told_by("pdftotext", &["-bbox", "FILE", "-"], &pdf);
    let number_after = |line: &str, name: &str| -> f64 {
        let (_, after) = line.split_once(&format!("{name}=\"")).unwrap();
        after.split_once('"').unwrap().0.parse().unwrap()
    };
    let words: Vec<&str> = boxes.lines().filter(|line| line.contains("<word")).collect();
    assert!(words.len() > 20, "{boxes}");
    for word in words {
        assert!(number_after(word, "xMax") < 545.0, "{word}");
        assert!(number_after(word, "xMin") > 50.0, "{word}");
    }
}
