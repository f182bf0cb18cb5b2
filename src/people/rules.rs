//! How long a sign-in lasts, and what a login, a name and a password must be.

use chrono::NaiveDate;

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
    DaysTurned,
    PinShape,
    PinEasy,
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

/// What tries to sign in as someone are counted by: the login as it is kept, and no longer than one
/// can be, so that neither spaces, large letters nor length make it another.
pub(super) fn counted_login(text: &str) -> String {
    login_of(text).chars().take(LOGIN_MAX).collect()
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

/// The last day is not before the first.
pub(super) fn check_days(from: NaiveDate, to: Option<NaiveDate>) -> Result<(), RuleError> {
    if to.is_some_and(|to| to < from) { Err(RuleError::DaysTurned) } else { Ok(()) }
}

/// Is there a day in both? No last day is until further notice.
pub(super) fn days_meet(
    (from, to): (NaiveDate, Option<NaiveDate>),
    (other_from, other_to): (NaiveDate, Option<NaiveDate>),
) -> bool {
    to.is_none_or(|to| other_from <= to) && other_to.is_none_or(|to| from <= to)
}

/// Where to go after signing in: a page of ours behind the sign-in, and nothing else.
pub(super) fn next_path(wanted: &str) -> &str {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.%".contains(c);
    let ours = wanted == "/intern" || wanted.starts_with("/intern/");
    let strange = wanted.contains("//") || wanted.contains("..") || !wanted.chars().all(plain);
    if ours && !strange { wanted } else { "/intern" }
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
    /// On a shared tablet one is forgotten in a minute.
    pub(super) const TABLET: Self = Self { idle: MINUTE, absolute: HOUR };

    /// As long as the place allows: a shared tablet forgets, one's own phone remembers.
    pub(super) fn on(tablet: Option<&String>, roles: &[Role]) -> Self {
        if tablet.is_some() { Self::TABLET } else { Self::of(roles) }
    }

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

    /// Is it time to write down that a session was seen? At most once a minute, and on a tablet
    /// every five seconds.
    pub(super) fn should_note(self, last_seen: UtcTime, now: UtcTime) -> bool {
        let every = if self == Self::TABLET { 5 } else { MINUTE };
        now.unix_seconds() - last_seen.unix_seconds() >= every
    }
}

/// Digits in a PIN, at least and at most.
const PIN_MIN: usize = 4;
const PIN_MAX: usize = 8;
/// Wrong tries in a row that lock a PIN, and each time again.
const PIN_TRIES: i32 = 5;
/// Seconds a PIN is locked the first time; the next times twice as long, a day at most.
const PIN_LOCK: i64 = 15 * MINUTE;
const PIN_LOCK_MAX: i64 = 24 * HOUR;
/// Seconds a shared tablet stays open, unless it is ended.
pub(super) const TABLET_OPEN: i64 = 90 * DAY;

/// What is wrong with a new PIN: four to eight digits, neither all alike nor one after another.
pub(super) fn check_pin(pin: &str) -> Result<(), RuleError> {
    let digits: Vec<i32> = pin.bytes().map(|digit| i32::from(digit) - i32::from(b'0')).collect();
    let is_pin = (PIN_MIN..=PIN_MAX).contains(&digits.len());
    if !is_pin || digits.iter().any(|digit| !(0..=9).contains(digit)) {
        return Err(RuleError::PinShape);
    }
    let goes_by =
        |step: i32| digits.iter().zip(digits.iter().skip(1)).all(|(one, next)| next - one == step);
    if [-1, 0, 1].into_iter().any(goes_by) { Err(RuleError::PinEasy) } else { Ok(()) }
}

/// Seconds a PIN is locked after so many wrong tries in a row; None when one may go on.
pub(super) fn pin_lock(misses: i32) -> Option<i64> {
    let times = misses.checked_div(PIN_TRIES).filter(|times| *times > 0)?;
    let is_last = times.checked_mul(PIN_TRIES) == Some(misses);
    let doublings = u32::try_from(times - 1).unwrap_or_default().min(16);
    is_last.then(|| PIN_LOCK.saturating_mul(2_i64.pow(doublings)).min(PIN_LOCK_MAX))
}

/// What colleagues call people: the first name, with the surname's first letter where two share it.
pub(crate) fn called(names: &[String]) -> Vec<String> {
    let first = |name: &str| name.split_whitespace().next().unwrap_or_default().to_owned();
    let firsts: Vec<String> = names.iter().map(|name| first(name)).collect();
    names
        .iter()
        .zip(&firsts)
        .map(|(name, own)| {
            let initial = name.split_whitespace().skip(1).last().and_then(|n| n.chars().next());
            let is_shared = firsts.iter().filter(|other| *other == own).count() > 1;
            match initial.filter(|_| is_shared) {
                Some(initial) => format!("{own} {initial}."),
                None => own.clone(),
            }
        })
        .collect()
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
    fn a_shared_tablet_forgets_in_a_minute_and_in_an_hour_whatever_is_done() {
        let tablet = Lifetime::on(Some(&"k".to_owned()), &[Role::Resident]);
        assert!(tablet.holds(at(0), at(100), at(159)) && !tablet.holds(at(0), at(100), at(160)));
        assert!(!tablet.holds(at(0), at(HOUR - 1), at(HOUR)));
        assert!(tablet.should_note(at(0), at(5)) && !tablet.should_note(at(0), at(4)));
    }

    #[test]
    fn a_pin_is_four_to_eight_digits_and_not_the_easiest_to_guess() {
        for pin in ["2580", "1123", "19730712", "9081"] {
            assert_eq!(check_pin(pin), Ok(()), "{pin}");
        }
        for pin in ["", "123", "12a4", "æøåæ", "123456789", "12 4"] {
            assert_eq!(check_pin(pin), Err(RuleError::PinShape), "{pin}");
        }
        for pin in ["0000", "1234", "9876", "45678"] {
            assert_eq!(check_pin(pin), Err(RuleError::PinEasy), "{pin}");
        }
    }

    #[test]
    fn every_fifth_wrong_try_locks_a_pin_for_twice_as_long_a_day_at_most() {
        let quarters = |misses| pin_lock(misses).and_then(|seconds| seconds.checked_div(PIN_LOCK));
        assert_eq!([0, 1, 4, 6, 9, 11].map(quarters), [None; 6]);
        assert_eq!([5, 10, 15, 20].map(quarters), [Some(1), Some(2), Some(4), Some(8)]);
        assert_eq!([40, 400, i32::MAX - 2].map(quarters), [Some(96); 3]);
    }

    #[test]
    fn two_of_one_name_are_told_apart_by_a_letter() {
        let names = ["Per Lie", "Amina Yusuf", "Per Olav Aas", "Per"].map(str::to_owned);
        assert_eq!(called(&names), ["Per L.", "Amina", "Per A.", "Per"]);
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
    fn one_is_sent_on_to_pages_of_ours_only() {
        for ours in ["/intern", "/intern/folk", "/intern/bestillinger/G0000001"] {
            assert_eq!(next_path(ours), ours);
        }
        let others = ["", "/", "//evil.example", "https://evil.example", "/internt", "/intern//x"];
        let more =
            ["/intern/../s", "/intern/\\evil", "/intern/x\r\nSet-Cookie: a=b", "javascript:1"];
        for other in others.into_iter().chain(more) {
            assert_eq!(next_path(other), "/intern", "{other:?}");
        }
    }

    #[test]
    fn tries_are_counted_by_the_login_however_it_is_typed() {
        for typed in ["terje", " Terje", "TERJE\t", "\u{a0}terje "] {
            assert_eq!(counted_login(typed), "terje", "{typed:?}");
        }
        assert_eq!(counted_login(&"x".repeat(65_536)), counted_login(&"x".repeat(LOGIN_MAX)));
    }

    #[test]
    fn days_meet_when_a_day_is_in_both() {
        let day = |d: u32| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
        assert!(days_meet((day(1), None), (day(9), Some(day(9)))));
        assert!(days_meet((day(1), Some(day(9))), (day(9), None)));
        assert!(!days_meet((day(1), Some(day(8))), (day(9), None)));
        assert!(!days_meet((day(9), None), (day(1), Some(day(8)))));
        assert_eq!(check_days(day(2), Some(day(1))), Err(RuleError::DaysTurned));
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
