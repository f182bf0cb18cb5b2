//! What people typed, as the fonts can show it. Pure.

use serde_json::Value;

/// Stands for a letter that the fonts lack.
const BOX: char = '\u{25a1}';
/// A place where a word may be broken; it shows as nothing.
const BREAK: char = '\u{200b}';
/// The width of a word that is never broken, in half letters; the longest of ours is within it.
const WORD_MAX: usize = 56;
/// Letters between the places where a longer word may be broken.
const PART: usize = 8;
/// Marks on one letter, such as the ring of å written as two; more would climb over other lines.
const MARKS_MAX: usize = 2;

/// Every string of a JSON value as the fonts can show it.
pub(super) fn printable_value(value: &Value, has_glyph: &dyn Fn(char) -> bool) -> Value {
    match value {
        Value::String(text) => Value::String(printable(text, has_glyph)),
        Value::Array(all) => {
            all.iter().map(|one| printable_value(one, has_glyph)).collect::<Vec<_>>().into()
        }
        Value::Object(all) => Value::Object(
            all.iter().map(|(name, one)| (name.clone(), printable_value(one, has_glyph))).collect(),
        ),
        other => other.clone(),
    }
}

/// A text whose every letter has a form: what is not seen is left out, what the fonts lack is a
/// box, and a very long word may be broken.
pub(super) fn printable(text: &str, has_glyph: &dyn Fn(char) -> bool) -> String {
    let shown = shown(text, has_glyph);
    shown.split_inclusive(char::is_whitespace).map(breakable).collect()
}

fn shown(text: &str, has_glyph: &dyn Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut marks = 0;
    for letter in text.chars() {
        marks = if is_mark(letter) { marks + 1 } else { 0 };
        match letter {
            '\n' | '\u{2028}' | '\u{2029}' => shown.push('\n'),
            '\t' => shown.push(' '),
            c if c.is_control() || is_unseen(c) || marks > MARKS_MAX => {}
            c if has_glyph(c) => shown.push(c),
            _ => shown.push(BOX),
        }
    }
    shown
}

const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Joiners, turns of direction, choices of form, colours of skin and tags: seen by no one alone.
const fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// A word with places to break it at, when it is too long for a line.
fn breakable(word: &str) -> String {
    if word.chars().map(half_letters).sum::<usize>() <= WORD_MAX {
        return word.to_owned();
    }
    let mut broken = String::with_capacity(word.len() * 2);
    let mut since = 0;
    for letter in word.chars() {
        if since >= PART && !is_mark(letter) && !letter.is_whitespace() {
            broken.push(BREAK);
            since = 0;
        }
        broken.push(letter);
        since += 1;
    }
    broken
}

/// About how wide a letter is.
fn half_letters(letter: char) -> usize {
    if letter.is_uppercase() || matches!(letter, 'm' | 'w' | '@') { 3 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_latin(text: &str) -> String {
        printable(text, &|letter| letter < '\u{250}' || is_mark(letter))
    }

    #[test]
    fn what_the_fonts_lack_is_a_box_and_what_is_not_seen_is_left_out() {
        let table = [
            ("Ærlig Åse Øst", "Ærlig Åse Øst"),
            ("Bord 🪑 til 北京", "Bord □ til □□"),
            ("👨‍👩‍👧 og 👍🏽", "□□□ og □"),
            ("\u{202e}bakvendt\u{202c} \u{0}\u{7}her", "bakvendt her"),
            ("en\tto\r\ntre", "en to\ntre"),
            ("#let x = 1 // *nei*", "#let x = 1 // *nei*"),
            ("e\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}"),
        ];
        for (typed, is) in table {
            assert_eq!(of_latin(typed), is, "{typed:?}");
        }
    }

    #[test]
    fn only_a_very_long_word_may_be_broken() {
        let long = of_latin("merverdiavgiftsregisterinnmeldingen er");
        assert_eq!(long.split('\u{200b}').next(), Some("merverdi"), "{long}");
        assert!(long.ends_with("en er"), "{long}");
        assert_eq!(of_latin("Merverdiavgiftsregisteret."), "Merverdiavgiftsregisteret.");
        assert_eq!(of_latin("tømrerarbeid og maling"), "tømrerarbeid og maling");
        let long = "W".repeat(10_000);
        let parts = of_latin(&long);
        assert!(parts.split('\u{200b}').all(|part| part.chars().count() <= PART));
    }

    #[test]
    fn every_string_of_a_value_is_made_printable() {
        let value = serde_json::json!({"navn": ["北", {"by": "Å\u{0}s"}], "tall": 3});
        let is = serde_json::json!({"navn": ["□", {"by": "Ås"}], "tall": 3});
        assert_eq!(printable_value(&value, &|letter| letter < '\u{250}'), is);
    }
}
