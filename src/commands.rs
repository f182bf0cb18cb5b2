//! What each command of the program does, a line each.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::config::{
    Cli, Command, Database, ExportCommand, ExportDocuments, ImportKind, Report, ReportFormat,
    UserCommand,
};
use crate::db::{self, Address, Db};
use crate::error::{AppError, AppResult, Refusal};
use crate::importing;
use crate::overview;
use crate::people::{self, NewUser, Role};
use crate::web::Clock;
use crate::{bank, invoicing, ledger, purchases};

/// Does what the command line says; the exit status is CONTRACT's: 0 done, 1 refused.
pub fn run(cli: Cli) -> ExitCode {
    match act(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::from(1)
        }
    }
}

fn act(command: Command) -> AppResult<()> {
    match command {
        Command::Serve(settings) => crate::app::serve(settings),
        Command::Demo(settings) => crate::app::demo(settings),
        Command::Migrate(database) => open(&database).map(drop),
        Command::Check(database) => prove(&open(&database)?),
        Command::User { command } => add_user(command),
        Command::Token { login, signing_key_file, database } => {
            print_token(&open(&database)?, signing_key_file.as_deref(), login)
        }
        Command::Report(report) => print_report(&report),
        Command::Export { command: ExportCommand::Ehf(wish) } => export_ehf(&wish),
        Command::Export { command: ExportCommand::Pdf(wish) } => export_pdf(&wish),
        Command::Backup { file, database } => db::backup(open(&database)?.address(), &file),
        Command::Restore { file, database } => db::restore(&address(&database)?, &file),
        Command::Import { kind, file, database } => {
            if let Some(kind) = bank_kind(kind) {
                return take_in(&open(&database)?, kind, file);
            }
            let kind = word_of(&kind).and_then(|word| importing::Kind::parse(&word));
            let kind = kind.ok_or_else(|| AppError::internal("there is no such kind"))?;
            importing::import_file(&open(&database)?, kind, &file, Clock::System.now())
        }
        Command::ImportFarm { dir, database } => {
            importing::import_farm(&open(&database)?, &dir, Clock::System.now())
        }
    }
}

/// The kind of a file from the bank; None for those of CSV.
const fn bank_kind(kind: ImportKind) -> Option<bank::FileKind> {
    match kind {
        ImportKind::OcrGiro => Some(bank::FileKind::Ocr),
        ImportKind::Camt054 => Some(bank::FileKind::Camt),
        _ => None,
    }
}

/// Takes a file from the bank in, and says what came of it.
fn take_in(db: &Db, kind: bank::FileKind, file: PathBuf) -> AppResult<()> {
    let source = bank::Source::File(file);
    let taken = bank::take_in(db, Some(kind), &source, None, Clock::System.now())?;
    say(&taken.words());
    Ok(())
}

/// Proves the books anew and prints each broken rule, a line each; what was found is printed also
/// when a part of the proof fails.
fn prove(db: &Db) -> AppResult<()> {
    let mut broken = Vec::new();
    let parts = [ledger::check, invoicing::check, bank::check, purchases::check];
    let proven = parts.map(|check| check(db, &mut broken));
    for rule in &broken {
        say(&rule.to_string());
    }
    proven.into_iter().collect::<AppResult<()>>()?;
    if broken.is_empty() {
        say("Alt stemmer.");
        return Ok(());
    }
    let words = format!("{} brudd på reglene", broken.len());
    Err(Refusal::new("check.broken", "", words).into())
}

/// Prints the one-time link, alone.
fn add_user(command: UserCommand) -> AppResult<()> {
    let UserCommand::Add { login, name, role, enterprise, pseudonym, public_url, database } =
        command;
    let roles = role.iter().filter_map(|word| Role::parse(word)).collect();
    let user = NewUser { login, name, roles, enterprises: enterprise, pseudonym };
    let now = Clock::System.now();
    let added = open(&database)?.write_now(move |tx| people::add_user(tx, &user, None, now))?;
    say(&format!("{}/velkommen/{}", public_url.trim_end_matches('/'), added.link_token));
    Ok(())
}

/// Prints the bearer token, alone.
fn print_token(db: &Db, signing_key_file: Option<&Path>, login: String) -> AppResult<()> {
    let key = people::signing_key(db, signing_key_file)?;
    let now = Clock::System.now();
    say(&db.write_now(move |tx| people::new_token(tx, &key, &login, now))?);
    Ok(())
}

/// A choice of the command line as it is written there.
fn word_of(choice: &impl clap::ValueEnum) -> Option<String> {
    choice.to_possible_value().map(|word| word.get_name().to_owned())
}

/// Prints a report, alone.
fn print_report(asked: &Report) -> AppResult<()> {
    let kind = word_of(&asked.kind).and_then(|word| overview::Kind::parse(&word));
    let kind = kind.ok_or_else(|| AppError::internal("there is no such report"))?;
    let by = match asked.by.as_deref() {
        None => None,
        Some(word) => Some(overview::By::parse(word).ok_or_else(overview::no_grouping)?),
    };
    let span = overview::Span { from: asked.from, to: asked.to };
    let report = open(&asked.database)?
        .read_now(|conn| overview::report(conn, kind, span, by, overview::Sight::Open))?;
    let printed = match asked.format {
        ReportFormat::Text => overview::text(&report),
        ReportFormat::Csv => overview::csv(&report),
        ReportFormat::Json => serde_json::to_string_pretty(&report)?,
    };
    say(printed.trim_end());
    Ok(())
}

/// Writes one document as EHF, or all of them and says how many.
fn export_ehf(wish: &ExportDocuments) -> AppResult<()> {
    let db = open(&wish.database)?;
    if let Some(number) = wish.number {
        return invoicing::export_ehf(&db, number, &wish.output);
    }
    let written = invoicing::export_all_ehf(&db, &wish.output)?;
    say(&format!("{written} EHF-filer er skrevet."));
    Ok(())
}

/// Writes one document as PDF, or all of them and says how many.
fn export_pdf(wish: &ExportDocuments) -> AppResult<()> {
    let db = open(&wish.database)?;
    if let Some(number) = wish.number {
        return invoicing::export_pdf(&db, number, &wish.output);
    }
    let written = invoicing::export_all_pdf(&db, &wish.output)?;
    say(&format!("{written} PDF-filer er skrevet."));
    Ok(())
}

/// To standard output; a reader that has gone away is no error.
fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn complain(error: &AppError) {
    match error {
        AppError::Refused(refusals) => {
            for refusal in refusals.all() {
                eprintln!("gardsbok: {} ({})", refusal.detail, refusal.code);
            }
        }
        other => eprintln!("gardsbok: {other}"),
    }
}

/// The database of a command, its schema up to date.
///
/// # Errors
/// For an address of neither kind, a network without TLS, or a database that does not answer.
pub(crate) fn open(database: &Database) -> AppResult<Db> {
    Db::open(&address(database)?)
}

/// The address of a command's database.
///
/// # Errors
/// For an address of neither kind, or a network without TLS.
pub(crate) fn address(database: &Database) -> AppResult<Address> {
    let address = Address::parse(&database.database_url).ok_or_else(|| {
        AppError::internal("the database address must begin with sqlite: or postgres://")
    })?;
    let with_tls = cfg!(feature = "system-libpq");
    if let Some(host) =
        address.remote_host().filter(|_| !with_tls && !database.allow_plain_database)
    {
        return Err(AppError::internal(format!(
            "{host} is across a network and this build of libpq has no TLS; build with \
             --features system-libpq, or say --allow-plain-database"
        )));
    }
    Ok(address)
}
