//! A hundred thousand payments in one file: the command on a farm with as many open invoices.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PAYMENTS: u32 = 100_000;
/// The account of the seller that `set_up` makes.
const ACCOUNT: &str = "15032914176";

/// Takes an OCR file and a camt file of as many payments in, and tells time and memory of each.
pub fn measure(folder: &Path, name: &str, urls: [&str; 2]) {
    println!("\n{name}: {PAYMENTS} payments by a file from the bank");
    let kids: Vec<String> = (1..=PAYMENTS).map(kid).collect();
    for (kind, url) in ["ocr-giro", "camt054"].into_iter().zip(urls) {
        super::server::set_up(url);
        invoice(folder, url, &kids);
        let file = folder.join(kind);
        let day = super::server::today();
        let text = match kind {
            "ocr-giro" => ocr(&kids, &day.format("%d%m%y").to_string()),
            _ => camt(&kids, &day.to_string()),
        };
        std::fs::write(&file, text).expect("the file is written");
        let began = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_gardsbok"))
            .args(["import", kind])
            .arg(&file)
            .args(["--database-url", url])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let status = format!("/proc/{}/status", child.id());
        let mut peak = String::new();
        while child.try_wait().expect("it runs").is_none() {
            if let Ok(text) = std::fs::read_to_string(&status)
                && let Some(line) = text.lines().find(|line| line.starts_with("VmHWM"))
            {
                peak = line.split_whitespace().nth(1).unwrap_or_default().to_owned();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let said = child.wait_with_output().expect("it ends");
        assert!(said.status.success(), "{kind} was refused");
        let said = String::from_utf8_lossy(&said.stdout).trim().to_owned();
        println!("  {kind:<9} {:>6} ms, at most {peak} kB: {said}", began.elapsed().as_millis());
    }
}

/// A KID with its MOD10 digit.
fn kid(number: u32) -> String {
    let body = format!("{number:08}");
    let weigh = |(place, digit): (usize, u32)| match (place % 2, digit * 2) {
        (0, twice) if twice > 9 => twice - 9,
        (0, twice) => twice,
        _ => digit,
    };
    let digits = body.chars().rev().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits.enumerate().map(weigh).sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// An open invoice of a hundred kroner for each KID, by the import of orders.
fn invoice(folder: &Path, url: &str, kids: &[String]) {
    let day = super::server::today();
    let mut text = "order,line,ordered_on,customer,offering,quantity,unit_price_incl_vat,vat_code,\
                    delivery_date,delivered_on,invoiced_on,due_on,kid,paid_on,credited_on,\
                    cancelled_on\n"
        .to_owned();
    for (at, kid) in (1..).zip(kids) {
        let _ = writeln!(text, "X{at},1,{day},c1,A2,1,100.00,3,{day},{day},{day},{day},{kid},,,");
    }
    let customers = folder.join("customers.csv");
    std::fs::write(
        &customers,
        "customer,kind,name,org_number,email,street,postcode,city\n\
         c1,private,Kari,,k@example.com,Veien 1,4630,Kristiansand\n",
    )
    .expect("the file is written");
    let orders = folder.join("orders.csv");
    std::fs::write(&orders, text).expect("the file is written");
    for (kind, file) in [("customers", customers), ("orders", orders)] {
        let file = file.display().to_string();
        super::server::run(&["import", kind, &file, "--database-url", url]);
    }
}

/// A hundred kroner each.
fn ocr(kids: &[String], date: &str) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "NY00001000008080000000100012345{:049}", 0);
    let _ = writeln!(text, "NY0900200080000010000001{ACCOUNT}{:045}", 0);
    for (at, kid) in (1..).zip(kids) {
        let _ = writeln!(text, "NY091030{at:07}{date}0123{:06}0{:017}{kid:>25}000000", 0, 10_000);
        let _ = writeln!(text, "NY091031{at:07}{at:010}{at:09}0000000{date}12345678903{:022}", 0);
    }
    let (count, sum) = (kids.len(), kids.len() * 10_000);
    let sums = format!("{count:08}{:08}{sum:017}{date}", count * 2 + 2);
    let _ = writeln!(text, "NY090088{sums}{date}{date}{:021}", 0);
    let _ = writeln!(text, "NY000089{count:08}{:08}{sum:017}{date}{:033}", count * 2 + 4, 0);
    text
}

/// One entry that the bank booked as a sum, and its transactions.
fn camt(kids: &[String], day: &str) -> String {
    let at = format!("{day}T06:00:00+01:00");
    let sum = kids.len() * 100;
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn>\
         <GrpHdr><MsgId>M1</MsgId><CreDtTm>{at}</CreDtTm></GrpHdr><Ntfctn><Id>N1</Id>\
         <CreDtTm>{at}</CreDtTm><Acct><Id><Othr><Id>{ACCOUNT}</Id></Othr></Id><Ccy>NOK</Ccy></Acct>\n\
         <Ntry><Amt Ccy=\"NOK\">{sum}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
         <BookgDt><Dt>{day}</Dt></BookgDt><BkTxCd/><NtryDtls><Btch><NbOfTxs>{}</NbOfTxs></Btch>\n",
        kids.len()
    );
    for (at, kid) in (1..).zip(kids) {
        let _ = writeln!(
            text,
            "<TxDtls><Refs><AcctSvcrRef>{at}</AcctSvcrRef></Refs><Amt Ccy=\"NOK\">100.00</Amt>\
             <CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd>\
             </CdOrPrtry></Tp><Ref>{kid}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
        );
    }
    text + "</NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>\n"
}
