//! How long a sign-in lasts, and what a login, a name and a password must be.

use super::Role;
use super::model::NewUser;
use crate::base::UtcTime;

/// Why a person could not be added, or a password not be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RuleError {
    LoginShape,
    NameShape,
    NoRole,
    PseudonymShape,
    PseudonymWithoutResident,
    PasswordShort,
    PasswordLong,
    PasswordDiffers,
}

/// Letters in a login, at most.
const LOGIN_MAX: usize = 80;
/// Letters in a name, at most.
const NAME_MAX: usize = 120;
/// Letters in a pseudonym, at most.
const PSEUDONYM_MAX: usize = 40;
/// Letters in a password, at least and at most; the longest bounds what a stranger can have hashed.
const PASSWORD_MIN: usize = 10;
const PASSWORD_MAX: usize = 200;

/// A login as it is kept: without spaces around it, in small letters.
pub(super) fn login_of(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Everything that is wrong with a person to add; empty when nothing is.
pub(super) fn check_user(user: &NewUser) -> Vec<RuleError> {
    let mut wrong = Vec::new();
    let login = login_of(&user.login);
    let odd = |c: char| c.is_whitespace() || c.is_control();
    if login.is_empty() || login.chars().count() > LOGIN_MAX || login.contains(odd) {
        wrong.push(RuleError::LoginShape);
    }
    if !is_words(&user.name, NAME_MAX) {
        wrong.push(RuleError::NameShape);
    }
    if user.roles.is_empty() {
        wrong.push(RuleError::NoRole);
    }
    if let Some(pseudonym) = &user.pseudonym {
        if !is_words(pseudonym, PSEUDONYM_MAX) {
            wrong.push(RuleError::PseudonymShape);
        }
        if !user.roles.contains(&Role::Resident) {
            wrong.push(RuleError::PseudonymWithoutResident);
        }
    }
    wrong
}

fn is_words(text: &str, longest: usize) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().count() <= longest && !text.contains(char::is_control)
}

/// What is wrong with a new password, typed twice.
pub(super) fn check_password(password: &str, again: &str) -> Result<(), RuleError> {
    let letters = password.chars().count();
    if letters < PASSWORD_MIN {
        return Err(RuleError::PasswordShort);
    }
    if letters > PASSWORD_MAX {
        return Err(RuleError::PasswordLong);
    }
    if password == again { Ok(()) } else { Err(RuleError::PasswordDiffers) }
}

/// Is the password short enough to be worth hashing?
pub(super) fn may_be_password(password: &str) -> bool {
    password.chars().count() <= PASSWORD_MAX
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How long a sign-in lasts, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lifetime {
    /// Without being used.
    pub(super) idle: i64,
    /// However much it is used.
    pub(super) absolute: i64,
}

impl Lifetime {
    /// A resident's own phone stays signed in; someone who may see others' data is soon out.
    ///
    /// Source: SECURITY, ASVS row 43.
    pub(super) fn of(roles: &[Role]) -> Self {
        if roles.iter().all(|role| *role == Role::Resident) {
            Self { idle: 12 * HOUR, absolute: 30 * DAY }
        } else {
            Self { idle: 30 * MINUTE, absolute: 12 * HOUR }
        }
    }

    pub(super) fn holds(self, created: UtcTime, last_seen: UtcTime, now: UtcTime) -> bool {
        let second = now.unix_seconds();
        second - last_seen.unix_seconds() < self.idle
            && second - created.unix_seconds() < self.absolute
    }
}

/// Is it time to write down that a session was seen? At most once a minute.
pub(super) fn should_note(last_seen: UtcTime, now: UtcTime) -> bool {
    now.unix_seconds() - last_seen.unix_seconds() >= MINUTE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> UtcTime {
        UtcTime::new(chrono::DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap())
    }

    #[test]
    fn staff_are_out_after_half_an_hour_and_residents_after_twelve() {
        let staff = Lifetime::of(&[Role::Resident, Role::Mentor]);
        assert!(staff.holds(at(0), at(100), at(100 + 30 * MINUTE - 1)));
        assert!(!staff.holds(at(0), at(100), at(100 + 30 * MINUTE)));
        let resident = Lifetime::of(&[Role::Resident]);
        assert!(resident.holds(at(0), at(0), at(12 * HOUR - 1)));
        assert!(!resident.holds(at(0), at(0), at(12 * HOUR)));
    }

    #[test]
    fn however_much_it_is_used_a_session_ends() {
        let staff = Lifetime::of(&[Role::Leader]);
        assert!(!staff.holds(at(0), at(12 * HOUR - 1), at(12 * HOUR)));
        let resident = Lifetime::of(&[Role::Resident]);
        assert!(resident.holds(at(0), at(30 * DAY - 2), at(30 * DAY - 1)));
        assert!(!resident.holds(at(0), at(30 * DAY - 2), at(30 * DAY)));
    }

    #[test]
    fn a_password_has_ten_letters_and_is_typed_twice_alike() {
        let cases = [
            ("kort", "kort", Err(RuleError::PasswordShort)),
            ("blåbærtur", "blåbærtur", Err(RuleError::PasswordShort)), // nine letters, eleven bytes
            ("en lang tur", "en lang tut", Err(RuleError::PasswordDiffers)),
            ("en lang tur", "en lang tur", Ok(())),
        ];
        for (password, again, wanted) in cases {
            assert_eq!(check_password(password, again), wanted, "{password}");
        }
        let long = "a".repeat(201);
        assert_eq!(check_password(&long, &long), Err(RuleError::PasswordLong));
    }

    #[test]
    fn every_fault_of_a_new_person_is_told_at_once() {
        let user = NewUser { login: "to ord".into(), ..NewUser::default() };
        let wrong = check_user(&user);
        assert_eq!(wrong, [RuleError::LoginShape, RuleError::NameShape, RuleError::NoRole]);
        let user = NewUser {
            login: "amina".into(),
            name: "Amina".into(),
            roles: vec![Role::Mentor],
            pseudonym: Some("P01".into()),
            ..NewUser::default()
        };
        assert_eq!(check_user(&user), [RuleError::PseudonymWithoutResident]);
    }
}
