//! Files as a bank writes them, to the account of the farm; each is kept for other hands to read.

use std::fmt::Write;
use std::path::PathBuf;

/// The account of the farm.
pub const ACCOUNT: &str = "18131012346";

/// A payment in a file.
#[derive(Clone, Debug)]
pub struct Paid {
    pub kid: String,
    /// Negative: the bank took it back.
    pub ore: i64,
    /// `2026-03-16`
    pub day: String,
    /// Digits.
    pub reference: u32,
}

pub fn paid(kid: &str, ore: i64, day: &str, reference: u32) -> Paid {
    Paid { kid: kid.into(), ore, day: day.into(), reference }
}

/// `160326`
fn short(day: &str) -> String {
    format!("{}{}{}", &day[8..10], &day[5..7], &day[2..4])
}

/// An OCR giro file; a payment without a KID is one with free text.
pub fn ocr(number: u32, payments: &[Paid]) -> String {
    ocr_of(ACCOUNT, number, payments)
}

pub fn ocr_of(account: &str, number: u32, payments: &[Paid]) -> String {
    let (mut text, mut records, mut sum) = (String::new(), 2, 0);
    writeln!(text, "NY00001000008080{number:07}00012345{:049}", 0).unwrap();
    writeln!(text, "NY090020008000001{number:07}{account}{:045}", 0).unwrap();
    for (at, payment) in (1..).zip(payments) {
        let Paid { kid, ore, day, reference } = payment;
        let (date, sign) = (short(day), if *ore < 0 { "-" } else { "0" });
        let kind = if kid.is_empty() { "21" } else { "10" };
        let size = ore.abs();
        writeln!(
            text,
            "NY09{kind}30{at:07}{date}0123{:06}{sign}{size:017}{kid:>25}000000",
            0,
            kind = kind
        )
        .unwrap();
        let form = format!("{reference:010}{reference:09}");
        writeln!(text, "NY09{kind}31{at:07}{form}0000000{date}12345678903{:022}", 0).unwrap();
        records += 2;
        if kid.is_empty() {
            writeln!(text, "NY09{kind}32{at:07}{:<40}{:025}", "Takk for sist", 0).unwrap();
            records += 1;
        }
        sum += ore;
    }
    let mut days: Vec<&str> = payments.iter().map(|payment| payment.day.as_str()).collect();
    days.sort_unstable();
    let (first, last) = (short(days[0]), short(days[days.len() - 1]));
    let count = payments.len();
    writeln!(text, "NY090088{count:08}{records:08}{sum:017}{last}{first}{last}{:021}", 0).unwrap();
    writeln!(text, "NY000089{count:08}{:08}{sum:017}{last}{:033}", records + 2, 0).unwrap();
    keep(&format!("{account}-{number}.txt"), &text);
    text
}

fn kroner(ore: i64) -> String {
    format!("{}.{:02}", ore.abs() / 100, ore.abs() % 100)
}

/// A camt.054 file of edition 02 or 08, an entry a payment; one taken back says so.
pub fn camt(edition: &str, number: u32, payments: &[Paid]) -> String {
    let space = format!("urn:iso:std:iso:20022:tech:xsd:camt.054.001.{edition}");
    let status = if edition == "02" { "BOOK" } else { "<Cd>BOOK</Cd>" };
    let at = "2026-03-16T18:00:00+01:00";
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"{space}\">\n\
         <BkToCstmrDbtCdtNtfctn>\n<GrpHdr><MsgId>M{number}</MsgId><CreDtTm>{at}</CreDtTm></GrpHdr>\n\
         <Ntfctn>\n<Id>N{number}</Id><CreDtTm>{at}</CreDtTm>\n<Acct><Id><Othr><Id>{ACCOUNT}</Id>\
         <SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id><Ccy>NOK</Ccy></Acct>\n"
    );
    let side = |is_debit: bool| {
        let of = payments.iter().filter(|payment| (payment.ore < 0) == is_debit);
        let (count, sum) = (of.clone().count(), of.map(|payment| payment.ore).sum::<i64>());
        format!("<NbOfNtries>{count}</NbOfNtries><Sum>{}</Sum>", kroner(sum))
    };
    writeln!(
        text,
        "<TxsSummry><TtlCdtNtries>{}</TtlCdtNtries><TtlDbtNtries>{}</TtlDbtNtries></TxsSummry>",
        side(false),
        side(true)
    )
    .unwrap();
    for payment in payments {
        let Paid { kid, ore, day, reference } = payment;
        let amount = kroner(*ore);
        let (way, back) = if *ore < 0 { ("DBIT", "<RvslInd>true</RvslInd>") } else { ("CRDT", "") };
        let about = if kid.is_empty() {
            "<Ustrd>Takk for sist &amp; hils</Ustrd>".to_owned()
        } else {
            format!(
                "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>\
                 <Ref>{kid}</Ref></CdtrRefInf></Strd>"
            )
        };
        let name =
            if edition == "02" { "<Nm>Ola Øst</Nm>" } else { "<Pty><Nm>Ola Øst</Nm></Pty>" };
        writeln!(
            text,
            "<Ntry><Amt Ccy=\"NOK\">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>{back}\
             <Sts>{status}</Sts><BookgDt><Dt>{day}</Dt></BookgDt>\
             <AcctSvcrRef>{reference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>\
             <SubFmlyCd>VCOM</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs>\
             <AcctSvcrRef>{reference}</AcctSvcrRef></Refs>{}\
             <AmtDtls><TxAmt><Amt Ccy=\"NOK\">{amount}</Amt></TxAmt></AmtDtls>\
             <RltdPties><Dbtr>{name}</Dbtr></RltdPties><RmtInf>{about}</RmtInf></TxDtls></NtryDtls>\
             </Ntry>",
            if edition == "02" {
                String::new()
            } else {
                format!("<Amt Ccy=\"NOK\">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>")
            }
        )
        .unwrap();
    }
    text += "</Ntfctn>\n</BkToCstmrDbtCdtNtfctn>\n</Document>\n";
    keep(&format!("{edition}-{number}.xml"), &text);
    text
}

/// Keeps a file of the tests, so that other programs can be asked about it; they mind the check digit
/// of an account, which that of the made-up farm has not.
fn keep(name: &str, text: &str) {
    let text = text.replace(ACCOUNT, "12345678903");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bank");
    let _ = std::fs::create_dir_all(&folder);
    let _ = std::fs::write(folder.join(name), text);
}
