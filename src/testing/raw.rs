//! Prepared SQL with no words of ours in between, for the benchmark's bare handler.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types;

use crate::base::{AccountNo, EnterpriseId, Ore, UtcTime, VatCode};
use crate::db::{Address, Db, DbConn, on_each};
use crate::ledger::{self, Balanced, NewVoucher, Posting, VoucherKind};

/// What a statement answers.
pub type Outcome<T> = QueryResult<T>;

/// A value bound to a `?`.
#[derive(Clone, Debug)]
pub enum Value {
    /// text
    Text(String),
    /// bigint
    Big(i64),
    /// integer
    Int(i32),
    /// boolean
    Bool(bool),
    /// date
    Date(NaiveDate),
    /// timestamp
    Time(NaiveDateTime),
    /// a null text
    Null,
}

/// A statement whose text is its key in the connection's cache of prepared ones.
struct Statement<'a> {
    sql: &'static str,
    values: &'a [Value],
}

impl QueryId for Statement<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Conn> RunQueryDsl<Conn> for Statement<'_> {}

impl diesel::query_builder::Query for Statement<'_> {
    type SqlType = sql_types::BigInt;
}

macro_rules! fragment {
    ($backend:ty) => {
        impl QueryFragment<$backend> for Statement<'_> {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, $backend>) -> QueryResult<()> {
                let mut values = self.values.iter();
                for (place, part) in self.sql.split('?').enumerate() {
                    if place > 0 {
                        match values.next() {
                            Some(Value::Text(v)) => out.push_bind_param::<sql_types::Text, _>(v)?,
                            Some(Value::Big(v)) => {
                                out.push_bind_param::<sql_types::BigInt, _>(v)?
                            }
                            Some(Value::Int(v)) => {
                                out.push_bind_param::<sql_types::Integer, _>(v)?
                            }
                            Some(Value::Bool(v)) => out.push_bind_param::<sql_types::Bool, _>(v)?,
                            Some(Value::Date(v)) => out.push_bind_param::<sql_types::Date, _>(v)?,
                            Some(Value::Time(v)) => {
                                out.push_bind_param::<sql_types::Timestamp, _>(v)?
                            }
                            Some(Value::Null) | None => out.push_sql("NULL"),
                        }
                    }
                    out.push_sql(part);
                }
                Ok(())
            }
        }
    };
}
fragment!(diesel::sqlite::Sqlite);
fragment!(diesel::pg::Pg);

/// The database by its writer, without the product.
#[derive(Clone)]
pub struct Store(Db);

/// The transaction a closure is in.
pub struct Raw<'a>(&'a mut DbConn);

impl Store {
    /// Opens and migrates.
    ///
    /// # Errors
    /// As the program's own start.
    pub fn open(url: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let address = Address::parse(url).ok_or("no database address")?;
        Ok(Self(Db::open(&address)?))
    }

    /// Runs statements in the writer's group; answers after the commit.
    ///
    /// # Errors
    /// The database's.
    pub async fn write<T, F>(
        &self,
        action: F,
    ) -> Result<T, Box<dyn std::error::Error + Send + Sync>>
    where
        T: Send + 'static,
        F: FnOnce(&mut Raw<'_>) -> QueryResult<T> + Send + 'static,
    {
        Ok(self.0.write(move |tx| Ok(action(&mut Raw(tx))?)).await?)
    }
}

impl Raw<'_> {
    /// Runs one statement; how many rows it touched.
    ///
    /// # Errors
    /// The database's.
    pub fn run(&mut self, sql: &'static str, values: &[Value]) -> QueryResult<usize> {
        on_each!(&mut *self.0, |c| Statement { sql, values }.execute(c))
    }

    /// Runs one statement that returns one number.
    ///
    /// # Errors
    /// The database's.
    pub fn number(&mut self, sql: &'static str, values: &[Value]) -> QueryResult<i64> {
        on_each!(&mut *self.0, |c| Statement { sql, values }.get_result(c))
    }
}

/// Vouchers in one transaction of [`fill_books`].
const VOUCHERS_AT_ONCE: u32 = 2000;

/// Posts sales of three postings each until the books hold about `postings` more, spread over the
/// days of the year that `now_ms` is in.
///
/// # Errors
/// The database's, or when no enterprise is there.
pub fn fill_books(url: &str, postings: u32, now_ms: i64) -> Result<(), super::Failure> {
    let address = Address::parse(url).ok_or("no database address")?;
    let db = Db::open(&address)?;
    let now = super::at(now_ms);
    let enterprises = db.read_now(|conn| Ok(crate::enterprises::list_enterprises(conn)?))?;
    let ids: Vec<EnterpriseId> = enterprises.into_iter().map(|e| e.id).collect();
    let vouchers = postings.div_euclid(3);
    for group in 0..vouchers.div_ceil(VOUCHERS_AT_ONCE) {
        let first = group * VOUCHERS_AT_ONCE;
        let ids = ids.clone();
        db.write_now(move |tx| {
            for number in first..(first + VOUCHERS_AT_ONCE).min(vouchers) {
                post_sale(tx, &ids, number, now)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// A sale of 125 kroner at 25 %, on a day of the year that goes round.
fn post_sale(
    tx: &mut DbConn,
    enterprises: &[EnterpriseId],
    number: u32,
    now: UtcTime,
) -> crate::error::AppResult<()> {
    let today = now.oslo_date();
    let first = chrono::Datelike::with_ordinal(&today, 1).unwrap_or(today);
    let days = u64::from(number) % 366;
    let date = first.checked_add_days(chrono::Days::new(days)).unwrap_or(first).min(today);
    let index = usize::try_from(number).unwrap_or_default() % enterprises.len().max(1);
    let Some(enterprise) = enterprises.get(index) else { return Ok(()) };
    let postings = vec![
        Posting::debit(AccountNo::of(1500), Ore::new(12_500)).with("bench"),
        Posting::credit(AccountNo::of(3010), Ore::new(10_000)).of(enterprise).under(VatCode::Out25),
        Posting::credit(AccountNo::of(2700), Ore::new(2_500))
            .under(VatCode::Out25)
            .tax_of(Ore::new(10_000)),
    ];
    let balanced =
        Balanced::new(postings).map_err(|e| crate::error::AppError::internal(format!("{e:?}")))?;
    let document = number.to_string();
    let text = "Måling".to_owned();
    let kind = VoucherKind::Sale;
    let new = NewVoucher {
        kind,
        date,
        document,
        by: None,
        text,
        balanced,
        corrects: None,
        content_digest: None,
    };
    ledger::post(tx, new, now).map(drop)
}
