//! Which customers may be found to be one. Pure.

use super::model::{Contact, Customer};
use crate::base::is_postcode;

/// Why two customers are not merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotMerged {
    /// One and the same row.
    Same,
    /// One of them has been merged before.
    Before,
    /// Two organisation numbers are two organisations.
    OtherNumber,
    /// An organisation cannot become a private person's.
    OrganisationIntoPerson,
}

/// Why a name or an address is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContactFault {
    Name,
    Street,
    Postcode,
    City,
}

/// Letters in a field, at most.
const FIELD_MAX: usize = 200;

/// A customer's name and address, trimmed; an address is whole or not there.
///
/// # Errors
/// Everything that is wrong at once.
pub(super) fn read_contact(typed: &Contact) -> Result<Contact, Vec<ContactFault>> {
    let trimmed = |text: &str| text.trim().to_owned();
    let contact = Contact {
        name: trimmed(&typed.name),
        street: trimmed(&typed.street),
        postcode: trimmed(&typed.postcode),
        city: trimmed(&typed.city),
    };
    let is_none =
        contact.street.is_empty() && contact.postcode.is_empty() && contact.city.is_empty();
    let is_line = |text: &str| {
        !text.is_empty() && text.chars().count() <= FIELD_MAX && !text.chars().any(char::is_control)
    };
    let faults: Vec<ContactFault> = [
        (!is_line(&contact.name), ContactFault::Name),
        (!is_none && !is_line(&contact.street), ContactFault::Street),
        (!is_none && !is_postcode(&contact.postcode), ContactFault::Postcode),
        (!is_none && !is_line(&contact.city), ContactFault::City),
    ]
    .into_iter()
    .filter_map(|(is_wrong, fault)| is_wrong.then_some(fault))
    .collect();
    if faults.is_empty() { Ok(contact) } else { Err(faults) }
}

/// May the old one be merged into the one kept?
pub(super) fn check_merge(old: &Customer, kept: &Customer) -> Result<(), NotMerged> {
    let is_organisation = |c: &Customer| c.kind.is_organisation();
    match (&old.org_number, &kept.org_number) {
        _ if old.id == kept.id => Err(NotMerged::Same),
        _ if old.merged_into.is_some() || kept.merged_into.is_some() => Err(NotMerged::Before),
        (Some(one), Some(other)) if one != other => Err(NotMerged::OtherNumber),
        _ if is_organisation(old) && !is_organisation(kept) => {
            Err(NotMerged::OrganisationIntoPerson)
        }
        _ => Ok(()),
    }
}

/// The organisation kept with the number of the old one, by which the next order finds it; None when
/// it keeps what it has.
pub(super) fn with_number_of(kept: &Customer, old: &Customer) -> Option<Customer> {
    let lacks_it = kept.kind.is_organisation() && kept.org_number.is_none();
    let number = old.org_number.clone().filter(|_| lacks_it)?;
    Some(Customer { org_number: Some(number), ..kept.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{CustomerId, OrgNumber, UtcTime};
    use crate::customers::CustomerKind;

    fn customer(kind: CustomerKind, number: Option<&str>) -> Customer {
        Customer {
            id: CustomerId::fresh(),
            kind,
            name: "Bygdekafeen AS".into(),
            org_number: number.and_then(OrgNumber::parse),
            email: String::new(),
            phone: String::new(),
            street: String::new(),
            postcode: String::new(),
            city: String::new(),
            merged_into: None,
            created_at: UtcTime::new(chrono::DateTime::default()),
        }
    }

    #[test]
    fn an_organisation_without_a_number_takes_over_that_of_the_one_merged_into_it() {
        use CustomerKind::{Business, Private};
        let firm = customer(Business, Some("999111238"));
        let nameless = customer(Business, None);
        let carried = with_number_of(&nameless, &firm).unwrap();
        assert_eq!(
            (carried.id, carried.org_number),
            (nameless.id.clone(), firm.org_number.clone())
        );
        assert_eq!(with_number_of(&firm, &nameless), None);
        assert_eq!(with_number_of(&customer(Private, None), &firm), None);
    }

    #[test]
    fn only_what_may_be_one_customer_becomes_one() {
        use CustomerKind::{Business, Private};
        let person = customer(Private, None);
        let firm = customer(Business, Some("999111238"));
        let other = customer(Business, Some("317763174"));
        let merged = Customer { merged_into: Some(firm.id.clone()), ..customer(Private, None) };
        for (old, kept, answer) in [
            (&person, &customer(Private, None), Ok(())),
            (&person, &firm, Ok(())),
            (&person, &person, Err(NotMerged::Same)),
            (&firm, &other, Err(NotMerged::OtherNumber)),
            (&firm, &person, Err(NotMerged::OrganisationIntoPerson)),
            (&merged, &firm, Err(NotMerged::Before)),
            (&person, &merged, Err(NotMerged::Before)),
        ] {
            assert_eq!(check_merge(old, kept), answer);
        }
    }
}
