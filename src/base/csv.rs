//! Rows for a spreadsheet.

/// Rows as CSV, RFC 4180 with CRLF, each cell safe to open in a spreadsheet.
pub(crate) fn csv_lines(rows: impl Iterator<Item = Vec<String>>) -> String {
    rows.map(|row| row.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(",") + "\r\n")
        .collect()
}

/// A cell that a spreadsheet reads as text and never as a formula; an amount stays a number.
///
/// Source: OWASP, "CSV injection"; SECURITY, ASVS 1.2.10.
fn csv_cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = text.strip_prefix('-').is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    });
    let safe = if is_formula && !is_number { format!("'{text}") } else { text.to_owned() };
    if safe.contains([',', '"', '\r', '\n', '\'']) || safe.starts_with(' ') {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        assert_eq!(csv_cell("-2+3"), "\"'-2+3\"");
        assert_eq!(csv_cell("@SUM(A1)"), "\"'@SUM(A1)\"");
        assert_eq!(csv_cell("-1234.50"), "-1234.50");
    }
}
