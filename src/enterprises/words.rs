//! What a person reads when something about the seller or an enterprise is refused.

use super::rules::RuleError;
use crate::error::{Refusal, Refusals};

impl From<RuleError> for Refusal {
    fn from(error: RuleError) -> Self {
        let (code, field, words) = match error {
            RuleError::SellerOrgNumber => (
                "seller.org_number",
                "org_number",
                "Organisasjonsnummeret må ha ni sifre, og ett av dem stemmer ikke. Se etter en gang til.",
            ),
            RuleError::SellerName => ("seller.name", "name", "Skriv navnet på den som selger."),
            RuleError::SellerLegalForm => {
                ("seller.legal_form", "legal_form", "Skriv organisasjonsformen, for eksempel AS.")
            }
            RuleError::SellerStreet => ("seller.street", "street", "Skriv gate og nummer."),
            RuleError::SellerPostcode => {
                ("seller.postcode", "postcode", "Postnummeret må ha fire sifre.")
            }
            RuleError::SellerCity => ("seller.city", "city", "Skriv poststedet."),
            RuleError::SellerBankAccount => (
                "seller.bank_account",
                "bank_account",
                "Kontonummeret må ha elleve sifre, og ett av dem stemmer ikke. Se etter en gang til.",
            ),
            RuleError::SellerEmail => {
                ("seller.email", "email", "Skriv en e-postadresse, for eksempel post@example.com.")
            }
            RuleError::SellerPhone => {
                ("seller.phone", "phone", "Skriv et telefonnummer, for eksempel 40 00 00 00.")
            }
            RuleError::Name => ("enterprise.name", "name", "Skriv et navn på høyst 120 tegn."),
            RuleError::Code => (
                "enterprise.code",
                "code",
                "Kortnavnet kan ha små bokstaver fra a til z, sifre og bindestrek, høyst 30 tegn.",
            ),
            RuleError::CodeTaken => {
                ("enterprise.code_taken", "code", "Kortnavnet er alt i bruk. Velg et annet.")
            }
            RuleError::Department => (
                "enterprise.department",
                "department",
                "Avdelingen er et tall på høyst seks sifre.",
            ),
            RuleError::DepartmentTaken => (
                "enterprise.department_taken",
                "department",
                "En annen næring har denne avdelingen. Velg et annet tall.",
            ),
            RuleError::Email => {
                ("enterprise.email", "email", "Skriv en e-postadresse, eller la feltet stå tomt.")
            }
            RuleError::Position => {
                ("enterprise.position", "position", "Rekkefølgen er et tall fra 1 til 999.")
            }
        };
        Self::new(code, field, words)
    }
}

/// `Ok` when nothing is wrong, else every reason in words.
pub(super) fn refuse(wrong: Vec<RuleError>) -> Result<(), Refusals> {
    let mut refusals = Refusals::default();
    for error in wrong {
        refusals.add(error);
    }
    refusals.or(())
}
