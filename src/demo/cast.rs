//! Who signs in at the made-up farm, one and more of every role, with passwords made on the spot.

use crate::base::{UtcTime, random_token};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::people::{self, NewUser, Role};

/// Login, name, role, enterprises, the key of the hours.
type Person = (&'static str, &'static str, Role, &'static [&'static str], &'static str);

/// Whose login the offerings' pictures are hung under.
pub(super) const MANAGER: &str = "solveig";

const CAST: [Person; 12] = [
    (MANAGER, "Solveig Haug", Role::BusinessManager, &[], ""),
    ("lars", "Lars Brekke", Role::Leader, &[], ""),
    ("terje", "Terje Moen", Role::WorkLeader, &["verksted"], ""),
    ("kari", "Kari Lunde", Role::WorkLeader, &["kjokken"], ""),
    ("olav", "Olav Vik", Role::WorkLeader, &["stall"], ""),
    ("mona", "Mona Dahl", Role::Mentor, &["verksted"], ""),
    ("amina", "Amina Yusuf", Role::Resident, &["verksted", "kjokken"], "B01"),
    ("jonas", "Jonas Lie", Role::Resident, &["verksted", "stall"], "B02"),
    ("leila", "Leila Noor", Role::Resident, &["kjokken"], "B06"),
    ("siri", "Siri Foss", Role::SteeringGroup, &[], ""),
    ("odd", "Odd Nygård", Role::Auditor, &[], ""),
    ("ada", "Ada Sand", Role::Admin, &[], ""),
];

/// A way in, as it is printed.
pub(super) struct SignIn {
    pub(super) role: Role,
    pub(super) login: &'static str,
    pub(super) password: String,
}

/// Adds everyone, and answers how each signs in.
///
/// # Errors
/// The database's.
pub(super) fn add(tx: &mut DbConn, now: UtcTime) -> AppResult<Vec<SignIn>> {
    let mut ways = Vec::new();
    for (login, name, role, enterprises, pseudonym) in CAST {
        let user = NewUser {
            login: login.to_owned(),
            name: name.to_owned(),
            roles: vec![role],
            enterprises: enterprises.iter().map(|code| (*code).to_owned()).collect(),
            pseudonym: (!pseudonym.is_empty()).then(|| pseudonym.to_owned()),
        };
        people::add_user(tx, &user, None, now)?;
        let password = random_token().replace(['-', '_'], "");
        people::give_password(tx, login, &password)?;
        ways.push(SignIn { role, login, password });
    }
    people::add_mentor(tx, "mona", "B01", now)?;
    Ok(ways)
}
