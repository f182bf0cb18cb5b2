//! What a seller and an enterprise must look like.

use super::model::{ChangeEnterprise, Enterprise, NewEnterprise, Seller, SellerDraft};
use crate::base::{OrgNumber, is_email, is_phone, is_postcode};

/// Letters in a name, an address or an e-mail, at most.
const TEXT_MAX: usize = 120;
/// Letters in a code, at most.
const CODE_MAX: usize = 30;
/// Digits in a department number, at most.
const DEPARTMENT_MAX: usize = 6;

/// Why something about the seller or an enterprise was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RuleError {
    SellerOrgNumber,
    SellerName,
    SellerLegalForm,
    SellerStreet,
    SellerPostcode,
    SellerCity,
    SellerBankAccount,
    SellerEmail,
    SellerPhone,
    Name,
    Code,
    CodeTaken,
    Department,
    DepartmentTaken,
    Email,
    Position,
}

/// Eleven digits whose last is the MOD11 check of the others?
///
/// Source: Bits, "Regler om kontonummer", weights 5 4 3 2 7 6 5 4 3 2.
pub(super) fn is_bank_account(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 11) else { return false };
    let weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    digits.iter().zip(weights).map(|(d, w)| d * w).sum::<u32>() % 11 == 0
}

/// A line of text that is there and not too long?
fn is_line(text: &str) -> bool {
    let long = text.chars().count();
    (1..=TEXT_MAX).contains(&long) && !text.chars().any(char::is_control)
}

/// The seller a form tells of, or everything that is wrong with it.
pub(super) fn seller_of(draft: &SellerDraft) -> Result<Seller, Vec<RuleError>> {
    seller_but_for(draft, |_| false)
}

/// The seller a file tells of: e-mail and phone may come later, the bank account is as it says.
///
/// Source: CONTRACT section 3, "a cell that was empty may be filled later".
pub(super) fn seller_at_its_word(draft: &SellerDraft) -> Result<Seller, Vec<RuleError>> {
    seller_but_for(draft, |wrong| match wrong {
        RuleError::SellerEmail => draft.email.is_empty(),
        RuleError::SellerPhone => draft.phone.is_empty(),
        RuleError::SellerBankAccount => is_line(&draft.bank_account),
        _ => false,
    })
}

/// The seller, when nothing else is wrong than what `passes`.
fn seller_but_for(
    draft: &SellerDraft,
    passes: impl Fn(RuleError) -> bool,
) -> Result<Seller, Vec<RuleError>> {
    let checks = [
        (is_line(&draft.name), RuleError::SellerName),
        (is_line(&draft.legal_form), RuleError::SellerLegalForm),
        (is_line(&draft.street), RuleError::SellerStreet),
        (is_postcode(&draft.postcode), RuleError::SellerPostcode),
        (is_line(&draft.city), RuleError::SellerCity),
        (is_bank_account(&draft.bank_account), RuleError::SellerBankAccount),
        (is_email(&draft.email), RuleError::SellerEmail),
        (is_phone(&draft.phone), RuleError::SellerPhone),
    ];
    let mut wrong = refused(&checks);
    wrong.retain(|error| !passes(*error));
    let Some(org_number) = OrgNumber::parse(&draft.org_number) else {
        wrong.insert(0, RuleError::SellerOrgNumber);
        return Err(wrong);
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let draft = draft.clone();
    Ok(Seller {
        org_number,
        name: draft.name,
        legal_form: draft.legal_form,
        vat_registered: draft.vat_registered,
        in_business_register: draft.in_business_register,
        street: draft.street,
        postcode: draft.postcode,
        city: draft.city,
        bank_account: draft.bank_account,
        email: draft.email,
        phone: draft.phone,
        mode: draft.mode,
    })
}

/// The enterprise with what was left empty filled in: the code from the name, the next ten as
/// department.
pub(super) fn filled_in(new: NewEnterprise, others: &[Enterprise]) -> NewEnterprise {
    let code = if new.code.is_empty() { code_of(&new.name) } else { new.code };
    let department =
        if new.department.is_empty() { next_department(others) } else { new.department };
    NewEnterprise { code, department, ..new }
}

/// `Hundedagis på Tangen` → `hundedagis-pa-tangen`.
fn code_of(name: &str) -> String {
    let spelled: String = name
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'æ' => "ae".to_owned(),
            'ø' => "o".to_owned(),
            'å' => "a".to_owned(),
            c if c.is_ascii_alphanumeric() => c.to_string(),
            _ => "-".to_owned(),
        })
        .collect();
    let words: Vec<&str> = spelled.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(CODE_MAX).collect::<String>().trim_end_matches('-').to_owned()
}

fn next_department(others: &[Enterprise]) -> String {
    let highest = others.iter().filter_map(|e| e.department.parse::<i32>().ok()).max();
    (highest.unwrap_or(0).div_euclid(10) * 10 + 10).to_string()
}

/// Everything that is wrong with a new enterprise, beside those there are.
pub(super) fn check_new(new: &NewEnterprise, others: &[Enterprise]) -> Vec<RuleError> {
    let is_code = (1..=CODE_MAX).contains(&new.code.len())
        && new.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let checks = [
        (is_line(&new.name), RuleError::Name),
        (is_code, RuleError::Code),
        (!others.iter().any(|e| e.code == new.code), RuleError::CodeTaken),
        (is_department(&new.department), RuleError::Department),
        (!others.iter().any(|e| e.department == new.department), RuleError::DepartmentTaken),
        (new.email.is_empty() || is_email(&new.email), RuleError::Email),
    ];
    refused(&checks)
}

/// Everything that is wrong with a change, beside the other enterprises.
pub(super) fn check_change(change: &ChangeEnterprise, others: &[Enterprise]) -> Vec<RuleError> {
    let department_free = !others.iter().any(|e| e.department == change.department);
    let checks = [
        (is_line(&change.name), RuleError::Name),
        (is_department(&change.department), RuleError::Department),
        (department_free, RuleError::DepartmentTaken),
        (change.email.is_empty() || is_email(&change.email), RuleError::Email),
        ((1..=999).contains(&change.position), RuleError::Position),
    ];
    refused(&checks)
}

fn is_department(text: &str) -> bool {
    (1..=DEPARTMENT_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn refused(checks: &[(bool, RuleError)]) -> Vec<RuleError> {
    checks.iter().filter(|(holds, _)| !holds).map(|(_, error)| *error).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bank_account_has_a_check_digit() {
        assert!(is_bank_account("15032914176"));
        for text in ["15032914177", "1503291417", "", "1503291417x"] {
            assert!(!is_bank_account(text), "{text}");
        }
    }

    #[test]
    fn a_code_is_made_from_the_name() {
        assert_eq!(code_of("Hundedagis på Tangen"), "hundedagis-pa-tangen");
        assert_eq!(code_of("  Sløyd & Sånt! "), "sloyd-sant");
    }

    #[test]
    fn a_new_enterprise_gets_the_next_ten() {
        assert_eq!(next_department(&[]), "10");
        let new = filled_in(NewEnterprise { name: "Vask".into(), ..Default::default() }, &[]);
        assert_eq!((new.code.as_str(), new.department.as_str()), ("vask", "10"));
        assert!(check_new(&new, &[]).is_empty());
    }

    #[test]
    fn what_is_wrong_is_said_all_at_once() {
        let new = NewEnterprise {
            code: "Æ".into(),
            name: String::new(),
            department: "x".into(),
            internal: false,
            outside: false,
            email: "nei".into(),
        };
        let wrong = check_new(&new, &[]);
        assert_eq!(
            wrong,
            [RuleError::Name, RuleError::Code, RuleError::Department, RuleError::Email]
        );
    }

    #[test]
    fn a_file_may_leave_the_sellers_email_and_phone_for_later_and_a_form_may_not() {
        let draft = SellerDraft {
            org_number: "317763174".into(),
            name: "Gården AS".into(),
            legal_form: "AS".into(),
            vat_registered: true,
            in_business_register: true,
            street: "Veien 1".into(),
            postcode: "4790".into(),
            city: "Lillesand".into(),
            bank_account: "1503 29 14177".into(),
            email: String::new(),
            phone: String::new(),
            mode: crate::enterprises::SellerMode::Company,
        };
        let of_form =
            [RuleError::SellerBankAccount, RuleError::SellerEmail, RuleError::SellerPhone];
        assert_eq!(seller_of(&draft).unwrap_err(), of_form);
        assert_eq!(seller_at_its_word(&draft).unwrap().bank_account, "1503 29 14177");
        let wrong = SellerDraft { email: "post@".into(), phone: "ring oss".into(), ..draft };
        let of_file = [RuleError::SellerEmail, RuleError::SellerPhone];
        assert_eq!(seller_at_its_word(&wrong).unwrap_err(), of_file);
    }
}
