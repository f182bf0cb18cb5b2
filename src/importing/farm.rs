//! The seller, the enterprises, their offerings and their customers.

use super::known::{Cells, Stand};
use super::reading::{Row, Table};
use super::words::located;
use super::work::Work;
use crate::base::{OrgNumber, Quantity, VatCode};
use crate::catalog::{self, ImportedOffering, OfferingKind};
use crate::customers::{self, CustomerFacts, CustomerKind};
use crate::enterprises::{self, ChangeEnterprise, NewEnterprise, Seller, SellerMode};
use crate::error::{AppError, AppResult, Refusal};

/// Cells by column, without the empty ones.
pub(super) fn cells<const N: usize>(pairs: [(&str, String); N]) -> Cells {
    let filled = pairs.into_iter().filter(|(_, text)| !text.is_empty());
    filled.map(|(column, text)| (column.to_owned(), text)).collect()
}

/// A cell that reading has checked, and so is never missing.
fn sound<T>(row: &Row, field: &str, read: Option<T>) -> AppResult<T> {
    read.ok_or_else(|| AppError::internal(located(&row.place, field, "feltet ble ikke lest")))
}

/// # Errors
/// The database's.
pub(super) fn sellers(work: &mut Work<'_>, table: &Table) -> AppResult<()> {
    work.each(
        table,
        |work, row| match enterprises::seller(work.tx)? {
            Some(seller) if seller.org_number.as_str() != row.text("org_number") => {
                let words = format!("Selgeren har nummer {} fra før.", seller.org_number);
                Err(Refusal::new("import.differs", "org_number", words).into())
            }
            seller => Ok(seller.map(|s| seller_cells(&s))),
        },
        |work, row, stand| {
            let mut seller = match enterprises::seller(work.tx)? {
                Some(seller) => seller,
                None => new_seller(row)?,
            };
            if let Stand::Filled(_) = stand {
                let fill = |cell: &mut String, field| {
                    if cell.is_empty() {
                        row.text(field).clone_into(cell);
                    }
                };
                fill(&mut seller.email, "email");
                fill(&mut seller.phone, "phone");
            }
            enterprises::record_seller(work.tx, &seller)
        },
    )
}

fn seller_cells(seller: &Seller) -> Cells {
    cells([
        ("org_number", seller.org_number.as_str().to_owned()),
        ("name", seller.name.clone()),
        ("legal_form", seller.legal_form.clone()),
        ("vat_registered", if seller.vat_registered { "yes" } else { "no" }.to_owned()),
        ("street", seller.street.clone()),
        ("postcode", seller.postcode.clone()),
        ("city", seller.city.clone()),
        ("bank_account", seller.bank_account.clone()),
        ("email", seller.email.clone()),
        ("phone", seller.phone.clone()),
        ("mode", seller.mode.to_string()),
    ])
}

/// A company limited by shares stands in Foretaksregisteret; staff can say of others that they do.
fn new_seller(row: &Row) -> AppResult<Seller> {
    let legal_form = row.text("legal_form").to_owned();
    Ok(Seller {
        org_number: sound(row, "org_number", OrgNumber::parse(row.text("org_number")))?,
        name: row.text("name").to_owned(),
        in_business_register: matches!(legal_form.as_str(), "AS" | "ASA"),
        legal_form,
        vat_registered: row.text("vat_registered") == "yes",
        street: row.text("street").to_owned(),
        postcode: row.text("postcode").to_owned(),
        city: row.text("city").to_owned(),
        bank_account: row.text("bank_account").to_owned(),
        email: row.text("email").to_owned(),
        phone: row.text("phone").to_owned(),
        mode: sound(row, "mode", SellerMode::parse(row.text("mode")))?,
    })
}

/// # Errors
/// The database's.
pub(super) fn enterprises(work: &mut Work<'_>, table: &Table) -> AppResult<()> {
    work.each(
        table,
        |work, row| {
            let known = enterprises::find_enterprise_by_code(work.tx, row.text("enterprise"))?;
            Ok(known.map(|e| cells([("name", e.name), ("department", e.department)])))
        },
        |work, row, stand| {
            let text = |name: &str| row.text(name).to_owned();
            if *stand == Stand::New {
                let new = NewEnterprise {
                    code: text("enterprise"),
                    name: text("name"),
                    department: text("department"),
                    ..NewEnterprise::default()
                };
                return enterprises::add_enterprise(work.tx, new, work.now).map(drop);
            }
            let code = row.text("enterprise");
            let known = enterprises::find_enterprise_by_code(work.tx, code)?;
            let known = known.ok_or(AppError::NotFound)?;
            let change = ChangeEnterprise {
                name: known.name,
                department: text("department"),
                email: known.email,
                position: known.position,
            };
            enterprises::change_enterprise(work.tx, code, &change)
        },
    )
}

/// # Errors
/// The database's.
pub(super) fn offerings(work: &mut Work<'_>, table: &Table) -> AppResult<()> {
    work.each(table, stored_offering, |work, row, stand| {
        let capacity = row.filled("capacity_per_day").and_then(Quantity::parse);
        if let Stand::Filled(_) = stand {
            let lead_days = row.filled("lead_days").map(|_| row.count("lead_days"));
            return catalog::fill_offering(
                work.tx,
                row.text("offering"),
                lead_days,
                capacity.map(Quantity::milli),
                row.filled("allergens"),
            );
        }
        let Some(enterprise_id) = work.enterprise(row)? else { return Ok(()) };
        let imported = ImportedOffering {
            code: row.text("offering").to_owned(),
            enterprise_id,
            name: row.text("name").to_owned(),
            kind: sound(row, "kind", OfferingKind::parse(row.text("kind")))?,
            unit: row.text("unit").to_owned(),
            price: row.ore("price_incl_vat"),
            vat_code: sound(row, "vat_code", VatCode::parse(row.text("vat_code")))?,
            lead_days: row.count("lead_days"),
            capacity_milli: capacity.map(Quantity::milli),
            allergens: row.text("allergens").to_owned(),
        };
        catalog::record_offering(work.tx, &imported, work.now).map(drop)
    })
}

/// An offering that staff made, at its price of today.
fn stored_offering(work: &mut Work<'_>, row: &Row) -> AppResult<Option<Cells>> {
    let code = row.text("offering");
    let Some(offering) = catalog::find_offering_by_code(work.tx, code)? else { return Ok(None) };
    let place = enterprises::find_enterprise(work.tx, &offering.enterprise_id)?;
    let offers = catalog::offers_on(work.tx, &[code], work.now.oslo_date())?;
    let price = offers.first().map(|offer| offer.price.point()).unwrap_or_default();
    Ok(Some(cells([
        ("enterprise", place.map(|e| e.code).unwrap_or_default()),
        ("name", offering.name),
        ("kind", offering.kind.to_string()),
        ("unit", offering.unit),
        ("price_incl_vat", price),
        ("vat_code", offering.vat_code.to_string()),
        ("lead_days", offering.lead_days.to_string()),
        ("capacity_per_day", offering.capacity_milli.map(point).unwrap_or_default()),
        ("allergens", offering.allergens.map(|was| as_written(row, was)).unwrap_or_default()),
    ])))
}

/// The stored allergens as the row writes them, when they are the same in another order.
fn as_written(row: &Row, stored: String) -> String {
    let sorted = |text: &str| {
        catalog::parse_allergens(text).map(|mut list| {
            list.sort();
            list
        })
    };
    let now = row.text("allergens");
    if sorted(now) == sorted(&stored) { now.to_owned() } else { stored }
}

fn point(milli: i64) -> String {
    Quantity::from_milli(milli).point()
}

/// # Errors
/// The database's.
pub(super) fn customers(work: &mut Work<'_>, table: &Table) -> AppResult<()> {
    work.each(
        table,
        |work, row| {
            let Some(id) = customers::customer_by_key(work.tx, row.text("customer"))? else {
                return Ok(None);
            };
            let known = customers::get_customer(work.tx, &id)?;
            let org_number = known.org_number.map(|n| n.as_str().to_owned()).unwrap_or_default();
            Ok(Some(cells([
                ("kind", known.kind.to_string()),
                ("name", known.name),
                ("org_number", org_number),
                ("email", known.email),
                ("street", known.street),
                ("postcode", known.postcode),
                ("city", known.city),
            ])))
        },
        |work, row, _stand| {
            let text = |name: &str| row.text(name).to_owned();
            let facts = CustomerFacts {
                kind: sound(row, "kind", CustomerKind::parse(row.text("kind")))?,
                name: text("name"),
                org_number: row.filled("org_number").and_then(OrgNumber::parse),
                email: text("email"),
                phone: String::new(),
                street: text("street"),
                postcode: text("postcode"),
                city: text("city"),
            };
            customers::record_customer(work.tx, row.text("customer"), &facts, work.now).map(drop)
        },
    )
}
