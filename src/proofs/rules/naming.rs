//! Whose name stands on a proof, and whose it is from. Pure.

use super::{NotTaken, name_tells, one_line};

/// Letters of a holder's or an issuer's name, at most.
const NAME_MAX: usize = 80;

/// The holder's name as it will stand: words of their own name at the farm, each at most once, some of
/// them left out or as a letter. A proof in another's name would be a false one.
pub(in super::super) fn holder_name(typed: &str, own: &str) -> Result<String, NotTaken> {
    let name = one_line(typed);
    match name.chars().count() {
        0 => Err(NotTaken::NameMissing),
        count if count > NAME_MAX => Err(NotTaken::NameLong),
        _ if name_tells(&name) => Err(NotTaken::NameTells),
        _ if !is_of_name(&name, own) => Err(NotTaken::NameNotOwn),
        _ => Ok(name),
    }
}

/// Is a name made of another's words and first letters alone, with at least one whole word?
fn is_of_name(name: &str, own: &str) -> bool {
    let small = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (mut left, mut letters) = (small(own), Vec::new());
    let mut has_whole = false;
    for word in small(name) {
        if let Some(place) = left.iter().position(|other| *other == word) {
            left.remove(place);
            has_whole = true;
        } else {
            letters.push(word);
        }
    }
    let is_first = |letter: String| {
        let of = left.iter().position(|o| letter.chars().count() == 1 && o.starts_with(&letter));
        of.map(|place| left.remove(place)).is_some()
    };
    let is_mark = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | ',' | '\'' | '’');
    has_whole && name.chars().all(is_mark) && letters.into_iter().all(is_first)
}

/// The issuer's name as it will stand.
pub(in super::super) fn issuer_name(typed: &str) -> Result<String, NotTaken> {
    let name = one_line(typed);
    match name.chars().count() {
        0 => Err(NotTaken::IssuerMissing),
        count if count > NAME_MAX => Err(NotTaken::IssuerLong),
        _ if name_tells(&name) => Err(NotTaken::IssuerTells),
        _ => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_tell_are_refused_and_others_are_not() {
        for name in
            ["Sørli rehabilitering", "Gårdsrehab AS", "Rusfritt arbeid", "Beboernes verksted"]
        {
            assert_eq!(issuer_name(name), Err(NotTaken::IssuerTells), "{name}");
        }
        for name in ["Sørli gård", "Verkstedet på Sørli AS", "Rusten og sønner", "Truls Frust"]
        {
            assert_eq!(issuer_name(name).as_deref(), Ok(name), "{name}");
        }
        assert_eq!(issuer_name(" \n"), Err(NotTaken::IssuerMissing));
        assert_eq!(holder_name(&"a".repeat(81), "Amina"), Err(NotTaken::NameLong));
        assert_eq!(holder_name(" Amina\t H. ", "Amina Hassan").as_deref(), Ok("Amina H."));
    }

    #[test]
    fn a_proof_is_made_in_ones_own_name_with_some_of_it_left_out_or_as_a_letter() {
        let own = "Amina Fatima Yusuf-Dahl";
        for name in [
            "Amina",
            "amina yusuf",
            "Amina F. Yusuf-Dahl",
            "Dahl, Amina",
            "A. F. Y. Dahl",
            "AMINA FATIMA YUSUF-DAHL",
        ] {
            assert_eq!(holder_name(name, own).as_deref(), Ok(name));
        }
        for name in [
            "Jonas",
            "Amina Berg",
            "Amina Fa",
            "A. F.",
            "Amina B.",
            "Amina Amina",
            "Amina <Yusuf>",
            "Aminas",
            "Amina A.",
        ] {
            assert_eq!(holder_name(name, own), Err(NotTaken::NameNotOwn), "{name}");
        }
    }
}
