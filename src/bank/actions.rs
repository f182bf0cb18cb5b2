//! A file from the bank is taken in: read whole, then booked whole or not at all.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::base::{AccountId, Ore, UtcTime, VoucherId, fresh_id};
use crate::db::{Db, DbConn};
use crate::enterprises;
use crate::error::{AppError, AppResult, Refusal};
use crate::invoicing::{self, FromFile, Met, Receipt};

use super::fault::{Fault, Wrong};
use super::model::{BankEntry, BankFile, Fate, FileKind, Taken};
use super::movement::{Movement, Totals, Way, bank_key, is_weak};
use super::source::Source;
use super::{store, words};

/// Movements in memory at once, and in one voucher at most.
const CHUNK: usize = 250;

/// Takes a file in; the very same file again changes nothing. `kind` is told, or seen of the file.
///
/// Blocks: it reads and writes where it is called.
///
/// # Refuses
/// `bank.*` with file and line (see [`Wrong`]), `bank.no_account`, `seller.missing`; `ledger.*` for
/// a day whose books are closed.
///
/// # Errors
/// The refusals; the database's.
pub(crate) fn take_in(
    db: &Db,
    kind: Option<FileKind>,
    source: &Source,
    by: Option<&AccountId>,
    now: UtcTime,
) -> AppResult<Taken> {
    let name = source.name();
    let refused = |fault: &Fault| AppError::from(fault.refusal(&name));
    let own = db.read_now(own_account)?;
    let seen = source.kind().map_err(|e| {
        let wrong = Wrong::Unreadable(e.to_string());
        refused(&Fault { line: 0, wrong })
    })?;
    let neither = || refused(&Fault::at(0, Wrong::NotOurs));
    let kind = kind.or(seen).ok_or_else(neither)?;
    let former = || db.read_now(invoicing::list_seller_accounts);
    let ((totals, digest), accounts) =
        proven_of_ours(source, kind, own, former, now.oslo_date())?.map_err(|f| refused(&f))?;
    if let Some(known) = db.read_now(|conn| Ok(store::find_file_by_digest(conn, &digest)?))? {
        return Ok(known_before(&known));
    }
    let file = file_of(kind, name, totals, digest, by, now);
    let source = source.clone();
    db.write_now(move |tx| book(tx, &source, &file, &accounts, now))
}

/// [`take_in`] of bytes within a transaction one has.
///
/// # Errors
/// As [`take_in`].
pub(crate) fn take_in_bytes(
    tx: &mut DbConn,
    bytes: &str,
    by: Option<&AccountId>,
    now: UtcTime,
) -> AppResult<Taken> {
    let source = Source::Memory(Arc::from(bytes.as_bytes()));
    let refused = |fault: Fault| AppError::from(fault.refusal(""));
    let accounts = vec![own_account(tx)?];
    let kind = source.kind().ok().flatten().unwrap_or(FileKind::Ocr);
    let (totals, digest) = proven(&source, kind, &accounts, now.oslo_date()).map_err(refused)?;
    let file = file_of(kind, String::new(), totals, digest, by, now);
    book(tx, &source, &file, &accounts, now)
}

fn file_of(
    kind: FileKind,
    name: String,
    totals: Totals,
    digest: String,
    by: Option<&AccountId>,
    now: UtcTime,
) -> BankFile {
    BankFile {
        id: fresh_id(),
        digest,
        kind,
        name,
        entries: i64::try_from(totals.entries).unwrap_or(i64::MAX),
        sum_ore: totals.sum,
        taken_at: now,
        taken_by: by.cloned(),
    }
}

fn known_before(file: &BankFile) -> Taken {
    Taken {
        file_id: file.id.clone(),
        was_known: true,
        entries: file.entries,
        sum: file.sum_ore,
        paid: 0,
        waiting: 0,
        known: file.entries,
    }
}

/// The seller's account, eleven digits.
fn own_account(conn: &mut DbConn) -> AppResult<String> {
    let missing = "Ingen selger er lagt inn. Legg inn selgeren under Gården først.";
    let seller = enterprises::seller(conn)?
        .ok_or_else(|| Refusal::new("seller.missing", "file", missing))?;
    let account: String = seller.bank_account.chars().filter(char::is_ascii_digit).collect();
    if account.is_empty() { Err(words::no_account().into()) } else { Ok(account) }
}

/// A proven file, or its first fault; and the accounts that are ours.
type Proven = Result<((Totals, String), Vec<String>), Fault>;

/// [`proven`] of the seller's account, else also of those that invoices were printed with before it.
fn proven_of_ours(
    source: &Source,
    kind: FileKind,
    own: String,
    former: impl FnOnce() -> AppResult<Vec<String>>,
    today: NaiveDate,
) -> AppResult<Proven> {
    let mut accounts = vec![own];
    let fault = match proven(source, kind, &accounts, today) {
        Err(fault) if matches!(fault.wrong, Wrong::Account(_)) => fault,
        told => return Ok(told.map(|told| (told, accounts))),
    };
    accounts.extend(former()?);
    if accounts.len() == 1 {
        return Ok(Err(fault));
    }
    Ok(proven(source, kind, &accounts, today).map(|told| (told, accounts)))
}

/// Reads the file whole, and holds it to its own counts and sums.
fn proven(
    source: &Source,
    kind: FileKind,
    accounts: &[String],
    today: NaiveDate,
) -> Result<(Totals, String), Fault> {
    let mut movements = source.movements(kind, Some(accounts.to_vec()))?;
    let mut totals = Totals::default();
    while let Some(movement) = movements.next()? {
        if movement.booked_on > today {
            let day = movement.booked_on.format("%d.%m.%Y").to_string();
            return Err(Fault::at(movement.line, Wrong::InFuture(day)));
        }
        totals.add(&movement);
    }
    Ok((totals, movements.digest()))
}

/// Reads the proven file once more, and books it.
fn book(
    tx: &mut DbConn,
    source: &Source,
    file: &BankFile,
    accounts: &[String],
    now: UtcTime,
) -> AppResult<Taken> {
    if let Some(known) = store::find_file_by_digest(tx, &file.digest)? {
        return Ok(known_before(&known)); // someone was first
    }
    let refused = |fault: Fault| AppError::from(fault.refusal(&file.name));
    store::insert_file(tx, file)?;
    let mut movements = source.movements(file.kind, Some(accounts.to_vec())).map_err(refused)?;
    // By a digest of the key, so that a large file is not held in memory by its keys.
    let mut seen: HashMap<u64, u32> = HashMap::new();
    let digests = RandomState::new();
    let mut taken = Taken { was_known: false, known: 0, ..known_before(file) };
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        while chunk.len() < CHUNK
            && let Some(movement) = movements.next().map_err(refused)?
        {
            let plain = bank_key(&movement, 0, &file.digest);
            let before = seen.entry(digests.hash_one(plain)).or_default();
            let key = bank_key(&movement, *before, &file.digest);
            *before += 1;
            chunk.push((key, movement));
        }
        if chunk.is_empty() {
            break;
        }
        book_chunk(tx, file, chunk, &mut taken, now)?;
    }
    if movements.digest() != file.digest {
        return Err(refused(Fault::at(0, Wrong::Changed)));
    }
    Ok(taken)
}

/// Books some movements: a voucher for each day that anything came in.
fn book_chunk(
    tx: &mut DbConn,
    file: &BankFile,
    mut chunk: Vec<(String, Movement)>,
    taken: &mut Taken,
    now: UtcTime,
) -> AppResult<()> {
    let keys: Vec<&str> = chunk.iter().map(|(key, _)| key.as_str()).collect();
    let known = store::list_known(tx, &keys)?;
    taken.known += i64::try_from(known.len()).unwrap_or_default();
    chunk.retain(|(key, _)| !known.contains(key));
    let alike = Seen::of(tx, file, &chunk)?;
    let mut by_day: BTreeMap<NaiveDate, Vec<(String, Movement)>> = BTreeMap::new();
    let mut rows = Vec::with_capacity(chunk.len());
    for (key, movement) in chunk {
        let fate = match movement.way {
            Way::Reversal => Fate::Reversal,
            Way::Out => Fate::Out,
            Way::In if alike.has(file.kind, &movement) => Fate::Twice,
            Way::In => {
                by_day.entry(movement.booked_on).or_default().push((key, movement));
                continue;
            }
        };
        rows.push(row_of(file, key, movement, fate, None, None));
    }
    let document = file.document();
    let from = FromFile { document: &document, digest: &file.digest };
    for (day, of_day) in by_day {
        let receipt = |(_, movement): &(String, Movement)| Receipt {
            amount: movement.amount,
            kid: movement.kid.clone(),
        };
        let receipts: Vec<Receipt> = of_day.iter().map(receipt).collect();
        let by = file.taken_by.as_ref();
        let (voucher, met) = invoicing::book_receipts(tx, by, from, day, &receipts, now)?;
        for ((key, movement), met) in of_day.into_iter().zip(met) {
            let (fate, payment) = match met {
                Met::Invoice(payment) => (Fate::Paid, Some(payment)),
                Met::Nothing => (Fate::Unknown, None),
                Met::Credited => (Fate::Credited, None),
            };
            rows.push(row_of(file, key, movement, fate, payment, Some(voucher.clone())));
        }
    }
    let paid = rows.iter().filter(|row| row.fate == Fate::Paid).count();
    taken.paid += i64::try_from(paid).unwrap_or_default();
    taken.waiting += i64::try_from(rows.len() - paid).unwrap_or_default();
    Ok(store::insert_entries(tx, &rows)?)
}

fn row_of(
    file: &BankFile,
    bank_key: String,
    movement: Movement,
    fate: Fate,
    payment_id: Option<String>,
    voucher_id: Option<VoucherId>,
) -> BankEntry {
    BankEntry {
        id: fresh_id(),
        file_id: file.id.clone(),
        line: i64::try_from(movement.line).unwrap_or(i64::MAX),
        bank_key,
        booked_on: movement.booked_on,
        amount_ore: movement.amount,
        kid: movement.kid,
        reference: movement.reference,
        payer: movement.payer,
        message: movement.message,
        fate,
        payment_id,
        voucher_id,
    }
}

/// What has come in other files on the same days, with the same KIDs and amounts.
struct Seen(Vec<store::Alike>);

impl Seen {
    fn of(tx: &mut DbConn, file: &BankFile, chunk: &[(String, Movement)]) -> AppResult<Self> {
        let mut days: Vec<NaiveDate> = chunk.iter().map(|(_, of)| of.booked_on).collect();
        days.sort_unstable();
        days.dedup();
        let mut kids: Vec<&str> = chunk.iter().map(|(_, of)| of.kid.as_str()).collect();
        kids.sort_unstable();
        kids.dedup();
        let mut alike = store::list_alike(tx, &file.id, &days, &kids)?;
        alike.sort_unstable();
        Ok(Self(alike))
    }

    /// Has one just like it come, where the references cannot tell the two apart: in the other kind
    /// of file, or without a reference that the bank gave it itself?
    fn has(&self, kind: FileKind, movement: &Movement) -> bool {
        let wanted: (NaiveDate, &str, Ore) = (movement.booked_on, &movement.kid, movement.amount);
        let first =
            self.0.partition_point(|(day, kid, amount, ..)| (*day, kid.as_str(), *amount) < wanted);
        let is_own_weak = is_weak(&movement.reference);
        self.0
            .iter()
            .skip(first)
            .take_while(|(day, kid, amount, ..)| (*day, kid.as_str(), *amount) == wanted)
            .any(|(.., reference, other)| *other != kind || is_own_weak || is_weak(reference))
    }
}
