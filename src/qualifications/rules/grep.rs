//! What stands in a document of Udir's Grep: an aim set, a curriculum, or one aim.

use std::collections::BTreeSet;

use serde_json::Value;

/// Goals in one document, at most.
const AIMS_MAX: usize = 400;
/// Letters in a goal, at most.
const AIM_WORDS_MAX: usize = 2000;
/// Letters in a code, at most.
const CODE_MAX: usize = 20;

/// What a document says of a curriculum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Aims {
    /// `TMF03-02`
    pub(in super::super) curriculum_code: String,
    pub(in super::super) curriculum_name: String,
    /// The sets that the curriculum has; None when the document does not say.
    pub(in super::super) sets: Option<Vec<String>>,
    /// The set whose goals these are all of; None when they are not all.
    pub(in super::super) whole_set: Option<String>,
    pub(in super::super) goals: Vec<Aim>,
}

/// A goal as it stands in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Aim {
    pub(in super::super) code: String,
    pub(in super::super) words: String,
    pub(in super::super) set_code: String,
    pub(in super::super) place: i32,
}

/// Why a document cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum GrepError {
    NotJson,
    /// It is none of the three kinds.
    NotGrep,
    /// What is missing, as Grep names it.
    Missing(String),
    TooMany,
    /// A code that stands twice.
    Twice(String),
}

/// Is it a code that may stand in an address?
pub(in super::super) fn is_code(text: &str) -> bool {
    let fine = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
    !text.is_empty() && text.len() <= CODE_MAX && text.bytes().all(fine)
}

/// Reads a document, as a file or as Grep answers it.
pub(in super::super) fn read_aims(bytes: &[u8]) -> Result<Aims, GrepError> {
    let document: Value = serde_json::from_slice(bytes).map_err(|_shape| GrepError::NotJson)?;
    let kind = document.get("grep-type").and_then(Value::as_str).unwrap_or_default();
    let kind = kind.rsplit('/').next().unwrap_or_default();
    if kind.starts_with("kompetansemaalsett") {
        of_set(&document)
    } else if kind.starts_with("laereplan") {
        of_curriculum(&document)
    } else if kind.starts_with("kompetansemaal") {
        of_aim(&document)
    } else {
        Err(GrepError::NotGrep)
    }
}

fn of_set(document: &Value) -> Result<Aims, GrepError> {
    let set_code = code(document, "kode")?;
    let (curriculum_code, curriculum_name) = curriculum_of(document)?;
    let listed = list(document, "kompetansemaal")?;
    if listed.len() > AIMS_MAX {
        return Err(GrepError::TooMany);
    }
    let (mut aims, mut codes) = (Vec::new(), BTreeSet::new());
    for (place, aim) in (1..).zip(listed) {
        if is_published(aim) {
            let aim = aim_of(aim, &set_code, place, "kompetansemaal")?;
            if !codes.insert(aim.code.clone()) {
                return Err(GrepError::Twice(aim.code));
            }
            aims.push(aim);
        }
    }
    Ok(Aims {
        curriculum_code,
        curriculum_name,
        sets: None,
        whole_set: Some(set_code),
        goals: aims,
    })
}

fn of_curriculum(document: &Value) -> Result<Aims, GrepError> {
    let missing = || GrepError::Missing("kompetansemaal-kapittel.kompetansemaalsett".to_owned());
    let chapter = document.get("kompetansemaal-kapittel").ok_or_else(missing)?;
    let listed = chapter.get("kompetansemaalsett").and_then(Value::as_array).ok_or_else(missing)?;
    let sets: Result<Vec<String>, GrepError> =
        listed.iter().map(|set| code(set, "kompetansemaalsett.kode")).collect();
    Ok(Aims {
        curriculum_code: code(document, "kode")?,
        curriculum_name: title(document, "tittel")?,
        sets: Some(sets?),
        whole_set: None,
        goals: Vec::new(),
    })
}

fn of_aim(document: &Value) -> Result<Aims, GrepError> {
    let (curriculum_code, curriculum_name) = curriculum_of(document)?;
    let missing = || GrepError::Missing("tilhoerer-kompetansemaalsett".to_owned());
    let set = document.get("tilhoerer-kompetansemaalsett").ok_or_else(missing)?;
    let set_code = code(set, "tilhoerer-kompetansemaalsett.kode")?;
    let place = document.get("rekkefoelge").and_then(Value::as_i64);
    let place = place.and_then(|place| i32::try_from(place).ok()).unwrap_or(0);
    let aims = vec![aim_of(document, &set_code, place, "")?];
    Ok(Aims { curriculum_code, curriculum_name, sets: None, whole_set: None, goals: aims })
}

fn curriculum_of(document: &Value) -> Result<(String, String), GrepError> {
    let missing = || GrepError::Missing("tilhoerer-laereplan".to_owned());
    let own = document.get("tilhoerer-laereplan").ok_or_else(missing)?;
    Ok((code(own, "tilhoerer-laereplan.kode")?, title(own, "tilhoerer-laereplan.tittel")?))
}

fn aim_of(aim: &Value, set_code: &str, place: i32, within: &str) -> Result<Aim, GrepError> {
    let named =
        |name: &str| if within.is_empty() { name.to_owned() } else { format!("{within}.{name}") };
    Ok(Aim {
        code: code(aim, &named("kode"))?,
        words: title(aim, &named("tittel"))?,
        set_code: set_code.to_owned(),
        place,
    })
}

/// Grep says of each thing whether it is published; one that does not say is.
fn is_published(aim: &Value) -> bool {
    let status = aim.get("status").and_then(Value::as_str);
    status.is_none_or(|status| status.ends_with("publisert"))
}

/// The value's `kode`; `name` is what to call it when it is missing.
fn code(value: &Value, name: &str) -> Result<String, GrepError> {
    let code = value.get("kode").and_then(Value::as_str).map(str::trim);
    match code {
        Some(code) if is_code(code) => Ok(code.to_owned()),
        _ => Err(GrepError::Missing(name.to_owned())),
    }
}

/// The value's `tittel`: a text, or one a language, bokmål first.
fn title(value: &Value, name: &str) -> Result<String, GrepError> {
    let missing = || GrepError::Missing(name.to_owned());
    let title = value.get("tittel").ok_or_else(missing)?;
    let text = match title {
        Value::String(text) => Some(text.as_str()),
        other => in_bokmaal(other.get("tekst").unwrap_or(other)),
    };
    let text = text.map(str::trim).filter(|text| !text.is_empty()).ok_or_else(missing)?;
    Ok(text.chars().take(AIM_WORDS_MAX).collect())
}

fn in_bokmaal(texts: &Value) -> Option<&str> {
    let texts = texts.as_array()?;
    let in_language = |wanted: &str| {
        let own = |text: &&Value| text.get("spraak").and_then(Value::as_str) == Some(wanted);
        texts.iter().find(own).and_then(|text| text.get("verdi")).and_then(Value::as_str)
    };
    in_language("nob").or_else(|| in_language("default")).or_else(|| in_language("nno"))
}

fn list<'a>(value: &'a Value, name: &str) -> Result<&'a Vec<Value>, GrepError> {
    value.get(name).and_then(Value::as_array).ok_or_else(|| GrepError::Missing(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn set() -> Value {
        json!({
            "kode": "KV1", "grep-type": "http://psi.udir.no/ontologi/kl06/kompetansemaalsett_lk20",
            "tilhoerer-laereplan": {"kode": "TMF03-02", "tittel": "Læreplan i tømrerfaget"},
            "kompetansemaal": [
                {"kode": "KM1", "tittel": "bygge en vegg", "status": "…/status_publisert"},
                {"kode": "KM2", "tittel": "gammelt", "status": "…/status_utgaatt"},
            ],
        })
    }

    fn read(value: &Value) -> Result<Aims, GrepError> {
        read_aims(value.to_string().as_bytes())
    }

    #[test]
    fn an_aim_set_is_read_and_what_is_no_longer_published_left_out() {
        let aims = read(&set()).unwrap();
        assert_eq!((aims.curriculum_code.as_str(), aims.goals.len()), ("TMF03-02", 1));
        assert_eq!(aims.whole_set.as_deref(), Some("KV1"));
    }

    #[test]
    fn what_is_missing_is_named() {
        let without = |name: &str| {
            let mut set = set();
            set.as_object_mut().unwrap().remove(name);
            read(&set)
        };
        let missing = |name: &str| Err(GrepError::Missing(name.to_owned()));
        assert_eq!(without("kompetansemaal"), missing("kompetansemaal"));
        assert_eq!(without("tilhoerer-laereplan"), missing("tilhoerer-laereplan"));
        assert_eq!(without("kode"), missing("kode"));
        assert_eq!(without("grep-type"), Err(GrepError::NotGrep));
        assert_eq!(read_aims(b"%PDF-1.4"), Err(GrepError::NotJson));
        let mut wrong = set();
        wrong["kompetansemaal"][0]["tittel"] = json!(7);
        assert_eq!(read(&wrong), missing("kompetansemaal.tittel"));
        wrong["kompetansemaal"][0]["kode"] = json!("../KM1");
        assert_eq!(read(&wrong), missing("kompetansemaal.kode"));
    }

    #[test]
    fn a_code_that_stands_twice_is_named() {
        let mut set = set();
        let again = json!({"kode": "KM1", "tittel": "bygge en vegg til"});
        set["kompetansemaal"].as_array_mut().unwrap().push(again);
        assert_eq!(read(&set), Err(GrepError::Twice("KM1".to_owned())));
        // One that is no longer published is not read, and stands in nobody's way.
        set["kompetansemaal"][2]["status"] = json!("…/status_utgaatt");
        assert_eq!(read(&set).unwrap().goals.len(), 1);
    }

    #[test]
    fn bokmaal_is_chosen_where_there_are_several_languages() {
        let aim = json!({
            "kode": "KM9", "grep-type": "x/kompetansemaal_lk20", "rekkefoelge": 4,
            "tilhoerer-laereplan": {"kode": "TMF03-02", "tittel": "Tømrerfaget"},
            "tilhoerer-kompetansemaalsett": {"kode": "KV1"},
            "tittel": {"tekst": [{"spraak": "nno", "verdi": "byggje"}, {"spraak": "nob", "verdi": "bygge"}]},
        });
        let aims = read(&aim).unwrap();
        assert_eq!((aims.goals[0].words.as_str(), aims.goals[0].place), ("bygge", 4));
        assert_eq!(aims.whole_set, None);
    }
}
