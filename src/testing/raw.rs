//! Prepared SQL with no words of ours in between, for the benchmark's bare handler.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types;

use crate::db::{Address, Db, DbConn, on_each};

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
