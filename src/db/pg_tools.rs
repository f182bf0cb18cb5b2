//! `pg_dump` and `pg_restore`: no shell, and the password never on a command line.

use std::fs::File;
use std::io::{self, Read};
use std::process::{Command, Stdio};

use crate::error::{AppError, AppResult};

/// Writes a `PostgreSQL` database to a file.
///
/// # Errors
/// When `pg_dump` is not there, or says no.
pub(super) fn dump(url: &str, into: File) -> AppResult<()> {
    let mut command = tool("pg_dump", url);
    command.args(["--format=custom", "--no-owner", "--no-privileges"]);
    let child = command.stdin(Stdio::null()).stdout(into).stderr(Stdio::piped()).spawn();
    let output = child.and_then(std::process::Child::wait_with_output);
    judge("pg_dump", output)
}

/// Reads what [`dump`] wrote into a database, all or nothing.
///
/// # Errors
/// When `pg_restore` is not there, or says no.
pub(super) fn restore(url: &str, mut content: impl Read) -> AppResult<()> {
    let mut command = tool("pg_restore", url);
    command.args(["--format=custom", "--no-owner", "--no-privileges"]);
    command.args(["--clean", "--if-exists", "--single-transaction", "--exit-on-error"]);
    let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let output = child.and_then(|mut child| {
        if let Some(mut stdin) = child.stdin.take() {
            // A tool that stops early closes its end; what it says of that is told below.
            let _ = io::copy(&mut content, &mut stdin);
        }
        child.wait_with_output()
    });
    judge("pg_restore", output)
}

fn tool(name: &str, url: &str) -> Command {
    let (plain, password) = without_password(url);
    let mut command = Command::new(name);
    command.arg(format!("--dbname={plain}"));
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    command
}

fn judge(name: &str, output: io::Result<std::process::Output>) -> AppResult<()> {
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            let words = String::from_utf8_lossy(&output.stderr);
            Err(AppError::internal(format!("{name} said no: {}", words.trim())))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(AppError::internal(format!(
            "{name} is not installed; on Debian: apt install postgresql-client"
        ))),
        Err(error) => Err(AppError::internal(format!("{name}: {error}"))),
    }
}

/// An address without its password, and the password as it was before it was put in an address.
fn without_password(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else { return (url.to_owned(), None) };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let Some((user, host)) = authority.rsplit_once('@') else { return (url.to_owned(), None) };
    let Some((user, password)) = user.split_once(':') else { return (url.to_owned(), None) };
    (format!("{scheme}://{user}@{host}{tail}"), Some(percent_decoded(password)))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = code.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(code) if *first == b'%' => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_taken_out_of_the_address() {
        for (url, plain, password) in [
            ("postgres://farm:s%40cr%2Fet@db:5433/farm", "postgres://farm@db:5433/farm", "s@cr/et"),
            ("postgres://a:b@h/d?sslmode=x@y", "postgres://a@h/d?sslmode=x@y", "b"),
            ("postgresql://a:100%@h/d", "postgresql://a@h/d", "100%"),
        ] {
            assert_eq!(without_password(url), (plain.to_owned(), Some(password.to_owned())));
        }
        assert_eq!(without_password("postgres://a@h/d"), ("postgres://a@h/d".into(), None));
    }
}
