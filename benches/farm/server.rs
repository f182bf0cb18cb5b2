//! The program under measurement, and what it needs to know.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use chrono::{Days, NaiveDate, Utc};

/// Enough that a run logs no minute twice.
const RESIDENTS: u32 = 20;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_gardsbok");

/// A process that serves until it is dropped.
pub struct Server {
    pub host: String,
    process: Child,
}

impl Server {
    /// The program itself.
    pub fn real(url: &str) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["serve", "--bind", "127.0.0.1:0", "--rate-limits", "off"]);
        Self::start(command.args(["--database-url", url]).env("RUST_LOG", "warn"))
    }

    /// The bare handler: this benchmark's own binary.
    pub fn bare(url: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("a program"));
        Self::start(command.args(["bare", url]))
    }

    fn start(command: &mut Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().expect("it starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let host = loop {
            let line = lines.next().expect("a ready line").expect("in UTF-8");
            if let Some(host) = line.strip_prefix("listening on http://") {
                break host.to_owned();
            }
        };
        Self { host, process }
    }

    /// A line of the kernel's own count, in kB.
    pub fn memory(&self, name: &str) -> u64 {
        memory_of(self.process.id(), name)
    }
}

/// A line of the kernel's own count of a process, in kB.
pub fn memory_of(process: u32, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(0)
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub fn today() -> NaiveDate {
    Utc::now().date_naive()
}

/// A day all offerings can be ready by.
pub fn wanted_day() -> NaiveDate {
    today() + Days::new(30)
}

/// A farm of two enterprises and three offerings, one with a capacity; a resident and a manager.
pub fn set_up(url: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("the file is written");
    };
    write(
        "seller.csv",
        "org_number,name,legal_form,vat_registered,street,postcode,city,bank_account,email,phone,mode\n\
         317763174,Verkstedet AS,AS,yes,Veien 1,4630,Kristiansand,15032914176,post@example.com,40000000,company\n",
    );
    write("enterprises.csv", "enterprise,name,department\ne1,En,10\ne2,To,20\n");
    write(
        "offerings.csv",
        "offering,enterprise,name,kind,unit,price_incl_vat,vat_code,lead_days,capacity_per_day,allergens\n\
         A1,e1,Fuglekasse,goods,stk,149.00,3,2,900000,\n\
         A2,e1,Bjørkeved,goods,sekk,149.00,3,2,,\n\
         B1,e2,Syltetøy,goods,glass,149.00,31,2,,\n",
    );
    run(&["import-farm", &folder.path().display().to_string(), "--database-url", url]);
    add_user(url, "solveig", "business_manager");
    for number in 0..RESIDENTS {
        add_user(url, &format!("beboer{number}"), "resident");
    }
}

fn add_user(url: &str, login: &str, role: &str) {
    let user = ["user", "add", "--login", login, "--name", login, "--role", role];
    run(&[&user[..], &["--database-url", url]].concat());
}

/// The residents' bearer tokens.
pub fn resident_tokens(url: &str) -> Vec<String> {
    let token = |number| run(&["token", &format!("beboer{number}"), "--database-url", url]);
    (0..RESIDENTS).map(token).collect()
}

/// The business manager's bearer token.
pub fn business_token(url: &str) -> String {
    run(&["token", "solveig", "--database-url", url])
}

pub fn run(words: &[&str]) -> String {
    let output = Command::new(PROGRAM).args(words).output().expect("it runs");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// An empty database on the server that `admin` names; left behind, for a look.
pub fn fresh_postgres(admin: &str) -> String {
    let name = format!("bench_{}", Utc::now().timestamp_micros());
    let made =
        Command::new("psql").args([admin, "-qc", &format!("CREATE DATABASE {name}")]).status();
    assert!(made.is_ok_and(|status| status.success()), "psql makes a database");
    let (before, _) = admin.rsplit_once('/').expect("an address with a database");
    format!("{before}/{name}")
}

pub fn now_ms() -> i64 {
    Utc::now().timestamp_millis()
}
