//! Words that tell what kind of place it is. Pure.

/// Beginnings of words that tell what kind of place it is.
///
/// Source: DOMAIN section 8: that someone lives at a rehabilitation centre is health data.
const TELLING: [&str; 26] = [
    "rehab",
    "beboer",
    "avrus",
    "rusfri",
    "rusmi",
    "rusom",
    "rusbe",
    "rusp",
    "rusav",
    "rustil",
    "rusinst",
    "avheng",
    "behandlingss",
    "behandlingsi",
    "behandlingst",
    "pasient",
    "klient",
    "soning",
    "fengsel",
    "kriminal",
    "psykiatri",
    "institusjon",
    "adept",
    "stoffm",
    "narko",
    "avvenning",
];
/// Whole words that tell.
const TELLING_WHOLE: [&str; 4] = ["rus", "behandling", "nav", "egenandel"];

/// Does a text tell what kind of place it is from?
pub(in super::super) fn tells(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| {
        TELLING.iter().any(|stem| word.starts_with(stem)) || TELLING_WHOLE.contains(&word)
    })
}

/// Does a name or an address tell? Within words too, as `Gårdsrehab` does.
pub(in super::super) fn name_tells(text: &str) -> bool {
    let lower = text.to_lowercase();
    let within =
        ["rehab", "beboer", "avrus", "rusfri", "rusmid", "rusom", "behandling", "institusjon"];
    tells(text) || within.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trades_own_words_do_not_tell() {
        for words in ["Overflatebehandling av kledning", "Rustfrie skruer", "Stoffet er ull"] {
            assert!(!tells(words), "{words}");
        }
        for words in ["I behandling", "Fest for beboerne", "rus og sorg", "Avrusning"] {
            assert!(tells(words), "{words}");
        }
    }
}
