//! Every setting and command: the only reader of the environment.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Ledger and order system for resident-run enterprises.
#[derive(Debug, Parser)]
#[command(name = "gardsbok", version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the shop, the pages for those who work at the farm, and the API
    Serve(Settings),
    /// Serve a made-up farm's year from a throw-away database, every role's sign-in printed
    Demo(Settings),
    /// Bring the schema up to date
    Migrate(Database),
    /// Prove the books anew: balance, numbers, chain, kept balances
    Check(Database),
    /// Import one CSV file, or one file of payments from the bank
    Import {
        /// What the file holds
        #[arg(value_enum)]
        kind: ImportKind,
        /// The file
        file: PathBuf,
        /// Where to
        #[command(flatten)]
        database: Database,
    },
    /// Import all the CSV files of a farm, all or nothing
    ImportFarm {
        /// The folder that holds them
        dir: PathBuf,
        /// Where to
        #[command(flatten)]
        database: Database,
    },
    /// Print a report
    Report(Report),
    /// Write documents as files for others' systems
    Export {
        /// Which
        #[command(subcommand)]
        command: ExportCommand,
    },
    /// People who sign in
    User {
        /// What to do
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Print a bearer token for the JSON API
    Token {
        /// Whose
        login: String,
        /// A file that holds the signing key; without it the key is kept in the database
        #[arg(long, env = "SIGNING_KEY_FILE")]
        signing_key_file: Option<PathBuf>,
        /// Where
        #[command(flatten)]
        database: Database,
    },
    /// Write a consistent copy of the database, also while it is served
    Backup {
        /// The file to write
        file: PathBuf,
        /// Of what
        #[command(flatten)]
        database: Database,
    },
    /// Read a backup into an empty database
    Restore {
        /// The file to read
        file: PathBuf,
        /// Into what
        #[command(flatten)]
        database: Database,
    },
}

/// Where the database is.
#[derive(Clone, Debug, Args)]
pub struct Database {
    /// sqlite:FILE, or postgres://USER:PASSWORD@HOST/NAME
    #[expect(clippy::doc_markdown, reason = "the help shows it as it stands")]
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite:gardsbok.db",
        hide_env_values = true
    )]
    pub database_url: String,
    /// Let a password and data cross a network to PostgreSQL without TLS
    #[arg(long, env = "ALLOW_PLAIN_DATABASE")]
    pub allow_plain_database: bool,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnOff {
    /// On
    On,
    /// Off
    Off,
}

/// How to serve.
#[derive(Clone, Debug, Args)]
pub struct Settings {
    /// Where the database is
    #[command(flatten)]
    pub database: Database,
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "BIND", default_value = "127.0.0.1:8080")]
    pub bind: String,
    /// What people write in the browser, for links in mails; https gives __Host- cookies and HSTS
    #[arg(long, env = "PUBLIC_URL", default_value = "")]
    pub public_url: String,
    /// Limits on sign-in and ordering, by address; off is for load tests
    #[arg(long, env = "RATE_LIMITS", value_enum, default_value = "on")]
    pub rate_limits: OnOff,
    /// Believe X-Forwarded-For, as set by the proxy in front
    #[arg(long, env = "TRUST_PROXY")]
    pub trust_proxy: bool,
    /// Serve plain http beyond this machine (the proxy in front must then do TLS)
    #[arg(long, env = "ALLOW_PLAIN_HTTP")]
    pub allow_plain_http: bool,
    /// Threads that serve
    #[arg(long, env = "WORKERS", default_value_t = 2)]
    pub workers: usize,
    #[expect(clippy::doc_markdown, reason = "the help shows it as it stands")]
    /// smtps://USER:PASSWORD@HOST or smtp://HOST:PORT; without it mails are only listed for staff
    #[arg(long, env = "SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    #[expect(clippy::doc_markdown, reason = "the help shows it as it stands")]
    /// Where Udir's Grep answers, as https://data.udir.no/kl06/v201906; without it goals come as files
    #[arg(long, env = "GREP_URL")]
    pub grep_url: Option<String>,
    /// Who mails come from; the seller's address when not set
    #[arg(long, env = "MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Where EHF documents are sent by HTTP, https but to the machine itself; without it they are
    /// downloaded or mailed
    #[arg(long, env = "ACCESS_POINT_URL")]
    pub access_point_url: Option<String>,
    /// The bearer token that the access point knows us by
    #[arg(long, env = "ACCESS_POINT_TOKEN", hide_env_values = true)]
    pub access_point_token: Option<String>,
    /// Enhetsregisteret, for names and addresses; off for none. When not set, serve asks the public
    /// one (data.brreg.no/enhetsregisteret/api) and the demo asks none
    #[arg(long, env = "BRREG_URL")]
    pub brreg_url: Option<String>,
    /// A file that holds the signing key; without it the key is kept in the database
    #[arg(long, env = "SIGNING_KEY_FILE")]
    pub signing_key_file: Option<PathBuf>,
    /// A file that holds the key that signs proofs (Ed25519, as `openssl genpkey -algorithm ed25519` writes it);
    /// without it the key is made and kept in the database
    #[arg(long, env = "PROOF_KEY_FILE")]
    pub proof_key_file: Option<PathBuf>,
}

impl Settings {
    /// Is the site met over https?
    pub(crate) fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// What a CSV file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImportKind {
    /// The selling body
    Seller,
    /// Enterprises
    Enterprises,
    /// Offerings with prices
    Offerings,
    /// Customers
    Customers,
    /// Orders with what became of them
    Orders,
    /// Hours
    Hours,
    /// Receipts
    Purchases,
    /// The centre's costs outside the enterprises' books
    RunningCosts,
    /// Days by municipality
    ResidentDays,
    /// Who pays for places
    Funding,
    /// Payments from the bank, OCR giro
    OcrGiro,
    /// Payments from the bank, camt.054 (001.02 and 001.08)
    Camt054,
}

/// What is written as files.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Invoices and credit notes as EHF (Peppol BIS Billing 3.0), for buyers with an organisation
    /// number
    Ehf(ExportDocuments),
    /// Invoices and credit notes as PDF, a private buyer's too
    Pdf(ExportDocuments),
}

/// Which documents are written, and where to.
#[derive(Debug, Args)]
pub struct ExportDocuments {
    /// The number of an invoice or credit note
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub number: Option<i64>,
    /// Every document there is, as NUMBER.xml or NUMBER.pdf in a folder
    #[arg(long)]
    pub all: bool,
    /// The file to write; with --all the folder
    #[arg(short, long)]
    pub output: PathBuf,
    /// Of what
    #[command(flatten)]
    pub database: Database,
}

/// A report's words.
#[derive(Debug, Args)]
pub struct Report {
    /// Which report
    #[arg(value_enum)]
    pub kind: ReportKind,
    /// First day
    #[arg(long)]
    pub from: NaiveDate,
    /// Last day
    #[arg(long)]
    pub to: NaiveDate,
    /// For hours: kind or resident
    #[arg(long)]
    pub by: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    pub format: ReportFormat,
    /// Where
    #[command(flatten)]
    pub database: Database,
}

/// Which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportKind {
    /// Revenue by month and enterprise
    Revenue,
    /// Approved minutes by month and enterprise
    Hours,
    /// Revenue, direct costs and contribution by enterprise
    Contribution,
    /// VAT by term and code
    Vat,
    /// Every account's balance since the books began
    TrialBalance,
    /// Own income over running costs, by both definitions
    SelfFinancing,
}

/// How a report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// A table for the eye
    Text,
    /// CSV
    Csv,
    /// JSON
    Json,
}

/// The words of `Role`; a test holds the two together.
const ROLES: [&str; 8] = [
    "resident",
    "mentor",
    "work_leader",
    "business_manager",
    "leader",
    "steering_group",
    "auditor",
    "admin",
];

/// What to do with people.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Make a login, or add roles to a known one; prints a one-time link
    Add {
        /// What they write to sign in
        #[arg(long)]
        login: String,
        /// Their name
        #[arg(long)]
        name: String,
        /// Their roles
        #[arg(long, required = true, num_args = 1.., value_parser = ROLES)]
        role: Vec<String>,
        /// The enterprises they lead or work in, by code
        #[arg(long, num_args = 1..)]
        enterprise: Vec<String>,
        /// The key that a resident's imported hours stand under
        #[arg(long)]
        pseudonym: Option<String>,
        /// What people write in the browser; the link begins with it
        #[arg(long, env = "PUBLIC_URL", default_value = "http://127.0.0.1:8080")]
        public_url: String,
        /// Where
        #[command(flatten)]
        database: Database,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_knows_every_role() {
        let roles: Vec<&str> = crate::people::Role::ALL.iter().map(|role| role.as_str()).collect();
        assert_eq!(roles, ROLES);
    }
}
