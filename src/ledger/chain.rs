//! The chain: each voucher carries the SHA-256 of what it says and of the voucher before it. Pure.
//!
//! The canonical text, version 1, in UTF-8, every line ended by one line feed, after one byte that
//! holds the version (`0x01`):
//!
//! ```text
//! previous HEX            the hash of the voucher before in the series; 64 zeros for the first
//! series voucher:2026
//! number 17
//! kind sale
//! date 2026-03-31         the accounting date
//! posted 2026-04-02T08:15:30Z   whole seconds, UTC
//! by TEXT                 the account that posted, or -
//! document TEXT           as a JSON string
//! content HEX             the digest of what the document says, or -
//! corrects TEXT           the id of the voucher that is corrected, or -
//! words HEX               the salted digest of names and free text
//! posting LINE ACCOUNT ORE ENTERPRISE CODE BASE PARTY    by line; what is absent is -
//! ```
//!
//! The digest of the words is SHA-256 of the salt, a line feed and the words. The words' row may be
//! removed when the law says so: the digest stays, and with it the chain.
//!
//! The bytes are the same on both databases: instants are cut to whole seconds, and no number is
//! ever written with anything but digits and a minus sign.

use std::fmt::Write;

use crate::base::{AccountId, EnterpriseId, VatCode, VoucherId, sha256_hex};

use super::model::{BookedPosting, Voucher};

/// The version of the canonical text that new vouchers carry.
const VERSION: u8 = 1;

/// What the first voucher of a series has before it.
pub(super) const BEGINNING: &str =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// The digest that stands in the chain for names and free text.
pub(super) fn digest_of_words(salt: &str, words: &str) -> String {
    sha256_hex(format!("{salt}\n{words}"))
}

/// The hash of a voucher, over its own fields (but `hash`) and its postings, by line.
pub(super) fn hash(voucher: &Voucher, postings: &[BookedPosting]) -> String {
    let mut bytes = vec![VERSION];
    bytes.extend_from_slice(canonical_text(voucher, postings).as_bytes());
    sha256_hex(bytes)
}

fn canonical_text(voucher: &Voucher, postings: &[BookedPosting]) -> String {
    let or_dash = |text: Option<&str>| text.unwrap_or("-").to_owned();
    let document = serde_json::Value::from(voucher.document.as_str());
    let mut text = format!(
        "previous {}\nseries voucher:{}\nnumber {}\nkind {}\ndate {}\nposted {}\nby {}\n\
         document {document}\ncontent {}\ncorrects {}\nwords {}\n",
        voucher.previous_hash,
        voucher.fiscal_year,
        voucher.number,
        voucher.kind,
        voucher.voucher_date,
        voucher.posted_at.rfc3339(),
        or_dash(voucher.by_account.as_ref().map(AccountId::as_str)),
        or_dash(voucher.content_digest.as_deref()),
        or_dash(voucher.corrects.as_ref().map(VoucherId::as_str)),
        voucher.text_digest,
    );
    for posting in postings {
        let base = posting.vat_base_ore.map_or("-".to_owned(), |base| base.ore().to_string());
        let _ = writeln!(
            text,
            "posting {} {} {} {} {} {base} {}",
            posting.line,
            posting.account,
            posting.amount_ore.ore(),
            or_dash(posting.enterprise_id.as_ref().map(EnterpriseId::as_str)),
            or_dash(posting.vat_code.map(VatCode::as_str)),
            or_dash(posting.party.as_deref()),
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{AccountNo, Month, Ore, UtcTime};
    use crate::ledger::VoucherKind;

    fn example() -> (Voucher, Vec<BookedPosting>) {
        let date = "2026-03-31".parse().unwrap();
        let at = chrono::DateTime::from_timestamp(1_775_117_730, 123_456_789).unwrap();
        let voucher = Voucher {
            id: VoucherId::from_text("v17"),
            fiscal_year: 2026,
            number: 17,
            kind: VoucherKind::Sale,
            voucher_date: date,
            posted_at: UtcTime::new(at),
            by_account: None,
            document: "F \"9\"\n".into(),
            content_digest: None,
            corrects: None,
            text_digest: digest_of_words("salt", "ord"),
            previous_hash: BEGINNING.into(),
            hash: String::new(),
        };
        let posting = |line, account, ore| BookedPosting {
            voucher_id: VoucherId::from_text("v17"),
            line,
            account: AccountNo::of(account),
            amount_ore: Ore::new(ore),
            enterprise_id: None,
            vat_code: None,
            vat_base_ore: None,
            party: None,
            entry_date: date,
            period: Month::of(date),
        };
        let mut sale = posting(2, 3010, -100);
        sale.enterprise_id = Some(EnterpriseId::from_text("e1"));
        sale.vat_code = Some(VatCode::Out25);
        (voucher, vec![posting(1, 1500, 100), sale])
    }

    #[test]
    fn the_canonical_text_is_this() {
        let (voucher, postings) = example();
        let digest = digest_of_words("salt", "ord");
        let expected = format!(
            "previous {BEGINNING}\nseries voucher:2026\nnumber 17\nkind sale\ndate 2026-03-31\n\
             posted 2026-04-02T08:15:30Z\nby -\ndocument \"F \\\"9\\\"\\n\"\ncontent -\ncorrects -\n\
             words {digest}\nposting 1 1500 100 - - - -\nposting 2 3010 -100 e1 3 - -\n"
        );
        assert_eq!(canonical_text(&voucher, &postings), expected);
    }

    #[test]
    fn whatever_is_changed_changes_the_hash() {
        let (voucher, postings) = example();
        let was = hash(&voucher, &postings);
        let changed = |change: &dyn Fn(&mut Voucher, &mut Vec<BookedPosting>)| {
            let (mut voucher, mut postings) = (voucher.clone(), postings.clone());
            change(&mut voucher, &mut postings);
            hash(&voucher, &postings)
        };
        assert_eq!(changed(&|_, _| ()), was);
        assert_ne!(changed(&|v, _| v.number = 18), was);
        assert_ne!(changed(&|v, _| v.document = "F 8".into()), was);
        assert_ne!(changed(&|v, _| v.text_digest = digest_of_words("salt", "ore")), was);
        assert_ne!(changed(&|v, _| v.previous_hash = was.clone()), was);
        assert_ne!(changed(&|_, p| p[0].amount_ore = Ore::new(101)), was);
        assert_ne!(changed(&|_, p| p[1].vat_code = None), was);
        assert_ne!(changed(&|_, p| p.truncate(1)), was);
    }
}
