//! How someone is reached: the shapes of an e-mail address, a phone number and a postcode.

/// Letters in an e-mail address, at most.
///
/// Source: RFC 5321, section 4.5.3.1.3, less the brackets around a path.
const EMAIL_MAX: usize = 254;

/// Is it an e-mail address, as far as its shape tells?
///
/// One `@`, something before it, a dotted name after it, and nothing that could end a header. ASCII
/// alone, as mail servers are not bound to take more.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((person, host)) = text.split_once('@') else { return false };
    let plain = |c: char| {
        c.is_ascii_graphic()
            && !matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | ':' | '"' | '\\' | '[' | ']')
    };
    let labels = host.split('.').all(|label| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    });
    text.len() <= EMAIL_MAX
        && !person.is_empty()
        && !person.starts_with('.')
        && !person.ends_with('.')
        && !person.contains("..")
        && person.chars().all(|c| plain(c) && c != '@')
        && host.contains('.')
        && labels
}

/// 5 to 15 digits with a plus before them, if any, and spaces, hyphens and brackets as people write.
pub(crate) fn is_phone(text: &str) -> bool {
    let digits: Vec<char> =
        text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '-' | '(' | ')')).collect();
    let digits = digits.strip_prefix(&['+']).unwrap_or(&digits);
    (5..=15).contains(&digits.len()) && digits.iter().all(char::is_ascii_digit)
}

/// Four digits?
pub(crate) fn is_postcode(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_is_known_by_its_shape() {
        for good in ["a@b.no", "post@example.com", "kari.nordmann+x@post.example.com"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.no",
            ".a@b.no",
            "a@b..no",
            "a b@c.no",
            "a@b.no\r\nBcc: x@y.z",
            "a@b@c.no",
            "<a@b.no>",
            "åse@gården.no",
        ] {
            assert!(!is_email(bad), "{bad:?}");
        }
        assert!(!is_email(&format!("{}@example.com", "a".repeat(250))));
    }

    #[test]
    fn a_phone_number_is_digits_as_people_write_them() {
        for good in ["02800", "40 00 00 00", "+47 400 00 000", "(+47) 40-00-00-00"] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["", "12", "ring meg", "40 00 00 0x", "4+0000000", "1234567890123456"] {
            assert!(!is_phone(bad), "{bad}");
        }
    }

    #[test]
    fn a_postcode_is_four_digits() {
        assert!(is_postcode("0580"));
        for bad in ["580", "45800", "N580", "", "٤٥٦٧"] {
            assert!(!is_postcode(bad), "{bad}");
        }
    }
}
