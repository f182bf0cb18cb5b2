//! What residents meet is easy to read: LIX under 40, on every page as the farm fills it.

use crate::courses::{certify, planned, run_of, sign_up};
use crate::harness::cast::{AMINA, JONAS, LARS, TERJE};
use crate::harness::{App, Person, spawn};

/// The highest LIX a resident's page may have; under 30 is a children's book, 40 a newspaper.
const LIX_MAX: usize = 39;
/// Letters from which a word is long, as LIX counts.
const LONG_WORD: usize = 7;
/// Words on a page, at least: else the scan has not found what it says.
const WORDS_MIN: usize = 12;
/// Words from which a line is running text, and no label or button: those would make a page easy
/// by their number.
const RUNNING_MIN: usize = 4;

/// Elements whose end is the end of what is said, whether or not it has a full stop.
const BLOCKS: [&str; 22] = [
    "p", "h1", "h2", "h3", "li", "dt", "dd", "td", "th", "label", "legend", "button", "a",
    "option", "summary", "div", "span", "strong", "br", "form", "section", "title",
];

/// Words per sentence, and long words per hundred words, rounded up together.
///
/// Source: C. H. Björnsson, Läsbarhet, 1968.
fn lix(sentences: &[String]) -> usize {
    let words: Vec<Vec<&str>> = sentences
        .iter()
        .map(|sentence| {
            let words = sentence.split(|c: char| !(c.is_alphanumeric() || c == '-'));
            words.filter(|word| word.chars().any(char::is_alphabetic)).collect::<Vec<&str>>()
        })
        .filter(|words: &Vec<&str>| !words.is_empty())
        .collect();
    let count: usize = words.iter().map(Vec::len).sum();
    let long = words.iter().flatten().filter(|word| word.chars().count() >= LONG_WORD).count();
    if words.is_empty() { 0 } else { count.div_ceil(words.len()) + (100 * long).div_ceil(count) }
}

/// What a page says within `<main>`, a sentence each; what is not seen is left out.
fn sentences(html: &str) -> Vec<String> {
    let main = html.split_once("<main").map_or("", |(_, rest)| rest);
    let main = main.split_once("</main>").map_or(main, |(inside, _)| inside);
    let mut text = String::new();
    for part in main.split('<').skip(1) {
        let (tag, words) = part.split_once('>').unwrap_or((part, ""));
        let name: String =
            tag.trim_start_matches('/').chars().take_while(|c| c.is_alphanumeric()).collect();
        text += if BLOCKS.contains(&name.as_str()) { "\n" } else { " " };
        text += words;
    }
    for (code, letter) in [("&#38;", "&"), ("&amp;", "&"), ("&#39;", "'"), ("&#34;", "\"")] {
        text = text.replace(code, letter);
    }
    text.split(['\n', '.', '!', '?', ':'])
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What is wrong with a page; None when it is easy to read or too short to say.
fn hard_to_read(person: &Person, path: &str) -> Option<String> {
    let page = person.get(path);
    assert!(matches!(page.status, 200 | 422), "{path}: {}", page.status);
    let said = sentences(&page.text);
    let words = said.iter().map(|sentence| sentence.split_whitespace().count()).sum::<usize>();
    assert!(words >= WORDS_MIN || path == "/nettbrett", "{path} says nothing: {said:?}");
    let is_running = |line: &&String| line.split_whitespace().count() >= RUNNING_MIN;
    let running: Vec<String> = said.iter().filter(is_running).cloned().collect();
    let (all, text) = (lix(&said), lix(&running));
    let words = format!("{path}: LIX {all}, of running text {text}\n  {}", said.join("\n  "));
    (all.max(text) > LIX_MAX).then_some(words)
}

/// A farm where a resident has something of everything.
fn lived_in(app: &App) -> Person {
    let amina = app.sign_in(AMINA);
    for (date, start) in [("2026-03-12", "06:00"), ("2026-03-13", "08:00")] {
        let fields = [
            ("date", date),
            ("start", start),
            ("end", "17:30"),
            ("break_minutes", "0"),
            ("enterprise", "snekkeri"),
            ("kind", "training"),
        ];
        assert_eq!(amina.post("/intern/timer", &fields).status, 303);
    }
    assert_eq!(amina.post("/intern/timer/uke", &[("day", "2026-03-09")]).status, 303);
    let sent = app.texts("SELECT id AS value FROM hour_entry WHERE state = 'submitted'");
    let terje = app.sign_in(TERJE);
    let note = [("note", "Pausen mangler.")];
    assert_eq!(terje.post(&format!("/intern/timer/{}/retur", sent[0]), &note).status, 303);
    assert_eq!(terje.post("/intern/godkjenning", &[("entry", &sent[1])]).status, 303);
    assert_eq!(amina.post("/intern/meg/pin", &[("new_pin", "2580")]).status, 303);
    amina
}

#[test]
fn every_page_a_resident_meets_is_easy_to_read() {
    let app = spawn();
    let amina = lived_in(&app);
    let draft = app.texts("SELECT id AS value FROM hour_entry WHERE state = 'draft'").remove(0);
    let mut paths: Vec<String> = [
        "/intern",
        "/intern/meg",
        "/intern/timer",
        "/intern/timer?dag=2026-03-12",
        "/intern/timer/ny",
        "/intern/timer/uten-nett",
        "/intern/plan",
        "/intern/ta-med",
        "/intern/ta-med/kutt",
    ]
    .map(str::to_owned)
    .to_vec();
    paths.push(format!("/intern/timer/{draft}"));
    // And whatever these lead to within the pages of own hours.
    for path in paths.clone() {
        for link in amina.get(&path).text.split("href=\"").skip(1) {
            let link = link.split(['"', '#']).next().unwrap_or_default().replace("&amp;", "&");
            let is_page = link.starts_with("/intern/timer") && !link.contains(".csv");
            if is_page && !paths.contains(&link) {
                paths.push(link);
            }
        }
    }
    let mut hard: Vec<String> =
        paths.iter().filter_map(|path| hard_to_read(&amina, path)).collect();
    let tablet = app.sign_in(LARS);
    assert_eq!(tablet.post("/intern/nettbrett", &[("name", "Stua")]).status, 303);
    for path in ["/nettbrett", "/nettbrett/hvem"] {
        hard.extend(hard_to_read(&tablet, path));
    }
    hard.extend(hard_to_read(&app.stranger(), "/intern/logg-inn"));
    assert!(hard.is_empty(), "\n{}", hard.join("\n"));
}

#[test]
fn what_one_can_is_easy_to_read() {
    let app = spawn();
    let [build, grind, cook] = crate::learning::taught(&app);
    let amina = app.sign_in(AMINA);
    let empty = app.sign_in("jonas");
    let mut hard: Vec<String> = ["/intern/det-jeg-kan", "/intern/det-jeg-kan/ny"]
        .iter()
        .flat_map(|path| [hard_to_read(&amina, path), hard_to_read(&empty, path)])
        .flatten()
        .collect();
    let evidence = [build, grind, cook].map(|goal| crate::learning::bench(&app, &goal));
    let terje = app.sign_in(TERJE);
    let answer = |id: &str, verb: &str| {
        let path = format!("/intern/mal/{id}/{verb}");
        assert_eq!(terje.post(&path, &[("words", "Puss kantene litt til.")]).status, 303);
    };
    answer(&evidence[0], "godkjenning");
    answer(&evidence[1], "ikke-enna");
    let shown = format!("/intern/det-jeg-kan?ny={}", evidence[2]);
    let gone = format!("/intern/det-jeg-kan?borte={}", evidence[2]);
    hard.extend([shown, gone].iter().filter_map(|path| hard_to_read(&amina, path)));
    assert!(hard.is_empty(), "\n{}", hard.join("\n"));
}

#[test]
fn the_pages_of_the_clock_are_easy_to_read() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    let wish = [("enterprise", "snekkeri"), ("kind", "training")];
    assert_eq!(amina.post("/intern/timer/klokke/inn", &wish).status, 303);
    let paths =
        ["/intern", "/intern/timer", "/intern/timer/klokke/ut", "/intern/timer/klokke/glemt"];
    let mut hard: Vec<String> =
        paths.iter().filter_map(|path| hard_to_read(&amina, path)).collect();
    for clock in ["2026-03-17 01:30", "2026-03-17 09:00"] {
        app.set_clock(clock);
        let amina = app.sign_in(AMINA);
        hard.extend(paths[..2].iter().filter_map(|path| hard_to_read(&amina, path)));
    }
    assert!(hard.is_empty(), "\n{}", hard.join("\n"));
}

#[test]
fn the_pages_of_courses_are_easy_to_read() {
    let app = spawn();
    let amina = app.sign_in(AMINA);
    let mut hard: Vec<String> = hard_to_read(&amina, "/intern/kurs").into_iter().collect();
    let page = planned(&app, "1");
    let run = format!("/intern/kurs/{}", run_of(&page));
    hard.extend(hard_to_read(&amina, "/intern/kurs"));
    hard.extend(hard_to_read(&amina, &run));
    sign_up(&app.sign_in(JONAS), &run_of(&page), "Vennesla");
    hard.extend(hard_to_read(&amina, "/intern/kurs"));
    sign_up(&amina, &run_of(&page), "Vennesla");
    hard.extend(hard_to_read(&amina, &run));
    app.sign_in(JONAS).post(&format!("{run}/avmelding"), &[]);
    certify(&app, &page, AMINA);
    let bevis = app.texts("SELECT id AS value FROM course_certificate").remove(0);
    for clock in ["2026-03-21 09:00", "2028-03-01 09:00", "2028-03-21 09:00"] {
        app.set_clock(clock);
        let amina = app.sign_in(AMINA);
        hard.extend(hard_to_read(&amina, "/intern/kurs"));
        hard.extend(hard_to_read(&amina, &format!("/intern/kurs/bevis/{bevis}")));
    }
    assert!(hard.is_empty(), "\n{}", hard.join("\n"));
}

#[test]
fn lix_is_words_per_sentence_and_long_words_per_hundred() {
    let text = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    assert_eq!(lix(&text(&["Du har ikke nett nå"])), 5);
    assert_eq!(lix(&text(&["Skriv timene her", "De blir lagret på telefonen"])), 4 + 13);
    assert_eq!(lix(&text(&["Arbeidstidsbestemmelsene gjennomgås"])), 2 + 100);
    assert_eq!(lix(&[]), 0);
    let page = "<h1>ute</h1><main id=\"x\"><h1>Timene mine</h1><p>Hei, du. Send inn!</p>\
                <input value=\"nei\"><button>Lagre</button></main><p>ute</p>";
    assert_eq!(sentences(page), ["Timene mine", "Hei, du", "Send inn", "Lagre"]);
}
