//! The farm every test begins at: who is there, what they run, and what they sell.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Failure, address, at};
use crate::base::{EnterpriseId, OfferingId, UtcTime};
use crate::db::schema::{enterprise, offering, offering_price, seller};
use crate::db::{Db, DbConn};
use crate::error::AppResult;
use crate::people::{self, NewUser, Role};

/// Login, name, roles, enterprises, the key of the hours.
type Person = (&'static str, &'static str, &'static [Role], &'static [&'static str], &'static str);

const CAST: [Person; 10] = [
    ("solveig", "Solveig Haug", &[Role::BusinessManager], &[], ""),
    ("terje", "Terje Moen", &[Role::WorkLeader], &["snekkeri"], ""),
    ("kari", "Kari Lunde", &[Role::WorkLeader], &["catering"], ""),
    ("mona", "Mona Dahl", &[Role::Mentor], &["snekkeri"], ""),
    ("amina", "Amina Yusuf", &[Role::Resident], &["snekkeri", "catering"], "B01"),
    ("jonas", "Jonas Vik", &[Role::Resident], &["snekkeri"], "B02"),
    ("lars", "Lars Brekke", &[Role::Leader], &[], ""),
    ("siri", "Siri Foss", &[Role::SteeringGroup], &[], ""),
    ("odd", "Odd Nygård", &[Role::Auditor], &[], ""),
    ("ada", "Ada Lie", &[Role::Admin], &[], ""),
];

const ENTERPRISES: [(&str, &str, &str); 3] = [
    ("snekkeri", "Snekkeriet", "10"),
    ("hest", "Hestesenteret", "20"),
    ("catering", "Kjøkkenet", "30"),
];

struct Sold {
    code: &'static str,
    enterprise: &'static str,
    name: &'static str,
    kind: &'static str,
    unit: &'static str,
    vat_code: &'static str,
    price_ore: i64,
    lead_days: i32,
    capacity: Option<i64>,
    allergens: Option<&'static str>,
}

const fn sold(
    (code, enterprise, name): (&'static str, &'static str, &'static str),
    (kind, unit, vat_code): (&'static str, &'static str, &'static str),
    (price_ore, lead_days, capacity): (i64, i32, Option<i64>),
    allergens: Option<&'static str>,
) -> Sold {
    let (lead_days, capacity) = (lead_days, capacity);
    Sold { code, enterprise, name, kind, unit, vat_code, price_ore, lead_days, capacity, allergens }
}

/// Firewood and benches, lunches and cakes, riding and work by the hour.
const OFFERINGS: [Sold; 6] = [
    sold(("SN-VED", "snekkeri", "Ved i sekk"), ("goods", "sekk", "3"), (12_000, 0, None), None),
    sold(("SN-BENK", "snekkeri", "Hagebenk"), ("goods", "stk", "3"), (240_000, 14, Some(2)), None),
    sold(
        ("SN-TIME", "snekkeri", "Snekkerhjelp"),
        ("service", "time", "3"),
        (45_000, 1, None),
        None,
    ),
    sold(("HE-TUR", "hest", "Ridetur"), ("service", "time", "6"), (35_000, 1, Some(6)), None),
    sold(
        ("KA-LUNSJ", "catering", "Lunsj levert"),
        ("goods", "porsjon", "31"),
        (14_900, 2, Some(40)),
        Some("gluten:hvete;milk"),
    ),
    sold(
        ("KA-KAKE", "catering", "Bløtkake"),
        ("goods", "stk", "31"),
        (45_000, 1, Some(20)),
        Some("gluten:hvete;egg;milk"),
    ),
];

/// Makes a database with the farm in it, as it stands at `now_ms`.
///
/// # Errors
/// The database's.
pub fn make_farm(database_url: &str, now_ms: i64) -> Result<(), Failure> {
    let db = Db::open(&address(database_url)?)?;
    let now = at(now_ms);
    people::signing_key(&db, None)?;
    db.write_now(move |tx| {
        add_seller(tx)?;
        for (position, (code, name, department)) in (1..).zip(ENTERPRISES) {
            add_enterprise(tx, (code, name, department), position, now)?;
        }
        OFFERINGS.iter().try_for_each(|sold| add_offering(tx, sold, now))?;
        CAST.iter().try_for_each(|person| add_person(tx, person, now))
    })?;
    Ok(())
}

fn add_seller(tx: &mut DbConn) -> QueryResult<usize> {
    diesel::insert_into(seller::table)
        .values((
            seller::id.eq("seller"),
            seller::org_number.eq("999111238"),
            seller::name.eq("Solbakken gård AS"),
            seller::legal_form.eq("AS"),
            seller::vat_registered.eq(true),
            seller::in_business_register.eq(true),
            seller::street.eq("Solbakkvegen 12"),
            seller::postcode.eq("2380"),
            seller::city.eq("Brumunddal"),
            seller::bank_account.eq("18131012346"),
            seller::email.eq("post@solbakken.example"),
            seller::phone.eq("62000000"),
            seller::mode.eq("company"),
        ))
        .execute(tx)
}

fn add_enterprise(
    tx: &mut DbConn,
    (code, name, department): (&str, &str, &str),
    position: i32,
    now: UtcTime,
) -> QueryResult<usize> {
    diesel::insert_into(enterprise::table)
        .values((
            enterprise::id.eq(EnterpriseId::fresh()),
            enterprise::code.eq(code),
            enterprise::name.eq(name),
            enterprise::department.eq(department),
            enterprise::internal.eq(false),
            enterprise::email.eq(format!("{code}@solbakken.example")),
            enterprise::position.eq(position),
            enterprise::created_at.eq(now),
        ))
        .execute(tx)
}

fn add_offering(tx: &mut DbConn, sold: &Sold, now: UtcTime) -> AppResult<()> {
    let enterprise_id: EnterpriseId = enterprise::table
        .filter(enterprise::code.eq(sold.enterprise))
        .select(enterprise::id)
        .first(tx)?;
    let id = OfferingId::fresh();
    let is_food = sold.vat_code == "31";
    let may_withdraw = !is_food && sold.lead_days < 7;
    let reason = if may_withdraw { "" } else { "Lages til deg." };
    diesel::insert_into(offering::table)
        .values((
            offering::id.eq(&id),
            offering::code.eq(sold.code),
            offering::enterprise_id.eq(enterprise_id),
            offering::name.eq(sold.name),
            offering::description.eq(""),
            offering::kind.eq(sold.kind),
            offering::unit.eq(sold.unit),
            offering::vat_code.eq(sold.vat_code),
            offering::lead_days.eq(sold.lead_days),
            offering::capacity_milli.eq(sold.capacity.map(|places| places * 1000)),
            offering::closed_weekdays.eq(0),
            offering::is_food.eq(is_food),
            offering::is_served.eq(false),
            offering::allergens.eq(sold.allergens),
            offering::may_withdraw.eq(may_withdraw),
            offering::withdrawal_reason.eq(reason),
            offering::is_offered.eq(true),
            offering::created_at.eq(now),
        ))
        .execute(tx)?;
    diesel::insert_into(offering_price::table)
        .values((
            offering_price::offering_id.eq(id),
            offering_price::valid_from.eq(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default()),
            offering_price::price_ore.eq(sold.price_ore),
        ))
        .execute(tx)?;
    Ok(())
}

/// As the command `user add` does it; Mona is Amina's mentor.
fn add_person(tx: &mut DbConn, person: &Person, now: UtcTime) -> AppResult<()> {
    let (login, name, roles, enterprises, pseudonym) = *person;
    let user = NewUser {
        login: login.to_owned(),
        name: name.to_owned(),
        roles: roles.to_vec(),
        enterprises: enterprises.iter().map(|code| (*code).to_owned()).collect(),
        pseudonym: (!pseudonym.is_empty()).then(|| pseudonym.to_owned()),
    };
    people::add_user(tx, &user, None, now)?;
    if login == "amina" {
        people::add_mentor(tx, "mona", "B01", now)?;
    }
    Ok(())
}
