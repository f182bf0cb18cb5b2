//! Gap-free numbers.

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, HasSqlType, Text};

use super::schema::number_series::dsl;
use super::{DbConn, on_each};

/// Draws the next number of a gap-free series; the series begins at `first`.
///
/// The row is locked until the commit, so it is also the lock of what the number belongs to.
///
/// # Errors
/// The database's.
pub(crate) fn next_number(tx: &mut DbConn, series: &str, first: i64) -> QueryResult<i64> {
    let drawn: Option<i64> = on_each!(tx, |c| Draw { series }.get_result(c)).optional()?;
    if let Some(next) = drawn {
        return Ok(next - 1);
    }
    diesel::insert_into(dsl::number_series)
        .values((dsl::series.eq(series), dsl::next_number.eq(first + 1)))
        .execute(tx)?;
    Ok(first)
}

/// Makes sure that the next number of a series is at least `next`.
///
/// # Errors
/// The database's.
pub(crate) fn raise_series(tx: &mut DbConn, series: &str, next: i64) -> QueryResult<()> {
    let row = dsl::number_series.filter(dsl::series.eq(series));
    let now: Option<i64> = row.select(dsl::next_number).first(tx).optional()?;
    match now {
        Some(now) if now >= next => {}
        Some(_) => {
            diesel::update(row).set(dsl::next_number.eq(next)).execute(tx)?;
        }
        None => {
            diesel::insert_into(dsl::number_series)
                .values((dsl::series.eq(series), dsl::next_number.eq(next)))
                .execute(tx)?;
        }
    }
    Ok(())
}

/// The update that draws. Diesel prepares an update of its own anew each time; this one, of a fixed
/// text, is prepared once a connection, and every order, invoice and voucher draws.
struct Draw<'a> {
    series: &'a str,
}

impl QueryId for Draw<'_> {
    type QueryId = Draw<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Draw<'_> {
    type SqlType = BigInt;
}

impl<C> RunQueryDsl<C> for Draw<'_> {}

impl<DB> QueryFragment<DB> for Draw<'_>
where
    DB: Backend + HasSqlType<Text>,
    str: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE number_series SET next_number = next_number + 1 WHERE series = ");
        out.push_bind_param::<Text, _>(self.series)?;
        out.push_sql(" RETURNING next_number");
        Ok(())
    }
}
