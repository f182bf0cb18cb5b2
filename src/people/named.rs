//! Which of the farm's names a text says, however they are written. Pure.

use std::collections::{BTreeMap, BTreeSet};

/// Words that are names too and are said all the time. They are names only with a capital letter;
/// other words that are names («bjørn», «stein») are taken for the name, as a name that gets out
/// cannot be had back, and a word can be written otherwise.
const EVERYDAY: [&str; 19] = [
    "per", "dag", "liv", "ask", "siv", "kai", "tom", "tim", "jan", "mai", "nor", "gro", "odd",
    "lin", "tor", "sol", "hai", "hans", "vår",
];
/// Letters of words that are names only with a capital letter («bo», «my»).
const SHORT: usize = 2;
/// Words that stand within surnames and are nobody's name.
const PARTICLES: [&str; 16] = [
    "av", "af", "de", "van", "von", "der", "den", "el", "al", "la", "le", "du", "di", "da", "dos",
    "og",
];

/// Names that others are not to read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// By how they begin, in small letters; each as its words and what stands between them.
    by_first: BTreeMap<String, Vec<Name>>,
}

#[derive(Clone, Debug)]
struct Name {
    /// As someone wrote it.
    whole: String,
    /// What follows the first word: what stands between, and the word in small letters.
    rest: Vec<(String, String)>,
}

/// Where a text says a name: which bytes, and which name.
struct Found<'a> {
    from: usize,
    to: usize,
    name: &'a str,
}

impl Names {
    /// Of these, each of one word or of several («B-02»).
    pub(crate) fn of(all: impl IntoIterator<Item = String>) -> Self {
        let mut by_first: BTreeMap<String, Vec<Name>> = BTreeMap::new();
        for whole in all.into_iter().collect::<BTreeSet<_>>() {
            let words = words(&whole);
            let Some((_, first)) = words.first() else { continue };
            if words.len() == 1 && PARTICLES.contains(&first.to_lowercase().as_str()) {
                continue;
            }
            let first = first.to_lowercase();
            let rest = words.windows(2).filter_map(|pair| match pair {
                [(at, before), (next, word)] => {
                    let between = whole.get(at + before.len()..*next)?;
                    Some((between.to_owned(), word.to_lowercase()))
                }
                _ => None,
            });
            let rest = rest.collect();
            by_first.entry(first).or_default().push(Name { whole: whole.clone(), rest });
        }
        Self { by_first }
    }

    /// Without every word of someone's own name, and without a name that is just that.
    pub(crate) fn except(mut self, own: &str) -> Self {
        let own_words: Vec<String> = words(own).iter().map(|(_, w)| w.to_lowercase()).collect();
        for word in &own_words {
            if let Some(names) = self.by_first.get_mut(word) {
                names.retain(|name| !name.rest.is_empty() && name.whole != own);
            }
        }
        self
    }

    /// The first name that a text says, as the farm writes it; None when it says none.
    ///
    /// In any case, and with an s («Aminas», «amina's»). Of words that are said every day only what
    /// has a capital letter is a name.
    pub(crate) fn said_in(&self, text: &str) -> Option<&str> {
        self.found(text).into_iter().next().map(|found| found.name)
    }

    /// A text with something else for every name; every other letter stays.
    pub(crate) fn taken_out(&self, text: &str, instead: &str) -> String {
        let mut kept = String::with_capacity(text.len());
        let mut at = 0;
        for found in self.found(text) {
            kept += text.get(at..found.from).unwrap_or_default();
            kept += instead;
            at = found.to;
        }
        kept + text.get(at..).unwrap_or_default()
    }

    fn found(&self, text: &str) -> Vec<Found<'_>> {
        let words = words(text);
        let mut all: Vec<Found<'_>> = Vec::new();
        for (place, (from, word)) in words.iter().enumerate() {
            if all.last().is_some_and(|last| *from < last.to) {
                continue;
            }
            let following = words.get(place + 1..).unwrap_or_default();
            let longest = bare(word).into_iter().flat_map(|(bare, end)| {
                let names = self.by_first.get(&bare).map(Vec::as_slice).unwrap_or_default();
                names.iter().filter_map(move |name| {
                    let to = if name.rest.is_empty() {
                        may_be_name(&bare, word).then_some(from + end)
                    } else {
                        (end == word.len()).then(|| ends_at(text, from + end, following, name))?
                    };
                    to.map(|to| Found { from: *from, to, name: &name.whole })
                })
            });
            // Of two that begin here the longer; of one written with and without its s the whole.
            all.extend(longest.max_by_key(|found| found.to));
        }
        all
    }
}

/// A word in small letters, with how many bytes of it that is: as it stands, and without a last s.
fn bare(word: &str) -> Vec<(String, usize)> {
    let small = word.to_lowercase();
    let without = small.strip_suffix('s').filter(|w| !w.is_empty()).map(str::to_owned);
    let mut both = vec![(small, word.len())];
    both.extend(without.map(|without| (without, word.len() - 1)));
    both
}

/// Is a word that is spelt as a name meant as one?
fn may_be_name(name: &str, word: &str) -> bool {
    let is_everyday = name.chars().count() <= SHORT || EVERYDAY.contains(&name);
    !is_everyday || word.chars().next().is_some_and(|first| !first.is_lowercase())
}

/// Where a name of several words ends, when the text goes on as it does.
fn ends_at(text: &str, mut end: usize, following: &[(usize, &str)], name: &Name) -> Option<usize> {
    let mut following = following.iter();
    for (place, (between, wanted)) in name.rest.iter().enumerate() {
        let (from, word) = following.next()?;
        let is_last = place + 1 == name.rest.len();
        let spelt = bare(word).into_iter().find(|(bare, _)| bare == wanted);
        let (_, length) = spelt.filter(|(_, length)| is_last || *length == word.len())?;
        if text.get(end..*from)? != between {
            return None;
        }
        end = from + length;
    }
    Some(end)
}

/// The words of a text, each with where it begins.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut begun: Option<usize> = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (begun, letter.is_alphanumeric()) {
            (None, true) => begun = Some(at),
            (Some(from), false) => {
                words.extend(text.get(from..at).map(|word| (from, word)));
                begun = None;
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let all = ["Amina", "Per", "B01", "Lise", "B-02", "Zebulon", "Jonas", "Bo", "Bjørn", "de"];
        Names::of(all.map(str::to_owned))
    }

    #[test]
    fn a_name_is_found_as_a_word_and_not_within_one() {
        for (text, wanted) in [
            ("Amina har laget benken.", Some("Amina")),
            ("Det er Aminas benk", Some("Amina")),
            ("Vi bruker 10 timer per dag. Persille koster ekstra.", None),
            ("timer for B01", Some("B01")),
            ("AMINA er syk, sier per", Some("Amina")),
            ("Anne-Lise har laget den", Some("Lise")),
            ("timer for b-02.", Some("B-02")),
            ("timer for ab-02 og b-023.", None),
        ] {
            assert_eq!(names().said_in(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_name_is_found_in_any_case_and_with_an_s_and_words_of_every_day_are_not_names() {
        for (text, wanted) in [
            ("malte med zebulon", Some("Zebulon")),
            ("zebulons hammer", Some("Zebulon")),
            ("Zebulon's hammer", Some("Zebulon")),
            ("ZEBULON’S hammer", Some("Zebulon")),
            ("B-02s hammer", Some("B-02")),
            ("jonas' sag, jonass sag", Some("Jonas")),
            ("Pers hammer", Some("Per")),
            ("PER var med", Some("Per")),
            ("de bor på pers, de bo der per dag", None),
            ("De er klare", None),
            ("en bjørn av tre", Some("Bjørn")), // a word too; the name weighs more
        ] {
            assert_eq!(names().said_in(text), wanted, "{text}");
        }
    }

    #[test]
    fn names_are_taken_out_and_every_other_letter_stays() {
        for (text, told) in [
            ("Bygde benk med Zebulon, zebulon.", "Bygde benk med [navn], [navn]."),
            ("  to  mellomrom\nog linje ", "  to  mellomrom\nog linje "),
            ("Zebulons hammer", "[navn]s hammer"),
            ("Jonas’ hammer", "[navn]’ hammer"),
            ("b-02 og B01s sag", "[navn] og [navn]s sag"),
            ("", ""),
        ] {
            assert_eq!(names().taken_out(text, "[navn]"), told);
        }
    }

    #[test]
    fn ones_own_name_may_be_said() {
        let names = names().except("amina Jonas").except("B-02");
        assert_eq!(names.said_in("Amina og jonas, B-02"), None);
        assert_eq!(names.said_in("Amina og Lise"), Some("Lise"));
    }
}
