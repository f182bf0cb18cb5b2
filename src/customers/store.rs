//! Rows of customers and of the keys they are imported by.

use std::collections::BTreeSet;

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::model::{Contact, Customer, Merge};
use crate::base::{CustomerId, OrgNumber, UtcTime};
use crate::db::DbConn;
use crate::db::schema::{account, customer, customer_key, customer_merge};

/// Ids asked for in one question; a database takes only so many.
const IDS_AT_ONCE: usize = 1_000;

pub(super) fn insert(tx: &mut DbConn, row: &Customer) -> QueryResult<()> {
    diesel::insert_into(customer::table).values(row).execute(tx)?;
    Ok(())
}

pub(super) fn find(conn: &mut DbConn, id: &CustomerId) -> QueryResult<Option<Customer>> {
    customer::table.find(id).first(conn).optional()
}

/// Customers of these ids, in no order.
pub(super) fn list_of(conn: &mut DbConn, ids: &BTreeSet<CustomerId>) -> QueryResult<Vec<Customer>> {
    let ids: Vec<&CustomerId> = ids.iter().collect();
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(IDS_AT_ONCE) {
        let rows: Vec<Customer> =
            customer::table.filter(customer::id.eq_any(some.iter().copied())).load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// The one live row of an organisation.
pub(super) fn find_organisation(
    conn: &mut DbConn,
    number: &OrgNumber,
) -> QueryResult<Option<Customer>> {
    customer::table
        .filter(customer::org_number.eq(number).and(customer::merged_into.is_null()))
        .first(conn)
        .optional()
}

pub(super) fn find_by_key(conn: &mut DbConn, key: &str) -> QueryResult<Option<CustomerId>> {
    customer_key::table.find(key).select(customer_key::customer_id).first(conn).optional()
}

pub(super) fn insert_key(tx: &mut DbConn, key: &str, id: &CustomerId) -> QueryResult<()> {
    diesel::insert_into(customer_key::table)
        .values((customer_key::known_as.eq(key), customer_key::customer_id.eq(id)))
        .execute(tx)?;
    Ok(())
}

/// Writes a customer's contact details; its kind, name and number stand.
pub(super) fn update_contact(tx: &mut DbConn, row: &Customer) -> QueryResult<()> {
    diesel::update(customer::table.find(&row.id))
        .set((
            customer::org_number.eq(&row.org_number),
            customer::email.eq(&row.email),
            customer::phone.eq(&row.phone),
            customer::street.eq(&row.street),
            customer::postcode.eq(&row.postcode),
            customer::city.eq(&row.city),
        ))
        .execute(tx)?;
    Ok(())
}

/// Writes a customer's name and address.
pub(super) fn update_name_and_address(
    tx: &mut DbConn,
    id: &CustomerId,
    row: &Contact,
) -> QueryResult<()> {
    diesel::update(customer::table.find(id))
        .set((
            customer::name.eq(&row.name),
            customer::street.eq(&row.street),
            customer::postcode.eq(&row.postcode),
            customer::city.eq(&row.city),
        ))
        .execute(tx)?;
    Ok(())
}

/// Letters of names in Norway, beside A to Z.
const LETTERS: [(char, char); 16] = [
    ('Æ', 'æ'),
    ('Ø', 'ø'),
    ('Å', 'å'),
    ('Ä', 'ä'),
    ('Ö', 'ö'),
    ('Ü', 'ü'),
    ('É', 'é'),
    ('È', 'è'),
    ('Ô', 'ô'),
    ('Á', 'á'),
    ('Č', 'č'),
    ('Đ', 'đ'),
    ('Ŋ', 'ŋ'),
    ('Š', 'š'),
    ('Ŧ', 'ŧ'),
    ('Ž', 'ž'),
];

/// A column in small letters: `lower` alone knows only A to Z on `SQLite`, and on PostgreSQL what
/// the database's own language knows.
fn small(column: &str) -> SqlLiteral<Text> {
    let small = LETTERS.iter().fold(format!("lower({column})"), |text, (large, small)| {
        format!("replace({text}, '{large}', '{small}')")
    });
    sql::<Text>(&small)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What is looked for in names and e-mails, and in organisation numbers: a number is found however
/// its digits are set apart.
fn looked_for(words: &str) -> (String, String) {
    let plain: String = words.chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    let close: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    let number = if is_number(&close) { &close } else { plain.trim() };
    (format!("%{}%", plain.trim().to_lowercase()), format!("%{number}%"))
}

/// Customers whose name, e-mail or organisation number holds `words`, by name; all when empty. At
/// most `limit` after `skip`.
pub(super) fn search(
    conn: &mut DbConn,
    words: &str,
    (skip, limit): (i64, i64),
) -> QueryResult<Vec<Customer>> {
    let (like, number) = looked_for(words);
    customer::table
        .filter(customer::merged_into.is_null())
        .filter(
            small("customer.name")
                .like(like.clone())
                .or(small("customer.email").like(like))
                .or(customer::org_number.like(number)),
        )
        .order((customer::name, customer::id))
        .offset(skip)
        .limit(limit)
        .load(conn)
}

/// How many [`search`] finds.
pub(super) fn count_found(conn: &mut DbConn, words: &str) -> QueryResult<i64> {
    let (like, number) = looked_for(words);
    customer::table
        .filter(customer::merged_into.is_null())
        .filter(
            small("customer.name")
                .like(like.clone())
                .or(small("customer.email").like(like))
                .or(customer::org_number.like(number)),
        )
        .count()
        .get_result(conn)
}

/// Others with the same name or e-mail, not merged.
pub(super) fn alike(conn: &mut DbConn, of: &Customer, limit: i64) -> QueryResult<Vec<Customer>> {
    let same_email = customer::email.ne("").and(customer::email.eq(&of.email));
    customer::table
        .filter(customer::merged_into.is_null().and(customer::id.ne(&of.id)))
        .filter(customer::name.eq(&of.name).or(same_email))
        .order((customer::name, customer::id))
        .limit(limit)
        .load(conn)
}

/// The keys that imports know a customer by, also those of customers merged into it.
pub(super) fn keys_of(conn: &mut DbConn, id: &CustomerId) -> QueryResult<Vec<String>> {
    customer_key::table
        .inner_join(customer::table)
        .filter(customer::id.eq(id).or(customer::merged_into.eq(id)))
        .order(customer_key::known_as)
        .select(customer_key::known_as)
        .load(conn)
}

pub(super) fn insert_merge(tx: &mut DbConn, row: &Merge) -> QueryResult<()> {
    diesel::insert_into(customer_merge::table).values(row).execute(tx)?;
    Ok(())
}

/// A merge as it is read: the old one, the one kept, when, and the name of who did it.
pub(super) type MergeRow = (CustomerId, CustomerId, UtcTime, String);

/// The merges that any of these customers went into another by, the first first.
pub(super) fn merges_of(conn: &mut DbConn, old: &[CustomerId]) -> QueryResult<Vec<MergeRow>> {
    customer_merge::table
        .inner_join(account::table)
        .filter(customer_merge::old_id.eq_any(old))
        .order((customer_merge::merged_at, customer_merge::id))
        .select((
            customer_merge::old_id,
            customer_merge::kept_id,
            customer_merge::merged_at,
            account::name,
        ))
        .load(conn)
}

pub(super) fn merged_into(conn: &mut DbConn, id: &CustomerId) -> QueryResult<Vec<Customer>> {
    customer::table.filter(customer::merged_into.eq(id)).order(customer::id).load(conn)
}

/// Points a customer, and those that pointed to it, to the one kept.
pub(super) fn point(tx: &mut DbConn, old: &CustomerId, kept: &CustomerId) -> QueryResult<()> {
    let to = customer::merged_into.eq(kept);
    diesel::update(customer::table.filter(customer::merged_into.eq(old))).set(to).execute(tx)?;
    diesel::update(customer::table.find(old)).set(to).execute(tx)?;
    Ok(())
}
