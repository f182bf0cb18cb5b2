//! Sections and pictures as one ZIP file.

use std::io::{Cursor, Write};

use askama::Template;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::columns::column_words;
use super::{Everything, Section};
use crate::base::{Minutes, csv_lines};
use crate::error::{AppError, AppResult};

/// What the pages to read show of a table.
struct Told {
    title: &'static str,
    file: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

#[derive(Template)]
#[template(path = "proofs/archive.html")]
struct Index {
    made: String,
    part: usize,
    parts: usize,
    told: Vec<Told>,
    /// Tables with nothing in them.
    empty: Vec<&'static str>,
    pictures: Vec<String>,
}

pub(super) fn zipped(everything: &Everything) -> AppResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let small = SimpleFileOptions::default();
    let whole = small.compression_method(zip::CompressionMethod::Stored);
    put(&mut zip, small, "les-dette.html", index(everything)?.as_bytes())?;
    if everything.part == 1 {
        put(&mut zip, small, "alt.json", json_of(everything)?.as_bytes())?;
    }
    for section in everything.sections.iter().filter(|section| !section.rows.is_empty()) {
        let name = format!("tabeller/{}.csv", section.file);
        put(&mut zip, small, &name, format!("\u{feff}{}", csv_of(section)).as_bytes())?;
    }
    for picture in &everything.pictures {
        put(&mut zip, whole, &picture.name, &picture.bytes)?;
    }
    Ok(zip.finish().map_err(fault)?.into_inner())
}

fn put(
    zip: &mut ZipWriter<Cursor<Vec<u8>>>,
    options: SimpleFileOptions,
    name: &str,
    bytes: &[u8],
) -> AppResult<()> {
    zip.start_file(name, options).map_err(fault)?;
    zip.write_all(bytes).map_err(|e| AppError::internal(e.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn fault(error: zip::result::ZipError) -> AppError {
    AppError::internal(error.to_string())
}

fn json_of(everything: &Everything) -> AppResult<String> {
    let section = |section: &Section| {
        json!({
            "table": section.table, "title": section.title,
            "columns": section.columns, "rows": section.rows,
        })
    };
    let all = json!({
        "made_at": everything.made_at.rfc3339(),
        "sections": everything.sections.iter().map(section).collect::<Vec<Value>>(),
    });
    Ok(serde_json::to_string_pretty(&all)?)
}

fn csv_of(section: &Section) -> String {
    let head = section.columns.iter().map(|column| (*column).to_owned()).collect();
    let rows = section.rows.iter().map(|row| row.iter().map(plain).collect());
    csv_lines(std::iter::once(head).chain(rows))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn index(everything: &Everything) -> AppResult<String> {
    let (full, empty): (Vec<&Section>, Vec<&Section>) =
        everything.sections.iter().partition(|section| !section.rows.is_empty());
    let told = |section: &&Section| Told {
        title: section.title,
        file: section.file,
        columns: section.columns.iter().map(|column| column_words(column)).collect(),
        rows: section.rows.iter().map(|row| row_words(section.columns, row)).collect(),
    };
    let page = Index {
        made: everything.made_at.oslo_text(),
        part: everything.part,
        parts: everything.parts,
        told: full.iter().map(told).collect(),
        empty: empty.iter().map(|section| section.title).collect(),
        pictures: everything.pictures.iter().map(|picture| picture.name.clone()).collect(),
    };
    Ok(page.render()?)
}

fn row_words(columns: &[&str], row: &[Value]) -> Vec<String> {
    columns.iter().zip(row).map(|(column, value)| cell_words(column, value)).collect()
}

/// As a person reads it: a time of day, minutes, a day, yes or no.
fn cell_words(column: &str, value: &Value) -> String {
    match value {
        Value::Bool(yes) => if *yes { "ja" } else { "nei" }.to_owned(),
        Value::Number(number) if column.ends_with("minutes") => {
            Minutes::words(number.as_i64().unwrap_or_default())
        }
        Value::Number(number) if column.ends_with("_minute") => {
            let minute = number.as_i64().unwrap_or_default();
            format!("{:02}.{:02}", minute.div_euclid(60), minute.rem_euclid(60))
        }
        Value::String(text) if column.ends_with("_at") => {
            let at = chrono::DateTime::parse_from_rfc3339(text);
            at.map_or(text.clone(), |at| crate::base::UtcTime::new(at.to_utc()).oslo_text())
        }
        Value::String(text) => match text.parse::<chrono::NaiveDate>() {
            Ok(day) => crate::proofs::rules::day(day),
            Err(_) => text.clone(),
        },
        other => plain(other),
    }
}
