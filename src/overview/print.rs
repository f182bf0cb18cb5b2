//! A report as CSV, and as a table for the eye.

use super::model::{Column, Report, Value};
use super::rules::percent;
use crate::base::{Minutes, csv_lines};

/// The report as CSV with the names of its columns, RFC 4180 with CRLF.
pub(crate) fn csv(report: &Report) -> String {
    let head = report.columns.iter().map(|c| c.name.to_owned()).collect();
    let rows = report.rows.iter().map(|row| row.iter().map(plain).collect());
    csv_lines(std::iter::once(head).chain(rows))
}

/// A value as files write it; empty for what is not there or not to be seen.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Money(amount) => amount.point(),
        Value::Count(count) => count.to_string(),
        Value::Share(share) => share.map(|s| s.to_string()).unwrap_or_default(),
        Value::Hidden => String::new(),
    }
}

/// The report as a table for the eye: words left, numbers right, sums below where they mean much.
pub(crate) fn text(report: &Report) -> String {
    if report.is_single {
        return single(report);
    }
    let head: Vec<String> = report.columns.iter().map(|c| c.words.to_owned()).collect();
    let mut lines: Vec<Vec<String>> = report
        .rows
        .iter()
        .map(|row| row.iter().zip(&report.columns).map(shown).collect())
        .collect();
    lines.insert(0, head);
    let widths: Vec<usize> = (0..report.columns.len())
        .map(|i| lines.iter().filter_map(|l| l.get(i)).map(|c| c.chars().count()).max())
        .map(Option::unwrap_or_default)
        .collect();
    let is_number = |i: usize| {
        let value = report.rows.first().and_then(|row| row.get(i));
        !matches!(value, None | Some(Value::Text(_)))
    };
    let mut table = String::new();
    for (n, line) in lines.iter().enumerate() {
        let cells = line.iter().zip(&widths).enumerate().map(|(i, (cell, width))| {
            if is_number(i) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        table.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        table.push('\n');
        if n == 0 {
            let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
            table.push_str(&rule.join("  "));
            table.push('\n');
        }
    }
    table
}

fn single(report: &Report) -> String {
    let width = report.columns.iter().map(|c| c.words.chars().count()).max().unwrap_or_default();
    let values = report.rows.first().map(Vec::as_slice).unwrap_or_default();
    let pairs: Vec<_> =
        report.columns.iter().zip(values.iter().zip(&report.columns).map(shown)).collect();
    let amount = pairs.iter().map(|(_, value)| value.chars().count()).max().unwrap_or_default();
    let lines: Vec<String> = pairs
        .iter()
        .map(|(column, value)| format!("{:<width$}  {value:>amount$}\n", column.words))
        .collect();
    lines.concat()
}

/// A value as a person reads it.
fn shown((value, column): (&Value, &Column)) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Money(amount) => amount.to_string(),
        Value::Count(minutes) if column.name == "approved_minutes" => Minutes::words(*minutes),
        Value::Count(count) => count.to_string(),
        Value::Share(Some(share)) => percent(*share),
        Value::Share(None) => "ingen kostnader".into(),
        Value::Hidden => "færre enn 5".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Ore;
    use rust_decimal::Decimal;

    fn report(is_single: bool) -> Report {
        Report {
            columns: vec![
                Column { name: "enterprise", words: "Næring" },
                Column { name: "revenue_ex_vat", words: "Omsetning" },
                Column { name: "share", words: "Andel" },
            ],
            rows: vec![
                vec![
                    Value::Text("kjøkken, hest".into()),
                    Value::Money(Ore::new(-123_450)),
                    Value::Share(Some(Decimal::new(158_124, 6))),
                ],
                vec![Value::Text("=1+1".into()), Value::Hidden, Value::Share(None)],
            ],
            is_single,
        }
    }

    #[test]
    fn a_spreadsheet_reads_text_and_numbers_and_never_a_formula() {
        let lines = csv(&report(false));
        assert_eq!(
            lines,
            "enterprise,revenue_ex_vat,share\r\n\"kjøkken, hest\",-1234.50,0.158124\r\n\"'=1+1\",,\r\n"
        );
    }

    #[test]
    fn json_keeps_the_columns_order_and_a_single_object_stands_bare() {
        let rows = serde_json::to_string(&report(false)).unwrap();
        assert!(rows.starts_with(r#"{"rows":[{"enterprise":"kjøkken, hest","revenue_ex_vat":"-1234.50","share":"0.158124"}"#));
        let single = serde_json::to_string(&report(true)).unwrap();
        assert!(single.starts_with(r#"{"enterprise":"#));
    }

    #[test]
    fn a_table_has_words_left_and_numbers_right() {
        let table = text(&report(false));
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0], "Næring           Omsetning            Andel");
        assert_eq!(lines[2], "kjøkken, hest    −1\u{a0}234,50           15,8\u{a0}%");
    }
}
